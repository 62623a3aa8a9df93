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
_FEW = 12  # flights up to which every one shows its whole path and its name
_STRETCH = 90  # s of path behind a flight among many
_NEAR = 2_500_000  # m, from which names among many are read
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
    """CZML document of a run: its flights, sites, the first interceptor against each flight and where it meets it.

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
    reading = reading or run.readings[0]
    threats = {row["threat"]: row for row in run.table("threats").arrow.to_pylist()}
    meets, shots = _intercept_times(run, reading), _interceptors(run, reading)
    paths = _paths(run, "paths")
    many = len(paths) > _FEW
    packets, last = _ends(threats.values(), many), 1.0
    for number, (threat, (time, position_ecef)) in enumerate(paths.items()):
        packets.append(_moving(f"threat-{number}", threat, time, position_ecef, epoch, many))
        burnout = threats.get(threat, {}).get("burnout_time_s") or 0.0
        if burnout > 0.0 and not many:
            packets.append(_line(f"threat-{number}-boost", f"{threat}, boost", position_ecef[time <= burnout]))
        if threat in shots:
            leaves, along_ecef = shots[threat]
            packets.append(_interceptor(f"interceptor-{number}", threat, leaves, along_ecef, epoch))
        if threat in meets:
            packets.append(_intercept(f"intercept-{number}", threat, time, position_ecef, meets[threat], epoch, many))
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
    packets = [_moving(key, name, time, position_ecef, epoch)]
    if burnout > 0.0:
        packets.append(_line(f"{key}-boost", f"{name}, boost", position_ecef[time <= burnout]))
    packets.append(_marker(f"{key}-launch", "launch", position_ecef[0], _THREAT))
    packets.append(_marker(f"{key}-impact", "impact", position_ecef[-1], _THREAT))
    return packets


def _moving(key, name, time, position_ecef, epoch, many=False):
    """A point that flies; with its whole path, or among many only its last stretch and its name from near by."""
    last = float(time[-1])
    return {
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
        "label": _label(name, _THREAT, near=many),
        "path": {
            "leadTime": 0 if many else last,
            "trailTime": _STRETCH if many else last,
            "resolution": 5,
            "width": 2,
            "material": {"solidColor": {"color": {"rgba": _THREAT}}},
        },
    }


def _ends(threats, many):
    """A mark for each place where flights of a run start or end, once."""
    ends = {}
    for row in threats:
        if row.get("reached", True) and "aim_latitude_deg" in row:
            for end, kind in (("launch", "launch"), ("aim", "aim point")):
                place = row[f"{end}_longitude_deg"], row[f"{end}_latitude_deg"]
                ends.setdefault((kind, *place), f"{kind}, {row[f'{end}_name']}")
    packets = []
    for number, ((kind, *place), name) in enumerate(ends.items()):
        packet = _marker(f"end-{number}", name, [0.0], _THREAT, near=many and kind != "launch")
        packets.append({**packet, "position": {"cartographicDegrees": [*place, 0.0]}, "point": _point(_THREAT, 4)})
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


def _marker(key, name, position_ecef, colour, near=False):
    return {
        "id": key,
        "name": name,
        "position": {"referenceFrame": "FIXED", "cartesian": _flat(position_ecef)},
        "point": _point(colour, 7),
        "label": _label(name, colour, near),
    }


def _interceptor(key, threat, time, position_ecef, epoch):
    """A moving interceptor with its way so far; straight between its samples, which are seconds apart."""
    return {
        "id": key,
        "name": f"interceptor, {threat}",
        "availability": _interval(epoch, float(time[0]), float(time[-1])),
        "position": {
            "epoch": _moment(epoch, 0.0),
            "referenceFrame": "FIXED",
            "interpolationAlgorithm": "LINEAR",
            "interpolationDegree": 1,
            "cartesian": _flat(np.column_stack([time, position_ecef])),
        },
        "point": _point(_INTERCEPTOR, 8),
        "path": {
            "leadTime": 0,
            "trailTime": float(time[-1] - time[0]),
            "resolution": 5,
            "width": 2,
            "material": {"solidColor": {"color": {"rgba": _INTERCEPTOR}}},
        },
    }


def _intercept(key, threat, time, position_ecef, moment, epoch, many):
    place = _between(time, position_ecef, moment)
    packet = _marker(key, f"first intercept, {threat}", place, _INTERCEPTOR, near=many)
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


def _interceptors(run, reading):
    """Times and positions of the first interceptor against each flight in one reading."""
    return _paths(run, "interceptor_paths", reading) if "interceptor_paths" in run.table_names else {}


def _paths(run, name, reading=None):
    """Times and positions of each stored path, in the order stored; of one reading where the table has several."""
    table = run.table(name)
    if reading is not None:
        table = table.where("reading", reading)
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


def _label(text, colour, near=False):
    """A name beside its mark; `near`: shown only to an eye within 2,500 km, so that many do not lie on one another."""
    seen_from = {"distanceDisplayCondition": {"distanceDisplayCondition": [0, _NEAR]}} if near else {}
    return {
        **seen_from,
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
