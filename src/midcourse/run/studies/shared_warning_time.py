"""Study: how many seconds of warning, and how many false alarms, would shared sensors have made?

Model: docs/models/policy/shared-warning.md, docs/models/run/studies.md.
"""

import itertools
from dataclasses import replace

import numpy as np

from ... import flight, sensing
from ...earth import places as geodata
from ...policy import shared_warning as sw
from ...scenario import building, loading
from .answer import Chart, Flip, Line, ReadingAnswer, Sheet, Study, Turn, nearest_turn
from .inputs import named, number

SCENARIO, RADAR = "shared-warning-2007", "gabala"
"""What stood on the day: no radar in the Czech Republic, Armavir not on duty."""

PARTIES = {"US": "RU", "RU": "US"}
RULES = {"centre": "hint", "net": "believed"}
"""A screen in a centre, or linked systems: what the other's word is to a party."""

SKIES = ("watched", "blind")
"""Whether a party's own satellites see the launch: for hours of a day they may not."""

LATENCY_RANGE = (1.0, 300.0)
"""s, of the other's word: linked systems to a message that somebody reads and passes on (assumed)."""

LATENCIES = np.arange(0.0, 305.0, 5.0)
ALARM_RATES = (2.7, 98.0)
"""A year: those that were carried further, and all, of 147 in 18 months [csmonitor1980]."""

ALARM_TIME = 360.0
"""s until one was seen to be false [frus1979]."""

ENOUGH, STEP = 60.0, 1.0
"""s: warning gained that counts, and how exactly a flip point is known."""

CONFIRM_RANGE = (0.0, 180.0)
"""s for which one source is watched: none, to as long as a threat was said to take to characterise [reuters2005]."""

TAKES = {
    "latency": named(number("s", *LATENCIES[[0, -1]].tolist()), *RULES),
    "confirm_time": number("s", 0.0, 3600.0),
    "confer_time": number("s", 0.0, 3600.0),
    "consult_time": number("s", 0.0, 3600.0),
    "order_time": number("s", 0.0, 3600.0),
}


def compute(claim, *, latency=None, confirm_time=60.0, confer_time=180.0, consult_time=0.0, order_time=30.0):
    """The study.

    Parameters
    ----------
    claim : scenario.claims.Claim
    latency : dict of rule to s, or None
        Until the other's word arrives; None: 120 s through a centre, 5 s through linked systems.
    confirm_time : float, s
        How long one source is watched before its warning counts.
    confer_time : float, s
        That those who decide confer.
    consult_time : float, s
        That others are asked first.
    order_time : float, s
        From the decision until the order has arrived.
    """
    latency = {"centre": 120.0, "net": 5.0, **(latency or {})}
    rules = sw.WarningRules(
        own_latency=2.0, confirm_time=confirm_time, confer_time=confer_time, consult_time=consult_time,
        order_time=order_time,
    )  # fmt: skip
    flown = _flown()
    readings, flips, lines = [], [], []
    for party, rule, sky in itertools.product(PARTIES, RULES, SKIES):
        name, seen = f"{party}+{rule}+{sky}", _under(flown, party, sky)
        gains = np.array([_gain(seen, party, rule, t, rules) for t in LATENCIES])
        readings.append(_reading(name, gains, _gain(seen, party, rule, latency[rule], rules)))
        asked = seen, party, rule
        flips.append(
            _flip(name, latency[rule], lambda t, asked=asked: _enough(_gain(asked[0], asked[1], asked[2], t, rules)))
        )
        flips.append(_confirm_flip(name, asked, latency[rule], rules))
        lines.append(Line(name=name, x=LATENCIES, y=gains))
    return Study(
        claim=claim,
        readings=tuple(readings),
        flips=tuple(flips),
        chart=Chart(x_name="latency_s", y_name="warning_gained_s", lines=tuple(lines), level=ENOUGH,
                    level_name="a minute"),
        inputs=(
            ("latency_centre", latency["centre"], "s", "house; 60 to 180 s"),
            ("latency_net", latency["net"], "s", "house; 1 to 10 s"),
            ("confirm_time", confirm_time, "s", "house; how long one source is watched"),
            ("confer_time", confer_time, "s", "reuters2005, 3 to 4 minutes"),
            ("consult_time", consult_time, "s", "house; asking others first"),
            ("order_time", order_time, "s", "house"),
            ("alarms a year", f"{ALARM_RATES[0]:g} to {ALARM_RATES[1]:g}", "", "csmonitor1980"),
            ("length of an alarm", ALARM_TIME, "s", "frus1979"),
        ),
        rule="holds where the middle capital gains a minute at both ends of the latency, fails where at neither",
        notes=(
            f"flights to {len(flown['names'])} capitals, each by the smallest class that reaches it",
            "watched: a party's own satellites see the launch; blind: they do not, the other's do",
            *_alarm_note(latency, rules),
        ),
        sheets=(_capitals(flown, latency, rules), _alarms(latency, rules)),
    )  # fmt: skip


