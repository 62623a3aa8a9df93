"""Frames: geodetic, ECEF, ECI, ENU. Checked against pyproj, plain matrices, plain geometry."""

import numpy as np
import pyproj
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from midcourse import earth
from midcourse.earth import SPHERE, WGS84, Earth, _kernels

POSITION = 1e-8  # m, asked of the round trip
ANGLE = 1e-12  # rad, asked of the round trip
PROJ_POSITION = 2e-8  # m: PROJ's own latitude is good to about 1e-15 rad, 1e-8 m at 16,000 km
VELOCITY = 1e-11  # m/s: roundings of 1e4 m/s
ROUNDING = 1e-13  # pure numbers of size 1, a few operations
DERIVATIVE = 1e-5  # central differences: 1e-9 m of rounding over 0.02 s; (1 mm)^2 of curvature over 1 mm
INTEGRATED = 1e-4  # m: the integrator's relative tolerance 1e-12 over 900 s
INTEGRATED_VELOCITY = 1e-7  # m/s: the same
LINEAR = 1e-6  # rad: the convergence of meridians over 1e-7 rad of longitude
ACROSS = 1e-7  # m: roundings of positions, seen across the line of sight
FLAT = Earth(flattening=0.01)

latitudes = st.floats(-np.pi / 2, np.pi / 2)
longitudes = st.floats(-np.pi, np.pi)
altitudes = st.floats(-1e4, 1e7)


def turn_difference(a, b):
    return np.abs(np.angle(np.exp(1j * (np.asarray(a) - np.asarray(b)))))


def through_kernel(position, shape):
    return np.array([_kernels.geodetic(*map(float, p), shape.radius, shape.eccentricity_squared) for p in position]).T


@settings(deadline=None)
@given(latitudes, longitudes, altitudes, st.sampled_from([WGS84, SPHERE, FLAT]))
def test_geodetic_round_trip(latitude, longitude, altitude, shape):
    position = earth.geodetic_to_ecef(latitude, longitude, altitude, shape)
    for found in (earth.ecef_to_geodetic(position, shape), through_kernel(position[None], shape)[:, 0]):
        assert abs(found[0] - latitude) < ANGLE
        assert turn_difference(found[1], longitude) * np.cos(latitude) < ANGLE
        assert abs(found[2] - altitude) < POSITION
        again = earth.geodetic_to_ecef(*found, shape)
        assert np.linalg.norm(again - position) < POSITION * 1.5  # 3 roundings of coordinates near 1.6e7 m


@pytest.mark.parametrize("altitude", [-1e4, 0.0, 1e5, 1e7])
@pytest.mark.parametrize("latitude", [np.pi / 2, -np.pi / 2, 0.0, 1e-9, np.pi / 2 - 1e-9])
@pytest.mark.parametrize("longitude", [np.pi, -np.pi, 0.0])
def test_poles_equator_and_antimeridian(latitude, longitude, altitude):
    position = earth.geodetic_to_ecef(latitude, longitude, altitude, WGS84)
    for found in (earth.ecef_to_geodetic(position, WGS84), through_kernel(position[None], WGS84)[:, 0]):
        assert abs(found[0] - latitude) < ANGLE
        assert turn_difference(found[1], longitude) * np.cos(latitude) < ANGLE
        assert abs(found[2] - altitude) < POSITION


def test_exactly_on_the_axis_the_longitude_is_zero():
    for z in (6.4e6, -6.4e6):
        for found in (
            earth.ecef_to_geodetic([0.0, 0.0, z], WGS84),
            _kernels.geodetic(0.0, 0.0, z, 6378137.0, 6.69438e-3),
        ):
            assert found[1] == 0.0
            assert found[0] == pytest.approx(np.copysign(np.pi / 2, z), abs=ANGLE)


def test_agrees_with_proj():
    rng = np.random.default_rng(7)
    latitude, longitude = np.arcsin(rng.uniform(-1, 1, 5000)), rng.uniform(-np.pi, np.pi, 5000)
    altitude = np.where(rng.random(5000) < 0.5, rng.uniform(-1e4, 1e5, 5000), rng.uniform(0, 1e7, 5000))
    to_ecef = pyproj.Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    x, y, z = to_ecef.transform(np.degrees(longitude), np.degrees(latitude), altitude)
    ours = earth.geodetic_to_ecef(latitude, longitude, altitude, WGS84)
    assert np.max(np.abs(ours - np.stack([x, y, z], axis=-1))) < PROJ_POSITION
    # PROJ's own way back is one step of Bowring, wrong by 8e-9 rad at 10,000 km: its forward way is the referent
    theirs = np.stack([x, y, z], axis=-1)
    for found in (earth.ecef_to_geodetic(theirs, WGS84), through_kernel(theirs, WGS84)):
        assert np.max(np.abs(found[0] - latitude)) < ANGLE
        assert np.max(turn_difference(found[1], longitude) * np.cos(latitude)) < ANGLE
        assert np.max(np.abs(found[2] - altitude)) < POSITION


