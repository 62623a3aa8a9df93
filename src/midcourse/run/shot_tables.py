"""Tables of what the defence does: its options against each named flight, the shots that fit, how raids come out.

Model: docs/models/results/run-folder.md.
"""

import dataclasses

import numpy as np

from .. import earth, engagement, flight
from ..engagement import Reason
from ..units import rad_to_deg
from . import stages

SAMPLES = 17
"""Points of an interceptor's path."""

_AXES = "xyz"


def shown(p):
    """Rows of the places that get rows of their own in the tables by flight: the named ones.

    Parameters
    ----------
    p : stages.Played
    """
    return np.flatnonzero(p.case.protect.named)


def flight_names(p, wave, rows):
    """Names of the flights of a wave to some places, for people.

    Parameters
    ----------
    p : stages.Played
    wave : stages.Wave
    rows : int array
    """
    name = stages.wave_name(p.case, wave)
    return np.array([f"{name} to {place}" for place in p.places.name[rows].tolist()], object)


def options(p):
    """What each battery could do about each named flight: its chain of times, and within which times it can act.

    Parameters
    ----------
    p : stages.Played

    Returns
    -------
    list of dict of columns
    """
    sensors = np.array([*(sensor.key for sensor in p.case.sensors), None], object)
    parts = []
    for wave, e in zip(p.waves, p.engaged, strict=True):
        rows = shown(p)
        rows = rows[wave.flights.reached[rows]]
        flights = engagement.rows_of(wave.flights, rows)
        for battery, chain in zip(p.case.batteries, e.chains, strict=True):
            ready = chain.lift_off_earliest[rows]
            window = engagement.action_windows(flights, battery.launcher, ready)
            alone = engagement.shots_that_fit(flights, [battery.launcher], ready[:, None], p.case.doctrine.assess_time)
            decided_by = window.last_launch - p.case.command.launch_prepare_time
            parts.append(
                {
                    "reading": np.full(len(rows), p.case.reading),
                    "threat": flight_names(p, wave, rows),
                    "battery": np.full(len(rows), battery.key),
                    "sensor": sensors[chain.sensor[rows]],
                    "seen_s": chain.seen[rows],
                    "firm_s": chain.firm[rows],
                    "committed_s": chain.committed[rows],
                    "lift_off_earliest_s": finite(ready),
                    "first_launch_s": window.first_launch,
                    "last_launch_s": window.last_launch,
                    "first_intercept_s": window.first_intercept,
                    "last_intercept_s": window.last_intercept,
                    "time_to_decide_s": decided_by - chain.firm[rows],
                    "shots": alone.count.astype(np.int64),
                    "chain_breaks": words(chain.reason[rows], Reason),
                }
            )
    return parts


def words(codes, kinds):
    """Words of codes; None where the word is empty.

    Parameters
    ----------
    codes : int array
    kinds : IntEnum with `.word`
    """
    return np.array([kind.word or None for kind in kinds], object)[np.asarray(codes, int)]


def finite(values):
    """NaN in place of what has no end: no such time, no speed that is enough.

    Parameters
    ----------
    values : array
    """
    return np.where(np.isfinite(values), values, np.nan)


def shots(p):
    """Every shot that fits against a named flight, one after the other, and where it meets the flight.

    Parameters
    ----------
    p : stages.Played

    Returns
    -------
    list of dict of columns
    """
    keys, parts = np.array([battery.key for battery in p.case.batteries]), []
    for wave, e in zip(p.waves, p.engaged, strict=True):
        flown, look = _fired(p, wave, e)
        chosen = flown, look
        meet = e.shots.intercept_time[chosen]
        position_ecef = _met_at(wave.flights, flown, meet)
        latitude, longitude, altitude = earth.ecef_to_geodetic(position_ecef, wave.flights.earth)
        met = _geometry(p, wave, e, flown)
        parts.append(
            {
                "reading": np.full(len(flown), p.case.reading),
                "threat": flight_names(p, wave, flown),
                "look": (look + 1).astype(np.int64),
                "battery": keys[e.shots.battery[chosen]],
                "launch_s": e.shots.launch_time[chosen],
                "intercept_s": meet,
                "intercept_latitude_deg": rad_to_deg(latitude),
                "intercept_longitude_deg": rad_to_deg(longitude),
                "intercept_altitude_m": altitude,
                "slant_range_m": met.slant_range[np.arange(len(flown)), look],
                "closing_speed_m_s": met.closing_speed[np.arange(len(flown)), look],
                "crossing_angle_deg": rad_to_deg(met.crossing_angle[np.arange(len(flown)), look]),
                **{f"intercept_ecef_{axis}_m": position_ecef[:, k] for k, axis in enumerate(_AXES)},
            }
        )
    return parts


def _fired(p, wave, e):
    """(rows, looks) of the shots that fit against named flights."""
    rows = shown(p)
    row, look = np.nonzero(e.shots.battery[rows[wave.flights.reached[rows]]] >= 0)
    return rows[wave.flights.reached[rows]][row], look


def _geometry(p, wave, e, flown):
    """Geometry of the shots at the flights of some rows: one row for each of these."""
    shots = dataclasses.replace(
        e.shots,
        **{name: getattr(e.shots, name)[flown] for name in ("battery", "launch_time", "intercept_time", "reason")},
    )
    launchers = [battery.launcher for battery in p.case.batteries]
    return engagement.encounters(engagement.rows_of(wave.flights, flown), launchers, shots)


def _met_at(flights, rows, time):
    """Where flights are at a time from the real lift-off, (k, 3) m, axes fixed to the Earth."""
    ideal = time - np.nan_to_num(flights.lag[rows])
    position_eci = between_knots(
        flights.knot_time[rows], flights.knot_position_eci[rows], flights.knot_velocity_eci[rows], ideal
    )
    return earth.position_eci_to_ecef(position_eci, ideal, flights.earth)


