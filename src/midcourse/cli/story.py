"""`midcourse run` and `midcourse demo`: a scenario from file to report."""

from pathlib import Path
from typing import Annotated

import typer

from .show import engine, note, print_json, progress

EXAMPLE = "Example: midcourse run european-site-2008 --reading lewis-postol --replicates 100000"
DEMO_SCENARIO, DEMO_FOLDER = "european-site-2008", "midcourse-demo"

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

    folder = Path(DEMO_FOLDER)
    if folder.exists():
        from .. import results

        results.require_run_folder(folder)  # never delete a folder that is not ours
        shutil.rmtree(folder)
    _play(DEMO_SCENARIO, None, None, None, folder, (), (), json)


def _play(scenario, replicates, seed, workers, output, readings, changes, json):
    """Run, write the report, show the summary and how to look at it."""
    import importlib

    from .. import report
    from ..exchange import run_answer

    story = importlib.import_module("midcourse.run")
    with engine("run"), progress(scenario) as bar:
        done = story.run(
            scenario,
            seed=seed,
            replicates=replicates,
            workers=workers,
            folder=output,
            readings=readings,
            changes=changes,
            progress=bar,
        )
    page = report.write_page(done.folder)
    answer = run_answer.run(done)
    if json:
        print_json(answer)
    else:
        typer.echo(run_answer.run_text(answer))
    note(f"wrote {done.folder} (tables and manifest.json)")
    note(f"look at {page}")
