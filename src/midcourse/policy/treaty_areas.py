"""Articles I, III and IV: areas, what stands in them, and test ranges.

Model page: docs/models/policy/treaty.md. Source: [abm-treaty, art. I, III, IV]. Every check takes the question and the
rule and gives a list of outcomes.
"""

import math

from . import treaty_geometry as geometry
from .treaty_records import BREACH, CANNOT_SAY, OK, Outcome
from .treaty_roles import NO, YES, abm_role, by_role, by_set, cannot_say, limited, not_applicable

PARTS = ("interceptors", "radars")
AREA_RADIUS = 150e3
"""m, radius of an area [abm-treaty, art. III]."""


def territory(question, rule):
    """Article I.2: whether the national territory is defended; needs its defended share from `midcourse footprint`."""

    def judge(parts):
        if not parts:
            return not_applicable((), "no ABM interceptor")
        share = question.deployment.defended_share
        if share is None:
            why = "missing input: treaty.defended_share (share of the national territory that is defended)"
            return Outcome(_keys(parts), CANNOT_SAY, why)
        why = "share of the national territory that is defended, as stated"
        return Outcome(_keys(parts), BREACH if share > rule.limit else OK, why, share)

    return by_set(question.own("interceptors"), judge)


def region(question, rule):
    """Article I.2: ABM interceptors outside every area of Article III defend a region.

    Parameters
    ----------
    question : treaty_records.Question
    rule : treaty_records.Rule
    """

    def judge(part):
        if part.test_site is not None:
            return not_applicable([part], "a test part: Article IV")
        area, away = nearest_area(question, part)
        if away <= rule.limit:
            return not_applicable([part], f"in the {area} area: Article III")
        if without_centre(question):
            return cannot_say(part, *without_centre(question))
        return limited(part, True, f"outside every area of Article III; nearest is the {area} area", away)

    return [row for part in question.own("interceptors") for row in by_role(part, judge)] or [
        not_applicable((), "no interceptor")
    ]


def area_radius(question, rule):
    """Article III: how far the parts of an area stand from its centre.

    Parameters
    ----------
    question : treaty_records.Question
    rule : treaty_records.Rule
    """
    area = rule.settings["area"]

    def judge(parts):
        closed = _closed(question, area)
        if closed is not None:
            return closed
        mine = [p for p in deployed(parts) if nearest_area(question, p)[0] == area]
        if not mine:
            return not_applicable((), "no ABM part")
        away = {part.key: distance_to(question, part, area) for part in mine}
        key, farthest = max(away.items(), key=lambda item: item[1])
        outside = tuple(name for name, gap in away.items() if gap > rule.limit)
        why = f"farthest from the centre of the {area} area: {key}"
        return Outcome(outside or _keys(mine), BREACH if outside else OK, why, farthest)

    return by_set(question.own(*PARTS), judge)


def area_count(question, rule):
    """Article III: how many launchers or interceptors an area holds.

    Parameters
    ----------
    question : treaty_records.Question
    rule : treaty_records.Rule
    """
    area, counts = rule.settings["area"], rule.settings["counts"]

    def judge(parts):
        closed = _closed(question, area)
        if closed is not None:
            return closed
        if not parts:
            return not_applicable((), "no ABM interceptor")
        inside = [p for p in deployed(parts) if distance_to(question, p, area) <= AREA_RADIUS]
        numbers = [launchers_of(p) if counts == "launchers" else p.ready for p in inside]
        if None in numbers:
            return cannot_say(inside[numbers.index(None)], "launchers")
        elsewhere = len(parts) - len(inside)
        why = f"{counts} in the {area} area; {elsewhere} other ABM batteries stand elsewhere (rule region)"
        return Outcome(_keys(inside or parts), BREACH if sum(numbers) > rule.limit else OK, why, float(sum(numbers)))

    return by_set(question.own("interceptors"), judge)


