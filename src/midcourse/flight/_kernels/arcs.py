"""A ballistic arc as scalar arithmetic: when it will be up and down, how high it goes, where it lands.

Used by the lanes: no branches, no library calls. Model page docs/models/flight/coast.md.
"""

import math

from midcourse.earth._kernels import altitude_rate, geodetic, gravity, surface_latitude_longitude
from midcourse.flight._steps import rk4
from midcourse.numerics._kernels import fast_atan2
from midcourse.numerics.jit import kernel

TWO_PI = 2.0 * math.pi


@kernel
def plan(x, y, z, u, v, w, level, mu, radius, e2):
    """Times to the apogee and on to `level` above the mean ellipsoid, s, on the two-body orbit; NaN where there is none.

    Kepler's equation at both ends [vallado2013, ch. 2]. A path that comes down already has its apogee now. Third: the
    greatest altitude over the equator's radius.
    """
    r2 = x * x + y * y + z * z
    r = math.sqrt(r2)
    rv = x * u + y * v + z * w
    inverse_a = 2.0 / r - (u * u + v * v + w * w) / mu
    root = math.sqrt(inverse_a / mu)
    cosine = 1.0 - r * inverse_a
    sine = rv * root
    eccentricity = math.sqrt(cosine * cosine + sine * sine)
    motion = mu * inverse_a * root
    mean = fast_atan2(sine, cosine) - sine
    past = mean if mean > 0.0 else mean + TWO_PI
    ground = (1.0 - (radius * (1.0 - e2 / 6.0) + level) * inverse_a) / eccentricity
    side = math.sqrt(1.0 - ground * ground)
    down = TWO_PI - fast_atan2(side, ground) + eccentricity * side
    top = past if past > math.pi else math.pi
    highest = (1.0 + eccentricity) / inverse_a if past < math.pi else r
    return (top - past) / motion, (down - top) / motion, highest - radius


@kernel
def time_down(g, x, y, z, u, v, w, mu, radius, e2):
    """Time until the altitude has fallen by g, from the climb and the acceleration along the radius."""
    i = 1.0 / math.sqrt(x * x + y * y + z * z)
    climb = altitude_rate(x, y, z, u, v, w, radius, e2)
    radial = (x * u + y * v + z * w) * i
    bend = (u * u + v * v + w * w - radial * radial - mu * i) * i
    return 2.0 * g / (math.sqrt(climb * climb - 2.0 * g * bend) - climb)


@kernel
def apogee_near(x, y, z, u, v, w, up, mu, bulge, radius, e2):
    """Greatest altitude of a path that is within a minute of its apogee and has flown for the time `up`.

    One short step to where the climb ends, and the parabola for what is left of it; a path that comes down already is
    not asked about the time before its start.
    """
    ax, ay, az = gravity(x, y, z, mu, bulge)
    i = 1.0 / math.sqrt(x * x + y * y + z * z)
    radial = (x * u + y * v + z * w) * i
    climb = altitude_rate(x, y, z, u, v, w, radius, e2)
    bend = (x * ax + y * ay + z * az) * i + (u * u + v * v + w * w - radial * radial) * i
    t = -climb / bend
    early = (t < -up) | (bend >= 0.0)
    t = (0.0 if bend >= 0.0 else -up) if early else t
    x, y, z, u, v, w = rk4(x, y, z, u, v, w, t, mu, bulge)
    _, _, altitude = geodetic(x, y, z, radius, e2)
    climb = 0.0 if early else altitude_rate(x, y, z, u, v, w, radius, e2)
    return altitude - 0.5 * climb * climb / bend if t < 200.0 else math.nan


@kernel
def landed(x, y, z, u, v, w, t, radius, e2, rate):
    """Latitude, longitude (Earth-fixed) and speed relative to the Earth of a path on the surface at time t."""
    latitude, longitude = surface_latitude_longitude(x, y, z, e2)
    longitude = longitude - rate * t
    longitude = longitude - TWO_PI * math.floor(longitude * (1.0 / TWO_PI) + 0.5)
    a = u + rate * y
    b = v - rate * x
    return latitude, longitude, math.sqrt(a * a + b * b + w * w)
