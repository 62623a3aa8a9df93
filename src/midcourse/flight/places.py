"""Places on the ground and directions at them. docs/models/flight/launch.md"""

import numpy as np

from .. import earth as earth_room


def surface_points(places, earth):
    """Points on the ground, Earth-fixed.

    Parameters
    ----------
    places : (n, 2) array, latitude and longitude, rad
    earth : Earth

    Returns
    -------
    (n, 3) array, m
    """
    return earth_room.geodetic_to_ecef(places[:, 0], places[:, 1], np.zeros(len(places)), earth)


def line_between(launches, aims, earth):
    """Length (m) and bearing (rad) of the geodesics from launches to aims.

    Parameters
    ----------
    launches, aims : (n, 2) arrays, latitude and longitude, rad
    earth : Earth
    """
    found = earth_room.geodesic(launches[:, 0], launches[:, 1], aims[:, 0], aims[:, 1], earth)
    return found[0], found[1]


def azimuth_of(velocity_ecef, places):
    """Azimuth (rad, from north over east) of Earth-fixed velocities at places, and their elevation.

    Parameters
    ----------
    velocity_ecef : (n, 3) array
    places : (n, 2) array, latitude and longitude, rad
    """
    enu = np.einsum("nij,nj->ni", earth_room.rotation_ecef_to_enu(places[:, 0], places[:, 1]), velocity_ecef)
    return np.arctan2(enu[:, 0], enu[:, 1]) % (2.0 * np.pi), np.arctan2(enu[:, 2], np.hypot(enu[:, 0], enu[:, 1]))


def burnout_numbers(flown, launches, start, earth):
    """Altitude, speed relative to the Earth, inertial speed and path angle at the end of thrust.

    Parameters
    ----------
    flown : Flown
    launches : (n, 2) array, rad
    start : (n, 3) array, launch velocity of impulsive rows, zeros for staged
    earth : Earth

    Returns
    -------
    tuple of four (n,) arrays: m, m/s, m/s, rad
    """
    state = flown.burnout_state_eci
    position, velocity = earth_room.state_eci_to_ecef(state[:, :3], state[:, 3:], flown.burnout_time, earth)
    latitude, longitude, altitude = earth_room.ecef_to_geodetic(position, earth)
    pushed = flown.burnout_time == 0.0
    latitude, longitude = np.where(pushed, launches[:, 0], latitude), np.where(pushed, launches[:, 1], longitude)
    altitude = np.where(pushed, 0.0, altitude)
    velocity = np.where(pushed[:, None], start, velocity)
    _, angle = azimuth_of(velocity, np.column_stack([latitude, longitude]))
    return altitude, np.linalg.norm(velocity, axis=1), np.linalg.norm(state[:, 3:], axis=1), angle


def level_axes(points):
    """Two unit vectors (n, 2, 3) across the direction from the Earth's centre, at points.

    Parameters
    ----------
    points : (n, 3) array, Earth-fixed
    """
    up = points / np.linalg.norm(points, axis=1)[:, None]
    other = np.where(np.abs(up[:, 2:]) < 0.7, [[0.0, 0.0, 1.0]], [[1.0, 0.0, 0.0]])
    first = np.cross(other, up)
    first /= np.linalg.norm(first, axis=1)[:, None]
    return np.stack([first, np.cross(up, first)], axis=1)
