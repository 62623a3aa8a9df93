"""Where a point is: geodetic coordinates, ECEF, ECI, local east-north-up, and the look from a site.

Arrays carry x, y, z on their last axis and broadcast over the rest. ECI coincides with ECEF at time 0; a point fixed on
the Earth turns by `earth.rate * time` about z. Model page: docs/models/earth/frames.md.
"""

import numpy as np

_BOWRING_STEPS = 2


def geodetic_to_ecef(latitude, longitude, altitude, earth):
    """Position of a point given by geodetic latitude, longitude and altitude.

    Parameters
    ----------
    latitude, longitude : array_like
        rad; geodetic latitude, longitude east.
    altitude : array_like
        m above the ellipsoid.
    earth : Earth

    Returns
    -------
    position_ecef : ndarray, shape (..., 3)
        m. [wgs84, eq. 4-14]
    """
    latitude, longitude, altitude = np.broadcast_arrays(latitude, longitude, altitude)
    e2 = earth.eccentricity_squared
    sine, cosine = np.sin(latitude), np.cos(latitude)
    normal = earth.radius / np.sqrt(1.0 - e2 * sine**2)
    out = (normal + altitude) * cosine
    up = ((1.0 - e2) * normal + altitude) * sine
    return np.stack([out * np.cos(longitude), out * np.sin(longitude), up], axis=-1)


def ecef_to_geodetic(position_ecef, earth):
    """Geodetic latitude, longitude and altitude of a position, to 1e-8 m from -10 km to 10,000 km.

    Two of Bowring's steps on the parametric latitude [bowring1976], then an altitude that forgives the square of the
    error in latitude [bowring1985]. On the axis the longitude is 0; at the very centre of the Earth NaN.

    Parameters
    ----------
    position_ecef : array_like, shape (..., 3)
        m.
    earth : Earth

    Returns
    -------
    latitude, longitude, altitude : ndarray, shape (...)
        rad, rad in [-pi, pi], m.
    """
    x, y, z = _components(position_ecef)
    ratio = 1.0 - earth.flattening
    inner = earth.eccentricity_squared * earth.radius
    outer = inner / ratio
    out = np.hypot(x, y)
    distance = np.hypot(out, z)
    sine, cosine = z * (ratio * distance + outer), out * distance
    with np.errstate(invalid="ignore"):
        for _ in range(_BOWRING_STEPS):
            length = np.hypot(sine, cosine)
            sine, cosine = sine / length, cosine / length
            up, flat = z + outer * sine**3, out - inner * cosine**3
            sine, cosine = ratio * up, flat
        length = np.hypot(up, flat)
        sine, cosine = up / length, flat / length
        curved = earth.radius * np.sqrt(1.0 - earth.eccentricity_squared * sine**2)
        altitude = out * cosine + z * sine - curved
    return np.arctan2(up, flat), np.arctan2(y, x), altitude


def position_ecef_to_eci(position_ecef, time, earth):
    """Position in inertial axes of a point given in Earth-fixed axes.

    Parameters
    ----------
    position_ecef : array_like, shape (..., 3)
        m.
    time : array_like, shape (...)
        s since ECI and ECEF coincided.
    earth : Earth

    Returns
    -------
    position_eci : ndarray, shape (..., 3)
        m.
    """
    return _turn(position_ecef, np.asarray(time, dtype=float) * earth.rate)


def position_eci_to_ecef(position_eci, time, earth):
    """Position in Earth-fixed axes of a point given in inertial axes; the inverse of `position_ecef_to_eci`.

    Parameters
    ----------
    position_eci : array_like, shape (..., 3)
        m.
    time : array_like, shape (...)
        s since ECI and ECEF coincided.
    earth : Earth

    Returns
    -------
    position_ecef : ndarray, shape (..., 3)
        m.
    """
    return _turn(position_eci, np.asarray(time, dtype=float) * -earth.rate)


def state_ecef_to_eci(position_ecef, velocity_ecef, time, earth):
    """Inertial state of a body whose velocity is given relative to the turning Earth.

    Parameters
    ----------
    position_ecef, velocity_ecef : array_like, shape (..., 3)
        m, m/s relative to the Earth, in Earth-fixed axes.
    time : array_like, shape (...)
        s since ECI and ECEF coincided.
    earth : Earth

    Returns
    -------
    position_eci, velocity_eci : ndarray, shape (..., 3)
        m, m/s: v_eci = R (v_ecef + rate x r_ecef).
    """
    carried = np.asarray(velocity_ecef, dtype=float) + _carried(position_ecef, earth.rate)
    return position_ecef_to_eci(position_ecef, time, earth), position_ecef_to_eci(carried, time, earth)


