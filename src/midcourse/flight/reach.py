"""How far a staged missile flies with which steering: tables by latitude, azimuth and end of thrust, for first guesses.

All that a launch point can do depends on its latitude and azimuth only, so tables are made at few stations and
interpolated. docs/models/flight/targeting.md
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from .. import earth as earth_room
from .boost import DOWN, ESCAPE, FAST, HARD, ORBIT, Steps, fast_steps, fly_rows

FARTHEST = 0.995 * np.pi
"""rad: what goes farther, or stays in orbit, counts as this far."""

NODES_A_STAGE = 7
FEW = 6
"""Rows up to which each has a station of its own."""

COMPASS = 8
LATITUDE_STEP = np.radians(15.0)
FIRST_LOFTS, FIRST_RATES, ZOOMS = 10, 6, 4

NEAR_LEADER, FAR_TOP = 0.03, 2.0
"""Share of the span that is looked at around the steering of another azimuth, and how far beyond it a top may lie."""


class Ground(NamedTuple):
    """Where flights come down as seen from the launch point: angle along the azimuth and to its right, rad."""

    along: np.ndarray
    right: np.ndarray


class Best(NamedTuple):
    """The farthest flight at each node: loft angle rad, pitch rate rad/s, and where it comes down."""

    loft: np.ndarray
    pitch_rate: np.ndarray
    along: np.ndarray
    right: np.ndarray


def sight_axes(places, earth):
    """Directions at launch points from which angles along any azimuth follow: up, east, north, up x east, up x north.

    Parameters
    ----------
    places : (n, 2) array, latitude, longitude, rad
    earth : Earth

    Returns
    -------
    (n, 5, 3) array
        Up from the Earth's centre, east and north level with the ellipsoid, Earth-fixed.
    """
    up = earth_room.geodetic_to_ecef(places[:, 0], places[:, 1], np.zeros(len(places)), earth)
    up = up / np.linalg.norm(up, axis=1)[:, None]
    level = earth_room.rotation_ecef_to_enu(places[:, 0], places[:, 1])[:, :2]
    return np.concatenate([up[:, None], level, np.cross(up[:, None], level)], axis=1)


def sights(axes, points):
    """Components of the directions of points on the axes of `sight_axes`.

    Parameters
    ----------
    axes : (n, 5, 3) array
    points : (n, 3) array, Earth-fixed, any length

    Returns
    -------
    (5, n) array
    """
    length = np.sqrt(np.einsum("ni,ni->n", points, points))
    return np.einsum("nki,ni->kn", axes, points / length[:, None])


def angles_along(seen, azimuth):
    """Angles along and to the right of an azimuth of directions given by `sights`.

    Parameters
    ----------
    seen : (5, n) array
    azimuth : (n,) array, rad

    Returns
    -------
    Ground
    """
    above, east, north, from_east, from_north = seen
    sine, cosine = np.sin(azimuth), np.cos(azimuth)
    along = np.arctan2(cosine * from_east - sine * from_north, above)
    along = np.where(along < -0.1 * np.pi, along + 2.0 * np.pi, along)
    return Ground(along, np.arcsin(np.clip(cosine * east - sine * north, -1.0, 1.0)))


def seen_from(places, points, earth):
    """Angles along and to the right of the azimuth at which points of the ground lie.

    Parameters
    ----------
    places : (n, 3) array, latitude, longitude, azimuth, rad
    points : (n, 3) array, Earth-fixed, any length
    earth : Earth

    Returns
    -------
    Ground
    """
    return angles_along(sights(sight_axes(places, earth), points), places[:, 2])


def ground_of(flown, places, earth):
    """Where flown rows come down; what stays up or comes around counts as `FARTHEST`, what crashes as 0.

    Parameters
    ----------
    flown : Flown
    places : (n, 3) array
    earth : Earth

    Returns
    -------
    Ground
    """
    points = earth_room.geodetic_to_ecef(flown.latitude, flown.longitude, np.zeros(len(places)), earth)
    return bounded(flown, seen_from(places, points, earth))


def bounded(flown, ground):
    """Angles of flown rows that are numbers: `FARTHEST` for what stays up or comes around, 0 for what crashes.

    Parameters
    ----------
    flown : Flown
    ground : Ground, as seen
    """
    up_there = (flown.status == ORBIT) | (flown.status == ESCAPE)
    along = np.where(up_there, FARTHEST, np.minimum(np.nan_to_num(ground.along), FARTHEST))
    return Ground(along, np.nan_to_num(ground.right))


def _fast_try(missile, world, places, steering):
    """Range angles along and to the right of every try, places (m, 3), steering (m, k, 3), and which rows are short.

    A row is short where most tries stay low or come in flat: those are costly, and not flown here.
    """
    m, k = steering.shape[:2]
    many, tries = np.repeat(places, k, axis=0), steering.reshape(-1, 3)
    flown = fly_rows(missile, world, many, tries, steps=FAST, hard=False)
    ground = ground_of(flown, many, world.earth)
    status = flown.status.reshape(m, k)
    short = (status == HARD).sum(axis=1) > (status == DOWN).sum(axis=1)
    return ground.along.reshape(m, k), ground.right.reshape(m, k), short


def _slow_try(missile, world, places, steering):
    """Range angles of every try of short rows.

    In longer steps: impacts move by some 100 m, the farthest steering does not.
    """
    m, k = steering.shape[:2]
    steps = Steps._make((count + 1) // 2 for count in fast_steps(missile))
    many = np.repeat(places, k, axis=0)
    ground = ground_of(fly_rows(missile, world, many, steering.reshape(-1, 3), steps=steps), many, world.earth)
    return ground.along.reshape(m, k), ground.right.reshape(m, k)


class _Looked(NamedTuple):
    """Steering of rows that is being sought: loft angle and ln pitch rate, limits of both, half the span looked at."""

    center: np.ndarray  # (m, 2)
    limits: np.ndarray  # (2, 2)
    half: np.ndarray  # (2,)
    turning: bool  # whether the pitch rate counts

    def tries(self, rows, counts, share):
        """Steering (r, k, 2) of an even grid around the centers of some rows, `share` of the first span wide."""
        even = np.linspace(-1, 1, counts[1]) if self.turning else [0.0]
        a, b = np.meshgrid(np.linspace(-1, 1, counts[0]), even, indexing="ij")
        tries = self.center[rows][:, None] + share * self.half * np.column_stack([a.ravel(), b.ravel()])
        return np.clip(tries, self.limits[:, 0], self.limits[:, 1])


def _leaders(places, cutoff):
    """Row whose steering each row may begin with: the first one of the same latitude and end of thrust, (m,)."""
    _, first, group = np.unique(np.column_stack([places[:, 0], cutoff]), axis=0, return_index=True, return_inverse=True)
    return first[group.ravel()]


def farthest(missile, world, places, cutoff):
    """Loft angle and pitch rate that carry farthest: a grid, then finer ones around its best node.

    Short flights hardly feel the turning Earth: at one latitude and end of thrust the first such row is searched for,
    the others begin where it has ended.

    Parameters
    ----------
    missile : Missile, staged
    world : World
    places : (m, 3) array, latitude, longitude, azimuth, rad
    cutoff : (m,) array, end of thrust, s

    Returns
    -------
    Best
    """
    law, m = missile.steering, len(places)
    limits = np.array([[law.loft_lowest, law.loft_highest], np.log([law.pitch_rate_lowest, law.pitch_rate_highest])])
    half = 0.5 * (limits[:, 1] - limits[:, 0])
    look = _Looked(np.tile(limits.mean(axis=1), (m, 1)), limits, half, law.law == "constant-rate")
    rows, share, leader = np.arange(m), 1.0, _leaders(places, cutoff)
    followers = np.zeros(m, bool)
    ground = np.zeros((2, m))
    for zoom in range(ZOOMS + 1):
        tries = look.tries(rows, (FIRST_LOFTS, FIRST_RATES) if zoom == 0 else (5, 5), share)
        steering = _steering(tries, cutoff[rows])
        along, right, short = _fast_try(missile, world, places[rows], steering)
        if zoom == 0:
            followers = short & short[leader] & (leader != rows)
        again = short & ~followers[rows]
        if again.any():
            along[again], right[again] = _slow_try(missile, world, places[rows][again], steering[again])
        best, each = np.argmax(along, axis=1), np.arange(len(rows))
        look.center[rows] = tries[each, best]
        ground[:, rows] = along[each, best], right[each, best]
        rows = np.flatnonzero(~followers)
        share *= 0.2 if zoom == 0 else 0.4
    if followers.any():
        rows = np.flatnonzero(followers)
        look.center[rows] = look.center[leader[rows]]
        look.center[rows], ground[:, rows] = _followed(missile, world, places[rows], cutoff[rows], look, rows)
    return Best(look.center[:, 0], np.exp(look.center[:, 1]), *ground)


def _steering(tries, cutoff):
    """Steering (m, k, 3) of tries (m, k, 2) of loft angle and ln pitch rate."""
    return np.dstack([tries[:, :, 0], np.exp(tries[:, :, 1]), np.broadcast_to(cutoff[:, None], tries.shape[:2])])


def _followed(missile, world, places, cutoff, look, rows):
    """Steering and range angles of short rows near those of their leaders: nine tries, the top of their parabola."""
    tries = look.tries(rows, (3, 3), NEAR_LEADER)
    tries = np.concatenate([tries, look.center[rows][:, None]], axis=1)
    along, right = _slow_try(missile, world, places, _steering(tries[:, :-1], cutoff))
    if look.turning:
        top = _top_of(along) * NEAR_LEADER * look.half
        tries[:, -1] = np.clip(look.center[rows] + top, look.limits[:, 0], look.limits[:, 1])
    last = _slow_try(missile, world, places, _steering(tries[:, -1:], cutoff))
    along, right = np.concatenate([along, last[0]], axis=1), np.concatenate([right, last[1]], axis=1)
    best, each = np.argmax(along, axis=1), np.arange(len(rows))
    return tries[each, best], np.stack([along[each, best], right[each, best]])


def _top_of(values):
    """Place (m, 2) of the top of the parabola through values (m, 9) on a grid from -1 to 1; 0 where it has none."""
    f = values.reshape(-1, 3, 3)
    rise = np.stack([(f[:, 2] - f[:, 0]).sum(axis=1), (f[:, :, 2] - f[:, :, 0]).sum(axis=1)], axis=1) / 6.0
    bend = [(f[:, 0] - 2.0 * f[:, 1] + f[:, 2]).sum(axis=1) / 3.0,
            (f[:, :, 0] - 2.0 * f[:, :, 1] + f[:, :, 2]).sum(axis=1) / 3.0]  # fmt: skip
    cross = 0.25 * (f[:, 2, 2] - f[:, 2, 0] - f[:, 0, 2] + f[:, 0, 0])
    base = bend[0] * bend[1] - cross * cross
    with np.errstate(invalid="ignore", divide="ignore"):
        top = np.stack([cross * rise[:, 1] - bend[1] * rise[:, 0], cross * rise[:, 0] - bend[0] * rise[:, 1]], axis=1)
        top = np.clip(top / base[:, None], -FAR_TOP, FAR_TOP)
    return np.where(((bend[0] < 0.0) & (base > 0.0))[:, None], top, 0.0)


@lru_cache(maxsize=256)
def cutoff_nodes(missile, first_stage=0):
    """Ends of thrust at which tables are made: a few in each stage.

    Parameters
    ----------
    missile : Missile, staged
    first_stage : int
        Stages before this one are burnt out.

    Returns
    -------
    (u,) array, s
    """
    law, begin, nodes = missile.steering, 0.0, []
    for k, stage in enumerate(missile.stages):
        first = law.rise_time + (law.kick_time if law.law == "gravity-turn" else 3.0) if k == 0 else begin
        if k >= first_stage:
            nodes.append(np.linspace(first, begin + stage.burn_time, NODES_A_STAGE)[(k > first_stage) :])
        begin += stage.burn_time
    return np.concatenate(nodes)


@lru_cache(maxsize=256)
def stage_tables(missile, world, latitudes, azimuths, stage):
    """Best steering at stations, for every end of thrust in one stage or for all propellant only.

    Parameters
    ----------
    missile : Missile, staged
    world : World
    latitudes, azimuths : tuples of s floats, rad
    stage : int or None
        None: all propellant only.

    Returns
    -------
    Best with arrays (s, u)
    """
    nodes = cutoff_nodes(missile)[-1:] if stage is None else cutoff_nodes(missile, stage)[:NODES_A_STAGE]
    s, u = len(latitudes), len(nodes)
    places = np.column_stack([np.repeat(latitudes, u), np.zeros(s * u), np.repeat(azimuths, u)])
    best = farthest(missile, world, places, np.tile(nodes, s))
    return Best(*[part.reshape(s, u) for part in best])


def station_tables(missile, world, latitudes, azimuths, first_stage):
    """Best steering at stations, for every end of thrust from a stage on.

    Parameters
    ----------
    missile, world, latitudes, azimuths : as `stage_tables`
    first_stage : int
        Stages before this one are burnt out.

    Returns
    -------
    Best with arrays (s, u)
    """
    where = (missile, world, latitudes, azimuths)
    first = stage_tables(*where, first_stage)
    rest = [stage_tables(*where, k) for k in range(first_stage + 1, len(missile.stages))]
    return Best(
        *[np.concatenate([a, *(b[:, 1:] for b in more)], axis=1) for a, *more in zip(first, *rest, strict=True)]
    )


class Stations(NamedTuple):
    """Stations of tables, a compass rose at each known latitude; no known latitude: each row is a station itself."""

    latitude: tuple
    azimuth: tuple
    known: tuple


def stations_for(latitude, azimuth):
    """Choose stations for launches: the rows themselves when few, else a compass rose at a few latitudes.

    Parameters
    ----------
    latitude, azimuth : (n,) arrays, rad

    Returns
    -------
    Stations
    """
    if len(latitude) <= FEW:
        return Stations(tuple(latitude.tolist()), tuple(azimuth.tolist()), ())
    known = np.unique(latitude)
    if len(known) > 3:
        low, high = np.floor(known[0] / LATITUDE_STEP), np.ceil(known[-1] / LATITUDE_STEP)
        known = np.arange(low, max(high, low + 1) + 1) * LATITUDE_STEP
        known = np.unique(np.clip(known, -0.5 * np.pi, 0.5 * np.pi))
    rose = np.arange(COMPASS) * (2.0 * np.pi / COMPASS)
    latitudes, azimuths = np.repeat(known, COMPASS).tolist(), np.tile(rose, len(known)).tolist()
    return Stations(tuple(latitudes), tuple(azimuths), tuple(known.tolist()))


def refined(u, values, pieces, parts):
    """Values of rows of tables at more nodes: cubics through the nodes of each piece, with slopes of parabolas.

    Parameters
    ----------
    u, values : (s, k) arrays, u rising along the row
    pieces : sequence of (first, last) nodes, together all nodes
    parts : int
        Into which each gap is cut.

    Returns
    -------
    (s, 1 + (k - 1) parts) array
    """
    found = [values[:, :1]]
    t = np.arange(1, parts + 1) / parts
    for first, last in pieces:
        a, b = u[:, first : last + 1], values[:, first : last + 1]
        slope = np.stack(
            [np.gradient(y, x, edge_order=2 if last > first + 1 else 1) for x, y in zip(a, b, strict=True)]
        )
        step = np.diff(a, axis=1)[..., None]
        rise, begin, end = np.diff(b, axis=1)[..., None], slope[:, :-1, None] * step, slope[:, 1:, None] * step
        bend = begin + end - 2.0 * rise
        fine = b[:, :-1, None] + t * (begin + t * (rise - begin - bend + t * bend))
        found.append(fine.reshape(len(b), -1))
    return np.concatenate(found, axis=1)
