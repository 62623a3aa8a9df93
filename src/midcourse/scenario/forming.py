"""A scenario file as a form: every key that the format has, what stands there, and what may stand there."""

import re
from typing import NamedTuple

from . import choices, marks, shapes, suffixes, tree
from .shapes import CHANGES, GROUP, ITEMS, LIST, MAP, UNION, VALUE

MAX_ENTRIES = 200
"""Entries of a list that are shown; the others stand in the text."""

ODD = "odd"
"""What stands at a key that the format does not have, or in another form than it has."""


class Field(NamedTuple):
    """One place of the file.

    `text` is the plain value as it stands there, `forms` are (name, words, whether it is the present one, keys) of
    each choice between groups of keys, `remark` is the comment on its line and `note` the comment lines above, None
    where there can be none.
    """

    path: tuple
    kind: str
    words: str
    more: str
    needed: bool
    given: bool
    text: str | None = None
    takes: tuple = ()
    unit: str = ""
    default: str | None = None
    choices: tuple | str = ()
    bounds: tuple = ()
    forms: tuple = ()
    inside: tuple = ()
    left_out: int = 0
    line: int | None = None
    remark: str | None = None
    note: str | None = None

    @property
    def where(self):
        """The path as messages write it."""
        return tree.dotted(self.path)


class Form(NamedTuple):
    """The fields of a file by its keys, the lists that depend on what it holds, and where each path stands."""

    fields: tuple
    lists: dict
    places: dict


class _Sheet(NamedTuple):
    """What the form is made of."""

    text: str
    data: dict
    places: dict
    node: object


def form_of(text):
    """The form of a scenario file.

    Parameters
    ----------
    text : str

    Returns
    -------
    Form

    Raises
    ------
    ScenarioError
        Text that is no YAML: there is nothing to show then.
    """
    text = tree.decode(text.encode(), "scenario")
    read = tree.read_tree(text, "scenario")
    try:
        node = marks.node_of(text)
    except marks.UnsureError:
        node = None
    sheet = _Sheet(text, read.value, read.places, node)
    return Form(_group(sheet, shapes.of_file(), read.value, ()), choices.of_file(read.value), read.places)


def places_of(problems, places):
    """Paths of the fields that problems are about; that of a key that is missing is where it would stand.

    Parameters
    ----------
    problems : sequence of tree.Problem
    places : dict of path -> (line, column)

    Returns
    -------
    list of tuple
    """
    named = {tree.dotted(path): path for path in places}
    marked: dict = {}
    for path in sorted(places, key=len):
        marked.setdefault(places[path], path)
    return [_place_of(problem, named, marked, places) for problem in problems]


def _place_of(problem, named, marked, places):
    """Path of one problem: the place that it names where that is its line, else what stands on its line."""
    missing = _MISSING.fullmatch(problem.what)
    path = named.get(problem.where)
    if path is None or problem.line not in (None, places[path][0]):
        path = marked.get((problem.line, problem.column), path)
    if path is None:
        inner = [name for name in named if name and problem.where.startswith((f"{name}.", f"{name}["))]
        path = named[max(inner, key=len)] if inner else ()
    return (*path, missing.group(1)) if missing else path


_MISSING = re.compile("the key '(.*)' is missing")


def _group(sheet, shape, value, path):
    """Fields of the keys that a part may have, in the order of the format, then those that it has beside them."""
    needed = needed_keys(shape, value)
    known = [
        _field(sheet, inner, value.get(key), (*path, key), shape)._replace(needed=key in needed)
        for key, inner in shape.keys.items()
    ]
    odd = [_field(sheet, shapes.ANY, value[key], (*path, key), shape) for key in value if key not in shape.keys]
    return (*known, *odd)


def needed_keys(shape, value):
    """Keys without which a part is not whole: those of every part of its kind, and those of the form that it has.

    Parameters
    ----------
    shape : shapes.Shape
    value : dict
    """
    taken = [_taken(group, value) for group in shape.either]
    return {*shape.needed, *(key for keys in taken if keys is not None for key in keys[0])}


def _field(sheet, shape, value, path, parent=None):
    """Field at a path; of a list or map its entries too."""
    key = path[-1]
    given = path in sheet.places
    is_key = parent is not None and parent.kind == GROUP
    kind = shape.kind if not given or value is None or _fits(shape, value) else ODD
    if is_key and key not in parent.keys:
        kind = ODD
    remark, note = (None, None) if not given else _comments(sheet, path)
    made = Field(
        path,
        kind,
        words=shape.words if is_key and shape.words else str(key),
        more=shape.more,
        needed=False,
        given=given,
        takes=shape.takes,
        text=_raw(sheet, path, value) if given and kind in (VALUE, ODD) else None,
        unit=suffixes.unit_of(str(key)),
        default=_text(shape.default),
        choices=shape.choices,
        bounds=shape.bounds,
        line=sheet.places.get(path, (None, None))[0],
        remark=remark,
        note=note,
    )
    is_open = given and kind != ODD and value is not None
    return made._replace(**_inside(sheet, shape, value, path)) if is_open else made


