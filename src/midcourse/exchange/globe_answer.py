"""Answers behind the views of the globe: what stands where, the ground that is asked about, what follows a hand."""

import math

import numpy as np

from ..earth import WGS84, horizon_ground_range
from ..units import m_to_km, rad_to_deg
from .answers import answer
from .footprint_answer import M2_IN_KM2, geometry

_CATALOG = ("name", "value", "unit", "low", "high", "status", "source", "date", "note")

LONGEST_S = 600.0
"""s, to which a slider moves a time; the scenario format allows more."""

BRIGHTEST = 100.0
"""Factor up and down by which a slider moves a cross-section."""

_TIMES = ("track_s", "decide_s", "consult_s", "launch_prepare_s", "latency_s")
_CHANCES = ("reliability", "hit", "hand_over", "selection", "common_mode")


def scenario(plan, case, entries, speeds, bands):
    """JSON behind the view of a scenario: one reading with its parts, places, assumptions and their sources.

    Parameters
    ----------
    plan : scenario.Scenario
    case : scenario.Case
    entries : callable(kind, key) -> sequence of catalog entries
    speeds : dict
        Key of a battery -> least and greatest speed to which its interceptor can be set, m/s; None: to none.
    bands : dict
        Key of the file for a cross-section -> Hz at which it holds, and m^2, ends of its range for a warhead.

    Returns
    -------
    answer : dict
    """
    protect = case.protect
    body = {
        "scenario": plan.name,
        "title": plan.title,
        "question": plan.question,
        "source": plan.source,
        "text": plan.text,
        "changes": list(plan.changes),
        "readings": list(plan.readings),
        "axes": [{"name": name, "values": list(values)} for name, values in plan.axes.items()],
        "reading": case.reading,
        "epoch": case.epoch.isoformat(),
        "sensors": [_sensor(sensor, entries) for sensor in case.sensors],
        "batteries": [_battery(battery, entries) for battery in case.batteries],
        "threats": [_threat(threat, entries) for threat in case.threats],
        "protects": {
            "alliance": protect.alliance,
            "date": None if protect.date is None else protect.date.isoformat(),
            "countries": [
                {"code": code, "name": name}
                for code, name in zip(protect.countries, protect.country_names, strict=True)
            ],
        },
        "assumptions": [
            *_assumptions(plan.data),
            *_speeds(case, plan.files[case.reading], entries, speeds),
            *_cross_sections(case, plan.files[case.reading], entries, bands),
        ],
        "replicates": case.replicates,
        "seed": case.seed,
    }
    return answer("globe-scenario", body, case.warnings)


def _values(entries, kind, key):
    return [{name: getattr(entry, name) for name in _CATALOG} for entry in entries(kind, key)]


def _known(value):
    return value if math.isfinite(value) else None


def _sensor(sensor, entries):
    device = sensor.device
    body = {
        "key": sensor.key,
        "kind": "radar" if sensor.kind == "radars" else "satellite",
        "preset": sensor.preset,
        "owner": sensor.owner,
        "host": sensor.host,
        "latitude_deg": rad_to_deg(device.latitude),
        "longitude_deg": rad_to_deg(device.longitude),
        "values": _values(entries, sensor.kind, sensor.preset),
    }
    if sensor.kind != "radars":
        return body | _satellite(device)
    return body | {
        "faces": [{"from_deg": rad_to_deg(low), "to_deg": rad_to_deg(high)} for low, high in device.faces],
        "turning": device.mount is not None,
        "boresight_deg": _boresight(device),
        "elevation_low_deg": rad_to_deg(device.elevation_low),
        "elevation_high_deg": rad_to_deg(device.elevation_high),
        "reach_km": m_to_km(device.reach),
        "instrumented_range_km": _known(m_to_km(device.instrumented_range)),
        "detection_range_km": _known(m_to_km(device.detection_range)),
        "rcs_m2": device.rcs,
    }


def _satellite(device):
    """Where a satellite hangs, and how far round the point below it a motor that has left the clouds is in view."""
    heights = device.cloud_break_altitude, device.altitude
    return {
        "altitude_km": m_to_km(device.altitude),
        "view_km": m_to_km(float(horizon_ground_range(device.elevation_low, *heights, WGS84.mean_radius))),
        "cloud_break_altitude_km": m_to_km(device.cloud_break_altitude),
        "looks": device.looks,
        "look_time_s": device.look_time,
    }


def _boresight(device):
    """Azimuth where a radar of one face looks, or one that turns until it is told, deg; None where it has none."""
    if device.mount is not None:
        return None if device.mount.boresight is None else rad_to_deg(device.mount.boresight) % 360.0
    low, high = device.faces[0]
    width = (high - low) % (2.0 * math.pi)
    return rad_to_deg(low + 0.5 * width) % 360.0 if len(device.faces) == 1 and width > 0.0 else None


