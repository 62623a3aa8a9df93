"""`midcourse fly`: one trajectory."""

from pathlib import Path
from typing import Annotated

import typer

from . import flight_options as options
from .flight_options import flight_words
from .show import engine, note, print_json

EXAMPLE = (
    "Example: midcourse fly --missile notional-irbm-4000 --from 38.08,46.29 --to 51.51,-0.13 --plot flight.png. "
    "Impulsive: midcourse fly --missile impulsive --from 38.08,46.29 --to brdy --earth sphere --no-rotation"
)


def fly(
    missile: Annotated[str, typer.Option(help="Catalog key of a missile, or impulsive.")],
    from_: Annotated[str, typer.Option("--from", metavar="LAT,LON|SITE", help="Launch point.")],
    to: options.To = None,
    azimuth_deg: options.Azimuth = None,
    max_range: options.MaxRange = False,
    speed_km_s: options.Speed = None,
    shape: options.ShapeName = None,
    burnout_angle_deg: options.BurnoutAngle = None,
    apogee_km: options.Apogee = None,
    flight_time_s: options.FlightTime = None,
    earth: options.EarthName = "wgs84",
    rotation: options.Rotation = True,
    atmosphere: options.Atmosphere = "us1976",
    ballistic_coefficient_kg_m2: options.Ballistic = None,
    plot: Annotated[Path | None, typer.Option(metavar="FILE", help="Profile and ground track (.png, .svg).")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="The path as a table.")] = None,
    czml: Annotated[Path | None, typer.Option(metavar="FILE", help="The flight for a Cesium viewer.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
):
    """Fly one missile: where it goes, how high, how fast, how long."""
    asked = dict(locals())
    from .. import ask
    from ..exchange import answers

    with engine("fly"):
        words = flight_words(asked)
        flown = ask.fly(words.pop("missile"), **words)
    answer = answers.fly(flown)
    _write_files(flown, plot, csv, czml)
    if json:
        print_json(answer)
    else:
        typer.echo(answers.fly_text(answer))


def _write_files(flown, plot, csv, czml):
    """Write the files asked for and say where they are."""
    from ..exchange import answers

    if not (plot or csv or czml):
        return
    path = answers.flight_path(flown)
    if plot or csv:
        from ..report import figures

        if plot:
            figures.figure_flight(path, plot)
        if csv:
            figures.write_csv(path, csv)
    if czml:
        from ..exchange import czml as czml_file

        czml_file.write_flight(path, czml)
    for file in (plot, csv, czml):
        if file:
            note(f"wrote {file}")
