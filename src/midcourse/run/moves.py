"""The assumptions that are moved for flip values: what each changes, and how far it is moved.

Model: docs/models/analysis/flip-values.md.
"""

import bisect
import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from .. import engagement
from ..errors import MidcourseError

DELAY = "delay"
LONGEST = 600.0
"""s, to which each time of the chain is moved."""

SPEEDS = (0.6, 1.6)
"""Least and greatest speed of an impulsive interceptor over the stated one."""

HIGHEST_FLOOR = 500e3
"""m, to which the lowest intercept is moved, or to 19/20 of the highest."""

BRIGHTEST = 16.0
"""Factor up and down by which the radar cross-section of all warheads is moved: twice and half the range."""

MOST_INTERCEPTORS = 100
GREATEST_COMMON_MODE = 0.5

TIME_STEP, SPEED_STEP, FLOOR_STEP, CROSS_SECTION_STEP, CHANCE_STEP = 1.0, 25.0, 1e3, 0.05, 0.005
"""Brackets to which flips are found: s, m/s, m, 5 %, and a chance."""

FLOWN_SPEED_STEP = 50.0
"""m/s, the same where the speed lies between two that are flown."""

FLOWN_SPEEDS, WIDEST = (0.8, 1.2), 1000.0
"""Least and greatest speed of a flown interceptor over those of all readings, and m/s between speeds that are flown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What the defence has and does, as far as it is moved."""

    command: engagement.Command
    batteries: tuple
    delay: float = 0.0  # s, longer than stated, in all
    cross_section: float = 0.0  # logarithm of the factor


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One assumption: dotted path, present value and ends in SI, and the thing changed by another value.

    `show` turns a value into that of the unit in which people read it.
    """

    path: str
    unit: str
    show: Callable
    value: float
    low: float
    high: float
    step: float
    change: Callable  # (thing, value) -> thing
    helps: bool = False  # whether more of it helps the defence
    whole: bool = False


def _as_is(value):
    return value


def _thousandth(value):
    return value / 1e3


def setup_moves(case, others=()):
    """Moves of what decides who is defended: times, cross-section, speed and lowest intercept of each battery.

    Parameters
    ----------
    case : scenario.Case
    others : sequence of engagement.Interceptor
        Those of all readings: between speeds that are flown anyway no other needs to be.

    Returns
    -------
    list of Move
        Each changes a `Setup`.
    """
    found = [_delay(case)]
    if case.command.needs != "sight-from-any":
        found.append(_track(case))
    if any(math.isfinite(getattr(sensor.device, "detection_range", math.inf)) for sensor in case.sensors):
        found.append(_cross_section())
    for j, battery in enumerate(case.batteries):
        found += [*_speed(j, battery, others), _floor(j, battery)]
    return found


def delays(case):
    """Times that come one after the other, so that it is all one which of them grows: (path, present value, s).

    Parameters
    ----------
    case : scenario.Case
    """
    command = case.command
    latency = max((float(late) for b in case.batteries for late in b.links.latency), default=0.0)
    return (
        ("command.decide_s", command.decide_time),
        ("command.consult_s", command.consult_time),
        ("command.launch_prepare_s", command.launch_prepare_time),
        ("command.latency_s", latency),
    )


def _delay(case):
    """All of `delays` as one: how much longer they last together."""

    def change(setup, value):
        return replace(setup, delay=value)

    longest = max(now for _, now in delays(case))
    return Move(path=DELAY, unit="s", show=_as_is, value=0.0, low=-longest, high=LONGEST, step=TIME_STEP,
                change=change)  # fmt: skip


def _track(case):
    def change(setup, value):
        return replace(setup, command=replace(setup.command, track_time=value))

    now = case.command.track_time
    return Move(path="command.track_s", unit="s", show=_as_is, value=now, low=0.0, high=max(LONGEST, now),
                step=TIME_STEP, change=change)  # fmt: skip


def _cross_section():
    def change(setup, value):
        return replace(setup, cross_section=value)

    most = math.log(BRIGHTEST)
    return Move(path="radar cross-section, times", unit="", show=math.exp, value=0.0, low=-most, high=most,
                step=CROSS_SECTION_STEP, change=change, helps=True)  # fmt: skip


def _with_interceptor(setup, j, interceptor):
    """The setup with another interceptor in battery j."""
    one = setup.batteries[j]
    one = replace(one, launcher=replace(one.launcher, interceptor=interceptor))
    return replace(setup, batteries=(*setup.batteries[:j], one, *setup.batteries[j + 1 :]))


def _at_speed(interceptor, speed, flown):
    """The interceptor with another speed: impulsive, or the notional vehicle between two that are flown."""
    if not flown:
        return replace(interceptor, speed=speed)
    speeds = list(flown)
    k = min(max(bisect.bisect_right(speeds, speed), 1), len(speeds) - 1)
    low, high = speeds[k - 1], speeds[k]
    between = engagement.BetweenFlyOuts(slower=flown[low], faster=flown[high], share=(speed - low) / (high - low))
    return replace(interceptor, speed=speed, fly_out=between)


def _flown(interceptor, speed):
    """Fly-out of the notional vehicle at a speed; None where there is none."""
    try:
        return engagement.notional_fly_out(speed, interceptor.burn_time or None, interceptor.speed_is)
    except MidcourseError:
        return None


def _flown_speeds(interceptor, others):
    """Speeds at which the notional vehicle is flown -> its fly-out: those of all readings, ends, and some between."""
    alike = sorted({interceptor.speed, *(o.speed for o in others if _is_alike(o, interceptor))})
    speeds = [FLOWN_SPEEDS[0] * alike[0], *alike, FLOWN_SPEEDS[1] * alike[-1]]
    for low, high in itertools.pairwise(alike):
        parts = math.ceil((high - low) / WIDEST)
        speeds += [low + (high - low) * k / parts for k in range(1, parts)]
    found = {speed: _flown(interceptor, speed) for speed in sorted(speeds)}
    return {speed: fly_out for speed, fly_out in found.items() if fly_out is not None}


def _is_alike(other, interceptor):
    if other.fly_out is None or (other.burn_time, other.speed_is) != (interceptor.burn_time, interceptor.speed_is):
        return False
    return _flown(other, other.speed) == other.fly_out


def _speed(j, battery, others):
    """Move of a battery's speed: none where the motors are known."""
    kind = battery.launcher.interceptor
    least, most, step, flown = SPEEDS[0] * kind.speed, SPEEDS[1] * kind.speed, SPEED_STEP, {}
    if kind.fly_out is not None:
        if not _is_alike(kind, kind):
            return
        flown = _flown_speeds(kind, others)
        if len(flown) < 2:
            return
        least, most, step = min(flown), max(flown), FLOWN_SPEED_STEP

    def change(setup, value):
        return _with_interceptor(setup, j, _at_speed(setup.batteries[j].launcher.interceptor, value, flown))

    yield Move(path=f"batteries.{battery.key}.speed", unit="km/s", show=_thousandth, value=kind.speed,
               low=least, high=most, step=step, change=change, helps=True)  # fmt: skip


