"""The report: one file that reads a run folder and nothing else, needs no network, and prints well."""

import os
import uuid
from pathlib import Path

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from .. import results
from ..earth import places as geodata
from ..errors import ResultsError
from . import figures, flip_words, maps, sight_map, sight_words, windows_table, words
from .style import drawing, inline_svg, same_svg, shared_svg, theme_css

PAGE = "report.html"
_TEMPLATES = Path(__file__).parent / "templates"
_YEARS = ("in_service",)  # entries that are no quantities
_LISTED_PLACES = 12
_THREATS_A_LAUNCH = 3
_BESIDE = 6
"""Readings that stand beside each other in a table with long cells."""

_STATUS_WORDS = {
    "defended": "defended",
    "partly": "partly defended",
    "undefended": "not defended",
    "not-threatened": "not threatened",
}
_QUESTIONS = {"who-is-covered": "Who is covered by this defence, and who is not?"}
_REASONS = {
    "not-seen": "no sensor sees the missile",
    "seen-too-late": "seen too late to launch in time",
    "no-track": "no radar has it long enough for a firm track",
    "no-authority": "nobody who may decide has the track",
    "out-of-reach": "the interceptor cannot get there in time",
    "too-low": "only below the least intercept altitude",
    "too-high": "only above the greatest intercept altitude",
    "no-interceptor-left": "no interceptor left",
    "channel-busy": "all engagement channels busy",
    "held-in-reserve": "interceptors held in reserve",
}


def write_page(folder, countries=None):
    """File `report.html` in the run folder, made from what the folder holds.

    Parameters
    ----------
    folder : path of a run
    countries : list of (code, shapely geometry in degrees) or None
        None takes the shipped borders.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    ResultsError
        The folder is damaged, or the page cannot be written.
    """
    run = results.read(folder)
    text = page_text(run, figures.shipped_countries() if countries is None else countries)
    page = run.folder / PAGE
    partial = page.with_name(f".{PAGE}.partial-{uuid.uuid4().hex[:12]}")
    try:
        partial.write_text(text, encoding="utf-8")
        os.replace(partial, page)
    except OSError as error:
        raise ResultsError("the report cannot be written", where=str(page), got=error.strerror) from error
    finally:
        partial.unlink(missing_ok=True)
    return page


def page_text(run, countries):
    """HTML of the report.

    Parameters
    ----------
    run : results.Run
    countries : list of (code, shapely geometry in degrees)
    """
    drawn, flips = _maps(run, countries), flip_words.flip_table(_rows_of(run, "flips"), run.readings)
    context = {
        "manifest": run.manifest,
        "question": _QUESTIONS.get(run.manifest.get("question"), words.plain(run.manifest.get("question", ""))),
        "theme": Markup(theme_css()),
        "attribution": geodata.ATTRIBUTION,
        "status_words": _STATUS_WORDS,
        **_summary(run),
        **drawn,
        "members": _members(run),
        "timeline": _timeline(run),
        "windows": windows_table.windows_rows(
            _chosen(run), _rows_of(run, "options"), _rows_of(run, "shots"), run.readings
        ),
        "warned": any(sight["warnings"] for sight in drawn["sights"]),
        "blocks": _blocks(run.readings, flips["moved"]),
        "names": run.readings,
        "sensors": _sensors(run),
        "pictures": sight_words.alike(_rows_of(run, "pictures"), run.readings),
        "leakage": _leakage(run),
        "assumptions": _assumptions(run) if "assumptions" in run.table_names else [],
        "flips": flips,
    }
    return _environment().get_template("report.html.j2").render(context)


def _environment():
    """Where the template and the words that it uses come from."""
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        name: getattr(words, name)
        for name in (
            "angle",
            "clock",
            "count",
            "km",
            "mean",
            "number",
            "people",
            "plain",
            "probability",
            "share",
            "speed",
            "unit",
        )
    }
    environment.globals |= {
        "interval": words.interval,
        "clock": words.clock,
        "mean": words.mean,
        "number": words.number,
    }
    return environment


def _rows(table):
    return table.arrow.to_pylist()


def _rows_of(run, name):
    """Rows of a table that a run of an older version may not have."""
    return _rows(run.table(name)) if name in run.table_names else []


def _summary(run):
    """Readings as a grid: rows the first axis, columns the others together."""
    rows = {row["reading"]: row for row in _rows(run.table("readings"))}
    axes = run.manifest["readings"]["axes"]
    first = axes[0] if axes else None
    lines = {}
    for name in run.readings:
        if name not in rows:
            continue
        parts = name.split("+")
        line, column = (parts[0], "+".join(parts[1:])) if first else ("", "")
        lines.setdefault(line, {})[column] = rows[name]
    return {
        "row_axis": first["name"] if first else "",
        "column_axis": " and ".join(axis["name"] for axis in axes[1:]),
        "columns": list(dict.fromkeys(column for line in lines.values() for column in line)),
        "lines": lines,
        "readings": rows,
        "answer": _answer([rows[name] for name in run.readings if name in rows], _kin(run)),
        "kin": _kin(run),
    }


