"""Who may speak to the server: own host name, own origin, holder of the token; and how much, how long.

Threats and answers: docs/globe.md, "Who may ask". One pure ASGI layer, so that streams are not buffered.
"""

import asyncio
import contextlib
import hmac
import json
from dataclasses import dataclass

MOST_BYTES = 2_000_000
"""Bytes of a request's body."""

BODY_TIME = 20.0
"""s within which a body must have come."""

LINGER_TIME, LINGER_BYTES = 1.0, 8 * MOST_BYTES
"""How long, s, and how much of a refused request is still taken in: who is cut off while sending loses the answer."""

POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; connect-src 'self'; worker-src 'self' blob:; font-src 'self' data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"x-frame-options", b"DENY"),
)
SAFE = ("GET", "HEAD")
LOGIN = "/login"


class LimitError(Exception):
    """A request passed a limit of bytes or of time."""


@dataclass(frozen=True, slots=True)
class Door:
    """What the guard compares with: names of this server with its port, name and value of the cookie."""

    hosts: frozenset
    cookie: str
    secret: str

    @property
    def origins(self):
        """Origins of the own page."""
        return frozenset(f"http://{host}" for host in self.hosts)


def guarded(app, door):
    """The application behind the guard.

    Parameters
    ----------
    app : ASGI application
    door : Door

    Returns
    -------
    ASGI application
    """

    async def guard(scope, receive, send):
        if scope["type"] == "lifespan":
            await app(scope, receive, send)
        elif scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008, "reason": "no websockets here"})
        else:
            await _http(app, door, scope, receive, send)

    return guard


async def _http(app, door, scope, receive, send):
    refused = refusal(door, scope)
    if refused is not None:
        await _refuse(receive, send, *refused)
        return
    broken: list = []  # (status, words), once a limit was passed: what the application makes of it is not sent

    async def sending(message):
        if broken:
            return
        if message["type"] == "http.response.start":
            own = {name for name, _ in message["headers"]}
            extra = [(name, value) for name, value in HEADERS if name not in own]
            message = {**message, "headers": [*message["headers"], *extra]}
        await send(message)

    with contextlib.suppress(LimitError):
        await app(scope, _limited(receive, broken), sending)
    if broken:
        await _refuse(receive, send, *broken[0])


def _limited(receive, broken):
    """Receive with a limit on bytes and on the time until the body has come; a passed limit is noted and raised."""
    seen, whole = 0, False
    loop = asyncio.get_running_loop()
    until = loop.time() + BODY_TIME

    async def limited():
        nonlocal seen, whole
        if whole:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), max(0.01, until - loop.time()))
        except TimeoutError:
            broken.append((408, f"a request comes within {BODY_TIME:g} s"))
            raise LimitError from None
        seen += len(message.get("body", b""))
        if seen > MOST_BYTES:
            broken.append((413, f"a request has at most {MOST_BYTES} bytes"))
            raise LimitError
        whole = message["type"] != "http.request" or not message.get("more_body", False)
        return message

    return limited


def refusal(door, scope):
    """(status, words) where a request is refused before it is read; None where it may pass.

    Parameters
    ----------
    door : Door
    scope : dict of ASGI
    """
    headers = scope["headers"]
    hosts = [value.decode("latin-1").lower() for name, value in headers if name == b"host"]
    if len(hosts) != 1:
        return 400, "one Host, no more and no less"
    if hosts[0] not in door.hosts:
        return 421, "this server has another name"
    if _is_foreign(door, scope["method"], headers):
        return 403, "only the server's own page may ask"
    length = _one(headers, b"content-length")
    if length.isdigit() and int(length) > MOST_BYTES:
        return 413, f"a request has at most {MOST_BYTES} bytes"
    if scope["path"] != LOGIN and not _is_known(door, headers):
        return 401, "open the address that `midcourse serve` printed; it works once, then this browser is known"
    return None


def _is_foreign(door, method, headers):
    """Whether another page asks: by its origin, or by what the browser says of where a change comes from."""
    origins = [value.decode("latin-1").lower() for name, value in headers if name == b"origin"]
    if any(origin not in door.origins for origin in origins):
        return True
    site = _one(headers, b"sec-fetch-site")
    return method not in SAFE and not origins and site not in ("", "same-origin", "none")


def _one(headers, wanted):
    return next((value.decode("latin-1").lower() for name, value in headers if name == wanted), "")


def _is_known(door, headers):
    """Whether the cookie of this server came along."""
    for name, value in headers:
        if name != b"cookie":
            continue
        for part in value.decode("latin-1").split(";"):
            key, _, given = part.strip().partition("=")
            if key == door.cookie and hmac.compare_digest(given.encode(), door.secret.encode()):
                return True
    return False


async def _refuse(receive, send, status, words):
    body = json.dumps({"error": {"what": words}}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode()), *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, (b"connection", b"close")]})
    await send({"type": "http.response.body", "body": body, "more_body": True})
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(_linger(receive), LINGER_TIME)
    await send({"type": "http.response.body", "body": b""})


async def _linger(receive):
    """Take in what still comes of a refused request, up to a limit."""
    taken, more = 0, True
    while more and taken < LINGER_BYTES:
        message = await receive()
        taken += len(message.get("body", b""))
        more = message.get("more_body", False)
