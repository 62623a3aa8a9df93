"""What a run stores: one table a stage, units in the column names, one row a reading and thing."""

import numpy as np

from .. import analysis, earth, results
from ..earth import places
from ..engagement import Reason
from ..units import rad_to_deg
from . import assumptions, pictures, replays, shot_tables, sight_tables, stages
from .shot_tables import finite, flight_names, shown, words

LIMITS = (
    "Each threat is taken alone and with full magazines when a place is called defended; the raid is counted apart.",
    "Detection is geometry and a stated range: no clutter, no decoys, no jamming; radars turn in time or as told.",
    "A track is firm after a stated time in view; no tracker runs, and the meeting point is known.",
    "An interceptor flies its fly-out, straight at its stated speed, or as an ideal one with a lag of 0.6 of its burn.",
    "Interceptor arcs are drawn as two-body; threats fly on the oblate rotating Earth with air.",
    "Kill probabilities are stated with a range; flight tests were not combat.",
    "Nothing here says what lands where or what it does there.",
)


def _table(rows, units):
    """Table from columns name -> array, with units by name and the name as meaning."""
    return results.table({name: (values, units.get(name, ""), name.replace("_", " ")) for name, values in rows.items()})


_UNITS = {"_deg": "deg", "_s": "s", "_m_s": "m/s", "_m": "m"}


def _stored(columns):
    """Table from columns whose names end with their unit."""
    units = {n: u for end, u in _UNITS.items() for n in columns if n.endswith(end)}
    return _table(columns, units)


def _joined(parts):
    """Columns of several parts, one after the other."""
    return {name: np.concatenate([np.asarray(part[name]) for part in parts]) for name in parts[0]}


def all_tables(plan, played, flips):
    """Every table of a run.

    Parameters
    ----------
    plan : scenario.Scenario
    played : list of stages.Played
    flips : list of dict
        Rows of the table of flip values.

    Returns
    -------
    tables : dict of name -> results.Table
    """
    return {
        "readings": _stored(_joined([_reading(p, plan) for p in played])),
        "places": _stored(_joined([_places(p) for p in played])),
        "countries": _stored(_joined([_countries(p) for p in played])),
        "threats": _stored(_joined(_threats(played[0]))),
        "paths": _stored(_joined(_paths(played[0]))),
        "sightings": _stored(_joined([part for p in played for part in sight_tables.sightings(p)])),
        "chain": _stored(_joined([part for p in played for part in sight_tables.chain(p)])),
        "options": _stored(_joined([part for p in played for part in shot_tables.options(p)])),
        "shots": _stored(_joined([part for p in played for part in shot_tables.shots(p)])),
        "interceptor_paths": _stored(_joined([part for p in played for part in shot_tables.interceptor_paths(p)])),
        "outcomes": _stored(_joined([shot_tables.outcomes(p) for p in played])),
        "warheads": _stored(_joined([part for p in played for part in replays.warheads(p)])),
        "salvos": _stored(_joined([part for p in played for part in replays.salvos(p)])),
        "flips": _stored(_flips(flips)),
        "pictures": _stored(_joined([pictures.columns(p) for p in played])),
        "leakers": _stored(_joined([_leakers(p) for p in played])),
        "layers": _stored(_joined([_layers(p) for p in played])),
        "reasons": _stored(_joined([_reasons(p) for p in played])),
        "sensors": _stored(_sensors(plan, played)),
        "batteries": _stored(_batteries(plan, played)),
        "parts": _stored(_joined([_parts(p) for p in played])),
        "assumptions": _stored(assumptions.columns(plan, played)),
    }


def manifest(plan, played):
    """Manifest of a run.

    Parameters
    ----------
    plan : scenario.Scenario
    played : list of stages.Played
    """
    axes = [{"name": name, "values": list(values)} for name, values in plan.axes.items()]
    warnings = sorted({text for p in played for text in p.case.warnings})
    return results.describe_run(
        name=plan.name,
        title=plan.title,
        question=plan.question,
        protects="members" if played[0].case.protect.alliance else "countries",
        scenario_text=plan.text,
        seed=played[0].case.seed,
        replicates=played[0].case.replicates,
        readings={"axes": axes, "names": [p.case.reading for p in played]},
        limits=LIMITS,
        warnings=warnings,
        changes=list(plan.changes),
        source=plan.source,
        attribution=places.ATTRIBUTION,
    )


