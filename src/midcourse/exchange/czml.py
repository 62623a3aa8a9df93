"""CZML: flights that play on a Cesium globe. Plain dictionaries; lengths in metres, axes fixed to the Earth.

Model: docs/models/results/exchange.md. Source: [czml, "CZML structure" and "CZML content"].
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from ..errors import MidcourseError

NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""Epoch of a flight that has no date: t = 0 is lift-off, the day means nothing."""

_THREAT, _BOOST, _SENSOR, _INTERCEPTOR, _PAPER = (
    [168, 46, 11, 255],
    [217, 98, 26, 255],
    [10, 117, 102, 255],
    [19, 69, 133, 255],
    [251, 250, 247, 255],
)
_FASTER = 30  # seconds of flight in one second of playing
_KM = 1000.0
_DEGREE = 5  # of the polynomial through the samples of a path


def flight_packets(columns, *, name="flight", epoch=NO_DATE):
    """CZML document of one flight: path, moving point with its name, boost, launch and impact.

    Parameters
    ----------
    columns : dict of (n,) arrays: time_s, position_ecef_x_km, _y_km, _z_km, phase (words)
    name : str
    epoch : datetime
        Moment of lift-off.

    Returns
    -------
    list of dict
    """
    time = np.asarray(columns["time_s"], float)
    position_ecef = _KM * np.column_stack([columns[f"position_ecef_{axis}_km"] for axis in "xyz"])
    boosted = np.asarray(columns["phase"]) == "boost"
    burnout = float(time[min(int(np.count_nonzero(boosted)), len(time) - 1)]) if np.any(boosted) else 0.0
    packets = _flight("flight", name, time, position_ecef, burnout, epoch)
    return [_document(name, epoch, float(time[-1])), *packets]


def write_flight(columns, path, *, name="flight", epoch=NO_DATE):
    """CZML file of one flight.

    Parameters
    ----------
    columns : dict, see `flight_packets`
    path : path
    name : str
    epoch : datetime

    Returns
    -------
    pathlib.Path
    """
    return write_packets(flight_packets(columns, name=name, epoch=epoch), path)


def run_packets(run, *, reading=None, epoch=NO_DATE):
    """CZML document of a run: its stored flights, the sites, and where the first intercept of each flight lies.

    Parameters
    ----------
    run : results.Run with a table `paths` (threat, time_s, position_ecef_x_m, _y_m, _z_m)
    reading : str or None
        Whose intercepts are marked; None takes the first.
    epoch : datetime
        Moment of lift-off of every flight.

    Returns
    -------
    list of dict

    Raises
    ------
    MidcourseError
        The run stored no paths.
    """
    if "paths" not in run.table_names:
        raise MidcourseError(
            "the run stored no flight paths",
            where=str(run.folder),
            hint="export its places as geojson, or run it again",
        )
    threats = {row["threat"]: row for row in run.table("threats").arrow.to_pylist()}
    meets = _intercept_times(run, reading or run.readings[0])
    packets, last = [], 1.0
    for number, (threat, (time, position_ecef)) in enumerate(_paths(run).items()):
        burnout = threats.get(threat, {}).get("burnout_time_s") or 0.0
        packets += _flight(f"threat-{number}", threat, time, position_ecef, burnout, epoch)
        if threat in meets:
            packets.append(_intercept(f"intercept-{number}", threat, time, position_ecef, meets[threat], epoch))
        last = max(last, float(time[-1]))
    title = run.manifest.get("title") or run.manifest["name"]
    return [_document(title, epoch, last), *_sites(run), *packets]


