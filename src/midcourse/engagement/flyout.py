"""Fly-out of a powered interceptor: flown by the flight engine over loft angles and azimuths, asked for time to reach.

Model: docs/models/engagement/flyout.md.
"""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from midcourse.engagement import _kernels
from midcourse.engagement.required_speed import planet_tuple, site_tuple
from midcourse.errors import MidcourseError
from midcourse.flight.boost import CRASH, World, fly_rows
from midcourse.flight.places import burnout_numbers

AZIMUTHS = 24
LOFTS = 260
SLOWED = 60
LEVELS = 80
NODES = 96
FARTHEST = 1.0
"""Launch azimuths, loft angles and ends of thrust that are flown, altitudes and ranges of the table, and
the greatest angle from the site, rad: docs/models/engagement/flyout.md gives the error."""

LOFT_LOWEST, LOFT_HIGHEST = math.radians(0.5), math.radians(89.9)
FLATTEST_BURNOUT = 100e3
"""m, burnout altitude of the flattest shot."""

LOWEST_BURNOUT = 60e3
"""m, lowest end of thrust of a ray: drag after it is left out."""

MIDDLE_LATITUDE = math.radians(45.0)
LONGEST = 3000.0
"""s after lift-off to which a fly-out is told."""

LEVEL_LOWEST, LEVEL_HIGHEST = 20e3, 3500e3


class Fan(NamedTuple):
    """Table of one fly-out from one latitude, as docs/models/engagement/flyout.md describes it."""

    ends: np.ndarray  # (2, azimuths, levels) rad, negative where nothing reaches
    table: np.ndarray  # (2, 3, azimuths, levels, nodes) time s, drift of the bearing rad, speed m/s
    limits: np.ndarray  # (3,) lowest and highest altitude m, earliest time s


class Reach(NamedTuple):
    """Times of flight (s) and speeds relative to the Earth (m/s) to some places, (n,) each; NaN out of reach."""

    flat_time: np.ndarray
    flat_speed: np.ndarray
    lofted_time: np.ndarray
    lofted_speed: np.ndarray


def burnouts(missile, latitude, azimuth, loft, cut, earth):
    """End of thrust for triples of azimuth, loft angle and end of thrust; the turn lasts as long as the first stage.

    Parameters
    ----------
    missile : Missile
    latitude : float, rad
    azimuth, loft : (n,) arrays, rad
    cut : (n,) array, s
    earth : Earth

    Returns
    -------
    starts : (n, 7) array
        Inertial state and time; NaN where thrust ends under 60 km.
    numbers : tuple of four (n,) arrays
        Altitude m, speed relative to the Earth m/s, inertial speed m/s, path angle rad.
    """
    places = np.column_stack([np.full(len(loft), latitude), np.zeros(len(loft)), azimuth])
    turn = missile.stages[0].burn_time - missile.steering.rise_time
    steering = np.column_stack([loft, (0.5 * math.pi - loft) / turn, cut])
    flown = fly_rows(missile, World(earth=earth), places, steering, hard=False)
    starts = np.column_stack([flown.burnout_state_eci, flown.burnout_time])
    numbers = burnout_numbers(flown, places[:, :2], np.zeros((len(loft), 3)), earth)
    starts[(flown.status == CRASH) | ~(numbers[0] >= LOWEST_BURNOUT)] = np.nan
    return starts, numbers


@lru_cache(maxsize=64)
def flattest_loft(missile, earth):
    """Smallest loft angle (rad) at which a missile burns out at 100 km or higher.

    Parameters
    ----------
    missile : Missile
    earth : Earth

    Raises
    ------
    MidcourseError
        It burns out lower at every loft angle: too weak for this model.
    """
    loft = np.linspace(LOFT_LOWEST, LOFT_HIGHEST, 180)
    same = np.ones(len(loft))
    _, numbers = burnouts(missile, MIDDLE_LATITUDE, 0.0 * same, loft, missile.burn_time * same, earth)
    high = np.flatnonzero(numbers[0] >= FLATTEST_BURNOUT)
    if not len(high):
        raise MidcourseError(
            "this interceptor burns out under 100 km at every loft angle",
            where=missile.key,
            got=f"{np.nanmax(numbers[0]) / 1e3:.0f} km",
            hint="leave it impulsive: a fly-out is for interceptors that work above the air",
        )
    return float(loft[high[0]])


