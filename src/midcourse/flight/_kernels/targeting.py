"""Arcs of an impulsive missile from a launch point to a turning aim point: least speed, or fixed by one number.

Two-body arcs in inertial axes; the caller corrects for J2, the ellipsoid and air by moving the aim point.
"""

import math

from midcourse.numerics.jit import kernel, routine

LEAST_SPEED, BY_ANGLE, BY_APOGEE, BY_TIME = 0, 1, 2, 3
LOWEST, STEP = 1e-5, 2e-3
NEAR_ENOUGH = 3e-4  # rad, last of Newton's steps: it leaves about the square of that
FOUND, NO_ARC = 0.0, 1.0


@kernel
def conic_time(r1, r2, angle, gamma, mu):
    """Two-body arc over a central angle that leaves at flight-path angle gamma: speed, time, apogee radius.

    inf where none exists or where the path is open. [bate1971, ch. 6]
    """
    sine, cosine = math.sin(angle), math.cos(angle)
    slope = math.tan(gamma)
    bottom = r1 / r2 - cosine + slope * sine
    if bottom <= 0.0:
        return math.inf, math.inf, math.inf
    p = r1 * (1.0 - cosine) / bottom
    speed = math.sqrt(mu * p) / (r1 * math.cos(gamma))
    inverse_a = 2.0 / r1 - speed * speed / mu
    if inverse_a <= 0.0:
        return speed, math.inf, math.inf
    a = 1.0 / inverse_a
    ec, es = p / r1 - 1.0, p * slope / r1
    e = math.sqrt(ec * ec + es * es)
    root = math.sqrt(mu * a)
    es1 = r1 * speed * math.sin(gamma) / root
    es2 = r2 * math.sqrt(mu / p) * (es * cosine + ec * sine) / root
    e1, e2 = math.atan2(es1, 1.0 - r1 * inverse_a), math.atan2(es2, 1.0 - r2 * inverse_a)
    turn = e2 - e1
    turn = turn + 2.0 * math.pi if turn < 0.0 else turn
    return speed, (turn - es2 + es1) * a * math.sqrt(a / mu), a * (1.0 + e)


@routine
def arc(x, y, z, ax, ay, az, gamma, time, mu, spin):
    """Arc that leaves (x, y, z) at inertial angle gamma and meets the turning aim: velocity relative to the turning
    Earth (3), its square, its elevation, time, apogee radius."""
    r1, r2 = math.sqrt(x * x + y * y + z * z), math.sqrt(ax * ax + ay * ay + az * az)
    speed, apogee = math.inf, math.inf
    bx, by, angle, before, gap_before = ax, ay, 0.0, 0.0, 0.0
    for i in range(30):
        c, s = math.cos(spin * time), math.sin(spin * time)
        bx, by = c * ax - s * ay, s * ax + c * ay
        dot = x * bx + y * by + z * az
        nx, ny, nz = y * az - z * by, z * bx - x * az, x * by - y * bx
        angle = math.atan2(math.sqrt(nx * nx + ny * ny + nz * nz), dot)
        speed, new_time, apogee = conic_time(r1, r2, angle, gamma, mu)
        gap = new_time - time
        if not new_time < 1e6:
            return 0.0, 0.0, 0.0, math.inf, math.inf, math.inf, math.inf
        if abs(gap) < 1e-9 * time or spin == 0.0:
            time = new_time
            break
        slope = (gap - gap_before) / (time - before) if i > 0 else -1.0  # a secant where it can be believed
        before, gap_before = time, gap
        time -= gap / (slope if -3.0 < slope < -0.3 else -1.0)
    c, s = math.cos(spin * time), math.sin(spin * time)
    bx, by = c * ax - s * ay, s * ax + c * ay
    ir = 1.0 / r1
    dot = (x * bx + y * by + z * az) * ir * ir
    fx, fy, fz = bx - dot * x, by - dot * y, az - dot * z
    length = math.sqrt(fx * fx + fy * fy + fz * fz)
    level, up = speed * math.cos(gamma) / length, speed * math.sin(gamma) * ir
    u, v, w = level * fx + up * x + spin * y, level * fy + up * y - spin * x, level * fz + up * z
    s2 = u * u + v * v + w * w
    return u, v, w, s2, math.asin((u * x + v * y + w * z) * ir / math.sqrt(s2)), time, apogee


