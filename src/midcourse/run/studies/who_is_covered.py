"""Study: which members, capitals and cities are covered, by reading, delay and shots? docs/models/run/studies.md."""

import itertools
from dataclasses import replace

import numpy as np

from ... import engagement
from ...analysis import Status, footprint, members_undefended
from ...scenario import building, defended_question, geography, loading
from . import standing
from .answer import Chart, Flip, Grid, Line, ReadingAnswer, Sheet, Study, Turn, nearest_turn
from .inputs import listed, number, text, whole

SCENARIO = "european-site-2008"
DELAYS = tuple(float(value) for value in range(120, 601, 60))
"""s from first sight to lift-off: quick and automatic, or slow and consulted (assumed)."""

STEP = 1.0
"""s, to which a flip point is known."""

SHOTS = (1, 2, 3, 4)
TONES = {Status.DEFENDED: "good", Status.PARTLY: "partly", Status.UNDEFENDED: "bad", Status.NOT_THREATENED: "none"}

MEANINGS = {"good": "defended", "partly": "partly", "bad": "undefended", "none": "not threatened"}

TAKES = {
    "scenario": text(),
    "delay": number("s", 0.0, 3600.0),
    "delays": listed(number("s", 0.0, 3600.0)),
    "shots": listed(whole("shots", 1, 20)),
    "changes": listed(text(), 0),
}


def compute(claim, *, scenario=SCENARIO, delay=None, delays=DELAYS, shots=SHOTS, changes=(), progress=None):
    """The study.

    Parameters
    ----------
    claim : scenario.claims.Claim
    scenario : str
        A built-in one or a file.
    delay : float, s, or None for the scenario's own
        From first sight to lift-off, at which the readings stand.
    delays : sequence of float, s
        Range that low and high and the chart are over, in order.
    shots : sequence of int
        How many must fit; each is a reading.
    changes : sequence of str
        KEY=VALUE, made in the scenario.
    progress : callable(stage, done, total) or None
    """
    plan = loading.load(scenario, changes)
    cases = {name: building.build(plan, name) for name in plan.readings}
    first = next(iter(cases.values()))
    grounds: dict = {}
    now = standing.delay_of(first.command, standing.latency_of(first)) if delay is None else float(delay)
    steps = sorted({now, *delays})
    table = {}  # reading, delay, shots -> (verdicts, countries, people)
    for k, (name, case) in enumerate(cases.items()):
        ground = _ground(grounds, case)
        own = standing.delay_of(case.command, standing.latency_of(case))
        for j, step in enumerate(steps):
            met = standing.count_shots(ground, case, max(shots), step - own)
            table |= {(name, step, s): standing.standing(ground, met, s) for s in shots}
            if progress:
                progress(name, k * len(steps) + j + 1, len(cases) * len(steps))
    counts = {key: members_undefended(found[1]) for key, found in table.items()}
    readings, flips = [], []
    for name, s in itertools.product(cases, shots):
        over = {step: counts[name, step, s] for step in steps}
        readings.append(_reading(f"{name}+shots-{s}", over, now))
        asked = _ground(grounds, cases[name]), cases[name], s
        flip = _flip(f"{name}+shots-{s}", over, now, lambda delay, a=asked: _word(_left_out(a[0], a[1], a[2], delay)))
        shown = s == 1 and not changes and scenario in loading.names()  # the globe asks for one shot
        flips.append(replace(flip, slider=standing.decision_at(cases[name], flip.value_at_flip)) if shown else flip)
    return Study(
        claim=claim,
        readings=tuple(readings),
        flips=tuple(flips),
        chart=Chart(x_name="delay_s", y_name="members_not_wholly_defended", now=now, lines=tuple(
            Line(name=name, x=np.array(steps), y=np.array([counts[name, step, shots[0]] for step in steps]))
            for name in cases)),
        inputs=(
            ("delay", now, "s", "house; the sum of the scenario's times"),
            ("delays", list(delays), "s", "house; 120 to 600 s"),
            ("shots", list(shots), "shots", "house"),
            ("scenario", scenario, "file", "its sources stand in it"),
        ),
        rule="holds where some member is left out at every delay, fails where none is at any, depends between",
        notes=("low and high: over the delays; left out: not all of the threatened people are defended",
               "not threatened: no flight of the scenario reaches it"),
        grid=_grid(cases, table, now, shots[0]),
        sheets=(
            _members(cases, table, now, shots[0]),
            _places(first.protect, cases, table, now, shots[0], _reasons(grounds, cases, now)),
            _people(cases, table, steps, shots),
        ),
    )  # fmt: skip


def _ground(grounds, case):
    """Flights of a case, flown once for all with the same threats and places."""
    key = tuple((t.key, t.missile, t.launches.tobytes(), tuple(sorted(t.shape.items())), t.signature)
                for t in case.threats)  # fmt: skip
    if key not in grounds:
        grounds[key] = standing.make_ground(case)
    return grounds[key]


