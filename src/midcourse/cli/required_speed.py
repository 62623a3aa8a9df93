"""`midcourse required-speed`: how fast an interceptor must be to meet a flight."""

from pathlib import Path
from typing import Annotated

import typer

from ..errors import MidcourseError
from ..units import deg_to_rad, km_to_m
from . import flight_options as options
from .flight_options import flight_words, require_flight, scaled
from .places import read_place
from .show import engine, note, print_json

EXAMPLE = (
    "Example: midcourse required-speed --missile notional-irbm-4000 --from 38.08,46.29 --to 52.23,21.01 "
    "--site redzikowo --delay-s 300 --curve --plot curve.png. A map: the same without --to, with --map"
)
Place = Annotated[str | None, typer.Option(metavar="LAT,LON|SITE")]


def required_speed(
    site: Annotated[str, typer.Option(metavar="LAT,LON|SITE", help="Where the interceptor leaves.")],
    delay_s: Annotated[float, typer.Option(help="Earliest launch, after --delay-from.")],
    delay_from: Annotated[
        str, typer.Option(help="lift-off, burnout or first-sight (needs --visible-from).")
    ] = "lift-off",
    min_altitude_km: Annotated[float, typer.Option(help="Lowest meeting.")] = 100.0,
    max_altitude_km: Annotated[float | None, typer.Option(help="Highest meeting.")] = None,
    max_speed_km_s: Annotated[float, typer.Option(help="Greatest speed that counts as an answer.")] = 12.0,
    phase: Annotated[str, typer.Option(help="after-burnout, boost (staged missiles) or any.")] = "after-burnout",
    visible_from: Annotated[
        str | None, typer.Option(metavar="LAT,LON|SITE", help="A site that must see the meeting.")
    ] = None,
    min_elevation_deg: Annotated[float, typer.Option(help="Lowest elevation of that site.")] = 2.0,
    threat_burn_s: Annotated[float | None, typer.Option(help="Burn time of an impulsive threat, for its lag.")] = None,
    interceptor_burn_s: Annotated[float | None, typer.Option(help="Burn time of the interceptor, for its lag.")] = None,
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
    curve: Annotated[bool, typer.Option("--curve", help="Over delay.")] = False,
    map_: Annotated[bool, typer.Option("--map", help="Over aim points on land, in place of --to.")] = False,
    over: Annotated[Path | None, typer.Option(metavar="FILE.geojson", help="Area of the map; Europe.")] = None,
    resolution_deg: Annotated[float, typer.Option(help="Size of the cells of the map.")] = 0.5,
    plot: Annotated[Path | None, typer.Option(metavar="FILE", help="The curve or the map (.png, .svg, .pdf).")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="The curve or the cells as a table.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
):
    """Say how fast an interceptor must be to meet a flight: ideal, and with the lags of boost."""
    asked = dict(locals())
    words, place, rules = flight_words(asked), read_place(site, "--site"), _rules(asked)
    require_flight(words, asked["missile"] or asked["from_"] or "neither")
    _check_form(asked)
    (_answer_map if map_ else _answer_one)(asked, words, place, rules)


def _rules(asked):
    """What `ask.required_speed` takes beside flight, site and delay, in SI."""
    return {
        "delay_from": asked["delay_from"],
        "phase": asked["phase"],
        "minimum_altitude": km_to_m(asked["min_altitude_km"]),
        "maximum_altitude": scaled(asked["max_altitude_km"], km_to_m),
        "maximum_speed": km_to_m(asked["max_speed_km_s"]),
        "visible_from": scaled(asked["visible_from"], lambda text: read_place(text, "--visible-from")),
        "minimum_elevation": deg_to_rad(asked["min_elevation_deg"]),
        "threat_burn": asked["threat_burn_s"],
        "interceptor_burn": asked["interceptor_burn_s"],
    }


def _check_form(asked):
    """Refuse what belongs to a map where there is none, and the other way round."""
    on_map = asked["map_"]
    wrong = [("--to", asked["to"]), ("--curve", asked["curve"]), ("--max-range", asked["max_range"]),
             ("--azimuth-deg", asked["azimuth_deg"]), ("--speed-km-s", asked["speed_km_s"])]  # fmt: skip
    wrong = wrong if on_map else [("--over", asked["over"])]
    given = [name for name, value in wrong if value not in (None, False)]
    if given:
        told = "the aim points of a map are its cells" if on_map else "an area belongs to a map"
        raise MidcourseError(told, where=given[0], got="given", hint="leave it out" if on_map else "add --map")
    if not (on_map or asked["curve"]) and (asked["plot"] or asked["csv"]):
        raise MidcourseError(
            "one number makes no picture and no table", where="--plot, --csv", got="neither --curve nor --map",
            hint="add --curve or --map",
        )  # fmt: skip


def _answer_one(asked, words, place, rules):
    from .. import ask
    from ..exchange import speed_answer

    with engine("required-speed"):
        flown = ask.fly(words.pop("missile"), words.pop("launch"), **words)
        found = ask.required_speed(flown, place, asked["delay_s"], **rules)
        curve = found.curve() if asked["curve"] else None
    if curve is not None:
        _write(
            asked,
            speed_answer.curve_table(*curve),
            lambda figure, columns, path: figure.figure_curve(columns, found, path),
        )
    answer = speed_answer.required_speed(found, curve)
    print_json(answer) if asked["json"] else typer.echo(speed_answer.required_speed_text(answer))


def _answer_map(asked, words, place, rules):
    from .. import ask
    from ..exchange import area_file, speed_answer

    shape = {name: words[name] for name in ("shape", "burnout_angle", "apogee", "flight_time")}
    world = {name: words[name] for name in ("earth", "rotating", "atmosphere", "ballistic_coefficient")}
    outline = None if asked["over"] is None else area_file.read_area(asked["over"])
    with engine("required-speed"):
        found = ask.required_speeds(
            words["missile"], words["launch"], place, asked["delay_s"], outline=outline,
            resolution=asked["resolution_deg"], **shape, **world, **rules,
        )  # fmt: skip
    _write(asked, speed_answer.map_table(found), lambda figure, _, path: figure.figure_speed_map(found, place, path))
    answer = speed_answer.speed_map(found, asked["csv"])
    print_json(answer) if asked["json"] else typer.echo(speed_answer.speed_map_text(answer))


def _write(asked, columns, draw):
    """Write the files asked for and say where they are."""
    if asked["csv"]:
        from ..report import figures

        figures.write_csv(columns, asked["csv"])
        note(f"wrote {asked['csv']}")
    if asked["plot"]:
        from ..report import speed_figure

        draw(speed_figure, columns, asked["plot"])
        note(f"wrote {asked['plot']}")
