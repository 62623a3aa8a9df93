"""Forces on a missile under thrust and on a body that falls with a drag curve: scalars and tuples of scalars only.

`stage` is a tuple of 22 numbers: vacuum thrust (N), thrust lost at sea level over (density * sound speed^2) there (m^2),
mass flow (kg/s), drag area (m^2), drag coefficient below the first knot, then the 8 Mach knots and the 8 changes of slope
at them (docs/models/flight/boost.md). `world` is (mu, bulge, radius, e2, spin, air); air is 1 with an atmosphere, else 0.
"""

import math

import numpy as np

from midcourse.flight._kernels.boost_air import BOUNDS, FAR, SCALE, quick_exp
from midcourse.numerics._kernels import fast_cos, fast_sin
from midcourse.numerics.jit import kernel

STAGES = 7
LEAST_WAIT = 0.1  # s: a kink nearer than this is stepped over
THIN_FROM, THICKENING, THICKEST = 80e3, 2.33 / 50e3, 3.33  # m, 1/m: later stages fly shorter steps below
COLD = BOUNDS[0]  # m: to there the air grows colder
COOLING = 1.15e-5  # 1/m, about -d ln(sound speed) / dz below
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
def altitude_series(radius, e2):
    """Coefficients by sine2 of the ellipsoid's radius in `altitude_near`, the cubic term spread over the others (2 cm)."""
    q = e2 / (1.0 - e2)
    third = 0.3125 * q * q * q
    return radius * (1.0 - third / 32.0), radius * (-0.5 * q + third * 9 / 16), radius * (0.375 * q * q - 1.5 * third)


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
def inverse_distance(r2, near):
    """1/r from its square and an inverse distance within 2 %, to 1e-7: a series in place of a root and a division."""
    e = 1.0 - r2 * near * near
    return near + near * e * (0.5 + e * (0.375 + e * 0.3125))


@kernel
def fall_slope(x, y, z, u, v, w, near, drag, density, world):
    """Derivatives of velocity and of time by altitude of a body with drag, and 1/r.

    near : 1/r of a point nearby; drag : half the drag coefficient times area / mass, m^2/kg
    """
    mu, bulge, radius, e2, spin, air = world
    r2 = x * x + y * y + z * z
    ir = inverse_distance(r2, near)
    i2 = ir * ir
    g = -mu * i2 * ir
    k = bulge * i2
    sine2 = z * z * i2
    f = g * (1.0 + k * (1.0 - 5.0 * sine2))
    a = u + spin * y
    b = v - spin * x
    d = -density * drag * math.sqrt(a * a + b * b + w * w)
    # climb: the radius less that of the ellipsoid, whose series is that of `altitude_near`
    rise = (x * u + y * v + z * w) * ir
    slope = e2 / (1.0 - e2)
    q = sine2 * slope
    lower = radius * slope * (1.0 - q * (1.5 - 1.875 * q)) * i2 * z * (w - z * rise * ir)
    ih = 1.0 / (rise + lower)
    return (x * f + d * a) * ih, (y * f + d * b) * ih, (z * (f + 2.0 * g * k) + d * w) * ih, ih, ir


@kernel
def air_near(altitude, middle, r0, r1, r2, r3, r4, r5, s0, s1, s2, s3, s4, h0, h1, h2):
    """Density, inverse sound speed and square of the sound speed from the numbers of a piece of the air."""
    s = altitude * SCALE - middle
    t = s * s
    log_density = (r0 + r1 * s) + t * ((r2 + r3 * s) + t * (r4 + r5 * s))
    inverse_sound = (s0 + s1 * s) + t * ((s2 + s3 * s) + t * s4)
    return quick_exp(log_density), inverse_sound, h0 + s * (h1 + s * h2)


@kernel
def leveling(x, y, z, u, v, w, ir, nx, ny, nz, ahead):
    """Inverse sine of the angle between radius and normal, some seconds ahead."""
    out = ((nx * x + ny * y + nz * z) + ahead * (nx * u + ny * v + nz * w)) * ir
    out = out * out
    return 1.0 + out * (0.5 + out * (0.375 + 0.3125 * out))


@kernel
def thrust_and_drag(x, y, z, u, v, w, ir, sine2, density, inverse_sound, heat, level_drag, drag_slope, nx, ny, nz,
                    sine, cosine, mass, push, along, stage, world):  # fmt: skip
    """As `boost_acceleration`, with one division and one root: acceleration, Mach number and square of the speed.

    level_drag, drag_slope : line of the drag coefficient by Mach number; sine, cosine : of the thrust's angle, the cosine
    times `leveling`; push : factor of the thrust.
    """
    mu, bulge, radius, e2, spin, air = world
    i2 = ir * ir
    g = -mu * ir * i2
    gk = g * (bulge * i2)
    f = g + gk * (1.0 - 5.0 * sine2)
    a = u + spin * y
    b = v - spin * x
    s2 = a * a + (b * b + (w * w + 1e-12))
    speed = math.sqrt(s2)
    mach = speed * inverse_sound
    i = 1.0 / (mass * speed)
    im = i * speed
    push = push * (stage[0] - stage[1] * density * heat)
    drag = (-0.5 * stage[3]) * (density * speed) * (level_drag + drag_slope * mach)
    along = push * along
    axial = im * (drag + along * mass * i)
    steered = im * ir * (push - along)
    level = steered * cosine
    f = f + steered * sine
    ax = x * f + (axial * a + level * (ny * z - nz * y))
    ay = y * f + (axial * b + level * (nz * x - nx * z))
    az = z * (f + 2.0 * gk) + (axial * w + level * (nx * y - ny * x))
    return ax, ay, az, mach, s2


