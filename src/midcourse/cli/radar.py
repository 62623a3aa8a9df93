"""`midcourse radar`: how far a radar sees, and what it sees of a flight."""

from pathlib import Path
from typing import Annotated

import typer

from ..errors import MidcourseError
from ..units import decibel_to_ratio, deg_to_rad, km_to_m
from .places import read_place
from .show import engine, note, print_json

EXAMPLE = (
    "Example: midcourse radar tpy-2 --rcs-m2 0.01. With a flight: midcourse radar european-midcourse-radar@mean-42kw "
    "--missile notional-irbm-4000 --from 38.08,46.29 --to 52.23,21.01"
)


def _scaled(value, scale):
    return None if value is None else scale(value)


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
    missile: Annotated[str | None, typer.Option(help="Missile or interceptor of the catalog, or impulsive.")] = None,
    from_: Annotated[str | None, typer.Option("--from", metavar="LAT,LON|SITE", help="Launch point.")] = None,
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
            signal_to_noise=_scaled(snr_db, decibel_to_ratio),
            dwell=dwell_s,
            objects=objects,
            refraction=refraction,
            site=_scaled(site, lambda text: read_place(text, "--site")),
            boresight=_scaled(boresight_deg, deg_to_rad),
            **_whole_flight(asked),
        )
    _write_files(found, plot, csv)
    answer = radar_answer.radar(found)
    print_json(answer) if json else typer.echo(radar_answer.radar_text(answer))


_ALWAYS = ("earth", "rotating", "atmosphere")


def _whole_flight(asked):
    """What is asked of `fly`, in SI, where a flight is asked for, else nothing; half a flight is an error."""
    flight = {
        "missile": asked["missile"],
        "launch": _scaled(asked["from_"], lambda text: read_place(text, "--from")),
        "aimpoint": _scaled(asked["to"], lambda text: read_place(text, "--to")),
        "azimuth": _scaled(asked["azimuth_deg"], deg_to_rad),
        "max_range": asked["max_range"],
        "speed": _scaled(asked["speed_km_s"], km_to_m),
        "shape": asked["shape"],
        "burnout_angle": _scaled(asked["burnout_angle_deg"], deg_to_rad),
        "apogee": _scaled(asked["apogee_km"], km_to_m),
        "flight_time": asked["flight_time_s"],
        "earth": asked["earth"],
        "rotating": asked["rotation"],
        "atmosphere": asked["atmosphere"],
        "ballistic_coefficient": asked["ballistic_coefficient_kg_m2"],
    }
    if asked["cue_s"] is not None:
        flight["cue"] = asked["cue_s"]
    given = [name for name, value in flight.items() if name not in _ALWAYS and value not in (None, False)]
    if not given and not (asked["plot"] or asked["csv"]):
        return {}
    if flight["missile"] is None or flight["launch"] is None:
        raise MidcourseError(
            "a flight needs a missile and a launch point",
            where="--missile, --from",
            got=", ".join(given) or "--plot or --csv alone",
            hint="--missile notional-irbm-4000 --from 38.08,46.29 --to 52.23,21.01",
        )
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
