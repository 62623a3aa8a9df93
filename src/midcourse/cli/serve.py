"""`midcourse serve`: the globe in a browser."""

from typing import Annotated

import typer

from .show import note

EXAMPLE = "Example: midcourse serve european-site-2008 --open"


def serve(
    what: Annotated[
        str | None, typer.Argument(metavar="[SCENARIO|RUN]", help="A scenario, or a run folder to look at.")
    ] = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the browser.")] = False,
    port: Annotated[int | None, typer.Option(help="Port (default: the first free one from 8642 on).")] = None,
    host: Annotated[str, typer.Option(help="Address to listen at.")] = "127.0.0.1",
    remote: Annotated[bool, typer.Option("--remote", help="Let other machines ask; they need the token.")] = False,
    json: Annotated[bool, typer.Option("--json", help="The address as one JSON object.")] = False,
):
    """Show a scenario or a run on a globe in the browser; moved parts are answered at once. Ctrl-C ends it."""
    from ..web import serving

    def tell(address):
        if json:
            serving.as_json(address)
            return
        typer.echo(address)
        note("this address works once and only for this machine" if not remote else "this address works once")
        note("Ctrl-C ends the server")

    serving.serve(what, host=host, port=port, remote=remote, browser=open_, tell=tell)
