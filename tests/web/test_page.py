"""The page in a real browser: a globe that is not blank, a site that is dragged, and nothing asked off the machine."""

import io
import shlex

import pytest
from matplotlib import image

import midcourse as mc

READY = 'body[data-ready="1"]'
LONGEST = 300_000  # ms: the page draws with the processor, and the engine may have to be compiled
SLIDER_STEP = 5.0  # s, that a slider of times shows; the value itself is exact
COLOURS = 40  # different colours that a drawn globe has at least; a blank one has one or two

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]  # one page is built, one browser started


def colours(page, selector):
    """Number of different colours in a picture of a part of the page."""

    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    picture = image.imread(io.BytesIO(page.locator(selector).screenshot(timeout=LONGEST)))
    flat = (picture[..., :3] * 255).astype(int) @ [65536, 256, 1]
    return len(set(flat.ravel().tolist()))


@pytest.fixture(scope="module")
def shared(visit):
    return visit()


@pytest.fixture
def page(shared):
    """The page as it was opened, whatever the test before this one did to it."""
    if shared.get_attribute("#b-compare", "aria-pressed") == "true":
        shared.locator("#b-compare").click()
    shared.wait_for_timeout(200)  # ms, three times what its panels take to be drawn anew
    if not shared.evaluate("() => document.getElementById('reset').hidden"):
        shared.evaluate("() => document.getElementById('reset').click()")
    shared.wait_for_selector('#runmeta:has-text("as written")', timeout=LONGEST)
    return shared


def covered_by_python(folder, changes):
    """Names of the capitals that are covered, as Python has it."""
    found = mc.footprint(folder / "small.yaml", readings=["mda"], changes=changes, resolution_deg=10.0)
    row = found.readings[0]
    rows = found.places.capital & found.named & row.places.covered
    return set(found.places.name[rows].tolist())


def capitals(folder):
    found = mc.footprint(folder / "small.yaml", readings=["mda"], resolution_deg=10.0)
    return set(found.places.name[found.places.capital & found.named].tolist())


def uncovered_on(page):
    page.wait_for_selector('body[data-waiting="0"]', timeout=LONGEST)
    return {
        row.split("\n")[0].split("\t")[0].strip()
        for row in page.locator("#uncovered tr td:first-child").all_inner_texts()
    }


def test_the_globe_is_drawn_and_nothing_is_asked_off_the_machine(page):
    assert colours(page, "#globe") > COLOURS
    assert page.locator("#answer b").first.inner_text().isdigit()
    assert page.told == []


def test_the_list_is_that_of_python(page, folder):
    assert {name.removesuffix(" new") for name in uncovered_on(page)} == capitals(folder) - covered_by_python(
        folder, []
    )


def test_a_drag_changes_the_list_to_what_python_says(page, folder):
    pin = page.locator('.pin[data-key="north"]')
    box, before = pin.bounding_box(), uncovered_on(page)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 9):
        page.mouse.move(x + 8 * step, y + 22 * step)
    page.mouse.up()
    now = {name.removesuffix(" new") for name in uncovered_on(page)}
    command = (
        page.locator("#command").inner_text()
        if page.locator("#command").is_visible()
        else page.evaluate("() => document.getElementById('command').textContent")
    )

    words = shlex.split(command)
    changes = [words[k + 1] for k, word in enumerate(words) if word == "--set"]
    assert changes[0].startswith("batteries.north=")
    assert now == capitals(folder) - covered_by_python(folder, changes)
    assert now != {name.removesuffix(" new") for name in before}
    assert page.told == []


def test_escape_puts_it_back(visit):
    page = visit()
    before = uncovered_on(page)
    page.locator('.pin[data-key="north"]').focus()
    for _ in range(3):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Escape")
    page.wait_for_selector('#runmeta:has-text("as written")', timeout=LONGEST)
    assert uncovered_on(page) == before
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_phone_scrolls_nothing_sideways(visit, theme):
    page = visit(f"&theme={theme}", (360, 780))
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 360
    assert page.told == []
    page.close()


def test_the_flat_map_serves_without_webgl(visit):
    page = visit("&view=flat")
    assert colours(page, "#flat") > COLOURS // 4
    assert page.locator("#answer b").first.inner_text().isdigit()
    page.close()


def test_names_are_shown_as_text(visit, folder):
    text = (folder / "small.yaml").read_text(encoding="utf-8")
    bad = "<img src=x onerror=document.title=1>"
    saved = folder / "scenarios"
    saved.mkdir(exist_ok=True)
    (saved / "odd.yaml").write_text(text.replace("name: small", f"name: odd\ntitle: '{bad}'"), encoding="utf-8")
    page = visit()
    page.goto(page.url.replace("scenario=small", "scenario=odd"))
    page.wait_for_selector(READY, timeout=LONGEST)
    assert bad in page.locator("#pick").inner_text()
    assert page.locator("img").count() == 0
    assert page.title() != "1"
    page.close()


def settled(page):
    page.wait_for_selector('body[data-waiting="0"]', timeout=LONGEST)