def _answer(rows, kin):
    """The first table as one sentence, with the span over the readings."""
    if not any(row["members_threatened"] for row in rows):
        return f"No stated missile reaches a {kin[0]}: nobody is threatened in any reading."
    undefended = _span([row["members_undefended"] for row in rows], words.count)
    threatened = _span([row["members_threatened"] for row in rows], words.count)
    shares = _span([row["defended_share"] for row in rows if row["members_threatened"]], words.share)
    lead = "" if len(rows) == 1 else "Depending on the reading, " if " to " in undefended else "In every reading "
    verb = "is" if threatened == "1" else "are"
    fewer = (
        f"{lead}{undefended} of {threatened} threatened {kin[threatened != '1']} {verb} not or only partly defended."
    )
    return f"{fewer} Defended: {shares} of the threatened population."


def _blocks(readings, moved):
    """Tables of flip values: (line, rows of its readings, its assumptions); one a line of the first table if many."""
    lines: dict = {}
    for k, reading in enumerate(readings):
        lines.setdefault(reading.partition("+")[0] if len(readings) > _BESIDE else "", []).append(k)
    return [
        (line, rows, [entry for entry in moved if any(entry["cells"][k] for k in rows)]) for line, rows in lines.items()
    ]


def _kin(run):
    """What the protected countries are called: members of an alliance, or just countries; one and many."""
    return ("member", "members") if run.manifest.get("protects", "members") == "members" else ("country", "countries")


def _span(values, say):
    low, high = say(min(values)), say(max(values))
    return low if low == high else f"{low} to {high}"


def _maps(run, countries):
    """The land, drawn once, and for each reading its figures and what is not defended, most populous first."""
    places = {reading: _rows(results.query(run, "named-places", reading=reading)) for reading in run.readings}
    scene = _scene(run, None)
    scenes = {reading: _scene(run, reading) for reading in run.readings}
    protected = set(run.table("countries")["code"].to_pylist())
    where = np.unique([[p["latitude_deg"], p["longitude_deg"]] for rows in places.values() for p in rows], axis=0)
    with drawing():
        bases = maps.make_bases(countries, protected, where, scene)
        land = [Markup(shared_svg(maps.land_map(base), f"land{i}")) for i, base in enumerate(bases)]
        drawn: dict = {}
        entries = [_map_entry(reading, bases, places[reading], scenes[reading], drawn) for reading in run.readings]
    tables = _rows_of(run, "threats"), _rows_of(run, "sightings")
    sights = sight_map.sights(tables, places, bases, scenes, _radars(run))
    return {"land": land, "maps": entries, "sights": sights}


def _map_entry(reading, bases, places, scene, drawn):
    """Maps and counts of a reading; a map that another reading has too is drawn once."""
    shown, figures = tuple((place["name"], place["country"], place["status"]) for place in places), []
    for i, (base, kind) in enumerate(zip(bases, ("Map", "Polar map"), strict=False)):
        title, under = f"{kind} of reading {reading}", f"land{i}"
        name = f"m{len(drawn)}"
        if (i, shown, scene) in drawn:
            name, text = drawn[i, shown, scene]
            figures.append(same_svg(text, name, title, under))
        else:
            figures.append(inline_svg(maps.reading_map(base, places, scene, land=False), name, title, under))
            drawn[i, shown, scene] = name, figures[-1]
    return {
        "reading": reading,
        "figures": [Markup(figure) for figure in figures],
        "undefended": _by_reason([p for p in places if p["status"] == "undefended"]),
        "counts": {s: sum(p["status"] == s for p in places) for s in ("defended", "undefended", "not-threatened")},
    }


def _launch_title(name):
    return words.title(name) if "launch" in name.lower() else f"Launch: {words.plain(name)}"


def _by_reason(undefended):
    """Undefended places under each reason, most populous first."""
    groups = {}
    for place in undefended:
        groups.setdefault(place["why_not"], []).append(place)
    return [
        {
            "why": _REASONS.get(why, why or "no reason stored"),
            "places": len(group),
            "population": sum(place["population"] for place in group),
            "names": [place["name"] for place in group[:_LISTED_PLACES]],
            "more": len(group) - _LISTED_PLACES,
        }
        for why, group in sorted(groups.items(), key=lambda item: -len(item[1]))
    ]


