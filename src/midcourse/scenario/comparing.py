"""What a reading of a scenario states, flat, so that two can be laid side by side; and the sources it rests on."""

from functools import lru_cache
from importlib import resources
from pathlib import Path

from . import catalog, changes, tree

_PRESETS = {"missile": "missiles", "radar": "radars", "satellite": "satellites", "interceptor": "interceptors"}
_NO_INPUT = ("title",)


def inputs(text, changed=(), reading=None):
    """Every stated value by its dotted path; a list item is named by its key, a preset by its values.

    Parameters
    ----------
    text : str
        Text of a scenario file.
    changed : sequence of str
        `KEY=VALUE` as on the command line.
    reading : str or None
        None: the file as written, its readings among the values.

    Returns
    -------
    dict of path -> value

    Raises
    ------
    ScenarioError
        A text that is no YAML.
    """
    data = tree.read_tree(text, "scenario").value
    for line in changed:
        data = changes.apply_change(data, *changes.parse_change(line))[0]
    if reading is not None:
        for path, value, _ in changes.combine(data.pop("readings", {})).get(reading, ()):
            data = changes.apply_change(data, path, value)[0]
    stated = {path: value for path, value in _flat(data) if path not in _NO_INPUT}
    return stated | dict(_preset_values(stated))


def _flat(node, path=""):
    """(dotted path, value) of every leaf; a list of plain values is one leaf."""
    if isinstance(node, dict) and node:
        pairs = [(str(key), value) for key, value in node.items()]
    elif isinstance(node, list) and any(isinstance(item, (dict, list)) for item in node):
        pairs = [(_name(item, number), item) for number, item in enumerate(node)]
    else:
        yield path, node
        return
    for name, value in pairs:
        yield from _flat(value, f"{path}.{name}" if path else name)


def _name(item, number):
    return str(item.get("key", number)) if isinstance(item, dict) else str(number)


def _preset_values(stated):
    """Values of the presets that are named outside the readings, as path of the naming key and name of the value."""
    for path, key in stated.items():
        kind = _PRESETS.get(path.rpartition(".")[2])
        if kind and not path.startswith("readings.") and key in catalog.entries(kind):
            yield from ((f"{path}.{entry.name}", entry.value) for entry in catalog.values(kind, key))


@lru_cache(maxsize=1)
def bibliography():
    """Every source that catalog and models cite: key -> title, author, year, kind and more.

    Returns
    -------
    dict
    """
    file = resources.files("midcourse.scenario") / "data" / "bibliography.yaml"
    if not file.is_file():  # a checkout that is used in place: the page itself
        file = Path(__file__).parents[3] / "docs" / "bibliography.yaml"
    return tree.read_tree(file.read_text(encoding="utf-8"), "bibliography.yaml").value
