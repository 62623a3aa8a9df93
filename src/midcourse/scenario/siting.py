"""Where defensive parts stand best: one radar, batteries, over places on a grid in an area. Never what is attacked.

Model page: docs/models/analysis/siting.md.
"""

import dataclasses
import pickle
from typing import Any, NamedTuple

import numpy as np

from .. import earth
from ..analysis import footprint, footprint_live, site_choice, site_field, site_ready
from ..earth import places as geodata
from ..engagement import Reason
from ..errors import ScenarioError
from ..policy.scope import refuse_free_variable
from ..units import m_to_km, rad_to_deg
from . import building
from .defended_ground import moved_case
from .defended_question import Question, defence_of, verdicts_of

GOALS = ("population", "capitals", "members")
METHODS = ("auto", "all-tried", "covering")
LEAST_SPACING, GREATEST_SPACING = 5e3, 2e6
MOST_CANDIDATES = 5000

LARGEST_KEPT, MOST_KEPT = 128 * 2**20, 4
"""Bytes of ready times up to which, and readings for how many of which, they are kept for other readings."""


class Asked(NamedTuple):
    """What is asked: which parts move, where, and for whom."""

    move: tuple
    over: Any  # shapely area, degrees, longitude first
    spacing: float  # m
    goal: str = "population"
    at_sea: bool = False
    apart: float = 0.0  # m, within which another choice is the same one
    method: str = "auto"


class SiteReading(NamedTuple):
    """Best places in one reading."""

    reading: str
    keys: tuple
    answer: Any  # site_choice.Answer
    why_not: str | None  # reason in words where no place adds anything
    fixed: tuple  # for maps: (key, latitude_deg, longitude_deg, kind) of what stands


class Siting(NamedTuple):
    """Answer of `siting_of`; candidates in degrees."""

    scenario: str
    title: str
    asked: Asked
    latitude_deg: np.ndarray
    longitude_deg: np.ndarray
    readings: tuple
    launches: tuple  # (name, latitude_deg, longitude_deg, "launch")
    notes: tuple


def siting_of(scenario, asked, readings=(), tell=None):
    """Best and second best places of parts of the defence.

    Parameters
    ----------
    scenario : loading.Scenario
    asked : Asked
    readings : sequence of str
    tell : callable(stage, done, total) or None

    Returns
    -------
    Siting

    Raises
    ------
    ScenarioError
        No such part, one that cannot move, no place to try, or a number out of bounds.
    MidcourseError
        What moves is an attacker's choice, or there are too many choices.
    """
    cases = [building.build(scenario, name) for name in scenario.select(readings)]
    _check(asked, cases[0])
    latitude, longitude = candidates(asked.over, asked.spacing, cases[0].earth, asked.at_sea)
    _check_count(len(latitude), asked.spacing)
    known: dict = {}
    rows = []
    for case in cases:

        def report(stage, done, total, name=case.reading):
            if tell:
                tell(f"{name}, {stage}", done, total)

        rows.append(_reading(case, asked, np.radians(latitude), np.radians(longitude), known, report))
    first = cases[0]
    return Siting(
        scenario=first.scenario,
        title=first.title,
        asked=asked,
        latitude_deg=latitude,
        longitude_deg=longitude,
        readings=tuple(rows),
        launches=tuple((t.key, *place, "launch") for t in first.threats for place in t.launches.tolist()),
        notes=tuple(sorted({text for case in cases for text in case.warnings if not text.startswith("spacing_s")})),
    )


def _check(asked, case):
    """Refuse what is not asked rightly."""
    if not asked.move:
        raise ScenarioError("which part moves?", where="move", got="none", hint=_movable(case))
    for key in asked.move:
        _check_key(key, case)
    if len(set(asked.move)) < len(asked.move):
        raise ScenarioError("a part moves once", where="move", got=", ".join(asked.move), hint="each key once")
    radars = [s.key for s in case.sensors if s.key in asked.move]
    if len(radars) > 1:
        raise ScenarioError("one radar moves at a time", where="move", got=", ".join(radars), hint=radars[0])
    for name, choices in (("goal", GOALS), ("method", METHODS)):
        if getattr(asked, name) not in choices:
            raise ScenarioError("no such choice", where=name, got=getattr(asked, name), hint=" or ".join(choices))
    if not LEAST_SPACING <= asked.spacing <= GREATEST_SPACING:
        hint = f"{m_to_km(LEAST_SPACING):g} to {m_to_km(GREATEST_SPACING):g} km"
        raise ScenarioError("no such spacing", where="spacing", got=f"{m_to_km(asked.spacing):g} km", hint=hint)
    if not asked.apart >= 0.0:
        raise ScenarioError("no such distance", where="apart", got=asked.apart, hint="0 or more")
    if sum(len(t.launches) for t in case.threats) > site_field.MOST_WAVES:
        hint = f"at most {site_field.MOST_WAVES}"
        raise ScenarioError("too many launch points to keep apart", where="threats", got=case.scenario, hint=hint)


