"""Cells of a region: boxes of equal angle cut by its borders, their areas on the ellipsoid, finer cells within them.

Model page: docs/models/analysis/footprint.md.
"""

from dataclasses import dataclass, field, replace

import numpy as np
import shapely

from ..columns import column as stored
from ..errors import MidcourseError

WEST, SOUTH = -180.0, -90.0
"""deg, where the boxes start: none of them lies across the antimeridian or a pole."""

ROWS = ("column", "row", "size", "latitude_deg", "longitude_deg", "country", "area", "shape")
"""Fields of `Cells` with one entry a cell."""


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Cells:
    """Pieces of land, one row a box of the finest grid or of 2, 4, 8... of them a side; degrees, areas in m^2.

    `column` and `row` of the finest grid count from 180 degrees west and from the south pole, `size` is boxes a side.
    The aim point is the middle of the box where that is land, else a point of the land. `shape` holds shapely areas in
    degrees, longitude first; `resolution` is the side of the boxes of the finest grid, degrees.
    """

    column: np.ndarray = field(repr=False)
    row: np.ndarray = field(repr=False)
    size: np.ndarray = field(repr=False)
    latitude_deg: np.ndarray = field(repr=False)
    longitude_deg: np.ndarray = field(repr=False)
    country: np.ndarray = field(repr=False)
    area: np.ndarray = stored("m^2", "of the land")
    shape: np.ndarray = field(repr=False)
    resolution: float

    def __len__(self):
        return len(self.area)

    def take(self, rows):
        """The same cells with only these rows (a mask or indices).

        Parameters
        ----------
        rows : (k,) array
        """
        return replace(self, **{name: getattr(self, name)[rows] for name in ROWS})


def authalic(latitude_deg, earth):
    """Area from the equator to a latitude per radian of longitude, m^2; negative in the south.

    Parameters
    ----------
    latitude_deg : array, degrees
    earth : Earth

    Source: [snyder1987, eq. 3-12].
    """
    sine, e = np.sin(np.radians(latitude_deg)), np.sqrt(earth.eccentricity_squared)
    if e == 0.0:
        return earth.radius**2 * sine
    turned = sine / (1.0 - (e * sine) ** 2) + np.arctanh(e * sine) / e
    return 0.5 * earth.radius**2 * (1.0 - e * e) * turned


def area_of(shapes, earth):
    """Areas of shapes on the ellipsoid, m^2: edges are straight on an equal-area map, parallels and meridians exact.

    Parameters
    ----------
    shapes : shapely geometry or array of them, degrees, longitude first
    earth : Earth
    """

    def flatten(coordinates):
        return np.column_stack([np.radians(coordinates[:, 0]), authalic(coordinates[:, 1], earth)])

    return shapely.area(shapely.transform(shapes, flatten))


def make_cells(land, resolution, earth, size=1):
    """Cells that tile the land of countries.

    Parameters
    ----------
    land : sequence of (code, shapely area in degrees)
    resolution : float, degrees
        Side of the boxes of the finest grid.
    earth : Earth
    size : int
        Boxes of the finest grid a side of a cell: a power of two.

    Returns
    -------
    Cells

    Raises
    ------
    MidcourseError
        No land.
    """
    parts = [_boxes_on(shape, resolution, size) for _, shape in land if not shape.is_empty]
    if not parts:
        raise MidcourseError("a footprint needs land that may be aimed at", where="region", hint="an area in degrees")
    column, row = np.unique(np.concatenate(parts), axis=0).T
    column, row = column * size, row * size
    return _cut(column, row, np.full(len(row), size), land, resolution, earth)


def split(cells, land, earth):
    """The four quarters of cells, where there is land.

    Parameters
    ----------
    cells : Cells, sizes above 1
    land : as `make_cells`
    earth : Earth

    Returns
    -------
    quarters : Cells
    parent : (m,) array of int, row of the cell that each is a quarter of
    """
    half = cells.size // 2
    corners = [(0, 0), (0, 1), (1, 0), (1, 1)]
    column = np.concatenate([cells.column + right * half for _, right in corners])
    row = np.concatenate([cells.row + up * half for up, _ in corners])
    parent = np.tile(np.arange(len(cells)), 4)
    within = np.stack([cells.shape] * 4).ravel()
    made = _cut(column, row, np.tile(half, 4), land, cells.resolution, earth, within)
    order = {key: k for k, key in enumerate(zip(column.tolist(), row.tolist(), strict=True))}
    kept = [order[key] for key in zip(made.column.tolist(), made.row.tolist(), strict=True)]
    return made, parent[kept]