def _fits(shape, value):
    """Whether a value is of the kind, however wrong in itself."""
    if shape.kind in (GROUP, MAP, CHANGES):
        return isinstance(value, dict)
    if shape.kind in (LIST, ITEMS):
        return isinstance(value, list)
    if shape.kind == UNION:
        return not isinstance(value, list)
    return not isinstance(value, dict | list)


def _inside(sheet, shape, value, path):
    """What a field holds, by kind."""
    if shape.kind == GROUP:
        return {"inside": _group(sheet, shape, value, path), "forms": _forms(shape, value)}
    if shape.kind == UNION:
        return _one_of(sheet, shape, value, path)
    if shape.kind in (LIST, ITEMS):
        shown = enumerate(value[:MAX_ENTRIES])
        rows = tuple(_entry(sheet, shape.inner, item, (*path, k)) for k, item in shown)
        return {"inside": rows, "left_out": max(0, len(value) - MAX_ENTRIES)}
    if shape.kind == MAP:
        rows = tuple(_field(sheet, shape.inner, item, (*path, key), shape) for key, item in value.items())
        return {"inside": tuple(row._replace(words=str(row.path[-1])) for row in rows)}
    if shape.kind == CHANGES:
        return {"inside": tuple(_override(sheet, shape, item, (*path, key)) for key, item in value.items())}
    return {}


def _override(sheet, shape, value, path):
    """A value that a reading puts in the place of another: what may stand there is what may stand in that place."""
    changed = shapes.at(shapes.undotted(path[-1], sheet.data), sheet.data)
    row = _field(sheet, changed, value, path, shape)
    return row._replace(words=path[-1], more=changed.words)


def _entry(sheet, shape, value, path):
    """An entry of a list, named by its key where it has one."""
    row = _field(sheet, shape, value, path)
    key = value.get("key") if isinstance(value, dict) else None
    return row._replace(words=str(key) if key is not None else f"{path[-1] + 1}")


def _forms(shape, value):
    """Choices between groups of keys, with the one that the part has: the most of whose keys it gives."""
    return tuple(tuple(_form(shape, keys, keys is _taken(group, value)) for keys in group) for group in shape.either)


def _taken(group, value):
    """The group of keys that a part gives, whole before in part; the one without keys where it gives none."""
    rated = [(sum(key in value for key in needed), -len(needed), k) for k, (needed, _) in enumerate(group)]
    given, _, k = max(rated)
    if given:
        return group[k]
    return next((keys for keys in group if not keys[0]), None)


def _form(shape, keys, now):
    needed, free = keys
    words = ", ".join(shape.keys[key].words.lower() for key in needed) or "none"
    return "+".join(needed), words, now, (*needed, *free)


def _one_of(sheet, shape, value, path):
    """A union: its forms, and the plain value or the part that stands there."""
    names = [form_name(one) for one in shape.options]
    now = next((k for k, one in enumerate(shape.options) if is_of(one, value)), 0)
    option = shape.options[now]
    forms = tuple((name, name, k == now, ()) for k, name in enumerate(names))
    if option.kind == GROUP:
        return {"forms": (forms,), "inside": _group(sheet, option, value, path)}
    return {
        "forms": (forms,),
        "text": _raw(sheet, path, value),
        "takes": option.takes,
        "choices": option.choices,
        "bounds": option.bounds,
    }


def is_of(option, value):
    """Whether a value is in one form of a union.

    Parameters
    ----------
    option : shapes.Shape
    value : plain value
    """
    if option.kind == GROUP:
        return isinstance(value, dict)
    return value in option.choices if option.choices else not isinstance(value, dict)


def form_name(option):
    """What one form of a union is called.

    Parameters
    ----------
    option : shapes.Shape
    """
    return "range" if option.kind == GROUP else str(option.choices[0]) if option.choices else "value"


def _text(value):
    """A plain value as text; None for lists and mappings and for nothing."""
    if value is None or isinstance(value, dict | list):
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def _raw(sheet, path, value):
    """A plain value as it stands in the text, digits and all; what is not plain in short."""
    from .explain import shown

    if isinstance(value, dict | list):
        return shown(value)
    if isinstance(value, int | float) and sheet.node is not None:
        node = marks.at(sheet.node, path)[1]
        return sheet.text[node.start : node.end]
    return _text(value) or ""


def _comments(sheet, path):
    """Comment on the line of a place and comment lines above it; None where there can be none."""
    from . import remarks

    if sheet.node is None:
        return None, None
    found = remarks.place(sheet.text, sheet.node, path)
    return found.remark, found.note
