"""What is not computed, the Protocol of 1974, and the statements of 1997, which were in force on no date.

Model page: docs/models/policy/treaty.md. Sources: [abm-protocol1974; statements1997; state1997]. Every check takes the
question and the rule and gives a list of outcomes.
"""

import datetime

from .treaty_records import BREACH, CANNOT_SAY, OK, Outcome
from .treaty_roles import cannot_say, limited, not_applicable

THEATRE = "theatre-defence"


def not_computed(question, rule):
    """A permission, a procedure, or a duty that nothing in a scenario decides."""
    return [not_applicable((), rule.settings["because"])]


def withdraw(question, rule):
    """Article XV: notice and the months to the end."""
    notice, ended = question.party.notice, question.rulebook.instruments[rule.instrument].ended
    if notice is None or question.date < notice:
        return [not_applicable((), "no notice of withdrawal by then")]
    months = 12 * (ended.year - notice.year) + ended.month - notice.month - (ended.day < notice.day)
    why = f"notice {notice}, end {ended}"
    return [Outcome((), OK if months >= rule.limit else BREACH, why, float(months))]


def swap(question, rule):
    """Protocol: one change of area."""
    swaps = question.deployment.swaps
    if not swaps:
        return [not_applicable((), "no change of area is stated (treaty.swaps)")]
    told = ", ".join(map(str, swaps))
    return [Outcome((), BREACH if len(swaps) > rule.limit else OK, f"changes of area: {told}", float(len(swaps)))]


def swap_window(question, rule):
    """Protocol: a change of area falls in a year that begins with a review."""
    swaps = question.deployment.swaps
    if not swaps:
        return [not_applicable((), "no change of area is stated (treaty.swaps)")]
    months, days = map(int, rule.settings["month_day"].split("-"))
    starts = [datetime.date(year, months, days) for year in rule.settings["years"]]
    late = [day for day in swaps if not any(start <= day < start.replace(year=start.year + 1) for start in starts)]
    told = ", ".join(map(str, late or swaps))
    return [Outcome((), BREACH if late else OK, f"{'outside' if late else 'inside'} a review year: {told}")]


def tmd_lower_speed(question, rule):
    """First Agreed Statement: speed of interceptors of the lower class."""

    def judge(part):
        if part.speed is None:
            return cannot_say(part, "burnout_speed_km_s")
        if part.speed > rule.limit and plain(part) not in rule.settings["lower"]:
            return not_applicable([part], "faster: the higher class, rule tmd-higher")
        return limited(part, part.speed > rule.limit, "burnout speed, for the greatest of the whole flight", part.speed)

    return _theatre(question, judge)


def tmd_higher(question, rule):
    """Second Agreed Statement: above the lower class each party judges its own system; limits on tests hold."""

    def judge(part):
        if part.speed is None:
            return cannot_say(part, "burnout_speed_km_s")
        if part.speed <= rule.settings["over"]:
            return not_applicable([part], "of the lower class: rule tmd-lower-speed")
        if part.trials is None:
            return cannot_say(part, "tests")
        fastest = max((t.object_speed or 0.0 for t in part.trials), default=0.0)
        return limited(part, fastest > rule.limit, "fastest object of its stated tests", fastest)

    return _theatre(question, judge)


def tmd_tests(question, rule):
    """First and Second Agreed Statements: objects of the tests."""
    name = {"speed": "object_speed", "range": "object_ground_range"}[rule.settings["measures"]]

    def judge(part):
        if part.trials is None:
            return cannot_say(part, "tests")
        values = [getattr(trial, name) for trial in part.trials]
        if None in values:
            return cannot_say(part, f"tests: {name.removeprefix('object_').replace('ground_', '')} of an object")
        most = max(values, default=0.0)
        return limited(part, most > rule.limit, f"greatest of {len(values)} stated tests", most)

    return _theatre(question, judge)


def tmd_space(question, rule):
    """Second Agreed Statement: space-based interceptors."""

    def judge(part):
        if part.basing is None:
            return cannot_say(part, "basing")
        return limited(part, part.basing == "space", f"basing: {part.basing}")

    return _theatre(question, judge)


def tmd_principles(question, rule):
    """Second Agreed Statement: a judgement that no number of a scenario replaces."""

    def judge(part):
        why = "a judgement of each side on number, area and threat: no input of a scenario decides it"
        return Outcome((part.key,), CANNOT_SAY, why)

    return _theatre(question, judge)


def tmd_plans(question, rule):
    """Statement of plans: speed by basing."""

    def judge(part):
        if part.basing is None:
            return cannot_say(part, "basing")
        if part.speed is None:
            return cannot_say(part, "burnout_speed_km_s")
        limit = rule.settings["sea"] if part.basing == "sea" else rule.limit
        return limited(part, part.speed > limit, f"basing: {part.basing}", part.speed)._replace(limit=limit)

    return _theatre(question, judge)


def tmd_certified(question, rule):
    """Findings of one party on its own systems."""
    if question.party.key != rule.settings["party"]:
        return [not_applicable((), "findings of the United States on its own systems")]

    def judge(part):
        if plain(part) in rule.settings["listed"]:
            return limited(part, False, "found compliant by its owner")
        return not_applicable([part], "no finding is listed")

    return _theatre(question, judge)


def plain(part):
    """Key of a part's preset without its variant."""
    return part.preset.partition("@")[0]


def _theatre(question, judge):
    """Outcomes of a rule on the party's interceptors against theatre missiles."""
    rows = []
    for part in question.own("interceptors"):
        if part.purpose is None:
            rows.append(cannot_say(part, "purpose"))
        elif part.purpose != THEATRE:
            rows.append(not_applicable([part], f"no theatre defence (purpose: {part.purpose})"))
        else:
            rows.append(judge(part))
    return rows or [not_applicable((), "no interceptor of the party")]
