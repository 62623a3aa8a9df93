"""What the Earth hides: line of sight, the altitude at which a line grazes, the distance to the horizon.

Model page: docs/models/earth/horizon.md.
"""

import numpy as np

from ..errors import MidcourseError
from .frames import ecef_to_geodetic

REFRACTIONS = {"none": 1.0, "four-thirds": 4.0 / 3.0}
"""Factor by which the Earth's radius is stretched so that bent rays become straight."""

_ON_THE_SURFACE = 1e-12
_NEWTON_STEPS = 8


def line_of_sight(position_a_ecef, position_b_ecef, earth):
    """Whether the straight line between two points misses the Earth; a point on the ground sees what is above it.

    Parameters
    ----------
    position_a_ecef, position_b_ecef : array_like, shape (..., 3)
        m.
    earth : Earth

    Returns
    -------
    free : ndarray of bool, shape (...)
        A point under the ground sees nothing. Refraction is left out.
    """
    stretch = np.array([1.0, 1.0, 1.0 / (1.0 - earth.flattening)]) / earth.radius
    start = np.asarray(position_a_ecef, dtype=float) * stretch
    way = np.asarray(position_b_ecef, dtype=float) * stretch - start
    length2 = np.sum(way * way, axis=-1)
    nearest = -np.sum(start * way, axis=-1) / np.where(length2 > 0.0, length2, 1.0)
    point = start + np.clip(nearest, 0.0, 1.0)[..., None] * way
    return np.sum(point * point, axis=-1) >= 1.0 - _ON_THE_SURFACE


def grazing_altitude(position_a_ecef, position_b_ecef, earth):
    """Least altitude above the ellipsoid on the straight line between two points.

    Parameters
    ----------
    position_a_ecef, position_b_ecef : array_like, shape (..., 3)
        m.
    earth : Earth

    Returns
    -------
    altitude : ndarray, shape (...)
        m; negative where the line dips under the ground. The altitude along a line is convex, so Newton's steps on
        its slope end at the least one.
    """
    start, end = np.broadcast_arrays(np.asarray(position_a_ecef, float), np.asarray(position_b_ecef, float))
    way = end - start
    length2 = np.sum(way * way, axis=-1)
    safe = np.where(length2 > 0.0, length2, 1.0)
    share = np.clip(-np.sum(start * way, axis=-1) / safe, 0.0, 1.0)
    for _ in range(_NEWTON_STEPS):
        point = start + share[..., None] * way
        latitude, longitude, _ = ecef_to_geodetic(point, earth)
        cosine = np.cos(latitude)
        up = np.stack([cosine * np.cos(longitude), cosine * np.sin(longitude), np.sin(latitude)], axis=-1)
        slope = np.sum(up * way, axis=-1)
        level = np.maximum(length2 - slope**2, 1e-3 * safe)
        share = np.clip(share - slope * np.linalg.norm(point, axis=-1) / level, 0.0, 1.0)
    return ecef_to_geodetic(start + share[..., None] * way, earth)[2]


def horizon_slant_range(elevation, altitude_site, altitude_object, radius, refraction="none"):
    """Slant range at which an object of a given altitude stands at an elevation, on a sphere.

    Parameters
    ----------
    elevation : array_like
        rad.
    altitude_site, altitude_object : array_like
        m.
    radius : float
        m.
    refraction : {"none", "four-thirds"}
        "four-thirds" stretches the radius by 4/3; right for objects inside the lower air (below some 10 km), too far
        for objects above it.

    Returns
    -------
    slant_range : ndarray
        m; NaN where the object never stands so low or the ray strikes the ground first. An object below the site is met
        on the way down.

    Raises
    ------
    MidcourseError
        Another word for the refraction.
    """
    stretched = _stretched(radius, refraction)
    near, far = stretched + np.asarray(altitude_site, float), stretched + np.asarray(altitude_object, float)
    square = far**2 - (near * np.cos(elevation)) ** 2
    root = np.sqrt(np.where(square >= 0.0, square, np.nan))
    strikes = (np.sin(elevation) < 0.0) & (near * np.cos(elevation) < stretched)
    slant_range = np.where(far < near, -root, np.where(strikes, np.nan, root)) - near * np.sin(elevation)
    return np.where(slant_range >= 0.0, slant_range, np.nan)[()]


def horizon_ground_range(elevation, altitude_site, altitude_object, radius, refraction="none"):
    """Ground range at which an object of a given altitude stands at an elevation, on a sphere.

    Parameters
    ----------
    elevation, altitude_site, altitude_object, radius, refraction
        See `horizon_slant_range`.

    Returns
    -------
    ground_range : ndarray
        m over the sphere of the true radius.
    """
    slant_range = horizon_slant_range(elevation, altitude_site, altitude_object, radius, refraction)
    stretched = _stretched(radius, refraction)
    out = slant_range * np.cos(elevation)
    up = stretched + np.asarray(altitude_site, float) + slant_range * np.sin(elevation)
    return stretched * np.arctan2(out, up)


def elevation_at_ground_range(ground_range, altitude_site, altitude_object, radius, refraction="none"):
    """Elevation at which an object of a given altitude stands at a ground range, on a sphere.

    Parameters
    ----------
    ground_range : array_like
        m over the sphere of the true radius.
    altitude_site, altitude_object, radius, refraction
        See `horizon_slant_range`.

    Returns
    -------
    elevation : ndarray
        rad; negative below the site's horizontal.
    """
    stretched = _stretched(radius, refraction)
    angle = np.asarray(ground_range, float) / stretched
    near, far = stretched + np.asarray(altitude_site, float), stretched + np.asarray(altitude_object, float)
    return np.arctan2(far * np.cos(angle) - near, far * np.sin(angle))


def _stretched(radius, refraction):
    """Radius of the Earth on which rays are straight."""
    if refraction not in REFRACTIONS:
        raise MidcourseError(
            "there is no such refraction", where="refraction", got=refraction, hint=" or ".join(map(repr, REFRACTIONS))
        )
    return radius * REFRACTIONS[refraction]
