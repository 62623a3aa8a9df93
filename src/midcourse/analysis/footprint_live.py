"""Can a battery meet these flights at all? Fast, for a site that is moved by hand; the verdict is the engine's.

Even samples of every flight and a table of times to reach decide what they can decide; flights at an edge of the table,
or within its error, are asked of the engagement room. Model page: docs/models/analysis/footprint.md.
"""

import math
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import numpy as np

from .. import earth, engagement
from ..columns import column
from ..engagement.flyout import FARTHEST as FAN_FARTHEST
from ..engagement.flyout import fan_alone, fan_latitude
from ..engagement.required_speed import planet_tuple, site_tuple, threat_boost
from ..sensing.rows import flight_arrays
from . import _kernels

SAMPLES = 40
"""A flight: six of them carry the polynomial between."""

LOWEST = 60e3
"""m, where the samples end: below it air makes the path less even, and the engine is asked."""

LEVEL_LOWEST, LEVEL_HIGHEST = 60e3, 3500e3
AZIMUTHS, LEVELS, NODES = 16, 32, 128
FARTHEST, COARSE = 1.5, 52
"""Altitudes (m), size, greatest angle (rad) of a table of times to reach; angles between which ends are sought."""

PARTS = 2, LEVELS // _kernels.PART_LEVELS, NODES // _kernels.PART_NODES
"""Of a table, by branch, altitude and angle, that each have a doubt of their own."""

BAND = math.radians(3.0)
"""rad, between latitudes for which a powered interceptor's table is made: half that of its fans, which are linear
between theirs. Against tables of 1 degree the worst error at 4000 places grows by less than 0.1 s."""

NO, YES, ASK = 0, 1, 2
"""Verdicts: the last is left to the engagement room."""

DOUBT = 6.0
"""s, error of a table within which the engine is asked where it is not measured part by part."""

FASTEST = 8000.0
"""m/s, of a threat: with an interceptor's speed it bounds how fast the time left over can grow."""

SAFETY = 1.5
"""An interceptor is slower on its way than at burnout."""

TRIED, MARGIN, LEAST_DOUBT = 48, 1.5, 0.7
"""Places in each part of a flown interceptor's table that are compared with its fan, how far beyond the worst is
doubted, and s, what is doubted everywhere."""

