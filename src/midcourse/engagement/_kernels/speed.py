"""Launch speed of an ideal interceptor for a launch and a meeting time, and the best launch time for a meeting time.

Tuples: `site` = position and vertical of the site in ECEF (6 numbers), where the interceptor's fan begins in `fans` (below
0: it is impulsive), its speed; `planet` = (mu, rate, radius, e2); `point` = meeting point in ECI (3 numbers). Speeds are
relative to the rotating Earth at the site. Page docs/models/engagement/required-speed.md.
"""

import math

from midcourse.flight._kernels.lambert import lambert
from midcourse.numerics.jit import part

SHORTEST_FLIGHT = 0.5  # s, below this no arc is asked for
LONG_WAY_COSINE = -0.5  # beyond 120 degrees the long way round the Earth may be the faster one
BRENT_ROUNDS = 14
BESIDE = 1.06  # flight times by which three places lie beside each other at the start of a search
GOLDEN_STEP = 0.3819660112501051


@part
def impulsive_site(site):
    """Tuple of a site whose interceptor gets its speed at once."""
    return site[0], site[1], site[2], site[3], site[4], site[5], -1.0, math.inf


@part
def site_at(s, site, rate):
    """Position of the site in ECI (m) at time s."""
    cosine, sine = math.cos(rate * s), math.sin(rate * s)
    return cosine * site[0] - sine * site[1], sine * site[0] + cosine * site[1], site[2]


@part
def vertical_at(s, site, rate):
    """Vertical of the site (unit vector, ECI) at time s."""
    cosine, sine = math.cos(rate * s), math.sin(rate * s)
    return cosine * site[3] - sine * site[4], sine * site[3] + cosine * site[4], site[5]


@part
def _speed_one_way(s, t, point, site, planet, long_way):
    x, y, z = site_at(s, site, planet[1])
    ux, uy, uz = vertical_at(s, site, planet[1])
    vx, vy, vz, ax, ay, az, _ = lambert(x, y, z, point[0], point[1], point[2], t - s, planet[0], long_way)
    rx, ry, rz = vx + planet[1] * y, vy - planet[1] * x, vz
    climbs = rx * ux + ry * uy + rz * uz >= 0.0
    passes_perigee = long_way and ax * point[0] + ay * point[1] + az * point[2] >= 0.0
    if not climbs or passes_perigee:
        return math.inf
    return math.sqrt(rx * rx + ry * ry + rz * rz)


@part
def launch_speed(s, t, point, site, planet):
    """Speed (m/s) of the arc that leaves at s and is at the point at t; infinite where it would start downwards."""
    if not t - s >= SHORTEST_FLIGHT:
        return math.inf
    x, y, z = site_at(s, site, planet[1])
    cosine = x * point[0] + y * point[1] + z * point[2]
    cosine /= math.sqrt((x * x + y * y + z * z) * (point[0] ** 2 + point[1] ** 2 + point[2] ** 2))
    speed = _speed_one_way(s, t, point, site, planet, False)
    if cosine < LONG_WAY_COSINE:
        speed = min(speed, _speed_one_way(s, t, point, site, planet, True))
    return speed


@part
def arrival(s, t, point, site, planet):
    """Velocity (m/s, ECI) with which the arc that leaves at s comes to the point at t."""
    x, y, z = site_at(s, site, planet[1])
    long_way = _speed_one_way(s, t, point, site, planet, False) > launch_speed(s, t, point, site, planet)
    arc = lambert(x, y, z, point[0], point[1], point[2], t - s, planet[0], long_way)
    return arc[3], arc[4], arc[5]


@part
def _arc_time(p, r1, r2, cosine, sine, mu):
    """Flight time of the short-way arc with parameter p [bate1971, ch. 5]; infinite where p fits no arc."""
    versine = 1.0 - cosine
    k, l, m = r1 * r2 * versine, r1 + r2, r1 * r2 * (1.0 + cosine)
    inverse = ((2.0 * m - l * l) * p * p + 2.0 * k * l * p - k * k) / (m * k * p)
    g = r1 * r2 * sine / math.sqrt(mu * p)
    f = 1.0 - r2 / p * versine
    rate = math.sqrt(mu / p) * (versine / sine) * (versine / p - 1.0 / r1 - 1.0 / r2)
    if inverse > 1e-12:
        a = 1.0 / inverse
        cosine_e, sine_e = 1.0 - r1 * inverse * (1.0 - f), -r1 * r2 * rate / math.sqrt(mu * a)
        e = math.atan2(sine_e, cosine_e)
        e = e + 2.0 * math.pi if e < 0.0 else e
        return g + math.sqrt(a * a * a / mu) * (e - sine_e)
    if inverse < -1e-12:
        a = -1.0 / inverse
        sinh_e = max(0.0, -r1 * r2 * rate / math.sqrt(mu * a))
        cosh_e = math.sqrt(1.0 + sinh_e * sinh_e)
        return g + math.sqrt(a * a * a / mu) * (sinh_e - math.log(sinh_e + cosh_e))
    return g


