"""Circles and borders for treaty rules: how many circles hold some places, how near a border is, what lies ahead.

Model page: docs/models/policy/treaty.md. Places are radians, outlines shapely areas in degrees.
"""

import numpy as np
import shapely

from ..earth import great_circle_bearing, great_circle_destination, great_circle_distance

RADIUS = 6_371_000.0
"""m, of the sphere on which these distances are measured [moritz1980, mean radius to 0.01 %]."""

AHEAD, STEP = 5_000e3, 20e3
"""m: how far a radar's look is followed over land, and in which steps."""

EDGE = 0.25
"""deg: edges of an outline are straight in degrees; longer ones are cut before they are projected."""


def distance(place, other):
    """Great-circle distance between two places, m.

    Parameters
    ----------
    place, other : (latitude, longitude) in rad
    """
    return float(great_circle_distance(place[0], place[1], other[0], other[1], RADIUS))


def circles_needed(places, radius):
    """Least number of circles of a radius that hold all places: (at least, at most).

    At least: places so far apart in pairs that no circle holds two. At most: circles drawn around places.

    Parameters
    ----------
    places : sequence of (latitude, longitude) in rad
    radius : float, m
    """
    return len(spread_out(places, 2.0 * radius)), len(spread_out(places, radius))


def spread_out(places, apart):
    """Places of which no two are within a distance of each other, so that every other one is within it of one of them.

    Parameters
    ----------
    places : sequence of (latitude, longitude) in rad
    apart : float, m
    """
    kept: list = []
    for place in places:
        if all(distance(place, other) > apart for other in kept):
            kept.append(place)
    return kept


def border_distance(outline, place):
    """Distance from a place inside an outline to its border or coast, m; 0 outside.

    The border is drawn in the azimuthal equidistant projection around the place, where every distance from it is true.

    Parameters
    ----------
    outline : shapely area, degrees
    place : (latitude, longitude) in rad
    """
    if not _contains(outline, *place):
        return 0.0
    parts = shapely.segmentize(outline, EDGE)
    return min(_ring_distance(np.radians(ring), place) for ring in _rings(parts))


def land_ahead(outline, place, bearing):
    """Length of what lies inside an outline along a great circle from a place, m, up to `AHEAD`.

    Parameters
    ----------
    outline : shapely area, degrees
    place : (latitude, longitude) in rad
    bearing : float, rad
    """
    along = np.arange(0.5 * STEP, AHEAD, STEP)
    latitude, longitude = great_circle_destination(place[0], place[1], bearing, along / RADIUS)
    inside = shapely.contains_xy(outline, np.degrees(longitude), np.degrees(latitude))
    return float(inside.sum() * STEP)


def _contains(outline, latitude, longitude):
    return bool(shapely.contains_xy(outline, np.degrees(longitude), np.degrees(latitude)))


def _rings(outline):
    """Rings of an outline as (n, 2) longitude and latitude, degrees."""
    for part in shapely.get_parts(outline):
        yield from (shapely.get_coordinates(ring) for ring in (part.exterior, *part.interiors))


def _ring_distance(ring, place):
    """Distance from a place to the nearest edge of a ring, m; edges along the antimeridian are cuts, not borders."""
    longitude, latitude = ring.T
    away = great_circle_distance(place[0], place[1], latitude, longitude, RADIUS)
    bearing = great_circle_bearing(place[0], place[1], latitude, longitude)
    points = np.column_stack([away * np.sin(bearing), away * np.cos(bearing)])
    start, edge = points[:-1], np.diff(points, axis=0)
    cut = (np.abs(longitude[:-1]) > np.pi - 1e-6) & (np.abs(longitude[1:]) > np.pi - 1e-6)
    length = np.maximum((edge**2).sum(axis=1), 1e-9)
    along = np.clip(-(start * edge).sum(axis=1) / length, 0.0, 1.0)
    nearest = np.hypot(*(start + along[:, None] * edge).T)
    return float(np.min(np.where(cut, np.inf, nearest), initial=np.inf))
