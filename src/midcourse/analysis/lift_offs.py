"""The latest lift-off with which a battery can meet a flight: what earlier answers tell, so that none is asked twice.

Model page: docs/models/analysis/footprint.md.
"""

from typing import NamedTuple

import numpy as np

from . import footprint_live


class Limits(NamedTuple):
    """What is known of the latest lift-off with which one battery can meet each of some flights, (n,) s each."""

    meets: np.ndarray  # the latest known to meet it; -inf none
    fails: np.ndarray  # the earliest known not to; inf none


def unknown(count):
    """Limits of flights that were not asked about yet.

    Parameters
    ----------
    count : int
    """
    return Limits(np.full(count, -np.inf), np.full(count, np.inf))


def can_meet_again(flights, samples, battery, limits, lift_off, rows, spans=None):
    """Whether a battery can meet flights, asked of the table and the engine only where earlier answers do not tell.

    What can be met with one lift-off can be met with every earlier one.

    Parameters
    ----------
    flights : flight.Flights, n rows
    samples : Samples
        Of these flights.
    battery : engagement.Battery
    limits : Limits
        Of this battery at its place and these flights; narrowed here.
    lift_off : (p,) array, s
    rows : (p,) array of int
        Which flight each lift-off belongs to; none twice.
    spans : (n, 4) array or None

    Returns
    -------
    (p,) bool array
    """
    answer = lift_off <= limits.meets[rows]
    left = np.flatnonzero(~answer & (lift_off < limits.fails[rows]))
    if len(left):
        asked, times = rows[left], lift_off[left]
        found = footprint_live.can_meet(flights, samples, battery, times, spans=spans, rows=asked)
        limits.meets[asked[found]], limits.fails[asked[~found]] = times[found], times[~found]
        answer[left] = found
    return answer
