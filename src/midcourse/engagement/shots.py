"""How many shots fit on one time line over all batteries, within which times, and why none fits."""

import dataclasses
from dataclasses import dataclass

import numpy as np

from midcourse.columns import column
from midcourse.engagement import _kernels
from midcourse.engagement.flyout import stacked_fans
from midcourse.engagement.interceptor import Interceptor
from midcourse.engagement.reasons import Reason
from midcourse.engagement.required_speed import (
    MeetingRules,
    planet_tuple,
    required_speed_many,
    site_tuple,
    threat_boost,
)
from midcourse.errors import MidcourseError
from midcourse.sensing.rows import flight_arrays

LOOKS = 4
"""Shots on one time line beyond which nobody counts, unless told otherwise."""


_STRAIGHT = -2.0
"""In place of a fan, as the kernels read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Battery:
    """Interceptors of one kind at one site."""

    key: str
    latitude: float = column("rad", "geodetic latitude")
    longitude: float = column("rad", "longitude")
    interceptor: Interceptor
    ready: int = column("1", "interceptors ready to fire", default=1)
    layer: str = "main"
    keep_out_altitude: float = column("m", "no intercept lower, whatever its interceptor can", default=0.0)

    def __post_init__(self):
        if self.ready < 0 or self.ready != int(self.ready):
            raise MidcourseError(
                "a battery holds a whole number of interceptors", where=f"Battery {self.key}.ready", got=self.ready
            )

    @property
    def site(self):
        """Latitude and longitude, rad."""
        return self.latitude, self.longitude

    @property
    def floor(self):
        """Lowest intercept, m: of its interceptor, or the altitude kept free. Above its ceiling it meets nothing."""
        return max(self.interceptor.minimum_altitude, self.keep_out_altitude)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shots:
    """Shots that fit: one row a flight, one column a look; times from the real lift-off, NaN where there is none."""

    battery: np.ndarray
    """int16 (n, looks): index of the battery, -1 none."""
    launch_time: np.ndarray
    intercept_time: np.ndarray
    reason: np.ndarray
    """int8 (n,): code of `Reason` where none fits, filled in by `options`; 0 elsewhere."""

    def __len__(self):
        return len(self.battery)

    @property
    def count(self):
        """Shots that fit, (n,)."""
        return (self.battery >= 0).sum(axis=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """Within which times one battery can act on each flight; NaN where it cannot at all."""

    first_intercept: np.ndarray = column("s", "earliest possible intercept")
    first_launch: np.ndarray = column("s", "launch of the earliest possible intercept")
    last_intercept: np.ndarray = column("s", "latest possible intercept")
    last_launch: np.ndarray = column("s", "latest launch that still meets it")


def _threat_times(flights, with_lags):
    """Lag of each threat and its earliest meeting time in the ideal clock, (n,) s."""
    lag, burn = threat_boost(flights)
    if not with_lags:
        lag, burn = np.zeros(len(flights)), np.nan_to_num(flights.burnout_time)
    return lag, np.maximum(burn - lag, 0.0)


def _rows_of_batteries(batteries, earth, with_lags):
    """Sites (m, 6), rules (m, 6), fans and lags (m,) of batteries; a fly-out has its boost in it and needs no lag."""
    sites = np.array([site_tuple(b.site, earth) for b in batteries])
    kinds = [b.interceptor for b in batteries]
    fans, begin = stacked_fans(batteries, earth)
    limits = np.array([(b.floor, b.interceptor.maximum_altitude, b.interceptor.speed) for b in batteries], dtype=float)
    lags = np.array([_lag_of(k, with_lags) for k in kinds])
    begin = np.where([k.constant_speed for k in kinds], _STRAIGHT, begin)
    reach = np.array([(k.greatest_range, k.greatest_threat_speed) for k in kinds], dtype=np.float64)
    return sites, np.column_stack([limits, begin, reach]), fans, lags


def clocks_of(flights, batteries, with_lags):
    """Sites (m, 6), rules (m, 6), fans, lags of the batteries (m,) and of the threats (n,), as the kernels read them.

    Parameters
    ----------
    flights : Flights, n rows
    batteries : sequence of Battery, length m
    with_lags : bool
    """
    return *_rows_of_batteries(batteries, flights.earth, with_lags), _threat_times(flights, with_lags)[0]


def layers_of(batteries):
    """Number of the layer of each battery, (m,), in the order in which layers are named first.

    Parameters
    ----------
    batteries : sequence of Battery
    """
    names = list(dict.fromkeys(battery.layer for battery in batteries))
    return np.array([names.index(battery.layer) for battery in batteries], np.int64)


def _lag_of(kind, with_lags):
    return kind.lag if with_lags and kind.fly_out is None else 0.0


def shots_that_fit(flights, batteries, lift_off, assess_time, with_lags=True, looks=LOOKS):
    """Shots that follow one another on one time line over all batteries, each flight alone, full magazines.

    Each shot is the one whose intercept comes first; the next leaves at least `assess_time` after that intercept. A
    battery can where the least launch speed is at most its interceptor's, or its fly-out or straight flight is there in
    time, and range and the threat's speed allow it. Pages docs/models/engagement/shots.md, lower-tiers.md.

    Parameters
    ----------
    flights : Flights, n rows
    batteries : sequence of Battery, length m
    lift_off : array_like (n, m)
        First possible lift-off, s from the real lift-off of the threat; inf: never.
    assess_time : float
        Least time from an intercept to the next launch, s.
    with_lags : bool
        Whether boosts that ideal vehicles do not have are added as lags.
    looks : int
        Count no further than this in each layer: what the upper one leaves is handed down to the lower one.

    Returns
    -------
    Shots
    """
    n, earth = len(flights), flights.earth
    ready = np.broadcast_to(np.asarray(lift_off, float), (n, len(batteries)))
    threat_lag, first = _threat_times(flights, with_lags)
    sites, rules, fans, lags = _rows_of_batteries(batteries, earth, with_lags)
    battery, launch, meet = _kernels.shots_on_one_line(
        np.asarray(flights.reached, bool), first, *flight_arrays(flights), sites, rules, fans,
        np.ascontiguousarray(ready + lags - threat_lag[:, None]), assess_time + lags, planet_tuple(earth), int(looks),
        layers_of(batteries),
    )  # fmt: skip
    return Shots(
        battery=battery,
        launch_time=launch + threat_lag[:, None] - lags[np.maximum(battery, 0)],
        intercept_time=meet + threat_lag[:, None],
        reason=np.zeros(n, np.int8),
    )


def action_windows(flights, battery, lift_off, with_lags=True):
    """Earliest and latest launch and intercept of one battery against each flight.

    Parameters
    ----------
    flights : Flights, n rows
    battery : Battery
    lift_off : array_like (n,)
        First possible lift-off, s from the real lift-off of the threat; inf: never.
    with_lags : bool

    Returns
    -------
    Windows
    """
    earth = flights.earth
    threat_lag, first = _threat_times(flights, with_lags)
    _, rules, fans, lags = _rows_of_batteries([battery], earth, with_lags)
    ready = np.broadcast_to(np.asarray(lift_off, float), (len(flights),)) + lags[0] - threat_lag
    found = _kernels.action_windows(
        np.asarray(flights.reached, bool), first, *flight_arrays(flights), site_tuple(battery.site, earth),
        tuple(rules[0]), fans, np.ascontiguousarray(ready), planet_tuple(earth),
    )  # fmt: skip
    to_launch, to_meet = threat_lag - lags[0], threat_lag
    return Windows(
        first_intercept=found[:, 0] + to_meet,
        first_launch=found[:, 1] + to_launch,
        last_intercept=found[:, 2] + to_meet,
        last_launch=found[:, 3] + to_launch,
    )


def rows_of(flights, rows):
    """Some of the flights, in the order of `rows`, as `Flights`.

    Parameters
    ----------
    flights : Flights
    rows : ndarray of int or bool
    """
    arrays = {
        f.name: getattr(flights, f.name)[rows]
        for f in dataclasses.fields(flights)
        if isinstance(getattr(flights, f.name), np.ndarray)
    }
    return dataclasses.replace(flights, **arrays)


def why_no_shot(flights, batteries, lift_off, chain_reasons, with_lags=True):
    """Code of `Reason` for flights at which no battery can shoot: for each the one nearest to a shot over batteries.

    Where the chain of times breaks, its reason. Else asked in this order: could it be met with a launch at the threat's
    lift-off (seen-too-late), with no floor (too-low), with no ceiling (too-high); else, also where it comes too fast or
    not near enough, out-of-reach.

    Parameters
    ----------
    flights : Flights, n rows
        Those without a shot.
    batteries : sequence of Battery, length m
    lift_off : array_like (n, m)
        s from the real lift-off.
    chain_reasons : array_like of int8 (n, m)
    with_lags : bool

    Returns
    -------
    reason : int8 ndarray (n,)
    """
    n = len(flights)
    lift_off = np.broadcast_to(np.asarray(lift_off, float), (n, len(batteries)))
    nearest = np.full(n, Reason.NONE, np.int8)
    for j, battery in enumerate(batteries):
        code = _why_one(flights, battery, lift_off[:, j], with_lags)
        broken = np.asarray(chain_reasons)[:, j]
        nearest = np.maximum(nearest, np.where(broken != Reason.NONE, broken, code))
    return nearest.astype(np.int8)


def _why_one(flights, battery, lift_off, with_lags):
    kind = battery.interceptor
    questions = [
        (Reason.SEEN_TOO_LATE, np.zeros(len(flights)), battery.floor, kind.maximum_altitude),
        (Reason.TOO_LOW, lift_off, 0.0, kind.maximum_altitude),
    ]
    if np.isfinite(kind.maximum_altitude):
        questions.append((Reason.TOO_HIGH, lift_off, battery.floor, np.inf))
    code = np.full(len(flights), Reason.OUT_OF_REACH, np.int8)
    left = np.arange(len(flights))
    for reason, launch, floor, ceiling in questions:
        changed = dataclasses.replace(kind, minimum_altitude=0.0, maximum_altitude=ceiling)
        asked = dataclasses.replace(battery, interceptor=changed, keep_out_altitude=floor)
        can = _can_meet(rows_of(flights, left), asked, launch[left], with_lags)
        code[left[can]] = reason
        left = left[~can]
    return code


def _can_meet(flights, battery, lift_off, with_lags):
    """Whether a battery meets each flight at all, (n,)."""
    kind = battery.interceptor
    if kind.fly_out is not None or kind.constant_speed or kind.limited:
        return np.isfinite(action_windows(flights, battery, lift_off, with_lags).first_intercept)
    threat_lag, first = _threat_times(flights, with_lags)
    rules = MeetingRules(minimum_altitude=battery.floor, maximum_altitude=kind.maximum_altitude, speed_cap=kind.speed)
    launch = lift_off + _lag_of(kind, with_lags) - threat_lag
    found = required_speed_many(flights, battery.site, launch, rules, first_meeting=first)
    return np.isfinite(found.required_speed)
