"""Fans of a powered interceptor: rays flown past burnout, where and when they pass each altitude, tables of them.

Layout of a fan: flyout.py. Page docs/models/engagement/flyout.md.
"""

import math

import numpy as np

from midcourse.earth._kernels import geodetic, gravity
from midcourse.engagement._kernels.flyout import (
    AZIMUTHS,
    ENDS,
    FULL,
    LEVELS,
    NODES,
    SPEEDS,
    TIMES,
    angle_share,
    seen_from_site,
    straight_time,
)
from midcourse.numerics._kernels import fast_cos, fast_sin
from midcourse.numerics.jit import driver, kernel, part, prange

PASS = 6  # numbers of a pass: time, signed angle, drift of the bearing, velocity upward, outward, to the right
STEP = 30.0  # s, of the free flight after burnout; between steps parabolas through three states
OVERHEAD = 0.03  # rad from the site: as near to the vertical as a ray needs to be
LARGEST_DRIFT = 1.5  # rad
OUTERMOST = 2.0  # rad from the site, a ray is followed no further
W = 16  # rays of a block, flown side by side
# rows of a block: state 0 to 5, time, and where the rays were a step before, are, and are a step on
T, BEFORE, OLD, NEW = 6, 7, 13, 19
ROWS = NEW + 6
LOWEST = 60e3  # m, a ray ends where it falls below: from there on the air counts


@kernel
def _step(s, step, planet, bulge):
    """State after one Runge-Kutta step of fourth order, in Nystrom's form."""
    h = 0.5 * step
    ax, ay, az = gravity(s[0], s[1], s[2], planet[0], bulge)
    bx, by, bz = gravity(s[0] + h * s[3], s[1] + h * s[4], s[2] + h * s[5], planet[0], bulge)
    q = h * h
    cx, cy, cz = gravity(s[0] + h * s[3] + q * ax, s[1] + h * s[4] + q * ay, s[2] + h * s[5] + q * az, planet[0], bulge)
    h, q = step, 0.5 * step * step
    dx, dy, dz = gravity(s[0] + h * s[3] + q * bx, s[1] + h * s[4] + q * by, s[2] + h * s[5] + q * bz, planet[0], bulge)
    q, w = step * step / 6.0, step / 6.0
    return (
        s[0] + h * s[3] + q * (ax + bx + cx),
        s[1] + h * s[4] + q * (ay + by + cy),
        s[2] + h * s[5] + q * (az + bz + cz),
        s[3] + w * (ax + 2.0 * (bx + cx) + dx),
        s[4] + w * (ay + 2.0 * (by + cy) + dy),
        s[5] + w * (az + 2.0 * (bz + cz) + dz),
    )


@part
def _height(k, low, high):
    """Altitude of level k: levels lie closer together near the lowest one."""
    x = k / (LEVELS - 1.0)
    return low + (high - low) * x * x


@kernel
def away_from_site(x, y, z, u, v, w, site):
    """A velocity at a place, both in axes that turn with the Earth: (upward, away from the site, to the right)."""
    r = math.sqrt(x * x + y * y + z * z)
    s = math.sqrt(site[0] * site[0] + site[1] * site[1] + site[2] * site[2])
    x, y, z = x / r, y / r, z / r
    a, b, c = site[0] / s, site[1] / s, site[2] / s
    cosine = a * x + b * y + c * z
    rx, ry, rz = b * z - c * y, c * x - a * z, a * y - b * x
    sine = math.sqrt(rx * rx + ry * ry + rz * rz)
    sine = sine if sine > 1e-9 else 1e-9
    up = u * x + v * y + w * z
    outward = (cosine * up - (a * u + b * v + c * w)) / sine
    return up, outward, -(rx * u + ry * v + rz * w) / sine


@kernel
def _where(t, state, site, planet):
    """(angle, bearing, altitude, velocity upward, outward, to the right) of a state at t."""
    angle, bearing = seen_from_site(t, state[0], state[1], state[2], site, planet[1])
    cosine, sine = fast_cos(planet[1] * t), fast_sin(planet[1] * t)
    x, y = cosine * state[0] + sine * state[1], cosine * state[1] - sine * state[0]
    u, v = cosine * state[3] + sine * state[4], cosine * state[4] - sine * state[3]
    up, outward, right = away_from_site(x, y, state[2], u + planet[1] * y, v - planet[1] * x, state[5], site)
    _, _, altitude = geodetic(state[0], state[1], state[2], planet[2], planet[3])
    return angle, bearing, altitude, up, outward, right


