"""The two-body arc from one point to another in a given time: one revolution at most, every transfer angle.

Izzo's form of Lancaster and Blanchard's equations [izzo2015], with the differences of nearly equal numbers taken in
closed form, so that angles near 0, 180 and 360 degrees keep their digits. Model page docs/models/flight/lambert.md.
"""

import math

from midcourse.numerics.jit import kernel, routine

SOLVED, NO_ARC = 0, 1
NEAR_PARABOLA = 0.03  # of x to 1, where the time of flight is summed as a series
LN2 = 0.6931471805599453


@kernel
def series(s):
    """Hypergeometric function F(3, 1; 5/2; s) [battin1999, ch. 7]."""
    total, term = 1.0, 1.0
    for j in range(200):
        term = term * (3.0 + j) / (2.5 + j) * s
        total = total + term
        if abs(term) < 1e-17:
            break
    return total


@kernel
def time_of_x(x, lam, q):
    """Time of flight in units of sqrt(s^3 / (2 mu)); q = 1 - lam^2, given apart for its digits."""
    e = x * x - 1.0
    z = math.sqrt(1.0 + lam * lam * e)
    eta = q / (z + lam * x) if lam * x > 0.0 else z - lam * x
    if abs(x - 1.0) < NEAR_PARABOLA:
        less = q / (1.0 + lam) if lam > 0.0 else 1.0 - lam
        return 0.5 * eta * (eta * eta * 4.0 / 3.0 * series(0.5 * (less - x * eta)) + 4.0 * lam)
    y = math.sqrt(abs(e))
    if e < 0.0:
        d = math.atan2(y * eta, x * z - lam * e)
    else:
        d = math.log(y * eta + x * z - lam * e)
    return (x - lam * z - d / y) / e


@kernel
def first_x(time, lam, q):
    """Starting value of the iteration [izzo2015, eq. 30]."""
    middle = math.acos(max(-1.0, min(1.0, lam))) + lam * math.sqrt(q)
    less = q / (1.0 + lam) if lam > 0.0 else 1.0 - lam
    parabola = 2.0 / 3.0 * less * (1.0 + lam + lam * lam)
    if time >= middle:
        return (middle - time) / (time - middle + 4.0)
    if time <= parabola:
        fifth = less * (1.0 + lam + lam * lam + lam**3 + lam**4)
        return 1.0 + 2.5 * parabola * (parabola - time) / (time * fifth)
    return math.exp(math.log(time / middle) * LN2 / math.log(parabola / middle)) - 1.0


@kernel
def solve_x(time, lam, q):
    """Root x of time_of_x: Householder's third-order steps [izzo2015, sect. 3]; NaN when they do not settle."""
    x = first_x(time, lam, q)
    for _ in range(30):
        t = time_of_x(x, lam, q)
        u = 1.0 - x * x
        y = math.sqrt(1.0 - lam * lam * u)
        one = (3.0 * t * x - 2.0 + 2.0 * lam**3 * x / y) / u
        two = (3.0 * t + 5.0 * x * one + 2.0 * q * lam**3 / y**3) / u
        three = (7.0 * x * two + 8.0 * one - 6.0 * q * lam**5 * x / y**5) / u
        f = t - time
        square = one * one
        step = f * (square - 0.5 * f * two) / (one * (square - f * two) + three * f * f / 6.0)
        if not abs(step) < 1e30:
            return math.nan
        x = x - step if x - step > -1.0 else 0.5 * (x - 1.0)
        if abs(step) < 1e-5 * (1.0 + x):
            return x  # the error after a third-order step is the fourth power of the step
    return math.nan