def _floor(j, battery):
    now, top = battery.launcher.interceptor.minimum_altitude, battery.launcher.interceptor.maximum_altitude

    def change(setup, value):
        return _with_interceptor(setup, j, replace(setup.batteries[j].launcher.interceptor, minimum_altitude=value))

    high = max(now, min(HIGHEST_FLOOR, 0.95 * top))
    return Move(path=f"batteries.{battery.key}.minimum-altitude", unit="km", show=_thousandth, value=now,
                low=0.0, high=high, step=FLOOR_STEP, change=change)  # fmt: skip


def raid_moves(case):
    """Moves of what decides how many get through: chances of a shot, the common cause, the stocks.

    Parameters
    ----------
    case : scenario.Case

    Returns
    -------
    list of Move
        Each changes a `battle.Raid`.
    """
    found = [_factor(case, name) for name in ("hit", "reliability", "hand_over", "selection")]
    found.append(_kill_move("kill.common_mode", "common_mode", case.kill.value.common_mode, 0.0, GREATEST_COMMON_MODE))
    return [move for move in found if move] + [_ready(j, b.launcher) for j, b in enumerate(case.batteries)]


def _factor(case, name):
    """A chance with a stated range, or any at all where it is stated below 1 without one; None where it is 1."""
    low, value, high = (getattr(kill, name) for kill in (case.kill.low, case.kill.value, case.kill.high))
    if low == high:
        low, high = 0.0, 1.0
        if value == 1.0:
            return None
    return _kill_move(f"kill.{name}", name, value, low, high)


def _kill_move(path, name, value, low, high):
    def change(raid, chance):
        return replace(raid, kill=replace(raid.kill, **{name: chance}))

    return Move(path=path, unit="", show=_as_is, value=value, low=min(low, value), high=max(high, value),
                step=CHANCE_STEP, change=change)  # fmt: skip


def _ready(j, launcher):
    def change(raid, ready):
        return replace(raid, stocks=(*raid.stocks[:j], int(ready), *raid.stocks[j + 1 :]))

    return Move(path=f"batteries.{launcher.key}.ready", unit="", show=_as_is, value=float(launcher.ready), low=0.0,
                high=float(max(MOST_INTERCEPTORS, launcher.ready)), step=1.0, change=change, whole=True)  # fmt: skip


def time_move(path, now):
    """A time moved alone, whose effect is worked out elsewhere.

    Parameters
    ----------
    path : str
    now : float, s
    """
    return Move(path=path, unit="s", show=_as_is, value=now, low=0.0, high=max(LONGEST, now), step=TIME_STEP,
                change=_as_is)  # fmt: skip
