"""Aiming staged missiles: many rows at once by safeguarded secants on azimuth and one number a row.

docs/models/flight/targeting.md
"""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from .boost import FAST, Flown, fly_rows
from .places import level_axes, line_between, surface_points
from .reach import (
    angles_along,
    bounded,
    cutoff_nodes,
    ground_of,
    rows_of,
    sight_axes,
    sights,
    station_tables,
    stations_for,
)

ROUNDS = 16
POLISH_ROUNDS = 6
ENOUGH, NEAR = 10.0, 1e6
"""m: rows between these two misses are polished."""
WANTED = 8e-7
"""rad, about 5 m: miss at which a row is left alone."""

SMALL = 0.05
"""rad, miss under which number and azimuth are moved together."""

LOFT_NODES = 32


class Ways(NamedTuple):
    """One-number families of steering, a table a row: the number u, the steering it stands for, where it comes down."""

    u: np.ndarray  # (n, k) rising along the row
    loft: np.ndarray
    pitch_rate: np.ndarray
    cutoff: np.ndarray
    along: np.ndarray  # (n, k) rising with u
    right: np.ndarray
    swing: np.ndarray  # (n, k) change of `along` by azimuth, not only of the aim's own turn


class Solved(NamedTuple):
    """Where the search of each row ended."""

    azimuth: np.ndarray
    steering: np.ndarray
    flown: Flown
    short: np.ndarray  # rad along the azimuth; > 0 when the flight ends before the aim
    miss: np.ndarray  # m


def _pick(table, rows, index, share):
    """Values of rows of a table between nodes index and index + 1."""
    before = table[rows, index]
    return before + share * (table[rows, index + 1] - before)


def _node(table, rows, values):
    """Last node of each row of a rising table not above the value, the last but one at most: by halving."""
    low, high = np.zeros(len(rows), np.intp), np.full(len(rows), table.shape[1] - 1)
    for _ in range(int(table.shape[1] - 1).bit_length()):
        middle = (low + high) // 2
        under = table[rows, middle] <= values
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    return low


def _steer(ways, rows, u):
    """Steering of rows at their numbers u, and how the impact moves: along and right by u, along by azimuth."""
    index = _node(ways.u, rows, u)
    before = ways.u[rows, index]
    step = ways.u[rows, index + 1] - before
    share = np.clip((u - before) / step, 0.0, 1.0)
    slope, drift = ((t[rows, index + 1] - t[rows, index]) / step for t in (ways.along, ways.right))
    steering = np.column_stack([_pick(t, rows, index, share) for t in (ways.loft, ways.pitch_rate, ways.cutoff)])
    return steering, (slope, drift, _pick(ways.swing, rows, index, share))


def _first(ways, distance):
    """First number of each row from its table: where `along` is the distance; and the angle to the right there."""
    rows = np.arange(len(distance))
    index = _node(ways.along, rows, distance)
    before = ways.along[rows, index]
    rise = ways.along[rows, index + 1] - before
    share = np.clip((distance - before) / np.where(rise > 0.0, rise, 1.0), 0.0, 1.0)
    return _pick(ways.u, rows, index, share), _pick(ways.right, rows, index, share)


