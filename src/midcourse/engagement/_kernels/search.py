"""Search over meeting times: the windows in which a flight may be met, the least speed, shots on one time line.

`flight` = knots as in paths.py; tuples `site`, `planet` as in speed.py; `fans` = row of a watching site (sine of its lowest
elevation, below -1 where nobody needs to watch, and 12 numbers), then fans as in flyout.py; `rules` = (earliest meeting
time, lowest altitude, highest altitude, highest speed).
"""

import math

import numpy as np

from midcourse.earth._kernels import geodetic
from midcourse.engagement._kernels.flyout import WATCH, flown_meeting
from midcourse.engagement._kernels.limits import limited, straight_meeting
from midcourse.engagement._kernels.paths import locate, take_knots, velocity_at
from midcourse.engagement._kernels.speed import (
    _brent_keep,
    _brent_step,
    arrival,
    best_launch,
    impulsive_site,
    rough_speed,
    site_at,
    three_places,
)
from midcourse.numerics.jit import driver, part, prange
from midcourse.sensing._kernels import look

SAMPLES = 40  # meeting times sampled over a flight; the refinement makes the answer independent of them
TIME_TOLERANCE = 1e-3  # s
BRENT_ROUNDS = 12
FINEST = 0.02  # s, to which a meeting time is sought
WORTH_REFINING = 1.04  # a rough minimum this far above the best one cannot win
LOOKS = 8
GOLDEN = 0.6180339887498949


@part
def altitude_at(t, flight, planet):
    """Altitude (m) of the flight at t."""
    x, y, z = locate(t, flight)
    _, _, altitude = geodetic(x, y, z, planet[2], planet[3])
    return altitude


@part
def apogee_time(flight, planet):
    """Time of the greatest altitude: best knot, then golden section between its neighbours."""
    best, top, last = 0, -math.inf, flight.shape[0] - 1
    for k in range(last + 1):
        _, _, altitude = geodetic(flight[k, 1], flight[k, 2], flight[k, 3], planet[2], planet[3])
        if altitude > top:
            best, top = k, altitude
    low, high = flight[max(0, best - 1), 0], flight[min(last, best + 1), 0]
    a, b = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    fa, fb = altitude_at(a, flight, planet), altitude_at(b, flight, planet)
    while high - low > 0.01:
        if fa > fb:
            high, b, fb = b, a, fa
            a = high - GOLDEN * (high - low)
            fa = altitude_at(a, flight, planet)
        else:
            low, a, fa = a, b, fb
            b = low + GOLDEN * (high - low)
            fb = altitude_at(b, flight, planet)
    return 0.5 * (low + high)


@part
def _crossing(below, above, level, flight, planet):
    """Time between `below` and `above` at which the altitude is `level`; stays on the upper side."""
    while abs(above - below) > TIME_TOLERANCE:
        t = 0.5 * (below + above)
        if altitude_at(t, flight, planet) >= level:
            above = t
        else:
            below = t
    return above


@part
def windows(flight, planet, rules):
    """Two spans (start, end, start, end) in which the flight may be met, rising and falling; empty: start > end."""
    return windows_about(apogee_time(flight, planet), flight, planet, rules)


@part
def windows_about(top, flight, planet, rules):
    """`windows` of a flight whose apogee is at `top`."""
    last = flight[flight.shape[0] - 1, 0]
    first = max(rules[0], 0.0)
    peak = altitude_at(top, flight, planet)
    if peak < rules[1]:
        return 1.0, 0.0, 1.0, 0.0
    up = 0.0 if altitude_at(0.0, flight, planet) >= rules[1] else _crossing(0.0, top, rules[1], flight, planet)
    down = last if altitude_at(last, flight, planet) >= rules[1] else _crossing(last, top, rules[1], flight, planet)
    if peak <= rules[2]:
        return max(up, first), down, 1.0, 0.0
    leave, back = 0.0, last
    if altitude_at(0.0, flight, planet) < rules[2]:
        leave = _crossing(0.0, top, rules[2], flight, planet) - TIME_TOLERANCE
    if altitude_at(last, flight, planet) < rules[2]:
        back = _crossing(last, top, rules[2], flight, planet) + TIME_TOLERANCE
    return max(up, first), leave, max(back, first), down


