"""Arithmetic of radars that turn: when one has a flight in its field, and which of several it keeps there.

`mount` = azimuth where it points before it is told (rad), slew rate (rad/s), half its field of view (rad); the other
layouts are those of `seeing`. Page docs/models/sensing/mount.md.
"""

import math

import numpy as np

from midcourse.earth._kernels import geodetic
from midcourse.numerics.jit import driver, prange, routine
from midcourse.sensing._kernels.seeing import EDGE_TOLERANCE, SPANS, locate, look, why_never

CATCH_STEP = 2.0  # s, while a mount turns towards a flight
NOT_IN_VIEW, HELD, OUTSIDE_FIELD, TURNING = range(4)


@routine
def lead(t, cue, i, times, positions, velocities, site, mount, rate):
    """How far inside the field of a mount a flight is, rad, once it has turned since its cue; negative outside."""
    x, y, z = locate(t, i, times, positions, velocities)
    _, azimuth, _ = look(t, x, y, z, site, rate)
    off = abs(azimuth - mount[0]) % (2.0 * math.pi)
    turned = mount[1] * (t - cue) if t > cue else 0.0
    return mount[2] + turned - min(off, 2.0 * math.pi - off)


@routine
def catch_one(i, starts, ends, cue, times, positions, velocities, site, mount, rate):
    """First time within its spans at which a mount has flight i in its field; inf where never."""
    for k in range(SPANS):
        if not starts[k] < ends[k]:
            break
        outside = starts[k]
        if lead(outside, cue, i, times, positions, velocities, site, mount, rate) >= 0.0:
            return outside
        while outside < ends[k]:
            inside = min(outside + CATCH_STEP, ends[k])
            if lead(inside, cue, i, times, positions, velocities, site, mount, rate) < 0.0:
                outside = inside
                continue
            while inside - outside > EDGE_TOLERANCE:
                t = 0.5 * (inside + outside)
                if lead(t, cue, i, times, positions, velocities, site, mount, rate) >= 0.0:
                    inside = t
                else:
                    outside = t
            return inside
    return math.inf


@driver
def catch_all(starts, ends, cues, times, positions, velocities, site, mount, limits, faces, count, shape):
    """(time (n,) at which a mount has each flight in its field, inf never; slant range, altitude, azimuth there (n, 3);

    highest elevation (n,) of those that it never has).
    """
    n = times.shape[0]
    caught = np.full(n, math.inf)
    first = np.full((n, 3), np.nan)
    highest = np.full(n, np.nan)
    for i in prange(n):
        if not starts[i, 0] < ends[i, 0]:
            continue
        t = catch_one(i, starts[i], ends[i], cues[i], times, positions, velocities, site, mount, shape[0])
        caught[i] = t
        if t < math.inf:
            x, y, z = locate(t, i, times, positions, velocities)
            slant_range, azimuth, _ = look(t, x, y, z, site, shape[0])
            _, _, altitude = geodetic(x, y, z, shape[1], shape[2])
            first[i, 0], first[i, 1], first[i, 2] = slant_range, altitude, azimuth
        else:
            duration = times[i, times.shape[1] - 1]
            _, highest[i], _ = why_never(i, duration, times, positions, velocities, site, limits, faces, count, shape)
    return caught, first, highest


@routine
def direction_in_view(t, i, starts, ends, times, positions, velocities, site, rate, into):
    """Whether flight i is in a span at its own time t; fills `into` with its direction from the site (east, north, up)."""
    for k in range(SPANS):
        if starts[k] <= t <= ends[k]:
            x, y, z = locate(t, i, times, positions, velocities)
            _, azimuth, elevation = look(t, x, y, z, site, rate)
            into[0] = math.sin(azimuth) * math.cos(elevation)
            into[1] = math.cos(azimuth) * math.cos(elevation)
            into[2] = math.sin(elevation)
            return True
    return False