def radar_complexes(question, rule):
    """Article III(a): ABM radars of the capital area in at most so many small circles.

    Parameters
    ----------
    question : treaty_records.Question
    rule : treaty_records.Rule
    """
    area = rule.settings["area"]

    def judge(parts):
        closed = _closed(question, area)
        if closed is not None:
            return closed
        inside = [p for p in deployed(parts) if distance_to(question, p, area) <= AREA_RADIUS]
        if not inside:
            return not_applicable((), "no ABM radar in the area")
        least, most = geometry.circles_needed([_place(p) for p in inside], 0.5 * rule.settings["complex"])
        return _between(_keys(inside), least, most, rule.limit, "complexes that hold its ABM radars")

    return by_set(question.own("radars"), judge)


def large_radars(question, rule):
    """Article III(b): phased-array ABM radars of the silo area above the potential of the smaller of the first two."""

    def judge(parts):
        found = _radars_of_field(question, rule, parts)
        if not isinstance(found, list):
            return found
        large = [p for p in found if p.phased and p.potential > rule.settings["potential"]]
        if large and len(large) <= rule.limit:
            why = "missing input: potential of the large radars of 26 May 1972, which these must not exceed"
            return Outcome(_keys(large), CANNOT_SAY, why, float(len(large)))
        verdict = BREACH if len(large) > rule.limit else OK
        return Outcome(_keys(large or found), verdict, "large ABM radars in the silo area", float(len(large)))

    return by_set(question.own("radars"), judge)


def small_radars(question, rule):
    """Article III(b): other ABM radars of the silo area."""

    def judge(parts):
        found = _radars_of_field(question, rule, parts)
        if not isinstance(found, list):
            return found
        small = [p for p in found if not p.phased or p.potential <= rule.settings["potential"]]
        verdict = BREACH if len(small) > rule.limit else OK
        return Outcome(_keys(small or found), verdict, "smaller ABM radars in the silo area", float(len(small)))

    return by_set(question.own("radars"), judge)


def _radars_of_field(question, rule, parts):
    """ABM radars inside the silo area with all that sorts them, or the outcome that says why not."""
    area = rule.settings["area"]
    closed = _closed(question, area)
    if closed is not None:
        return closed
    inside = [p for p in deployed(parts) if distance_to(question, p, area) <= AREA_RADIUS]
    if not inside:
        return not_applicable((), "no ABM radar in the area")
    for part in inside:
        if part.phased is None:
            return cannot_say(part, "phased_array")
        if part.phased and part.potential is None:
            return cannot_say(part, "mean power", "antenna area")
    return inside


def areas_number(question, rule):
    """Article III and Protocol I: how many areas hold ABM parts."""
    later = rule.settings.get("later")
    limit = later["value"] if later and question.date >= later["from"] else rule.limit

    def judge(parts):
        stand = deployed(parts)
        if not stand:
            return not_applicable((), "no ABM area")
        least, most = geometry.circles_needed([_place(p) for p in stand], AREA_RADIUS)
        return _between(_keys(stand), least, most, limit, "circles of 150 km that hold its ABM parts")

    return [row._replace(limit=limit) for row in by_set(question.own(*PARTS), judge)]


def areas_apart(question, rule):
    """Agreed Statement C: how far two areas lie apart; an area's centre lies within 150 km of its parts."""

    def judge(parts):
        stand = deployed(parts)
        seats = geometry.spread_out([_place(p) for p in stand], 2.0 * AREA_RADIUS)
        if len(seats) < 2:
            return not_applicable((), "one area only" if stand else "no ABM area")
        apart = min(geometry.distance(a, b) for k, a in enumerate(seats) for b in seats[:k])
        why = "nearest two groups of ABM parts, their centres taken where a part stands"
        if abs(apart - rule.limit) <= 2.0 * AREA_RADIUS:
            return Outcome(_keys(stand), CANNOT_SAY, "missing input: centres of the areas", apart)
        return Outcome(_keys(stand), BREACH if apart < rule.limit else OK, why, apart)

    return by_set(question.own(*PARTS), judge)