@kernel
def first_angle(x, y, z, ax, ay, az):
    """Central angle between launch and aim as they stand at lift-off."""
    nx, ny, nz = y * az - z * ay, z * ax - x * az, x * ay - y * ax
    return math.atan2(math.sqrt(nx * nx + ny * ny + nz * nz), x * ax + y * ay + z * az)


@kernel
def first_time(r, angle, mu):
    """Time of the minimum-energy arc over a central angle [bate1971, eq. 6.2-18 ff.]."""
    s = math.sin(0.5 * angle)
    a = 0.5 * r * (1.0 + s)
    e = math.sqrt(
        max(1.0 - 2.0 * s / (1.0 + s) * (2.0 - 2.0 * s / (1.0 + s)) * math.cos(0.25 * (math.pi - angle)) ** 2, 0.0)
    )
    cosine = (1.0 - r / a) / e if e > 0.0 else 0.0
    eccentric = math.acos(min(max(cosine, -1.0), 1.0))
    return 2.0 * (math.pi - eccentric + e * math.sin(eccentric)) * a * math.sqrt(a / mu)


@routine
def least_speed(x, y, z, ax, ay, az, gamma, time, mu, spin):
    """Inertial angle of the arc with the least speed relative to the turning Earth, and its time: Newton, guarded.

    gamma, time : of an arc nearby, or NaN
    """
    if not (gamma > 0.0 and time > 0.0):
        angle = first_angle(x, y, z, ax, ay, az)
        time = first_time(math.sqrt(x * x + y * y + z * z), angle, mu)
        gamma = max(0.25 * (math.pi - angle), 2.0 * STEP)
    for _ in range(25):
        middle = arc(x, y, z, ax, ay, az, gamma, time, mu, spin)
        if not middle[5] < 1e6:
            return gamma, time
        time = middle[5]
        left = arc(x, y, z, ax, ay, az, gamma - STEP, time, mu, spin)
        right = arc(x, y, z, ax, ay, az, gamma + STEP, time, mu, spin)
        bend = left[3] - 2.0 * middle[3] + right[3]
        change = 0.5 * STEP * (left[3] - right[3]) / bend if bend > 0.0 else math.copysign(0.05, left[3] - right[3])
        change = min(max(change, -0.1), 0.1)
        new = min(max(gamma + change, 2.0 * STEP), 0.5 * math.pi - 2.0 * STEP)
        if abs(new - gamma) < NEAR_ENOUGH:
            return new, time
        gamma = new
    return gamma, time


@kernel
def measure(found, mode):
    """The number of an arc that a shape is fixed by."""
    return found[4] if mode == BY_ANGLE else (found[6] if mode == BY_APOGEE else found[5])


@routine
def by_number(x, y, z, ax, ay, az, mode, value, mu, spin):
    """Inertial angle of the arc whose elevation, apogee radius or time has this value (all rise with the angle)."""
    angle = first_angle(x, y, z, ax, ay, az)
    time = first_time(math.sqrt(x * x + y * y + z * z), angle, mu)
    low, high = LOWEST, 0.5 * math.pi - 1e-9
    at_low = measure(arc(x, y, z, ax, ay, az, low, time, mu, spin), mode) - value
    if at_low > 0.0:
        return low, NO_ARC
    gamma = 0.5 * (low + high)
    before, before_value = low, at_low
    for _ in range(100):
        found = arc(x, y, z, ax, ay, az, gamma, time, mu, spin)
        gap = measure(found, mode) - value
        if gap > 0.0:
            high = gamma
        else:
            low = gamma
        if found[5] < 1e6:
            time = found[5]
        trial = gamma - gap * (gamma - before) / (gap - before_value) if gap < 1e12 else 0.5 * (low + high)
        before, before_value = gamma, gap
        if high - low < 1e-12 or abs(gap) < 1e-12 * value:
            break
        gamma = trial if low < trial < high else 0.5 * (low + high)
    return gamma, FOUND if abs(gap) < 1e-5 * value else NO_ARC
