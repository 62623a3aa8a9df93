"""What a defence is worth in numbers and money: shots for a leakage, cost ratio, stocks that run out, large forces.

Model page: docs/models/analysis/cost-exchange.md.
"""

import math
from typing import NamedTuple

import numpy as np

from midcourse.errors import MidcourseError


class Spent(NamedTuple):
    """What a stock does against a number of warheads, arrays of one shape."""

    stopped: np.ndarray  # mean number
    arriving: np.ndarray  # mean number
    share: np.ndarray  # of the warheads that are stopped, mean; NaN where none comes
    unshot: np.ndarray  # warheads for which no interceptor is left


def shots_for_leakage(kill_probability, leakage, common_mode=0.0):
    """Least number of shots that let one warhead through no more often than `leakage`; None where none does.

    Parameters
    ----------
    kill_probability : float
        Chance that one shot kills.
    leakage : float
        Chance wanted, in [0, 1].
    common_mode : float
        Chance that every shot at a warhead fails.

    Returns
    -------
    int or None

    Raises
    ------
    MidcourseError
        No probability.
    """
    _check(kill_probability=kill_probability, leakage=leakage, common_mode=common_mode)
    p = kill_probability
    if leakage >= 1.0:
        return 0
    if common_mode > leakage or (p < 1.0 and common_mode >= leakage):
        return None
    if p >= 1.0:
        return 1
    if p <= 0.0:
        return None
    rest = (leakage - common_mode) / (1.0 - common_mode)
    return max(1, math.ceil(math.log(rest) / math.log1p(-p) - 1e-12))


def cost_ratio(shots, interceptor_cost, threat_cost, warheads=1):
    """Cost of the interceptors that one more missile asks for, over the cost of the missile; None without a number.

    Parameters
    ----------
    shots : int or None
        At each warhead.
    interceptor_cost, threat_cost : float
        In one currency and year.
    warheads : int
        That one missile brings.
    """
    if threat_cost <= 0.0:
        raise MidcourseError("a missile costs something", where="threat_cost", got=threat_cost)
    return None if shots is None else shots * warheads * interceptor_cost / threat_cost


def last_shot_at(interceptors, shots_each):
    """How many warheads a stock lasts for: the next one finds it empty, or with fewer shots than the others had.

    Parameters
    ----------
    interceptors, shots_each : int
    """
    if shots_each < 1:
        raise MidcourseError("at least one shot a warhead", where="shots_each", got=shots_each)
    return interceptors // shots_each


def spend(warheads, interceptors, shots_each, kill_probability, common_mode=0.0):
    """What N interceptors do against a force of M warheads: so many shots at each while the stock lasts.

    The last warhead that is shot at gets what is left. A common cause strikes each warhead's shots apart or the whole
    raid at once: the means are the same.

    Parameters
    ----------
    warheads : int or (n,) array
    interceptors, shots_each : int
    kill_probability, common_mode : float

    Returns
    -------
    Spent
    """
    _check(kill_probability=kill_probability, common_mode=common_mode)
    coming = np.asarray(warheads, float)
    whole = last_shot_at(interceptors, shots_each)
    rest = interceptors - whole * shots_each
    full = np.minimum(coming, whole)
    part = np.where((coming > whole) & (rest > 0), _killed(rest, kill_probability, common_mode), 0.0)
    stopped = full * _killed(shots_each, kill_probability, common_mode) + part
    shot_at = full + ((coming > whole) & (rest > 0))
    share = np.divide(stopped, coming, out=np.full(coming.shape, np.nan), where=coming > 0)
    return Spent(stopped=stopped, arriving=coming - stopped, share=share, unshot=coming - shot_at)


def _killed(shots, p, common_mode):
    return (1.0 - common_mode) * (1.0 - (1.0 - p) ** shots)


def _check(**chances):
    for name, value in chances.items():
        if not 0.0 <= value <= 1.0:
            raise MidcourseError("a probability lies between 0 and 1", where=name, got=value, hint="0.7")
