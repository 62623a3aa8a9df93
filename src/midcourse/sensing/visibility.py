"""Which sensor sees which flight, when, and why not."""

import math

import numpy as np

from midcourse import earth as globe
from midcourse.errors import MidcourseError
from midcourse.sensing import _kernels
from midcourse.sensing.sightings import Sightings


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


def _face_row(face):
    low, high = face
    width = high - low
    if width < 0.0:
        width += 2.0 * math.pi
    half = 4.0 if width >= 2.0 * math.pi - 1e-9 else 0.5 * width
    return low + 0.5 * width, half


def _limit_row(radar, earth):
    bent = 4.0 / 3.0 * earth.mean_radius if radar.refraction == "four-thirds" else 0.0
    return (
        radar.minimum_range, radar.instrumented_range, radar.detection_range,
        radar.elevation_low, radar.elevation_high, bent,
    )  # fmt: skip


def flight_arrays(flights):
    """Knots of the flights as contiguous arrays: (times, positions, velocities)."""
    return (
        np.ascontiguousarray(flights.knot_time, dtype=np.float64),
        np.ascontiguousarray(flights.knot_position_eci, dtype=np.float64),
        np.ascontiguousarray(flights.knot_velocity_eci, dtype=np.float64),
    )


def watch(sensors, flights):
    """What each radar sees of each flight: first, last, how long, and why never.

    Seen where the slant range is at most both the signal-to-noise range and the instrumented range, the elevation
    within limits and the azimuth in a face. Edges to 0.01 s; a sight shorter than the 10 s between samples is found
    where the margin has one peak there. Page docs/models/sensing/visibility.md.

    Parameters
    ----------
    sensors : sequence of Radar, length m
    flights : Flights, n rows

    Returns
    -------
    Sightings
        Arrays (n, m).

    Raises
    ------
    MidcourseError
        No sensor.
    """
    if not sensors:
        raise MidcourseError("nobody watches: the list of sensors is empty", where="sensing.watch")
    earth = flights.earth
    sites = np.array([site_row(s.latitude, s.longitude, s.altitude, earth) for s in sensors])
    limits = np.array([_limit_row(s, earth) for s in sensors], dtype=np.float64)
    counts = np.array([len(s.faces) for s in sensors])
    faces = np.zeros((len(sensors), counts.max(), 2))
    for row, sensor in zip(faces, sensors, strict=True):
        row[: len(sensor.faces)] = [_face_row(face) for face in sensor.faces]
    shape = (float(earth.rate), float(earth.radius), float(earth.eccentricity_squared))
    starts, ends, reason, highest, nearest, first = _kernels.watch_all(
        np.asarray(flights.reached, bool), *flight_arrays(flights), sites, limits, faces, counts, shape
    )
    return Sightings(
        sensor_keys=tuple(s.key for s in sensors),
        span_start=starts,
        span_end=ends,
        never_because=reason,
        highest_elevation=highest,
        nearest_in_field=nearest,
        first_slant_range=first[:, :, 0],
        first_altitude=first[:, :, 1],
        first_azimuth=first[:, :, 2] % (2.0 * np.pi),
    )


def sight_lines(radar, flights, row, times):
    """Slant range, azimuth and elevation (each (k,), m and rad) from a radar to one flight at given times.

    Parameters
    ----------
    radar : Radar
    flights : Flights
    row : int
        Which flight.
    times : array_like (k,)
        s after lift-off.
    """
    knots = flight_arrays(flights)
    site = site_row(radar.latitude, radar.longitude, radar.altitude, flights.earth)
    seen = []
    for time in np.atleast_1d(times):
        position = _kernels.locate(float(time), row, *knots)
        seen.append(_kernels.look(float(time), *position, site, float(flights.earth.rate)))
    slant_range, azimuth, elevation = np.array(seen).reshape(-1, 3).T
    return slant_range, azimuth % (2.0 * np.pi), elevation
