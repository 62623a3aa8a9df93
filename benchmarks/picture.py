"""How long from a hand's move to the picture of it? Sites and sliders moved in Chromium without a graphics card.

`python benchmarks/picture.py [--write] [SCENARIO [READING]]`. Europe at half a degree, low graphics, mouse moves every
PACE s without waiting for answers, as a hand makes them. The page itself measures, from the time stamp of each mouse
or input event to the start of the frame after the one in which the footprint of that move, or of a later one, was
drawn (frontend/src/waits.ts). Chromium draws "by itself" as it does on a machine without a graphics card, and
"forced" as the tests start it: with all of its drawing done by a software graphics card. Core time is that of all
processes of browser and server. "After rests": the hand stops for REST s, so that the full answer is under way, and
moves again.
"""

import datetime
import os
import platform
import statistics
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from browsing import browser, visited, worked

ROOT = Path(__file__).resolve().parents[1]
SCENARIO, READING = "european-site-2008", "mda+mean-170kw"
SIZES = {"by itself": ((1280, 720), (640, 400)), "forced": ((1280, 720),)}
"""How Chromium draws (browsing.FORCED), and the sizes of the page that are tried with it."""

STEPS, PACE, RESTS, REST = 60, 0.03, 8, 0.7
SETTLE = 15.0
"""s, that the hand rests after the page was opened, as a reader does who looks before he touches."""

READ = """() => {
  const all = performance.getEntriesByName('hand to picture');
  const found = all.map((one) => [one.duration, one.startTime + one.duration]);
  performance.clearMeasures('hand to picture');
  return found;
}"""
CENTRE = (
    "(node) => { const box = node.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }"
)


def settled(page):
    """Wait until nothing is under way."""
    page.wait_for_timeout(500)
    page.wait_for_selector('body[data-waiting="0"]')
    page.wait_for_timeout(1000)


def held(page, at, path, rests=False):
    """Waits, ms, and core time a picture, ms, of a hand that presses at a point and follows a path of points."""
    page.evaluate(READ)
    busy = worked(os.getpid())
    page.mouse.move(*at)
    page.mouse.down()
    for k, (x, y) in enumerate(path):
        page.mouse.move(x, y)
        page.wait_for_timeout(1000 * (REST if rests and k % (len(path) // RESTS) == 0 else PACE))
    page.wait_for_timeout(300)
    found = page.evaluate(READ)
    core = 1000.0 * (worked(os.getpid()) - busy) / max(1, len({end for _, end in found}))
    page.wait_for_timeout(2000)
    found += page.evaluate(READ)
    page.mouse.up()
    settled(page)
    page.keyboard.press("Control+z")
    settled(page)
    page.evaluate("() => document.activeElement.blur()")
    return [wait for wait, _ in found], core


def marked(page, selector, rests=False):
    """A pin or a handle, led round its place."""
    x, y = page.eval_on_selector(selector, CENTRE)
    wide = page.eval_on_selector("#ink", "(node) => node.clientHeight") / 8
    to = [(x - wide * k / STEPS, y + wide * k / STEPS) for k in range(1, STEPS + 1)]
    return held(page, (x, y), to, rests)


def slid(page, name):
    """A slider, led along its track and back."""
    selector = f'[id="{name}"]'
    page.eval_on_selector(selector, "(node) => node.scrollIntoView({block: 'center'})")
    told = "(n) => { const b = n.getBoundingClientRect(); return [b.x + 7, b.y + b.height / 2, b.width - 14]; }"
    share = "(n) => (n.value - n.min) / (n.max - n.min)"
    left, y, width = page.eval_on_selector(selector, told)
    at = page.eval_on_selector(selector, share)
    end = 0.95 if at < 0.5 else 0.05
    to = [(left + width * (at + (end - at) * k / STEPS), y) for k in range(1, STEPS + 1)]
    return held(page, (left + width * at, y), to)


def hands(page, narrow):
    """Each hand by its name, and its waits."""

    def tab(name):
        if narrow:
            page.click(f'.tabs [data-tab="{name}"]')
            page.wait_for_timeout(300)

    yield "battery dragged", marked(page, '.pin[data-key="poland"]')
    yield "radar dragged", marked(page, '.pin[data-key="emr"]')
    if page.query_selector('.handle[data-turns="emr"]:not([hidden])'):
        yield "radar turned", marked(page, '.handle[data-turns="emr"]')
    yield "battery after rests", marked(page, '.pin[data-key="poland"]', rests=True)
    tab("assume")
    for name in page.eval_on_selector_all("#assume input[type=range]", "(all) => all.map((one) => one.id)"):
        yield name.removeprefix("a-"), slid(page, name)


def rows(scenario, reading, folder):
    """One row a way of drawing, size and hand."""
    for way, sizes in SIZES.items():
        (folder / way).mkdir()
        with visited(folder / way, scenario, way == "forced") as page_of:
            for size in sizes:
                page = page_of(size, f"&scenario={scenario}&reading={quote(reading)}")
                page.wait_for_timeout(1000 * SETTLE)
                for name, (waits, core) in hands(page, size[0] < 720):
                    yield way, size, name, waits, core
                page.close()


def main():
    """Move everything, print a table."""
    given = [word for word in sys.argv[1:] if not word.startswith("--")]
    scenario, reading = (given + [SCENARIO, READING][len(given) :])[:2]
    lines = [
        "| drawing | page | hand | moves | median, ms | 90 %, ms | worst, ms | core time a picture, ms |",
        "|---|---|---|---|---|---|---|---|",
    ]
    print(*lines, sep="\n")
    with tempfile.TemporaryDirectory() as place:
        for way, (width, height), name, waits, core in rows(scenario, reading, Path(place)):
            found = sorted(waits) or [float("nan")]
            ninth = found[min(len(found) - 1, int(0.9 * len(found)))]
            figures = f"{statistics.median(found):.0f} | {ninth:.0f} | {found[-1]:.0f} | {core:.0f}"
            lines.append(f"| {way} | {width}x{height} | {name} | {len(waits)} | {figures} |")
            print(lines[-1], flush=True)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    head = [
        "# From hand to picture",
        "",
        f"{datetime.date.today()}, {platform.machine()}, {os.cpu_count()} cores, load {load:.1f} at the end, "
        f"{browser()} with software rendering, low graphics, {scenario} at half a degree, "
        f"reading {reading}. From the event of the mouse to the frame after the one in which its footprint was drawn. "
        'Drawing "by itself": Chromium as it draws on a machine without a graphics card; "forced": all of its drawing '
        "by a software graphics card, as the tests start it.",
        "",
    ]
    print("\n".join(head))
    if "--write" in sys.argv:
        text = "\n".join(head + lines) + "\n"
        (ROOT / "benchmarks" / "results" / "picture.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
