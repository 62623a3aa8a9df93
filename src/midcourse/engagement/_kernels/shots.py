"""Shots on one time line over all batteries, and the times within which a battery of a given speed can act.

A battery's row of `rules` is (lowest altitude, highest altitude, speed, where its fan begins in `fans`, greatest slant
range, greatest speed of the threat); instead of a fan -1 for an impulsive interceptor, -2 for one that flies straight.
`ready` (flights, batteries) is the first launch time in the ideal interceptor's clock, `turnaround` the least time from
one intercept to the next launch.
"""

import math

import numpy as np

from midcourse.engagement._kernels.marching import FOUND, first_marched, last_marched
from midcourse.engagement._kernels.paths import locate, take_knots
from midcourse.engagement._kernels.search import SAMPLES, allowed_spans, exact, least_speed, sample
from midcourse.engagement._kernels.speed import launch_speed
from midcourse.numerics.jit import driver, part, prange

NEAR = 1.05  # a rough speed this far above the limit may still hide a time that is possible


@part
def _possible(t, earliest, speed, flight, site, planet, fans, guess):
    return exact(t, earliest, flight, site, planet, fans, guess)[0] <= speed


@part
def _any_possible(count, table, low, high, speed, earliest, flight, site, planet, fans, spans, spare):
    """A meeting time that the speed allows, or NaN: the first good sample, else the easiest meeting of all."""
    hope = False
    for k in range(count):
        if table[k, 1] <= speed:
            return table[k, 0]
        hope = hope or table[k, 1] <= speed * NEAR + 30.0
    if not hope:
        return math.nan
    value, _, meet = least_speed(earliest, flight, (low, high, 1.0, 0.0), site, planet, fans, spare, spare)
    return meet if value <= speed else math.nan


@part
def first_meeting(earliest, speed, flight, spans, site, planet, fans, one, two):
    """Earliest (meeting time, launch time) that a speed allows from `earliest` on; NaN where none."""
    for window in range(2):
        low, high = spans[2 * window], spans[2 * window + 1]
        if not low <= high:
            continue
        if site[6] != -1.0:
            good, launch = first_marched(earliest, low, high, flight, site, planet, fans)
            if math.isnan(good):
                continue
            return good, launch
        count = sample(low, high, earliest, flight, site, planet, fans, one)
        good = _any_possible(count, one, low, high, speed, earliest, flight, site, planet, fans, spans, two)
        if math.isnan(good):
            continue
        bad, guess = low, 300.0
        for k in range(count):
            if one[k, 0] < good:
                bad, guess = one[k, 0], one[k, 2]
        if _possible(bad, earliest, speed, flight, site, planet, fans, guess):
            good = bad
        while good - bad > FOUND:
            t = 0.5 * (good + bad)
            if _possible(t, earliest, speed, flight, site, planet, fans, guess):
                good = t
            else:
                bad = t
        return good, exact(good, earliest, flight, site, planet, fans, guess)[1]
    return math.nan, math.nan


@part
def _latest_launch(t, launch, speed, flight, site, planet):
    """Last launch time of an impulsive interceptor for a meeting time, from one that is possible on."""
    point = locate(t, flight)
    good, bad = launch, t
    while bad - good > FOUND:
        s = 0.5 * (good + bad)
        if launch_speed(s, t, point, site, planet) <= speed:
            good = s
        else:
            bad = s
    return good


@part
def _last_possible(good, bad, earliest, speed, flight, site, planet, fans, guess):
    """Last possible meeting time between a possible one and one that may not be."""
    while bad - good > FOUND:
        middle = 0.5 * (good + bad)
        if _possible(middle, earliest, speed, flight, site, planet, fans, guess):
            good = middle
        else:
            bad = middle
    return good


