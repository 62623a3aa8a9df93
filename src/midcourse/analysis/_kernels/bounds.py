"""First look at a flight: between which two times an interceptor takes to places at an angle and an altitude, at any bearing.

`soonest` and `latest` (groups, bins) are made of a table of times to reach. A group holds LEVELS of its levels, a bin a
share of the sine of half the angle from the site's vertical, up to the greatest angle at which any place is reached.
The doubt of the table is taken off `soonest`, which never falls as angle or altitude grow, and added to `latest`, which is
infinite where the flat branch may not reach.
"""

import math

from midcourse.analysis._kernels.reach import PART_LEVELS, PART_NODES, RIM, UNSURE
from midcourse.numerics.jit import driver, kernel, part, prange

LEVELS, BINS = 2, 256
NODES = PART_NODES  # of a row of the table, that are looked at together
TOP = 50e3  # m under the highest level: a flight sampled there may rise above it before its next sample
LONGER = 1.05  # a path between two places, over the straight line
EVER = math.inf


@kernel
def bins_of(limits):
    """Bins by which the sine of half an angle grows from 0 to 1."""
    return BINS / math.sin(0.5 * min(limits[3], math.pi))


@part
def bin_of(angle, scale):
    """Bin in which an angle lies; BINS where nothing is reached."""
    return min(int(math.sin(0.5 * min(max(angle, 0.0), math.pi)) * scale), BINS)


@part
def _overhead(least, ends, table, over):
    """Fill (levels,): least time to anything at or above each level."""
    for k in range(over.shape[0]):
        found = math.inf
        for j in range(table.shape[1]):
            for b in range(2):
                if ends[b, j, k] > 0.0 and table[b, j, k, 0] < found:
                    found = table[b, j, k, 0]
        least = max(least, found) if found < math.inf else least
        over[k] = least


@part
def _ends_around(b, j, k, ends):
    """(least, greatest) end of a branch at the four corners between two bearings and two levels."""
    jj = j + 1 if j + 1 < ends.shape[1] else 0
    a, c, d, e = ends[b, j, k], ends[b, j, k + 1], ends[b, jj, k], ends[b, jj, k + 1]
    return min(a, c, d, e), max(a, c, d, e)


@part
def _known_before(b, j, k, n, over, table):
    """Time of the last node before n of a row that has one: on the flat branch no node after it is reached sooner."""
    while n > 0 and b == 0:
        n -= 1
        if table[b, j, k, n] >= 0.0:
            return table[b, j, k, n]
    return over


@part
def _times_around(b, j, k, first, last, over, table):
    """(least, greatest) time of nodes first to last at the four corners; without limit where one has none."""
    jj = j + 1 if j + 1 < table.shape[1] else 0
    least, most = math.inf, 0.0
    for n in range(first, last + 1):
        for corner in range(4):
            side, level = jj if corner > 1 else j, k + corner % 2
            time = table[b, side, level, n]
            known = time >= 0.0
            least = min(least, time if known else _known_before(b, side, level, n, over, table))
            most = max(most, time if known else EVER)
    return least, most


@part
def _take_in(g, first, last, least, most, soonest, latest):
    """Widen the bounds of the bins from first to last, so that they hold two times."""
    for q in range(first, min(last, BINS - 1) + 1):
        soonest[g, q], latest[g, q] = min(soonest[g, q], least), max(latest[g, q], most)


