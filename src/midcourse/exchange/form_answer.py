"""Answers behind the form of a scenario: its fields, what they may be chosen from, what is wrong and where."""

from .answers import answer
from .list_answers import check

_ALWAYS = ("kind", "words", "needed", "given")
_WHERE_IT_SAYS = (
    "more", "text", "takes", "unit", "default", "choices", "bounds", "forms", "left_out", "line", "remark", "note",
)  # fmt: skip


def form(text, found, told):
    """JSON of the form of a scenario file.

    Parameters
    ----------
    text : str
        The file, as it is after what was asked for.
    found : scenario.Form or None
        None where the text cannot be read: then only the problems are told.
    told : Checked-like
        With problems, their paths, summary and warnings, as `midcourse check` has them.

    Returns
    -------
    answer : dict
        Keys of a field that say nothing are left out.
    """
    problems, paths, summary, warnings = told
    checked = check(problems, summary, warnings)
    rows = [row | {"path": list(path)} for row, path in zip(checked["problems"], paths, strict=True)]
    body = {
        "text": text,
        "readable": found is not None,
        "fields": [] if found is None else [_field(one) for one in found.fields],
        "lists": {} if found is None else lists(found.lists),
        "valid": checked["valid"],
        "problems": rows,
        "summary": checked["summary"],
    }
    return answer("form", body, warnings)


def _field(one):
    body = {"path": list(one.path), "where": one.where} | {name: getattr(one, name) for name in _ALWAYS}
    for name in _WHERE_IT_SAYS:
        value = getattr(one, name)
        if value not in (None, (), "", 0) or (name in ("text", "remark", "note") and value is not None):
            body[name] = value
    if not any(bound is not None for bound in one.bounds):
        body.pop("bounds", None)
    if one.forms:
        body["forms"] = [[_form(*row) for row in group] for group in one.forms]
    if one.inside:
        body["inside"] = [_field(inner) for inner in one.inside]
    return body


def _form(name, words, now, keys):
    return {"name": name, "words": words, "now": now, "keys": list(keys)}


def lists(found):
    """JSON of lists that values are chosen from.

    Parameters
    ----------
    found : dict of str -> sequence of records with value and words
    """
    return {name: [{"value": one.value, "words": one.words} for one in rows] for name, rows in found.items()}


def choices(found, closed):
    """JSON of the lists that are the same for every file.

    Parameters
    ----------
    found : dict of str -> sequence of records with value and words
    closed : sequence of str
        Names of the lists of which nothing else is allowed.
    """
    return answer("choices", {"lists": lists(found), "closed": list(closed)})
