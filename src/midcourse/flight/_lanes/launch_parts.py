"""Parts of the launch driver: each works on the flat array X of one block, row q of lane l at X[q * W + l]."""

import math

from midcourse.earth._kernels import air_density_sound, altitude_fast
from midcourse.flight._kernels.boost import STAGES, boost_acceleration, boost_altitude
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
LOW, ALT, RHO, INV, PX, SX, KX = (
    34,
    35,
    36,
    37,
    38,
    44,
    50,
)  # where a stage is taken, its slopes, the slopes of all stages of a step
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


@part
def phase_steps(X, k, phase, before, steps, rise, kick):
    """Step, turning rate and thrust angle of the lanes for a phase: 0 rise, 1 pitch-over, 2 the rest of the stage."""
    for l in range(W):
        turn = kick if kick >= 0.0 else (0.5 * math.pi - X[LOFT * W + l]) / X[RATE * W + l]
        end = X[D * W + l]
        if k == 0 and phase < 2:
            end = min(end, rise + turn * phase)
        X[H * W + l] = (end - max(X[T * W + l] - before, 0.0)) / steps
        X[DH * W + l] = -X[RATE * W + l] if phase == 1 and kick < 0.0 else 0.0
        if phase == 1 and kick >= 0.0:
            X[TH * W + l] = X[LOFT * W + l]


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
def combine4(X, i):
    """As `combine`, for the classical method with four stages."""
    if i == 0:
        for q in range(6 * W):
            X[q + PX * W] = X[q]
    elif i < 3:
        o = (KX + 6 * (i - 1)) * W
        for q in range(6 * W):
            X[q + PX * W] = X[q] + 0.5 * X[q + o]
    elif i == 3:
        for q in range(6 * W):
            X[q + PX * W] = X[q] + X[q + (KX + 12) * W]
    else:
        for q in range(6 * W):
            s = X[q + KX * W] + 2.0 * X[q + (KX + 6) * W]
            X[q + PX * W] = X[q] + (s + 2.0 * X[q + (KX + 12) * W] + X[q + (KX + 18) * W]) * (1.0 / 6.0)


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
def heights(X, radius, e2):
    """Altitude of all lanes where a stage of a powered step is taken."""
    for l in range(X.size // ROWS):  # a known count of 16 would be unrolled before it is made vector code
        X[ALT * W + l] = boost_altitude(X[PX * W + l], X[(PX + 1) * W + l], X[(PX + 2) * W + l], radius, e2)


@kernel
def lane_air(X):
    """Density and inverse sound speed at the altitude of each lane."""
    for l in range(X.size // ROWS):  # a known count of 16 would be unrolled before it is made vector code
        density, inverse_sound = air_density_sound(X[ALT * W + l])
        X[RHO * W + l] = density
        X[INV * W + l] = inverse_sound


@kernel
def boost_stage(X, c, flow, along, stage, world):
    """Slopes of all lanes, times the step, a share c into a powered step."""
    for l in range(W):
        u = X[(PX + 3) * W + l]
        v = X[(PX + 4) * W + l]
        w = X[(PX + 5) * W + l]
        h = X[H * W + l]
        t = c * h
        ax, ay, az = boost_acceleration(
            X[PX * W + l], X[(PX + 1) * W + l], X[(PX + 2) * W + l], u, v, w, X[RHO * W + l], X[INV * W + l],
            X[NX * W + l], X[NY * W + l], X[NZ * W + l],
            X[TH * W + l] + X[DH * W + l] * t, X[M * W + l] - flow * t, along, stage, world,
        )  # fmt: skip
        X[SX * W + l] = u * h
        X[(SX + 1) * W + l] = v * h
        X[(SX + 2) * W + l] = w * h
        X[(SX + 3) * W + l] = ax * h
        X[(SX + 4) * W + l] = ay * h
        X[(SX + 5) * W + l] = az * h


@part
def boost_phase(X, steps, along, stage, world, m, scratch, count, stride):
    """Powered flight of all lanes through one phase; knots every `stride` steps and at the end (0: none).

    The classical method with four stages: kinks of the air and of the drag curve, not smooth error, set the step.
    """
    flow = stage[2]
    for q in range(steps):
        for i in range(4):
            combine4(X, i)
            heights(X, world[2], world[3])
            lane_air(X)
            boost_stage(X, 0.5 * ((i + 1) // 2), flow, along, stage, world)
            store_slopes(X, i)
        combine4(X, 4)
        for k in range(6 * W):
            X[k] = X[k + PX * W]
        for l in range(W):
            h = X[H * W + l]
            X[TH * W + l] += X[DH * W + l] * h
            X[M * W + l] -= flow * h
            X[T * W + l] += h
            low = altitude_fast(X[l], X[W + l], X[2 * W + l], world[2], world[3])
            climb = X[l] * X[3 * W + l] + X[W + l] * X[4 * W + l] + X[2 * W + l] * X[5 * W + l]
            low = LOST if (climb < 0.0) & (low < DIVE) & (h > 0.0) else low
            X[LOW * W + l] = low if low < X[LOW * W + l] else X[LOW * W + l]
        if stride > 0 and ((q + 1) % stride == 0 or q == steps - 1):
            count = keep(X, m, scratch, count)
    return count
