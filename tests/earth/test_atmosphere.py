"""Air: the closed form below 86 km, the standard's printed values above, and no jump anywhere.

Checked against referents written here: the layers from [us1976, tables 2 and 4, eqs. 18, 23, 33] and printed values of
[us1976, tables I and VIII]. Nothing of the package's own air is used to make them.
"""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from midcourse import earth
from midcourse.earth import _kernels

LOWER = 1e-5  # relative, asked of density and sound speed below 86 km
UPPER = 1e-2  # relative, asked of density from 86 to 1000 km
PRINTED = 6e-4  # relative: half a unit of the fourth printed digit
INTERPOLATED = 1e-3  # relative: the kernel's rows against the fine integration
JUMP = 1e-7  # relative, between the two floats beside a knot
CLOSED_FORM = 1e-12  # relative: the doors' own closed form, rounding
PRINTED_TEMPERATURE = 0.006  # K: half a unit of the last printed digit
NESC_DENSITY = 1e-5  # relative, asked by the reliability plan for the NASA check cases
SLUG_PER_CUBIC_FOOT = 515.378818  # kg/m^3
KERNEL_AND_DOOR = 1e-5  # relative below 86 km, the same table above
TOOL = Path(__file__).resolve().parents[2] / "tools" / "make_atmosphere_table.py"

# [us1976, table I]: km, K, Pa, kg/m^3
PRINTED_UPPER = [
    (86, 186.87, 3.7338e-1, 6.958e-6), (90, 186.87, 1.8359e-1, 3.416e-6), (95, 188.42, 7.5966e-2, 1.393e-6),
    (100, 195.08, 3.2011e-2, 5.604e-7), (110, 240.00, 7.1042e-3, 9.708e-8), (115, 300.00, 4.0096e-3, 4.289e-8),
    (120, 360.00, 2.5382e-3, 2.222e-8), (130, 469.27, 1.2505e-3, 8.152e-9), (140, 559.63, 7.2028e-4, 3.831e-9),
    (150, 634.39, 4.5422e-4, 2.076e-9), (160, 696.29, 3.0395e-4, 1.233e-9), (170, 747.57, 2.1210e-4, 7.815e-10),
    (180, 790.07, 1.5271e-4, 5.194e-10), (190, 825.31, 1.1266e-4, 3.581e-10), (200, 854.56, 8.4736e-5, 2.541e-10),
    (105, 208.84, 1.4481e-2, 2.325e-7), (450, 998.22, 6.4468e-7, 1.184e-12),
    (250, 941.33, 2.4767e-5, 6.073e-11), (300, 976.01, 8.7704e-6, 1.916e-11), (350, 990.06, 3.4498e-6, 7.014e-12),
    (400, 995.83, 1.4518e-6, 2.803e-12), (500, 999.24, 3.0236e-7, 5.215e-13), (600, 999.85, 8.2130e-8, 1.137e-13),
    (700, 999.97, 3.1908e-8, 3.070e-14), (800, 999.99, 1.7036e-8, 1.136e-14), (900, 1000.00, 1.0873e-8, 5.759e-15),
    (1000, 1000.00, 7.5138e-9, 3.561e-15),
]  # fmt: skip
# [us1976, table I], by geopotential altitude of the layer boundaries: km, K, Pa, kg/m^3
PRINTED_LOWER = [
    (0, 288.150, 101325.0, 1.2250), (11, 216.650, 22632.0, 0.36392), (20, 216.650, 5474.8, 8.8035e-2),
    (32, 228.650, 868.01, 1.3225e-2), (47, 270.650, 110.90, 1.4275e-3), (51, 270.650, 66.938, 8.6160e-4),
    (71, 214.650, 3.9564, 6.4211e-5),
]  # fmt: skip
# NASA/TM-2015-218675 check cases 4, 6 and 9, SIM 04: altitude in ft, density in slug/ft^3 [nesc2015]
NESC = [
    (28401.285044, 9.442028e-4), (23701.992230, 1.115896e-3), (16231.305924, 1.43706e-3),
    (28407.783032, 9.439804e-4), (23727.167479, 1.114917e-3), (16284.443772, 1.43455e-3),
    (7306.605950, 1.908871e-3), (10423.954177, 1.732306e-3), (10160.989765, 1.746695e-3),
]  # fmt: skip


