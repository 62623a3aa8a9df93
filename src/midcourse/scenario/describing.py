"""A scenario told in words, the list of the built-in ones, and a commented file to start from."""

from ..errors import MidcourseError
from . import building, loading, presets, tree
from .records import Case


def listing():
    """Built-in scenarios as (name, title, question).

    Returns
    -------
    list of (name, title, question)
    """
    rows = []
    for name in loading.names():
        data = tree.read_tree(loading.read_text(name)[0], name).value
        rows.append((name, data.get("title", name), data["question"]))
    return rows


def describe(case: Case):
    """Lines that explain one reading to a person: who, what, where, how fast, whose people.

    Parameters
    ----------
    case : records.Case

    Returns
    -------
    list of str
    """
    protect = case.protect
    people = int(protect.places.population.sum())
    whose = protect.alliance or ", ".join(protect.countries)
    lines = [f"{case.scenario}, reading {case.reading}: {case.title}"]
    for threat in case.threats:
        points = f"{len(threat.launches)} launch point(s), {len(threat.aimpoints)} aim point(s)"
        lines.append(f"threat {threat.key}: {threat.count} x {threat.missile.key}, {points}, {threat.shape['shape']}")
    for sensor in case.sensors:
        reach = f"reach {sensor.device.reach / 1e3:.0f} km" if sensor.kind == "radars" else "sees motors burn"
        lines.append(f"sensor {sensor.key}: {sensor.preset} of {sensor.owner} in {sensor.host}, {reach}")
    for battery in case.batteries:
        speed = battery.launcher.interceptor.speed / 1e3
        what = f"{battery.launcher.ready} x {battery.preset} ({speed:g} km/s)"
        lines.append(f"battery {battery.key}: {what} of {battery.owner} in {battery.host}")
    lines.append(
        f"protects {whose}: {len(protect.countries)} countries, {int(protect.named.sum())} named places, "
        f"{len(protect.named)} cities with {people / 1e6:.0f} million people"
    )
    low, value, high = (_chance(kill) for kill in (case.kill.low, case.kill.value, case.kill.high))
    lines.append(f"a shot that is taken kills with {value:.2f} ({low:.2f} to {high:.2f})")
    return lines + [f"note: {warning}" for warning in case.warnings]


def _chance(kill):
    """Product of the factors of one shot, the common cause apart."""
    return kill.reliability * kill.hand_over * kill.selection * kill.hit


def explain_plan(plan):
    """Summary of a checked scenario, its warnings, and what is found wrong only when it is built.

    Parameters
    ----------
    plan : loading.Scenario

    Returns
    -------
    lines, warnings : sequences of str
    problems : sequence of tree.Problem
    """
    try:
        cases = [building.build(plan, name) for name in plan.readings]
    except MidcourseError as error:
        return [], (), getattr(error, "problems", ()) or (_as_problem(error),)
    warnings = list(dict.fromkeys(text for case in cases for text in case.warnings))
    lines = [line for line in describe(cases[0]) if not line.startswith("note: ")]
    lines += [f"question: {plan.question}"] + [f"reading {name}" for name in plan.readings]
    return lines + [f"note: {text}" for text in warnings], warnings, ()


def _as_problem(error):
    got = None if error.got is None else str(error.got)
    return tree.Problem(error.what, str(error.where or ""), None, None, got, error.hint)


def template(name="my-site"):
    """Text of a commented scenario file: the built-in one under another name.

    Parameters
    ----------
    name : str
        Name of the new scenario: small letters, digits and hyphens.

    Raises
    ------
    ScenarioError
        A name that does not fit.
    """
    text = (presets.folder("scenarios") / "european-site-2008.yaml").read_text(encoding="utf-8")
    new = text.replace("\nname: european-site-2008\n", f"\nname: {name}\n")
    new = new.replace("\ntitle: The European", f"\ntitle: {name}, begun from the European", 1)
    from pydantic import ValidationError

    from ..errors import ScenarioError
    from .models import ScenarioFile

    try:
        ScenarioFile.model_validate(tree.read_tree(new, "template").value)
    except (ValidationError, ScenarioError):
        raise ScenarioError("not a name", where="name", got=name, hint="small letters, digits and hyphens") from None
    return new