@settings(deadline=None)
@given(latitudes, longitudes, altitudes, st.floats(-1.0, 1.0))
def test_turning_about_the_axis_changes_longitude_only(latitude, longitude, altitude, turn):
    still = Earth(rate=turn)
    position = earth.geodetic_to_ecef(latitude, longitude, altitude, WGS84)
    found = earth.ecef_to_geodetic(earth.position_ecef_to_eci(position, 1.0, still), WGS84)
    assert abs(found[0] - latitude) < ANGLE
    assert turn_difference(found[1], longitude + turn) * np.cos(latitude) < ANGLE
    assert abs(found[2] - altitude) < 2 * POSITION


def test_surface_latitude_is_exact_on_the_ellipsoid():
    rng = np.random.default_rng(8)
    latitude, longitude = rng.uniform(-1.57, 1.57, 500), rng.uniform(-np.pi, np.pi, 500)
    position = earth.geodetic_to_ecef(latitude, longitude, 0.0, WGS84)
    found = np.array([_kernels.surface_latitude_longitude(*p, WGS84.eccentricity_squared) for p in position.tolist()]).T
    assert np.max(np.abs(found[0] - latitude)) < ANGLE
    assert np.max(np.abs(found[1] - longitude)) < ANGLE


def test_fast_altitude_is_exact_on_the_surface_and_near_above():
    rng = np.random.default_rng(9)
    latitude, longitude = rng.uniform(-1.57, 1.57, 500), rng.uniform(-np.pi, np.pi, 500)
    for altitude, bound in ((0.0, 1e-8), (1e5, 0.6), (1e6, 5.0)):  # the bounds of its first line
        position = earth.geodetic_to_ecef(latitude, longitude, altitude, WGS84).tolist()
        found = [_kernels.altitude_fast(*p, WGS84.radius, WGS84.eccentricity_squared) for p in position]
        assert np.max(np.abs(np.array(found) - altitude)) < bound


def test_altitude_rate_is_the_derivative_of_fast_altitude():
    rng = np.random.default_rng(10)
    e2 = WGS84.eccentricity_squared
    for _ in range(50):
        p, v = rng.normal(size=3), rng.normal(size=3) * 3e3
        p *= 7e6 / np.linalg.norm(p)
        step = 0.01
        high, low = (_kernels.altitude_fast(*(p + s * v).tolist(), WGS84.radius, e2) for s in (step, -step))
        rate = _kernels.altitude_rate(*p.tolist(), *v.tolist(), WGS84.radius, e2)
        assert rate == pytest.approx((high - low) / (2 * step), abs=DERIVATIVE)


def test_a_point_fixed_on_the_earth_turns_with_it():
    position = earth.geodetic_to_ecef(0.7, 0.3, 100.0, WGS84)
    r, v = earth.state_ecef_to_eci(position, np.zeros(3), 3600.0, WGS84)
    angle = 7.292115e-5 * 3600.0
    matrix = [[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]]
    np.testing.assert_allclose(r, matrix @ position, atol=POSITION)
    np.testing.assert_allclose(v, np.cross([0, 0, 7.292115e-5], r), atol=VELOCITY)


@settings(deadline=None)
@given(st.lists(st.floats(-1e7, 1e7), min_size=3, max_size=3), st.lists(st.floats(-1e4, 1e4), min_size=3, max_size=3),
       st.floats(-1e5, 1e5))  # fmt: skip
def test_state_round_trip_between_frames(position, velocity, time):
    r, v = earth.state_eci_to_ecef(*earth.state_ecef_to_eci(position, velocity, time, WGS84), time, WGS84)
    np.testing.assert_allclose(r, position, atol=POSITION)
    np.testing.assert_allclose(v, velocity, atol=VELOCITY)