def rays_of(missile, earth):
    """Loft angle (rad) and end of thrust (s) of the rays of one azimuth, from the vertical to the flattest and slowest.

    Parameters
    ----------
    missile : Missile
    earth : Earth

    Returns
    -------
    loft, cut : (n,) arrays
    """
    flat, burn = flattest_loft(missile, earth), missile.burn_time
    first = missile.stages[0].burn_time if len(missile.stages) > 1 else 0.5 * burn
    loft = np.concatenate([np.linspace(LOFT_HIGHEST, flat, LOFTS), np.full(SLOWED, flat)])
    cut = np.concatenate([np.full(LOFTS, burn), np.linspace(burn, first, SLOWED + 1)[1:]])
    return loft, cut


@lru_cache(maxsize=32)
def fan_of(fly_out, latitude, earth, azimuths=AZIMUTHS):
    """Table of times to reach of a fly-out from a latitude; kept.

    Parameters
    ----------
    fly_out : FlyOut
    latitude : float, rad
    earth : Earth
    azimuths : int
        Launch azimuths that are flown.

    Returns
    -------
    Fan
    """
    lofts, cuts = rays_of(fly_out.missile, earth)
    rays = len(lofts)
    azimuth = np.repeat(np.arange(azimuths) * (2.0 * math.pi / azimuths), rays)
    starts, _ = burnouts(fly_out.missile, latitude, azimuth, np.tile(lofts, azimuths), np.tile(cuts, azimuths), earth)
    limits = np.array([LEVEL_LOWEST, LEVEL_HIGHEST, fly_out.earliest])
    up, down = np.full((2, azimuths * rays, LEVELS, 4), np.nan)
    _kernels.fly_rays(
        starts, azimuth, LONGEST, site_tuple((latitude, 0.0), earth), planet_tuple(earth),
        earth.gravity_bulge, limits, up, down,
    )  # fmt: skip
    ends = np.empty((2, azimuths, LEVELS))
    table = np.empty((2, 3, azimuths, LEVELS, NODES))
    shape = (azimuths, rays, LEVELS, 4)
    _kernels.fill_fan(up.reshape(shape), down.reshape(shape), FARTHEST, ends, table)
    return Fan(ends, table, limits)


def time_to_reach(fly_out, latitude, angle, bearing, altitude, earth):
    """Time of flight and speed at places seen from a site, on the flat and on the lofted branch.

    Parameters
    ----------
    fly_out : FlyOut
    latitude : float
        Of the site, rad.
    angle, bearing : (n,) arrays
        Angle at the Earth's centre between site and place, rad; bearing of the place from north over east, rad.
    altitude : (n,) array, m
    earth : Earth

    Returns
    -------
    Reach

    Model: docs/models/engagement/flyout.md.
    """
    fan = fan_of(fly_out, latitude, earth)
    rows = [np.ascontiguousarray(part, float) for part in np.broadcast_arrays(angle, bearing, altitude)]
    answer = np.empty((rows[0].size, 4))
    _kernels.reach_many(*rows, *fan, answer)
    return Reach(*answer.T)


def stacked_fans(batteries, earth):
    """Fans of batteries for the kernels, and the index of each battery's fan, -1 for an impulsive interceptor.

    Parameters
    ----------
    batteries : sequence of Battery, length m
    earth : Earth

    Returns
    -------
    ends, table, limits : arrays with one row a fan
    index : (m,) float array
    """
    flown = {(b.interceptor.fly_out, b.latitude): None for b in batteries if b.interceptor.fly_out is not None}
    keys = list(flown)
    index = [
        -1.0 if b.interceptor.fly_out is None else float(keys.index((b.interceptor.fly_out, b.latitude)))
        for b in batteries
    ]
    if not keys:
        return np.empty((0, 2, 0, 0)), np.empty((0, 2, 3, 0, 0, 0)), np.empty((0, 3)), np.array(index)
    if len(keys) == 1:
        fans = [part[None] for part in fan_of(*keys[0], earth)]
    else:
        fans = [np.stack(parts) for parts in zip(*(fan_of(*key, earth) for key in keys), strict=True)]
    return *fans, np.array(index)
