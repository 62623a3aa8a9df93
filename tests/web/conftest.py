"""A server in a process of its own, as a person starts it, and a browser's side of HTTP that hides nothing."""

import http.client
import json
import os
import subprocess
import sys
from typing import NamedTuple

import pytest

LONGEST = 120.0
"""s, for an answer while the engine is compiled on a loaded machine."""

SMALL = """midcourse: 1
name: small
question: who-is-covered
epoch: 2008-04-05T00:00:00Z
threats:
  - key: south-east
    missile: notional-irbm-4000
    launch: {latitude_deg: 38.08, longitude_deg: 46.29}
    aim: {countries: [CZ], cities_over: 500000}
    count: 1
sensors:
  - {key: radar, radar: european-midcourse-radar@mean-170kw, site: brdy, owner: US, host: CZ}
batteries:
  - {key: north, interceptor: gbi-two-stage@mda, site: redzikowo, owner: US, host: PL, ready: 10}
command: {needs: track-from-any, track_s: 30, decide_s: 60, launch_prepare_s: 10}
doctrine: {name: shoot-look-shoot, looks: 2, assess_s: 30}
kill: {reliability: 0.9, hit: {low: 0.3, value: 0.6, high: 0.9}}
protect: {countries: [BG, CZ, DK, GR, RO]}
readings:
  interceptor: {mda: {}, lewis-postol: {batteries.north.interceptor: gbi-two-stage@lewis-postol}}
replicates: 200
seed: 1
"""
"""Five countries: quick to compute, some of their capitals covered and some not."""


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict
    text: str

    @property
    def json(self):
        """The body as JSON."""
        return json.loads(self.text)


class Server:
    """A running `midcourse serve`, and a browser that was let in."""

    def __init__(self, process, address):
        self.process, self.address = process, address
        self.port = int(address.split(":")[2].split("/")[0])
        self.host = f"127.0.0.1:{self.port}"
        self.token = address.rsplit("=", 1)[1]
        self.cookie = None

    def ask(self, path, body=None, method=None, headers=None, raw=None):
        """One request; the cookie and the right Host go along unless others are given."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONGEST)
        given = {"Host": self.host, **({"Cookie": self.cookie} if self.cookie else {}), **(headers or {})}
        payload = raw if raw is not None else None if body is None else json.dumps(body).encode()
        if body is not None:
            given.setdefault("Content-Type", "application/json")
        method = method or ("GET" if payload is None else "POST")
        link.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in given.items():
            if value is not None:
                link.putheader(name, value)
        if payload is not None and not {"Transfer-Encoding", "Content-Length"} & set(given):
            link.putheader("Content-Length", str(len(payload)))
        link.endheaders()
        if payload is not None:
            link.send(payload)
        told = link.getresponse()
        answer = Answer(told.status, {k.lower(): v for k, v in told.getheaders()}, told.read().decode())
        link.close()
        return answer

    def enter(self):
        """Use the address once."""
        told = self.ask(f"/login?token={self.token}", headers={"Cookie": None})
        self.cookie = told.headers.get("set-cookie", "").split(";")[0]
        return told


def start(folder, *words):
    """Start a server in a folder; gives it when its address is printed."""
    environment = os.environ | {"MIDCOURSE_FRONTEND": "skip"}
    command = [sys.executable, "-m", "midcourse", "serve", "--json", *words]
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    line = process.stdout.readline()
    if not line:
        return process, process.communicate(timeout=LONGEST)[1]
    return Server(process, json.loads(line)["address"]), None


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """Working folder of the server, with the small scenario."""
    made = tmp_path_factory.mktemp("served")
    (made / "small.yaml").write_text(SMALL, encoding="utf-8")
    return made


@pytest.fixture(scope="session")
def serve():
    """Start another server: (Server, None), or (process, what it said) where it did not start."""
    return start


@pytest.fixture(scope="session")
def server(folder):
    """A server that shows the small scenario, and a browser that was let in."""
    made, told = start(folder, "small.yaml")
    assert told is None, told
    made.enter()
    yield made
    made.process.terminate()
    made.process.communicate(timeout=LONGEST)
