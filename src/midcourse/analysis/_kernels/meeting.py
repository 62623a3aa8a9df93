"""Whether a battery can meet flights at all: even samples against a table of times to reach.

The answer is YES or NO where the table leaves no doubt, else ASK: an edge of the table, or a margin within its error.
"""

import math

import numpy as np

from midcourse.analysis._kernels.bounds import bins_of, look_along, surely_met
from midcourse.analysis._kernels.reach import UNSURE, angle_of, time_to
from midcourse.analysis._kernels.samples import between
from midcourse.numerics.jit import driver, kernel, part, prange, routine

NO, YES, ASK = 0, 1, 2
NEAR = 40.0  # s, a margin this little below zero may rise above it between two samples
BLOCK = 512  # flights that one thread asks one after the other: neighbours are met at about the same sample
FASTEST = 1.6e-3  # rad/s, more than any flight turns as seen from the Earth's centre
EDGE, FINE = 0.02, 0.3  # s, to which edges of spans and greatest margins are sought
BEND, BEND_LOW = 0.08, 0.2  # of a length, by which a path lies beside the line between its ends; under 60 km
GOLDEN = 0.6180339887498949
HARDLY = 0.5  # m, by which the crossing of a level is told inside it at most
CLOSE = 20e3  # m: a top nearer to a level than this is looked for between samples


@routine
def _crossing(below, above, level, i, starts, steps, points, heights):
    """Time between two at which a level is crossed, at or above it: bisection over samples, then false position."""
    step = steps[i]
    while abs(above - below) > 2.0 * step:  # samples tell as well
        k = int(math.floor((0.5 * (below + above) - starts[i]) / step + 0.5))
        if heights[i, k] >= level:
            above = starts[i] + k * step
        else:
            below = starts[i] + k * step
    a = between(above, i, starts, steps, points, heights)[3] - level
    b = between(below, i, starts, steps, points, heights)[3] - level
    while abs(above - below) > EDGE and a > HARDLY:
        t = above + (a - 0.5 * HARDLY) / (a - b) * (below - above)
        height = between(t, i, starts, steps, points, heights)[3] - level
        if height >= 0.0:
            above, a, b = t, height, 0.5 * b
        else:
            below, b, a = t, height, max(0.5 * a, 2.0 * HARDLY)
    return above


@routine
def _top(k, levels, i, starts, steps, points, heights):
    """(time, altitude) of the top beside the highest sample k; between samples where it lies near one of the levels."""
    t, height = starts[i] + k * steps[i], float(heights[i, k])
    if abs(height - levels[0]) > CLOSE and abs(height - levels[1]) > CLOSE:
        return t, height
    low, high = starts[i] + max(k - 1, 0) * steps[i], starts[i] + min(k + 1, heights.shape[1] - 1) * steps[i]
    while high - low > EDGE:
        a, b = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        va, vb = between(a, i, starts, steps, points, heights)[3], between(b, i, starts, steps, points, heights)[3]
        if max(va, vb) > height:
            t, height = (a, va) if va > vb else (b, vb)
        low, high = (low, b) if va > vb else (a, high)
    return t, height


@driver
def spans_many(floor, ceiling, starts, steps, points, heights, spans):
    """Fill (n, 4): start and end of the two times within which each flight may be met; empty: start > end."""
    count = heights.shape[1]
    for i in prange(heights.shape[0]):
        spans[i, 0], spans[i, 1], spans[i, 2], spans[i, 3] = 1.0, 0.0, 1.0, 0.0
        k = 0
        for j in range(count):
            k = j if heights[i, j] > heights[i, k] else k
        top, height = _top(k, (floor, ceiling), i, starts, steps, points, heights)
        if steps[i] > 0.0 and height >= floor:
            first, last = starts[i], starts[i] + steps[i] * (count - 1)
            up, down = first, last
            if heights[i, 0] < floor:
                up = _crossing(first, top, floor, i, starts, steps, points, heights)
            if heights[i, count - 1] < floor:
                down = _crossing(last, top, floor, i, starts, steps, points, heights)
            spans[i, 0], spans[i, 1] = up, down
            if height > ceiling:
                leave = first - 1.0
                if heights[i, 0] < ceiling:
                    leave = _crossing(first, top, ceiling, i, starts, steps, points, heights)
                back = last + 1.0
                if heights[i, count - 1] < ceiling:
                    back = _crossing(last, top, ceiling, i, starts, steps, points, heights)
                spans[i, 1], spans[i, 2], spans[i, 3] = leave, back, down


