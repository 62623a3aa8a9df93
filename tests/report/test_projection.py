"""The map projection against PROJ and against areas on the sphere; clipping leaves no stray lines."""

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from midcourse.report.projection import RADIUS_KM, View, fit_view, polar_view, spherical_cap

AGREES_KM = 1e-2  # near the far side the projection stretches rounding by 1 / sqrt(1 + cos distance)
AGREES_SHARE = 1e-9  # both are closed forms of the same projection
AREA_SHARE = 2e-3  # straight edges between points a degree apart, simplified by 1 km
EDGE_DEG = 0.01  # the edge of a cap is a polygon of 720 corners, and just off a pole it gives way by 0.002

latitudes, longitudes = st.floats(-90, 90), st.floats(-180, 180)


def _apart_deg(lat1, lon1, lat2, lon2):
    geod = pyproj.Geod(a=RADIUS_KM, b=RADIUS_KM)
    return np.degrees(geod.inv(lon1, lat1, lon2, lat2)[2] / RADIUS_KM)


@given(latitudes, longitudes, latitudes, longitudes)
def test_a_place_lies_where_proj_puts_it(centre_lat, centre_lon, lat, lon):
    view = View(centre_lat, centre_lon, -1, 1, -1, 1)
    x, y = view.project(lat, lon)
    if _apart_deg(centre_lat, centre_lon, lat, lon) > 149.0:
        return
    proj = pyproj.Proj(proj="laea", lat_0=centre_lat, lon_0=centre_lon, R=RADIUS_KM)
    assert (float(x), float(y)) == pytest.approx(proj(lon, lat), abs=AGREES_KM, rel=AGREES_SHARE)


def test_the_far_side_has_no_place():
    assert np.isnan(View(50, 20, -1, 1, -1, 1).project(-50, -160)[0])


@pytest.mark.parametrize(("south", "north", "west", "east"), [(40, 60, 0, 30), (50, 80, 150, 180), (0, 10, -5, 5)])
def test_land_keeps_its_area(south, north, west, east):
    """Area of a spherical quadrangle: R^2 (east - west) (sin north - sin south)."""
    area = RADIUS_KM**2 * np.radians(east - west) * (np.sin(np.radians(north)) - np.sin(np.radians(south)))
    view = View((south + north) / 2, (west + east) / 2, -9e3, 9e3, -9e3, 9e3)
    [drawn] = view.land([shapely.box(west, south, east, north)], 1.0)
    assert drawn.area == pytest.approx(area, rel=AREA_SHARE)


@given(st.floats(-89, 89), longitudes, st.floats(5, 139), latitudes, longitudes)
def test_a_cap_holds_the_places_within_its_angle(lat, lon, reach, place_lat, place_lon):
    apart = _apart_deg(lat, lon, place_lat, place_lon)
    if abs(apart - reach) < EDGE_DEG or abs(place_lon) > 179.9 or abs(place_lat) > 89.9:
        return
    assert shapely.contains_xy(spherical_cap(lat, lon, reach), place_lon, place_lat) == (apart < reach)


@pytest.mark.parametrize("centre", [(90, -95), (52, 23), (0, 179), (-50, 100)])
def test_no_line_crosses_the_map_where_land_is_cut(centre):
    """A belt round the Earth stays a belt: its projected area is that on the sphere, no sliver joins far edges."""
    view = View(*centre, -6e3, 6e3, -6e3, 6e3)
    belt = [shapely.box(west, 0, west + 60, 70) for west in range(-180, 180, 60)]
    drawn = view.land(belt, 5.0)
    assert all(shapely.is_valid(shape) for shape in drawn)
    together = sum(shape.area for shape in drawn)
    assert together == pytest.approx(shapely.union_all(drawn).area, rel=AREA_SHARE)
    assert max(shape.area for shape in drawn) <= view.frame.area


def test_a_view_shows_all_it_was_fitted_to_in_the_shape_asked():
    lat, lon = np.array([64.0, 37.0, 25.0]), np.array([-22.0, -9.0, 54.0])
    view = fit_view(lat, lon, shape=1.22)
    assert np.all(view.shows(lat, lon))
    assert (view.right - view.left) / (view.top - view.bottom) == pytest.approx(1.22)


def test_the_polar_view_ends_at_its_latitude():
    view = polar_view(-95.0, 20.0)
    assert view.shows(20.5, 10.0)
    assert not view.shows(19.5, 10.0)
