"""Articles V, VI and IX and the agreed statements on single parts.

Model page: docs/models/policy/treaty.md. Sources: [abm-treaty, art. V, VI, IX; abm-statement1978].
Every check takes the question and the rule and gives a list of outcomes.
"""

from . import treaty_areas as areas
from .treaty_records import ABM, BREACH, CANNOT_SAY, NOT_APPLICABLE, OK, Outcome
from .treaty_roles import (
    NO,
    NOT_TESTED,
    OPEN,
    TESTED,
    UNSTATED,
    YES,
    abm_role,
    by_role,
    by_set,
    cannot_say,
    limited,
    not_applicable,
    side_by_side,
)

PARTS = ("interceptors", "radars")
WARNING = "early-warning"
EXEMPT = ("space-tracking", "technical-means")
"""Purposes that Article VI(b) and Agreed Statement F leave out; they are stated and repeated, never guessed."""


def definitions(question, rule):
    """Article II: what each part is taken to be."""
    rows = []
    for part in question.own():
        role = abm_role(part)
        if role.word == UNSTATED:
            rows.append(cannot_say(part, role.why))
            continue
        told = {YES: f"an ABM part: {role.why}", NO: role.why, OPEN: f"an ABM part or not: {role.why}"}
        rows.append(not_applicable([part], f"a definition; {told[role.word]}"))
    others = [part for part in question.deployment.parts if part.owner != question.party.key]
    rows += [not_applicable([part], f"owner {part.owner}: no part of this party") for part in others]
    return rows or [not_applicable((), "nothing is deployed")]


def basing(question, rule):
    """Article V.1: what an ABM part stands on."""

    def judge(part):
        if part.basing is None:
            return cannot_say(part, "basing")
        return limited(part, part.basing != "fixed", f"basing: {part.basing}")

    return _each(question, PARTS, judge)


def part_value(question, rule):
    """A number of an ABM part against the rule's limit: `field` of the part."""

    def judge(part):
        value = getattr(part, rule.settings["field"])
        if value is None:
            return cannot_say(part, rule.settings["key_asked"])
        asked = rule.settings["key_asked"]
        return limited(part, value > rule.limit, f"{asked}: {value}", float(value))

    return _each(question, rule.settings["kinds"], judge)


def rapid_reload(question, rule):
    """Article V.2: rapid reload of ABM launchers."""

    def judge(part):
        if part.rapid_reload is None:
            return cannot_say(part, "rapid_reload")
        return limited(part, part.rapid_reload, f"rapid_reload: {str(part.rapid_reload).lower()}")

    return _each(question, ("interceptors",), judge)


def no_upgrade(question, rule):
    """Article VI(a): what other missiles and radars can do against strategic missiles."""

    def judge(part):
        if part.kind == "radars":
            return _radar_serves(question, part)
        if part.object_speed is None:
            return cannot_say(part, "target_speed_limit_km_s")
        return limited(part, part.object_speed > rule.limit, "fastest object that it is made for", part.object_speed)

    return _each(question, PARTS, if_not=judge)


def _radar_serves(question, part):
    """Whether ABM interceptors fire on the word of a radar that is no ABM radar."""
    sure, unsure = areas.serves_abm(question, part)
    if sure:
        return limited(part, True, f"ABM interceptors fire on its word here: {', '.join(sure)}")
    if unsure:
        return Outcome((part.key,), CANNOT_SAY, f"missing input: tested_in_abm_mode of {', '.join(unsure)}")
    return limited(part, False, "no ABM interceptor fires on its word here")


def no_abm_mode(question, rule):
    """Article VI(a): tests of other parts in an ABM mode.

    Parameters
    ----------
    question : treaty_records.Question
    rule : treaty_records.Rule
    """
    rows = []
    for part in question.own(*PARTS):
        if part.purpose == ABM:
            rows.append(not_applicable([part], "an ABM part: tests at agreed ranges, Article IV"))
        elif part.purpose is None:
            rows.append(cannot_say(part, "purpose"))
        elif part.trials is not None:
            rows.append(limited(part, *_tried(part, rule)))
        elif part.tested is None:
            rows.append(cannot_say(part, "tests", "tested_in_abm_mode"))
        elif isinstance(part.tested, bool):
            rows.append(limited(part, part.tested, f"tested_in_abm_mode: {str(part.tested).lower()}"))
        else:
            readings = {TESTED: limited(part, True, "tested"), NOT_TESTED: limited(part, False, "not tested")}
            rows += side_by_side(readings)
    return rows or [not_applicable((), "no missile, launcher or radar of the party")]


