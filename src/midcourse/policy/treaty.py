"""The treaty of 1972, its protocol and the statements of 1997 held against what a scenario deploys, on a day.

The rules are data (a `Rulebook`); here stand the question and the table of checks. A finding says what follows
from stated inputs under a stated reading; a missing input is named and never passes.

Model page: docs/models/policy/treaty.md.
"""

import datetime

from ..errors import MidcourseError
from . import treaty_areas as areas
from . import treaty_disputes as disputes
from . import treaty_parts as parts
from . import treaty_statements as statements
from .treaty_records import NOT_APPLICABLE, Finding, Question

CHECKS = {
    "territory": areas.territory,
    "region": areas.region,
    "definitions": parts.definitions,
    "area-radius": areas.area_radius,
    "area-count": areas.area_count,
    "radar-complexes": areas.radar_complexes,
    "large-radars": areas.large_radars,
    "small-radars": areas.small_radars,
    "areas-number": areas.areas_number,
    "areas-apart": areas.areas_apart,
    "test-launchers": areas.range_launchers,
    "test-ranges": areas.range_sites,
    "basing": parts.basing,
    "part-value": parts.part_value,
    "rapid-reload": parts.rapid_reload,
    "no-upgrade": parts.no_upgrade,
    "no-abm-mode": parts.no_abm_mode,
    "warning-periphery": parts.warning_periphery,
    "warning-abroad": parts.warning_abroad,
    "not-computed": statements.not_computed,
    "transfer": parts.transfer,
    "deploy-abroad": parts.deploy_abroad,
    "blueprints": parts.blueprints,
    "withdraw": statements.withdraw,
    "phased-array-potential": parts.phased_array_potential,
    "other-principles": parts.other_principles,
    "swap": statements.swap,
    "swap-window": statements.swap_window,
    "tmd-lower-speed": statements.tmd_lower_speed,
    "tmd-tests": statements.tmd_tests,
    "tmd-higher": statements.tmd_higher,
    "tmd-space": statements.tmd_space,
    "tmd-principles": statements.tmd_principles,
    "tmd-plans": statements.tmd_plans,
    "tmd-certified": statements.tmd_certified,
    "radar-construction": disputes.radar_construction,
    "silos": disputes.silos,
    "ship-radar-track": disputes.ship_radar_track,
    "test-radar": disputes.watching_radar,
    "vardo": disputes.vardo,
    "rebuilt-abroad": disputes.rebuilt_abroad,
    "sbx": disputes.sbx,
}
"""Functions that judge, by the name that a rule gives as its check; `dismantle` follows other rules."""

FOLLOWS = "dismantle"


def judge(rulebook, deployment, date, party):
    """Findings of every rule on what a scenario deploys, in the order of the rulebook.

    Parameters
    ----------
    rulebook : treaty_records.Rulebook
    deployment : treaty_records.Deployment
    date : datetime.date
        Every rule is judged on every day; `instrument_in_force` says whether it bound.
    party : str
        Key of a party.

    Returns
    -------
    tuple of treaty_records.Finding
        Parts for which a rule says the same stand in one row; a disputed rule has a row with reading None and one a
        reading.

    Raises
    ------
    MidcourseError
        No such party.
    """
    if party not in rulebook.parties:
        raise MidcourseError("no such party", where="party", got=party, hint=", ".join(rulebook.parties))
    question = Question(rulebook=rulebook, deployment=deployment, date=date, party=rulebook.parties[party])
    found: dict = {}
    for rule in rulebook.rules.values():
        if rule.check == FOLLOWS:
            earlier = [row for key in rule.settings["follows"] if key in found for row in found[key]]
            outcomes = disputes.follows(question, rule, earlier)
        else:
            outcomes = CHECKS[rule.check](question, rule)
        found[rule.key] = [_finding(question, rule, outcome) for outcome in _merged(outcomes)]
    return tuple(row for rows in found.values() for row in rows)


def _merged(outcomes):
    """Outcomes in blocks of a row and its readings; rows that a rule does not see for the same reason become one."""
    blocks: list = []
    for outcome in outcomes:
        if outcome.reading is None:
            blocks.append([])
        blocks[-1].append(outcome)
    alone: dict = {}
    for block in blocks:
        if len(block) == 1 and block[0].verdict == NOT_APPLICABLE:
            alone.setdefault(block[0].why, []).append(block[0])
    told = [row for block in blocks for row in block if len(block) > 1 or row.verdict != NOT_APPLICABLE]
    return told + [group[0]._replace(applies_to=_together(group)) for group in alone.values()]


def _together(group):
    """Keys of the parts of several outcomes, each once."""
    return tuple(dict.fromkeys(key for outcome in group for key in outcome.applies_to))


def _finding(question, rule, outcome):
    """Row of the answer: the outcome with what the rule and its instrument add."""
    instrument = question.rulebook.instruments[rule.instrument]
    told = [outcome.why]
    if rule.limit_notes and outcome.value is not None:
        told.append(f"limit: {rule.limit_notes}")
    if instrument.only_signed(question.date):
        told.append("signed, not in force")
    if instrument.from_memory:
        told.append(f"its first day in force, {instrument.in_force}, is from memory")
    if rule.from_memory:
        told.append("rule from memory: its text was not checked")
    return Finding(
        rule=rule.key,
        reading=outcome.reading,
        instrument=rule.instrument,
        instrument_in_force=instrument.holds(question.date),
        article=rule.article,
        applies_to=outcome.applies_to,
        verdict=outcome.verdict,
        value=outcome.value,
        limit=rule.limit if outcome.limit is None else outcome.limit,
        unit=rule.unit,
        why="; ".join(told),
    )


def default_party(rulebook, parts):
    """Party that owns most interceptors; the first of the rulebook where none does or several do.

    Parameters
    ----------
    rulebook : treaty_records.Rulebook
    parts : sequence of treaty_records.Part
    """
    owned = {key: sum(part.ready for part in parts if part.owner == key) for key in rulebook.parties}
    most = max(owned.values())
    leaders = [key for key, count in owned.items() if count == most]
    return leaders[0] if len(leaders) == 1 else next(iter(rulebook.parties))


def read_day(date):
    """Day from a date or from text such as 2001-05-30.

    Parameters
    ----------
    date : datetime.date or str

    Raises
    ------
    MidcourseError
        No such day.
    """
    if isinstance(date, datetime.datetime):
        return date.date()
    if isinstance(date, datetime.date):
        return date
    try:
        return datetime.date.fromisoformat(str(date))
    except ValueError:
        raise MidcourseError("no such date", got=date, hint="a day such as 2001-05-30") from None
