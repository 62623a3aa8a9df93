"""The options that say which flight is meant, for every command that asks about one."""

from typing import Annotated

import typer

from ..errors import MidcourseError
from ..units import deg_to_rad, km_to_m
from .places import read_place

Missile = Annotated[str | None, typer.Option(help="Missile or interceptor of the catalog, or impulsive.")]
From = Annotated[str | None, typer.Option("--from", metavar="LAT,LON|SITE", help="Launch point.")]
To = Annotated[str | None, typer.Option(metavar="LAT,LON|SITE", help="Aim point.")]
Azimuth = Annotated[float | None, typer.Option(help="With --max-range or --burnout-angle-deg.")]
MaxRange = Annotated[bool, typer.Option("--max-range", help="Greatest range on the azimuth.")]
Speed = Annotated[float | None, typer.Option(help="Launch speed of an impulsive missile without --to.")]
ShapeName = Annotated[str | None, typer.Option(help="minimum-energy (default), lofted or depressed.")]
BurnoutAngle = Annotated[float | None, typer.Option(help="Burnout angle above the horizontal.")]
Apogee = Annotated[float | None, typer.Option(help="Apogee wanted.")]
FlightTime = Annotated[float | None, typer.Option(help="Flight time wanted.")]
EarthName = Annotated[str, typer.Option(help="wgs84 or sphere.")]
Rotation = Annotated[bool, typer.Option("--rotation/--no-rotation", help="Let the Earth turn.")]
Atmosphere = Annotated[str, typer.Option(help="us1976 or none.")]
Ballistic = Annotated[float | None, typer.Option(help="m/(Cd A) of what re-enters.")]


def scaled(value, scale):
    """A value in SI, or None where it was not given."""
    return None if value is None else scale(value)


def flight_words(asked):
    """What `ask.fly` takes, in SI, from the options of a command; None where an option was not given.

    Parameters
    ----------
    asked : dict
        Options by their Python names: missile, from_, to, azimuth_deg, ...

    Raises
    ------
    MidcourseError
        A place that is none.
    """
    return {
        "missile": asked["missile"],
        "launch": scaled(asked["from_"], lambda text: read_place(text, "--from")),
        "aimpoint": scaled(asked["to"], lambda text: read_place(text, "--to")),
        "azimuth": scaled(asked["azimuth_deg"], deg_to_rad),
        "max_range": asked["max_range"],
        "speed": scaled(asked["speed_km_s"], km_to_m),
        "shape": asked["shape"],
        "burnout_angle": scaled(asked["burnout_angle_deg"], deg_to_rad),
        "apogee": scaled(asked["apogee_km"], km_to_m),
        "flight_time": asked["flight_time_s"],
        "earth": asked["earth"],
        "rotating": asked["rotation"],
        "atmosphere": asked["atmosphere"],
        "ballistic_coefficient": asked["ballistic_coefficient_kg_m2"],
    }


def require_flight(words, got):
    """Refuse half a flight.

    Parameters
    ----------
    words : dict from `flight_words`
    got : str
        What was given, for the message.

    Raises
    ------
    MidcourseError
        No missile or no launch point.
    """
    if words["missile"] is None or words["launch"] is None:
        raise MidcourseError(
            "a flight needs a missile and a launch point",
            where="--missile, --from",
            got=got,
            hint="--missile notional-irbm-4000 --from 38.08,46.29 --to 52.23,21.01",
        )
