"""Geometry of shots: predicted intercept point, closing speed, crossing angle; and the miss of what a track had wrong.

Model: docs/models/engagement/encounters.md.
"""

import dataclasses
from dataclasses import dataclass

import numpy as np

from midcourse.columns import column
from midcourse.earth import position_ecef_to_eci, position_eci_to_ecef
from midcourse.engagement import _kernels
from midcourse.engagement.required_speed import planet_tuple
from midcourse.engagement.shots import clocks_of
from midcourse.errors import MidcourseError
from midcourse.flight import states_between
from midcourse.sensing.rows import flight_arrays

KEPLER_ROUNDS = 40
SERIES_BELOW = 1e-3
"""Argument of the Stumpff functions under which their series is used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """Where each flight is believed to be at one time of its own clock, in place of the truth."""

    time: np.ndarray = column("s", "moment of the belief, on each flight's clock (n,)")
    position_eci: np.ndarray = column("m", "believed position (n, 3)")
    velocity_eci: np.ndarray = column("m/s", "believed velocity (n, 3)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Encounters:
    """One row a flight, one column a shot; NaN where there is none."""

    position_ecef: np.ndarray = column("m", "predicted intercept point (n, looks, 3)")
    slant_range: np.ndarray = column("m", "from the battery to that point")
    closing_speed: np.ndarray = column("m/s", "of the interceptor relative to the threat")
    closing_velocity_ecef: np.ndarray = column("m/s", "of the threat relative to the interceptor (n, looks, 3)")
    crossing_angle: np.ndarray = column("rad", "between both velocities relative to the Earth; pi: head on")
    miss: np.ndarray = column("m", "from that point to where the threat really is then; 0 where the truth is known")


def truth(flights, time):
    """What is really so, as `Knowledge`.

    Parameters
    ----------
    flights : Flights, n rows
    time : (n,) array, s
    """
    position_eci, velocity_eci = states_between(flights, np.asarray(time, float)[:, None])
    return Knowledge(time=np.asarray(time, float), position_eci=position_eci[:, 0], velocity_eci=velocity_eci[:, 0])


def as_known(flights, knowledge):
    """The flights as a track has them: each is off by what free fall makes of the error that the track has.

    Parameters
    ----------
    flights : Flights, n rows
    knowledge : Knowledge
        Of each flight; the truth gives the flights themselves.

    Returns
    -------
    Flights

    Raises
    ------
    MidcourseError
        Not one state a flight.
    """
    n = len(flights)
    if not len(knowledge.time) == len(knowledge.position_eci) == len(knowledge.velocity_eci) == n:
        raise MidcourseError("knowledge has one state a flight", where="Knowledge", got=len(knowledge.time), hint=n)
    real, after = truth(flights, knowledge.time), flights.knot_time - knowledge.time[:, None]
    believed = _free_fall(knowledge.position_eci, knowledge.velocity_eci, after, flights.earth.mu)
    fallen = _free_fall(real.position_eci, real.velocity_eci, after, flights.earth.mu)
    return dataclasses.replace(
        flights,
        knot_position_eci=np.ascontiguousarray(flights.knot_position_eci + believed[0] - fallen[0]),
        knot_velocity_eci=np.ascontiguousarray(flights.knot_velocity_eci + believed[1] - fallen[1]),
    )


def _stumpff(z):
    """Functions C and S of universal variables [bate1971, sec. 4.5]."""
    root = np.sqrt(np.maximum(np.abs(z), SERIES_BELOW))
    c = np.where(z > 0.0, 1.0 - np.cos(root), np.cosh(root) - 1.0) / root**2
    s = np.where(z > 0.0, root - np.sin(root), np.sinh(root) - root) / root**3
    near = np.abs(z) < SERIES_BELOW
    return np.where(near, 0.5 - z / 24.0 + z * z / 720.0, c), np.where(near, 1 / 6 - z / 120.0 + z * z / 5040.0, s)


def _free_fall(position_eci, velocity_eci, after, mu):
    """States (n, K, 3) of two-body paths at times (n, K) after (or before) their starts (n, 3) [bate1971, sec. 4.4]."""
    r = np.linalg.norm(position_eci, axis=1)[:, None]
    rise = (position_eci * velocity_eci).sum(axis=1)[:, None] / np.sqrt(mu)
    alpha = 2.0 / r - (velocity_eci**2).sum(axis=1)[:, None] / mu
    chi = np.sqrt(mu) * after / r
    for _ in range(KEPLER_ROUNDS):
        z = alpha * chi * chi
        c, s = _stumpff(z)
        time = rise * chi**2 * c + (1.0 - alpha * r) * chi**3 * s + r * chi - np.sqrt(mu) * after
        slope = rise * chi * (1.0 - z * s) + (1.0 - alpha * r) * chi**2 * c + r
        chi = chi - time / slope
    z = alpha * chi * chi
    c, s = _stumpff(z)
    f, g = 1.0 - chi**2 * c / r, after - chi**3 * s / np.sqrt(mu)
    there = f[..., None] * position_eci[:, None] + g[..., None] * velocity_eci[:, None]
    now = np.linalg.norm(there, axis=2)
    f_dot, g_dot = np.sqrt(mu) / (now * r) * chi * (z * s - 1.0), 1.0 - chi**2 * c / now
    return there, f_dot[..., None] * position_eci[:, None] + g_dot[..., None] * velocity_eci[:, None]


def encounters(flights, batteries, shots, with_lags=True, known=None):
    """Geometry of each shot: on the flights as they are known, with the miss against where they really are.

    Parameters
    ----------
    flights : Flights, n rows
        The truth.
    batteries : sequence of Battery
    shots : Shots
        That fit against `known`, or against the flights.
    with_lags : bool
    known : Flights or None
        From `as_known`; None: the truth is known.

    Returns
    -------
    Encounters

    Model: docs/models/engagement/encounters.md.
    """
    earth, believed = flights.earth, flights if known is None else known
    sites, rules, fans, lags, threat_lag = clocks_of(flights, batteries, with_lags)
    meet = np.ascontiguousarray(shots.intercept_time - threat_lag[:, None])
    launch = np.ascontiguousarray(shots.launch_time + lags[np.maximum(shots.battery, 0)] - threat_lag[:, None])
    found = _kernels.arrivals(
        np.ascontiguousarray(shots.battery), launch, meet, *flight_arrays(believed), sites, rules, fans,
        planet_tuple(earth),
    )  # fmt: skip
    point, threat, own = found[..., :3], found[..., 3:6], found[..., 6:]
    turning = np.cross([0.0, 0.0, earth.rate], point)
    site_eci = position_ecef_to_eci(sites[np.maximum(shots.battery, 0), :3], meet, earth)
    return Encounters(
        position_ecef=position_eci_to_ecef(point, meet, earth),
        slant_range=np.linalg.norm(point - site_eci, axis=2),
        closing_speed=np.linalg.norm(threat - own, axis=2),
        closing_velocity_ecef=position_eci_to_ecef(threat - own, meet, earth),
        crossing_angle=_angle(threat - turning, own - turning),
        miss=np.linalg.norm(point - states_between(flights, meet)[0], axis=2),
    )


def _angle(one, other):
    """Angle (rad) between vectors."""
    return np.arctan2(np.linalg.norm(np.cross(one, other), axis=-1), (one * other).sum(axis=-1))