@part
def _cell(g, b, j, k, scale, over, ends, table, doubts, soonest, latest):
    """Take in one branch of the table between two bearings and two levels."""
    near, far = _ends_around(b, j, k, ends)
    nodes = table.shape[3]
    if b == 0:  # from the rim on it is not sure
        _take_in(g, bin_of(near * (1.0 - RIM), scale) if near > 0.0 else 0, BINS, math.inf, EVER, soonest, latest)
    if far <= 0.0:
        return
    if near <= 0.0:
        _take_in(g, 0, bin_of(far * (1.0 + RIM), scale), over[k] - UNSURE, 0.0, soonest, latest)
        return
    for n in range(0, nodes - 1, NODES):
        last = min(n + NODES, nodes - 1)
        p, q = 1.0 - n / (nodes - 1.0), 1.0 - last / (nodes - 1.0)
        end = far * (1.0 - q * q if last < nodes - 1 else 1.0 + RIM)
        least, most = _times_around(b, j, k, n, last, over[k], table)
        doubt = doubts[b, k // PART_LEVELS, n // PART_NODES]
        least -= doubt if last < nodes - 1 else max(doubt, UNSURE)  # the table is not sure near the rim
        most = most + doubt if b == 0 else 0.0
        _take_in(g, bin_of(near * (1.0 - p * p), scale), bin_of(end, scale), least, most, soonest, latest)


@driver
def fill_bounds(limits, ends, table, doubts, over, soonest, latest):
    """Fill the bounds (groups, BINS) of a table; `over` (levels,) is room, filled with the least time to each level."""
    scale, levels = bins_of(limits), table.shape[2]
    _overhead(limits[2], ends, table, over)
    for g in prange(soonest.shape[0]):
        for q in range(BINS):
            soonest[g, q], latest[g, q] = math.inf, 0.0
        for cell in range(2 * table.shape[1] * LEVELS):
            b, j, k = cell // (table.shape[1] * LEVELS), cell // LEVELS % table.shape[1], g * LEVELS + cell % LEVELS
            if k < levels - 1:
                _cell(g, b, j, k, scale, over, ends, table, doubts, soonest, latest)
        for q in range(BINS - 2, -1, -1):
            soonest[g, q] = min(soonest[g, q], soonest[g, q + 1])
    for g in range(soonest.shape[0] - 2, -1, -1):
        for q in range(BINS):
            soonest[g, q] = min(soonest[g, q], soonest[g + 1, q])


@kernel
def place_of(x, y, z, altitude, axes, limits, scale, groups):
    """(bin, not whole; group; unit vector) of a place."""
    inverse = 1.0 / math.sqrt(x * x + y * y + z * z)
    x, y, z = x * inverse, y * inverse, z * inverse
    up = x * axes[6] + y * axes[7] + z * axes[8]
    share = min(max((altitude - limits[0]) / (limits[1] - limits[0]), 0.0), 1.0)
    group = int(math.sqrt(share) * (groups - 1.0 / LEVELS))
    return scale * math.sqrt(max(0.5 - 0.5 * up, 0.0)), group, x, y, z


@part
def surely_met(k, ready, window, i, starts, steps, points, heights, axes, limits, scale, latest):
    """Whether a flight is surely met at its sample k; never at one before the first."""
    if k < 0:
        return False
    t = starts[i] + k * steps[i]
    altitude = float(heights[i, k])
    if not (window[0] <= t <= window[1] or window[2] <= t <= window[3]) or altitude > limits[1]:
        return False
    x, y, z = float(points[i, k, 0]), float(points[i, k, 1]), float(points[i, k, 2])
    place, group, _, _, _ = place_of(x, y, z, altitude, axes, limits, scale, latest.shape[0])
    return place < BINS and t - ready - latest[group, int(place)] >= 0.0


@part
def look_along(
    ready, window, i, starts, steps, points, heights, axes, limits, scale, soonest, latest, least
):  # fmt: skip
    """(greatest sure margin at a sample of flight i, that sample); fills the least time to its places before each sample.

    least (samples,): of the way from the sample before; infinite where nothing there is reached.
    """
    start, step, count = starts[i], steps[i], points.shape[1]
    best, where = -math.inf, -1
    place_before, group_before, low_before = 0.0, 0, True
    xb, yb, zb = 0.0, 0.0, 0.0
    first = min(max(int((ready + limits[2] - start) / step), 0), count - 1)
    for k in range(first, count):
        t, altitude = start + k * step, float(heights[i, k])
        x, y, z = float(points[i, k, 0]), float(points[i, k, 1]), float(points[i, k, 2])
        place, group, x, y, z = place_of(x, y, z, altitude, axes, limits, scale, soonest.shape[0])
        low = altitude < limits[1] - TOP
        if low and place < BINS and (window[0] <= t <= window[1] or window[2] <= t <= window[3]):
            value = t - ready - latest[group, int(place)]
            if value > best:
                best, where = value, k
        way = math.sqrt((x - xb) * (x - xb) + (y - yb) * (y - yb) + (z - zb) * (z - zb))
        # neither end is farther off than half the way
        nearest = 0.5 * (place + place_before - 0.5 * LONGER * scale * way)
        least[k] = 0.0
        if low and low_before and k > first:
            q = min(max(int(nearest), 0), BINS)
            least[k] = soonest[min(group, group_before), q] if q < BINS else math.inf
        place_before, group_before, low_before, xb, yb, zb = place, group, low, x, y, z
    return best, where
