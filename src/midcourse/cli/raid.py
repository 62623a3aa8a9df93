"""`midcourse raid`: a calculator for raids, exact beside sampled."""

from pathlib import Path
from typing import Annotated

import typer

from .show import engine, note, print_json

EXAMPLE = (
    "Example: midcourse raid --warheads 5 --interceptors 10 --kill-probability 0.7 "
    "--doctrine shoot-look-shoot --looks 2 --common-mode 0.1 --plot needed.png"
)
SIZES = (1, 2, 5, 10, 20, 50, 100)
TABLE_CHANCES = (0.3, 0.5, 0.6, 0.7, 0.8, 0.9)
PLOT_CHANCES = tuple(round(0.02 * k, 2) for k in range(5, 50))
LARGE = 40  # warheads: beyond, the exact law takes some hundredths of a second each time, and fewer are asked for


def raid(
    warheads: Annotated[int, typer.Option(help="Warheads that come.")],
    interceptors: Annotated[int, typer.Option(help="Interceptors in stock.")],
    kill_probability: Annotated[float, typer.Option(help="Chance that one shot kills, 0 to 1.")],
    doctrine: Annotated[
        str, typer.Option(help="even, shoot-look-shoot (default) or shoot-look-salvo.")
    ] = "shoot-look-shoot",
    looks: Annotated[int | None, typer.Option(help="Rounds of shots (default 2; even has one).")] = None,
    common_mode: Annotated[float, typer.Option(help="Chance that every shot of the scope fails, 0 to 1.")] = 0.0,
    common_scope: Annotated[str, typer.Option(help="raid or warhead: who shares that failure.")] = "raid",
    replicates: Annotated[int, typer.Option(help="Raids to sample.")] = 10_000,
    seed: Annotated[int, typer.Option(help="Seed of the sample.")] = 1,
    at_least: Annotated[float, typer.Option(help="Chance that none gets through, for interceptors needed.")] = 0.8,
    plot: Annotated[Path | None, typer.Option(metavar="FILE", help="Interceptors needed (.png, .svg, .pdf).")] = None,
    csv: Annotated[Path | None, typer.Option(metavar="FILE", help="Interceptors needed as a table.")] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False,
):
    """Count a raid against a stock of interceptors: exact beside sampled, and how many interceptors it would take."""
    from .. import ask
    from ..exchange import raid_answer

    rule = {"doctrine": doctrine, "looks": 2 if looks is None else looks}
    common = {"common_mode": common_mode, "common_scope": common_scope}
    with engine("raid"):
        found = ask.raid(warheads, interceptors, kill_probability, **rule, **common, replicates=replicates, seed=seed)
        warnings = _notes(doctrine, looks)
        rule["looks"] = 1 if doctrine == "even" else rule["looks"]
        answer = raid_answer.raid(found, {**rule, **common}, warnings)
        wanted = {**rule, **common, "p_no_leaker_at_least": at_least}
        _write_files(wanted, (warheads, interceptors, kill_probability), plot, csv)
        table = None if json else _table(wanted, warheads, kill_probability)
    if json:
        print_json(answer)
    else:
        asked = {"warheads": warheads, "interceptors": interceptors, "kill_probability": kill_probability}
        typer.echo(f"{raid_answer.raid_text(answer, asked)}\n{table}")


def _notes(doctrine, looks):
    return ["even has one look: --looks is not used"] if doctrine == "even" and looks not in (None, 1) else []


def _table(wanted, warheads, kill_probability):
    """Interceptors needed for some raid sizes beside the one asked for, and some kill probabilities."""
    from ..exchange import raid_answer

    sizes = SIZES[:3] if warheads <= 5 else [size for size in SIZES if warheads / 5 <= size <= 2 * warheads]
    sizes = sorted({*sizes, *([warheads] if warheads else [])})
    return raid_answer.needed_text(_needed(wanted, sizes, sorted({*TABLE_CHANCES, kill_probability})))


def _needed(wanted, sizes, chances):
    """Columns of interceptors needed over raid sizes and kill probabilities."""
    from .. import ask
    from ..exchange import raid_answer

    rule = {key: value for key, value in wanted.items() if key != "p_no_leaker_at_least"}
    found = ask.interceptors_needed(sizes, chances, wanted["p_no_leaker_at_least"], **rule)
    return raid_answer.needed_columns(found, sizes, chances, wanted)


def _write_files(wanted, asked, plot, csv):
    """Write the files asked for and say where they are."""
    if not (plot or csv):
        return
    warheads, interceptors, kill_probability = asked
    sizes = sorted({*SIZES[:5], *([warheads] if warheads else [])})
    chances = PLOT_CHANCES if warheads <= LARGE else PLOT_CHANCES[::3]
    columns = _needed(wanted, sizes, sorted({*chances, kill_probability}))
    if plot:
        from ..report import raid_figure

        raid_figure.figure_needed(columns, plot, point=(kill_probability, interceptors, warheads))
    if csv:
        from .. import results

        results.write_csv(columns, csv)
    for file in (plot, csv):
        if file:
            note(f"wrote {file}")
