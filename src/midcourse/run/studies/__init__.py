"""Studies: a public claim, computed by readings, and where its answer turns. docs/models/run/studies.md"""

from importlib import import_module

from ...errors import MidcourseError
from ...scenario import claims
from .answer import Chart, Flip, Line, ReadingAnswer, Study

_MODULES = {key: key.replace("-", "_") for key in claims.names()}

__all__ = ["Chart", "Flip", "Line", "ReadingAnswer", "Study", "names", "study"]


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
    if name not in _MODULES:
        raise MidcourseError("no such study", got=name, hint=", ".join(_MODULES))
    compute = import_module(f"midcourse.run.studies.{_MODULES[name]}").compute
    takes = [key for key in compute.__kwdefaults__ if key != "progress"]
    inputs = _gathered(inputs)
    wrong = [key for key in inputs if key not in takes]
    if wrong:
        hint = ", ".join(takes)
        raise MidcourseError("this study has no such input", where=name, got=wrong[0], hint=hint)
    if "progress" in compute.__kwdefaults__:
        inputs["progress"] = progress
    found = compute(claims.claim(name), **inputs)
    return found.select(tuple(readings))


def _gathered(inputs):
    """Inputs by name, those given as NAME.KEY put together."""
    found: dict = {}
    for name, value in inputs.items():
        whole, _, key = name.partition(".")
        found[whole] = {**found.get(whole, {}), key: value} if key else value
    return found
