"""How many shots follow one another on one time line over batteries: even samples against tables of times to reach.

Each meeting lies between a soonest and a sure time, apart by the doubt of the tables. Where both lead to the same number
of shots, that is the number; else ASK. Rows of `tables` = (axes (m, 9), limits (m, 4), ends (m, ...), table (m, ...),
doubts (m, ...)) as in meeting.py, one a battery.
"""

import math

import numpy as np

from midcourse.analysis._kernels.meeting import FASTEST, margin
from midcourse.analysis._kernels.reach import angle_of, end_around
from midcourse.analysis._kernels.samples import between
from midcourse.numerics.jit import driver, part, prange

UNKNOWN = -1  # shots that the tables cannot tell
SMALL = 4.0  # s, step where nothing is reached or the table is not sure
LEAST, LARGE = 2.0, 80.0  # s, other steps
FINE = 1.0  # s, to which a meeting time is looked for
ROUNDS = 6
BEND = 0.02  # 1/s: a margin's rate grows by no more in a second, but where the table itself bends
EDGE = 0.05  # s, by which ends of spans may be wrong


@part
def _at(t, earliest, i, samples, reach):
    """(time left over at a meeting at t, whether the table is sure of it, its doubt, angle from the site)."""
    x, y, z, height = between(t, i, samples[0], samples[1], samples[2], samples[3])
    return margin(t, earliest, x, y, z, height, reach[0], reach[1], reach[2], reach[3], reach[4])


@part
def _past_reach(t, angle, i, samples, reach):
    """How long a place out of reach surely stays so: by its angle past all that is reached, or near it on the table."""
    if angle > reach[1][3]:
        return (angle - reach[1][3]) / FASTEST
    x, y, z, height = between(t, i, samples[0], samples[1], samples[2], samples[3])
    _, east, north = angle_of(x, y, z, reach[0])
    return (angle - end_around(east, north, height, reach[1], reach[2])) / (2.0 * FASTEST)


@part
def _step(t, last, value, before, wanted, sure, angle, slope, i, samples, reach):
    """How far the next look may lie: no time in between can have a margin as large as wanted.

    The margin grows no faster than `slope`, and as the flight comes and goes its rate hardly ever grows.
    """
    if value == -math.inf:
        return max(SMALL, _past_reach(t, angle, i, samples, reach))
    if not sure:
        return SMALL
    step = (wanted - value) / slope
    if before > -math.inf and t > last:
        rate = (value - before) / (t - last)
        step = max(step, (math.sqrt(rate * rate + 2.0 * BEND * max(wanted - value, 0.0)) - rate) / BEND)
    return min(max(step, LEAST), LARGE)


@part
def _last_without(bad, low, good, high, wanted, earliest, i, samples, reach):
    """A time shortly before the first one with a margin as large as wanted, between two looks and their margins."""
    for _ in range(ROUNDS):
        if good - bad < FINE:
            break
        known = low > -math.inf
        share = min(max((wanted - low) / (high - low), 0.0), 1.0) if known else 0.5
        t = max(bad + share * (good - bad) - (0.5 * FINE if known else 0.0), bad)
        value, _, _, _ = _at(t, earliest, i, samples, reach)
        if value >= wanted:
            good, high = t, value
        else:
            bad, low = t, value
            if known:
                break
    return bad


@part
def _first_with(bad, low, good, high, wanted, earliest, i, samples, reach):
    """A time shortly after the first one with a sure margin as large as wanted, between two looks and their margins."""
    for _ in range(ROUNDS):
        if good - bad < FINE:
            break
        known = low > -math.inf
        share = min(max((wanted - low) / (high - low), 0.0), 1.0) if known else 0.5
        t = min(bad + share * (good - bad) + (0.5 * FINE if known else 0.0), good)
        value, sure, _, _ = _at(t, earliest, i, samples, reach)
        if sure and value >= wanted:
            good, high = t, value
            if known:
                break
        else:
            bad, low = t, value if sure else -math.inf
    return good


