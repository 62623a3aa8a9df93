"""From the end of thrust to the ground: parts of the launch driver, on the flat array of one block."""

import math

import numpy as np

from midcourse.earth._kernels import air_density_sound, altitude_fast, altitude_rate, geodetic
from midcourse.flight._kernels.boost import RK6_B, RK6_C, STAGES, fall_slope
from midcourse.flight._kernels.launch import CRASH, DOWN, HARD, UNDER, entry_sine, where_it_ends
from midcourse.flight._lanes.launch_parts import (
    ALT,
    AP,
    AREAL,
    BEGIN,
    BEST,
    CLOSE,
    COAST_STEP,
    FLATTEST,
    GRADE,
    INV,
    LOW,
    LOWEST_APOGEE,
    PX,
    RHO,
    SEA_LEVEL_DENSITY,
    STATUS,
    STIFFEST,
    SX,
    T0,
    TOP,
    D,
    H,
    M,
    T,
    W,
    combine,
    finish_step,
    keep,
    lane_air,
    store_slopes,
)
from midcourse.flight._steps import dop8
from midcourse.numerics.jit import part


@part
def sort_out(X, curve, area, dropped, mu, radius, e2, top, powered, dragging, up_steps, down_steps):
    """Area over mass, kind of path, and the altitude step to the top of the air."""
    for l in range(W):
        x, y, z, u, v, w = X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l]
        X[AREAL * W + l] = area if area >= 0.0 else curve[3] / (X[M * W + l] - dropped)
        status = where_it_ends(x, y, z, u, v, w, mu, radius, top, LOWEST_APOGEE, FLATTEST, dragging)
        last = TOP * (1.0 / down_steps) ** GRADE
        stiff = 0.5 * SEA_LEVEL_DENSITY * last * curve[4] * X[AREAL * W + l] * dragging
        flat = entry_sine(x, y, z, u, v, w, mu, radius + top)
        status = HARD if status == DOWN and stiff > STIFFEST * flat else status
        status = CRASH if X[LOW * W + l] < UNDER else status
        low = altitude_fast(x, y, z, radius, e2)
        X[STATUS * W + l] = status
        X[D * W + l] = low
        X[H * W + l] = (top - low) / up_steps if powered and low < top and status == DOWN else 0.0


@part
def fall_air(X, share, together):
    """Air at the altitude of a stage: taken once where all lanes are at one altitude."""
    if together:
        density, inverse_sound = air_density_sound(X[D * W] + share * X[H * W])
        for l in range(W):
            X[RHO * W + l] = density
            X[INV * W + l] = inverse_sound
    else:
        for l in range(W):
            X[ALT * W + l] = X[D * W + l] + share * X[H * W + l]
        lane_air(X)


@part
def fall_stage(X, weight, curve, world):
    """Slopes of all lanes, times the step, at a stage of a step with altitude as the clock; time goes on by its weight."""
    for l in range(W):
        u = X[(PX + 3) * W + l]
        v = X[(PX + 4) * W + l]
        w = X[(PX + 5) * W + l]
        h = X[H * W + l]
        ax, ay, az, ih = fall_slope(
            X[PX * W + l], X[(PX + 1) * W + l], X[(PX + 2) * W + l], u, v, w,
            X[RHO * W + l], X[INV * W + l], X[AREAL * W + l], curve, world,
        )  # fmt: skip
        ih = ih * h
        X[SX * W + l] = u * ih
        X[(SX + 1) * W + l] = v * ih
        X[(SX + 2) * W + l] = w * ih
        X[(SX + 3) * W + l] = ax * h
        X[(SX + 4) * W + l] = ay * h
        X[(SX + 5) * W + l] = az * h
        X[T * W + l] = X[T * W + l] + weight * ih


@part
def fall_phase(X, steps, together, curve, world, m, scratch, count, stride):
    """Flight in thin air with altitude as the clock, in steps of X[H] metres; knots after each step.

    Going down together the steps grow shorter with the altitude, as the air grows thicker.
    """
    for q in range(steps):
        if together:
            ahead = TOP * (1.0 - (q + 1.0) / steps) ** GRADE - X[D * W]
            for l in range(W):
                X[H * W + l] = ahead
        for i in range(STAGES):
            combine(X, i)
            fall_air(X, RK6_C[i], together)
            fall_stage(X, RK6_B[i], curve, world)
            store_slopes(X, i)
        finish_step(X)
        for l in range(W):
            X[D * W + l] += X[H * W + l]
        if stride > 0:
            count = keep(X, m, scratch, count)
    return count


