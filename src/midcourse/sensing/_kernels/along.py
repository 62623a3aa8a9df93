"""Samples of one flight over the turning Earth, and what a site sees along them: lane loops over flat rows.

`X` = `ROWS` rows of `MOST` numbers each: row `HEIGHT` begins at X[HEIGHT * MOST]. Its first five rows belong to the flight,
the others to one site at a time. The other layouts are those of `seeing`.
"""

import math

import numpy as np

from midcourse.earth._kernels import geodetic
from midcourse.numerics._kernels import fast_atan2, fast_cos, fast_sin
from midcourse.numerics.jit import kernel, part

STEP = 10.0  # s between samples
MOST = 2088  # samples of a flight; with more the rows would be longer, not fewer: 5.8 h at 10 s
RANGE_SCALE = 6.4e6  # m, makes a margin in range comparable with one in angle
T, PX, PY, PZ, HEIGHT, AWAY, EAST, NORTH, ELEVATION, ABOVE, BESIDE, MARGIN, ACROSS, ALONG, ANGLE = range(15)
ROWS = 15
ALL_ROUND = 4.0  # rad, half width of a sector that leaves nothing out: more than half a turn


@kernel
def next_knot(low, t, i, times):
    """Last knot of flight i not after a time, the last but one at most; walks on from a knot before the time."""
    while low < times.shape[1] - 2 and times[i, low + 1] <= t:
        low += 1
    return low


@kernel
def bent_sine(slant_range, height, radius):
    """Sine of the elevation on an Earth of enlarged radius."""
    sine = (2.0 * radius * height + height * height - slant_range * slant_range) / (2.0 * radius * slant_range)
    sine = 1.0 if sine > 1.0 else sine
    return -1.0 if sine < -1.0 else sine


@kernel
def components(dx, dy, dz, site):
    """East, north and up of a vector, in the axes of a site."""
    return (
        dx * site[3] + dy * site[4] + dz * site[5],
        dx * site[6] + dy * site[7] + dz * site[8],
        dx * site[9] + dy * site[10] + dz * site[11],
    )


@kernel
def steps_of(duration):
    """How many even steps a flight is sampled in."""
    return max(4, min(MOST - 1, math.ceil(duration / STEP)))


@kernel
def bend(start, slope, end, last_slope):
    """Coefficients of the cubic between two values with two slopes, those over the whole way."""
    rise = end - start - slope
    third = last_slope - slope - 2.0 * rise
    return start, slope, rise - third, third


@part
def place(i, count, times, positions, velocities, X):
    """Fill rows PX to PZ with the inertial position of flight i at the `count` times of row T, which never fall."""
    low, last, begin, length = np.int64(0), times.shape[1] - 2, 0.0, 1.0
    x0 = x1 = x2 = x3 = y0 = y1 = y2 = y3 = z0 = z1 = z2 = z3 = 0.0
    for k in range(count):
        t = X[k]
        if k == 0 or (low < last and times[i, low + 1] <= t):
            low = next_knot(low, t, i, times)
            begin = times[i, low]
            h = times[i, low + 1] - begin
            length = 1.0 / h
            p, v, q, w = positions[i, low], velocities[i, low], positions[i, low + 1], velocities[i, low + 1]
            x0, x1, x2, x3 = bend(p[0], h * v[0], q[0], h * w[0])
            y0, y1, y2, y3 = bend(p[1], h * v[1], q[1], h * w[1])
            z0, z1, z2, z3 = bend(p[2], h * v[2], q[2], h * w[2])
        s = (t - begin) * length
        X[PX * MOST + k] = x0 + s * (x1 + s * (x2 + s * x3))
        X[PY * MOST + k] = y0 + s * (y1 + s * (y2 + s * y3))
        X[PZ * MOST + k] = z0 + s * (z1 + s * (z2 + s * z3))


@part
def turn(count, rate, X):
    """Turn the inertial positions of rows PX to PZ to the axes that are fixed to the Earth."""
    for k in range(count):
        cosine, sine = fast_cos(rate * X[k]), fast_sin(rate * X[k])
        x, y = X[PX * MOST + k], X[PY * MOST + k]
        X[PX * MOST + k] = cosine * x + sine * y
        X[PY * MOST + k] = cosine * y - sine * x


@part
def sample(i, times, positions, velocities, shape, with_height, X):
    """Fill the rows of flight i at even times from lift-off to its end; gives the number of steps."""
    duration = times[i, times.shape[1] - 1]
    steps = steps_of(duration)
    for k in range(steps):
        X[k] = k * (duration / steps)
    X[steps] = duration
    place(i, steps + 1, times, positions, velocities, X)
    turn(steps + 1, shape[0], X)
    if with_height:
        radius, e2 = shape[1], shape[2]
        for k in range(steps + 1):
            _, _, X[HEIGHT * MOST + k] = geodetic(X[PX * MOST + k], X[PY * MOST + k], X[PZ * MOST + k], radius, e2)
    return steps


