"""One launch at a time: the start, what kind of path it is on, its knots, and the fine-stepped flight of hard cases.

Argument layouts are those of `flight._lanes.launch`.
"""

import math

import numpy as np

from midcourse.earth._kernels import air_density_sound, altitude_fast, altitude_rate, surface_latitude_longitude
from midcourse.flight._kernels.boost import RK6_A, RK6_B, RK6_C, STAGES, boost_acceleration, boost_altitude
from midcourse.flight._steps import dop8
from midcourse.numerics._kernels import fast_asin, fast_cos, fast_sin
from midcourse.numerics.jit import kernel, part

DOWN, HARD, ORBIT, ESCAPE, CRASH = 0.0, 1.0, 2.0, 3.0, 4.0
UNDER = -100.0  # m: a boost that dips deeper has hit the ground
DIVE = 15e3  # m: one that goes down lower than this is lost too
LOST = -1e6
LONGEST = 100_000.0  # s
THIN_AIR = 120e3  # m: above, a hard case flies in vacuum too
ROOM = 4096  # steps of a hard flight that are remembered
OF_CLIMB, OF_HEIGHT = np.array(
    [True, False]
)  # numpy's: a plain True is a type of its own, compiled beside that of False


@kernel
def start_state(latitude, longitude, azimuth, vx, vy, vz, radius, e2, spin):
    """State in inertial axes at lift-off on the ellipsoid and the normal of the launch plane (up x forward)."""
    sine, cosine = fast_sin(latitude), fast_cos(latitude)
    east_y, east_x = fast_cos(longitude), -fast_sin(longitude)
    n = radius / math.sqrt(1.0 - e2 * sine * sine)
    x, y, z = n * cosine * east_y, -n * cosine * east_x, n * (1.0 - e2) * sine
    a, b = fast_sin(azimuth), fast_cos(azimuth)
    fx, fy, fz = a * east_x - b * sine * east_y, a * east_y + b * sine * east_x, b * cosine
    ir = 1.0 / math.sqrt(x * x + y * y + z * z)
    nx, ny, nz = (y * fz - z * fy) * ir, (z * fx - x * fz) * ir, (x * fy - y * fx) * ir
    i = 1.0 / math.sqrt(nx * nx + ny * ny + nz * nz)
    return x, y, z, vx - spin * y, vy + spin * x, vz, nx * i, ny * i, nz * i


@kernel
def where_it_ends(x, y, z, u, v, w, mu, radius, top, lowest_apogee, flattest, dragging):
    """DOWN when altitude is a good clock on the way, HARD when not, ORBIT or ESCAPE: from the conic at this state."""
    r = math.sqrt(x * x + y * y + z * z)
    v2 = u * u + v * v + w * w
    rv = (x * u + y * v + z * w) / r
    momentum2 = (v2 - rv * rv) * r * r
    energy = 0.5 * v2 - mu / r
    if energy >= 0.0:
        return ESCAPE
    a = -0.5 * mu / energy
    e = math.sqrt(max(1.0 - momentum2 / (mu * a), 0.0))
    if a * (1.0 - e) > radius + top:
        return ORBIT
    level = radius + top
    down2 = 2.0 * (energy + mu / level) - momentum2 / (level * level)
    flat = down2 < flattest * flattest * 2.0 * (energy + mu / level)
    if flat or rv <= 0.0 or not v2 > 0.0:
        return HARD
    if dragging > 0.0 and (
        a * (1.0 + e) < radius + lowest_apogee or (r < level and rv * rv < flattest * flattest * v2)
    ):
        return HARD
    return DOWN


@kernel
def entry_sine(x, y, z, u, v, w, mu, level):
    """Sine of the path angle at a distance from the centre on the conic of this state; 0 where it does not get there."""
    r = math.sqrt(x * x + y * y + z * z)
    v2 = u * u + v * v + w * w
    rv = (x * u + y * v + z * w) / r
    speed2 = v2 + 2.0 * mu * (1.0 / level - 1.0 / r)
    down2 = speed2 - (v2 - rv * rv) * r * r / (level * level)
    return math.sqrt(max(down2, 0.0) / speed2) if speed2 > 0.0 else 0.0


