"""The `midcourse` command: registers the families of commands and turns errors into messages."""

import signal
import sys
import threading

import typer

from ..errors import MidcourseError
from . import (
    compare,
    coverage,
    fly,
    footprint,
    lists,
    radar,
    raid,
    required_speed,
    scenarios,
    sensitivity,
    serve,
    siting,
    stored,
    story,
    study,
    sweep,
    treaty,
    validate,
)

EXIT_BUG, EXIT_STOPPED = 1, 4
_INTERRUPTED = 130  # how Typer ends on Ctrl-C

app = typer.Typer(
    name="midcourse",
    help="An open simulator of ballistic-missile-defence architectures. Start with: midcourse demo",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    epilog="--debug shows tracebacks. "
    "Exit codes: 0 done, 2 bad input, 3 a check or a part failed, 4 stopped, 5 folder busy, 6 store damaged.",
)


def _version(wanted: bool):
    if wanted:
        from .. import __version__

        typer.echo(f"midcourse {__version__}")
        raise typer.Exit


@app.callback()
def _root(version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version.")):
    """An open simulator of ballistic-missile-defence architectures. Start with: midcourse demo"""


app.command(name="fly", epilog=fly.EXAMPLE)(fly.fly)
app.command(name="run", epilog=story.EXAMPLE)(story.run)
app.command(name="demo")(story.demo)
app.command(name="coverage", epilog=coverage.EXAMPLE)(coverage.coverage)
app.command(name="footprint", epilog=footprint.EXAMPLE)(footprint.footprint)
app.command(name="siting", epilog=siting.EXAMPLE)(siting.siting)
app.command(name="radar", epilog=radar.EXAMPLE)(radar.radar)
app.command(name="required-speed", epilog=required_speed.EXAMPLE)(required_speed.required_speed)
app.command(name="raid", epilog=raid.EXAMPLE)(raid.raid)
app.command(name="sweep", epilog=sweep.EXAMPLE)(sweep.sweep)
app.command(name="treaty", epilog=treaty.EXAMPLE)(treaty.treaty)
app.command(name="study", epilog=study.EXAMPLE)(study.study)
app.command(name="sensitivity", epilog=sensitivity.EXAMPLE)(sensitivity.sensitivity)
app.command(name="validate", epilog=validate.EXAMPLE)(validate.validate)
app.command(name="serve", epilog=serve.EXAMPLE)(serve.serve)
app.command(name="compare", epilog=compare.EXAMPLE)(compare.compare)
app.command(name="export", epilog=stored.EXPORT_EXAMPLE)(stored.export)
app.command(name="cite", epilog=stored.CITE_EXAMPLE)(stored.cite)
app.command(name="scenarios", epilog=scenarios.SCENARIOS_EXAMPLE)(scenarios.scenarios)
app.command(name="check", epilog=scenarios.CHECK_EXAMPLE)(scenarios.check)
app.command(name="new", epilog=scenarios.NEW_EXAMPLE)(scenarios.new)
app.command(name="catalog", epilog=lists.CATALOG_EXAMPLE)(lists.catalog)
app.command(name="members", epilog=lists.MEMBERS_EXAMPLE)(lists.members)


def _say_stopped():
    """End a command that somebody stopped."""
    typer.echo("midcourse: stopped; nothing half-written was left behind", err=True)
    raise SystemExit(EXIT_STOPPED) from None


def _heed_termination():
    """Let SIGTERM stop a command as Ctrl-C does: jobs in the background of a shell hear no Ctrl-C."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def _was_stopped(error):
    """Whether Ctrl-C lies behind an error: inside a kernel it comes out as an error of the interpreter."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def main():
    """Run the command line; the only place where errors end in an exit code."""
    _heed_termination()
    debug = "--debug" in sys.argv
    if debug:
        sys.argv.remove("--debug")
    try:
        app()
    except SystemExit as end:
        if end.code != _INTERRUPTED:
            raise
        _say_stopped()
    except MidcourseError as error:
        if debug:
            raise
        typer.echo(f"midcourse: {error}", err=True)
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:
        _say_stopped()
    except Exception as error:  # the last net: a bug is told as a bug, with a way to see it
        if _was_stopped(error):
            _say_stopped()
        if debug:
            raise
        typer.echo(f"midcourse: a bug: {type(error).__name__}: {error}; try: the same command with --debug", err=True)
        raise SystemExit(EXIT_BUG) from None
