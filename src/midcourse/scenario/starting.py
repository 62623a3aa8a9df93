"""What a new value or entry begins with: what the file or the catalog says elsewhere, else the least that fits."""

import copy

from ..earth import great_circle_angle
from ..errors import MidcourseError, ScenarioError
from ..units import deg_to_rad
from . import catalog, choices, shapes
from .shapes import CHANGES, GROUP, ITEMS, LIST, MAP, UNION

_MADE_FROM = {"threats": ("missile",), "sensors": ("radar", "satellite"), "batteries": ("interceptor",)}
"""Keys of an entry that name a preset of the catalog."""


def value(shape, key, data):
    """A value to begin with.

    Parameters
    ----------
    shape : shapes.Shape
    key : str
        Under which it will stand.
    data : dict
        The file.
    """
    if shape.kind == GROUP:
        return _group(shape, data)
    if shape.kind == UNION:
        return value(shape.options[0], key, data)
    if shape.kind in (MAP, CHANGES):
        return {}
    if shape.kind == ITEMS and shape.least_count:
        return copy.deepcopy(next(_lists(data, key), [_plain(shape.inner, key, data)]))
    if shape.kind in (LIST, ITEMS):
        return [value(shape.inner, key, data) for _ in range(shape.least_count)]
    return _plain(shape, key, data)


def _group(shape, data):
    """The keys that a part needs, and of each choice the first group that the file can fill."""
    keys = [key for key in shape.keys if key in shape.needed or any(key in group[0][0] for group in shape.either)]
    return {key: value(shape.keys[key], key, data) for key in keys}


def _plain(shape, key, data):
    if shape.default is not None:
        return shape.default
    if {"day", "moment"} & set(shape.takes):
        epoch = str(data.get("epoch", ""))
        return epoch[:10] if "day" in shape.takes else epoch
    used = next(elsewhere(data, key), None)
    if used is not None and key != "key":
        return used
    if shape.choices == "countries":
        return next(elsewhere(data, "host"), "US")
    if isinstance(shape.choices, str):
        listed = choices.known().get(shape.choices) or choices.of_file(data).get(shape.choices)
        return listed[0].value if listed else ""
    return shapes.typed(shape, shape.choices[0]) if shape.choices else _least(shape)


def _least(shape):
    """The least number that fits, or no letter."""
    least, above, most, _ = shape.bounds
    number = least if least is not None else 1 if above is not None else 0 if most is None else min(0, most)
    return number if {"number", "whole"} & set(shape.takes) else ""


def elsewhere(node, key):
    """Plain values that stand under a key anywhere in a file, in its order.

    Parameters
    ----------
    node : plain value
    key : str
    """
    return (value for value in _under(node, key) if not isinstance(value, dict | list) and value is not None)


def _lists(node, key):
    return (value for value in _under(node, key) if isinstance(value, list) and value)


def _under(node, key):
    if isinstance(node, dict):
        if key in node:
            yield node[key]
        for inner in node.values():
            yield from _under(inner, key)
    elif isinstance(node, list):
        for inner in node:
            yield from _under(inner, key)


def entry(section, preset, data):
    """A new entry of a section, made of a preset of the catalog.

    Parameters
    ----------
    section : str
        threats, sensors or batteries.
    preset : str
    data : dict

    Returns
    -------
    dict

    Raises
    ------
    CatalogError
        No such preset.
    """
    shape = shapes.of_file().keys[section].inner
    made = next((key for key in _MADE_FROM[section] if _has(f"{key}s", preset)), _MADE_FROM[section][0])
    kind = f"{made}s"
    stated = {one.name: one.value for one in catalog.values(kind, preset)}
    others = choices.entries(data, section)
    last = others[-1] if others else {}
    new = {"key": unused(preset.split("@")[0], [other.get("key") for other in others]), made: preset}
    if section == "threats":
        new |= {key: copy.deepcopy(last.get(key)) or value(shape.keys[key], key, data) for key in ("launch", "aim")}
        return new | {"count": 1}
    new |= _place(kind, stated, last, data)
    for key in ("owner", "host"):
        new[key] = stated.get(key) or last.get(key) or value(shape.keys[key], key, data)
    if section == "batteries":
        return new | {"ready": stated.get("rounds") or last.get("ready") or 10}
    return new | _boresight(kind, preset)


