"""policy.treaty_geometry against outlines with edges known by hand, and against PROJ's equidistant projection."""

import numpy as np
import pyproj
import pytest
import shapely
from shapely.ops import transform

from midcourse.earth import places
from midcourse.policy import treaty_geometry as geometry

RADIUS = 6_371_000.0
DEGREE = RADIUS * np.pi / 180.0
BOX = shapely.box(-10.0, -3.0, 20.0, 5.0)
EDGES = 1e-4  # edges along parallels are cut every quarter of a degree: 0.25^2/8 of a radian of bend at 5 degrees
CORNER = 1e-2  # the nearest edges run north of the corners by 0.1 degrees of bend
ONE_STEP = 20e3  # m, step along a look
PROJ = 1e-9  # both draw the border in the same projection with the same cuts


def test_the_border_of_a_box_is_as_far_as_its_nearest_side():
    assert geometry.border_distance(BOX, (0.0, 0.0)) == pytest.approx(3.0 * DEGREE, rel=EDGES)
    assert geometry.border_distance(BOX, (np.radians(4.0), 0.0)) == pytest.approx(1.0 * DEGREE, rel=EDGES)


def test_outside_there_is_no_distance_to_the_border():
    assert geometry.border_distance(BOX, (0.5, 0.0)) == 0.0


@pytest.mark.parametrize(
    ("code", "place"), [("RU", (65.21, 57.295)), ("RU", (52.856, 103.232)), ("US", (64.291, -149.187))]
)
def test_the_border_is_as_far_as_in_proj(code, place):
    shape = next(country.shape for country in places.countries() if country.code == code)
    shape = shapely.intersection(shape, shapely.box(place[1] - 40.0, place[0] - 15.0, place[1] + 40.0, place[0] + 12.0))
    drawn = pyproj.Transformer.from_crs(
        "EPSG:4326", f"+proj=aeqd +lat_0={place[0]} +lon_0={place[1]} +R={RADIUS} +units=m", always_xy=True
    )
    expected = transform(drawn.transform, shapely.segmentize(shape, geometry.EDGE)).boundary.distance(
        shapely.Point(0.0, 0.0)
    )
    assert geometry.border_distance(shape, tuple(np.radians(place))) == pytest.approx(expected, rel=PROJ)


def test_a_cut_along_the_antimeridian_is_no_border():
    cut = shapely.box(150.0, -20.0, 180.0, 20.0)
    assert geometry.border_distance(cut, tuple(np.radians([0.0, 179.0]))) == pytest.approx(20.0 * DEGREE, rel=CORNER)


@pytest.mark.parametrize(("bearing", "degrees"), [(90.0, 20.0), (270.0, 10.0), (0.0, 5.0), (180.0, 3.0)])
def test_what_lies_ahead_ends_at_the_side_of_the_box(bearing, degrees):
    assert geometry.land_ahead(BOX, (0.0, 0.0), np.radians(bearing)) == pytest.approx(degrees * DEGREE, abs=ONE_STEP)


def row(count, apart):
    """Places along the equator."""
    return [(0.0, k * apart / RADIUS) for k in range(count)]


@pytest.mark.parametrize(
    ("places_", "radius", "least", "most"),
    [
        (row(1, 1.0), 150e3, 1, 1),
        (row(2, 301e3), 150e3, 2, 2),
        (row(2, 149e3), 150e3, 1, 1),
        (row(2, 299e3), 150e3, 1, 2),  # one circle between them would do; drawn around places it takes two
        (row(7, 4e3), 1.5e3, 7, 7),
        ([], 1.0, 0, 0),
    ],
)
def test_circles_that_hold_places(places_, radius, least, most):
    assert geometry.circles_needed(places_, radius) == (least, most)
