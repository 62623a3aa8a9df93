"""A server in a process of its own, a browser's side of HTTP that hides nothing, and a browser that looks at it."""

import http.client
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

LONGEST = 120.0
"""s, for an answer while the engine is compiled on a loaded machine."""

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
READY = 'body[data-ready="1"]'
PATIENCE = 300_000  # ms: the page draws with the processor, and the engine may have to be compiled

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
  - {key: dsp-10e, satellite: dsp, longitude_deg: 10, owner: US, host: US}
  - {key: oko, satellite: us-k, longitude_deg: 40, owner: RU, host: RU, present: true}
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


def start(folder, *words, **variables):
    """Start a server in a folder, with environment variables; gives it when its address is printed."""
    environment = os.environ | {"MIDCOURSE_FRONTEND": "skip"} | variables
    command = [sys.executable, "-m", "midcourse", "serve", "--json", *words]
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    line = process.stdout.readline()
    if not line:
        return process, process.communicate(timeout=LONGEST)[1]
    return Server(process, json.loads(line)["address"]), None


@pytest.fixture(scope="session")
def small():
    """Text of the small scenario."""
    return SMALL


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


def browser_file():
    """Chromium or Chrome of this machine, or None."""
    named = os.environ.get("MIDCOURSE_CHROMIUM")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="module")
def built():
    """The page, built where it is not; skips with the reason where it cannot be."""
    environment = {key: value for key, value in os.environ.items() if key != "MIDCOURSE_FRONTEND"}
    command = [sys.executable, ROOT / "tools" / "build_page.py"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"the page cannot be built here: {done.stderr.strip()}")


@pytest.fixture(scope="module")
def chromium(built):
    """A headless browser with a fresh profile."""
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    file = browser_file()
    if file is None:
        pytest.skip("no Chromium or Chrome found; set MIDCOURSE_CHROMIUM or apt-get install chromium")
    with sync.sync_playwright() as play:
        made = play.chromium.launch(executable_path=file, args=FLAGS)
        yield made
        made.close()


@pytest.fixture(scope="module")
def visit(chromium, folder, serve):
    """Open pages of one server: visit(query, size) -> page; what the browser complained of lies in `.told`."""
    server, said = serve(folder, "small.yaml")
    assert said is None, said
    context = chromium.new_context(viewport={"width": 1280, "height": 720})
    first = context.new_page()
    first.goto(server.address, wait_until="commit")
    first.close()

    def open_page(query="", size=(1280, 720), scenario="small"):
        page = context.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.set_default_timeout(PATIENCE)
        page.told = []
        page.on("pageerror", lambda error: page.told.append(f"error: {error}"))
        page.on("console", lambda m: page.told.append(m.text) if m.type == "error" else None)
        page.on("request", lambda r: page.told.append(f"off the machine: {r.url}") if is_off(r.url) else None)
        page.on("response", lambda r: page.told.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
        page.goto(f"http://{server.host}/?scenario={scenario}&reading=mda{query}")
        page.wait_for_selector(READY, timeout=PATIENCE)
        return page

    kept = context.cookies()[0]
    server.cookie = f"{kept['name']}={kept['value']}"
    open_page.server = server

    def is_off(url):
        return not url.startswith((f"http://{server.host}/", "data:", "blob:"))

    yield open_page
    context.close()
    server.process.terminate()
    server.process.communicate()
