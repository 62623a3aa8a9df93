"""Before any rule: which parts are ABM parts, and how readings of one rule stand beside each other.

Model page: docs/models/policy/treaty.md. Source: [abm-treaty, art. II].
"""

from typing import NamedTuple

from .treaty_records import ABM, BREACH, CANNOT_SAY, DISPUTED, NOT_APPLICABLE, OK, Outcome

YES, NO, OPEN, UNSTATED = "yes", "no", "open", "unstated"
TESTED, NOT_TESTED = "tested", "not-tested"


class Role(NamedTuple):
    """Whether a part is an ABM part: yes, no, open (disputed) or unstated, and why or what is missing."""

    word: str
    why: str


def abm_role(part):
    """Whether a part is an ABM part of Article II: made for that role, or of a type tested in an ABM mode.

    Parameters
    ----------
    part : treaty_records.Part

    Returns
    -------
    Role
    """
    if part.kind == "satellites":
        return Role(NO, "a satellite is no interceptor missile, launcher or radar")
    if part.purpose == ABM:
        return Role(YES, "made for the ABM role (purpose: abm)")
    if part.tested is True:
        return Role(YES, "of a type tested in an ABM mode")
    if part.tested == DISPUTED:
        return Role(OPEN, "tested_in_abm_mode is disputed")
    stated = {"purpose": part.purpose, "tested_in_abm_mode": part.tested}
    missing = ", ".join(name for name, value in stated.items() if value is None)
    if missing:
        return Role(UNSTATED, missing)
    return Role(NO, f"no ABM part: purpose {part.purpose}, not tested in an ABM mode")


def cannot_say(part, *missing):
    """Outcome that names the inputs of a part that nobody stated."""
    return Outcome((part.key,), CANNOT_SAY, f"missing input: {', '.join(missing)} of {part.key}")


def not_applicable(parts, why):
    """Outcome of a rule that does not see these parts (none: the whole deployment)."""
    return Outcome(tuple(part.key for part in parts), NOT_APPLICABLE, why)


def limited(part, breach, why, value=None):
    """Outcome of one part: breach or ok."""
    return Outcome((part.key,), BREACH if breach else OK, why, value)


def side_by_side(outcomes):
    """One row for a rule with several readings, followed by one row a reading.

    Parameters
    ----------
    outcomes : dict of reading -> Outcome

    Returns
    -------
    list of Outcome
    """
    if not outcomes:
        return []
    first = next(iter(outcomes.values()))
    words = dict.fromkeys(outcome.verdict for outcome in outcomes.values())
    known = [word for word in words if word != CANNOT_SAY]
    if len(known) > 1:
        verdict = DISPUTED
    else:
        verdict = CANNOT_SAY if CANNOT_SAY in words else known[0]
    told = "; ".join(f"{name}: {outcome.verdict}" for name, outcome in outcomes.items())
    same = len({outcome.value for outcome in outcomes.values()}) == 1
    summary = Outcome(first.applies_to, verdict, f"readings: {told}", first.value if same else None)
    return [summary, *(outcome._replace(reading=name) for name, outcome in outcomes.items())]


def by_role(part, if_abm=None, if_not=None):
    """Outcomes of a part by its role; a side that is not given is not applicable.

    Parameters
    ----------
    part : treaty_records.Part
    if_abm, if_not : callable(part) -> Outcome, or None

    Returns
    -------
    list of Outcome
        Three where the role is disputed: the row over both readings, and one each.
    """
    role = abm_role(part)

    def read(judge, why):
        return not_applicable([part], why) if judge is None else judge(part)

    if role.word == UNSTATED:
        return [cannot_say(part, role.why)]
    if role.word == YES:
        return [read(if_abm, f"an ABM part: {role.why}")]
    if role.word == NO:
        return [read(if_not, role.why)]
    readings = {
        TESTED: read(if_abm, "an ABM part in this reading"),
        NOT_TESTED: read(if_not, "no ABM part in this reading"),
    }
    return side_by_side(readings)


def by_set(parts, judge):
    """Outcomes of a rule on all ABM parts together, with and without those whose role is disputed.

    A part whose role nobody stated makes it `cannot-say` where counting it would change the verdict.

    Parameters
    ----------
    parts : sequence of treaty_records.Part
    judge : callable(tuple of parts) -> Outcome

    Returns
    -------
    list of Outcome
    """
    sorted_by = {word: tuple(p for p in parts if abm_role(p).word == word) for word in (YES, OPEN, UNSTATED)}
    sure, open_, unstated = (sorted_by[word] for word in (YES, OPEN, UNSTATED))

    def read(extra):
        found = judge((*sure, *extra))
        if unstated and judge((*sure, *extra, *unstated)).verdict != found.verdict:
            missing = "; ".join(f"{abm_role(part).why} of {part.key}" for part in unstated)
            return Outcome(tuple(p.key for p in unstated), CANNOT_SAY, f"missing input: {missing}")
        return found

    if not open_:
        return [read(())]
    return side_by_side({TESTED: read(open_), NOT_TESTED: read(())})
