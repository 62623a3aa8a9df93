"""`midcourse catalog` and `midcourse members`: what is known, with sources and dates."""

from datetime import date as calendar
from pathlib import Path
from typing import Annotated

import typer

from .show import note, print_json

CATALOG_EXAMPLE = "Example: midcourse catalog radars fylingdales"
MEMBERS_EXAMPLE = "Example: midcourse members NATO --date 2008-04-05"

Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]
Csv = Annotated[Path | None, typer.Option(metavar="FILE", help="The same rows as a table.")]


def catalog(
    kind: Annotated[str | None, typer.Argument(help="missiles, interceptors, radars, satellites, sites, drag.")] = None,
    key: Annotated[str | None, typer.Argument(help="One preset, as listed.")] = None,
    csv: Csv = None,
    json: Json = False,
):
    """Show the presets, and where every value of one comes from."""
    from ..exchange import list_answers

    if key is None:
        answer = list_answers.catalog_keys(*_presets(kind))
        rows, text = answer["presets"], list_answers.catalog_keys_text
    else:
        answer, title, notes = _values(kind, key)
        rows, text = answer["values"], lambda found: list_answers.catalog_values_text(found, title, notes)
    _show(answer, rows, text, csv, json)


def _presets(kind):
    """(kind, rows of (kind, key, title)) of one kind or of all."""
    from ..scenario import catalog as presets

    wanted = presets.kinds() if kind is None else (kind,)
    found = [presets.preset(name, key) for name in wanted for key in presets.entries(name)]
    return (None if kind is None else found[0].kind), [(one.kind, one.key, one.title) for one in found]


def _values(kind, key):
    """(answer, title, notes) of one preset."""
    from ..exchange import list_answers
    from ..scenario import catalog as presets

    found = presets.preset(kind, key)
    entries = found.entries()
    notes = {"": found.note, **{entry.name: entry.note for entry in entries}}
    return list_answers.catalog_values(found.kind, found.key, entries), found.title, notes


def members(
    alliance: Annotated[str, typer.Argument(help="NATO.")],
    date: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="A day (default: today).")] = None,
    csv: Csv = None,
    json: Json = False,
):
    """List the members of an alliance on a day, in order of accession."""
    from .. import ask
    from ..exchange import list_answers

    day = calendar.today().isoformat() if date is None else date
    listed = ask.members(alliance, day)
    answer = list_answers.members(alliance, calendar.fromisoformat(day), listed)
    _show(answer, answer["members"], list_answers.members_text, csv, json, ("country", "code", "since"))


def _show(answer, rows, text, csv, json, names=None):
    """Print an answer, and write its rows where a file was asked for."""
    if csv:
        from .. import results

        names = names or list(rows[0])
        results.write_csv({name: [_cell(row[name]) for row in rows] for name in names}, csv)
        note(f"wrote {csv}")
    if json:
        print_json(answer)
    else:
        typer.echo(text(answer))


def _cell(value):
    return " ".join(map(str, value)) if isinstance(value, (list, tuple)) else value