def range_launchers(question, rule):
    """Article IV: ABM launchers at test ranges."""

    def judge(parts):
        there = [p for p in parts if p.test_site is not None]
        if not there:
            return not_applicable((), "no ABM launcher at a test range")
        numbers = [launchers_of(p) for p in there]
        if None in numbers:
            return cannot_say(there[numbers.index(None)], "launchers")
        verdict = BREACH if sum(numbers) > rule.limit else OK
        return Outcome(_keys(there), verdict, "launchers at test ranges", float(sum(numbers)))

    return by_set(question.own("interceptors"), judge)


def range_sites(question, rule):
    """Article IV: test parts stand at current or agreed ranges."""

    def judge(part):
        if part.test_site is None:
            return not_applicable([part], "no test part")
        agreed = range_is_agreed(question, part)
        return limited(part, not agreed, f"test range {part.test_site}: {'agreed' if agreed else 'not agreed'} by then")

    return [row for part in question.own(*PARTS) for row in by_role(part, judge)] or [not_applicable((), "no part")]


def range_is_agreed(question, part):
    """Whether a part's test range is one of its side's, or agreed by the day asked about.

    Parameters
    ----------
    question : treaty_records.Question
    part : treaty_records.Part
    """
    agreed = question.deployment.agreed_sites.get(part.test_site)
    return part.test_site in question.party.test_sites or (agreed is not None and agreed <= question.date)


def in_allowed_area(question, part):
    """Whether a part stands in an area that Article III allows on the day."""
    return nearest_area(question, part)[1] <= AREA_RADIUS


def question_area(question):
    """Kind of the area chosen: the deployment's, else the party's."""
    return question.deployment.area_kind or question.party.area_kind


def areas_allowed(question):
    """Kinds of areas allowed on the day: both before the Protocol, then the one chosen."""
    if question.date < question.rulebook.instruments["protocol-1974"].in_force:
        return ("capital", "field")
    return (question_area(question),)


def without_centre(question):
    """Inputs that would say where the areas allowed lie, for those of which nobody says it."""
    known = question.deployment.centres
    return [f"treaty.{area}" for area in areas_allowed(question) if (question.party.key, area) not in known]


def nearest_area(question, part):
    """(kind of the nearest area allowed whose place is known, distance to its centre in m)."""
    known = [area for area in areas_allowed(question) if f"treaty.{area}" not in without_centre(question)]
    away = {area: distance_to(question, part, area) for area in known}
    return min(away.items(), key=lambda item: item[1]) if away else (question_area(question), math.inf)


def distance_to(question, part, area):
    """Distance from a part to the centre of an area of its party, m."""
    return geometry.distance(_place(part), question.deployment.centres[question.party.key, area])


def deployed(parts):
    """Parts that are not at a test range."""
    return [part for part in parts if part.test_site is None]


def launchers_of(part):
    """Launchers of a battery: stated, or its interceptors over the rounds of one; None where neither is known."""
    if part.launchers is not None:
        return part.launchers
    return None if part.rounds is None else math.ceil(part.ready / part.rounds)


def serves_abm(question, part):
    """Keys of the ABM batteries that fire on a sensor's word, and of those whose role is not certain."""
    served = [p for p in question.deployment.parts if p.key in part.serves]
    sure = [p.key for p in served if abm_role(p).word == YES]
    return sure, [p.key for p in served if abm_role(p).word not in (YES, NO)]


def _closed(question, area):
    """Outcome of a rule about an area that is not the one chosen, or of which nobody says where it lies; else None."""
    if area not in areas_allowed(question):
        return not_applicable((), f"the {question_area(question)} area is the one chosen")
    if f"treaty.{area}" in without_centre(question):
        return Outcome((), CANNOT_SAY, f"missing input: treaty.{area} (centre of the {area} area)")
    return None


def _between(keys, least, most, limit, what):
    """Outcome of a count known to lie between two numbers."""
    if least <= limit < most:
        return Outcome(keys, CANNOT_SAY, f"missing input: the circles themselves; {what}: {least} to {most}")
    return Outcome(keys, BREACH if least > limit else OK, f"{what}, at least {least}", float(least))


def _keys(parts):
    return tuple(part.key for part in parts)


def _place(part):
    return part.latitude, part.longitude