def write_packets(packets, path):
    """CZML file of packets.

    Parameters
    ----------
    packets : list of dict, the document first
    path : path
    """
    path = Path(path)
    try:
        path.write_text(json.dumps(packets, ensure_ascii=False, allow_nan=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise MidcourseError("the file cannot be written", where=str(path), got=error.strerror) from error
    return path


def _document(name, epoch, last):
    clock = {
        "interval": _interval(epoch, 0.0, last),
        "currentTime": _moment(epoch, 0.0),
        "multiplier": _FASTER,
        "range": "LOOP_STOP",
        "step": "SYSTEM_CLOCK_MULTIPLIER",
    }
    return {"id": "document", "name": name, "version": "1.0", "clock": clock}


def _flight(key, name, time, position_ecef, burnout, epoch):
    """Packets of one flight: the moving object, its boost, where it starts and ends."""
    last = float(time[-1])
    moving = {
        "id": key,
        "name": name,
        "availability": _interval(epoch, 0.0, last),
        "position": {
            "epoch": _moment(epoch, 0.0),
            "referenceFrame": "FIXED",
            "interpolationAlgorithm": "LAGRANGE",
            "interpolationDegree": _DEGREE,
            "cartesian": _flat(np.column_stack([time, position_ecef])),
        },
        "point": _point(_THREAT, 9),
        "label": _label(name, _THREAT),
        "path": {
            "leadTime": last,
            "trailTime": last,
            "resolution": 5,
            "width": 2,
            "material": {"solidColor": {"color": {"rgba": _THREAT}}},
        },
    }
    packets = [moving]
    if burnout > 0.0:
        packets.append(_line(f"{key}-boost", f"{name}, boost", position_ecef[time <= burnout]))
    packets.append(_marker(f"{key}-launch", "launch", position_ecef[0], _THREAT))
    packets.append(_marker(f"{key}-impact", "impact", position_ecef[-1], _THREAT))
    return packets


def _line(key, name, position_ecef):
    return {
        "id": key,
        "name": name,
        "polyline": {
            "positions": {"referenceFrame": "FIXED", "cartesian": _flat(position_ecef)},
            "width": 5,
            "arcType": "NONE",
            "material": {"solidColor": {"color": {"rgba": _BOOST}}},
        },
    }


def _marker(key, name, position_ecef, colour):
    return {
        "id": key,
        "name": name,
        "position": {"referenceFrame": "FIXED", "cartesian": _flat(position_ecef)},
        "point": _point(colour, 7),
        "label": _label(name, colour),
    }


def _intercept(key, threat, time, position_ecef, moment, epoch):
    packet = _marker(key, f"first intercept, {threat}", _between(time, position_ecef, moment), _INTERCEPTOR)
    return {**packet, "availability": _interval(epoch, moment, float(time[-1]))}


def _between(time, position_ecef, moment):
    """Position (3,) at a moment as a viewer finds it: a Lagrange polynomial through the samples around it."""
    count = min(_DEGREE + 1, len(time))
    first = int(np.clip(np.searchsorted(time, moment) - count // 2, 0, len(time) - count))
    near = time[first : first + count]
    apart = near[:, None] - near + np.eye(count)
    weights = [np.prod(np.delete((moment - near) / apart[k], k)) for k in range(count)]
    return weights @ position_ecef[first : first + count]


def _sites(run):
    packets = []
    for table, colour in (("sensors", _SENSOR), ("batteries", _INTERCEPTOR)):
        rows = run.table(table).arrow.to_pylist() if table in run.table_names else []
        for row in rows:
            if row["latitude_deg"] is None:
                continue
            packet = _marker(f"{table}-{row['key']}", row["site"], [0.0], colour)
            packet["position"] = {"cartographicDegrees": [row["longitude_deg"], row["latitude_deg"], 0.0]}
            packets.append(packet)
    return packets


def _paths(run):
    """Times and positions of each stored path, in the order stored."""
    table = run.table("paths")
    threats = np.array(table["threat"].to_pylist())
    time = np.asarray(table["time_s"], float)
    position_ecef = np.column_stack([np.asarray(table[f"position_ecef_{axis}_m"], float) for axis in "xyz"])
    return {
        str(threat): (time[threats == threat], position_ecef[threats == threat]) for threat in dict.fromkeys(threats)
    }


def _intercept_times(run, reading):
    if "chain" not in run.table_names:
        return {}
    rows = run.table("chain").arrow.to_pylist()
    times = {row["threat"]: row["intercept_s"] for row in rows if row["reading"] == reading}
    return {threat: time for threat, time in times.items() if time is not None and np.isfinite(time)}


def _point(colour, size):
    return {"color": {"rgba": colour}, "pixelSize": size, "outlineColor": {"rgba": _PAPER}, "outlineWidth": 1.5}


def _label(text, colour):
    return {
        "text": text,
        "font": "13px sans-serif",
        "fillColor": {"rgba": _PAPER},
        "outlineColor": {"rgba": colour},
        "outlineWidth": 3,
        "style": "FILL_AND_OUTLINE",
        "horizontalOrigin": "LEFT",
        "pixelOffset": {"cartesian2": [9, 0]},
    }


def _flat(values):
    return [round(float(value), 3) for value in np.ravel(values)]


def _moment(epoch, seconds):
    return (
        (epoch + timedelta(seconds=seconds)).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )


def _interval(epoch, start, stop):
    return f"{_moment(epoch, start)}/{_moment(epoch, stop)}"