@part
def last_times(earliest, speed, flight, spans, site, planet, fans, table):
    """(last meeting time, last launch time) that a speed allows, both -inf where none."""
    meet, launch = -math.inf, -math.inf
    for window in range(2):
        low, high = spans[2 * window], spans[2 * window + 1]
        if not low <= high:
            continue
        if site[6] != -1.0:
            t, _ = first_marched(earliest, low, high, flight, site, planet, fans)
            if t >= low:
                t, s = last_marched(earliest, t, high, flight, site, planet, fans)
                meet, launch = max(meet, t), max(launch, s)
            continue
        count = sample(low, high, earliest, flight, site, planet, fans, table)
        for k in range(count):
            t, guess = table[k, 0], table[k, 2]
            value, s = math.inf, t
            if table[k, 1] <= speed * NEAR + 30.0:
                value, s = exact(t, earliest, flight, site, planet, fans, guess)
            if value > speed:
                continue
            launch = max(launch, _latest_launch(t, s, speed, flight, site, planet))
            if k + 1 < count and not table[k + 1, 1] <= speed:
                t = _last_possible(t, table[k + 1, 0], earliest, speed, flight, site, planet, fans, guess)
                value, s = exact(t, earliest, flight, site, planet, fans, guess)
                launch = max(launch, _latest_launch(t, s, speed, flight, site, planet))
            meet = max(meet, t)
    return meet, launch


@part
def _site_of(site, rule):
    """Tuple of the site of a battery: its place, its fan or -1, its speed."""
    return site[0], site[1], site[2], site[3], site[4], site[5], rule[3], rule[2]


@part
def _next_shot(i, after, first, flight, sites, rules, fans, ready, turnaround, planet, may, out, one, two):
    """Battery whose next intercept comes first, with launch and meeting time in `out`; -1 where none of a layer may."""
    best = -1
    out[1] = math.inf
    for b in range(sites.shape[0]):
        earliest = max(ready[i, b], after + turnaround[b])
        if not earliest < math.inf or may[b] <= 0:
            continue
        site = _site_of(sites[b], rules[b])
        limits = rules[b, 4], rules[b, 5]
        spans = allowed_spans(flight, site, planet, (first[i], rules[b, 0], rules[b, 1]), limits)
        meet, launch = first_meeting(earliest, rules[b, 2], flight, spans, site, planet, fans, one, two)
        if meet < out[1]:
            best, out[0], out[1] = b, launch, meet
    return best


@driver
def shots_on_one_line(
    reached, first, times, positions, velocities, sites, rules, fans, ready, turnaround, planet, each, layers
):
    """Battery (n, looks; -1 none), launch and meeting times (n, looks) of the shots that follow one another.

    At most `each` of them are fired by the batteries of one layer; `layers` numbers these from 0.
    """
    n, looks = times.shape[0], each * (1 + np.max(layers))
    battery = np.full((n, looks), -1, np.int16)
    launch = np.full((n, looks), np.nan)
    meet = np.full((n, looks), np.nan)
    for i in prange(n):
        if reached[i]:
            one, two, out = np.empty((SAMPLES + 8, 3)), np.empty((SAMPLES + 8, 3)), np.empty(2)
            flight = np.empty((times.shape[1], 7))
            take_knots(i, times, positions, velocities, flight)
            after, may = -math.inf, np.full(layers.shape[0], each)
            for k in range(looks):
                b = _next_shot(
                    i, after, first, flight, sites, rules, fans, ready, turnaround, planet, may, out, one, two
                )
                if b < 0:
                    break
                for c in range(layers.shape[0]):
                    may[c] -= 1 if layers[c] == layers[b] else 0
                battery[i, k], launch[i, k], meet[i, k] = b, out[0], out[1]
                after = out[1]
    return battery, launch, meet


@driver
def action_windows(reached, first, times, positions, velocities, place, rules, fans, ready, planet):
    """First meeting, its launch, last meeting, last launch (n, 4) for one battery; NaN where it can do nothing."""
    n = times.shape[0]
    answer = np.full((n, 4), np.nan)
    for i in prange(n):
        if reached[i] and ready[i] < math.inf:
            one, two = np.empty((SAMPLES + 8, 3)), np.empty((SAMPLES + 8, 3))
            flight = np.empty((times.shape[1], 7))
            take_knots(i, times, positions, velocities, flight)
            site = _site_of(place, rules)
            limits = rules[4], rules[5]
            spans = allowed_spans(flight, site, planet, (first[i], rules[0], rules[1]), limits)
            meet, launch = first_meeting(ready[i], rules[2], flight, spans, site, planet, fans, one, two)
            if meet >= 0.0:
                answer[i, 0], answer[i, 1] = meet, launch
                last, gone = last_times(ready[i], rules[2], flight, spans, site, planet, fans, one)
                answer[i, 2], answer[i, 3] = max(last, meet), max(gone, launch)
    return answer