@kernel
def hermite_middle(a, b, out):
    """Middle of the cubic between two knots (time, position, velocity)."""
    h = b[0] - a[0]
    out[0] = 0.5 * (a[0] + b[0])
    for c in range(1, 4):
        p, q, u, w = a[c], b[c], a[c + 3], b[c + 3]
        out[c] = 0.5 * (p + q) + 0.125 * h * (u - w)
        out[c + 3] = 1.5 * (q - p) / h - 0.25 * (u + w)


@part
def fill_knots(found, count, knots, burnout):
    """Write exactly K knots: repeated times dropped, too many thinned (the end of thrust stays), gaps halved when few."""
    room = knots.shape[0]
    used = 1
    for i in range(1, count):
        if found[i, 0] > found[used - 1, 0] + 1e-6:
            for c in range(7):
                found[used, c] = found[i, c]
            used += 1
        elif i == count - 1:
            for c in range(7):
                found[used - 1, c] = found[i, c]
    at_burnout = 0
    for i in range(used):
        if abs(found[i, 0] - burnout) < abs(found[at_burnout, 0] - burnout):
            at_burnout = i
    if used > room:
        for j in range(room):
            i = (j * (used - 1)) // (room - 1)
            following = ((j + 1) * (used - 1)) // (room - 1)
            if i < at_burnout < following:
                i = at_burnout
            for c in range(7):
                knots[j, c] = found[i, c]
        return
    for i in range(used):
        for c in range(7):
            knots[i, c] = found[i, c]
    while 1 < used < room:
        widest = 0
        for i in range(used - 1):
            if knots[i + 1, 0] - knots[i, 0] > knots[widest + 1, 0] - knots[widest, 0]:
                widest = i
        for i in range(used, widest + 1, -1):
            for c in range(7):
                knots[i, c] = knots[i - 1, c]
        hermite_middle(knots[widest], knots[widest + 2], knots[widest + 1])
        used += 1


@part
def powered_step(y, h, normal, angle, rate, mass, along, stage, world, new):
    """One 6th-order step of one flight with thrust and drag, from y into new."""
    slopes, p = np.empty((STAGES, 6)), np.empty(6)
    for i in range(STAGES):
        for c in range(6):
            total = 0.0
            for j in range(i):
                total += RK6_A[i * STAGES + j] * slopes[j, c]
            p[c] = y[c] + h * total
        t = RK6_C[i] * h
        slopes[i, 0], slopes[i, 1], slopes[i, 2] = p[3], p[4], p[5]
        density, inverse_sound = air_density_sound(boost_altitude(p[0], p[1], p[2], world[2], world[3]))
        slopes[i, 3], slopes[i, 4], slopes[i, 5] = boost_acceleration(
            p[0], p[1], p[2], p[3], p[4], p[5], density, inverse_sound, normal[0], normal[1], normal[2],
            angle + rate * t, mass - stage[2] * t, along, stage, world,
        )  # fmt: skip
    for c in range(6):
        total = 0.0
        for j in range(STAGES):
            total += RK6_B[j] * slopes[j, c]
        new[c] = y[c] + h * total


@part
def free_step(y, h, mu, bulge, new):
    """One vacuum step of one flight, from y into new."""
    new[0], new[1], new[2], new[3], new[4], new[5] = dop8(y[0], y[1], y[2], y[3], y[4], y[5], h, mu, bulge)


@part
def stage_tuple(stages, k):
    """Row k of the stages as the tuple that the boost kernel takes."""
    s = stages[k]
    return (
        s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7], s[8], s[9], s[10], s[11], s[12], s[13], s[14], s[15], s[16],
        s[17], s[18], s[19], s[20], s[21],
    )  # fmt: skip


@part
def remember(trace, count, t, y):
    """Append a knot while there is room; returns the new count."""
    if count < trace.shape[0]:
        trace[count, 0] = t
        for c in range(6):
            trace[count, c + 1] = y[c]
        count += 1
    return count


