"""Tables of what is seen and of the chain of times that follows, one row a named flight.

Model: docs/models/results/run-folder.md.
"""

import numpy as np

from .. import sensing
from ..engagement import Reason
from ..sensing import NeverBecause
from .shot_tables import finite, flight_names, shown, words


def sightings(p):
    """What each sensor sees of each named flight; of a radar that waits for its cue, by whom it is told and when.

    Parameters
    ----------
    p : stages.Played

    Returns
    -------
    list of dict of columns
    """
    rows, parts = shown(p), []
    for wave, e in zip(p.waves, p.engaged, strict=True):
        for j, key in enumerate(e.sightings.sensor_keys):
            seen = {
                "first_seen_s": e.sightings.first_seen,
                "last_seen_s": e.sightings.last_seen,
                "seen_time_s": e.sightings.seen_time,
                "first_slant_range_m": e.sightings.first_slant_range,
                "first_altitude_m": e.sightings.first_altitude,
            }
            reached = np.flatnonzero(wave.flights.reached[rows])
            kept = rows[reached]
            parts.append(
                {
                    "reading": np.full(len(kept), p.case.reading),
                    "threat": flight_names(p, wave, kept),
                    "sensor": np.full(len(kept), key),
                    **{name: values[kept, j] for name, values in seen.items()},
                    "never_because": words(e.sightings.never_because[kept, j], NeverBecause),
                    **_told(p, e, kept, j),
                }
            )
    return parts


def _first_ready(chains, rows):
    """Times of the battery that may fire first at each flight."""
    first = np.argmin(np.stack([chain.lift_off_earliest[rows] for chain in chains]), axis=0)
    names = ("sensor", "seen", "firm", "committed", "lift_off_earliest")
    return {n: np.stack([getattr(c, n)[rows] for c in chains])[first, np.arange(len(rows))] for n in names}


def chain(p):
    """Chain of times of each named flight: that of the battery that may fire first, with its first shot.

    Parameters
    ----------
    p : stages.Played

    Returns
    -------
    list of dict of columns
    """
    rows, parts = shown(p), []
    sensors = np.array([*(sensor.key for sensor in p.case.sensors), None], object)
    for wave, e in zip(p.waves, p.engaged, strict=True):
        kept = rows[wave.flights.reached[rows]]
        times = _first_ready(e.chains, kept)
        parts.append(
            {
                "reading": np.full(len(kept), p.case.reading),
                "threat": flight_names(p, wave, kept),
                "sensor": sensors[times["sensor"]],
                "seen_s": times["seen"],
                "firm_s": times["firm"],
                "committed_s": times["committed"],
                "lift_off_earliest_s": finite(times["lift_off_earliest"]),
                "launch_s": e.shots.launch_time[kept, 0],
                "intercept_s": e.shots.intercept_time[kept, 0],
                "shots": e.shots.count[kept],
                "why_not": words(e.reason[kept], Reason),
            }
        )
    return parts


def _told(p, e, rows, j):
    """By which sensor a radar that waits is told of some flights, and when; nothing of other sensors."""
    devices = tuple(sensor.device for sensor in p.case.sensors)
    by, time = np.full(len(e.sightings.span_start), -1), np.full(len(e.sightings.span_start), np.nan)
    if sensing.waits_for_cue(devices[j]):
        by, time = sensing.told_first(devices, e.sightings, j)
    keys = np.array([*e.sightings.sensor_keys, None], object)
    return {"told_by": keys[by[rows]], "told_s": finite(time[rows])}
