"""What a radar's energy is shared among: a fence that it searches, and objects that it tracks at once.

Model: docs/models/sensing/energy.md.
"""

import math

from midcourse.constants import BOLTZMANN
from midcourse.errors import MidcourseError


def fence_solid_angle(width, elevation_low, elevation_high):
    """Solid angle, sr, of a fence: a strip of azimuths between two elevations.

    Parameters
    ----------
    width : float
        Azimuths that the fence covers, rad.
    elevation_low, elevation_high : float
        rad.

    Raises
    ------
    MidcourseError
        A fence without extent, or wider than the circle.
    """
    if not (0.0 < width <= 2.0 * math.pi and -0.5 * math.pi <= elevation_low < elevation_high <= 0.5 * math.pi):
        raise MidcourseError(
            "a fence has a width and a height above zero",
            where="fence_solid_angle",
            got=(width, elevation_low, elevation_high),
            hint="radians, the lower elevation first",
        )
    return width * (math.sin(elevation_high) - math.sin(elevation_low))


def search_range(budget, rcs, signal_to_noise, solid_angle, scan_time):
    """Slant range, m, at which a search of a solid angle once every scan gives the stated signal-to-noise ratio.

    Search form, R^4 = rho Pav A sigma ts / (4 pi k Ts L Omega (S/N)): neither frequency nor gain is in it.
    Source: [skolnik1990]; page docs/models/sensing/energy.md.

    Parameters
    ----------
    budget : RadarBudget
    rcs : float or ndarray
        Radar cross-section at this radar's band, m^2.
    signal_to_noise : float or ndarray
        Power ratio, not decibels.
    solid_angle : float
        sr.
    scan_time : float
        Time in which the whole solid angle is searched once, s.
    """
    above = budget.receive_efficiency * budget.mean_power * budget.aperture * rcs * scan_time
    noise = BOLTZMANN * budget.system_temperature * budget.losses
    return (above / (4.0 * math.pi * noise * solid_angle * signal_to_noise)) ** 0.25


def shared_range(alone, objects, search_share=0.0):
    """Slant range, m, of each of N objects that share a radar's energy evenly: the fourth root of what each gets.

    Parameters
    ----------
    alone : float or ndarray
        Slant range of one object with all the energy, m.
    objects : int
        Tracked at once, one or more.
    search_share : float
        Share of the energy that a search keeps, from 0 to below 1.

    Raises
    ------
    MidcourseError
        Fewer objects than one, or no energy left to track with.
    """
    if not objects >= 1 or objects != int(objects):
        raise MidcourseError("energy is shared by one object or more", where="objects", got=objects, hint="1")
    return alone * (_left_to_track(search_share) / objects) ** 0.25


def most_objects(alone, slant_range, search_share=0.0):
    """How many objects at one slant range a radar's energy serves at once; 0 where it does not reach even one.

    Parameters
    ----------
    alone : float
        Slant range of one object with all the energy, m.
    slant_range : float
        m.
    search_share : float
        Share of the energy that a search keeps, from 0 to below 1.
    """
    return math.floor(_left_to_track(search_share) * (alone / slant_range) ** 4 * (1.0 + ROUNDING))


ROUNDING = 1e-12
"""So many objects fit exactly at the range that `shared_range` gives for them."""


def _left_to_track(search_share):
    """Share of the energy that is left to track with."""
    if not 0.0 <= search_share < 1.0:
        raise MidcourseError(
            "a search keeps a share of the energy, from 0 to below 1", where="search_share", got=search_share
        )
    return 1.0 - search_share
