"""Ground of the attacker and of the defence: from where a place is out of danger, and where a part may stand."""

import dataclasses
from typing import Any, NamedTuple

import numpy as np

from .. import engagement, flight, sensing
from ..analysis import Status, footprint, footprint_cells, footprint_live
from ..errors import CatalogError, ScenarioError
from ..units import deg_to_rad
from . import catalog
from .defended_question import defence_of, terms_of, verdicts_of


class LaunchArea(NamedTuple):
    """From where each battery alone denies the flights to one place; cells are launch points."""

    place: str
    latitude_deg: float
    longitude_deg: float
    cells: Any  # footprint_cells.Cells
    by_battery: tuple  # of (battery, analysis.DefendedPlaces)

    def denied(self, row):
        """Area denied by one battery, m^2.

        Parameters
        ----------
        row : int
        """
        return float(self.cells.area[self.by_battery[row][1].covered].sum())


class OperatingArea(NamedTuple):
    """Where a battery or sensor may stand so that every place defended as written still is; cells are its places."""

    key: str
    cells: Any  # footprint_cells.Cells
    good: np.ndarray  # (n,) bool
    held: np.ndarray  # (n,) places of the list that are still defended
    listed: int  # places of the list

    @property
    def area(self):
        """Area of the good ground, m^2."""
        return float(self.cells.area[self.good].sum())


def launch_area(case, question):
    """Launch area denied for one place: by each battery alone, against every threat that reaches it from there.

    Parameters
    ----------
    case : records.Case
    question : Question

    Returns
    -------
    LaunchArea

    Raises
    ------
    ScenarioError
        No such place.
    """
    name, latitude, longitude = _place(case, question.launch_area)
    cells = _ground(question, case.earth)
    launches = np.column_stack([cells.latitude_deg, cells.longitude_deg])
    waves = []
    for k, threat in enumerate(case.threats):
        shape = flight.choose_shape(**threat.shape)
        aim = np.array([[latitude, longitude]])
        flights = flight.launch_many(threat.missile, launches, aim, shape=shape, earth=case.earth)
        waves.append(footprint.Wave(k, 0, flights, threat.signature))
    known: dict = {}
    found = []
    for battery in case.batteries:
        key = battery.key
        found.append((key, verdicts_of(waves, case, question, known, lambda b, key=key: b.key == key)))
    return LaunchArea(name, latitude, longitude, cells, tuple(found))


def _ground(question, earth):
    """Cells of the area to look in."""
    return footprint_cells.make_cells([("", question.over)], question.resolution_deg, earth)


def _place(case, wanted):
    """(name, latitude, longitude) in degrees of a place given by name, by the key of a site, or by its degrees."""
    if not isinstance(wanted, str):
        return f"{wanted[0]:g}, {wanted[1]:g}", float(wanted[0]), float(wanted[1])
    rows = np.flatnonzero(case.protect.places.name == wanted)
    if len(rows):
        largest = rows[np.argmax(case.protect.places.population[rows])]
        return wanted, *case.protect.aimpoints[largest].tolist()
    try:
        latitude, longitude = (float(part) for part in wanted.split(","))
        return wanted, latitude, longitude
    except ValueError:
        pass
    try:
        site = catalog.site(wanted)
    except CatalogError as error:
        hint = "LAT,LON, a city of the protected area, or the key of a site"
        raise ScenarioError("no such place", where="launch area", got=wanted, hint=hint) from error
    return wanted, site.latitude_deg, site.longitude_deg


def operating_area(case, question, waves):
    """Where one battery or sensor may stand so that the places of a list are still defended, the rest as written.

    Parameters
    ----------
    case : records.Case
    question : Question
    waves : sequence of footprint.Wave
        Flights to the places of the list.

    Returns
    -------
    OperatingArea

    Raises
    ------
    ScenarioError
        No battery or radar of that key.
    """
    key, cells = question.operating_area, _ground(question, case.earth)
    if key not in [b.key for b in case.batteries] + [s.key for s in case.sensors if s.kind == "radars"]:
        keys = ", ".join([b.key for b in case.batteries] + [s.key for s in case.sensors if s.kind == "radars"])
        raise ScenarioError("no battery or radar of that key", where="operating area", got=key, hint=keys)
    count = len(waves[0].flights)
    if not count:
        return OperatingArea(key, cells, np.ones(len(cells), bool), np.zeros(len(cells), int), 0)
    known: dict = {}
    held = np.zeros(len(cells), int)
    if _is_simple(case, question):
        good, held = _battery_anywhere(case, question, waves, cells)
        return OperatingArea(key, cells, good, held, count)
    if _only_sees(case, key):
        held = _radar_anywhere(case, question, waves, cells)
        return OperatingArea(key, cells, held == count, held, count)
    for row, (latitude, longitude) in enumerate(zip(cells.latitude_deg, cells.longitude_deg, strict=True)):
        moved = moved_case(case, key, deg_to_rad(latitude), deg_to_rad(longitude))
        held[row] = verdicts_of(waves, moved, question, known).covered.sum()
    return OperatingArea(key, cells, held == count, held, count)


