"""Which sensor sees which flight, when, and why not."""

import math

import numpy as np

from midcourse import earth as globe
from midcourse.errors import MidcourseError
from midcourse.sensing import _kernels
from midcourse.sensing.satellite import Satellite, watch_boost
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


def watch(sensors, flights, signature=None):
    """What each sensor sees of each flight: first, last, how long, and why never.

    A radar sees where the slant range is at most both the signal-to-noise range and the instrumented range, the
    elevation within limits and the azimuth in a face; edges to 0.01 s, and a sight shorter than the 10 s between
    samples is found where the margin has one peak there. An infrared satellite sees a burning motor above the clouds.
    Pages docs/models/sensing/visibility.md and satellite.md.

    Parameters
    ----------
    sensors : sequence of Radar and Satellite, length m, in any order
    flights : Flights, n rows
    signature : Signature or None
        How large the objects are to each band; None: each radar's detection range as it stands.

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
    above = np.array([isinstance(sensor, Satellite) for sensor in sensors])
    radars = [s if signature is None else s.looking_at(signature) for s in sensors if not isinstance(s, Satellite)]
    satellites = [s for s in sensors if isinstance(s, Satellite)]
    parts = []
    if radars:
        parts.append((np.flatnonzero(~above), _watch_radars(radars, flights)))
    if satellites:
        parts.append((np.flatnonzero(above), watch_boost(satellites, flights)))
    shape = (len(flights), len(sensors))
    spans = np.full((2, *shape, _kernels.SPANS), np.nan)
    reason = np.zeros(shape, np.int8)
    numbers = np.full((5, *shape), np.nan)
    for columns, (starts, ends, why, *rest) in parts:
        spans[0][:, columns, : starts.shape[2]] = starts
        spans[1][:, columns, : ends.shape[2]] = ends
        reason[:, columns] = why
        numbers[:, :, columns] = rest
    highest, nearest, slant_range, altitude, azimuth = numbers
    return Sightings(
        sensor_keys=tuple(s.key for s in sensors),
        span_start=spans[0],
        span_end=spans[1],
        never_because=reason,
        highest_elevation=highest,
        nearest_in_field=nearest,
        first_slant_range=slant_range,
        first_altitude=altitude,
        first_azimuth=azimuth % (2.0 * np.pi),
        tracks=tuple((~above).tolist()),
    )


def _watch_radars(radars, flights):
    """(starts, ends, reason, highest, nearest, slant range, altitude, azimuth) of radars, from the kernel."""
    earth = flights.earth
    sites = np.array([site_row(s.latitude, s.longitude, s.altitude, earth) for s in radars])
    limits = np.array([_limit_row(s, earth) for s in radars], dtype=np.float64)
    counts = np.array([len(s.faces) for s in radars])
    faces = np.zeros((len(radars), counts.max(), 2))
    for row, radar in zip(faces, radars, strict=True):
        row[: len(radar.faces)] = [_face_row(face) for face in radar.faces]
    shape = (float(earth.rate), float(earth.radius), float(earth.eccentricity_squared))
    *seen, first = _kernels.watch_all(
        np.asarray(flights.reached, bool), *flight_arrays(flights), sites, limits, faces, counts, shape
    )
    return (*seen, *np.moveaxis(first, 2, 0))


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
