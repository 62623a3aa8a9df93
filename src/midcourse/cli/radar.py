"""`midcourse radar`: how far a radar sees, and what it sees of a flight."""

from pathlib import Path
from typing import Annotated

import typer

from ..units import decibel_to_ratio, deg_to_rad
from . import flight_options as options
from .flight_options import flight_words, require_flight, scaled
from .places import read_place
from .show import engine, note, print_json

EXAMPLE = (
    "Example: midcourse radar tpy-2 --rcs-m2 0.01. With a flight: midcourse radar european-midcourse-radar@mean-42kw "
    "--missile notional-irbm-4000 --from 38.08,46.29 --to 52.23,21.01"
)


def radar(
    key: Annotated[str, typer.Argument(metavar="K", help="Catalog key of a radar.")],
    rcs_m2: Annotated[float | None, typer.Option(help="Cross-section; default by band.")] = None,
    snr_db: Annotated[float | None, typer.Option(help="Signal-to-noise ratio wanted (default 13 dB).")] = None,
    dwell_s: Annotated[float | None, typer.Option(help="Time on the object (default 0.1 s).")] = None,
    objects: Annotated[int, typer.Option(help="Objects tracked at once, which share the energy.")] = 1,
    refraction: Annotated[str, typer.Option(help="none or four-thirds.")] = "none",
    site: Annotated[str | None, typer.Option(metavar="LAT,LON|SITE", help="Default: the catalog's.")] = None,
    boresight_deg: Annotated[float | None, typer.Option(help="Azimuth of the face; default the catalog's.")] = None,
    cue_s: Annotated[float | None, typer.Option(help="When a turning radar is told where to look; inf: never.")] = None,
    missile: options.Missile = None,
    from_: options.From = None,
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
    plot: Annotated[Path | None, typer.Option(metavar="FILE", help="Range and elevation of the flight.")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="The flight as the radar meets it.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
):
    """Say how far a radar sees, and with a flight what it sees of it and when."""
    asked = dict(locals())
    from .. import ask
    from ..exchange import radar_answer

    with engine("radar"):
        found = ask.radar(
            key,
            rcs=rcs_m2,
            signal_to_noise=scaled(snr_db, decibel_to_ratio),
            dwell=dwell_s,
            objects=objects,
            refraction=refraction,
            site=scaled(site, lambda text: read_place(text, "--site")),
            boresight=scaled(boresight_deg, deg_to_rad),
            **_whole_flight(asked),
        )
    _write_files(found, plot, csv)
    answer = radar_answer.radar(found)
    print_json(answer) if json else typer.echo(radar_answer.radar_text(answer))


_ALWAYS = ("earth", "rotating", "atmosphere")


def _whole_flight(asked):
    """What is asked of `fly`, in SI, where a flight is asked for, else nothing; half a flight is an error."""
    flight = flight_words(asked)
    if asked["cue_s"] is not None:
        flight["cue"] = asked["cue_s"]
    given = [name for name, value in flight.items() if name not in _ALWAYS and value not in (None, False)]
    if not given and not (asked["plot"] or asked["csv"]):
        return {}
    require_flight(flight, ", ".join(given) or "--plot or --csv alone")
    return flight


def _write_files(found, plot, csv):
    """Write the files asked for and say where they are."""
    if not (plot or csv):
        return
    from ..exchange import radar_answer
    from ..report import figures, sight_figure

    columns = radar_answer.sight_table(found)
    if plot:
        sight_figure.figure_sight(columns, found, plot)
    if csv:
        figures.write_csv(columns, csv)
    for file in (plot, csv):
        if file:
            note(f"wrote {file}")
