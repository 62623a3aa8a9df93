"""Study: could a Russian warning radar stand in for the Czech one?

Model: docs/models/analysis/footprint.md, docs/models/engagement/chain-of-times.md, docs/models/run/studies.md.
"""

import itertools
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from ... import engagement, sensing
from ...analysis import footprint, footprint_cells, footprint_live, site_field
from ...scenario import building, defended, loading
from .answer import Chart, Flip, Line, ReadingAnswer, Sheet, Slider, Study, Turn, counted, nearest_turn
from .inputs import listed, number, text

SCENARIO = "shared-warning-2007"
PLANNED, OTHERS = "czech", ("gabala", "both", "armavir")
ROLES = {"fires": "command.shares={US: [NATO], GB: [US], RU: [US]}", "warns": "command.shares={US: [NATO], GB: [US]}"}
INPUTS = {"latency": "latency", "track time": "track_time"}
"""Whether the Russian radar's word may serve interceptors, as it was offered, or only warns."""

LATENCY_RANGE = (1.0, 180.0)
"""s, linked systems to a screen that somebody reads (assumed)."""

LATENCIES = np.array([0.0, 1.0, 5.0, 15.0, 30.0, 60.0, 90.0, 120.0, 150.0, 180.0, 240.0, 300.0])
TRACKS = np.array([0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 90.0, 120.0, 180.0, 240.0])
"""s in view until a track is firm: to three or four minutes, until it shows where the flight comes down (assumed)."""

HOLDS, FAILS = 99.0, 90.0
"""per cent of the people"""

STEP = 1.0
"""s, to which a flip point is known."""


class Watched(NamedTuple):
    """Flights to some places, what the sensors of a reading see of them, and what each place counts."""

    case: Any
    waves: tuple  # (wave, samples, sightings)
    weights: np.ndarray


TAKES = {
    "latency": number("s", *LATENCIES[[0, -1]].tolist()),
    "track_time": number("s", *TRACKS[[0, -1]].tolist()),
    "decide_time": number("s", 0.0, 3600.0),
    "resolution": number("degrees", 0.5, 20.0),
    "changes": listed(text(), 0),
}


def compute(claim, *, latency=5.0, track_time=30.0, decide_time=60.0, resolution=3.0, changes=(), progress=None):
    """The study.

    Parameters
    ----------
    claim : scenario.claims.Claim
    latency : float, s
        Of the Russian word; between 0 and 300.
    track_time : float, s
        In view until a track is firm; between 0 and 240.
    decide_time : float, s
        From a firm track to the order.
    resolution : float, degrees
        Cells of the area.
    changes : sequence of str
        KEY=VALUE of the scenario, made in every reading.
    progress : callable(stage, done, total) or None
    """
    held_by_all = (f"command.decide_s={decide_time:g}", *changes)
    stated = (f"command.track_s={track_time:g}", *held_by_all)
    latencies = np.unique(np.append(LATENCIES, (latency, *LATENCY_RANGE)))
    tracks = np.unique(np.append(TRACKS, track_time))
    cases = {}
    for reading, role in [(PLANNED, "fires"), *itertools.product(OTHERS, ROLES)]:
        plan = loading.load(SCENARIO, (*stated, ROLES[role]))
        cases[reading, role] = building.build(plan, reading)
    first = cases[PLANNED, "fires"]
    fields = _fields(first, resolution)
    asked = counted(progress, "who sees what", cases.items())
    watched = {key: [_watch(case, *field) for field in fields] for key, case in asked}
    words, steps = [(late, track_time) for late in latencies], [(latency, track) for track in tracks]
    asked = counted(progress, "who is defended", watched.items())
    held = {key: [_held(one, words) for one in both] for key, both in asked}
    people = {key: _sums(found[0], fields[0][1]) for key, found in held.items()}
    by_track = {key: _people(both[0], steps) for key, both in watched.items()}
    before = people[PLANNED, "fires"][0]
    readings, flips, lines = [], [], []
    for reading, role in counted(progress, "where it turns", itertools.product(OTHERS, ROLES)):
        name, key = f"{reading}+{role}", (reading, role)
        share = 100.0 * people[key] / max(before, 1.0)
        readings.append(_reading(name, share, latencies, latency))
        tracked = 100.0 * by_track[key] / np.maximum(by_track[PLANNED, "fires"], 1.0)
        curves = {"latency": (latencies, share), "track time": (tracks, tracked)}
        pair = watched[key][0], watched[PLANNED, "fires"][0]
        late, track = _flips(name, pair, (latency, track_time), curves)
        slider = _slider(track, cases[key], (*held_by_all, ROLES[role]), latency)
        flips += [late, replace(track, slider=slider)]
        lines.append(Line(name=name, x=latencies, y=share))
    now = int(np.searchsorted(latencies, latency))
    return Study(
        claim=claim,
        readings=tuple(readings),
        flips=tuple(flips),
        chart=Chart(x_name="latency_s", y_name="people_defended_per_cent", lines=tuple(lines), now=latency,
                    level=100.0, level_name="with the Czech radar"),
        inputs=(
            ("latency", latency, "s", "house; range 1 to 180 s"),
            ("track_time", track_time, "s", "house; 0 to 240 s"),
            ("decide_time", decide_time, "s", "house"),
            ("gabala", "sector of 110 degrees about 162, 6000 km", "", "wikipedia-qabala"),
            ("armavir", "one face about 235 degrees, 4200 km", "", "keeptrack, ria2010"),
        ),
        rule=f"holds where {HOLDS:g} of a hundred or more stay defended, fails under {FAILS:g}, depends between",
        notes=(f"with the Czech radar {before / 1e6:.0f} million people in cities are defended",),
        sheets=(_sheet(cases, held, people, fields, now),),
    )  # fmt: skip


