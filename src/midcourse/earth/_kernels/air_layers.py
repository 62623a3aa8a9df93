"""The US Standard Atmosphere 1976 below 86 km in closed form, and the table that the air kernel reads.

The table has 256 rows. Row i < 91 holds the kilometre of geopotential altitude from i - 6 to i - 5 km (every layer
boundary but the last, which is the end of the table's lower part, is a whole kilometre); the other 165 rows are equal
steps of 86 km / z from 1 to 0.086 (86 to 1000 km). A row is the cubic of ln density over its cell and the line of
gamma R T M0/M, each in the cell's own coordinate from 0 to 1; rows are 8 numbers wide, so one cache line each.
Model page: docs/models/earth/atmosphere.md.
"""

import numpy as np

from midcourse.constants import STANDARD_GRAVITY

from .air_knots import LOG_DENSITY, SCALED_TEMPERATURE, SLOPE

RADIUS = 6_356_766.0  # m, the standard's Earth for geopotential altitude [us1976, eq. 18]
GAS = 8314.32 / 28.9644  # J/(kg K) [us1976, table 2]
GAMMA = 1.4  # [us1976, table 2]
BASE = np.array([0.0, 11e3, 20e3, 32e3, 47e3, 51e3, 71e3])  # m, geopotential [us1976, table 4]
LAPSE = np.array([-6.5e-3, 0.0, 1e-3, 2.8e-3, 0.0, -2.8e-3, -2e-3])  # K/m [us1976, table 4]
SEA_LEVEL_TEMPERATURE, SEA_LEVEL_PRESSURE = 288.15, 101_325.0

LOWEST_CELL = 6  # cells below sea level
LOWER_CELLS = 91
UPPER_START = 86_000.0  # m, geometric
UPPER_END = 1_000_000.0
UPPER_CELLS = len(LOG_DENSITY) - 1


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


def _cubic(left, right, left_slope, right_slope):
    """Coefficients, constant first, of the cubic over [0, 1] with these ends and slopes."""
    rise = right - left
    return left, left_slope, 3.0 * rise - 2.0 * left_slope - right_slope, left_slope + right_slope - 2.0 * rise


def _lower_rows():
    """Rows of the geopotential kilometres."""
    start = 1e3 * (np.arange(LOWER_CELLS) - LOWEST_CELL)
    layer = np.clip(np.searchsorted(BASE, start, side="right") - 1, 0, len(BASE) - 1)
    ends = []
    for height in (start, start + 1e3):
        temperature, pressure = lower_air(height, layer)
        slope = -(STANDARD_GRAVITY / GAS + LAPSE[layer]) / temperature
        ends.append((np.log(pressure / (GAS * temperature)), 1e3 * slope, GAMMA * GAS * temperature))
    (left, left_slope, left_heat), (right, right_slope, right_heat) = ends
    return np.column_stack([*_cubic(left, right, left_slope, right_slope), left_heat, right_heat - left_heat])


def _upper_rows():
    """Rows of the integrated part, moved (by parts in a million) to meet the lower part at 86 km."""
    temperature, pressure = lower_air(geopotential(UPPER_START))
    log_density = np.array(LOG_DENSITY)
    log_density += np.log(pressure / (GAS * temperature)) - log_density[0]
    heat = GAMMA * GAS * np.array(SCALED_TEMPERATURE) * (temperature / SCALED_TEMPERATURE[0])
    slope = np.array(SLOPE) * (UPPER_START / UPPER_END - 1.0) / UPPER_CELLS
    cubic = _cubic(log_density[:-1], log_density[1:], slope[:-1], slope[1:])
    return np.column_stack([*cubic, heat[:-1], np.diff(heat)])


def _table():
    """All rows, flat."""
    rows = np.zeros((LOWER_CELLS + UPPER_CELLS, 8))
    rows[:, :6] = np.concatenate([_lower_rows(), _upper_rows()])
    return rows.ravel()


TABLE = _table()
LAST_LOG_DENSITY = float(TABLE[-8:-4].sum())
LAST_HEAT = float(TABLE[-4] + TABLE[-3])
LAST_FALL = float((TABLE[-7] + 2.0 * TABLE[-6] + 3.0 * TABLE[-5]) * UPPER_CELLS)
LAST_FALL *= UPPER_START / UPPER_END**2 / (1.0 - UPPER_START / UPPER_END)  # d ln(density) / dz at 1000 km, 1/m