def _places(p):
    decided = p.defended.deciding_threat
    first, row = np.maximum(decided, 0), np.arange(len(p.places))
    names = np.array([stages.wave_name(p.case, wave) for wave in p.waves], object)
    ideal, lagged = (
        np.stack([getattr(e, name)[: len(row)] for e in p.engaged])[first, row] for name in ("ideal", "lagged")
    )
    return {
        "reading": np.full(len(row), p.case.reading),
        "name": p.places.name,
        "country": p.places.country,
        "latitude_deg": rad_to_deg(p.places.latitude),
        "longitude_deg": rad_to_deg(p.places.longitude),
        "population": p.places.population,
        "capital": p.places.capital,
        "named": p.case.protect.named,
        "status": words(p.defended.status, analysis.Status),
        "shots": p.defended.shots,
        "deciding_threat": np.where(decided >= 0, names[first], None),
        "why_not": words(p.defended.reason, Reason),
        "required_speed_ideal_m_s": np.where(decided >= 0, finite(ideal), np.nan),
        "required_speed_lagged_m_s": np.where(decided >= 0, finite(lagged), np.nan),
    }


def _people(p):
    """Threatened and defended people by country, in the order of the codes."""
    row = np.searchsorted(p.countries.code, p.places.country)
    people = np.asarray(p.places.population, float)
    of_status = [people * (p.defended.status == s) for s in (analysis.Status.DEFENDED, analysis.Status.UNDEFENDED)]
    held, bare = (np.bincount(row, weights, len(p.countries.code)).astype(np.int64) for weights in of_status)
    return held + bare, held


def _countries(p):
    names = dict(zip(p.case.protect.countries, p.case.protect.country_names, strict=True))
    threatened, held = _people(p)
    return {
        "reading": np.full(len(threatened), p.case.reading),
        "code": p.countries.code,
        "name": np.array([names.get(code, code) for code in p.countries.code.tolist()], object),
        "status": words(p.countries.status, analysis.Status),
        "defended_share": p.countries.defended_share,
        "largest_undefended_city": np.array(p.countries.largest_undefended_city, object),
        "threatened_population": threatened,
        "defended_population": held,
    }


def _estimates(answer, prefix):
    """Columns of the sampled numbers of a raid; nothing of none."""
    if answer is None:
        return {f"{prefix}{name}": np.array([np.nan]) for name in _ESTIMATES}
    clean, leakers, shots = answer.p_no_leaker, answer.expected_leakers, answer.expected_shots
    parts = {
        "leakers_mean": leakers.sampled,
        "leakers_low": leakers.low,
        "leakers_high": leakers.high,
        "leakers_exact": leakers.exact,
        "p_no_leaker_exact": clean.exact,
        "p_no_leaker_sampled": clean.sampled,
        "p_no_leaker_low": clean.low,
        "p_no_leaker_high": clean.high,
        "shots_mean": shots.sampled,
        "shots_low": shots.low,
        "shots_high": shots.high,
    }
    return {prefix + name: np.array([np.nan if v is None else v], float) for name, v in parts.items()}


_ESTIMATES = (
    *(f"leakers_{name}" for name in ("mean", "low", "high", "exact")),
    *(f"p_no_leaker_{name}" for name in ("exact", "sampled", "low", "high")),
    *(f"shots_{name}" for name in ("mean", "low", "high")),
)


