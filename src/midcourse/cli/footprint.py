"""`midcourse footprint`: who is defended, by what, and why not: areas, places and countries by status."""

from pathlib import Path
from typing import Annotated

import typer

from ..units import km_to_m
from .flight_options import scaled
from .show import engine, note, print_json

EXAMPLE = (
    "Example: midcourse footprint european-site-2008 --resolution-deg 2 --plot footprint.png --geojson areas.geojson"
)


def footprint(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="Scenario file or built-in name.")],
    shots: Annotated[int, typer.Option(metavar="N", help="Shots that must fit against every threat.")] = 1,
    kill_probability_at_least: Annotated[
        float | None, typer.Option(metavar="X", help="As many shots as kill with this chance.")
    ] = None,
    against: Annotated[
        str, typer.Option(metavar="all|any|SHARE", help="Which of the threats to a place must be met.")
    ] = "all",
    keep_out_altitude_km: Annotated[
        float | None, typer.Option(metavar="H", help="No intercept lower than this.")
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="battery|layer", help="Beside: what each defends alone.")] = None,
    launch_area: Annotated[
        str | None, typer.Option(metavar="PLACE", help="From where in --over each battery denies flights to PLACE.")
    ] = None,
    operating_area: Annotated[
        str | None, typer.Option(metavar="KEY", help="Where in --over this battery or radar may stand.")
    ] = None,
    over: Annotated[Path | None, typer.Option(metavar="FILE.geojson", help="Ground of those two questions.")] = None,
    difference: Annotated[
        str | None, typer.Option(metavar="OTHER", help="A scenario, a reading, or without:KEY, without:COUNTRY.")
    ] = None,
    resolution_deg: Annotated[float, typer.Option(help="Size of the cells at the edges.")] = 0.5,
    reading: Annotated[list[str] | None, typer.Option(help="Only this reading; repeatable.")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a value.")] = None,
    plot: Annotated[Path | None, typer.Option(metavar="FILE", help="Maps (.png, .svg, .pdf).")] = None,
    geojson: Annotated[Path | None, typer.Option(metavar="FILE", help="The areas by status.")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="The cells as a table.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
):
    """Say which land, people and places of the protected area are defended, and why the rest is not."""
    _answer(dict(locals()))


def _answer(asked):
    from .. import ask
    from ..exchange import area_file, footprint_answer

    with engine("footprint"):
        found = ask.footprint(
            asked["scenario"],
            shots=asked["shots"],
            kill_probability=asked["kill_probability_at_least"],
            against=asked["against"],
            keep_out_altitude=scaled(asked["keep_out_altitude_km"], km_to_m),
            by=asked["by"],
            launch_area=asked["launch_area"],
            operating_area=asked["operating_area"],
            over=scaled(asked["over"], area_file.read_area),
            difference=asked["difference"],
            resolution_deg=asked["resolution_deg"],
            readings=asked["reading"] or (),
            changes=asked["set_"] or (),
        )
    if asked["csv"] or asked["geojson"] or asked["plot"]:
        _write(found, asked["csv"], asked["geojson"], asked["plot"])
    answer = footprint_answer.footprint(found)
    print_json(answer) if asked["json"] else typer.echo(footprint_answer.footprint_text(answer))


def _write(found, csv, geojson, plot):
    """Write the files that were asked for."""
    from ..exchange import footprint_answer
    from ..report import figures, footprint_figure, ground_figure

    written = [csv, geojson, plot]

    if csv:
        figures.write_csv(footprint_answer.cell_table(found), csv)
    if geojson:
        footprint_answer.write_areas(found, geojson)
    if plot:
        footprint_figure.figure_footprint(found, plot)
        if found.question.over is not None:
            written.append(ground_figure.figure_ground(found, ground_figure.ground_path(plot)))
    for path in filter(None, written):
        note(f"wrote {path}")
