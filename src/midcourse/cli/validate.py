"""`midcourse validate`: published values recomputed."""

from pathlib import Path
from typing import Annotated

import typer

from .show import engine, note, print_json, progress

EXAMPLE = "Example: midcourse validate. One table of the literature: midcourse validate v85"
FAILED = 3


def validate(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="ID", help="Checks, or beginnings (v85); none: all.")
    ] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="The checks as a table.")] = None,
    page: Annotated[Path | None, typer.Option(metavar="FILE", help="The checks as a page (Markdown).")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
):
    """Recompute published and closed-form values and say where the program stands; exit 3 when one fails."""
    from ..exchange import validate_answer
    from ..run import validation

    with engine("validate"), progress("validate") as told:
        found = validation.validate(tuple(ids or ()), told)
    answer = validate_answer.validate(found)
    if csv:
        from ..report import figures

        names = answer["checks"][0]
        figures.write_csv({name: [row[name] for row in answer["checks"]] for name in names}, csv)
        note(f"wrote {csv}")
    if page:
        page.write_text(validate_answer.validate_page(answer), encoding="utf-8")
        note(f"wrote {page}")
    print_json(answer) if json else typer.echo(validate_answer.validate_text(answer))
    if answer["failed"]:
        raise typer.Exit(FAILED)
