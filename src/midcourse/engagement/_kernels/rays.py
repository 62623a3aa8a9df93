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
from midcourse.numerics.jit import driver, part, prange

PASS = 6  # numbers of a pass: time, signed angle, drift of the bearing, velocity upward, outward, to the right
STEP = 30.0  # s, of the free flight after burnout; between steps parabolas through three states
OVERHEAD = 0.03  # rad from the site: as near to the vertical as a ray needs to be
LARGEST_DRIFT = 1.5  # rad
OUTERMOST = 2.0  # rad from the site, a ray is followed no further
LOWEST = 60e3  # m, a ray ends where it falls below: from there on the air counts


@part
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


@part
def away_from_site(x, y, z, u, v, w, site):
    """A velocity at a place, both in axes that turn with the Earth: (upward, away from the site, to the right)."""
    r = math.sqrt(x * x + y * y + z * z)
    s = math.sqrt(site[0] * site[0] + site[1] * site[1] + site[2] * site[2])
    x, y, z = x / r, y / r, z / r
    a, b, c = site[0] / s, site[1] / s, site[2] / s
    cosine = a * x + b * y + c * z
    rx, ry, rz = b * z - c * y, c * x - a * z, a * y - b * x
    sine = max(1e-9, math.sqrt(rx * rx + ry * ry + rz * rz))
    up = u * x + v * y + w * z
    outward = (cosine * up - (a * u + b * v + c * w)) / sine
    return up, outward, -(rx * u + ry * v + rz * w) / sine


@part
def _where(t, state, site, planet):
    """(angle, bearing, altitude, velocity upward, outward, to the right) of a state at t."""
    angle, bearing = seen_from_site(t, state[0], state[1], state[2], site, planet[1])
    cosine, sine = math.cos(planet[1] * t), math.sin(planet[1] * t)
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
    row[1] = angle if math.cos(drift) >= 0.0 else -angle
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
def _fly_ray(start, azimuth, longest, site, planet, bulge, limits, up, down, top):
    """Fill where one ray passes each level after its burnout on its way up and down, until `longest`; and its top."""
    t, state = start[6], (start[0], start[1], start[2], start[3], start[4], start[5])
    before = _where(t - STEP, _step(state, -STEP, planet, bulge), site, planet)
    old = _where(t, state, site, planet)
    k = 0
    while k < LEVELS and _height(k, limits[0], limits[1]) <= old[2]:
        k += 1
    while t < longest and old[2] >= LOWEST and old[0] < OUTERMOST:
        state = _step(state, STEP, planet, bulge)
        new = _where(t + STEP, state, site, planet)
        highest = new[2]
        if old[3] > 0.0 and new[3] <= 0.0:
            x = old[3] / (old[3] - new[3])
            highest = _at(x, before[2], old[2], new[2])
            if math.isnan(top[0]):
                _keep(top, x, t, before, old, new, azimuth)
                top[PASS] = highest
        while k < LEVELS and highest >= _height(k, limits[0], limits[1]):
            if math.isnan(up[k, 0]):
                x = _share(before[2], old[2], new[2], _height(k, limits[0], limits[1]), True)
                _keep(up[k], x, t, before, old, new, azimuth)
            k += 1
        while k > 0 and new[2] < _height(k - 1, limits[0], limits[1]):
            k -= 1
            if math.isnan(down[k, 0]):
                x = _share(before[2], old[2], new[2], _height(k, limits[0], limits[1]), False)
                _keep(down[k], x, t, before, old, new, azimuth)
        before, old = old, new
        t += STEP


@part
def _join(pieces, count, a, b, lofted):
    """Add the piece between two passes."""
    for c in range(PASS):
        pieces[count, c], pieces[count, PASS + c] = a[c], b[c]
    pieces[count, 2 * PASS] = lofted
    return count + 1


@part
def _over_the_top(pieces, count, level, up, down, top, other, spare):
    """Pieces from the rising to the falling pass of a ray beside another one whose top lies under the level."""
    over, under = top[6] - level, level - other[6]
    if not (over >= 0.0 and under >= 0.0 and over + under > 0.0):
        return _join(pieces, count, up, down, 0.0)
    for c in range(PASS):
        spare[c] = (under * top[c] + over * other[c]) / (over + under)
    count = _join(pieces, count, up, spare, 0.0)
    return _join(pieces, count, spare, down, 0.0)


