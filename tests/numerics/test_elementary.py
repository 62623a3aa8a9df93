"""The branch-free elementary functions are as exact as their first lines say. Against 80-bit floats."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from midcourse.numerics import _kernels as kernels

EXP_RELATIVE = 3e-16  # promised on the first line of fast_exp
LOG_RELATIVE = 4e-16  # as promised
TRIG_ABSOLUTE = 4e-16  # as promised
ANGLE_ABSOLUTE = 5e-16  # as promised
COMPILED = 1e-15  # fused multiply-adds round once where Python rounds twice
COUNT = 20_000

long = np.longdouble
pytestmark = pytest.mark.skipif(
    np.finfo(long).eps >= np.finfo(float).eps, reason="no longer float on this machine to compare with"
)


def of(function, *arguments):
    return np.array([function(*row) for row in zip(*map(np.ndarray.tolist, arguments), strict=True)])


def worst(found, expected, relative=False):
    error = np.abs(found - expected)
    return float(np.max(error / np.abs(expected) if relative else error))


@pytest.mark.parametrize(("low", "high"), [(-1.0, 1.0), (-40.0, 2.0), (-700.0, 700.0)])
def test_exp_is_exact_to_rounding(low, high):
    x = np.random.default_rng(1).uniform(low, high, COUNT)
    assert worst(of(kernels.fast_exp, x), np.exp(long(x)), relative=True) < EXP_RELATIVE


def test_exp_keeps_nan_and_saturates_finitely():
    assert math.isnan(kernels.fast_exp(math.nan))
    assert kernels.fast_exp(-math.inf) == pytest.approx(math.exp(-708.0), rel=EXP_RELATIVE)
    assert kernels.fast_exp(math.inf) == pytest.approx(math.exp(709.0), rel=EXP_RELATIVE)


def test_log_is_exact_to_rounding():
    x = np.exp(np.random.default_rng(2).uniform(-600.0, 600.0, COUNT))
    assert worst(of(kernels.fast_log, x), np.log(long(x)), relative=True) < LOG_RELATIVE
    near_one = 1.0 + np.random.default_rng(3).uniform(-1e-3, 1e-3, COUNT)
    assert worst(of(kernels.fast_log, near_one), np.log(long(near_one)), relative=True) < LOG_RELATIVE


@pytest.mark.parametrize("largest", [1.0, 10.0, 1e5])
def test_sine_and_cosine_are_exact_to_rounding(largest):
    x = np.random.default_rng(4).uniform(-largest, largest, COUNT)
    assert worst(of(kernels.fast_sin, x), np.sin(long(x))) < TRIG_ABSOLUTE
    assert worst(of(kernels.fast_cos, x), np.cos(long(x))) < TRIG_ABSOLUTE


@settings(deadline=None)
@given(st.floats(-1e5, 1e5))
def test_sine_is_odd_and_cosine_is_even(x):
    assert kernels.fast_sin(-x) == -kernels.fast_sin(x)
    assert abs(kernels.fast_cos(-x) - kernels.fast_cos(x)) < TRIG_ABSOLUTE


def test_atan2_is_exact_to_rounding_in_all_quadrants():
    rng = np.random.default_rng(5)
    y, x = rng.normal(size=COUNT), rng.normal(size=COUNT) * 10.0 ** rng.uniform(-12, 12, COUNT)
    expected = np.arctan2(long(y), long(x))
    found = of(kernels.fast_atan2, y, x)
    assert worst(found, expected) < ANGLE_ABSOLUTE
    assert worst(found, expected, relative=True) < ANGLE_ABSOLUTE


@pytest.mark.parametrize("y", [0.0, -0.0, 1.0, -1.0, math.inf, 5e-324])
@pytest.mark.parametrize("x", [0.0, -0.0, 1.0, -1.0, 1e308, 5e-324])
def test_atan2_agrees_with_the_library_on_the_axes(y, x):
    found, expected = kernels.fast_atan2(y, x), math.atan2(y, x)
    assert found == pytest.approx(expected, abs=ANGLE_ABSOLUTE)
    assert math.copysign(1.0, found) == math.copysign(1.0, expected)


def test_atan2_keeps_nan():
    assert math.isnan(kernels.fast_atan2(math.nan, 1.0))
    assert math.isnan(kernels.fast_atan2(1.0, math.nan))


def test_arc_sine_and_cosine_are_exact_to_rounding():
    x = np.random.default_rng(6).uniform(-1.0, 1.0, COUNT)
    assert worst(of(kernels.fast_asin, x), np.arcsin(long(x))) < ANGLE_ABSOLUTE
    assert worst(of(kernels.fast_acos, x), np.arccos(long(x))) < 2 * ANGLE_ABSOLUTE


@pytest.mark.skipif(not hasattr(kernels.fast_asin, "py_func"), reason="compiler off: math.sqrt raises instead")
def test_arc_sine_outside_its_range_is_nan():
    assert math.isnan(kernels.fast_asin(1.0000001))


@pytest.mark.parametrize("name", ["fast_exp", "fast_log", "fast_sin", "fast_cos", "fast_asin", "fast_acos"])
def test_kernels_give_the_same_without_the_compiler(name):
    compiled = getattr(kernels, name)
    for x in (0.1, 0.5, 0.93):
        assert getattr(compiled, "py_func", compiled)(x) == pytest.approx(compiled(x), rel=COMPILED)
