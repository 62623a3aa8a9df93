"""From the end of thrust to the ground: parts of the launch driver, on the flat array of one block.

The coast is that of `_lanes.coast`: planned from the two-body orbit, whole steps to about the apogee, whole steps down,
then one short step onto the top of the air.
"""

import math

from midcourse.earth._kernels import air_density_sound, altitude_fast, altitude_rate, gravity
from midcourse.flight._kernels.arcs import apogee_near, plan, time_down
from midcourse.flight._kernels.boost import drag_coefficient, fall_slope
from midcourse.flight._kernels.launch import CRASH, DOWN, HARD, UNDER, entry_sine, land, where_it_ends
from midcourse.flight._lanes.launch_parts import IR, LOW, ROWS, M, T, W, keep
from midcourse.flight._steps import rk4, rkn8
from midcourse.numerics.jit import kernel, part

TOP = 100e3  # m: no air above
LOWEST_APOGEE = 1.35 * TOP
FLATTEST = 0.10  # sine of the path angle at TOP under which altitude is no good clock
GRADE = 1.6  # power by which the steps down grow shorter
SEA_LEVEL_DENSITY = 1.225
CRISP, MOST_DOWN = 0.5, 40  # loss of ln(speed) in the last step down; steps down that the lanes take at most
COAST_STEP, UNEVEN = 400.0, 1.2  # s, mean step at most; share by which steps grow towards a far apogee
LONGEST_COAST, SHORT = 20_000.0, 60.0  # s, that the lanes fly; of the last step
# times up and down, time of the next coast, apogee, whether it came to the air, unevenness of its steps
UP, DOWNWARD, SPAN, APOGEE, GOOD, TILT = 7, 8, 9, 10, 11, 12
AREAL, STATUS, BEGIN, T0, SOUND, ALTITUDE, STEP, DENSITY, DRAG = 13, 14, 15, 21, 22, 23, 24, 27, 28
LAST, WHOLE = 36, 43  # slopes of the last stage and sums over a step: six numbers and time


@kernel
def steps_down(stiff):
    """Steps through the air in the last of which ln(speed) falls by CRISP; stiff = that loss in all of it at sea level."""
    return math.ceil((stiff / CRISP) ** (1.0 / GRADE))


@part
def sort_out(X, curve, area, dropped, mu, radius, e2, top, powered, dragging, up_steps, down_steps):
    """Area over mass, kind of path, and the altitude step to the top of the air.

    Gives how many lanes climb in air, and the steps down that the hardest lane needs.
    """
    climbing, steps = 0, down_steps
    for l in range(W):
        x, y, z, u, v, w = X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l]
        low = X[LOW * W + l]
        X[AREAL * W + l] = area if area >= 0.0 else curve[3] / (X[M * W + l] - dropped)
        status = where_it_ends(x, y, z, u, v, w, mu, radius, top, LOWEST_APOGEE, FLATTEST, dragging)
        stiff = 0.5 * SEA_LEVEL_DENSITY * TOP * curve[4] * X[AREAL * W + l] * dragging
        flat = entry_sine(x, y, z, u, v, w, mu, radius + top)
        if status == DOWN and stiff > 0.0:
            needed = steps_down(stiff / flat) if flat > 0.0 else MOST_DOWN + 1
            steps = max(steps, min(needed, MOST_DOWN))
            status = HARD if needed > MOST_DOWN else status
        status = CRASH if low < UNDER else status
        altitude = altitude_fast(x, y, z, radius, e2)
        climbs = powered and altitude < top and status == DOWN
        X[STATUS * W + l], X[ALTITUDE * W + l] = status, altitude
        X[STEP * W + l] = (top - altitude) / up_steps if climbs else 0.0
        climbing += 1 if climbs else 0
    return climbing, steps


