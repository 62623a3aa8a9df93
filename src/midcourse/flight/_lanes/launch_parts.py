"""Parts of the launch driver: each works on the flat array X of one block, row q of lane l at X[q * W + l]."""

import math

from midcourse.earth._kernels import air_density_sound
from midcourse.flight._kernels.boost import STAGES, choose_step, even_push, small_turn, thrust_and_drag
from midcourse.flight._kernels.launch import (
    DIVE,
    LOST,
    start_state,
)
from midcourse.numerics.jit import kernel, part

W = 16
TOP = 100e3  # m: no air above
LOWEST_APOGEE = 1.35 * TOP
FLATTEST = 0.10  # sine of the path angle at TOP under which altitude is no good clock
COAST_STEP = 300.0
GRADE = 1.6  # power by which the steps down grow shorter
SEA_LEVEL_DENSITY = 1.225
STIFFEST = 2.0  # loss of ln(speed) in the last step down that the steps bear
CLOSE = 1e-3  # s from the top of the air
T, M, H, TH, LOFT, RATE, CUT, NX, NY, NZ, D, AREAL, DH, AP, STATUS, BEST, BEGIN, T0 = (
    6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 27, 33,
)  # fmt: skip
DONE = 1e-9  # s from the end of a phase
LOW, ALT, RHO, INV, PX, SX, KX = (
    34,
    35,
    36,
    37,
    38,
    44,
    50,
)  # where a stage is taken, its slopes, the slopes of all stages of a step
# under thrust: time left in the phase, longest step, rate of the Mach number, its forerunner's step, sine and cosine of
# the thrust's angle and of half a step's turn, Mach number, 1/r, 1/speed^2, factor of the thrust, slopes, their sums
(LEFT, LONGEST, RATE0, SINE, COSINE, SHIFT, VERSE, MACH, IR, SLOW, PUSH, KS, SUM) = (
    PX, PX + 1, PX + 2, PX + 3, PX + 4, PX + 5, PX + 6, PX + 7, PX + 8, PX + 9, PX + 10, PX + 11, PX + 17,
)  # fmt: skip
ROWS = KX + STAGES * 6


@part
def begin(X, places, steering, start, mass, first, m, radius, e2, spin):
    """Put the lanes on their launch points; lanes without a row repeat the last one."""
    for l in range(W):
        j = first + min(l, m - 1)
        x, y, z, u, v, w, nx, ny, nz = start_state(
            places[j, 0], places[j, 1], places[j, 2], start[j, 0], start[j, 1], start[j, 2], radius, e2, spin
        )
        X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l] = x, y, z, u, v, w
        X[NX * W + l], X[NY * W + l], X[NZ * W + l] = nx, ny, nz
        X[T * W + l], X[M * W + l], X[TH * W + l] = 0.0, mass, 0.5 * math.pi
        X[LOW * W + l] = 0.0
        X[LOFT * W + l], X[RATE * W + l], X[CUT * W + l] = steering[j, 0], steering[j, 1], steering[j, 2]


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


@part
def phase_steps(X, k, phase, before, steps, burn, rise, kick):
    """Time left, longest step, turning rate and thrust angle of the lanes for a phase: 0 rise, 1 pitch-over, 2 the rest of the stage."""
    for l in range(W):
        turn = kick if kick >= 0.0 else (0.5 * math.pi - X[LOFT * W + l]) / X[RATE * W + l]
        end = X[D * W + l]
        if k == 0 and phase < 2:
            end = min(end, rise + turn * phase)
        X[LEFT * W + l] = max(end - max(X[T * W + l] - before, 0.0), 0.0)
        X[LONGEST * W + l] = burn / steps
        X[H * W + l] = 0.0
        X[DH * W + l] = -X[RATE * W + l] if phase == 1 and kick < 0.0 else 0.0
        if phase == 1 and kick >= 0.0:
            X[TH * W + l] = X[LOFT * W + l]
        if phase == 2:
            X[TH * W + l] = X[LOFT * W + l]
        X[SINE * W + l], X[COSINE * W + l] = math.sin(X[TH * W + l]), math.cos(X[TH * W + l])
        for c in range(SHIFT * W, (SUM + 6) * W, W):
            X[c + l] = 0.0
        X[IR * W + l] = 1.0 / math.sqrt(X[l] * X[l] + X[W + l] * X[W + l] + X[2 * W + l] * X[2 * W + l])


