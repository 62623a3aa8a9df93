"""Lines over the Earth: geodesics on the ellipsoid, great circles on the sphere; distances, bearings, destinations.

Model page: docs/models/earth/lines.md.
"""

import functools

import numpy as np


@functools.lru_cache(maxsize=32)
def _geod(radius, flattening):
    """Solver of geodesics on one ellipsoid."""
    import pyproj

    return pyproj.Geod(a=radius, f=flattening)


def geodesic(latitude_1, longitude_1, latitude_2, longitude_2, earth):
    """Length of the shortest line between two places, and its bearing at either end. [karney2013]

    Parameters
    ----------
    latitude_1, longitude_1, latitude_2, longitude_2 : array_like
        rad, geodetic.
    earth : Earth

    Returns
    -------
    distance, bearing_1, bearing_2 : ndarray
        m; rad from north over east in [0, 2 pi), both in the direction of travel.
    """
    places = _floats(longitude_1, latitude_1, longitude_2, latitude_2)
    shape = places[0].shape
    flat = [np.ravel(p) for p in places]
    known = np.all(np.isfinite(flat), axis=0)
    flat = [np.where(known, p, 0.0) for p in flat]
    solver = _geod(earth.radius, earth.flattening)
    bearing_1, bearing_2, distance = solver.inv(*flat, radians=True, return_back_azimuth=False)
    distance, bearing_1, bearing_2 = (np.where(known, v, np.nan) for v in (distance, bearing_1, bearing_2))
    return tuple(v.reshape(shape)[()] for v in (distance, _full_circle(bearing_1), _full_circle(bearing_2)))


def geodesic_destination(latitude, longitude, bearing, distance, earth):
    """Place reached from another by a distance along a bearing, on the ellipsoid. [karney2013]

    Parameters
    ----------
    latitude, longitude : array_like
        rad, geodetic.
    bearing : array_like
        rad from north over east, at the start.
    distance : array_like
        m, may be longer than half way round.
    earth : Earth

    Returns
    -------
    latitude, longitude, bearing : ndarray
        rad; longitude in [-pi, pi]; bearing on arrival in [0, 2 pi), in the direction of travel.
    """
    values = _floats(longitude, latitude, bearing, distance)
    shape = values[0].shape
    flat = [np.ravel(v) for v in values]
    known = np.all(np.isfinite(flat), axis=0)
    flat = [np.where(known, v, 0.0) for v in flat]
    solver = _geod(earth.radius, earth.flattening)
    longitude, latitude, bearing = solver.fwd(*flat, radians=True, return_back_azimuth=False)
    latitude, longitude, bearing = (np.where(known, v, np.nan) for v in (latitude, longitude, bearing))
    return tuple(v.reshape(shape)[()] for v in (latitude, longitude, _full_circle(bearing)))


def geodesic_points(latitude_1, longitude_1, latitude_2, longitude_2, count, earth):
    """Places at equal steps along the shortest line between two places, both ends included.

    Parameters
    ----------
    latitude_1, longitude_1, latitude_2, longitude_2 : float
        rad, geodetic.
    count : int
        Two or more.
    earth : Earth

    Returns
    -------
    latitude, longitude : ndarray, shape (count,)
        rad.
    """
    distance, bearing, _ = geodesic(latitude_1, longitude_1, latitude_2, longitude_2, earth)
    steps = np.linspace(0.0, 1.0, count) * distance
    latitude, longitude, _ = geodesic_destination(latitude_1, longitude_1, bearing, steps, earth)
    return latitude, longitude


def great_circle_angle(latitude_1, longitude_1, latitude_2, longitude_2):
    """Angle at the centre of a sphere between two places; exact for near and for antipodal places alike.

    Parameters
    ----------
    latitude_1, longitude_1, latitude_2, longitude_2 : array_like
        rad.

    Returns
    -------
    angle : ndarray
        rad in [0, pi]. [vincenty1975, on the sphere]
    """
    turn = np.subtract(longitude_2, longitude_1)
    sin_1, cos_1, sin_2, cos_2 = np.sin(latitude_1), np.cos(latitude_1), np.sin(latitude_2), np.cos(latitude_2)
    across = np.hypot(cos_2 * np.sin(turn), cos_1 * sin_2 - sin_1 * cos_2 * np.cos(turn))
    return np.arctan2(across, sin_1 * sin_2 + cos_1 * cos_2 * np.cos(turn))


def great_circle_distance(latitude_1, longitude_1, latitude_2, longitude_2, radius):
    """Length of the shortest line between two places on a sphere.

    Parameters
    ----------
    latitude_1, longitude_1, latitude_2, longitude_2 : array_like
        rad.
    radius : float
        m.

    Returns
    -------
    distance : ndarray
        m.
    """
    return radius * great_circle_angle(latitude_1, longitude_1, latitude_2, longitude_2)


def great_circle_bearing(latitude_1, longitude_1, latitude_2, longitude_2):
    """Bearing at the first place of the great circle to the second.

    Parameters
    ----------
    latitude_1, longitude_1, latitude_2, longitude_2 : array_like
        rad.

    Returns
    -------
    bearing : ndarray
        rad from north over east in [0, 2 pi).
    """
    turn = np.subtract(longitude_2, longitude_1)
    east = np.cos(latitude_2) * np.sin(turn)
    north = np.cos(latitude_1) * np.sin(latitude_2) - np.sin(latitude_1) * np.cos(latitude_2) * np.cos(turn)
    return _full_circle(np.arctan2(east, north))


def great_circle_destination(latitude, longitude, bearing, angle):
    """Place reached from another on a sphere by an angle along a bearing.

    Parameters
    ----------
    latitude, longitude : array_like
        rad.
    bearing : array_like
        rad from north over east, at the start.
    angle : array_like
        rad at the centre of the sphere: distance / radius.

    Returns
    -------
    latitude, longitude : ndarray
        rad; longitude in [-pi, pi].
    """
    sin_lat, cos_lat = np.sin(latitude), np.cos(latitude)
    sin_angle, cos_angle = np.sin(angle), np.cos(angle)
    up = sin_lat * cos_angle + cos_lat * sin_angle * np.cos(bearing)
    east = sin_angle * np.sin(bearing)
    out = cos_lat * cos_angle - sin_lat * sin_angle * np.cos(bearing)
    turned = np.arctan2(east, out) + longitude
    return np.arctan2(up, np.hypot(east, out)), np.arctan2(np.sin(turned), np.cos(turned))


def _floats(*values):
    """The values as float arrays of one shape."""
    return np.broadcast_arrays(*(np.asarray(v, dtype=float) for v in values))


def _full_circle(angle):
    """The angle in [0, 2 pi)."""
    turned = np.where(angle < 0.0, angle + 2.0 * np.pi, angle)
    return np.where(turned >= 2.0 * np.pi, 0.0, turned)[()]
