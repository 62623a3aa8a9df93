"""Arithmetic of radars that turn: when one has a flight in its field, and which of several it keeps there.

`mount` = azimuth where it points before it is told (rad), slew rate (rad/s), half its field of view (rad); the other
layouts are those of `seeing`. Page docs/models/sensing/mount.md.
"""

import math

import numpy as np

from midcourse.numerics._kernels import fast_atan2
from midcourse.numerics.jit import driver, kernel, part, prange, routine
from midcourse.sensing._kernels.along import ANGLE, MOST, distances, elevations, new_rows, sample
from midcourse.sensing._kernels.seeing import (
    EDGE_TOLERANCE,
    FASTEST,
    PAIRS,
    SPANS,
    away_from,
    first_look,
    locate,
    look,
)

CATCH_STEP = 2.0  # s, while a mount turns towards a flight
NOT_IN_VIEW, HELD, OUTSIDE_FIELD, TURNING = range(4)


@routine
def lead(t, cue, i, times, positions, velocities, site, mount, rate):
    """(how far inside the field of a mount a flight is once it has turned since its cue, rad, negative outside;

    distance over the ground).
    """
    x, y, z = locate(t, i, times, positions, velocities)
    east, north, _ = away_from(t, x, y, z, site, rate)
    off = abs(fast_atan2(east, north) - mount[0]) % (2.0 * math.pi)
    turned = mount[1] * (t - cue) if t > cue else 0.0
    return mount[2] + turned - min(off, 2.0 * math.pi - off), math.sqrt(east * east + north * north)


@kernel
def idle_steps(missing, ground, t, cue, mount):
    """Whole steps in which a flight outside the field by an angle cannot come into it, however it flies; one at least."""
    drift = 0.5 * math.pi * FASTEST / max(ground, 1.0)  # the chord of an angle is at least 2 / pi of its arc
    most = max(ground, 1.0) / FASTEST  # by then it may stand overhead
    idle = min(missing / drift, most)
    if t + idle > cue:
        idle = min(missing / (drift + mount[1]), most)
    return max(1, int(idle / CATCH_STEP))


@routine
def catch_one(i, starts, ends, cue, times, positions, velocities, site, mount, rate):
    """First time within its spans at which a mount has flight i in its field; inf where never."""
    for k in range(SPANS):
        if not starts[k] < ends[k]:
            break
        outside = starts[k]
        inner, ground = lead(outside, cue, i, times, positions, velocities, site, mount, rate)
        if inner >= 0.0:
            return outside
        while outside < ends[k]:
            sure = outside + CATCH_STEP * (idle_steps(-inner, ground, outside, cue, mount) - 1)
            inside = min(sure + CATCH_STEP, ends[k])
            inner, ground = lead(inside, cue, i, times, positions, velocities, site, mount, rate)
            if inner < 0.0:
                outside = inside
                continue
            outside = min(sure, inside)
            while inside - outside > EDGE_TOLERANCE:
                t = 0.5 * (inside + outside)
                if lead(t, cue, i, times, positions, velocities, site, mount, rate)[0] >= 0.0:
                    inside = t
                else:
                    outside = t
            return inside
    return math.inf


@part
def highest_of(i, times, positions, velocities, site, limits, shape, X):
    """Highest elevation of flight i over a site, of its samples."""
    bent = limits[5] > 0.0
    steps = sample(i, times, positions, velocities, shape, bent, X)
    if bent:
        distances(steps + 1, site, X)
    elevations(steps + 1, site, limits[5], limits[6], X)
    highest = -math.pi
    for k in range(steps + 1):
        highest = max(highest, X[ANGLE * MOST + k])
    return highest


