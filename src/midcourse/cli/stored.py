"""`midcourse export` and `midcourse cite`: what one does with a run that is stored."""

from pathlib import Path
from typing import Annotated

import typer

from .show import note, print_json

EXPORT_EXAMPLE = "Example: midcourse export midcourse-demo --format czml -o demo.czml"
CITE_EXAMPLE = "Example: midcourse cite midcourse-demo > midcourse.bib"

Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]


def export(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="A run folder.")],
    form: Annotated[str, typer.Option("--format", help="czml, geojson, csv or parquet.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="New file, or new folder for csv and parquet.")
    ] = None,
    reading: Annotated[
        str | None, typer.Option(help="Whose places or intercepts (default: the first reading).")
    ] = None,
    json: Json = False,
):
    """Write a run for other tools: czml a globe, geojson a map, csv a spreadsheet, parquet a database."""
    from .. import results
    from ..exchange import run_files
    from ..exchange.answers import answer

    run = results.read(folder)
    written = run_files.export(run, form, output, reading=reading, epoch=_epoch(run))
    warnings = _one_of_many(run, form, reading)
    if json:
        print_json(answer("export", {"written": [str(path) for path in written]}, warnings))
    else:
        for path in written:
            typer.echo(f"wrote {path}")
        for text in warnings:
            note(f"note: {text}")


def _epoch(run):
    """Moment that the run's scenario gives for its lift-offs."""
    from datetime import UTC, datetime

    from ..scenario import comparing

    stated = str(comparing.inputs(run.manifest["scenario"]["text"], run.manifest["changes"])["epoch"])
    moment = datetime.fromisoformat(stated)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _one_of_many(run, form, reading):
    if form not in ("czml", "geojson") or reading is not None or len(run.readings) == 1:
        return []
    return [f"this is reading {run.readings[0]}, 1 of {len(run.readings)}; name another with --reading"]


def cite(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[RUN]", help="A run folder: its sources come along.")
    ] = None,
    json: Json = False,
):
    """Print BibTeX: of Midcourse, and with a run also of that run and of the sources of its assumptions."""
    from .. import __version__, results
    from ..exchange import citation
    from ..scenario import comparing

    run = None if folder is None else results.read(folder)
    answer = citation.cite(__version__, run, None if run is None else comparing.bibliography())
    if json:
        print_json(answer)
    else:
        typer.echo(answer["bibtex"])
        for text in answer["warnings"]:
            note(f"note: {text}")