def solve(missile, world, launches, aims, ways, steps=FAST):
    """Azimuth and number u of each row with which the missile comes down on the aim point.

    Parameters
    ----------
    missile : Missile, staged
    world : World
    launches, aims : (n, 2) arrays, rad
    ways : Ways
    steps : Steps

    Returns
    -------
    Solved
    """
    earth, n = world.earth, len(launches)
    to_ecef = surface_points(aims, earth)
    axes = sight_axes(launches, earth)
    aim_sights = sights(axes, to_ecef)
    seen = angles_along(aim_sights, np.zeros(n))
    distance = np.arccos(np.clip(np.cos(seen.right) * np.cos(seen.along), -1.0, 1.0))
    bearing = np.arctan2(np.sin(seen.right), np.cos(seen.right) * np.sin(seen.along))
    u, right = _first(ways, distance)
    azimuth = bearing - np.arcsin(np.clip(np.sin(right) / np.maximum(np.sin(distance), 1e-3), -0.9, 0.9))
    state, jacobian = _Search(n), _Jacobian(n)
    rows = np.arange(n)
    for _ in range(ROUNDS):
        steering, (slope, drift, swing) = _steer(ways, rows, u[rows])
        places = np.column_stack([launches[rows], azimuth[rows]])
        flown = fly_rows(missile, world, places, steering, steps=steps)
        points = surface_points(np.column_stack([flown.latitude, flown.longitude]), earth)
        came = bounded(flown, angles_along(sights(axes[rows], points), azimuth[rows]))
        aim = angles_along(aim_sights[:, rows], azimuth[rows])
        ahead, aside = aim.along - came.along, aim.right - came.right
        miss = np.linalg.norm(points - to_ecef[rows], axis=1)
        state.keep(rows, azimuth[rows], steering, flown, ahead, np.where(np.isfinite(miss), miss, np.inf), u[rows])
        far = np.maximum(np.abs(np.sin(aim.along)), 1e-4)
        shift, turn = jacobian.step(rows, u[rows], azimuth[rows], (ahead, aside), (slope, swing, drift, far))
        ends = ways.u[rows, 0], ways.u[rows, -1]
        new = state.step(rows, u[rows], ahead, slope, ends, shift)
        plain = np.clip(np.arcsin(np.clip(aside / far, -0.7, 0.7)), -0.7, 0.7)
        azimuth[rows] += np.where(np.isfinite(turn) & (new == u[rows] + shift), turn, plain)
        stuck = (new == u[rows]) & (np.abs(aside) < WANTED)
        u[rows] = new
        rows = rows[~stuck & ~(miss < WANTED * earth.radius)]
        if not len(rows):
            break
    _polish(missile, world, (launches, to_ecef), ways, state, steps)
    return Solved(state.azimuth, state.steering, state.flown, state.short, state.miss)


def _polish(missile, world, ends, ways, state, steps):
    """Newton on azimuth and number together, by differences, for rows that the secants left near their aim."""
    launches, to_ecef = ends
    rows = np.flatnonzero((state.miss > ENOUGH) & (state.miss < NEAR))
    if not len(rows):
        return
    u, azimuth = state.best_u[rows].copy(), state.azimuth[rows].copy()
    low, high = ways.u[rows, 0], ways.u[rows, -1]
    shift = 1e-4 * (high - low)
    for _ in range(POLISH_ROUNDS):
        inward = np.where(u + shift < high, shift, -shift)
        gaps = []
        for du, turn in ((0.0, 0.0), (inward, 0.0), (0.0, 1e-4)):
            steering, _ = _steer(ways, rows, u + du)
            places = np.column_stack([launches[rows], azimuth + turn])
            flown = fly_rows(missile, world, places, steering, steps=steps)
            came = surface_points(np.column_stack([flown.latitude, flown.longitude]), world.earth)
            gaps.append(np.einsum("nij,nj->ni", level_axes(to_ecef[rows]), came - to_ecef[rows]))
            if turn == 0.0 and np.ndim(du) == 0:
                miss = np.linalg.norm(came - to_ecef[rows], axis=1)
                state.keep(
                    rows, azimuth, steering, flown, state.short[rows], np.where(np.isfinite(miss), miss, np.inf), u
                )
        by_u, by_turn = (gaps[1] - gaps[0]) / inward[:, None], (gaps[2] - gaps[0]) / 1e-4
        base = by_u[:, 0] * by_turn[:, 1] - by_u[:, 1] * by_turn[:, 0]
        with np.errstate(invalid="ignore", divide="ignore"):
            du = (gaps[0][:, 0] * by_turn[:, 1] - gaps[0][:, 1] * by_turn[:, 0]) / base
            turn = (by_u[:, 0] * gaps[0][:, 1] - by_u[:, 1] * gaps[0][:, 0]) / base
        good = np.isfinite(du) & np.isfinite(turn)
        u = np.clip(u - np.where(good, np.clip(du, -0.1 * (high - low), 0.1 * (high - low)), 0.0), low, high)
        azimuth = azimuth - np.where(good, np.clip(turn, -0.2, 0.2), 0.0)