@routine
def fits(held, directions, cosine, middle):
    """Whether all held lie in a cone about the middle of the two furthest apart; fills `middle` (not normalised)."""
    widest, a, b = 2.0, -1, -1
    for i in range(held.shape[0]):
        for j in range(i + 1):
            if held[i] > 0 and held[j] > 0:
                near = (
                    directions[i, 0] * directions[j, 0] + directions[i, 1] * directions[j, 1]
                    + directions[i, 2] * directions[j, 2]
                )  # fmt: skip
                if near < widest:
                    widest, a, b = near, i, j
    if a < 0:
        return True
    for axis in range(3):
        middle[axis] = directions[a, axis] + directions[b, axis]
    length = math.sqrt(middle[0] ** 2 + middle[1] ** 2 + middle[2] ** 2)
    for i in range(held.shape[0]):
        if held[i] > 0:
            near = middle[0] * directions[i, 0] + middle[1] * directions[i, 1] + middle[2] * directions[i, 2]
            if near < (cosine - 1e-12) * length:
                return False
    return True


@routine
def longest_waiting(waits, held):
    """Which of those in view and not held has been in view longest; -1 none. `waits` = first time in view, inf none."""
    best = -1
    for k in range(waits.shape[0]):
        if waits[k] < math.inf and held[k] == 0 and (best < 0 or waits[k] < waits[best]):
            best = k
    return best


@routine
def admit(held, waits, directions, cosine, middle):
    """Take in whoever still fits, those longest in view first; `held` = order of joining, 0 not held."""
    tried = waits.copy()
    k = longest_waiting(tried, held)
    while k >= 0:
        held[k] = np.max(held) + 1
        if not fits(held, directions, cosine, middle):
            held[k] = 0
        tried[k] = math.inf
        k = longest_waiting(tried, held)


@routine
def let_go(held, waits, directions, cosine, middle):
    """Drop those out of view, then the last to have joined until the rest fits."""
    for k in range(held.shape[0]):
        if waits[k] == math.inf:
            held[k] = 0
    while not fits(held, directions, cosine, middle):
        held[np.argmax(held)] = 0


@routine
def keep_one(rows, lift_offs, starts, ends, times, positions, velocities, site, mount, in_time, step, rate, states):
    """What a mount keeps in its field of one raid, step by step: fills `states` (objects, steps)."""
    count = rows.shape[0]
    held, waits = np.zeros(count, np.int64), np.full(count, math.inf)
    directions, middle = np.zeros((count, 3)), np.zeros(3)
    cosine, points, free, ready, aim, first = math.cos(mount[2]), mount[0], -math.inf, math.inf, -1, True
    for m in range(states.shape[1]):
        t = m * step
        for k in range(count):
            i = rows[k]
            there = direction_in_view(
                t - lift_offs[k], i, starts[i], ends[i], times, positions, velocities, site, rate, directions[k]
            )
            waits[k] = min(waits[k], t) if there else math.inf
        before = np.max(held)
        let_go(held, waits, directions, cosine, middle)
        if before > 0 and np.max(held) == 0:
            free, first = t, False
        if np.max(held) == 0 and (aim < 0 or waits[aim] == math.inf):
            aim = longest_waiting(waits, held)
            if aim >= 0:
                off = abs(math.atan2(directions[aim, 0], directions[aim, 1]) - points) % (2.0 * math.pi)
                turn = max(0.0, min(off, 2.0 * math.pi - off) - mount[2]) / mount[1]
                ready = t if first else (free if in_time else max(free, t)) + turn
        if np.max(held) == 0 and aim >= 0 and t >= ready:
            held[aim], aim = 1, -1
        if np.max(held) > 0:
            admit(held, waits, directions, cosine, middle)
            fits(held, directions, cosine, middle)
            points = math.atan2(middle[0], middle[1])
        for k in range(count):
            if waits[k] < math.inf:
                states[k, m] = HELD if held[k] > 0 else (OUTSIDE_FIELD if np.max(held) > 0 else TURNING)


@driver
def keep_all(rows, lift_offs, starts, ends, times, positions, velocities, site, mount, in_time, step, steps, rate):
    """States (raids, objects, steps) of every raid: rows (raids, objects) of the flights, one lift-off an object."""
    states = np.zeros((rows.shape[0], rows.shape[1], steps), np.int8)
    for r in prange(rows.shape[0]):
        keep_one(
            rows[r], lift_offs, starts, ends, times, positions, velocities, site, mount, in_time, step, rate, states[r]
        )
    return states
