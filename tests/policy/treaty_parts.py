"""Made-up parts and deployments for treaty checks; places are moved along meridians of a sphere by hand."""

import dataclasses
import datetime

from midcourse.policy import treaty
from midcourse.policy.treaty_records import Deployment, Part, Trial
from midcourse.scenario.treaty_book import rulebook

RADIUS = 6_371_000.0
FIELD, WASHINGTON, MOSCOW = (0.85, -1.71), (0.679, -1.345), (0.973, 0.657)  # rad
CENTRES = {("US", "field"): FIELD, ("US", "capital"): WASHINGTON, ("RU", "capital"): MOSCOW}
BOOK = rulebook()
STRATEGIC = Trial(object_speed=7000.0, object_ground_range=9000e3, guides=True)
SHORT = Trial(object_speed=2000.0, object_ground_range=600e3, guides=True)
NEW = datetime.date(1985, 1, 1)
DAY = datetime.date(2001, 5, 30)


def north(place, distance):
    """A place moved north along its meridian: latitude and longitude as fields of a part."""
    return {"latitude": place[0] + distance / RADIUS, "longitude": place[1]}


def battery(**changes):
    """A hundred ABM interceptors in single silos of the United States, in its silo area."""
    whole = {
        "key": "silos",
        "preset": "made-up",
        "kind": "interceptors",
        "owner": "US",
        "host": "US",
        "operator": "US",
        "purpose": "abm",
        "basing": "fixed",
        "tested": True,
        "ready": 100,
        "rounds": 1,
        "rapid_reload": False,
        "kill_vehicles": 1,
        "speed": 7000.0,
        "trials": (),
        "deployed": NEW,
        **north(FIELD, 0.0),
    }
    return Part(**whole | changes)


def patriot(**changes):
    """Interceptors against theatre missiles, not tested in an ABM mode."""
    other = {"key": "theatre", "purpose": "theatre-defence", "tested": False, "basing": "mobile", "speed": 1700.0}
    return battery(**other | {"object_speed": 1500.0, "trials": (SHORT,)} | changes)


def radar(**changes):
    """An ABM radar of the United States in its silo area, weak."""
    whole = {"key": "radar", "kind": "radars", "ready": 0, "rounds": None, "phased": True}
    return battery(**whole | {"mean_power": 1e3, "aperture": 100.0} | changes)


def warning(**changes):
    """An early-warning radar on the coast, looking out, strong, not tested in an ABM mode."""
    other = {"key": "warning", "purpose": "early-warning", "tested": False, "trials": None, "mean_power": 1e6}
    return radar(**other | {"border_distance": 20e3, "land_ahead": (30e3, 40e3)} | changes)


def satellite(**changes):
    """An infrared satellite."""
    return battery(**{"key": "eye", "kind": "satellites", "purpose": None, "tested": None, "ready": 0} | changes)


def deploy(*parts, **facts):
    """A deployment of these parts."""
    return Deployment(name="made-up", parts=parts, centres=CENTRES, **facts)


def russian(part, **changes):
    """The same part owned by Russia, at Moscow."""
    home = {"owner": "RU", "host": "RU", "operator": "RU", **north(MOSCOW, 0.0)}
    return dataclasses.replace(part, **home | changes)


def verdicts(key, deployment, day=DAY, party="US", reading=None):
    """Verdicts of one rule, rows with one reading name only."""
    rows = treaty.judge(BOOK, deployment, day, party)
    return [row.verdict for row in rows if row.rule == key and row.reading == reading]
