"""Free flights to the ground, many at once: sixteen lanes side by side, blocks over all cores.

A block plans its steps from the two-body orbit of each lane (whole steps to about the apogee, whole steps to about the
ground), flies them with 8th-order steps and J2, and lands by one short step and one linear correction. With drag it
comes down through the air in steps of altitude. What the lanes cannot do right (orbits, shallow paths, starts in air)
is flown, still here, by the adaptive integrator. Model page docs/models/flight/coast.md.
"""

import math

import numpy as np

from midcourse.earth._kernels import (
    air_density_sound,
    altitude_fast,
    altitude_rate,
    geodetic,
    gravity,
    surface_latitude_longitude,
)
from midcourse.flight._kernels import coast as one
from midcourse.flight._kernels.entry_steps import entry4
from midcourse.flight._steps import dop8, rk4
from midcourse.numerics._kernels import fast_atan2
from midcourse.numerics.jit import driver, kernel, prange, routine

W = 16
ROWS = 256  # rows planned together and sorted by the steps they need, so that lanes of a group need about the same
STRIPS = 128  # blocks of rows are dealt out to so many strips, so that hard rows that lie together are shared
STEP = 270.0  # s, longest step of a lane
LONGEST = 4000.0  # s, longest flight that the lanes take
STEEP = 0.05  # least sine of the descent angle on the ground
ENTRY = 200e3  # m, where drag begins in the lanes
NEGLECTED = 0.05  # m, most that the air above may shift an impact
THICKEST = 0.5 / 1000.0  # m^2/kg, largest drag factor of the lanes
BAD = -1
FARTHEST = 1e9  # m and m/s, largest sum of the components of a start
DEEPEST = 1.0  # m under the surface, up to which a start is on it
KEYS = 17  # steps up and steps down are each below this
TWO_PI = 2.0 * math.pi
# one step of altitude ends at each layer boundary of the standard atmosphere, where the air has a kink
LEVELS = np.array([
    200e3, 165e3, 140e3, 120e3, 106e3, 95e3, 86e3, 78.8e3, 71802.0, 64.8e3, 58e3, 51412.5, 47350.1, 42e3, 37e3, 32161.9,
    27.8e3, 23.8e3, 20063.1, 17e3, 14e3, 11019.1, 8.2e3, 5.4e3, 2.7e3, 0.0,
])  # fmt: skip


