"""Changes of a scenario: dotted paths where a list item is named by its key, and the readings made of them."""

import copy
import difflib
import itertools
from typing import NamedTuple

from ..errors import ScenarioError
from .tree import Problem, plain_number, read_tree

FIXED = ("midcourse", "name", "readings")
MAX_READINGS = 64
AS_WRITTEN = "as-written"


class Change(NamedTuple):
    """One change with the `KEY=VALUE` that makes it in the shell; the value is what that text stands for."""

    text: str
    path: str
    value: object


def parse_change(text):
    """Path and value of `KEY=VALUE`, the value read as it would be in a file.

    Parameters
    ----------
    text : str

    Raises
    ------
    ScenarioError
        No equals sign, or a value that is no YAML.
    """
    path, equals, value = text.partition("=")
    path = path.strip()
    if not equals or not path:
        raise ScenarioError("a change is KEY=VALUE", where="--set", got=text, hint="--set batteries.poland.ready=20")
    number = plain_number(value.strip())
    if number is not None:
        return path, number
    tree = read_tree(f"value: {value.strip()}" if "\n" not in value else "value: [", f"--set {path}")
    return path, tree.value["value"]


def apply_change(data, path, value):
    """Data with one value changed; the given data stay as they are.

    Parameters
    ----------
    data : dict
    path : str
        Dotted, such as batteries.poland.interceptor.
    value : plain value

    Returns
    -------
    data : dict
    location : tuple of keys and indices that the path stands for

    Raises
    ------
    KeyError
        With a sentence: the path leads nowhere.
    """
    changed = copy.deepcopy(data)
    parts = path.split(".")
    if parts[0] in FIXED:
        raise KeyError(f"{parts[0]!r} cannot be changed here")
    node: object = changed
    location: tuple = ()
    for part in parts[:-1]:
        node, step = _step(node, part)
        location = (*location, step)
    last = parts[-1]
    if isinstance(node, list):
        _, index = _step(node, last)
        node[index] = value
        return changed, (*location, index)
    if not isinstance(node, dict):
        raise KeyError(f"nothing named {last!r} here")
    node[last] = value
    return changed, (*location, last)


def value_at(data, path):
    """What stands at a path; None where its last key is left out.

    Parameters
    ----------
    data : dict
    path : str
        Dotted, as in `apply_change`.

    Raises
    ------
    ScenarioError
        A part before the last that leads nowhere.
    """
    node, parts = data, path.split(".")
    try:
        for part in parts[:-1]:
            node, _ = _step(node, part)
    except KeyError as error:
        raise ScenarioError(str(error.args[0]), where=path, hint="--set batteries.poland.ready=20") from None
    if isinstance(node, list):
        return next((item for item in node if isinstance(item, dict) and item.get("key") == parts[-1]), None)
    return node.get(parts[-1]) if isinstance(node, dict) else None


def _step(node, part):
    """Next node of a path and its key or index."""
    if isinstance(node, dict) and part in node:
        return node[part], part
    if isinstance(node, list):
        keys = [item.get("key") if isinstance(item, dict) else None for item in node]
        if part in keys:
            return node[keys.index(part)], keys.index(part)
        names = [key for key in keys if isinstance(key, str)]
    else:
        names = list(node) if isinstance(node, dict) else []
    closest = difflib.get_close_matches(part, names, n=1, cutoff=0.5)
    hint = (
        f"did you mean {closest[0]!r}?"
        if closest
        else f"one of {', '.join(map(str, names))}"
        if names
        else "a shorter path"
    )
    raise KeyError(f"nothing named {part!r} here; {hint}")


def combine(readings):
    """Every combination of the axes: name -> list of (path, value, location of the change in the file).

    Parameters
    ----------
    readings : dict of axis -> option -> path -> value; empty gives the one reading `as-written`

    Returns
    -------
    combinations : dict, in file order, the last axis running fastest
    """
    if not readings:
        return {AS_WRITTEN: []}
    options = [[(axis, option) for option in choices] for axis, choices in readings.items()]
    combinations = {}
    for chosen in itertools.product(*options):
        name = "+".join(option for _, option in chosen)
        combinations[name] = [
            (path, value, ("readings", axis, option, path))
            for axis, option in chosen
            for path, value in readings[axis][option].items()
        ]
    return combinations


def count_problem(readings, places):
    """Problem of more readings than a run computes, or of two with one name; None where all is well.

    Parameters
    ----------
    readings : dict of axis -> option -> changes
    places : dict of path -> (line, column)
    """
    total, names = 1, set()
    for axis, options in readings.items():
        total *= max(len(options), 1)
        twice = names & set(options)
        if twice:
            line, column = places.get(("readings", axis, min(twice)), (None, None))
            what = "the same name stands on two axes"
            return Problem(what, f"readings.{axis}", line, column, min(twice), "names that tell the axes apart")
        names |= set(options)
    if total > MAX_READINGS:
        line, column = places.get(("readings",), (None, None))
        return Problem(
            f"more than {MAX_READINGS} combinations", "readings", line, column, str(total), "fewer axes or options"
        )
    return None


def select(names, wanted):
    """Names of readings that were asked for, in file order.

    Parameters
    ----------
    names : sequence of str
    wanted : sequence of str
        Full names, or single names of an axis (all combinations with it); empty asks for all.

    Raises
    ------
    ScenarioError
        A name that no reading has.
    """
    if not wanted:
        return tuple(names)
    parts = {part for name in names for part in name.split("+")}
    for ask in wanted:
        if ask not in names and ask not in parts:
            known = [*names, *sorted(parts - set(names))]
            closest = difflib.get_close_matches(ask, known, n=1, cutoff=0.5)
            hint = f"did you mean {closest[0]}?" if closest else f"one of {', '.join(known)}"
            raise ScenarioError("no such reading", where="--reading", got=ask, hint=hint)
    return tuple(name for name in names if any(ask == name or ask in name.split("+") for ask in wanted))
