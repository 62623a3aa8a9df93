"""Free flights to the ground, many at once: sixteen lanes side by side, blocks over all cores.

A block plans its steps from the two-body orbit of each lane (whole steps to about the apogee, whole steps to about the
ground), flies them with 8th-order steps and J2, and lands by one short step and one linear correction. With drag it
comes down through the air in steps of altitude. What the lanes cannot do right (orbits, shallow paths, starts in air)
is flown, still here, by the adaptive integrator. Model page docs/models/flight/coast.md.
"""

import math

import numpy as np

from midcourse.earth._kernels import air_density_sound, altitude_fast, altitude_rate, geodetic, gravity
from midcourse.flight._kernels import coast as one
from midcourse.flight._kernels.arcs import TWO_PI, apogee_near, landed, plan, time_down
from midcourse.flight._kernels.entry_steps import entry4
from midcourse.flight._steps import rk4, rkn8
from midcourse.numerics._kernels import fast_exp, fast_log
from midcourse.numerics.jit import driver, kernel, prange, routine

W = 16
ROWS = 256  # rows planned together and sorted by the steps they need, so that lanes of a group need about the same
STRIPS = 128  # blocks of rows are dealt out to so many strips, so that hard rows that lie together are shared
STEP = 350.0  # s, mean step of a lane at most
UNEVEN = 1.2  # share by which steps grow towards a far apogee
LONGEST = 4000.0  # s, longest flight that the lanes take
LINGER, LINGER_RISE = (
    1100.0,
    2e-3,
)  # s and s/m: flights longer than this for their apogee skim the Earth, too sensitive for fixed steps
STEEP = 0.07  # least sine of the descent angle on the ground
STEEP_ENTRY = 0.11  # the same at the entry altitude
ENTRY = 200e3  # m, where drag begins in the lanes
CLEAR, CLIMB_BASE, CLIMB_STEPS = 300e3, 60e3, 14  # m: rows that rise from thin air do so in steps of altitude to here
THIN = 86e3  # m, lowest start in air that the lanes take
NEGLECTED = 0.15  # m, bound on what the air left out may shift an impact; the bound is some four times the shift
THICKEST = 0.05  # m^2/kg, largest drag factor over the sine of the descent angle
CRISP = 0.25  # largest loss of speed in one step of altitude, as an exponent
SLOWEST = 700.0  # m/s, least climb out of the air
EVEN = 0.06  # largest change of the climb by gravity in one step, as a share
BAD = -1
FARTHEST = 1e9  # m and m/s, largest sum of the components of a start
DEEPEST = 1.0  # m under the surface, up to which a start is on it
KEYS = 17  # steps up and steps down are each below this
# one step of altitude ends at each layer boundary of the standard atmosphere, where the air has a kink
LEVELS = np.array([
    200e3, 165e3, 140e3, 120e3, 106e3, 95e3, 86e3, 78.8e3, 71802.0, 64.8e3, 58e3, 51412.5, 47350.1, 42e3, 37e3, 32161.9,
    27.8e3, 23.8e3, 20063.1, 17e3, 14e3, 11019.1, 8.2e3, 5.4e3, 2.7e3, 0.0,
])  # fmt: skip
DENSEST = 1.3 * np.exp(-LEVELS / 7200.0)  # kg/m^3, not below the air's density under 100 km


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
        S[10 * ROWS + l] = 0.0
        drag = max(drag, factors[j * each])
    return drag


@kernel
def plan_rows(S, top, mu, radius, e2):
    """Times up and down of every row; up is -1 for rows that the lanes leave to the adaptive integrator."""
    for l in range(ROWS):
        x, y, z = S[l], S[ROWS + l], S[2 * ROWS + l]
        up, down, highest = plan(x, y, z, S[3 * ROWS + l], S[4 * ROWS + l], S[5 * ROWS + l], top, mu, radius, e2)
        start = altitude_fast(x, y, z, radius, e2)
        good = (
            (start >= top - 1.0)
            & (up + down < LONGEST)
            & (up + down < LINGER + LINGER_RISE * highest)
            & (up >= 0.0)
            & (down > 0.0)
        )
        S[6 * ROWS + l] = up if good else -1.0
        S[7 * ROWS + l] = down if good else 0.0
        S[9 * ROWS + l] = UNEVEN * highest / (radius + highest)