NEAR_SITE = 2
"""Parts of a row of the table, from the vertical on, in which a fan bends at burnout."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Samples:
    """Even samples of flights from their first possible meeting down to 60 km; 32 bits, Earth-fixed."""

    starts: np.ndarray = field(repr=False)
    steps: np.ndarray = field(repr=False)
    points: np.ndarray = field(repr=False)
    heights: np.ndarray = field(repr=False)
    lag: np.ndarray = field(repr=False)

    @property
    def nbytes(self):
        """Memory, bytes."""
        return sum(getattr(self, name).nbytes for name in ("starts", "steps", "points", "heights", "lag"))


@dataclass(frozen=True, eq=False, kw_only=True)
class ReachTable:
    """Least times in which an interceptor reaches places around one latitude."""

    limits: tuple
    ends: np.ndarray = field(repr=False)
    table: np.ndarray = field(repr=False)
    doubts: np.ndarray = column("s", "error of each part of the table, within which it decides nothing")

    @property
    def doubt(self):
        """Greatest of the doubts, s."""
        return float(self.doubts.max())

    @cached_property
    def bounds(self):
        """Least and greatest time by angle and altitude: two arrays (groups, bins), as the kernels read them."""
        levels = self.table.shape[2]
        found = (
            np.empty((levels // _kernels.LEVELS, _kernels.BINS)),
            np.empty((levels // _kernels.LEVELS, _kernels.BINS)),
        )
        _kernels.fill_bounds(self.limits, self.ends, self.table, self.doubts, np.empty(levels), *found)
        return found


def samples_of(flights, with_lags=True, count=SAMPLES):
    """Even samples of flights.

    Parameters
    ----------
    flights : flight.Flights, n rows
    with_lags : bool
    count : int
        Samples a flight.

    Returns
    -------
    Samples
    """
    n = len(flights)
    lag, first = _threat_times(flights, with_lags)
    starts, steps = np.empty(n), np.empty(n)
    points, heights = np.empty((n, count, 3), np.float32), np.empty((n, count), np.float32)
    _kernels.pack(
        np.asarray(flights.reached, bool), first, LOWEST, *flight_arrays(flights), planet_tuple(flights.earth), starts,
        steps, points, heights,
    )  # fmt: skip
    return Samples(starts=starts, steps=steps, points=points, heights=heights, lag=lag)


def _threat_times(flights, with_lags):
    """Lag of each threat and its earliest meeting in the ideal clock, (n,) s."""
    lag, burn = threat_boost(flights)
    if not with_lags:
        lag, burn = np.zeros(len(flights)), np.nan_to_num(flights.burnout_time)
    return lag, np.maximum(burn - lag, 0.0)


@lru_cache(maxsize=256)
def reach_table(interceptor, latitude, earth):
    """Least times of an interceptor from a latitude; kept.

    Parameters
    ----------
    interceptor : engagement.Interceptor
    latitude : float, rad
    earth : Earth

    Returns
    -------
    ReachTable
    """
    ends = np.empty((2, AZIMUTHS, LEVELS))
    table = np.empty((2, AZIMUTHS, LEVELS, NODES))
    if interceptor.fly_out is None:
        _kernels.fill_impulsive(
            interceptor.speed, FARTHEST, LEVEL_LOWEST, LEVEL_HIGHEST, site_tuple((latitude, 0.0), earth),
            planet_tuple(earth), ends, table,
        )  # fmt: skip
        least = np.nanmin(table, initial=math.inf)
    else:
        fans = fan_alone(interceptor.fly_out, latitude, earth)
        _resample(fans, ends, table)
        least = interceptor.fly_out.earliest
    widest = float(ends.max()) * (1.0 + _kernels.RIM) + 1e-6
    limits = (LEVEL_LOWEST, LEVEL_HIGHEST, float(least), widest)
    doubts = np.full(PARTS, DOUBT) if interceptor.fly_out is None else _doubts(fans, limits, ends, table)
    return ReachTable(limits=limits, ends=ends, table=table, doubts=doubts)


def _doubts(fans, limits, ends, table):
    """Worst error of each part of a table against its fan, with a margin, s; near the site no less than `DOUBT`."""
    places = np.mod(np.outer(np.arange(1, TRIED + 1), (0.8192, 0.6710, 0.5497)), 1.0)  # fills a box evenly
    worst = np.zeros(PARTS)
    _kernels.fill_doubts(places, fans, limits, ends, table, np.zeros(PARTS), worst)
    doubts = LEAST_DOUBT + MARGIN * worst
    doubts[:, :, :NEAR_SITE] = np.maximum(doubts[:, :, :NEAR_SITE], DOUBT)
    return doubts


def table_for(battery, earth):
    """Table of times to reach that serves a battery; a powered one's lies between two bands, and two speeds.

    Parameters
    ----------
    battery : engagement.Battery
    earth : Earth

    Returns
    -------
    ReachTable
    """
    kind = battery.interceptor
    if kind.fly_out is None:
        return reach_table(kind, battery.latitude, earth)
    return _table_of(kind.fly_out, battery.latitude, earth)


@lru_cache(maxsize=16)
def _table_of(fly_out, latitude, earth):
    """Table of a fly-out at a latitude, between those of two bands, and of two speeds; the last few are kept.

    It is the same whatever limits an interceptor has.
    """
    if isinstance(fly_out, engagement.BetweenFlyOuts):
        return _between_speeds(fly_out, latitude, earth)
    kind = engagement.Interceptor(key="flown", speed=1.0, fly_out=fly_out)
    most = round(0.5 * math.pi / BAND) - 2
    below = max(-most - 1, min(math.floor(latitude / BAND), most))
    share = min(max(latitude / BAND - below, 0.0), 1.0)
    if share in (0.0, 1.0):
        return reach_table(kind, (below + int(share)) * BAND, earth)
    one, two = (reach_table(kind, (below + k) * BAND, earth) for k in (0, 1))
    return _mixed(one, two, share)


def _between_speeds(fly_out, latitude, earth):
    """Table between those of two speeds, at the latitude for which their fans are flown; what it misses is measured."""
    nearest = fan_latitude(latitude)
    slower, faster = (
        reach_table(engagement.Interceptor(key="flown", speed=1.0, fly_out=one), nearest, earth)
        for one in (fly_out.slower, fly_out.faster)
    )
    mixed = _mixed(slower, faster, fly_out.share)
    doubts = _doubts(fan_alone(fly_out, latitude, earth), mixed.limits, mixed.ends, mixed.table)
    return replace(mixed, doubts=doubts)


def _mixed(one, two, share):
    """Table between two, `share` of the way to the second."""
    ends = np.where((one.ends > 0.0) & (two.ends > 0.0), (1.0 - share) * one.ends + share * two.ends, -1.0)
    widest = max(one.limits[3], two.limits[3])
    limits = (*one.limits[:2], min(one.limits[2], two.limits[2]), widest)
    table = (1.0 - share) * one.table + share * two.table
    return ReachTable(limits=limits, ends=ends, table=table, doubts=np.maximum(one.doubts, two.doubts))


def _resample(fans, ends, table):
    """Fill a table from the fan of a fly-out."""
    level = LEVEL_LOWEST + (LEVEL_HIGHEST - LEVEL_LOWEST) * np.linspace(0.0, 1.0, LEVELS) ** 2
    bearing = np.arange(AZIMUTHS) * (2.0 * math.pi / AZIMUTHS)
    q = 1.0 - np.linspace(0.0, 1.0, NODES)
    _kernels.fill_flown(fans, bearing, level, np.linspace(1e-4, FAN_FARTHEST, COARSE), 1.0 - q * q, ends, table)


def spans_of(samples, battery):
    """Times (n, 4) within which a battery's altitudes let each flight be met: start, end, start, end.

    Parameters
    ----------
    samples : Samples
    battery : engagement.Battery
    """
    spans = np.empty((len(samples.starts), 4))
    arrays = (samples.starts, samples.steps, samples.points, samples.heights)
    _kernels.spans_many(battery.floor, battery.interceptor.maximum_altitude, *arrays, spans)
    return spans


def decides(battery):
    """Whether samples and table can say what a battery can do: it meets nothing under 60 km, and has no other limits.

    Parameters
    ----------
    battery : engagement.Battery
    """
    kind = battery.interceptor
    return not (battery.floor < LOWEST or kind.constant_speed or kind.limited)


def stays_apart(flights, samples, battery):
    """Whether flights surely never come within a battery's greatest range; False for one without.

    Parameters
    ----------
    flights : flight.Flights, n rows
    samples : Samples
        Of these flights.
    battery : engagement.Battery

    Returns
    -------
    (n,) bool array
    """
    apart, limit = np.zeros(len(flights), bool), battery.interceptor.greatest_range
    if limit < math.inf:
        grounds = earth.geodetic_to_ecef(flights.aim_latitude, flights.aim_longitude, 0.0, flights.earth)
        _kernels.apart_many(
            site_tuple(battery.site, flights.earth), limit, samples.steps, samples.points, grounds, apart
        )
    return apart


def verdicts(samples, battery, lift_off, earth, with_lags=True, spans=None, rows=None):
    """Whether a battery can meet each flight: 0 no, 1 yes, 2 to be asked of the engine.

    Parameters
    ----------
    samples : Samples
    battery : engagement.Battery
        One that `decides`.
    lift_off : (p,) array
        First possible lift-off, s from the real lift-off of the threat; inf: never.
    earth : Earth
    with_lags : bool
    spans : (n, 4) array or None
        From `spans_of`, where it is known.
    rows : (p,) array of int or None
        Which flight each lift-off belongs to; None: all of them once.

    Returns
    -------
    (p,) int8 array
    """
    kind = battery.interceptor
    reach = table_for(battery, earth)
    lag = kind.lag if with_lags and kind.fly_out is None else 0.0
    rows = np.arange(len(samples.starts)) if rows is None else rows
    answer = np.empty(len(rows), np.int8)
    spans = spans_of(samples, battery) if spans is None else spans
    arrays = (samples.starts, samples.steps, samples.points, samples.heights)
    ready = lift_off + lag - samples.lag[rows]
    _kernels.meet_many(
        rows, ready, greatest_rate(kind), spans, *arrays, axes_of(battery, earth), reach.limits,
        reach.ends, reach.table, reach.doubts, *reach.bounds, answer,
    )  # fmt: skip
    return answer


def greatest_rate(interceptor):
    """Greatest rate at which the time left over at a meeting grows with the time of the meeting, for a battery.

    Parameters
    ----------
    interceptor : engagement.Interceptor
    """
    return SAFETY * (1.0 + FASTEST / interceptor.speed)


def axes_of(battery, earth):
    """East, north and up from the Earth's centre, at a site: 9 numbers.

    Parameters
    ----------
    battery : engagement.Battery
    earth : Earth
    """
    place = np.array(site_tuple(battery.site, earth)[:3])
    up = place / np.linalg.norm(place)
    east = np.array([-math.sin(battery.longitude), math.cos(battery.longitude), 0.0])
    return tuple(float(v) for v in (*east, *np.cross(up, east), *up))


def can_meet(flights, samples, battery, lift_off, with_lags=True, spans=None, rows=None):
    """Whether a battery can meet each flight, as the engagement room has it.

    Parameters
    ----------
    flights : flight.Flights, n rows
    samples : Samples
        Of these flights.
    battery : engagement.Battery
    lift_off : (p,) array, s
    with_lags : bool
    spans : (n, 4) array or None
    rows : (p,) array of int or None
        Which flight each lift-off belongs to; None: all of them once.

    Returns
    -------
    (p,) bool array
    """
    lift_off = np.asarray(lift_off, float)
    rows = np.arange(len(flights)) if rows is None else rows
    if decides(battery):
        answer = verdicts(samples, battery, lift_off, flights.earth, with_lags, spans, rows=rows)
    else:
        answer = np.where(flights.reached[rows] & np.isfinite(lift_off), 2, 0)
    left = np.flatnonzero(answer == ASK)
    if len(left):
        some = engagement.rows_of(flights, rows[left])
        shots = engagement.shots_that_fit(some, [battery], lift_off[left, None], 0.0, with_lags, looks=1)
        answer[left] = shots.count > 0
    return answer == YES
