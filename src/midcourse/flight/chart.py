"""Charts of one launch point: flights by bearing and number, from which many aims get first guesses within metres.

docs/models/flight/targeting.md
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ._kernels.chart import AROUND, BEARINGS, POINTS
from ._kernels.search import ALONG, STEERS, U
from .boost import DOWN, land_rows
from .staged import PARTS, Chart, Ways, begin_search, earliest_ways, loft_ways, polar_of, steering_at

STEP = 2.0 * np.pi / BEARINGS
FLIGHTS_A_POINT, WORTH = 3, 2.0
"""Flights that a point of a chart takes, and the flights an aim that it may cost: it saves about 2.7."""
SOMEWHERE = 0.5
"""rad, how far off the aim points lie that only tell a bearing."""
ASIDE = 0.05
"""rad, by which tables that know eight azimuths may be wrong about a distance, and more."""
STILL = 1e-9
"""rad, change of azimuth under which nothing is learnt of how far a flight goes by its azimuth."""


class Plan(NamedTuple):
    """How many aims are begun: the family of steering and the chart of the launch point."""

    ways: Ways
    chart: Chart


def ways_for(missile, world, launches, aims):
    """Family of steering in which a staged missile is aimed where no number is given.

    Parameters
    ----------
    missile : Missile, staged
    world : World
    launches, aims : (n, 2) arrays, rad
    """
    if missile.can_cut_off:
        return earliest_ways(missile, world, launches, aims)
    return loft_ways(missile, world, launches, aims, 1)


def plan_for(missile, world, launches, aims):
    """Plan of many aims of one launch point of a staged missile; None where a chart costs more than it saves.

    Parameters
    ----------
    missile : Missile
    world : World
    launches, aims : (n, 2) arrays, rad

    Returns
    -------
    Plan or None
    """
    if missile.impulsive or len(aims) < BEARINGS or (launches != launches[0]).any():
        return None
    ways = ways_for(missile, world, launches, aims)
    distance, bearing = polar_of(launches, aims, world.earth).T
    sector, gaps = sector_of(bearing), gaps_of(ways, distance)
    flights = FLIGHTS_A_POINT * POINTS * sector[1] * (gaps[1] - gaps[0])
    if flights > WORTH * len(aims) or len(ways.known) != 1:
        return None
    return Plan(ways, chart_of(missile, world, _Tables(ways), sector, gaps))


def sector_of(bearings):
    """First index and count of the chart's bearings that guesses at these bearings (rad) need.

    Parameters
    ----------
    bearings : (n,) array
    """
    used = np.unique(np.floor(bearings / STEP).astype(int) % BEARINGS)
    free = np.diff(used, append=used[0] + BEARINGS)
    widest = int(np.argmax(free))
    begin = int(used[(widest + 1) % len(used)])
    count = BEARINGS - int(free[widest]) + 1
    return begin - 1, count + AROUND - 1


def gaps_of(ways, distances):
    """First gap of the tables that flights over these distances (rad) may need, and one beyond the last.

    Parameters
    ----------
    ways : Ways
    distances : (n,) array
    """
    along = ways.tables[:, ::PARTS, ALONG]
    nearest, farthest = along.min(axis=0), along.max(axis=0)
    needed = (farthest[1:] >= distances.min() - ASIDE) & (nearest[:-1] <= distances.max() + ASIDE)
    used = np.flatnonzero(needed)
    return (int(used[0]), int(used[-1]) + 1) if len(used) else (0, 0)


class _Tables:
    """Ways that are one key: the same tables are the same object, kept by the cache that made them."""

    def __init__(self, ways):
        self.ways = ways

    def __eq__(self, other):
        return self.ways.tables is other.ways.tables and np.array_equal(self.ways.known, other.ways.known)

    def __hash__(self):
        return hash(id(self.ways.tables))


@lru_cache(maxsize=64)
def chart_of(missile, world, key, sector, gaps):
    """Chart of the one latitude of a family of steering.

    Parameters
    ----------
    missile : Missile, staged
    world : World
    key : _Tables
    sector : (int, int)
        First of the bearings, in steps of the chart, and how many.
    gaps : (int, int)
        First gap of the tables, and one beyond the last.

    Returns
    -------
    Chart
        NaN where a flight is low and flat, or does not come down.
    """
    ways, (begin, count) = key.ways, sector
    bearing = STEP * np.arange(begin, begin + count)
    aims = _aims_along(ways.known[0], bearing, world.earth)
    rose, _, _ = begin_search(np.tile([ways.known[0], 0.0], (count, 1)), aims, ways, world.earth)
    numbers = np.ascontiguousarray(_numbers(rose)[:, slice(*gaps)])
    rows = np.repeat(np.arange(count), numbers[0].size)
    steering = steering_at(rose, rows, numbers.ravel())
    distance, turn = _flown_along(missile, world, ways.known[0], bearing[rows], steering)
    return Chart(float(begin), numbers, distance.reshape(numbers.shape), turn.reshape(numbers.shape))


def _aims_along(latitude, bearing, earth):
    """Places (n, 2) that lie at bearings from a launch point on the meridian of 0, as the search sees them."""
    launches, toward = np.tile([latitude, 0.0], (len(bearing), 1)), bearing.copy()
    for _ in range(4):
        sine = np.sin(latitude) * np.cos(SOMEWHERE) + np.cos(latitude) * np.sin(SOMEWHERE) * np.cos(toward)
        east = np.sin(SOMEWHERE) * np.cos(latitude) * np.sin(toward)
        aims = np.column_stack([np.arcsin(sine), np.arctan2(east, np.cos(SOMEWHERE) - np.sin(latitude) * sine)])
        toward = toward - _turn(polar_of(launches, aims, earth)[:, 1] - bearing)
    return aims


def _turn(angle):
    """Angles between minus half a turn and half a turn."""
    return (angle + np.pi) % (2.0 * np.pi) - np.pi


def _numbers(rose):
    """Numbers (n, g, POINTS) of a chart: in each gap of the tables in which the steering goes straight."""
    tables, first, weights = rose.tables
    span = first[:, None] + np.arange(weights.shape[2])
    nodes = np.einsum("nk,nkg->ng", weights[STEERS], tables[span, ::PARTS, U])
    share = 0.5 - 0.5 * np.cos(np.pi * np.arange(POINTS) / (POINTS - 1))
    return nodes[:, :-1, None] + np.diff(nodes, axis=1)[..., None] * share


def _flown_along(missile, world, latitude, bearing, steering):
    """How far flights with this steering go that come down at a bearing, and by how much they start beside it, rad.

    Three flights, the azimuth corrected by secants; what the last one is off by is taken off along the secant.
    """
    launches, azimuth = np.tile([latitude, 0.0], (len(bearing), 1)), bearing.copy()
    before = None
    for _ in range(FLIGHTS_A_POINT):
        out, _, _ = land_rows(missile, world, np.column_stack([launches, azimuth]), steering, hard=False)
        distance, came = polar_of(launches, np.ascontiguousarray(out[:2].T), world.earth).T
        off = _turn(came - bearing)
        change = np.zeros(len(bearing)) if before is None else azimuth - before[0]
        moved = np.abs(change) > STILL
        with np.errstate(invalid="ignore", divide="ignore"):
            slope = np.where(moved, (off - (0.0 if before is None else before[1])) / change, 1.0)
            longer = np.where(moved, (distance - (0.0 if before is None else before[2])) / change, 0.0)
            back = off / np.where((slope > 0.3) & (slope < 3.0), slope, 1.0)
        before = azimuth, off, distance
        azimuth = azimuth - back
    return np.where(out[7] == DOWN, distance - longer * back, np.nan), azimuth - bearing
