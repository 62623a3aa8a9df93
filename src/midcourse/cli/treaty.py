"""`midcourse treaty`: the rules of 1972, 1974 and 1997 held against a scenario on a day."""

from pathlib import Path
from typing import Annotated

import typer

from .show import note, print_json

EXAMPLE = "Example: midcourse treaty european-site-2008 --date 2001-05-30"


def treaty(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="Scenario file or built-in name.")],
    date: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="The day on which the rules are judged.")],
    party: Annotated[
        str | None, typer.Option(metavar="US|RU", help="Whose parts (default: the owner of most interceptors).")
    ] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a value.")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="The rows as a table.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
):
    """Hold the treaty's rules against a scenario on a day: ok, breach, disputed, cannot-say, not-applicable."""
    from .. import ask
    from ..exchange import treaty_answer

    found = ask.treaty(scenario, date, party, set_ or ())
    answer = treaty_answer.treaty(found)
    if csv:
        from .. import results

        results.write_csv(treaty_answer.treaty_table(answer), csv)
        note(f"wrote {csv}")
    print_json(answer) if json else typer.echo(treaty_answer.treaty_text(answer, found.scenario))
