"""Study: could the interceptors in Poland meet Russian missiles on their way to the United States?

Model: docs/models/engagement/flyout.md, docs/models/engagement/required-speed.md, docs/models/run/studies.md.
"""

import itertools
import math
from dataclasses import dataclass, replace

import numpy as np

from ... import engagement, flight
from ...analysis import meeting
from ...analysis.latest_launch import latest_launches
from ...scenario import building, loading
from ...units import m_to_km
from .answer import Chart, Flip, Line, ReadingAnswer, Sheet, Study, Turn, counted, nearest_turn, other_side
from .inputs import FLAG, named, number

SCENARIO = "russian-forces-2008"
INTERCEPTOR = "gbi-two-stage"
VARIANTS = ("mda", "lewis-postol", "motors-light")
VIEWS = ("seen", "unseen")
"""Whether the radar must have the meeting above its lowest elevation."""

DELAY_RANGE = (200.0, 600.0)
"""s from the threat's lift-off to the interceptor's: quick and automatic, or slow and consulted (assumed)."""

SPEED_RANGE = (5000.0, 9000.0)
"""m/s, slower than the agency's figure by a fifth (assumed) to what public motors give."""

SPEED_STEP = 25.0
"""m/s, to which the speed of a flip point is known."""

SPEEDS = np.linspace(*SPEED_RANGE, 9)
STEP = 10.0
CAP = 12e3

