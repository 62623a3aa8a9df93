"""What does each door of the page cost, the first time and then? Processor seconds of server, worker and jobs together.

A served scenario as the page asks it: opened, its area at half a degree, coverage, comparison, a run, one of its raids
played, a study. Kernels are compiled beforehand. The person looks for a while before the first raid and the first
study; what the server does in that while is told as a row of its own. Wall time stands beside it.

`python benchmarks/page.py [--write]`
"""

import datetime
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests" / "web"))

from browsing import held, worked  # noqa: E402
from conftest import start  # noqa: E402

SCENARIO, READING = "european-site-2008", "mda+mean-170kw"
LOOKING = 20.0
"""s, for which the person looks at the first picture."""


def finish(server, told):
    """Hear a job to its end."""
    text = server.ask(f"/api/jobs/{told['job']}/events").text
    assert "event: done" in text, text[-500:]


def doors(server, folder):
    """Name -> what is asked, in the order of a person."""
    path, asked = f"/api/scenarios/{SCENARIO}", {"reading": READING}
    side = {"scenario": SCENARIO, "reading": READING}
    raid = f"/api/runs/{{run}}/play?reading={READING.replace('+', '%2B')}"

    def picture():
        server.ask(path, asked)
        server.ask(f"{path}/ground?resolution_deg=0.5&reading={READING.replace('+', '%2B')}")
        server.ask(f"{path}/places", asked)
        assert server.ask(f"{path}/footprint", asked | {"resolution_deg": 0.5}).status == 200

    def study():
        finish(server, server.ask("/api/jobs/study/arms-race", method="POST").json)

    def run():
        finish(server, server.ask("/api/jobs/run", {"scenario": SCENARIO, "replicates": 100}).json)

    def play():
        name = max((folder / "runs").iterdir()).name
        assert server.ask(raid.format(run=name)).status == 200

    yield "open the scenario, area at 0.5 degree", picture
    yield "the person looks", lambda: time.sleep(LOOKING)
    yield "coverage", lambda: server.ask(f"{path}/coverage", asked | {"altitude_km": 300.0})
    yield (
        "compare with a longer decision",
        lambda: server.ask("/api/compare", {"a": side, "b": side | {"changes": ["command.decide_s=90"]}}),
    )
    yield "study arms-race", study
    yield "the person looks again", lambda: time.sleep(LOOKING)
    yield "run 100 raids", run
    yield "play a raid", play


def timed(pid, act):
    before, begin = worked(pid), time.perf_counter()
    act()
    return worked(pid) - before, time.perf_counter() - begin


def main():
    """Ask every door twice and print a table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        server, told = start(folder, SCENARIO)
        assert told is None, told
        server.enter()
        rows = {}
        for _ in range(2):
            for door, act in doors(server, folder):
                rows.setdefault(door, []).append(timed(server.process.pid, act))
        memory = held(server.process.pid)
        server.process.terminate()
        server.process.communicate()
    load = os.getloadavg()[0]
    lines = [
        "# What the doors of the page cost",
        "",
        f"{datetime.date.today()}, {platform.machine()}, {os.cpu_count()} cores, load {load:.1f} at the end, Python"
        f" {platform.python_version()}. Server and workers hold {memory:.0f} MiB.",
        "",
        "| door | first, CPU s | again, CPU s | first, s | again, s |",
        "|---|---|---|---|---|",
    ]
    for door, ((cpu, wall), (cpu_again, wall_again)) in rows.items():
        lines.append(f"| {door} | {cpu:.2f} | {cpu_again:.2f} | {wall:.2f} | {wall_again:.2f} |")
    text = "\n".join(lines) + "\n"
    if "--write" in sys.argv:
        (HERE / "results" / "page.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
