"""`midcourse fly`: one trajectory."""

from pathlib import Path
from typing import Annotated

import typer

from ..units import deg_to_rad, km_to_m
from .places import read_place
from .show import engine, note, print_json

EXAMPLE = (
    "Example: midcourse fly --missile notional-irbm-4000 --from 38.08,46.29 --to 51.51,-0.13 --plot flight.png. "
    "Impulsive: midcourse fly --missile impulsive --from 38.08,46.29 --to brdy --earth sphere --no-rotation"
)


def _scaled(value, scale):
    return None if value is None else scale(value)


def fly(
    missile: Annotated[str, typer.Option(help="Catalog key of a missile, or impulsive.")],
    from_: Annotated[str, typer.Option("--from", metavar="LAT,LON|SITE", help="Launch point.")],
    to: Annotated[str | None, typer.Option(metavar="LAT,LON|SITE", help="Aim point.")] = None,
    azimuth_deg: Annotated[float | None, typer.Option(help="With --max-range or --burnout-angle-deg.")] = None,
    max_range: Annotated[bool, typer.Option("--max-range", help="Greatest range on the azimuth.")] = False,
    speed_km_s: Annotated[float | None, typer.Option(help="Launch speed of an impulsive missile without --to.")] = None,
    shape: Annotated[str | None, typer.Option(help="minimum-energy (default), lofted or depressed.")] = None,
    burnout_angle_deg: Annotated[float | None, typer.Option(help="Burnout angle above the horizontal.")] = None,
    apogee_km: Annotated[float | None, typer.Option(help="Apogee wanted.")] = None,
    flight_time_s: Annotated[float | None, typer.Option(help="Flight time wanted.")] = None,
    earth: Annotated[str, typer.Option(help="wgs84 or sphere.")] = "wgs84",
    rotation: Annotated[bool, typer.Option("--rotation/--no-rotation", help="Let the Earth turn.")] = True,
    atmosphere: Annotated[str, typer.Option(help="us1976 or none.")] = "us1976",
    ballistic_coefficient_kg_m2: Annotated[float | None, typer.Option(help="m/(Cd A) of what re-enters.")] = None,
    plot: Annotated[Path | None, typer.Option(metavar="FILE", help="Profile and ground track (.png, .svg).")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="The path as a table.")] = None,
    czml: Annotated[Path | None, typer.Option(metavar="FILE", help="The flight for a Cesium viewer.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
):
    """Fly one missile: where it goes, how high, how fast, how long."""
    from .. import ask
    from ..exchange import answers

    with engine("fly"):
        flown = ask.fly(
            missile,
            launch=read_place(from_, "--from"),
            aimpoint=None if to is None else read_place(to, "--to"),
            azimuth=_scaled(azimuth_deg, deg_to_rad),
            max_range=max_range,
            speed=_scaled(speed_km_s, km_to_m),
            shape=shape,
            burnout_angle=_scaled(burnout_angle_deg, deg_to_rad),
            apogee=_scaled(apogee_km, km_to_m),
            flight_time=flight_time_s,
            earth=earth,
            rotating=rotation,
            atmosphere=atmosphere,
            ballistic_coefficient=ballistic_coefficient_kg_m2,
        )
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