def _is_simple(case, question):
    """Whether one shot of any battery is all that is asked, and the part that moves is a battery."""
    terms = terms_of(case, question)
    return (terms.shots_needed, terms.share) == (1, 1.0) and question.operating_area in [b.key for b in case.batteries]


def _battery_anywhere(case, question, waves, cells):
    """(good, held) of one battery at every cell: who sees what and when stays, only the way to the meeting moves."""
    defence, known = defence_of(case, question), {}
    count, row = len(waves[0].flights), [b.key for b in case.batteries].index(question.operating_area)
    safe = np.ones((len(cells), count), bool)
    places = np.radians(np.column_stack([cells.latitude_deg, cells.longitude_deg]))
    for wave in waves:
        ready = footprint.lift_off(wave, defence, known)
        samples = footprint_live.samples_of(wave.flights)
        others = ~wave.flights.reached
        for k, battery in enumerate(defence.batteries):
            if k != row:
                others |= footprint_live.can_meet(wave.flights, samples, battery, ready[:, k])
        moving = defence.batteries[row]
        spans = footprint_live.spans_of(samples, moving)
        for j, (latitude, longitude) in enumerate(places.tolist()):
            moved = dataclasses.replace(moving, latitude=latitude, longitude=longitude)
            safe[j] &= others | footprint_live.can_meet(wave.flights, samples, moved, ready[:, row], spans=spans)
    held = safe.sum(axis=1)
    return held == count, held


AT_A_TIME = 65_536
"""Flights as seen from all the cells that are looked at together."""


def _only_sees(case, key):
    """Whether the part that moves is one radar and nothing else."""
    return [s.key for s in case.sensors].count(key) == 1 and key not in [b.key for b in case.batteries]


def _radar_anywhere(case, question, waves, cells):
    """Flights of the list that are still met with one radar at each cell: all cells are watched from in one pass."""
    defence, terms = defence_of(case, question), terms_of(case, question)
    column = [s.key for s in case.sensors].index(question.operating_area)
    places = np.radians(np.column_stack([cells.latitude_deg, cells.longitude_deg]))
    count, known = len(waves[0].flights), {}
    held = np.zeros(len(cells), int)
    for first in range(0, len(cells), max(1, AT_A_TIME // count)):
        some = slice(first, first + max(1, AT_A_TIME // count))
        met = [_met_from(wave, defence, column, places[some], terms.looks, known) for wave in waves]
        reached = np.stack([np.tile(wave.flights.reached, len(places[some])) for wave in waves])
        whole = footprint.Met(reached, np.stack(met), np.zeros(reached.shape, np.int8))
        judged = footprint.judge(whole, terms.shots_needed, terms.share)
        held[some] = judged.covered.reshape(-1, count).sum(axis=1)
    return held


def _met_from(wave, defence, column, places, looks, known):
    """Shots that fit against the flights of a wave, (places x flights,), with the radar of a column at each place."""
    key, flights = id(wave.flights), wave.flights
    if key not in known:
        known[key] = footprint_live.samples_of(flights), {}
    samples, others = known[key]
    seen = sensing.watch_moved(defence.devices, column, places, flights, wave.signature, others)
    rows = np.tile(np.arange(len(flights)), len(places))
    lag = np.nan_to_num(flights.lag)[rows]
    chains = [engagement.chain_of_times(seen, defence.command, links, lag) for links in defence.links]
    ready = np.column_stack([chain.lift_off_earliest for chain in chains])
    ready[~flights.reached[rows]] = np.inf
    return footprint.shots_that_fit(flights, samples, defence, ready, looks, rows)


def moved_case(case, key, latitude, longitude):
    """The case with one battery or radar somewhere else, at sea level.

    Parameters
    ----------
    case : records.Case
    key : str
    latitude, longitude : float, rad
    """

    def battery(part):
        launcher = dataclasses.replace(part.launcher, latitude=latitude, longitude=longitude)
        return dataclasses.replace(part, launcher=launcher)

    def sensor(part):
        device = dataclasses.replace(part.device, latitude=latitude, longitude=longitude, altitude=0.0)
        return dataclasses.replace(part, device=device)

    return dataclasses.replace(
        case,
        batteries=tuple(battery(b) if b.key == key else b for b in case.batteries),
        sensors=tuple(sensor(s) if s.key == key else s for s in case.sensors),
    )


def list_of(waves, at_places, named):
    """Flights to the named places that are defended as written.

    Parameters
    ----------
    waves : sequence of footprint.Wave
        To every place.
    at_places : analysis.DefendedPlaces
    named : (n,) array of bool

    Returns
    -------
    tuple of footprint.Wave
    """
    rows = np.flatnonzero(named & (at_places.status == Status.DEFENDED))
    return tuple(wave._replace(flights=engagement.rows_of(wave.flights, rows)) for wave in waves)
