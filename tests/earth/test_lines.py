"""Great circles and geodesics. Checked against closed forms on the sphere, pyproj's own ellipsoid, known cases."""

import numpy as np
import pyproj
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from midcourse import earth
from midcourse.earth import SPHERE, WGS84

METRE = 1e-3  # m: a millimetre on the ground
ANGLE = 1e-12  # rad: roundings
NANOMETRE = 1e-8  # m: the solver's own accuracy is 15 nm
COORDINATES = 2e-3  # relative: places known to about 5 km
AT_A_POLE = 1e-9  # rad: roundings of a latitude near 90 deg are lost in the square root
NEAR = 1e-6  # rad of latitude kept away from poles, where bearings mean nothing

latitudes = st.floats(-np.pi / 2 + NEAR, np.pi / 2 - NEAR)
longitudes = st.floats(-np.pi, np.pi)


def turn_difference(a, b):
    return np.abs(np.angle(np.exp(1j * (np.asarray(a) - np.asarray(b)))))


def test_a_quarter_of_the_equator_and_of_a_meridian():
    quarter = earth.geodesic(0.0, 0.0, 0.0, np.pi / 2, WGS84)
    assert quarter[0] == pytest.approx(np.pi / 2 * 6378137.0, abs=METRE)
    assert quarter[1] == pytest.approx(np.pi / 2, abs=ANGLE)
    # the quarter meridian of WGS 84 [karney2013]
    assert earth.geodesic(0.0, 0.0, np.pi / 2, 0.0, WGS84)[0] == pytest.approx(10_001_965.729, abs=METRE)


@given(latitudes, longitudes, latitudes, longitudes)
@settings(deadline=None)
def test_geodesic_agrees_with_the_named_ellipsoid(lat_1, lon_1, lat_2, lon_2):
    distance, bearing, arrival = earth.geodesic(lat_1, lon_1, lat_2, lon_2, WGS84)
    out, back, length = pyproj.Geod(ellps="WGS84").inv(*np.degrees([lon_1, lat_1, lon_2, lat_2]))
    assert distance == pytest.approx(length, abs=METRE)
    assume(1e3 < distance < 1.9e7)  # near and antipodal pairs have no sure bearing
    assert turn_difference(bearing, np.radians(out)) * distance < METRE
    assert turn_difference(arrival, np.radians(back) + np.pi) * distance < METRE
    assert 0.0 <= bearing < 2.0 * np.pi


@given(latitudes, longitudes, st.floats(0, 2 * np.pi), st.floats(0, 1.9e7), st.sampled_from([WGS84, SPHERE]))
@settings(deadline=None)
def test_destination_and_distance_are_inverses(latitude, longitude, bearing, distance, shape):
    there = earth.geodesic_destination(latitude, longitude, bearing, distance, shape)
    assert earth.geodesic(latitude, longitude, there[0], there[1], shape)[0] == pytest.approx(distance, abs=METRE)
    back = earth.geodesic_destination(there[0], there[1], there[2] + np.pi, distance, shape)
    assert earth.geodesic(latitude, longitude, back[0], back[1], shape)[0] < METRE


@given(latitudes, longitudes, latitudes, longitudes)
@settings(deadline=None)
def test_on_the_sphere_geodesic_and_great_circle_agree(lat_1, lon_1, lat_2, lon_2):
    distance, bearing, _ = earth.geodesic(lat_1, lon_1, lat_2, lon_2, SPHERE)
    assert earth.great_circle_distance(lat_1, lon_1, lat_2, lon_2, SPHERE.radius) == pytest.approx(distance, abs=METRE)
    assume(1e3 < distance < 2e7)
    found = earth.great_circle_bearing(lat_1, lon_1, lat_2, lon_2)
    assert turn_difference(found, bearing) * SPHERE.radius * np.sin(distance / SPHERE.radius) < METRE


