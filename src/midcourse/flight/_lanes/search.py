"""Drivers of the search for a staged missile's azimuth and number, rows over all cores. docs/models/flight/targeting.md"""

import numpy as np

from midcourse.flight._kernels.chart import POINTS
from midcourse.flight._kernels.search import (
    AZIMUTH,
    BEARING,
    DISTANCE,
    NUMBER,
    STATES,
    STEERING,
    advance,
    begin_row,
    steer,
    take_bearings,
)
from midcourse.numerics.jit import driver, part, prange

BLOCK = 64


@part
def set_out(k, i, launches, S, places, steering):
    """Place and steering of the flight that row i asks for, as row k."""
    places[k, 0], places[k, 1], places[k, 2] = launches[i, 0], launches[i, 1], S[i, AZIMUTH]
    for c in range(3):
        steering[k, c] = S[i, STEERING + c]


@driver
def polar_lanes(launches, aims, ellipsoid, polar):
    """Distance (rad) and bearing of every aim from its launch point, into polar (n, 2).

    launches, aims : (n, 2) latitude, longitude, rad; ellipsoid : radius m, eccentricity squared
    """
    radius, e2 = ellipsoid
    for b in prange((polar.shape[0] + BLOCK - 1) // BLOCK):
        S = np.empty((1, STATES))
        for i in range(b * BLOCK, min((b + 1) * BLOCK, polar.shape[0])):
            take_bearings(0, i, launches, aims, radius, e2, S)
            polar[i, 0], polar[i, 1] = S[0, DISTANCE], S[0, BEARING]


@driver
def begin_lanes(launches, aims, ellipsoid, latitudes, chart, tables, first, weights, S, places, steering, known):
    """Begin the state S (n, STATES) of every row and set out its first flight in places (n, 3) and steering (n, 3).

    launches, aims, ellipsoid : as `polar_lanes`; latitudes : (l,) rad, of compass roses of stations, whose weights are made
    here; none: first and weights (3, n, span) hold; chart : as `_kernels.chart` has it; known : (n,) whether a row's first
    guess is the chart's
    """
    radius, e2 = ellipsoid
    for b in prange((S.shape[0] + BLOCK - 1) // BLOCK):
        room = np.empty(POINTS)
        for i in range(b * BLOCK, min((b + 1) * BLOCK, S.shape[0])):
            take_bearings(i, i, launches, aims, radius, e2, S)
            known[i] = begin_row(i, launches, latitudes, chart, room, tables, first, weights, S)
            set_out(i, i, launches, S, places, steering)


@driver
def search_lanes(
    rows, flown, flown_ends, launches, ellipsoid, wanted, tables, first, weights, S, out, ends, places,
    steering, going,
):  # fmt: skip
    """Take in the flights of some rows: the best are kept in out and ends, the next ones set out in places and steering.

    rows : (m,) int64; flown : (8, m), flown_ends : (m, 8) as the launch driver gives them; wanted : rad; out : (8, n);
    ends : (n, 8); places, steering : (m, 3); going : (m,) whether a row flies again
    """
    radius, e2 = ellipsoid
    for b in prange((rows.shape[0] + BLOCK - 1) // BLOCK):
        for k in range(b * BLOCK, min((b + 1) * BLOCK, rows.shape[0])):
            i = rows[k]
            best, again = advance(i, flown[0, k], flown[1, k], flown[7, k], radius, e2, wanted, S)
            if best:
                for c in range(8):
                    out[c, i] = flown[c, k]
                    ends[i, c] = flown_ends[k, c]
            going[k] = again
            if again:
                steer(i, S[i, NUMBER], tables, first, weights, S)
                set_out(k, i, launches, S, places, steering)


@driver
def steer_lanes(rows, numbers, tables, first, weights, S, steering):
    """Steering (m, 3) of some rows at these numbers."""
    for k in prange(rows.shape[0]):
        steer(rows[k], numbers[k], tables, first, weights, S)
        for c in range(3):
            steering[k, c] = S[rows[k], STEERING + c]
