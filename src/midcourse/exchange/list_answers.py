"""Answers that are lists: presets and their values, built-in scenarios, members of an alliance, problems of a file."""

from .answers import answer

_VALUE = ("name", "value", "unit", "low", "high", "status", "source", "date")


def scenarios(listed):
    """JSON of `midcourse scenarios`.

    Parameters
    ----------
    listed : list of (name, title, question)
    """
    rows = [dict(zip(("name", "title", "question"), row, strict=True)) for row in listed]
    return answer("scenarios", {"scenarios": rows})


def scenarios_text(found):
    """The same answer as lines for people."""
    rows = [(row["name"], row["question"], row["title"]) for row in found["scenarios"]]
    return "\n".join(lines_in_columns(rows))


def members(alliance, date, listed):
    """JSON of `midcourse members`.

    Parameters
    ----------
    alliance : str
    date : datetime.date
    listed : sequence of (country, code, since)
    """
    rows = [{"country": country, "code": code, "since": since.isoformat()} for country, code, since in listed]
    warnings = [] if rows else [f"{alliance} had no member on {date.isoformat()}"]
    return answer("members", {"alliance": alliance, "date": date.isoformat(), "members": rows}, warnings)


def members_text(found):
    """The same answer as lines for people."""
    count = len(found["members"])
    head = f"{found['alliance']} on {found['date']}: {count} member{'' if count == 1 else 's'}"
    rows = [("  " + row["code"], row["country"], f"since {row['since']}") for row in found["members"]]
    return "\n".join([head, *lines_in_columns(rows)])


def catalog_keys(kind, listed):
    """JSON of `midcourse catalog` without a key: what there is.

    Parameters
    ----------
    kind : str or None
        None: every kind.
    listed : list of (kind, key, title)
    """
    rows = [dict(zip(("kind", "key", "title"), row, strict=True)) for row in listed]
    return answer("catalog", {"kind": kind, "key": None, "values": [], "presets": rows})


def catalog_keys_text(found):
    """The same answer as lines for people, one block a kind."""
    lines = []
    for kind in dict.fromkeys(row["kind"] for row in found["presets"]):
        lines += [
            kind,
            *lines_in_columns([("  " + r["key"], r["title"]) for r in found["presets"] if r["kind"] == kind]),
        ]
    return "\n".join(lines)


def catalog_values(kind, key, entries):
    """JSON of `midcourse catalog KIND KEY`: each value with its range, status, source and date.

    Parameters
    ----------
    kind, key : str
    entries : list of records with the fields name, value, unit, low, high, status, source, date
    """
    rows = [{name: getattr(entry, name) for name in _VALUE} for entry in entries]
    return answer("catalog", {"kind": kind, "key": key, "values": rows})


def catalog_values_text(found, title, notes):
    """The same answer as lines for people.

    Parameters
    ----------
    found : dict from `catalog_values`
    title : str
    notes : dict of name of a value -> remark, "" for the preset as a whole
    """
    rows = []
    for row in found["values"]:
        bounds = "" if row["low"] is None and row["high"] is None else f"{_end(row['low'])} to {_end(row['high'])}"
        rows.append(("  " + row["name"], _text(row["value"]), row["unit"], bounds, row["status"], _said(row)))
    lines = [f"{found['kind'].removesuffix('s')} {found['key']}: {title}", *lines_in_columns(rows)]
    return "\n".join(lines + [f"  note: {f'{name}: ' if name else ''}{text}" for name, text in notes.items() if text])


def check(problems, summary, warnings=()):
    """JSON of `midcourse check`.

    Parameters
    ----------
    problems : sequence of records with the fields what, where, line, got, hint
    summary : list of str
        What the scenario says, for people; empty where it cannot be read.
    warnings : sequence of str
    """
    rows = [{"where": p.where, "line": p.line, "got": p.got, "try": p.hint, "what": p.what} for p in problems]
    body = {"valid": not rows, "problems": rows, "summary": "\n".join(summary) or None}
    return answer("check", body, warnings)


def check_text(found, source):
    """The same answer as lines for people.

    Parameters
    ----------
    found : dict from `check`
    source : str
        What was checked.
    """
    if found["valid"]:
        return f"{source}: valid\n" + found["summary"]
    lines = [f"{source}: {len(found['problems'])} problem(s)"]
    for row in found["problems"]:
        place = "" if row["line"] is None else f"line {row['line']}: "
        said = [f"  {place}{row['where']}: {row['what']}" if row["where"] else f"  {place}{row['what']}"]
        said += [f"{word}: {row[key]}" for word, key in (("got", "got"), ("try", "try")) if row[key] is not None]
        lines.append("; ".join(said))
    return "\n".join(lines)


def lines_in_columns(rows):
    """Rows of texts as lines with aligned columns.

    Parameters
    ----------
    rows : list of tuples of str, all of one length

    Returns
    -------
    list of str
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _text(value):
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_text, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _end(value):
    return "?" if value is None else _text(value)


def _said(row):
    return f"{row['source']} ({row['date']})"