def _has(kind, key):
    try:
        catalog.require(kind, key)
    except MidcourseError:
        return False
    return True


def _place(kind, stated, last, data):
    """Where a new part stands: its preset's site, else where the last one stands, else anywhere."""
    if kind == "satellites":
        return {} if "longitude_deg" in stated else {"longitude_deg": 0}
    if stated.get("site") in catalog.entries("sites"):
        return {"site": stated["site"]}
    point = {key: last[key] for key in ("latitude_deg", "longitude_deg") if key in last}
    if len(point) == 2:
        return point
    site = last.get("site") or next(elsewhere(data, "site"), None)
    return {"site": site if _has("sites", str(site)) else catalog.entries("sites")[0]}


def _boresight(kind, preset):
    """A radar with a sector and no boresight of its own looks north until somebody turns it."""
    if kind != "radars":
        return {}
    radar = catalog.radar(preset)
    known = radar.turning or radar.boresights or radar.sector >= catalog.FULL_CIRCLE
    return {} if known else {"boresight_deg": 0}


def unused(name, taken):
    """A name that no other entry has: itself, or with the first number that is free.

    Parameters
    ----------
    name : str
    taken : sequence of str
    """
    stem, number = name, 2
    while name in taken:
        name, number = f"{stem[:58]}-{number}", number + 1
    return name


def other_form(shape, part, name, data):
    """A part with another group of keys of a choice; a point takes over where its site stands, a site is the nearest.

    Parameters
    ----------
    shape : shapes.Shape
    part : dict
    name : str
        Keys that the group needs, joined with +; "" is that of no key.
    data : dict

    Returns
    -------
    dict

    Raises
    ------
    ScenarioError
        No such group.
    """
    found = [(group, keys) for group in shape.either for keys in group if "+".join(keys[0]) == name]
    if not found:
        raise ScenarioError("no such form", got=name)
    group, (needed, free) = found[0]
    gone = {key for other in group for keys in other for key in keys} - {*needed, *free}
    kept = {key: item for key, item in part.items() if key not in gone}
    for key in needed:
        if key not in kept:
            kept[key] = value(shape.keys[key], key, data)
    for device in ("radar", "satellite"):
        if device in needed:
            return _on_other_device(device, kept, data)
    if "latitude_deg" in needed and _has("sites", str(part.get("site"))):
        site = catalog.site(part["site"])
        kept |= {"latitude_deg": site.latitude_deg, "longitude_deg": site.longitude_deg}
    if "site" in needed and "latitude_deg" in part:
        kept["site"] = _nearest(part) or kept["site"]
    return kept


def _on_other_device(device, part, data):
    """A sensor with a radar instead of a satellite, or the other way: it stands where the preset says."""
    on_ground = ("site", "latitude_deg", "longitude_deg", "cue", "phased_array", "construction")
    looks = ("boresight_deg", "turned_deg", "sector_deg")
    kept = {key: item for key, item in part.items() if key not in on_ground + looks}
    stated = {one.name: one.value for one in catalog.values(f"{device}s", part[device])}
    return kept | _place(f"{device}s", stated, {}, data) | _boresight(f"{device}s", part[device])


def _nearest(part):
    """The site of the catalog that lies nearest to a point; None where it is none."""
    point = [part.get(key) for key in ("latitude_deg", "longitude_deg")]
    if not all(isinstance(number, int | float) for number in point):
        return None
    latitude, longitude = (deg_to_rad(number) for number in point)

    def angle(site):
        there = deg_to_rad(site.latitude_deg), deg_to_rad(site.longitude_deg)
        return float(great_circle_angle(latitude, longitude, there[0], there[1]))

    return min((catalog.site(key) for key in catalog.entries("sites")), key=angle).key