def joined(one, two):
    """Cells of two sets as one.

    Parameters
    ----------
    one, two : Cells of one grid
    """
    return replace(one, **{name: np.concatenate([getattr(one, name), getattr(two, name)]) for name in ROWS})


def box_edges(column, row, size, resolution):
    """(west, south, east, north) of cells, degrees; the last ones end at 180 and at 90.

    Parameters
    ----------
    column, row, size : (n,) arrays
    resolution : float, degrees
    """
    west, south = WEST + column * resolution, SOUTH + row * resolution
    east = np.minimum(WEST + (column + size) * resolution, -WEST)
    return west, south, east, np.minimum(SOUTH + (row + size) * resolution, -SOUTH)


def _boxes_on(shape, resolution, size):
    """Columns and rows (n, 2) of the boxes that a shape touches, in sides of a cell."""
    side = resolution * size
    found = []
    for part in shapely.get_parts(shape):
        west, south, east, north = part.bounds
        column = np.arange(np.floor((west - WEST) / side), np.floor((min(east, 179.999999) - WEST) / side) + 1)
        row = np.arange(np.floor((south - SOUTH) / side), np.floor((min(north, 89.999999) - SOUTH) / side) + 1)
        columns, rows = (grid.ravel().astype(np.int64) for grid in np.meshgrid(column, row))
        if len(columns) > 1:
            shapely.prepare(part)
            edges = box_edges(columns, rows, 1, side)
            touched = shapely.intersects(part, shapely.box(*edges))
            columns, rows = columns[touched], rows[touched]
        found.append(np.column_stack([columns, rows]))
    return np.concatenate(found)


def _cut(column, row, size, land, resolution, earth, within=None):
    """Cells of boxes cut by the land (or by areas of the land), with their aim points; empty ones are left out."""
    edges = box_edges(column, row, size, resolution)
    boxes = shapely.box(*edges)
    shape = _within_land(boxes, edges, land) if within is None else shapely.intersection(boxes, within)
    area = area_of(shape, earth)
    kept = area > 0.0
    shape, area, column, row, size = (part[kept] for part in (shape, area, column, row, size))
    longitude, latitude = 0.5 * (edges[0] + edges[2])[kept], 0.5 * (edges[1] + edges[3])[kept]
    outside = np.flatnonzero(~shapely.intersects_xy(shape, longitude, latitude))
    inner = shapely.get_coordinates(shapely.point_on_surface(shape[outside]))
    longitude[outside], latitude[outside] = inner[:, 0], inner[:, 1]
    country = _countries_at(longitude, latitude, land)
    columns = (column, row, size, latitude, longitude, country, area, shape)
    return Cells(**dict(zip(ROWS, columns, strict=True)), resolution=resolution)


def _within_land(boxes, edges, land):
    """What of each box is land; whole boxes where the land holds them."""
    found = np.full(len(boxes), shapely.Polygon(), object)
    for _, shape in land:
        for part in shapely.get_parts(shape):
            west, south, east, north = part.bounds
            near = (edges[0] < east) & (edges[2] > west) & (edges[1] < north) & (edges[3] > south)
            rows = np.flatnonzero(near)
            shapely.prepare(part)
            rows = rows[shapely.intersects(part, boxes[rows])]
            whole = shapely.contains(part, boxes[rows])
            piece = boxes[rows]
            piece[~whole] = _clipped(part, boxes[rows[~whole]])
            found[rows] = shapely.union(found[rows], piece)
    return found


def _clipped(part, boxes):
    """A shape cut by boxes: row by row of boxes, so that each cut meets a short border only."""
    if not len(boxes):
        return boxes
    bounds = shapely.bounds(boxes)
    found = np.empty(len(boxes), object)
    for south in np.unique(bounds[:, 1]):
        rows = np.flatnonzero(bounds[:, 1] == south)
        strip = shapely.clip_by_rect(part, -181.0, south, 181.0, bounds[rows, 3].max())
        found[rows] = shapely.intersection(shapely.make_valid(strip), boxes[rows])
    return found


def _countries_at(longitude, latitude, land):
    """Code of the country at each point; of the first one where borders meet."""
    found = np.full(len(longitude), "", object)
    for code, shape in land:
        west, south, east, north = shape.bounds
        rows = np.flatnonzero(
            (found == "") & (longitude >= west) & (longitude <= east) & (latitude >= south) & (latitude <= north)
        )
        shapely.prepare(shape)
        found[rows[shapely.intersects_xy(shape, longitude[rows], latitude[rows])]] = code
    return found.astype(str)
