"""`midcourse study`: a public claim, calculated."""

from pathlib import Path
from typing import Annotated

import typer

from ..errors import MidcourseError
from .show import engine, note, print_json

EXAMPLE = "Example: midcourse study aimed-at-russia --plot study.png. What there is: midcourse study --list"


def study(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Which study; see --list.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="The studies there are.")] = False,
    reading: Annotated[list[str] | None, typer.Option(help="Only this reading; repeatable.")] = None,
    plot: Annotated[Path | None, typer.Option(metavar="FILE", help="The chart (.png, .svg, .pdf).")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="The curves of the chart as a table.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
):
    """Calculate a claim: what each reading gives, where the answer turns, what is left out."""
    from ..exchange import study_answer
    from ..scenario import claims

    if list_:
        rows = [(one.key, one.title, one.claim) for one in map(claims.claim, claims.names())]
        answer = study_answer.study_list(rows)
        print_json(answer) if json else typer.echo(study_answer.study_list_text(answer))
        return
    if name is None:
        raise MidcourseError("which study?", where="NAME", got="none", hint="midcourse study --list")
    from ..run import studies

    with engine("study"):
        found = studies.study(name, readings=tuple(reading or ()))
    if csv:
        from ..report import figures

        figures.write_csv(found.chart.columns, csv)
        note(f"wrote {csv}")
    if plot:
        from ..report import study_figure

        study_figure.figure_study(found, plot)
        note(f"wrote {plot}")
    answer = study_answer.study(found, (plot,) if plot else ())
    print_json(answer) if json else typer.echo(study_answer.study_text(answer))
