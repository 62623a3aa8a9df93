"""Fly-out of a powered interceptor: flown by the flight engine over loft angles and azimuths, asked for time to reach.

Model: docs/models/engagement/flyout.md.
"""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from midcourse.engagement import _kernels
from midcourse.engagement.interceptor import BetweenFlyOuts
from midcourse.engagement.required_speed import NOBODY, planet_tuple, site_tuple
from midcourse.errors import MidcourseError
from midcourse.flight.boost import CRASH, World, fly_rows
from midcourse.flight.places import burnout_numbers

RAYS, DIVES = 190, 70
"""Rays of one azimuth whose thrust angle is the same in all stages, and flatter ones whose last stages push down."""

FARTHEST = 1.6
"""rad, greatest angle from the site that a fan tells of."""

LOFT_LOWEST, LOFT_HIGHEST = math.radians(-20.0), math.radians(89.9)
FLATTEST_SPEED, FLATTEST_BURNOUT = (7000.0, 8500.0), (90e3, 130e3)
"""m/s, m: burnout altitude of flat flights by burnout speed; higher where a flight no longer falls by itself."""

DIVE, DIVE_RISE = math.radians(60.0), 0.8
"""rad, by which the later stages' angle goes on to fall; and how much the first stage's rises with it, so that the
burnout stays about as high."""

LOWEST_BURNOUT = 60e3
"""m, lowest burnout of a ray: drag after it is left out."""

MIDDLE_LATITUDE = math.radians(45.0)
LATITUDE_STEP = math.radians(6.0)
"""rad, between latitudes for which fans are flown; between them all numbers of a fan are linear."""

LONGEST = 3000.0
"""s after lift-off to which a fly-out is told."""

LEVEL_LOWEST, LEVEL_HIGHEST = 60e3, 3500e3
TOP_SHARE = 0.985
"""m, altitudes of a fan; the highest is this share of the top of the steepest flight, where that is lower."""


PIECE = 32768
"""Numbers of a fan that are worked on at a time."""


class Reach(NamedTuple):
    """Times of flight (s) and speeds relative to the Earth (m/s) to some places, (n,) each; NaN out of reach."""

    flat_time: np.ndarray
    flat_speed: np.ndarray
    lofted_time: np.ndarray
    lofted_speed: np.ndarray


def burnouts(missile, latitude, azimuth, loft, earth, first_loft=None, cut=None):
    """End of thrust for pairs of azimuth and loft angle; the turn lasts as long as the first stage.

    Parameters
    ----------
    missile : Missile
    latitude : float, rad
    azimuth, loft : (n,) arrays, rad
    earth : Earth
    first_loft : (n,) array or None
        Loft angle to which the first stage turns, rad, before the later ones push at `loft`; None: the same.
    cut : (n,) array or None
        End of thrust, s; None: burnout.

    Returns
    -------
    starts : (n, 7) array
        Inertial state and time; NaN where thrust ends under 60 km.
    numbers : tuple of four (n,) arrays
        Altitude m, speed relative to the Earth m/s, inertial speed m/s, path angle rad.
    """
    places = np.column_stack([np.full(len(loft), latitude), np.zeros(len(loft)), azimuth])
    turn = missile.stages[0].burn_time - missile.steering.rise_time
    rate = (0.5 * math.pi - (loft if first_loft is None else first_loft)) / turn
    steering = np.column_stack([loft, rate, np.full(len(loft), missile.burn_time) if cut is None else cut])
    flown = fly_rows(missile, World(earth=earth), places, steering, hard=False)
    starts = np.column_stack([flown.burnout_state_eci, flown.burnout_time])
    numbers = burnout_numbers(flown, places[:, :2], np.zeros((len(loft), 3)), earth)
    starts[(flown.status == CRASH) | ~(numbers[0] >= LOWEST_BURNOUT)] = np.nan
    return starts, numbers


@lru_cache(maxsize=64)
def flattest_loft(missile, earth):
    """Smallest loft angle (rad), the same in all stages, at which a missile burns out at 90 to 130 km or higher.

    Parameters
    ----------
    missile : Missile
    earth : Earth

    Raises
    ------
    MidcourseError
        It burns out lower at every loft angle: too weak for this model.
    """
    loft = np.linspace(LOFT_LOWEST, LOFT_HIGHEST, 220)
    _, numbers = burnouts(missile, MIDDLE_LATITUDE, np.zeros(len(loft)), loft, earth)
    high = np.flatnonzero(numbers[0] >= np.interp(numbers[1], FLATTEST_SPEED, FLATTEST_BURNOUT))
    if not len(high):
        raise MidcourseError(
            "this interceptor burns out under 90 km at every loft angle",
            where=missile.key,
            got=f"{np.nanmax(numbers[0]) / 1e3:.0f} km",
            hint="leave it impulsive: a fly-out is for interceptors that work above the air",
        )
    return float(loft[high[0]])


def rays_of(missile, earth):
    """Loft angles (rad) of the later stages and of the first one, of the rays of one azimuth from the vertical on.

    Parameters
    ----------
    missile : Missile
    earth : Earth

    Returns
    -------
    loft, first_loft : (n,) arrays
    """
    flat = flattest_loft(missile, earth)
    loft = np.linspace(LOFT_HIGHEST, flat, RAYS)
    if len(missile.stages) == 1:
        return loft, loft
    fallen = np.linspace(0.0, DIVE, DIVES + 1)[1:]
    return np.concatenate([loft, flat - fallen]), np.concatenate([loft, flat + DIVE_RISE * fallen])


