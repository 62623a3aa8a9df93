"""What the Earth hides. Checked against a horizon table, plane geometry, a search over the line, a traced ray."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from midcourse import earth
from midcourse.earth import SPHERE, WGS84
from midcourse.errors import MidcourseError

KILOMETRE = 1e3  # m: the table is printed to whole kilometres
SEARCHED = 1e-3  # m: a search over 20,001 places refined by a parabola
GEOMETRY = 1e-4  # m: closed form against closed form at 1e7 m
CURVED = 45.0  # m: the Earth falls away by 20 m in 16 km, seen at 30 degrees
ANGLE = 1e-9  # rad: arc tangents of distances near 1e6 m
RADIUS = 6_371_000.0

# slant range in km at elevation (deg), by altitude of the object in km; sphere of 6,371 km, no refraction [own
# calculation published with the project's gates; closed form]
TABLE = {
    0: {100: 1133, 200: 1609, 300: 1978, 500: 2573, 1000: 3707, 1300: 4273},
    2: {100: 932, 200: 1402, 300: 1768, 500: 2360, 1000: 3491, 1300: 4056},
    3: {100: 848, 200: 1310, 300: 1673, 500: 2261, 1000: 3389, 1300: 3952},
    5: {100: 707, 200: 1147, 300: 1499, 500: 2077, 1000: 3193, 1300: 3753},
}
FOUR_THIRDS = {100: 1307, 200: 1854, 500: 2957}


@pytest.mark.parametrize("elevation", TABLE)
def test_horizon_table(elevation):
    for altitude, slant_range in TABLE[elevation].items():
        found = earth.horizon_slant_range(np.radians(elevation), 0.0, altitude * 1e3, RADIUS)
        assert found == pytest.approx(slant_range * 1e3, abs=KILOMETRE)


@pytest.mark.parametrize("altitude", FOUR_THIRDS)
def test_horizon_table_with_refraction(altitude):
    found = earth.horizon_slant_range(0.0, 0.0, altitude * 1e3, RADIUS, refraction="four-thirds")
    assert found == pytest.approx(FOUR_THIRDS[altitude] * 1e3, abs=KILOMETRE)


def traced_ground_range(altitude):
    """Ground range of a ray that leaves level, bent by n - 1 = 313e-6 exp(-h / 7350 m), by Snell's law."""

    def slope(h, _):
        n = 1.0 + 313e-6 * np.exp(-h / 7350.0)
        ratio = n * (RADIUS + h) / ((1.0 + 313e-6) * RADIUS)
        return [1.0 / ((1.0 + h / RADIUS) * np.sqrt(ratio**2 - 1.0))]

    # the first 10 m by the circle that the ray starts as: its curvature is n'/n against the Earth's
    bend = 1.0 / RADIUS - 313e-6 / 7350.0
    start = np.sqrt(2.0 * 10.0 / bend)
    return solve_ivp(slope, (10.0, altitude), [start], rtol=1e-9, atol=1e-3).y[0, -1]


def test_four_thirds_overstates_refraction_for_objects_above_the_air():
    for altitude, overstates in ((5e3, False), (100e3, True), (500e3, True)):
        straight = earth.horizon_ground_range(0.0, 0.0, altitude, RADIUS)
        stretched = earth.horizon_ground_range(0.0, 0.0, altitude, RADIUS, refraction="four-thirds")
        traced = traced_ground_range(altitude)
        assert straight < traced < stretched
        assert ((stretched - traced) > (traced - straight)) == overstates


@given(st.floats(0, 1.5), st.floats(0, 1e4), st.floats(1.1e4, 5e6), st.sampled_from(["none", "four-thirds"]))
def test_slant_ground_range_and_elevation_are_one_triangle(elevation, site, altitude, refraction):
    ground_range = earth.horizon_ground_range(elevation, site, altitude, RADIUS, refraction)
    found = earth.elevation_at_ground_range(ground_range, site, altitude, RADIUS, refraction)
    assert found == pytest.approx(elevation, abs=ANGLE)