@routine
def lambert(x1, y1, z1, x2, y2, z2, time, mu, long_way):
    """Velocities at both ends of the arc that takes `time` from point 1 to point 2: (u1, v1, w1, u2, v2, w2, status).

    long_way: the arc of more than 180 degrees. Where the points and the centre lie on one line the plane is free: then
    it is the one nearest to the equator's, flown eastward.
    """
    nan = math.nan
    r1 = math.sqrt(x1 * x1 + y1 * y1 + z1 * z1)
    r2 = math.sqrt(x2 * x2 + y2 * y2 + z2 * z2)
    if not (time > 0.0 and r1 > 0.0 and r2 > 0.0 and r1 + r2 < 1e300 and time < 1e300):
        return nan, nan, nan, nan, nan, nan, NO_ARC
    a1, b1, c1 = x1 / r1, y1 / r1, z1 / r1
    a2, b2, c2 = x2 / r2, y2 / r2, z2 / r2
    chord = math.sqrt((x2 - x1) ** 2 + (y2 - y1) ** 2 + (z2 - z1) ** 2)
    sine_half = 0.5 * math.sqrt((a2 - a1) ** 2 + (b2 - b1) ** 2 + (c2 - c1) ** 2)
    cosine_half = 0.5 * math.sqrt((a2 + a1) ** 2 + (b2 + b1) ** 2 + (c2 + c1) ** 2)
    nx, ny, nz = b1 * c2 - c1 * b2, c1 * a2 - a1 * c2, a1 * b2 - b1 * a2
    size = math.sqrt(nx * nx + ny * ny + nz * nz)
    if size < 1e-14:
        nx, ny, nz = -c1 * a1, -c1 * b1, 1.0 - c1 * c1
        size = math.sqrt(nx * nx + ny * ny + nz * nz)
        if size < 1e-14:
            nx, ny, nz, size = 1.0, 0.0, 0.0, 1.0
    elif long_way:
        size = -size
    nx, ny, nz = nx / size, ny / size, nz / size
    half = 0.5 * (r1 + r2 + chord)
    root = math.sqrt(r1 * r2)
    lam = root * cosine_half / half
    lam = -lam if long_way else lam
    q = chord / half
    x = solve_x(time * math.sqrt(2.0 * mu / half**3), lam, q)
    if not x > -1.0:
        return nan, nan, nan, nan, nan, nan, NO_ARC
    y = math.sqrt(q + lam * lam * x * x)
    gamma = math.sqrt(0.5 * mu * half)
    rho = (r1 - r2) / chord if chord > 0.0 else 0.0
    sigma = 2.0 * root * sine_half / chord if chord > 0.0 else 1.0
    across = gamma * sigma * (q / (y - lam * x) if lam * x < 0.0 else y + lam * x)
    # lam y - x loses digits on short arcs: (lam^2 - x^2)(1 - ...) is taken apart as -q (1 - x^2 ...) only where it matters
    climb1 = gamma * ((lam * y - x) - rho * (lam * y + x)) / r1
    climb2 = -gamma * ((lam * y - x) + rho * (lam * y + x)) / r2
    t1, t2 = across / r1, across / r2
    return (
        climb1 * a1 + t1 * (ny * c1 - nz * b1),
        climb1 * b1 + t1 * (nz * a1 - nx * c1),
        climb1 * c1 + t1 * (nx * b1 - ny * a1),
        climb2 * a2 + t2 * (ny * c2 - nz * b2),
        climb2 * b2 + t2 * (nz * a2 - nx * c2),
        climb2 * c2 + t2 * (nx * b2 - ny * a2),
        SOLVED,
    )


@routine
def lambert_rows(start, end, time, mu, velocities):
    """Velocities at both ends (n, 6) of the short arcs between rows of points (n, 3) in the given times (n,)."""
    for i in range(len(time)):
        a, b, c, d, e, f, _ = lambert(
            start[i, 0], start[i, 1], start[i, 2], end[i, 0], end[i, 1], end[i, 2], time[i], mu, False
        )
        velocities[i, 0], velocities[i, 1], velocities[i, 2] = a, b, c
        velocities[i, 3], velocities[i, 4], velocities[i, 5] = d, e, f