def _fields(case, resolution):
    """Flights to every city with its people, and to every cell of land with its area: two of (waves, weights)."""
    places = case.protect
    land = defended.protected_land(places.countries)
    cells = footprint_cells.make_cells(land, resolution, case.earth)
    aims = np.column_stack([cells.latitude_deg, cells.longitude_deg])
    return (
        (_waves(case, places.aimpoints), np.asarray(places.places.population, float)),
        (_waves(case, aims), cells.area),
    )


def _waves(case, aims):
    found = footprint.fly_waves(case.threats, aims, case.earth)
    return [(wave, footprint_live.samples_of(wave.flights)) for wave in found]


def _watch(case, waves, weights):
    """The flights of some places as the sensors of a reading see them."""
    devices = [sensor.device for sensor in case.sensors]
    seen = [(wave, samples, sensing.watch(devices, wave.flights, wave.signature)) for wave, samples in waves]
    return Watched(case=case, waves=tuple(seen), weights=weights)


def _held(one, words):
    """Whether each place is defended with each (latency of the Russian word, track time), rising; (words, n)."""
    coming = np.zeros(len(one.weights), bool)
    safe = np.ones((len(words), len(coming)), bool)
    for wave, samples, seen in one.waves:
        coming |= wave.flights.reached
        met = np.tile(~wave.flights.reached, (len(words), 1))
        for battery in one.case.batteries:
            ready = np.stack([_ready(seen, one.case, battery, wave, *word) for word in words])
            counts = site_field.met_counts(wave.flights, samples, battery.launcher, ready)
            met |= np.arange(len(words))[:, None] < counts
        safe &= met
    return safe & coming


def _people(one, words):
    """What is defended with each latency and track time."""
    return _sums(_held(one, words), one.weights)


def _ready(seen, case, battery, wave, latency, track_time):
    """First possible lift-off with the Russian word this late and tracks this long, (n,) s."""
    russian = np.array([sensor.owner == "RU" for sensor in case.sensors])
    links = replace(battery.links, latency=np.where(russian, latency, battery.links.latency))
    command, lag = replace(case.command, track_time=track_time), np.nan_to_num(wave.flights.lag)
    ready = engagement.chain_of_times(seen, command, links, lag).lift_off_earliest
    return np.where(wave.flights.reached, ready, np.inf)


