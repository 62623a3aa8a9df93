"""`midcourse siting`: the best places for parts of the defence, and what the second best costs."""

from pathlib import Path
from typing import Annotated

import typer

from ..units import km_to_m
from .show import engine, note, print_json, progress

EXAMPLE = (
    "Example: midcourse siting european-site-2008 --move poland --over area.geojson --spacing-km 200 --plot siting.png"
)


def siting(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="Scenario file or built-in name.")],
    more: Annotated[list[str] | None, typer.Argument(hidden=True, help="Further keys of --move.")] = None,
    move: Annotated[
        list[str] | None, typer.Option(metavar="KEY...", help="Batteries, and one radar, that may stand elsewhere.")
    ] = None,
    over: Annotated[Path | None, typer.Option(metavar="FILE.geojson", help="Area in which they may stand.")] = None,
    spacing_km: Annotated[float | None, typer.Option(metavar="S", help="Distance between the places tried.")] = None,
    for_: Annotated[
        str, typer.Option("--for", metavar="population|capitals|members", help="What is counted.")
    ] = "population",
    at_sea: Annotated[bool, typer.Option("--at-sea", help="Places at sea too.")] = False,
    apart_km: Annotated[
        float, typer.Option(metavar="X", help="Second best: not all parts within X of the best.")
    ] = 0.0,
    method: Annotated[str, typer.Option(metavar="auto|all-tried|covering", help="How the best is found.")] = "auto",
    reading: Annotated[list[str] | None, typer.Option(help="Only this reading; repeatable.")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a value.")] = None,
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Maps of the candidates (.png, .svg, .pdf).")
    ] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="The candidates as a table.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
):
    """Find where a radar or batteries stand best, by the people, capitals or members they defend."""
    _answer(dict(locals()))


def _answer(asked):
    from .. import ask
    from ..errors import MidcourseError
    from ..exchange import area_file, siting_answer

    for name, hint in (("over", "--over FILE.geojson"), ("spacing_km", "--spacing-km 100")):
        if asked[name] is None:
            raise MidcourseError("an area and a spacing are needed", where=f"--{hint.split()[0][2:]}", hint=hint)
    over = area_file.read_area(asked["over"])
    with engine("siting"), progress(asked["scenario"]) as bar:
        found = ask.siting(
            asked["scenario"],
            (*(asked["move"] or ()), *(asked["more"] or ())),
            over,
            km_to_m(asked["spacing_km"]),
            goal=asked["for_"],
            at_sea=asked["at_sea"],
            apart=km_to_m(asked["apart_km"]),
            method=asked["method"],
            readings=asked["reading"] or (),
            changes=asked["set_"] or (),
            progress=bar,
        )
    _write(found, asked["csv"], asked["plot"])
    answer = siting_answer.siting(found)
    print_json(answer) if asked["json"] else typer.echo(siting_answer.siting_text(answer))


def _write(found, csv, plot):
    """Write the files that were asked for."""
    if csv:
        from ..exchange import siting_answer
        from ..report import figures

        figures.write_csv(siting_answer.candidate_table(found), csv)
        note(f"wrote {csv}")
    if plot:
        from ..report import siting_figure

        siting_figure.figure_siting(found, plot)
        note(f"wrote {plot}")