def strategic_trials(part, rule):
    """Tests of a part against an object beyond the rule's speed or range.

    Parameters
    ----------
    part : treaty_records.Part
    rule : treaty_records.Rule
    """
    speed, reach = rule.settings["speed"], rule.settings["ground_range"]
    return [t for t in part.trials or () if (t.object_speed or 0.0) > speed or (t.object_ground_range or 0.0) > reach]


def _tried(part, rule):
    """(breach, why, value) of stated tests: a radar must also have guided."""
    strategic = strategic_trials(part, rule)
    counted = strategic if part.kind == "interceptors" else [t for t in strategic if t.guides is not False]
    why = f"{len(counted)} of {len(part.trials)} stated tests were in an ABM mode"
    return bool(counted), why, float(len(counted))


def warning_periphery(question, rule):
    """Article VI(b): where new early-warning radars stand at home and look.

    Parameters
    ----------
    question : treaty_records.Question
    rule : treaty_records.Rule
    """

    def judge(part):
        if not at_home(question, part):
            return not_applicable([part], "in another country: rule warning-abroad")
        if part.land_ahead is None or part.border_distance is None:
            return cannot_say(part, "boresight_deg", "place")
        if not part.land_ahead:
            return limited(part, True, "looks all round, inward too", part.border_distance)
        ahead = max(part.land_ahead)
        inside, inward = part.border_distance > rule.limit, ahead > rule.settings["ahead"]
        faces = ", ".join(f"{gap / 1e3:.0f}" for gap in part.land_ahead)
        why = f"distance to the nearest border or coast; own land ahead of its faces: {faces} km"
        return limited(part, inside or inward, why, part.border_distance)

    return _warning(question, judge)


def warning_abroad(question, rule):
    """Article VI(b): new early-warning radars in other countries."""

    def judge(part):
        if at_home(question, part):
            return [limited(part, False, f"in {part.host}, national territory when it was deployed")]
        if part.site in rule.settings["old_sites"]:
            return side_by_side(rebuilt(question, part))
        return [limited(part, True, f"in {part.host}, deployed {part.deployed}")]

    return _warning(question, judge)


def rebuilt(question, part):
    """Readings of a warning radar rebuilt on a site older than the treaty.

    Parameters
    ----------
    question : treaty_records.Question
    part : treaty_records.Part

    Returns
    -------
    dict of reading -> Outcome
    """
    sure, unsure = areas.serves_abm(question, part)
    if unsure and not sure:
        new_role = Outcome((part.key,), CANNOT_SAY, f"missing input: tested_in_abm_mode of {', '.join(unsure)}")
    elif sure:
        new_role = limited(part, True, f"a new role: ABM interceptors fire on its word here ({', '.join(sure)})")
    else:
        new_role = limited(part, False, "no ABM interceptor fires on its word here")
    old = not_applicable([part], "the same site, older than the treaty: not affected")
    return {"grandfathered": old, "new-role": new_role}


def _warning(question, judge):
    """Outcomes of a rule on the party's early-warning radars deployed since the treaty."""
    began = question.rulebook.instruments["abm-treaty-1972"].in_force
    rows = []
    for part in question.own("radars"):
        if part.purpose is None:
            rows.append(cannot_say(part, "purpose"))
        elif part.purpose != WARNING:
            rows.append(not_applicable([part], f"stated purpose: {part.purpose}"))
        elif part.deployed is None:
            rows.append(cannot_say(part, "deployed"))
        elif part.deployed < began:
            rows.append(not_applicable([part], f"deployed {part.deployed}, before the treaty"))
        else:
            found = judge(part)
            rows += found if isinstance(found, list) else [found]
    return rows or [not_applicable((), "no radar of the party")]


def at_home(question, part):
    """Whether a part's host was national territory when it was deployed (now, where nobody says when)."""
    return part.host in question.party.codes_on(part.deployed)