def _sums(held, weights):
    return (held * weights).sum(axis=1)


def _verdict(share):
    """Verdict of people defended, per cent of those with the Czech radar."""
    return "holds" if share >= HOLDS else "fails" if share < FAILS else "depends"


def _reading(name, share, latencies, latency):
    low, value, high = (float(np.interp(t, latencies, share)) for t in (LATENCY_RANGE[1], latency, LATENCY_RANGE[0]))
    low, high = min(low, value), max(high, value)
    words = {_verdict(low), _verdict(value), _verdict(high)}
    return ReadingAnswer(
        reading=name, value=value, low=low, high=high, verdict=words.pop() if len(words) == 1 else "depends",
        verdict_now=_verdict(value),
    )  # fmt: skip


def _flips(name, pair, now, curves):
    """Where the latency turns the answer, and where the track time does."""
    for k, (parameter, curve) in enumerate(curves.items()):

        def verdict(value, k=k):
            word = tuple(value if j == k else stated for j, stated in enumerate(now))
            one, planned = (float(_people(watched, [word])[0]) for watched in pair)
            return _verdict(100.0 * one / max(planned, 1.0))

        yield _flip(name, parameter, curve, now[k], verdict)


def _flip(name, parameter, curve, value, verdict):
    """The nearest value at which the answer is another, to a second."""
    values, share = curve
    words = [_verdict(one) for one in share]
    at = nearest_turn(values, words, int(np.searchsorted(values, value)), verdict, STEP)
    return Flip(
        reading=name, parameter=parameter, unit="s", value_now=value, value_at_flip=at,
        plausible_range=(float(values[0]), float(values[-1])), source="house",
        turn=Turn(input=INPUTS[parameter], step=STEP),
    )  # fmt: skip


def _slider(flip, case, changes, latency):
    """The key `command.track_s` of the scenario with the reading's role; None where another latency is asked about."""
    russian = np.array([sensor.owner == "RU" for sensor in case.sensors])
    if flip.value_at_flip is None or (case.batteries[0].links.latency[russian] != latency).any():
        return None
    return Slider(scenario=SCENARIO, reading=case.reading, path="command.track_s", value=flip.value_at_flip,
                  changes=changes)  # fmt: skip


def _sheet(cases, held, people, fields, now):
    """First sight, time in view, named places, shots, people and area by reading and threat."""
    rows = []
    for key, case in cases.items():
        area = _sums(held[key][1], fields[1][1])[now] / 1e6
        for wave, _ in fields[0][0]:
            count = round(float(people[key][now]) / 1e6, 1)
            rows.append((*key, case.threats[wave.threat].key, *_sights(case, wave), count, round(float(area))))
    return Sheet(
        title="radars",
        columns=("radar", "role", "threat", "first_sight_by", "first_sight_s_median", "in_view_s_median",
                 "named_places", "with_a_shot", "with_two_shots", "defended_million", "defended_km2"),
        rows=tuple(rows),
    )  # fmt: skip


def _sights(case, wave):
    """What the first radar of a reading sees of one wave to the named places, and the shots that fit there."""
    rows = np.flatnonzero(wave.flights.reached & case.protect.named)
    flights = engagement.rows_of(wave.flights, rows)
    seen = sensing.watch([s.device for s in case.sensors], flights, wave.signature)
    options = engagement.options(
        flights, seen, [b.launcher for b in case.batteries], case.command, case.doctrine.assess_time,
        [b.links for b in case.batteries], looks=2,
    )  # fmt: skip
    first, view = seen.first_seen[:, 0], seen.seen_time[:, 0]
    sight = None if np.isnan(first).all() else round(float(np.nanmedian(first)))
    counts = options.shots.count
    named = (len(rows), int((counts >= 1).sum()), int((counts >= 2).sum()))
    return (seen.sensor_keys[0], sight, round(float(np.median(view))), *named)
