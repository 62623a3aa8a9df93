"""The air of the US Standard Atmosphere 1976 for people: density, temperature, pressure, sound speed by altitude.

Below 86 km the closed form of the standard; above, the table that tools/make_atmosphere_table.py integrates, which the
air kernel reads too. Model page: docs/models/earth/atmosphere.md.
"""

from dataclasses import dataclass

import numpy as np

from ..columns import column
from ._kernels import air_layers as layers

_RATIO_ALTITUDE = np.linspace(80e3, 86e3, 13)
# Table 8 of [us1976]: molecular weight over its sea-level value, every 500 m from 80 to 86 km
_RATIO = (1.0, 0.999996, 0.999989, 0.999971, 0.999941, 0.999909, 0.999870, 0.999829, 0.999786, 0.999741, 0.999694,
          0.999641, 0.999579)  # fmt: skip
_SEVEN, _NINE, _TEN, _INFINITY = 186.8673, 240.0, 360.0, 1000.0  # K [us1976, table 5]
_SLOPE = 12e-3  # K/m from 110 to 120 km
_RUN = _SLOPE * 19e3
_CENTRE = (_RUN * _NINE + _SEVEN**2 - _NINE**2) / (_RUN + 2.0 * _SEVEN - 2.0 * _NINE)  # [us1976, eq. B-8]
_HIGH = _SEVEN - _CENTRE
_WIDE = 19e3 * _HIGH / np.sqrt(_HIGH**2 - (_NINE - _CENTRE) ** 2)  # [us1976, eq. B-9]


@dataclass(frozen=True)
class Air:
    """The state of the air at one or many altitudes; every field has the shape of the altitudes."""

    density: np.ndarray = column("kg/m^3", "mass per volume")
    temperature: np.ndarray = column("K", "kinetic temperature")
    pressure: np.ndarray = column("Pa", "pressure")
    sound_speed: np.ndarray = column("m/s", "speed of sound; above 86 km a formal continuation")


def air(altitude):
    """State of the air at geometric altitudes, by the US Standard Atmosphere 1976.

    Parameters
    ----------
    altitude : array_like
        m above sea level. Below 0 the first layer goes on; above 1000 km the density falls on with the scale height
        of 1000 km (238 km). NaN gives NaN.

    Returns
    -------
    air : Air
        Continuous in altitude. Sound speed is defined by the standard to 86 km; above, sqrt(1.4 P / density).
    """
    altitude = np.asarray(altitude, dtype=float)
    density, scaled = _lower(np.minimum(altitude, layers.UPPER_START))
    high = altitude > layers.UPPER_START
    if np.any(high):
        upper_density, upper_scaled = _upper(np.maximum(altitude, layers.UPPER_START))
        density, scaled = np.where(high, upper_density, density), np.where(high, upper_scaled, scaled)
    ratio = np.interp(altitude, _RATIO_ALTITUDE, _RATIO)
    temperature = np.where(high, _upper_temperature(altitude), scaled * ratio)
    pressure, sound_speed = density * layers.GAS * scaled, np.sqrt(layers.GAMMA * layers.GAS * scaled)
    return Air(density[()], temperature[()], pressure[()], sound_speed[()])


def _lower(altitude):
    """Density and molecular-scale temperature up to 86 km."""
    scaled, pressure = layers.lower_air(layers.geopotential(altitude))
    return pressure / (layers.GAS * scaled), scaled


def _upper(altitude):
    """Density and molecular-scale temperature from 86 km up, from the rows of the kernel's table."""
    inside = np.minimum(altitude, layers.UPPER_END)
    reach = 1.0 - layers.UPPER_START / layers.UPPER_END
    place = layers.UPPER_CELLS / reach * (1.0 - layers.UPPER_START / inside)
    cell = np.clip(np.nan_to_num(place), 0, layers.UPPER_CELLS - 1).astype(int)
    s = place - cell
    rows = layers.ROWS[layers.LOWER_CELLS + cell]
    level, slope, bend, heat, rise = (rows[..., k] for k in range(5))
    log_density = level + s * (slope + s * bend) + layers.LAST_FALL * (altitude - inside)
    return np.exp(log_density), (heat + s * rise) / (layers.GAMMA * layers.GAS)


def _upper_temperature(altitude):
    """Kinetic temperature from 86 km up, K [us1976, eqs. 25 to 31, B-5 to B-9]."""
    across = np.clip((altitude - 91e3) / _WIDE, -1.0, 0.0)
    altitude = np.maximum(altitude, layers.UPPER_START)
    fall = (layers.RADIUS + 120e3) / (layers.RADIUS + altitude)
    decay = np.exp(-_SLOPE / (_INFINITY - _TEN) * (altitude - 120e3) * fall)
    return np.select(
        [altitude <= 91e3, altitude <= 110e3, altitude <= 120e3],
        [_SEVEN, _CENTRE + _HIGH * np.sqrt(1.0 - across**2), _NINE + _SLOPE * (altitude - 110e3)],
        _INFINITY - (_INFINITY - _TEN) * decay,
    )
