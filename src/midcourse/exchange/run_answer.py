"""The answer of `midcourse run` from the run folder: JSON keys of the contract, and a few lines of text."""

import math

from .answers import answer

_SPREAD = ("mean", "low", "high")


def run(done):
    """JSON of `midcourse run`.

    Parameters
    ----------
    done : results.Run

    Returns
    -------
    answer : dict
    """
    readings = done.table("readings").arrow.to_pylist()
    body = {
        "scenario": done.manifest["name"],
        "folder": str(done.folder),
        "readings": [_reading(done, row) for row in readings],
    }
    return answer("run", body, done.manifest["warnings"])


def _known(value):
    return None if value is None or (isinstance(value, float) and math.isnan(value)) else value


def _spread(row, name, prefix=""):
    return {part: row[f"{prefix}{name}_{part}"] for part in _SPREAD}


def _clean(row, prefix=""):
    names = ("exact", "sampled", "low", "high")
    return {part: _known(row[f"{prefix}p_no_leaker_{part}"]) for part in names}


def _rows(done, table, reading):
    return done.table(table).where("reading", reading).arrow.to_pylist()


def _reading(done, row):
    reading = row["reading"]
    apart = "without_common_mode_"
    countries = [
        {
            "code": c["code"],
            "status": c["status"],
            "defended_share": _known(c["defended_share"]),
            "largest_undefended_city": c["largest_undefended_city"],
        }
        for c in _rows(done, "countries", reading)
    ]
    named = done.table("places").where("named", True).where("status", "undefended").where("reading", reading)
    return {
        "reading": reading,
        "threats": row["threats"],
        "warheads": row["warheads"],
        "replicates": row["replicates"],
        "seed": row["seed"],
        "leakers": _spread(row, "leakers"),
        "p_no_leaker": _clean(row),
        "shots": _spread(row, "shots"),
        "by_layer": [
            {key: b[key] for key in ("layer", "battery", "shots", "kills")} for b in _rows(done, "layers", reading)
        ],
        "uncovered": [{key: p[key] for key in ("name", "country", "why_not")} for p in named.arrow.to_pylist()],
        "countries": countries,
        "without_common_mode": {"leakers": _spread(row, "leakers", apart), "p_no_leaker": _clean(row, apart)},
        "as_held": _held(done, row),
        "why_not": {r["reason"]: r["shots"] for r in _rows(done, "reasons", reading) if r["shots"]},
    }


def _held(done, row):
    """The raid with what turning radars lose of it; None where no radar turns."""
    if not row.get("as_held_replicates"):
        return None
    return {
        "replicates": row["as_held_replicates"],
        "leakers": _spread(row, "leakers", "as_held_"),
        "p_no_leaker": _clean(row, "as_held_"),
        "shots": _spread(row, "shots", "as_held_"),
        "why_not": {
            r["reason"]: r["as_held_shots"] for r in _rows(done, "reasons", row["reading"]) if r["as_held_shots"]
        },
    }


def run_text(found):
    """The same answer as a few lines for people.

    Parameters
    ----------
    found : dict from `run`
    """
    lines = [f"{found['scenario']}: {len(found['readings'])} reading(s)"]
    for r in found["readings"]:
        states = [c["status"] for c in r["countries"]]
        threatened = sum(state != "not-threatened" for state in states)
        short = sum(state in ("undefended", "partly") for state in states)
        lines.append(f"  {r['reading']}")
        lines.append(f"    {short} of {threatened} threatened members not or only partly defended")
        clean, leak = r["p_no_leaker"], r["leakers"]
        exact = "none computed" if clean["exact"] is None else f"{clean['exact']:.4f}"
        lines.append(
            f"    raid of {r['warheads']}: nothing gets through {clean['sampled']:.4f}"
            f" ({clean['low']:.4f} to {clean['high']:.4f}; exact {exact}),"
            f" {leak['mean']:.2f} leakers on average ({leak['low']:.2f} to {leak['high']:.2f})"
        )
        if r["as_held"]:
            clean, leak = r["as_held"]["p_no_leaker"], r["as_held"]["leakers"]
            lines.append(
                f"    with what the turning radar cannot hold of it: {clean['sampled']:.4f}"
                f" ({clean['low']:.4f} to {clean['high']:.4f}), {leak['mean']:.2f} leakers"
            )
    return "\n".join(lines + [f"  note: {text}" for text in found["warnings"]])