@given(latitudes, longitudes, st.floats(0, 2 * np.pi), st.floats(0, np.pi))
def test_great_circle_destination_lies_at_its_angle_and_bearing(latitude, longitude, bearing, angle):
    there = earth.great_circle_destination(latitude, longitude, bearing, angle)
    assert earth.great_circle_angle(latitude, longitude, *there) == pytest.approx(angle, abs=ANGLE)
    assume(0.01 < angle < 3.1)
    assert turn_difference(earth.great_circle_bearing(latitude, longitude, *there), bearing) < AT_A_POLE


@given(latitudes, longitudes, latitudes, longitudes, longitudes)
@settings(deadline=None)
def test_longitude_is_a_symmetry(lat_1, lon_1, lat_2, lon_2, turn):
    plain = earth.geodesic(lat_1, lon_1, lat_2, lon_2, WGS84)[0]
    turned = earth.geodesic(lat_1, lon_1 + turn, lat_2, lon_2 + turn, WGS84)[0]
    mirrored = earth.geodesic(-lat_1, -lon_1, -lat_2, -lon_2, WGS84)[0]
    assert turned == pytest.approx(plain, abs=METRE)
    assert mirrored == pytest.approx(plain, abs=METRE)


def test_tiny_and_antipodal_distances_keep_their_digits():
    assert earth.great_circle_distance(0.5, 0.5, 0.5 + 1e-9, 0.5, 6.371e6) == pytest.approx(6.371e-3, abs=NANOMETRE)
    assert earth.great_circle_angle(0.5, 0.5, -0.5, 0.5 + np.pi) == pytest.approx(np.pi, abs=ANGLE)
    antipodal = earth.geodesic(0.5, 0.5, -0.5, 0.5 + np.pi, WGS84)[0]
    assert antipodal == pytest.approx(2 * 10_001_965.729, abs=2 * METRE)  # over a pole


def test_across_the_antimeridian():
    east, west = np.radians(179.5), np.radians(-179.5)
    distance, bearing, _ = earth.geodesic(0.0, east, 0.0, west, WGS84)
    assert distance == pytest.approx(np.radians(1.0) * 6378137.0, abs=METRE)
    assert bearing == pytest.approx(np.pi / 2, abs=ANGLE)
    assert earth.geodesic_destination(0.0, east, np.pi / 2, distance, WGS84)[1] == pytest.approx(west, abs=ANGLE)


def test_points_on_a_line_are_equally_spaced():
    latitude, longitude = earth.geodesic_points(0.9, 0.2, 0.6, -2.0, 11, WGS84)
    steps = earth.geodesic(latitude[:-1], longitude[:-1], latitude[1:], longitude[1:], WGS84)[0]
    np.testing.assert_allclose(steps, earth.geodesic(0.9, 0.2, 0.6, -2.0, WGS84)[0] / 10, atol=METRE)


def test_nan_stays_in_its_row_and_shapes_broadcast():
    distance, bearing, arrival = earth.geodesic([[0.1], [np.nan]], 0.0, [0.2, 0.3, 0.4], 1.0, WGS84)
    assert distance.shape == bearing.shape == arrival.shape == (2, 3)
    assert np.all(np.isfinite(distance[0]))
    assert np.all(np.isnan([distance[1], bearing[1], arrival[1]]))
    assert np.isnan(earth.geodesic_destination(0.1, 0.1, np.nan, 1e3, WGS84)[0])


# Distances named in the public record, on the sphere of 6,371 km [own calculation from the published coordinates]
@pytest.mark.parametrize(
    ("a", "b", "kilometres"),
    [((38.08, 46.29), (54.479, 17.107), 2855.0), ((35.69, 51.39), (38.9, -77.04), 10177.0)],
)
def test_known_distances(a, b, kilometres):
    found = earth.great_circle_distance(*np.radians([*a, *b]), 6.371e6) / 1e3
    assert found == pytest.approx(kilometres, rel=COORDINATES)
