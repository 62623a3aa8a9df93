"""The answer of `midcourse study`: JSON keys of the contract, lines of text, and the table of its chart."""

from .answers import answer


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
        "readings": [
            {"reading": row.reading, "value": row.value, "low": row.low, "high": row.high, "verdict": row.verdict}
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
            }
            for row in found.flips
        ],
        "inputs": [
            {"name": name, "value": value, "unit": unit, "source": source} for name, value, unit, source in found.inputs
        ],
        "left_out": list(claim.left_out),
        "figures": [str(path) for path in figures],
    }
    return answer("study", body, found.notes)


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
        lines.append(f"  {row['reading']:{wide}}  {_span(row):28}  {row['verdict']}")
    lines.append("turns at")
    for row in found["flip_points"]:
        low, high = (_number(value) for value in row["plausible_range"])
        at = "does not turn" if row["value_at_flip"] is None else f"turns at {_number(row['value_at_flip'])}"
        lines.append(
            f"  {row['reading']:{wide}}  {row['parameter']} {_number(row['value_now'])} {row['unit']}: {at}"
            f" (looked from {low} to {high})"
        )
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


def _span(row):
    value = "none" if row["value"] is None else _number(row["value"])
    if row["low"] == row["high"]:
        return value
    return f"{value} ({_end(row['low'])} to {_end(row['high'])})"


def _end(value):
    return "none" if value is None else _number(value)


def _number(value):
    """Four figures, no exponent for what people count in."""
    if value is None:
        return "none"
    return f"{value:,.0f}" if abs(value) >= 1e4 else f"{value:.4g}"