TAKES = {
    "delay": number("s", 0.0, 3600.0),
    "minimum_altitude": number("m", 0.0, 1500e3),
    "minimum_elevation": number("rad", 0.0, 1.5),
    "speeds": named(number("m/s", 3000.0, 10e3)),
    "cut_off": FLAG,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """What is held while readings and speeds vary."""

    site: tuple
    earth: object
    fleets: tuple
    rules: dict
    delay: float
    burn_time: float


def compute(claim, *, delay=300.0, minimum_altitude=100e3, minimum_elevation=0.035, speeds=None, cut_off=None,
            progress=None):  # fmt: skip
    """The study.

    Parameters
    ----------
    claim : scenario.claims.Claim
    delay : float, s
        From the threat's lift-off to the earliest launch.
    minimum_altitude : float, m
        Lowest meeting.
    minimum_elevation : float, rad
        Lowest elevation of the radar.
    speeds : dict of reading to m/s, or None
        Burnout speeds of notional vehicles in place of the published readings.
    cut_off : bool or None
        Whether missiles can end their thrust early; None: as the catalog has each.
    progress : callable(stage, done, total) or None
    """
    plan = loading.load(SCENARIO)
    case = building.build(plan, plan.select([VARIANTS[0]])[0])
    question = _question(case, delay, minimum_altitude, minimum_elevation, cut_off)
    made = _interceptors(speeds, question.burn_time)
    delays = np.arange(0.0, DELAY_RANGE[1] + STEP, STEP)
    asked = counted(progress, "latest launches", itertools.product(made, VIEWS))
    latest = {(name, view): _latest(question, made[name].fly_out, view) for name, view in asked}
    turns = _turning_speeds(question, progress) if speeds is None else {}
    readings, flips, lines = [], [], []
    for name, view in itertools.product(made, VIEWS):
        reading, last = f"{name}+{view}", latest[name, view]
        met = (last[:, None] >= delays).sum(axis=0)
        readings.append(_reading(reading, last, delay))
        flips.append(_delay_flip(reading, last, delay))
        if turns:
            flips.append(_speed_flip(reading, made[name].speed, turns[view]))
        lines.append(Line(name=reading, x=delays, y=met, steps=True))
    names, flights = _flights_of(question)
    return Study(
        claim=claim,
        readings=tuple(readings),
        flips=tuple(flips),
        chart=Chart(x_name="delay_s", y_name=f"flights_met_of_{len(names)}", lines=tuple(lines), now=delay),
        inputs=_inputs(question, made, minimum_altitude),
        rule="holds where no flight can be met between the ends of the delay, fails where some can at both ends",
        notes=_notes(question, case, cut_off, len(names)),
        sheets=(_sheet(question, names, flights, latest),),
    )


def _question(case, delay, minimum_altitude, minimum_elevation, cut_off):
    battery, radar = case.batteries[0].launcher, case.sensors[0].device
    watcher = engagement.Watcher(latitude=radar.latitude, longitude=radar.longitude, elevation_low=minimum_elevation)
    rules = engagement.MeetingRules(minimum_altitude=minimum_altitude, speed_cap=CAP)
    return _Question(
        site=battery.site,
        earth=case.earth,
        fleets=tuple((threat, _fleet(threat, case.earth, cut_off)) for threat in case.threats),
        rules={"seen": replace(rules, watcher=watcher), "unseen": rules},
        delay=delay,
        burn_time=battery.interceptor.burn_time,
    )


def _fleet(threat, earth, cut_off):
    """Flights of one field to the aim regions."""
    missile = threat.missile if cut_off is None else replace(threat.missile, can_cut_off=cut_off)
    shape = flight.choose_shape(**threat.shape)
    return flight.launch_many(missile, threat.launches, threat.aimpoints, shape=shape, earth=earth)


def _interceptors(speeds, burn_time):
    """Interceptors by reading, each with its fly-out."""
    if speeds is None:
        return {name: _published(name) for name in VARIANTS}
    return {
        name: engagement.Interceptor(
            key=name, speed=speed, burn_time=burn_time, fly_out=engagement.notional_fly_out(speed, burn_time)
        )
        for name, speed in speeds.items()
    }


def _published(variant):
    """Interceptor of the battery in Poland under one published reading."""
    plan = loading.load(SCENARIO, (f"batteries.poland.interceptor={INTERCEPTOR}@{variant}",))
    return building.build(plan, plan.readings[0]).batteries[0].launcher.interceptor


def _flights_of(question):
    """Names (field, aim, missile) of the pairs within reach, and their flights fleet by fleet."""
    names, flights = [], []
    for threat, fleet in question.fleets:
        rows = np.flatnonzero(fleet.reached)
        names += [(threat.key, threat.aim_names[k], threat.missile.key) for k in rows]
        flights.append(engagement.rows_of(fleet, rows))
    return names, flights


def _latest(question, fly_out, view):
    """Latest launches, (flights,) s from the threat's lift-off; -inf where none meets it."""
    _, fleets = _flights_of(question)
    return np.concatenate([latest_launches(one, question.site, fly_out, question.rules[view]) for one in fleets])


def _turning_speeds(question, progress):
    """Burnout speed of a notional vehicle at which it turns whether any flight is met, m/s, or None, by view."""

    def verdict(speed, view):
        flown = engagement.notional_fly_out(speed, question.burn_time)
        return str(_latest(question, flown, view).max() >= question.delay)

    asked = counted(progress, "speeds of a notional vehicle", SPEEDS)
    met = np.array([[verdict(float(speed), view) for view in VIEWS] for speed in asked])  # a fan is kept a while
    return {view: nearest_turn(SPEEDS, column.tolist(), 0, lambda speed, view=view: verdict(speed, view), SPEED_STEP)
            for view, column in zip(VIEWS, met.T, strict=True)}  # fmt: skip


def _reading(name, last, delay):
    """How many can be met now, and at the ends of the delay's range."""
    low, value, high = (int((last >= d).sum()) for d in (DELAY_RANGE[1], delay, DELAY_RANGE[0]))
    verdict = "holds" if high == 0 else "fails" if low > 0 else "depends"
    return ReadingAnswer(reading=name, value=value, low=low, high=high, verdict=verdict,
                         verdict_now="fails" if value else "holds")  # fmt: skip


def _delay_flip(name, last, delay):
    """The delay at which it turns whether any flight can be met: the latest launch of all."""
    latest = float(last.max())
    at = math.floor(latest) + (latest >= delay) if math.isfinite(latest) else math.inf
    inside = DELAY_RANGE[0] <= at <= DELAY_RANGE[1]
    return Flip(
        reading=name, parameter="delay", unit="s", value_now=delay,
        value_at_flip=float(at) if inside else None, plausible_range=DELAY_RANGE, source="house",
        turn=Turn(input="delay", step=1.0),
    )  # fmt: skip


def _speed_flip(name, speed, least):
    """The burnout speed of a notional vehicle at which it turns whether any flight can be met."""
    at = other_side(least, speed, SPEED_STEP)
    return Flip(
        reading=name, parameter="burnout speed", unit="km/s", value_now=m_to_km(speed),
        value_at_flip=None if at is None else m_to_km(at), plausible_range=tuple(m_to_km(v) for v in SPEED_RANGE),
        source="afp2008; low: house",
        turn=Turn(input=f"speeds.{name.split('+')[0]}", step=m_to_km(SPEED_STEP), scale=1e3),
    )  # fmt: skip


def _inputs(question, made, minimum_altitude):
    stated = "house, turned by hand"
    sources = {"mda": "afp2008", "lewis-postol": "afp2008", "motors-light": "orion-motors, flown"}
    return (
        ("delay", question.delay, "s", "house; range 200 to 600 s"),
        ("minimum_altitude", m_to_km(minimum_altitude), "km", "house; a kill vehicle works above the air"),
        *(
            (f"burnout_speed_{name}", m_to_km(kind.speed), "km/s", sources.get(name, stated))
            for name, kind in made.items()
        ),
        ("interceptor_burn", question.burn_time, "s", "orion-motors"),
    )


def _notes(question, case, cut_off, pairs):
    asked = sum(len(fleet) for _, fleet in question.fleets)
    notes = [f"{pairs} of {asked} pairs of a field and an aim region lie within reach of the field's missile"]
    if cut_off is None:
        other = replace(question, fleets=tuple((t, _fleet(t, case.earth, True)) for t in case.threats))
        last = _latest(other, _published(VARIANTS[0]).fly_out, VIEWS[0])
        notes.append(
            "solid missiles burn all they have here and fly high; could they end their thrust early,"
            f" {VARIANTS[0]}+{VIEWS[0]} would be {int((last >= question.delay).sum())} of {len(last)}"
        )
    return tuple(notes)


def _sheet(question, names, fleets, latest):
    """Required speeds and latest launches of every flight."""
    asked = [(view, kind) for view in VIEWS for kind in ("ideal", "with_lags")]
    speeds = {(view, kind): _required(question, fleets, view, kind) for view, kind in asked}
    columns = [*(f"required_km_s_{kind}_{view}" for view, kind in asked)]
    columns += [f"latest_launch_s_{name}_{view}" for name, view in latest]
    rows = [
        (*name, *(_told(m_to_km(speeds[one][k]), 2) for one in asked), *(_told(last[k], 0) for last in latest.values()))
        for k, name in enumerate(names)
    ]
    return Sheet(title="every flight", columns=("field", "aim", "missile", *columns), rows=tuple(rows))


def _told(value, digits):
    return round(float(value), digits) if math.isfinite(value) else None


def _required(question, fleets, view, kind):
    """Least launch speeds of an impulsive interceptor, ideal or with lags, at the delay; m/s, infinite where none."""
    asked = meeting.MeetingQuestion(
        site=question.site, delay=question.delay, rules=question.rules[view], interceptor_burn=question.burn_time
    )
    found = [meeting.meetings(flights, asked) for flights in fleets]
    return np.concatenate([(one.ideal if kind == "ideal" else one.lagged).required_speed for one in found])
