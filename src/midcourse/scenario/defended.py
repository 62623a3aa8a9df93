"""Defended area of a scenario: its protected land as cells, the flights to them and to the places, by reading."""

import dataclasses
from typing import Any, NamedTuple

import numpy as np
import shapely

from ..analysis import Status, countries_of, footprint, footprint_cells, footprint_edges, populations
from ..earth import places
from ..engagement import Reason
from ..errors import ScenarioError
from ..policy import alliance
from . import building, defended_grid, defended_ground
from .defended_question import Question, barred_notes, check, terms_of, verdicts_of
from .loading import load

COARSEST, COARSEST_SIDE = 8, 2.0
"""Boxes of the finest grid a side, and degrees, of the cells that a footprint starts with."""


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
    launch_area: Any  # defended_ground.LaunchArea or None
    operating_area: Any  # defended_ground.OperatingArea or None
    other: Any  # Group of what it is compared with, or None: verdicts of its cells
    other_places: Any  # analysis.DefendedPlaces or None
    sites: tuple  # for maps: (key, latitude_deg, longitude_deg, kind) of what stands in this reading

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

    def changed(self, row):
        """Cells and places defended only with the other architecture, and only with this one: four masks.

        Parameters
        ----------
        row : Reading
        """
        pairs = ((row.cells, row.other.cells), (row.places, row.other_places))
        gained, lost = ([b.covered & ~a.covered for a, b in pairs], [a.covered & ~b.covered for a, b in pairs])
        return gained[0], lost[0], gained[1], lost[1]

    def grid(self, reading=None):
        """Even grid of one reading as an xarray Dataset: status, shots, reason; -1 where nothing was asked.

        Parameters
        ----------
        reading : str or None
            None takes the first.
        """
        row = next(r for r in self.readings if reading in (None, r.reading))
        words = [kind.word for kind in Status if kind != Status.PARTLY]
        return defended_grid.dataset(self.cells, row.cells, words, {"scenario": self.scenario, "reading": row.reading})

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
        A resolution, an altitude or a number of shots out of bounds, no such place, part or other scenario.
    """
    question = question or Question()
    check(question)
    cases = [building.build(scenario, name) for name in scenario.select(readings)]
    others = [other_case(scenario, case, question.difference) for case in cases]
    first = cases[0]
    cells, at_cells = _adaptive(cases, others, question)
    waves: dict = {}
    at_places = verdict_tables(cases, others, question, first.protect.aimpoints, waves)
    rows = [
        _reading(case, question, cells_of, places_of, waves[case.reading])
        for case, cells_of, places_of in zip(cases, at_cells, at_places, strict=True)
    ]
    return Footprint(
        scenario=first.scenario,
        title=first.title,
        question=question,
        cells=cells,
        places=first.protect.places,
        named=first.protect.named,
        readings=tuple(rows),
        sites=_sites(first),
        launches=tuple((t.key, *place, "launch") for t in first.threats for place in t.launches.tolist()),
        protected=first.protect.countries,
        notes=_notes(cases, question),
    )


def _notes(cases, question):
    """What an answer warns of, over all readings."""
    said = {text for case in cases for text in case.warnings if not text.startswith("spacing_s")}
    return tuple(sorted(said.union(*(barred_notes(case, question) for case in cases))))


def _adaptive(cases, others, question):
    """Cells, large where neighbours agree and of the resolution asked for at every edge, and verdicts on them."""
    land, earth = protected_land(cases[0].protect.countries), cases[0].earth
    size = 1
    while question.adaptive and size < COARSEST and 2 * size * question.resolution_deg <= COARSEST_SIDE:
        size *= 2
    cells = footprint_cells.make_cells(land, question.resolution_deg, earth, size)
    tables = verdict_tables(cases, others, question, _aims(cells))
    while True:
        parts = [part for table in tables for part in table.values()]
        signature = np.column_stack([column for part in parts for column in (part.status, part.shots)])
        rows = footprint_edges.edge_cells(cells, signature) & (cells.size > 1)
        if not rows.any():
            return cells, tables
        quarters, _ = footprint_cells.split(cells.take(rows), land, earth)
        finer = verdict_tables(cases, others, question, _aims(quarters))
        cells = footprint_cells.joined(cells.take(~rows), quarters)
        tables = [
            {name: _joined(_rows(table[name], ~rows), new[name]) for name in table}
            for table, new in zip(tables, finer, strict=True)
        ]


def _aims(cells):
    return np.column_stack([cells.latitude_deg, cells.longitude_deg])


def verdict_tables(cases, others, question, aimpoints, waves=None):
    """Verdicts of aim points in every reading: "whole", "by NAME" of each group of batteries, and "other".

    Parameters
    ----------
    cases : sequence of records.Case
    others : sequence of records.Case or None, what each is compared with
    question : Question
    aimpoints : (n, 2) array, degrees
    waves : dict or None
        Filled with the flights, by reading.

    Returns
    -------
    list of dict of name -> analysis.DefendedPlaces
    """
    known: dict = {}
    tables = []
    for case, other in zip(cases, others, strict=True):
        own = _waves(case, aimpoints, known)
        table = {"whole": verdicts_of(own, case, question, known)}
        for name, kept in _groups(case, question.by):
            table[f"by {name}"] = verdicts_of(own, case, question, known, kept)
        if other is not None:
            table["other"] = verdicts_of(_waves(other, aimpoints, known), other, question, known)
        tables.append(table)
        if waves is not None:
            waves[case.reading] = own
    return tables


def other_case(scenario, case, wanted):
    """The case that one is compared with; None where none is asked for.

    Parameters
    ----------
    scenario : loading.Scenario
    case : records.Case
    wanted : str or None
        Another reading of the scenario, "without:KEY" or "without:COUNTRY", or another scenario (that reading of it, or
        its only one).

    Raises
    ------
    ScenarioError
        None of these.
    """
    if wanted is None:
        return None
    if wanted.startswith("without:"):
        return without(case, wanted.removeprefix("without:"))
    if wanted in scenario.readings:
        return building.build(scenario, wanted)
    other = load(wanted)
    if case.reading not in other.readings and len(other.readings) > 1:
        raise ScenarioError(
            "the other scenario has no such reading",
            where="difference",
            got=case.reading,
            hint=", ".join(other.readings),
        )
    return building.build(other, case.reading if case.reading in other.readings else None)


def without(case, key):
    """The case without the sensors and batteries of a key, or of a country that owns or hosts them.

    Parameters
    ----------
    case : records.Case
    key : str

    Raises
    ------
    ScenarioError
        Nothing is of that key or country.
    """
    kept = np.array([key not in (s.key, s.owner, s.host) for s in case.sensors], bool)
    batteries = [b for b in case.batteries if key not in (b.key, b.owner, b.host)]
    if kept.all() and len(batteries) == len(case.batteries):
        keys = ", ".join(part.key for part in (*case.sensors, *case.batteries))
        raise ScenarioError("no sensor or battery of that key or country", where="difference", got=key, hint=keys)

    def cut(links):
        return dataclasses.replace(links, **{n: getattr(links, n)[kept] for n in ("shared", "own", "latency")})

    return dataclasses.replace(
        case,
        sensors=tuple(s for s, stays in zip(case.sensors, kept, strict=True) if stays),
        batteries=tuple(dataclasses.replace(b, links=cut(b.links)) for b in batteries),
    )


def _sites(case):
    """(key, latitude_deg, longitude_deg, kind) of batteries and radars."""
    radars = [(s.key, s.device, "sensor") for s in case.sensors if s.kind == "radars"]
    fixed = [(b.key, b.launcher, "battery") for b in case.batteries] + radars
    return tuple((key, *np.degrees([at.latitude, at.longitude]).tolist(), kind) for key, at, kind in fixed)


def _reading(case, question, at_cells, at_places, waves):
    """Answer of one reading from its verdicts."""
    whole, ground = at_places["whole"], {"launch_area": None, "operating_area": None}
    if question.launch_area is not None:
        ground["launch_area"] = defended_ground.launch_area(case, question)
    if question.operating_area is not None:
        listed = defended_ground.list_of(waves, whole, case.protect.named)
        ground["operating_area"] = defended_ground.operating_area(case, question, listed)
    return Reading(
        reading=case.reading,
        shots_needed=terms_of(case, question).shots_needed,
        waves=tuple(wave_name(case, wave) for wave in waves),
        cells=at_cells["whole"],
        places=whole,
        countries=countries_of(case.protect.places, whole),
        populations=populations(case.protect.places, whole),
        groups=tuple(Group(name[3:], found) for name, found in at_cells.items() if name.startswith("by ")),
        other=Group(question.difference, at_cells["other"]) if "other" in at_cells else None,
        other_places=at_places.get("other"),
        sites=_sites(case),
        **ground,
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


def _joined(one, two):
    """Verdicts of two sets of aim points as one."""
    columns = {f.name: [getattr(one, f.name), getattr(two, f.name)] for f in dataclasses.fields(one)}
    return dataclasses.replace(one, **{name: np.concatenate(parts) for name, parts in columns.items()})


def _groups(case, by):
    """(name, which batteries) by battery or by layer."""
    if by is None:
        return []
    names = [b.key if by == "battery" else b.launcher.layer for b in case.batteries]

    def only(name):
        return lambda b: name == (b.key if by == "battery" else b.launcher.layer)

    return [(name, only(name)) for name in dict.fromkeys(names)]
