"""The velocity that leads from one point to another in a given time: two-body, and corrected for J2 and rotation."""

from typing import NamedTuple

import numpy as np

from .. import earth as earth_room
from ..constants import EARTH_MU
from ..errors import ConvergenceError, ModelRangeError
from ._kernels import lambert as _kernels
from .coast import Air, free_flight

MISS = 0.1
"""m, miss at which the correction for J2 stops; it promises 1 m."""

ROUNDS = 40
BELOW_ALL_GROUND = -1e9


class LambertArc(NamedTuple):
    """Velocities at both ends of an arc, m/s, in the axes of the points."""

    start_velocity_eci: np.ndarray
    end_velocity_eci: np.ndarray


def lambert(start_position_eci, end_position_eci, flight_time, long_way=False, mu=EARTH_MU):
    """Two-body arc between two points in a given time, of less than one revolution.

    Parameters
    ----------
    start_position_eci, end_position_eci : (3,) array, m, inertial axes
    flight_time : float, s
    long_way : bool, the arc of more than 180 degrees instead of the one of less
    mu : float, m^3/s^2

    Returns
    -------
    LambertArc
        For points on one line with the centre (0 or 180 degrees apart) the plane is free; it is then the one nearest to
        the equator's, flown eastward.

    Raises
    ------
    ModelRangeError
        A value that is not finite, or a time that is not above zero.

    Model: docs/models/flight/lambert.md.  Source: [izzo2015].
    """
    start, end = _point(start_position_eci, "start_position_eci"), _point(end_position_eci, "end_position_eci")
    if not (np.isfinite(flight_time) and flight_time > 0.0):
        raise ModelRangeError("a flight takes time", where="flight_time", got=flight_time, hint="seconds, above zero")
    *found, status = _kernels.lambert(*start, *end, float(flight_time), float(mu), bool(long_way))
    if status != _kernels.SOLVED:
        raise ModelRangeError(
            "no two-body arc joins these points in that time", where="lambert", got=flight_time, hint="another time"
        )
    return LambertArc(np.array(found[:3]), np.array(found[3:]))


def lambert_many(start_position_eci, end_position_eci, flight_time, mu=EARTH_MU):
    """Two-body arcs between rows of points in given times, the shorter way round; NaN where none joins them.

    Parameters
    ----------
    start_position_eci, end_position_eci : (n, 3) arrays, m, inertial axes
    flight_time : (n,) array, s
    mu : float, m^3/s^2

    Returns
    -------
    LambertArc
        (n, 3) arrays.

    Model: docs/models/flight/lambert.md.
    """
    start, end, time = (
        np.ascontiguousarray(part, float) for part in (start_position_eci, end_position_eci, flight_time)
    )
    velocities = np.empty((len(time), 6))
    _kernels.lambert_rows(start, end, time, float(mu), velocities)
    return LambertArc(velocities[:, :3], velocities[:, 3:])


def lambert_corrected(
    launch_position_ecef, aim_position_ecef, flight_time, long_way=False, earth="wgs84", rotating=True
):
    """Launch velocity, relative to the rotating Earth, that meets an Earth-fixed point under J2 after a given time.

    Parameters
    ----------
    launch_position_ecef, aim_position_ecef : (3,) array, m, Earth-fixed; the clock starts at launch
    flight_time : float, s
    long_way : bool
    earth : {"wgs84", "sphere"} or Earth
    rotating : bool

    Returns
    -------
    launch_velocity_ecef : (3,) array, m/s; the flight without air misses the point by less than 1 m

    Raises
    ------
    ModelRangeError
        As `lambert`.
    ConvergenceError
        The correction does not settle: arcs that pass near the Earth's centre, or within some hundredths of a degree of
        180 degrees, where J2 pushes the path out of every plane that holds both points.

    Notes
    -----
    The aim of the two-body arc is moved by the miss of the J2 flight, again and again.
    Model: docs/models/flight/lambert.md.
    """
    earth = earth_room.choose_earth(earth, rotating)
    launch = _point(launch_position_ecef, "launch_position_ecef")
    aim = earth_room.position_ecef_to_eci(_point(aim_position_ecef, "aim_position_ecef"), flight_time, earth)
    aim_moved, miss = aim, np.inf
    for _ in range(ROUNDS):
        arc = lambert(launch, aim_moved, flight_time, long_way, earth.mu)
        start = np.concatenate([[0.0], launch, arc.start_velocity_eci])
        flown = free_flight(start, earth, 0.0, Air.NONE, BELOW_ALL_GROUND, float(flight_time))
        error = flown.nodes[-1, 1:4] - aim
        miss = float(np.linalg.norm(error))
        if miss < MISS:
            return earth_room.state_eci_to_ecef(launch, arc.start_velocity_eci, 0.0, earth)[1]
        if not miss < 0.5 * np.linalg.norm(aim):
            break
        aim_moved = aim_moved - error
    raise ConvergenceError(
        "the arc could not be corrected for J2", residual=miss, iterations=ROUNDS, where="lambert_corrected"
    )


def _point(values, where):
    array = np.asarray(values, float)
    if array.shape != (3,) or not np.isfinite(array).all() or not array.any():
        raise ModelRangeError(f"{where} must be three finite numbers", where=where, got=values, hint="metres")
    return array
