"""The order of the story: load, build, fly, watch, engage, judge, play, store."""

import atexit
import dataclasses
import shutil
import tempfile
from pathlib import Path

from .. import results, scenario
from ..numerics.engine import set_threads
from . import flips, stages, tables


def run(source, *, seed=None, replicates=None, workers=None, folder=None, readings=(), changes=(), progress=None):
    """Play a scenario in all its readings and store everything it produced.

    Parameters
    ----------
    source : str, Path or scenario.Scenario
        File, built-in name, or what `scenario.load` gave.
    seed, replicates : int or None
        None takes the scenario's.
    workers : int or None
        Threads; the answer does not depend on it.
    folder : path or None
        Run folder, which must not exist; None keeps the run in a temporary folder that goes with the process.
    readings : sequence of str
        Full names or names of an axis; none means all.
    changes : sequence of str
        `KEY=VALUE` as on the command line.
    progress : callable(stage, done, total) or None

    Returns
    -------
    results.Run
        `.readings`, `.table(name)`, `.folder`, `.manifest`.

    Raises
    ------
    ScenarioError
        The scenario cannot be carried out; nothing is written.
    """
    plan = source if isinstance(source, scenario.Scenario) else scenario.load(source, changes)
    if workers is not None:
        set_threads(workers)
    tell = progress or (lambda stage, done, total: None)
    cases = [with_sample(scenario.build(plan, name), seed, replicates) for name in plan.select(readings)]
    waves = stages.launch(cases, tell)
    known, total = {}, len(cases)
    played = [
        stages.play(case, waves[k], known, lambda stage, k=k: tell(stage, k, total)) for k, case in enumerate(cases)
    ]
    drawn = flips.outlines(played)
    known["interceptors"] = [b.launcher.interceptor for case in cases for b in case.batteries]
    turned: list[dict] = []
    for k, (one, outline) in enumerate(zip(played, drawn, strict=True)):
        tell("flip values", k, total)
        turned += flips.flips_of(one, outline, known)
    tell("tables", total, total)
    folder = temporary() / plan.name if folder is None else folder
    return results.read(results.write(folder, tables.all_tables(plan, played, turned), tables.manifest(plan, played)))


def temporary():
    """A folder, as pathlib has it, that goes when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="midcourse-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def with_sample(case, seed, replicates):
    """The case with another seed or number of raids; None leaves its own.

    Parameters
    ----------
    case : scenario.Case
    seed, replicates : int or None
    """
    changed = {"seed": seed, "replicates": replicates}
    return dataclasses.replace(case, **{name: value for name, value in changed.items() if value is not None})
