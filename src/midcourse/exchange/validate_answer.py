"""The answer of `midcourse validate`: JSON keys of the contract, a table for people, and the page of the docs."""

from .answers import answer


def validate(found):
    """JSON of `midcourse validate`.

    Parameters
    ----------
    found : sequence of run.validation.Checked

    Returns
    -------
    answer : dict
    """
    counts = {verdict: sum(row.verdict == verdict for row in found) for verdict in ("passed", "failed", "shown")}
    checks = [
        {
            "id": row.check.id,
            "claim": row.check.claim,
            "source": row.check.source,
            "status": row.check.status,
            "published": row.check.published,
            "ours": row.ours,
            "unit": row.check.unit,
            "tolerance": row.check.tolerance,
            "reason": row.check.reason,
            "verdict": row.verdict,
        }
        for row in found
    ]
    body = {"passed": counts["passed"], "failed": counts["failed"], "skipped": counts["shown"], "checks": checks}
    return answer("validate", body, ("values from memory (M) are shown and not counted",) if counts["shown"] else ())


def validate_text(found):
    """The same answer as a table for people, and what it comes to.

    Parameters
    ----------
    found : dict from `validate`
    """
    rows = [_cells(row) for row in found["checks"]]
    wide = [max(map(len, column)) for column in zip(*rows, strict=True)] if rows else []
    lines = ["  ".join(f"{cell:{size}}" for cell, size in zip(row, wide, strict=True)).rstrip() for row in rows]
    return "\n".join([*lines, _sum(found)])


def _sum(found):
    skipped = f", {found['skipped']} from memory shown and not counted" if found["skipped"] else ""
    return f"{found['passed']} passed, {found['failed']} failed{skipped}"


def _cells(row):
    printed = f"{_number(row['published'])} +/- {_number(row['tolerance'])} {row['unit']}"
    return row["id"], row["verdict"], row["status"], printed, _number(row["ours"]), row["claim"]


def _number(value):
    """Five figures, trailing zeros gone."""
    return f"{value:.5g}" if abs(value) < 1e5 else f"{value:,.0f}"


def validate_page(found):
    """The page docs/validation.md.

    Parameters
    ----------
    found : dict from `validate`
    """
    words = {"F": "read", "F2": "second-hand", "C": "closed form, not published", "M": "from memory, not counted"}
    head = [
        "# Published values, recomputed",
        "",
        "Made by `midcourse validate --page docs/validation.md`; do not edit. Each value, its tolerance and"
        " the reason for that were stated before anything was"
        " computed (`src/midcourse/scenario/data/checks/published.yaml`).",
        "",
        f"{_sum(found)}.",
        "",
        "| check | claim | source | status | value | ours | tolerance | because | verdict |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    rows = [
        f"| {row['id']} | {row['claim']} | {row['source']} | {words[row['status']]} | {_number(row['published'])}"
        f" {row['unit']} | {_figures(row)} | {_number(row['tolerance'])} | {row['reason']} | {row['verdict']} |"
        for row in found["checks"]
    ]
    return "\n".join([*head, *rows, ""])


def _figures(row):
    """Our value to a tenth of its tolerance, so that the page is the same on every machine."""
    if not row["tolerance"]:
        return _number(row["ours"])
    digits = 0
    while 10.0**-digits > 0.5 * row["tolerance"] and digits < 9:
        digits += 1
    return f"{row['ours']:.{digits}f}"
