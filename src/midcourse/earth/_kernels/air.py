"""Density and sound speed of the US Standard Atmosphere 1976 for lane loops: one division, three gathers.

Model page: docs/models/earth/atmosphere.md.
"""

import math

import numpy as np

from midcourse.numerics._kernels import fast_exp
from midcourse.numerics.jit import kernel

from . import air_layers

_LEVEL, _BENDING, _WARMTH = air_layers.LEVEL, air_layers.BENDING, air_layers.WARMTH
_RADIUS = air_layers.RADIUS
_START, _END = air_layers.UPPER_START, air_layers.UPPER_END
_LOWER_BASE = float(air_layers.LOWEST_CELL)
_LOWER_SCALE = 1e-3 * _RADIUS
_UPPER_STEPS = air_layers.UPPER_CELLS / (1.0 - _START / _END)
_UPPER_BASE = air_layers.LOWER_CELLS + _UPPER_STEPS
_UPPER_SCALE = -_UPPER_STEPS * _START
_UPPER_FIRST = air_layers.LOWER_CELLS + 0.5
_LAST = air_layers.LOWER_CELLS + air_layers.UPPER_CELLS - 0.5
_LAST_LOG_DENSITY, _LAST_FALL, _LAST_HEAT = air_layers.LAST_LOG_DENSITY, air_layers.LAST_FALL, air_layers.LAST_HEAT
_LOG2_E, _LN2 = 1.4426950408889634, 0.6931471805599453
_ROUND = 6755399441055744.0  # 1.5 * 2**52: adding it rounds to a whole number, left in the low bits
_ROWS, _HALF = np.uint64(255), np.uint64(32)
_LOW_HALF = np.uint64(0xFFFFFFFF)


@kernel
def _high(word):
    """The 32-bit float in the upper half of a word."""
    return float(np.uint32(word >> _HALF).view(np.float32))


@kernel
def _low(word):
    """The 32-bit float in the lower half of a word."""
    return float(np.uint32(word & _LOW_HALF).view(np.float32))


@kernel
def _quick_exp(x):
    """exp(x) to 2e-10 relative for -100 < x < 100, in few dependent operations."""
    shifted = np.float64(x * _LOG2_E + _ROUND)
    k = shifted - _ROUND
    r = x - k * _LN2
    r2 = r * r
    r4 = r2 * r2
    low = (1.0 + r) + r2 * (0.5 + r * (1 / 6))
    high = (1 / 24 + r * (1 / 120)) + r2 * (1 / 720 + r * (1 / 5040))
    power = np.int64((shifted.view(np.int64) + np.int64(1023)) << np.int64(52)).view(np.float64)
    return (low + r4 * (high + r4 * (1 / 40320))) * power


@kernel
def _air(altitude):
    """ln density and square of the sound speed."""
    below = altitude < _START
    numerator = (_LOWER_SCALE if below else 0.0) * altitude + (0.0 if below else _UPPER_SCALE)
    denominator = altitude + (_RADIUS if below else 0.0)
    q = (_LOWER_BASE if below else _UPPER_BASE) + numerator / denominator
    first = 0.5 if below else _UPPER_FIRST
    inside = first if q < first else q
    inside = _LAST if inside > _LAST else inside
    shifted = np.float64(inside - 0.5 + _ROUND)
    row = shifted.view(np.uint64) & _ROWS
    s = q - (shifted - _ROUND)
    bending, warmth = _BENDING[row], _WARMTH[row]
    log_density = _LEVEL[row] + s * (_high(bending) + s * _low(bending))
    heat = _high(warmth) + s * _low(warmth)
    beyond = altitude > _END
    log_density = _LAST_LOG_DENSITY + _LAST_FALL * (altitude - _END) if beyond else log_density
    heat = _LAST_HEAT if beyond else heat
    return log_density, heat


@kernel
def air_density_heat(altitude):
    """Density (kg/m^3) and square of the sound speed (m^2/s^2): `air_density_sound` to 2e-10, for steps under thrust."""
    log_density, heat = _air(altitude)
    return _quick_exp(log_density), heat


@kernel
def air_density_sound(altitude):
    """Density (kg/m^3) and inverse sound speed (s/m) at a geometric altitude (m). [us1976]

    Below 86 km to 2e-6 of the closed form (first layer continued below sea level, to -6 km); to 1000 km within 0.1 %
    of the standard; above, ln density falls on at its last slope. Continuous everywhere. The standard defines no
    sound speed above 86 km: sqrt(1.4 R T/M) goes on, a number for Mach-dependent drag and no more.
    """
    log_density, heat = _air(altitude)
    return fast_exp(log_density), 1.0 / math.sqrt(heat)
