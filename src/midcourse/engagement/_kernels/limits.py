"""Interceptors that fly straight at a constant speed, and the times at which range and the threat's speed let one meet.

Tuples `flight`, `site` and `planet` as in search.py and speed.py; `spans` = two spans (start, end) of meeting times in a
row, empty where start > end. Page docs/models/engagement/lower-tiers.md.
"""

import math

from midcourse.engagement._kernels.paths import locate, velocity_at
from midcourse.engagement._kernels.speed import site_at, vertical_at
from midcourse.numerics.jit import part

STRAIGHT = -2.0  # in place of a fan: flies straight at its speed
EDGE = 1e-3  # s, to which ends of spans are found
LOOKED_AT = 24  # times between which the nearest place and the greatest speed of a span are sought
GOLDEN = 0.6180339887498949


@part
def straight_meeting(t, earliest, point, site, planet):
    """(speed that a launch at `earliest` asks for, launch time, time of flight) of a straight flight to a point at t."""
    x, y, z = site_at(t, site, planet[1])
    ux, uy, uz = vertical_at(t, site, planet[1])
    x, y, z = point[0] - x, point[1] - y, point[2] - z
    distance, left = math.sqrt(x * x + y * y + z * z), t - earliest
    time = distance / site[7]
    if not left > 0.0 or x * ux + y * uy + z * uz < 0.0:
        return math.inf, earliest, time
    return distance / left, t - time, time


NEAREST, FASTEST = 0, 1  # measures: slant range from the site, m; speed relative to the Earth, m/s


@part
def _measure(t, kind, flight, site, planet):
    x, y, z = locate(t, flight)
    if kind == NEAREST:
        a, b, c = site_at(t, site, planet[1])
        return math.sqrt((x - a) ** 2 + (y - b) ** 2 + (z - c) ** 2)
    u, v, w = velocity_at(t, flight)
    u, v = u + planet[1] * y, v - planet[1] * x
    return math.sqrt(u * u + v * v + w * w)


@part
def _low(t, kind, flight, site, planet):
    """What is least where a flight is nearest or fastest."""
    value = _measure(t, kind, flight, site, planet)
    return value if kind == NEAREST else -value


@part
def _extreme(start, end, kind, flight, site, planet):
    """Time in a span of the least range or the greatest speed: best of a few times, then golden section beside it."""
    step, best, value = (end - start) / LOOKED_AT, 0, math.inf
    for k in range(LOOKED_AT + 1):
        here = _low(start + k * step, kind, flight, site, planet)
        if here < value:
            best, value = k, here
    chosen = start + best * step
    low, high = start + max(0, best - 1) * step, start + min(LOOKED_AT, best + 1) * step
    a, b = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    va, vb = _low(a, kind, flight, site, planet), _low(b, kind, flight, site, planet)
    while high - low > EDGE:
        if va < vb:
            high, b, vb = b, a, va
            a = high - GOLDEN * (high - low)
            va = _low(a, kind, flight, site, planet)
        else:
            low, a, va = a, b, vb
            b = low + GOLDEN * (high - low)
            vb = _low(b, kind, flight, site, planet)
    return 0.5 * (low + high) if min(va, vb) < value else chosen


@part
def _crossing(good, bad, kind, limit, flight, site, planet):
    """Time between one at which a measure is at most the limit and one at which it is not; on the good side."""
    while abs(good - bad) > EDGE:
        t = 0.5 * (good + bad)
        if _measure(t, kind, flight, site, planet) <= limit:
            good = t
        else:
            bad = t
    return good


@part
def _within_range(start, end, limit, flight, site, planet):
    """The part of a span, half a flight at most, in which the site is near enough."""
    if not start <= end or limit == math.inf:
        return start, end
    nearest = _extreme(start, end, NEAREST, flight, site, planet)
    if _measure(nearest, NEAREST, flight, site, planet) > limit:
        return 1.0, 0.0
    if _measure(start, NEAREST, flight, site, planet) > limit:
        start = _crossing(nearest, start, NEAREST, limit, flight, site, planet)
    if _measure(end, NEAREST, flight, site, planet) > limit:
        end = _crossing(nearest, end, NEAREST, limit, flight, site, planet)
    return start, end


@part
def _too_fast_from(top, end, limit, flight, site, planet):
    """Time after the apogee from which on a flight is or has been too fast; infinite where it never is."""
    if limit == math.inf or not top <= end:
        return math.inf
    fastest = _extreme(top, end, FASTEST, flight, site, planet)
    if _measure(fastest, FASTEST, flight, site, planet) <= limit:
        return math.inf
    if _measure(top, FASTEST, flight, site, planet) > limit:
        return -1.0
    return _crossing(top, fastest, FASTEST, limit, flight, site, planet)


@part
def _slow_enough_from(start, end, limit, flight, site, planet):
    """Time on the way up from which on a flight is slow enough: gravity and air slow it from burnout on."""
    if limit == math.inf or not start <= end or _measure(start, FASTEST, flight, site, planet) <= limit:
        return start
    if _measure(end, FASTEST, flight, site, planet) > limit:
        return math.inf
    return _crossing(end, start, FASTEST, limit, flight, site, planet)


@part
def limited(spans, top, limits, flight, site, planet):
    """Two spans, on the way up and down: those of the altitudes, cut by `limits` = (greatest slant range, speed).

    A span over the apogee is cut there, so that a flight comes nearest and is fastest once in each. On the way down the
    speed counts from the apogee to the meeting: the air makes no warhead slow that came too fast.
    """
    if limits[0] == math.inf and limits[1] == math.inf:
        return spans
    a, b, c, d = spans
    if not c <= d:
        c, d = max(a, top), b
        b = min(b, top)
    a, b = _within_range(a, b, limits[0], flight, site, planet)
    c, d = _within_range(c, d, limits[0], flight, site, planet)
    a = _slow_enough_from(a, b, limits[1], flight, site, planet)
    return a, b, c, min(d, _too_fast_from(top, d, limits[1], flight, site, planet))
