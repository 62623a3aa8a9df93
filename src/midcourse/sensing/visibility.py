"""Which sensor sees which flight, when, and why not."""

import math
from dataclasses import fields, replace

import numpy as np

from midcourse.errors import MidcourseError
from midcourse.sensing import _kernels
from midcourse.sensing.rows import flight_arrays, shape_of, site_row
from midcourse.sensing.satellite import Satellite, watch_boost
from midcourse.sensing.sightings import NeverBecause, Sightings, spans_used


def _face_row(face):
    low, high = face
    width = high - low
    if width < 0.0:
        width += 2.0 * math.pi
    half = 4.0 if width >= 2.0 * math.pi - 1e-9 else 0.5 * width
    middle = low + 0.5 * width
    return middle, half, math.sin(middle), math.cos(middle), math.cos(half) if half < math.pi else -2.0


def _limit_row(radar, earth):
    bent = 4.0 / 3.0 * earth.mean_radius if radar.refraction == "four-thirds" else 0.0
    return (
        radar.minimum_range, radar.instrumented_range, radar.detection_range,
        radar.elevation_low, radar.elevation_high, bent, radar.altitude,
        math.sin(radar.elevation_low), math.sin(radar.elevation_high),
    )  # fmt: skip


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
    found = _standing(sensors, flights, signature, {} if known is None else known)
    return _turned(found, sensors, flights, np.arange(len(flights)))


def watch_some(sensors, flights, rows, signature, looks):
    """What each sensor sees of some of the flights, as `watch` has it; each looks at a flight once.

    Parameters
    ----------
    sensors : sequence of Radar and Satellite, length m
    flights : Flights, n rows
    rows : (p,) int array
        Of those that are asked about.
    signature : Signature or None
    looks : dict
        What single sensors saw of single flights in earlier calls with the same flights; filled here.

    Returns
    -------
    Sightings
        Arrays (p, m).
    """
    alone = [standing(sensor, signature) for sensor in sensors]
    for kind, see in ((False, _watch_radars), (True, watch_boost)):
        new = [one for one in dict.fromkeys(alone) if isinstance(one, Satellite) == kind]
        new = [one for one in new if one not in looks or not looks[one][0][rows].all()]
        if new:
            _look_at(new, see, flights, rows, looks)
    known = {(id(flights), one): [part[rows] for part in looks[one][1]] for one in alone}
    return _turned(_standing(sensors, flights, signature, known), sensors, flights, rows)


def _look_at(sensors, see, flights, rows, looks):
    """Let sensors look at those of the rows at which one of them has not looked, and keep what they see."""
    wanted = np.zeros(len(flights), bool)
    wanted[rows] = True
    wanted &= ~np.logical_and.reduce([looks[one][0] if one in looks else np.zeros_like(wanted) for one in sensors])
    seen = see(sensors, replace(flights, reached=flights.reached & wanted))
    for k, one in enumerate(sensors):
        new = [part[:, k] for part in seen]
        if one not in looks:
            looks[one] = wanted.copy(), [part.copy() for part in new]
            continue
        done, parts = looks[one]
        done |= wanted
        for into, part in zip(parts, new, strict=True):
            into[wanted] = part[wanted]


def standing(sensor, signature=None):
    """A sensor as it looks where nothing has to turn, at objects of a size: those who look alike are equal.

    It has no mount.

    Parameters
    ----------
    sensor : Radar or Satellite
    signature : Signature or None
    """
    if isinstance(sensor, Satellite):
        return sensor
    sensor = sensor if signature is None else sensor.looking_at(signature)
    if sensor.detection_range > sensor.instrumented_range:  # how much larger, nobody can tell
        sensor = replace(sensor, detection_range=math.inf, rcs=None)
    return sensor if sensor.mount is None else replace(sensor, mount=None)


def watch_moved(sensors, column, places, flights, signature=None, known=None):
    """What sensors see with one radar at each of many places in turn, all places in one compiled pass.

    Mounts that wait for a cue get it from the others as they see each flight from where they are then.

    Parameters
    ----------
    sensors : sequence of Radar and Satellite, length m
    column : int
        Which of them is moved.
    places : (k, 2) array_like, rad
        Latitudes and longitudes; at sea level.
    flights : Flights, n rows
    signature : Signature or None
    known : dict or None
        As in `watch`: what the sensors see from where they stand.

    Returns
    -------
    Sightings
        Arrays (k n, m): the flights as seen with the first place, then with the second, and so on.
    """
    moved = [replace(sensors[column], latitude=a, longitude=b, altitude=0.0) for a, b in np.asarray(places).tolist()]
    others = _standing(sensors, flights, signature, {} if known is None else known)
    there = _standing(moved, flights, signature, {})
    parts = {}
    for each in fields(Sightings):
        part = getattr(others, each.name)
        if isinstance(part, np.ndarray):
            part = np.tile(part, (len(moved),) + (1,) * (part.ndim - 1))
            part[:, column] = np.swapaxes(getattr(there, each.name), 0, 1).reshape(-1, *part.shape[2:])
            parts[each.name] = part
    rows = np.tile(np.arange(len(flights)), len(moved))
    return _turned(replace(others, **parts), sensors, flights, rows, (column, moved))


