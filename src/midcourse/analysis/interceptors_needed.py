"""How many interceptors a raid asks for: the least stock with which nothing gets through often enough.

Model: docs/models/battle/raid.md.
"""

import math
from dataclasses import replace

from midcourse import battle
from midcourse.errors import MidcourseError

MOST_FOR_EACH = 300
"""Interceptors for each warhead beyond which nobody looks."""


def interceptors_needed(raid, at_least):
    """Least stock with which the exact chance that nothing gets through is `at_least`; None where no stock is enough.

    More interceptors never make that chance smaller, so the stock is found by doubling and halving.

    Parameters
    ----------
    raid : battle.Raid
        One stock, whose size is not read.
    at_least : float
        Between 0 and 1.

    Returns
    -------
    int or None
        NaN where the exact chance has too many courses to count.

    Raises
    ------
    MidcourseError
        A chance outside (0, 1].
    """
    if not 0.0 < at_least <= 1.0:
        raise MidcourseError("a chance that is wanted lies above 0, at most 1", where="at_least", got=at_least)
    if raid.warheads == 0:
        return 0
    if at_least > best_chance(raid):
        return None
    most = MOST_FOR_EACH * raid.warheads
    low, high = raid.warheads - 1, raid.warheads  # fewer shots than warheads let one through
    while not (found := _chance(raid, high)) >= at_least:
        if math.isnan(found):
            return math.nan
        if high >= most:
            return None
        low, high = high, min(2 * high, most)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _chance(raid, middle) >= at_least else (middle, high)
    return high


def best_chance(raid):
    """Chance that nothing gets through a stock without end.

    Parameters
    ----------
    raid : battle.Raid
    """
    kill, doctrine = raid.kill, raid.doctrine
    last = 1.0 if kill.single_shot > 0.0 else 0.0
    stopped = last if doctrine.spends_all else 1.0 - (1.0 - kill.single_shot) ** doctrine.rounds
    one = (1.0 - kill.warhead_fails) * kill.selection * stopped
    return (1.0 - kill.raid_fails) * one**raid.warheads


def _chance(raid, stock):
    """Exact chance that nothing gets through; NaN where it is not computed."""
    return battle.exact_raid(replace(raid, stocks=(stock,))).p_no_leaker
