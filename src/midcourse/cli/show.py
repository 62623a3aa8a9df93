"""What every command shares: JSON on standard output, notes on standard error, progress, the compiling notice."""

import json
import math
import sys
from contextlib import contextmanager

import typer


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


@contextmanager
def engine(subsystem):
    """Tell once that kernels are being compiled; remember when that is done.

    Parameters
    ----------
    subsystem : str
        Which kernels the command needs: the notice is shown once for each.
    """
    from ..numerics import engine as compiled

    if not compiled.is_ready(subsystem):
        note("compiling the engine, once on this machine (up to half a minute)")
    yield
    compiled.mark_ready(subsystem)


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