@part
def _times(low, high, earliest, most, late, slope, i, samples, reach):
    """(soonest, sure) time of a first meeting in one span; infinite where there is none.

    Soonest with a launch at `earliest` and a margin over minus the doubt, sure with one `late` seconds later and over the
    doubt: the greater one of two looks, between them. No doubt is greater than `most`.
    """
    soonest = math.inf
    t = last = max(low - EDGE, earliest + reach[1][2] - most)
    before, own_before = -math.inf, 0.0
    while t <= high:
        value, sure, own, angle = _at(t, earliest, i, samples, reach)
        own = own if sure else most
        near = max(own, own_before)
        if soonest == math.inf and value >= -own:
            soonest = _last_without(last, before, t, value, -near, earliest, i, samples, reach)
        if sure and value >= own + late and low + EDGE <= t <= high - EDGE:
            from_here = max(last, low + EDGE)
            before = before if last == from_here else -math.inf
            wanted = min(near + late, value)
            return soonest, _first_with(from_here, before, t, value, wanted, earliest, i, samples, reach)
        if t >= high:
            break
        wanted = -most if soonest == math.inf else own + late
        step = _step(t, last, value, before, wanted, sure, angle, slope, i, samples, reach)
        last, before, own_before = t, value if sure else -math.inf, own if sure else 0.0
        t = min(t + step, high - EDGE if t < high - EDGE else high)
    return soonest, math.inf


@part
def _first(earliest, late, most, slope, i, spans, samples, reach):
    """(soonest, sure) time of a first meeting over both spans of a flight."""
    soonest, sure_at = math.inf, math.inf
    for window in range(2):
        low, high = spans[2 * window], spans[2 * window + 1]
        if low <= high and sure_at == math.inf:
            early, sure = _times(low, high, earliest, most, late, slope, i, samples, reach)
            soonest, sure_at = min(soonest, early), min(sure_at, sure)
    return soonest, sure_at


@part
def _next(i, after, until, ready, may, spans, samples, tables, rules, found):
    """(soonest, sure, layer) of the next shot; layer -1 where it may be of several. `found` (m, 2) is filled."""
    soonest, sure_at = math.inf, math.inf
    for b in range(ready.shape[0]):
        found[b, 0] = found[b, 1] = math.inf
        layer = int(rules[b, 3])
        if ready[b] < math.inf and may[layer] > 0:
            early, late = max(ready[b], after + rules[b, 2]), max(ready[b], until + rules[b, 2])
            reach = tables[0][b], tables[1][b], tables[2][b], tables[3][b], tables[4][b]
            got = _first(early, late - early, rules[b, 0], rules[b, 1], i, spans[int(rules[b, 4]), i], samples, reach)
            found[b, 0], found[b, 1] = got
            soonest, sure_at = min(soonest, got[0]), min(sure_at, got[1])
    layer = -2
    for b in range(ready.shape[0]):
        if found[b, 0] <= sure_at and found[b, 0] < math.inf:
            own = int(rules[b, 3])
            layer = own if layer in (-2, own) else -1
    return soonest, sure_at, layer


@part
def _count(i, ready, each, layers, spans, samples, tables, rules):
    """Shots at flight i, or UNKNOWN."""
    may, found = np.full(layers, each), np.empty((ready.shape[0], 2))
    after = until = -math.inf
    count = 0
    while True:
        soonest, sure_at, layer = _next(i, after, until, ready, may, spans, samples, tables, rules, found)
        if soonest == math.inf:
            return count
        if sure_at == math.inf or layer < 0:
            return UNKNOWN
        may[layer] -= 1
        count, after, until = count + 1, soonest, sure_at


@driver
def count_many(rows, ready, each, layers, spans, samples, tables, rules, answer):
    """Fill `answer` (p,): shots that fit against flight `rows`, at most `each` in a layer, or UNKNOWN.

    `ready` (p, m) is the first launch of each battery, inf never; `rules` (m, 5) its greatest doubt, the greatest rate at which a
    margin grows, the least time from an intercept to its next launch, its layer (of `layers`) and its row of `spans`
    (k, n, 4).
    """
    for p in prange(rows.shape[0]):
        answer[p] = _count(rows[p], ready[p], each, layers, spans, samples, tables, rules)
