"""Only the holder of the token, under the server's own name, from its own page, within limits. docs/globe.md"""

import os
import resource
import socket
import time

import pytest

from midcourse.web import guard, serving

LONGEST = 120.0  # s, for a loaded machine
QUICK = 1.0  # s, in which a healthy request is answered while others hang, as promised; the machine may be loaded
SLOW_MACHINE = 5.0
LATE = 20.0  # s, later than promised that a connection may be closed on a loaded machine
MOST_GROWTH = 50e6  # bytes, by which a refused upload or a crowd of connections may make the server grow
MOST_KEPT = 300e6  # bytes, by which answers that nobody fetches may make it grow
SPARE = 100  # files and sockets that a process holds beside the connections
DEAF = 30  # clients that never read


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("evil.example", 421),
        ("127.0.0.1:1", 421),
        ("127.0.0.1", 421),
        ("", 421),
        ("{own}", 200),
        ("localhost:{port}", 200),
        ("[::1]:{port}", 200),
        ("LOCALHOST:{port}", 200),
    ],
)
def test_only_the_own_name_is_answered(server, host, status):
    given = host.format(own=server.host, port=server.port)
    assert server.ask("/api/state", headers={"Host": given}).status == status


def by_hand(server, lines, wait=5.0):
    """First line that comes back for a request written by hand."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=wait) as link:
        link.sendall("\r\n".join(lines).encode() + b"\r\n\r\n")
        return link.recv(4000).decode("latin-1").split("\r\n")[0]


def test_no_name_or_two_names_are_refused(server):
    assert " 400 " in by_hand(server, ["GET /api/state HTTP/1.1", f"Cookie: {server.cookie}"]) + " "
    two = ["GET /api/state HTTP/1.1", f"Host: {server.host}", "Host: evil.example", f"Cookie: {server.cookie}"]
    assert " 400 " in by_hand(server, two) + " "


@pytest.mark.parametrize("cookie", [None, "", "midcourse=x", "{name}=wrong", "{name}="])
def test_without_the_cookie_nothing_is_told(server, cookie):
    name = server.cookie.split("=")[0]
    given = None if cookie is None else cookie.format(name=name)
    for path in ("/", "/api/state", "/api/openapi.json", "/assets/x.js", "/nothing"):
        told = server.ask(path, headers={"Cookie": given})
        assert told.status == 401
        assert server.token not in told.text


def test_the_address_works_once(server):
    assert server.ask(f"/login?token={server.token}", headers={"Cookie": None}).status == 401
    assert server.ask("/login?token=", headers={"Cookie": None}).status == 401
    assert server.ask("/login", headers={"Cookie": None}).status == 401
    assert server.ask("/api/state").status == 200


def test_the_first_use_sets_a_strict_cookie_and_leaves_the_address(folder, serve):
    made, _ = serve(folder)
    try:
        told = made.enter()
        assert (told.status, told.headers["location"]) == (303, "/")
        assert "httponly" in told.headers["set-cookie"].lower()
        assert "samesite=strict" in told.headers["set-cookie"].lower()
        assert made.token not in told.headers["set-cookie"]
        assert str(made.port) in told.headers["set-cookie"].split("=")[0]
        assert told.headers["referrer-policy"] == "no-referrer"
        assert made.ask("/api/state").status == 200
    finally:
        made.process.terminate()
        _, said = made.process.communicate(timeout=LONGEST)
    assert made.token not in said


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://{own}"])
def test_another_page_is_refused(server, origin):
    headers = {"Origin": origin.format(own=server.host)}
    assert server.ask("/api/state", headers=headers).status == 403
    assert server.ask("/api/check", {"text": "x"}, headers=headers).status == 403
    preflight = {**headers, "Access-Control-Request-Method": "POST"}
    told = server.ask("/api/check", method="OPTIONS", headers=preflight)
    assert told.status == 403
    assert "access-control-allow-origin" not in told.headers


def test_a_change_from_another_site_without_an_origin_is_refused(server):
    for site, status in (("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200)):
        told = server.ask("/api/scenarios/small", {}, headers={"Sec-Fetch-Site": site})
        assert told.status == status, site


def test_the_own_page_may_ask(server):
    assert server.ask("/api/state", headers={"Origin": f"http://{server.host}"}).status == 200


def test_every_answer_carries_the_policy(server):
    for told in (server.ask("/"), server.ask("/api/state"), server.ask("/api/state", headers={"Cookie": None})):
        assert told.headers["content-security-policy"] == guard.POLICY
        assert told.headers["x-content-type-options"] == "nosniff"
        assert told.headers["x-frame-options"] == "DENY"
        assert told.headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in told.headers
    directives = dict(part.strip().split(" ", 1) for part in guard.POLICY.split(";"))
    assert directives["default-src"] == "'none'"
    assert directives["frame-ancestors"] == "'none'"
    assert "'unsafe-eval'" not in guard.POLICY
    assert "http" not in guard.POLICY


def test_a_websocket_is_not_opened(server):
    lines = [
        "GET /api/state HTTP/1.1", f"Host: {server.host}", f"Cookie: {server.cookie}", "Connection: Upgrade",
        "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Origin: http://evil.example",
    ]  # fmt: skip
    assert " 403 " in by_hand(server, lines) + " "
    assert " 101 " not in by_hand(server, lines[:-1]) + " "


def memory(server):
    """Resident memory of the server's process, bytes."""
    with open(f"/proc/{server.process.pid}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096


def test_who_is_refused_while_sending_reads_the_answer(server):
    """Cut off with bytes unread, a sender loses the answer: thirty tries, as it depends on who is faster."""
    body = b"{" + b" " * 3_000_000
    head = [
        "POST /api/check HTTP/1.1", f"Host: {server.host}", f"Cookie: {server.cookie}", f"Origin: http://{server.host}",
        "Content-Type: application/json", f"Content-Length: {len(body)}",
    ]  # fmt: skip
    for _ in range(30):
        with socket.create_connection(("127.0.0.1", server.port), timeout=LONGEST) as link:
            link.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + body)
            said = b"".join(iter(lambda link=link: link.recv(65536), b""))
        assert b" 413 " in said.split(b"\r\n")[0]
        assert said.endswith(b"}}")


