"""Answer of `midcourse treaty`: rules with verdicts, in the units that each rule is written in."""

import textwrap

from ..units import m_to_km
from .answers import answer

COLUMNS = (
    "rule",
    "reading",
    "instrument",
    "instrument_in_force",
    "article",
    "applies_to",
    "verdict",
    "value",
    "limit",
    "unit",
    "why",
)
_FROM_SI = {"km": m_to_km, "km/s": m_to_km}
_ORDER = ("breach", "disputed", "cannot-say", "ok")
_WIDTH = 110
_SILENT = "not-applicable"


def treaty(found):
    """JSON of `midcourse treaty`.

    Parameters
    ----------
    found : record with the fields date, party, in_force, rules (rows in SI) and notes

    Returns
    -------
    answer : dict
    """
    body = {
        "date": found.date.isoformat(),
        "party": found.party,
        "in_force": found.in_force,
        "rules": [_row(row) for row in found.rules],
    }
    return answer("treaty", body, found.notes)


def _row(row):
    convert = _FROM_SI.get(row.unit, lambda number: number)
    told = {name: getattr(row, name) for name in COLUMNS}
    numbers = {name: None if told[name] is None else convert(told[name]) for name in ("value", "limit")}
    return told | numbers | {"applies_to": ", ".join(row.applies_to) or "scenario"}


def treaty_table(found):
    """The rows as columns, for a spreadsheet.

    Parameters
    ----------
    found : dict from `treaty`
    """
    return {name: [row[name] for row in found["rules"]] for name in COLUMNS}


def treaty_text(found, title):
    """The same answer as lines for people: breaches first, rules that see nothing here in one line.

    Parameters
    ----------
    found : dict from `treaty`
    title : str
        Name of the scenario.
    """
    force = "in force" if found["in_force"] else "not in force"
    lines = [f"{title} on {found['date']}, party {found['party']}: the treaty of 1972 is {force}"]
    over = [row for row in found["rules"] if row["reading"] is None]
    counts = [f"{sum(row['verdict'] == word for row in over)} {word}" for word in (*_ORDER, _SILENT)]
    lines.append("  " + ", ".join(counts))
    for word in _ORDER:
        rows = _with_readings(found["rules"], word)
        if rows:
            lines += ["", word + ("" if found["in_force"] else " (had it been in force)")]
            lines += [line for row in rows for line in _told(row)]
    silent = dict.fromkeys(row["rule"] for row in over if row["verdict"] == _SILENT)
    lines += ["", "not applicable (reasons with --json or --csv)"]
    lines += textwrap.wrap(
        ", ".join(silent), _WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
    )
    return "\n".join(lines + [f"note: {text}" for text in found["warnings"]])


def _with_readings(rows, word):
    """Rows with a verdict, and after each the rows of its readings."""
    kept, taken = [], False
    for row in rows:
        if row["reading"] is None:
            taken = row["verdict"] == word
        if taken:
            kept.append(row)
    return kept


def _told(row):
    """Lines of one row: what, where from, about whom; then value and why."""
    name = row["rule"] if row["reading"] is None else f"  @{row['reading']}: {row['verdict']}"
    head = f"  {name}  ({row['article']})  {row['applies_to']}" if row["reading"] is None else f"  {name}"
    number = ""
    if row["value"] is not None:
        limit = "" if row["limit"] is None else f" (limit {row['limit']:,.12g})"
        number = f"{row['value']:,.6g}{limit} {row['unit']}".rstrip() + ": "
    indent = "      " if row["reading"] is None else "        "
    return [
        head,
        *textwrap.wrap(
            number + row["why"], _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
        ),
    ]


def verdict_table(answers):
    """Verdicts of one scenario on several days as a table in Markdown: one line a rule, part and reading.

    A star stands where the instrument was not in force; rules that see nothing on any of the days stand below.

    Parameters
    ----------
    answers : dict of day -> dict from `treaty`
    """
    days = list(answers)
    rows: dict = {}
    for day, found in answers.items():
        for row in found["rules"]:
            key = (row["rule"], row["reading"] or "", row["article"], row["applies_to"])
            rows.setdefault(key, {})[day] = row["verdict"] + ("" if row["instrument_in_force"] else " *")
    silent = [key for key, cells in rows.items() if {text.split(" ")[0] for text in cells.values()} == {_SILENT}]
    shown = {key: cells for key, cells in rows.items() if key not in silent or key[1]}
    head = ["rule", "reading", "article", "applies to", *days]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join([*key, *(cells.get(day, "") for day in days)]) + " |" for key, cells in shown.items()]
    seen = {key[0] for key in shown}
    names = dict.fromkeys(key[0] for key in silent if key[0] not in seen)
    told = textwrap.wrap(f"Not applicable on all of these days: {', '.join(names)}.", 140, break_on_hyphens=False)
    return "\n".join([*lines, "", *told])