def _battery(battery, entries):
    launcher, kind = battery.launcher, battery.launcher.interceptor
    return {
        "key": battery.key,
        "kind": "battery",
        "preset": battery.preset,
        "owner": battery.owner,
        "host": battery.host,
        "latitude_deg": rad_to_deg(launcher.latitude),
        "longitude_deg": rad_to_deg(launcher.longitude),
        "ready": launcher.ready,
        "layer": launcher.layer,
        "speed_km_s": m_to_km(kind.speed),
        "burn_time_s": kind.burn_time,
        "flown": kind.fly_out is not None,
        "minimum_altitude_km": m_to_km(kind.minimum_altitude),
        "maximum_altitude_km": m_to_km(kind.maximum_altitude),
        "values": _values(entries, "interceptors", battery.preset),
    }


def _threat(threat, entries):
    return {
        "key": threat.key,
        "missile": threat.missile.key,
        "shape": threat.shape["shape"],
        "count": threat.count,
        "spacing_s": threat.spacing,
        "launches": [{"latitude_deg": lat, "longitude_deg": lon} for lat, lon in threat.launches.tolist()],
        "aim_points": len(threat.aimpoints),
        "values": _values(entries, "missiles", threat.missile.key),
    }


def _assumptions(data):
    """What sliders move: dotted paths of the scenario file, with the ends they are moved between."""
    for name in _TIMES:
        stated = data["command"].get(name, 0.0)
        yield _assumption(f"command.{name}", stated, "s", 0.0, max(LONGEST_S, stated), 5.0)
    looks = data["doctrine"]
    yield _assumption("doctrine.looks", looks.get("looks", 2), "", 1, 6, 1)
    yield _assumption("doctrine.assess_s", looks.get("assess_s", 0.0), "s", 0.0, LONGEST_S, 5.0)
    for name in _CHANCES:
        if name in data["kill"]:
            yield _assumption(f"kill.{name}", data["kill"][name], "", 0.0, 1.0, 0.01)
    for battery in data["batteries"]:
        yield _assumption(f"batteries.{battery['key']}.ready", battery["ready"], "", 0, 100, 1)


def _speeds(case, file, entries, ends):
    """Sliders of burnout speeds: the preset's entry where the file states none."""
    for battery, written in zip(case.batteries, file.batteries, strict=True):
        if ends[battery.key] is None:
            continue
        now = m_to_km(battery.launcher.interceptor.speed)
        least, most = (m_to_km(end) for end in ends[battery.key])
        row = _assumption(
            f"batteries.{battery.key}.speed", round(now, 4), "km/s", round(least, 2), round(most, 2), 0.05
        )
        paths = [f"batteries.{battery.key}.burnout_speed_km_s"]
        yield (
            row
            | {"set_path": paths[0], "set_paths": paths}
            | (
                {}
                if written.burnout_speed_km_s
                else _sourced(entries("interceptors", battery.preset), "burnout_speed_km_s")
            )
        )


def _cross_sections(case, file, entries, bands):
    """Sliders of warheads' cross-sections in the bands of radars whose power is known, one for all of a size."""
    radars = [sensor.device for sensor in case.sensors if sensor.kind == "radars"]
    seen = {
        _nearest(radar.frequency, bands) for radar in radars if radar.rcs is not None and radar.frequency is not None
    }
    for name, (frequency, *ends) in bands.items():
        sizes: dict = {}
        for threat, written in zip(case.threats, file.threats, strict=True):
            stated = getattr(written, name) is not None
            size = threat.signature.rcs_at(frequency)
            own = {} if stated else _sourced(entries("missiles", threat.missile.key), name) or _of_a_warhead(*ends)
            sizes.setdefault((size, tuple(own.items())), (own, []))[1].append(threat.key)
        for (size, _), (own, keys) in sizes.items() if name in seen else ():
            paths = [f"threats.{key}.{name}" for key in keys]
            row = _assumption(paths[0], size, "m²", size / BRIGHTEST, size * BRIGHTEST, 0.01)
            yield row | {"set_paths": paths, "log": True} | own


def _nearest(frequency, bands):
    """Name of the band whose frequency is the nearest."""
    return min(bands, key=lambda name: abs(math.log(bands[name][0] / frequency)))


def _of_a_warhead(low, high):
    return {"low": low, "high": high, "status": "assumed", "source": "house, a cone-shaped warhead"}


def _sourced(entries, name):
    """Range, status and source of a preset's value; nothing where it has none."""
    for entry in entries:
        if entry.name == name:
            return {key: getattr(entry, key) for key in ("low", "high", "status", "source")}
    return {}


