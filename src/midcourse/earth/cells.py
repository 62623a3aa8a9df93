"""Cells over land: the middles of equal-angle cells that lie inside an outline. docs/models/earth/lines.md"""

import numpy as np

from . import places

LEAST_RESOLUTION, GREATEST_RESOLUTION = 0.1, 10.0
"""deg, size of a cell."""


def land_cells(outline, resolution):
    """Middles of cells on land inside an outline.

    Parameters
    ----------
    outline : shapely geometry, degrees
    resolution : float, deg
        Height of a cell and its width; edges lie on its multiples.

    Returns
    -------
    latitude_deg, longitude_deg : (n,) arrays
    """
    import shapely

    west, south, east, north = outline.bounds
    half = 0.5 * resolution
    latitude = np.arange(np.floor(south / resolution) * resolution + half, north, resolution)
    longitude = np.arange(np.floor(west / resolution) * resolution + half, east, resolution)
    x, y = (part.ravel() for part in np.meshgrid(longitude, latitude))
    inside = np.ones(len(x), bool)
    for shape in (outline, places.land()):
        shapely.prepare(shape)
        inside[inside] = shapely.intersects_xy(shape, x[inside], y[inside])
    return y[inside], x[inside]
