"""The plan of a sweep: what is computed at which point, from what, and by which program; and one point computed."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from .. import results, scenario
from ..errors import MidcourseError, ScenarioError
from ..results import shards
from ..scenario import changes as change_rules
from ..scenario import loading, tree
from . import stages, story, tables
from .sweep_points import grid

ROOMS = ("analysis", "battle", "earth", "engagement", "flight", "numerics", "policy", "results", "run", "scenario",
         "sensing")  # fmt: skip
"""Rooms whose text decides what a point answers."""

LIBRARIES = ("numpy", "numba", "scipy", "pyarrow", "pyproj", "shapely")
KEPT_FLIGHTS = 64
"""Waves of flights that a process keeps for its next point."""


@cache
def code_digest():
    """SHA-256 of everything in the program that decides what a point answers."""
    root, digest = Path(__file__).parents[1], hashlib.sha256()
    files = [path for room in ROOMS for path in (root / room).rglob("*") if path.is_file()]
    for path in sorted([*files, *root.glob("*.py")]):
        if path.suffix != ".pyc":
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def made_by():
    """Program and libraries, whose other versions could answer otherwise."""
    return {"code": code_digest(), **{library: version(library) for library in LIBRARIES}}


def plan_of(source, over, asked):
    """Plan of a new sweep, its values checked as the scenario file is.

    Parameters
    ----------
    source : str, Path or scenario.Scenario
    over : tuple of (path, values)
    asked : dict with readings, changes, seed, replicates

    Returns
    -------
    dict that JSON can hold

    Raises
    ------
    ScenarioError
        A value that the scenario cannot have, an unknown key or reading, a bad seed.
    """
    opened, before = loading.open_scenario(source)
    changes = (*before, *asked["changes"])
    _refuse_set(over, changes)
    first = [values[0] for _, values in over]
    plan = loading.change(opened, _changes(changes, over, first))
    for k, (_, values) in enumerate(over):
        for value in values[1:]:
            loading.change(opened, _changes(changes, over, [*first[:k], value, *first[k + 1 :]]))
    axes = [{"name": name, "values": list(values)} for name, values in plan.axes.items()]
    given = {name: asked[name] for name in ("seed", "replicates")}
    for name, value in given.items():
        if value is not None and not 0 <= value < 2**63:
            raise ScenarioError("a whole number from 0 on", where=f"--{name}", got=value)
    names = plan.select(asked["readings"])
    settings = {name: plan.data[name] if value is None else value for name, value in given.items()}
    return results.describe_run(
        name=plan.name,
        title=plan.title,
        question=plan.question,
        scenario_text=opened.text,
        readings={"axes": axes, "names": list(names)},
        source=str(opened.origin),
        changes=list(changes),
        over=[{"path": path, "values": list(values)} for path, values in over],
        points=len(grid(over)),
        given=given,
        computed_with=made_by(),
        warnings=_warnings(plan, over),
        limits=tables.LIMITS,
        **settings,
    )


def _refuse_set(over, changes):
    """Refuse to vary what a change sets too, and what is the same at each point."""
    for path, _ in over:
        if path in ("seed", "replicates"):
            what = "seed and replicates are the same at each point, so that points differ by their values only"
            raise ScenarioError(what, where="--over", got=path, hint=f"--{path} N")
        fixed = [one.partition("=")[0].strip() for one in changes]
        if any(f"{one}.".startswith(f"{path}.") for one in fixed):
            raise ScenarioError("varied and set", where="--over", got=path, hint=f"leave out --set {path}")


def _warnings(plan, over):
    """Readings that set what is varied, so that they do not follow it."""
    return [
        f"the reading {option} sets {key} itself: there {path} changes nothing or not all"
        for path, _ in over
        for axis in plan.data.get("readings", {}).values()
        for option, steps in axis.items()
        for key in steps
        if f"{key}.".startswith(f"{path}.") or f"{path}.".startswith(f"{key}.")
    ]


def _changes(changes, over, values):
    return (*changes, *(f"{path}={value}" for (path, _), value in zip(over, values, strict=True)))


def over_in(plan):
    """Pairs of path and values of a plan.

    Parameters
    ----------
    plan : dict from `plan_of`
    """
    return tuple((one["path"], tuple(one["values"])) for one in plan["over"])


def digests(plan):
    """What each shard is computed from, as a digest: scenario with its changes, readings, raids, seed, program.

    Parameters
    ----------
    plan : dict from `plan_of`

    Returns
    -------
    list of str, one a point
    """
    over = over_in(plan)
    base = tree.read_tree(plan["scenario"]["text"], plan["name"]).value
    rest = {key: plan[key] for key in ("readings", "given", "computed_with")}
    for one in plan["changes"]:
        base, _ = change_rules.apply_change(base, *change_rules.parse_change(one))
    found = []
    for number, values in enumerate(grid(over)):
        data = base
        for (path, _), value in zip(over, values, strict=True):
            data, _ = change_rules.apply_change(data, *change_rules.parse_change(f"{path}={value}"))
        point = {"point": number, "values": values, "over": plan["over"], "scenario": data, "schema": shards.SCHEMA}
        found.append(shards.digest_of(rest | point))
    return found


def require_same_program(plan, folder):
    """Refuse to go on with a plan of another program, whose points would not fit beside those of this one.

    Parameters
    ----------
    plan : dict from `plan_of`
    folder : path

    Raises
    ------
    MidcourseError
    """
    now, then = made_by(), plan["computed_with"]
    other = [f"{key} {str(then.get(key))[:12]} then, {now[key][:12]} now" for key in now if now[key] != then.get(key)]
    if other:
        raise MidcourseError(
            "the sweep was begun with another program, so its points would not fit beside new ones",
            where=str(folder),
            got="; ".join(other),
            hint="the version it was begun with, or a new sweep",
        )


def typed(plan):
    """Values of each varied key as numbers, where all of them are, else as texts; path -> list, one a point."""
    over = over_in(plan)
    columns = {}
    for k, (path, _) in enumerate(over):
        texts = [values[k] for values in grid(over)]
        values = [change_rules.parse_change(f"x={text}")[1] for text in texts]
        plain = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)
        columns[path] = [float(value) for value in values] if plain else texts
    return columns


def open_plan(plan):
    """The scenario of a plan, not yet changed.

    Parameters
    ----------
    plan : dict from `plan_of`

    Returns
    -------
    scenario.loading.Opened
    """
    text, origin = plan["scenario"]["text"], plan["source"]
    return loading.Opened(origin, origin, text, tree.read_tree(text, origin))


def compute(plan, opened, number, flown):
    """Answers at one point, a row a reading, as `midcourse run` has them.

    Parameters
    ----------
    plan : dict from `plan_of`
    opened : scenario.loading.Opened
    number : int
        Of the point.
    flown : dict
        Flights that points share; filled here.

    Returns
    -------
    results.Table

    Raises
    ------
    MidcourseError
        The scenario of this point cannot be carried out.
    """
    over = over_in(plan)
    changed = loading.change(opened, _changes(plan["changes"], over, grid(over)[number]))
    given = plan["given"]["seed"], plan["given"]["replicates"]
    cases = [story.with_sample(scenario.build(changed, name), *given) for name in plan["readings"]["names"]]
    if len(flown) > KEPT_FLIGHTS:
        flown.clear()
    waves, known = stages.launch(cases, _silent, flown), {}
    played = [stages.play(case, wave, known, _silent) for case, wave in zip(cases, waves, strict=True)]
    values = {path: column[number] for path, column in typed(plan).items()}
    return tables.sweep_rows(number, values, played)


def _silent(*_):
    """Tell nothing."""