def _assumption(path, stated, unit, least, most, step):
    ranged = isinstance(stated, dict)
    set_path = f"{path}.value" if ranged else path
    return {
        "path": path,
        "set_path": set_path,
        "set_paths": [set_path],
        "log": False,
        "value": stated["value"] if ranged else stated,
        "low": stated["low"] if ranged else None,
        "high": stated["high"] if ranged else None,
        "unit": unit,
        "least": least,
        "most": most,
        "step": step,
        "status": "assumed",
        "source": "stated by the scenario file",
    }


def ground(found, named, land):
    """JSON of the ground that is asked about: cells, named places, protected land.

    Parameters
    ----------
    found : scenario.defended_live.Ground
    named : (m,) bool, places that answers name
    land : sequence of (code, shapely area in degrees)

    Returns
    -------
    answer : dict
        Cells count columns from 180 degrees west and rows from the south pole, in boxes of `resolution_deg`; rows of
        places come after those of the cells.
    """
    cells, places = found.cells, found.places
    rows = np.flatnonzero(named)
    body = {
        "resolution_deg": cells.resolution,
        "rows": len(found.aimpoints),
        "cells": {
            "column": cells.column.tolist(),
            "row": cells.row.tolist(),
            "area_km2": np.round(cells.area / M2_IN_KM2, 3).tolist(),
        },
        "places": [
            {
                "at": int(len(cells) + row),
                "name": str(places.name[row]),
                "country": str(places.country[row]),
                "latitude_deg": rad_to_deg(float(places.latitude[row])),
                "longitude_deg": rad_to_deg(float(places.longitude[row])),
                "population": int(places.population[row]),
                "capital": bool(places.capital[row]),
            }
            for row in rows
        ],
        "land": [{"country": code, "geometry": geometry(shape)} for code, shape in land],
    }
    return answer("globe-ground", body)


def live_cells(row):
    """Status code and shots of every cell of a footprint, as short lists.

    Parameters
    ----------
    row : scenario.defended.Reading
    """
    return {"status": row.cells.status.tolist(), "shots": row.cells.shots.tolist()}


def quick(found, status):
    """JSON of what follows a moving hand: whether one shot fits, row by row of the ground.

    Parameters
    ----------
    found : scenario.defended_live.Quick
    status : (k,) codes
    """
    return answer("globe-quick", {"at": found.rows.tolist(), "status": status.tolist()})


def named(found):
    """JSON of the named places in every reading: those of `midcourse footprint`, without the land.

    Parameters
    ----------
    found : dict from `footprint_answer.footprint`
    """
    rows = [{"reading": r["reading"], "places": r["places"], "countries": r["countries"]} for r in found["readings"]]
    return answer("globe-places", {"scenario": found["scenario"], "readings": rows}, found["warnings"])


def text(name, written, changes):
    """JSON of a moved state as a file of its own.

    Parameters
    ----------
    name, written : str
    changes : sequence of str
        Already made in it.
    """
    return answer("globe-text", {"scenario": name, "text": written, "changes": list(changes)})


def coverage(case, rows, altitude):
    """JSON of what radars cover: ground under the rim of each face against the warhead that is hardest to see.

    Parameters
    ----------
    case : scenario.Case
    rows : sequence of scenario.outlining.Covered
    altitude : float or None, m
    """
    body = {
        "reading": case.reading,
        "altitude_km": None if altitude is None else m_to_km(altitude),
        "radars": [_covered(row) for row in rows],
    }
    return answer("globe-coverage", body)


def _covered(row):
    radar = row.radar
    return {
        "key": row.key,
        "threat": row.threat,
        "rcs_m2": radar.rcs,
        "reach_km": m_to_km(radar.reach),
        "limited_by": "signal-to-noise" if radar.detection_range < radar.instrumented_range else "instrumented-range",
        "sectors": [_sector(one) for one in row.outlines],
        "waiting": [_sector(one) for one in row.waiting],
    }


def _sector(one):
    seen = np.isfinite(one.slant_range)
    return {
        "from_deg": rad_to_deg(float(one.azimuth[0])) % 360.0,
        "width_deg": rad_to_deg(float(one.azimuth[-1] - one.azimuth[0])),
        "whole": one.whole,
        "far": _line(one.far_places[seen]),
        "near": _line(one.near_places[seen]),
        "far_altitude_km": [float(np.round(m_to_km(extreme), 1)) for extreme in _ends(one.altitude[seen])],
        "far_slant_range_km": [float(np.round(m_to_km(extreme), 1)) for extreme in _ends(one.slant_range[seen])],
    }


def _ends(values):
    return [values.min(), values.max()] if len(values) else []


def _line(places):
    """Places as longitude and latitude, degrees to 11 m."""
    return np.round(np.degrees(places[:, ::-1]), 4).tolist()
