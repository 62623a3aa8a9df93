"""Powered flight of one block: classical 4th-order steps of each lane's own length, from kink to kink."""

import math

from midcourse.flight._kernels import boost_air
from midcourse.flight._kernels.boost import (
    LEAST_WAIT,
    air_near,
    altitude_series,
    choose_step,
    drag_line,
    even_push,
    inverse_distance,
    leveling,
    small_turn,
    thrust_alone,
    thrust_and_drag,
)
from midcourse.flight._kernels.launch import DIVE, LOST, stage_tuple
from midcourse.flight._lanes.launch_parts import (
    AIR,
    ALL,
    ALONG,
    ALT,
    BEFORE,
    CLIMB,
    COSINE,
    CUT,
    FIRST,
    FLAT,
    IR,
    LAST,
    LEFT,
    LEVEL,
    LOFT,
    LOFT_COSINE,
    LOFT_SINE,
    LOW,
    MACH,
    MACH_HIGH,
    MACH_LOW,
    MACH_RATE,
    NX,
    NY,
    NZ,
    PACE,
    PHASE,
    PUSH,
    RATE,
    ROWS,
    SHIFT,
    SINE,
    SLOPE,
    SPEED2,
    TURN,
    VERSE,
    H,
    M,
    T,
    W,
    keep,
    most_steps,
)
from midcourse.numerics.jit import part

DONE = 1e-9  # s from the end of a phase
NO_AIR = boost_air.BOUNDS[-1]
LONGER_FIRST = 0.5  # share of the burnt mass by which the first of the steps above the air is longer than their mean
PIECES_OF_AIR, NUMBERS, LAST_PIECE = boost_air.AIR, boost_air.NUMBERS, boost_air.PIECES - 1
REST = 2  # phase of a stage after the rise (0) and the pitch-over (1)


@part
def next_phase(X, l, k, before, counts, burn, rise, kick):
    """Bring a lane whose phase is over into the next one that has a length: rise, pitch-over, the rest of the stage."""
    stop = min(max(X[CUT * W + l] - before, 0.0), burn)
    turn = kick if kick >= 0.0 else (0.5 * math.pi - X[LOFT * W + l]) / X[RATE * W + l]
    phase = int(X[PHASE * W + l])
    left = 0.0
    while phase < REST and not left > DONE:
        phase += 1
        end = stop if k > 0 or phase == REST else min(stop, rise + turn * phase)
        left = max(end - max(X[T * W + l] - before, 0.0), 0.0)
    if phase == REST or (phase == 1 and kick >= 0.0):
        X[SINE * W + l], X[COSINE * W + l] = X[LOFT_SINE * W + l], X[LOFT_COSINE * W + l]
    X[TURN * W + l] = -X[RATE * W + l] if phase == 1 and kick < 0.0 else 0.0
    X[ALONG * W + l] = 1.0 if phase == REST and kick >= 0.0 else 0.0
    X[LEFT * W + l], X[PACE * W + l] = left, (counts[3] if k > 0 else counts[phase]) / burn
    X[PHASE * W + l] = phase


@part
def change_phases(X, k, before, counts, burn, rise, kick):
    """Lanes whose phase is over go into the next one; gives how many lanes have time left in the stage."""
    going = 0
    for l in range(W):
        if X[PHASE * W + l] < REST and not X[LEFT * W + l] > DONE:
            next_phase(X, l, k, before, counts, burn, rise, kick)
        if X[LEFT * W + l] > DONE:
            going += 1
    return going