def _flown():
    """Flights to the capitals of the protected countries and to Moscow, and what each sensor sees of them first."""
    case = building.build(loading.load(SCENARIO), RADAR)
    places, cities = case.protect.places, geodata.cities()
    rows = np.flatnonzero(places.capital)
    moscow = int(np.flatnonzero((cities.name == "Moscow") & (cities.country == "RU"))[0])
    names = [*places.name[rows].tolist(), "Moscow"]
    aims = np.vstack([case.protect.aimpoints[rows], [[cities.latitude_deg[moscow], cities.longitude_deg[moscow]]]])
    first = np.full((len(names), len(case.sensors)), np.nan)
    flight_time, kinds = np.full(len(names), np.nan), np.full(len(names), "", object)
    for threat in case.threats:
        shape = flight.choose_shape(**threat.shape)
        flights = flight.launch_many(threat.missile, threat.launches, aims, shape=shape, earth=case.earth)
        seen = sensing.watch([s.device for s in case.sensors], flights, threat.signature)
        new = flights.reached & np.isnan(flight_time)
        first[new], flight_time[new], kinds[new] = seen.first_seen[new], flights.flight_time[new], threat.key
    kept = np.isfinite(flight_time)
    owners = ["US" if s.owner == "GB" else s.owner for s in case.sensors]  # an ally's radar of the same network
    return {
        "names": [name for name, stays in zip(names, kept, strict=True) if stays],
        "first": first[kept], "flight_time": flight_time[kept], "kinds": kinds[kept].tolist(), "owners": owners,
        "satellites": [s.kind == "satellites" for s in case.sensors], "sensors": [s.key for s in case.sensors],
    }  # fmt: skip


def _under(flown, party, sky):
    """The same flights as a party sees them with its own satellites at work, or blind."""
    if sky == SKIES[0]:
        return flown
    own = np.array([owner == party for owner in flown["owners"]]) & np.array(flown["satellites"])
    return {**flown, "first": np.where(own, np.nan, flown["first"])}


def _warned(flown, party, rule, latency, rules):
    """What a party knows, alone (rule None) or with the other's word."""
    links = []
    if rule is not None:
        links = [sw.WarningLink(giver=PARTIES[party], taker=party, latency=latency, trust=RULES[rule])]
    return sw.warn(flown["first"], flown["owners"], flown["flight_time"], party, links, rules)


def _gain(flown, party, rule, latency, rules):
    """Warning that the middle capital gains, s."""
    alone, shared = (_warned(flown, party, r, latency, rules).warning_time for r in (None, rule))
    return float(np.median(np.nan_to_num(shared) - np.nan_to_num(alone)))


def _reading(name, gains, value):
    low, high = (float(np.interp(t, LATENCIES, gains)) for t in (LATENCY_RANGE[1], LATENCY_RANGE[0]))
    return ReadingAnswer(
        reading=name, value=value, low=min(low, value), high=max(high, value), verdict=_verdict(low, high),
        verdict_now=_enough(value),
    )  # fmt: skip


def _verdict(low, high):
    """By the gain at the ends of the latency."""
    return "depends" if _enough(low) != _enough(high) else _enough(low)


def _enough(gain):
    """Verdict of one gain; a tenth of a second is within the edges of a sight."""
    return "holds" if gain >= ENOUGH - 0.1 else "fails"


