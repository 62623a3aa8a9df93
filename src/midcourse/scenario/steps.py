"""One step in the form of a scenario: a value set or taken away, an entry added, named anew or removed, a comment.

Each gives the text of the file again, of which only the letters change that the step is about.
"""

import copy
from typing import NamedTuple

from ..errors import ScenarioError
from . import forming, patching, remarks, rewriting, shapes, starting, tree
from .shapes import CHANGES, GROUP, ITEMS, LIST, MAP, UNION

_NAMED = ("threats", "sensors", "batteries")


class Step(NamedTuple):
    """What is done, where, and what was typed.

    `like` is the index or key of the entry that a new one is a copy of; None: a new one from what was typed.
    """

    does: str
    path: tuple
    typed: str = ""
    like: int | str | None = None


def after(text, step):
    """Text of a scenario file after a step.

    Parameters
    ----------
    text : str
    step : Step

    Returns
    -------
    str

    Raises
    ------
    ScenarioError
        Text that is no YAML, a path that leads nowhere, or what cannot stand in a file.
    """
    text = tree.decode(text.encode(), "scenario")
    before = tree.read_tree(text, "scenario").value
    if step.does in _COMMENTS:
        found, wanted = _COMMENTS[step.does](text, step.path, step.typed), before
    else:
        wanted = copy.deepcopy(before)
        _STEPS[step.does](wanted, step)
        found = (patching.swapped(text, step.path) if step.does == "raise" else None) or rewriting.rewritten(
            text, wanted
        )
        if step.does == "set" and tree.plain_number(step.typed) is not None:
            found = patching.with_digits(found, step.path, step.typed)
    read = tree.read_tree(tree.decode(found.encode(), "scenario"), "scenario").value
    if not patching.same(read, wanted):
        raise ScenarioError("this cannot be written into the file", where=tree.dotted(step.path), got=step.typed)
    return found


def _parent(data, path):
    """What holds the last key of a path."""
    node = data
    for key in path[:-1]:
        node = _inside(node, key, path)
    if not path or not isinstance(node, dict | list):
        _nowhere(path)
    return node


def _inside(node, key, path):
    if isinstance(node, dict) and key in node:
        return node[key]
    if isinstance(node, list) and isinstance(key, int) and 0 <= key < len(node):
        return node[key]
    return _nowhere(path)


def _nowhere(path):
    raise ScenarioError("nothing stands there", where=tree.dotted(path))


def _set(data, step):
    """A plain value; nothing typed leaves an optional key away."""
    node, key = _parent(data, step.path), step.path[-1]
    shape, outer = shapes.at(step.path, data), shapes.at(step.path[:-1], data)
    union = [one for one in shape.options if one.kind == shapes.VALUE and not one.choices]
    if shape.kind == UNION and step.typed and union:
        shape = union[0]
    is_plain = shape.kind in (shapes.VALUE, UNION)
    if is_plain and step.typed == "" and isinstance(node, dict) and key not in _needed(outer, node):
        node.pop(key, None)
        return
    made = None if step.typed == "" else shapes.typed(shape, step.typed)
    if not is_plain:
        made = starting.value(shape, str(key), data)
    if isinstance(node, list):
        _inside(node, key, step.path)
        node[key] = made
    else:
        _put(node, key, made, outer)


def _needed(shape, part):
    groups = [one for one in (shape, *shape.options) if one.kind == GROUP]
    return {key for one in groups for key in forming.needed_keys(one, part)}


def _put(node, key, made, shape):
    """A key at its turn in the order of the format; one that is there stays where it is."""
    if not isinstance(key, str):
        _nowhere((key,))
    order = list(shape.keys) if shape.kind == GROUP else []
    if key in node or key not in order:
        node[key] = made
        return
    earlier = set(order[: order.index(key)])
    last = max((k for k, name in enumerate(node) if name in earlier), default=-1)
    rows = list(node.items())
    node.clear()
    node.update([*rows[: last + 1], (key, made), *rows[last + 1 :]])


def _unset(data, step):
    """A key with all that it holds."""
    node, key = _parent(data, step.path), step.path[-1]
    _inside(node, key, step.path)
    del node[key]


def _add(data, step):
    """A new entry of a list or map: a copy of another, one made of a preset, a plain value, or the least that fits."""
    shape = shapes.at(step.path, data)
    if shape.kind not in (LIST, ITEMS, MAP, CHANGES):
        _nowhere(step.path)
    node, key = _parent(data, step.path), step.path[-1]
    if not isinstance(node, dict):
        _nowhere(step.path)
    if key not in node:
        _put(node, key, [] if shape.kind in (LIST, ITEMS) else {}, shapes.at(step.path[:-1], data))
    if shape.kind in (LIST, ITEMS):
        _inside(node, key, step.path).append(_new(data, step, shape, node[key]))
    else:
        _new_key(data, step, shape, node[key])


