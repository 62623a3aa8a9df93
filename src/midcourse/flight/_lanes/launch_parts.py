"""Rows of a block of the launch driver, the order in which rows are flown, lift-off and knots.

A block works on one flat array X: row q of lane l lies at X[q * W + l].
"""

import math

import numpy as np

from midcourse.flight._kernels.boost_air import NUMBERS
from midcourse.flight._kernels.launch import start_state
from midcourse.numerics._kernels import fast_cos, fast_sin
from midcourse.numerics.jit import kernel, part

W = 32
CHUNK = 256  # rows that are put in order together, so that lanes of a block need about the same steps
BINS = 64
LINE = 8  # numbers in a line of the cache
FEW = 4096  # rows under which every block is a piece of work of its own
# state 0 to 5, then time, mass, step; in boost: time left in the phase, 1 / longest step, phase
T, M, H, LEFT, PACE, PHASE = 6, 7, 8, 9, 10, 11
# steering: loft angle, pitch rate, end of thrust, launch plane's normal, share along the velocity
LOFT, RATE, CUT, NX, NY, NZ, ALONG = 12, 13, 14, 15, 16, 17, 18
# sine and cosine of the thrust's angle, sine and 1 - cosine of half a step's turn, turning rate, 1 - factor of the thrust
SINE, COSINE, SHIFT, VERSE, TURN, PUSH = 19, 20, 21, 22, 23, 24
# 1/r, altitude, climb, Mach number, its rate, square of the speed, lowest altitude
IR, ALT, CLIMB, MACH, MACH_RATE, SPEED2, LOW = 25, 26, 27, 28, 29, 30, 31
# piece of the drag curve: its ends, value at Mach 0, slope
MACH_LOW, MACH_HIGH, LEVEL, SLOPE = 32, 33, 34, 35
# last acceleration, the one before, the first of a step, weighted sum of all
LAST, BEFORE, FIRST, ALL = 36, 39, 42, 45
LOFT_SINE, LOFT_COSINE, FLAT = 48, 49, 50
AIR = 51  # the piece of the air, NUMBERS rows
ROWS = AIR + NUMBERS
HIGHEST_BIN = BINS - 1.0


@kernel
def load(X, places, steering, start, order, first, offset, m, row_of_start):
    """Numbers of the rows that a block flies; lanes without a row repeat the last one."""
    for q in range(ROWS * W):
        X[q] = 0.0  # weights of nought meet rows that are not set yet
    for l in range(W):
        j = first + order[offset + min(l, m - 1)]
        a, b = min(j, steering.shape[0] - 1), min(j, start.shape[0] - 1)
        for c in range(3):
            X[c * W + l] = places[j, c]
            X[(LOFT + c) * W + l] = steering[a, c]
            X[(row_of_start + c) * W + l] = start[b, c]


@part
def begin(X, mass, radius, e2, spin):
    """Put the lanes, loaded with place and launch velocity, on their launch points."""
    for l in range((X.size // ROWS) & -W):  # W, not known so: a known count is unrolled before it is made vector code
        x, y, z, u, v, w, nx, ny, nz = start_state(
            X[l],
            X[W + l],
            X[2 * W + l],
            X[LAST * W + l],
            X[(LAST + 1) * W + l],
            X[(LAST + 2) * W + l],
            radius,
            e2,
            spin,
        )
        X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l] = x, y, z, u, v, w
        X[NX * W + l], X[NY * W + l], X[NZ * W + l] = nx, ny, nz
        X[M * W + l] = mass
        X[IR * W + l] = 1.0 / math.sqrt(x * x + y * y + z * z)
        X[FLAT * W + l] = 1.0
        loft = X[LOFT * W + l]
        X[LOFT_SINE * W + l], X[LOFT_COSINE * W + l] = fast_sin(loft), fast_cos(loft)
        X[SINE * W + l], X[COSINE * W + l] = 1.0, 0.0
        X[LAST * W + l], X[(LAST + 1) * W + l], X[(LAST + 2) * W + l] = 0.0, 0.0, 0.0
        X[AIR * W + l] = 1.0  # the piece from 1 m to 0: left at once


@kernel
def sort_key(steering, start, j, burn):
    """What tells how a row will fly: the mean sine of the thrust's angle in the first stage, or the launch speed."""
    i = min(j, start.shape[0] - 1)
    if burn > 0.0:
        j = min(j, steering.shape[0] - 1)
        loft = steering[j, 0]
        lasts = min((0.5 * math.pi - loft) / steering[j, 1], burn) if steering[j, 1] > 0.0 else 0.0
        gain = math.cos(loft) / max(0.5 * math.pi - loft, 1e-3) - math.sin(loft)
        return burn * math.sin(loft) + lasts * gain
    return start[i, 0] * start[i, 0] + start[i, 1] * start[i, 1] + start[i, 2] * start[i, 2]


@part
def put_in_order(steering, start, first, m, burn, keys, order):
    """Order of a chunk of rows by their keys, in bins."""
    counts = np.zeros(BINS + 1, np.int64)
    low, high = math.inf, -math.inf
    for l in range(m):
        key = sort_key(steering, start, first + l, burn)
        keys[l] = key
        low = key if key < low else low
        high = key if key > high else high
    scale = HIGHEST_BIN / (high - low) if high > low else 0.0
    for l in range(m):
        place = (keys[l] - low) * scale
        keys[l] = place if (place > 0.0) & (place < BINS) else 0.0
        counts[int(keys[l]) + 1] += 1
    for q in range(BINS):
        counts[q + 1] += counts[q]
    for l in range(m):
        q = int(keys[l])
        order[counts[q]] = l
        counts[q] += 1


@part
def keep(X, m, scratch, count):
    """Store the state of each lane as a knot; returns the new count."""
    for l in range(m):
        scratch[l, count, 0] = X[T * W + l]
        for c in range(6):
            scratch[l, count, c + 1] = X[c * W + l]
    return count + 1


@kernel
def most_steps(steps):
    """Steps of a phase that are enough for any lane: shorter ones in thick air, and one for each kink."""
    return 4 * steps + 24
