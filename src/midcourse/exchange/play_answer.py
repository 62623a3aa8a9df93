"""One raid of a run as a globe plays it: flights, sightings, salvos and events on one clock."""

import math

import numpy as np

from ..earth import WGS84, ecef_to_geodetic
from ..errors import MidcourseError
from ..units import m_to_km, rad_to_deg
from .answers import answer

POINTS = 72
"""Of a flight that is drawn."""

_DECIMALS = 4


def play(run, tracks, reading=None, replicate=1):
    """JSON of one replicate of a reading.

    Parameters
    ----------
    run : results.Run with the tables `warheads` and `salvos`
    tracks : module run.play_tracks
        What computes errors of tracks and ways of shots.
    reading : str or None
        None takes the first.
    replicate : int
        From 1 on.

    Returns
    -------
    answer : dict
        Times in s from the first lift-off.

    Raises
    ------
    MidcourseError
        No such reading or replicate, or a run of an older version.
    """
    reading = reading or run.readings[0]
    if reading not in run.readings:
        raise MidcourseError("the run has no such reading", got=reading, hint=", ".join(run.readings))
    if "warheads" not in run.table_names:
        hint = "run the scenario again"
        raise MidcourseError("this run does not tell single raids", where=str(run.folder.name), hint=hint)
    told = [row for row in _rows(run, "warheads") if row["reading"] == reading]
    count = max((row["replicate"] for row in told), default=0)
    mine = [row for row in told if row["replicate"] == replicate]
    if not mine:
        raise MidcourseError("the run does not tell this raid", where="replicate", got=replicate, hint=f"1 to {count}")
    salvos = [row for row in _rows(run, "salvos") if row["reading"] == reading and row["replicate"] == replicate]
    flights = _flights(run, tracks, reading, mine)
    shots = _shots(run, tracks, salvos, mine)
    body = {
        "run": run.folder.name,
        "scenario": run.manifest["name"],
        "reading": reading,
        "replicate": replicate,
        "told": count,
        "replicates": run.manifest.get("replicates"),
        "seed": run.manifest["seed"],
        "changes": list(run.manifest["changes"]),
        "flights": flights,
        "shots": shots,
        "events": _events(flights, shots, _by_threat(run, "chain", reading)),
        "end_s": max((flight["end_s"] for flight in flights), default=0.0),
    }
    left_out = len(mine) - len(flights)
    said = [f"{left_out} warheads fly to places without a stored path and are not shown"] if left_out else []
    return answer("play", body, [*run.manifest["warnings"], *said])


def _rows(run, table):
    return run.table(table).arrow.to_pylist()


def _by_threat(run, table, reading=None):
    """Rows of a table by the name of the flight."""
    found: dict = {}
    for row in _rows(run, table):
        if reading is None or row["reading"] == reading:
            found.setdefault(row["threat"], []).append(row)
    return found


def _paths(run, table, wanted, reading=None):
    """Times and ECEF positions of the stored paths of some flights."""
    stored = run.table(table).arrow.to_pydict()
    keep = [k for k, name in enumerate(stored["threat"]) if reading is None or stored["reading"][k] == reading]
    rows: dict = {name: [] for name in wanted}
    for k in keep:
        if stored["threat"][k] in rows:
            rows[stored["threat"][k]].append(k)
    columns = [np.array(stored[name], float) for name in ("time_s", *(f"position_ecef_{a}_m" for a in "xyz"))]
    return {name: [column[at] for column in columns] for name, at in rows.items() if at}


def _drawn(time, position_ecef, start, points=POINTS):
    """[s, longitude_deg, latitude_deg, km] of a path on an even clock that begins at `start`."""
    from scipy.interpolate import CubicSpline

    even = np.linspace(time[0], time[-1], points) if len(time) > 3 else time
    smooth = CubicSpline(time, position_ecef)(even) if len(time) > 3 else position_ecef
    latitude, longitude, altitude = ecef_to_geodetic(smooth, WGS84)
    columns = (even + start, rad_to_deg(longitude), rad_to_deg(latitude), np.maximum(m_to_km(altitude), 0.0))
    return np.round(np.column_stack(columns), _DECIMALS).tolist()


def _flights(run, tracks, reading, warheads):
    """Flights of the warheads, with who sees them."""
    threats = {row["threat"]: row for row in _rows(run, "threats")}
    seen = _by_threat(run, "sightings", reading)
    paths = _paths(run, "paths", {row["threat"] for row in warheads})
    radars, found = tracks.radars_of(_rows(run, "sensors")), []
    for row in warheads:
        name, start = row["threat"], row["lift_off_s"]
        if name not in paths:
            continue
        time, *axes = paths[name]
        flight, drawn = threats[name], _drawn(time, np.column_stack(axes), start)
        views = [one for one in seen.get(name, ()) if _known(one["first_seen_s"])]
        sights = [(one["sensor"], one["first_seen_s"], one["last_seen_s"]) for one in views]
        found.append(
            {
                "id": f"W{row['warhead']}",
                "threat": row["threat_key"],
                "name": name,
                "aim": flight["aim_name"],
                "aim_latitude_deg": flight["aim_latitude_deg"],
                "aim_longitude_deg": flight["aim_longitude_deg"],
                "missile": flight["missile"],
                "lift_off_s": start,
                "burnout_s": start + (flight["burnout_time_s"] or 0.0),
                "end_s": start + flight["flight_time_s"],
                "leaks": row["leaks"],
                "why_not": row["why_not"],
                "seen": [_sight(one, start) for one in views],
                "track_error": tracks.track_error(paths[name], sights, radars),
                "path": drawn,
            }
        )
    return found


