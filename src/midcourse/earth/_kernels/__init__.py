"""Scalar kernels of the Earth: gravity, altitude, geodetic coordinates, air. Numbers in, tuples of numbers out.

No branches and no library calls: lane loops around them vectorise (tests/earth/test_vector_code.py). They are loaded
when first asked for, so that the rest of the room works without numba.
"""

import importlib

_HOMES = {
    "air_density_heat": "air",
    "air_density_sound": "air",
    "altitude_fast": "position",
    "altitude_rate": "position",
    "geodetic": "position",
    "gravity": "position",
    "surface_latitude_longitude": "position",
    "upright": "position",
}


def __getattr__(name):
    """Kernel of that name, from its file."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)
