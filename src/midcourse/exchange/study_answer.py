"""The answer of `midcourse study`: JSON keys of the contract, lines of text, and the table of its chart."""

from dataclasses import asdict
from math import isfinite

from .answers import answer

ROWS_SHOWN = 40
"""Of a table, in the text for people."""


def study(found, figures=()):
    """JSON of `midcourse study`.

    Parameters
    ----------
    found : run.studies.Study
    figures : sequence of path, files that were drawn

    Returns
    -------
    answer : dict
    """
    claim = found.claim
    body = {
        "study": claim.key,
        "title": claim.title,
        "claim": claim.claim,
        "claimed_by": [
            {"who": one.who, "date": one.date, "source": one.source, "stance": one.stance, "words": one.words}
            for one in claim.said
        ],
        "quantity": claim.quantity,
        "unit": claim.unit,
        "rule": found.rule,
        "terms": [{"name": name, "words": words} for name, words in _terms(found).items()],
        "readings": [
            {name: getattr(row, name) for name in ("reading", "value", "low", "high", "verdict", "verdict_now")}
            for row in found.readings
        ],
        "flip_points": [
            {
                "reading": row.reading,
                "parameter": row.parameter,
                "unit": row.unit,
                "value_now": row.value_now,
                "value_at_flip": row.value_at_flip,
                "plausible_range": list(row.plausible_range),
                "source": row.source,
                "turn": asdict(row.turn),
                "slider": None if row.slider is None else asdict(row.slider),
            }
            for row in found.flips
        ],
        "inputs": [
            {"name": name, "value": value, "unit": unit, "source": source} for name, value, unit, source in found.inputs
        ],
        "left_out": list(claim.left_out),
        "tables": [
            {"title": sheet.title, "columns": list(sheet.columns), "rows": [list(row) for row in sheet.rows]}
            for sheet in found.sheets
        ],
        "figures": [str(path) for path in figures],
    }
    return answer("study", body, found.notes)


def _terms(found):
    """What the parts of the names of these readings mean."""
    parts = {part for row in found.readings for part in row.reading.split("+")}
    return {name: words for name, words in found.claim.terms.items() if name in parts}


def study_list(rows):
    """JSON of `midcourse study --list`.

    Parameters
    ----------
    rows : sequence of (key, title, claim)

    Returns
    -------
    answer : dict
    """
    return answer("studies", {"studies": [{"study": key, "title": title, "claim": text} for key, title, text in rows]})


def study_text(found):
    """The same answer as lines for people.

    Parameters
    ----------
    found : dict from `study`
    """
    lines = [found["title"], f"claim: {found['claim']}"]
    for one in found["claimed_by"]:
        lines.append(f"  {one['stance']:7} {one['who']}, {one['date']}: {one['words']} [{one['source']}]")
    lines.append(f"{found['quantity']}; the claim {found['rule']}")
    wide = max(len(row["reading"]) for row in found["readings"])
    for row in found["readings"]:
        lines.append(f"  {row['reading']:{wide}}  {span(row):28}  {row['verdict']}")
    lines += [f"  {row['name']}: {row['words']}" for row in found["terms"]]
    lines.append("turns at")
    for row in found["flip_points"]:
        low, high = (number(value) for value in row["plausible_range"])
        at = "does not turn" if row["value_at_flip"] is None else f"turns at {number(row['value_at_flip'])}"
        lines.append(
            f"  {row['reading']:{wide}}  {row['parameter']} {number(row['value_now'])} {row['unit']}: {at}"
            f" (looked from {low} to {high})"
        )
    for sheet in found["tables"]:
        lines += _sheet(sheet)
    lines.append("left out")
    lines += [f"  {text}" for text in found["left_out"]]
    return "\n".join(lines + [f"  note: {text}" for text in found["warnings"]])


def study_list_text(found):
    """The list as lines for people.

    Parameters
    ----------
    found : dict from `study_list`
    """
    wide = max(len(row["study"]) for row in found["studies"])
    return "\n".join(f"{row['study']:{wide}}  {row['title']}" for row in found["studies"])


def study_inputs(key, rows):
    """JSON of `midcourse study NAME --inputs`.

    Parameters
    ----------
    key : str
    rows : sequence of (name, run.studies.Takes, value, words)

    Returns
    -------
    answer : dict
    """
    inputs = [
        {
            "name": name,
            "words": words,
            "value": value,
            "unit": one.unit,
            "kind": one.kind,
            "holds": one.holds,
            "names": list(one.names),
            "low": one.low if isfinite(one.low) else None,
            "high": one.high if isfinite(one.high) else None,
            "takes": one.words,
        }
        for name, one, value, words in rows
    ]
    return answer("study-inputs", {"study": key, "inputs": inputs})


def study_inputs_text(found):
    """The same as lines for people.

    Parameters
    ----------
    found : dict from `study_inputs`
    """
    rows = [
        (one["name"], "-" if one["value"] is None else str(one["value"]), one["takes"], one["words"])
        for one in found["inputs"]
    ]
    columns = ("input", "where nothing is said", "takes", "what it is")
    sheet = {"title": f"{found['study']}: set with --with INPUT=VALUE", "columns": columns, "rows": rows}
    return "\n".join(_sheet(sheet))


def _sheet(sheet):
    """A table in aligned columns, its first rows where it is long."""
    rows = [[_cell(cell) for cell in row] for row in sheet["rows"]]
    wide = [max(map(len, column)) for column in zip(sheet["columns"], *rows, strict=True)]
    shown = [sheet["columns"], *rows[:ROWS_SHOWN]]
    lines = [sheet["title"]]
    lines += ["  " + "  ".join(f"{cell:{w}}" for cell, w in zip(row, wide, strict=True)).rstrip() for row in shown]
    if len(rows) > ROWS_SHOWN:
        lines.append(f"  and {len(rows) - ROWS_SHOWN} more rows: --table FILE.csv or --json")
    return lines


def _cell(value):
    return value if isinstance(value, str) else number(value)


def span(row):
    """Value of a reading with its ends, in words.

    Parameters
    ----------
    row : dict with value, low, high
    """
    value = number(row["value"])
    return value if row["low"] == row["high"] else f"{value} ({number(row['low'])} to {number(row['high'])})"


def number(value):
    """Four figures, no exponent for what people count in; "none" for None.

    Parameters
    ----------
    value : float or None
    """
    if value is None:
        return "none"
    return f"{value:,.0f}" if abs(value) >= 1e4 else f"{value:.4g}"
