"""`midcourse serve`: a socket on this machine, an address that works once, and a server behind it."""

import asyncio
import atexit
import json
import os
import shutil
import socket
import sys
import tempfile
import webbrowser
from pathlib import Path
from typing import ClassVar

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from ..errors import MidcourseError
from . import pages
from .app import make_app
from .library import MANIFEST, Library

PORT, TRIED = 8642, 20
"""First port that is tried, and how many after it."""

LOOPBACK = ("127.0.0.1", "::1", "localhost")
HEADER_TIME = 10.0
"""s within which the head of a request must have come, so that half-open requests end."""

MOST_CONNECTIONS = 400
"""Connections that are held; beyond it the one that has been silent longest makes room for a new one."""

MOST_ANSWERED = 1000
"""Connections at which requests are refused with 503: only with this many that all wait for an answer."""


class Protocol(H11Protocol):
    """HTTP/1.1 where a connection that does not ask within a time is closed, its second request too."""

    silent: ClassVar[dict] = {}  # connections that wait for a request; who has waited longest comes first

    def connection_made(self, transport):
        """Wait for the first request; where there are too many connections, the longest silent one goes."""
        super().connection_made(transport)
        self._head_timer = None
        self._wait_for_head()
        oldest = next(iter(self.silent))
        if len(self.connections) > MOST_CONNECTIONS and oldest is not self:
            del self.silent[oldest]
            oldest.transport.close()

    def data_received(self, data):
        """A part of a request: the clock runs from its first byte to the last one of its head."""
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:
            self._wait_for_head()
        else:
            self._stop_waiting()

    def on_response_complete(self):
        """Silent again, for as long as a kept connection may be."""
        super().on_response_complete()
        self.silent[self] = None

    def connection_lost(self, exc):
        """Stop the clock."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_head(self):
        self.silent.setdefault(self)
        if self._head_timer is None:
            self._head_timer = self.loop.call_later(HEADER_TIME, self._close_late)

    def _stop_waiting(self):
        self.silent.pop(self, None)
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _close_late(self):
        if not self.transport.is_closing():
            self.transport.close()


def open_socket(host, port):
    """A listening socket; without a port the first free one from 8642 on.

    Parameters
    ----------
    host : str
    port : int or None

    Raises
    ------
    MidcourseError
        The port is taken, or none is free.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    tried = [port] if port is not None else [*range(PORT, PORT + TRIED), 0]
    for number in tried:
        made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # else asyncio lets answers wait 40 ms
        if os.name == "posix":  # a server that was killed a moment ago is no reason to wait; elsewhere it means sharing
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind((host, number))
            made.listen(256)
        except OSError as error:
            made.close()
            if port is not None:
                hint = "another --port, or none: the next free one is taken"
                raise MidcourseError("this port cannot be had", where="--port", got=port, hint=hint) from error
            continue
        return made
    raise MidcourseError("no port is free", where=host)


def names_of(host, port):
    """Names under which this server may be asked, with the port."""
    names = {"127.0.0.1", "localhost", "[::1]"} if host in LOOPBACK else {socket.gethostname(), socket.getfqdn()}
    if host not in LOOPBACK:
        names |= {"127.0.0.1", "localhost"}
        names |= {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
        names |= {host} - {"0.0.0.0", "::"}
    return {f"{name}:{port}" for name in names}


def library_for(what, folder):
    """What is shown: a scenario or a run folder, by what was named.

    Parameters
    ----------
    what : str or None
        Scenario file, built-in name or run folder.
    folder : pathlib.Path
        Working folder.

    Raises
    ------
    MidcourseError
        Nothing of that name.
    """
    if what is None:
        return Library(folder)
    if (Path(what) / MANIFEST).is_file():
        from .. import results

        run = results.read(what)
        return Library(folder, scenario=_scenario_of(run, folder), name=run.manifest["name"], run=run.folder)
    from .. import scenario

    plan = scenario.load(what)
    return Library(folder, scenario=str(what), name=plan.name)


def _scenario_of(run, folder):
    """Built-in name or file of the scenario that a run was made of; its text is written where it lies nowhere else."""
    from .. import scenario

    name, text = run.manifest["name"], run.manifest["scenario"]["text"]
    found = Library(folder).sources()
    if name in found and scenario.load(found[name]).text == text:
        return found[name]
    kept = Path(tempfile.mkdtemp(prefix="midcourse-")) / f"{run.folder.name}.yaml"
    atexit.register(shutil.rmtree, kept.parent, ignore_errors=True)
    kept.write_text(text, encoding="utf-8", newline="\n")
    return str(kept)


def serve(what=None, *, host="127.0.0.1", port=None, remote=False, browser=False, tell=print):
    """Serve until Ctrl-C.

    Parameters
    ----------
    what : str or None
        Scenario or run folder that the page opens with.
    host : str
    port : int or None
        None: the first free one from 8642 on.
    remote : bool
        Whether other machines may ask, with the token.
    browser : bool
        Whether to open the browser.
    tell : callable(str)
        Prints the address.

    Raises
    ------
    MidcourseError
        Nothing of that name, no port, or another address than this machine's without `remote`.
    """
    if host not in LOOPBACK and not remote:
        raise MidcourseError(
            "only this machine may ask unless you say so",
            where="--host",
            got=host,
            hint="--remote as well; then whoever holds the printed address sees and starts runs",
        )
    library = library_for(what, Path.cwd())
    pages.build_in_checkout(lambda words: sys.stderr.write(f"{words}\n"))
    listening = open_socket("127.0.0.1" if host == "localhost" else host, port)
    number = listening.getsockname()[1]
    app, token = make_app(library, names_of(host, number), f"midcourse-{number}")
    shown = host if host not in ("0.0.0.0", "::", "::1") else "127.0.0.1" if host != "::1" else "[::1]"
    address = f"http://{shown}:{number}/login?token={token}"
    tell(address)
    config = uvicorn.Config(
        app, http=Protocol, ws="none", log_level="error", access_log=False, server_header=False, date_header=False,
        timeout_keep_alive=30, limit_concurrency=MOST_ANSWERED, timeout_graceful_shutdown=3, lifespan="on",
    )  # fmt: skip
    if browser:
        webbrowser.open(address)
    asyncio.run(_until_stopped(uvicorn.Server(config), listening))


async def _until_stopped(server, listening):
    await server.serve(sockets=[listening])


def as_json(address):
    """The address as one JSON object."""
    json.dump({"schema": {"name": "midcourse.serve", "version": 1}, "warnings": [], "address": address}, sys.stdout)
    sys.stdout.write("\n")
    sys.stdout.flush()
