"""Rules whose meaning was argued about: one outcome a reading, none of them a default.

Model page: docs/models/policy/treaty.md.
Sources: [cbs2000; energydaily2000; washtimes2001; rumsfeld2001; act2001; chicagotribune2001; ap2000; carnegie2001].
Every check takes the question and the rule and gives a list of outcomes.
"""

from . import treaty_areas as areas
from .treaty_parts import at_home, rebuilt, strategic_trials
from .treaty_records import ABM, BREACH, CANNOT_SAY, OK, Outcome
from .treaty_roles import by_role, cannot_say, limited, not_applicable, side_by_side
from .treaty_statements import plain


def radar_construction(question, rule):
    """When an ABM radar outside the areas begins to exist: at one of four steps of building it."""
    rows = []
    for part in question.own("radars"):
        if part.purpose != ABM:
            rows.append(not_applicable([part], "not stated to be an ABM radar"))
        elif part.test_site is not None or (at_home(question, part) and areas.in_allowed_area(question, part)):
            rows.append(not_applicable([part], "where Articles III or IV allow it"))
        else:
            rows += side_by_side({step: _begun(question, part, step) for step in rule.readings})
    return rows or [not_applicable((), "no radar of the party")]


def _begun(question, part, step):
    """Outcome of one radar where it exists from one step on."""
    day = part.construction.get(step)
    if day is None:
        return cannot_say(part, f"construction.{step.replace('-', '_')}")
    exists = question.date >= day
    return limited(part, exists, f"{step} {day}: {'a radar from then on' if exists else 'not yet a radar'}")


def silos(question, rule):
    """Silos at one place: cleared ground, a test range, or a deployment.

    Parameters
    ----------
    question : treaty_records.Question
    rule : treaty_records.Rule
    """

    def judge(part):
        agreed = part.test_site is not None and areas.range_is_agreed(question, part)
        launchers = areas.launchers_of(part)
        if part.test_site is None:
            as_range = cannot_say(part, "test_range")
        elif launchers is None:
            as_range = cannot_say(part, "launchers")
        else:
            why = f"test range {part.test_site} {'' if agreed else 'not '}agreed by then"
            breach = not agreed or launchers > rule.limit
            as_range = limited(part, breach, why, float(launchers))
        area, away = areas.nearest_area(question, part)
        inside = away <= areas.AREA_RADIUS
        return side_by_side(
            {
                "site-clearing": limited(part, False, "clearing ground starts no launcher in this reading"),
                "test-range": as_range,
                "deployment": limited(part, not inside, f"{away / 1e3:.0f} km from the centre of the {area} area"),
            }
        )

    return _at_sites(question, rule, "interceptors", judge)


def ship_radar_track(question, rule):
    """A ship's radar that tracked a strategic object: in an ABM mode by that alone, or only where it guided."""
    rows = []
    for part in question.own("radars"):
        if part.basing is None:
            rows.append(cannot_say(part, "basing"))
        elif part.basing != "sea" or part.purpose == ABM:
            rows.append(not_applicable([part], "no ship's radar for other purposes"))
        elif part.trials is None or part.purpose is None:
            rows.append(cannot_say(part, "tests" if part.trials is None else "purpose"))
        else:
            rows += side_by_side(_tracked(part, strategic_trials(part, rule)))
    return rows or [not_applicable((), "no radar of the party")]


def _tracked(part, strategic):
    """Readings of a radar's tests."""
    guided = [trial.guides for trial in strategic]
    any_track = limited(part, bool(strategic), f"{len(strategic)} strategic objects tracked", float(len(strategic)))
    if None in guided and True not in guided:
        guides = cannot_say(part, "tests: guides")
    else:
        guides = limited(part, True in guided, f"{guided.count(True)} intercepts guided", float(guided.count(True)))
    return {"any-track": any_track, "guides": guides}


def watching_radar(question, rule):
    """A radar that watches an ABM test away from the ranges: an ABM radar only where it is designated as one."""

    def judge(part):
        if part.purpose is None:
            return [cannot_say(part, "purpose")]
        designated = part.purpose == ABM
        return side_by_side({"designated": limited(part, designated, f"stated purpose: {part.purpose}")})

    return _at_sites(question, rule, "radars", judge)


def vardo(question, rule):
    """The radar at Vardo: a dish that tracks objects in space, or a warning radar abroad."""

    def judge(part):
        readings = {
            "space-tracking": not_applicable([part], "a dish that tracks objects in space"),
            "warning": limited(part, True, f"a warning radar in {part.host}, there since 1998"),
        }
        return side_by_side(readings)

    return _at_sites(question, rule, "radars", judge)


def rebuilt_abroad(question, rule):
    """Warning radars rebuilt abroad on sites older than the treaty, whoever owns them."""
    return _at_sites(question, rule, "radars", lambda part: side_by_side(rebuilt(question, part)))


def sbx(question, rule):
    """A radar on a sea-going platform: a sea-based ABM part."""
    found = [p for p in question.own("radars") if plain(p) in rule.settings["presets"]]
    rows = []
    for part in found:
        rows += by_role(part, lambda p: Outcome((p.key,), BREACH, "a sea-based ABM radar", None, "sea"))
    return [row for one in rows for row in _with_summary(one)] or [not_applicable((), "no such radar")]


def _with_summary(outcome):
    """A row over the one reading before it."""
    if outcome.reading != "sea":
        return [outcome]
    return side_by_side({"sea": outcome})


def _at_sites(question, rule, kind, judge):
    """Outcomes of a rule about named places."""
    only = rule.settings.get("party")
    if only not in (None, question.party.key):
        return [not_applicable((), f"a question to the party {only}")]
    parts = question.deployment.parts if only else question.own()
    found = [p for p in parts if p.kind == kind and p.site in rule.settings["sites"]]
    rows = [row for part in found for row in judge(part)]
    return rows or [not_applicable((), f"nothing stands at {', '.join(rule.settings['sites'])}")]


def follows(question, rule, rows):
    """Article VIII: whether other rules leave something to dismantle, and that nobody says by when.

    Parameters
    ----------
    question : treaty_records.Question
    rule : treaty_records.Rule
    rows : list of treaty_records.Finding
        Those of the rules that this one follows.
    """
    over = dict.fromkeys(key for row in rows if row.verdict == BREACH for key in row.applies_to)
    if over:
        why = "missing input: the day agreed for dismantling what is above the numbers or outside the areas"
        return [Outcome(tuple(over), CANNOT_SAY, why)]
    if any(row.verdict not in (OK, "not-applicable") for row in rows):
        return [Outcome((), CANNOT_SAY, "missing input: the verdicts that it follows are open themselves")]
    return [not_applicable((), "within the numbers and areas")]