def between_knots(knot_time, knot_position_eci, knot_velocity_eci, time):
    """Positions (k, 3) at one time a row, on the cubic Hermite curve between its knots.

    Parameters
    ----------
    knot_time : (k, K) array, s, increasing
    knot_position_eci, knot_velocity_eci : (k, K, 3) arrays, m, m/s
    time : (k,) array, s
    """
    every = np.arange(len(time))
    first = np.clip((knot_time <= time[:, None]).sum(axis=1) - 1, 0, knot_time.shape[1] - 2)
    start, end = knot_time[every, first], knot_time[every, first + 1]
    step = (end - start)[:, None]
    u = ((time - start) / (end - start))[:, None]
    return (
        (1 + 2 * u) * (1 - u) ** 2 * knot_position_eci[every, first]
        + u * (1 - u) ** 2 * step * knot_velocity_eci[every, first]
        + u**2 * (3 - 2 * u) * knot_position_eci[every, first + 1]
        + u**2 * (u - 1) * step * knot_velocity_eci[every, first + 1]
    )


def interceptor_paths(p):
    """Where the interceptor of the first shot at each named flight is, from its launch to the meeting.

    It stays at its site for its lag and then flies the two-body arc of an ideal interceptor.

    Parameters
    ----------
    p : stages.Played

    Returns
    -------
    list of dict of columns
    """
    parts = []
    for wave, e in zip(p.waves, p.engaged, strict=True):
        rows, look = _fired(p, wave, e)
        rows = rows[look == 0]
        time, position_ecef, kept = _arcs(p, wave.flights, e.shots, rows)
        rows = rows[kept]
        parts.append(
            {
                "reading": np.full(time[kept].size, p.case.reading),
                "threat": np.repeat(flight_names(p, wave, rows), SAMPLES + 1),
                "time_s": time[kept].ravel(),
                **{f"position_ecef_{axis}_m": position_ecef[kept, :, k].ravel() for k, axis in enumerate(_AXES)},
            }
        )
    return parts


def _arcs(p, flights, fired, rows):
    """Times (k, samples) and positions (k, samples, 3) of first shots, and which of them are arcs."""
    battery, launch, meet = fired.battery[rows, 0], fired.launch_time[rows, 0], fired.intercept_time[rows, 0]
    launchers = [b.launcher for b in p.case.batteries]
    sites = np.array(
        [earth.geodetic_to_ecef(launcher.latitude, launcher.longitude, 0.0, flights.earth) for launcher in launchers]
    )
    lag = np.array([launcher.interceptor.lag for launcher in launchers])
    return arcs(sites[battery], lag[battery], (launch, meet), _met_at(flights, rows, meet), flights.earth)


def arcs(site_ecef, lag, span, met_ecef, globe):
    """Ways of interceptors: still at their sites for their lags, then on two-body arcs to where they meet.

    Parameters
    ----------
    site_ecef : (k, 3) array, m
    lag : (k,) array, s
    span : (launch, meet), (k,) arrays, s
    met_ecef : (k, 3) array, m
    globe : earth.Earth

    Returns
    -------
    time : (k, SAMPLES + 1) array, s
    position_ecef : (k, SAMPLES + 1, 3) array, m
    good : (k,) bool
        Which of them are arcs.
    """
    launch, meet = span
    leaves = np.minimum(launch + lag, meet - 1.0)
    start_eci = earth.position_ecef_to_eci(site_ecef, leaves, globe)
    end_eci = earth.position_ecef_to_eci(met_ecef, meet, globe)
    arc = flight.lambert_many(start_eci, end_eci, meet - leaves, globe.mu)
    share = np.linspace(0.0, 1.0, SAMPLES)
    time = leaves[:, None] + share * (meet - leaves)[:, None]
    position_eci = _along(start_eci, end_eci, arc, (meet - leaves)[:, None, None], share[None, :, None], globe.mu)
    position_ecef = earth.position_eci_to_ecef(position_eci, time, globe)
    time = np.column_stack([launch, time])
    position_ecef = np.concatenate([site_ecef[:, None], position_ecef], axis=1)
    return time, position_ecef, np.isfinite(position_ecef).all(axis=(1, 2)) & (time[:, 1] > time[:, 0])


def _along(start_eci, end_eci, arc, duration, u, mu):
    """Points along arcs: the curve of fifth degree with position, velocity and acceleration of both ends."""
    ends = [(r[:, None], v[:, None] * duration) for r, v in zip((start_eci, end_eci), arc, strict=True)]
    (r1, v1), (r2, v2) = ends
    a1, a2 = (-mu * r / np.linalg.norm(r, axis=-1, keepdims=True) ** 3 * duration**2 for r in (r1, r2))
    return (
        (1 - 10 * u**3 + 15 * u**4 - 6 * u**5) * r1
        + (u - 6 * u**3 + 8 * u**4 - 3 * u**5) * v1
        + (0.5 * u**2 - 1.5 * u**3 + 1.5 * u**4 - 0.5 * u**5) * a1
        + (10 * u**3 - 15 * u**4 + 6 * u**5) * r2
        + (-4 * u**3 + 7 * u**4 - 3 * u**5) * v2
        + (0.5 * u**3 - u**4 + 0.5 * u**5) * a2
    )


def outcomes(p):
    """How the sampled raids came out: how many replicates had so many leakers, shots and kills.

    Parameters
    ----------
    p : stages.Played

    Returns
    -------
    dict of columns
    """
    columns = dict(zip(("leakers", "shots", "kills", "replicates"), p.outcomes.T, strict=True))
    return {"reading": np.full(len(p.outcomes), p.case.reading), **columns}
