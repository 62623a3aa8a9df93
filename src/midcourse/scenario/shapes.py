"""What may stand at each place of a scenario file, read from its JSON Schema: the form knows no more of the format."""

from functools import lru_cache
from typing import NamedTuple

from . import fields, models

GROUP, LIST, ITEMS, MAP, UNION, VALUE, CHANGES = "group", "list", "items", "map", "union", "value", "changes"
"""Keys of one part; a list of parts; a list of plain values; names of one's own; several forms; a value; overrides."""

_OUTER = ("title", "description", "default")


class Shape(NamedTuple):
    """What may stand at a place.

    `takes` lists the types of a plain value; `choices` is a list of words or the name of a list, in a list those of its
    values, in a map those of its names; `inner` is what each
    entry of a list or map holds, `options` are the forms of a union. `either` has the groups of keys of which one is
    given, each (keys that are needed, keys that may be left out).
    """

    kind: str
    words: str = ""
    more: str = ""
    takes: tuple = ()
    choices: tuple | str = ()
    bounds: tuple = (None, None, None, None)
    least_count: int = 0
    default: object = None
    keys: dict = {}  # noqa: RUF012  never changed
    needed: tuple = ()
    either: tuple = ()
    inner: object = None
    options: tuple = ()


ANY = Shape(VALUE, takes=("any",))


@lru_cache(maxsize=1)
def of_file():
    """Shape of a whole scenario file."""
    schema = models.json_schema()
    return _shape(schema, schema["$defs"])


def _shape(raw, defs):
    """Shape of one schema, with what is said of it outside a reference."""
    raw = _resolved(raw, defs)
    said = {
        "words": raw.get("title", ""),
        "more": raw.get("description", "").replace("`", ""),
        "default": raw.get("default"),
    }
    options = raw.get("anyOf") or raw.get("oneOf")
    if options:
        return _union([_shape(one, defs) for one in options], said)
    if "properties" in raw:
        keys = {name: _shape(one, defs) for name, one in raw["properties"].items()}
        return Shape(
            GROUP, **said, keys=keys, needed=tuple(raw.get("required", ())), either=_groups(raw.get(fields.EITHER, []))
        )
    if raw.get("type") == "object":
        inner = _inner(raw)
        if inner is None:
            return Shape(CHANGES, **said)
        least = raw.get("minProperties", 0)
        return Shape(MAP, **said, choices=_choices(raw), inner=_shape(inner, defs), least_count=least)
    if raw.get("type") == "array":
        inner = _shape(raw["items"], defs)
        kind = ITEMS if inner.kind == VALUE else LIST
        words = inner.choices if kind == ITEMS else ()
        return Shape(kind, **said, choices=words, inner=inner, least_count=raw.get("minItems", 0))
    return Shape(VALUE, **said, takes=(_takes(raw),), choices=_choices(raw), bounds=_bounds(raw))


def _resolved(raw, defs):
    """A schema without references, and without the null that stands for a key that may be missing."""
    if "$ref" in raw:
        raw = defs[raw["$ref"].rsplit("/", 1)[1]] | {key: value for key, value in raw.items() if key != "$ref"}
        return _resolved(raw, defs)
    for name in ("anyOf", "oneOf"):
        options = [one for one in raw.get(name, ()) if one.get("type") != "null"]
        if len(options) == 1:
            return _resolved(options[0] | {key: raw[key] for key in _OUTER if key in raw}, defs)
        if options:
            raw = raw | {name: options}
    return raw


def _inner(raw):
    """Schema of the values of a map; None where anything may stand."""
    for one in (*raw.get("patternProperties", {}).values(), raw.get("additionalProperties")):
        if isinstance(one, dict):
            return one
    return None


def _union(options, said):
    """Plain values of several kinds are one; with a part among them a choice of forms."""
    flat = [inner for one in options for inner in (one.options if one.kind == UNION else (one,))]
    if any(one.kind != VALUE for one in flat):
        return Shape(UNION, **said, options=tuple(flat))
    takes = tuple(kind for one in flat for kind in one.takes)
    words = tuple(word for one in flat for word in (("true", "false") if "flag" in one.takes else one.choices))
    return Shape(VALUE, **said, takes=takes, choices=words)


def _takes(raw):
    if raw.get("format") in ("date", "date-time"):
        return {"date": "day", "date-time": "moment"}[raw["format"]]
    return {"number": "number", "integer": "whole", "boolean": "flag"}.get(raw.get("type"), "text")


def _choices(raw):
    if fields.CHOICES in raw:
        return raw[fields.CHOICES]
    if raw.get("type") == "boolean":
        return ("true", "false")
    return tuple(str(word) for word in raw.get("enum", [raw["const"]] if "const" in raw else []))


def _bounds(raw):
    """At least, above, at most, below; None where there is no such bound."""
    return tuple(raw.get(name) for name in ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"))


def _groups(groups):
    return tuple(tuple((tuple(needed), tuple(free)) for needed, free in group) for group in groups)


def inside(shape, key):
    """Shape of what stands at a key or index of one; ANY where the format knows nothing of it.

    Parameters
    ----------
    shape : Shape
    key : str or int
    """
    if shape.kind == GROUP:
        return shape.keys.get(key, ANY)
    if shape.kind == UNION:
        return next((inside(one, key) for one in shape.options if one.kind == GROUP), ANY)
    return shape.inner or ANY


def at(path, data):
    """Shape at a path of a file; of an override that of the value which it changes.

    Parameters
    ----------
    path : sequence of str and int
    data : dict
        The file, since a dotted path names parts by their keys.
    """
    shape = of_file()
    for k, key in enumerate(path):
        if shape.kind == CHANGES:
            shape = at(undotted(key, data), data) if isinstance(key, str) else ANY
            return shape if k == len(path) - 1 else _further(shape, path[k + 1 :])
        shape = inside(shape, key)
    return shape


def _further(shape, path):
    for key in path:
        shape = inside(shape, key)
    return shape


def undotted(path, data):
    """Path of keys and indices of a dotted path in which parts are named by their keys.

    Parameters
    ----------
    path : str
    data : dict
    """
    found: list = []
    node: object = data
    for part in path.split("."):
        step: str | int = part
        if isinstance(node, list):
            keys = [item.get("key") if isinstance(item, dict) else None for item in node]
            step = keys.index(part) if part in keys else 0
            node = node[step] if node else None
        else:
            node = node.get(part) if isinstance(node, dict) else None
        found.append(step)
    return tuple(found)


def typed(shape, text):
    """Value that somebody means who types a text into a field of this shape; what does not fit stays as typed.

    Parameters
    ----------
    shape : Shape
    text : str
    """
    from . import tree

    if "any" in shape.takes:
        return tree.plain_scalar(text)
    if "flag" in shape.takes and text in ("true", "false"):
        return text == "true"
    number = tree.plain_number(text) if {"number", "whole"} & set(shape.takes) else None
    return text if number is None else number
