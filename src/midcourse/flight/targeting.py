"""Which launch meets an aim point on the turning Earth, for many rows at once. docs/models/flight/targeting.md"""

from typing import Any, NamedTuple

import numpy as np

from . import lofting, staged
from ._kernels.targeting import BY_ANGLE, BY_APOGEE, BY_TIME, FOUND, LEAST_SPEED
from ._lanes.aim import aim_lanes
from .boost import FAST, Flown, fly_rows
from .chart import Plan, ways_for
from .places import azimuth_of, burnout_numbers, level_axes, line_between, surface_points
from .shapes import Shape

CLOSE_ENOUGH = 20.0
"""m, greatest miss that counts as reached."""

WANTED = 1.0
"""m, miss at which a search stops."""

ROUNDS, POLISH_ROUNDS = 20, 8
NEAR = 1e6
"""m, miss under which a row that is not done is polished."""

_SCALE = {"burnout_angle": 1e6, "flight_time": 1e3}  # a microradian and a millisecond count like a metre
SAME_SHAPE = 1e-4
"""Share of a number by which it may differ from that of minimum energy and still be called that."""
_MODES = {None: LEAST_SPEED, "burnout_angle": BY_ANGLE, "apogee": BY_APOGEE, "flight_time": BY_TIME}


class Aimed(NamedTuple):
    """How each row is launched and what comes of it."""

    azimuth: np.ndarray  # (n,) rad, of the launch velocity relative to the Earth
    steering: np.ndarray  # (n, 3) loft angle, pitch rate, end of thrust; zeros for impulsive
    start: np.ndarray  # (n, 3) m/s, Earth-fixed; zeros for staged
    flown: Flown
    miss: np.ndarray  # (n,) m, over the ground
    reached: np.ndarray  # (n,) bool
    short_by: np.ndarray  # (n,) m
    shape: np.ndarray  # (n,) int8, index into shapes.SHAPES
    kept: np.ndarray  # (n,) bool, whether the knots of the flight are in the room given


def relax(weight, before, now):
    """Weights of the next corrections from two residuals a row (Aitken's rule for vectors) [aitken1926].

    Parameters
    ----------
    weight : (n,) array, of the last correction
    before, now : (n, k) arrays, residuals
    """
    change = now - before
    square = np.einsum("nk,nk->n", change, change)
    new = -weight * np.einsum("nk,nk->n", before, change) / np.where(square > 0.0, square, 1.0)
    return np.where((square > 0.0) & np.isfinite(new), np.clip(new, 0.2, 3.0), 1.0)


def aim_impulsive(missile, world, launches, aims, shape=None, steps=FAST):
    """Launch velocities that hit the aim points: two-body arcs, their aim moved until the true flight hits.

    Parameters
    ----------
    missile : Missile, impulsive
    world : World
    launches, aims : (n, 2) arrays, latitude and longitude, rad
    shape : Shape
    steps : Steps

    Returns
    -------
    Aimed

    Model: docs/models/flight/targeting.md.  Source: [bate1971, ch. 6].
    """
    shape = shape or Shape()
    earth, n = world.earth, len(launches)
    from_ecef, to_ecef = surface_points(launches, earth), surface_points(aims, earth)
    mode = _MODES[shape.quantity]
    value = np.full(n, _first_value(shape, earth))
    offset, weight, residual = np.zeros((n, 3)), np.ones(n), None
    best, guess = _Best(n), np.full((n, 2), np.nan)
    rows = np.arange(n)
    for _ in range(ROUNDS):
        arcs = np.empty((len(rows), 8))
        arcs[:, 6:] = guess[rows]
        aim_lanes(from_ecef[rows], to_ecef[rows] + offset[rows], mode, value[rows], earth.mu, earth.rate, arcs)
        known, guess[rows] = arcs[:, 5] == FOUND, arcs[:, 6:]
        arcs[~known, :3] = np.nan
        places = np.column_stack([launches[rows], np.zeros(len(rows))])
        flown = fly_rows(missile, world, places, start=arcs[:, :3], steps=steps)
        gap = surface_points(np.column_stack([flown.latitude, flown.longitude]), earth) - to_ecef[rows]
        gap[~np.isfinite(gap).all(axis=1)] = np.nan
        off = _number_gap(shape, flown, arcs[:, :3], launches[rows])
        best.keep(rows, gap, arcs[:, :3], flown, off * _SCALE.get(shape.quantity, 1.0))
        now = np.column_stack([gap, off])
        going = known & np.isfinite(now).all(axis=1) & ~best.done[rows]
        if residual is not None:
            weight[rows] = relax(weight[rows], residual[rows, :3], now[:, :3])
        else:
            residual = np.zeros((n, 4))
        residual[rows] = now
        offset[rows] -= np.where(going[:, None], weight[rows, None] * now[:, :3], 0.0)
        value[rows] -= np.where(going, now[:, 3], 0.0)
        rows = rows[going]
        if not len(rows):
            break
    _polish(missile, world, (launches, to_ecef), shape, best, steps)
    return best.aimed(launches)