@routine
def margin(t, ready, x, y, z, altitude, axes, limits, ends, table, doubts):
    """(time left over at a meeting at t, whether the table is sure of it, its doubt, angle from the site); -inf out of reach."""
    angle, east, north = angle_of(x, y, z, axes)
    if angle > limits[3]:
        return -math.inf, True, 0.0, angle
    time, sure, doubt = time_to(angle, east, north, altitude, limits, ends, table, doubts)
    return t - ready - time, sure, doubt, angle


@part
def _left_over(t, ready, i, samples, axes, reach):
    """(time left over at a meeting with flight i at t, whether the table is sure, its doubt)."""
    u = (t - samples[0][i]) / samples[1][i]
    k = int(u + 0.5)
    if abs(u - k) < 1e-6 and k < samples[3].shape[1]:
        x, y, z = float(samples[2][i, k, 0]), float(samples[2][i, k, 1]), float(samples[2][i, k, 2])
        altitude = float(samples[3][i, k])
    else:
        x, y, z, altitude = between(t, i, samples[0], samples[1], samples[2], samples[3])
    value, sure, doubt, _ = margin(t, ready, x, y, z, altitude, axes, reach[0], reach[1], reach[2], reach[3])
    return value, sure, doubt


@kernel
def _either(one, other):
    """What two looks tell together: YES where one does, else ASK where one does."""
    return YES if YES in (one, other) else max(one, other)


@part
def _look_at(t, ready, i, samples, axes, reach):
    """(margin of a sure table, else -inf; the greatest that it may be; what it tells: YES, NO, or ASK within the doubt)."""
    value, sure, doubt = _left_over(t, ready, i, samples, axes, reach)
    if not sure:
        return -math.inf, -math.inf, ASK if value >= -UNSURE else NO
    return value, value + doubt, YES if value >= doubt else (ASK if value > -doubt else NO)


@part
def _near_peak(low, high, ready, slope, i, samples, axes, reach):
    """What the greatest margin between two times tells, by golden section."""
    a, b = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    va, most, found = _look_at(a, ready, i, samples, axes, reach)
    vb, hope, got = _look_at(b, ready, i, samples, axes, reach)
    found, most = _either(found, got), max(most, hope)
    while found != YES and high - low > FINE and most + slope * (high - low) > 0.0:
        if va > vb:
            high, b, vb = b, a, va
            a = high - GOLDEN * (high - low)
            va, hope, got = _look_at(a, ready, i, samples, axes, reach)
        else:
            low, a, va = a, b, vb
            b = low + GOLDEN * (high - low)
            vb, hope, got = _look_at(b, ready, i, samples, axes, reach)
        found, most = _either(found, got), max(most, hope)
    return found


@routine
def _window(low, high, ready, slope, i, samples, axes, reach, least):
    """YES, NO or ASK for one window of meeting times: looked at where the least times leave a margin."""
    low = max(low, ready + reach[0][2])
    if not low <= high:
        return NO
    start, step, last = samples[0][i], samples[1][i], samples[3].shape[1] - 1
    best, where, found, t, seen = -math.inf, low, NO, low, -math.inf
    for k in range(min(max(int((low - start) / step), 0), last - 1) + 1, last + 1):
        after = min(start + k * step, high)
        if after - ready - least[k] > 0.0:
            if t > seen:
                value, _, got = _look_at(t, ready, i, samples, axes, reach)
                found, best, where = _either(found, got), max(value, best), t if value > best else where
            value, _, got = _look_at(after, ready, i, samples, axes, reach)
            found, seen = _either(found, got), after
            best, where = max(value, best), after if value > best else where
        if after >= high or found == YES:
            break
        t = after
    if found != YES and best > -NEAR:
        a, b = max(low, where - step), min(high, where + step)
        found = _either(found, _near_peak(a, b, ready, slope, i, samples, axes, reach))
    return found