@kernel
def dives(y, radius, e2):
    """Whether a missile under thrust goes down low over the ground."""
    climb = y[0] * y[3] + y[1] * y[4] + y[2] * y[5]
    return climb < 0.0 and altitude_fast(y[0], y[1], y[2], radius, e2) < DIVE


@part
def slow_boost(y, loft, pitch_rate, cutoff, normal, stages, world, counts, flags, trace):
    """Powered flight with twice the steps of the lanes; gives time, mass, count of knots and lowest altitude."""
    rise, kick = flags[0], flags[1]
    new = np.empty(6)
    count, t, mass, before, angle, low = remember(trace, 0, 0.0, y), 0.0, 1.0, 0.0, 0.5 * math.pi, 0.0
    for k in range(stages.shape[0]):
        stage = stage_tuple(stages, k)
        lasts = min(max(cutoff - before, 0.0), stages[k, 22])
        if cutoff > before:
            mass = stages[k, 23]
        for phase in range(3 if k == 0 else 1):
            steps = 4 * (counts[3] if k > 0 else counts[phase])
            turn = kick if kick >= 0.0 else (0.5 * math.pi - loft) / pitch_rate
            end = lasts
            if k == 0 and phase < 2:
                end = min(end, rise + turn * phase)
            h = (end - max(t - before, 0.0)) / steps
            rate = -pitch_rate if k == 0 and phase == 1 and kick < 0.0 else 0.0
            along = 1.0 if kick >= 0.0 and (k > 0 or phase == 2) else 0.0
            if phase == 1 and kick >= 0.0:
                angle = loft
            for _ in range(steps if h > 0.0 else 0):
                powered_step(y, h, normal, angle, rate, mass, along, stage, world, new)
                for c in range(6):
                    y[c] = new[c]
                angle, mass, t = angle + rate * h, mass - stage[2] * h, t + h
                low = min(low, altitude_fast(y[0], y[1], y[2], world[2], world[3]))
                if dives(y, world[2], world[3]):
                    low = LOST
                count = remember(trace, count, t, y)
        before += stages[k, 22]
    return t, mass, count, low


@part
def event_time(y, h, normal, falling, world, vacuum, of_climb, new):
    """Time within a step of h at which altitude (or, of_climb, climb) goes through zero; state there in `new`."""
    left, right, tau = 0.0, h, 0.5 * h
    for _ in range(60):
        if vacuum:
            free_step(y, tau, world[0], world[1], new)
        else:
            powered_step(y, tau, normal, 0.0, 0.0, 1.0, 0.0, falling, world, new)
        climb = altitude_rate(new[0], new[1], new[2], new[3], new[4], new[5], world[2], world[3])
        value = climb if of_climb else altitude_fast(new[0], new[1], new[2], world[2], world[3])
        if value > 0.0:
            left = tau
        else:
            right = tau
        r2 = new[0] ** 2 + new[1] ** 2 + new[2] ** 2
        bend = -world[0] / r2 if of_climb else climb
        trial = tau - value / bend if bend < 0.0 else 0.5 * (left + right)
        if abs(trial - tau) < 1e-9:
            break
        tau = trial if left < trial < right else 0.5 * (left + right)
    return tau


@kernel
def slow_step(altitude, climb):
    """Step of a hard case, s: finer in thicker air; long in vacuum while the air stays more than a step away."""
    if altitude > THIN_AIR:
        return 60.0 if climb > 0.0 else min(60.0, max((altitude - THIN_AIR) / (1.0 - climb), 2.0))
    return 2.0 if altitude > 20e3 else 1.0


