"""The answer of `midcourse sensitivity`: JSON keys, lines of text, the table of values."""

import numpy as np

from .answers import answer

LEFT_OUT = (
    "the ends of a range are looked at, and what was stated: between them an answer may be higher or lower",
    "ranges are no distributions: nothing is said of how likely an end is",
    "what an attacker chooses is stated and never varied (docs/limits.md)",
    "the disputed presets are the readings: they stand beside, each with the other axes as they are",
)
_SAMPLED = ("leakers", "p-no-leaker", "shots")


def sensitivity(found):
    """JSON of `midcourse sensitivity`.

    Parameters
    ----------
    found : run.sensitivity.Sensitivity

    Returns
    -------
    answer : dict
    """
    body = {
        "scenario": found.scenario,
        "reading": found.reading,
        "by": found.quantity,
        "quantity": found.words,
        "unit": found.unit,
        "replicates": found.replicates,
        "seed": found.seed,
        "changes": list(found.changes),
        "confidence": found.confidence,
        "as_stated": _answers(found.base),
        "assumptions": [_effect(one, found) for one in found.effects],
        "axes": [
            {
                "axis": axis,
                "options": [{"option": option, "reading": name, **_answers(one)} for option, name, one in rows],
                "swing": _spread([one.of(found.quantity) for _, _, one in rows]),
            }
            for axis, rows in found.axes
        ],
        "pairs": [_pair(one, found.quantity) for one in found.pairs],
        "together": {
            "least": {
                "set": list(found.least_corner[0]),
                "value": found.least_corner[1].of(found.quantity),
                **_answers(found.least_corner[1]),
            },
            "most": {
                "set": list(found.greatest_corner[0]),
                "value": found.greatest_corner[1].of(found.quantity),
                **_answers(found.greatest_corner[1]),
            },
        },
        "left_out": list(LEFT_OUT),
    }
    return answer("sensitivity", body, found.notes)


def _spread(values):
    return max(values) - min(values)


def _estimate(one):
    return {"exact": one.exact, "sampled": one.sampled, "low": one.low, "high": one.high}


def _answers(one):
    return {
        "leakers": _estimate(one.leakers),
        "p_no_leaker": _estimate(one.p_no_leaker),
        "shots": _estimate(one.shots),
        "defended_share": one.defended_share,
        "members_undefended": one.members_undefended,
    }


def _effect(one, found):
    ends = {"at_low": one.at_low, "at_high": one.at_high}
    return {
        "path": one.varied.path,
        "set_paths": list(one.varied.set_paths),
        "unit": one.varied.unit,
        "value": one.varied.value,
        "low": one.varied.low,
        "high": one.varied.high,
        "range_from": one.varied.origin,
        "source": one.varied.source,
        **{
            name: None if end is None else {"value": end.of(found.quantity), **_answers(end)}
            for name, end in ends.items()
        },
        "swing": one.swing(found.quantity, found.base),
        "bends": one.bends(found.quantity, found.base),
        "within_noise": _within_noise(one, found),
        "why_not": one.why_not,
    }


def _within_noise(one, found):
    """Whether the answers were sampled, and so near each other that their 95 % limits overlap."""
    if found.quantity not in _SAMPLED:
        return False
    rows = [getattr(end, found.quantity.replace("-", "_")) for end in (found.base, one.at_low, one.at_high) if end]
    if any(row.exact is not None for row in rows) or one.swing(found.quantity, found.base) == 0.0:
        return False
    return max(row.low for row in rows) <= min(row.high for row in rows)


def _pair(one, by):
    names = ("low_low", "low_high", "high_low", "high_high")
    return {
        "paths": [each.path for each in one.varied],
        "corners": {name: corner.of(by) for name, corner in zip(names, one.corners, strict=True)},
        "interplay": one.interplay(by),
    }


def sensitivity_text(told):
    """The answer in lines for people.

    Parameters
    ----------
    told : dict of `sensitivity`
    """
    by = told["by"]
    lines = [
        f"{told['scenario']}, {told['reading']}: {told['quantity']}",
        f"as stated {_number(_value(told['as_stated'], by))}; what each value alone makes of it:",
        "",
        f"{'value':<48}{'from':>10}{'to':>10}{'answer from':>13}{'to':>10}{'swing':>10}",
    ]
    lines += [_row(row) for row in told["assumptions"]]
    for axis in told["axes"]:
        options = ", ".join(f"{row['option']} {_number(_value(row, by))}" for row in axis["options"])
        lines.append(f"readings, {axis['axis']}: {options}")
    for pair in told["pairs"]:
        lines.append(f"together more than each alone: {' and '.join(pair['paths'])} {pair['interplay']:+.3g}")
    for end, word in (("least", "least"), ("most", "most")):
        one = told["together"][end]
        lines.append(f"{word} {_number(one['value'])}" + (f" with {' '.join(one['set'])}" if one["set"] else ""))
    return "\n".join(lines)


def _row(row):
    name = row["path"] + (f" ({len(row['set_paths'])} alike)" if len(row["set_paths"]) > 1 else "")
    ends = f"{name:<48}{row['low']:>10.4g}{row['high']:>10.4g}"
    if row["why_not"]:
        return f"{ends}  {row['why_not']}"
    marks = [word for word, on in (("bends", row["bends"]), ("within noise", row["within_noise"])) if on]
    answers = "".join(f"{_number(row[end]['value']):>{width}}" for end, width in (("at_low", 13), ("at_high", 10)))
    return f"{ends}{answers}{_number(row['swing']):>10}" + (f"  {', '.join(marks)}" if marks else "")


def _value(answers, by):
    """Exact where it is known, else sampled."""
    found = answers[by.replace("-", "_")]
    if isinstance(found, dict):
        return found["sampled"] if found["exact"] is None else found["exact"]
    return found


def _number(value):
    return "none" if value is None else f"{value:.4g}"


def table(found):
    """Columns of the values, one row each.

    Parameters
    ----------
    found : run.sensitivity.Sensitivity
    """
    rows = [_effect(one, found) for one in found.effects]
    plain = (
        "path",
        "unit",
        "value",
        "low",
        "high",
        "range_from",
        "swing",
        "bends",
        "within_noise",
        "why_not",
        "source",
    )
    columns = {name: np.array([row[name] for row in rows], object) for name in plain}
    for end in ("at_low", "at_high"):
        columns[end] = np.array([None if row[end] is None else row[end]["value"] for row in rows], object)
    return columns
