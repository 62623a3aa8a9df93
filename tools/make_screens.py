"""Take pictures of every view of the globe: `python tools/make_screens.py FOLDER [RUN [SIZE-THEME ...]]`.

Light, dark and at 360 px (wide-light, wide-dark, phone-light, phone-dark); with `:NAME` after it only the views of
that part: `wide-dark:states`, of `views`, `pole`, `states`, `alone` and `crowd`. Flights over the pole where
FOLDER/runs has some, a large raid where it has a run of the name `thousand`.

They are looked at, not compared: what is to be seen stands in docs/globe.md. The best go to docs/pictures by hand.
"""

import itertools
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "benchmarks"))

import screen_states as states  # noqa: E402
from browsing import visited  # noqa: E402

SIZES = {"wide": (1280, 800), "phone": (360, 740)}
MOMENT = 560  # s of the raid, when shots are under way


POLE, OCEAN = "0,90,11000", "180,48,11000"  # longitude, latitude, distance in km
WHOLE, NEAR_SATELLITE = "15,25,45000", "-20,25,12000"
OVER_POLE = "national-shield-2001"
"""Built-in scenario with flights and radars over the pole and the date line; flights where the folder has a run."""


def settle(page, wait=900):
    """Let the page draw what it was asked for, and its tiles."""
    page.wait_for_timeout(300)
    page.wait_for_selector('body[data-waiting="0"]')
    page.wait_for_timeout(wait)


def look_at(page, place):
    """Turn the map to a place."""
    page.evaluate(f"() => window.look({place})")
    settle(page, 2500)


def focus(page, key):
    """Give a pin the focus."""
    page.focus(f'.pin[data-key="{key}"]')
    settle(page)


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
    page.wait_for_selector("#answer table.cmp")
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
    look_at(page, WHOLE)
    take("whole")
    for _ in range(4):
        page.click("#z-out")
    settle(page, 2500)
    take("satellites")
    look_at(page, NEAR_SATELLITE)
    focus(page, "dsp-10e")
    take("satellite-near")


def over_pole(page, take):
    """Flights, areas, sectors and their handles over the pole and over the date line."""
    for name, place in (("pole", POLE), ("pacific", OCEAN)):
        look_at(page, place)
        take(name)
        page.keyboard.press("m")
        settle(page)
        take(f"{name}-flat")
        page.keyboard.press("m")
        settle(page)
    look_at(page, "-60,70,9000")
    focus(page, "thule")
    take("handles")
    for _ in range(4):
        page.keyboard.press(".")
    page.keyboard.press("Shift+Comma")
    page.keyboard.press("Enter")
    settle(page, 2500)
    take("turned")


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
    page.click("#z-flat")
    settle(page)
    take("flat")
    page.click("#z-flat")


def phone_over_pole(page, take):
    """The pole, the ocean and a radar's handles on a narrow page."""
    for name, place in (("pole", POLE), ("pacific", OCEAN)):
        look_at(page, place)
        take(name)
    look_at(page, "-60,80,7000")
    focus(page, "thule")
    take("handles")


def states_around(page, take):
    """States that leave the page whole, one after the other."""
    for state in states.AROUND:
        state(page, take)


AT, OVER = f"&t={MOMENT}", f"&scenario={OVER_POLE}&t=1000"
PARTS = {  # name of a part: (what is done in a page of this size, query)
    "wide": {"views": (wide, AT), "pole": (over_pole, OVER)},
    "phone": {"views": (phone, AT), "pole": (phone_over_pole, OVER)},
}
for _parts in PARTS.values():
    _parts["states"] = (states_around, AT)
    _parts["crowd"] = (states.crowded, f"&run={states.BUSY}&t={MOMENT}")
    _parts |= {f"alone-{state.__name__}": (state, AT) for state in states.ALONE}


def look(page_of, name, theme, folder, part=""):
    """All views of one size and theme, or those of a part."""

    def take(view):
        page.screenshot(path=folder / f"{view}-{name}-{theme}.png")
        print(f"{view}-{name}-{theme}.png", flush=True)

    for key, (views, query) in PARTS[name].items():
        if not key.startswith(part) or (key == "crowd" and not (folder / "runs" / states.BUSY).exists()):
            continue
        page = page_of(SIZES[name], f"&probe=1&theme={theme}{query}")
        views(page, take)
        page.close()


def main():
    """One server, one page a size and theme."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with visited(folder, sys.argv[2] if len(sys.argv) > 2 else "european-site-2008") as page_of:
        wanted = sys.argv[3:] or [f"{name}-{theme}" for name, theme in itertools.product(SIZES, ("light", "dark"))]
        for one in wanted:
            asked, _, part = one.partition(":")
            name, theme = asked.split("-")
            look(page_of, name, theme, folder, part)


if __name__ == "__main__":
    main()