@part
def change_pieces(X, stage, airless):
    """Numbers of the air and of the drag curve for lanes that are about to leave their pieces of them."""
    air, drag = 0, 0
    for l in range((X.size // ROWS) & -W):
        here = X[ALT * W + l] + LEAST_WAIT * X[CLIMB * W + l]
        mach = X[MACH * W + l] + LEAST_WAIT * X[MACH_RATE * W + l]
        air += 1 if (here < X[AIR * W + l]) | (here >= X[(AIR + 1) * W + l]) else 0
        drag += 1 if (mach < X[MACH_LOW * W + l]) | (mach >= X[MACH_HIGH * W + l]) else 0
    if air > 0:
        for l in range(W):
            here = X[ALT * W + l] + LEAST_WAIT * X[CLIMB * W + l]
            if here < X[AIR * W + l] or here >= X[(AIR + 1) * W + l]:
                piece = (LAST_PIECE if airless else boost_air.piece_at(here)) * NUMBERS
                for c in range(NUMBERS):
                    X[(AIR + c) * W + l] = PIECES_OF_AIR[piece + c]
    if drag > 0:
        for l in range((X.size // ROWS) & -W):
            low, high, level, slope = drag_line(X[MACH * W + l] + LEAST_WAIT * X[MACH_RATE * W + l], stage)
            X[MACH_LOW * W + l], X[MACH_HIGH * W + l] = low, high
            X[LEVEL * W + l], X[SLOPE * W + l] = level, slope


@part
def boost_stage(X, i, stage, world):
    """Accelerations of all lanes at stage i of a step of the classical method, in Nystrom's form."""
    share = 0.0 if i == 0 else (1.0 if i == 3 else 0.5)  # of the step, at which the stage lies
    bend = 0.25 if i == 2 else (0.5 if i == 3 else 0.0)  # weight of the acceleration two stages before
    weight = 2.0 if (i == 1) | (i == 2) else 1.0
    turned = 1.0 if (i == 1) | (i == 3) else 0.0  # half a step's turn since the stage before
    middle = -1.0 if weight == 2.0 else 0.0
    flow = -stage[2]
    mean, tilt, bulge = altitude_series(world[2], world[3])
    for l in range((X.size // ROWS) & -W):  # W, not known so: a known count is unrolled before it is made vector code
        h = share * X[H * W + l]
        h2 = bend * X[H * W + l] * X[H * W + l]
        u, v, w = X[3 * W + l], X[4 * W + l], X[5 * W + l]
        lx, ly, lz = X[LAST * W + l], X[(LAST + 1) * W + l], X[(LAST + 2) * W + l]
        x = X[l] + (h * u + h2 * X[BEFORE * W + l])
        y = X[W + l] + (h * v + h2 * X[(BEFORE + 1) * W + l])
        z = X[2 * W + l] + (h * w + h2 * X[(BEFORE + 2) * W + l])
        u, v, w = u + h * lx, v + h * ly, w + h * lz
        s, c = X[SINE * W + l], X[COSINE * W + l]
        es, ec = turned * X[SHIFT * W + l], turned * X[VERSE * W + l]
        s, c = s + (c * es - s * ec), c - (s * es + c * ec)
        r2 = x * x + (y * y + z * z)
        ir = inverse_distance(r2, X[IR * W + l])
        sine2 = z * z * (ir * ir)
        altitude = r2 * ir - (mean + sine2 * (tilt + sine2 * bulge))
        density, inverse_sound, heat = air_near(
            altitude, X[(AIR + 2) * W + l], X[(AIR + 3) * W + l], X[(AIR + 4) * W + l], X[(AIR + 5) * W + l],
            X[(AIR + 6) * W + l], X[(AIR + 7) * W + l], X[(AIR + 8) * W + l], X[(AIR + 9) * W + l],
            X[(AIR + 10) * W + l], X[(AIR + 11) * W + l], X[(AIR + 12) * W + l], X[(AIR + 13) * W + l],
            X[(AIR + 14) * W + l], X[(AIR + 15) * W + l], X[(AIR + 16) * W + l],
        )  # fmt: skip
        ax, ay, az, mach, s2 = thrust_and_drag(
            x, y, z, u, v, w, ir, sine2, density, inverse_sound, heat, X[LEVEL * W + l], X[SLOPE * W + l],
            X[NX * W + l], X[NY * W + l], X[NZ * W + l], s, c * X[FLAT * W + l], X[M * W + l] + flow * h,
            1.0 + middle * X[PUSH * W + l], X[ALONG * W + l], stage, world,
        )  # fmt: skip
        X[SINE * W + l], X[COSINE * W + l] = s, c
        X[IR * W + l], X[ALT * W + l], X[MACH * W + l], X[SPEED2 * W + l] = ir, altitude, mach, s2
        X[BEFORE * W + l], X[(BEFORE + 1) * W + l], X[(BEFORE + 2) * W + l] = lx, ly, lz
        X[LAST * W + l], X[(LAST + 1) * W + l], X[(LAST + 2) * W + l] = ax, ay, az
        X[ALL * W + l] += weight * ax
        X[(ALL + 1) * W + l] += weight * ay
        X[(ALL + 2) * W + l] += weight * az


@part
def boost_lengths(X, thin, stage, world):
    """Step of each lane, from what its first stage found."""
    flow = stage[2]
    for l in range((X.size // ROWS) & -W):
        altitude = X[ALT * W + l]
        h, rate, climb, inverse_mass = choose_step(
            X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l],
            X[LAST * W + l], X[(LAST + 1) * W + l], X[(LAST + 2) * W + l], X[IR * W + l], altitude, X[MACH * W + l],
            X[SPEED2 * W + l], X[AIR * W + l], X[(AIR + 1) * W + l], X[MACH_LOW * W + l], X[MACH_HIGH * W + l],
            X[LEFT * W + l], X[PACE * W + l], X[MACH_RATE * W + l], X[H * W + l], thin,
            X[M * W + l], world[4],
        )  # fmt: skip
        X[H * W + l], X[MACH_RATE * W + l], X[CLIMB * W + l] = h, rate, climb
        s, c = small_turn(0.5 * h * X[TURN * W + l])
        X[SHIFT * W + l], X[VERSE * W + l] = s, 1.0 - c
        x, y, z, u, v, w = X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l]
        nx, ny, nz = X[NX * W + l], X[NY * W + l], X[NZ * W + l]
        X[FLAT * W + l] = leveling(x, y, z, u, v, w, X[IR * W + l], nx, ny, nz, 0.5 * h)
        X[PUSH * W + l] = 1.0 - even_push(0.5 * h * flow * inverse_mass)
        low = LOST if (climb < -1.0) & (altitude < DIVE) & (h > 0.0) else altitude
        X[LOW * W + l] = low if low < X[LOW * W + l] else X[LOW * W + l]


@part
def vacuum_stage(X, i, thrust, flow, mu, bulge):
    """As `boost_stage` for lanes above the air with a steady angle of thrust."""
    share = 0.0 if i == 0 else (1.0 if i == 3 else 0.5)
    bend = 0.25 if i == 2 else (0.5 if i == 3 else 0.0)
    weight = 2.0 if (i == 1) | (i == 2) else 1.0
    middle = -1.0 if weight == 2.0 else 0.0
    for l in range((X.size // ROWS) & -W):
        h = share * X[H * W + l]
        h2 = bend * X[H * W + l] * X[H * W + l]
        x = X[l] + (h * X[3 * W + l] + h2 * X[BEFORE * W + l])
        y = X[W + l] + (h * X[4 * W + l] + h2 * X[(BEFORE + 1) * W + l])
        z = X[2 * W + l] + (h * X[5 * W + l] + h2 * X[(BEFORE + 2) * W + l])
        ir = inverse_distance(x * x + (y * y + z * z), X[IR * W + l])
        ax, ay, az = thrust_alone(
            x, y, z, ir, X[NX * W + l], X[NY * W + l], X[NZ * W + l], X[SINE * W + l],
            X[COSINE * W + l] * X[FLAT * W + l], X[M * W + l] - flow * h, thrust * (1.0 + middle * X[PUSH * W + l]),
            mu, bulge,
        )  # fmt: skip
        X[IR * W + l] = ir
        X[BEFORE * W + l] = X[LAST * W + l]
        X[(BEFORE + 1) * W + l] = X[(LAST + 1) * W + l]
        X[(BEFORE + 2) * W + l] = X[(LAST + 2) * W + l]
        X[LAST * W + l], X[(LAST + 1) * W + l], X[(LAST + 2) * W + l] = ax, ay, az
        X[ALL * W + l] += weight * ax
        X[(ALL + 1) * W + l] += weight * ay
        X[(ALL + 2) * W + l] += weight * az


@part
def vacuum_lengths(X, parts, flow, radius, e2):
    """Step of each lane above the air: `parts` more to the end of the stage, shorter as the mass falls."""
    mean, tilt, bulge = altitude_series(radius, e2)
    for l in range((X.size // ROWS) & -W):
        x, y, z, u, v, w = X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l]
        ir = inverse_distance(x * x + (y * y + z * z), X[IR * W + l])
        sine2 = z * z * (ir * ir)
        left = X[LEFT * W + l]
        inverse_mass = 1.0 / X[M * W + l]
        burnt = flow * left * inverse_mass
        h = left / parts * (1.0 + LONGER_FIRST * burnt * (1.0 - 1.0 / parts))
        X[H * W + l] = h
        X[PUSH * W + l] = 1.0 - even_push(0.5 * h * flow * inverse_mass)
        X[FLAT * W + l] = leveling(x, y, z, u, v, w, ir, X[NX * W + l], X[NY * W + l], X[NZ * W + l], 0.5 * h)
        X[IR * W + l] = ir
        X[ALT * W + l] = (x * x + (y * y + z * z)) * ir - (mean + sine2 * (tilt + sine2 * bulge))
        X[CLIMB * W + l] = (x * u + (y * v + z * w)) * ir


@part
def vacuum_parts(X):
    """Steps to the end of the stage where all lanes with time left are above the air, rising, in its last phase; else 0."""
    below, most = 0, 1.0
    for l in range(W):
        most = max(most, X[LEFT * W + l] * X[PACE * W + l])
        if X[LEFT * W + l] > DONE and not (
            X[ALT * W + l] >= NO_AIR and X[CLIMB * W + l] > 0.0 and X[PHASE * W + l] == REST
        ):
            below += 1
    return math.ceil(most) if below == 0 else 0


@part
def finish_step(X, flow):
    """The end of a step becomes the state."""
    for l in range((X.size // ROWS) & -W):
        h = X[H * W + l]
        sixth = h * (1.0 / 6.0)
        for c in range(3):
            total = X[(ALL + c) * W + l]
            three = 0.5 * (total + X[(FIRST + c) * W + l] - X[(LAST + c) * W + l])  # of the stages but the last
            X[c * W + l] += h * (X[(3 + c) * W + l] + sixth * three)
            X[(3 + c) * W + l] += sixth * total
            X[(ALL + c) * W + l] = 0.0
        X[LEFT * W + l] -= h
        X[M * W + l] -= flow * h
        X[T * W + l] += h


@part
def boost_step(X, k, parts, stage, world):
    """One step of all lanes: above the air one of `parts` to the end of the stage, else (0) to the next kink at most."""
    if parts == 0:
        change_pieces(X, stage, world[5] == 0.0)
    else:
        vacuum_lengths(X, parts, stage[2], world[2], world[3])
    for i in range(4):
        if parts == 0:
            boost_stage(X, i, stage, world)
            if i == 0:
                boost_lengths(X, 1.0 if k > 0 else 0.0, stage, world)
        else:
            vacuum_stage(X, i, stage[0], stage[2], world[0], world[1])
        if i == 0:
            for q in range(FIRST * W, (FIRST + 3) * W):
                X[q] = X[q + (LAST - FIRST) * W]
    finish_step(X, stage[2])


@part
def boost_block(X, stages, world, counts, flags, m, scratch, count, stride):
    """Powered flight of one block through all stages; returns the count of knots, one every `stride` steps (0: none)."""
    rise, kick, before = flags[0], flags[1], 0.0
    for k in range(stages.shape[0]):
        for l in range(W):
            X[M * W + l] = stages[k, 23] if X[CUT * W + l] > before else X[M * W + l]
            X[PHASE * W + l] = -1.0 if k == 0 else REST - 1.0
            X[LEFT * W + l], X[MACH_LOW * W + l], X[MACH_RATE * W + l], X[H * W + l] = 0.0, math.inf, 0.0, 0.0
        stage, burn, every = stage_tuple(stages, k), stages[k, 22], 2 * stride if k == 0 else stride
        most = most_steps(counts[3]) if k > 0 else most_steps(counts[0] + counts[1] + counts[2])
        going = change_phases(X, k, before, counts, burn, rise, kick)
        for q in range(most if going > 0 else 0):
            boost_step(X, k, vacuum_parts(X) if kick < 0.0 else 0, stage, world)
            going = change_phases(X, k, before, counts, burn, rise, kick)
            if stride > 0 and ((q + 1) % every == 0 or going == 0):
                count = keep(X, m, scratch, count)
            if going == 0:
                break
        before += burn
    return count
