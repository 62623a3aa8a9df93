"""How smoothly does a raid of 300 play? A real run on the page in Chromium without a graphics card, in low graphics.

`python benchmarks/play.py [--write] [RUN]`. Without a run one is made: `midcourse new`, 200 and 100 missiles half a
second apart, 60 interceptors, then `midcourse run`, which takes minutes. Frames are those the page itself counts;
the time of a core is that of all processes of the browser.
"""

import datetime
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "web"))

from conftest import FLAGS, PATIENCE, READY, browser_file, start  # noqa: E402

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


def worked(process):
    """Seconds of processor time of a process and all that it started; what has ended counts too."""
    tick, times, parents = os.sysconf("SC_CLK_TCK"), {}, {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = file.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        one = int(file.parent.name)
        parents[one], times[one] = int(words[1]), sum(map(int, words[11:15])) / tick
    found = {process}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return sum(times.get(one, 0.0) for one in found)


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
    from playwright.sync_api import sync_playwright

    server, said = start(folder, str(run))
    if said is not None:
        raise SystemExit(said)
    try:
        with sync_playwright() as driver:
            chromium = driver.chromium.launch(executable_path=browser_file(), args=FLAGS)
            context = chromium.new_context()
            first = context.new_page()
            first.goto(server.address, wait_until="commit")
            first.close()
            for size in SIZES:
                for view, query in VIEWS:
                    page = context.new_page()
                    page.set_default_timeout(PATIENCE)
                    page.set_viewport_size({"width": size[0], "height": size[1]})
                    page.goto(f"http://{server.host}/?lite=1&t={FROM:.0f}{query}")
                    page.wait_for_selector(READY)
                    page.wait_for_selector("#t-play")
                    flights = len(page.query_selector_all("#t-follow option")) - 1
                    picture = pictures / f"play-{size[0]}-{view.split()[0]}.png" if pictures else None
                    yield size, view, flights, *play(page, picture)
                    page.close()
            chromium.close()
    finally:
        server.process.terminate()
        server.process.communicate()


def main():
    """Make the run where none is given, play it, print a table."""
    given = [word for word in sys.argv[1:] if not word.startswith("--")]
    pictures = Path(os.environ["MIDCOURSE_PICTURES"]) if "MIDCOURSE_PICTURES" in os.environ else None
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        run = Path(given[0]).resolve() if given else make_run(folder)
        found = list(rows(run, folder, pictures))
    version = subprocess.run([browser_file(), "--version"], capture_output=True, text=True, check=False).stdout
    chromium = re.search(r"\d+", version)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    lines = [
        "# A raid of 300, played",
        "",
        f"{datetime.date.today()}, {platform.machine()}, {os.cpu_count()} cores, load {load:.1f} at the end, Chromium "
        f"{chromium.group() if chromium else ''} with software rendering, low graphics, {RATE} times the real speed, "
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
