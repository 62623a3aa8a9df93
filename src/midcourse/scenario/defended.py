"""Defended area of a scenario: its protected land as cells, the flights to them and to the places, by reading."""

import dataclasses
from typing import Any, NamedTuple

import numpy as np
import shapely

from ..analysis import Status, countries_of, footprint, footprint_cells, populations
from ..earth import places
from ..engagement import Reason
from ..errors import ScenarioError
from ..policy import alliance
from ..units import km_to_m
from . import building

LEAST_RESOLUTION, GREATEST_RESOLUTION = 0.05, 10.0
"""deg, side of the cells."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of a scenario's defended area."""

    resolution_deg: float = 1.0
    shots: int = 1
    kill_probability: float | None = None
    against: str | float = "all"
    keep_out_altitude: float | None = None
    by: str | None = None


class Group(NamedTuple):
    """What some of the batteries defend alone, or every one of a layer."""

    name: str
    cells: Any  # analysis.DefendedPlaces


class Reading(NamedTuple):
    """One reading: verdicts of cells and of places, countries and people."""

    reading: str
    shots_needed: int | None
    waves: tuple  # names of the waves, as deciding_threat counts them
    cells: Any  # analysis.DefendedPlaces
    places: Any  # analysis.DefendedPlaces
    countries: Any
    populations: Any
    groups: tuple  # of Group

    def words(self, part):
        """Status in words of every row of a part.

        Parameters
        ----------
        part : {"cells", "places", "countries"}
        """
        return np.array([kind.word for kind in Status], object)[getattr(self, part).status]

    def reasons(self, part):
        """Why not, in words; None where nothing is to be told.

        Parameters
        ----------
        part : {"cells", "places"}
        """
        return np.array([kind.word or None for kind in Reason], object)[getattr(self, part).reason]

    def deciders(self, part):
        """Name of the wave that decides; None where nothing comes.

        Parameters
        ----------
        part : {"cells", "places"}
        """
        return np.array([*self.waves, None], object)[getattr(self, part).deciding_threat]


class Footprint(NamedTuple):
    """Answer of `footprint_of`."""

    scenario: str
    title: str
    question: Question
    cells: Any  # footprint_cells.Cells
    places: Any  # analysis.Places
    named: np.ndarray  # (n,) bool, places that answers name
    readings: tuple
    sites: tuple  # for maps: (key, latitude_deg, longitude_deg, kind)
    launches: tuple  # (name, latitude_deg, longitude_deg, "launch")
    protected: tuple  # codes
    notes: tuple

    def areas(self, reading=None):
        """Areas by status: word -> shapely area, degrees, longitude first, cut at the antimeridian.

        Parameters
        ----------
        reading : str or None
            None takes the first.
        """
        row = next(r for r in self.readings if reading in (None, r.reading))
        words = row.words("cells")
        names = ("defended", "undefended", "not-threatened")
        return {name: shapely.union_all(self.cells.shape[words == name]) for name in names}


def protected_land(codes):
    """Land of countries in their protected area, as `alliance.is_protected` draws it.

    Parameters
    ----------
    codes : sequence of str

    Returns
    -------
    list of (code, shapely area in degrees); territories under the code of their country
    """
    counted = {*codes, *(code for code, owner in alliance.TERRITORIES.items() if owner in codes)}
    north = shapely.box(-180.0, alliance.TROPIC_OF_CANCER, 180.0, 90.0)
    hawaii = shapely.box(-180.0, -90.0, -150.0, 30.0)
    africa = shapely.box(-10.0, -90.0, 180.0, alliance.AFRICAN_SHORE)
    found = []
    for country in places.countries():
        if country.code in counted:
            shape = shapely.intersection(country.shape, north)
            shape = shapely.difference(shape, hawaii) if country.code == "US" else shape
            shape = shapely.difference(shape, africa) if country.code == "ES" else shape
            found.append((alliance.owner_of(country.code), shape))
    return [(code, shape) for code, shape in found if not shape.is_empty]


def footprint_of(scenario, question=None, readings=()):
    """Who is defended and who is not, of a scenario's protected land and places.

    Parameters
    ----------
    scenario : loading.Scenario
    question : Question or None
    readings : sequence of str

    Returns
    -------
    Footprint

    Raises
    ------
    ScenarioError
        A resolution, an altitude or a number of shots out of bounds.
    """
    question = question or Question()
    _check(question)
    cases = [building.build(scenario, name) for name in scenario.select(readings)]
    first = cases[0]
    land = protected_land(first.protect.countries)
    cells = footprint_cells.make_cells(land, question.resolution_deg, first.earth)
    aimpoints = np.vstack([np.column_stack([cells.latitude_deg, cells.longitude_deg]), first.protect.aimpoints])
    known: dict = {}
    rows = tuple(_one(case, question, aimpoints, len(cells), known) for case in cases)
    return Footprint(
        scenario=first.scenario,
        title=first.title,
        question=question,
        cells=cells,
        places=first.protect.places,
        named=first.protect.named,
        readings=rows,
        sites=_sites(first),
        launches=tuple((t.key, *place, "launch") for t in first.threats for place in t.launches.tolist()),
        protected=first.protect.countries,
        notes=tuple(sorted({text for case in cases for text in case.warnings if not text.startswith("spacing_s")})),
    )


