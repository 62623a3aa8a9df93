"""Required speed as people ask it, with burn times of the catalog. docs/models/engagement/required-speed.md"""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from .. import engagement, flight
from ..analysis import meeting
from ..earth import cells
from ..errors import MidcourseError
from ..units import deg_to_rad, km_to_m
from . import catalog

INTERCEPTOR = "gbi-two-stage@mda"
"""Whose burn time an interceptor has that is known by nothing but the question."""

CLASSES = ("notional-mrbm-1300", "notional-irbm-3000", "notional-irbm-4000", "notional-icbm-8000",
           "notional-icbm-10000", "notional-icbm-12000")  # fmt: skip
"""Whose burn time an impulsive threat has: the first that is made for its ground range."""

BURNS = (0.0, 60.0, 90.0, 120.0, 150.0, 180.0, 210.0)
"""s, burn times of the interceptor for which the answer is told, to show what a belief about it is worth."""

EUROPE = (-25.0, 34.0, 45.0, 72.0)
"""deg, west, south, east, north of the map where no area is given."""

CURVE_STEP = 10.0
"""s between the delays of a curve."""

MOST_CELLS = 200_000


class RequiredSpeed(NamedTuple):
    """Answer of `required_speed`, SI."""

    flight: flight.Flight
    question: meeting.MeetingQuestion
    found: meeting.Meetings  # one row
    burns: tuple  # of (interceptor burn time s, required speed with lags m/s, inf none)
    notes: tuple

    def curve(self, delays=None):
        """Answers over delay.

        Parameters
        ----------
        delays : (m,) array, s, or None for every ten seconds of the flight

        Returns
        -------
        delays : (m,) array
        found : analysis.meeting.Meetings, m rows
        """
        delays = np.arange(0.0, self.flight.flight_time, CURVE_STEP) if delays is None else np.asarray(delays, float)
        return delays, meeting.delay_curve(_one(self.flight), self.question, delays)


class SpeedMap(NamedTuple):
    """Answer of `required_speed_map`: one row a cell of land."""

    missile: str
    launch: tuple  # deg
    latitude_deg: np.ndarray
    longitude_deg: np.ndarray
    resolution_deg: float
    reached: np.ndarray  # whether the missile reaches the cell
    question: object
    found: object  # analysis.meeting.Meetings
    notes: tuple


def _one(flown):
    return flight.flights_of(flown)


def required_speed(flown, site, delay, minimum_altitude=100e3, visible_from=None, **asked):
    """Least launch speed that meets one flight; see `ask.required_speed`.

    Parameters
    ----------
    flown : flight.Flight
    site : (latitude, longitude) in degrees
    delay : float, s
    minimum_altitude : float, m
    visible_from : (latitude, longitude) in degrees, or None
    **asked
        delay_from, phase, maximum_altitude, maximum_speed, minimum_elevation, threat_burn, interceptor_burn.

    Returns
    -------
    RequiredSpeed
    """
    question, notes = _question(flown.missile, flown.ground_range, site, delay, minimum_altitude, visible_from, asked)
    one = _one(flown)
    found = meeting.meetings(one, question)
    burns = [
        (burn, meeting.meetings(one, replace(question, interceptor_burn=burn)).lagged.required_speed[0])
        for burn in BURNS
    ]
    return RequiredSpeed(flown, question, found, tuple((burn, float(speed)) for burn, speed in burns), notes)


def required_speed_map(missile, launch, site, delay, outline=None, resolution=0.5, **asked):
    """Least launch speeds that meet the flights of a missile to every cell of land; see `ask.required_speeds`.

    Parameters
    ----------
    missile : flight.Missile
    launch, site : (latitude, longitude) in degrees
    delay : float, s
    outline : shapely geometry, degrees, or None for Europe
    resolution : float, deg
    **asked
        As `required_speed`, and shape, burnout_angle, apogee, flight_time, earth, rotating, atmosphere,
        ballistic_coefficient as `fly`.

    Returns
    -------
    SpeedMap
    """
    world = {name: asked.pop(name) for name in ("earth", "rotating", "atmosphere", "ballistic_coefficient")
             if name in asked}  # fmt: skip
    shape = flight.choose_shape(
        *(asked.pop(name, None) for name in ("shape", "burnout_angle", "apogee", "flight_time"))
    )
    latitude, longitude = _cells(outline, resolution)
    aims = np.column_stack([latitude, longitude])
    flown = flight.launch_many(missile, np.array([launch], float), aims, shape=shape, **world)
    rules = (asked.pop("minimum_altitude", 100e3), asked.pop("visible_from", None))
    farthest = _farthest(flown)
    question, notes = _question(missile, farthest, site, delay, *rules, asked)
    found = meeting.meetings(flown, question)
    reached = np.asarray(flown.reached, bool)
    return SpeedMap(missile.key, tuple(launch), latitude, longitude, resolution, reached, question, found, notes)


