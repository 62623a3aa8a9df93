"""What a hand may need next, made before it does: tables of times to reach to the north and south, other speeds.

Model page: docs/models/analysis/footprint.md.
"""

import dataclasses
import math

from .. import engagement
from ..analysis import footprint_live
from ..errors import MidcourseError

BANDS_AHEAD, MOST_NORTH = 2, math.radians(84.0)
"""Tables that are made before a battery gets there, on each side of it, and rad, how far north."""

SPEED_STEP, SPEEDS_AHEAD = 500.0, 2
"""m/s, between speeds at which the notional vehicle is flown for a hand that moves its speed; pairs made ahead."""

REST, LONG_REST = 0.1, 2.0
"""s without a question, after which a table is made, and after which a vehicle of another speed is flown."""

SPEEDS, SPEEDS_FLOWN = (0.6, 1.6), (0.8, 1.2)
"""Least and greatest speed over the stated one, of an interceptor that is not flown and of one that is."""


def ahead(case):
    """Make, one a step, the tables of times to reach that batteries need next when they are moved.

    Parameters
    ----------
    case : records.Case

    Yields
    ------
    float, s
        After each table, new or kept: how long nobody should have asked before the next one is made.
    """
    launchers = [battery.launcher for battery in case.batteries if footprint_live.decides(battery.launcher)]
    flown = [one for one in launchers if one.interceptor.fly_out is not None]
    for far in range(BANDS_AHEAD + 1):
        for one in flown:
            for side in {-far, far}:
                latitude = min(max(one.latitude + side * footprint_live.BAND, -MOST_NORTH), MOST_NORTH)
                footprint_live.table_for(dataclasses.replace(one, latitude=latitude), case.earth)
                yield REST
    for far in range(SPEEDS_AHEAD):
        for one in flown:
            yield from _speeds_ahead(one, far, case.earth)


def _speeds_ahead(launcher, far, earth):
    """Make the tables of a notional interceptor at the two speeds that stand so many steps around its own."""
    kind = launcher.interceptor
    if not _is_notional(kind):
        return
    below = math.floor(kind.speed / SPEED_STEP)
    for step in (below - far, below + 1 + far):
        try:
            one = engagement.notional_fly_out(step * SPEED_STEP, kind.burn_time or None, kind.speed_is)
        except MidcourseError:
            continue
        yield LONG_REST  # another speed takes a second of a core
        other = dataclasses.replace(launcher, interceptor=dataclasses.replace(kind, fly_out=one))
        footprint_live.table_for(other, earth)
        yield LONG_REST


def nearly_flown(speed, burn_time, speed_is):
    """Fly-out between two that are flown, for a hand that cannot wait for a new one; itself where it is one of them.

    Parameters
    ----------
    speed : float, m/s
    burn_time : float or None, s
    speed_is : str
    """
    below = math.floor(speed / SPEED_STEP) * SPEED_STEP
    if below == speed:
        return engagement.notional_fly_out(speed, burn_time, speed_is)
    try:
        slower, faster = (engagement.notional_fly_out(one, burn_time, speed_is) for one in (below, below + SPEED_STEP))
    except MidcourseError:
        return engagement.notional_fly_out(speed, burn_time, speed_is)
    return engagement.BetweenFlyOuts(slower=slower, faster=faster, share=(speed - below) / SPEED_STEP)


def speed_ends(launcher):
    """Least and greatest speed to which an interceptor can be set, m/s; None for one with motors of its own.

    Parameters
    ----------
    launcher : engagement.Battery
    """
    kind = launcher.interceptor
    if kind.fly_out is None:
        return tuple(share * kind.speed for share in SPEEDS)
    how = kind.burn_time or None, kind.speed_is
    if not _is_notional(kind):
        return None
    found = [min(SPEEDS_FLOWN[0] * kind.speed, kind.speed), SPEEDS_FLOWN[1] * kind.speed]
    for end in (0, 1):
        for _ in range(3):
            try:
                engagement.notional_fly_out(found[end], *how)
                break
            except MidcourseError:
                found[end] = 0.5 * (found[end] + kind.speed)
        else:
            found[end] = kind.speed
    return tuple(found)


def _is_notional(kind):
    """Whether a fly-out is that of the notional vehicle, flown or between two that are."""
    if isinstance(kind.fly_out, engagement.BetweenFlyOuts):
        return True
    try:
        return engagement.notional_fly_out(kind.speed, kind.burn_time or None, kind.speed_is) == kind.fly_out
    except MidcourseError:
        return False
