"""Free flights from a state relative to the rotating Earth: one at a time with every detail, or millions at once."""

import math

import numpy as np

from .. import earth as earth_room
from ..errors import ModelRangeError
from ..results import table
from .coast import LONGEST_FLIGHT, Air, Ended, fly_rows, free_flight
from .trajectory import Trajectory

DEEPEST_START = 1.0
"""m under the surface up to which a start counts as on it."""

FARTHEST_START = 3e8
FASTEST_START = 1e6
LONGEST_DURATION = 1e7
ATMOSPHERES = ("us1976", "none")


def propagate(
    position_ecef,
    velocity_ecef,
    ballistic_coefficient=None,
    earth="wgs84",
    rotating=True,
    atmosphere="us1976",
    stop_altitude=0.0,
    duration=None,
    step=None,
):
    """Fly one body freely from a state to the ground: its path, apogee and impact.

    Parameters
    ----------
    position_ecef : (3,) array, m, Earth-fixed
    velocity_ecef : (3,) array, m/s relative to the rotating Earth
    ballistic_coefficient : float or None
        m/(Cd A) in kg/m^2; None: no drag whatever the atmosphere.
    earth : {"wgs84", "sphere"} or Earth
    rotating : bool
    atmosphere : {"us1976", "none"}
    stop_altitude : float, m
        The flight ends on its way down through this altitude (on the ground when it never was above it).
    duration : float or None, s
        The flight ends then when it is not down before; None: it ends after 100,000 s as "orbit" or "escape".
    step : float or None, s
        Longest step of the integrator; answers do not depend on it.

    Returns
    -------
    Trajectory

    Raises
    ------
    ModelRangeError
        A value that is not finite, negative where it must not be, a start deeper than 1 m, kilometres for metres.

    Model: docs/models/flight/propagate.md.  Source: [hairer1993, sect. II.5].
    """
    earth = earth_room.choose_earth(earth, rotating)
    position = _vectors(position_ecef, "position_ecef", 1)
    velocity = _vectors(velocity_ecef, "velocity_ecef", 1)
    _check_start(position[None], velocity[None], earth, 0)
    factor = _drag_factor(ballistic_coefficient, atmosphere)
    _check_limits(stop_altitude, duration, step)
    start_position, start_velocity = earth_room.state_ecef_to_eci(position, velocity, 0.0, earth)
    start = np.concatenate([[0.0], start_position, start_velocity])
    flown = free_flight(start, earth, float(factor), Air.ALWAYS, stop_altitude, duration, step)
    return Trajectory(flown.nodes, earth, atmosphere, flown.ended.name.lower(), flown.apogee_altitude)


def propagate_many(
    positions,
    velocities,
    ballistic_coefficient=None,
    earth="wgs84",
    rotating=True,
    atmosphere="us1976",
    stop_altitude=0.0,
    duration=None,
):
    """Fly many bodies freely to the ground: where, when and how fast each comes down, and its apogee.

    Parameters
    ----------
    positions : (N, 3) array, m, Earth-fixed
    velocities : (N, 3) array, m/s relative to the rotating Earth
    ballistic_coefficient : float, (N,) array or None
        m/(Cd A) in kg/m^2; None: no drag whatever the atmosphere.
    earth, rotating, atmosphere, stop_altitude, duration
        As in `propagate`.

    Returns
    -------
    Table
        Columns time (s), latitude_deg, longitude_deg, speed (m/s, relative to the Earth), apogee_altitude (m), ended
        (impact, duration, orbit, escape). Without an impact all but the last two are NaN.

    Raises
    ------
    ModelRangeError
        As `propagate`; the message names the first such row.

    Notes
    -----
    Within 0.1 m (no drag) or 1 m (drag) of `propagate`. Model: docs/models/flight/coast.md.
    """
    earth = earth_room.choose_earth(earth, rotating)
    positions = np.ascontiguousarray(_vectors(positions, "positions", 2))
    velocities = np.ascontiguousarray(_vectors(velocities, "velocities", 2))
    if len(positions) != len(velocities):
        raise ModelRangeError(
            "positions and velocities are not of one length", where="velocities", got=(len(positions), len(velocities))
        )
    factors = np.atleast_1d(_drag_factor(ballistic_coefficient, atmosphere))
    if len(factors) not in (1, len(positions)):
        raise ModelRangeError(
            "the ballistic coefficient is one number, or one a row", where="ballistic_coefficient", got=len(factors)
        )
    _check_limits(stop_altitude, duration, None)
    end = LONGEST_FLIGHT if duration is None else float(duration)
    limits = (float(stop_altitude), end, duration is None, math.inf)
    out, ended = fly_rows(positions, velocities, factors, limits, earth)
    if len(ended) and ended.min() < 0:
        bad = np.flatnonzero(ended < 0)[:1]
        _check_start(positions[bad], velocities[bad], earth, int(bad[0]))
    words = [kind.name.lower() for kind in Ended]
    return table(
        {
            "time": (out[0], "s", "start to impact"),
            "latitude_deg": (out[1], "deg", "geodetic latitude of the impact"),
            "longitude_deg": (out[2], "deg", "longitude of the impact"),
            "speed": (out[3], "m/s", "impact speed relative to the Earth"),
            "apogee_altitude": (out[4], "m", "greatest altitude"),
            "ended": ((ended - 1, words), "", "how the flight ended"),
        }
    )