@kernel
def climb_rows(S, mu, bulge, radius, e2, rate):
    """Bring rows that rise from thin air above it, in steps of altitude; the time goes into row 10."""
    growth = 1.0 / CLIMB_STEPS
    for l in range(ROWS):
        x, y, z = S[l], S[ROWS + l], S[2 * ROWS + l]
        start = altitude_fast(x, y, z, radius, e2)
        climb = altitude_rate(x, y, z, S[3 * ROWS + l], S[4 * ROWS + l], S[5 * ROWS + l], radius, e2)
        rises = (climb > 0.0) & (start > THIN - 1.0) & (start < CLEAR)
        # what gravity alone may take must leave a climb: paths that turn below are not for steps of altitude
        short = climb * climb - 20.0 * (CLEAR - start) < SLOWEST * SLOWEST
        S[l] = math.nan if rises & short else x
        here = start if rises else CLEAR
        S[10 * ROWS + l] = 0.0
        S[11 * ROWS + l] = here
        S[12 * ROWS + l] = fast_exp(growth * fast_log((CLEAR - CLIMB_BASE) / (here - CLIMB_BASE)))
    for _ in range(CLIMB_STEPS):
        for l in range(ROWS):
            x, y, z, u, v, w = S[l], S[ROWS + l], S[2 * ROWS + l], S[3 * ROWS + l], S[4 * ROWS + l], S[5 * ROWS + l]
            here, k = S[11 * ROWS + l], S[8 * ROWS + l]
            step = (here - CLIMB_BASE) * (S[12 * ROWS + l] - 1.0)
            x, y, z, u, v, w, t = entry4(x, y, z, u, v, w, here, step, mu, bulge, radius, e2, rate, k)
            S[l], S[ROWS + l], S[2 * ROWS + l], S[3 * ROWS + l], S[4 * ROWS + l], S[5 * ROWS + l] = x, y, z, u, v, w
            S[10 * ROWS + l] += t
            S[11 * ROWS + l] = here + step


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
        S[6 * ROWS + l] = up if shift < NEGLECTED else -1.0


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
        X[6 * W + l] = S[6 * ROWS + j] + S[7 * ROWS + j] + S[10 * ROWS + j]
        X[7 * W + l] = S[6 * ROWS + j]
        X[8 * W + l] = S[7 * ROWS + j]
        X[9 * W + l] = S[8 * ROWS + j]
        X[12 * W + l] = S[9 * ROWS + j]


@kernel
def coast_lanes(X, row, sign, mu, bulge):
    """Fly every lane for its own time X[row], all in the same number of 8th-order steps, the longest at the apogee.

    The lengths of the steps grow (sign 1) or shrink (-1) evenly by the share X[12], so that each costs about the same error.
    """
    longest = 0.0
    for l in range(W):
        longest = max(longest, X[row * W + l])
    steps = int(math.ceil(longest / STEP))
    part = 1.0 / max(steps, 1)
    for q in range(steps):
        tilt = sign * (2.0 * q + 1.0 - steps) * part
        for l in range(W):
            x, y, z, u, v, w = X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l]
            h = X[row * W + l] * part * (1.0 + tilt * X[12 * W + l])
            x, y, z, u, v, w = rkn8(x, y, z, u, v, w, h, mu, bulge)
            X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l] = x, y, z, u, v, w


@kernel
def top_lanes(X, mu, bulge, radius, e2):
    """Greatest altitude of every lane into row 10: at the apogee, or here for paths that already come down."""
    for l in range(W):
        x, y, z, u, v, w = X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l]
        X[10 * W + l] = apogee_near(x, y, z, u, v, w, X[7 * W + l], mu, bulge, radius, e2)


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
        X[11 * W + l] = 1.0 if (abs(h) < 30.0) & (abs(left) < 1e-3) & steep & (X[10 * W + l] > -10.0) else 0.0


