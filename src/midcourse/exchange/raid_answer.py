"""The answer of `midcourse raid`: JSON keys of the contract, a table for people, columns of interceptors needed."""

from .answers import answer
from .list_answers import lines_in_columns

_QUANTITIES = (
    ("p_no_leaker", "chance that none gets through"),
    ("expected_leakers", "mean number that get through"),
    ("expected_shots", "mean number of shots"),
)
_MOST_LINES = 24
NO_STOCK, NOT_COUNTED = "no stock is enough", "too many courses of the raid to count"
_SIGNS = {NO_STOCK: "-", NOT_COUNTED: "?"}


def raid(found, asked, warnings=()):
    """JSON of `midcourse raid`.

    Parameters
    ----------
    found : analysis.RaidAnswer
    asked : dict
        doctrine, looks, common_mode, common_scope.
    warnings : sequence of str
    """
    if found.left_out_because:
        warnings = [*warnings, f"no exact answer: {found.left_out_because}"]
    body = {key: asked[key] for key in ("doctrine", "looks", "common_mode", "common_scope")}
    body |= {"confidence": found.confidence, "replicates": found.replicates, "seed": found.seed}
    for name, _ in _QUANTITIES:
        estimate = getattr(found, name)
        body[name] = {part: getattr(estimate, part) for part in ("exact", "sampled", "low", "high")}
    law = [dict(zip(("leakers", "exact", "sampled"), row, strict=True)) for row in found.leakers_distribution]
    return answer("raid", {**body, "leakers_distribution": law}, warnings)


def raid_text(found, asked):
    """The same answer as lines for people.

    Parameters
    ----------
    found : dict from `raid`
    asked : dict
        warheads, interceptors, kill_probability.
    """
    shared = f", common failure {found['common_mode']:g} of the {found['common_scope']}" if found["common_mode"] else ""
    looks = "1 look" if found["looks"] == 1 else f"{found['looks']} looks"
    head = (
        f"{asked['warheads']} warheads, {asked['interceptors']} interceptors, kill probability"
        f" {asked['kill_probability']:g}, {found['doctrine']} ({looks}){shared}"
    )
    rows = [("", "exact", "sampled", f"{100 * found['confidence']:g} % limits")]
    for name, words in _QUANTITIES:
        e = found[name]
        rows.append(("  " + words, _number(e["exact"]), _number(e["sampled"]), _limits(e)))
    law = [("  leakers", "exact", "sampled")]
    law += [(f"  {r['leakers']:7d}", _number(r["exact"]), _number(r["sampled"])) for r in _told(found)]
    drawn = f"sampled: {found['replicates']:,} raids from seed {found['seed']}"
    notes = [f"  note: {text}" for text in found["warnings"]]
    return "\n".join([head, *lines_in_columns(rows), *lines_in_columns(law), drawn, *notes])


def needed_columns(needed, warheads, kill_probabilities, asked):
    """Columns of interceptors needed, one row a raid size and kill probability.

    Parameters
    ----------
    needed : list of list of int, None (no stock is enough) or NaN (not computed)
    warheads : sequence of int
    kill_probabilities : sequence of float
    asked : dict
        doctrine, looks, common_mode, common_scope, p_no_leaker_at_least.

    Returns
    -------
    dict of name -> list
    """
    pairs = [(w, p, n) for w, row in zip(warheads, needed, strict=True)
             for p, n in zip(kill_probabilities, row, strict=True)]  # fmt: skip
    columns = {
        "warheads": [w for w, _, _ in pairs],
        "kill_probability": [p for _, p, _ in pairs],
        "interceptors_needed": [n if isinstance(n, int) else None for _, _, n in pairs],
        "why_none": [None if isinstance(n, int) else NO_STOCK if n is None else NOT_COUNTED for _, _, n in pairs],
    }
    return columns | {name: [value] * len(pairs) for name, value in asked.items()}


def needed_text(columns):
    """The same columns as a table for people: raid sizes down, kill probabilities across.

    Parameters
    ----------
    columns : dict from `needed_columns`
    """
    names = ("warheads", "kill_probability", "interceptors_needed", "why_none")
    found = {(w, p): _count(n, why) for w, p, n, why in zip(*(columns[k] for k in names), strict=True)}
    sizes, chances = (list(dict.fromkeys(columns[k])) for k in ("warheads", "kill_probability"))
    rows = [("  warheads", *(f"p {p:.2f}" for p in chances))]
    rows += [(f"  {w:8d}", *(found[w, p] for p in chances)) for w in sizes]
    chance = columns["p_no_leaker_at_least"][0]
    head = f"interceptors needed so that none gets through with a chance of {chance:g}"
    none = [f"  {sign}: {why}" for why, sign in _SIGNS.items() if sign in found.values()]
    return "\n".join([head, *lines_in_columns(rows), *none])


def _told(found):
    """Rows of the law that are worth a line: those with some chance, the first of them where there are many."""
    rows = [r for r in found["leakers_distribution"] if max(r["exact"] or 0.0, r["sampled"]) >= 5e-5]
    return rows[:_MOST_LINES]


def _number(value):
    return "-" if value is None else f"{value:.4f}"


def _limits(estimate):
    return f"{estimate['low']:.4f} to {estimate['high']:.4f}"


def _count(value, why):
    return _SIGNS[why] if value is None else str(value)
