"""Staged flights whose burnout angle, apogee or flight time is given: the loft angle is found that gives it.

docs/models/flight/targeting.md
"""

import numpy as np

from . import staged
from .boost import FAST, Flown, fly_rows
from .places import burnout_numbers, line_between
from .reach import cutoff_nodes, ground_of

ROUNDS = 16
CLOSE = 1e-5
"""Share of the wanted number to which it is met."""


def cutoff_ways(missile, world, launches, aims, loft, pitch_rate):
    """Family of ends of thrust with a fixed loft angle and pitch rate a row.

    Parameters
    ----------
    missile : Missile, staged
    world : World
    launches, aims : (n, 2) arrays, rad
    loft, pitch_rate : (n,) arrays

    Returns
    -------
    staged.Ways
    """
    nodes, n = cutoff_nodes(missile), len(launches)
    k = len(nodes)
    _, bearing = line_between(launches, aims, world.earth)
    places = np.column_stack([np.repeat(launches, k, axis=0), np.repeat(bearing, k)])
    lofts, rates, ends = np.repeat(loft[:, None], k, 1), np.repeat(pitch_rate[:, None], k, 1), np.tile(nodes, (n, 1))
    steering = np.column_stack([lofts.ravel(), rates.ravel(), ends.ravel()])
    ground = ground_of(fly_rows(missile, world, places, steering, steps=FAST), places, world.earth)
    return staged.ways_of(ends, lofts, np.log(rates), ends, ground.along.reshape(n, k), ground.right.reshape(n, k))


def number_of(solved, quantity, launches, earth):
    """The flown number of each row.

    Parameters
    ----------
    solved : staged.Solved
    quantity : {"burnout_angle", "apogee", "flight_time"}
    launches : (n, 2) array, rad
    earth : Earth
    """
    if quantity == "apogee":
        return solved.flown.apogee_altitude
    if quantity == "flight_time":
        return solved.flown.time
    return burnout_numbers(solved.flown, launches, np.zeros((len(launches), 3)), earth)[3]


def by_number(missile, world, launches, aims, least, shape, steps=FAST):
    """Flights to the aim points with the wanted burnout angle, apogee or flight time, each the lowest loft that has it.

    Parameters
    ----------
    missile : Missile that can cut off
    world : World
    launches, aims : (n, 2) arrays, rad
    least : targeting.Aimed, the minimum-energy flights
    shape : Shape with a number
    steps : Steps

    Returns
    -------
    staged.Solved
        Rows in which no loft angle gives the number have an infinite miss.
    """
    law, n = missile.steering, len(launches)
    rate = least.steering[:, 1].copy()
    begin = least.steering[:, 0].copy()
    solved = staged.Solved(
        least.azimuth.copy(),
        least.steering.copy(),
        Flown(*[part.copy() for part in least.flown]),
        np.zeros(n),
        least.miss.copy(),
        np.full(n, np.nan),
        np.zeros(n, bool),
    )
    number = number_of(solved, shape.quantity, launches, world.earth)
    lofted = shape.value > number
    edge = np.where(lofted, law.loft_highest, law.loft_lowest)
    inner, outer = begin.copy(), edge.copy()
    inner_gap = number - shape.value
    loft = np.clip(
        begin + (shape.value - number) / np.where(number == 0.0, 1.0, number), law.loft_lowest, law.loft_highest
    )
    loft = np.where(np.abs(loft - begin) > 0.5 * np.abs(edge - begin), 0.5 * (begin + edge), loft)
    miss, rows = np.full(n, np.inf), np.flatnonzero(least.reached)
    for _ in range(ROUNDS):
        ways = cutoff_ways(missile, world, launches[rows], aims[rows], loft[rows], rate[rows])
        found = staged.solve(missile, world, launches[rows], aims[rows], ways, steps)
        gap = number_of(found, shape.quantity, launches[rows], world.earth) - shape.value
        hit = found.miss < 20.0
        short_of = hit & ((gap < 0.0) == lofted[rows])
        good = hit & (np.abs(gap) < CLOSE * shape.value)
        _take(solved, found, rows, good)
        miss[rows[good]] = found.miss[good]
        with np.errstate(invalid="ignore", divide="ignore"):
            secant = loft[rows] - gap * (loft[rows] - inner[rows]) / (gap - inner_gap[rows])
        past = np.where(short_of, outer[rows], loft[rows])
        kept = np.where(short_of, loft[rows], inner[rows])
        outer[rows], inner[rows] = past, kept
        inner_gap[rows] = np.where(short_of, gap, inner_gap[rows])
        between = hit & (secant > np.minimum(past, kept)) & (secant < np.maximum(past, kept))
        loft[rows] = np.where(between, secant, 0.5 * (past + kept))
        rows = rows[~good]
        if not len(rows):
            break
    return solved._replace(miss=miss)


def _take(solved, found, rows, good):
    """Put the good rows of `found` where they belong."""
    chosen = rows[good]
    solved.azimuth[chosen], solved.steering[chosen] = found.azimuth[good], found.steering[good]
    for mine, new in zip(solved.flown, found.flown, strict=True):
        mine[chosen] = new[good]
