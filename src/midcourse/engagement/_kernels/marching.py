"""First and last shots of interceptors that have one time to reach each place: fans and straight flights.

The launch L(t) = t - T(place at t) that meets a flight at t cannot change faster than the threat moves against the
interceptor, so that a time at which it is far from enough lets the search leave out all times near it; where nothing
reaches the place the search goes on in small steps. Names as in shots.py. Page docs/models/engagement/shots.md.
"""

import math

from midcourse.engagement._kernels.search import GOLDEN, exact
from midcourse.numerics.jit import part

FOUND = 0.05  # s, to which first and last times are found
FASTEST = 8000.0  # m/s, of a threat
SAFETY = 1.5  # an interceptor is slower on its way than at burnout
SMALL, LARGE = 4.0, 40.0  # s, steps of a search over a fan
PARTS = 64  # steps at most so large a part of the time in which a straight flight can meet


@part
def _launch_at(t, earliest, flight, site, planet, fans):
    """Launch that meets the flight at t, -inf where nothing reaches it."""
    value, launch = exact(t, earliest, flight, site, planet, fans, 0.0)
    return launch if value < math.inf else -math.inf


@part
def _small(low, high, site):
    return SMALL if site[6] >= 0.0 else max(FOUND, min(1.0, (high - low) / PARTS))


@part
def _step(short, small, site):
    """Step over times at which the launch cannot come up to what is wanted, `short` s later (inf: out of reach)."""
    if short == math.inf:
        return small
    return min(max(short / (SAFETY * (1.0 + FASTEST / site[7])), small), LARGE)


@part
def first_marched(earliest, low, high, flight, site, planet, fans):
    """Earliest (meeting time, launch) from `earliest` on between two meeting times; NaN where none."""
    t = max(low, earliest + FOUND)
    if not t <= high:
        return math.nan, math.nan
    small, bad = _small(low, high, site), t
    launch = _launch_at(t, earliest, flight, site, planet, fans)
    while launch < earliest:
        if t >= high:
            return math.nan, math.nan
        bad = t
        t = min(high, t + _step(earliest - launch, small, site))
        launch = _launch_at(t, earliest, flight, site, planet, fans)
    while t - bad > FOUND:
        middle = 0.5 * (t + bad)
        one = _launch_at(middle, earliest, flight, site, planet, fans)
        if one >= earliest:
            t, launch = middle, one
        else:
            bad = middle
    return t, launch


@part
def _last_between(good, bad, earliest, flight, site, planet, fans):
    """Last possible meeting time between a possible one and one that is not."""
    while bad - good > FOUND:
        middle = 0.5 * (good + bad)
        if _launch_at(middle, earliest, flight, site, planet, fans) >= earliest:
            good = middle
        else:
            bad = middle
    return good


@part
def _peak(low, high, earliest, flight, site, planet, fans):
    """Latest launch between two meeting times around a place where it is late; golden section."""
    best = -math.inf
    for _ in range(16):
        a, b = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        va = _launch_at(a, earliest, flight, site, planet, fans)
        vb = _launch_at(b, earliest, flight, site, planet, fans)
        best = max(best, va, vb)
        if va > vb:
            high = b
        else:
            low = a
    return best


@part
def last_marched(earliest, first, high, flight, site, planet, fans):
    """(last meeting time, last launch) after a first possible meeting time, whose launch is at `earliest` or later."""
    small = 2.0 * _small(first, high, site)
    t = before = meet = top = first
    launch = latest = _launch_at(first, earliest, flight, site, planet, fans)
    while t < high:
        before, possible = t, launch >= earliest
        t = min(high, t + _step(latest - launch if possible else earliest - launch, small, site))
        launch = _launch_at(t, earliest, flight, site, planet, fans)
        if launch >= earliest:
            meet = t
        elif possible:
            meet = _last_between(before, t, earliest, flight, site, planet, fans)
            launch_there = _launch_at(meet, earliest, flight, site, planet, fans)
            if launch_there > latest:
                latest, top = launch_there, meet
        if launch > latest:
            latest, top = launch, t
    low, high = max(first, top - small), min(high, top + small)
    return meet, max(latest, _peak(low, high, earliest, flight, site, planet, fans))
