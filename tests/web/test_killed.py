"""A server that is killed during a run leaves no process and no half run, and the run is made again to the bit."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from midcourse import results

from .conftest import SMALL
from .test_runs import SOONEST, listen

REPLICATES, ENDLESS = 300, 10_000_000  # raids of the run that is compared, and of the one that is killed
GONE = 40.0  # s, after which no process of a killed server is left: 10 s to tidy up, and a loaded machine


def children(process):
    """Processes that a process has started, and theirs."""
    found, parents = [process], {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, parent = int(file.parent.name), int(file.read_text().rsplit(")", 1)[1].split()[1])
        except OSError:
            continue  # it has ended meanwhile
        parents[name] = parent
    while more := [one for one, parent in parents.items() if parent in found and one not in found]:
        found += more
    return found[1:]


def is_there(process):
    """Whether a process runs; one that has ended and is not waited for does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_for_raids(server, job):
    """Return when the job draws raids."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=SOONEST)) as link:
        link.request("GET", f"/api/jobs/{job}/events", headers={"Host": server.host, "Cookie": server.cookie})
        with link.getresponse() as told:
            for line in told:
                if b'"raid"' in line:
                    return
    raise AssertionError("the run ended before it drew raids")


def digests(folder):
    """What the tables of a run hold, by their sums."""
    run = results.read(folder)
    assert run.verify()
    return {name: entry["sha256"] for name, entry in run.manifest["tables"].items()}


def free_port():
    """A port that no server of another test asks for: these take the first free one from 8642 on."""
    with closing(socket.socket()) as one:
        one.bind(("127.0.0.1", 0))
        return str(one.getsockname()[1])


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are listed from /proc")
def test_a_killed_server_leaves_nothing_and_its_run_is_made_again(tmp_path, serve):
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    asked = {"scenario": "small", "replicates": REPLICATES, "seed": 7}
    port = free_port()
    server, said = serve(tmp_path, "small.yaml", "--port", port)
    assert said is None, said
    server.enter()
    job = server.ask("/api/jobs/run", asked | {"replicates": ENDLESS}).json["job"]
    wait_for_raids(server, job)
    started = children(server.process.pid)
    assert started
    os.kill(server.process.pid, signal.SIGKILL)
    server.process.communicate(timeout=GONE)
    until = time.monotonic() + GONE
    while any(map(is_there, started)) and time.monotonic() < until:
        time.sleep(0.2)
    assert not [one for one in started if is_there(one)]
    runs = tmp_path / "runs"
    assert not list(runs.iterdir() if runs.exists() else ())

    again, said = serve(tmp_path, "small.yaml", "--port", port)  # free at once
    assert said is None, said
    again.enter()
    try:
        heard = listen(again, again.ask("/api/jobs/run", asked).json["job"])
        assert heard[-1][1] == "done", heard[-1]
    finally:
        again.process.terminate()
        again.process.communicate(timeout=GONE)
    words = ["run", "small.yaml", "--replicates", str(REPLICATES), "--seed", "7", "-o", "shell"]
    done = subprocess.run(
        [sys.executable, "-m", "midcourse", *words], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert digests(tmp_path / "shell") == digests(runs / heard[-1][2]["run"])
