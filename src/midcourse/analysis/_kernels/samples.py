"""Even samples of flights, Earth-fixed in 32 bits, and what lies between them: the polynomial through six of them.

`samples` = (first time (n,), step (n,), points (n, S, 3), heights (n, S)).
"""

import math

from midcourse.earth._kernels import geodetic
from midcourse.numerics.jit import driver, prange, routine
from midcourse.sensing._kernels import locate, next_knot, on_cubic

TIME_TOLERANCE = 1e-2  # s
GOLDEN = 0.6180339887498949
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


@routine
def _falls_through(level, i, best, top, times, positions, velocities, planet):
    """Time on the way down, after a time at which it is higher, at which the altitude is `level`."""
    above, last = top, times.shape[1] - 1
    k = best
    while k < last:
        k += 1
        if times[i, k] > above:
            if not _altitude(times[i, k], i, times, positions, velocities, planet) >= level:
                break
            above = times[i, k]
    below = max(times[i, k], above)
    while below - above > TIME_TOLERANCE:
        t = 0.5 * (below + above)
        if _altitude(t, i, times, positions, velocities, planet) >= level:
            above = t
        else:
            below = t
    return above


@driver
def pack(reached, first, lowest, times, positions, velocities, planet, starts, steps, points, heights):
    """Fill even samples from the first possible meeting to the fall through `lowest`; step 0 where there are none."""
    count = points.shape[1]
    for i in prange(times.shape[0]):
        starts[i], steps[i] = 0.0, 0.0
        if reached[i]:
            best = _top(i, times, positions, velocities, planet)
            top = times[i, best]
            end = first[i]
            if not _altitude(top, i, times, positions, velocities, planet) > lowest + CLEAR:
                top = _highest(best, i, times, positions, velocities, planet)
            if _altitude(top, i, times, positions, velocities, planet) > lowest:
                end = _falls_through(lowest, i, best, top, times, positions, velocities, planet)
            if end > first[i] + 1.0:
                starts[i], steps[i] = first[i], (end - first[i]) / (count - 1.0)
                low = 0
                for k in range(count):
                    t = first[i] + k * steps[i]
                    low = next_knot(low, t, i, times)
                    x, y, z = on_cubic(t, i, low, times, positions, velocities)
                    _, _, heights[i, k] = geodetic(x, y, z, planet[2], planet[3])
                    c, s = math.cos(planet[1] * t), math.sin(planet[1] * t)
                    points[i, k, 0], points[i, k, 1], points[i, k, 2] = c * x + s * y, c * y - s * x, z


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
