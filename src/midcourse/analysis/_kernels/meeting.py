"""Whether a battery can meet flights at all: even samples against a table of times to reach.

The answer is YES or NO where the table leaves no doubt, else ASK: an edge of the table, or a margin within its error.
"""

import math

from midcourse.analysis._kernels.reach import angle_of, end_around, time_to
from midcourse.analysis._kernels.samples import between
from midcourse.numerics.jit import driver, prange, routine

NO, YES, ASK = 0, 1, 2
NEAR = 40.0  # s, a margin this little below zero may rise above it between two samples
BLOCK = 512  # flights that one thread asks one after the other: neighbours are met at about the same sample
COARSE = 5  # samples of the first look
UNSURE = 20.0  # s, by which a margin that is not sure may grow between two samples
FASTEST = 1.6e-3  # rad/s, more than any flight turns as seen from the Earth's centre
EDGE = 0.02  # s
BEND, BEND_LOW = 0.08, 0.2  # of a length, by which a path lies beside the line between its ends; under 60 km
GOLDEN = 0.6180339887498949
CLOSE = 20e3  # m: a top nearer to a level than this is looked for between samples


@routine
def _crossing(below, above, level, i, starts, steps, points, heights):
    while abs(above - below) > EDGE:
        t = 0.5 * (below + above)
        if between(t, i, starts, steps, points, heights)[3] >= level:
            above = t
        else:
            below = t
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
def margin(t, ready, x, y, z, altitude, axes, limits, ends, table):
    """(time left over at a meeting at t, whether the table is sure of it, angle from the site); -inf out of reach."""
    angle, east, north = angle_of(x, y, z, axes)
    if angle > limits[3]:
        return -math.inf, True, angle
    time, sure = time_to(angle, east, north, altitude, limits, ends, table)
    return t - ready - time, sure, angle


@routine
def _best(low, high, ready, i, starts, steps, points, heights, axes, limits, ends, table):
    """Greatest sure margin between two times, by golden section."""
    best = -math.inf
    while high - low > 0.3:
        a, b = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        x, y, z, h = between(a, i, starts, steps, points, heights)
        va, sure, _ = margin(a, ready, x, y, z, h, axes, limits, ends, table)
        va = va if sure else -math.inf
        x, y, z, h = between(b, i, starts, steps, points, heights)
        vb, sure, _ = margin(b, ready, x, y, z, h, axes, limits, ends, table)
        vb = vb if sure else -math.inf
        best = max(best, va, vb)
        if va > vb:
            high = b
        else:
            low = a
    return best


@routine
def _not_before(value, sure, x, y, z, altitude, angle, doubt, slope, axes, limits, ends):
    """How long no margin can be near zero, s: surely out of reach, by angle, or so late that it cannot grow so soon."""
    if value > -math.inf:
        return (-doubt - NEAR - value) / slope if sure else 0.0
    if angle > limits[3]:
        return (angle - limits[3]) / FASTEST
    _, east, north = angle_of(x, y, z, axes)
    return (angle - end_around(east, north, altitude, limits, ends)) / (2.0 * FASTEST)


@routine
def _ahead(t, u, far, high, i, starts, steps):
    """Next meeting time to look at: the next sample, or the last one within a time that needs no look."""
    step = steps[i]
    next_one = starts[i] + step * (math.floor(u + 1e-6) + 1.0)
    if far > step:
        next_one = starts[i] + step * math.floor((t + far - starts[i]) / step)
    return min(max(next_one, t + 1e-3), high)


@routine
def _met_there(k, ready, doubt, window, i, starts, steps, points, heights, axes, limits, ends, table):
    """Whether sample k, at which a neighbour is met, leaves no doubt."""
    t = starts[i] + k * steps[i]
    inside = window[0] <= t <= window[1] or window[2] <= t <= window[3]
    if k < 0 or not inside or t < ready + limits[2]:
        return False
    x, y, z = float(points[i, k, 0]), float(points[i, k, 1]), float(points[i, k, 2])
    value, sure, _ = margin(t, ready, x, y, z, float(heights[i, k]), axes, limits, ends, table)
    return sure and value >= doubt


