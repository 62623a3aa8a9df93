"""The application: the page, and a JSON twin for each of its views."""

import asyncio
import hmac
import secrets
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse

from .. import __version__
from ..errors import MidcourseError
from . import api, editing, pages, views
from .guard import LOGIN, Door, guarded
from .jobs import Bench, BusyError
from .live import Desk, OvertakenError, RefusedError

CALM = 3.0
"""s without a question of the page, after which a process is got ready for the next run or study."""


def make_app(library, hosts, cookie="midcourse"):
    """The guarded application and its one-time token.

    Parameters
    ----------
    library : library.Library
    hosts : iterable of str
        Names of this server, each with its port.
    cookie : str
        Name of the cookie: cookies are shared by all ports of a host.

    Returns
    -------
    app : ASGI application
    token : str
        Opens `/login?token=...` once.
    """
    door = Door(frozenset(host.lower() for host in hosts), cookie, secrets.token_urlsafe(32))
    token = secrets.token_urlsafe(32)
    app = bare_app()
    app.state.library, app.state.bench = library, Bench()
    app.state.desk, app.state.hand = Desk(), Desk()  # full answers, and those that follow a hand
    app.state.door, app.state.token = door, token
    return guarded(app, door), token


def bare_app():
    """The application without guard and without anything to show; its API description is that of the real one."""
    app = FastAPI(
        title="Midcourse",
        version=__version__,
        description="JSON twin of each view of the globe. Only the holder of the token may ask.",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=_lifespan,
    )
    app.add_api_route(LOGIN, login, methods=["GET"], include_in_schema=False)
    app.include_router(api.router, prefix="/api")
    app.include_router(views.router, prefix="/api")
    app.include_router(editing.router, prefix="/api")
    pages.add(app)
    app.add_exception_handler(MidcourseError, _refused_here)
    app.add_exception_handler(RefusedError, _refused)
    app.add_exception_handler(OvertakenError, _overtaken)
    app.add_exception_handler(BusyError, _busy)
    app.add_exception_handler(RequestValidationError, _misread)
    for status in (400, 404, 405):  # what the framework itself refuses
        app.add_exception_handler(status, _unknown)
    return app


@asynccontextmanager
async def _lifespan(app):
    warmer = None
    if hasattr(app.state, "desk"):
        await asyncio.get_running_loop().run_in_executor(None, app.state.desk.start)
        warmer = asyncio.create_task(_warm(app.state.desk, app.state.bench))
    yield
    if warmer is not None:
        warmer.cancel()
        app.state.bench.close()
        app.state.desk.stop()
        app.state.hand.stop()


async def _warm(desk, bench):
    """Once the first area is drawn and nobody has asked for a while, get a process ready for the next run or study."""
    loop = asyncio.get_running_loop()
    while True:
        await asyncio.sleep(CALM)
        if desk.drawn and not desk.waiting and loop.time() - desk.asked > CALM:
            await loop.run_in_executor(None, bench.warm)


async def login(request: Request, token: str = ""):
    """Let the browser in that holds the token: once; the cookie knows it from then on."""
    state = request.app.state
    if not state.token or not hmac.compare_digest(token.encode(), state.token.encode()):
        words = "this address works once; start `midcourse serve` again for another"
        return JSONResponse({"error": {"what": words}}, 401)
    state.token = ""
    answer = RedirectResponse("/", 303)
    answer.set_cookie(state.door.cookie, state.door.secret, httponly=True, samesite="strict", path="/")
    return answer


async def _refused_here(request: Request, error: Any):
    from .worker import spoken

    return JSONResponse({"error": spoken(error)}, error.http_status)


async def _refused(request: Request, error: Any):
    return JSONResponse({"error": error.told}, error.status)


async def _overtaken(request: Request, error: Any):
    return JSONResponse({"overtaken": True})


async def _busy(request: Request, error: Any):
    return JSONResponse({"error": {"what": "too many runs wait; stop one or try later"}}, 429)


async def _unknown(request: Request, error: Any):
    words = {404: "there is nothing under this address", 405: "this address does not answer this kind of question"}
    told = {"error": {"what": words.get(error.status_code, str(error.detail))}}
    return JSONResponse(told, error.status_code, headers=error.headers)


async def _misread(request: Request, error: Any):
    rows = [
        {
            "where": ".".join(str(part) for part in row["loc"]),
            "what": row["msg"],
            "line": None,
            "got": None,
            "try": None,
        }
        for row in error.errors()[:20]
    ]
    return JSONResponse({"error": {"what": "the request does not have the form", "problems": rows}}, 422)


def openapi():
    """Description of the API, as it is shipped in the docs."""
    return bare_app().openapi()
