"""`midcourse study`: a public claim, calculated."""

from json import loads
from pathlib import Path
from typing import Annotated

import typer

from ..errors import MidcourseError
from .show import engine, note, print_json, progress

EXAMPLE = "Example: midcourse study aimed-at-russia --plot study.png. What there is: midcourse study --list"


def study(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="Which study; see --list.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="The studies there are.")] = False,
    reading: Annotated[list[str] | None, typer.Option(help="Only this reading; repeatable.")] = None,
    with_: Annotated[
        list[str] | None,
        typer.Option(
            "--with", metavar="INPUT=VALUE", help="An input of the study, SI; repeatable. Flip points name one."
        ),
    ] = None,
    inputs: Annotated[bool, typer.Option("--inputs", help="What this study takes: unit and bounds of each.")] = False,
    plot: Annotated[Path | None, typer.Option(metavar="FILE", help="The chart (.png, .svg, .pdf).")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="The curves of the chart as a table.")] = None,
    table: Annotated[Path | None, typer.Option(metavar="FILE", help="Its table, where it makes one, as CSV.")] = None,
    page: Annotated[Path | None, typer.Option(metavar="FILE", help="The answer as a page in Markdown.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
):
    """Calculate a claim: what each reading gives, where the answer turns, what is left out."""
    from ..exchange import study_answer, study_page
    from ..scenario import claims

    if list_:
        rows = [(one.key, one.title, one.claim) for one in map(claims.claim, claims.names())]
        return _say(study_answer.study_list(rows), study_answer.study_list_text, json)
    if name is None:
        raise MidcourseError("which study?", where="NAME", got="none", hint="midcourse study --list")
    from ..run import studies

    if inputs:
        return _say(study_answer.study_inputs(name, studies.takes(name)), study_answer.study_inputs_text, json)
    with engine("study"), progress(name) as bar:
        found = studies.study(name, readings=tuple(reading or ()), progress=bar, **dict(map(_input, with_ or ())))
    if csv:
        from ..report import figures

        figures.write_csv(found.chart.columns, csv)
        note(f"wrote {csv}")
    if table:
        _write_table(found, table)
    if plot:
        from ..report import study_figure

        study_figure.figure_study(found, plot)
        note(f"wrote {plot}")
    answer = study_answer.study(found, (plot,) if plot else ())
    if page:
        page.write_text(study_page.study_page(answer, plot), encoding="utf-8")
        note(f"wrote {page}")
    _say(answer, study_answer.study_text, json)


def _say(answer, text, json):
    """An answer as one JSON object, or as lines for people."""
    print_json(answer) if json else typer.echo(text(answer))


def _input(text):
    """Name and value of `INPUT=VALUE`: a number or a list as in JSON, else the text itself."""
    name, equals, value = text.partition("=")
    if not (name and equals):
        hint = "INPUT=VALUE, such as latency.centre=90"
        raise MidcourseError("this is no input with a value", where="--with", got=text, hint=hint)
    try:
        return name, loads(value)
    except ValueError:
        return name, value


def _write_table(found, path):
    """The first table of a study as CSV, the others beside it with a number in their name."""
    from ..report import figures

    if not found.sheets:
        raise MidcourseError("this study makes no table", where="--table", got=found.claim.key, hint="--csv FILE")
    for k, sheet in enumerate(found.sheets):
        to = path if k == 0 else path.with_name(f"{path.stem}-{k + 1}{path.suffix}")
        figures.write_csv(sheet.as_columns, to)
        note(f"wrote {to}: {sheet.title}")