@kernel
def enter_lanes(X, mu, bulge, radius, e2, rate):
    """Fly every lane from the entry altitude through the air to the ground, in steps that the hardest lane needs."""
    hardest, slowest = 0.0, 0.0
    for l in range(W):
        x, y, z, u, v, w = X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l]
        climb = altitude_rate(x, y, z, u, v, w, radius, e2)
        squared = u * u + v * v + w * w
        # square of the climb on the ground if there were no air: fast flat paths lose theirs on the way down
        r = math.sqrt(x * x + y * y + z * z)
        below = climb * climb + 2.0 * ENTRY * (mu / (r * r) - (squared - climb * climb) / r)
        least = below if below < climb * climb else climb * climb
        X[14 * W + l] = 8.0 / least
        X[13 * W + l] = X[9 * W + l] * math.sqrt(squared / least)
        good = (X[13 * W + l] < THICKEST) & (least > STEEP_ENTRY * STEEP_ENTRY * squared) & (climb < 0.0)
        X[11 * W + l] = X[11 * W + l] if good else 0.0
    for l in range(W):
        hardest = max(hardest, min(X[13 * W + l], THICKEST))
        slowest = max(slowest, min(X[14 * W + l], 1e-3))
    for q in range(LEVELS.shape[0] - 1):
        deep = LEVELS[q + 1] - LEVELS[q]
        steps = 1 + int(-deep * max(hardest * DENSEST[q + 1] / CRISP, slowest / EVEN))
        step = deep / steps
        for j in range(steps):
            altitude = LEVELS[q] + j * step
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
def by_itself(j, positions, velocities, k, limits, earth, unit, work, out, ended):
    """Fly row j by the adaptive integrator into output row j; NaN in all but the apogee where it does not land."""
    radius, e2, rate = earth[2], earth[3], earth[4]
    nodes, carry = work[:2], work[2]
    size = 0.0
    for c in range(3):
        size += abs(positions[j, c]) + abs(velocities[j, c])
    x, y = positions[j, 0], positions[j, 1]
    _, _, altitude = geodetic(x, y, positions[j, 2], radius, e2)
    if not (size < FARTHEST and altitude >= -DEEPEST):
        ended[j] = BAD
        return
    nodes[0, 0], nodes[0, 1], nodes[0, 2], nodes[0, 3] = 0.0, x, y, positions[j, 2]
    nodes[0, 4], nodes[0, 5], nodes[0, 6] = velocities[j, 0] - rate * y, velocities[j, 1] + rate * x, velocities[j, 2]
    carry[0], carry[1], carry[2], carry[3] = -math.inf, 0.0, 0.0, math.nan
    status, count = one.fly_free(nodes, carry, k, one.AIR, limits, earth)
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
    S, X, work = np.empty(13 * ROWS), np.empty(15 * W), np.empty((3, 8))
    order, counts = np.empty(2 * ROWS, np.int64), np.empty(KEYS * KEYS + 1, np.int64)
    for block in range(strip, (n + ROWS - 1) // ROWS, strips):
        offset = block * ROWS
        drag = load_rows(S, positions, velocities, factors, offset, rate)
        top = ENTRY if drag > 0.0 else 0.0
        alone = ROWS
        for l in range(ROWS):
            order[l] = l
        if lanes:
            if drag > 0.0:
                climb_rows(S, mu, bulge, radius, e2, rate)
            plan_rows(S, top, mu, radius, e2)
            if drag > 0.0:
                check_air(S, radius, e2)
            alone = sort_rows(S, order, counts)
        for first in range(alone, ROWS, W):
            gather(X, S, order, first)
            coast_lanes(X, 7, 1.0, mu, bulge)
            top_lanes(X, mu, bulge, radius, e2)
            coast_lanes(X, 8, -1.0, mu, bulge)
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
                by_itself(j, positions, velocities, S[8 * ROWS + order[row]], limits, earth, unit, work, out, ended)


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