def _flip(name, latency, verdict):
    """The latency at which the middle capital gains just a minute."""
    values = np.unique(np.clip(np.append(LATENCIES, latency), *LATENCY_RANGE))
    words = [verdict(value) for value in values.tolist()]
    at = nearest_turn(values, words, int(np.searchsorted(values, latency)), verdict, STEP)
    rule = name.split("+")[1]
    return Flip(
        reading=name, parameter="latency", unit="s", value_now=latency, value_at_flip=at,
        plausible_range=LATENCY_RANGE, source="house", turn=Turn(input=f"latency.{rule}", step=STEP),
    )  # fmt: skip


def _confirm_flip(name, asked, latency, rules):
    """The nearest time of confirmation at which the middle capital gains just a minute."""

    def verdict(time):
        return _enough(_gain(asked[0], asked[1], asked[2], latency, replace(rules, confirm_time=time)))

    now = rules.confirm_time
    values = np.unique(np.append(np.arange(CONFIRM_RANGE[0], CONFIRM_RANGE[1] + 5.0, 5.0), now))
    words = [verdict(value) for value in values.tolist()]
    at = nearest_turn(values, words, int(np.searchsorted(values, now)), verdict, STEP)
    return Flip(
        reading=name, parameter="confirm time", unit="s", value_now=now, value_at_flip=at,
        plausible_range=CONFIRM_RANGE, source="house; high: reuters2005", turn=Turn(input="confirm_time", step=STEP),
    )  # fmt: skip


def _capitals(flown, latency, rules):
    """Seconds of warning and of decision by capital and party, alone and shared."""
    rows = []
    for party, sky in itertools.product(PARTIES, SKIES):
        seen = _under(flown, party, sky)
        told: dict = {None: _warned(seen, party, None, 0.0, rules)}
        told |= {rule: _warned(seen, party, rule, latency[rule], rules) for rule in RULES}
        for k, name in enumerate(flown["names"]):
            times = [_rounded(getattr(found, what)[k]) for what in ("warning_time", "decision_time")
                     for found in told.values()]  # fmt: skip
            first = [_first_word(flown, found.sensor[k]) for found in (told[None], told["net"])]
            rows.append((party, sky, name, flown["kinds"][k], round(float(flown["flight_time"][k])), *first, *times))
    asked = [f"{what}_s_{rule or 'alone'}" for what in ("warning", "decision") for rule in (None, *RULES)]
    return Sheet(
        title="capitals",
        columns=("party", "sky", "capital", "threat", "flight_s", "first_word_alone", "first_word_net", *asked),
        rows=tuple(rows),
    )


def _first_word(flown, sensor):
    """Key of the sensor whose word comes first; "none" where nobody's does."""
    return flown["sensors"][sensor] if sensor >= 0 else "none"


def _rounded(value):
    return None if np.isnan(value) else round(float(value))


def _alarm_note(latency, rules):
    """What sharing does to false warnings, in a sentence."""
    rows = {(rule, rate): value for rule, rate, value in _alarms(latency, rules).rows}
    alone, net = ([rows[rule, rate] for rate in ALARM_RATES] for rule in ("alone", "net"))
    yield (
        f"false warnings a year: {alone[0]:.2g} to {alone[1]:.2g} alone, {net[0]:.1g} to {net[1]:.1g} where the other's"
        " word is believed and in time; as a hint it clears none"
    )


def _alarms(latency, rules):
    """False warnings a year of one side, alone and shared, at both ends of the published rate."""
    rows = []
    for rate in ALARM_RATES:
        alarms = sw.FalseAlarms(rate=rate, other_rate=rate, duration=ALARM_TIME)
        for rule in (None, *RULES):
            trust = "off" if rule is None else RULES[rule]
            found = sw.false_alarms_a_year(alarms, rules, trust, 0.0 if rule is None else latency[rule])[0]
            rows.append((rule or "alone", rate, float(f"{found:.3g}")))
    return Sheet(title="false alarms", columns=("rule", "alarms_a_year", "false_warnings_a_year"), rows=tuple(rows))