@routine
def _soon(low, high, ready, doubt, i, starts, steps, points, heights, axes, limits, ends, table):
    """One of a few samples that leaves no doubt, or -1: most flights that can be met can be met for long."""
    step = steps[i]
    k = int(math.ceil((low - starts[i]) / step)) + 1
    last = int(math.floor((high - starts[i]) / step))
    while k <= last:
        x, y, z = float(points[i, k, 0]), float(points[i, k, 1]), float(points[i, k, 2])
        t = starts[i] + k * step
        value, sure, angle = margin(t, ready, x, y, z, float(heights[i, k]), axes, limits, ends, table)
        if sure and value >= doubt:
            return k
        k += max(COARSE, int((angle - limits[3]) / FASTEST / step))
    return -1


@routine
def _window(low, high, ready, doubt, slope, i, starts, steps, points, heights, axes, limits, ends, table):
    """(YES, NO or ASK, sample of a sure meeting or -1) for one window of meeting times."""
    low = max(low, ready + limits[2])
    if not low <= high:
        return NO, -1
    soon = _soon(low, high, ready, doubt, i, starts, steps, points, heights, axes, limits, ends, table)
    if soon >= 0:
        return YES, soon
    count, asked = points.shape[1], False
    best, where, t = -math.inf, low, low
    while True:
        u = (t - starts[i]) / steps[i]
        k = int(u + 0.5)
        if abs(u - k) < 1e-6 and k < count:
            x, y, z, h = float(points[i, k, 0]), float(points[i, k, 1]), float(points[i, k, 2]), float(heights[i, k])
        else:
            x, y, z, h = between(t, i, starts, steps, points, heights)
        value, sure, angle = margin(t, ready, x, y, z, h, axes, limits, ends, table)
        if sure:
            if value >= doubt:
                return YES, k
            if value > best:
                best, where = value, t
        elif value >= -doubt - UNSURE:
            asked = True
        if t >= high:
            break
        far = _not_before(value, sure, x, y, z, h, angle, doubt, slope, axes, limits, ends)
        t = _ahead(t, u, far, high, i, starts, steps)
    if best > -NEAR:
        a, b = max(low, where - steps[i]), min(high, where + steps[i])
        best = max(best, _best(a, b, ready, i, starts, steps, points, heights, axes, limits, ends, table))
    if best >= doubt:
        return YES, -1
    return ASK if asked or best > -doubt else NO, -1


@routine
def _verdict(known, ready, doubt, slope, window, i, starts, steps, points, heights, axes, limits, ends, table):
    """(YES, NO or ASK, sample of a sure meeting or the one known before) for one flight."""
    if not ready < math.inf or steps[i] == 0.0:
        return NO, known
    if steps[i] < 0.0:
        return ASK, known
    if _met_there(known, ready, doubt, window, i, starts, steps, points, heights, axes, limits, ends, table):
        return YES, known
    found = NO
    for k in range(0, 4, 2):
        got, sample = _window(
            window[k], window[k + 1], ready, doubt, slope, i, starts, steps, points, heights, axes, limits, ends, table
        )
        if got == YES:
            return YES, sample if sample >= 0 else known
        found = max(found, got)
    return found, known


@driver
def meet_many(rows, ready, doubt, slope, spans, starts, steps, points, heights, axes, limits, ends, table, answer):
    """Fill `answer` (p,): whether flight `rows` can be met by a launch at `ready` or later, both (p,).

    `limits` = (lowest and highest altitude of the table, least time of flight, greatest angle at which any place is
    reached), `slope` the greatest rate at which a margin grows. The sample at which the flight before was met is tried first.
    """
    for block in prange((ready.shape[0] + BLOCK - 1) // BLOCK):
        known = -1
        for p in range(block * BLOCK, min((block + 1) * BLOCK, ready.shape[0])):
            i = rows[p]
            answer[p], known = _verdict(
                known, ready[p], doubt, slope, spans[i], i, starts, steps, points, heights, axes, limits, ends, table
            )


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
