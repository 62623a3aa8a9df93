"""Ground under what a radar covers: the rim of each face, at one altitude or as far as it sees at its least elevation.

Model page: docs/models/sensing/visibility.md.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from midcourse import earth as globe
from midcourse.columns import column

STEP = math.radians(2.5)
"""rad, between the azimuths of an outline."""

HALVINGS, STRAIGHT_UP, FARTHEST = 36, math.radians(89.99), 5e7
"""Steps of a search, rad, and m, beyond every altitude that is asked about."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Outline:
    """What one face covers, as places on the ground under it; n azimuths from its low to its high edge."""

    azimuth: np.ndarray = column("rad", "of the lines, from north clockwise (n,)")
    far_places: np.ndarray = field(repr=False)
    """(n, 2) latitude, longitude in rad under the far edge of each line; NaN where nothing is covered."""
    near_places: np.ndarray = field(repr=False)
    """(n, 2) the same of the near edge; the site itself where it looks straight up."""
    slant_range: np.ndarray = column("m", "to the far edge (n,)")
    altitude: np.ndarray = column("m", "of the far edge (n,)")
    whole: bool = False
    """Whether the face looks all round."""


def outlines(radar, altitude=None, earth=globe.WGS84):
    """Outline of what each face of a radar covers, lines of sight taken as straight.

    Parameters
    ----------
    radar : Radar
    altitude : float or None, m
        Where the object flies; None: the rim at the radar's reach and its least elevation.
    earth : Earth

    Returns
    -------
    tuple of Outline, one a face
    """
    lines = [_azimuths(*face) for face in radar.faces]
    parts = _edges(radar, np.concatenate(lines), altitude, earth)
    ends = np.cumsum([len(one) for one in lines])[:-1]
    rows = zip(lines, *(np.split(part, ends) for part in parts), strict=True)
    names = ("azimuth", "far_places", "near_places", "slant_range", "altitude")
    return tuple(
        Outline(**dict(zip(names, row, strict=True)), whole=row[0][-1] - row[0][0] > 2.0 * math.pi - 1e-9)
        for row in rows
    )


def _azimuths(low, high):
    """Azimuths of the lines of a face, clockwise; the first again where it looks all round."""
    width = (high - low) % (2.0 * math.pi) or 2.0 * math.pi
    return low + width * np.linspace(0.0, 1.0, max(13, 1 + round(width / STEP)))


def _edges(radar, azimuth, altitude, earth):
    """(far (n, 2), near (n, 2), slant range (n,), altitude (n,)) of lines, as in `Outline`."""
    count = len(azimuth)
    lowest, highest = np.full(count, radar.elevation_low), np.full(count, min(radar.elevation_high, STRAIGHT_UP))
    reach, least = np.full(count, radar.reach), np.full(count, radar.minimum_range)
    under = _looker(radar, azimuth, earth)
    if altitude is None:
        far, above = under(lowest, reach)
        near, _ = under(lowest, least)
    else:
        reach = np.minimum(reach, _range_at(under, lowest, altitude))
        least = np.maximum(least, _range_at(under, highest, altitude))
        far, above = under(_elevation_at(under, reach, altitude), reach)
        near, _ = under(_elevation_at(under, least, altitude), least)
    seen = least < reach
    places = (np.where(seen[:, None], one, np.nan) for one in (far, near))
    return *places, np.where(seen, reach, np.nan), np.where(seen, above, np.nan)


def _looker(radar, azimuth, earth):
    """Function (elevation, slant range) -> places (n, 2) in rad under those points of the lines, altitudes (n,)."""
    place = radar.latitude, radar.longitude
    site = np.asarray(globe.geodetic_to_ecef(*place, radar.altitude, earth))

    def under(elevation, slant_range):
        points = globe.look_to_ecef(slant_range, azimuth, elevation, site, *place)
        latitude, longitude, altitude = globe.ecef_to_geodetic(points, earth)
        return np.column_stack([latitude, longitude]), altitude

    return under


def _range_at(under, elevation, altitude):
    """Slant range (n,) at which lines at an elevation rise through an altitude."""
    return _halved(lambda s: under(elevation, s)[1] < altitude, 0.0 * elevation, FARTHEST + 0.0 * elevation)


def _elevation_at(under, slant_range, altitude):
    """Elevation (n,) at which points at a slant range lie at an altitude."""
    ends = np.full((2, len(slant_range)), 0.5 * math.pi)
    return _halved(lambda e: under(e, slant_range)[1] < altitude, -ends[0], ends[1])


def _halved(below, low, high):
    """Least values (n,) between two ends at which something is no longer below, by halving."""
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        under = below(middle)
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    return high
