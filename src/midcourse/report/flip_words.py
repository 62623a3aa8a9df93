"""Flip values as the page says them: one row an assumption, one cell a reading, a few words beside a stated value."""

import math

from . import words

NAMES = {
    "command.decide_s": "time to decide",
    "command.consult_s": "time to consult",
    "command.launch_prepare_s": "time to prepare the launch",
    "command.latency_s": "delay of the sensors' word",
    "command.track_s": "time in view for a firm track",
    "radar cross-section, times": "radar cross-section of the warheads, times the stated one",
    "kill.hit": "chance of a hit",
    "kill.reliability": "reliability of an interceptor",
    "kill.hand_over": "chance of a good hand-over",
    "kill.selection": "chance that the warhead is picked",
    "kill.common_mode": "chance of a common failure",
    "doctrine.assess_s": "time to assess a shot",
}
BATTERY_NAMES = {"speed": "interceptor speed", "minimum-altitude": "lowest intercept", "ready": "interceptors ready"}
BY_PRESET = {"burnout_speed_km_s": "speed", "min_altitude_km": "minimum-altitude"}
"""Entry of an interceptor's preset, and the last word of the path that moves it."""

CROSS_SECTION = "radar cross-section, times"
ROOT = {"rcs_m2": 1.0, "detection_range_km": 0.25}
"""Entries of a radar's preset that a factor on the cross-section moves, and the power with which it does."""


def flip_table(rows, readings):
    """Assumptions that are moved, those that flip an answer first, each with a cell a reading.

    Parameters
    ----------
    rows : list of dicts: rows of the table `flips`
    readings : list of str

    Returns
    -------
    dict with `moved` (list of assumptions that flip an answer) and `firm` (those that flip none)
    """
    paths: dict = {}
    for row in rows:
        paths.setdefault((row["path"], row["answer"]), {})[row["reading"]] = row
    entries = [_entry(path, answer, cells, readings) for (path, answer), cells in paths.items()]
    return {
        "moved": [entry for entry in entries if any(cell and cell["ends"] for cell in entry["cells"])],
        "firm": [entry for entry in entries if not any(cell and cell["ends"] for cell in entry["cells"])],
    }


def _entry(path, answer, cells, readings):
    first = next(iter(cells.values()))
    spans = {(row["low"], row["high"]) for row in cells.values()}
    low, high = min(low for low, _ in spans), max(high for _, high in spans)
    return {
        "name": name_of(path),
        "answer": answer,
        "unit": words.unit(first["unit"]),
        "searched": words.interval(low, high, short),
        "cells": [_cell(cells[reading]) if reading in cells else None for reading in readings],
    }


def _cell(row):
    ends = []
    for side, word in (("below", "≤"), ("above", "≥")):
        value = row[f"flips_{side}"]
        if _known(value):
            there = row[f"answer_{side}"]
            told = words.count(there) if row["answer"] == "members-undefended" else words.probability(there)
            ends.append({"word": word, "value": _end(row, side), "answer": told, "who": row[f"who_{side}"] or ""})
    return {"now": short(row["value"]), "ends": ends}


def _end(row, side):
    """The value of a flip as it is told: whole seconds on the side where the answer has changed."""
    value = row[f"flips_{side}"]
    if row["unit"] == "s":
        return words.count(math.ceil(value) if side == "above" else math.floor(value))
    return short(value)


def name_of(path):
    """An assumption's path as words.

    Parameters
    ----------
    path : str
    """
    if path.startswith("batteries."):
        key, _, last = path.removeprefix("batteries.").rpartition(".")
        return f"{BATTERY_NAMES.get(last, last)}, {words.plain(key)}"
    return NAMES.get(path, path)


def short(value):
    """A value to three figures, whole ones as they are.

    Parameters
    ----------
    value : float
    """
    if not _known(value):
        return words.NOTHING
    digits = 3 if abs(value) < 100 else len(str(int(abs(value))))
    return words.number(float(f"{value:.{digits}g}"))


def flips_beside(rows, parts):
    """What stands beside a stated value: by path of the scenario file, and by preset and name of its entry.

    Parameters
    ----------
    rows : list of dicts: rows of the table `flips`
    parts : list of dicts: rows of the table `parts`

    Returns
    -------
    callable(owner, path, value) -> str
    """
    by_path: dict = {}
    for row in rows:
        by_path.setdefault(row["path"], []).append(row)
    used = {(part["preset"], part["reading"]): part["key"] for part in parts}

    def beside(owner, name, value):
        if not owner:
            return _told(by_path.get(name, []))
        if name in ROOT and _number(value) is not None:
            factors = [row for row in by_path.get(CROSS_SECTION, []) if (owner, row["reading"]) in used]
            return _told([_scaled(row, _number(value), ROOT[name]) for row in factors])
        mine = [
            row
            for (preset, reading), key in used.items()
            if preset == owner
            for row in by_path.get(f"batteries.{key}.{BY_PRESET.get(name)}", [])
            if row["reading"] == reading
        ]
        return _told(mine)

    return beside


def _number(value):
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def _scaled(row, value, power):
    names = ("value", "low", "high", "flips_below", "flips_above")
    return {**row, **{name: value * row[name] ** power if _known(row[name]) else row[name] for name in names}}


def _told(rows):
    """Values at which the answer flips over the readings, or that it does not; "" where nothing was asked."""
    if not rows:
        return ""
    ends = []
    for side, sign in (("below", "≤"), ("above", "≥")):
        found = sorted((row[f"flips_{side}"], _end(row, side)) for row in rows if _known(row[f"flips_{side}"]))
        if found:
            low, high = found[0][1], found[-1][1]
            ends.append(f"{sign}{words.SPACE}{low if low == high else f'{low}–{high}'}")
    if ends:
        return f"flips {' or '.join(ends)}"
    return f"no flip within {words.interval(min(r['low'] for r in rows), max(r['high'] for r in rows), short)}"


def _known(value):
    return value is not None and not math.isnan(value)
