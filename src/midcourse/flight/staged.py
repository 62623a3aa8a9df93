"""Aiming staged missiles: many rows at once by safeguarded secants on azimuth and one number a row.

docs/models/flight/targeting.md
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ._kernels.chart import POINTS
from ._kernels.search import (  # columns of the state of a row
    BEST_AZIMUTH,
    BEST_NUMBER,
    BEST_STEERING,
    COMPASS,
    FIRST_U,
    LAST_LOFT,
    LAST_U,
    MISS,
    SHORT,
    STATES,
    TURNS,
)
from ._lanes.search import begin_lanes, polar_lanes, search_lanes, steer_lanes
from .boost import FAST, Flown, fly_rows, land_rows
from .places import level_axes, surface_points
from .reach import FARTHEST, NODES_A_STAGE, cutoff_nodes, ground_of, refined, stage_tables, station_tables, stations_for

ROUNDS = 16
POLISH_ROUNDS = 6
WANTED = 1.5e-6
"""rad, about 10 m: miss at which a row is left alone."""
NEAR = 1e6
"""m: rows that missed by less, and are not left alone, are polished."""
HOPELESS = 0.005
"""rad: rows that end so far short at the last number there is are not polished."""

CHARTED = 0.5
"""Share of rows with a guess from a chart above which knots are kept while the aim is searched."""

LOFT_NODES = 32
PARTS = 8
"""Into which gaps of the tables are cut, along cubics."""


class Ways(NamedTuple):
    """One-number families of steering: the number u, the steering it stands for, where it comes down."""

    tables: np.ndarray  # (s, k, COLUMNS) by station: u rising, loft, ln pitch rate, cutoff, along rising with u, right
    known: np.ndarray  # (l,) latitudes of compass roses of stations, rad; none: row and station are the same


class Chart(NamedTuple):
    """Flights of one launch point by bearing and number; `_kernels.chart` has the layout."""

    begin: float  # index of the first bearing
    numbers: np.ndarray  # (b, g, POINTS)
    distances: np.ndarray  # (b, g, POINTS) rad
    turns: np.ndarray  # (b, g, POINTS) rad, azimuth of launch less bearing


NO_CHART = Chart(0.0, *[np.empty((0, 1, POINTS)) for _ in range(3)])
"""Every first guess is then that of the tables."""


class Solved(NamedTuple):
    """Where the search of each row ended."""

    azimuth: np.ndarray
    steering: np.ndarray
    flown: Flown
    short: np.ndarray  # rad along the azimuth; > 0 when the flight ends before the aim
    miss: np.ndarray  # m
    last_loft: np.ndarray  # rad, loft angle at the last number
    kept: np.ndarray  # (n,) bool, whether the knots of the flight are in the room given


def ways_of(u, loft, log_rate, cutoff, along, right, known=()):
    """Ways from their columns.

    Parameters
    ----------
    u, loft, log_rate, cutoff, along, right : (s, k) arrays
    known : sequence of float, latitudes of the compass roses

    Returns
    -------
    Ways
    """
    along = np.maximum.accumulate(np.minimum(along, FARTHEST), axis=1)
    tables = np.stack(np.broadcast_arrays(u, loft, log_rate, cutoff, along, right), axis=2)
    return Ways(np.ascontiguousarray(tables, float), np.array(known, float))


class Search(NamedTuple):
    """Arrays that the drivers work on."""

    launches: np.ndarray
    ellipsoid: tuple
    tables: tuple  # tables, first station and weights of each row
    state: np.ndarray
    out: np.ndarray
    ends: np.ndarray
    known: np.ndarray  # (n,) bool, whether the first guess is a chart's


def polar_of(launches, aims, earth):
    """Distance (rad) and bearing of aims from launches, as the search sees them: (n, 2).

    Parameters
    ----------
    launches, aims : (n, 2) arrays, rad
    earth : Earth
    """
    polar = np.empty((len(launches), 2))
    polar_lanes(launches, aims, (earth.radius, earth.eccentricity_squared), polar)
    return polar


def begin_search(launches, aims, ways, earth, chart=NO_CHART):
    """A search, and the places and steering of its first flights.

    Parameters
    ----------
    launches, aims : (n, 2) arrays, rad
    ways : Ways
    earth : Earth
    chart : Chart

    Returns
    -------
    Search, (n, 3) array, (n, 3) array
    """
    n = len(launches)
    span = min(len(ways.known), 2) * COMPASS if len(ways.known) else 1
    first, weights = np.arange(n), np.ones((3, n, span))
    weights[TURNS] = 0.0
    places, steering, state, known = np.empty((n, 3)), np.empty((n, 3)), np.empty((n, STATES)), np.empty(n, bool)
    tables, ellipsoid = (ways.tables, first, weights), (earth.radius, earth.eccentricity_squared)
    begin_lanes(launches, aims, ellipsoid, ways.known, tuple(chart), *tables, state, places, steering, known)
    out, ends = np.full((8, n), np.nan), np.full((n, 8), np.nan)
    return Search(launches, ellipsoid, tables, state, out, ends, known), places, steering


def solve(missile, world, launches, aims, ways, steps=FAST, chart=NO_CHART, room=None):
    """Azimuth and number u of each row with which the missile comes down on the aim point.

    Parameters
    ----------
    missile : Missile, staged
    world : World
    launches, aims : (n, 2) arrays, rad
    ways : Ways
    steps : Steps
    chart : Chart
        For first guesses.
    room : (n, K, 7) array or None
        Where the knots of flights that meet their aim go; they are only kept where most rows are on the chart.

    Returns
    -------
    Solved
    """
    launches, aims = np.ascontiguousarray(launches, float), np.ascontiguousarray(aims, float)
    search, places, steering = begin_search(launches, aims, ways, world.earth, chart)
    rows = np.arange(len(launches))
    keeps = room is not None and search.known.mean() > CHARTED
    kept = np.zeros(len(launches), bool)
    for turn in range(ROUNDS):
        into = 0 if not keeps else (room if turn == 0 else np.empty((len(rows), *room.shape[1:])))
        out, ends, found = land_rows(missile, world, places, steering, steps=steps, knots=into)
        going = np.empty(len(rows), bool)
        search_lanes(
            rows, out, ends, launches, search.ellipsoid, WANTED, *search.tables, search.state, search.out, search.ends,
            places, steering, going,
        )  # fmt: skip
        if keeps:
            met = ~going & (search.state[rows, MISS] < WANTED * world.earth.radius)
            kept[rows[met]] = True
            if turn > 0:
                room[rows[met]] = found[met]
        if not going.all():
            rows, places, steering = rows[going], places[going], steering[going]
        if not len(rows):
            break
    _polish(missile, world, search, surface_points(aims, world.earth), steps)
    state, out, ends = search.state, search.out, search.ends
    flown = Flown._make((*out, ends[:, :6], ends[:, 7], np.empty((len(launches), 0, 7))))
    best = state[:, BEST_AZIMUTH], state[:, BEST_STEERING : BEST_STEERING + 3]
    return Solved(*best, flown, state[:, SHORT], state[:, MISS], state[:, LAST_LOFT], kept)


def steering_at(search, rows, numbers):
    """Steering (m, 3) of rows at their numbers.

    Parameters
    ----------
    search : Search
    rows : (m,) int array
    numbers : (m,) array
    """
    steering = np.empty((len(rows), 3))
    steer_lanes(rows, numbers, *search.tables, search.state, steering)
    return steering


def _worth_polishing(state, radius):
    """Rows that the secants left near their aim, but for those at the end of what the missile can do."""
    miss, short, number = state[:, MISS], state[:, SHORT], state[:, BEST_NUMBER]
    margin = 1e-6 * (state[:, LAST_U] - state[:, FIRST_U])
    at_end = (number > state[:, LAST_U] - margin) & (short > HOPELESS)
    return np.flatnonzero((miss > WANTED * radius) & (miss < NEAR) & ~at_end)


def _polish(missile, world, search, to_ecef, steps):
    """Newton on azimuth and number together, by differences, for rows that the secants left near their aim."""
    state, launches = search.state, search.launches
    rows = _worth_polishing(state, world.earth.radius)
    if not len(rows):
        return
    u, azimuth = state[rows, BEST_NUMBER], state[rows, BEST_AZIMUTH]
    low, high = state[rows, FIRST_U], state[rows, LAST_U]
    shift = 1e-4 * (high - low)
    axes = level_axes(to_ecef[rows])
    for _ in range(POLISH_ROUNDS):
        inward = np.where(u + shift < high, shift, -shift)
        gaps = []
        for du, turn in ((0.0, 0.0), (inward, 0.0), (0.0, 1e-4)):
            steering = steering_at(search, rows, u + du)
            places = np.column_stack([launches[rows], azimuth + turn])
            out, ends, _ = land_rows(missile, world, places, steering, steps=steps)
            came = surface_points(out[:2].T, world.earth) - to_ecef[rows]
            gaps.append(np.einsum("nij,nj->ni", axes, came))
            if turn == 0.0 and np.ndim(du) == 0:
                _keep(search, rows, (azimuth, steering, u), (out, ends), np.linalg.norm(came, axis=1))
        by_u, by_turn = (gaps[1] - gaps[0]) / inward[:, None], (gaps[2] - gaps[0]) / 1e-4
        base = by_u[:, 0] * by_turn[:, 1] - by_u[:, 1] * by_turn[:, 0]
        with np.errstate(invalid="ignore", divide="ignore"):
            du = (gaps[0][:, 0] * by_turn[:, 1] - gaps[0][:, 1] * by_turn[:, 0]) / base
            turn = (by_u[:, 0] * gaps[0][:, 1] - by_u[:, 1] * gaps[0][:, 0]) / base
        good = np.isfinite(du) & np.isfinite(turn)
        u = np.clip(u - np.where(good, np.clip(du, -0.1 * (high - low), 0.1 * (high - low)), 0.0), low, high)
        azimuth = azimuth - np.where(good, np.clip(turn, -0.2, 0.2), 0.0)


def _keep(search, rows, tried, landed, miss):
    """Take over the rows that come nearer."""
    azimuth, steering, u = tried
    out, ends = landed
    better = miss < search.state[rows, MISS]  # NaN is not
    chosen = rows[better]
    columns = azimuth[better] % (2.0 * np.pi), u[better], miss[better]
    for column, values in zip((BEST_AZIMUTH, BEST_NUMBER, MISS), columns, strict=True):
        search.state[chosen, column] = values
    search.state[chosen, BEST_STEERING : BEST_STEERING + 3] = steering[better]
    search.out[:, chosen], search.ends[chosen] = out[:, better], ends[better]


def earliest_ways(missile, world, launches, aims):
    """Family of the earliest end of thrust: u is the end of thrust, with the steering that carries farthest then.

    Parameters
    ----------
    missile : Missile, staged
    world : World
    launches, aims : (n, 2) arrays, rad

    Returns
    -------
    Ways
        Early stages are left out where no row needs to end its thrust in them.
    """
    distance, bearing = polar_of(launches, aims, world.earth).T
    stations = stations_for(launches[:, 0], bearing)
    for stage in reversed(range(len(missile.stages))):
        table = stage_tables(missile, world, stations.latitude, stations.azimuth, stage)
        if table.along[:, 0].max() < 0.8 * distance.min():
            break
    return Ways(earliest_table(missile, world, stations, stage), np.array(stations.known, float))


@lru_cache(maxsize=64)
def earliest_table(missile, world, stations, first_stage):
    """Table of `earliest_ways`, with the nodes between those that were flown.

    Parameters
    ----------
    missile : Missile, staged
    world : World
    stations : Stations
    first_stage : int
        Stages before this one are burnt out.

    Returns
    -------
    (s, k, COLUMNS) array
    """
    best = station_tables(missile, world, stations.latitude, stations.azimuth, first_stage)
    cutoff = np.broadcast_to(cutoff_nodes(missile, first_stage), best.loft.shape)
    columns = (cutoff, best.loft, best.pitch_rate, cutoff, best.along, best.right)
    ends = range(0, cutoff.shape[1] - 1, NODES_A_STAGE - 1)
    return _refined_table(columns, [(first, first + NODES_A_STAGE - 1) for first in ends])


def _refined_table(columns, pieces):
    """Table with more nodes: steering by straight lines, where flights come down by cubics."""
    straight = [(k, k + 1) for k in range(columns[0].shape[1] - 1)]
    u, loft, rate, cutoff = (refined(columns[0], part, straight, PARTS) for part in columns[:4])
    along, right = (refined(columns[0], part, pieces, PARTS) for part in columns[4:])
    return ways_of(u, loft, np.log(rate), cutoff, along, right).tables


def loft_ways(missile, world, launches, aims, side):
    """Family of loft angles above (side 1) or below (-1) the one that carries farthest, with all propellant burnt.

    Parameters
    ----------
    missile : Missile
    world : World
    launches, aims : (n, 2) arrays, rad
    side : 1 or -1

    Returns
    -------
    Ways
        u is minus the distance in loft angle from the best one, so that `along` rises with it.
    """
    stations = stations_for(launches[:, 0], polar_of(launches, aims, world.earth)[:, 1])
    return Ways(loft_table(missile, world, stations, side), np.array(stations.known, float))


@lru_cache(maxsize=64)
def loft_table(missile, world, stations, side):
    """Table of `loft_ways`: where the full burn comes down at stations, by loft angle on one side of the best one.

    Parameters
    ----------
    missile : Missile
    world : World
    stations : Stations
    side : 1 or -1

    Returns
    -------
    (s, k, COLUMNS) array
    """
    latitudes, azimuths = stations.latitude, stations.azimuth
    best = stage_tables(missile, world, latitudes, azimuths, None)
    law, s, k = missile.steering, len(latitudes), LOFT_NODES
    share = np.linspace(1.0, 0.0, k) ** 1.5
    loft = best.loft + ((law.loft_highest if side > 0 else law.loft_lowest) - best.loft) * share
    u = -np.abs(loft - best.loft) + 1e-12 * np.arange(k)
    rate, cutoff = np.repeat(best.pitch_rate, k, axis=1), np.full((s, k), missile.burn_time)
    places = np.column_stack([np.repeat(latitudes, k), np.zeros(s * k), np.repeat(azimuths, k)])
    steering = np.column_stack([loft.ravel(), rate.ravel(), cutoff.ravel()])
    ground = ground_of(fly_rows(missile, world, places, steering, steps=FAST), places, world.earth)
    columns = (u, loft, rate, cutoff, ground.along.reshape(s, k), ground.right.reshape(s, k))
    return _refined_table(columns, [(0, k - 1)])
