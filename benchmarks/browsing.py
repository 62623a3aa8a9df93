"""A served scenario in Chromium without a graphics card, and the processor time of all that takes part in it."""

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "web"))

from conftest import FLAGS, PATIENCE, READY, browser_file, start  # noqa: E402

FORCED = ("--use-gl=angle", "--use-angle=swiftshader")
"""Flags of the tests that let a software graphics card draw all of the browser, and not only the globe."""


@contextmanager
def visited(folder, shown, forced=True):
    """Function from (size, query) to a page that is ready, of a server that shows a scenario or a run.

    Parameters
    ----------
    folder : pathlib.Path
        Working folder of the server.
    shown : str
        Name of the scenario, or path of the run.
    forced : bool
        Chromium as the tests start it; else as it draws by itself on a machine without a graphics card: its own
        drawing on the processor, and the globe alone by a software graphics card.
    """
    from playwright.sync_api import sync_playwright

    subprocess.run([sys.executable, ROOT / "tools" / "build_page.py"], check=True)
    server, said = start(folder, shown)
    if said is not None:
        raise SystemExit(said)
    try:
        with sync_playwright() as driver:
            chromium = driver.chromium.launch(
                executable_path=browser_file(), args=[flag for flag in FLAGS if forced or flag not in FORCED]
            )
            context = chromium.new_context()
            first = context.new_page()
            first.goto(server.address, wait_until="commit")
            first.close()

            def page_of(size, query):
                page = context.new_page()
                page.set_default_timeout(PATIENCE)
                page.set_viewport_size({"width": size[0], "height": size[1]})
                page.goto(f"http://{server.host}/?lite=1{query}")
                page.wait_for_selector(READY)
                return page

            yield page_of
            chromium.close()
    finally:
        server.process.terminate()
        server.process.communicate()


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
    return sum(times.get(one, 0.0) for one in _under(process, parents))


def held(process):
    """MiB that a process and all that it started hold, shared pages counted once."""
    parents = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        parents[int(file.parent.name)] = int(file.read_text().rsplit(")", 1)[1].split()[1])
    rows = [Path(f"/proc/{one}/smaps_rollup").read_text().splitlines() for one in _under(process, parents)]
    return sum(int(line.split()[1]) for lines in rows for line in lines if line.startswith("Pss:")) / 1024


def _under(process, parents):
    found = {process}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def browser():
    """Name and number of the browser."""
    told = subprocess.run([browser_file(), "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"\d+", told)
    return f"Chromium {number.group() if number else ''}".rstrip()
