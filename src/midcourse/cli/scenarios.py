"""`midcourse scenarios`, `check` and `new`: the files that people write."""

from pathlib import Path
from typing import Annotated

import typer

from ..errors import MidcourseError
from .show import note, print_json

CHECK_EXAMPLE = "Example: midcourse check my-site.yaml --set batteries.poland.ready=20"
NEW_EXAMPLE = "Example: midcourse new my-site.yaml"
SCENARIOS_EXAMPLE = "Example: midcourse scenarios --json"
BAD_INPUT = 2

Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]


def scenarios(json: Json = False):
    """List the built-in scenarios."""
    from .. import scenario
    from ..exchange import list_answers

    answer = list_answers.scenarios(scenario.listing())
    if json:
        print_json(answer)
    else:
        typer.echo(list_answers.scenarios_text(answer))


def check(
    source: Annotated[str, typer.Argument(metavar="SCENARIO", help="A scenario file or the name of a built-in one.")],
    changes: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a value, then check.")
    ] = None,
    json: Json = False,
):
    """Say whether a scenario can be run, every fault with its line, and what the scenario says in words."""
    from .. import scenario
    from ..exchange import list_answers

    problems, summary, warnings = scenario.problems(source, changes or ()), [], ()
    if not problems:
        summary, warnings, problems = scenario.explain_plan(scenario.load(source, changes or ()))
    answer = list_answers.check(problems, summary, warnings)
    if json:
        print_json(answer)
    else:
        typer.echo(list_answers.check_text(answer, source))
    if not answer["valid"]:
        raise typer.Exit(BAD_INPUT)


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File to write; its name is the scenario's.")] = Path(
        "my-site.yaml"
    ),
    json: Json = False,
):
    """Write a commented scenario to start from."""
    from .. import scenario
    from ..exchange.answers import answer

    path = file if file.suffix else file.with_suffix(".yaml")
    text = scenario.template(path.stem)
    write_new(path, text)
    if json:
        print_json(answer("new", {"written": [str(path)]}))
    else:
        typer.echo(f"wrote {path}")
    note(f"change it, then: midcourse check {path}; midcourse run {path}")


def write_new(path, text):
    """Write a text to a file that must not exist yet.

    Parameters
    ----------
    path : pathlib.Path
    text : str

    Raises
    ------
    MidcourseError
        The file exists or cannot be written.
    """
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise MidcourseError(
            "the file exists and is left as it is", where=str(path), hint="name another file"
        ) from None
    except OSError as error:
        raise MidcourseError("the file cannot be written", where=str(path), got=error.strerror) from error
