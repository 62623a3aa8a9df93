"""Shots counted by samples and tables against the engagement room: random flights, sites, delays, layers and kinds."""

import dataclasses
import math
from typing import NamedTuple

import numpy as np
import pytest

from midcourse import earth, engagement, flight
from midcourse.analysis import _kernels, footprint, footprint_count, footprint_live
from midcourse.engagement import notional
from midcourse.scenario import catalog

WGS84 = earth.choose_earth("wgs84", True)
FLIGHTS, DRAWS = 1500, 4
EDGES = 0.12  # of the flights that may lie so near to an edge that the tables leave them to the engagement room
SITES = ((54.5, 17.1), (46.2, 6.1), (61.3, 24.0))  # deg
FLOWN = notional.notional_fly_out(6300.0, 138.0)
KINDS = {
    "flown": {"speed": 6300.0, "burn_time": 138.0, "fly_out": FLOWN},
    "impulsive": {"speed": 5000.0, "burn_time": 70.0},
    "slow": {"speed": 2500.0},
    "ceiling": {"speed": 4000.0, "maximum_altitude": 400e3},
    "terminal": {"speed": 2800.0, "minimum_altitude": 40e3, "maximum_altitude": 150e3, "greatest_range": 200e3},
    "straight": {
        "speed": 1500.0,
        "constant_speed": True,
        "minimum_altitude": 2e3,
        "maximum_altitude": 30e3,
        "greatest_range": 40e3,
    },
}
DEFENCES = {
    "flown": (("flown",), ("main",)),
    "impulsive": (("impulsive",), ("main",)),
    "slow": (("slow",), ("main",)),
    "ceiling": (("ceiling",), ("main",)),
    "three batteries": (("flown", "impulsive", "slow"), ("main", "main", "main")),
    "three layers": (("flown", "ceiling", "slow"), ("upper", "middle", "lower")),
    "two tiers": (("flown", "terminal", "straight"), ("upper", "lower", "lower")),
    "two in one layer": (("impulsive", "flown", "ceiling"), ("upper", "upper", "lower")),
}


@pytest.fixture(scope="module")
def flights():
    """From four launch points to random places of Europe, some beyond reach."""
    random = np.random.default_rng(4)
    launches = np.array([[38.08, 46.29], [34.6, 50.9], [30.3, 57.1], [36.2, 59.6]])[random.integers(0, 4, FLIGHTS)]
    aims = np.column_stack([random.uniform(35.0, 70.0, FLIGHTS), random.uniform(-10.0, 40.0, FLIGHTS)])
    return flight.launch_many(catalog.missile("notional-irbm-4000"), launches, aims, earth=WGS84)


def batteries_of(name, random):
    """Batteries of a defence at random longitudes, with random floors."""
    kinds, layers = DEFENCES[name]
    return tuple(
        engagement.Battery(
            key=f"{kind}{k}",
            latitude=math.radians(SITES[k][0]),
            longitude=math.radians(SITES[k][1] + random.uniform(-8.0, 8.0)),
            interceptor=engagement.Interceptor(
                **{"key": kind, "minimum_altitude": random.choice([80e3, 100e3, 150e3]), **KINDS[kind]}
            ),
            layer=layers[k],
        )
        for k, kind in enumerate(kinds)
    )


def defence_of(batteries, assess):
    return footprint.Defence((), batteries, (), engagement.Command(), assess)


@pytest.mark.parametrize("name", DEFENCES)
def test_shots_are_those_of_the_engagement_room(flights, name):
    """Where the tables tell a number it is the engine's, flight by flight; what they leave to it is counted and few."""
    random = np.random.default_rng(list(DEFENCES).index(name))
    samples = footprint_live.samples_of(flights)
    told = edges = asked = 0
    seen: set = set()
    for _ in range(DRAWS):
        batteries, looks = batteries_of(name, random), int(random.integers(2, 5))
        assess = float(random.uniform(0.0, 120.0))
        ready = random.uniform(60.0, 900.0, (len(flights), len(batteries)))
        ready[random.random(ready.shape) < 0.1] = math.inf
        theirs = engagement.shots_that_fit(flights, batteries, ready, assess, looks=looks).count
        whole = footprint_count.shots_that_fit(flights, samples, defence_of(batteries, assess), ready, looks)
        assert (whole == theirs).all()
        if not all(map(footprint_live.decides, batteries)):
            seen |= set(theirs.tolist())
            continue
        rows = np.flatnonzero(samples.steps > 0.0)
        spans = [footprint_live.spans_of(samples, battery) for battery in batteries]
        alone = footprint_count.count_shots(samples, batteries, ready[rows], assess, WGS84, looks, rows, spans)
        sure = alone != _kernels.UNKNOWN
        assert (alone[sure] == theirs[rows][sure]).all()
        told, edges, asked = told + int(sure.sum()), edges + int((~sure).sum()), asked + len(rows)
        seen |= set(theirs.tolist())
    print(f"{name}: {told} told by the tables, {edges} at an edge left to the engine, shots {sorted(seen)}")
    assert edges <= EDGES * asked
    assert {0, 1, 2} <= seen


