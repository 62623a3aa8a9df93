"""First guess from a chart: how far flights of one launch point go, by bearing and number. docs/models/flight/targeting.md

`chart` = (index of its first bearing; numbers, distances (rad) and turns (azimuth of launch less bearing, rad) of flights,
each (bearings, gaps, POINTS)). Bearings are whole shares of a turn; a gap lies between two nodes of the tables of steering.
"""

import math

from midcourse.numerics.jit import kernel

BEARINGS = 36  # in a full turn
POINTS = 6  # of a gap, from end to end, closer together near its ends
SLACK = 1e-6  # rad, by which neighbouring gaps may miss each other
AROUND = 4  # bearings that a guess is made of


@kernel
def bearing_weights(s):
    """Weights of four even nodes -1, 0, 1, 2 at s: the cubic through them."""
    return (
        s * (s - 1.0) * (s - 2.0) * (-1.0 / 6.0),
        (s + 1.0) * (s - 1.0) * (s - 2.0) * 0.5,
        (s + 1.0) * s * (s - 2.0) * -0.5,
        (s + 1.0) * s * (s - 1.0) * (1.0 / 6.0),
    )


@kernel
def across(values, j, gap, point, w):
    """Value at a point of a gap between four bearings, the first of them j."""
    return (
        w[0] * values[j, gap, point]
        + w[1] * values[j + 1, gap, point]
        + w[2] * values[j + 2, gap, point]
        + w[3] * values[j + 3, gap, point]
    )


@kernel
def gap_of(distances, j, w, distance):
    """Last gap that does not begin beyond a distance; gaps whose flights are not known lie before all others."""
    low, high = 0, distances.shape[1]
    while high - low > 1:
        middle = (low + high) // 2
        if across(distances, j, middle, 0, w) > distance:
            high = middle
        else:
            low = middle
    return low


@kernel
def chart_guess(bearing, distance, chart, room):
    """Number and azimuth of launch with which a flight goes that far in that direction; NaN off the chart.

    room : (POINTS,) to work in
    """
    begin, numbers, distances, turns = chart
    x = bearing * (BEARINGS / (2.0 * math.pi)) - begin
    x -= BEARINGS * math.floor(x / BEARINGS)
    j = int(x) - 1
    if j < 0 or j + AROUND > distances.shape[0]:
        return math.nan, math.nan
    w = bearing_weights(x - (j + 1))
    gap = gap_of(distances, j, w, distance)
    rises = True
    for a in range(POINTS):
        room[a] = across(distances, j, gap, a, w)
        rises = rises and (a == 0 or room[a] > room[a - 1])
    if not (rises and room[0] <= distance <= room[POINTS - 1] + SLACK):
        return math.nan, math.nan
    number, turn = 0.0, 0.0
    for a in range(POINTS):
        weight = 1.0
        for b in range(POINTS):
            if b != a:
                weight *= (distance - room[b]) / (room[a] - room[b])
        number += weight * across(numbers, j, gap, a, w)
        turn += weight * across(turns, j, gap, a, w)
    return number, bearing + turn