@driver
def catch_all(
    rows, places, starts, ends, cues, times, positions, velocities, sites, mount, limits, shape, caught, first, highest
):
    """Fill when a mount has each of p pairs in its field, inf never, and what it sees there.

    A pair is flight rows[p] from site places[p], in the spans starts[p], ends[p] and told at cues[p]. `caught` (p,) full of
    inf; `first` (p, 3) slant range, altitude, azimuth, and `highest` (p,) elevation of those that it never has, of NaN.
    """
    p = rows.shape[0]
    for block in prange((p + PAIRS - 1) // PAIRS):
        X = new_rows()
        for q in range(block * PAIRS, min(p, (block + 1) * PAIRS)):
            if not starts[q, 0] < ends[q, 0]:
                continue
            i, site = rows[q], sites[places[q]]
            t = catch_one(i, starts[q], ends[q], cues[q], times, positions, velocities, site, mount, shape[0])
            caught[q] = t
            if t < math.inf:
                first_look(t, i, times, positions, velocities, site, shape, first[q])
            else:
                highest[q] = highest_of(i, times, positions, velocities, site, limits, shape, X)


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


@driver
def aim_all(starts, ends, times, positions, velocities, site, step, steps, rate):
    """(directions (n, steps, 3), first and last step (n, 2) in view, -1 never) of each flight at its own times m * step.

    A direction of no length stands where the flight is not in view.
    """
    n = starts.shape[0]
    directions = np.zeros((n, steps, 3))
    there = np.full((n, 2), -1, np.int64)
    for i in prange(n):
        for m in range(steps):
            seen = direction_in_view(
                m * step, i, starts[i], ends[i], times, positions, velocities, site, rate, directions[i, m]
            )
            if seen:
                there[i, 1] = m
                if there[i, 0] < 0:
                    there[i, 0] = m
    return directions, there


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
def admit(held, waits, tried, directions, cosine, middle):
    """Take in whoever still fits, those longest in view first; `held` = order of joining, 0 not held."""
    tried[:] = waits
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
def steps_in_view(rows, offsets, there):
    """First step and one beyond the last at which a flight of a raid is in view; the same where none ever is."""
    first, last = np.int64(1 << 40), np.int64(-1)
    for k in range(rows.shape[0]):
        if there[rows[k], 0] >= 0:
            first = min(first, there[rows[k], 0] + offsets[k])
            last = max(last, there[rows[k], 1] + offsets[k])
    return (first, last + 1) if last >= 0 else (np.int64(0), np.int64(0))


@routine
def keep_one(rows, offsets, ways, told, mount, step, scratch, states):
    """What a mount keeps in its field of one raid, step by step: fills `states` (objects, steps), zeros before.

    `ways` = (directions, steps in view) of `aim_all`; `offsets` = lift-offs in steps; `told` = when the mount knows of each
    flight, s on that flight's clock; `scratch` = (two integer rows, two rows, directions (objects, 3), middle (3,)).
    """
    every, there = ways
    held, waits, tried, directions, middle = scratch
    held[:], waits[:] = 0, math.inf
    cosine, points, free, ready, aim, first = math.cos(mount[2]), mount[0], -math.inf, math.inf, -1, True
    begin, end = steps_in_view(rows, offsets, there)
    for m in range(begin, min(end + 1, states.shape[1])):
        t = m * step
        for k in range(rows.shape[0]):
            own = m - offsets[k]
            waits_now = math.inf
            if there[rows[k], 0] <= own <= there[rows[k], 1] and there[rows[k], 0] >= 0:
                a, b, c = every[rows[k], own, 0], every[rows[k], own, 1], every[rows[k], own, 2]
                if a != 0.0 or b != 0.0 or c != 0.0:
                    directions[k, 0], directions[k, 1], directions[k, 2] = a, b, c
                    waits_now = min(waits[k], t)
            waits[k] = waits_now
        before = np.max(held)
        let_go(held, waits, directions, cosine, middle)
        if before > 0 and np.max(held) == 0:
            free, first = t, False
        if np.max(held) == 0 and (aim < 0 or waits[aim] == math.inf):
            aim = longest_waiting(waits, held)
            if aim >= 0:
                off = abs(math.atan2(directions[aim, 0], directions[aim, 1]) - points) % (2.0 * math.pi)
                turn = max(0.0, min(off, 2.0 * math.pi - off) - mount[2]) / mount[1]
                ready = t if first else max(free, told[rows[aim]] + offsets[aim] * step) + turn
        if np.max(held) == 0 and aim >= 0 and t >= ready:
            held[aim], aim = 1, -1
        if np.max(held) > 0:
            admit(held, waits, tried, directions, cosine, middle)
            fits(held, directions, cosine, middle)
            points = math.atan2(middle[0], middle[1])
        for k in range(rows.shape[0]):
            if waits[k] < math.inf:
                states[k, m] = HELD if held[k] > 0 else (OUTSIDE_FIELD if np.max(held) > 0 else TURNING)


@part
def new_scratch(count):
    return (
        np.zeros(count, np.int64), np.zeros(count), np.zeros(count), np.zeros((count, 3)), np.zeros(3),
    )  # fmt: skip


@driver
def keep_all(rows, offsets, ways, told, mount, step, steps):
    """States (raids, objects, steps) of every raid: rows (raids, objects) of the flights, one lift-off an object."""
    states = np.zeros((rows.shape[0], rows.shape[1], steps), np.int8)
    for r in prange(rows.shape[0]):
        keep_one(rows[r], offsets, ways, told, mount, step, new_scratch(rows.shape[1]), states[r])
    return states


@routine
def span_of(t, starts, ends):
    """The span that holds a time, or -1."""
    for k in range(SPANS):
        if starts[k] <= t <= ends[k]:
            return k
    return -1


@routine
def firm_one(states, offset, starts, ends, need, step):
    """When one object has been held long enough for a track, s on its own clock, inf never; `need` = (track, gap) s.

    Held from the true start of its view where it is held at the first step of it, else from the step; a gap not longer than
    stated is bridged once.
    """
    start, base, lost, before = 0.0, 0.0, -math.inf, NOT_IN_VIEW
    held, last = False, 0.0
    for m in range(states.shape[0]):
        t = (m - offset) * step
        state = states[m]
        if held and state != HELD:
            k = span_of(last, starts, ends)
            if state == NOT_IN_VIEW and k >= 0 and ends[k] - start >= need[0] - base:
                return start + need[0] - base
            held, lost, base = False, last, last - start
        if state == HELD:
            if not held:
                k = span_of(t, starts, ends)
                start = starts[k] if before == NOT_IN_VIEW and k >= 0 else t
                held, base = True, base if start - lost <= need[1] else 0.0
            last = t
            if t - start >= need[0] - base:
                return start + max(0.0, need[0] - base)
        before = state
    return math.inf


@driver
def firm_all(rows, offsets, starts, ends, ways, told, mount, need, step, steps):
    """When each object (raids, objects) of each raid is firmly tracked by a mount, s on its own clock, inf never."""
    firm = np.full(rows.shape, math.inf)
    blocks = (rows.shape[0] + 63) // 64
    for block in prange(blocks):
        scratch = new_scratch(rows.shape[1])
        states = np.zeros((rows.shape[1], steps), np.int8)
        for r in range(block * 64, min(rows.shape[0], (block + 1) * 64)):
            states[:] = 0
            keep_one(rows[r], offsets, ways, told, mount, step, scratch, states)
            for k in range(rows.shape[1]):
                i = rows[r, k]
                firm[r, k] = firm_one(states[k], offsets[k], starts[i], ends[i], need, step)
    return firm