@kernel
def thrust_alone(x, y, z, ir, nx, ny, nz, sine, cosine, mass, thrust, mu, bulge):
    """Acceleration above the air of a missile whose thrust keeps an angle above the horizontal: see `thrust_and_drag`."""
    i2 = ir * ir
    g = -mu * ir * i2
    gk = g * (bulge * i2)
    steered = thrust * ir / mass
    level = steered * cosine
    f = g + gk * (1.0 - 5.0 * (z * z * i2)) + steered * sine
    return (
        x * f + level * (ny * z - nz * y),
        y * f + level * (nz * x - nx * z),
        z * (f + 2.0 * gk) + level * (nx * y - ny * x),
    )


@kernel
def past_knot(here, knot, change, low, high, level, slope):
    """The piece of a drag curve narrowed by one knot."""
    past = here >= knot
    low = knot if past else low
    change = change if past else 0.0
    high = knot if (knot > here) & (knot < high) else high
    return low, high, level - change * knot, slope + change


@kernel
def drag_line(here, c):
    """The straight piece of a drag curve at a Mach number: its ends, value at Mach 0 and slope; c = stage tuple."""
    low, high, level, slope = past_knot(here, c[5], c[13], -FAR, FAR, c[4], 0.0)
    low, high, level, slope = past_knot(here, c[6], c[14], low, high, level, slope)
    low, high, level, slope = past_knot(here, c[7], c[15], low, high, level, slope)
    low, high, level, slope = past_knot(here, c[8], c[16], low, high, level, slope)
    low, high, level, slope = past_knot(here, c[9], c[17], low, high, level, slope)
    low, high, level, slope = past_knot(here, c[10], c[18], low, high, level, slope)
    low, high, level, slope = past_knot(here, c[11], c[19], low, high, level, slope)
    return past_knot(here, c[12], c[20], low, high, level, slope)


@kernel
def wait(low, high, value, rate, bend):
    """Time until a value that changes at a rate, which changes by bend, leaves its piece; FAR when not soon."""
    up = rate >= 0.0
    distance = high - value if up else value - low
    fast = abs(rate)
    square = fast * fast
    mean = square + 0.5 * (bend if up else -bend) * distance
    mean = mean if mean > 0.5 * square else 0.5 * square
    return distance * fast / mean if (fast > 1e-6) & (distance > 0.0) else FAR


@kernel
def step_length(altitude, air_wait, drag_wait, left, shortest_parts, thin):
    """Length of a step: to the next kink of drag curve or air, or to the end of the phase, in equal parts.

    shortest_parts : 1 / longest step; thin : 1 where steps are shortened in thick air.
    """
    pace = 1.0 + thin * (THIN_FROM - altitude) * THICKENING
    pace = pace if pace < THICKEST else THICKEST
    pace = pace if pace > 1.0 else 1.0
    near = air_wait if air_wait < drag_wait else drag_wait
    near = near if near < 0.95 * left else left
    parts = (near * shortest_parts * pace + 0.25 + _ROUND) - _ROUND
    parts = parts if parts > 1.0 else 1.0
    return near / parts


@kernel
def even_push(y):
    """Factor of the thrust in the middle of a step with which Simpson's rule gives the rocket equation; y = burnt / mass.

    1.5 atanh(x) / x - 0.5 / (1 - x^2) with x = burnt in half a step over the mass left in its middle; y over that at its
    beginning, under 0.3.
    """
    y2 = y * y
    x = y * ((1.0 + y) * (1.0 + y2) * (1.0 + y2 * y2))  # y / (1 - y)
    x2 = x * x
    return 1.0 - x2 * x2 * (0.2 + x2 * (2 / 7 + x2 * (1 / 3 + x2 * (4 / 11 + x2 * (5 / 13)))))


@kernel
def choose_step(x, y, z, u, v, w, ax, ay, az, ir, altitude, mach, s2, air_low, air_high, mach_low, mach_high, left,
                shortest_parts, before, lasted, thin, mass, spin):  # fmt: skip
    """Length of a step from the forces at its beginning, rate of the Mach number by the speed alone, climb, 1 / mass.

    s2 : square of the speed in the air; air_low to mach_high : ends of the pieces of air and drag curve; left :
    s, to the end of the phase; shortest_parts : 1 / longest step; before, lasted : rate of the Mach number at the step before and its
    length (0: none).
    """
    climb = (x * u + y * v + z * w) * ir
    lift = (x * ax + y * ay + z * az + u * u + v * v + w * w) * ir - climb * climb * ir
    known = lasted if lasted > 0.0 else 1.0
    both = s2 * known
    i = 1.0 / (both * mass)
    rate = mach * ((u + spin * y) * ax + (v - spin * x) * ay + w * az) * (i * known * mass)
    bend = (rate - before) * (i * s2 * mass) if lasted > 0.0 else 0.0
    air_wait = wait(air_low, air_high, altitude, climb, lift)
    cooling = mach * COOLING * climb if altitude < COLD else 0.0
    drag_wait = wait(mach_low, mach_high, mach, rate + cooling, bend)
    return step_length(altitude, air_wait, drag_wait, left, shortest_parts, thin), rate, climb, i * both


@kernel
def small_turn(e):
    """Sine and cosine of an angle under 0.3 rad, to 1e-10."""
    e2 = e * e
    s = e * (1.0 - e2 * (1 / 6 - e2 * (1 / 120 - e2 * (1 / 5040))))
    return s, 1.0 - e2 * (0.5 - e2 * (1 / 24 - e2 * (1 / 720 - e2 * (1 / 40320))))