@part
def _turned(bearing, other):
    """A bearing less another one, within half a turn."""
    turn = bearing - other
    return turn - FULL * math.floor(turn / FULL + 0.5)


@part
def _at(x, before, old, new):
    """Value a share x of a step after `old`, on the parabola through three values a step apart."""
    return old + 0.5 * x * (new - before + x * (before - 2.0 * old + new))


@part
def _keep(row, x, t, before, old, new, azimuth):
    """Write where a ray is a share x of a step after t: a pass."""
    drift = _turned(old[1], azimuth)
    drift = _turned(_at(x, drift + _turned(before[1], old[1]), drift, drift + _turned(new[1], old[1])), 0.0)
    angle = _at(x, before[0], old[0], new[0])
    row[0] = t + x * STEP
    row[1] = angle if abs(drift) <= 0.25 * FULL else -angle
    row[2] = min(max(drift, -LARGEST_DRIFT), LARGEST_DRIFT) if angle > OVERHEAD else 0.0
    row[3] = _at(x, before[3], old[3], new[3])
    row[4] = _at(x, before[4], old[4], new[4])
    row[5] = _at(x, before[5], old[5], new[5])


@part
def _share(before, old, new, level, rising):
    """Share of a step at which the altitude passes the level, on the parabola through three altitudes a step apart."""
    bend, rise = 0.5 * (before - 2.0 * old + new), 0.5 * (new - before)
    root = math.sqrt(max(0.0, rise * rise - 4.0 * bend * (old - level)))
    root = root if rising else -root
    # two forms of the same root: the one whose sum does not cancel
    x = 2.0 * (level - old) / (rise + root) if (rise > 0.0) == rising else 0.5 * (root - rise) / bend
    return min(max(x, 0.0), 1.0)


