"""A defended area that follows the hand: flights kept once, verdicts again for every move, the engine's own.

Model page: docs/models/analysis/footprint.md.
"""

import dataclasses
import math
from typing import Any, NamedTuple

import numpy as np

from ..analysis import DefendedPlaces, Places, Status, footprint, footprint_cells
from . import defended, defended_follow
from .defended_question import Question, terms_of, verdicts_of

_PLACE = ("name", "country", "latitude", "longitude", "population", "capital")

MOST_KEPT, MOST_LOOKS = 4, 24
"""Sets of flights that are kept, and what sensors saw of them."""


class Ground(NamedTuple):
    """Where flights are aimed at: cells of one size, then the places of the scenario."""

    cells: Any  # footprint_cells.Cells
    places: Any  # analysis.Places
    aimpoints: np.ndarray  # (n, 2) degrees, cells first
    countries: tuple


class _Flown(NamedTuple):
    """Flights to a ground, and what is known of them by how large they look: it lives and dies with them."""

    waves: tuple
    known: dict  # signatures -> what `analysis.footprint.meet` keeps

    def seen_as(self, signatures):
        """The waves with these signatures, and what is known of them."""
        waves, known = self.known.get(signatures) or (
            tuple(wave._replace(signature=signatures[wave.threat]) for wave in self.waves),
            {},
        )
        while len(self.known) >= MOST_KEPT and signatures not in self.known:
            self.known.pop(next(iter(self.known)))
        self.known[signatures] = waves, known
        while len(known) > MOST_LOOKS:
            known.pop(next(iter(known)))
        return waves, known


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


def exact(case, ground, known):
    """Footprint of one reading on kept ground: the cells of the ground, all of one size.

    Parameters
    ----------
    case : records.Case
    ground : Ground
        Of a scenario with the same protected countries.
    known : dict
        Flights and sightings from before; filled here, the oldest leave.

    Returns
    -------
    defended.Footprint
    """
    question = Question(resolution_deg=ground.cells.resolution, adaptive=False)
    waves, seen = _flown(case, ground, known).seen_as(_signatures(case))
    found = verdicts_of(waves, case, question, seen)
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


def named(cases, known):
    """Verdicts of the places that answers name, in several readings, with reasons: few flights, so it is fast.

    Parameters
    ----------
    cases : sequence of records.Case
        Readings of one scenario.
    known : dict
        As in `exact`.

    Returns
    -------
    defended.Footprint
        Its cells are empty.
    """
    rows, question = [], Question(adaptive=False)
    first = cases[0].protect
    some = np.flatnonzero(first.named)
    places = Places(**{name: getattr(first.places, name)[some] for name in _PLACE})
    nothing = footprint_cells.Cells(**dict.fromkeys(footprint_cells.ROWS, np.zeros(0)), resolution=math.nan)
    on = Ground(nothing, places, first.aimpoints[some], first.countries)
    for case in cases:
        waves, seen = _flown(case, on, known, (first.countries, "named")).seen_as(_signatures(case))
        found = verdicts_of(waves, case, question, seen)
        empty = _rows(found, slice(0, 0))
        asked = dataclasses.replace(case, protect=dataclasses.replace(first, places=places, named=first.named[some]))
        rows.append(defended._reading(asked, question, {"whole": empty}, {"whole": found}, waves))
    return _footprint(cases[0], question, on, first.named[some], tuple(rows))


def quick(case, ground, known, box=None):
    """Whether one shot fits against every flight to the cells and the named places: the engagement room's answer, fast.

    Parameters
    ----------
    case : records.Case
    ground : Ground
    known : dict
        As in `exact`.
    box : (west, south, east, north) or None
        Degrees; only cells and places in it are asked.

    Returns
    -------
    Quick
    """
    rows = _kept(known, "rows", (id(ground), box), lambda: (ground, _asked_rows(ground, case.protect.named, box)))[1]
    coming, met = np.zeros((2, len(rows)), np.int64)
    for wave in _followed(case, ground, rows, box, known):
        coming[wave.rows] += 1
        met[wave.rows] += defended_follow.fits(case, wave)
    share, threatened = terms_of(case, Question()).share, coming > 0
    return Quick(rows, threatened, threatened & (met >= share * coming - 1e-9) & (met > 0))


def status_of(found):
    """Statuses of the rows of a quick answer, (k,) codes of `analysis.Status`.

    Parameters
    ----------
    found : Quick
    """
    held = np.where(found.covered, Status.DEFENDED, Status.UNDEFENDED)
    return np.where(found.threatened, held, Status.NOT_THREATENED).astype(np.int8)


def _asked_rows(ground, named, box):
    """Rows of the cells and of the named places that lie in a box; all of these without one."""
    asked = np.concatenate([np.ones(len(ground.cells), bool), named])
    if box is None:
        return np.flatnonzero(asked)
    west, south, east, north = box
    latitude, longitude = ground.aimpoints.T
    turned = (longitude - west) % 360.0
    width = 360.0 if east - west >= 360.0 else (east - west) % 360.0
    return np.flatnonzero(asked & (latitude >= south) & (latitude <= north) & (turned <= width))


def _parts(ground):
    """Rows of the cells, rows of the places."""
    count = len(ground.cells)
    return slice(0, count), slice(count, None)


def _rows(verdicts, part):
    names = ("status", "shots", "deciding_threat", "reason")
    return DefendedPlaces(**{name: getattr(verdicts, name)[part] for name in names})


def _threat_key(case):
    return tuple((t.key, t.missile, t.launches.tobytes(), tuple(sorted(t.shape.items()))) for t in case.threats)


def _signatures(case):
    return tuple(threat.signature for threat in case.threats)


def _kept(known, kind, key, make):
    """What was made for this key before; else made now, and the oldest of its kind forgotten."""
    kept = known.setdefault(kind, {})
    if key not in kept:
        while len(kept) >= MOST_KEPT:
            kept.pop(next(iter(kept)))
        kept[key] = make()
    return kept[key]


def _flown(case, ground, known, name=None):
    """Flights to a ground, and the ground with them, so that no other takes its identity; kept."""
    key = _threat_key(case), id(ground) if name is None else name

    def make():
        return ground, _Flown(footprint.fly_waves(case.threats, ground.aimpoints, case.earth), {})

    return _kept(known, "waves", key, make)[1]


def _followed(case, ground, rows, box, known):
    """Flights of every wave to some rows of the ground; kept."""
    waves = _flown(case, ground, known).waves

    def make():
        return waves, [defended_follow.follow(wave, rows) for wave in waves]

    return _kept(known, "followed", (id(waves), box), make)[1]