def _check(question):
    if not LEAST_RESOLUTION <= question.resolution_deg <= GREATEST_RESOLUTION:
        raise ScenarioError(
            "cells of that size are not made",
            where="resolution",
            got=question.resolution_deg,
            hint=f"{LEAST_RESOLUTION} to {GREATEST_RESOLUTION} degrees",
        )
    if not 1 <= question.shots <= footprint.MOST_SHOTS:
        raise ScenarioError(
            "shots are counted from one up",
            where="shots",
            got=question.shots,
            hint=f"1 to {footprint.MOST_SHOTS}",
        )
    if question.by not in (None, "battery", "layer"):
        raise ScenarioError("no such way to share out", where="by", got=question.by, hint="battery or layer")
    if question.keep_out_altitude is not None and not 0.0 <= question.keep_out_altitude <= km_to_m(1e5):
        raise ScenarioError("no such altitude", where="keep-out altitude", got=question.keep_out_altitude, hint="100")


def _sites(case):
    """(key, latitude_deg, longitude_deg, kind) of batteries and radars."""
    radars = [(s.key, s.device, "sensor") for s in case.sensors if s.kind == "radars"]
    fixed = [(b.key, b.launcher, "battery") for b in case.batteries] + radars
    return tuple((key, *np.degrees([at.latitude, at.longitude]).tolist(), kind) for key, at, kind in fixed)


def defence_of(case, question, kept=None):
    """What stands against the flights in one reading.

    Parameters
    ----------
    case : records.Case
    question : Question
    kept : callable(records.Battery) -> bool, or None for all batteries

    Returns
    -------
    footprint.Defence
    """
    batteries = [battery for battery in case.batteries if kept is None or kept(battery)]
    return footprint.Defence(
        devices=tuple(sensor.device for sensor in case.sensors),
        batteries=tuple(_kept_out(battery.launcher, question.keep_out_altitude) for battery in batteries),
        links=tuple(battery.links for battery in batteries),
        command=case.command,
        assess_time=case.doctrine.assess_time,
    )


def _kept_out(launcher, altitude):
    """The same battery, meeting nothing under an altitude."""
    kind = launcher.interceptor
    if altitude is None or altitude <= kind.minimum_altitude:
        return launcher
    if altitude >= kind.maximum_altitude:
        raise ScenarioError(
            "nothing is left between this altitude and the highest intercept",
            where=f"keep-out altitude, battery {launcher.key}",
            got=altitude,
            hint=f"below {kind.maximum_altitude / 1e3:g} km",
        )
    return dataclasses.replace(launcher, interceptor=dataclasses.replace(kind, minimum_altitude=altitude))


def _one(case, question, aimpoints, count, known):
    """One reading; readings with the same threats or sensors share what was computed."""
    waves = _waves(case, aimpoints, known)
    share = footprint.read_against(question.against)
    needed = question.shots
    if question.kill_probability is not None:
        least = footprint.shots_for(case.kill.value, question.kill_probability)
        needed = None if least is None else max(least, needed)
    looks = max(needed or 1, case.doctrine.looks)

    def verdicts(kept=None):
        met = footprint.meet(waves, defence_of(case, question, kept), looks, known)
        return footprint.judge(met, needed, share)

    whole = verdicts()
    at_places = _rows(whole, slice(count, None))
    return Reading(
        reading=case.reading,
        shots_needed=needed,
        waves=tuple(wave_name(case, wave) for wave in waves),
        cells=_rows(whole, slice(0, count)),
        places=at_places,
        countries=countries_of(case.protect.places, at_places),
        populations=populations(case.protect.places, at_places),
        groups=tuple(Group(name, _rows(verdicts(kept), slice(0, count))) for name, kept in _groups(case, question.by)),
    )


def _waves(case, aimpoints, known):
    """Waves of a case, flown once for all cases with the same threats."""
    key = tuple(
        (t.key, t.missile, t.launches.tobytes(), tuple(sorted(t.shape.items())), t.signature) for t in case.threats
    )
    if key not in known:
        known[key] = footprint.fly_waves(case.threats, aimpoints, case.earth)
    return known[key]


def wave_name(case, wave):
    """Name of a wave for people: the threat's key, and the number of the launch point where it has several.

    Parameters
    ----------
    case : records.Case
    wave : footprint.Wave
    """
    threat = case.threats[wave.threat]
    return threat.key if len(threat.launches) == 1 else f"{threat.key}/{wave.launch + 1}"


def _rows(verdicts, rows):
    return dataclasses.replace(
        verdicts, **{f.name: getattr(verdicts, f.name)[rows] for f in dataclasses.fields(verdicts)}
    )


def _groups(case, by):
    """(name, which batteries) by battery or by layer."""
    if by is None:
        return []
    names = [b.key if by == "battery" else b.launcher.layer for b in case.batteries]

    def only(name):
        return lambda b: name == (b.key if by == "battery" else b.launcher.layer)

    return [(name, only(name)) for name in dict.fromkeys(names)]