@part
def distances(count, site, X):
    """Fill row AWAY: slant range of every sample from a site."""
    a, b, c = site[0], site[1], site[2]
    for k in range(count):
        dx, dy, dz = X[PX * MOST + k] - a, X[PY * MOST + k] - b, X[PZ * MOST + k] - c
        X[AWAY * MOST + k] = math.sqrt(dx * dx + dy * dy + dz * dz)


@kernel
def as_tuple(site):
    """The twelve numbers of a site as scalars, so that a loop that stores need not read them again."""
    return (
        site[0], site[1], site[2], site[3], site[4], site[5], site[6], site[7], site[8], site[9], site[10], site[11],
    )  # fmt: skip


@part
def angles(count, X):
    """Fill row ANGLE of every sample: that of the point (row ACROSS over row ALONG)."""
    for k in range(count):
        X[ANGLE * MOST + k] = fast_atan2(X[ACROSS * MOST + k], X[ALONG * MOST + k])


@part
def elevations(count, row, bent, altitude, X):
    """Fill rows EAST, NORTH and ANGLE, the elevation of every sample from a site, bent by air where it is. `row` = the site."""
    site = as_tuple(row)
    for k in range(count):
        dx, dy, dz = X[PX * MOST + k] - site[0], X[PY * MOST + k] - site[1], X[PZ * MOST + k] - site[2]
        east, north, up = components(dx, dy, dz, site)
        X[EAST * MOST + k], X[NORTH * MOST + k] = east, north
        X[ACROSS * MOST + k], X[ALONG * MOST + k] = up, math.sqrt(east * east + north * north)
    if bent > 0.0:
        for k in range(count):
            sine = bent_sine(X[AWAY * MOST + k], X[HEIGHT * MOST + k] - altitude, bent)
            X[ACROSS * MOST + k], X[ALONG * MOST + k] = sine, math.sqrt((1.0 - sine) * (1.0 + sine))
    angles(count, X)


@kernel
def beside(azimuth, middle, half):
    """How far inside a sector an azimuth lies (rad, negative outside), across north as anywhere else."""
    off = abs(azimuth - middle)
    off = off - 2.0 * math.pi if off >= 2.0 * math.pi else off
    over = abs(2.0 * math.pi - off)
    return half - (over if over < off else off)


@part
def sectors(count, faces, sides, X):
    """Fill row BESIDE, where elevations are known: how far inside the nearest face each lies."""
    for k in range(count):
        X[BESIDE * MOST + k] = -ALL_ROUND
        X[ACROSS * MOST + k], X[ALONG * MOST + k] = X[EAST * MOST + k], X[NORTH * MOST + k]
    angles(count, X)
    for face in range(sides):
        middle, half = faces[face, 0], faces[face, 1]
        for k in range(count):
            inside, best = beside(X[ANGLE * MOST + k], middle, half), X[BESIDE * MOST + k]
            X[BESIDE * MOST + k] = inside if inside > best else best


@kernel
def all_round(faces, sides):
    """Whether one of the faces looks all round."""
    found = False
    for k in range(sides):
        found = found or faces[k, 1] >= ALL_ROUND
    return found


@part
def margins(count, site, limits, faces, sides, X):
    """Fill rows ELEVATION to MARGIN, where slant ranges are known: how far inside its limits each lies."""
    low, high, least, most = limits[3], limits[4], limits[0], min(limits[1], limits[2])
    elevations(count, site, limits[5], limits[6], X)
    for k in range(count):
        elevation = X[ANGLE * MOST + k]
        over, under = elevation - low, high - elevation
        X[ELEVATION * MOST + k] = elevation
        X[ABOVE * MOST + k] = under if under < over else over
        X[BESIDE * MOST + k] = ALL_ROUND
    if not all_round(faces, sides):
        sectors(count, faces, sides, X)
    for k in range(count):
        near, far = most - X[AWAY * MOST + k], X[AWAY * MOST + k] - least
        reach = (far if far < near else near) / RANGE_SCALE
        height, side = X[ABOVE * MOST + k], X[BESIDE * MOST + k]
        both = side if side < height else height
        X[MARGIN * MOST + k] = reach if reach < both else both


@part
def new_rows():
    """Room for the samples of one flight."""
    return np.empty(ROWS * MOST)
