"""First sights in numbers: what satellites tell, how long before the first radar, and who tells whom where to look."""

import numpy as np


def of_reading(reading, on_ground, above):
    """What one reading says of satellites and cues.

    Parameters
    ----------
    reading : str
    on_ground, above : lists of dicts
        Rows of the table `sightings` of radars and of satellites.

    Returns
    -------
    dict
        `warnings` (sensors, seen, flights, first, last), `lead` (least, median, most s from the first satellite to the
        first radar; None where no flight is seen by both), `cues` (sensor, by, flights, first, last).
    """
    radars, satellites = ([row for row in rows if row["reading"] == reading] for rows in (on_ground, above))
    return {
        "warnings": _warnings(satellites),
        "lead": _lead(_earliest(satellites), _earliest(radars)),
        "cues": [
            {"sensor": key[0], "by": key[1], "flights": len(rows), **_ends([row["told_s"] for row in rows])}
            for key, rows in _by(radars, "sensor", "told_by").items()
            if key[1] is not None
        ],
    }


def alike(rows, readings):
    """Rows of a table by reading, one for all readings in which it is the same.

    Parameters
    ----------
    rows : list of dicts with `reading`
    readings : list of str
        All of the run.
    """
    merged: dict = {}
    for row in rows:
        told = {name: value for name, value in row.items() if name != "reading"}
        merged.setdefault(tuple(told.items()), (told, []))[1].append(row["reading"])
    return [
        {**told, "reading": "all readings" if len(names) == len(readings) > 1 else ", ".join(names)}
        for told, names in merged.values()
    ]


def lanes(chain, sightings, radars):
    """Chains of times for the figure: {(flight, reading): row}, with `warned_s`, the first sight by a satellite.

    Where no radar gives a track, `seen_s` is the first sight by any of them.

    Parameters
    ----------
    chain, sightings : lists of dicts
        Rows of the tables.
    radars : set of str
        Keys of the sensors that are radars.
    """
    warned, seen = {}, {}
    for reading, rows in _by(sightings, "reading").items():
        for kind, into in ((False, warned), (True, seen)):
            found = _earliest([row for row in rows if (row["sensor"] in radars) == kind])
            into.update({(flight, reading): at for flight, at in found.items()})
    rows = {(row["threat"], row["reading"]): row for row in chain}
    return {
        key: {**row, "warned_s": warned.get(key), "seen_s": row["seen_s"] if row["sensor"] else seen.get(key)}
        for key, row in rows.items()
    }


def _by(rows, *names):
    """Rows by the values of some columns; None where a run of an older version has no such column."""
    groups: dict = {}
    for row in rows:
        key = tuple(row.get(name) for name in names)
        groups.setdefault(key if len(names) > 1 else key[0], []).append(row)
    return groups


def _ends(times):
    return {"first": min(times, default=None), "last": max(times, default=None)}


def _warnings(satellites):
    """What satellites see of the flights; those that see the same are told together."""
    told: dict = {}
    for sensor, rows in _by(satellites, "sensor").items():
        times = [row["first_seen_s"] for row in rows if _is_time(row["first_seen_s"])]
        ends = {name: at and round(at) for name, at in _ends(times).items()}
        told.setdefault((len(rows), len(times), *ends.items()), []).append(sensor)
    return [{"sensors": sensors, "flights": key[0], "seen": key[1], **dict(key[2:])} for key, sensors in told.items()]


def _earliest(rows):
    """First sight of each flight by any of some sensors, s."""
    first: dict = {}
    for row in rows:
        if _is_time(row["first_seen_s"]):
            first[row["threat"]] = min(row["first_seen_s"], first.get(row["threat"], np.inf))
    return first


def _lead(warned, seen):
    """Least, median and most time from one first sight to another, s, over the flights that have both."""
    waits = [seen[flight] - warned[flight] for flight in warned if flight in seen]
    return (
        dict(zip(("least", "median", "most"), np.quantile(waits, (0.0, 0.5, 1.0)).tolist(), strict=True))
        if waits
        else None
    )


def _is_time(value):
    return value is not None and bool(np.isfinite(value))
