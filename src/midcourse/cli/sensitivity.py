"""`midcourse sensitivity`: which assumption moves the answer of a scenario."""

from pathlib import Path
from typing import Annotated

import typer

from ..errors import MidcourseError
from .show import engine, note, print_json, progress

EXAMPLE = (
    "Example: midcourse sensitivity european-site-2008 --by leakers --range command.consult_s=0:600 --plot bars.png"
)


def sensitivity(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="Scenario file or built-in name.")],
    by: Annotated[
        str,
        typer.Option(
            metavar="leakers|p-no-leaker|shots|defended-share|members-undefended", help="Which answer is looked at."
        ),
    ] = "leakers",
    reading: Annotated[str | None, typer.Option(help="Full name of the reading (default: the first).")] = None,
    range_: Annotated[
        list[str] | None,
        typer.Option("--range", metavar="KEY=LOW:HIGH", help="A range of your own, in the key's unit; repeatable."),
    ] = None,
    stated_only: Annotated[
        bool, typer.Option("--stated-only", help="Leave out times without a stated range (else half to double).")
    ] = False,
    pairs: Annotated[int, typer.Option(metavar="N", help="Lay the first N values together in pairs.")] = 3,
    replicates: Annotated[int | None, typer.Option(help="Raids to sample (default: the scenario's).")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of the raids (default: the scenario's).")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a value.")] = None,
    plot: Annotated[Path | None, typer.Option(metavar="FILE", help="The bars (.png, .svg, .pdf).")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="The values as a table.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
):
    """Say which assumption moves the answer: each value to the ends of its range, then pairs, then all."""
    _answer(dict(locals()))


def _answer(asked):
    from ..exchange import sensitivity_answer
    from ..run import sensitivity as room

    taken = ("reading", "by", "stated_only", "pairs", "replicates", "seed")
    ends = dict(map(_range, asked["range_"] or ()))
    with engine("run"), progress(asked["scenario"]) as bar:
        found = room.sensitivity(
            asked["scenario"],
            asked=ends,
            changes=asked["set_"] or (),
            progress=bar,
            **{name: asked[name] for name in taken},
        )
    _write(found, asked["csv"], asked["plot"])
    answer = sensitivity_answer.sensitivity(found)
    print_json(answer) if asked["json"] else typer.echo(sensitivity_answer.sensitivity_text(answer))


def _write(found, csv, plot):
    """Write the files that were asked for."""
    if csv:
        from ..exchange import sensitivity_answer
        from ..report import figures

        figures.write_csv(sensitivity_answer.table(found), csv)
        note(f"wrote {csv}")
    if plot:
        from ..report import sensitivity_figure

        sensitivity_figure.figure_sensitivity(found, plot)
        note(f"wrote {plot}")


def _range(text):
    """Path and ends of `KEY=LOW:HIGH`."""
    path, equals, ends = text.partition("=")
    low, colon, high = ends.partition(":")
    try:
        if not (path and equals and colon):
            raise ValueError
        return path.strip(), (float(low), float(high))
    except ValueError:
        hint = "KEY=LOW:HIGH, such as command.decide_s=30:300"
        raise MidcourseError("this is no range of a value", where="--range", got=text, hint=hint) from None