def _reading(p, plan):
    threatened, held = (int(column.sum()) for column in _people(p))
    status = p.countries.status
    numbers = {
        "members": len(status),
        "members_threatened": int((status != analysis.Status.NOT_THREATENED).sum()),
        "members_undefended": analysis.members_undefended(p.countries),
        "threatened_population": threatened,
        "defended_population": held,
        "threats": len(p.waves),
        "warheads": sum(threat.count for threat in p.case.threats),
        "interceptors": sum(battery.launcher.ready for battery in p.case.batteries),
        "replicates": p.raid.replicates,
        "seed": p.raid.seed,
    }
    options = dict(zip(plan.axes, p.case.reading.split("+"), strict=False)) if plan.axes else {}
    return {
        "reading": np.array([p.case.reading]),
        **{f"axis_{axis}".replace("-", "_"): np.array([option]) for axis, option in options.items()},
        **{name: np.array([value], np.int64) for name, value in numbers.items()},
        "defended_share": np.array([held / threatened if threatened else np.nan]),
        "why_no_exact": np.array([p.raid.left_out_because or None], object),
        **_estimates(p.raid, ""),
        **_estimates(p.raid_without_common_mode, "without_common_mode_"),
        "as_held_replicates": np.array([0 if p.raid_as_held is None else p.raid_as_held.replicates], np.int64),
        **_estimates(p.raid_as_held, "as_held_"),
    }


def sweep_rows(number, values, played):
    """Rows of one point of a sweep, a row a reading: its values, what gets through, how many places are covered.

    Parameters
    ----------
    number : int
        Of the point.
    values : dict of path -> float or str
    played : list of stages.Played

    Returns
    -------
    results.Table
    """
    estimates = _joined([_estimates(p.raid, "") for p in played])
    named = [p.defended.status[p.case.protect.named] for p in played]
    count = len(played)
    columns = {
        "point": np.full(count, number),
        **{path: np.full(count, value, None if isinstance(value, float) else object) for path, value in values.items()},
        "reading": np.array([p.case.reading for p in played], object),
        **{name: estimates[name] for name in _ESTIMATES},
        "covered": np.array([(status == analysis.Status.DEFENDED).sum() for status in named], np.int64),
        "uncovered": np.array([(status == analysis.Status.UNDEFENDED).sum() for status in named], np.int64),
    }
    return _table(columns, {})


def _flips(rows):
    """Flip values, one row a reading and assumption, values in the unit that stands beside them."""
    words_in = ("reading", "path", "unit", "answer", "who_below", "who_above")
    numbers = ("value", "low", "high", "answer_now", "flips_below", "answer_below", "flips_above", "answer_above")
    columns = {name: np.array([row[name] for row in rows], object) for name in words_in}
    return columns | {name: np.array([row[name] for row in rows], float) for name in numbers}


def _leakers(p):
    law, alone = (np.array(a.leakers_distribution, float) for a in (p.raid, p.raid_without_common_mode))
    return {
        "reading": np.full(len(law), p.case.reading),
        "leakers": law[:, 0].astype(np.int64),
        "exact": law[:, 1],
        "sampled": law[:, 2],
        "without_common_mode_exact": alone[:, 1],
        "without_common_mode_sampled": alone[:, 2],
    }


def _layers(p):
    launchers = [battery.launcher for battery in p.case.batteries]
    return {
        "reading": np.full(len(launchers), p.case.reading),
        "layer": np.array([launcher.layer for launcher in launchers]),
        "battery": np.array([launcher.key for launcher in launchers]),
        "shots": np.array(p.raid.shots_by_battery, float),
        "kills": np.array(p.raid.kills_by_battery, float),
    }


def _reasons(p):
    """Mean shots not taken by reason, and the same with what turning radars lose of a raid."""
    held = {} if p.raid_as_held is None else p.raid_as_held.why_not
    reasons = list(p.raid.why_not | held)
    return {
        "reading": np.full(len(reasons), p.case.reading),
        "reason": np.array(reasons, object),
        "shots": np.array([p.raid.why_not.get(reason, 0.0) for reason in reasons], float),
        "as_held_shots": np.array([held.get(reason, 0.0) for reason in reasons], float),
    }


