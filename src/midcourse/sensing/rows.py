"""Flights, sites and the Earth as the kernels of this room read them. docs/models/sensing/visibility.md"""

import numpy as np

from midcourse import earth as globe


def site_row(latitude, longitude, altitude, earth):
    """Position and local axes of a site as the kernels read them: (12,) position, east, north, up in ECEF.

    Parameters
    ----------
    latitude, longitude : float
        rad.
    altitude : float
        m.
    earth : Earth
    """
    position = globe.geodetic_to_ecef(latitude, longitude, altitude, earth)
    axes = globe.rotation_ecef_to_enu(latitude, longitude)
    return np.concatenate([np.asarray(position, float).ravel(), np.asarray(axes, float).ravel()])


def flight_arrays(flights):
    """Knots of the flights as contiguous arrays: (times, positions, velocities), the latter two of 32 bits."""
    return (
        np.ascontiguousarray(flights.knot_time, dtype=np.float64),
        np.ascontiguousarray(flights.knot_position_eci, dtype=np.float32),
        np.ascontiguousarray(flights.knot_velocity_eci, dtype=np.float32),
    )


def shape_of(earth):
    """The turning Earth as three numbers: rate (rad/s), radius (m), square of the eccentricity.

    Parameters
    ----------
    earth : Earth
    """
    return float(earth.rate), float(earth.radius), float(earth.eccentricity_squared)