def _known(value):
    return value is not None and math.isfinite(value)


def _sight(row, start):
    return {"sensor": row["sensor"], "from_s": start + row["first_seen_s"], "to_s": start + row["last_seen_s"]}


def _shots(run, tracks, salvos, warheads):
    """Salvos with their ways, and where they meet the flight."""
    names = {row["warhead"]: row for row in warheads}
    paths = _paths(run, "paths", {row["threat"] for row in warheads})
    known = [row for row in salvos if names[row["warhead"]]["threat"] in paths]
    starts = [names[row["warhead"]]["lift_off_s"] for row in known]
    asked = [
        (row["battery"], row["launch_s"] - t, row["intercept_s"] - t) for row, t in zip(known, starts, strict=True)
    ]
    flights = [paths[names[row["warhead"]]["threat"]] for row in known]
    sites = tracks.sites_of(_rows(run, "batteries"))
    found = []
    ways = tracks.ways(flights, asked, sites, tracks.lags(run))
    for row, start, (met, time, position) in zip(known, starts, ways, strict=True):
        latitude, longitude, altitude = (float(part) for part in ecef_to_geodetic(met, WGS84))
        found.append(
            {
                "flight": f"W{row['warhead']}",
                "look": row["look"],
                "battery": row["battery"],
                "rounds": row["rounds"],
                "launch_s": row["launch_s"],
                "meet_s": row["intercept_s"],
                "hits": row["hits"],
                "latitude_deg": rad_to_deg(latitude),
                "longitude_deg": rad_to_deg(longitude),
                "altitude_km": m_to_km(altitude),
                "path": None if time is None else _drawn(time, position, start, 24),
            }
        )
    return found


def _events(flights, shots, chains):
    """What happens, in the order of the clock, each with why."""
    found = []

    def tell(time, kind, flight, what, why):
        found.append({"time_s": round(time, 1), "kind": kind, "flight": flight["id"], "what": what, "why": why})

    for flight in flights:
        name, start, own = flight["id"], flight["lift_off_s"], [s for s in shots if s["flight"] == flight["id"]]
        ends = min((s["meet_s"] for s in own if s["hits"]), default=math.inf)
        tell(start, "threat", flight, f"{name} lifts off", f"{flight['missile']}, towards {flight['aim']}.")
        if flight["burnout_s"] > start:
            tell(
                flight["burnout_s"],
                "threat",
                flight,
                f"{name} burns out",
                f"Thrust ends after {flight['burnout_s'] - start:.0f} s.",
            )
        for sight in flight["seen"]:
            if sight["from_s"] < ends:
                tell(
                    sight["from_s"],
                    "sensor",
                    flight,
                    f"{sight['sensor']} sees {name}",
                    f"In view until {_clock(sight['to_s'])}.",
                )
        chain = next(iter(chains.get(flight["name"], ())), None)
        if chain is not None and _known(chain["committed_s"]):
            why = (
                f"Firm track by {chain['sensor']} at {_clock(start + chain['firm_s'])}."
                if _known(chain["firm_s"])
                else ""
            )
            tell(start + chain["committed_s"], "sensor", flight, f"Decided on {name}", why)
        for shot in own:
            _tell_shot(tell, flight, shot, len(own))
        if flight["leaks"]:
            tell(flight["end_s"], "threat", flight, f"{name} gets through to {flight['aim']}", _why(flight, own))
    return sorted(found, key=lambda row: row["time_s"])


def _why(flight, shots):
    """Why a warhead gets through."""
    if shots:
        return f"{len(shots)} shot{'s' if len(shots) > 1 else ''}, none hit."
    return f"No shot: {flight['why_not'] or 'one fits, but no interceptor was free for it'}."


def _tell_shot(tell, flight, shot, of):
    name, place = flight["id"], "" if shot["altitude_km"] is None else f" at {shot['altitude_km']:.0f} km"
    many = f"{shot['rounds']} interceptors" if shot["rounds"] > 1 else "one interceptor"
    tell(
        shot["launch_s"],
        "interceptor",
        flight,
        f"Shot {shot['look']} at {name}",
        f"{shot['battery']}, {many}; meets it in {shot['meet_s'] - shot['launch_s']:.0f} s.",
    )
    kind, what = (
        ("interceptor", f"{name} is hit{place}")
        if shot["hits"]
        else ("unknown", f"Shot {shot['look']} misses {name}{place}")
    )
    tell(shot["meet_s"], kind, flight, what, "Drawn with the stated chance of a shot." if of else "")


def _clock(seconds):
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}"
