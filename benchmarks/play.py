"""How smoothly does a raid of 300 play? A real run on the page in Chromium without a graphics card, in low graphics.

`python benchmarks/play.py [--write] [RUN]`. Without a run one is made: `midcourse new`, 200 and 100 missiles half a
second apart, 60 interceptors, then `midcourse run`, which takes minutes. Frames are those the page itself counts;
the time of a core is that of all processes of the browser.
"""

import datetime
import itertools
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from browsing import browser, visited, worked

ROOT = Path(__file__).resolve().parents[1]
NAME, READING = "raid-300", "mda+mean-170kw"
EDITS = (
    ("count: 3 ", "count: 200 "),
    ("count: 2 ", "count: 100 "),
    ("spacing_s: 30 ", "spacing_s: 0.5 "),
    ("ready: 10}", "ready: 60}"),
)
SIZES = ((640, 400), (1280, 720))
FROM, LONG, RATE = 120.0, 8.0, 60  # s of the raid at which it plays, s of wall time, times as fast as it was
VIEWS = (("globe", ""), ("flat map", "&view=flat"))


def make_run(folder):
    """A run of 300 missiles, begun from `midcourse new`."""
    command = [sys.executable, "-m", "midcourse"]
    file = folder / f"{NAME}.yaml"
    subprocess.run([*command, "new", file.name], cwd=folder, check=True, capture_output=True)
    text = file.read_text(encoding="utf-8")
    for old, new in EDITS:
        assert old in text, old
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    words = ["run", file.name, "--replicates", "50", "--reading", READING, "-o", NAME]
    subprocess.run([*command, *words], cwd=folder, check=True)
    return folder / NAME


def counted(page):
    """Frames so far, time of the raid, and when that was."""
    told = page.evaluate("() => [+document.body.dataset.frames, +document.body.dataset.time, performance.now() / 1000]")
    return tuple(told)


def play(page, picture):
    """Frames a second, share of the wanted speed, median of the time that ink took, ms, core time a frame, ms."""
    page.evaluate("() => document.activeElement.blur()")
    page.click("#t-play")
    page.wait_for_timeout(1500)
    frames, told, clock = counted(page)
    busy, paints = worked(os.getpid()), []
    until = time.monotonic() + LONG
    while time.monotonic() < until:
        page.wait_for_timeout(500)
        paints.append(float(page.evaluate("() => document.body.dataset.paint")))
    more, later, now = counted(page)
    core = (worked(os.getpid()) - busy) / (more - frames) * 1000.0
    if picture:
        page.screenshot(path=picture)
    page.click("#t-play")
    speed = (later - told) / (now - clock) / RATE
    return (more - frames) / (now - clock), speed, sorted(paints)[len(paints) // 2], core


def rows(run, folder, pictures):
    """One row a size and view."""
    with visited(folder, str(run)) as page_of:
        for size, (view, query) in itertools.product(SIZES, VIEWS):
            page = page_of(size, f"&t={FROM:.0f}{query}")
            page.wait_for_selector("#t-play")
            flights = len(page.query_selector_all("#t-follow option")) - 1
            picture = pictures / f"play-{size[0]}-{view.split()[0]}.png" if pictures else None
            yield size, view, flights, *play(page, picture)
            page.close()


def main():
    """Make the run where none is given, play it, print a table."""
    given = [word for word in sys.argv[1:] if not word.startswith("--")]
    pictures = Path(os.environ["MIDCOURSE_PICTURES"]) if "MIDCOURSE_PICTURES" in os.environ else None
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        run = Path(given[0]).resolve() if given else make_run(folder)
        found = list(rows(run, folder, pictures))
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    lines = [
        "# A raid of 300, played",
        "",
        f"{datetime.date.today()}, {platform.machine()}, {os.cpu_count()} cores, load {load:.1f} at the end, "
        f"{browser()} with software rendering, low graphics, {RATE} times the real speed, "
        f"{LONG:.0f} s from minute {FROM / 60:.0f} on, when all are in flight.",
        "",
        "| page | view | missiles | frames a second | of the wanted speed | ink, ms | core time a frame, ms |",
        "|---|---|---|---|---|---|---|",
        *(
            f"| {w}x{h} | {view} | {n} | {fps:.1f} | {share:.0%} | {ink:.1f} | {core:.0f} |"
            for (w, h), view, n, fps, share, ink, core in found
        ),
    ]
    text = "\n".join(lines)
    print(text)
    if "--write" in sys.argv:
        (ROOT / "benchmarks" / "results" / "play.md").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