def _polish(missile, world, ends, shape, best, steps):
    """Newton on the launch velocity by differences, for rows left near their aim (near the antipode, thick air)."""
    launches, to_ecef = ends
    rows = np.flatnonzero(~best.done & (best.miss < NEAR) & ((best.miss > WANTED) | (best.off > WANTED)))
    if not len(rows):
        return
    start, time = best.start[rows].copy(), best.flown.time[rows].copy()
    places = np.column_stack([launches[rows], np.zeros(len(rows))])
    axes = level_axes(to_ecef[rows])
    for _ in range(POLISH_ROUNDS):
        gaps = []
        for change in (np.zeros(3), *np.eye(3)):
            flown = fly_rows(missile, world, places, start=start + change, steps=steps)
            came = surface_points(np.column_stack([flown.latitude, flown.longitude]), world.earth) - to_ecef[rows]
            off = _number_gap(shape, flown, start + change, launches[rows]) * _SCALE.get(shape.quantity, 1.0)
            third = off if shape.quantity is not None else (flown.time - time) * 1e3
            gaps.append(np.column_stack([np.einsum("nij,nj->ni", axes, came), third]))
            if not change.any():
                best.keep(rows, np.where(np.isfinite(came), came, np.inf), start, flown, off)
        by = np.stack([gap - gaps[0] for gap in gaps[1:]], axis=2)
        good = np.isfinite(by).all(axis=(1, 2)) & (np.abs(np.linalg.det(np.where(np.isfinite(by), by, 0.0))) > 0.0)
        by[~good], residual = np.eye(3), np.where(good[:, None], gaps[0], 0.0)
        start = start - np.clip(np.linalg.solve(by, residual[:, :, None])[:, :, 0], -200.0, 200.0)


def _first_value(shape, earth):
    """Number that the two-body arc starts from: elevation, apogee radius or time."""
    if shape.quantity is None:
        return 0.0
    return shape.value + (earth.radius * (1.0 - earth.flattening / 3.0) if shape.quantity == "apogee" else 0.0)


def _number_gap(shape, flown, start, launches):
    """By how much the flown number misses the one asked for."""
    if shape.quantity == "apogee":
        return flown.apogee_altitude - shape.value
    if shape.quantity == "flight_time":
        return flown.time - shape.value
    if shape.quantity == "burnout_angle":
        return azimuth_of(start, launches)[1] - shape.value
    return np.zeros(len(flown.time))


class _Best:
    """The best launch of every row so far."""

    def __init__(self, n):
        self.start, self.miss, self.off = np.full((n, 3), np.nan), np.full(n, np.inf), np.full(n, np.inf)
        self.done = np.zeros(n, bool)
        self.flown: Any = None

    def keep(self, rows, gap, start, flown, off):
        """Take over the rows that come nearer."""
        if self.flown is None:
            shapes = [(len(self.miss), *np.shape(part)[1:]) for part in flown]
            self.flown = Flown(*[np.full(shape, np.nan) for shape in shapes])
        miss = np.linalg.norm(gap, axis=1)
        better = (miss < self.miss[rows]) | ((miss < CLOSE_ENOUGH) & (np.abs(off) < self.off[rows]))
        chosen = rows[better]
        self.miss[chosen], self.off[chosen], self.start[chosen] = miss[better], np.abs(off)[better], start[better]
        for mine, new in zip(self.flown, flown, strict=True):
            mine[chosen] = new[better]
        self.done[chosen] = (miss[better] < WANTED) & (np.abs(off)[better] < WANTED)

    def aimed(self, launches):
        """Everything as `Aimed`; rows that were never near are not reached."""
        reached = (self.miss < CLOSE_ENOUGH) & (self.off < CLOSE_ENOUGH)
        azimuth, _ = azimuth_of(self.start, launches)
        steering = np.zeros((len(launches), 3))
        miss = np.where(np.isfinite(self.miss), self.miss, np.nan)
        short, codes = np.where(reached, 0.0, np.nan), np.zeros(len(launches), np.int8)
        kept = np.zeros(len(launches), bool)
        return Aimed(azimuth, steering, self.start, self.flown, miss, reached, short, codes, kept)


def measured(aimed, quantity, launches, world):
    """The number of each flown row in the quantity that fixes a shape.

    Parameters
    ----------
    aimed : Aimed
    quantity : {"burnout_angle", "apogee", "flight_time"}
    launches : (n, 2) array, rad
    world : World
    """
    if quantity == "apogee":
        return aimed.flown.apogee_altitude
    if quantity == "flight_time":
        return aimed.flown.time
    return burnout_numbers(aimed.flown, launches, aimed.start, world.earth)[3]


