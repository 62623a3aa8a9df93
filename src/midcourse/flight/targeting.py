"""Which launch meets an aim point on the turning Earth, for many rows at once. docs/models/flight/targeting.md"""

from typing import NamedTuple

import numpy as np

from .. import earth as earth_room
from ._kernels.targeting import BY_ANGLE, BY_APOGEE, BY_TIME, FOUND, LEAST_SPEED
from ._lanes.aim import aim_lanes
from .boost import FAST, Flown, fly_rows
from .missile import Missile
from .shapes import Shape

CLOSE_ENOUGH = 20.0
"""m, greatest miss that counts as reached."""

WANTED = 1.0
"""m, miss at which a search stops."""

ROUNDS = 25
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


def surface_points(places, earth):
    """Points on the ground, Earth-fixed.

    Parameters
    ----------
    places : (n, 2) array, latitude and longitude, rad
    earth : Earth

    Returns
    -------
    (n, 3) array, m
    """
    return earth_room.geodetic_to_ecef(places[:, 0], places[:, 1], np.zeros(len(places)), earth)


def azimuth_of(velocity, places):
    """Azimuth (rad, from north over east) of Earth-fixed velocities at places, and their elevation.

    Parameters
    ----------
    velocity : (n, 3) array
    places : (n, 2) array, latitude and longitude, rad
    """
    enu = np.einsum("nij,nj->ni", earth_room.rotation_ecef_to_enu(places[:, 0], places[:, 1]), velocity)
    return np.arctan2(enu[:, 0], enu[:, 1]) % (2.0 * np.pi), np.arctan2(enu[:, 2], np.hypot(enu[:, 0], enu[:, 1]))


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


def aim_impulsive(missile, world, launches, aims, shape=None):
    """Launch velocities that hit the aim points: two-body arcs, their aim moved until the true flight hits.

    Parameters
    ----------
    missile : Missile, impulsive
    world : World
    launches, aims : (n, 2) arrays, latitude and longitude, rad
    shape : Shape

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
    best = _Best(n)
    rows = np.arange(n)
    for _ in range(ROUNDS):
        arcs = np.empty((len(rows), 6))
        aim_lanes(from_ecef[rows], to_ecef[rows] + offset[rows], mode, value[rows], earth.mu, earth.rate, arcs)
        known = arcs[:, 5] == FOUND
        arcs[~known, :3] = np.nan
        places = np.column_stack([launches[rows], np.zeros(len(rows))])
        flown = fly_rows(missile, world, places, start=arcs[:, :3], steps=FAST)
        gap = surface_points(np.column_stack([flown.latitude, flown.longitude]), earth) - to_ecef[rows]
        gap[~np.isfinite(gap).all(axis=1)] = np.nan
        best.keep(rows, gap, arcs[:, :3], flown, _number_gap(shape, flown))
        now = np.column_stack([gap, _number_gap(shape, flown)])
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
    return best.aimed(launches)


def _first_value(shape, earth):
    """Number that the two-body arc starts from: elevation, apogee radius or time."""
    if shape.quantity is None:
        return 0.0
    return shape.value + (earth.radius * (1.0 - earth.flattening / 3.0) if shape.quantity == "apogee" else 0.0)


def _number_gap(shape, flown):
    """By how much the flown number misses the one asked for; 0 where the arc has it exactly."""
    if shape.quantity == "apogee":
        return flown.apogee_altitude - shape.value
    if shape.quantity == "flight_time":
        return flown.time - shape.value
    return np.zeros(len(flown.time))


class _Best:
    """The best launch of every row so far."""

    def __init__(self, n):
        self.start, self.miss, self.off = np.full((n, 3), np.nan), np.full(n, np.inf), np.full(n, np.inf)
        self.done = np.zeros(n, bool)
        self.flown = None

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
        return Aimed(azimuth, steering, self.start, self.flown, miss, reached, np.where(reached, 0.0, np.nan))


def aim(missile: Missile, world, launches, aims, shape=None):
    """Launches that hit the aim points.

    Parameters
    ----------
    missile : Missile
    world : World
    launches, aims : (n, 2) arrays, latitude and longitude, rad
    shape : Shape

    Returns
    -------
    Aimed
    """
    return aim_impulsive(missile, world, launches, aims, shape)
