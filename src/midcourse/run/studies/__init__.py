"""Studies: a public claim, computed by readings, and where its answer turns. docs/models/run/studies.md"""

from importlib import import_module
from inspect import getdoc

from ...errors import MidcourseError
from ...scenario import claims
from .answer import Chart, Flip, Line, ReadingAnswer, Study
from .inputs import Takes, checked, meanings

_MODULES = {key: key.replace("-", "_") for key in claims.names()}

__all__ = ["Chart", "Flip", "Line", "ReadingAnswer", "Study", "Takes", "names", "study", "takes"]


def names():
    """Keys of the studies.

    Returns
    -------
    tuple of str
    """
    return tuple(_MODULES)


def study(name, *, readings=(), progress=None, **inputs):
    """One claim, calculated.

    Parameters
    ----------
    name : str
        One of `names()`.
    readings : sequence of str
        Only these; none means all.
    progress : callable(stage, done, total) or None
        Told how far a long study is.
    **inputs
        What this study varies, by the names of its function (docs/models/run/studies.md), SI; NAME.KEY sets one of an
        input that holds several.

    Returns
    -------
    Study

    Raises
    ------
    MidcourseError
        No such study, reading or input.
    """
    module = _module(name)
    inputs = checked(module.TAKES, _gathered(inputs), name)
    if "progress" in module.compute.__kwdefaults__:
        inputs["progress"] = progress
    found = module.compute(claims.claim(name), **inputs)
    return found.select(tuple(readings))


def takes(name):
    """What a study takes.

    Parameters
    ----------
    name : str
        One of `names()`.

    Returns
    -------
    tuple of (str, Takes, object, str)
        Name of each input, unit and bounds, what it is where nothing is said, and what it means.

    Raises
    ------
    MidcourseError
        No such study.
    """
    module = _module(name)
    given, words = module.compute.__kwdefaults__, meanings(getdoc(module.compute) or "")
    return tuple((key, one, given[key], words.get(key, "")) for key, one in module.TAKES.items())


def _module(name):
    """Where a study is computed."""
    if name not in _MODULES:
        raise MidcourseError("no such study", got=name, hint=", ".join(_MODULES))
    return import_module(f"midcourse.run.studies.{_MODULES[name]}")


def _gathered(inputs):
    """Inputs by name, those given as NAME.KEY put together."""
    found: dict = {}
    for name, value in inputs.items():
        whole, _, key = name.partition(".")
        if key and not isinstance(found.setdefault(whole, {}), dict):
            raise MidcourseError("it is given whole and in part", where=whole, got=value, hint="one of the two")
        if key:
            found[whole][key] = value
        else:
            found[whole] = dict(value) if isinstance(value, dict) else value
    return found
