"""Forces of a body that falls through air, with altitude as the independent variable.

Steps in altitude resolve every scale height of the air alike and end on the ground exactly. They need a climb bounded
away from zero: shallow paths go to `coast.fly_free`. Model page docs/models/flight/reentry.md.
"""

import math

from midcourse.earth._kernels import air_density_sound, altitude_rate, gravity
from midcourse.numerics.jit import kernel


@kernel
def true_altitude(x, y, z, altitude, e2):
    """Geodetic altitude from the altitude along the radius (`altitude_fast`), to 1e-2 m below 200 km.

    The two differ because the radius is tilted from the normal by f sin(2 latitude): half the square of that, times h.
    """
    tilt2 = e2 * e2 * z * z * (x * x + y * y)
    r2 = x * x + y * y + z * z
    return altitude * (1.0 - 0.5 * tilt2 / (r2 * r2))


@kernel
def entry_force(x, y, z, u, v, w, altitude, mu, bulge, radius, e2, rate, k):
    """Slopes of position, velocity and time by altitude along the radius: gravity and drag over the climb."""
    ax, ay, az = gravity(x, y, z, mu, bulge)
    density, _ = air_density_sound(true_altitude(x, y, z, altitude, e2))
    a, b = u + rate * y, v - rate * x
    d = -k * density * math.sqrt(a * a + b * b + w * w)
    i = 1.0 / altitude_rate(x, y, z, u, v, w, radius, e2)
    return u * i, v * i, w * i, (ax + d * a) * i, (ay + d * b) * i, (az + d * w) * i, i