@part
def allowed_spans(flight, site, planet, rules, limits):
    """Two spans in which the flight may be met: those of the altitudes, cut by (greatest slant range, speed)."""
    top = apogee_time(flight, planet)
    return limited(windows_about(top, flight, planet, rules), top, limits, flight, site, planet)


@part
def _watched(t, point, fans, planet):
    """Whether the watching site, if one is asked for, has the point above its lowest elevation at t."""
    if fans[0] < -1.0:
        return True
    _, _, elevation = look(t, point[0], point[1], point[2], fans[1:WATCH], planet[1])
    return math.sin(elevation) >= fans[0]


@part
def rough(t, earliest, flight, site, planet, fans, guess, rounds):
    """`rough_speed` for the flight at t; infinite where nobody watches or no arc fits."""
    point = locate(t, flight)
    if not _watched(t, point, fans, planet):
        return math.inf, earliest, guess
    if site[6] >= 0.0:
        return flown_meeting(t, earliest, point, site, planet, fans)
    if site[6] < -1.0:
        return straight_meeting(t, earliest, point, site, planet)
    return rough_speed(t, earliest, point, site, planet, guess, rounds)


@part
def exact(t, earliest, flight, site, planet, fans, guess):
    """`best_launch` for the flight at t: (least speed, launch time)."""
    point = locate(t, flight)
    if not _watched(t, point, fans, planet):
        return math.inf, earliest
    if site[6] >= 0.0:
        value, launch, _ = flown_meeting(t, earliest, point, site, planet, fans)
        return value, launch
    if site[6] < -1.0:
        value, launch, _ = straight_meeting(t, earliest, point, site, planet)
        return value, launch
    return best_launch(t, earliest, point, site, planet, guess)


@part
def _first_possible(cannot, can, earliest, flight, site, planet, fans, guess):
    """Meeting time at the edge between one at which no arc fits and one at which an arc does."""
    while abs(can - cannot) > TIME_TOLERANCE:
        t = 0.5 * (cannot + can)
        if rough(t, earliest, flight, site, planet, fans, guess, 3)[0] < math.inf:
            can = t
        else:
            cannot = t
    return can


@part
def _refine(low, start, high, earliest, flight, site, planet, fans, guess):
    """(least speed, launch, meeting) between two meeting times, by Brent's rule, both ends included."""
    best, launch = exact(low, earliest, flight, site, planet, fans, guess)
    end, end_launch = exact(high, earliest, flight, site, planet, fans, guess)
    fw, fv, meet, inward = best, end, low, 2.0 * FINEST
    if end < best:
        best, launch, meet, inward = end, end_launch, high, -2.0 * FINEST
    if high - low < 2.0 * TIME_TOLERANCE:
        return best, launch, meet
    x, w, v = min(max(start, low + 0.02 * (high - low)), high - 0.02 * (high - low)), low, high
    fx, sx = exact(x, earliest, flight, site, planet, fans, guess)
    if fx < best:
        best, launch, meet = fx, sx, x
    elif high - low > 8.0 * FINEST and exact(meet + inward, earliest, flight, site, planet, fans, guess)[0] >= best:
        return best, launch, meet
    x, w, v, fx, fw, fv, low, high = three_places(x, w, v, fx, fw, fv, low, high)
    step = before = high - low
    for _ in range(BRENT_ROUNDS):
        middle, tolerance = 0.5 * (low + high), FINEST
        if abs(x - middle) <= 2.0 * tolerance - 0.5 * (high - low):
            break
        step, before, u = _brent_step(x, w, v, fx, fw, fv, low, high, middle, tolerance, step, before)
        fu, su = exact(u, earliest, flight, site, planet, fans, guess)
        if fu < best:
            best, launch, meet = fu, su, u
        x, w, v, fx, fw, fv, low, high = _brent_keep(u, fu, x, w, v, fx, fw, fv, low, high)
    return best, launch, meet


@part
def sample(start, end, earliest, flight, site, planet, fans, table):
    """Fill the table (meeting time, rough speed, flight time of the easiest arc) over a window; gives the count."""
    last = flight[flight.shape[0] - 1, 0]
    spread = SAMPLES if site[6] < -1.0 else int(SAMPLES * (end - start) / last)
    count = min(table.shape[0], 6 + spread) if end > start else 1
    guess, rounds = 300.0, 6
    for k in range(count):
        t = start + (end - start) * k / max(1, count - 1)
        value, _, easy = rough(t, earliest, flight, site, planet, fans, guess, rounds)
        if easy > 0.0 and easy < 1e5:
            guess, rounds = easy, 2
        table[k, 0], table[k, 1], table[k, 2] = t, value, guess
    return count


