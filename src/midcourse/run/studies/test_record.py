"""Study: what does the flight-test record say? Model: docs/models/analysis/intervals.md, docs/models/run/studies.md."""

import numpy as np

from ... import analysis, battle
from ...errors import MidcourseError
from .answer import Chart, Flip, Line, ReadingAnswer, Sheet, Study, Turn, other_side
from .inputs import COUNT, named, number, whole

COUNTS = {
    "5-of-8": (5, 8, "act2002"),
    "7-of-14": (7, 14, "act2013"),
    "9-of-17": (9, 17, "nationalinterest2014"),
    "10-of-18": (10, 18, "act2017"),
}
"""Published counts of the same tests: hits, tests, source. They differ in what counts as a test."""

TESTS_RANGE = (8.0, 400.0)

TAKES = {
    "warheads": whole("warheads", 1, 50),
    "at_least": number("1", 0.01, 0.999),
    "looks": whole("looks", 1, 10),
    "common_mode": number("1", 0.0, 0.999),
    "factor": number("1", 1.0, 100.0),
    "counts": named(COUNT),
    "tests": named(whole("tests", 1, 10_000)),
}


def compute(claim, *, warheads=5, at_least=0.9, looks=2, common_mode=0.0, factor=2.0, counts=None,
            tests=None):  # fmt: skip
    """The study.

    Parameters
    ----------
    claim : scenario.claims.Claim
    warheads : int
        Of the raid.
    at_least : float
        Chance wanted that none gets through.
    looks : int
        Rounds of shots.
    common_mode : float
        Chance that every shot at the raid fails.
    factor : float
        The record shows the kill probability where its ends ask for numbers of interceptors within this factor.
    counts : dict of reading to (hits, tests, source), or None for those published
        Hits in tests, and where the count is from.
    tests : dict of reading to int, or None
        As if there had been so many tests, of the same ratio of hits.
    """
    counts = counts or COUNTS
    unknown = [name for name in tests or {} if name not in counts]
    if unknown:
        raise MidcourseError("there is no such count", where="tests", got=unknown[0], hint=", ".join(counts))
    counts = {name: _as_many(count, (tests or {}).get(name)) for name, count in counts.items()}

    def needed(p):
        return _needed(p, warheads, at_least, looks, common_mode)

    readings, flips = [], []
    for name, (hits, flown, _) in counts.items():
        low, high = analysis.clopper_pearson(hits, flown)
        most, least = needed(low), needed(high)
        readings.append(
            ReadingAnswer(reading=name, value=needed(hits / flown), low=least, high=most,
                          verdict=(verdict := _verdict(least, most, factor)), verdict_now=verdict)
        )  # fmt: skip
        flips.append(
            Flip(reading=name, parameter="tests of the same ratio of hits", unit="tests", value_now=flown,
                 value_at_flip=other_side(_tests_that_show(hits / flown, factor, needed), flown, 1.0),
                 plausible_range=TESTS_RANGE, source="house", turn=Turn(input=f"tests.{name}", step=1.0, whole=True))
        )  # fmt: skip
    chances = np.linspace(0.15, 0.99, 85)
    line = np.array([value if (value := needed(p)) is not None else np.nan for p in chances], float)
    return Study(
        claim=claim,
        readings=tuple(readings),
        flips=tuple(flips),
        chart=Chart(
            x_name="kill_probability", y_name="interceptors_needed",
            lines=(Line(name=f"{warheads} warheads", x=chances, y=line, steps=True), *_bars(counts, needed)),
        ),
        inputs=(
            ("warheads", warheads, "warheads", "house"),
            ("at_least", at_least, "1", "house"),
            ("looks", looks, "looks", "house"),
            ("common_mode", common_mode, "1", "house"),
            ("factor", factor, "1", "house"),
            *((name, f"{hits} of {tests}", "tests", source) for name, (hits, tests, source) in counts.items()),
        ),
        rule=f"holds where the ends of the 95 % interval ask for numbers more than a factor {factor:g} apart",
        notes=("low and high: the ends of the exact 95 % interval of hits in tests (Clopper-Pearson)",),
        sheets=(_intervals(counts),),
    )  # fmt: skip


def _as_many(count, tests):
    """A count of hits with another number of tests; the same where none is asked for."""
    hits, of, source = count
    return count if tests is None else (round(hits / of * tests), tests, source)


def _needed(p, warheads, at_least, looks, common_mode):
    """Interceptors needed; None where no stock is enough."""
    if p <= 0.0:
        return None
    raid = battle.Raid(
        warheads=warheads,
        stocks=(0,),
        doctrine=battle.Doctrine(name="shoot-look-salvo", looks=looks),
        kill=battle.Kill(hit=p, common_mode=common_mode),
    )
    found = analysis.interceptors_needed(raid, at_least)
    return None if found is None or np.isnan(found) else float(found)


def _verdict(least, most, factor):
    """The record shows little where its ends are far apart, or where at one end no number is enough."""
    if least is None:
        return "cannot-say"
    return "holds" if most is None or most > factor * least else "fails"


def _tests_that_show(ratio, factor, needed):
    """Number of tests with that ratio of hits from which on the interval is narrow enough; None beyond the range.

    Hits are whole, so that a few numbers below it may be narrow enough too.
    """
    first = None
    for tests in range(int(TESTS_RANGE[1]), int(TESTS_RANGE[0]) - 1, -1):
        low, high = analysis.clopper_pearson(round(ratio * tests), tests)
        if _verdict(needed(high), needed(low), factor) != "fails":
            return first
        first = float(tests)
    return first


def _intervals(counts):
    """What each count says of the kill probability."""
    rows = []
    for name, (hits, tests, source) in counts.items():
        low, high = (float(end) for end in analysis.clopper_pearson(hits, tests))
        rows.append((name, hits, tests, hits / tests, low, high, source))
    return Sheet(title="kill probability of one shot, with its 95 % interval", rows=tuple(rows), columns=(
        "reading", "hits", "tests", "hits in tests", "low", "high", "source"))  # fmt: skip


def _bars(counts, needed):
    """The interval of each count as a line at the height of what its middle asks for."""
    for name, (hits, tests, _) in counts.items():
        ends = np.array(analysis.clopper_pearson(hits, tests))
        middle = needed(hits / tests)
        yield Line(name=name, x=ends, y=np.full(2, np.nan if middle is None else middle))
