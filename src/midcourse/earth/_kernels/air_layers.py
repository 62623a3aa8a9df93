"""The US Standard Atmosphere 1976 below 86 km in closed form, and the table that the air kernel reads.

The table has 256 rows. Row i < 95 holds the kilometre of geopotential altitude from i - 10 to i - 9 km (every layer
boundary but the last, which is the end of the table's lower part, is a whole kilometre); the other 161 rows are equal
steps of 86 km / z from 1 to 0.086 (86 to 1000 km). A row is the parabola of ln density through both ends and the
middle of its cell, and the line of gamma R T M0/M, each in the cell's own coordinate from 0 to 1.

Gathers from the table are what the air kernel costs, so a row is packed into three words: the constant of ln density,
its other two coefficients as 32-bit floats, and the line as two 32-bit floats. The slope is rounded last, so that a
cell ends where the next begins, to 1e-8.
Model page: docs/models/earth/atmosphere.md.
"""

import numpy as np

from midcourse.constants import STANDARD_GRAVITY

from .air_knots import LOG_DENSITY, SCALED_TEMPERATURE

RADIUS = 6_356_766.0  # m, the standard's Earth for geopotential altitude [us1976, eq. 18]
GAS = 8314.32 / 28.9644  # J/(kg K) [us1976, table 2]
GAMMA = 1.4  # [us1976, table 2]
BASE = np.array([0.0, 11e3, 20e3, 32e3, 47e3, 51e3, 71e3])  # m, geopotential [us1976, table 4]
LAPSE = np.array([-6.5e-3, 0.0, 1e-3, 2.8e-3, 0.0, -2.8e-3, -2e-3])  # K/m [us1976, table 4]
SEA_LEVEL_TEMPERATURE, SEA_LEVEL_PRESSURE = 288.15, 101_325.0

LOWEST_CELL = 10  # cells below sea level
LOWER_CELLS = 95
UPPER_START = 86_000.0  # m, geometric
UPPER_END = 1_000_000.0
UPPER_CELLS = len(SCALED_TEMPERATURE) - 1


def geopotential(altitude):
    """Geopotential altitude, m, of a geometric one [us1976, eq. 18]."""
    return RADIUS * altitude / (RADIUS + altitude)


def _pressure_ratio(height, temperature, lapse):
    """Pressure a height above a layer's base over the pressure at the base [us1976, eqs. 33a, 33b]."""
    steep = np.where(lapse == 0.0, 1.0, lapse)
    power = -STANDARD_GRAVITY / (GAS * steep)
    sloping = (1.0 + np.where(lapse == 0.0, 0.0, lapse) * height / temperature) ** power
    return np.where(lapse == 0.0, np.exp(-STANDARD_GRAVITY * height / (GAS * temperature)), sloping)


def _bases():
    """Temperature and pressure at the base of each layer."""
    temperature, pressure = [SEA_LEVEL_TEMPERATURE], [SEA_LEVEL_PRESSURE]
    for k in range(len(BASE) - 1):
        height = BASE[k + 1] - BASE[k]
        pressure.append(pressure[k] * float(_pressure_ratio(height, temperature[k], LAPSE[k])))
        temperature.append(temperature[k] + LAPSE[k] * height)
    return np.array(temperature), np.array(pressure)


BASE_TEMPERATURE, BASE_PRESSURE = _bases()


def lower_air(height, layer=None):
    """Molecular-scale temperature (K) and pressure (Pa) at a geopotential altitude (m) below 84,852 m.

    Below sea level the first layer goes on. A layer may be named, to come to its boundary from either side.
    """
    if layer is None:
        layer = np.clip(np.searchsorted(BASE, height, side="right") - 1, 0, len(BASE) - 1)
    above = height - BASE[layer]
    temperature = BASE_TEMPERATURE[layer] + LAPSE[layer] * above
    return temperature, BASE_PRESSURE[layer] * _pressure_ratio(above, BASE_TEMPERATURE[layer], LAPSE[layer])


def _parabola(left, middle, right, width=1.0):
    """Coefficients, constant first, of the parabola through values at 0, width / 2 and width."""
    bend = (2.0 * (left + right - 2.0 * middle) / width**2).astype(np.float32)
    return left, ((right - left) / width - width * bend).astype(np.float32), bend


def _lower_rows():
    """Rows of the geopotential kilometres; the last is fitted to the part that is used, up to 86 km geometric."""
    start = 1e3 * (np.arange(LOWER_CELLS) - LOWEST_CELL)
    width = np.minimum(1.0, 1e-3 * (geopotential(UPPER_START) - start))
    layer = np.clip(np.searchsorted(BASE, start, side="right") - 1, 0, len(BASE) - 1)
    states = [lower_air(start + share * 1e3 * width, layer) for share in (0.0, 0.5, 1.0)]
    heat = [GAMMA * GAS * temperature for temperature, _ in states]
    log_density = [np.log(pressure / (GAS * temperature)) for temperature, pressure in states]
    return np.column_stack([*_parabola(*log_density, width), heat[0], (heat[2] - heat[0]) / width])


def _upper_rows():
    """Rows of the integrated part, moved (by parts in a million) to meet the lower part at 86 km."""
    temperature, pressure = lower_air(geopotential(UPPER_START))
    log_density = np.array(LOG_DENSITY)
    log_density += np.log(pressure / (GAS * temperature)) - log_density[0]
    heat = GAMMA * GAS * np.array(SCALED_TEMPERATURE) * (temperature / SCALED_TEMPERATURE[0])
    parabola = _parabola(log_density[:-1:2], log_density[1::2], log_density[2::2])
    return np.column_stack([*parabola, heat[:-1], np.diff(heat)])


def _pair(high, low):
    """Two columns of 32-bit floats in one of 64-bit words."""
    high, low = (column.astype(np.float32).view(np.uint32).astype(np.uint64) for column in (high, low))
    return (high << np.uint64(32)) | low


ROWS = np.concatenate([_lower_rows(), _upper_rows()])
LEVEL = np.ascontiguousarray(ROWS[:, 0])
BENDING = _pair(ROWS[:, 1], ROWS[:, 2])
WARMTH = _pair(ROWS[:, 3], ROWS[:, 4])

LAST_LOG_DENSITY = float(ROWS[-1, :3].sum())
LAST_HEAT = float(ROWS[-1, 3:].sum())
LAST_FALL = float((ROWS[-1, 1] + 2.0 * ROWS[-1, 2]) * UPPER_CELLS)
LAST_FALL *= UPPER_START / UPPER_END**2 / (1.0 - UPPER_START / UPPER_END)  # d ln(density) / dz at 1000 km, 1/m
