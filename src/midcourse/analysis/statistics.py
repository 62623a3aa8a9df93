"""Intervals that say how much a sample tells.

Model: docs/models/analysis/intervals.md.
"""

import math
from dataclasses import dataclass

import numpy as np

from midcourse.columns import column
from midcourse.errors import MidcourseError

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """An answer about chance: exact where known (else None), sampled, and the limits of the sampled one."""

    exact: float | None = column("1", "exact value; None where it was not computed", default=None)
    sampled: float = column("1", "mean over the replicates")
    low: float = column("1", "lower limit of the sampled value")
    high: float = column("1", "upper limit of the sampled value")


def clopper_pearson(successes, tries, confidence=CONFIDENCE):
    """Limits (low, high) of a probability after so many successes, covering at least as often as `confidence` says.

    Source: [clopper1934]. No tries: (0, 1).

    Parameters
    ----------
    successes, tries : int
    confidence : float

    Raises
    ------
    MidcourseError
        More successes than tries, or counts below zero.
    """
    if not 0 <= successes <= tries:
        raise MidcourseError("successes lie between 0 and the tries", where="clopper_pearson", got=(successes, tries))
    from scipy import special  # a fifth of a second that commands without chance need not pay

    tail = 0.5 * (1.0 - confidence)
    low = special.betaincinv(successes, tries - successes + 1, tail) if successes > 0 else 0.0
    high = special.betaincinv(successes + 1, tries - successes, 1.0 - tail) if successes < tries else 1.0
    return float(low), float(high)


def mean_interval(values, least=-math.inf, greatest=math.inf, confidence=CONFIDENCE):
    """Mean of independent values with its t interval, kept within the range that the mean can have.

    Parameters
    ----------
    values : array_like (n,)
    least, greatest : float
        Range of the mean.
    confidence : float

    Returns
    -------
    (mean, low, high) : floats
        One value alone tells nothing: the interval is the whole range.

    Raises
    ------
    MidcourseError
        No value.
    """
    values = np.asarray(values, dtype=np.float64)
    if values.size == 0:
        raise MidcourseError("no value has no mean", where="mean_interval", got=0)
    mean = float(values.mean())
    if values.size == 1:
        return mean, least, greatest
    from scipy import special

    half = float(
        special.stdtrit(values.size - 1, 0.5 * (1.0 + confidence)) * values.std(ddof=1) / math.sqrt(values.size)
    )
    return mean, max(least, mean - half), min(greatest, mean + half)