@part
def slow_fall(y, t, areal, curve, world, ascends_in_vacuum, trace, count):
    """Fall from the end of thrust to the ground in small steps; gives time, apogee, status and count of knots."""
    mu, bulge, radius, e2, spin, air = world
    normal, new = np.zeros(3), np.empty(6)
    falling = (0.0, 0.0, 0.0, areal, curve[4], curve[5], curve[6], curve[7], curve[8], curve[9], curve[10], curve[11],
               curve[12], curve[13], curve[14], curve[15], curve[16], curve[17], curve[18], curve[19], curve[20],
               curve[21])  # fmt: skip
    vacuum_up = ascends_in_vacuum > 0.0
    apogee = altitude_fast(y[0], y[1], y[2], radius, e2)
    while t < LONGEST:
        altitude = altitude_fast(y[0], y[1], y[2], radius, e2)
        climb = altitude_rate(y[0], y[1], y[2], y[3], y[4], y[5], radius, e2)
        h = slow_step(altitude, climb)
        vacuum = altitude > THIN_AIR or air == 0.0 or areal == 0.0 or (vacuum_up and climb > 0.0)
        if vacuum:
            free_step(y, h, mu, bulge, new)
        else:
            powered_step(y, h, normal, 0.0, 0.0, 1.0, 0.0, falling, world, new)
        climb_new = altitude_rate(new[0], new[1], new[2], new[3], new[4], new[5], radius, e2)
        if climb > 1e-6 and climb_new < -1e-6:
            h = event_time(y, h, normal, falling, world, vacuum, OF_CLIMB, new)
            apogee = max(apogee, altitude_fast(new[0], new[1], new[2], radius, e2))
            vacuum_up = False
        down = altitude_fast(new[0], new[1], new[2], radius, e2) < 0.0 and climb_new < 0.0
        if down:
            h = event_time(y, h, normal, falling, world, vacuum, OF_HEIGHT, new)
        t += h
        for c in range(6):
            y[c] = new[c]
        count = remember(trace, count, t, y)
        if down:
            return t, apogee, DOWN, count
    return t, apogee, ORBIT, count


@part
def slow_flight(row, places, steering, start, stages, body, world, counts, flags, out, ends, knots):
    """Fly one row from launch to ground in small steps: low, flat and skipping paths."""
    mu, bulge, radius, e2, spin, air = world
    y, normal = np.empty(6), np.empty(3)
    steer, push = min(row, steering.shape[0] - 1), min(row, start.shape[0] - 1)
    y[0], y[1], y[2], y[3], y[4], y[5], normal[0], normal[1], normal[2] = start_state(
        places[row, 0], places[row, 1], places[row, 2], start[push, 0], start[push, 1], start[push, 2], radius, e2, spin
    )
    trace = np.empty((ROOM if flags[5] > 0.0 else 1, 7))
    t, mass, count, low = slow_boost(
        y, steering[steer, 0], steering[steer, 1], steering[steer, 2], normal, stages, world, counts, flags, trace
    )
    burnout = t
    for c in range(6):
        ends[row, c] = y[c]
    ends[row, 6], ends[row, 7] = t, mass
    areal = body[22] if body[22] >= 0.0 else body[3] / (mass - flags[2])
    if flags[3] == 0.0:
        areal = 0.0
    if low < UNDER:
        for c in range(6):
            out[c, row] = math.nan
        out[6, row], out[7, row] = burnout, CRASH
        return
    t, apogee, status, count = slow_fall(y, t, areal, body, world, 1.0 if stages.shape[0] == 0 else 0.0, trace, count)
    latitude, longitude, speed, angle = land(y[0], y[1], y[2], y[3], y[4], y[5], t, radius, e2, spin)
    out[0, row], out[1, row], out[2, row], out[3, row], out[4, row] = latitude, longitude, t, speed, angle
    if status != DOWN:
        for c in range(5):
            out[c, row] = math.nan
    out[5, row], out[6, row], out[7, row] = apogee, burnout, status
    if flags[5] > 0.0:
        fill_knots(trace, count, knots[row], burnout)


@kernel
def land(x, y, z, u, v, w, t, radius, e2, spin):
    """Latitude, longitude, speed and angle at the ground."""
    a, b = u + spin * y, v - spin * x
    fall = altitude_rate(x, y, z, u, v, w, radius, e2)
    speed = math.sqrt(a * a + b * b + w * w)
    latitude, longitude = surface_latitude_longitude(x, y, z, e2)
    longitude = longitude - spin * t
    longitude = longitude - 2.0 * math.pi * math.floor((longitude + math.pi) * (0.5 / math.pi))
    sine = -fall / speed
    sine = sine if sine < 1.0 else 1.0
    sine = sine if sine > -1.0 else -1.0
    return latitude, longitude, speed, fast_asin(sine)