@part
def combine(X, i):
    """Put X + weights . (step * slopes) into rows PX: where stage i of a step is taken, or with i = STAGES its end.

    Butcher's 6th-order method with seven stages [butcher1964], written out: flat loops with fixed distances vectorise.
    """
    if i == 0:
        for q in range(6 * W):
            X[q + PX * W] = X[q]
    elif i == 1:
        for q in range(6 * W):
            X[q + PX * W] = X[q] + (1 / 3) * X[q + KX * W]
    elif i == 2:
        for q in range(6 * W):
            X[q + PX * W] = X[q] + (2 / 3) * X[q + (KX + 6) * W]
    elif i == 3:
        for q in range(6 * W):
            X[q + PX * W] = (
                X[q] + (1 / 12) * X[q + KX * W] + (1 / 3) * X[q + (KX + 6) * W] + (-1 / 12) * X[q + (KX + 12) * W]
            )
    elif i == 4:
        for q in range(6 * W):
            s = (-1 / 16) * X[q + KX * W] + (9 / 8) * X[q + (KX + 6) * W]
            X[q + PX * W] = X[q] + (s + (-3 / 16) * X[q + (KX + 12) * W] + (-3 / 8) * X[q + (KX + 18) * W])
    elif i == 5:
        for q in range(6 * W):
            s = (9 / 8) * X[q + (KX + 6) * W] + (-3 / 8) * X[q + (KX + 12) * W]
            X[q + PX * W] = X[q] + (s + (-3 / 4) * X[q + (KX + 18) * W] + (1 / 2) * X[q + (KX + 24) * W])
    elif i == 6:
        for q in range(6 * W):
            s = (9 / 44) * X[q + KX * W] + (-9 / 11) * X[q + (KX + 6) * W]
            X[q + PX * W] = X[q] + (
                s
                + (63 / 44) * X[q + (KX + 12) * W]
                + (18 / 11) * X[q + (KX + 18) * W]
                + (-16 / 11) * X[q + (KX + 30) * W]
            )
    else:
        for q in range(6 * W):
            s = (11 / 120) * X[q + KX * W] + (81 / 120) * X[q + (KX + 12) * W] + (81 / 120) * X[q + (KX + 18) * W]
            X[q + PX * W] = X[q] + (
                s
                + (-32 / 120) * X[q + (KX + 24) * W]
                + (-32 / 120) * X[q + (KX + 30) * W]
                + (11 / 120) * X[q + (KX + 36) * W]
            )


@kernel
def store_slopes(X, i):
    """Move the slopes of stage i, times the step, to their place."""
    o = (KX - SX + 6 * i) * W
    for q in range(SX * W, (SX + 6) * W):
        X[q + o] = X[q]


@part
def finish_step(X):
    """The end of a step becomes the state."""
    combine(X, STAGES)
    for q in range(6 * W):
        X[q] = X[q + PX * W]


