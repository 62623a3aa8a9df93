"""How long from a hand's move to the answer? A served scenario, 50 moves one after the other, as the page asks them.

Europe at half a degree, each move another place or value; wall time from the request to the last byte of its answer,
and processor time of server and worker together. Usage: python benchmarks/hand.py [READING...]
"""

import json
import os
import platform
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "web"))

from conftest import start  # noqa: E402

SCENARIO, READINGS = "european-site-2008", ("mda+mean-170kw", "mda+mean-42kw")
BOX = {"west": -12.0, "south": 34.0, "east": 45.0, "north": 72.0}
MOVES = 50
SETTLE = 20.0
"""s, that the hand rests after the page was opened, as a reader does who looks before he touches."""


def poland(k):
    return {"moves": [{"key": "poland", "latitude_deg": 47.0 + 0.16 * k, "longitude_deg": 12.0 + 0.2 * k}]}


def radar(k):
    place = {"latitude_deg": 46.0 + 0.15 * k, "longitude_deg": 10.0 + 0.2 * k}
    return {"moves": [{"key": "emr", "boresight_deg": 110.0, **place}]}


def turn(k):
    return {"moves": [{"key": "emr", "latitude_deg": 49.7, "longitude_deg": 13.9, "boresight_deg": (4.0 * k) % 360.0}]}


def times(k):
    return {"changes": [f"command.decide_s={60 + 5 * k}"]}


def speed(k):
    return {"changes": [f"batteries.poland.burnout_speed_km_s={6.3 - 0.5 + 0.02 * k:.2f}"]}


def cross_section(k):
    size = 0.001 * 1.1**k
    return {"changes": [f"threats.{key}.rcs_x_m2={size:.6f}" for key in ("intermediate", "intercontinental")]}


HANDS = {
    "battery dragged": poland,
    "radar dragged": radar,
    "radar turned": turn,
    "time slid": times,
    "speed slid": speed,
    "cross-section slid": cross_section,
}


def used(pid):
    """Processor time of a process and its children, s."""
    total, children = 0.0, {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append((int(file.parent.name), int(fields[11]) + int(fields[12])))
        if int(file.parent.name) == pid:
            total += int(fields[11]) + int(fields[12])
    left = [pid]
    while left:
        for child, ticks in children.get(left.pop(), ()):
            total += ticks
            left.append(child)
    return total / os.sysconf("SC_CLK_TCK")


def measure(server, reading):
    """Rows of wall and processor time, s, of each hand."""
    path = f"/api/scenarios/{SCENARIO}"
    server.ask(path, {"reading": reading})
    server.ask(f"{path}/places", {"reading": reading})
    server.ask(f"{path}/footprint", {"reading": reading, "resolution_deg": 0.5})
    for name, hand in HANDS.items():
        asked = {
            "reading": reading,
            "resolution_deg": 0.5,
            "quick": True,
            "box": BOX,
            "session": re.sub("[^a-z0-9]", "-", f"{reading} {name}"),
        }
        server.ask(f"{path}/footprint", asked)
        time.sleep(SETTLE if hand is poland else 1.0)
        wall, cpu = [], used(server.process.pid)
        for k in range(MOVES):
            begun = time.perf_counter()
            told = server.ask(f"{path}/footprint", asked | hand(k) | {"number": k + 1})
            wall.append(time.perf_counter() - begun)
            if told.status != 200:
                raise SystemExit(told.text)
        rows = len(json.loads(told.text)["at"])
        yield name, rows, wall, (used(server.process.pid) - cpu) / MOVES


def main(readings):
    with tempfile.TemporaryDirectory() as folder:
        server, said = start(folder, SCENARIO)
        if said is not None:
            raise SystemExit(said)
        server.enter()
        print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {MOVES} moves each")
        print(
            "| reading | hand | rows asked | median, ms | worst, ms | processor time, ms |\n|---|---|---|---|---|---|"
        )
        try:
            for reading in readings:
                for name, rows, wall, cpu in measure(server, reading):
                    median, worst = 1e3 * statistics.median(wall), 1e3 * max(wall)
                    print(f"| {reading} | {name} | {rows} | {median:.0f} | {worst:.0f} | {1e3 * cpu:.0f} |", flush=True)
        finally:
            server.process.terminate()
            server.process.wait()


if __name__ == "__main__":
    main(sys.argv[1:] or READINGS)