@given(st.floats(-0.38, 1.5), st.floats(-1.5, 1.5), st.floats(0, 6.28))
@settings(deadline=None)
def test_horizon_slant_range_is_where_the_look_crosses_the_altitude(elevation, latitude, azimuth):
    slant_range = earth.horizon_slant_range(elevation, 500e3, 800e3, RADIUS)
    site = earth.geodetic_to_ecef(latitude, 0.3, 500e3, SPHERE)
    point = earth.look_to_ecef(slant_range, azimuth, elevation, site, latitude, 0.3)
    assert np.linalg.norm(point) - RADIUS == pytest.approx(800e3, abs=GEOMETRY)


def test_an_object_that_never_stands_so_low_gives_nan():
    assert np.isnan(earth.horizon_slant_range(0.1, 1000.0, 500.0, RADIUS))
    assert np.isnan(earth.horizon_slant_range(-0.01, 1000.0, 500.0, RADIUS))
    assert np.isnan(earth.horizon_slant_range(-0.4, 500e3, 800e3, RADIUS))  # the ray strikes the ground first


def test_a_look_down_meets_a_lower_object_on_the_way_down():
    found = earth.horizon_slant_range(np.radians([-90.0, -30.0]), 10e3, 1e3, RADIUS)
    assert found[0] == pytest.approx(9e3, abs=GEOMETRY)
    assert found[1] == pytest.approx(18e3, abs=CURVED)


def test_unknown_refraction_is_refused():
    with pytest.raises(MidcourseError, match="refraction"):
        earth.horizon_slant_range(0.0, 0.0, 1e5, RADIUS, refraction="some")


def searched_least_altitude(a, b, shape):
    """Least altitude over many places of a line, refined by a parabola through the lowest three."""
    share = np.linspace(0.0, 1.0, 20_001)[:, None]
    altitude = earth.ecef_to_geodetic(a + share * (b - a), shape)[2]
    k = int(np.argmin(altitude))
    if k in (0, len(altitude) - 1):
        return altitude[k]
    low, middle, high = altitude[k - 1 : k + 2]
    return middle - (high - low) ** 2 / (8.0 * (high - 2.0 * middle + low))


@pytest.mark.parametrize("seed", range(30))
def test_grazing_altitude_is_the_least_on_the_line(seed):
    rng = np.random.default_rng(seed)
    latitude, longitude = rng.uniform(-1.5, 1.5, 2), rng.uniform(-3, 3, 2)
    a, b = earth.geodetic_to_ecef(latitude, longitude, rng.uniform(0.0, 3e6, 2), WGS84)
    expected = searched_least_altitude(a, b, WGS84)
    found = earth.grazing_altitude(a, b, WGS84)
    if expected > -3e6:  # deeper, the vertical itself turns within a step of the search
        assert found == pytest.approx(expected, abs=SEARCHED)
    assert earth.line_of_sight(a, b, WGS84) == (expected >= 0.0)


def test_line_of_sight_from_the_ground_is_what_stands_above_the_horizon():
    site = earth.geodetic_to_ecef(0.7, 0.4, 0.0, WGS84)
    for azimuth in np.linspace(0.0, 6.0, 7):
        for elevation, free in ((1e-5, True), (-1e-5, False)):
            point = earth.look_to_ecef(2e6, azimuth, elevation, site, 0.7, 0.4)
            assert earth.line_of_sight(site, point, WGS84) == free
            assert earth.line_of_sight(point, site, WGS84) == free


def test_nothing_is_seen_from_under_the_ground_and_a_point_sees_itself():
    under = earth.geodetic_to_ecef(0.7, 0.4, -10.0, WGS84)
    above = earth.geodetic_to_ecef(0.7, 0.4, 1e5, WGS84)
    assert not earth.line_of_sight(under, above, WGS84)
    assert earth.line_of_sight(above, above, WGS84)
    assert earth.grazing_altitude(above, above, WGS84) == pytest.approx(1e5, abs=GEOMETRY)


def test_many_lines_at_once():
    a = earth.geodetic_to_ecef(0.7, np.linspace(0, 1, 4), 1e5, WGS84)
    b = earth.geodetic_to_ecef(0.5, 0.0, 1e6, WGS84)
    assert earth.line_of_sight(a[:, None], b, WGS84).shape == (4, 1)
    assert earth.grazing_altitude(a, b, WGS84).shape == (4,)
