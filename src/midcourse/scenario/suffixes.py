"""Unit suffixes of file keys: their unit as text and their factor to SI. The scenario room is the door for units."""

import math

from .. import units

# suffix -> (unit, conversion to SI); longest first, so that "_kg_m2" is found before "_m2"
_SUFFIXES = {
    "_kg_m2": ("kg/m^2", float),
    "_km_s": ("km/s", units.km_to_m),
    "_deg_s": ("deg/s", units.deg_to_rad),
    "_m_s": ("m/s", float),
    "_km": ("km", units.km_to_m),
    "_m2": ("m^2", float),
    "_deg": ("deg", units.deg_to_rad),
    "_kg": ("kg", float),
    "_kw": ("kW", lambda power: power * 1e3),
    "_ghz": ("GHz", lambda frequency: frequency * 1e9),
    "_db": ("dB", units.decibel_to_ratio),
    "_kn": ("kN", lambda force: force * 1e3),
    "_m": ("m", float),
    "_s": ("s", float),
    "_k": ("K", float),
    "_t": ("t", lambda mass: mass * 1e3),
    "_usd": ("USD", float),
}


def unit_of(name):
    """Unit that a key states by its suffix; "" for pure numbers, words and flags."""
    for suffix, (unit, _) in _SUFFIXES.items():
        if name.endswith(suffix):
            return unit
    return ""


def to_si(name, value):
    """SI value of a key: kilometres to metres, degrees to radians, decibels to ratios; words and flags unchanged.

    Parameters
    ----------
    name : str
        Key with its unit suffix.
    value : float, list of float, str, bool or None
    """
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, list | tuple):
        return tuple(to_si(name, item) for item in value)
    for suffix, (_, convert) in _SUFFIXES.items():
        if name.endswith(suffix):
            return convert(value)
    return float(value) if not isinstance(value, int) or isinstance(value, bool) else value


def is_finite(value):
    """Whether a number, or each number of a list, is finite; words and flags are."""
    if isinstance(value, list | tuple):
        return all(is_finite(item) for item in value)
    return not isinstance(value, float) or math.isfinite(value)