@part
def coast_start(X, mu, radius, e2):
    """Remember where the coast begins; first step about to the apogee, none for lanes that are not flown here."""
    for l in range(W):
        for c in range(6):
            X[(BEST + c) * W + l] = X[c * W + l]
            X[(BEGIN + c) * W + l] = X[c * W + l]
        X[AP * W + l] = 1e30
        X[T0 * W + l] = X[T * W + l]
        climb = altitude_rate(X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l], radius, e2)
        r2 = X[l] * X[l] + X[W + l] * X[W + l] + X[2 * W + l] * X[2 * W + l]
        X[H * W + l] = min(COAST_STEP, max(climb, 1.0) * r2 / mu) if X[STATUS * W + l] == DOWN else 0.0


@part
def coast_step(X, mu, bulge, radius, e2, top):
    """One vacuum step of all lanes; sets the next one, and keeps the state nearest to the apogee."""
    for l in range(W):
        h = X[H * W + l]
        x, y, z, u, v, w = dop8(X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l], h, mu, bulge)
        X[l] = x
        X[W + l] = y
        X[2 * W + l] = z
        X[3 * W + l] = u
        X[4 * W + l] = v
        X[5 * W + l] = w
        X[T * W + l] = X[T * W + l] + h
        gap = altitude_fast(x, y, z, radius, e2) - top
        fall = altitude_rate(x, y, z, u, v, w, radius, e2)
        newton = -gap / fall
        X[H * W + l] = newton if (fall < 0.0) & (newton < COAST_STEP) else COAST_STEP
        steep = abs(fall)
        nearer = steep < X[AP * W + l]
        X[AP * W + l] = steep if nearer else X[AP * W + l]
        X[BEST * W + l] = x if nearer else X[BEST * W + l]
        X[(BEST + 1) * W + l] = y if nearer else X[(BEST + 1) * W + l]
        X[(BEST + 2) * W + l] = z if nearer else X[(BEST + 2) * W + l]
        X[(BEST + 3) * W + l] = u if nearer else X[(BEST + 3) * W + l]
        X[(BEST + 4) * W + l] = v if nearer else X[(BEST + 4) * W + l]
        X[(BEST + 5) * W + l] = w if nearer else X[(BEST + 5) * W + l]


@part
def coast(X, mu, bulge, radius, e2, top):
    """Vacuum flight down to the top of the air: Newton steps at the end, then a linear correction."""
    coast_start(X, mu, radius, e2)
    for _ in range(80):
        coast_step(X, mu, bulge, radius, e2, top)
        still = 0
        for l in range(W):
            if X[STATUS * W + l] != DOWN:
                X[H * W + l] = 0.0
            if abs(X[H * W + l]) > CLOSE:
                still += 1
        if still == 0:
            break
    for l in range(W):
        h = X[H * W + l]
        for c in range(3):
            X[c * W + l] += h * X[(c + 3) * W + l]
        X[T * W + l] += h


@part
def coast_again(X, pieces, mu, bulge, m, scratch, count):
    """The same arc once more in equal pieces, for knots."""
    for l in range(W):
        X[D * W + l] = (X[T * W + l] - X[T0 * W + l]) / pieces
    for q in range(pieces):
        for l in range(W):
            x, y, z, u, v, w = dop8(
                X[BEGIN * W + l], X[(BEGIN + 1) * W + l], X[(BEGIN + 2) * W + l], X[(BEGIN + 3) * W + l],
                X[(BEGIN + 4) * W + l], X[(BEGIN + 5) * W + l], X[D * W + l], mu, bulge,
            )  # fmt: skip
            X[BEGIN * W + l] = x
            X[(BEGIN + 1) * W + l] = y
            X[(BEGIN + 2) * W + l] = z
            X[(BEGIN + 3) * W + l] = u
            X[(BEGIN + 4) * W + l] = v
            X[(BEGIN + 5) * W + l] = w
        for l in range(m):
            scratch[l, count, 0] = X[T0 * W + l] + (q + 1) * X[D * W + l]
            for c in range(6):
                scratch[l, count, c + 1] = X[(BEGIN + c) * W + l]
        count += 1
    return count


@part
def apogees(X, mu, bulge, radius, e2):
    """Greatest altitude: one step from the state nearest to it, and the rest of the parabola."""
    for l in range(W):
        x, y, z = X[BEST * W + l], X[(BEST + 1) * W + l], X[(BEST + 2) * W + l]
        u, v, w = X[(BEST + 3) * W + l], X[(BEST + 4) * W + l], X[(BEST + 5) * W + l]
        bend = u * u + v * v + w * w - mu / math.sqrt(x * x + y * y + z * z)
        h = -(x * u + y * v + z * w) / bend if bend < 0.0 else 0.0
        x, y, z, u, v, w = dop8(x, y, z, u, v, w, h, mu, bulge)
        _, _, high = geodetic(x, y, z, radius, e2)
        climb = altitude_rate(x, y, z, u, v, w, radius, e2)
        r = math.sqrt(x * x + y * y + z * z)
        bend = (u * u + v * v + w * w - mu / r) / r
        X[AP * W + l] = high - 0.5 * climb * climb / bend


@part
def room(m, wanted):
    """Empty knots of a block."""
    return np.empty((m, wanted, 7))