def _standing(sensors, flights, signature, known):
    """What each sensor sees of each flight, as `Sightings`, where no mount has to wait for a cue."""
    alone = [standing(sensor, signature) for sensor in sensors]
    starts, ends, reason, *numbers = _columns(alone, flights, known)
    above = [isinstance(sensor, Satellite) for sensor in sensors]
    highest, nearest, slant_range, altitude, azimuth = numbers
    return Sightings(
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
            found[id(flights), standing(sensor)] = [column[rows, j] for column in columns]
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
    spans = np.full((2, len(parts[0][0]), len(sensors), _kernels.SPANS), np.nan)
    for j, part in enumerate(parts):
        for into, span in zip(spans, part, strict=False):
            into[:, j, : span.shape[1]] = span
    return (*spans, *(np.stack(column, axis=1) for column in list(zip(*parts, strict=True))[2:]))


def _turned(found, sensors, flights, rows, moved=(None, ())):
    """The same sightings where mounts that wait for a cue had to turn: their spans begin when each has turned.

    Cues come from sensors that wait for none, and once a mount has a flight it follows it. `rows` = flight of each row;
    `moved` = the column of a radar that stands somewhere else for each round of the flights, and where.
    """
    waits = [j for j, sensor in enumerate(sensors) if waits_for_cue(sensor)]
    if not waits:
        return found
    start, end, reason, highest, nearest, *first = (
        part.copy()
        for part in (
            found.span_start, found.span_end, found.never_because, found.highest_elevation, found.nearest_in_field,
            found.first_slant_range, found.first_altitude, found.first_azimuth,
        )
    )  # fmt: skip
    for j in waits:
        _, cues = told_first(sensors, found, j)
        stands = moved[1] if j == moved[0] else (sensors[j],)
        caught, at, elevation = _catch(stands, flights, rows, (start[:, j], end[:, j]), cues)
        seen = np.isfinite(found.first_seen[:, j])
        used = spans_used(start[:, j])
        start[:, j, :used], end[:, j, :used] = _from_then_on(start[:, j, :used], end[:, j, :used], caught)
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


def _catch(radars, flights, rows, spans, cues):
    """(time at which a mount has each row, what it sees there (p, 3), highest elevation of those it never has).

    The mount stands in one place, or in as many as there are rounds of the flights in `rows`.
    """
    earth, radar = flights.earth, radars[0]
    mount, sites = radar.mount, np.array([site_row(s.latitude, s.longitude, s.altitude, earth) for s in radars])
    places = np.repeat(np.arange(len(radars)), len(rows) // len(radars)) if rows.size else rows
    found = np.full(len(rows), np.inf), np.full((len(rows), 3), np.nan), np.full(len(rows), np.nan)
    _kernels.catch_all(
        rows, places, *(np.ascontiguousarray(span) for span in spans), cues, *flight_arrays(flights), sites,
        (float(mount.boresight), float(mount.slew_rate), 0.5 * float(mount.field_of_view)),
        np.array(_limit_row(radar, earth), float), shape_of(earth), *found,
    )  # fmt: skip
    return found


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
    faces = np.zeros((len(radars), counts.max(), 5))
    for row, radar in zip(faces, radars, strict=True):
        row[: len(radar.faces)] = [_face_row(face) for face in radar.faces]
    size = len(flights), len(radars)
    spans = tuple(np.full((*size, _kernels.SPANS), np.nan) for _ in range(2))
    reason = np.full(size, NeverBecause.NO_FLIGHT, np.int8)
    numbers = np.full(size, np.nan), np.full(size, np.nan), np.full((*size, 3), np.nan)
    _kernels.watch_all(
        np.asarray(flights.reached, bool), *flight_arrays(flights), sites, limits, faces, counts, shape_of(earth),
        spans, reason, numbers,
    )  # fmt: skip
    *seen, first = numbers
    return *spans, reason, *seen, *np.moveaxis(first, 2, 0)


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
