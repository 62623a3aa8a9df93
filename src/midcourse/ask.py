"""The single questions, one short function each: what a door asks when it does not run a whole scenario."""

from . import flight
from .flight import lambert, propagate, propagate_many
from .policy import members
from .scenario import catalog

__all__ = ["fly", "fly_many", "lambert", "members", "propagate", "propagate_many"]


def _missile(missile):
    return catalog.missile(missile) if isinstance(missile, str) else missile


def fly(missile, launch, aimpoint=None, **shape):
    """One flight of a missile.

    Parameters
    ----------
    missile : str or flight.Missile
        Catalog key, "impulsive", or a record.
    launch, aimpoint : (latitude, longitude) in degrees
    **shape
        As `flight.fly`: shape, burnout_angle, apogee, flight_time, azimuth, max_range, speed, earth, rotating,
        atmosphere, ballistic_coefficient (SI, angles in radians).

    Returns
    -------
    flown : flight.Flown

    Raises
    ------
    CatalogError
        Unknown missile.
    OutOfReachError
        The aim point lies beyond the greatest range on its azimuth.
    """
    return flight.fly(_missile(missile), launch, aimpoint, **shape)


def fly_many(missile, launches, aimpoints, **shape):
    """Many flights at once.

    Parameters
    ----------
    missile : str or flight.Missile
    launches, aimpoints : (N, 2) arrays of degrees; one row is used for all where the other has N
    **shape
        As `flight.fly_many`.

    Returns
    -------
    flights : results.Table
        One row a pair; rows out of reach have reached False and short_by.
    """
    return flight.fly_many(_missile(missile), launches, aimpoints, **shape)