def closed_form(altitude):
    """Density and sound speed below 86 km at geometric altitudes, straight from the standard's equations."""
    height = 6_356_766.0 * altitude / (6_356_766.0 + altitude)
    gas = 8314.32 / 28.9644
    temperature, pressure, base = 288.15, 101_325.0, 0.0
    found, tops = np.full((2, len(altitude)), np.nan), [11e3, 20e3, 32e3, 47e3, 51e3, 71e3, 84.9e3]
    for top, lapse in zip(tops, [-6.5e-3, 0.0, 1e-3, 2.8e-3, 0.0, -2.8e-3, -2e-3], strict=True):

        def at(h, lapse=lapse, temperature=temperature, pressure=pressure, base=base):
            t = temperature + lapse * (h - base)
            if lapse == 0.0:
                return t, pressure * np.exp(-9.80665 * (h - base) / (gas * t))
            return t, pressure * (temperature / t) ** (9.80665 / (gas * lapse))

        inside = (height < top) & ((height >= base) | (base == 0.0))
        t, p = at(height[inside])
        found[:, inside] = p / (gas * t), np.sqrt(1.4 * gas * t)
        temperature, pressure = at(top)
        base = top
    return found


def kernel(altitude):
    density, slowness = np.array([_kernels.air_density_sound(z) for z in np.asarray(altitude, float).tolist()]).T
    return density, 1.0 / slowness


def knots():
    """Altitudes where the kernel changes rows, m: whole geopotential km, steps of 86 km / z, and ends."""
    height = np.arange(-10e3, 85e3, 1e3)
    upper = 86e3 / np.linspace(1.0, 0.086, 162)
    return np.concatenate([6_356_766.0 * height / (6_356_766.0 - height), upper, [1e6]])


def test_kernel_keeps_the_closed_form_below_86_km():
    altitude = np.concatenate([np.linspace(-10e3, 85_999.9, 40_001), knots()[1:95]])
    density, sound_speed = closed_form(altitude)
    found = kernel(altitude)
    assert np.max(np.abs(found[0] / density - 1.0)) < LOWER
    assert np.max(np.abs(found[1] / sound_speed - 1.0)) < LOWER


def test_doors_keep_the_closed_form_below_86_km():
    altitude = np.linspace(-5e3, 86e3, 10_001)
    density, sound_speed = closed_form(altitude)
    found = earth.air(altitude)
    np.testing.assert_allclose(found.density, density, rtol=CLOSED_FORM)
    np.testing.assert_allclose(found.sound_speed, sound_speed, rtol=CLOSED_FORM)


@pytest.mark.parametrize(("height", "temperature", "pressure", "density"), PRINTED_LOWER)
def test_layer_boundaries_have_the_printed_values(height, temperature, pressure, density):
    altitude = 6356.766 * height / (6356.766 - height) * 1e3
    found = earth.air(altitude)
    assert found.temperature == pytest.approx(temperature, abs=PRINTED_TEMPERATURE)
    assert found.pressure == pytest.approx(pressure, rel=PRINTED)
    assert found.density == pytest.approx(density, rel=PRINTED)
    assert kernel([altitude])[0][0] == pytest.approx(density, rel=PRINTED)


@pytest.mark.parametrize(("altitude", "temperature", "pressure", "density"), PRINTED_UPPER)
def test_upper_air_has_the_printed_values(altitude, temperature, pressure, density):
    found = earth.air(altitude * 1e3)
    assert found.density == pytest.approx(density, rel=UPPER)
    assert kernel([altitude * 1e3])[0][0] == pytest.approx(density, rel=UPPER)
    assert found.pressure == pytest.approx(pressure, rel=UPPER)
    assert found.temperature == pytest.approx(temperature, abs=PRINTED_TEMPERATURE)