def test_too_much_is_refused_before_it_is_read(server):
    before = memory(server)
    told = server.ask("/api/check", raw=b"{", headers={"Content-Length": "1000000000"}, method="POST")
    assert told.status == 413
    assert memory(server) - before < MOST_GROWTH


def test_too_much_in_pieces_is_refused(server):
    before = memory(server)
    with socket.create_connection(("127.0.0.1", server.port), timeout=LONGEST) as link:
        head = [
            "POST /api/check HTTP/1.1", f"Host: {server.host}", f"Cookie: {server.cookie}",
            "Content-Type: application/json", "Transfer-Encoding: chunked",
        ]  # fmt: skip
        link.sendall("\r\n".join(head).encode() + b"\r\n\r\n")
        piece = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        try:
            for _ in range(200):  # 13 MB
                link.sendall(piece)
        except OSError:
            pass  # it stopped listening, as it should
        link.settimeout(5.0)
        try:
            said = link.recv(200)
        except OSError:
            said = b" 413 "
    assert b" 413 " in said
    assert memory(server) - before < MOST_GROWTH


def test_half_open_requests_do_not_stop_the_others(server):
    hanging = []
    try:
        for _ in range(200):
            link = socket.create_connection(("127.0.0.1", server.port), timeout=5.0)
            link.sendall(b"GET /api/state HTTP/1.1\r\nHost: ")
            hanging.append(link)
        start_time = time.monotonic()
        assert server.ask("/api/state").status == 200
        took = time.monotonic() - start_time
        print(f"answered in {took:.2f} s beside 200 half-open requests, promised {QUICK} s")
        assert took < QUICK * SLOW_MACHINE
    finally:
        for link in hanging:
            link.close()


def ends_of(link, longest):
    """Seconds until the other side closes a connection; what it still says is thrown away."""
    start_time = time.monotonic()
    link.settimeout(longest)
    while link.recv(4096):
        pass
    return time.monotonic() - start_time


def test_half_open_requests_are_closed(server):
    with socket.create_connection(("127.0.0.1", server.port)) as link:
        link.sendall(b"GET /api/state HTTP/1.1\r\n")
        assert ends_of(link, serving.HEADER_TIME + LATE) > serving.HEADER_TIME / 2