@pytest.mark.parametrize("kind", ["terminal", "straight"])
def test_what_stays_apart_is_never_met(flights, kind):
    """Limits of range: no flight that is left out can be met, and few are left that cannot."""
    samples = footprint_live.samples_of(flights)
    left = met = 0
    for latitude, longitude in ((45.0, 25.0), (50.0, 14.0), (40.0, 33.0), (38.0, 24.0)):
        battery = engagement.Battery(
            key="b", latitude=math.radians(latitude), longitude=math.radians(longitude),
            interceptor=engagement.Interceptor(key=kind, **KINDS[kind]),
        )  # fmt: skip
        apart = footprint_live.stays_apart(flights, samples, battery)
        meets = engagement.shots_that_fit(flights, [battery], np.zeros((len(flights), 1)), 0.0, looks=1).count > 0
        near = np.asarray(flights.reached, bool) & ~apart
        assert not (meets & ~near).any()
        left, met = left + int(near.sum()), met + int(meets.sum())
    assert met > 0 or kind == "straight"
    assert left < 0.25 * 4 * int(flights.reached.sum())


class Told(NamedTuple):
    """What the count is told: by a mistake other than what the engagement room is told."""

    batteries: tuple
    ready: np.ndarray
    assess: float
    looks: int


def with_kinds(told, **changes):
    """The same with other interceptors."""
    changed = (
        dataclasses.replace(battery, interceptor=dataclasses.replace(battery.interceptor, **changes))
        for battery in told.batteries
    )
    return told._replace(batteries=tuple(changed))


MISTAKES = {
    "the delay dropped": lambda told: told._replace(ready=np.where(np.isfinite(told.ready), 0.0, math.inf)),
    "launch taken for intercept time": lambda told: told._replace(assess=-1e4),
    "the wait after an intercept dropped": lambda told: told._replace(assess=0.0),
    "the lag dropped": lambda told: with_kinds(told, burn_time=0.0),
    "the floor dropped": lambda told: with_kinds(told, minimum_altitude=60e3),
    "the floor turned round": lambda told: with_kinds(told, minimum_altitude=60e3, maximum_altitude=150e3),
    "the ceiling dropped": lambda told: with_kinds(told, maximum_altitude=math.inf),
    "layers as one": lambda told: told._replace(
        batteries=tuple(dataclasses.replace(battery, layer="main") for battery in told.batteries)
    ),
    "one look too many": lambda told: told._replace(looks=told.looks + 1),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_the_count_would_be_found(flights, mistake):
    """The same flights, the count told something else: without the mistake no number differs, with it some do."""
    random = np.random.default_rng(11)
    kinds = [
        engagement.Interceptor(key=kind, minimum_altitude=150e3, **KINDS[kind]) for kind in ("impulsive", "ceiling")
    ]
    batteries = tuple(
        engagement.Battery(
            key=kind.key, latitude=math.radians(SITES[k][0]), longitude=math.radians(SITES[k][1]), interceptor=kind,
            layer=("upper", "lower")[k],
        )
        for k, kind in enumerate(kinds)
    )  # fmt: skip
    right = Told(batteries, random.uniform(60.0, 700.0, (len(flights), 2)), 40.0, 1)
    theirs = engagement.shots_that_fit(flights, batteries, right.ready, right.assess, looks=right.looks).count
    samples = footprint_live.samples_of(flights)
    rows = np.flatnonzero(samples.steps > 0.0)
    wrong = []
    for told in (right, MISTAKES[mistake](right)):
        spans = [footprint_live.spans_of(samples, battery) for battery in told.batteries]
        asked = (told.batteries, told.ready[rows], told.assess, WGS84, told.looks, rows, spans)
        ours = footprint_count.count_shots(samples, *asked)
        wrong.append(int(((ours != theirs[rows]) & (ours != _kernels.UNKNOWN)).sum()))
    assert wrong[0] == 0
    assert wrong[1] > 0
