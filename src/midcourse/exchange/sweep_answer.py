"""The answer of `midcourse sweep`: JSON keys of the contract, a table for people, columns for CSV."""

import math

from .answers import answer

_PARTS = {
    "leakers": ("mean", "low", "high"),
    "p_no_leaker": ("exact", "sampled", "low", "high"),
    "shots": ("mean", "low", "high"),
}


def sweep(done):
    """JSON of `midcourse sweep`.

    Parameters
    ----------
    done : run.sweep.Sweep

    Returns
    -------
    answer : dict
    """
    plan, rows = done.plan, done.table.arrow.to_pylist()
    paths = [one["path"] for one in plan["over"]]
    body = {
        "scenario": plan["name"],
        "over": [{"path": one["path"], "values": _unique(done, one)} for one in plan["over"]],
        "points": plan["points"],
        "replicates": plan["replicates"],
        "seed": plan["seed"],
        "folder": str(done.folder),
        "digest": done.digest,
        "failed": [{"point": point, "why": why} for point, why in sorted(done.failed.items())],
        "rows": [_row(row, paths) for row in rows],
    }
    return answer("sweep", body, [*plan["warnings"], *done.notes])


def _unique(done, one):
    """Values of a key in order, numbers where they are; texts of the plan where no point holds them."""
    held = dict.fromkeys(done.table[one["path"]].to_pylist())
    return list(held) if len(held) == len(one["values"]) else list(one["values"])


def _row(row, paths):
    told = {name: {part: _known(row[f"{name}_{part}"]) for part in parts} for name, parts in _PARTS.items()}
    kept = {key: row[key] for key in ("covered", "uncovered")}
    values = {path: row[path] for path in paths}
    return {"point": row["point"], "values": values, "reading": row["reading"], **told, **kept}


def _known(value):
    return None if value is None or math.isnan(value) else value


def csv_columns(done):
    """Columns for CSV: point, the varied values, reading, and the numbers.

    Parameters
    ----------
    done : run.sweep.Sweep

    Returns
    -------
    columns : dict of name -> list
    """
    return {name: done.table[name].to_pylist() for name in done.table.column_names}


def sweep_text(found):
    """The same answer as a table for people, a block a reading.

    Parameters
    ----------
    found : dict from `sweep`
    """
    paths = [one["path"] for one in found["over"]]
    lines = [f"{found['scenario']}: {found['points']} points, {found['replicates']:,} raids each, seed {found['seed']}"]
    heads = [*paths, "none gets through", "95 % limits", "exact", "leakers", "covered", "not"]
    for reading in dict.fromkeys(row["reading"] for row in found["rows"]):
        cells = [_cells(row, paths) for row in found["rows"] if row["reading"] == reading]
        widths = [max(len(line[k]) for line in [heads, *cells]) for k in range(len(heads))]
        lines.append(f"  {reading}")
        lines += ["    " + "  ".join(map(str.rjust, line, widths)) for line in [heads, *cells]]
    lines += [f"  point {one['point']} failed: {one['why']}" for one in found["failed"]]
    return "\n".join(lines + [f"  note: {text}" for text in found["warnings"]])


def _cells(row, paths):
    clean, exact = row["p_no_leaker"], row["p_no_leaker"]["exact"]
    values = [
        f"{row['values'][path]:g}" if isinstance(row["values"][path], float) else row["values"][path] for path in paths
    ]
    return [
        *values,
        f"{clean['sampled']:.4f}",
        f"{clean['low']:.4f} to {clean['high']:.4f}",
        "none" if exact is None else f"{exact:.4f}",
        f"{row['leakers']['mean']:.3f}",
        str(row["covered"]),
        str(row["uncovered"]),
    ]