@kernel
def plan(x, y, z, u, v, w, level, mu, radius, e2):
    """Times to the apogee and on to `level` above the mean ellipsoid, s, on the two-body orbit; NaN where there is none.

    Kepler's equation at both ends [vallado2013, ch. 2]. A path that comes down already has its apogee now.
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
    return (top - past) / motion, (down - top) / motion


@kernel
def time_down(g, x, y, z, u, v, w, mu, radius, e2):
    """Time until the altitude has fallen by g, from the climb and the acceleration along the radius."""
    i = 1.0 / math.sqrt(x * x + y * y + z * z)
    climb = altitude_rate(x, y, z, u, v, w, radius, e2)
    radial = (x * u + y * v + z * w) * i
    bend = (u * u + v * v + w * w - radial * radial - mu * i) * i
    return 2.0 * g / (math.sqrt(climb * climb - 2.0 * g * bend) - climb)


@kernel
def apogee_near(x, y, z, u, v, w, rising, mu, bulge, radius, e2):
    """Greatest altitude of a path that is within some seconds of its apogee; here when it is not `rising`."""
    ax, ay, az = gravity(x, y, z, mu, bulge)
    i = 1.0 / math.sqrt(x * x + y * y + z * z)
    radial = (x * u + y * v + z * w) * i
    climb = altitude_rate(x, y, z, u, v, w, radius, e2)
    bend = (x * ax + y * ay + z * az) * i + (u * u + v * v + w * w - radial * radial) * i
    t = -climb / bend if rising else 0.0
    h = 0.5 * t * t
    _, _, altitude = geodetic(x + t * u + h * ax, y + t * v + h * ay, z + t * w + h * az, radius, e2)
    return altitude


@kernel
def landed(x, y, z, u, v, w, t, radius, e2, rate):
    """Latitude, longitude (Earth-fixed) and speed relative to the Earth of a path on the surface at time t."""
    latitude, longitude = surface_latitude_longitude(x, y, z, e2)
    longitude = longitude - rate * t
    longitude = longitude - TWO_PI * math.floor(longitude * (1.0 / TWO_PI) + 0.5)
    a = u + rate * y
    b = v - rate * x
    return latitude, longitude, math.sqrt(a * a + b * b + w * w)


@kernel
def load_rows(S, positions, velocities, factors, first, rate):
    """Inertial states and drag factors of the next rows into S (9 x ROWS); the last row fills what is left over."""
    last = positions.shape[0] - 1
    each = 1 if factors.shape[0] == last + 1 else 0
    drag = 0.0
    for l in range(ROWS):
        j = min(first + l, last)
        x, y = positions[j, 0], positions[j, 1]
        S[l] = x
        S[ROWS + l] = y
        S[2 * ROWS + l] = positions[j, 2]
        S[3 * ROWS + l] = velocities[j, 0] - rate * y
        S[4 * ROWS + l] = velocities[j, 1] + rate * x
        S[5 * ROWS + l] = velocities[j, 2]
        S[8 * ROWS + l] = factors[j * each]
        drag = max(drag, factors[j * each])
    return drag


@kernel
def plan_rows(S, top, mu, radius, e2):
    """Times up and down of every row; up is -1 for rows that the lanes leave to the adaptive integrator."""
    for l in range(ROWS):
        x, y, z = S[l], S[ROWS + l], S[2 * ROWS + l]
        up, down = plan(x, y, z, S[3 * ROWS + l], S[4 * ROWS + l], S[5 * ROWS + l], top, mu, radius, e2)
        start = altitude_fast(x, y, z, radius, e2)
        good = (start >= top - 1.0) & (up + down < LONGEST) & (up >= 0.0) & (down > 0.0)
        S[6 * ROWS + l] = up if good else -1.0
        S[7 * ROWS + l] = down if good else 0.0


@kernel
def check_air(S, radius, e2):
    """Take rows out of the lanes whose way through the thin air above the entry altitude may cost too much."""
    thin, _ = air_density_sound(ENTRY)
    for l in range(ROWS):
        x, y, z, u, v, w = S[l], S[ROWS + l], S[2 * ROWS + l], S[3 * ROWS + l], S[4 * ROWS + l], S[5 * ROWS + l]
        up, down, k = S[6 * ROWS + l], S[7 * ROWS + l], S[8 * ROWS + l]
        start = altitude_fast(x, y, z, radius, e2)
        density, _ = air_density_sound(start)
        climb = altitude_rate(x, y, z, u, v, w, radius, e2)
        squared = u * u + v * v + w * w
        # deceleration times the time spent in one scale height (at most a quarter of the altitude), over the rest of
        # the flight; three times that, because a change of speed moves a long shot by more than speed times time
        shift = 3.0 * k * density * squared * 0.25 * start * (up + down + 100.0) / abs(climb)
        fall = climb * climb + 2.0 * 8.0 * (start - ENTRY)
        shift += 3.0 * k * thin * squared * 0.25 * ENTRY * ENTRY / fall
        good = (shift < NEGLECTED) & (k < THICKEST)
        S[6 * ROWS + l] = up if good else -1.0


@kernel
def sort_rows(S, order, counts):
    """Order of the rows by the steps that they need; how many of them, at the front, fly by themselves."""
    for q in range(KEYS * KEYS + 1):
        counts[q] = 0
    for l in range(ROWS):
        up = S[6 * ROWS + l]
        key = 0 if up < 0.0 else 1 + int(up * (1.0 / STEP)) * KEYS + int(S[7 * ROWS + l] * (1.0 / STEP))
        order[ROWS + l] = key
        counts[key] += 1
    alone = counts[0]
    total = 0
    for q in range(KEYS * KEYS + 1):
        here = counts[q]
        counts[q] = total
        total += here
    for l in range(ROWS):
        key = order[ROWS + l]
        order[counts[key]] = l
        counts[key] += 1
    return alone


@kernel
def gather(X, S, order, first):
    """Lanes X from rows S: states, time (up + down), times up and down, drag factor; the last row fills what is left."""
    for l in range(W):
        j = order[min(first + l, ROWS - 1)]
        for c in range(6):
            X[c * W + l] = S[c * ROWS + j]
        X[6 * W + l] = S[6 * ROWS + j] + S[7 * ROWS + j]
        X[7 * W + l] = S[6 * ROWS + j]
        X[8 * W + l] = S[7 * ROWS + j]
        X[9 * W + l] = S[8 * ROWS + j]


@kernel
def coast_lanes(X, row, mu, bulge):
    """Fly every lane for its own time X[row], all in the same number of 8th-order steps."""
    longest = 0.0
    for l in range(W):
        longest = max(longest, X[row * W + l])
    steps = int(math.ceil(longest / STEP))
    part = 1.0 / max(steps, 1)
    for _ in range(steps):
        for l in range(W):
            x, y, z, u, v, w = X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l]
            x, y, z, u, v, w = dop8(x, y, z, u, v, w, X[row * W + l] * part, mu, bulge)
            X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l] = x, y, z, u, v, w


@kernel
def top_lanes(X, mu, bulge, radius, e2):
    """Greatest altitude of every lane into row 10: at the apogee, or here for paths that already come down."""
    for l in range(W):
        x, y, z, u, v, w = X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l]
        X[10 * W + l] = apogee_near(x, y, z, u, v, w, X[7 * W + l] > 0.0, mu, bulge, radius, e2)


@kernel
def land_lanes(X, top, mu, bulge, radius, e2):
    """Bring every lane, now some seconds from it, onto the altitude `top`; row 11 tells whether that went well."""
    for l in range(W):
        x, y, z, u, v, w = X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l]
        h = time_down(altitude_fast(x, y, z, radius, e2) - top, x, y, z, u, v, w, mu, radius, e2)
        x, y, z, u, v, w = rk4(x, y, z, u, v, w, h, mu, bulge)
        s = time_down(altitude_fast(x, y, z, radius, e2) - top, x, y, z, u, v, w, mu, radius, e2)
        ax, ay, az = gravity(x, y, z, mu, bulge)
        q = 0.5 * s * s
        x, y, z = x + s * u + q * ax, y + s * v + q * ay, z + s * w + q * az
        u, v, w = u + s * ax, v + s * ay, w + s * az
        X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l] = x, y, z, u, v, w
        X[6 * W + l] += h + s
        left = altitude_fast(x, y, z, radius, e2) - top
        climb = altitude_rate(x, y, z, u, v, w, radius, e2)
        steep = climb < -STEEP * math.sqrt(u * u + v * v + w * w)
        X[11 * W + l] = 1.0 if (abs(h) < 30.0) & (abs(left) < 1e-3) & steep else 0.0


@kernel
def enter_lanes(X, mu, bulge, radius, e2, rate):
    """Fly every lane from the entry altitude through the air to the ground."""
    for q in range(LEVELS.shape[0] - 1):
        altitude = LEVELS[q]
        step = LEVELS[q + 1] - altitude
        for l in range(W):
            x, y, z, u, v, w = X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l]
            k = X[9 * W + l]
            x, y, z, u, v, w, t = entry4(x, y, z, u, v, w, altitude, step, mu, bulge, radius, e2, rate, k)
            X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l] = x, y, z, u, v, w
            X[6 * W + l] += t


@kernel
def finish_lanes(X, unit, radius, e2, rate):
    """Latitude, longitude and speed on the ground into rows 0 to 2; row 11 falls to 0 where they are not numbers."""
    for l in range(W):
        x, y, z, u, v, w = X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l]
        latitude, longitude, speed = landed(x, y, z, u, v, w, X[6 * W + l], radius, e2, rate)
        X[l] = latitude * unit
        X[W + l] = longitude * unit
        X[2 * W + l] = speed
        X[11 * W + l] = X[11 * W + l] if speed < 1e6 else 0.0


@routine
def by_itself(S, row, limits, earth, unit, work, out, ended, j):
    """Fly one row by the adaptive integrator into output row j; NaN in all but the apogee where it does not land."""
    mu, bulge, radius, e2, rate = earth
    nodes, carry = work[:2], work[2]
    nodes[0, 0] = 0.0
    size = 0.0
    for c in range(6):
        nodes[0, c + 1] = S[c * ROWS + row]
        size += abs(S[c * ROWS + row])
    _, _, altitude = geodetic(nodes[0, 1], nodes[0, 2], nodes[0, 3], radius, e2)
    if not (size < FARTHEST and altitude >= -DEEPEST):
        ended[j] = BAD
        return
    carry[0], carry[1], carry[2], carry[3] = -math.inf, 0.0, 0.0, math.nan
    status, count = one.fly_free(nodes, carry, S[8 * ROWS + row], one.AIR, limits, earth)
    ended[j] = status
    out[4, j] = carry[0]
    if status != one.IMPACT:
        out[0, j], out[1, j], out[2, j], out[3, j] = math.nan, math.nan, math.nan, math.nan
        return
    row = count - 1
    t, x, y, z = nodes[row, 0], nodes[row, 1], nodes[row, 2], nodes[row, 3]
    latitude, longitude, _ = geodetic(x, y, z, radius, e2)
    longitude = longitude - rate * t
    longitude = longitude - TWO_PI * math.floor(longitude / TWO_PI + 0.5)
    a, b, w = nodes[row, 4] + rate * y, nodes[row, 5] - rate * x, nodes[row, 6]
    out[0, j], out[1, j], out[2, j] = t, latitude * unit, longitude * unit
    out[3, j] = math.sqrt(a * a + b * b + w * w)


@routine
def fly_strip(strip, strips, positions, velocities, factors, lanes, limits, earth, unit, out, ended):
    """Fly every `strips`-th block of rows from block `strip` on: the work of one thread."""
    mu, bulge, radius, e2, rate = earth
    n = positions.shape[0]
    S, X, work = np.empty(9 * ROWS), np.empty(12 * W), np.empty((3, 8))
    order, counts = np.empty(2 * ROWS, np.int64), np.empty(KEYS * KEYS + 1, np.int64)
    for block in range(strip, (n + ROWS - 1) // ROWS, strips):
        offset = block * ROWS
        drag = load_rows(S, positions, velocities, factors, offset, rate)
        top = ENTRY if drag > 0.0 else 0.0
        alone = ROWS
        for l in range(ROWS):
            order[l] = l
        if lanes:
            plan_rows(S, top, mu, radius, e2)
            if drag > 0.0:
                check_air(S, radius, e2)
            alone = sort_rows(S, order, counts)
        for first in range(alone, ROWS, W):
            gather(X, S, order, first)
            coast_lanes(X, 7, mu, bulge)
            top_lanes(X, mu, bulge, radius, e2)
            coast_lanes(X, 8, mu, bulge)
            land_lanes(X, top, mu, bulge, radius, e2)
            if drag > 0.0:
                enter_lanes(X, mu, bulge, radius, e2, rate)
            finish_lanes(X, unit, radius, e2, rate)
            for l in range(min(W, ROWS - first)):
                row = order[first + l]
                j = offset + row
                if j < n:
                    out[0, j], out[4, j] = X[6 * W + l], X[10 * W + l]
                    out[1, j], out[2, j], out[3, j] = X[l], X[W + l], X[2 * W + l]
                    ended[j] = one.IMPACT if X[11 * W + l] > 0.0 else BAD
        for row in range(ROWS):
            j = offset + order[row]
            if j < n and (row < alone or ended[j] == BAD):
                by_itself(S, order[row], limits, earth, unit, work, out, ended, j)


@driver
def coast_to_ground(positions, velocities, factors, lanes, limits, earth, unit, out, ended):
    """Fly every row to its end.

    Parameters
    ----------
    positions, velocities : (N, 3), Earth-fixed, m and m/s
    factors : (N,) or (1,), drag factors 1 / (2 m/(Cd A))
    lanes : whether the lanes may fly (to the ground, no wish for a duration); else every row flies by itself
    limits : as in `fly_free`
    earth : (mu, bulge, radius, e2, rate)
    unit : what one radian of latitude is in the output
    out : (5, N) for time, latitude, longitude, speed, apogee altitude
    ended : (N,) int8, how each row ended
    """
    blocks = (positions.shape[0] + ROWS - 1) // ROWS
    strips = min(STRIPS, blocks)
    for strip in prange(strips):
        fly_strip(np.int64(strip), strips, positions, velocities, factors, lanes, limits, earth, unit, out, ended)
