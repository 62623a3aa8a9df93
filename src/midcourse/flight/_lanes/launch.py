"""Lane driver from launch to the ground: up to four stages, coast, re-entry; 32 flights side by side.

Boost by 4th-order steps, a whole number a phase; thin air above burnout and the fall with altitude as the clock; vacuum
by the 8th-order step. Flights that stay low or come in flat are left HARD for `slow_lanes`. docs/models/flight/boost.md
"""

import math

import numpy as np

from midcourse.flight._kernels.launch import DOWN, HARD, fill_knots, slow_flight
from midcourse.flight._lanes.descent_parts import APOGEE, MOST_DOWN, STATUS, TOP, descend_block, sort_out
from midcourse.flight._lanes.launch_boost import boost_block
from midcourse.flight._lanes.launch_parts import (
    CHUNK,
    FEW,
    LAST,
    LINE,
    ROWS,
    M,
    T,
    W,
    begin,
    keep,
    load,
    most_steps,
    put_in_order,
)
from midcourse.numerics.jit import driver, kernel, part, prange


@kernel
def most_knots(counts):
    """Knots that a block may come to hold."""
    boost = most_steps(counts[0]) + most_steps(counts[1]) + most_steps(counts[2]) + 3 * most_steps(counts[3])
    return 4 + boost + counts[4] + max(counts[5], MOST_DOWN) + counts[6]


@part
def store(X, first, order, offset, m, ended, out):
    """What came of each lane into its row."""
    for l in range(m):
        i = first + order[offset + l]
        status, time = X[STATUS * W + l], X[T * W + l]
        if status == DOWN and not (time > ended[l] and abs(X[4 * W + l]) < 100.0):
            status = HARD
        down = status == DOWN
        out[0, i], out[1, i] = X[l] if down else math.nan, X[W + l] if down else math.nan
        out[2, i], out[3, i] = time if down else math.nan, X[2 * W + l] if down else math.nan
        out[4, i], out[5, i] = X[3 * W + l] if down else math.nan, X[APOGEE * W + l]
        out[6, i], out[7, i] = ended[l], status


@part
def store_ends(X, first, order, offset, m, ended, ends):
    """State, time and mass at the end of thrust."""
    for l in range(W):
        ended[l] = X[T * W + l]
    for l in range(m):
        i = first + order[offset + l]
        for c in range(6):
            ends[i, c] = X[c * W + l]
        ends[i, 6], ends[i, 7] = X[T * W + l], X[M * W + l]


@part
def launch_chunk(first, size, places, steering, start, stages, body, world, counts, flags, out, ends, knots):
    """Fly a chunk of rows, like ones side by side in blocks."""
    mu, bulge, radius, e2, spin, air = world
    powered, dragging, stride = stages.shape[0] > 0, flags[3], int(flags[5])
    whole, keys, ended = np.empty(ROWS * W + LINE), np.empty(size), np.empty(W)
    aligned = (-(whole.ctypes.data // 8)) % LINE
    X = whole[aligned : aligned + ROWS * W]  # a vector that lies over two lines of the cache costs two loads
    order = np.empty(size, np.int64)
    scratch = np.empty((W, most_knots(counts) if stride else 1, 7))
    put_in_order(steering, start, first, size, stages[0, 22] if powered else 0.0, keys, order)
    for offset in range(0, size, W):
        m = min(W, size - offset)
        load(X, places, steering, start, order, first, offset, m, LAST)
        begin(X, stages[0, 23] if powered else 1.0, radius, e2, spin)
        count = keep(X, m, scratch, np.int64(0))
        count = boost_block(X, stages, world, counts, flags, m, scratch, count, stride)
        store_ends(X, first, order, offset, m, ended, ends)
        top = TOP if dragging > 0.0 else 0.0
        climbing, down = sort_out(
            X, body, body[22], flags[2], mu, radius, e2, top, powered, dragging, counts[4], counts[5]
        )
        count = descend_block(X, body, world, counts, dragging, climbing, down, m, scratch, count, stride)
        store(X, first, order, offset, m, ended, out)
        for l in range(m if stride else 0):
            i = first + order[offset + l]
            if out[7, i] == DOWN:
                fill_knots(scratch[l], count, knots[i], ended[l])


@driver
def launch_lanes(places, steering, start, stages, body, world, counts, flags, out, ends, knots):
    """Fly every row from launch to ground.

    Parameters
    ----------
    places : (n, 3) latitude, longitude, azimuth of the launch plane, rad
    steering : (n, 3) or (1, 3) loft angle rad, pitch rate rad/s, end of thrust s
    start : (n, 3) or (1, 3) launch velocity relative to the turning Earth, Earth-fixed axes, m/s (impulsive; else zeros)
    stages : (k, 24) the stage tuple of the boost kernel, burn time s, mass at ignition kg
    body : tuple of 23: drag curve of what falls (as a stage tuple), and area / mass m^2/kg (below 0: its area / its mass)
    world : (mu, bulge, radius, e2, spin, air)
    counts : steps of the rise, the pitch-over, the rest of stage one, a later stage, up, down; pieces of the coast
    flags : rise time s, kick time s (below 0: constant rate), kg dropped at the end of thrust, drag 0 or 1,
        spare, knots every so many boost steps (0: none)
    out : (8, n) latitude, longitude, time, speed, angle (NaN unless DOWN), apogee altitude, end of thrust, status (DOWN,
        HARD, ORBIT, ESCAPE, CRASH)
    ends : (n, 8) inertial state, time and mass at the end of thrust
    knots : (n, K, 7) time and inertial state; (n, 0, 7) when not wanted
    """
    n = places.shape[0]
    size = CHUNK if n > FEW else W
    for chunk in prange((n + size - 1) // size):
        first = chunk * size
        m = min(size, n - first)
        launch_chunk(first, m, places, steering, start, stages, body, world, counts, flags, out, ends, knots)


@driver
def slow_lanes(rows, places, steering, start, stages, body, world, counts, flags, out, ends, knots):
    """Fly some rows of the same arrays one by one: those that `launch_lanes` left HARD."""
    for k in prange(rows.shape[0]):
        slow_flight(rows[k], places, steering, start, stages, body, world, counts, flags, out, ends, knots)
