"""Cells of a region, against geodesic areas by pyproj, at the antimeridian and at the poles."""

import math

import numpy as np
import pyproj
import pytest
import shapely

from midcourse import earth
from midcourse.analysis import footprint_cells
from midcourse.earth import places
from midcourse.errors import MidcourseError

AREA = 1e-3  # edges of borders are straight on another map than geodesics are
WHOLE = 1e-9  # cells tile a region: rounding only
PRINTED = 1e-9  # ten figures are printed
SLIVERS = 1e-5  # where outlines of neighbours overlap
CUT = 1e-4  # an edge cut in two is straight twice on the equal-area map
GEOD = pyproj.Geod(ellps="WGS84")


def country(code):
    return next(c.shape for c in places.countries() if c.code == code)


def geodesic_area(shape):
    """Edges in short pieces: a border along a parallel is no geodesic."""
    return abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(shapely.segmentize(shape, 0.1)))[0])


@pytest.mark.parametrize("code", ["PL", "TR", "NO", "US"])
def test_the_area_of_a_country_is_the_geodesic_one(code):
    shape = country(code)
    assert footprint_cells.area_of(shape, earth.WGS84) == pytest.approx(geodesic_area(shape), rel=AREA)


def test_the_area_of_a_sphere_is_the_closed_form():
    cap = footprint_cells.area_of(shapely.box(-180.0, 60.0, 180.0, 90.0), earth.SPHERE)
    assert cap == pytest.approx(2.0 * math.pi * earth.SPHERE.radius**2 * (1.0 - math.sin(math.radians(60.0))))


def test_the_whole_ellipsoid_has_its_printed_area():
    """510,065,621.7 km2 for WGS 84 (NIMA TR8350.2)."""
    whole = footprint_cells.area_of(shapely.box(-180.0, -90.0, 180.0, 90.0), earth.WGS84)
    assert whole / 1e6 == pytest.approx(510_065_621.7, rel=PRINTED)


@pytest.mark.parametrize("size", [1, 4])
@pytest.mark.parametrize("resolution", [0.5, 0.7, 2.0])
def test_cells_tile_the_land(resolution, size):
    land = [(code, country(code)) for code in ("PL", "CZ", "DK")]
    cells = footprint_cells.make_cells(land, resolution, earth.WGS84, size)
    whole = sum(footprint_cells.area_of(shape, earth.WGS84) for _, shape in land)
    assert cells.area.sum() == pytest.approx(whole, rel=SLIVERS), "borders of neighbours overlap by slivers"
    assert shapely.intersects_xy(
        shapely.union_all([s for _, s in land]).buffer(1e-6), cells.longitude_deg, cells.latitude_deg
    ).all(), "aim points are on land"


def test_quarters_are_the_cells_of_the_finer_grid():
    land = [("PL", country("PL"))]
    coarse = footprint_cells.make_cells(land, 0.5, earth.WGS84, 2)
    fine = footprint_cells.make_cells(land, 0.5, earth.WGS84)
    quarters, parent = footprint_cells.split(coarse, land, earth.WGS84)
    order = [np.lexsort((c.column, c.row)) for c in (fine, quarters)]
    for name in ("column", "row", "size"):
        assert (getattr(fine, name)[order[0]] == getattr(quarters, name)[order[1]]).all()
    assert quarters.area[order[1]] == pytest.approx(fine.area[order[0]], rel=CUT)
    back = np.bincount(parent, quarters.area, len(coarse))
    assert back == pytest.approx(coarse.area, rel=CUT)


@pytest.mark.parametrize("resolution", [1.0, 0.7, 7.0])
def test_no_cell_lies_across_the_antimeridian_or_a_pole(resolution):
    """Land from 170 east to 170 west and to the north pole, as two shapes cut at the antimeridian."""
    shape = shapely.union_all([shapely.box(170.0, 60.0, 180.0, 90.0), shapely.box(-180.0, 60.0, -170.0, 90.0)])
    cells = footprint_cells.make_cells([("XX", shape)], resolution, earth.WGS84)
    bounds = shapely.bounds(cells.shape)
    assert (bounds[:, 2] - bounds[:, 0]).max() <= resolution + 1e-9
    assert bounds[:, [0, 2]].min() == -180.0
    assert bounds[:, [0, 2]].max() == 180.0
    assert bounds[:, 3].max() == 90.0
    twenty_degrees = footprint_cells.area_of(shapely.box(0.0, 60.0, 20.0, 90.0), earth.WGS84)
    assert cells.area.sum() == pytest.approx(twenty_degrees, rel=WHOLE)
    assert np.abs(cells.latitude_deg).max() < 90.0


def test_a_region_without_land_is_refused():
    with pytest.raises(MidcourseError, match="land"):
        footprint_cells.make_cells([], 1.0, earth.WGS84)
