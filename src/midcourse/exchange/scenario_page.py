"""Figures of a scenario's page in Markdown, from its run: readings, countries, tiers, times, what would change them."""

import math
from statistics import median

from .study_answer import number
from .study_page import table

FLIGHTS_SHOWN = 12
"""Threats of a scenario whose times are listed; a scenario with more has them in its report."""
MOVES_SHOWN = 12
"""Of what would change the answer, those that change it within the range looked in."""
_UNKNOWN = "-"


def figures(done):
    """Text of the section of figures of a scenario's page.

    Parameters
    ----------
    done : results.Run

    Returns
    -------
    text : str
        Markdown without an empty line at its ends.
    """
    parts = (_readings, _countries, _tiers, _sights, _times, _moves)
    lines = [line for part in parts for line in part(done)]
    return "\n".join(lines).rstrip()


def _rows(done, name):
    return done.table(name).arrow.to_pylist()


def _share(value):
    """A share in per cent; never 0 or 100 for what is not quite that."""
    if value is None or math.isnan(value):
        return _UNKNOWN
    text = f"{100.0 * value:.0f}"
    if (text == "0" and value > 0.0) or (text == "100" and value < 1.0):
        text = f"{100.0 * value:.2f}"
    return f"{text} %"


def _span(row, name, digits):
    low, high = (f"{row[f'{name}_{end}']:.{digits}f}" for end in ("low", "high"))
    middle = row.get(f"{name}_mean", row.get(f"{name}_sampled"))
    return f"{middle:.{digits}f} ({low} to {high})"


def _readings(done):
    rows = _rows(done, "readings")
    head: tuple = ("reading", "members threatened", "of them not or only partly defended", "threatened people defended")
    head += (f"leakers of {rows[0]['warheads']}, mean", "nothing gets through", "shots, mean")
    told = [
        (
            row["reading"],
            number(row["members_threatened"]),
            number(row["members_undefended"]),
            _share(row["defended_share"]),
            _span(row, "leakers", 2),
            _span(row, "p_no_leaker", 3),
            _span(row, "shots", 2),
        )
        for row in rows
    ]
    raid = f"{rows[0]['replicates']} raids of {rows[0]['warheads']} warheads"
    return [f"**Readings** ({raid}; 95 % intervals of the sampling)", "", *table(head, told)]


def _countries(done):
    rows, readings = _rows(done, "countries"), [row["reading"] for row in _rows(done, "readings")]
    cells: dict = {}
    for row in rows:
        threatened = row["status"] != "not-threatened"
        cells.setdefault(row["name"], {})[row["reading"]] = _share(row["defended_share"]) if threatened else _UNKNOWN
    open_somewhere = {name: told for name, told in cells.items() if set(told.values()) - {"100 %", _UNKNOWN}}
    held = sorted(name for name, told in cells.items() if "100 %" in told.values() and name not in open_somewhere)
    apart = sorted(name for name, told in cells.items() if set(told.values()) == {_UNKNOWN})
    lines = ["**Threatened people in cities that are defended**, of countries that are open in some reading", ""]
    lines += table(("country", *readings), [(n, *(t[r] for r in readings)) for n, t in sorted(open_somewhere.items())])
    for words, names in (("Wholly defended in every reading", held), ("Not threatened", apart)):
        lines += [f"{words}: {', '.join(names)}.", ""] if names else []
    return lines


def _tiers(done):
    rows = _rows(done, "layers")
    tiers = list(dict.fromkeys(row["layer"] for row in rows))
    if len(tiers) < 2:
        return []
    sums: dict = {}
    for row in rows:
        for name in ("shots", "kills"):
            at = (row["reading"], row["layer"], name)
            sums[at] = sums.get(at, 0.0) + row[name]
    told = [
        (
            row["reading"],
            *(f"{sums.get((row['reading'], tier, n), 0.0):.2f}" for tier in tiers for n in ("shots", "kills")),
        )
        for row in _rows(done, "readings")
    ]
    head = ("reading", *(f"{name} of `{tier}`" for tier in tiers for name in ("shots", "kills")))
    return ["**Shots and kills of a raid by tier, mean**", "", *table(head, told)]


def _sights(done):
    """Of each sensor: how many flights it sees and when first; readings that agree share a row."""
    readings, seen = [row["reading"] for row in _rows(done, "readings")], {}
    for row in _rows(done, "sightings"):
        if not math.isnan(row["first_seen_s"]):
            seen.setdefault((row["sensor"], row["reading"]), []).append(row["first_seen_s"])
    alike: dict = {}
    for (sensor, reading), times in seen.items():
        cells = (number(len(times)), *(f"{value:.0f}" for value in (min(times), median(times), max(times))))
        alike.setdefault((sensor, cells), []).append(reading)
    told = [
        (sensor, "all" if len(within) == len(readings) else ", ".join(within), *cells)
        for (sensor, cells), within in alike.items()
    ]
    head = ("sensor", "readings", "flights seen", "first seen at the earliest, s", "median, s", "at the latest, s")
    return ["**First sight**, after the lift-off of the missile", "", *table(head, told)]


def _times(done):
    rows = _rows(done, "chain")
    if len({row["threat"] for row in rows}) > FLIGHTS_SHOWN:
        return []
    head: tuple = ("reading", "flight", "first seen by", "at, s", "track, s", "may leave, s", "first useful launch, s")
    head += ("intercept, s", "last useful launch, s", "time to decide, s", "shots that fit")
    names = ("seen_s", "firm_s", "lift_off_earliest_s", "launch_s", "intercept_s")
    latest = _latest(done)
    told = [
        (
            row["reading"],
            row["threat"],
            row["sensor"] or _UNKNOWN,
            *(_seconds(row[name]) for name in names),
            *(_seconds(value) for value in latest.get((row["reading"], row["threat"]), (math.nan, math.nan))),
            number(row["shots"]) if row["shots"] else f"none: `{row['why_not']}`",
        )
        for row in rows
    ]
    return ["**Times after the lift-off of the missile**", "", *table(head, told)]


def _latest(done):
    """By reading and threat: last useful launch of the battery that may wait longest, and its time to decide."""
    found: dict = {}
    for row in _rows(done, "options"):
        at, last = (row["reading"], row["threat"]), row["last_launch_s"]
        if not math.isnan(last) and (at not in found or last > found[at][0]):
            found[at] = (last, row["time_to_decide_s"])
    return found


def _seconds(value):
    return _UNKNOWN if math.isnan(value) else f"{value:.0f}"


def _moves(done):
    """The moves of the first reading that change who is defended, the nearest change first."""
    first = _rows(done, "readings")[0]["reading"]
    told = []
    for row in _rows(done, "flips"):
        if row["reading"] != first or row["answer"] != "members-undefended":
            continue
        for end in ("below", "above"):
            at = row[f"flips_{end}"]
            if not math.isnan(at):
                far = abs(at - row["value"]) / (row["high"] - row["low"])
                told.append((far, (f"{row['path']}, {row['unit'] or '1'}", row["value"], at, row[f"who_{end}"])))
    if not told:
        return [f"No single input changes which members `{first}` leaves open within the ranges looked in.", ""]
    nearest = [cells for _, cells in sorted(told, key=lambda one: one[0])[:MOVES_SHOWN]]
    head = ("input", "now", "changes at", "who")
    return [
        f"**What would change which members are open**, reading `{first}`, the nearest first",
        "",
        *table(head, nearest),
    ]
