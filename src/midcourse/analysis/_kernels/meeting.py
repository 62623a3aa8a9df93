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
def _left_over(t, ready, i, starts, steps, points, heights, axes, limits, ends, table, doubts):
    """(time left over at a meeting with flight i at t, whether the table is sure, its doubt)."""
    u = (t - starts[i]) / steps[i]
    k = int(u + 0.5)
    if abs(u - k) < 1e-6 and k < heights.shape[1]:
        x, y, z = float(points[i, k, 0]), float(points[i, k, 1]), float(points[i, k, 2])
        altitude = float(heights[i, k])
    else:
        x, y, z, altitude = between(t, i, starts, steps, points, heights)
    value, sure, doubt, _ = margin(t, ready, x, y, z, altitude, axes, limits, ends, table, doubts)
    return value, sure, doubt


@kernel
def _either(one, other):
    """What two looks tell together: YES where one does, else ASK where one does."""
    return YES if YES in (one, other) else max(one, other)


@part
def _look_at(t, ready, i, starts, steps, points, heights, axes, limits, ends, table, doubts):
    """(margin of a sure table, else -inf; the greatest that it may be; what it tells: YES, NO, or ASK within the doubt)."""
    value, sure, doubt = _left_over(t, ready, i, starts, steps, points, heights, axes, limits, ends, table, doubts)
    if not sure:
        return -math.inf, -math.inf, ASK if value >= -UNSURE else NO
    return value, value + doubt, YES if value >= doubt else (ASK if value > -doubt else NO)


@part
def _near_peak(low, high, ready, slope, i, starts, steps, points, heights, axes, limits, ends, table, doubts):
    """What the greatest margin between two times tells, by golden section."""
    a, b = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    va, most, found = _look_at(a, ready, i, starts, steps, points, heights, axes, limits, ends, table, doubts)
    vb, hope, got = _look_at(b, ready, i, starts, steps, points, heights, axes, limits, ends, table, doubts)
    found, most = _either(found, got), max(most, hope)
    while found != YES and high - low > FINE and most + slope * (high - low) > 0.0:
        if va > vb:
            high, b, vb = b, a, va
            a = high - GOLDEN * (high - low)
            va, hope, got = _look_at(a, ready, i, starts, steps, points, heights, axes, limits, ends, table, doubts)
        else:
            low, a, va = a, b, vb
            b = low + GOLDEN * (high - low)
            vb, hope, got = _look_at(b, ready, i, starts, steps, points, heights, axes, limits, ends, table, doubts)
        found, most = _either(found, got), max(most, hope)
    return found


@routine
def _window(low, high, ready, slope, i, starts, steps, points, heights, axes, limits, ends, table, doubts, least):
    """YES, NO or ASK for one window of meeting times: looked at where the least times leave a margin."""
    low = max(low, ready + limits[2])
    if not low <= high:
        return NO
    start, step, last = starts[i], steps[i], heights.shape[1] - 1
    best, where, found, t, seen = -math.inf, low, NO, low, -math.inf
    for k in range(min(max(int((low - start) / step), 0), last - 1) + 1, last + 1):
        after = min(start + k * step, high)
        if after - ready - least[k] > 0.0:
            if t > seen:
                value, _, got = _look_at(t, ready, i, starts, steps, points, heights, axes, limits, ends, table, doubts)
                found, best, where = _either(found, got), max(value, best), t if value > best else where
            value, _, got = _look_at(after, ready, i, starts, steps, points, heights, axes, limits, ends, table, doubts)
            found, seen = _either(found, got), after
            best, where = max(value, best), after if value > best else where
        if after >= high or found == YES:
            break
        t = after
    if found != YES and best > -NEAR:
        a, b = max(low, where - step), min(high, where + step)
        found = _either(
            found, _near_peak(a, b, ready, slope, i, starts, steps, points, heights, axes, limits, ends, table, doubts)
        )
    return found


@part
def _verdict(
    known, ready, slope, window, i, starts, steps, points, heights, axes, limits, ends, table, doubts, scale,
    soonest, latest, least,
):  # fmt: skip
    """(YES, NO or ASK, sample of a sure meeting or the one known before) for one flight that may be met at some time."""
    best, where = look_along(
        ready, window, i, starts, steps, points, heights, axes, limits, scale, soonest, latest, least
    )
    if best >= 0.0:
        return YES, where
    arrays = starts, steps, points, heights, axes, limits, ends, table, doubts
    if where >= 0:
        _, _, found = _look_at(starts[i] + where * steps[i], ready, i, *arrays)
        if found == YES:
            return YES, where
    found = _window(window[0], window[1], ready, slope, i, *arrays, least)
    return _either(found, _window(window[2], window[3], ready, slope, i, *arrays, least)), known


@driver
def meet_many(
    rows, ready, slope, spans, starts, steps, points, heights, axes, limits, ends, table, doubts, soonest, latest, answer
):  # fmt: skip
    """Fill `answer` (p,): whether flight `rows` can be met by a launch at `ready` or later, both (p,).

    `limits` = lowest and highest altitude of the table, least time of flight, greatest angle at which any place is reached;
    ends, table and doubts as in reach.py; `slope` the greatest rate at which a margin grows; `soonest` and `latest` as in
    bounds.py. The sample at which the flight before was met is tried first.
    """
    scale = bins_of(limits)
    for block in prange((ready.shape[0] + BLOCK - 1) // BLOCK):
        known, least = -1, np.empty(heights.shape[1])
        for p in range(block * BLOCK, min((block + 1) * BLOCK, ready.shape[0])):
            i = rows[p]
            window = spans[i, 0], spans[i, 1], spans[i, 2], spans[i, 3]
            answer[p] = NO
            if not ready[p] < math.inf or steps[i] == 0.0:
                continue
            if surely_met(known, ready[p], window, i, starts, steps, points, heights, axes, limits, scale, latest):
                answer[p] = YES
                continue
            answer[p], known = _verdict(
                known, ready[p], slope, window, i, starts, steps, points, heights, axes, limits, ends, table, doubts,
                scale, soonest, latest, least,
            )  # fmt: skip


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