def named(aimed, least, shape, launches, world):
    """The rows with what their number makes of them, next to the minimum-energy flights `least`.

    Parameters
    ----------
    aimed, least : Aimed
    shape : Shape with a number
    launches : (n, 2) array, rad
    world : World
    """
    number = measured(least, shape.quantity, launches, world)
    difference = shape.value - number
    same = ~(np.abs(difference) > SAME_SHAPE * np.abs(number))
    codes = np.where(same, 0, np.where(difference > 0.0, 1, 2))
    return aimed._replace(shape=codes.astype(np.int8))


def aim_staged(missile, world, launches, aims, shape, steps=FAST, plan=None, room=None):
    """Launches of a staged missile: the earliest end of thrust, or with all propellant burnt the lofted flight.

    Parameters
    ----------
    missile : Missile, staged
    world : World
    launches, aims : (n, 2) arrays, rad
    shape : Shape
    steps : Steps
    plan : chart.Plan or None
    room : (n, K, 7) array or None

    Returns
    -------
    Aimed

    Model: docs/models/flight/targeting.md.
    """
    plan = plan or Plan(ways_for(missile, world, launches, aims), staged.NO_CHART)
    solved = staged.solve(missile, world, launches, aims, plan.ways, steps, plan.chart, room)
    if missile.can_cut_off:
        least = _staged_rows(solved, launches, aims, world, 0)
        if shape.quantity is None:
            return least
        solved = lofting.by_number(missile, world, launches, aims, least, shape, steps)
        return named(_staged_rows(solved, launches, aims, world, 0), least, shape, launches, world)
    high = _full_burn(solved, launches, aims, world, 1)
    if shape.quantity is None:
        return high
    ways = staged.loft_ways(missile, world, launches, aims, -1)
    low = _full_burn(staged.solve(missile, world, launches, aims, ways, steps), launches, aims, world, 2)
    gaps = [np.abs(measured(each, shape.quantity, launches, world) - shape.value) for each in (high, low)]
    take_low = low.reached & (~high.reached | (gaps[1] < gaps[0]))
    return _merge(high, low, take_low)


def _full_burn(solved, launches, aims, world, code):
    """Rows that burn all propellant and spend what is too much by lofting (1) or depressing (2)."""
    aimed = _staged_rows(solved, launches, aims, world, code)
    at_best = np.abs(solved.steering[:, 0] - solved.last_loft) < np.radians(0.5)
    return aimed._replace(shape=np.where(at_best, 0, aimed.shape).astype(np.int8))


def _merge(one, other, take_other):
    """Rows of one, or of the other where told."""

    def choose(a, b):
        return np.where(take_other.reshape(-1, *[1] * (np.ndim(a) - 1)), b, a)

    flown = Flown(*[choose(a, b) for a, b in zip(one.flown, other.flown, strict=True)])
    parts = {name: choose(getattr(one, name), getattr(other, name)) for name in Aimed._fields if name != "flown"}
    return Aimed(**parts, flown=flown)


def _staged_rows(solved, launches, aims, world, code):
    """Aimed rows of a search; those that end before the aim are short by the rest of the way."""
    reached = solved.miss < CLOSE_ENOUGH
    flown = solved.flown
    short, left = np.zeros(len(launches)), np.flatnonzero(~reached)
    if len(left):
        landing = np.column_stack([flown.latitude[left], flown.longitude[left]])
        distance, _ = line_between(launches[left], aims[left], world.earth)
        maximum, _ = line_between(launches[left], landing, world.earth)
        short[left] = np.where(solved.short[left] > 0.0, np.maximum(distance - maximum, 0.0), np.nan)
    return Aimed(
        solved.azimuth,
        np.nan_to_num(solved.steering),
        np.zeros((len(launches), 3)),
        flown,
        solved.miss,
        reached,
        short,
        np.full(len(launches), code, np.int8),
        solved.kept,
    )


def aim(missile, world, launches, aims, shape=None, steps=FAST, plan=None, room=None):
    """Launches that hit the aim points.

    Parameters
    ----------
    missile : Missile
    world : World
    launches, aims : (n, 2) arrays, latitude and longitude, rad
    shape : Shape
    steps : Steps
    plan : chart.Plan or None
        For many aims of one launch point.
    room : (n, K, 7) array or None
        Where knots may go; `kept` tells of which rows they are there.

    Returns
    -------
    Aimed
    """
    shape = shape or Shape()
    if not missile.impulsive:
        return aim_staged(missile, world, launches, aims, shape, steps, plan, room)
    aimed = aim_impulsive(missile, world, launches, aims, shape, steps)
    if shape.quantity is None:
        return aimed
    least = aim_impulsive(missile, world, launches, aims)
    return named(aimed, least, shape, launches, world)
