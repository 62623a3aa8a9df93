"""Forces on a missile under thrust and on a body that falls with a drag curve: scalars and tuples of scalars only.

`stage` is a tuple of 22 numbers: vacuum thrust (N), thrust lost at sea level over (density * sound speed^2) there (m^2),
mass flow (kg/s), drag area (m^2), drag coefficient below the first knot, then the 8 Mach knots and the 8 changes of slope
at them (docs/models/flight/boost.md). `world` is (mu, bulge, radius, e2, spin, air); air is 1 with an atmosphere, else 0.
"""

import math

import numpy as np

from midcourse.earth._kernels import air_density_heat, altitude_rate, gravity
from midcourse.numerics._kernels import fast_cos, fast_sin
from midcourse.numerics.jit import kernel

STAGES = 7
LEAST_WAIT = 0.1  # s: a kink nearer than this is stepped over
LAYERS = (11_019.0, 20_063.0, 32_162.0)  # m, geometric: where the lapse rate of the lower air jumps [us1976, table 4]
COOLING = 1.15e-5  # 1/m, about -d ln(sound speed) / dz below the first of them
FAR = 1e9
_ROUND = 6755399441055744.0  # 1.5 * 2**52: adding it rounds to a whole number
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
        ((c[4] + c[13] * max(mach - c[5], 0.0)) + (c[14] * max(mach - c[6], 0.0) + c[15] * max(mach - c[7], 0.0)))
        + ((c[16] * max(mach - c[8], 0.0) + c[17] * max(mach - c[9], 0.0))
        + (c[18] * max(mach - c[10], 0.0) + (c[19] * max(mach - c[11], 0.0) + c[20] * max(mach - c[12], 0.0))))
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


@kernel
def thrust_and_drag(x, y, z, u, v, w, near, nx, ny, nz, sine, cosine, mass, push, along, stage, world):
    """As `boost_acceleration`, with few divisions, and what the length of a step turns on.

    near : 1/r of a point within 1 %, from which two of Newton's steps find that of this one; sine, cosine : of the
    thrust's angle; push : factor of the thrust. Gives acceleration, 1/r, altitude, Mach number, 1/speed^2.
    """
    mu, bulge, radius, e2, spin, air = world
    r2 = x * x + y * y + z * z
    ir = near * (1.5 - 0.5 * r2 * near * near)
    ir = ir * (1.5 - 0.5 * r2 * ir * ir)
    i2 = ir * ir
    g = -mu * i2 * ir
    k = bulge * i2
    sine2 = z * z * i2
    f = g * (1.0 + k * (1.0 - 5.0 * sine2))
    altitude = altitude_near(r2 * ir, sine2, radius, e2)
    density, heat = air_density_heat(altitude)
    density = density * air
    a = u + spin * y
    b = v - spin * x
    s2 = a * a + b * b + w * w + 1e-12
    hm = heat * mass
    i = 1.0 / (hm * s2)
    slow2 = i * hm
    i = i * s2
    speed = math.sqrt(s2)
    mach = math.sqrt(s2 * (i * mass))
    im = i * heat
    drag = -0.5 * density * speed * drag_coefficient(mach, stage) * stage[3] * im
    thrust = push * (stage[0] - stage[1] * density * heat) * im
    axial = drag + thrust * along * speed * slow2
    out = (nx * x + ny * y + nz * z) * ir
    out = out * out
    steered = thrust * (1.0 - along) * ir
    level = steered * cosine * (1.0 + out * (0.5 + out * (0.375 + 0.3125 * out)))
    f = f + steered * sine
    ax = x * f + axial * a + level * (ny * z - nz * y)
    ay = y * f + axial * b + level * (nz * x - nx * z)
    az = z * (f + 2.0 * g * k) + axial * w + level * (nx * y - ny * x)
    return ax, ay, az, ir, altitude, mach, slow2


@kernel
def wait(distance, rate, bend):
    """Time until a distance is covered at a rate that changes by bend; FAR when not soon."""
    guess = distance / rate
    slope = rate + 0.5 * bend * guess
    slope = slope if slope > 0.5 * rate else 0.5 * rate
    return distance / slope if rate > 1e-6 else FAR


