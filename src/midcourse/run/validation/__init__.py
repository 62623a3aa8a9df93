"""`midcourse validate`: published values recomputed. docs/models/run/validation.md"""

from typing import NamedTuple

from ...scenario import published
from .quantities import HOW

VERDICTS = ("passed", "failed", "shown")


class Checked(NamedTuple):
    """One check with our value; `shown`: a value from memory, never counted."""

    check: published.Check
    ours: float
    verdict: str


def validate(wanted=(), progress=None):
    """Recompute values and compare them with what was published.

    Parameters
    ----------
    wanted : sequence of str
        Identifiers or their beginnings; none: all.
    progress : callable(stage, done, total) or None

    Returns
    -------
    tuple of Checked

    Raises
    ------
    CatalogError
        No such check.
    """
    rows = published.checks(wanted)
    kinds = dict.fromkeys(row.how for row in rows)
    ours, done = {}, 0
    for how in kinds:
        mine = [row for row in rows if row.how == how]
        if progress:
            progress(how, done, len(rows))
        ours |= dict(zip((row.id for row in mine), HOW[how]([row.inputs for row in mine]), strict=True))
        done += len(mine)
    return tuple(Checked(row, float(ours[row.id]), _verdict(row, float(ours[row.id]))) for row in rows)


def _verdict(row, ours):
    if row.status == "M":
        return "shown"
    return "passed" if abs(ours - row.published) <= row.tolerance else "failed"
