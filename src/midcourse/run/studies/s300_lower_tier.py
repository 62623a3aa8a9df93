"""Study: can S-300 batteries be the lower tier of a European defence?

Model: docs/models/engagement/lower-tiers.md, docs/models/battle/raid.md, docs/models/run/studies.md.
"""

import bisect
import dataclasses
import math
from functools import lru_cache

import numpy as np

from ... import battle, earth, engagement, flight
from ...scenario import catalog
from ...units import deg_to_rad, km_to_m, m_to_km, rad_to_deg
from .answer import Chart, Flip, Line, ReadingAnswer, Sheet, Study, Turn, counted
from .inputs import named, number, whole

PLACE = 39.93, 32.86
"""deg, Ankara: a capital of the alliance within reach of every class (a choice; only the ranges matter)."""

BEARING = math.radians(100.0)
"""From where the missiles come (a choice)."""

SYSTEMS = ("s-300pmu-1", "s-300pmu-2", "s-300v", "s-300vm")
UPPER = "thaad"
WAYS = ("on-the-way", "at-the-meeting")
"""Whether a warhead that was too fast and was slowed by the air counts as too fast."""

CLASSES = (("notional-mrbm-1300", 1250e3), ("notional-irbm-3000", 2800e3), ("notional-irbm-4000", 3700e3))
"""Missile that flies to ranges up to this one, m."""

RANGES = np.arange(300e3, 3700e3 + 1.0, 100e3)
TOLD = (500e3, 1000e3, 1300e3, 2000e3, 3000e3)
DRAWN = np.arange(300e3, 3600e3, 150e3)
NEAR_RADII = np.arange(2.5e3, 66e3, 5e3)
RADII, BEARINGS = np.arange(2.5e3, 260e3, 5e3), np.arange(24) * (math.pi / 12.0)
SPEED_LIMITS = np.arange(1000.0, 7001.0, 50.0)
READY, ASSESS, LOOKS = 60.0, 5.0, 2
"""s, s, and looks of each tier: every flight is known in time."""

TAKES = {
    "needed": number("m", *RANGES[[0, -1]].tolist()),
    "kill_probability": number("1", 0.0, 1.0),
    "warheads": whole("warheads", 1, 50),
    "stock": whole("interceptors", 0, 200),
    "limits": named(number("m/s", 500.0, 20e3), *SYSTEMS),
}


def compute(claim, *, needed=1300e3, kill_probability=0.5, warheads=4, stock=8, limits=None, progress=None):
    """The study.

    Parameters
    ----------
    claim : scenario.claims.Claim
    needed : float, m
        The claim holds where the tier meets missiles of this range.
    kill_probability : float
        Of a shot of either tier.
    warheads, stock : int
        Of the raid on the place, and interceptors of each tier.
    limits : dict of system to m/s, or None
        Greatest speeds of the warhead in place of the printed ones.
    progress : callable(stage, done, total) or None
    """
    flown = [_flights(distance, [(0.0, 0.0)]) for distance in counted(progress, "flights", RANGES)]
    ladder = _stacked(flown)
    at_needed = _flights(needed, [(0.0, 0.0)])
    readings, flips = [], []
    for name, kind, way in counted(progress, "systems", _kinds(limits or {})):
        reading = f"{name}+{way}"
        met = _meets(ladder, kind, way)
        longest = float(RANGES[met].max(initial=0.0))
        holds = longest >= needed
        verdict = "holds" if holds else "fails"
        readings.append(ReadingAnswer(reading=reading, value=m_to_km(longest), verdict=verdict, verdict_now=verdict))
        flips += [
            _flip(reading, "fastest warhead that it meets", "km/s", m_to_km(kind.greatest_threat_speed),
                  _turning_limit(at_needed, kind, way, holds), (1.0, 7.0),
                  "almaz-antey; rt2016 for aircraft fire units",
                  Turn(input=f"limits.{name}", step=0.05, scale=1e3)),
            _flip(reading, "range of the missile", "km", m_to_km(needed),
                  _turning_range(longest, holds), tuple(m_to_km(RANGES[[0, -1]]).tolist()), "house",
                  Turn(input="needed", step=100.0, scale=1e3)),
        ]  # fmt: skip
    return Study(
        claim=claim,
        readings=tuple(readings),
        flips=tuple(flips),
        chart=Chart(x_name="range_of_the_missile_km", y_name="defended_area_km2", lines=_lines(), now=m_to_km(needed)),
        inputs=(
            ("needed", m_to_km(needed), "km", "morimoto, longest of the missiles that had flown in the region"),
            ("kill_probability", kill_probability, "1", "house; no test against a body of this class is published"),
            ("warheads", warheads, "warheads", "house"),
            ("stock", stock, "interceptors of each tier", "house"),
            ("place", list(PLACE), "deg", "house"),
        ),
        rule=f"holds where the tier meets a missile of {m_to_km(needed):.0f} km at the place of its battery",
        notes=(
            "on-the-way: a warhead is too fast when it was so at any time after its apogee; at-the-meeting: only then",
            "s-300pmu-1 stands at the speed that was printed for its unit against aircraft",
            "area: around one battery, flights from one side, at least one shot; the chances are exact",
        ),
        sheets=(_areas(), _odds(kill_probability, warheads, stock)),
    )  # fmt: skip


