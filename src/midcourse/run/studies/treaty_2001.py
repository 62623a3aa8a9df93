"""Study: do the scenarios that are built in keep the treaty of 1972? Model: docs/models/policy/treaty.md."""

import datetime

import numpy as np

from ...scenario import judging, loading
from .answer import Chart, Flip, Grid, Line, ReadingAnswer, Sheet, Study, Turn, counted
from .inputs import DAY, listed, text, whole

DAYS = ("2001-05-30", "2002-06-12", "2002-06-13", "2008-04-05")
"""The argument in Budapest, the treaty's last day and the day after, the summit of Bucharest."""

PARTIES = ("US", "RU")
TOLD = ("breach", "disputed", "cannot-say", "ok")
YEAR = 365.25

TAKES = {
    "dates": listed(DAY),
    "later": whole("days", 0, 36_525),
    "parties": listed(text()),
    "scenarios": listed(text()),
    "changes": listed(text(), 0),
}


def compute(claim, *, dates=DAYS, later=0, parties=PARTIES, scenarios=None, changes=(), progress=None):
    """The study.

    Parameters
    ----------
    claim : scenario.claims.Claim
    dates : sequence of str
        In order; the readings stand at the first.
    later : int
        Days after the first at which the readings stand instead; days of the list before that are left out.
    parties : sequence of str
        Whose duties are judged.
    scenarios : sequence of str, or None for all that are built in
        Which are judged.
    changes : sequence of str
        KEY=VALUE, made in every one of the scenarios.
    progress : callable(stage, done, total) or None
    """
    dates = sorted(dates)
    origin, dates = dates[0], _from(dates, later)
    readings, flips, lines, rows, words, tones = [], [], [], [], [], []
    for name in counted(progress, "scenarios", scenarios or loading.names()):
        plan = loading.load(name, changes)
        found = judging.treaty_days(plan, dates, parties)
        for party in parties:
            days = [found[day, party] for day in dates]
            counts = np.array([_counts(answer) for answer in days])
            reading = f"{name}+{party}"
            readings.append(_reading(reading, counts[0], days[0]))
            answers = [_verdict(*row) for row in zip(counts, days, strict=True)]
            flips.append(_flip(reading, (plan, party), (origin, later, dates), answers))
            words.append(tuple(_cell(row, day) for row, day in zip(counts, days, strict=True)))
            tones.append(tuple(_tone(row, day) for row, day in zip(counts, days, strict=True)))
            rows += _rows(name, party, days)
            if counts[:, :2].any():
                x = [_year(day) for day in dates]
                lines.append(Line(name=reading, x=np.array(x), y=counts[:, :2].sum(axis=1), steps=True))
    names = tuple(row.reading for row in readings)
    turns = sorted({row.value_at_flip for row in flips} - {None})
    empty = Line(name="no rule broken", x=np.array([_year(day) for day in dates]), y=np.zeros(len(dates)))
    return Study(
        claim=claim,
        readings=tuple(readings),
        flips=tuple(flips),
        chart=Chart(x_name="year", y_name="rules_broken_or_disputed", lines=tuple(lines) or (empty,)),
        inputs=(
            ("dates", list(dates), "days", "acronym2002, pnnd2002; the first: house"),
            ("parties", list(parties), "countries", "abm-treaty"),
        ),
        rule="holds where a rule in force is broken, depends where one is only disputed, fails where none is",
        notes=("low: broken whatever is disputed; high: with every disputed rule as broken",
               "each scenario is judged as if all of it stood on the day; a star: the rule was not in force",
               *(f"days after {origin}: {int(n)} is {_day(origin) + datetime.timedelta(int(n))}" for n in turns)),
        grid=Grid(rows=names, columns=tuple(dates), words=tuple(words), tones=tuple(tones),
                  meanings={"good": "none broken", "partly": "disputed or not to be said", "bad": "rules broken",
                              "none": "the treaty was not in force"}),
        sheets=(Sheet(title="verdicts", rows=tuple(rows),
                      columns=("scenario", "party", "rule", "reading", "article", "applies_to", *dates)),),
    )  # fmt: skip