def _scene(run, reading):
    """Sites and launch areas of a reading, or of all of them together."""
    parts = [row for row in _rows_of(run, "parts") if reading in (None, row["reading"])]
    present = {(row["kind"], row["key"]) for row in parts}
    sites = []
    for table, kind in (("sensors", "sensor"), ("batteries", "battery")):
        if table in run.table_names:
            rows = [r for r in _rows(run.table(table)) if r["latitude_deg"] is not None]
            rows = [r for r in rows if not present or (kind, r["key"]) in present]
            sites += sorted({(words.title(r["site"]), r["latitude_deg"], r["longitude_deg"], kind) for r in rows})
    threats = _rows(run.table("threats"))
    launches = {(r["launch_latitude_deg"], r["launch_longitude_deg"], _launch_title(r["launch_name"])) for r in threats}
    return maps.Scene(tuple(sites), tuple((name, lat, lon, "launch") for lat, lon, name in sorted(launches)))


def _assumptions(run):
    """Assumptions by what they belong to (the part of the path before a colon); a source shared by all is said once."""
    groups = {}
    beside = flip_words.flips_beside(_rows_of(run, "flips"), _rows_of(run, "parts"))
    for row in _rows(run.table("assumptions")):
        owner, _, name = row["path"].rpartition(": ")
        has_range = row["low"] not in (None, "") and row["high"] not in (None, "")
        groups.setdefault(owner, []).append(
            {
                **row,
                "name": name,
                "has_range": has_range,
                "flips": beside(owner, name, row["value"]),
                "shown": row["value"] if name in _YEARS else words.number(row["value"]),
            }
        )
    entries = []
    for owner, rows in groups.items():
        origins = {(row["status"], row["source"], row["date"]) for row in rows}
        origin = dict(zip(("status", "source", "date"), origins.pop(), strict=True)) if len(origins) == 1 else None
        entries.append({"owner": owner or "scenario file", "rows": rows, "origin": origin})
    return entries


def _members(run):
    """Member rows: name, one cell a reading, whether the status differs, and what is said where nothing does."""
    members: dict = {}
    for row in _rows(results.query(run, "members")):
        members.setdefault((row["name"], row["code"]), {})[row["reading"]] = row
    return [_member(name, code, cells) for (name, code), cells in sorted(members.items())]


def _member(name, code, cells):
    told = {(c["status"], c["largest_undefended_city"], words.share(c["defended_share"])) for c in cells.values()}
    status, city, share = next(iter(told))
    beside = f" ({share}, not {city})" if status == "partly" else ""
    return {
        "name": name,
        "code": code,
        "cells": cells,
        "changes": len({status for status, _, _ in told}) > 1,
        "alike": len(told) == 1,
        "status": status,
        "told": f"{name}{beside}",
    }


def _timeline(run):
    """Figure of the chain of times for the shortest, the middle and the longest flight from each launch point."""
    chosen = _chosen(run)
    if "chain" not in run.table_names or not chosen:
        return None
    chain = sight_words.lanes(_rows(run.table("chain")), _rows_of(run, "sightings"), _radars(run))
    with drawing():
        return Markup(inline_svg(figures.figure_timeline(chosen, chain, run.readings), "time", "Chain of times"))


def _chosen(run):
    """The shortest, the middle and the longest flight from each launch point."""
    threats = [t for t in _rows(run.table("threats")) if t["flight_time_s"] and np.isfinite(t["flight_time_s"])]
    chosen = []
    for launch in dict.fromkeys(t["launch_name"] for t in threats):
        mine = sorted(
            (t for t in threats if t["launch_name"] == launch), key=lambda t: (t["flight_time_s"], t["threat"])
        )
        steps = np.linspace(0, len(mine) - 1, min(_THREATS_A_LAUNCH, len(mine)))
        chosen += [mine[round(k)] for k in steps]
    return chosen


def _radars(run):
    return {row["key"] for row in _rows_of(run, "sensors")}


def _sensors(run):
    """What each sensor sees of all flights, one row for the readings in which that is the same."""
    rows = _rows(results.query(run, "first-sightings")) if "sightings" in run.table_names else []
    return sight_words.alike(rows, run.readings)


def _leakage(run):
    """Figure and rows of leakage, or None where the run played no raid."""
    rows = [r for r in _rows(run.table("readings")) if r.get("leakers_mean") is not None]
    if not rows:
        return None
    distribution = {}
    if "leakers" in run.table_names:
        for row in _rows(run.table("leakers")):
            distribution.setdefault(row["leakers"], {})[row["reading"]] = row
    with drawing():
        figure = Markup(inline_svg(figures.figure_leakage(rows), "leak", "Leakage with intervals"))
    return {
        "figure": figure,
        "rows": rows,
        "distribution": distribution,
        "common_mode": "without_common_mode_leakers_mean" in rows[0],
        "held": max(row.get("as_held_replicates") or 0 for row in rows),
    }