def _kinds(limits):
    """Each system with its limit, under both ways of reading it."""
    for name in SYSTEMS:
        kind = _interceptor(name)
        if name == "s-300pmu-1":
            kind = dataclasses.replace(kind, greatest_threat_speed=_printed_low(name))
        if name in limits:
            kind = dataclasses.replace(kind, greatest_threat_speed=limits[name])
        for way in WAYS:
            yield name, kind, way


def _printed_low(name):
    """Lowest speed limit that a source prints, m/s."""
    entry = next(row for row in catalog.values("interceptors", name) if row.name == "target_speed_limit_km_s")
    return km_to_m(entry.low)


def _interceptor(name):
    preset = catalog.interceptor(name)
    return engagement.Interceptor(
        key=name,
        speed=preset.burnout_speed,
        burn_time=preset.burn_time,
        minimum_altitude=preset.minimum_altitude,
        maximum_altitude=preset.maximum_altitude,
        constant_speed=preset.constant_speed,
        greatest_range=preset.greatest_range,
        greatest_threat_speed=preset.greatest_threat_speed,
    )


def _battery(kind, layer="lower"):
    return engagement.Battery(
        key=kind.key, latitude=deg_to_rad(PLACE[0]), longitude=deg_to_rad(PLACE[1]), interceptor=kind, layer=layer
    )


def _flights(distance, offsets, reach=None):
    """Flights over a range to the place, or to points at bearings and distances from it; of one that flies so far."""
    missile = next(key for key, most in CLASSES if (reach or distance) <= most)
    latitude, longitude = deg_to_rad(PLACE[0]), deg_to_rad(PLACE[1])
    a, b, _ = earth.geodesic_destination(latitude, longitude, BEARING, distance, earth.WGS84)
    bearing, away = np.array(offsets, float).T
    aims = earth.geodesic_destination(latitude, longitude, bearing, away, earth.WGS84)[:2]
    launch = np.array([[rad_to_deg(float(a)), rad_to_deg(float(b))]])
    return flight.launch_many(catalog.missile(missile), launch, np.column_stack([rad_to_deg(part) for part in aims]))


def _stacked(flown):
    """Flights of several calls as one."""
    first = flown[0]
    arrays = {
        field.name: np.concatenate([getattr(part, field.name) for part in flown])
        for field in dataclasses.fields(first)
        if isinstance(getattr(first, field.name), np.ndarray)
    }
    return dataclasses.replace(first, **arrays)


def _meets(flights, kind, way):
    """Whether one battery has a shot at each flight."""
    if way == "at-the-meeting":
        start = _slow_from(flights, kind.greatest_threat_speed)
        kind = dataclasses.replace(kind, greatest_threat_speed=math.inf)
        flights = dataclasses.replace(flights, burnout_time=np.maximum(flights.burnout_time, start))
    ready = np.full((len(flights), 1), READY)
    return engagement.shots_that_fit(flights, [_battery(kind)], ready, ASSESS, looks=1).count > 0


def _slow_from(flights, limit):
    """Time on the way down from which each flight stays at or under a speed, by samples of 0.1 s of its last 100 s."""
    times = flights.flight_time[:, None] - np.arange(100.0, 0.0, -0.1)
    position_eci, velocity_eci = flight.states_between(flights, times)
    relative = velocity_eci - np.cross([0.0, 0.0, flights.earth.rate], position_eci)
    fast = np.linalg.norm(relative, axis=2) > limit
    last = np.where(fast.any(axis=1), fast.shape[1] - np.argmax(fast[:, ::-1], axis=1), 0)
    return np.where(last < fast.shape[1], times[np.arange(len(times)), np.minimum(last, fast.shape[1] - 1)], math.inf)