def _left_out(ground, case, shots, delay):
    """Members with threatened people of whom not all are defended with some shots at a delay."""
    own = standing.delay_of(case.command, standing.latency_of(case))
    met = standing.count_shots(ground, case, shots, delay - own)
    return members_undefended(standing.standing(ground, met, shots)[1])


def _word(count):
    return "holds" if count else "fails"


def _reading(name, counts, now):
    low, high = min(counts.values()), max(counts.values())
    verdict = "holds" if low > 0 else "fails" if high == 0 else "depends"
    return ReadingAnswer(reading=name, value=counts[now], low=low, high=high, verdict=verdict,
                         verdict_now=_word(counts[now]))  # fmt: skip


def _flip(name, counts, now, verdict):
    """The delay nearest to that of the reading, within those asked, at which it turns whether anybody is left out."""
    words = [_word(count) for count in counts.values()]
    return Flip(reading=name, parameter="delay", unit="s", value_now=now,
                value_at_flip=nearest_turn(list(counts), words, list(counts).index(now), verdict, STEP),
                plausible_range=(min(counts), max(*counts, min(counts) + 1.0)), source="house",
                turn=Turn(input="delay", step=STEP))  # fmt: skip


def _grid(cases, table, now, shots):
    """Members by readings: status and the share of their threatened people that is defended."""
    found = {name: table[name, now, shots][1] for name in cases}
    codes = next(iter(found.values())).code.tolist()
    words = tuple(tuple(word_of(one, k) for one in found.values()) for k in range(len(codes)))
    tones = tuple(tuple(TONES[Status(int(one.status[k]))] for one in found.values()) for k in range(len(codes)))
    return Grid(rows=tuple(geography.country_name(code) for code in codes), columns=tuple(cases), words=words,
                tones=tones, meanings=MEANINGS)  # fmt: skip


def word_of(countries, k):
    """Status of one country in words; where it is partly defended, the share that is.

    Parameters
    ----------
    countries : analysis.Countries
    k : int
        Its row.
    """
    status = Status(int(countries.status[k]))
    if status != Status.PARTLY:
        return status.word
    return f"{min(max(round(100.0 * float(countries.defended_share[k])), 1), 99)} %"


def _members(cases, table, now, shots):
    found = {name: table[name, now, shots][1] for name in cases}
    codes = next(iter(found.values())).code.tolist()
    rows = tuple((code, *(word_of(one, k) for one in found.values())) for k, code in enumerate(codes))
    return Sheet(title=f"members, {shots} shot, delay {now:g} s", columns=("member", *cases), rows=rows)


def _reasons(grounds, cases, now):
    """Why no shot fits, of every named place in every reading, at the delay of the readings."""
    found = {}
    for name, case in cases.items():
        waves, rows = _ground(grounds, case).waves, np.flatnonzero(case.protect.named)
        own = standing.delay_of(case.command, standing.latency_of(case))
        consult = max(case.command.consult_time + now - own, 0.0)
        slower = replace(case, command=replace(case.command, consult_time=consult))
        defence = defended_question.defence_of(slower, defended_question.Question())
        some = [wave._replace(flights=engagement.rows_of(wave.flights, rows)) for wave in waves]
        found[name] = footprint.judge(footprint.meet(some, defence, 1)).reason
    return found


def _places(protect, cases, table, now, shots, reasons):
    """Capitals and cities over half a million: shots that fit, or why none does, by reading."""
    places, rows = protect.places, []
    for j, k in enumerate(np.flatnonzero(protect.named)):
        cells = []
        for name in cases:
            one = table[name, now, shots][0]
            status = Status(int(one.status[k])).word
            shot = f"{status} ({int(one.shots[k])})" if status == "defended" else status
            cells.append(f"{status}: {engagement.Reason(int(reasons[name][j])).word}" if one.shots[k] < 1
                         and status == "undefended" else shot)  # fmt: skip
        rows.append((str(places.name[k]), str(places.country[k]), int(places.population[k]),
                     "yes" if places.capital[k] else "", *cells))  # fmt: skip
    return Sheet(title="capitals and cities over 500,000, shots that fit in brackets",
                 columns=("place", "member", "people", "capital", *cases), rows=tuple(rows))  # fmt: skip


def _people(cases, table, steps, shots):
    """Shares of the threatened people by reading, delay and shots."""
    rows = []
    for name in cases:
        for s in shots:
            people = [table[name, step, s][2] for step in steps]
            rows.append((name, s, *(_share(one) for one in people)))
    return Sheet(title="share of the threatened people that is defended, by delay in s",
                 columns=("reading", "shots", *(f"{step:g}" for step in steps)), rows=tuple(rows))  # fmt: skip


def _share(people):
    threatened = people.defended + people.undefended
    return people.defended / threatened if threatened else None
