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
    shapely.prepare(outline)
    inside = shapely.intersects_xy(outline, x, y)
    x, y = x[inside], y[inside]
    on_land = np.zeros(len(x), bool)
    for part in places.land_parts():
        west, south, east, north = part.bounds
        near = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north) & ~on_land)
        if len(near):
            shapely.prepare(part)
            on_land[near] = shapely.intersects_xy(part, x[near], y[near])
    return y[on_land], x[on_land]