@part
def easiest_arc(s, point, site, planet):
    """(speed, flight time) of the slowest short-way arc from the site as it stands at time s; one closed form.

    With v1 = v (chord direction) + (K / v) (vertical), K = mu c / (r1 r2 (1 + cos)), the squared relative speed is
    convex in v, so Newton's rule finds its one least value [battin1999, sec. 6.8].
    """
    x, y, z = site_at(s, site, planet[1])
    cx, cy, cz = point[0] - x, point[1] - y, point[2] - z
    c = math.sqrt(cx * cx + cy * cy + cz * cz)
    r1 = math.sqrt(x * x + y * y + z * z)
    r2 = math.sqrt(point[0] ** 2 + point[1] ** 2 + point[2] ** 2)
    cosine = (x * point[0] + y * point[1] + z * point[2]) / (r1 * r2)
    cosine = min(0.9999999999, max(-0.9999999, cosine))
    sine = math.sqrt((1.0 - cosine) * (1.0 + cosine))
    k = planet[0] * c / (r1 * r2 * (1.0 + cosine))
    along = (cx * x + cy * y + cz * z) / (c * r1)
    b = planet[1] * (cy * x - cx * y) / c
    v = math.sqrt(k) + 0.25 * b
    for _ in range(3):
        v -= (v - k * k / (v * v * v) - b) / (1.0 + 3.0 * k * k / (v * v * v * v))
    square = v * v + k * k / (v * v) + 2.0 * k * along - 2.0 * b * v + planet[1] ** 2 * (x * x + y * y)
    p = (v * r1 * r2 * sine / c) ** 2 / planet[0]
    return math.sqrt(max(square, 0.0)), _arc_time(p, r1, r2, cosine, sine, planet[0])


@part
def easiest_launch(t, point, site, planet, guess, rounds):
    """(speed, flight time) of `easiest_arc` with the site where it is at launch: flight time by fixed point."""
    speed, time = math.inf, guess
    for _ in range(rounds):
        speed, time = easiest_arc(t - time, point, site, planet)
    return speed, time


@part
def rough_speed(t, earliest, point, site, planet, guess, rounds):
    """(speed, launch time, flight time of the easiest arc) for a meeting time; within 1 % above the least speed."""
    speed, time = easiest_launch(t, point, site, planet, guess, rounds)
    if t - time >= earliest:
        return speed, t - time, time
    return launch_speed(earliest, t, point, site, planet), earliest, time


@part
def best_launch(t, earliest, point, site, planet, guess):
    """(least speed, launch time) over all launch times from `earliest` on for a meeting time; Brent's rule."""
    _, time = easiest_launch(t, point, site, planet, guess, 3)
    longest = t - earliest
    if longest < SHORTEST_FLIGHT:
        return math.inf, earliest
    at_once = launch_speed(earliest, t, point, site, planet)
    if time > 1.5 * longest:
        return at_once, earliest
    low, high = 0.55 * min(time, longest), min(1.8 * time, longest)
    bound = time * BESIDE >= longest
    x = longest / BESIDE if bound else time  # the easiest arc's flight time is near the best one
    w, v = x / BESIDE, longest if bound else time * BESIDE
    fx, fw = launch_speed(t - x, t, point, site, planet), launch_speed(t - w, t, point, site, planet)
    fv = at_once if bound else launch_speed(t - v, t, point, site, planet)
    if bound and at_once <= min(fx, fw):
        shorter = longest - 2e-4 * longest - 1e-3
        if launch_speed(t - shorter, t, point, site, planet) >= at_once:
            return at_once, earliest
    x, w, v, fx, fw, fv, low, high = three_places(x, w, v, fx, fw, fv, low, high)
    step = before = high - low
    for _ in range(BRENT_ROUNDS):
        middle, tolerance = 0.5 * (low + high), 2e-4 * x + 1e-3
        if abs(x - middle) <= 2.0 * tolerance - 0.5 * (high - low):
            break
        step, before, u = _brent_step(x, w, v, fx, fw, fv, low, high, middle, tolerance, step, before)
        fu = launch_speed(t - u, t, point, site, planet)
        x, w, v, fx, fw, fv, low, high = _brent_keep(u, fu, x, w, v, fx, fw, fv, low, high)
    if at_once <= fx:
        return at_once, earliest
    return fx, t - x


@part
def three_places(x, w, v, fx, fw, fv, low, high):
    """Best, second best and third of the places w < x < v between low and high, and the bracket they leave of the least one.

    Where one has no arc the one in the middle stands alone, in the whole bracket.
    """
    if not max(fx, fw, fv) < math.inf:
        return x, x, x, fx, fx, fx, low, high
    if fw < fx and fw <= fv:
        return w, x, v, fw, fx, fv, low, x
    if fv < fx:
        return v, x, w, fv, fx, fw, x, high
    if fw <= fv:
        return x, w, v, fx, fw, fv, w, v
    return x, v, w, fx, fv, fw, w, v


@part
def _brent_step(x, w, v, fx, fw, fv, low, high, middle, tolerance, step, before):
    """One step of Brent's search for a least value: (step, step before last, next place)."""
    parabolic = False
    if abs(before) > tolerance and fw < math.inf and fv < math.inf:
        r, q = (x - w) * (fx - fv), (x - v) * (fx - fw)
        p = (x - v) * q - (x - w) * r
        q = 2.0 * (q - r)
        p, q = (-p, q) if q > 0.0 else (p, -q)
        if abs(p) < abs(0.5 * q * before) and p > q * (low - x) and p < q * (high - x):
            before, step, parabolic = step, p / q, True
            u = x + step
            if u - low < 2.0 * tolerance or high - u < 2.0 * tolerance:
                step = tolerance if x < middle else -tolerance
    if not parabolic:
        before = (high if x < middle else low) - x
        step = GOLDEN_STEP * before
    if abs(step) < tolerance:
        step = tolerance if step > 0.0 else -tolerance
    return step, before, x + step


@part
def _brent_keep(u, fu, x, w, v, fx, fw, fv, low, high):
    """The three best places and the bracket after a value is known at u."""
    if fu <= fx:
        low, high = (x, high) if u >= x else (low, x)
        return u, x, w, fu, fx, fw, low, high
    low, high = (u, high) if u < x else (low, u)
    if fu <= fw or w == x:
        return x, u, w, fx, fu, fw, low, high
    if fu <= fv or v in (x, w):
        return x, w, u, fx, fw, fu, low, high
    return x, w, v, fx, fw, fv, low, high