@part
def fall_air(X, share, together):
    """Air at the altitude of a stage: taken once where all lanes are at one altitude (together 1, else 0)."""
    if together > 0.0:
        density, inverse_sound = air_density_sound(X[ALTITUDE * W] + share * X[STEP * W])
        for l in range(W):
            X[DENSITY * W + l] = density
            X[SOUND * W + l] = inverse_sound
    else:
        for l in range((X.size // ROWS) & -W):
            density, inverse_sound = air_density_sound(X[ALTITUDE * W + l] + share * X[STEP * W + l])
            X[DENSITY * W + l] = density
            X[SOUND * W + l] = inverse_sound


@part
def fall_drag(X, share, curve, world):
    """Half the drag coefficient times area over mass at a stage, from a curve by Mach number."""
    spin, air = world[4], world[5]
    for l in range((X.size // ROWS) & -W):
        h = share * X[STEP * W + l]
        a = X[3 * W + l] + h * X[(LAST + 3) * W + l] + spin * (X[W + l] + h * X[(LAST + 1) * W + l])
        b = X[4 * W + l] + h * X[(LAST + 4) * W + l] - spin * (X[l] + h * X[LAST * W + l])
        c = X[5 * W + l] + h * X[(LAST + 5) * W + l]
        mach = math.sqrt(a * a + b * b + c * c) * X[SOUND * W + l]
        X[DRAG * W + l] = 0.5 * air * drag_coefficient(mach, curve) * X[AREAL * W + l]


@part
def fall_stage(X, i, world):
    """Slopes of all lanes at stage i of a classical step with altitude as the clock."""
    share = 0.0 if i == 0 else (1.0 if i == 3 else 0.5)
    weight = 2.0 if (i == 1) | (i == 2) else 1.0
    kept = 0.0 if i == 0 else 1.0
    for l in range((X.size // ROWS) & -W):
        h = share * X[STEP * W + l]
        x = X[l] + h * X[LAST * W + l]
        y = X[W + l] + h * X[(LAST + 1) * W + l]
        z = X[2 * W + l] + h * X[(LAST + 2) * W + l]
        u = X[3 * W + l] + h * X[(LAST + 3) * W + l]
        v = X[4 * W + l] + h * X[(LAST + 4) * W + l]
        w = X[5 * W + l] + h * X[(LAST + 5) * W + l]
        ax, ay, az, ih, ir = fall_slope(x, y, z, u, v, w, X[IR * W + l], X[DRAG * W + l], X[DENSITY * W + l], world)
        X[IR * W + l] = ir
        u, v, w = u * ih, v * ih, w * ih
        X[LAST * W + l], X[(LAST + 1) * W + l], X[(LAST + 2) * W + l] = u, v, w
        X[(LAST + 3) * W + l], X[(LAST + 4) * W + l], X[(LAST + 5) * W + l] = ax, ay, az
        X[WHOLE * W + l] = kept * X[WHOLE * W + l] + weight * u
        X[(WHOLE + 1) * W + l] = kept * X[(WHOLE + 1) * W + l] + weight * v
        X[(WHOLE + 2) * W + l] = kept * X[(WHOLE + 2) * W + l] + weight * w
        X[(WHOLE + 3) * W + l] = kept * X[(WHOLE + 3) * W + l] + weight * ax
        X[(WHOLE + 4) * W + l] = kept * X[(WHOLE + 4) * W + l] + weight * ay
        X[(WHOLE + 5) * W + l] = kept * X[(WHOLE + 5) * W + l] + weight * az
        X[(WHOLE + 6) * W + l] = kept * X[(WHOLE + 6) * W + l] + weight * ih


@part
def fall_phase(X, steps, together, curve, world, m, scratch, count, stride):
    """Flight in thin air with altitude as the clock, in steps of X[STEP] metres; knots after each step.

    Going down together the steps grow shorter with the altitude, as the air grows thicker.
    """
    turns = False
    for c in range(13, 21):
        turns |= curve[c] != 0.0
    for l in range(W):
        x, y, z = X[l], X[W + l], X[2 * W + l]
        X[IR * W + l] = 1.0 / math.sqrt(x * x + y * y + z * z)
        X[DRAG * W + l] = 0.5 * world[5] * curve[4] * X[AREAL * W + l]
        for c in range(LAST * W, (WHOLE + 7) * W, W):
            X[c + l] = 0.0
    for q in range(steps):
        if together > 0.0:
            ahead = TOP * (1.0 - (q + 1.0) / steps) ** GRADE - X[ALTITUDE * W]
            for l in range(W):
                X[STEP * W + l] = ahead
        for i in range(4):
            share = 0.0 if i == 0 else (1.0 if i == 3 else 0.5)
            if i != 2:
                fall_air(X, share, together)
            if turns:
                fall_drag(X, share, curve, world)
            fall_stage(X, i, world)
        for l in range((X.size // ROWS) & -W):
            h = (1.0 / 6.0) * X[STEP * W + l]
            for c in range(6):
                X[c * W + l] += h * X[(WHOLE + c) * W + l]
            X[T * W + l] += h * X[(WHOLE + 6) * W + l]
            X[ALTITUDE * W + l] += X[STEP * W + l]
        if stride > 0:
            count = keep(X, m, scratch, count)
    return count


@part
def coast_plan(X, top, mu, radius, e2):
    """Times to the apogee and down to the top of the air, from the two-body orbit; none for lanes not flown here."""
    for l in range((X.size // ROWS) & -W):
        x, y, z, u, v, w = X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l]
        up, down, highest = plan(x, y, z, u, v, w, top, mu, radius, e2)
        flies = (X[STATUS * W + l] == DOWN) & (up + down < LONGEST_COAST)
        up = up if flies else 0.0
        down = down if flies else 0.0
        X[UP * W + l], X[DOWNWARD * W + l], X[SPAN * W + l] = up, down, up
        X[T0 * W + l] = X[T * W + l]
        X[T * W + l] += up + down
        X[TILT * W + l] = UNEVEN * highest / (radius + highest) if flies else 0.0
        X[BEGIN * W + l], X[(BEGIN + 1) * W + l], X[(BEGIN + 2) * W + l] = x, y, z
        X[(BEGIN + 3) * W + l], X[(BEGIN + 4) * W + l], X[(BEGIN + 5) * W + l] = u, v, w


@part
def coast_for(X, sign, mu, bulge):
    """Vacuum flight of every lane for its own time X[SPAN], all in the same number of 8th-order steps.

    The lengths of the steps grow (sign 1) or shrink (-1) evenly by the share X[TILT], so that each costs about the same error.
    """
    longest = 0.0
    for l in range(W):
        longest = max(longest, X[SPAN * W + l])
    steps = int(math.ceil(longest / COAST_STEP))
    part = 1.0 / max(steps, 1)
    for q in range(steps):
        tilt = sign * (2.0 * q + 1.0 - steps) * part
        for l in range((X.size // ROWS) & -W):
            h = X[SPAN * W + l] * part * (1.0 + tilt * X[TILT * W + l])
            x, y, z, u, v, w = rkn8(
                X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l], h, mu, bulge
            )
            X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l] = x, y, z, u, v, w


@part
def coast_tops(X, mu, bulge, radius, e2):
    """Greatest altitude of every lane."""
    for l in range((X.size // ROWS) & -W):
        x, y, z, u, v, w = X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l]
        X[APOGEE * W + l] = apogee_near(x, y, z, u, v, w, X[UP * W + l], mu, bulge, radius, e2)


@part
def coast_end(X, top, mu, bulge, radius, e2):
    """Bring every lane, now some seconds from it, onto the altitude `top`; row GOOD tells whether that went well."""
    for l in range((X.size // ROWS) & -W):
        x, y, z, u, v, w = X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l], X[5 * W + l]
        h = time_down(altitude_fast(x, y, z, radius, e2) - top, x, y, z, u, v, w, mu, radius, e2)
        x, y, z, u, v, w = rk4(x, y, z, u, v, w, h, mu, bulge)
        left = altitude_fast(x, y, z, radius, e2) - top
        s = -left / altitude_rate(x, y, z, u, v, w, radius, e2)
        ax, ay, az = gravity(x, y, z, mu, bulge)
        X[l], X[W + l], X[2 * W + l] = x + s * u, y + s * v, z + s * w
        X[3 * W + l], X[4 * W + l], X[5 * W + l] = u + s * ax, v + s * ay, w + s * az
        X[T * W + l] += h + s
        X[GOOD * W + l] = 1.0 if (abs(h) < SHORT) & (abs(s) < 0.1) else 0.0


@part
def come_down(X, radius, e2, spin):
    """Latitude, longitude, speed and angle on the ground into rows 0 to 3, altitude left into row 4."""
    for l in range((X.size // ROWS) & -W):
        x, y, z = X[l], X[W + l], X[2 * W + l]
        left = altitude_fast(x, y, z, radius, e2)
        latitude, longitude, speed, angle = land(
            x, y, z, X[3 * W + l], X[4 * W + l], X[5 * W + l], X[T * W + l], radius, e2, spin
        )
        X[l], X[W + l], X[2 * W + l], X[3 * W + l], X[4 * W + l] = latitude, longitude, speed, angle, left


@part
def coast_again(X, pieces, mu, bulge, m, scratch, count):
    """The arc once more in equal pieces, for knots; the state at its end goes to where that of its beginning was."""
    for l in range(W):
        end = X[T * W + l]
        X[T * W + l] = X[T0 * W + l]
        X[SPAN * W + l] = (end - X[T0 * W + l]) / pieces
        for c in range(6):
            X[c * W + l], X[(BEGIN + c) * W + l] = X[(BEGIN + c) * W + l], X[c * W + l]
    for _ in range(pieces):
        coast_for(X, 1.0, mu, bulge)
        for l in range(W):
            X[T * W + l] += X[SPAN * W + l]
        count = keep(X, m, scratch, count)
    for l in range(W):
        for c in range(6):
            X[c * W + l] = X[(BEGIN + c) * W + l]
    return count


@part
def descend_block(X, curve, world, counts, dragging, climbing, down, m, scratch, count, stride):
    """From the end of thrust to the ground; a lane that does not come to the air well is left HARD; gives the knots."""
    mu, bulge, radius, e2, spin, air = world
    top = TOP if dragging > 0.0 else 0.0
    if dragging > 0.0 and climbing > 0:
        count = fall_phase(X, counts[4], 0.0, curve, world, m, scratch, count, stride)
    coast_plan(X, top, mu, radius, e2)
    coast_for(X, 1.0, mu, bulge)
    coast_tops(X, mu, bulge, radius, e2)
    for l in range(W):
        X[SPAN * W + l] = X[DOWNWARD * W + l]
    coast_for(X, -1.0, mu, bulge)
    coast_end(X, top, mu, bulge, radius, e2)
    if stride > 0:
        count = coast_again(X, counts[6], mu, bulge, m, scratch, count)
    for l in range(W):
        X[ALTITUDE * W + l] = top
        if X[STATUS * W + l] == DOWN and X[GOOD * W + l] < 1.0:
            X[STATUS * W + l] = HARD
    if dragging > 0.0:
        count = fall_phase(X, down, 1.0, curve, world, m, scratch, count, stride)
    come_down(X, radius, e2, spin)
    return count
