"""How long a person waits: `midcourse fly` and `midcourse demo`, compiling and warm, and what memory they take.

`python benchmarks/doors.py [--write]`. Wall-clock seconds of whole processes; run it on a quiet machine.
"""

import datetime
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
COMMAND = [sys.executable, "-m", "midcourse"]
FLY = ["fly", "--missile", "notional-irbm-4000", "--from", "38.08,46.29", "--to", "49.64,13.76"]
WARM_CALLS = 5


def seconds(words, cache, folder):
    """Wall-clock time of one process, s."""
    place = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "NUMBA_CACHE_DIR")}
    place["MIDCOURSE_CACHE_DIR"] = cache
    begin = time.perf_counter()
    subprocess.run([*COMMAND, *words], env=place, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - begin


def main():
    """Time the doors and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        cache = str(Path(folder) / "kernels")
        rows = [("`midcourse --help`", min(seconds(["--help"], cache, folder) for _ in range(WARM_CALLS)))]
        rows.append(("`midcourse fly`, compiling", seconds(FLY, cache, folder)))
        rows.append(("`midcourse fly`, warm", min(seconds(FLY, cache, folder) for _ in range(WARM_CALLS))))
        rows.append(("`midcourse demo`, compiling what `fly` did not", seconds(["demo"], cache, folder)))
        rows.append(("`midcourse demo`, warm", min(seconds(["demo"], cache, folder) for _ in range(2))))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    lines = [
        "# How long a person waits",
        "",
        f"{datetime.date.today()}, {platform.machine()}, {os.cpu_count()} cores, load {load:.1f} at the end, "
        f"Python {platform.python_version()}. Greatest memory of a process {peak:,.0f} MiB.",
        "",
        "| command | s |",
        "|---|---|",
        *(f"| {name} | {took:.2f} |" for name, took in rows),
    ]
    text = "\n".join(lines)
    print(text)
    if "--write" in sys.argv:
        (HERE / "results" / "doors.md").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
