"""A defended area that follows the hand: flights kept once, verdicts again for every move, the engine's own.

Model page: docs/models/analysis/footprint.md.
"""

import dataclasses
import math
from typing import Any, NamedTuple

import numpy as np

from .. import engagement
from ..analysis import DefendedPlaces, Places, Status, footprint, footprint_cells, footprint_live
from . import building, defended
from .defended_question import Question, defence_of, terms_of, verdicts_of

_PLACE = ("name", "country", "latitude", "longitude", "population", "capital")

MOST_KEPT = 4
"""Sets of flights, and of sightings by one set of sensors, that are kept at a time."""


class Ground(NamedTuple):
    """Where flights are aimed at: cells of one size, then the places of the scenario."""

    cells: Any  # footprint_cells.Cells
    places: Any  # analysis.Places
    aimpoints: np.ndarray  # (n, 2) degrees, cells first
    countries: tuple


class Quick(NamedTuple):
    """What a hand that still moves needs: whether one shot fits against every flight, cell by cell, place by place."""

    rows: np.ndarray  # of the ground, that were asked
    threatened: np.ndarray  # (k,) bool
    covered: np.ndarray  # (k,) bool


def ground_of(case, resolution_deg):
    """Aim points of one reading's protected land and places.

    Parameters
    ----------
    case : records.Case
    resolution_deg : float

    Returns
    -------
    Ground
    """
    land = defended.protected_land(case.protect.countries)
    cells = footprint_cells.make_cells(land, resolution_deg, case.earth)
    aims = np.column_stack([cells.latitude_deg, cells.longitude_deg])
    return Ground(cells, case.protect.places, np.vstack([aims, case.protect.aimpoints]), case.protect.countries)


def exact(scenario, reading, ground, known):
    """Footprint of one reading on kept ground: the cells of the ground, all of one size.

    Parameters
    ----------
    scenario : loading.Scenario
    reading : str
    ground : Ground
        Of a scenario with the same protected countries.
    known : dict
        Flights and sightings from before; filled here, the oldest leave.

    Returns
    -------
    defended.Footprint
    """
    case = building.build(scenario, reading)
    question = Question(resolution_deg=ground.cells.resolution, adaptive=False)
    waves = _kept_waves(case, ground, known)
    found = verdicts_of(waves, case, question, _seen(known))
    cells, places = (_rows(found, part) for part in _parts(ground))
    row = defended._reading(case, question, {"whole": cells}, {"whole": places}, waves)
    return _footprint(case, question, ground, case.protect.named, (row,))


def _footprint(case, question, ground, shown, rows):
    """Readings as the answer of a footprint."""
    return defended.Footprint(
        scenario=case.scenario,
        title=case.title,
        question=question,
        cells=ground.cells,
        places=ground.places,
        named=shown,
        readings=rows,
        sites=defended._sites(case),
        launches=tuple((t.key, *place, "launch") for t in case.threats for place in t.launches.tolist()),
        protected=case.protect.countries,
        notes=tuple(sorted({text for text in case.warnings if not text.startswith("spacing_s")})),
    )


def named(scenario, readings, known):
    """Verdicts of the places that answers name, in several readings, with reasons: few flights, so it is fast.

    Parameters
    ----------
    scenario : loading.Scenario
    readings : sequence of str
    known : dict
        As in `exact`.

    Returns
    -------
    defended.Footprint
        Its cells are empty.
    """
    cases = [building.build(scenario, reading) for reading in readings]
    rows, question = [], Question(adaptive=False)
    first = cases[0].protect
    some = np.flatnonzero(first.named)
    places = Places(**{name: getattr(first.places, name)[some] for name in _PLACE})
    nothing = footprint_cells.Cells(**dict.fromkeys(footprint_cells.ROWS, np.zeros(0)), resolution=math.nan)
    on = Ground(nothing, places, first.aimpoints[some], first.countries)
    for case in cases:
        waves = _kept_waves(case, on, known, (first.countries, "named"))
        found = verdicts_of(waves, case, question, _seen(known))
        empty = _rows(found, slice(0, 0))
        asked = dataclasses.replace(case, protect=dataclasses.replace(first, places=places, named=first.named[some]))
        rows.append(defended._reading(asked, question, {"whole": empty}, {"whole": found}, waves))
    return _footprint(cases[0], question, on, first.named[some], tuple(rows))


