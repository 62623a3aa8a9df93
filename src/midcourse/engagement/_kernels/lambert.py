"""Two-body arc between two points in a given time, one revolution [izzo2015]."""

import math

from midcourse.numerics.jit import routine

ROUNDS = 12
CONVERGED = 1e-11


@routine
def _flight_time(x, lam):
    """Time of flight (no unit) of an arc with Izzo's x, by Lancaster and Blanchard's formula or, near 1, a series."""
    z = math.sqrt(1.0 - lam * lam + lam * lam * x * x)
    if abs(x - 1.0) < 0.01:
        eta = z - lam * x
        s1 = 0.5 * (1.0 - lam - x * eta)
        term = q = 1.0
        for k in range(30):
            term *= (3.0 + k) * (1.0 + k) / (2.5 + k) * s1 / (k + 1.0)
            q += term
            if abs(term) < 1e-13:
                break
        return 0.5 * (eta * eta * eta * 4.0 / 3.0 * q + 4.0 * lam * eta)
    e = x * x - 1.0
    y = math.sqrt(abs(e))
    g = x * z - lam * e
    d = math.acos(min(1.0, max(-1.0, g))) if e < 0.0 else math.log(y * (z - lam * x) + g)
    return (x - lam * z - d / y) / e


@routine
def _solve(time, lam):
    """Izzo's x for a time of flight (no unit)."""
    t0 = math.acos(lam) + lam * math.sqrt(1.0 - lam * lam)
    lam3 = lam * lam * lam
    t1 = 2.0 / 3.0 * (1.0 - lam3)
    if time >= t0:
        x = (t0 / time) ** (2.0 / 3.0) - 1.0
    elif time <= t1:
        x = 2.5 * t1 * (t1 - time) / (time * (1.0 - lam3 * lam * lam)) + 1.0
    else:
        x = 2.0 ** (math.log(time / t0) / math.log(t1 / t0)) - 1.0
    for _ in range(ROUNDS):
        now = _flight_time(x, lam)
        y = math.sqrt(1.0 - lam * lam + lam * lam * x * x)
        u = 1.0 - x * x
        if abs(u) < 1e-12:
            u = 1e-12
        first = (3.0 * now * x - 2.0 + 2.0 * lam3 * x / y) / u
        second = (3.0 * now + 5.0 * x * first + 2.0 * (1.0 - lam * lam) * lam3 / (y * y * y)) / u
        third = (7.0 * x * second + 8.0 * first - 6.0 * (1.0 - lam * lam) * lam3 * lam * lam * x / y**5) / u
        off = now - time
        change = (
            off
            * (first * first - off * second * 0.5)
            / (first * (first * first - off * second) + third * off * off / 6.0)
        )
        x = max(x - change, -0.999999)
        if abs(change) < CONVERGED:
            break
    return x


@routine
def lambert(x1, y1, z1, x2, y2, z2, time, mu, long_way):
    """Velocities (m/s) at both ends of the arc from point 1 to point 2 in `time`, the short or the long way round."""
    cx, cy, cz = x2 - x1, y2 - y1, z2 - z1
    c = math.sqrt(cx * cx + cy * cy + cz * cz)
    r1 = math.sqrt(x1 * x1 + y1 * y1 + z1 * z1)
    r2 = math.sqrt(x2 * x2 + y2 * y2 + z2 * z2)
    s = 0.5 * (c + r1 + r2)
    side = -1.0 if long_way else 1.0
    lam = side * math.sqrt(max(0.0, 1.0 - c / s))
    x = _solve(math.sqrt(2.0 * mu / s) / s * time, lam)
    y = math.sqrt(1.0 - lam * lam + lam * lam * x * x)
    gamma = math.sqrt(0.5 * mu * s)
    rho = (r1 - r2) / c
    sigma = math.sqrt(max(0.0, 1.0 - rho * rho))
    radial1 = gamma * ((lam * y - x) - rho * (lam * y + x)) / r1
    radial2 = -gamma * ((lam * y - x) + rho * (lam * y + x)) / r2
    across = gamma * sigma * (y + lam * x)
    hx, hy, hz = y1 * z2 - z1 * y2, z1 * x2 - x1 * z2, x1 * y2 - y1 * x2
    h = math.sqrt(hx * hx + hy * hy + hz * hz)
    turn = side * across / h if h > 0.0 else 0.0
    k1, k2 = turn / (r1 * r1), turn / (r2 * r2)
    a1, a2 = radial1 / r1, radial2 / r2
    return (
        a1 * x1 + k1 * (hy * z1 - hz * y1),
        a1 * y1 + k1 * (hz * x1 - hx * z1),
        a1 * z1 + k1 * (hx * y1 - hy * x1),
        a2 * x2 + k2 * (hy * z2 - hz * y2),
        a2 * y2 + k2 * (hz * x2 - hx * z2),
        a2 * z2 + k2 * (hx * y2 - hy * x2),
    )