def phased_array_potential(question, rule):
    """Agreed Statement F: mean power times antenna area of phased-array radars.

    Parameters
    ----------
    question : treaty_records.Question
    rule : treaty_records.Rule
    """
    periphery = question.rulebook.rules["warning-periphery"]

    def judge(part):
        if part.phased is False:
            return not_applicable([part], "no phased array")
        if part.purpose in EXEMPT:
            return not_applicable([part], f"stated purpose: {part.purpose}")
        if part.purpose is None:
            return cannot_say(part, "purpose")
        allowed = _allowed_elsewhere(question, part, periphery)
        return allowed or measured(part)

    def measured(part):
        if part.phased is None:
            return cannot_say(part, "phased_array")
        if part.potential is None:
            return cannot_say(part, "mean power", "antenna area")
        return limited(part, part.potential > rule.limit, f"stated purpose: {part.purpose}", part.potential)

    return [judge(part) for part in question.own("radars")] or [not_applicable((), "no radar of the party")]


def _allowed_elsewhere(question, part, periphery):
    """Outcome of a radar that an article allows whatever its potential, or of which that stays open; else None."""
    if part.purpose == ABM:
        if part.test_site is not None and areas.range_is_agreed(question, part):
            return not_applicable([part], "at an agreed test range: Article IV allows it")
        inside = areas.in_allowed_area(question, part)
        return not_applicable([part], "in an area of Article III, which allows it") if inside else None
    old = part.deployed is not None and part.deployed < question.rulebook.instruments["abm-treaty-1972"].in_force
    if part.purpose != WARNING or not (old or at_home(question, part)):
        return None
    (mine,) = (row for row in warning_periphery(question, periphery) if row.applies_to == (part.key,))
    if mine.verdict == CANNOT_SAY:
        return mine
    allowed = mine.verdict in (OK, NOT_APPLICABLE)
    return not_applicable([part], "a warning radar that Article VI allows") if allowed else None


def transfer(question, rule):
    """Article IX: ABM parts that another state owns or operates."""
    me = question.party.key

    def judge(part):
        gone = part.owner != me or part.operator != me
        return limited(part, gone, f"owner {part.owner}, operator {part.operator}, supplied by {part.supplier or me}")

    given = [p for p in question.deployment.parts if me in (p.owner, p.supplier)]
    rows = [row for part in given if part.kind in PARTS for row in by_role(part, judge)]
    return rows or [not_applicable((), "no missile, launcher or radar of the party")]


def deploy_abroad(question, rule):
    """Article IX: ABM parts outside the national territory; an ally's country is not national territory."""

    def judge(part):
        if part.test_site is not None:
            return not_applicable([part], "a test part: Article IV")
        home = at_home(question, part)
        return limited(part, not home, f"in {part.host}, {'' if home else 'not '}national territory")

    return _each(question, PARTS, judge)


def blueprints(question, rule):
    """Agreed Statement G: descriptions for building ABM parts, to other states."""

    def judge(parts):
        if not parts:
            return not_applicable((), "no ABM part")
        given = question.deployment.blueprints
        keys = tuple(part.key for part in parts)
        if given is None:
            return Outcome(keys, CANNOT_SAY, "missing input: treaty.blueprints_to (countries; none: [])")
        return Outcome(keys, BREACH if given else OK, f"given to: {', '.join(given) or 'none'}", float(len(given)))

    return by_set(question.own(*PARTS), judge)


def other_principles(question, rule):
    """Agreed Statement D: what would stand in for an ABM radar or interceptor on other physical principles."""
    rows = []
    for part in question.own("satellites"):
        sure, _ = areas.serves_abm(question, part)
        if not (question.deployment.sight_fires and sure):
            rows.append(not_applicable([part], "gives no track, so it stands in for no ABM radar here"))
            continue
        why = f"ABM interceptors fire on its word alone ({', '.join(sure)}), in place of a radar's"
        readings = {"narrow": limited(part, True, f"{why}; space-based: banned"), "broad": limited(part, False, why)}
        rows += side_by_side(readings)
    return rows or [not_applicable((), "rocket interceptors and radars only")]


def _each(question, kinds, judge=None, if_not=None):
    """Outcomes of a rule on every part of the party, by its role."""
    rows = [row for part in question.own(*kinds) for row in by_role(part, judge, if_not)]
    return rows or [not_applicable((), "no missile, launcher or radar of the party")]
