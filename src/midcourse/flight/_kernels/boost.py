"""Forces on a missile under thrust and on a body that falls with a drag curve: scalars and tuples of scalars only.

`stage` is a tuple of 22 numbers: vacuum thrust (N), thrust lost at sea level over (density * sound speed^2) there (m^2),
mass flow (kg/s), drag area (m^2), drag coefficient below the first knot, then the 8 Mach knots and the 8 changes of slope
at them (docs/models/flight/boost.md). `world` is (mu, bulge, radius, e2, spin, air); air is 1 with an atmosphere, else 0.
"""

import math

import numpy as np

from midcourse.earth._kernels import altitude_rate, gravity
from midcourse.numerics._kernels import fast_cos, fast_sin
from midcourse.numerics.jit import kernel

STAGES = 7
# Butcher's 6th-order method with seven stages [butcher1964]
# fmt: off
_A = np.array([
    [0, 0, 0, 0, 0, 0, 0],
    [1 / 3, 0, 0, 0, 0, 0, 0],
    [0, 2 / 3, 0, 0, 0, 0, 0],
    [1 / 12, 1 / 3, -1 / 12, 0, 0, 0, 0],
    [-1 / 16, 9 / 8, -3 / 16, -3 / 8, 0, 0, 0],
    [0, 9 / 8, -3 / 8, -3 / 4, 1 / 2, 0, 0],
    [9 / 44, -9 / 11, 63 / 44, 18 / 11, 0, -16 / 11, 0],
])
# fmt: on
RK6_A = _A.ravel()
RK6_B = np.array([11, 0, 81, 81, -32, -32, 11]) / 120
RK6_C = _A.sum(axis=1)


@kernel
def drag_coefficient(mach, c):
    """Drag coefficient at a Mach number: a line between knots, constant outside; c = stage tuple."""
    # fmt: off
    return (
        c[4] + c[13] * max(mach - c[5], 0.0) + c[14] * max(mach - c[6], 0.0) + c[15] * max(mach - c[7], 0.0)
        + c[16] * max(mach - c[8], 0.0) + c[17] * max(mach - c[9], 0.0) + c[18] * max(mach - c[10], 0.0)
        + c[19] * max(mach - c[11], 0.0) + c[20] * max(mach - c[12], 0.0)
    )
    # fmt: on


@kernel
def altitude_near(r, sine2, radius, e2):
    """Distance r to the centre less the ellipsoid's radius there (series, 4 mm); sine2 = (z/r)^2."""
    q = sine2 * e2 / (1.0 - e2)
    return r - radius * (1.0 - q * (0.5 - q * (0.375 - 0.3125 * q)))


@kernel
def boost_altitude(x, y, z, radius, e2):
    """Altitude at which a missile under thrust feels the air, m: `altitude_near` of a point."""
    r2 = x * x + y * y + z * z
    i2 = 1.0 / r2
    return altitude_near(r2 * math.sqrt(i2), z * z * i2, radius, e2)


@kernel
def boost_acceleration(x, y, z, u, v, w, density, inverse_sound, nx, ny, nz, angle, mass, along, stage, world):
    """Acceleration in inertial axes: gravity with J2, drag, thrust less the ambient pressure's share.

    The thrust lies in the launch plane (normal n) at `angle` above the local horizontal, or along the velocity relative
    to the turning air when `along` is 1.
    """
    mu, bulge, radius, e2, spin, air = world
    r2 = x * x + y * y + z * z
    i2 = 1.0 / r2
    ir = math.sqrt(i2)
    g = -mu * i2 * ir
    k = bulge * i2
    sine2 = z * z * i2
    f = g * (1.0 + k * (1.0 - 5.0 * sine2))
    density = density * air
    a = u + spin * y
    b = v - spin * x
    s2 = a * a + b * b + w * w + 1e-12
    inverse_speed = 1.0 / math.sqrt(s2)
    speed = s2 * inverse_speed
    q2 = inverse_sound * inverse_sound
    q = 1.0 / (mass * q2)
    drag = -0.5 * density * speed * drag_coefficient(speed * inverse_sound, stage) * stage[3] * q * q2
    thrust = (stage[0] * q2 - stage[1] * density) * q
    axial = drag + thrust * along * inverse_speed
    out = (nx * x + ny * y + nz * z) * ir
    out = out * out
    steered = thrust * (1.0 - along) * ir
    level = steered * fast_cos(angle) * (1.0 + out * (0.5 + out * (0.375 + 0.3125 * out)))
    f = f + steered * fast_sin(angle)
    ax = x * f + axial * a + level * (ny * z - nz * y)
    ay = y * f + axial * b + level * (nz * x - nx * z)
    az = z * (f + 2.0 * g * k) + axial * w + level * (nx * y - ny * x)
    return ax, ay, az


@kernel
def fall_slope(x, y, z, u, v, w, density, inverse_sound, areal, curve, world):
    """Derivatives of velocity and of time by altitude of a body with drag: areal = area / mass, m^2/kg."""
    mu, bulge, radius, e2, spin, air = world
    ax, ay, az = gravity(x, y, z, mu, bulge)
    a = u + spin * y
    b = v - spin * x
    speed = math.sqrt(a * a + b * b + w * w)
    d = -0.5 * air * density * speed * areal * drag_coefficient(speed * inverse_sound, curve)
    ih = 1.0 / altitude_rate(x, y, z, u, v, w, radius, e2)
    return (ax + d * a) * ih, (ay + d * b) * ih, (az + d * w) * ih, ih
