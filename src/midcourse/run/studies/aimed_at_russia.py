"""Study: could the interceptors in Poland meet Russian missiles on their way to the United States?

Model: docs/models/engagement/required-speed.md, docs/models/run/studies.md.
"""

import itertools

import numpy as np

from ... import engagement, flight
from ...analysis import meeting
from ...scenario import building, loading
from ...units import m_to_km
from .answer import Chart, Flip, Line, ReadingAnswer, Study

SCENARIO = "russian-forces-2008"
SPEEDS = ("mda", "lewis-postol")
VIEWS = {"seen": True, "unseen": False}
"""Whether the radar must have the meeting above its lowest elevation."""

DELAY_RANGE = (200.0, 600.0)
"""s from the threat's lift-off to the interceptor's: quick and automatic, or slow and consulted (assumed)."""

SPEED_RANGE = (5500.0, 9000.0)
"""m/s, slower than the agency's figure by an eighth to what public motors give."""

STEP = 10.0


def compute(claim, *, delay=300.0, minimum_altitude=100e3, minimum_elevation=0.035, speeds=None):
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
        Burnout speeds; None for those of the scenario.
    """
    plan = loading.load(SCENARIO)
    cases = {name: building.build(plan, plan.select([name])[0]) for name in SPEEDS}
    speeds = speeds or {name: case.batteries[0].launcher.interceptor.speed for name, case in cases.items()}
    case = cases[SPEEDS[0]]
    fleets = [_fleet(threat, case.earth) for threat in case.threats]
    delays = np.arange(0.0, DELAY_RANGE[1] + STEP, STEP)
    rules = {"minimum_altitude": minimum_altitude, "speed_cap": max(12e3, *speeds.values())}
    needed = {name: _needed(case, fleets, delays, rules, minimum_elevation if view else None)
              for name, view in VIEWS.items()}  # fmt: skip
    readings, flips, lines = [], [], []
    for (speed_name, speed), (view, table) in itertools.product(speeds.items(), needed.items()):
        name = f"{speed_name}+{view}"
        met = (table <= speed).sum(axis=1)
        readings.append(_reading(name, delays, met, delay))
        flips += _flips(name, delays, table, speed, delay)
        lines.append(Line(name=name, x=delays, y=met, steps=True))
    pairs, asked = next(iter(needed.values())).shape[1], sum(len(flights) for flights in fleets)
    return Study(
        claim=claim,
        readings=tuple(readings),
        flips=tuple(flips),
        chart=Chart(
            x_name="delay_s", y_name=f"flights_met_of_{pairs}", lines=tuple(lines), now=delay,
        ),
        inputs=(
            ("delay", delay, "s", "house; range 200 to 600 s"),
            ("minimum_altitude", m_to_km(minimum_altitude), "km", "house; a kill vehicle works above the air"),
            *((f"burnout_speed_{name}", m_to_km(speed), "km/s", "afp2008") for name, speed in speeds.items()),
            ("interceptor_burn", case.batteries[0].launcher.interceptor.burn_time, "s", "orion-motors"),
        ),
        rule="holds where no flight can be met between the ends of the delay, fails where some can at both ends",
        notes=(f"{pairs} of {asked} pairs of a field and an aim region lie within reach of the field's missile",),
    )  # fmt: skip


def _fleet(threat, earth):
    """Flights of one field to the aim regions."""
    shape = flight.choose_shape(**threat.shape)
    return flight.launch_many(threat.missile, threat.launches, threat.aimpoints, shape=shape, earth=earth)


def _needed(case, fleets, delays, rules, elevation):
    """Required speeds with lags, (delays, flights) m/s; infinite where none is enough."""
    battery, radar = case.batteries[0].launcher, case.sensors[0].device
    watcher = None
    if elevation is not None:
        watcher = engagement.Watcher(latitude=radar.latitude, longitude=radar.longitude, elevation_low=elevation)
    question = meeting.MeetingQuestion(
        site=battery.site,
        delay=0.0,
        rules=engagement.MeetingRules(**rules, watcher=watcher),
        interceptor_burn=battery.interceptor.burn_time,
    )
    parts = []
    for flights in fleets:
        rows = np.flatnonzero(flights.reached)
        asked = np.repeat(rows, len(delays))
        found = meeting.meetings(engagement.rows_of(flights, asked), question, np.tile(delays, len(rows)))
        parts.append(found.lagged.required_speed.reshape(len(rows), len(delays)).T)
    return np.concatenate(parts, axis=1)


def _reading(name, delays, met, delay):
    """How many can be met now, and at the ends of the delay's range."""
    low, value, high = (int(np.interp(d, delays, met)) for d in (DELAY_RANGE[1], delay, DELAY_RANGE[0]))
    verdict = "holds" if high == 0 else "fails" if low > 0 else "depends"
    return ReadingAnswer(reading=name, value=value, low=low, high=high, verdict=verdict)


def _flips(name, delays, table, speed, delay):
    """The delay and the speed at which it turns whether any flight can be met."""
    easiest = table.min(axis=1)
    now = float(np.interp(delay, delays, np.where(np.isinf(easiest), 1e9, easiest)))
    inside = (delays >= DELAY_RANGE[0]) & (delays <= DELAY_RANGE[1])
    met = easiest <= speed
    turn = [d for d, m in zip(delays[inside], met[inside], strict=True) if m != (now <= speed)]
    nearest = min(turn, key=lambda d: abs(d - delay), default=None)
    at = now if SPEED_RANGE[0] <= now <= SPEED_RANGE[1] else None
    return [
        Flip(reading=name, parameter="delay", unit="s", value_now=delay,
             value_at_flip=None if nearest is None else float(nearest), plausible_range=DELAY_RANGE, source="house"),
        Flip(reading=name, parameter="burnout speed", unit="km/s", value_now=m_to_km(speed),
             value_at_flip=None if at is None else m_to_km(at),
             plausible_range=tuple(m_to_km(v) for v in SPEED_RANGE), source="afp2008; low: house"),
    ]  # fmt: skip