def state_lines(server):
    """A whole request for the state, that keeps the connection."""
    return f"GET /api/state HTTP/1.1\r\nHost: {server.host}\r\nCookie: {server.cookie}\r\n\r\n".encode()


def test_a_half_open_second_request_is_closed_too(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=LONGEST) as link:
        link.sendall(state_lines(server))
        assert b" 200 " in link.recv(65536).split(b"\r\n")[0]
        link.sendall(b"GET /api/state HTTP/1.1\r\n")
        ends_of(link, serving.HEADER_TIME + LATE)


def test_a_request_that_drips_in_is_closed(server):
    with socket.create_connection(("127.0.0.1", server.port)) as link:
        start_time = time.monotonic()
        try:
            while time.monotonic() - start_time < serving.HEADER_TIME + LATE:
                link.sendall(b"G")
                time.sleep(0.3)
        except OSError:
            return  # closed while it still dripped
    raise AssertionError("it was let drip")


def sockets_of(server):
    """Sockets that the server's process holds."""
    place = f"/proc/{server.process.pid}/fd"
    return sum(where.startswith("socket:") for where in map(opened, (f"{place}/{name}" for name in os.listdir(place))))


def opened(name):
    """What an open file is; nothing where it was closed since the list was made."""
    try:
        return os.readlink(name)
    except FileNotFoundError:
        return ""


def hold_and_ask(server, count):
    """Keep so many connections open, each after a request; then ask on a fresh one: seconds, sockets of the server."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < count + SPARE:
        pytest.skip(f"only {hard} files may be open here")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, count + SPARE), hard))
    held, words = [], state_lines(server)
    try:
        for _ in range(count):
            link = socket.create_connection(("127.0.0.1", server.port), timeout=LONGEST)
            link.sendall(words)
            assert b" 200 " in link.recv(4096).split(b"\r\n")[0]
            held.append(link)
        start_time = time.monotonic()
        assert server.ask("/api/state").status == 200
        return time.monotonic() - start_time, sockets_of(server)
    finally:
        for link in held:
            link.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.parametrize("count", [1200, pytest.param(10_000, marks=pytest.mark.slow)])
def test_kept_connections_do_not_stop_the_others_and_are_limited(server, count):
    before = memory(server)
    took, sockets = hold_and_ask(server, count)
    print(f"answered in {took:.3f} s beside {count} kept connections, of which {sockets} are held")
    assert took < QUICK * SLOW_MACHINE
    assert sockets < serving.MOST_CONNECTIONS + SPARE
    assert memory(server) - before < MOST_GROWTH


def test_clients_that_never_read_are_waited_for_by_nobody(server):
    before, deaf = memory(server), []
    ground = f"GET /api/scenarios/small/ground?resolution_deg=0.25 HTTP/1.1\r\nHost: {server.host}\r\n"
    try:
        for _ in range(DEAF):
            link = socket.socket()
            link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            link.connect(("127.0.0.1", server.port))
            link.sendall(f"{ground}Cookie: {server.cookie}\r\n\r\n".encode())
            deaf.append(link)
        assert server.ask("/api/scenarios/small", {}).status == 200  # asked after them, of the same worker
        start_time = time.monotonic()
        assert server.ask("/api/state").status == 200
        assert time.monotonic() - start_time < QUICK * SLOW_MACHINE
        assert memory(server) - before < MOST_KEPT
    finally:
        for link in deaf:
            link.close()


def test_other_machines_are_let_in_only_when_asked_for(folder, serve):
    process, said = serve(folder, "--host", "0.0.0.0")
    assert process.returncode == 2
    assert "only this machine" in said
    assert "--remote" in said


def test_a_taken_port_is_told_and_without_one_the_next_is_taken(folder, server, serve):
    process, said = serve(folder, "--port", str(server.port))
    assert process.returncode == 2
    assert "cannot be had" in said
    made, _ = serve(folder)
    try:
        assert made.port != server.port
    finally:
        made.process.kill()
        made.process.communicate()
    again, told = serve(folder, "--port", str(made.port))  # a server that was killed leaves its port at once
    assert told is None
    again.process.terminate()
    again.process.communicate(timeout=LONGEST)
