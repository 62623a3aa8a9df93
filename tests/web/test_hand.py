"""What a hand moves on the page: speed, size of the warhead, a radar; and the moved state saved as a file."""

import shlex

import numpy as np
import pytest

import midcourse as mc
from midcourse import scenario as files
from midcourse import sensing

PATIENCE = 300_000  # ms: the page draws with the processor, and the engine may have to be compiled

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]  # one page is built, one browser started


@pytest.fixture
def page(visit):
    made = visit()
    yield made
    assert made.told == []
    made.close()


def settled(page):
    page.wait_for_selector('body[data-waiting="0"]', timeout=PATIENCE)


def uncovered(page):
    settled(page)
    cells = page.locator("#uncovered tr td:first-child").all_inner_texts()
    return {cell.split("\n")[0].split("\t")[0].strip().removesuffix(" new") for cell in cells}


def changes_of(page):
    words = shlex.split(page.evaluate("() => document.getElementById('command').textContent"))
    return [words[k + 1] for k, word in enumerate(words) if word == "--set"]


def uncovered_by_python(source, changes=()):
    found = mc.footprint(source, readings=["mda"], changes=changes, resolution_deg=10.0)
    rows = found.places.capital & found.named & ~found.readings[0].places.covered
    return set(found.places.name[rows].tolist())


def press(page, selector, *keys):
    page.locator(selector).focus()
    for key in keys:
        page.keyboard.press(key)
    settled(page)


def test_a_speed_and_a_size_are_answered_as_python_answers(page, folder):
    press(page, '[id="a-batteries.north.speed"]', "Home")
    slow = changes_of(page)
    assert [change.split("=")[0] for change in slow] == ["batteries.north.burnout_speed_km_s"]
    assert uncovered(page) == uncovered_by_python(folder / "small.yaml", slow)
    press(page, '[id="a-threats.south-east.rcs_x_m2"]', "Home")
    faint = changes_of(page)
    assert "threats.south-east.rcs_x_m2=0.0001" in faint
    assert uncovered(page) == uncovered_by_python(folder / "small.yaml", faint)
    assert uncovered_by_python(folder / "small.yaml", faint) != uncovered_by_python(folder / "small.yaml")
    page.locator('.pin[data-key="radar"]').focus()
    assert "0.0001 m²" in page.locator("#card").inner_text()


def test_the_coverage_of_a_moved_radar_is_that_of_its_place(page, folder):
    with page.expect_response(lambda r: r.url.endswith("/coverage") and '"key":"radar"' in (r.request.post_data or "")):
        press(page, '.pin[data-key="radar"]', "Shift+ArrowDown")
    page.keyboard.press("Enter")
    settled(page)
    with page.expect_response(lambda r: r.url.endswith("/coverage")) as told:
        page.locator("#altitude").select_option("300 km")
    (radar,) = told.value.json()["radars"]
    device = files.build(files.load(folder / "small.yaml", changes_of(page)), "mda").sensors[0].device
    (outline,) = sensing.outlines(device, 300e3)
    assert radar["sectors"][0]["far"] == np.round(np.degrees(outline.far_places[:, ::-1]), 4).tolist()
    still = files.build(files.load(folder / "small.yaml"), "mda").sensors[0].device
    assert device.latitude < still.latitude


def test_the_moved_state_is_saved_opened_and_answers_the_same(page, folder):
    press(page, '.pin[data-key="north"]', *["Shift+ArrowDown"] * 6)
    page.keyboard.press("Enter")
    press(page, '[id="a-command.consult_s"]', "ArrowRight")
    before, changes = uncovered(page), changes_of(page)
    assert len(changes) == 2
    page.locator("#save-state").click()
    page.locator("#state-name").fill("Not A Name")
    page.locator("#state-save").click()
    assert "small letters" in page.locator("#sheet [role=status]").inner_text()
    page.locator("#state-name").fill("by-hand")
    with page.expect_download() as kept:
        page.locator("#state-download").click()
    page.locator("#state-save").click()
    page.wait_for_selector('#runmeta:has-text("as written")', timeout=PATIENCE)
    page.wait_for_function("() => document.getElementById('command')?.textContent.includes('by-hand')")
    file = folder / "scenarios" / "by-hand.yaml"
    assert kept.value.suggested_filename == "by-hand.yaml"
    assert kept.value.path().read_text(encoding="utf-8") == file.read_text(encoding="utf-8")
    assert uncovered(page) == before == uncovered_by_python(file)
    assert before == uncovered_by_python(folder / "small.yaml", changes)
    assert before != uncovered_by_python(folder / "small.yaml")