@part
def _place(X, ahead, site, planet, bulge):
    """Where the states of a block are `ahead` seconds on, into rows NEW."""
    for l in range((X.size // ROWS) & -W):
        state = X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l]
        state = _step(state, ahead, planet, bulge)
        a, b, c, d, e, f = _where(X[T * W + l] + ahead, state, site, planet)
        X[NEW * W + l], X[(NEW + 1) * W + l], X[(NEW + 2) * W + l] = a, b, c
        X[(NEW + 3) * W + l], X[(NEW + 4) * W + l], X[(NEW + 5) * W + l] = d, e, f


@part
def _advance(X, site, planet, bulge):
    """The states of a block a step on, and where they are then, into rows NEW."""
    for l in range((X.size // ROWS) & -W):
        state = X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l]
        state = _step(state, STEP, planet, bulge)
        a, b, c, d, e, f = _where(X[T * W + l] + STEP, state, site, planet)
        X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l] = state
        X[NEW * W + l], X[(NEW + 1) * W + l], X[(NEW + 2) * W + l] = a, b, c
        X[(NEW + 3) * W + l], X[(NEW + 4) * W + l], X[(NEW + 5) * W + l] = d, e, f


@part
def _shift(X):
    """What was new becomes old, what was old the one before."""
    for q in range(BEFORE * W, (BEFORE + 12) * W):
        X[q] = X[q + 6 * W]


@part
def _seen(X, q, l):
    """Six rows of one lane from row q on."""
    return (
        X[q * W + l],
        X[(q + 1) * W + l],
        X[(q + 2) * W + l],
        X[(q + 3) * W + l],
        X[(q + 4) * W + l],
        X[(q + 5) * W + l],
    )


@part
def _note(X, l, k, azimuth, limits, up, down, top):
    """Write which levels a ray passes in a step; gives the level above it."""
    t, high, low = X[T * W + l], X[(OLD + 2) * W + l], X[(NEW + 2) * W + l]
    highest = low
    if X[(OLD + 3) * W + l] > 0.0 and X[(NEW + 3) * W + l] <= 0.0:
        x = X[(OLD + 3) * W + l] / (X[(OLD + 3) * W + l] - X[(NEW + 3) * W + l])
        highest = _at(x, X[(BEFORE + 2) * W + l], high, low)
        if math.isnan(top[0]):
            _keep(top, x, t, _seen(X, BEFORE, l), _seen(X, OLD, l), _seen(X, NEW, l), azimuth)
            top[PASS] = highest
    while k < LEVELS and highest >= _height(k, limits[0], limits[1]):
        if math.isnan(up[k, 0]):
            x = _share(X[(BEFORE + 2) * W + l], high, low, _height(k, limits[0], limits[1]), True)
            _keep(up[k], x, t, _seen(X, BEFORE, l), _seen(X, OLD, l), _seen(X, NEW, l), azimuth)
        k += 1
    while k > 0 and low < _height(k - 1, limits[0], limits[1]):
        k -= 1
        if math.isnan(down[k, 0]):
            x = _share(X[(BEFORE + 2) * W + l], high, low, _height(k, limits[0], limits[1]), False)
            _keep(down[k], x, t, _seen(X, BEFORE, l), _seen(X, OLD, l), _seen(X, NEW, l), azimuth)
    return k


@part
def _fly_rays(starts, azimuth, longest, site, planet, bulge, limits, up, down, tops):
    """Fill where a block of rays passes each level after its burnout on its way up and down, until `longest`; and tops."""
    m = starts.shape[0]
    X = np.empty(ROWS * W)
    levels = np.zeros(W, np.int64)  # next level above each ray; -1: its flight is over
    for l in range(W):
        for c in range(7):
            X[c * W + l] = starts[min(l, m - 1), c]
    _place(X, -STEP, site, planet, bulge)
    _shift(X)
    _place(X, 0.0, site, planet, bulge)
    _shift(X)
    for l in range(m):
        while levels[l] < LEVELS and _height(levels[l], limits[0], limits[1]) <= X[(OLD + 2) * W + l]:
            levels[l] += 1
    flying = m
    while flying > 0:
        flying = 0
        for l in range(m):
            going = X[T * W + l] < longest and X[(OLD + 2) * W + l] >= LOWEST and X[OLD * W + l] < OUTERMOST
            if not going:
                levels[l] = -1
            flying += 1 if levels[l] >= 0 else 0
        _advance(X, site, planet, bulge)
        for l in range(m):
            if levels[l] >= 0:
                levels[l] = _note(X, l, levels[l], azimuth, limits, up[:, l], down[:, l], tops[l])
        for l in range((X.size // ROWS) & -W):
            X[T * W + l] += STEP
        _shift(X)


@part
def _join(pieces, count, a, b, lofted):
    """Add the piece between two passes (rows of the level)."""
    pieces[count, 0], pieces[count, 1], pieces[count, 2] = a, b, lofted
    return count + 1


@part
def _over_the_top(pieces, count, level, r, s, passes, tops, spare):
    """Pieces from the rising to the falling pass of ray r beside ray s, whose top lies under the level."""
    rays = tops.shape[0]
    over, under = tops[r, PASS] - level, level - tops[s, PASS]
    if not (over >= 0.0 and under >= 0.0 and over + under > 0.0):
        return _join(pieces, count, r, rays + r, 0), spare
    for c in range(PASS):
        passes[spare, c] = (under * tops[r, c] + over * tops[s, c]) / (over + under)
    count = _join(pieces, count, r, spare, 0)
    return _join(pieces, count, spare, rays + r, 0), spare + 1


@part
def _pieces(level, passes, tops, pieces):
    """Pieces between passes that lie side by side (two rows of `passes`, 1 where lofted); gives the count.

    Rows of `passes`: each ray on its way up, each on its way down, then room. Two rays beside each other that pass
    alike make a piece; so do both passes of a ray whose neighbour misses the level.
    """
    rays, count, turning = tops.shape[0], 0, 0
    for r in range(rays):
        if passes[rays + r, 1] > passes[rays + turning, 1] or math.isnan(passes[rays + turning, 1]):
            turning = r
    spare, missed, here = 2 * rays, False, (not math.isnan(passes[0, 0]), not math.isnan(passes[rays, 0]))
    for r in range(rays):
        after = False, False
        if r + 1 < rays:
            after = not math.isnan(passes[r + 1, 0]), not math.isnan(passes[rays + r + 1, 0])
        if here[0] and here[1]:
            if r + 1 < rays and not (after[0] or after[1]):
                count, spare = _over_the_top(pieces, count, level, r, r + 1, passes, tops, spare)
            elif missed:
                count, spare = _over_the_top(pieces, count, level, r, r - 1, passes, tops, spare)
        if here[0] and after[0]:
            count = _join(pieces, count, r, r + 1, 0)
        if here[1] and after[1]:
            count = _join(pieces, count, rays + r, rays + r + 1, 1 if r < turning else 0)
        missed, here = not (here[0] or here[1]), after
    return count


@part
def _ends_of(count, pieces, passes, branch, earliest, farthest):
    """(nearest, farthest) angle of one branch, nothing before the earliest time; NaN where it is empty."""
    near, far = math.inf, -math.inf
    for p in range(count):
        if pieces[p, 2] == branch:
            i, j = pieces[p, 0], pieces[p, 1]
            ta, tb, a, b = passes[i, 0], passes[j, 0], passes[i, 1], passes[j, 1]
            if ta < earliest < tb:
                a += (b - a) * (earliest - ta) / (tb - ta)
            elif tb < earliest < ta:
                b += (a - b) * (earliest - tb) / (ta - tb)
            if max(ta, tb) >= earliest:
                near, far = min(near, a, b), max(far, a, b)
    near, far = max(near, 0.0), min(far, farthest)
    return (near, far) if far > near else (math.nan, math.nan)


@part
def _scatter(count, pieces, passes, branch, near, far, cells):
    """Put the soonest pass at each node of one branch into cells (nodes, 5): time, drift, velocity."""
    for n in range(NODES):
        for c in range(5):
            cells[n, c] = math.nan
    for p in range(count):
        i, j = pieces[p, 0], pieces[p, 1]
        a, b = passes[i, 1], passes[j, 1]
        low, high = min(a, b), max(a, b)
        if pieces[p, 2] != branch or not high >= near or not low <= far or high == low:
            continue
        first = math.ceil(angle_share(max(low, near), near, far) * (NODES - 1.0) - 1e-6)
        last = math.floor(angle_share(min(high, far), near, far) * (NODES - 1.0) + 1e-6)
        for n in range(int(first), int(last) + 1):
            left = 1.0 - n / (NODES - 1.0)
            x = min(max((far - (far - near) * left * left - a) / (b - a), 0.0), 1.0)
            time = passes[i, 0] + x * (passes[j, 0] - passes[i, 0])
            if not time >= cells[n, 0]:
                cells[n, 0] = time
                for c in range(2, PASS):
                    cells[n, c - 1] = passes[i, c] + x * (passes[j, c] - passes[i, c])


@part
def _mend(cells):
    """Nodes between known ones get values between them, nodes beyond the last known one its values."""
    known = -1
    for n in range(NODES):
        if math.isnan(cells[n, 0]):
            continue
        for m in range(known + 1, n):
            x = (m - known) / (n - known) if known >= 0 else 1.0
            for c in range(5):
                before = cells[known, c] if known >= 0 else 0.0
                cells[m, c] = (1.0 - x) * before + x * cells[n, c]
        known = n
    for m in range(known + 1, NODES):
        for c in range(5):
            cells[m, c] = cells[known, c] if known >= 0 else math.nan


@part
def _fill_column(j, k, passes, tops, farthest, pieces, cells, fan):
    """Fill azimuth j and level k of a fan from the passes of that level."""
    level = _height(k, fan[0], fan[1])
    count = _pieces(level, passes, tops, pieces)
    for branch in range(2):
        near, far = _ends_of(count, pieces, passes, branch, fan[2], farthest)
        row = (branch * AZIMUTHS + j) * LEVELS + k
        fan[ENDS + 2 * row], fan[ENDS + 2 * row + 1] = near, far
        _scatter(count, pieces, passes, branch, near, far, cells)
        _mend(cells)
        for n in range(NODES):
            q, left = row * NODES + n, 1.0 - n / (NODES - 1.0)
            straight = straight_time(far - (far - near) * left * left, level, fan[3])
            fan[TIMES + 2 * q], fan[TIMES + 2 * q + 1] = cells[n, 0] - straight, cells[n, 1]
            for c in range(3):
                fan[SPEEDS + 3 * q + c] = cells[n, 2 + c]


@driver
def fill_fan(starts, longest, farthest, site, planet, bulge, fan):
    """Fill the fan of a site, whose head is set, from ends of thrust (azimuths, rays, 7) of an even fan."""
    rays = starts.shape[1]
    for j in prange(starts.shape[0]):
        passes = np.full((LEVELS, 4 * rays, PASS), math.nan)
        tops = np.full((rays, PASS + 1), math.nan)
        pieces, cells = np.empty((4 * rays, 3), np.int64), np.empty((NODES, 5))
        for r in range(0, rays, W):
            last = min(r + W, rays)
            _fly_rays(
                starts[j, r:last], j * FULL / AZIMUTHS, longest, site, planet, bulge, (fan[0], fan[1]),
                passes[:, r:last], passes[:, rays + r : rays + last], tops[r:last],
            )  # fmt: skip
        for k in range(LEVELS):
            _fill_column(j, k, passes[k], tops, farthest, pieces, cells, fan)
