"""A scenario held against the treaty's rules on a day: every reading of it, with what differs between them named.

Model page: docs/models/policy/treaty.md.
"""

import datetime
from typing import NamedTuple

from ..policy import treaty
from . import deploying, treaty_book


class TreatyAnswer(NamedTuple):
    """Answer of `treaty_of`: `rules` are policy.treaty_records.Finding, SI; `notes` are sentences for people."""

    scenario: str
    date: datetime.date
    party: str
    in_force: bool
    rules: tuple
    notes: tuple


def treaty_of(scenario, date, party=None):
    """What the rules say of a scenario on a day.

    Parameters
    ----------
    scenario : loading.Scenario
    date : datetime.date or str
    party : {"US", "RU"} or None
        None: the owner of most interceptors; the United States where there is none or a tie.

    Returns
    -------
    TreatyAnswer

    Raises
    ------
    MidcourseError
        No such day, no such party.
    """
    book, deployed = _held_against(scenario)
    chosen = party or treaty.default_party(book, next(iter(deployed.values())).parts)
    return _answer(scenario, book, deployed, treaty.read_day(date), chosen)


def treaty_days(scenario, dates, parties):
    """What the rules say of a scenario on several days, for several parties.

    Parameters
    ----------
    scenario : loading.Scenario
    dates : sequence of datetime.date or str
    parties : sequence of str

    Returns
    -------
    dict of (date, party) -> TreatyAnswer
        The dates as they were given.
    """
    book, deployed = _held_against(scenario)
    return {
        (date, party): _answer(scenario, book, deployed, treaty.read_day(date), party)
        for date in dates
        for party in parties
    }


def _held_against(scenario):
    """The rules, and what each reading of a scenario deploys."""
    book = treaty_book.rulebook()
    return book, {name: deploying.deployment_of(file, book.parties) for name, file in scenario.files.items()}


def _answer(scenario, book, deployed, day, party):
    found = {name: treaty.judge(book, one, day, party) for name, one in deployed.items()}
    return TreatyAnswer(
        scenario=scenario.name,
        date=day,
        party=party,
        in_force=book.instruments["abm-treaty-1972"].holds(day),
        rules=_laid_together(found, scenario.axes),
        notes=tuple(_notes(book, day)),
    )


def _laid_together(found, axes):
    """Rows of all readings as one list: a row in which readings differ stands once for each group of them.

    Rows keep the order of the rules; what is said of one rule stays together.
    """
    blocks: dict = {}
    for name, rows in found.items():
        for block in _blocks(rows):
            blocks.setdefault(block[0].rule, {}).setdefault(tuple(block), []).append(name)
    laid = []
    for groups in blocks.values():
        for block, names in groups.items():
            mark = "" if len(names) == len(found) else f" [{told_briefly(names, found, axes)}]"
            laid += [row._replace(applies_to=_marked(row.applies_to, mark)) for row in block]
    return tuple(laid)


def _marked(keys, mark):
    """Keys with the readings of the scenario for which a row holds."""
    return tuple(f"{key}{mark}" for key in keys) or ((mark.strip(),) if mark else ())


def _blocks(rows):
    """Rows in blocks: one with reading None and those of its readings."""
    blocks: list = []
    for row in rows:
        if row.reading is None:
            blocks.append([])
        blocks[-1].append(row)
    return blocks


def told_briefly(names, every, axes):
    """Readings of a scenario by options of one axis where these say it, else by their names.

    Parameters
    ----------
    names : sequence of str
    every : iterable of str
        All readings of the scenario.
    axes : dict of axis -> names of its options
    """
    for options in axes.values():
        mine = [option for option in options if any(option in name.split("+") for name in names)]
        if len(mine) < len(options) and set(names) == {name for name in every if set(mine) & set(name.split("+"))}:
            return ", ".join(mine)
    return ", ".join(names)


def _notes(book, day):
    """What a reader must know of the day."""
    for instrument in book.instruments.values():
        if instrument.only_signed(day):
            never = "; it was in force on no date" if instrument.in_force is None else ""
            yield f"{instrument.title}: signed on {instrument.signed}, not in force on {day}{never}"
        elif not instrument.holds(day):
            state = "ended on" if instrument.ended and day >= instrument.ended else "signed only on"
            when = instrument.ended if state == "ended on" else instrument.signed
            yield f"{instrument.title}: {state} {when}; its rules are judged all the same"
    yield "a check of stated inputs against rules in this project's words; no legal advice"
