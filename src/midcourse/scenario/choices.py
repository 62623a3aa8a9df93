"""What a value of a scenario file may be chosen from: the catalog, countries and alliances, and what the file holds."""

from functools import lru_cache
from typing import NamedTuple

from ..policy import alliance
from . import catalog, geography, loading, shapes, treaty_book, tree

CATALOG = ("missiles", "interceptors", "radars", "satellites", "sites")
OPEN = ("questions", "layers", "cities", "test-ranges")
"""Lists that only suggest: another value may stand there too."""

LARGE_CITY = 500_000
"""People; smaller cities can be named and are not suggested."""


class Choice(NamedTuple):
    """A value and what it is called."""

    value: str
    words: str


@lru_cache(maxsize=1)
def known():
    """Lists that are the same for every file, by name.

    Returns
    -------
    dict of str -> tuple of Choice
    """
    countries = [Choice(code, geography.country_name(code)) for code in geography.country_codes()]
    countries.sort(key=lambda one: one.words)
    alliances = [Choice(name, name) for name in alliance.ALLIANCES]
    lists = {kind: tuple(Choice(key, catalog.preset(kind, key).title) for key in _usable(kind)) for kind in CATALOG}
    return lists | {
        "countries": tuple(countries),
        "alliances": tuple(alliances),
        "groups": (*alliances, *countries),
        "cities": _cities(),
        "questions": _questions(),
    }


def _usable(kind):
    """Keys of a kind that a run can carry out."""
    keys = catalog.entries(kind)
    return [key for key in keys if kind != "satellites" or catalog.satellite(key).orbit in catalog.HANGING]


def _cities():
    """Capitals and large cities: a name once, with the codes of its countries."""
    from ..earth import places

    cities = places.cities()
    found: dict = {}
    rows = cities.take(cities.capital | (cities.population > LARGE_CITY))
    for name, country in zip(rows.name.tolist(), rows.country.tolist(), strict=True):
        found.setdefault(name, []).append(country)
    return tuple(Choice(name, ", ".join(sorted(set(codes)))) for name, codes in sorted(found.items()))


def _questions():
    """Questions that the built-in scenarios ask."""
    asked: dict = {}
    for name in loading.names():
        data = tree.read_tree(loading.read_text(name)[0], name).value
        asked.setdefault(data["question"], data.get("title", name))
    return tuple(Choice(question, title) for question, title in sorted(asked.items()))


def of_file(data):
    """Lists that depend on what a file holds, by name.

    Parameters
    ----------
    data : dict
        As `tree.read_tree` reads it, however wrong.

    Returns
    -------
    dict of str -> tuple of Choice
    """
    layers = {"main"} | {part["layer"] for part in entries(data, "batteries") if isinstance(part.get("layer"), str)}
    treaty = data.get("treaty")
    agreed = treaty.get("agreed_ranges") if isinstance(treaty, dict) else None
    ranges = {name for party in treaty_book.rulebook().parties.values() for name in party.test_sites}
    ranges |= set(agreed) if isinstance(agreed, dict) else set()
    return {
        "layers": tuple(Choice(name, "") for name in sorted(layers)),
        "test-ranges": tuple(Choice(name, "") for name in sorted(ranges)),
        "paths": tuple(Choice(path, "") for path in paths(data)),
    }


def entries(data, section):
    """Mappings of a section of a file, whatever else stands there left out.

    Parameters
    ----------
    data : dict
    section : str
    """
    parts = data.get(section)
    return [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []


def paths(data):
    """Dotted paths of all values of a file that a reading can change, those that it does not state among them.

    Parameters
    ----------
    data : dict

    Returns
    -------
    list of str
    """
    from .changes import FIXED

    return [
        path
        for key, shape in shapes.of_file().keys.items()
        if key not in FIXED
        for path in _paths(data.get(key), shape, key)
    ]


def _paths(value, shape, path):
    """Path of a value and those inside it."""
    if shape.kind == shapes.LIST:
        parts = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
        named = [(part["key"], part) for part in parts if isinstance(part.get("key"), str) and "." not in part["key"]]
        return [found for key, part in named for found in _paths(part, shape.inner, f"{path}.{key}")]
    inner = [path]
    group = next((one for one in (shape, *shape.options) if one.kind == shapes.GROUP), None)
    if group is not None and isinstance(value, dict):
        for key, below in group.keys.items():
            inner += _paths(value.get(key), below, f"{path}.{key}") if key != "key" else []
    return inner