@lru_cache(maxsize=20)
def _flown_fan(fly_out, step, earth):
    """Fan of a fly-out from latitude step x 6 degrees; kept."""
    latitude = step * LATITUDE_STEP
    lofts, firsts = rays_of(fly_out.missile, earth)
    rays, azimuths = len(lofts), _kernels.AZIMUTHS
    azimuth = np.repeat(np.arange(azimuths) * (2.0 * math.pi / azimuths), rays)
    lofts, firsts = np.tile(lofts, azimuths), np.tile(firsts, azimuths)
    starts, _ = burnouts(fly_out.missile, latitude, azimuth, lofts, earth, firsts)
    fan = np.full(_kernels.FAN, np.nan)
    top, speed = _top_and_speed(fly_out.missile, earth)
    fan[:4] = LEVEL_LOWEST, top, fly_out.earliest, speed
    _kernels.fill_fan(
        starts.reshape(azimuths, rays, 7), LONGEST, FARTHEST, site_tuple((latitude, 0.0), earth), planet_tuple(earth),
        earth.gravity_bulge, fan,
    )  # fmt: skip
    return fan


@lru_cache(maxsize=64)
def _top_and_speed(missile, earth):
    """Highest altitude of a fan (m), and the burnout speed of the steepest flight (m/s)."""
    _, (altitude, speed, _, angle) = burnouts(missile, MIDDLE_LATITUDE, np.zeros(1), np.array([LOFT_HIGHEST]), earth)
    radius = earth.radius + float(altitude[0])
    rise = 0.5 * float(speed[0] * np.sin(angle[0])) ** 2 * radius / earth.mu
    top = radius / (1.0 - rise) - earth.radius if rise < 0.5 else LEVEL_HIGHEST
    return min(LEVEL_HIGHEST, TOP_SHARE * top), float(speed[0])


def fan_latitude(latitude):
    """Latitude for which a fan between two speeds stands: the nearest that is flown.

    Parameters
    ----------
    latitude : float, rad
    """
    return round(latitude / LATITUDE_STEP) * LATITUDE_STEP  # what lies between two speeds needs no finer latitude


@lru_cache(maxsize=8)
def fan_alone(fly_out, latitude, earth):
    """Row for the kernels of one fan: a watching site that nobody asks for, then the fan; kept, so nobody writes to it.

    A fan lies between those of two latitudes that are flown, or those of two speeds. It is not marked read-only:
    kernels would be compiled a second time for such an array.

    Parameters
    ----------
    fly_out : FlyOut or BetweenFlyOuts
    latitude : float, rad
    earth : Earth

    Returns
    -------
    (WATCH + FAN,) array
        As docs/models/engagement/flyout.md describes it.
    """
    if isinstance(fly_out, BetweenFlyOuts):
        step = round(fan_latitude(latitude) / LATITUDE_STEP)
        one, two = (_flown_fan(part, step, earth) for part in (fly_out.slower, fly_out.faster))
        share = fly_out.share
    else:
        step = math.floor(latitude / LATITUDE_STEP)
        share = latitude / LATITUDE_STEP - step
        one = _flown_fan(fly_out, step, earth)
        two = one if share == 0.0 else _flown_fan(fly_out, step + 1, earth)
    row = np.concatenate([watch_row(), one])
    for first in range(0, 0 if two is one else len(one), PIECE):  # pieces that stay in the processor's cache
        piece = row[_kernels.WATCH + first : _kernels.WATCH + first + PIECE]
        piece *= 1.0 - share
        piece += share * two[first : first + PIECE]
    return row


def watch_row(row=None, sine=NOBODY):
    """Numbers of a watching site as the kernels read them before the fans.

    Parameters
    ----------
    row : (12,) array or None
        Position and axes of the site; None: nobody needs to watch.
    sine : float
        Of the lowest elevation.
    """
    return np.concatenate([[sine], np.zeros(_kernels.WATCH - 1) if row is None else row])


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
    fans = fan_alone(fly_out, latitude, earth)
    rows = [np.ascontiguousarray(part, float) for part in np.broadcast_arrays(angle, bearing, altitude)]
    answer = np.empty((rows[0].size, 4))
    _kernels.reach_many(*rows, fans, answer)
    return Reach(*answer.T)


def stacked_fans(batteries, earth):
    """Fans of batteries in one row for the kernels, and where each battery's fan begins, -1 for an impulsive one.

    Parameters
    ----------
    batteries : sequence of Battery, length m
    earth : Earth

    Returns
    -------
    fans : 1-D array
        A watching site that nobody asks for, then the fans.
    begin : (m,) float array
    """
    flown = {(b.interceptor.fly_out, b.latitude): None for b in batteries if b.interceptor.fly_out is not None}
    begin = {key: float(_kernels.WATCH + k * _kernels.FAN) for k, key in enumerate(flown)}
    fans = _fans_in_a_row(tuple(flown), earth)
    return fans, np.array([begin.get((b.interceptor.fly_out, b.latitude), -1.0) for b in batteries])


@lru_cache(maxsize=3)
def _fans_in_a_row(flown, earth):
    """Fans of (fly-out, latitude) in one row that nobody writes to; the last few are kept, as searches ask again."""
    rows = [fan_alone(fly_out, latitude, earth) for fly_out, latitude in flown]
    return rows[0] if len(rows) == 1 else np.concatenate([watch_row(), *(row[_kernels.WATCH :] for row in rows)])