def _movable(case):
    return ", ".join([b.key for b in case.batteries] + [s.key for s in case.sensors if s.kind == "radars"])


def _check_key(key, case):
    """A battery or a radar of the scenario; an attacker's choice is refused with the reason of the scope line."""
    if key in [b.key for b in case.batteries]:
        refuse_free_variable(f"batteries.{key}.latitude_deg")
        return
    sensors = {s.key: s.kind for s in case.sensors}
    if sensors.get(key) == "radars":
        refuse_free_variable(f"sensors.{key}.latitude_deg")
        return
    if key.split(".")[0] == "threats" or key in [t.key for t in case.threats]:
        refuse_free_variable(key if key.split(".")[0] == "threats" else f"threats.{key}.launch")
    if key in sensors:
        raise ScenarioError("a satellite has no place on the ground", where="move", got=key, hint=_movable(case))
    raise ScenarioError("no battery or radar of that key", where="move", got=key, hint=_movable(case))


def _check_count(count, spacing):
    if not count:
        hint = "a larger area or a smaller spacing; --at-sea for places at sea"
        raise ScenarioError("no place of the grid lies in this area", where="over", got="no place", hint=hint)
    if count > MOST_CANDIDATES:
        hint = f"more than {m_to_km(spacing):g} km between places, or a smaller area"
        raise ScenarioError("too many places to try", where="spacing", got=f"{count:,} places", hint=hint)


def candidates(outline, spacing, planet, at_sea=False):
    """Places of a grid inside an area: rows of one latitude, evenly spaced along each; the same grid whatever the area.

    Parameters
    ----------
    outline : shapely area, degrees
    spacing : float, m
    planet : Earth
    at_sea : bool
        Whether places that are not on land count too.

    Returns
    -------
    latitude_deg, longitude_deg : (k,) arrays
    """
    import shapely

    step = rad_to_deg(spacing / planet.mean_radius)
    west, south, east, north = outline.bounds
    rows = step * np.arange(np.ceil(max(south, -89.0) / step), np.floor(min(north, 89.0) / step) + 1.0)
    wide = step / np.cos(np.radians(rows))
    first, last = np.ceil(west / wide), np.floor(east / wide)
    counts = np.maximum(last - first + 1.0, 0.0).astype(int)
    if counts.sum() > 100 * MOST_CANDIDATES:
        _check_count(int(counts.sum()), spacing)
    number = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    latitude = np.repeat(rows, counts)
    longitude = (np.repeat(first, counts) + number) * np.repeat(wide, counts)
    inside = np.ones(len(latitude), bool)
    for shape in (outline,) if at_sea else (outline, geodata.land()):
        shapely.prepare(shape)
        inside[inside] = shapely.intersects_xy(shape, longitude[inside], latitude[inside])
    return latitude[inside], longitude[inside]


def _reading(case, asked, latitude, longitude, known, tell):
    """Answer of one reading; `known` shares the flights between readings."""
    flown = _flown(case, known, tell)
    waves = flown[0]
    moving = [k for k, b in enumerate(case.batteries) if b.key in asked.move]
    radar = next((k for k, s in enumerate(case.sensors) if s.key in asked.move), None)
    ready = _ready(case, waves, radar, (latitude, longitude), known, tell)
    field = _field(case, flown, moving, (latitude, longitude), ready, tell)
    parts = ([] if radar is None else [case.sensors[radar].device]) + [case.batteries[k].launcher for k in moving]
    radius = case.earth.mean_radius

    def near(row):
        lengths = earth.great_circle_distance(latitude[row], longitude[row], latitude, longitude, radius)
        return (lengths < asked.apart) | (np.arange(len(latitude)) == row)

    search = site_choice.Search(
        goal=goal_of(case, asked.goal),
        method=asked.method,
        moved=tuple(earth.great_circle_distance(p.latitude, p.longitude, latitude, longitude, radius) for p in parts),
        near=near,
        alike=len(moving) == 2 and _alike(*(case.batteries[k] for k in moving)),
    )
    answer = site_choice.choose(field, search, lambda done, total: tell("choices", done, total))
    keys = tuple(part.key for part in parts)
    nothing = answer.value <= answer.without[0]
    return SiteReading(
        reading=case.reading,
        keys=keys,
        answer=answer,
        why_not=_why_not(case, keys, waves, latitude, longitude) if nothing else None,
        fixed=_standing(case, asked.move),
    )


