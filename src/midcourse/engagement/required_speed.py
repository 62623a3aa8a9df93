"""The least launch speed of an ideal impulsive interceptor that meets a flight, for many flights at once."""

import math
from dataclasses import dataclass

import numpy as np

from midcourse.columns import column
from midcourse.engagement import _kernels
from midcourse.engagement.interceptor import LAG_SHARE
from midcourse.errors import MidcourseError
from midcourse.sensing.rows import flight_arrays, site_row

NOBODY = -2.0
"""Sine of the lowest elevation of a watching site where no watching is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredSpeeds:
    """One row a flight; speed infinite and the rest NaN where no speed under the cap meets it. Times: flight clock."""

    required_speed: np.ndarray = column("m/s", "least launch speed relative to the rotating Earth at the site")
    launch_time: np.ndarray = column("s", "when that interceptor leaves")
    intercept_time: np.ndarray = column("s", "when it meets the flight")
    intercept_altitude: np.ndarray = column("m", "altitude of the meeting point")
    slant_range: np.ndarray = column("m", "from the site to the meeting point at the meeting")
    closing_speed: np.ndarray = column("m/s", "speed of one relative to the other at the meeting")

    def __len__(self):
        return len(self.required_speed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watcher:
    """A site that must have the meeting point above its lowest elevation at the moment of the meeting."""

    latitude: float = column("rad", "geodetic latitude")
    longitude: float = column("rad", "longitude")
    elevation_low: float = column("rad", "lowest elevation", default=math.radians(2.0))
    altitude: float = column("m", "height above the ellipsoid", default=0.0)


def planet_tuple(earth):
    """The Earth as the kernels read it: (mu, rate, radius, e2)."""
    return float(earth.mu), float(earth.rate), float(earth.radius), float(earth.eccentricity_squared)


def site_tuple(site, earth):
    """A launch site (latitude, longitude in rad) as the kernels read it: position and vertical in ECEF."""
    row = site_row(site[0], site[1], 0.0, earth)
    return tuple(float(v) for v in (*row[:3], *row[9:]))


def _each(values, n, name):
    column_of_values = np.asarray(values, dtype=np.float64)
    if column_of_values.ndim > 1 or column_of_values.size not in (1, n):
        raise MidcourseError(
            f"{name} is one number or one for each of the {n} flights",
            where="required_speed_many",
            got=column_of_values.shape,
        )
    return np.ascontiguousarray(
        np.broadcast_to(column_of_values.ravel() if n != 1 else column_of_values.ravel()[:1], (n,))
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingRules:
    """Where and how fast an interceptor may meet a flight."""

    minimum_altitude: float = column("m", "lowest meeting point", default=100e3)
    maximum_altitude: float = column("m", "highest meeting point", default=math.inf)
    speed_cap: float = column("m/s", "greatest speed that counts as an answer", default=12e3)
    watcher: Watcher | None = None


def required_speed_many(flights, site, earliest_launch, rules=None, first_meeting=None):
    """Least launch speed that meets each flight from one site, two-body, relative to the rotating Earth.

    The interceptor leaves at any time from `earliest_launch` on, so the answer never falls when that grows. It meets
    the flight after burnout between the altitudes of the rules, rising or falling; its arc leaves above the local
    horizon and stays above the ground. Page docs/models/engagement/required-speed.md.

    Parameters
    ----------
    flights : Flights, n rows
    site : (float, float)
        Latitude and longitude of the launch site, rad.
    earliest_launch : float or array_like (n,)
        s on each flight's clock; infinite: no launch at all.
    rules : MeetingRules or None
    first_meeting : float, array_like (n,) or None
        Earliest meeting time, s; None: each flight's burnout.

    Returns
    -------
    RequiredSpeeds

    Raises
    ------
    MidcourseError
        Arrays of the wrong length.
    """
    rules = rules or MeetingRules()
    n, earth = len(flights), flights.earth
    planet, place = planet_tuple(earth), site_tuple(site, earth)
    launch = _each(earliest_launch, n, "earliest_launch")
    meeting = _each(flights.burnout_time if first_meeting is None else first_meeting, n, "first_meeting")
    eye, sine = np.zeros(12), NOBODY
    if rules.watcher is not None:
        w = rules.watcher
        eye, sine = site_row(w.latitude, w.longitude, w.altitude, earth), math.sin(w.elevation_low)
    knots = flight_arrays(flights)
    limits = (float(rules.minimum_altitude), float(rules.maximum_altitude), float(rules.speed_cap))
    found = _kernels.least_speeds(
        np.asarray(flights.reached, bool), launch, np.nan_to_num(meeting), *knots, place, planet,
        np.concatenate([[sine], eye]), limits,
    )  # fmt: skip
    details = _kernels.meeting_details(found[:, 1], found[:, 2], *knots, place, planet)
    return RequiredSpeeds(
        required_speed=found[:, 0],
        launch_time=found[:, 1],
        intercept_time=found[:, 2],
        intercept_altitude=details[:, 0],
        slant_range=details[:, 1],
        closing_speed=details[:, 2],
    )


def threat_boost(flights):
    """Lag and burn time of each threat, (n,) s; an impulsive one with a lag has burned for lag / 0.6.

    Parameters
    ----------
    flights : Flights, n rows
    """
    lag = np.where(np.isfinite(flights.lag), flights.lag, 0.0)
    burn = np.where(np.isfinite(flights.burnout_time), flights.burnout_time, 0.0)
    return lag, burn + lag / LAG_SHARE if flights.impulsive else burn


def required_speed_with_lags(flights, site, earliest_launch, lags, rules=None):
    """The same question with the boosts that ideal vehicles do not have added as lags; times from the real lift-off.

    In the ideal threat's clock the interceptor leaves at `earliest_launch` + its lag - the threat's lag or later, and
    meets no earlier than the threat's burn time - its lag. A staged flight holds its boost already: its lag is 0.

    Parameters
    ----------
    flights : Flights, n rows
        Their `lag` is used unless `lags` gives another.
    site : (float, float)
        rad.
    earliest_launch : float or array_like (n,)
        From the real lift-off, s.
    lags : Lags
    rules : MeetingRules or None

    Returns
    -------
    RequiredSpeeds
    """
    threat_lag, burn = threat_boost(flights)
    if lags.threat is not None:
        threat_lag, burn = lags.threat, flights.burnout_time if flights.impulsive else burn
    burn = burn if lags.threat_burn is None else lags.threat_burn
    shifted = np.asarray(earliest_launch, float) + lags.interceptor - threat_lag
    ideal = required_speed_many(flights, site, shifted, rules, first_meeting=np.maximum(burn - threat_lag, 0.0))
    return RequiredSpeeds(
        required_speed=ideal.required_speed,
        launch_time=ideal.launch_time + threat_lag - lags.interceptor,
        intercept_time=ideal.intercept_time + threat_lag,
        intercept_altitude=ideal.intercept_altitude,
        slant_range=ideal.slant_range,
        closing_speed=ideal.closing_speed,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lags:
    """How far powered vehicles run behind ideal ones of the same burnout speed."""

    interceptor: float = column("s", "lag of the interceptor")
    threat: float | np.ndarray | None = column("s", "lag of the threat; None: as the flights say", default=None)
    threat_burn: float | np.ndarray | None = column(
        "s", "burn time of the threat; None: as the flights say", default=None
    )