def test_flight_is_the_same_in_both_frames():
    """A free fall integrated in ECEF with Coriolis and centrifugal forces ends where the one in ECI does."""
    from scipy.integrate import solve_ivp

    rate, bulge = WGS84.rate, WGS84.gravity_bulge
    start = earth.geodetic_to_ecef(0.6, 0.5, 2e5, WGS84)
    throw = np.array([1500.0, 3000.0, 4000.0])

    def inertial(_, y):
        return [*y[3:], *_kernels.gravity(*y[:3].tolist(), WGS84.mu, bulge)]

    def turning(_, y):
        x, y_, z, u, v, w = y.tolist()
        ax, ay, az = _kernels.gravity(x, y_, z, WGS84.mu, bulge)
        return [u, v, w, ax + 2 * rate * v + rate**2 * x, ay - 2 * rate * u + rate**2 * y_, az]

    options = {"method": "DOP853", "rtol": 1e-12, "atol": 1e-6}
    r, v = earth.state_ecef_to_eci(start, throw, 0.0, WGS84)
    first = solve_ivp(inertial, (0, 900.0), np.concatenate([r, v]), **options).y[:, -1]
    second = solve_ivp(turning, (0, 900.0), np.concatenate([start, throw]), **options).y[:, -1]
    back = earth.state_eci_to_ecef(first[:3], first[3:], 900.0, WGS84)
    np.testing.assert_allclose(back[0], second[:3], atol=INTEGRATED)
    np.testing.assert_allclose(back[1], second[3:], atol=INTEGRATED_VELOCITY)


def test_rotation_to_enu_is_a_rotation_whose_up_is_the_vertical():
    rng = np.random.default_rng(11)
    latitude, longitude = rng.uniform(-1.5, 1.5, 40), rng.uniform(-3, 3, 40)
    rotation = earth.rotation_ecef_to_enu(latitude, longitude)
    np.testing.assert_allclose(
        rotation @ np.swapaxes(rotation, -1, -2), np.broadcast_to(np.eye(3), (40, 3, 3)), atol=ROUNDING
    )
    np.testing.assert_allclose(np.linalg.det(rotation), 1.0, atol=ROUNDING)
    step = 1e-3
    places = [(0, 0, step), (step / 6.4e6, 0, 0), (0, step / 6.4e6, 0)]
    names = ("up", "north", "east")
    start = earth.geodetic_to_ecef(latitude, longitude, 0.0, WGS84)
    for (d_lat, d_lon, d_alt), name in zip(places, names, strict=True):
        moved = earth.geodetic_to_ecef(latitude + d_lat, longitude + d_lon, d_alt, WGS84) - start
        direction = moved / np.linalg.norm(moved, axis=-1, keepdims=True)
        row = {"east": 0, "north": 1, "up": 2}[name]
        np.testing.assert_allclose(np.sum(rotation[:, row] * direction, axis=-1), 1.0, atol=DERIVATIVE)


def test_look_angles_of_known_directions():
    site = earth.geodetic_to_ecef(0.8, 0.2, 0.0, WGS84)
    above = earth.geodetic_to_ecef(0.8, 0.2, 5e5, WGS84)
    slant_range, _, elevation = earth.look_angles(above, site, 0.8, 0.2)
    assert slant_range == pytest.approx(5e5, abs=POSITION)
    assert elevation == pytest.approx(np.pi / 2, abs=ANGLE)
    north = earth.geodetic_to_ecef(0.81, 0.2, 0.0, WGS84)
    assert turn_difference(earth.look_angles(north, site, 0.8, 0.2)[1], 0.0) < ANGLE
    west = earth.geodetic_to_ecef(0.8, 0.2 - 1e-7, 0.0, WGS84)
    assert earth.look_angles(west, site, 0.8, 0.2)[1] == pytest.approx(1.5 * np.pi, abs=LINEAR)


@settings(deadline=None)
@given(st.floats(1.0, 1e7), st.floats(0, 6.28), st.floats(-1.5, 1.5), latitudes, longitudes)
def test_look_angles_round_trip(slant_range, azimuth, elevation, latitude, longitude):
    site = earth.geodetic_to_ecef(latitude, longitude, 100.0, WGS84)
    point = earth.look_to_ecef(slant_range, azimuth, elevation, site, latitude, longitude)
    found = earth.look_angles(point, site, latitude, longitude)
    assert found[0] == pytest.approx(slant_range, abs=ACROSS)
    assert turn_difference(found[1], azimuth) * np.cos(elevation) * slant_range < ACROSS
    assert abs(found[2] - elevation) * slant_range < ACROSS


def test_arrays_broadcast():
    position = earth.geodetic_to_ecef(np.zeros((4, 1)), np.zeros(3), 0.0, WGS84)
    assert position.shape == (4, 3, 3)
    assert earth.position_ecef_to_eci(position, np.arange(3.0), WGS84).shape == (4, 3, 3)
    assert earth.position_ecef_to_eci(position[0, 0], np.arange(5.0), WGS84).shape == (5, 3)
    assert [v.shape for v in earth.look_angles(position, position[0, 0], 0.0, 0.0)] == [(4, 3)] * 3