def state_eci_to_ecef(position_eci, velocity_eci, time, earth):
    """State relative to the turning Earth of a body given in inertial axes; the inverse of `state_ecef_to_eci`.

    Parameters
    ----------
    position_eci, velocity_eci : array_like, shape (..., 3)
        m, m/s.
    time : array_like, shape (...)
        s since ECI and ECEF coincided.
    earth : Earth

    Returns
    -------
    position_ecef, velocity_ecef : ndarray, shape (..., 3)
        m, m/s relative to the Earth, in Earth-fixed axes.
    """
    relative = np.asarray(velocity_eci, dtype=float) - _carried(position_eci, earth.rate)
    return position_eci_to_ecef(position_eci, time, earth), position_eci_to_ecef(relative, time, earth)


def rotation_ecef_to_enu(latitude, longitude):
    """Matrix that takes an Earth-fixed vector to its east, north and up components at a place.

    Parameters
    ----------
    latitude, longitude : array_like
        rad, geodetic.

    Returns
    -------
    rotation : ndarray, shape (..., 3, 3)
        Rows east, north, up: `vector_enu = rotation @ vector_ecef`; its transpose goes back.
    """
    latitude, longitude = np.broadcast_arrays(np.asarray(latitude, dtype=float), np.asarray(longitude, dtype=float))
    sin_lat, cos_lat = np.sin(latitude), np.cos(latitude)
    sin_lon, cos_lon = np.sin(longitude), np.cos(longitude)
    east = np.stack([-sin_lon, cos_lon, np.zeros_like(sin_lon)], axis=-1)
    north = np.stack([-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat], axis=-1)
    up = np.stack([cos_lat * cos_lon, cos_lat * sin_lon, sin_lat], axis=-1)
    return np.stack([east, north, up], axis=-2)


def ecef_to_enu(position_ecef, site_ecef, latitude, longitude):
    """Position relative to a site, in the site's east, north and up.

    Parameters
    ----------
    position_ecef, site_ecef : array_like, shape (..., 3)
        m.
    latitude, longitude : array_like
        rad, geodetic, of the site.

    Returns
    -------
    position_enu : ndarray, shape (..., 3)
        m.
    """
    relative = np.asarray(position_ecef, dtype=float) - np.asarray(site_ecef, dtype=float)
    return np.einsum("...ij,...j->...i", rotation_ecef_to_enu(latitude, longitude), relative)


def look_angles(position_ecef, site_ecef, latitude, longitude):
    """Slant range, azimuth and elevation of a point seen from a site, along the straight line.

    Parameters
    ----------
    position_ecef, site_ecef : array_like, shape (..., 3)
        m.
    latitude, longitude : array_like
        rad, geodetic, of the site.

    Returns
    -------
    slant_range, azimuth, elevation : ndarray, shape (...)
        m; rad from north over east in [0, 2 pi); rad above the plane normal to the site's vertical.
    """
    east, north, up = _components(ecef_to_enu(position_ecef, site_ecef, latitude, longitude))
    ground = np.hypot(east, north)
    azimuth = np.arctan2(east, north)
    azimuth = np.where(azimuth < 0.0, azimuth + 2.0 * np.pi, azimuth)
    azimuth = np.where(azimuth >= 2.0 * np.pi, 0.0, azimuth)
    return np.hypot(ground, up), azimuth[()], np.arctan2(up, ground)


def look_to_ecef(slant_range, azimuth, elevation, site_ecef, latitude, longitude):
    """Position of a point that a site sees at a slant range, azimuth and elevation; the inverse of `look_angles`.

    Parameters
    ----------
    slant_range, azimuth, elevation : array_like
        m; rad from north over east; rad.
    site_ecef : array_like, shape (..., 3)
        m.
    latitude, longitude : array_like
        rad, geodetic, of the site.

    Returns
    -------
    position_ecef : ndarray, shape (..., 3)
        m.
    """
    flat = slant_range * np.cos(elevation)
    parts = np.broadcast_arrays(flat * np.sin(azimuth), flat * np.cos(azimuth), slant_range * np.sin(elevation))
    position_enu = np.stack(parts, axis=-1)
    turned = np.einsum("...ji,...j->...i", rotation_ecef_to_enu(latitude, longitude), position_enu)
    return np.asarray(site_ecef, dtype=float) + turned


def _components(vector):
    """x, y and z of an array of vectors, as floats."""
    vector = np.asarray(vector, dtype=float)
    return vector[..., 0], vector[..., 1], vector[..., 2]


def _turn(vector, angle):
    """The vector turned by an angle about z."""
    x, y, z = _components(vector)
    sine, cosine = np.sin(angle), np.cos(angle)
    return np.stack(np.broadcast_arrays(cosine * x - sine * y, sine * x + cosine * y, z), axis=-1)


def _carried(vector, rate):
    """Velocity that the turning Earth gives to a point: rate about z, cross its vector from the centre."""
    x, y, z = _components(vector)
    return np.stack([-rate * y, rate * x, np.zeros_like(z)], axis=-1)