@kernel
def next_knot(mach, rate, stage):
    """Way to the next Mach knot that is not just ahead."""
    here = mach + LEAST_WAIT * rate
    d = FAR
    d = stage[5] if (stage[5] > here) & (stage[5] < d) else d
    d = stage[6] if (stage[6] > here) & (stage[6] < d) else d
    d = stage[7] if (stage[7] > here) & (stage[7] < d) else d
    d = stage[8] if (stage[8] > here) & (stage[8] < d) else d
    d = stage[9] if (stage[9] > here) & (stage[9] < d) else d
    d = stage[10] if (stage[10] > here) & (stage[10] < d) else d
    d = stage[11] if (stage[11] > here) & (stage[11] < d) else d
    d = stage[12] if (stage[12] > here) & (stage[12] < d) else d
    return d - mach


@kernel
def next_layer(altitude, climb):
    """Way to the next layer of the air that is not just ahead."""
    here = altitude + LEAST_WAIT * climb
    d = LAYERS[2] if here < LAYERS[2] else FAR
    d = LAYERS[1] if here < LAYERS[1] else d
    d = LAYERS[0] if here < LAYERS[0] else d
    return d - altitude


@kernel
def step_length(altitude, climb, lift, mach, rate, bend, left, longest, thin, stage):
    """Length of a step: to the next kink of drag curve or air, or to the end of the phase, in equal parts.

    thin : 1 where steps are shortened in thick air.
    """
    share = 0.3 + (altitude - 30e3) * (0.7 / 50e3)
    share = share if share > 0.3 else 0.3
    share = share if share < 1.0 else 1.0
    share = share if thin > 0.0 else 1.0
    near = wait(next_knot(mach, rate, stage), rate, bend)
    other = wait(next_layer(altitude, climb), climb, lift)
    near = near if near < other else other
    near = near if near < 0.95 * left else left
    parts = (near / (longest * share) + 0.25 + _ROUND) - _ROUND
    parts = parts if parts > 1.0 else 1.0
    return near / parts


@kernel
def even_push(x):
    """Factor of the thrust in the middle of a step with which Simpson's rule gives the rocket equation; x = burnt / left.

    1.5 atanh(x) / x - 0.5 / (1 - x^2), burnt in half a step and left in its middle.
    """
    x2 = x * x
    return 1.0 - x2 * x2 * (0.2 + x2 * (2 / 7 + x2 * (1 / 3 + x2 * (4 / 11 + x2 * (5 / 13)))))


@kernel
def choose_step(x, y, z, u, v, w, ax, ay, az, ir, altitude, mach, slow2, left, longest, before, lasted, thin, stage,
                world):  # fmt: skip
    """Length of a step from the forces at its beginning, rate of the Mach number, and climb.

    left, longest : s, to the end of the phase and longest step; before, lasted : rate of the Mach number at the step
    before and its length (0: none).
    """
    spin = world[4]
    climb = (x * u + y * v + z * w) * ir
    lift = (x * ax + y * ay + z * az + u * u + v * v + w * w) * ir - climb * climb * ir
    rate = ((u + spin * y) * ax + (v - spin * x) * ay + w * az) * slow2
    rate = mach * (rate + (COOLING * climb if altitude < LAYERS[0] else 0.0))
    bend = (rate - before) / lasted if lasted > 0.0 else 0.0
    h = step_length(altitude, climb, lift, mach, rate, bend, left, longest, thin, stage)
    return h, rate, climb


@kernel
def small_turn(e):
    """Sine and cosine of an angle under 0.3 rad, to 1e-10."""
    e2 = e * e
    s = e * (1.0 - e2 * (1 / 6 - e2 * (1 / 120 - e2 * (1 / 5040))))
    return s, 1.0 - e2 * (0.5 - e2 * (1 / 24 - e2 * (1 / 720 - e2 * (1 / 40320))))
