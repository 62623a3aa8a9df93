"""How far off a track is, flat on the map: an ellipse in the horizontal plane. docs/models/engagement/basket.md"""

import math

import numpy as np

from .basket import predicted_sigmas


def horizontal_ellipse(along, across, sight_ecef, latitude, longitude):
    """One-sigma ellipse, in the horizontal plane of an object, of an error along and across a line of sight.

    Parameters
    ----------
    along, across : (n,) arrays, m
        One sigma along the line of sight, and in each direction across it.
    sight_ecef : (n, 3) array, m
        From the radar to the object.
    latitude, longitude : (n,) arrays, rad
        Of the object.

    Returns
    -------
    semi_major, semi_minor : (n,) arrays, m
    azimuth : (n,) array, rad
        Of the major axis, clockwise from north, 0 to pi.

    Model: docs/models/engagement/basket.md.
    """
    x, y, z = (sight_ecef / np.linalg.norm(sight_ecef, axis=-1, keepdims=True)).T
    east = -x * np.sin(longitude) + y * np.cos(longitude)
    outward = x * np.cos(longitude) + y * np.sin(longitude)
    north = z * np.cos(latitude) - outward * np.sin(latitude)
    on_sight = np.sqrt(across**2 + (along**2 - across**2) * np.minimum(1.0, east**2 + north**2))
    azimuth = np.where(on_sight > across, 0.0, 0.5 * math.pi) + np.arctan2(east, north)
    return np.maximum(on_sight, across), np.minimum(on_sight, across), azimuth % math.pi


def track_ellipse(accuracy, site_ecef, view, asked, place):
    """Ellipse of the track of one radar at some times: while it sees, of what it has; afterwards, drawn on.

    Parameters
    ----------
    accuracy : basket.Accuracy
    site_ecef : (3,) array, m
    view : (first, last), s
        Of the time in view.
    asked : (n,) array, s
    place : (end_ecef, latitude, longitude)
        Where the object is at the end of the track so far, (n, 3) m, and below which point it is when asked, (n,) rad.

    Returns
    -------
    semi_major, semi_minor, azimuth : (n,) arrays, m, m, rad
        NaN before it is seen.
    """
    first, last = view
    end_ecef, latitude, longitude = place
    end = np.minimum(asked, last)
    sight_ecef = end_ecef - site_ecef
    slant_range = np.linalg.norm(sight_ecef, axis=-1)
    along, across = predicted_sigmas(accuracy, slant_range, end - first, asked - end)
    return horizontal_ellipse(along, across, sight_ecef, latitude, longitude)
