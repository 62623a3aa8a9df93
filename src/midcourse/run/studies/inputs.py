"""What a study takes: unit and bounds of each of its inputs, checked before anything is computed."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from numbers import Integral, Real

from ...errors import MidcourseError

MOST = 1000
"""Entries of one input that holds several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Takes:
    """One input: what kind of value it is, and how many it holds."""

    kind: str
    """number, whole, flag, text, day, count (hits, tests and where from)."""
    unit: str = ""
    low: float = -math.inf
    high: float = math.inf
    choices: tuple = ()
    holds: str = "one"
    """one, list, or names (a value for each name)."""
    fewest: int = 0
    """Of a list."""
    names: tuple = ()
    """Names that there are; empty: any."""

    @property
    def words(self):
        """What may be given, for people."""
        if self.choices:
            one = ", ".join(self.choices)
        elif self.kind in ("number", "whole"):
            one = f"{self.low:,.10g} to {self.high:,.10g} {self.unit}".rstrip()
        else:
            one = {"flag": "true or false", "day": "a day, YYYY-MM-DD", "count": "[hits, tests, source]"}.get(
                self.kind, "text"
            )
        one = f"whole, {one}" if self.kind == "whole" else one
        by_name = f"for each of {', '.join(self.names)}: {one}" if self.names else f"for each name: {one}"
        return {"one": one, "list": f"a list, each {one}", "names": by_name}[self.holds]


FLAG = Takes(kind="flag")
DAY = Takes(kind="day")
COUNT = Takes(kind="count")


def number(unit, low, high):
    """A number between bounds, both allowed.

    Parameters
    ----------
    unit : str
    low, high : float
    """
    return Takes(kind="number", unit=unit, low=low, high=high)


def whole(unit, low, high):
    """A whole number between bounds, both allowed.

    Parameters
    ----------
    unit : str
    low, high : int
    """
    return Takes(kind="whole", unit=unit, low=low, high=high)


def text(*choices):
    """Words; one of some, where some are given.

    Parameters
    ----------
    *choices : str
    """
    return Takes(kind="text", choices=choices)


def listed(one, fewest=1):
    """Several values in order.

    Parameters
    ----------
    one : Takes
    fewest : int
    """
    return replace(one, holds="list", fewest=fewest)


def named(one, *names):
    """A value for each of some names.

    Parameters
    ----------
    one : Takes
    *names : str
        Those that there are; none means any.
    """
    return replace(one, holds="names", names=names)


def checked(takes, given, study):
    """Inputs as a study takes them.

    Parameters
    ----------
    takes : dict of str to Takes
    given : dict of str to object
    study : str
        For messages.

    Returns
    -------
    dict
        The same, numbers as float or int.

    Raises
    ------
    MidcourseError
        No such input, another kind of value, or one out of bounds.
    """
    found = {}
    for name, value in given.items():
        if name not in takes:
            raise MidcourseError("this study has no such input", where=study, got=name, hint=", ".join(takes))
        found[name] = None if value is None else _whole_input(takes[name], value, name)
    return found


def meanings(text):
    """What the docstring of a function says of each argument.

    Parameters
    ----------
    text : str
        In the form of numpy.

    Returns
    -------
    dict of str to str
    """
    found: dict = {}
    names: list = []
    for line in text.splitlines():
        if " : " in line and not line.startswith(" "):
            names = line.split(" : ")[0].split(", ")
        elif line.startswith("    "):
            found |= {name: f"{found.get(name, '')} {line.strip()}".strip() for name in names}
    return found


def _whole_input(takes, value, name):
    """One input with all that it holds."""
    value = value.tolist() if hasattr(value, "tolist") else value  # an array of numpy
    if takes.holds == "one":
        return _one(takes, value, name)
    if takes.holds == "list":
        if isinstance(value, (str, bytes)) or not isinstance(value, Sequence) or not takes.fewest <= len(value) <= MOST:
            _refuse(takes, value, name)
        return tuple(_one(takes, one, f"{name}[{k}]") for k, one in enumerate(value))
    if not isinstance(value, Mapping) or not 0 < len(value) <= MOST:
        _refuse(takes, value, name)
    other = [key for key in value if takes.names and key not in takes.names]
    if other:
        raise MidcourseError("there is none of this name", where=name, got=other[0], hint=", ".join(takes.names))
    return {str(key): _one(takes, one, f"{name}.{key}") for key, one in value.items()}


def _one(takes, value, where):
    """One value, of the kind and within the bounds."""
    if takes.kind in ("number", "whole"):
        if isinstance(value, bool) or not isinstance(value, Real) or not takes.low <= value <= takes.high:
            _refuse(takes, value, where)
        if takes.kind == "whole" and value != int(value):
            _refuse(takes, value, where)
        return int(value) if takes.kind == "whole" else float(value)
    fits = {"flag": _is_flag, "day": _is_day, "count": _is_count, "text": lambda one: isinstance(one, str)}[takes.kind]
    if not fits(value) or (takes.choices and value not in takes.choices):
        _refuse(takes, value, where)
    return value


def _is_flag(value):
    return isinstance(value, bool)


def _is_day(value):
    try:
        return len(value) == 10 and bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def _is_count(value):
    """Hits and tests that can be, and where the count is from."""
    if isinstance(value, str) or not isinstance(value, Sequence) or len(value) != 3:
        return False
    hits, tests, source = value
    wholes = all(isinstance(one, Integral) and not isinstance(one, bool) for one in (hits, tests))
    return wholes and isinstance(source, str) and 0 <= hits <= tests and 0 < tests <= 10_000


def _refuse(takes, value, where):
    raise MidcourseError("the study does not take this value", where=where, got=value, hint=takes.words)