def _number(value, where, least=0.0, above=False):
    """A finite float not below (or strictly above) a limit."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        number = math.nan
    if not math.isfinite(number) or number < least or (above and number == least):
        raise ModelRangeError(
            f"{where} must be a finite number {'above' if above else 'of at least'} {least:g}", where=where, got=value
        )
    return number


def _vectors(values, where, dimensions):
    """An array of finite vectors, (3,) or (N, 3)."""
    shape = "(3,)" if dimensions == 1 else "(N, 3)"
    try:
        array = np.asarray(values, float)
    except (TypeError, ValueError):
        raise ModelRangeError(f"{where} must be numbers", where=where, got=values, hint=f"an array {shape}") from None
    if array.ndim != dimensions or array.shape[-1] != 3:
        raise ModelRangeError(f"{where} has the wrong shape", where=where, got=array.shape, hint=f"an array {shape}")
    return array


def _check_start(positions, velocities, earth, row):
    """Refuse a start (row `row` of the caller's) that is no flight: not finite, under the surface, too far or fast."""
    for values, where, most, hint in (
        (positions, "position_ecef", FARTHEST_START, "metres from the Earth's centre"),
        (velocities, "velocity_ecef", FASTEST_START, "m/s relative to the rotating Earth"),
    ):
        if not (np.abs(values) <= most).all():
            raise ModelRangeError(
                f"{where} must be finite numbers up to {most:g}",
                where=f"{where}, row {row}",
                got=values[0].tolist(),
                hint=hint,
            )
    altitude = float(earth_room.ecef_to_geodetic(positions, earth)[2][0])
    if not altitude >= -DEEPEST_START:
        raise ModelRangeError(
            f"the start lies more than {DEEPEST_START:g} m under the surface",
            where=f"position_ecef, row {row}",
            got=positions[0].tolist(),
            hint=f"its altitude is {altitude:.6g} m; positions are metres from the Earth's centre, not kilometres",
        )


def _drag_factor(ballistic_coefficient, atmosphere):
    """1 / (2 m/(Cd A)), a number or one a row; 0 without drag."""
    if atmosphere not in ATMOSPHERES:
        raise ModelRangeError("there is no such atmosphere", where="atmosphere", got=atmosphere, hint="us1976 or none")
    if ballistic_coefficient is None:
        return np.float64(0.0)
    values = np.asarray(ballistic_coefficient, float)
    if values.ndim > 1 or not ((values > 0.0) & np.isfinite(values)).all():
        raise ModelRangeError(
            "the ballistic coefficient must be a finite number above zero",
            where="ballistic_coefficient",
            got=ballistic_coefficient if values.ndim == 0 else f"an array {values.shape} with such a value",
            hint="m/(Cd A) in kg/m^2, or None for no drag",
        )
    return 0.5 / values if atmosphere == "us1976" else np.zeros_like(values)


def _check_limits(stop_altitude, duration, step):
    """Refuse limits that are not finite or negative."""
    _number(stop_altitude, "stop_altitude")
    if duration is not None and _number(duration, "duration") > LONGEST_DURATION:
        raise ModelRangeError(
            "the duration is too long", where="duration", got=duration, hint=f"{LONGEST_DURATION:g} s"
        )
    if step is not None:
        _number(step, "step", above=True)