def _threats(p):
    rows, parts = shown(p), []
    for wave in p.waves:
        f, threat = wave.flights, p.case.threats[wave.threat]
        latitude, longitude = f.launch_latitude[rows], f.launch_longitude[rows]
        ground, _, _ = earth.geodesic(latitude, longitude, f.aim_latitude[rows], f.aim_longitude[rows], f.earth)
        parts.append(
            {
                "threat": flight_names(p, wave, rows),
                "launch_name": np.full(len(rows), stages.wave_name(p.case, wave)),
                "launch_latitude_deg": rad_to_deg(latitude),
                "launch_longitude_deg": rad_to_deg(longitude),
                "aim_name": p.places.name[rows],
                "aim_country": p.places.country[rows],
                "aim_latitude_deg": rad_to_deg(f.aim_latitude[rows]),
                "aim_longitude_deg": rad_to_deg(f.aim_longitude[rows]),
                "missile": np.full(len(rows), threat.missile.key),
                "reached": f.reached[rows],
                "burnout_time_s": f.burnout_time[rows],
                "flight_time_s": f.flight_time[rows],
                "apogee_altitude_m": f.apogee_altitude[rows],
                "ground_range_m": ground,
            }
        )
    return parts


def _paths(p):
    """Where each named flight is at its knots; between them a smooth curve serves."""
    rows, parts = shown(p), []
    for wave in p.waves:
        f = wave.flights
        kept = rows[f.reached[rows]]
        time = f.knot_time[kept]
        position = earth.position_eci_to_ecef(f.knot_position_eci[kept], time, f.earth)
        parts.append(
            {
                "threat": np.repeat(flight_names(p, wave, kept), time.shape[1]),
                "time_s": time.ravel(),
                **{f"position_ecef_{axis}_m": position[..., k].ravel() for k, axis in enumerate("xyz")},
            }
        )
    return parts


def _things(played, group):
    """First appearance of each sensor or battery over the readings."""
    found = {}
    for p in played:
        for thing in getattr(p.case, group):
            found.setdefault(thing.key, thing)
    return list(found.values())


def _sites(plan, group, things):
    """Site keys of sensors or batteries as the file gives them; their own key where it gives a point."""
    sites = {part["key"]: part.get("site") for part in plan.data[group]}
    return np.array([sites[thing.key] or thing.key for thing in things], object)


def _sensors(plan, played):
    """Radars, at their sites; satellites stand on no map and are named in `sightings` and `chain`."""
    sensors = [sensor for sensor in _things(played, "sensors") if sensor.kind == "radars"]
    devices = [sensor.device for sensor in sensors]
    return {
        "key": np.array([d.key for d in devices], str),
        "site": _sites(plan, "sensors", sensors),
        "preset": np.array([s.preset for s in sensors], str),
        "latitude_deg": rad_to_deg(np.array([d.latitude for d in devices], float)),
        "longitude_deg": rad_to_deg(np.array([d.longitude for d in devices], float)),
    }


def _parts(p):
    """Which presets a reading takes, and whose they are."""
    things = [("sensor", sensor) for sensor in p.case.sensors] + [("battery", battery) for battery in p.case.batteries]
    columns = {name: np.array([getattr(thing, name) for _, thing in things], str) for name in _PART}
    return {"reading": np.full(len(things), p.case.reading), "kind": np.array([k for k, _ in things], str), **columns}


_PART = ("key", "preset", "owner", "host")


def _batteries(plan, played):
    batteries = _things(played, "batteries")
    return {
        "key": np.array([b.key for b in batteries]),
        "site": _sites(plan, "batteries", batteries),
        "preset": np.array([b.preset for b in batteries]),
        "latitude_deg": rad_to_deg(np.array([b.launcher.latitude for b in batteries])),
        "longitude_deg": rad_to_deg(np.array([b.launcher.longitude for b in batteries])),
        "ready": np.array([b.launcher.ready for b in batteries], np.int64),
        "speed_m_s": np.array([b.launcher.interceptor.speed for b in batteries]),
    }