@part
def _best_in_window(count, table, limit, earliest, flight, site, planet, fans):
    """Least speed over the low places of one sampled window that may still beat the limit."""
    best, launch, meet = math.inf, math.nan, math.nan
    for k in range(count):
        value = table[k, 1]
        left = table[k - 1, 1] if k > 0 else math.inf
        right = table[k + 1, 1] if k < count - 1 else math.inf
        if not value < math.inf or value > left or value > right or value > limit:
            continue
        t, guess = table[k, 0], table[k, 2]
        low = high = t
        if k > 0:
            low = table[k - 1, 0]
            if not left < math.inf:
                low = _first_possible(low, t, earliest, flight, site, planet, fans, guess)
        if k < count - 1:
            high = table[k + 1, 0]
            if not right < math.inf:
                high = _first_possible(high, t, earliest, flight, site, planet, fans, guess)
        value, s, when = _refine(low, t, high, earliest, flight, site, planet, fans, guess)
        if value < best:
            best, launch, meet = value, s, when
    return best, launch, meet


@part
def least_speed(earliest, flight, spans, site, planet, fans, one, two):
    """(speed, launch time, meeting time) of the easiest meeting from `earliest` on; infinite speed where none."""
    n1 = sample(spans[0], spans[1], earliest, flight, site, planet, fans, one) if spans[0] <= spans[1] else 0
    n2 = sample(spans[2], spans[3], earliest, flight, site, planet, fans, two) if spans[2] <= spans[3] else 0
    rough_best = math.inf
    for k in range(n1):
        rough_best = min(rough_best, one[k, 1])
    for k in range(n2):
        rough_best = min(rough_best, two[k, 1])
    limit = rough_best * WORTH_REFINING + 30.0
    first = _best_in_window(n1, one, limit, earliest, flight, site, planet, fans)
    second = _best_in_window(n2, two, limit, earliest, flight, site, planet, fans)
    return first if first[0] <= second[0] else second


@driver
def least_speeds(reached, earliest, first_meeting, times, positions, velocities, site, planet, watch, limits):
    """Least launch speed for each flight from one site: (n, 3) speed, launch time, meeting time."""
    n = times.shape[0]
    answer = np.full((n, 3), np.nan)
    for i in prange(n):
        answer[i, 0] = math.inf
        if reached[i] and earliest[i] < math.inf:
            one, two = np.empty((SAMPLES + 8, 3)), np.empty((SAMPLES + 8, 3))
            flight = np.empty((times.shape[1], 7))
            take_knots(i, times, positions, velocities, flight)
            spans = windows(flight, planet, (first_meeting[i], limits[0], limits[1]))
            got = least_speed(earliest[i], flight, spans, impulsive_site(site), planet, watch, one, two)
            if got[0] <= limits[2]:
                answer[i, 0], answer[i, 1], answer[i, 2] = got[0], got[1], got[2]
    return answer


@driver
def meeting_details(launch, meet, times, positions, velocities, site, planet):
    """Altitude, slant range from the site and closing speed of each meeting (n, 3); NaN where there is none."""
    n = times.shape[0]
    details = np.full((n, 3), np.nan)
    for i in prange(n):
        if meet[i] >= 0.0:
            flight = np.empty((times.shape[1], 7))
            take_knots(i, times, positions, velocities, flight)
            point = locate(meet[i], flight)
            place = impulsive_site(site)
            x, y, z = site_at(meet[i], place, planet[1])
            vx, vy, vz = velocity_at(meet[i], flight)
            ax, ay, az = arrival(launch[i], meet[i], point, place, planet)
            details[i, 0] = altitude_at(meet[i], flight, planet)
            details[i, 1] = math.sqrt((point[0] - x) ** 2 + (point[1] - y) ** 2 + (point[2] - z) ** 2)
            details[i, 2] = math.sqrt((vx - ax) ** 2 + (vy - ay) ** 2 + (vz - az) ** 2)
    return details
