"""Lane driver from launch to the ground: up to four stages, coast, re-entry; sixteen flights side by side.

Boost by 4th-order steps, a whole number a phase; thin air above burnout and the fall with altitude as the clock; vacuum
by the 8th-order step. Flights that stay low or come in flat are left HARD for `slow_lanes`. docs/models/flight/boost.md
"""

import numpy as np

from midcourse.earth._kernels import altitude_fast
from midcourse.flight._kernels.launch import DOWN, HARD, fill_knots, land, slow_flight, stage_tuple
from midcourse.flight._lanes.descent_parts import apogees, coast, coast_again, fall_phase, room, sort_out
from midcourse.flight._lanes.launch_parts import (
    AP,
    CUT,
    ROWS,
    STATUS,
    TOP,
    D,
    M,
    T,
    W,
    begin,
    boost_phase,
    keep,
    most_steps,
    phase_steps,
)
from midcourse.numerics.jit import driver, kernel, part, prange


@part
def boost_block(X, stages, world, counts, flags, m, scratch, count, stride):
    """Powered flight of one block through all stages; returns the count of knots."""
    before = 0.0
    for k in range(stages.shape[0]):
        for l in range(W):
            X[D * W + l] = min(max(X[CUT * W + l] - before, 0.0), stages[k, 22])
            X[M * W + l] = stages[k, 23] if X[CUT * W + l] > before else X[M * W + l]
        for phase in range(0 if k == 0 else 2, 3):
            steps = counts[3] if k > 0 else counts[phase]
            along = 1.0 if flags[1] >= 0.0 and phase == 2 else 0.0
            phase_steps(X, k, phase, before, steps, stages[k, 22], flags[0], flags[1])
            every = 2 * stride if k == 0 else stride
            count = boost_phase(
                X, steps, along, 1.0 if k > 0 else 0.0, stage_tuple(stages, k), world, m, scratch, count, every
            )
        before += stages[k, 22]
    return count


@part
def descend_block(X, curve, world, counts, dragging, powered, m, scratch, count, stride):
    """From the end of thrust to the ground; returns the count of knots."""
    mu, bulge, radius, e2, spin, air = world
    top = TOP if dragging > 0.0 else 0.0
    if dragging > 0.0 and powered:
        count = fall_phase(X, counts[4], False, curve, world, m, scratch, count, stride)
    coast(X, mu, bulge, radius, e2, top)
    apogees(X, mu, bulge, radius, e2)
    if stride > 0:
        count = coast_again(X, counts[6], mu, bulge, m, scratch, count)
    if dragging > 0.0:
        for l in range(W):
            X[D * W + l] = top
        count = fall_phase(X, counts[5], True, curve, world, m, scratch, count, stride)
    return count


@kernel
def most_knots(counts):
    """Knots that a block may come to hold."""
    boost = most_steps(counts[0]) + most_steps(counts[1]) + most_steps(counts[2]) + 3 * most_steps(counts[3])
    return 4 + boost + counts[4] + counts[5] + counts[6]


@part
def launch_block(first, m, places, steering, start, stages, body, world, counts, flags, out, ends, knots):
    """Fly one block of at most W rows."""
    mu, bulge, radius, e2, spin, air = world
    powered = stages.shape[0] > 0
    dragging, stride = flags[3], int(flags[5])
    X = np.empty(ROWS * W)
    scratch = room(m, most_knots(counts) if stride else 1)
    begin(X, places, steering, start, stages[0, 23] if powered else 1.0, first, m, radius, e2, spin)
    count = keep(X, m, scratch, 0)
    count = boost_block(X, stages, world, counts, flags, m, scratch, count, stride)
    for l in range(m):
        for c in range(6):
            ends[first + l, c] = X[c * W + l]
        ends[first + l, 6], ends[first + l, 7] = X[T * W + l], X[M * W + l]
    top = TOP if dragging > 0.0 else 0.0
    sort_out(X, body, body[22], flags[2], mu, radius, e2, top, powered, dragging, counts[4], counts[5])
    count = descend_block(X, body, world, counts, dragging, powered, m, scratch, count, stride)
    for l in range(m):
        i = first + l
        x, y, z = X[l], X[W + l], X[2 * W + l]
        land(x, y, z, X[3 * W + l], X[4 * W + l], X[5 * W + l], X[T * W + l], radius, e2, spin, i, out)
        out[i, 5], out[i, 6], out[i, 7] = X[AP * W + l], ends[i, 6], X[STATUS * W + l]
        if out[i, 7] == DOWN and not (X[T * W + l] > ends[i, 6] and abs(altitude_fast(x, y, z, radius, e2)) < 100.0):
            out[i, 7] = HARD
        if stride and out[i, 7] == DOWN:
            fill_knots(scratch[l], count, knots[i], ends[i, 6])


@driver
def launch_lanes(places, steering, start, stages, body, world, counts, flags, out, ends, knots):
    """Fly every row from launch to ground.

    Parameters
    ----------
    places : (n, 3) latitude, longitude, azimuth of the launch plane, rad
    steering : (n, 3) loft angle rad, pitch rate rad/s, end of thrust s
    start : (n, 3) launch velocity relative to the turning Earth, Earth-fixed axes, m/s (impulsive; else zeros)
    stages : (k, 24) the stage tuple of the boost kernel, burn time s, mass at ignition kg
    body : tuple of 23: drag curve of what falls (as a stage tuple), and area / mass m^2/kg (below 0: its area / its mass)
    world : (mu, bulge, radius, e2, spin, air)
    counts : steps of the rise, the pitch-over, the rest of stage one, a later stage, up, down; pieces of the coast
    flags : rise time s, kick time s (below 0: constant rate), kg dropped at the end of thrust, drag 0 or 1,
        spare, knots every so many boost steps (0: none)
    out : (n, 8) latitude, longitude, time, speed, angle, apogee altitude, end of thrust, status (DOWN, ORBIT, ESCAPE)
    ends : (n, 8) inertial state, time and mass at the end of thrust
    knots : (n, K, 7) time and inertial state; (n, 0, 7) when not wanted
    """
    n = places.shape[0]
    for block in prange((n + W - 1) // W):
        first = block * W
        m = min(W, n - first)
        launch_block(first, m, places, steering, start, stages, body, world, counts, flags, out, ends, knots)


@driver
def slow_lanes(rows, places, steering, start, stages, body, world, counts, flags, out, ends, knots):
    """Fly some rows of the same arrays one by one: those that `launch_lanes` left HARD."""
    for k in prange(rows.shape[0]):
        slow_flight(rows[k], places, steering, start, stages, body, world, counts, flags, out, ends, knots)
