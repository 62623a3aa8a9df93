"""A study as a page in Markdown: claim, sides, readings, where they turn, inputs, what is left out."""

from .study_answer import number, span

ROWS_SHOWN = 60
"""Of a table."""


def study_page(found, picture=None):
    """Text of the page of a study.

    Parameters
    ----------
    found : dict from `study_answer.study`
    picture : str or None
        Path of its figure, from the page.
    """
    lines = [f"# {found['title']}", "", f"`midcourse study {found['study']}`. Written by the run; method:"]
    lines += ["[studies](../models/run/studies.md).", "", f"**The claim.** {found['claim']}", ""]
    lines += _said(found["claimed_by"])
    if picture:
        lines += [f"![{found['title']}]({picture})", ""]
    lines += [f"**What the model says.** Number: {found['quantity']} ({found['unit']}). The claim {found['rule']}.", ""]
    lines += table(
        ("reading", "value (low to high)", "verdict"),
        [(row["reading"], span(row), row["verdict"]) for row in found["readings"]],
    )
    lines += [f"- `{row['name']}`: {row['words']}" for row in found["terms"]]
    lines += [
        *([""] if found["terms"] else []),
        "**Where it turns**",
        "",
        *table(("reading", "input", "now", "turns at", "looked in", "source"), _turns(found)),
    ]
    for sheet in found["tables"]:
        shown = sheet["rows"][:ROWS_SHOWN]
        more = f"; the first {ROWS_SHOWN} of {len(sheet['rows'])} rows" if len(sheet["rows"]) > ROWS_SHOWN else ""
        lines += [f"**Table: {sheet['title']}**{more}", "", *table(sheet["columns"], shown)]
    inputs = [(row["name"], _told(row["value"]), row["unit"], row["source"]) for row in found["inputs"]]
    lines += ["**Inputs**", "", *table(("input", "value", "unit", "source"), inputs)]
    lines += ["**What it leaves out**", "", *(f"- {text}" for text in found["left_out"]), ""]
    lines += [f"- Note: {text}" for text in found["warnings"]]
    return "\n".join(lines).rstrip() + "\n"


def _said(rows):
    """Who said what, by side; a side that nobody took in public is told."""
    lines = []
    for stance, side in (("for", "For it"), ("against", "Against it")):
        told = [row for row in rows if row["stance"] == stance]
        lines += [f"**{side}**", ""]
        lines += [f"- {row['who']}, {row['date']}: {row['words']} [{row['source']}]" for row in told]
        lines += [] if told else ["- No published statement was found on this side."]
        lines.append("")
    return lines


def _turns(found):
    for row in found["flip_points"]:
        low, high = (number(value) for value in row["plausible_range"])
        at = "does not turn" if row["value_at_flip"] is None else number(row["value_at_flip"])
        yield (
            row["reading"],
            f"{row['parameter']}, {row['unit']}",
            number(row["value_now"]),
            at,
            f"{low} to {high}",
            row["source"],
        )


def table(head, rows):
    """Lines of a Markdown table, and an empty one.

    Parameters
    ----------
    head : iterable of str
    rows : iterable of iterable of str, number or list
    """
    cells = [[_told(cell).replace("|", "/") for cell in row] for row in rows]
    return [
        "| " + " | ".join(head) + " |",
        "|" + "---|" * len(head),
        *("| " + " | ".join(row) + " |" for row in cells),
        "",
    ]


def _told(value):
    if isinstance(value, list):
        return ", ".join(_told(one) for one in value)
    return value if isinstance(value, str) else number(value)
