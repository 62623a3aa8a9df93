"""`midcourse run` and `midcourse demo`: a scenario from file to report."""

import gc
import os
from pathlib import Path
from typing import Annotated

import typer

from .show import engine, note, print_json, progress

EXAMPLE = "Example: midcourse run european-site-2008 --reading lewis-postol --replicates 100000"
DEMO_SCENARIO, DEMO_FOLDER = "european-site-2008", "midcourse-demo"
DEMO_REPLICATES = 100_000
DEMO_READINGS = ("mean-170kw", "mean-42kw")
"""The site as proposed; those with the forward radar, which had no place, come with `midcourse run`."""

Scenario = Annotated[str, typer.Argument(help="A scenario file or the name of a built-in one.")]
Replicates = Annotated[int | None, typer.Option(help="Raids to sample (default: the scenario's).")]
Seed = Annotated[int | None, typer.Option(help="Seed of the raids (default: the scenario's).")]
Workers = Annotated[int | None, typer.Option(help="Threads (default: all cores); they change no answer.")]
Output = Annotated[Path | None, typer.Option("-o", "--output", help="New run folder (default: runs/NAME-TIME).")]
Reading = Annotated[list[str] | None, typer.Option("--reading", help="Only this reading, or one axis name.")]
Changes = Annotated[
    list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a value of the scenario.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]


def run(
    scenario: Scenario,
    replicates: Replicates = None,
    seed: Seed = None,
    workers: Workers = None,
    output: Output = None,
    reading: Reading = None,
    changes: Changes = None,
    json: Json = False,
):
    """Play a scenario: who is defended, when each thing is seen, how many of a raid get through."""
    _play(scenario, replicates, seed, workers, output, reading or (), changes or (), json)


def demo(json: Json = False):
    """Play the European site of 2008, end to end, into midcourse-demo/."""
    import shutil

    from .. import results

    folder, fresh = Path(DEMO_FOLDER), Path(f".{DEMO_FOLDER}-{os.getpid()}")
    if folder.exists():
        results.require_run_folder(folder)  # a folder that is not ours is never replaced
    try:
        _play(DEMO_SCENARIO, DEMO_REPLICATES, None, None, fresh, DEMO_READINGS, (), json, shown=folder)
        shutil.rmtree(folder, ignore_errors=True)
        fresh.rename(folder)
        note(f"with the forward radar of the plan, three readings more: midcourse run {DEMO_SCENARIO}")
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _spare_the_collector():
    """Let the collector of cycles look less often: a run makes millions of short-lived things and few cycles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(1_000_000, 50, 50)


def _play(scenario, replicates, seed, workers, output, readings, changes, json, shown=None):
    """Run, write the report, show the summary and how to look at it; `shown` is where the folder will lie."""
    import importlib

    from .. import report, results
    from ..exchange import run_answer

    story = importlib.import_module("midcourse.run")
    _spare_the_collector()
    with engine("run"), progress(scenario) as bar:
        done = story.run(
            scenario,
            seed=seed,
            replicates=replicates,
            workers=workers,
            folder=results.default_folder(Path(scenario).stem) if output is None else output,
            readings=readings,
            changes=changes,
            progress=bar,
        )
        bar("report", 1, 1)
        page = report.write_page(done.folder)
    shown = Path(shown or done.folder)
    answer = run_answer.run(done)
    answer["folder"] = str(shown)
    if json:
        print_json(answer)
    else:
        typer.echo(run_answer.run_text(answer))
    note(f"wrote {shown} (tables and manifest.json)")
    note(f"look at {shown / page.name}, or see it on a globe: midcourse serve {shown} --open")