def quick(scenario, reading, ground, known, box=None):
    """Whether one shot fits against every flight: the engagement room's answer, fast.

    Parameters
    ----------
    scenario : loading.Scenario
    reading : str
    ground : Ground
    known : dict
        As in `exact`.
    box : (west, south, east, north) or None
        Degrees; only cells and places in it are asked.

    Returns
    -------
    Quick
    """
    case = building.build(scenario, reading)
    rows = _within(ground, box)
    threatened = np.zeros(len(rows), bool)
    coming, met = np.zeros((2, len(rows)), np.int64)
    for wave, samples in _sampled(case, ground, rows, box, known):
        ready = footprint.lift_off(wave, defence_of(case, Question()), _seen(known))
        reached = wave.flights.reached
        fits = np.zeros(len(rows), bool)
        for j, battery in enumerate(case.batteries):
            open_rows = reached & ~fits
            lift_off = np.where(open_rows, ready[:, j], np.inf)
            fits |= footprint_live.can_meet(wave.flights, samples, battery.launcher, lift_off)
        threatened |= reached
        coming += reached
        met += fits & reached
    share = terms_of(case, Question()).share
    return Quick(rows, threatened, threatened & (met >= share * coming - 1e-9) & (met > 0))


def status_of(found):
    """Statuses of the rows of a quick answer, (k,) codes of `analysis.Status`.

    Parameters
    ----------
    found : Quick
    """
    held = np.where(found.covered, Status.DEFENDED, Status.UNDEFENDED)
    return np.where(found.threatened, held, Status.NOT_THREATENED).astype(np.int8)


def _within(ground, box):
    """Rows of the ground in a box; all without one."""
    if box is None:
        return np.arange(len(ground.aimpoints))
    west, south, east, north = box
    latitude, longitude = ground.aimpoints.T
    turned = (longitude - west) % 360.0
    width = 360.0 if east - west >= 360.0 else (east - west) % 360.0
    return np.flatnonzero((latitude >= south) & (latitude <= north) & (turned <= width))


def _parts(ground):
    """Rows of the cells, rows of the places."""
    count = len(ground.cells)
    return slice(0, count), slice(count, None)


def _rows(verdicts, part):
    names = ("status", "shots", "deciding_threat", "reason")
    return DefendedPlaces(**{name: getattr(verdicts, name)[part] for name in names})


def _threat_key(case):
    return tuple(
        (t.key, t.missile, t.launches.tobytes(), tuple(sorted(t.shape.items())), t.signature) for t in case.threats
    )


def _kept(known, kind, key, make):
    """What was made for this key before; else made now, and the oldest of its kind forgotten."""
    kept = known.setdefault(kind, {})
    if key not in kept:
        while len(kept) >= MOST_KEPT:
            kept.pop(next(iter(kept)))
        kept[key] = make()
    return kept[key]


def _kept_waves(case, ground, known, name=None):
    key = _threat_key(case), id(ground) if name is None else name
    return _kept(known, "waves", key, lambda: footprint.fly_waves(case.threats, ground.aimpoints, case.earth))


def _seen(known):
    """Sightings that are kept; the oldest leave."""
    seen = known.setdefault("seen", {})
    while len(seen) > MOST_KEPT * 8:
        seen.pop(next(iter(seen)))
    return seen


def _sampled(case, ground, rows, box, known):
    """(wave, samples) of every wave, of some rows of the ground only; kept."""
    waves = _kept_waves(case, ground, known)

    def make():
        some = [wave._replace(flights=engagement.rows_of(wave.flights, rows)) for wave in waves]
        return [(wave, footprint_live.samples_of(wave.flights)) for wave in some]

    return _kept(known, "samples", (id(waves), box), make)
