"""Even samples of flights, Earth-fixed in 32 bits, and what lies between them: the polynomial through six of them.

`samples` = (first time (n,), step (n,), points (n, S, 3), heights (n, S)).
"""

import math

from midcourse.earth._kernels import geodetic
from midcourse.numerics.jit import driver, part, prange, routine
from midcourse.sensing._kernels import locate, on_cubic
from midcourse.sensing._kernels.along import HEIGHT, MOST, PX, PY, PZ, new_rows, place, turn

TIME_TOLERANCE = 1e-2  # s
GOLDEN = 0.6180339887498949
BLOCK = 64  # flights that a thread takes at a time
LITTLE = 20.0  # m, by which a fall through a level is told too soon at most
CLEAR = 50e3  # m, by which a knot lies above a level so that the flight's top need not be looked for


@routine
def _altitude(t, i, times, positions, velocities, planet):
    x, y, z = locate(t, i, times, positions, velocities)
    _, _, altitude = geodetic(x, y, z, planet[2], planet[3])
    return altitude


@routine
def _top(i, times, positions, velocities, planet):
    """Last knot before the greatest distance from the centre."""
    last = times.shape[1] - 1
    best, high = 0, -math.inf
    for k in range(last):
        x, y, z = positions[i, k, 0], positions[i, k, 1], positions[i, k, 2]
        r2 = x * x + y * y + z * z
        if r2 > high:
            best, high = k, r2
    return best


@routine
def _highest(best, i, times, positions, velocities, planet):
    """Time of the greatest altitude around a knot."""
    last = times.shape[1] - 1
    low, high = times[i, max(0, best - 1)], times[i, min(last, best + 1)]
    while high - low > 0.5:
        a, b = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        va = _altitude(a, i, times, positions, velocities, planet)
        vb = _altitude(b, i, times, positions, velocities, planet)
        low, high = (low, b) if va > vb else (a, high)
    return 0.5 * (low + high)


@part
def _still_above(level, i, k, times, positions, velocities, planet):
    """Whether knot k of a flight is at or above a level; of most the distance from the centre tells."""
    x, y, z = positions[i, k, 0], positions[i, k, 1], positions[i, k, 2]
    over = planet[2] + level
    return (
        x * x + y * y + z * z >= over * over or _altitude(times[i, k], i, times, positions, velocities, planet) >= level
    )


@part
def _falls_through(level, i, best, top, times, positions, velocities, planet):
    """Time on the way down, after a time at which it is higher, at which the altitude is `level`."""
    above, last = top, times.shape[1] - 1
    k = best
    while k < last:
        k += 1
        if times[i, k] > above:
            if not _still_above(level, i, k, times, positions, velocities, planet):
                break
            above = times[i, k]
    below = max(times[i, k], above)
    a = _altitude(above, i, times, positions, velocities, planet) - level
    b = _altitude(below, i, times, positions, velocities, planet) - level
    while below - above > TIME_TOLERANCE and a > LITTLE:  # false position, aimed a little above the level
        t = above + (a - 0.5 * LITTLE) / (a - b) * (below - above)
        x, y, z = on_cubic(t, i, k - 1, times, positions, velocities)
        _, _, altitude = geodetic(x, y, z, planet[2], planet[3])
        if altitude >= level:
            above, a, b = t, altitude - level, 0.5 * b
        else:
            below, b, a = t, altitude - level, max(0.5 * a, 2.0 * LITTLE)
    return above


@part
def _last_time(i, lowest, start, times, positions, velocities, planet):
    """Time at which a flight falls through the altitude `lowest`; the start where it is never higher."""
    best = _top(i, times, positions, velocities, planet)
    top = times[i, best]
    if not _altitude(top, i, times, positions, velocities, planet) > lowest + CLEAR:
        top = _highest(best, i, times, positions, velocities, planet)
    if not _altitude(top, i, times, positions, velocities, planet) > lowest:
        return start
    return _falls_through(lowest, i, best, top, times, positions, velocities, planet)


@part
def _fill(i, start, step, times, positions, velocities, planet, X, points, heights):
    """Fill the even samples of one flight by way of the rows X."""
    count = points.shape[1]
    for k in range(count):
        X[k] = start + k * step
    place(i, count, times, positions, velocities, X)
    turn(count, planet[1], X)
    for k in range(count):
        _, _, X[HEIGHT * MOST + k] = geodetic(
            X[PX * MOST + k], X[PY * MOST + k], X[PZ * MOST + k], planet[2], planet[3]
        )
    for k in range(count):
        points[i, k, 0], points[i, k, 1], points[i, k, 2] = X[PX * MOST + k], X[PY * MOST + k], X[PZ * MOST + k]
        heights[i, k] = X[HEIGHT * MOST + k]


@driver
def pack(reached, first, lowest, times, positions, velocities, planet, starts, steps, points, heights):
    """Fill even samples from the first possible meeting to the fall through `lowest`; step 0 and zeros where there are none."""
    n, count = points.shape[0], points.shape[1]
    for block in prange((n + BLOCK - 1) // BLOCK):
        X = new_rows()
        for i in range(block * BLOCK, min(n, (block + 1) * BLOCK)):
            starts[i], steps[i], end = 0.0, 0.0, -math.inf
            if reached[i]:
                end = _last_time(i, lowest, first[i], times, positions, velocities, planet)
            if end > first[i] + 1.0:
                starts[i], steps[i] = first[i], (end - first[i]) / (count - 1.0)
                _fill(i, starts[i], steps[i], times, positions, velocities, planet, X, points, heights)
            else:
                points[i], heights[i] = 0.0, 0.0


@routine
def between(t, i, starts, steps, points, heights):
    """(x, y, z, altitude) at t: the polynomial of fifth degree through the six samples around it."""
    u = (t - starts[i]) / steps[i]
    k = min(max(int(u) - 2, 0), points.shape[1] - 6)
    s = u - k
    a, b, c, d, e, f = s, s - 1.0, s - 2.0, s - 3.0, s - 4.0, s - 5.0
    w0, w1, w2 = b * c * d * e * f / -120.0, a * c * d * e * f / 24.0, a * b * d * e * f / -12.0
    w3, w4, w5 = a * b * c * e * f / 12.0, a * b * c * d * f / -24.0, a * b * c * d * e / 120.0
    p, h = points[i], heights[i]
    return (
        w0 * p[k, 0] + w1 * p[k + 1, 0] + w2 * p[k + 2, 0] + w3 * p[k + 3, 0] + w4 * p[k + 4, 0] + w5 * p[k + 5, 0],
        w0 * p[k, 1] + w1 * p[k + 1, 1] + w2 * p[k + 2, 1] + w3 * p[k + 3, 1] + w4 * p[k + 4, 1] + w5 * p[k + 5, 1],
        w0 * p[k, 2] + w1 * p[k + 1, 2] + w2 * p[k + 2, 2] + w3 * p[k + 3, 2] + w4 * p[k + 4, 2] + w5 * p[k + 5, 2],
        w0 * h[k] + w1 * h[k + 1] + w2 * h[k + 2] + w3 * h[k + 3] + w4 * h[k + 4] + w5 * h[k + 5],
    )


@driver
def points_at(rows, at, starts, steps, points, heights, found):
    """Fill (n, 4) x, y, z, altitude of flights `rows` at times `at`."""
    for j in prange(rows.shape[0]):
        found[j, 0], found[j, 1], found[j, 2], found[j, 3] = between(at[j], rows[j], starts, steps, points, heights)
