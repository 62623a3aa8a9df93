"""Monte Carlo over a grid of values, in shards: stopped anywhere it goes on, and the answer is the same to the bit.

Page: docs/sweeps.md.
"""

from dataclasses import dataclass
from pathlib import Path

from .. import results
from ..errors import MidcourseError, StoppedError
from ..policy.scope import refuse_free_variable
from ..results import shards
from . import shard_crew, story, sweep_plan
from .sweep_points import grid, over_of

TABLE = "points"
ASKED = {"readings": (), "changes": (), "seed": None, "replicates": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """A sweep that was carried out: one row a point and reading."""

    folder: Path
    plan: dict
    table: results.Table
    digest: str
    failed: dict
    """Number of a point -> why it has no rows."""
    notes: tuple


def sweep(source=None, over=None, *, folder=None, resume=None, workers=None, progress=None, **asked):
    """Play a scenario at every point of a grid of values, the same raids at each, and store it shard by shard.

    Parameters
    ----------
    source : str, Path or scenario.Scenario
        File, built-in name, or what `scenario.load` gave; None with `resume`.
    over : dict of path -> values, or sequence of texts `KEY=V1,V2,...` or `KEY=LOW:HIGH:COUNT`
        What is varied, dotted as in `changes`; the full grid of all of them.
    folder : path or None
        New folder; None keeps the sweep in a temporary folder that goes with the process.
    resume : path or None
        Folder of a sweep that was begun: what is missing is computed.
    workers : int or None
        Processes; the answer does not depend on it. None: one for two cores.
    progress : callable(stage, done, total) or None
    **asked
        readings, changes, seed, replicates, as in `midcourse.run`.

    Returns
    -------
    Sweep

    Raises
    ------
    ScenarioError
        The scenario cannot be carried out with one of the values, or an attacker's choice was to be varied.
    StoppedError
        Somebody stopped it; it can be resumed.
    FolderBusyError, ResultsError
        Another process is at work in the folder; plan or disk are damaged.
    """
    if resume is not None:
        plan = resumed(resume, source, over, **asked)
        return carry_out(plan, resume, workers, progress)
    plan = prepare(source, over, **asked)
    return carry_out(plan, begin(plan, folder), workers, progress)


def prepare(source, over, **asked):
    """Plan of a new sweep, with every value checked; nothing is written.

    Parameters
    ----------
    source, over, **asked
        As `sweep`.

    Returns
    -------
    dict
    """
    unknown = [name for name in asked if name not in ASKED]
    if unknown:
        raise TypeError(f"sweep() takes no {', '.join(unknown)}; it takes {', '.join(ASKED)}")
    pairs = over_of(over)
    for path, _ in pairs:
        refuse_free_variable(path)
    return sweep_plan.plan_of(source, pairs, ASKED | asked)


def begin(plan, folder=None):
    """New folder with the plan.

    Parameters
    ----------
    plan : dict from `prepare`
    folder : path or None

    Returns
    -------
    pathlib.Path
    """
    return shards.create(story.temporary() / f"{plan['name']}-sweep" if folder is None else folder, plan)


def resumed(folder, source=None, over=None, **asked):
    """Plan of a sweep that was begun, once it is clear that it is the one that is meant.

    Parameters
    ----------
    folder : path
    source, over, **asked
        As `sweep`; what is given must be what the plan says.

    Returns
    -------
    dict

    Raises
    ------
    MidcourseError
        No such sweep, one of another program, or something given that the plan says otherwise.
    ResultsError
        The plan is damaged.
    """
    plan = shards.read_plan(folder)
    sweep_plan.require_same_program(plan, folder)
    if source is not None:
        what = "the plan of the folder holds the scenario: none is named beside it"
        raise MidcourseError(what, where="--resume", got=str(source), hint=f"midcourse sweep --resume {folder}")
    then = {"over": [list(pair) for pair in sweep_plan.over_in(plan)], "readings": plan["readings"]["names"]}
    then |= {"changes": plan["changes"], "seed": plan["seed"], "replicates": plan["replicates"]}
    now = {name: value for name, value in asked.items() if value not in (None, (), [])}
    if over:
        now["over"] = [list(pair) for pair in over_of(over)]
    other = [f"{key} {then[key]} in the plan, {_plain(now[key])} given" for key in now if _plain(now[key]) != then[key]]
    if other:
        hint = f"midcourse sweep --resume {folder}, with nothing else; or a new sweep"
        raise MidcourseError("this folder holds another sweep", where=str(folder), got="; ".join(other), hint=hint)
    return plan


def _plain(value):
    return (
        [list(one) if isinstance(one, tuple) else one for one in value] if isinstance(value, (list, tuple)) else value
    )


def carry_out(plan, folder, workers=None, progress=None):
    """Compute what is missing in a sweep folder, and put the whole together.

    Parameters
    ----------
    plan : dict
    folder, workers, progress
        As `sweep`.

    Returns
    -------
    Sweep
    """
    folder = Path(folder).absolute()
    if workers is not None and workers < 1:
        raise MidcourseError("at least one process works", where="--workers", got=workers)
    tell = progress or (lambda stage, done, total: None)
    with shards.locked(folder):
        digests = sweep_plan.digests(plan)
        missing, notes = _missing(folder, digests)
        there = len(digests) - len(missing)
        failed, stopped = shard_crew.work_off(
            folder, missing, workers, lambda done, _: tell("points", there + done, len(digests))
        )
        if stopped:
            whole = len(digests) - len(_missing(folder, digests)[0])
            raise StoppedError(
                f"stopped; {whole} of {len(digests)} points are kept",
                where=str(folder),
                hint=f"midcourse sweep --resume {folder}",
            )
        return _put_together(folder, plan, digests, failed, notes)


def _missing(folder, digests):
    """Numbers of the points without a whole shard, and what was put aside."""
    faults, names = {}, set()
    for number, fits in enumerate(digests):
        table, why = shards.whole_shard(folder, number, fits)
        if table is None:
            faults[number] = why
        else:
            names.add(shards.shard_file(folder, number, fits).name)
    why = {shards.shard_file(folder, number, digests[number]).name: fault for number, fault in faults.items()}
    notes = [
        f"{name} {why.get(name) or 'is of another sweep'}: put aside in {shards.ASIDE}/"
        for name in shards.put_aside(folder, names)
    ]
    return list(faults), notes


def _put_together(folder, plan, digests, failed, notes):
    whole = [n for n in range(len(digests)) if n not in failed]
    if not whole:
        first = min(failed)
        raise MidcourseError("no point could be computed", where=f"point {first}", got=failed[first])
    parts = {number: shards.whole_shard(folder, number, digests[number])[0] for number in whole}
    lost = [number for number, part in parts.items() if part is None]
    if lost:
        what = "shards changed while the sweep was under way"
        raise MidcourseError(what, where=str(folder), got=lost, hint=f"midcourse sweep --resume {folder}")
    points = grid(sweep_plan.over_in(plan))
    told = [{"point": n, "values": list(points[n]), "why": why} for n, why in sorted(failed.items())]
    table, digest = shards.write_merged(folder, TABLE, list(parts.values()), plan | {"failed": told})
    return Sweep(folder=folder, plan=plan, table=table, digest=digest, failed=failed, notes=tuple(notes))
