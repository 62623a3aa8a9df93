"""Scalar kernels of place: gravity, altitude, geodetic coordinates. Numbers in, tuples of numbers out.

Model pages: docs/models/earth/frames.md, docs/models/earth/gravity.md.
"""

import math

from midcourse.numerics._kernels import fast_atan2
from midcourse.numerics.jit import kernel


@kernel
def gravity(x, y, z, mu, bulge):
    """Acceleration of the Earth's gravitation with J2 at a point, m/s^2. bulge = 1.5 J2 R^2. [vallado2013, ch. 8]"""
    i2 = 1.0 / (x * x + y * y + z * z)
    m = -mu * i2 * math.sqrt(i2)
    k = bulge * i2
    q = 5.0 * z * z * i2
    f = m * (1.0 + k * (1.0 - q))
    return x * f, y * f, z * m * (1.0 + k * (3.0 - q))


@kernel
def altitude_fast(x, y, z, radius, e2):
    """Distance to the centre less the ellipsoid's radius on the same line, m.

    Exact on the surface; above, too large by at most h/(1 + h/R) * 5.7e-6: 0.6 m at 100 km, 5 m at 1,000 km.
    """
    p2 = x * x + y * y
    r2 = p2 + z * z
    return math.sqrt(r2) - radius * math.sqrt((1.0 - e2) * r2 / (r2 - e2 * p2))


@kernel
def altitude_rate(x, y, z, u, v, w, radius, e2):
    """Time derivative of `altitude_fast`, m/s, for a point that moves with velocity (u, v, w)."""
    p2 = x * x + y * y
    r2 = p2 + z * z
    pv = x * u + y * v
    rv = pv + z * w
    d = r2 - e2 * p2
    s = math.sqrt((1.0 - e2) * r2 / d)
    return rv / math.sqrt(r2) - radius * s * (rv / r2 - (rv - e2 * pv) / d)


@kernel
def upright(x, y, z, radius, e2):
    """(up, out, 1 / length, altitude): the vertical through a point, along the axis and away from it, not normalised.

    Two of Bowring's steps on the parametric latitude, in sine and cosine [bowring1976], then the altitude formula of
    [bowring1985], which forgives the square of the error in latitude: to 1e-8 m from -10 km to 10,000 km. At the very
    centre of the Earth NaN.
    """
    p2 = x * x + y * y
    p = math.sqrt(p2)
    r = math.sqrt(p2 + z * z)
    ratio = math.sqrt(1.0 - e2)
    c_e = e2 * radius
    s_e = c_e / ratio
    s = z * (ratio * r + s_e)
    c = p * r
    i = 1.0 / math.sqrt(s * s + c * c)
    s = s * i
    c = c * i
    s = (z + s_e * s * s * s) * ratio
    c = p - c_e * c * c * c
    i = 1.0 / math.sqrt(s * s + c * c)
    s = s * i
    c = c * i
    up = z + s_e * s * s * s
    out = p - c_e * c * c * c
    i = 1.0 / math.sqrt(up * up + out * out)
    sine = up * i
    altitude = p * (out * i) + z * sine - radius * math.sqrt(1.0 - e2 * sine * sine)
    return up, out, i, altitude


@kernel
def geodetic(x, y, z, radius, e2):
    """Latitude and longitude (rad) and altitude (m) of a point, to 1e-8 m from -10 km to 10,000 km."""
    up, out, _, altitude = upright(x, y, z, radius, e2)
    return fast_atan2(up, out), fast_atan2(y, x), altitude


@kernel
def surface_latitude_longitude(x, y, z, e2):
    """Latitude and longitude (rad) of a point on the ellipsoid: exact there, wrong by 3.4e-3 h/R a height h away."""
    p = math.sqrt(x * x + y * y)
    return fast_atan2(z, (1.0 - e2) * p), fast_atan2(y, x)