def test_a_slider_is_answered_as_python_answers(page, folder):
    before = uncovered_on(page)
    page.locator('[id="a-command.decide_s"]').focus()
    for _ in range(4):
        page.keyboard.press("PageUp")
    now = {name.removesuffix(" new") for name in uncovered_on(page)}
    words = shlex.split(page.evaluate("() => document.getElementById('command').textContent"))
    changes = [words[k + 1] for k, word in enumerate(words) if word == "--set"]
    assert any(change.startswith("command.decide_s=") for change in changes)
    assert now == capitals(folder) - covered_by_python(folder, changes)
    page.locator("#reset").click()
    page.wait_for_selector('#runmeta:has-text("as written")', timeout=LONGEST)
    assert uncovered_on(page) == before


def test_compare_keeps_a_and_shows_the_difference(page):
    page.locator("body").press("c")
    page.wait_for_selector("#answer table.cmp", timeout=LONGEST)
    assert "Difference" in page.locator("#legend").inner_text()
    page.locator("body").press("c")
    page.wait_for_selector("#uncovered", timeout=LONGEST)


def test_a_text_is_edited_checked_saved_run_and_played(visit, folder):
    page = visit()
    page.locator("#pick").click()
    page.locator("#edit").click()
    page.wait_for_selector("#problems .good", timeout=LONGEST)
    text = page.locator("#text").input_value()
    page.locator("#text").fill(text.replace("ready: 10", "redy: 10"))
    page.wait_for_selector("#problems li", timeout=LONGEST)
    assert "line" in page.locator("#problems li").first.inner_text()
    page.locator("#text").fill(text.replace("count: 1", "count: 3"))
    page.locator("#save-as").fill("edited")
    page.locator("#save").click()
    page.wait_for_selector("#sheet:not([open])", state="attached", timeout=LONGEST)
    assert "count: 3" in (folder / "scenarios" / "edited.yaml").read_text(encoding="utf-8")
    page.wait_for_selector("#answer .kicker:has-text('Edited')", timeout=LONGEST)
    page.wait_for_selector("#make-run", timeout=LONGEST)
    settled(page)
    page.locator("#make-run").click()
    page.wait_for_selector("#t-play", timeout=LONGEST)
    assert len(page.locator("#gantt .row").all()) == 3
    before = float(page.get_attribute("body", "data-time"))
    page.locator("#t-play").click()
    page.wait_for_timeout(2000)
    page.locator("#t-play").click()
    after = float(page.get_attribute("body", "data-time"))
    assert after > before + 10.0
    page.keyboard.press("Escape")
    assert page.told == []
    page.close()


def test_a_study_is_read_beside_the_globe(page):
    page.locator("#studies").click()
    page.locator('[data-study="arms-race"]').click()
    page.wait_for_selector("#sheet tbody tr", timeout=LONGEST)
    assert page.locator("#sheet tbody tr").count() > 1
    left, right = (page.locator(one).bounding_box() for one in ("#globe", "#sheet"))
    assert right["x"] > left["x"] + 0.5 * left["width"], "the map stays in sight"
    assert page.locator("#z-in").is_enabled(), "and can be used"
    page.keyboard.press("Escape")
    assert not page.locator("#sheet").is_visible()


def test_a_flip_point_without_a_scenario_asks_the_study_again_there(page):
    """The slider of the study stands at the flip point; a step back the claim is as it was. Numbers by Python."""
    flip = next(row for row in mc.study("ten-interceptors").flips if row.reading == "middle+independent")
    page.locator("#studies").click()
    page.locator('[data-study="ten-interceptors"]').click()
    page.locator('#flips button[data-reading="middle+independent"][title="Ask the study again there"]').click()
    page.wait_for_selector("#turned b", timeout=LONGEST)
    slider = page.locator("#turn-interceptors")
    assert float(slider.input_value()) == flip.value_at_flip
    assert page.locator("#turned b").inner_text().endswith("the claim: fails.")
    slider.press("ArrowLeft")
    page.wait_for_selector('#turned b:has-text("the claim: holds.")', timeout=LONGEST)
    by_python = mc.study("ten-interceptors", interceptors=int(flip.value_at_flip) - 1)
    value = next(row.value for row in by_python.readings if row.reading == "middle+independent")
    assert f"{value:.4g}" in page.locator("#turned b").inner_text()
    page.keyboard.press("Escape")


@pytest.mark.slow
def test_a_flip_point_of_a_study_moves_the_slider_there(visit):
    page = visit()
    page.locator("#studies").click()
    page.locator('[data-study="enlargement"]').click()
    link = page.locator('#flips button[title="Move the slider there"]').first
    link.wait_for(timeout=LONGEST)
    there = page.locator('#flips button[title="Ask the study again there"]').first
    told = float(there.inner_text().split("\u202f")[0])
    link.click()
    page.wait_for_selector('#runmeta:has-text("changed")', timeout=LONGEST)
    words = shlex.split(page.evaluate("() => document.getElementById('command').textContent"))
    assert "alliance-2008" in words
    (value,) = (float(word.split("=")[1]) for word in words if word.startswith("command.decide_s="))
    assert value == pytest.approx(told - 42.0)  # 102 s from first sight to lift-off with a decision of 60 s
    assert float(page.locator('[id="a-command.decide_s"]').input_value()) == pytest.approx(value, abs=SLIDER_STEP / 2)
    assert page.told == []
    page.close()
