"""What the models found wrong, told in words of the file with its line and a way out."""

import difflib
from typing import get_args

from pydantic import BaseModel

from . import models
from .tree import Problem, dotted

_TYPES = {
    "float_type": "a number is needed here",
    "int_type": "a whole number is needed here",
    "bool_type": "true or false is needed here",
    "string_type": "text is needed here",
    "list_type": "a list is needed here",
    "dict_type": "a mapping of keys to values is needed here",
    "model_type": "a mapping of keys to values is needed here",
    "model_attributes_type": "a mapping of keys to values is needed here",
    "finite_number": "a finite number is needed here",
    "missing": "a key is missing",
    "too_long": "more than this file may hold",
    "string_too_long": "a shorter text is needed here",
    "string_too_short": "an empty text",
}
_BOUNDS = {
    "ge": "at least",
    "gt": "above",
    "le": "at most",
    "lt": "below",
    "min_length": "at least",
    "max_length": "at most",
}
_PATTERNS = {
    "^[A-Z]{2}$": "a country's two-letter code in capitals, such as PL",
    r"^[^\r\n]*$": "one line of text",
    "^[a-z0-9][a-z0-9-]*$": "small letters, digits and hyphens",
    "^[a-z0-9][a-z0-9-]*(@[a-z0-9-]+)?$": "a key of the catalog: small letters, digits and hyphens, KEY or KEY@VARIANT",
}
MAX_SHOWN = 80


def explain(errors, places):
    """Problems of all pydantic errors, in file order; a key that is only misspelt is not also called missing.

    A key that is missing from a mapping follows the unknown keys of that mapping: what was misspelt is told first.

    Parameters
    ----------
    errors : list of dict
    places : dict of path -> (line, column)

    Returns
    -------
    list of Problem
    """
    misspelt = {(*e["loc"][:-1], name) for e in errors if e["type"] == "extra_forbidden" for name in _closest(e["loc"])}
    kept = [e for e in errors if not (e["type"] == "missing" and e["loc"] in misspelt)]
    found = sorted(((_turn(error, errors, places), problem_of(error, places)) for error in kept), key=lambda at: at[0])
    return [problem for _, problem in found]


def _turn(error, errors, places):
    """When a problem is told: (line, column, 0), and a missing key after the last unknown key of its mapping."""

    def place(loc):
        line, column = places.get(path_in_file(loc, places), (None, None))
        return line or 0, column or 0

    if error["type"] != "missing":
        return *place(error["loc"]), 0
    beside = [e["loc"] for e in errors if e["type"] == "extra_forbidden" and e["loc"][:-1] == error["loc"][:-1]]
    return *max(map(place, [error["loc"], *beside])), 1


def problem_of(error, places):
    """Problem of one pydantic error.

    Parameters
    ----------
    error : dict from `ValidationError.errors()`
    places : dict of path -> (line, column)

    Returns
    -------
    Problem
    """
    path = path_in_file(error["loc"], places)
    line, column = places.get(path, (None, None))
    kind, context = error["type"], error.get("ctx") or {}
    where = dotted([part for part in error["loc"] if part not in ("number", "range")])
    got = shown(error["input"])
    if kind == "extra_forbidden":
        return _unknown_key(error["loc"], where, line, column)
    if kind == "missing":
        return Problem(
            f"the key {error['loc'][-1]!r} is missing", dotted(path), line, column, None, f"{error['loc'][-1]}: ..."
        )
    if kind == "literal_error":
        return _wrong_word(error, where, line, column)
    if kind == "value_error":
        return Problem("needs another form", where, line, column, got, str(context.get("error")))
    if kind == "string_pattern_mismatch":
        return Problem("not a name that fits here", where, line, column, got, _PATTERNS.get(context["pattern"]))
    bounds = [f"{word} {context[name]}" for name, word in _BOUNDS.items() if name in context]
    what = _TYPES.get(kind, "out of bounds" if bounds else error["msg"])
    return Problem(what, where, line, column, got, _advice(error["input"], bounds))


def path_in_file(loc, places):
    """Longest path of the file that leads to where the models found something."""
    path: tuple = ()
    for part in loc:
        if (*path, part) in places:
            path = (*path, part)
    return path


def shown(value):
    """Short text of what was found; mappings and lists are named, not printed.

    Parameters
    ----------
    value : any value of the file
    """
    if isinstance(value, dict):
        return "{" + ", ".join(str(key)[:20] for key in list(value)[:6]) + "}"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if value is None:
        return "nothing"
    text = (
        f"the text {value!r}"
        if isinstance(value, str)
        else str(value).lower()
        if isinstance(value, bool)
        else str(value)
    )
    return text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "..."


def field_names(loc):
    """Keys that may stand beside the last part of a location."""
    model = models.ScenarioFile
    for part in loc[:-1]:
        field = model.model_fields.get(part) if isinstance(part, str) else None
        model = (_inner_model(field.annotation) if field is not None else None) or model
    return tuple(model.model_fields)


def _inner_model(annotation):
    """The model inside a list, a choice or an annotation; None for plain values."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = _inner_model(part)
        if found is not None:
            return found
    return None


def _closest(loc):
    return difflib.get_close_matches(str(loc[-1]), field_names(loc), n=1, cutoff=0.6)


def _unknown_key(loc, where, line, column):
    closest = _closest(loc)
    hint = f"did you mean {closest[0]!r}?" if closest else f"one of {', '.join(field_names(loc))}"
    return Problem(f"unknown key {loc[-1]!r}", where, line, column, None, hint)


def _wrong_word(error, where, line, column):
    allowed = error["ctx"]["expected"]
    words = [word.strip("' ") for word in allowed.replace(" or ", ", ").split(",")]
    closest = difflib.get_close_matches(str(error["input"]), words, n=1, cutoff=0.6)
    hint = f"did you mean {closest[0]}?" if closest else f"one of {', '.join(words)}"
    return Problem("not one of the words that fit here", where, line, column, shown(error["input"]), hint)


def _advice(value, bounds):
    """What to try for a value of the wrong type or out of bounds."""
    if bounds:
        return "a value " + " and ".join(bounds)
    if isinstance(value, str) and value[:1].isdigit():
        return "the number alone, without quotes and unit: the unit is in the key"
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    return None