@part
def _pieces(level, up, down, tops, spare, pieces):
    """Pieces between passes that lie side by side (twice 6 numbers, 1 where lofted); gives the count.

    Two rays beside each other that pass alike make one; so do both passes of a ray whose neighbour misses the level.
    """
    count, rays, turning = 0, up.shape[0], 0
    for r in range(rays):
        if down[r, 1] > down[turning, 1] or math.isnan(down[turning, 1]):
            turning = r
    for r in range(rays):
        rising, falling = not math.isnan(up[r, 0]), not math.isnan(down[r, 0])
        if rising and falling:
            if r + 1 < rays and math.isnan(up[r + 1, 0]) and math.isnan(down[r + 1, 0]):
                count = _over_the_top(pieces, count, level, up[r], down[r], tops[r], tops[r + 1], spare)
            elif r > 0 and math.isnan(up[r - 1, 0]) and math.isnan(down[r - 1, 0]):
                count = _over_the_top(pieces, count, level, up[r], down[r], tops[r], tops[r - 1], spare)
        if r + 1 < rays and rising and not math.isnan(up[r + 1, 0]):
            count = _join(pieces, count, up[r], up[r + 1], 0.0)
        if r + 1 < rays and falling and not math.isnan(down[r + 1, 0]):
            count = _join(pieces, count, down[r], down[r + 1], 1.0 if r < turning else 0.0)
    return count


@part
def _ends_of(count, pieces, branch, earliest, farthest):
    """(nearest, farthest) angle of one branch, nothing before the earliest time; NaN where it is empty."""
    near, far = math.inf, -math.inf
    for p in range(count):
        if pieces[p, 2 * PASS] == branch:
            ta, tb, a, b = pieces[p, 0], pieces[p, PASS], pieces[p, 1], pieces[p, PASS + 1]
            if ta < earliest < tb:
                a += (b - a) * (earliest - ta) / (tb - ta)
            elif tb < earliest < ta:
                b += (a - b) * (earliest - tb) / (ta - tb)
            if max(ta, tb) >= earliest:
                near, far = min(near, a, b), max(far, a, b)
    near, far = max(near, 0.0), min(far, farthest)
    return (near, far) if far > near else (math.nan, math.nan)


@part
def _scatter(count, pieces, branch, near, far, cells):
    """Put the soonest pass at each node of one branch into cells (nodes, 5): time, drift, velocity."""
    for n in range(NODES):
        for c in range(5):
            cells[n, c] = math.nan
    for p in range(count):
        a, b = pieces[p, 1], pieces[p, PASS + 1]
        low, high = min(a, b), max(a, b)
        if pieces[p, 2 * PASS] != branch or not high >= near or not low <= far or high == low:
            continue
        first = math.ceil(angle_share(max(low, near), near, far) * (NODES - 1.0) - 1e-6)
        last = math.floor(angle_share(min(high, far), near, far) * (NODES - 1.0) + 1e-6)
        for n in range(int(first), int(last) + 1):
            left = 1.0 - n / (NODES - 1.0)
            x = min(max((far - (far - near) * left * left - a) / (b - a), 0.0), 1.0)
            time = pieces[p, 0] + x * (pieces[p, PASS] - pieces[p, 0])
            if not time >= cells[n, 0]:
                cells[n, 0] = time
                for c in range(2, PASS):
                    cells[n, c - 1] = pieces[p, c] + x * (pieces[p, PASS + c] - pieces[p, c])


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
def _fill_column(j, k, up, down, tops, farthest, pieces, cells, fan):
    """Fill azimuth j and level k of a fan from the passes (rays, 6) of that level."""
    level = _height(k, fan[0], fan[1])
    count = _pieces(level, up, down, tops, cells[NODES], pieces)
    for branch in range(2):
        near, far = _ends_of(count, pieces, branch, fan[2], farthest)
        row = (branch * AZIMUTHS + j) * LEVELS + k
        fan[ENDS + 2 * row], fan[ENDS + 2 * row + 1] = near, far
        _scatter(count, pieces, branch, near, far, cells)
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
        up, down = np.full((LEVELS, rays, PASS), math.nan), np.full((LEVELS, rays, PASS), math.nan)
        tops = np.full((rays, PASS + 1), math.nan)
        pieces, cells = np.empty((4 * rays, 2 * PASS + 1)), np.empty((NODES + 1, PASS))
        for r in range(rays):
            azimuth = j * FULL / AZIMUTHS
            _fly_ray(
                starts[j, r], azimuth, longest, site, planet, bulge, (fan[0], fan[1]), up[:, r], down[:, r], tops[r]
            )
        for k in range(LEVELS):
            _fill_column(j, k, up[k], down[k], tops, farthest, pieces, cells, fan)
