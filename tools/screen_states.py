"""States of the globe that are not met by looking round: what is asked, refused, lost, slow, full or missing.

Each is put before the page as it happens: the page's own questions are held back, refused or cut off.
"""

import json

BUSY = "thousand"  # name of a run of a large raid in the folder's runs, where there is one
MOVE_BATTERY = "() => document.querySelector('.pin.battery').focus()"
NO_WEBGL = """() => { const get = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return /webgl/.test(kind) ? null : get.call(this, kind, ...more); }; }"""
REFUSED = {"error": {"kind": "wrong", "what": "a number between 0 and 3600 is needed", "where": "command.track_s"}}


def blur(page):
    """Take the focus from where it is."""
    page.evaluate("() => document.activeElement.blur()")


def pause(page, wait=900):
    """Until what was asked for is drawn."""
    page.wait_for_timeout(wait)


def moved(page):
    """Move a battery by three degrees and let it lie."""
    page.evaluate(MOVE_BATTERY)
    for _ in range(3):
        page.keyboard.press("Shift+ArrowDown")


def raid(page, take):
    """A raid from near by, with its track errors, while it plays and while one flight is followed."""
    page.evaluate("() => window.look(24, 47, 2600)")
    pause(page, 2500)
    take("raid-near")
    page.keyboard.press("h")
    pause(page, 1500)


def hand(page, take):
    """A battery under the hand: before and now, and what is gained and lost."""
    moved(page)
    page.wait_for_selector('body[data-waiting="0"]')
    pause(page)
    take("drag")
    page.keyboard.press("Enter")
    page.wait_for_selector('body[data-waiting="0"]')
    blur(page)


def compared(page, take):
    """What differs in the stated values, under the difference of two answers."""
    page.keyboard.press("c")
    page.wait_for_selector("#answer table.cmp")
    moved(page)
    page.keyboard.press("Enter")
    page.wait_for_selector('body[data-waiting="0"]')
    page.locator("#inputs summary").click()
    page.locator("#inputs").scroll_into_view_if_needed()
    blur(page)
    pause(page)
    take("inputs")
    page.keyboard.press("c")
    pause(page)


def saving(page, take):
    """The dialog in which a moved state is saved."""
    moved(page)
    page.keyboard.press("Enter")
    page.wait_for_selector('body[data-waiting="0"]')
    page.evaluate("() => document.getElementById('save-state').click()")
    pause(page)
    take("save")
    page.fill("#state-name", "Not a name")
    page.click("#state-save")
    pause(page, 300)
    take("save-refused")
    page.keyboard.press("Escape")


def helped(page, take):
    """The list of keys."""
    blur(page)
    page.keyboard.press("?")
    pause(page, 300)
    take("keys")
    page.keyboard.press("Escape")


def running(page, take):
    """A run under way, then the runs that can be opened."""
    page.click("#pick")
    page.wait_for_selector("#run-now")
    page.click("#run-now")
    page.wait_for_selector(".job")
    pause(page, 2500)
    take("running")
    page.locator(".job button").click()
    pause(page, 1500)
    take("stopped")
    page.keyboard.press("Escape")


def refused(page, take):
    """A question that is refused: the last good map stays, and the words of the refusal are shown."""
    page.route(
        "**/footprint*",
        lambda route: route.fulfill(status=422, content_type="application/json", body=json.dumps(REFUSED)),
    )
    moved(page)
    page.keyboard.press("Enter")
    pause(page, 2500)
    blur(page)
    take("refused")
    page.unroute("**/footprint*")


def lost(page, take):
    """The server is gone."""
    page.route("**/api/**", lambda route: route.abort())
    moved(page)
    page.keyboard.press("Enter")
    pause(page, 2500)
    blur(page)
    take("lost")


def loading(page, take):
    """The first picture: the question and the sites before the answer has come."""
    page.route("**/footprint*", lambda route: None)  # never answered
    page.goto(page.url)
    page.wait_for_selector("#answer .sk")
    pause(page, 6000)
    take("loading")


def plain(page, take):
    """A browser without WebGL; then one that draws with the processor and says so."""
    page.add_init_script(f"({NO_WEBGL})()")
    page.goto(page.url.replace("lite=1&", ""))
    page.wait_for_selector('body[data-ready="1"]')
    pause(page)
    take("no-webgl")


def low(page, take):
    """Low graphics, chosen by the page itself."""
    page.goto(page.url.replace("lite=1&", ""))
    page.wait_for_selector('body[data-ready="1"]')
    take("low-graphics")


def studied(page, take):
    """The list of studies, and one with its answers."""
    page.click("#studies")
    page.wait_for_selector("#sheet ul button")
    pause(page, 300)
    take("study-list")
    page.click('[data-study="ten-interceptors"]')
    page.wait_for_selector("#flips button")
    pause(page, 300)
    take("study")
    page.locator('#flips button[title="Ask the study again there"]').first.click()
    page.wait_for_selector("#turned b")
    pause(page)
    take("study-flip")
    page.keyboard.press("Escape")


def faulty(page, take):
    """The text of a scenario that cannot be read, and one that is read but is wrong."""
    page.click("#pick")
    page.click("#edit")
    page.wait_for_selector("#problems:not(.stale) .good")
    tab = page.locator("#tab-text")
    if tab.is_visible():
        tab.click()
    text = page.locator("#editor textarea, #sheet textarea").last
    told = text.input_value()
    text.fill(told.replace("missile: notional-irbm-4000", "missile: notional-irbm-4"))
    page.wait_for_selector("#problems:not(.stale) li")
    pause(page)
    take("edit-wrong")
    text.fill(told.replace("threats:", "threats: [", 1))
    page.wait_for_selector("#problems:not(.stale) li")
    pause(page)
    take("edit-unreadable")
    page.keyboard.press("Escape")


def crowded(page, take):
    """A raid of hundreds, in full flight, where the folder has one."""
    take("crowded")
    page.keyboard.press("m")
    pause(page, 1500)
    take("crowded-flat")


AROUND = (raid, helped, hand, compared, saving, studied, faulty, running)
"""In one page, one after the other; each leaves no dialog open."""
ALONE = (refused, lost, loading, plain, low)
"""Each in a page of its own: it breaks something."""
