"""`midcourse coverage`: where flights are first seen and for how long, with and without one member."""

from pathlib import Path
from typing import Annotated

import typer

from .show import engine, note, print_json

EXAMPLE = "Example: midcourse coverage european-site-2008 --without CZ --resolution-deg 2 --plot coverage.png"


def coverage(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="Scenario file or built-in name.")],
    sensor: Annotated[str | None, typer.Option(metavar="KEY", help="Only this sensor.")] = None,
    without: Annotated[
        str | None, typer.Option(metavar="KEY|COUNTRY", help="Beside: without this sensor, or a country's.")
    ] = None,
    resolution_deg: Annotated[float, typer.Option(help="Size of the cells.")] = 1.0,
    reading: Annotated[list[str] | None, typer.Option(help="Only this reading; repeatable.")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a value.")] = None,
    plot: Annotated[Path | None, typer.Option(metavar="FILE", help="Map (.png, .svg, .pdf).")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="The cells as a table.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
):
    """Say where flights at the protected area are seen, when first, and what one member adds."""
    from .. import ask
    from ..exchange import coverage_answer

    with engine("coverage"):
        found = ask.coverage(
            scenario,
            sensor=sensor,
            without=without,
            resolution=resolution_deg,
            readings=reading or (),
            changes=set_ or (),
        )
    if csv:
        from ..report import figures

        figures.write_csv(coverage_answer.cell_table(found), csv)
        note(f"wrote {csv}")
    if plot:
        from ..report import coverage_map

        coverage_map.figure_coverage(found, plot)
        note(f"wrote {plot}")
    answer = coverage_answer.coverage(found, csv)
    print_json(answer) if json else typer.echo(coverage_answer.coverage_text(answer))
