"""What a raid looks like to the radars that turn: which of its warheads one field of view holds together.

Model: docs/models/sensing/mount.md.
"""

from dataclasses import fields, replace

import numpy as np

from .. import battle, sensing

RAIDS = 100
"""Raids of the sample that are looked at: the first ones of the run's own draws."""


def columns(p):
    """Columns of the table `pictures`: one row a radar that turns and a threat of the raid.

    Parameters
    ----------
    p : stages.Played

    Returns
    -------
    dict of columns
    """
    raid = p.drawn_raid
    turning = turning_of(p.case)
    rows = []
    if turning and 0 < raid.warheads <= sensing.MOST_OBJECTS:
        threats, flights, sightings = ways_of(p.case, p.waves, p.engaged)
        devices = tuple(sensor.device for sensor in p.case.sensors)
        drawn = battle.drawn_ways(raid, min(RAIDS, p.case.replicates), p.case.seed)
        for j in turning:
            told = told_of(devices, sightings, j)
            seen = sensing.keep_in_field(devices[j], sightings, j, flights, drawn, raid.lift_offs, sensing.STEP, told)
            rows += [
                (p.case.sensors[j].key, p.case.threats[k].key, *_of(seen, threats == k)) for k in np.unique(threats)
            ]
    return _columns(rows, p.case.reading)


_KINDS = {
    "sensor": object,
    "threat": object,
    "raids": np.int64,
    "view_time_s": float,
    "held_time_s": float,
    "outside_field_s": float,
    "turning_s": float,
    "together_share": float,
}


def _columns(rows, reading):
    """Columns of rows, also of none."""
    found = {name: np.array([row[k] for row in rows], kind) for k, (name, kind) in enumerate(_KINDS.items())}
    return {"reading": np.full(len(rows), reading, object), **found}


def _of(picture, mine):
    """Raids, mean times of a threat in view, held, outside the field and in turning, share of raids with all held."""
    states = (sensing.Keeping.OUTSIDE_FIELD, sensing.Keeping.TURNING)
    times = [picture.view_time, picture.held_time, *(picture.time_in(state) for state in states)]
    together = (picture.held_time == picture.view_time)[:, mine].all(axis=1)
    return len(picture.states), *(float(time[:, mine].mean()) for time in times), float(together.mean())


def turning_of(case):
    """Which sensors of a case are radars that turn.

    Parameters
    ----------
    case : scenario.Case
    """
    return [j for j, sensor in enumerate(case.sensors) if getattr(sensor.device, "mount", None) is not None]


def told_of(devices, sightings, j):
    """When radar j knows where each flight is, (n,) s; None where it is told in time.

    Parameters
    ----------
    devices : tuple of sensing.Radar and sensing.Satellite
    sightings : sensing.Sightings, n rows
    j : int
    """
    return sensing.told_first(devices, sightings, j)[1] if sensing.waits_for_cue(devices[j]) else None


def ways_of(case, waves, engaged):
    """(threat of each warhead, flights and sightings of all the ways that the raid draws from, row by row).

    Parameters
    ----------
    case : scenario.Case
    waves : tuple of stages.Wave
    engaged : tuple of stages.Engaged, one a wave
    """
    threats, flights, sightings = [], [], []
    for k, threat in enumerate(case.threats):
        threats += [k] * threat.count
        for wave, e in zip(waves, engaged, strict=True):
            if wave.threat == k and threat.count:
                rows = wave.aim_rows[wave.flights.reached[wave.aim_rows]]
                flights.append(rows_of(wave.flights, rows))
                sightings.append(rows_of(e.sightings, rows))
    return np.array(threats), _joined(flights), _joined(sightings)


def rows_of(record, rows):
    """The same record with some rows of all its arrays.

    Parameters
    ----------
    record : flight.Flights or sensing.Sightings
    rows : int array
    """
    return replace(record, **{name: values[rows] for name, values in _arrays(record)})


def _arrays(record):
    return [
        (f.name, getattr(record, f.name)) for f in fields(record) if isinstance(getattr(record, f.name), np.ndarray)
    ]


def _joined(records):
    """Records of one kind as one, row after row; knots are filled up with moments that never come."""
    wide = [name for name, values in _arrays(records[0]) if values.ndim > 1]
    most = {name: max(getattr(record, name).shape[1] for record in records) for name in wide}
    parts = {name: [_widened(getattr(r, name), most.get(name)) for r in records] for name, _ in _arrays(records[0])}
    return replace(records[0], **{name: np.concatenate(values) for name, values in parts.items()})


def _widened(values, width):
    """An array whose second axis has a stated length: the last entry repeated, times without end."""
    if width is None or values.shape[1] == width:
        return values
    pad = [(0, 0), (0, width - values.shape[1]), *[(0, 0)] * (values.ndim - 2)]
    return np.pad(values, pad, constant_values=np.inf) if values.ndim == 2 else np.pad(values, pad, mode="edge")