@kernel
def lane_air(X):
    """Density and inverse sound speed at the altitude of each lane."""
    for l in range((X.size // ROWS) & -W):  # 16, not known so: a known count is unrolled before it is made vector code
        density, inverse_sound = air_density_sound(X[ALT * W + l])
        X[RHO * W + l] = density
        X[INV * W + l] = inverse_sound


@kernel
def boost_stage(X, i, along, stage, world):
    """Slopes of all lanes at stage i of a step of the classical method."""
    share = 0.0 if i == 0 else (1.0 if i == 3 else 0.5)  # of the step, at which the stage lies
    weight = 2.0 if (i == 1) | (i == 2) else 1.0
    turned = 1.0 if (i == 1) | (i == 3) else 0.0  # half a step's turn since the stage before
    middle = 0.0 if weight == 1.0 else 1.0
    kept = 0.0 if i == 0 else 1.0
    flow = stage[2]
    for l in range((X.size // ROWS) & -W):  # 16, not known so: a known count is unrolled before it is made vector code
        h = share * X[H * W + l]
        u = X[3 * W + l] + h * X[(KS + 3) * W + l]
        v = X[4 * W + l] + h * X[(KS + 4) * W + l]
        w = X[5 * W + l] + h * X[(KS + 5) * W + l]
        es, ec = turned * X[SHIFT * W + l], 1.0 - turned * X[VERSE * W + l]
        s, c = X[SINE * W + l], X[COSINE * W + l]
        s, c = s * ec + c * es, c * ec - s * es
        ax, ay, az, ir, altitude, mach, slow2 = thrust_and_drag(
            X[l] + h * X[KS * W + l], X[W + l] + h * X[(KS + 1) * W + l], X[2 * W + l] + h * X[(KS + 2) * W + l],
            u, v, w, X[IR * W + l], X[NX * W + l], X[NY * W + l], X[NZ * W + l], s, c, X[M * W + l] - flow * h,
            1.0 - middle * X[PUSH * W + l], along, stage, world,
        )  # fmt: skip
        X[SINE * W + l], X[COSINE * W + l] = s, c
        X[IR * W + l], X[ALT * W + l], X[MACH * W + l], X[SLOW * W + l] = ir, altitude, mach, slow2
        X[KS * W + l] = u
        X[(KS + 1) * W + l] = v
        X[(KS + 2) * W + l] = w
        X[(KS + 3) * W + l] = ax
        X[(KS + 4) * W + l] = ay
        X[(KS + 5) * W + l] = az
        X[SUM * W + l] = kept * X[SUM * W + l] + weight * u
        X[(SUM + 1) * W + l] = kept * X[(SUM + 1) * W + l] + weight * v
        X[(SUM + 2) * W + l] = kept * X[(SUM + 2) * W + l] + weight * w
        X[(SUM + 3) * W + l] = kept * X[(SUM + 3) * W + l] + weight * ax
        X[(SUM + 4) * W + l] = kept * X[(SUM + 4) * W + l] + weight * ay
        X[(SUM + 5) * W + l] = kept * X[(SUM + 5) * W + l] + weight * az


@kernel
def boost_lengths(X, thin, stage, world):
    """Step of each lane, from what its first stage found."""
    flow = stage[2]
    for l in range((X.size // ROWS) & -W):
        altitude = X[ALT * W + l]
        h, rate, climb = choose_step(
            X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l],
            X[(KS + 3) * W + l], X[(KS + 4) * W + l], X[(KS + 5) * W + l], X[IR * W + l], altitude, X[MACH * W + l],
            X[SLOW * W + l], X[LEFT * W + l], X[LONGEST * W + l], X[RATE0 * W + l], X[H * W + l], thin, stage, world,
        )  # fmt: skip
        X[H * W + l] = h
        X[RATE0 * W + l] = rate
        s, c = small_turn(0.5 * h * X[DH * W + l])
        X[SHIFT * W + l], X[VERSE * W + l] = s, 1.0 - c
        d = 0.5 * h * flow
        X[PUSH * W + l] = 1.0 - even_push(d / (X[M * W + l] - d))
        low = LOST if (climb < -1.0) & (altitude < DIVE) & (h > 0.0) else altitude
        X[LOW * W + l] = low if low < X[LOW * W + l] else X[LOW * W + l]


@part
def lanes_going(X):
    """How many lanes have time left in the phase."""
    going = 0
    for l in range(W):
        if X[LEFT * W + l] > DONE:
            going += 1
    return going


@part
def boost_phase(X, steps, along, thin, stage, world, m, scratch, count, stride):
    """Powered flight of all lanes through one phase; knots every `stride` steps and at the end (0: none).

    Each lane takes steps of its own length, from kink to kink of its drag curve and of the air.
    """
    flow = stage[2]
    for q in range(most_steps(steps) if lanes_going(X) > 0 else 0):
        for i in range(4):
            boost_stage(X, i, along, stage, world)
            if i == 0:
                boost_lengths(X, thin, stage, world)
        for l in range((X.size // ROWS) & -W):
            h = X[H * W + l]
            for c in range(6):
                X[c * W + l] += h * (1.0 / 6.0) * X[(SUM + c) * W + l]
            X[LEFT * W + l] -= h
            X[M * W + l] -= flow * h
            X[T * W + l] += h
        going = lanes_going(X)
        if stride > 0 and ((q + 1) % stride == 0 or going == 0):
            count = keep(X, m, scratch, count)
        if going == 0:
            break
    return count
