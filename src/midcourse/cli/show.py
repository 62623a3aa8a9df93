"""What every command shares: JSON on standard output, notes on standard error, progress, the compiling notice."""

import json
import math
import sys
from contextlib import contextmanager

import typer

COMPILING = "compiling the engine, once on this machine (up to a minute)"


def note(text):
    """Print a line for people on standard error."""
    typer.echo(text, err=True)


def _plain(value):
    """JSON has no NaN: a value that does not exist is null."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def print_json(answer):
    """Print one JSON object on standard output."""
    json.dump(_plain(answer), sys.stdout, indent=2, ensure_ascii=False, allow_nan=False)
    sys.stdout.write("\n")


def drivers_file():
    """File with the compiled functions that each command calls: module, name, signature."""
    from importlib.resources import files

    return files(__package__).joinpath("drivers.json")


@contextmanager
def engine(subsystem):
    """Tell when kernels have to be compiled, and compile all that a command needs side by side.

    Parameters
    ----------
    subsystem : str
        Which kernels the command needs: a key of drivers.json, which tools/record_drivers.py writes.
    """
    from ..numerics import engine as kernels

    kernels.skip_linear_algebra()
    drivers = json.loads(drivers_file().read_text(encoding="utf-8"))
    with kernels.compiled_side_by_side(drivers.get(subsystem, []), lambda: note(COMPILING)):
        yield


def compile_engine(subsystem):
    """Compile now what processes of their own will need, so that they do not all compile the same.

    Parameters
    ----------
    subsystem : str
        As `engine`.
    """
    from ..numerics import engine as kernels

    drivers = json.loads(drivers_file().read_text(encoding="utf-8"))
    kernels.compile_missing(drivers[subsystem], lambda: note(COMPILING))


@contextmanager
def progress(title):
    """Progress bar on standard error when it is a terminal; gives a function (stage, done, total).

    Parameters
    ----------
    title : str
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    steps = TextColumn("{task.completed:.0f}/{task.total:.0f}")
    columns = (TextColumn("{task.description}"), BarColumn(), steps, TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=1)

        def report(stage, done, total):
            bar.update(task, description=f"{title}: {stage}", completed=done, total=total)

        yield report