@routine
def _verdict(known, ready, slope, window, i, samples, axes, reach, scale, bounds, least):
    """(YES, NO or ASK, sample of a sure meeting or the one known before) for one flight."""
    if not ready < math.inf or samples[1][i] == 0.0:
        return NO, known
    if known >= 0 and surely_met(known, ready, window, i, samples, axes, reach[0], scale, bounds[1]):
        return YES, known
    best, where = look_along(ready, window, i, samples, axes, reach[0], scale, bounds[0], bounds[1], least)
    if best >= 0.0:
        return YES, where
    found = NO
    for k in range(0, 4, 2):
        got = _window(window[k], window[k + 1], ready, slope, i, samples, axes, reach, least)
        found = _either(found, got)
    return found, known


@driver
def meet_many(rows, ready, slope, spans, samples, axes, limits, tables, bounds, answer):
    """Fill `answer` (p,): whether flight `rows` can be met by a launch at `ready` or later, both (p,).

    `samples` as in samples.py; `limits` = lowest and highest altitude of the table, least time of flight, greatest angle at
    which any place is reached; `tables` = (ends, table, doubts) as in reach.py; `slope` the greatest rate at which a margin
    grows; `bounds` as in bounds.py. The sample at which the flight before was met is tried first.
    """
    scale = bins_of(limits)
    for block in prange((ready.shape[0] + BLOCK - 1) // BLOCK):
        known, least = -1, np.empty(samples[3].shape[1])
        reach = limits, tables[0], tables[1], tables[2]
        for p in range(block * BLOCK, min((block + 1) * BLOCK, ready.shape[0])):
            i = rows[p]
            answer[p], known = _verdict(known, ready[p], slope, spans[i], i, samples, axes, reach, scale, bounds, least)


@routine
def _between_places(site, ax, ay, az, bx, by, bz):
    """(distance from a site to the line between two places, length of that line), m."""
    x, y, z = bx - ax, by - ay, bz - az
    u, v, w = site[0] - ax, site[1] - ay, site[2] - az
    square = x * x + y * y + z * z
    share = min(max((x * u + y * v + z * w) / max(square, 1.0), 0.0), 1.0)
    u, v, w = u - share * x, v - share * y, w - share * z
    return math.sqrt(u * u + v * v + w * w), math.sqrt(square)


@driver
def apart_many(site, limit, steps, points, grounds, apart):
    """Fill `apart` (n,): whether flights surely stay farther than a limit from a site, from their first meeting down.

    A flight bends less from the line between two samples, and from the last one to its place on the ground (n, 3), than
    a share of its length.
    """
    count = points.shape[1]
    for i in prange(points.shape[0]):
        apart[i] = steps[i] > 0.0
        for k in range(count):
            ax, ay, az = float(points[i, k, 0]), float(points[i, k, 1]), float(points[i, k, 2])
            bx, by, bz, bend = grounds[i, 0], grounds[i, 1], grounds[i, 2], BEND_LOW
            if k + 1 < count:
                bx, by, bz, bend = (
                    float(points[i, k + 1, 0]),
                    float(points[i, k + 1, 1]),
                    float(points[i, k + 1, 2]),
                    BEND,
                )
            distance, length = _between_places(site, ax, ay, az, bx, by, bz)
            if distance - bend * length < limit:
                apart[i] = False
                break