def _flown(case, known, tell):
    """Flights of every threat to every protected place and their samples, made once for cases with the same threats."""
    threats = [
        (t.key, t.missile, t.launches.tobytes(), tuple(sorted(t.shape.items())), t.signature) for t in case.threats
    ]
    key = (*threats, case.protect.aimpoints.tobytes(), case.earth)
    if key not in known:
        tell("flights", 0, 1)
        waves = footprint.fly_waves(case.threats, case.protect.aimpoints, case.earth)
        known[key] = waves, [footprint_live.samples_of(wave.flights) for wave in waves]
    return known[key]


def _ready(case, waves, radar, places, known, tell):
    """Sorted ready times with the radar at each of its places, and their ranks, as `site_field.ranks_of` gives them.

    Readings that differ in their interceptors alone share them: the last ones are kept where they are not too large.
    """
    defence = defence_of(case, Question())
    seen = pickle.dumps((radar, defence.devices, defence.links, defence.command))
    kept = known.setdefault("ready", {})
    if (id(waves), seen) in kept:
        return kept[id(waves), seen]
    tried = []
    if radar is not None:
        device = case.sensors[radar].device
        pairs = zip(*(part.tolist() for part in places), strict=True)
        tried = [dataclasses.replace(device, latitude=a, longitude=b, altitude=0.0) for a, b in pairs]
        tried.append(device)
    ready = site_ready.ready_times(waves, defence, radar, tried, lambda done, total: tell("radar", done, total))
    found = site_field.ranks_of(ready)
    if ready.nbytes <= LARGEST_KEPT:
        while len(kept) >= MOST_KEPT:
            del kept[next(iter(kept))]
        kept[id(waves), seen] = found
    return found


def _field(case, flown, moving, places, ready, tell):
    """Which flights are met from where."""
    (waves, samples), (latitude, longitude), (times, order) = flown, places, ready
    parts = []
    total = len(moving) * len(latitude)
    for k, battery in enumerate(case.batteries):
        launcher = battery.launcher
        spots = [launcher]
        if k in moving:
            pairs = zip(latitude.tolist(), longitude.tolist(), strict=True)
            spots = [*(dataclasses.replace(launcher, latitude=a, longitude=b) for a, b in pairs), launcher]
        begin = moving.index(k) * len(latitude) if k in moving else total

        def told(done, begin=begin):
            if total:
                tell("batteries", min(begin + done, total), total)

        parts.append((k, site_field.part_of(waves, samples, spots, times[:, :, :, k], told)))
    reached = np.stack([wave.flights.reached for wave in waves])
    return site_field.Field(
        need=(reached * (np.int64(1) << np.arange(len(waves), dtype=np.int64))[:, None]).sum(axis=0),
        order=order,
        moving=tuple(part for part in parts if part[0] in moving),
        standing=tuple(part for part in parts if part[0] not in moving),
    )


def goal_of(case, name):
    """What is counted: people, capitals, or members all of whose threatened people are defended.

    Parameters
    ----------
    case : records.Case
    name : {"population", "capitals", "members"}

    Returns
    -------
    site_field.Goal
    """
    places = case.protect.places
    people = np.asarray(places.population, np.int64)
    if name == "population":
        return site_field.Goal(people, np.arange(len(people)), people)
    if name == "capitals":
        group = np.where(places.capital, np.cumsum(places.capital) - 1, -1)
        return site_field.Goal(people, group, np.ones(int(places.capital.sum()), np.int64))
    codes, owner = np.unique(places.country, return_inverse=True)
    empty = np.bincount(owner, people, len(codes)) == 0
    return site_field.Goal(people, np.where((people > 0) | empty[owner], owner, -1), np.ones(len(codes), np.int64))


def _alike(one, two):
    """Whether two batteries may change places: the same interceptors, fed in the same way."""
    links = all(np.array_equal(getattr(one.links, n), getattr(two.links, n)) for n in ("shared", "own", "latency"))
    return links and one.launcher.interceptor == two.launcher.interceptor


def _standing(case, move):
    """(key, latitude_deg, longitude_deg, kind) of batteries and radars that stay."""
    radars = [(s.key, s.device, "sensor") for s in case.sensors if s.kind == "radars"]
    parts = [(b.key, b.launcher, "battery") for b in case.batteries] + radars
    return tuple(
        (key, *np.degrees([at.latitude, at.longitude]).tolist(), kind) for key, at, kind in parts if key not in move
    )


def _why_not(case, keys, waves, latitude, longitude):
    """Why most people are not defended with the parts at the place in the middle of the candidates, in a word."""
    middle = len(latitude) // 2
    for key in keys:
        case = moved_case(case, key, latitude[middle], longitude[middle])
    found = verdicts_of(waves, case, Question())
    codes, row = np.unique(found.reason, return_inverse=True)
    people = np.bincount(row, np.where(found.reason != Reason.NONE, case.protect.places.population + 1.0, 0.0))
    return Reason(int(codes[np.argmax(people)])).word or None
