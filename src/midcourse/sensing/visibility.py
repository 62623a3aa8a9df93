"""Which sensor sees which flight, when, and why not."""

import math
from dataclasses import replace

import numpy as np

from midcourse import earth as globe
from midcourse.errors import MidcourseError
from midcourse.sensing import _kernels
from midcourse.sensing.satellite import Satellite, watch_boost
from midcourse.sensing.sightings import NeverBecause, Sightings


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
        radar.elevation_low, radar.elevation_high, bent, radar.altitude,
    )  # fmt: skip


def flight_arrays(flights):
    """Knots of the flights as contiguous arrays: (times, positions, velocities)."""
    return (
        np.ascontiguousarray(flights.knot_time, dtype=np.float64),
        np.ascontiguousarray(flights.knot_position_eci, dtype=np.float64),
        np.ascontiguousarray(flights.knot_velocity_eci, dtype=np.float64),
    )


def watch(sensors, flights, signature=None, known=None):
    """What each sensor sees of each flight: first, last, how long, and why never.

    A radar sees where the slant range is at most both the signal-to-noise range and the instrumented range, the
    elevation within limits and the azimuth in a face; edges to 0.01 s, and a sight shorter than the 10 s between
    samples is found where the margin has one peak there. A mount that waits for its cue turns first. An infrared
    satellite sees a burning motor above the clouds.
    Pages docs/models/sensing/visibility.md, mount.md and satellite.md.

    Parameters
    ----------
    sensors : sequence of Radar and Satellite, length m, in any order
    flights : Flights, n rows
    signature : Signature or None
        How large the objects are to each band; None: each radar's detection range as it stands.
    known : dict or None
        What single sensors saw of flights in earlier calls, so that it is computed once; filled here.

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
    looking = [s if signature is None or isinstance(s, Satellite) else s.looking_at(signature) for s in sensors]
    starts, ends, reason, *numbers = _columns(looking, flights, {} if known is None else known)
    above = [isinstance(sensor, Satellite) for sensor in sensors]
    highest, nearest, slant_range, altitude, azimuth = numbers
    found = Sightings(
        sensor_keys=tuple(s.key for s in sensors),
        span_start=starts,
        span_end=ends,
        never_because=reason,
        highest_elevation=highest,
        nearest_in_field=nearest,
        first_slant_range=slant_range,
        first_altitude=altitude,
        first_azimuth=azimuth % (2.0 * np.pi),
        tracks=tuple(not there for there in above),
    )
    waits = [j for j, sensor in enumerate(sensors) if waits_for_cue(sensor)]
    return _turned(found, sensors, waits, flights) if waits else found


def waits_for_cue(sensor):
    """Whether a sensor is a radar that turns and has to be told where to look.

    Parameters
    ----------
    sensor : Radar or Satellite
    """
    mount = getattr(sensor, "mount", None)
    return mount is not None and not mount.in_time


def told_first(sensors, sightings, j):
    """Which sensor is the first to tell radar j where each flight is, and when; those that wait themselves tell nobody.

    Parameters
    ----------
    sensors : sequence of Radar and Satellite, length m
    sightings : Sightings
        Of these sensors.
    j : int
        A radar that waits for its cue.

    Returns
    -------
    by : (n,) int array, -1 where no sensor does
    time : (n,) array, s, inf where never told
    """
    mount = sensors[j].mount
    tells = [sensor.key in mount.cued_by and not waits_for_cue(sensor) for sensor in sensors]
    word = np.where(tells, np.nan_to_num(sightings.first_seen + mount.cue_delay, nan=np.inf), np.inf)
    first = np.argmin(word, axis=1)
    time = word[np.arange(len(word)), first]
    return np.where(time < mount.cue_time, first, -1), np.minimum(time, mount.cue_time)


def seen_before(sensors, sightings, rows, flights):
    """What is `known` to `watch` of some flights from sightings of all: of sensors that wait for no cue.

    Parameters
    ----------
    sensors : sequence of Radar and Satellite
        Those that watched, some of them now replaced by others: these are watched anew.
    sightings : Sightings
        Of all flights, by the sensors as they were.
    rows : int array
    flights : Flights
        Of these rows.
    """
    found = {}
    for j, sensor in enumerate(sensors):
        if sensor is not None and not waits_for_cue(sensor):
            columns = (
                sightings.span_start, sightings.span_end, sightings.never_because, sightings.highest_elevation,
                sightings.nearest_in_field, sightings.first_slant_range, sightings.first_altitude,
                sightings.first_azimuth,
            )  # fmt: skip
            found[id(flights), sensor] = [column[rows, j] for column in columns]
    return found


def _columns(sensors, flights, known):
    """(starts, ends (n, m, S); reason, highest, nearest, slant range, altitude, azimuth (n, m)): each sensor alone."""
    wanted = [(id(flights), sensor) for sensor in sensors]
    new = list(dict.fromkeys(sensor for key, sensor in zip(wanted, sensors, strict=True) if key not in known))
    for kind, see in ((False, _watch_radars), (True, watch_boost)):
        some = [sensor for sensor in new if isinstance(sensor, Satellite) == kind]
        if some:
            seen = see(some, flights)
            known |= {(id(flights), sensor): [part[:, k] for part in seen] for k, sensor in enumerate(some)}
    parts = [known[key] for key in wanted]
    spans = np.full((2, len(flights), len(sensors), _kernels.SPANS), np.nan)
    for j, part in enumerate(parts):
        for into, span in zip(spans, part, strict=False):
            into[:, j, : span.shape[1]] = span
    return (*spans, *(np.stack(column, axis=1) for column in list(zip(*parts, strict=True))[2:]))


def _turned(found, sensors, waits, flights):
    """The same sightings where the mounts in columns `waits` had to turn: their spans begin when each has turned.

    Cues come from sensors that wait for none, and once a mount has a flight it follows it.
    """
    start, end, reason, highest, nearest, *first = (
        part.copy()
        for part in (
            found.span_start, found.span_end, found.never_because, found.highest_elevation, found.nearest_in_field,
            found.first_slant_range, found.first_altitude, found.first_azimuth,
        )
    )  # fmt: skip
    for j in waits:
        _, cues = told_first(sensors, found, j)
        caught, at, elevation = _catch(sensors[j], flights, start[:, j], end[:, j], cues)
        seen = np.isfinite(found.first_seen[:, j])
        start[:, j], end[:, j] = _from_then_on(start[:, j], end[:, j], caught)
        lost = seen & np.isinf(caught)
        reason[lost, j], highest[lost, j], nearest[lost, j] = NeverBecause.OUT_OF_SECTOR, elevation[lost], np.inf
        for column, values in zip(first, at.T, strict=True):
            column[seen, j] = values[seen]
    slant_range, altitude, azimuth = first
    return replace(
        found,
        span_start=start,
        span_end=end,
        never_because=reason,
        highest_elevation=highest,
        nearest_in_field=nearest,
        first_slant_range=slant_range,
        first_altitude=altitude,
        first_azimuth=azimuth % (2.0 * np.pi),
    )


def _catch(radar, flights, start, end, cues):
    """(time at which a mount has each flight, what it sees there (n, 3), highest elevation of those it never has)."""
    earth, mount = flights.earth, radar.mount
    faces = np.array([_face_row(face) for face in radar.faces], float)
    return _kernels.catch_all(
        np.ascontiguousarray(start), np.ascontiguousarray(end), cues, *flight_arrays(flights),
        site_row(radar.latitude, radar.longitude, radar.altitude, earth),
        (float(mount.boresight), float(mount.slew_rate), 0.5 * float(mount.field_of_view)),
        np.array(_limit_row(radar, earth), float), faces, len(faces),
        (float(earth.rate), float(earth.radius), float(earth.eccentricity_squared)),
    )  # fmt: skip


def _from_then_on(start, end, caught):
    """Spans (n, S) cut to what lies after a time (n,), in order, NaN beyond the last."""
    left = np.maximum(start, caught[:, None])
    kept = left < end
    order = np.argsort(~kept, axis=1, kind="stable")
    cut = (np.where(kept, part, np.nan) for part in (left, end))
    return tuple(np.take_along_axis(part, order, axis=1) for part in cut)


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