class _Search:
    """Brackets, secants and the best flight of every row."""

    def __init__(self, n):
        self.low, self.high = np.full(n, -np.inf), np.full(n, np.inf)
        self.u, self.ahead, self.best_u = np.full(n, np.nan), np.full(n, np.nan), np.full(n, np.nan)
        self.azimuth, self.steering = np.full(n, np.nan), np.full((n, 3), np.nan)
        self.short, self.miss = np.full(n, np.nan), np.full(n, np.inf)
        self.flown: Any = None

    def keep(self, rows, azimuth, steering, flown, ahead, miss, u):
        """Take over the rows that come nearer."""
        if self.flown is None:
            self.flown = Flown(*[np.full((len(self.miss), *np.shape(part)[1:]), np.nan) for part in flown])
        better = (miss < self.miss[rows]) | ~np.isfinite(self.short[rows])
        chosen = rows[better]
        self.azimuth[chosen], self.steering[chosen] = azimuth[better] % (2.0 * np.pi), steering[better]
        self.short[chosen], self.miss[chosen], self.best_u[chosen] = ahead[better], miss[better], u[better]
        for mine, new in zip(self.flown, flown, strict=True):
            mine[chosen] = new[better]

    def step(self, rows, u, ahead, slope, ends, shift):
        """Next number of each row: a shift where told, else a secant or the table's slope, inside the bracket."""
        first, last = ends
        self.low[rows] = np.where(ahead > 0.0, np.maximum(self.low[rows], u), self.low[rows])
        self.high[rows] = np.where(ahead < 0.0, np.minimum(self.high[rows], u), self.high[rows])
        with np.errstate(invalid="ignore", divide="ignore"):
            secant = -(ahead - self.ahead[rows]) / (u - self.u[rows])
            believable = np.isfinite(secant) & (secant > 0.1 * slope) & (secant < 10.0 * slope)
            new = u + np.where(np.isfinite(shift), shift, ahead / np.where(believable, secant, slope))
        low = np.maximum(self.low[rows], first)
        high = np.minimum(self.high[rows], last)
        lost = ~(high - low > 1e-9 * (last - first))  # azimuth moved since: begin a new bracket
        self.low[rows], self.high[rows] = (
            np.where(lost, -np.inf, self.low[rows]),
            np.where(lost, np.inf, self.high[rows]),
        )
        low, high = np.where(lost, first, low), np.where(lost, last, high)
        bracketed = np.isfinite(self.low[rows]) & np.isfinite(self.high[rows])
        outside = ~((new > low) & (new < high))
        new = np.where(outside & bracketed & ~np.isfinite(shift), 0.5 * (low + high), np.clip(new, low, high))
        new = np.where(np.isfinite(shift), np.clip(u + shift, first, last), new)
        self.u[rows], self.ahead[rows] = u, ahead
        return new


