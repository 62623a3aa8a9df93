"""Physical constants, SI, each with its source key (docs/bibliography.yaml)."""

STANDARD_GRAVITY = 9.80665
"""m/s^2, conventional standard value [us1976]."""

EARTH_MU = 3.986004418e14
"""m^3/s^2, gravitational parameter of the Earth with its atmosphere [wgs84]."""

EARTH_RADIUS_EQUATOR = 6_378_137.0
"""m, semi-major axis [wgs84]."""

EARTH_FLATTENING = 1.0 / 298.257223563
"""Flattening of the ellipsoid [wgs84]."""

EARTH_J2 = 1.08262982e-3
"""Second zonal harmonic, unnormalised [nesc2015, table 73]."""

EARTH_RATE = 7.292115e-5
"""rad/s, rotation of the Earth [wgs84]."""

EARTH_RADIUS_SPHERE = 6_371_000.0
"""m, radius of the sphere that the closed forms are checked on (docs/decisions/0002-conventions.md)."""

SPEED_OF_LIGHT = 299_792_458.0
"""m/s, exact [si2019]."""

BOLTZMANN = 1.380649e-23
"""J/K, exact [si2019]."""