def _farthest(flights):
    """Ground range of the farthest flight that reaches its aim point, m, on the sphere."""
    from ..earth import great_circle_distance

    ok = np.asarray(flights.reached, bool)
    if not ok.any():
        return 0.0
    start = flights.launch_latitude[ok], flights.launch_longitude[ok]
    end = flights.aim_latitude[ok], flights.aim_longitude[ok]
    return float(great_circle_distance(start[0], start[1], end[0], end[1], flights.earth.mean_radius).max())


def _cells(outline, resolution):
    """Middles of the cells of a map, refused where there are none or too many."""
    import shapely

    low, high = cells.LEAST_RESOLUTION, cells.GREATEST_RESOLUTION
    if not low <= resolution <= high:
        raise MidcourseError(
            "cells of that size are not made", where="resolution", got=resolution, hint=f"{low} to {high} degrees"
        )
    area = shapely.box(*EUROPE) if outline is None else outline
    if area.area / resolution**2 > MOST_CELLS:
        raise MidcourseError("too many cells", where="resolution", got=resolution, hint="larger cells")
    latitude, longitude = cells.land_cells(area, resolution)
    if not len(latitude):
        raise MidcourseError("no cell of that size lies on land there", where="over", got=area.bounds, hint="smaller")
    return latitude, longitude


def _question(missile, ground_range, site, delay, minimum_altitude, visible_from, asked):
    """(MeetingQuestion, notes) from what was asked in degrees and from the catalog."""
    asked = {name: value for name, value in asked.items() if value is not None}
    watcher = None
    if visible_from is not None:
        latitude, longitude = _place(visible_from, "visible_from")
        sight = {"elevation_low": asked["minimum_elevation"]} if "minimum_elevation" in asked else {}
        watcher = engagement.Watcher(latitude=latitude, longitude=longitude, **sight)
    rules = engagement.MeetingRules(
        minimum_altitude=minimum_altitude,
        maximum_altitude=asked.pop("maximum_altitude", np.inf),
        speed_cap=asked.pop("maximum_speed", 12e3),
        watcher=watcher,
    )
    asked.pop("minimum_elevation", None)
    notes = []
    if "interceptor_burn" not in asked:
        asked["interceptor_burn"] = catalog.interceptor(INTERCEPTOR).burn_time
        notes.append(f"burn time of the interceptor: {asked['interceptor_burn']:g} s, as {INTERCEPTOR} (assumed)")
    if missile.impulsive and "threat_burn" not in asked:
        stands = _class_of(ground_range)
        asked["threat_burn"] = catalog.missile(stands).burn_time
        notes.append(f"burn time of the impulsive threat: {asked['threat_burn']:g} s, as {stands} (assumed)")
    if not missile.impulsive and "threat_burn" in asked:
        raise MidcourseError(
            "a staged threat burns as long as its stages do",
            where="threat_burn",
            got=asked["threat_burn"],
            hint="leave it out, or ask for an impulsive missile",
        )
    question = meeting.MeetingQuestion(site=_place(site, "site"), delay=delay, rules=rules, **asked)
    return question, tuple(notes)


def _class_of(ground_range):
    """Key of the first notional class that is made for a ground range, m; the longest where none is."""
    made = [key for key in CLASSES if km_to_m(float(key.rsplit("-", 1)[1])) >= ground_range]
    return made[0] if made else CLASSES[-1]


def _place(place, where):
    """A place in degrees as (latitude, longitude) in rad."""
    latitude, longitude = (float(part) for part in place)
    if not (abs(latitude) <= 90.0 and abs(longitude) <= 360.0):
        raise MidcourseError("no such place on the Earth", where=where, got=(latitude, longitude), hint="degrees")
    return deg_to_rad(latitude), deg_to_rad(longitude)