class _Jacobian:
    """Residuals along and aside by number and azimuth of every row, kept up by Broyden's rule [broyden1965]."""

    def __init__(self, n):
        self.by = np.full((n, 4), np.nan)  # along by u, along by azimuth, aside by u, aside by azimuth
        self.point, self.residual = np.full((n, 2), np.nan), np.full((n, 2), np.nan)

    def step(self, rows, u, azimuth, residual, first):
        """Changes of number and azimuth; NaN where the residual is not small or the matrix has gone astray.

        Parameters
        ----------
        rows : (m,) array
        u, azimuth : (m,) arrays
        residual : (ahead, aside), rad
        first : minus the matrix to begin with: along by u and by azimuth, aside by u and by azimuth
        """
        p, q = residual
        slope, swing, drift, far = first
        a, b, c, d = self.by[rows].T
        du, dz = (np.column_stack([u, azimuth]) - self.point[rows]).T
        dp, dq = (np.column_stack([p, q]) - self.residual[rows]).T
        with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
            wu, wz = slope * slope * du, far * far * dz
            square = wu * du + wz * dz
            ep, eq = (dp - a * du - b * dz) / square, (dq - c * du - d * dz) / square
            a, b, c, d = a + ep * wu, b + ep * wz, c + eq * wu, d + eq * wz
            fresh = ~np.isfinite(a * d + b * c) | ~((a < -0.2 * slope) & (a > -5.0 * slope))
            a, b = np.where(fresh, -slope, a), np.where(fresh, -swing, b)
            c, d = np.where(fresh, -drift, c), np.where(fresh, -far, d)
            base = a * d - b * c
            shift, turn = (b * q - d * p) / base, (c * p - a * q) / base
            good = (np.abs(p) + np.abs(q) < SMALL) & (base > 0.2 * slope * far) & (np.abs(turn) < SMALL / far)
        self.by[rows] = np.column_stack([a, b, c, d])
        self.point[rows], self.residual[rows] = np.column_stack([u, azimuth]), np.column_stack([p, q])
        return np.where(good, shift, np.nan), np.where(good, turn, np.nan)


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
    distance, bearing = line_between(launches, aims, world.earth)
    stations = stations_for(launches[:, 0], bearing, world.earth)
    for stage in reversed(range(len(missile.stages))):
        table = station_tables(missile, world, stations.latitude, stations.azimuth, stage)
        best = rows_of(table, stations)
        if (best.along[:, 0] * world.earth.radius < 0.8 * distance).all():
            break
    cutoff = np.broadcast_to(cutoff_nodes(missile, stage), best.loft.shape)
    along = np.maximum.accumulate(best.along, axis=1)
    return Ways(cutoff, best.loft, best.pitch_rate, cutoff, along, best.right, stations.turning @ table.along)


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
    _, bearing = line_between(launches, aims, world.earth)
    stations = stations_for(launches[:, 0], bearing, world.earth)
    table = loft_table(missile, world, stations.latitude, stations.azimuth, side)
    u, loft, log_rate, along, right = (stations.weights @ part for part in table)
    along = np.maximum.accumulate(along, axis=1)
    cutoff = np.full(u.shape, missile.burn_time)
    return Ways(u, loft, np.exp(log_rate), cutoff, along, right, stations.turning @ table[3])


@lru_cache(maxsize=64)
def loft_table(missile, world, latitudes, azimuths, side):
    """Where the full burn comes down at stations, by loft angle on one side of the best one.

    Parameters
    ----------
    missile : Missile
    world : World
    latitudes, azimuths : tuples of s floats, rad
    side : 1 or -1

    Returns
    -------
    tuple of (s, k) arrays: u, loft angle, ln pitch rate, angle along, angle to the right
    """
    best = station_tables(missile, world, latitudes, azimuths, None)
    law, s, k = missile.steering, len(latitudes), LOFT_NODES
    share = np.linspace(1.0, 0.0, k) ** 1.5
    loft = best.loft + ((law.loft_highest if side > 0 else law.loft_lowest) - best.loft) * share
    u = -np.abs(loft - best.loft) + 1e-12 * np.arange(k)
    rate = np.repeat(best.pitch_rate, k, axis=1)
    places = np.column_stack([np.repeat(latitudes, k), np.zeros(s * k), np.repeat(azimuths, k)])
    steering = np.column_stack([loft.ravel(), rate.ravel(), np.full(s * k, missile.burn_time)])
    ground = ground_of(fly_rows(missile, world, places, steering, steps=FAST), places, world.earth)
    return u, loft, np.log(rate), ground.along.reshape(s, k), ground.right.reshape(s, k)
