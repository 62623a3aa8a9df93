"""Gravity and the Earth record. Checked against the potential and against normal gravity of WGS 84."""

import dataclasses

import numpy as np
import pytest

from midcourse import earth
from midcourse.earth import SPHERE, WGS84, Earth, _kernels
from midcourse.errors import MidcourseError

GRADIENT = 1e-8  # relative: central differences of the potential over 100 m
NORMAL = 1e-6  # m/s^2: the harmonics of the normal field above J4 (7 J6 g = 4e-7)
J4 = -2.37091222e-6  # of the normal field [moritz1980]
EXACT = 1e-14  # relative: one formula
PRINTED = 2e-11  # relative: the published digits


def potential(position, shape):
    """Gravitational potential of a point mass with J2, J/kg. [vallado2013, eq. 8-19]"""
    r = np.linalg.norm(position)
    sine = position[2] / r
    return shape.mu / r * (1.0 - shape.j2 * (shape.radius / r) ** 2 * (1.5 * sine**2 - 0.5))


def fourth_potential(position):
    """The next even term of the normal field, which the package leaves out, J/kg."""
    r = np.linalg.norm(position)
    sine2 = (position[2] / r) ** 2
    return -WGS84.mu / r * J4 * (WGS84.radius / r) ** 4 * (35.0 * sine2**2 - 30.0 * sine2 + 3.0) / 8.0


def gravity(position, shape):
    return np.array(_kernels.gravity(*map(float, position), shape.mu, shape.gravity_bulge))


@pytest.mark.parametrize("seed", range(20))
def test_gravity_is_the_gradient_of_the_potential(seed):
    rng = np.random.default_rng(seed)
    position = rng.normal(size=3)
    position *= rng.uniform(6.4e6, 2e7) / np.linalg.norm(position)
    steps = 100.0 * np.eye(3)
    expected = [(potential(position + s, WGS84) - potential(position - s, WGS84)) / 200.0 for s in steps]
    found = gravity(position, WGS84)
    np.testing.assert_allclose(found, expected, atol=GRADIENT * np.linalg.norm(found))


def test_without_j2_gravity_is_newtons():
    position = np.array([3e6, -4e6, 5e6])
    expected = -SPHERE.mu * position / np.linalg.norm(position) ** 3
    np.testing.assert_allclose(gravity(position, SPHERE), expected, rtol=EXACT)


@pytest.mark.parametrize("latitude", np.radians([-90, -60, -45, -20, 0, 10, 45, 70, 90]))
def test_gravity_less_the_turning_is_normal_gravity_on_the_ellipsoid(latitude):
    """Somigliana's formula with the constants of WGS 84. [wgs84, eq. 4-1]"""
    sine2 = np.sin(latitude) ** 2
    normal = 9.7803253359 * (1.0 + 0.00193185265241 * sine2) / np.sqrt(1.0 - 0.00669437999014 * sine2)
    position = earth.geodetic_to_ecef(latitude, 0.4, 0.0, WGS84)
    steps = 100.0 * np.eye(3)
    fourth = np.array([(fourth_potential(position + s) - fourth_potential(position - s)) / 200.0 for s in steps])
    felt = gravity(position, WGS84) + WGS84.rate**2 * position * [1, 1, 0] + fourth
    assert np.linalg.norm(felt) == pytest.approx(normal, abs=NORMAL)


def test_gravity_turns_with_longitude():
    position = np.array([4e6, 3e6, 4e6])
    turned = earth.position_ecef_to_eci(position, 1.0, Earth(rate=0.7))
    expected = earth.position_ecef_to_eci(gravity(position, WGS84), 1.0, Earth(rate=0.7))
    np.testing.assert_allclose(gravity(turned, WGS84), expected, rtol=PRINTED)


def test_ready_made_earths():
    assert Earth(6378137.0, 3.986004418e14, 1 / 298.257223563, 1.08262982e-3, 7.292115e-5) == WGS84
    assert Earth(6_371_000.0, 3.986004418e14, 0.0, 0.0, 7.292115e-5) == SPHERE
    assert WGS84.polar_radius == pytest.approx(6_356_752.3142, rel=PRINTED)  # [wgs84, table 3.3], 0.1 mm
    assert WGS84.eccentricity_squared == pytest.approx(6.69437999014e-3, rel=PRINTED)
    assert WGS84.mean_radius == pytest.approx(6_371_008.7714, rel=PRINTED)  # [moritz1980]
    assert SPHERE.gravity_bulge == 0.0


def test_choose_earth():
    assert earth.choose_earth("wgs84") is WGS84
    assert earth.choose_earth("sphere", rotating=False) == dataclasses.replace(SPHERE, rate=0.0)
    mine = Earth(radius=7e6)
    assert earth.choose_earth(mine) is mine
    with pytest.raises(MidcourseError, match="no such Earth"):
        earth.choose_earth("flat")


@pytest.mark.parametrize(
    "wrong", [{"radius": 0.0}, {"mu": -1.0}, {"flattening": 1.0}, {"radius": np.nan}, {"j2": "1"}, {"rate": True}]
)
def test_wrong_earths_are_refused(wrong):
    with pytest.raises(MidcourseError, match=next(iter(wrong))):
        Earth(**wrong)


def test_numpy_numbers_are_numbers():
    assert Earth(radius=np.float64(7e6)).radius == Earth(radius=np.int64(7_000_000)).radius