def _new(data, step, shape, others):
    if step.like is not None:
        made = copy.deepcopy(_inside(others, step.like, step.path))
        if isinstance(made, dict) and isinstance(made.get("key"), str):
            made["key"] = starting.unused(made["key"], [one.get("key") for one in others if isinstance(one, dict)])
        return made
    if shape.kind == ITEMS:
        return shapes.typed(shape.inner, step.typed)
    if step.path in [(section,) for section in _NAMED]:
        return starting.entry(step.path[0], step.typed, data)
    return starting.value(shape.inner, str(step.path[-1]), data)


def _new_key(data, step, shape, others):
    """A key with what the file says at the path that it overrides, or with the least that fits."""
    key = step.typed
    if not key or key in others:
        what = "this name stands there already" if key else "a new entry needs a name"
        raise ScenarioError(what, where=tree.dotted(step.path), got=key or None)
    if step.like is not None:
        others[key] = copy.deepcopy(_inside(others, step.like, step.path))
    elif shape.kind == CHANGES:
        path = shapes.undotted(key, data)
        try:
            others[key] = copy.deepcopy(_inside(_parent(data, path), path[-1], path))
        except ScenarioError:
            others[key] = starting.value(shapes.at(path, data), str(path[-1]), data)
    else:
        others[key] = starting.value(shape.inner, key, data)


def _raise(data, step):
    """An entry of a list before the one above it."""
    node, key = _parent(data, step.path), step.path[-1]
    _inside(node, key, step.path)
    if not isinstance(node, list) or key == 0:
        raise ScenarioError("nothing stands above it", where=tree.dotted(step.path))
    node[key - 1], node[key] = node[key], node[key - 1]


def _rename(data, step):
    """Another name of an entry; readings that name a threat, sensor or battery follow."""
    node, key = _parent(data, step.path), step.path[-1]
    entry = _inside(node, key, step.path)
    if isinstance(node, list):
        if not isinstance(entry, dict):
            _nowhere(step.path)
        old, entry["key"] = entry.get("key"), step.typed
        if step.path[0] in _NAMED and [one.get("key") for one in node if isinstance(one, dict)].count(old) == 0:
            _follow(data, f"{step.path[0]}.{old}", f"{step.path[0]}.{step.typed}")
        return
    if step.typed == key:
        return
    if not step.typed or step.typed in node:
        what = "this name stands there already" if step.typed else "an entry needs a name"
        raise ScenarioError(what, where=tree.dotted(step.path), got=step.typed or None)
    rows = [(step.typed if name == key else name, item) for name, item in node.items()]
    node.clear()
    node.update(rows)


def _follow(data, old, new):
    """Dotted paths of the readings that go through an entry go through its new name."""
    readings = data.get("readings")
    for options in readings.values() if isinstance(readings, dict) else ():
        for changes in options.values() if isinstance(options, dict) else ():
            if isinstance(changes, dict):
                rows = [
                    (new + key[len(old) :] if f"{key}.".startswith(f"{old}.") else key, v) for key, v in changes.items()
                ]
                changes.clear()
                changes.update(rows)


def _form(data, step):
    """Another of the forms that a part or a value may have."""
    node, key = _parent(data, step.path), step.path[-1]
    present, shape = _inside(node, key, step.path), shapes.at(step.path, data)
    if shape.kind == GROUP and isinstance(present, dict):
        node[key] = starting.other_form(shape, present, step.typed, data)
        return
    found = [one for one in shape.options if forming.form_name(one) == step.typed]
    if not found:
        raise ScenarioError("no such form", where=tree.dotted(step.path), got=step.typed)
    if forming.is_of(found[0], present):
        return
    node[key] = _as(found[0], present)


def _as(option, present):
    """A value in another form: a range begins at the value, a value is the middle of the range."""
    middle = present.get("value") if isinstance(present, dict) else present
    number = middle if isinstance(middle, int | float) and not isinstance(middle, bool) else 1.0
    if option.kind == GROUP:
        return dict.fromkeys(option.keys, number)
    return option.choices[0] if option.choices else number


_STEPS = {
    "set": _set,
    "unset": _unset,
    "add": _add,
    "remove": _unset,
    "rename": _rename,
    "raise": _raise,
    "form": _form,
}
_COMMENTS = {"remark": remarks.with_remark, "note": remarks.with_note}
DOES = (*_STEPS, *_COMMENTS)
