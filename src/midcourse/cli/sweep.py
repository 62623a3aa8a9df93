"""`midcourse sweep`: a scenario over a grid of values, in shards that can be resumed."""

from pathlib import Path
from typing import Annotated

import typer

from .show import compile_engine, note, print_json, progress

EXAMPLE = "Example: midcourse sweep european-site-2008 --over command.decide_s=0:300:7 --reading mda --plot decide.png"
FAILED = 3


def sweep(
    scenario: Annotated[str | None, typer.Argument(metavar="SCENARIO", help="Scenario file or built-in name.")] = None,
    over: Annotated[
        list[str] | None, typer.Option(metavar="KEY=V1,V2,...|KEY=LOW:HIGH:COUNT", help="What is varied; repeatable.")
    ] = None,
    changes: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a value.")] = None,
    reading: Annotated[list[str] | None, typer.Option("--reading", help="Only this reading; repeatable.")] = None,
    replicates: Annotated[int | None, typer.Option(help="Raids at each point (default: the scenario's).")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed, the same at each point (default: the scenario's).")] = None,
    workers: Annotated[int | None, typer.Option(help="Processes (default: one for two cores).")] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="New folder (default: runs/NAME-sweep-TIME).")
    ] = None,
    resume: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Go on with a sweep that was stopped.")] = None,
    plot: Annotated[Path | None, typer.Option(metavar="FILE", help="Chart or heat map (.png, .svg, .pdf).")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="The rows as a table.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
):
    """Play a scenario at every point of a grid of values; stopped anywhere, it goes on with --resume."""
    asked = {"readings": reading or (), "changes": changes or (), "seed": seed, "replicates": replicates}
    done = _carried_out(scenario, over or (), asked, (output, resume, plot), workers)
    _show(done, plot, csv, json)
    if done.failed:
        raise typer.Exit(FAILED)


def _carried_out(scenario, over, asked, paths, workers):
    """The sweep, computed or gone on with; its size is said before it starts."""
    import importlib

    from .. import results
    from ..errors import MidcourseError

    output, resume, plot = paths
    story = importlib.import_module("midcourse.run.sweep")
    if resume is not None and output is not None:
        what = "a sweep goes on in its own folder"
        raise MidcourseError(what, where="--output", got=output, hint="leave out -o")
    if resume is not None:
        folder, plan = resume, story.resumed(resume, scenario, over, **asked)
    elif scenario is None:
        raise MidcourseError("no scenario is named", where="SCENARIO", hint="european-site-2008, or --resume FOLDER")
    else:
        plan = story.prepare(scenario, over, **asked)
    if plot:
        from ..report import sweep_figure

        sweep_figure.check_plot(plot, len(plan["over"]))
    if resume is None:
        folder = story.begin(plan, output or results.default_folder(f"{plan['name']}-sweep"))
    readings = len(plan["readings"]["names"])
    note(f"{plan['points']:,} points, {readings} reading(s), {plan['replicates']:,} raids each, in {folder}")
    compile_engine("run")
    with progress(plan["name"]) as bar:
        return story.carry_out(plan, folder, workers, bar)


def _show(done, plot, csv, json):
    """Files, answer, and how to look at it."""
    from ..exchange import sweep_answer

    if csv:
        from ..results import write_csv

        write_csv(sweep_answer.csv_columns(done), csv)
        note(f"wrote {csv}")
    answer = sweep_answer.sweep(done)
    if plot:
        from ..report import sweep_figure

        sweep_figure.figure_sweep(answer, plot)
        note(f"wrote {plot}")
    print_json(answer) if json else typer.echo(sweep_answer.sweep_text(answer))
    note(f"wrote {done.folder} (points.parquet, shards and manifest.json)")
    note(f"again as a table or picture: midcourse sweep --resume {done.folder} --csv FILE --plot FILE")
