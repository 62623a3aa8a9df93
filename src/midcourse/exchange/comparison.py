"""Two scenarios, readings or runs side by side: what differs in what was stated and in what came out."""

import math

from .answers import answer
from .list_answers import lines_in_columns

_NUMBERS = (
    ("members_threatened", ""),
    ("members_undefended", ""),
    ("threatened_population", "people"),
    ("defended_population", "people"),
    ("defended_share", ""),
    ("leakers_mean", ""),
    ("shots_mean", ""),
)


def compare(names, inputs, answers, warnings=()):
    """JSON of `midcourse compare`.

    Parameters
    ----------
    names : (str, str)
    inputs : list of dict from `differing_inputs`
    answers : list of dict from `differing_answers`
    warnings : sequence of str
    """
    return answer("compare", {"a": names[0], "b": names[1], "inputs": inputs, "answers": answers}, warnings)


def differing_inputs(a, b):
    """Values that are not the same: path, a, b; None where one side states nothing.

    Parameters
    ----------
    a, b : dict of path -> value

    Returns
    -------
    list of dict
    """
    paths = dict.fromkeys([*a, *b])
    return [{"path": path, "a": a.get(path), "b": b.get(path)} for path in paths if not _same(a, b, path)]


def _same(a, b, path):
    """Whether both sides state a value, and the same one: 0 is not False."""
    one, other = a.get(path), b.get(path)
    return path in a and path in b and one == other and isinstance(one, bool) == isinstance(other, bool)


def pair_readings(a, b):
    """Readings of two runs that belong together: (name, reading of a, reading of b), and what has no partner.

    Parameters
    ----------
    a, b : sequence of str

    Returns
    -------
    pairs : list of (str, str, str)
    alone : list of str
        Sentences.
    """
    if len(a) == len(b) == 1:
        return [(a[0] if a[0] == b[0] else f"{a[0]} / {b[0]}", a[0], b[0])], []
    pairs = [(name, name, name) for name in a if name in b]
    if not pairs and 1 in (len(a), len(b)):
        return [(f"{one} / {other}", one, other) for one in a for other in b], []
    alone = [f"reading {name} is only in a" for name in a if name not in b]
    return pairs, alone + [f"reading {name} is only in b" for name in b if name not in a]


def differing_answers(run_a, run_b, pairs):
    """Answers of two runs: reading, quantity, unit, a, b, difference (b - a); of countries those that differ.

    Parameters
    ----------
    run_a, run_b : results.Run
    pairs : list of (name, reading of a, reading of b)

    Returns
    -------
    list of dict
    """
    (rows_a, states_a), (rows_b, states_b) = _answers_of(run_a), _answers_of(run_b)
    found = []
    for name, of_a, of_b in pairs:
        found += [{"reading": name, **row} for row in _numbers(rows_a[of_a], rows_b[of_b])]
        found += [{"reading": name, **row} for row in _states(states_a[of_a], states_b[of_b])]
    return found


def _answers_of(run):
    rows = {row["reading"]: row for row in run.table("readings").arrow.to_pylist()}
    states: dict = {reading: {} for reading in rows}
    for row in run.table("countries").arrow.to_pylist():
        states[row["reading"]][row["code"]] = row["status"]
    return rows, states


def _numbers(a, b):
    exact = all(_known(side["p_no_leaker_exact"]) is not None for side in (a, b))
    kind = "exact" if exact else "sampled"
    named = [*_NUMBERS[:5], (f"p_no_leaker_{kind}", ""), *_NUMBERS[5:]]
    for name, unit in named:
        one, other = _known(a[name]), _known(b[name])
        difference = None if one is None or other is None else other - one
        yield {"quantity": name, "unit": unit, "a": one, "b": other, "difference": difference}


def _states(a, b):
    for code in sorted({*a, *b}):
        if a.get(code) != b.get(code):
            yield {"quantity": f"status of {code}", "unit": "", "a": a.get(code), "b": b.get(code), "difference": None}


def compare_text(found):
    """The same answer as lines for people; answers that do not differ are only counted.

    Parameters
    ----------
    found : dict from `compare`
    """
    lines = [f"a: {found['a']}", f"b: {found['b']}"]
    rows = [(f"  {row['path']}", _text(row["a"]), _text(row["b"])) for row in found["inputs"]]
    lines += lines_in_columns([("inputs that differ", "a", "b"), *rows]) if rows else ["no input differs"]
    for reading in dict.fromkeys(row["reading"] for row in found["answers"]):
        mine = [row for row in found["answers"] if row["reading"] == reading]
        moved = [row for row in mine if row["difference"] != 0]
        table = [("  " + r["quantity"], _text(r["a"]), _text(r["b"]), _change(r["difference"])) for r in moved]
        lines.append(f"answers, {reading}: {len(mine) - len(moved)} the same" + ("" if moved else ", none differs"))
        lines += lines_in_columns([("", "a", "b", "b - a"), *table]) if moved else []
    return "\n".join(lines + [f"note: {text}" for text in found["warnings"]])


def _known(value):
    return None if value is None or (isinstance(value, float) and math.isnan(value)) else value


def _text(value):
    if value is None:
        return "-"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return f"{value:,}" if isinstance(value, int) else f"{value:.6g}"


def _change(value):
    if value is None:
        return ""
    return f"{value:+,}" if isinstance(value, int) else f"{value:+.4g}"