def _turning_limit(flights, kind, way, holds):
    """Speed limit, km/s, at which it turns whether the system meets a flight; None where none or the lowest does."""

    def met(limit):
        return bool(_meets(flights, dataclasses.replace(kind, greatest_threat_speed=float(limit)), way)[0])

    k = bisect.bisect_left(SPEED_LIMITS, True, key=met)
    return float(m_to_km(SPEED_LIMITS[k - holds])) if 0 < k < len(SPEED_LIMITS) else None


def _turning_range(longest, holds):
    """Range, km, at which it turns whether the longest that is met is long enough; None past the ends."""
    at = longest + (RANGES[1] - RANGES[0]) if holds else longest
    return float(m_to_km(at)) if RANGES[0] <= at <= RANGES[-1] else None


def _flip(reading, parameter, unit, now, at, bounds, source, turn):
    return Flip(reading=reading, parameter=parameter, unit=unit, value_now=now, value_at_flip=at,
                plausible_range=bounds, source=source, turn=turn)  # fmt: skip


def _held(distance, names, radii):
    """Weights (km2) of places around the battery, and whether each system alone has a shot at the flight there."""
    offsets = [(bearing, radius) for radius in radii for bearing in BEARINGS]
    weight = np.array([radius for _, radius in offsets]) * (radii[1] - radii[0]) * (BEARINGS[1] - BEARINGS[0]) * 1e-6
    flights = _flights(distance, offsets, distance + radii[-1])
    return weight, [_meets(flights, _interceptor(name), WAYS[0]) & flights.reached for name in names]


@lru_cache(maxsize=1)
def _lines():
    """Area that one battery of each system defends, by range of the missile."""
    areas = []
    for distance in DRAWN:
        weight, held = _held(distance, SYSTEMS[1:], NEAR_RADII)
        areas.append([float(weight @ one) for one in held])
    table = np.array(areas)
    return tuple(Line(name=name, x=m_to_km(DRAWN), y=table[:, k]) for k, name in enumerate(SYSTEMS[1:]))


@lru_cache(maxsize=1)
def _areas():
    """The same beside the upper tier, and what the farthest reaching lower tier adds to that."""
    rows, names = [], (*SYSTEMS[1:], UPPER)
    for distance in TOLD:
        weight, held = _held(distance, names, RADII)
        parts = (*held, held[-2] & ~held[-1])
        rows.append((float(m_to_km(distance)), *(round(float(weight @ part)) for part in parts)))
    columns = ("range_km", *names, f"{names[-2]} adds to {UPPER}")
    return Sheet(title="Area defended by one battery, km2", columns=columns, rows=tuple(rows))


def _odds(kill_probability, warheads, stock):
    """Chance that nothing of a raid gets through: lower tier, upper tier, both."""
    rows = []
    for distance in TOLD:
        flights = _flights(distance, [(0.0, 0.0)])
        for name in SYSTEMS[1:]:
            lower, upper = _battery(_interceptor(name)), _battery(_interceptor(UPPER), "upper")
            chances = [_chance(flights, tiers, kill_probability, warheads, stock)
                       for tiers in ([lower], [upper], [upper, lower])]  # fmt: skip
            rows.append((float(m_to_km(distance)), name, *chances))
    columns = ("range_km", "lower_tier", "lower_alone", "upper_alone", "both")
    return Sheet(title=f"Chance that none of {warheads} warheads gets through", columns=columns, rows=tuple(rows))


def _chance(flights, tiers, kill_probability, warheads, stock):
    """Exact chance; shots that the geometry leaves, both tiers on one time line, the upper one first."""
    ready = np.full((1, len(tiers)), READY)
    shots = engagement.shots_that_fit(flights, tiers, ready, ASSESS, looks=LOOKS)
    kind = battle.Kind(
        warheads=warheads, fit=shots.count, batteries=shots.battery, reasons=shots.reason,
        launch_time=shots.launch_time, intercept_time=shots.intercept_time,
    )  # fmt: skip
    doctrine, kill = battle.Doctrine(looks=LOOKS), battle.Kill(hit=kill_probability)
    layers = list(range(len(tiers))) if len(tiers) > 1 else None
    raid = battle.raid_of_kinds([kind], [stock] * len(tiers), doctrine, kill, layers=layers)
    return battle.exact_raid(raid).p_no_leaker
