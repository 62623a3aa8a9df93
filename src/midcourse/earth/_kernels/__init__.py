"""Scalar kernels of the Earth: gravity, altitude, geodetic coordinates, air. Numbers in, tuples of numbers out.

No branches and no library calls: lane loops around them vectorise (tests/earth/test_vector_code.py).
"""

from .air import air_density_sound
from .position import altitude_fast, altitude_rate, geodetic, gravity, surface_latitude_longitude

__all__ = [
    "air_density_sound",
    "altitude_fast",
    "altitude_rate",
    "geodetic",
    "gravity",
    "surface_latitude_longitude",
]
