"""Take pictures of every view of the globe: `python tools/make_screens.py FOLDER [RUN]`, light, dark and at 360 px.

They are looked at, not compared: what is to be seen stands in docs/globe.md. The best go to docs/pictures by hand.
"""

import itertools
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

from browsing import visited  # noqa: E402

SIZES = {"wide": (1280, 800), "phone": (360, 740)}
MOMENT = 560  # s of the raid, when shots are under way


def settle(page, wait=900):
    """Let the page draw."""
    page.wait_for_selector('body[data-waiting="0"]')
    page.wait_for_timeout(wait)


def dialog(page, opener, wait):
    """Open a dialog and wait until it holds what it is for."""
    page.click(opener)
    page.wait_for_selector(wait)
    page.wait_for_timeout(600)


def close(page):
    """Leave a dialog."""
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)


def wide(page, take):
    """The views of a desktop."""
    page.evaluate("() => document.activeElement.blur()")
    take("globe")
    page.keyboard.press("m")
    settle(page)
    take("flat")
    page.keyboard.press("m")
    page.keyboard.press("c")
    page.focus('.pin[data-key="poland"]')
    for _ in range(6):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Enter")
    page.evaluate("() => document.activeElement.blur()")
    settle(page, 2500)
    take("compare")
    page.click("#v-split")
    settle(page)
    take("split")
    page.keyboard.press("Control+z")
    page.evaluate("() => document.activeElement.blur()")
    page.keyboard.press("c")
    settle(page)
    sheets(page, take)
    page.select_option("#altitude", label="300 km")
    page.focus('.pin[data-key="emr"]')
    settle(page)
    take("coverage")
    page.evaluate("() => document.activeElement.blur()")
    for _ in range(12):
        page.click("#z-out")
    settle(page)
    take("satellites")


def sheets(page, take):
    """What opens above the map or beside it: scenarios and runs, the editor, the studies."""
    dialog(page, "#pick", "#sheet .runs, #sheet table, #sheet ul")
    take("open")
    edit = page.query_selector("#sheet >> text=/^Edit/")
    if edit:
        edit.click()
        page.wait_for_selector("#problems:not(.stale) .good")
        page.wait_for_timeout(600)
        take("edit")
        entry = page.locator(".form .entry > summary").first
        entry.click()
        page.locator(".form .entry[open] .n[data-role=value]:visible").last.fill("some")
        page.wait_for_selector("#problems:not(.stale) li")
        page.wait_for_timeout(600)
        take("edit-fault")
        page.click("#edit-reset")
    close(page)
    dialog(page, "#studies", "#sheet ul")
    take("studies")
    page.click('[data-study="ten-interceptors"]')
    page.wait_for_selector("#flips button")
    page.locator('#flips button[title="Ask the study again there"]').first.click()
    page.wait_for_selector("#turned b")
    settle(page)
    take("study-turned")
    close(page)


def phone(page, take):
    """The tabs of a narrow page."""
    for tab in ("answer", "events", "layers", "assume"):
        page.click(f'.tabs [data-tab="{tab}"]')
        page.wait_for_timeout(500)
        take(tab)
    dialog(page, "#pick", "#edit")
    page.click("#edit")
    page.wait_for_selector("#problems:not(.stale) .good")
    for tab in ("form", "text"):
        page.click(f"#tab-{tab}")
        page.wait_for_timeout(600)
        take(f"edit-{tab}")
    close(page)


def look(page_of, name, theme, folder):
    """All views of one size and theme, on one page."""
    page = page_of(SIZES[name], f"&theme={theme}&t={MOMENT}")

    def take(view):
        page.screenshot(path=folder / f"{view}-{name}-{theme}.png")
        print(f"{view}-{name}-{theme}.png", flush=True)

    {"wide": wide, "phone": phone}[name](page, take)
    page.close()


def main():
    """One server, one page a size and theme."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with visited(folder, sys.argv[2] if len(sys.argv) > 2 else "european-site-2008") as page_of:
        for name, theme in itertools.product(SIZES, ("light", "dark")):
            look(page_of, name, theme, folder)


if __name__ == "__main__":
    main()
