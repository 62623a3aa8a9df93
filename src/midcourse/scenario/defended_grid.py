"""A defended area as an even grid of latitude and longitude, for xarray and other readers of arrays."""

import numpy as np

from ..analysis import footprint_cells

NOWHERE = -1
"""Status of boxes without land that was asked about."""


def grid_of(cells, columns):
    """Even grid over the boxes that cells take up.

    Parameters
    ----------
    cells : footprint_cells.Cells
    columns : dict of name -> ((n,) array, value where there is no cell)

    Returns
    -------
    latitude, longitude : (p,), (q,) arrays, degrees, middles of the boxes
    grids : dict of name -> (p, q) array
    """
    west, east = int(cells.column.min()), int((cells.column + cells.size).max())
    south, north = int(cells.row.min()), int((cells.row + cells.size).max())
    grids = {
        name: np.full((north - south, east - west), empty, np.asarray(values).dtype)
        for name, (values, empty) in columns.items()
    }
    for up, right, rows in _boxes(cells):
        for name, (values, _) in columns.items():
            grids[name][up - south, right - west] = np.asarray(values)[rows]
    side = cells.resolution
    latitude = footprint_cells.SOUTH + side * (np.arange(south, north) + 0.5)
    longitude = footprint_cells.WEST + side * (np.arange(west, east) + 0.5)
    return latitude, longitude, grids


def _boxes(cells):
    """(rows, columns) of boxes of the finest grid and the cells they belong to, one box of each cell at a time."""
    for size in np.unique(cells.size):
        rows = np.flatnonzero(cells.size == size)
        for box in range(size * size):
            yield cells.row[rows] + box // size, cells.column[rows] + box % size, rows


def dataset(cells, verdicts, words, attributes):
    """The same grid as an xarray Dataset: status code, shots, and reason code by latitude and longitude.

    Parameters
    ----------
    cells : footprint_cells.Cells
    verdicts : analysis.DefendedPlaces
    words : sequence of str
        Meanings of the status codes 0, 1, 2...
    attributes : dict
    """
    import xarray

    columns = {
        "status": (verdicts.status, NOWHERE),
        "shots": (verdicts.shots, NOWHERE),
        "reason": (verdicts.reason, NOWHERE),
    }
    latitude, longitude, grids = grid_of(cells, columns)
    found = xarray.Dataset(
        {name: (("latitude_deg", "longitude_deg"), values) for name, values in grids.items()},
        coords={"latitude_deg": latitude, "longitude_deg": longitude},
        attrs=attributes,
    )
    found["latitude_deg"].attrs["units"] = "degrees_north"
    found["longitude_deg"].attrs["units"] = "degrees_east"
    found["status"].attrs["flag_values"] = list(range(len(words)))
    found["status"].attrs["flag_meanings"] = " ".join(words)
    found["shots"].attrs["units"] = "1"
    return found
