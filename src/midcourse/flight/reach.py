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


def _try(missile, world, places, steering):
    """Range angle of every try, places (m, 3), steering (m, k, 3).

    Low and flat paths are costly and seldom the farthest: they are flown only where most are such, in longer
    steps: impacts move by some 100 m, the farthest steering does not.
    """
    m, k = steering.shape[:2]
    many, tries = np.repeat(places, k, axis=0), steering.reshape(-1, 3)
    flown = fly_rows(missile, world, many, tries, steps=FAST, hard=False)
    ground = ground_of(flown, many, world.earth)
    along, right = ground.along.reshape(m, k), ground.right.reshape(m, k)
    status = flown.status.reshape(m, k)
    short = (status == HARD).sum(axis=1) > (status == DOWN).sum(axis=1)
    if short.any():
        rows = np.repeat(short, k)
        steps = Steps._make((count + 1) // 2 for count in fast_steps(missile))
        ground = ground_of(fly_rows(missile, world, many[rows], tries[rows], steps=steps), many[rows], world.earth)
        along[short], right[short] = ground.along.reshape(-1, k), ground.right.reshape(-1, k)
    return along, right


def farthest(missile, world, places, cutoff):
    """Loft angle and pitch rate that carry farthest: a grid, then finer ones around its best node.

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
    law = missile.steering
    m = len(places)
    limits = np.array([[law.loft_lowest, law.loft_highest], np.log([law.pitch_rate_lowest, law.pitch_rate_highest])])
    center = np.tile(limits.mean(axis=1), (m, 1))
    half = 0.5 * (limits[:, 1] - limits[:, 0])
    turning = law.law == "constant-rate"
    rows = np.arange(m)
    for zoom in range(ZOOMS + 1):
        counts = (FIRST_LOFTS, FIRST_RATES) if zoom == 0 else (5, 5)
        a, b = np.meshgrid(
            np.linspace(-1, 1, counts[0]), np.linspace(-1, 1, counts[1]) if turning else [0.0], indexing="ij"
        )
        tries = center[:, None] + half * np.column_stack([a.ravel(), b.ravel()])
        tries = np.clip(tries, limits[:, 0], limits[:, 1])
        steering = np.dstack(
            [tries[:, :, 0], np.exp(tries[:, :, 1]), np.broadcast_to(cutoff[:, None], tries.shape[:2])]
        )
        along, right = _try(missile, world, places, steering)
        best = np.argmax(along, axis=1)
        center = tries[rows, best]
        half = half * (0.2 if zoom == 0 else 0.4)
    return Best(center[:, 0], np.exp(center[:, 1]), along[rows, best], right[rows, best])


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
def station_tables(missile, world, latitudes, azimuths, first_stage):
    """Best steering at stations, for every end of thrust or for all propellant only.

    Parameters
    ----------
    missile : Missile, staged
    world : World
    latitudes, azimuths : tuples of s floats, rad
    first_stage : int or None
        Stages before this one are burnt out; None: all propellant only.

    Returns
    -------
    Best with arrays (s, u)
    """
    nodes = cutoff_nodes(missile)[-1:] if first_stage is None else cutoff_nodes(missile, first_stage)
    s, u = len(latitudes), len(nodes)
    places = np.column_stack([np.repeat(latitudes, u), np.zeros(s * u), np.repeat(azimuths, u)])
    best = farthest(missile, world, places, np.tile(nodes, s))
    return Best(*[part.reshape(s, u) for part in best])


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