def _counts(answer):
    """(broken, disputed, not to be said): numbers of rules of instruments in force."""
    over = [row for row in answer.rules if row.reading is None and row.instrument_in_force]
    sets = [{row.rule for row in over if row.verdict == word} for word in ("breach", "disputed", "cannot-say")]
    return len(sets[0]), len(sets[1] - sets[0]), len(sets[2])


def _verdict(counts, answer):
    broken, disputed, unknown = counts
    if broken:
        return "holds"
    if disputed:
        return "depends"
    return "cannot-say" if unknown and answer.in_force else "fails"


def _reading(name, counts, answer):
    broken, disputed, _ = (int(number) for number in counts)
    return ReadingAnswer(
        reading=name, value=broken, low=broken, high=broken + disputed,
        verdict=(verdict := _verdict(counts, answer)), verdict_now=verdict,
    )  # fmt: skip


def _from(dates, later):
    """The first day some days later, and those of the others that come after it."""
    first = (_day(dates[0]) + datetime.timedelta(int(later))).isoformat()
    return (first, *(day for day in dates[1:] if day > first))


def _flip(reading, asked, days, verdicts):
    """The day, counted from the first, on which the verdict is another for the first time."""
    (plan, party), (origin, later, dates) = asked, days
    first, at = _day(origin), None
    turn = next((k for k, verdict in enumerate(verdicts) if verdict != verdicts[0]), None)
    if turn is not None:
        low, high = _day(dates[turn - 1]), _day(dates[turn])
        while (high - low).days > 1:
            middle = low + (high - low) // 2
            answer = judging.treaty_of(plan, middle, party)
            same = _verdict(_counts(answer), answer) == verdicts[0]
            low, high = (middle, high) if same else (low, middle)
        at = float((high - first).days)
    return Flip(
        reading=reading, parameter=f"days after {origin}", unit="d", value_now=float(later), value_at_flip=at,
        plausible_range=(0.0, float(max((_day(dates[-1]) - first).days, 1))), source="pnnd2002",
        turn=Turn(input="later", step=1.0, whole=True),
    )  # fmt: skip


def _rows(name, party, days):
    """Verdicts rule by rule, one column a day, the broken first; rules that see nothing on any of them are left out."""
    cells: dict = {}
    for k, answer in enumerate(days):
        for row in answer.rules:
            key = (row.rule, row.reading or "", row.article, ", ".join(row.applies_to) or "scenario")
            star = "" if row.instrument_in_force else " *"
            cells.setdefault(key, [""] * len(days))[k] = row.verdict + star
    told = {key: row for key, row in cells.items() if any(text.startswith(TOLD) for text in row)}
    rank = {key: next(k for k, word in enumerate(TOLD) if any(text.startswith(word) for text in row))
            for key, row in told.items()}  # fmt: skip
    whole = {key: rank.get((key[0], "", *key[2:]), rank[key]) for key in told}
    for key in sorted(told, key=lambda key: whole[key]):
        yield (name, party, *key, *told[key])


def _cell(counts, answer):
    """Words of one scenario on one day."""
    if not answer.in_force:
        would = {row.rule for row in answer.rules if row.reading is None and row.verdict == "breach"}
        return f"{len(would)} if it held"
    parts = [(int(n), word) for n, word in zip(counts, ("broken", "disputed", "open"), strict=True)]
    return ", ".join(f"{number} {word}" for number, word in parts if number) or "none broken"


def _tone(counts, answer):
    if not answer.in_force:
        return "none"
    return {"holds": "bad", "fails": "good"}.get(_verdict(counts, answer), "partly")


def _day(text):
    return datetime.date.fromisoformat(text)


def _year(text):
    day = _day(text)
    return day.year + (day - datetime.date(day.year, 1, 1)).days / YEAR
