"""`midcourse compare`: two scenarios, readings or runs side by side."""

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from .show import engine, note, print_json, progress

EXAMPLE = (
    "Example: midcourse compare european-site-2008:mda+mean-170kw european-site-2008:lewis-postol+mean-170kw "
    "--replicates 2000"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two: what it states, its readings, and its run where there is one already."""

    name: str
    inputs: dict
    readings: tuple
    run: object = None
    plan: object = None


def compare(
    a: Annotated[
        str, typer.Argument(metavar="A", help="Run folder, scenario file or built-in name; :READING picks one.")
    ],
    b: Annotated[str, typer.Argument(metavar="B", help="The other one.")],
    inputs_only: Annotated[bool, typer.Option("--inputs-only", help="Do not run scenarios for their answers.")] = False,
    replicates: Annotated[int | None, typer.Option(help="Raids to sample where a scenario is run.")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="The answers as a table.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
):
    """Say what differs between two scenarios, readings or runs: in what was stated and in what came out."""
    from ..exchange import comparison

    one, other = _side(a, replicates), _side(b, replicates)
    alike = (len(one.readings) == 1) == (len(other.readings) == 1)
    inputs = comparison.differing_inputs(*(side.inputs if alike else _as_written(side) for side in (one, other)))
    pairs, warnings = comparison.pair_readings(one.readings, other.readings)
    warnings += [] if alike else ["inputs are compared with the file as written, before its readings change them"]
    answers = []
    if not inputs_only:
        runs = [_run(side, replicates) for side in (one, other)]
        answers = comparison.differing_answers(runs[0], runs[1], pairs)
        warnings += _versions(runs)
    answer = comparison.compare((one.name, other.name), inputs, answers, warnings)
    if csv:
        from .. import results

        names = ("reading", "quantity", "unit", "a", "b", "difference")
        results.write_csv({name: [row[name] for row in answers] for name in names}, csv)
        note(f"wrote {csv}")
    if json:
        print_json(answer)
    else:
        typer.echo(comparison.compare_text(answer))


def _as_written(side):
    """What a side states without the changes that its several readings make."""
    return {path: value for path, value in side.inputs.items() if not path.startswith("readings.")}


def _side(text, replicates):
    """What a name on the command line stands for: FOLDER, SCENARIO, FOLDER:READING or SCENARIO:READING."""
    from .. import results, scenario
    from ..scenario import comparing
    from ..scenario.changes import select

    source, reading = _split(text)
    wanted = () if reading is None else (reading,)
    if Path(source).is_dir():
        run = results.read(source)
        names = select(run.readings, wanted)
        stated = comparing.inputs(run.manifest["scenario"]["text"], run.manifest["changes"], _only(names))
        stated |= {"replicates": run.manifest["replicates"], "seed": run.manifest["seed"]}
        return Side(name=text, inputs=stated, readings=names, run=run)
    plan = scenario.load(source)
    names = plan.select(wanted)
    stated = comparing.inputs(plan.text, (), _only(names)) | ({} if replicates is None else {"replicates": replicates})
    return Side(name=text, inputs=stated, readings=names, plan=plan)


def _split(text):
    """(source, reading or None); a path that exists is taken whole, whatever colons it holds."""
    source, colon, reading = text.rpartition(":")
    return (text, None) if not colon or not source or Path(text).exists() else (source, reading)


def _only(names):
    """The one reading, whose changes are then made; None with several."""
    return names[0] if len(names) == 1 else None


def _run(side, replicates):
    """The run of a side, made in a temporary folder where the side is a scenario."""
    if side.run is not None:
        return side.run
    story = importlib.import_module("midcourse.run")
    with engine("run"), progress(side.name) as bar:
        return story.run(side.plan, replicates=replicates, readings=side.readings, progress=bar)


def _versions(runs):
    """Warning where the runs were made by different versions of Midcourse."""
    made = [run.manifest["made_by"]["libraries"]["midcourse"] for run in runs]
    return [] if made[0] == made[1] else [f"made by different versions of midcourse: {made[0]} and {made[1]}"]