def test_the_integration_itself_gives_the_printed_digits():
    sys.path.insert(0, str(TOOL.parent))
    try:
        import make_atmosphere_table as maker
    finally:
        sys.path.remove(str(TOOL.parent))
    z, density, _ = maker.profile()
    for altitude, _, _, printed in PRINTED_UPPER:
        assert density[np.argmin(np.abs(z - altitude))] == pytest.approx(printed, rel=PRINTED)
    found = kernel(z * 1e3)[0]
    assert np.max(np.abs(found / density - 1.0)) < INTERPOLATED


def test_the_committed_knots_are_what_the_tool_makes():
    assert subprocess.run([sys.executable, str(TOOL), "--check"], check=False).returncode == 0


def test_no_jump_at_any_knot():
    for function in (kernel, lambda z: (earth.air(z).density, earth.air(z).sound_speed, earth.air(z).pressure)):
        below, above = function(np.nextafter(knots(), -np.inf)), function(np.nextafter(knots(), np.inf))
        for low, high in zip(below, above, strict=True):
            assert np.max(np.abs(high / low - 1.0)) < JUMP


def test_temperature_has_no_jump():
    levels = np.array([80, 86, 91, 110, 120, 500, 1000]) * 1e3
    low, high = earth.air(np.nextafter(levels, 0)).temperature, earth.air(np.nextafter(levels, 1e9)).temperature
    assert np.max(np.abs(high - low)) < PRINTED_TEMPERATURE


def test_density_falls_all_the_way_and_is_smooth_between_knots():
    altitude = np.linspace(-10e3, 3e6, 200_001)
    density = kernel(altitude)[0]
    assert np.all(np.diff(density) < 0.0)


def test_kernel_and_door_are_one_air():
    altitude = np.concatenate([np.linspace(-5e3, 86e3, 500), np.geomspace(86e3, 5e6, 500)])
    found, door = kernel(altitude), earth.air(altitude)
    np.testing.assert_allclose(found[0], door.density, rtol=KERNEL_AND_DOOR)
    np.testing.assert_allclose(found[1], door.sound_speed, rtol=KERNEL_AND_DOOR)


def test_upper_air_obeys_the_gas_law_of_its_own_sound_speed():
    found = earth.air(np.array([1e5, 3e5, 9e5]))
    np.testing.assert_allclose(found.sound_speed**2, 1.4 * found.pressure / found.density, rtol=CLOSED_FORM)


def test_above_1000_km_the_scale_height_stays():
    density = kernel(np.array([1e6, 1.1e6, 1.2e6, 1.3e6]))[0]
    np.testing.assert_allclose(np.diff(np.log(density)), np.diff(np.log(density))[0], rtol=CLOSED_FORM)
    inside = kernel(np.array([999.9e3, 1e6]))[0]
    scale = 1e5 / np.log(density[0] / density[1])
    assert scale == pytest.approx(100.0 / np.log(inside[0] / inside[1]), rel=INTERPOLATED)


@pytest.mark.parametrize(("altitude", "density"), NESC)
def test_nasa_check_case_densities(altitude, density):
    for found in (earth.air(altitude * 0.3048).density, kernel([altitude * 0.3048])[0][0]):
        assert found / SLUG_PER_CUBIC_FOOT == pytest.approx(density, rel=NESC_DENSITY)


def test_nan_stays_nan_and_nothing_else_is():
    assert np.isnan(earth.air(np.nan).density)
    assert all(np.isnan(kernel([np.nan])))
    assert np.all(np.isfinite(kernel([-1e4, 0.0, 86e3, 1e6, 1e9, np.inf])[0]))


def test_shapes_follow_the_altitudes():
    assert earth.air(np.zeros((2, 3))).pressure.shape == (2, 3)
    assert np.ndim(earth.air(1e4).density) == 0
