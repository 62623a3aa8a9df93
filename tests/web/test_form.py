"""The form of a scenario beside its text, in a real browser: one text behind both, the shell's words at the field."""

import json
import re
import subprocess
import sys

import pytest

LONGEST = 300_000  # ms: the page draws with the processor, and the engine may have to be compiled
GOOD = "#problems:not(.stale) .good"
TABS = 60  # presses of Tab from the first field to one of the middle of the form, at most

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]  # one page is built, one browser started


@pytest.fixture(scope="module")
def shared(visit):
    return visit()


def open_editor(page):
    page.evaluate("() => document.getElementById('sheet').close()")
    page.locator("#pick").click()
    page.locator("#edit").click()
    page.wait_for_selector("#problems:not(.stale) .good, #problems:not(.stale) li", timeout=LONGEST)
    if page.locator("#edit-reset").is_enabled():
        page.locator("#edit-reset").click()
        page.wait_for_selector(GOOD, timeout=LONGEST)


@pytest.fixture
def page(shared):
    """The editor with the file as it was opened, whatever the test before this one did to it."""
    shared.set_viewport_size({"width": 1280, "height": 720})
    open_editor(shared)
    yield shared
    assert [one for one in shared.told if one.startswith(("error", "off"))] == []


def field(page, *path):
    """Input of a field; those that hold it are opened."""
    name = json.dumps(list(path), separators=(",", ":"))
    row = page.locator(f".form [data-path='{name}']")
    for k in range(1, len(path) + 1):
        outer = json.dumps(list(path[:k]), separators=(",", ":"))
        for one in page.locator(f".form details[data-path='{outer}']:not([open]) > summary").all():
            one.click()
    for one in row.locator("xpath=ancestor::details[not(@open)]/summary").all():
        one.click()
    return row.locator("> .held > [data-role=value], > .held [data-role=new]").first


def text_with(page, part):
    for _ in range(600):
        text = page.locator("#text").input_value()
        if part in text:
            return text
        page.wait_for_timeout(100)
    raise AssertionError(f"{part!r} never came into the text")


def told_by_the_shell(folder, text):
    file = folder / "asked.yaml"
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "midcourse", "check", str(file), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return json.loads(done.stdout)


def test_a_change_in_the_form_is_in_the_text_and_no_other_letter_changes(page):
    before = page.locator("#text").input_value()
    field(page, "command", "decide_s").fill("125")
    after = text_with(page, "decide_s: 125")
    assert after == before.replace("decide_s: 60", "decide_s: 125")
    page.wait_for_selector(GOOD, timeout=LONGEST)


def test_a_change_in_the_text_is_in_the_form(page):
    text = page.locator("#text").input_value()
    ready = field(page, "batteries", 0, "ready")
    assert ready.input_value() == "10"
    page.locator("#text").fill(text.replace("ready: 10", "ready: 7").replace("track_s: 30", "track_s: 45"))
    page.wait_for_selector(GOOD, timeout=LONGEST)
    assert ready.input_value() == "7"
    assert field(page, "command", "track_s").input_value() == "45"


def test_a_fault_is_told_at_its_field_with_the_words_of_the_shell_and_what_was_typed_stays(page, folder):
    asked = field(page, "command", "decide_s")
    asked.fill("soon")
    row = page.locator(".form .row.bad .fault").first
    row.wait_for(timeout=LONGEST)
    problem = told_by_the_shell(folder, page.locator("#text").input_value())["problems"][0]
    said = row.inner_text()
    assert said == f"{problem['what']}; got: {problem['got']}" + (f"; try: {problem['try']}" if problem["try"] else "")
    listed = page.locator("#problems:not(.stale) li").first.inner_text()
    assert listed == f"line {problem['line']} {problem['where']}: {said}"
    assert asked.input_value() == "soon"
    assert asked.get_attribute("aria-invalid") == "true"
    assert asked.get_attribute("aria-describedby") == row.locator("xpath=..").get_attribute("id")
    assert page.locator(".gutter .bad").count() == 1
    assert page.locator(".jumper .badge:not(:empty)").inner_text() == "1"
    page.locator("#problems .where").first.click()
    assert page.evaluate("() => document.activeElement.value") == "soon"
    asked.fill("61")
    page.wait_for_selector(GOOD, timeout=LONGEST)
    assert page.locator(".form .fault:visible").count() == 0


def test_undo_goes_through_form_and_text_alike(page):
    before = page.locator("#text").input_value()
    field(page, "command", "decide_s").fill("99")
    middle = text_with(page, "decide_s: 99")
    page.locator("#text").fill(middle + "# by hand\n")
    page.wait_for_timeout(1500)
    page.locator("#edit-undo").click()
    assert page.locator("#text").input_value() == middle
    page.keyboard.press("Control+z")
    assert page.locator("#text").input_value() == before
    page.keyboard.press("Control+Shift+Z")
    assert page.locator("#text").input_value() == middle


def test_an_entry_is_added_from_the_catalog_named_anew_and_removed(page):
    before = page.locator("#text").input_value()
    section = page.locator(".form [data-path='[\"batteries\"]']")
    section.locator("[data-role=preset]").select_option("kei")
    section.locator(".add [data-role=Add]").last.click()
    text_with(page, "interceptor: kei")
    key = field(page, "batteries", 1, "key")
    key.fill("south")
    key.press("Enter")
    text_with(page, "key: south")
    page.wait_for_selector(GOOD, timeout=LONGEST)
    entry = page.locator(".form details[data-path='[\"batteries\",1]']")
    entry.locator("> summary b:text-is('south')").wait_for(timeout=LONGEST)
    entry.locator("[data-role=Remove]").last.click()
    page.wait_for_function("(text) => document.getElementById('text').value === text", arg=before, timeout=LONGEST)


def test_a_reading_changes_what_it_is_told_to_change(page):
    option = '["readings","interceptor","mda"]'
    page.locator('.form details[data-path=\'["readings","interceptor"]\'] > summary').click()
    page.locator(f".form details[data-path='{option}'] > summary").click()
    path = page.locator(f".form details[data-path='{option}'] [data-role=new]")
    path.fill("command.decide_s")
    path.press("Enter")
    text_with(page, "mda: {command.decide_s: 60}")
    field(page, "readings", "interceptor", "mda", "command.decide_s").fill("300")
    text_with(page, "mda: {command.decide_s: 300}")
    page.wait_for_selector(GOOD, timeout=LONGEST)


def test_a_preset_shows_its_values_with_their_sources(page):
    field(page, "batteries", 0, "interceptor")
    row = page.locator('.form [data-path=\'["batteries",0,"interceptor"]\']')
    row.locator("[data-role=values]").click()
    table = row.locator(".preset table")
    table.wait_for(timeout=LONGEST)
    speed = next(line for line in table.inner_text().splitlines() if line.startswith("burnout_speed_km_s"))
    command = [sys.executable, "-m", "midcourse", "catalog", "interceptors", "gbi-two-stage@mda", "--json"]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    stated = next(one for one in found["values"] if one["name"] == "burnout_speed_km_s")
    for part in (f"{stated['value']:g}", stated["unit"], stated["status"], stated["source"]):
        assert part in speed


def test_text_that_cannot_be_read_stops_the_form_and_says_why(page):
    text = page.locator("#text").input_value()
    page.locator("#text").fill(text.replace("seed: 1", "seed: [1"))
    page.wait_for_selector("#problems:not(.stale) li", timeout=LONGEST)
    assert "not YAML" in page.locator(".form > .fault").inner_text()
    assert page.locator(".form .fields").evaluate("node => node.disabled")
    page.locator("#text").fill(text)
    page.wait_for_selector(GOOD, timeout=LONGEST)
    assert not page.locator(".form .fields").evaluate("node => node.disabled")


def test_what_was_not_saved_is_there_when_the_editor_opens_again(page):
    field(page, "command", "decide_s").fill("77")
    text_with(page, "decide_s: 77")
    page.keyboard.press("Escape")
    page.locator("#pick").click()
    page.locator("#edit").click()
    page.wait_for_selector(GOOD, timeout=LONGEST)
    assert "decide_s: 77" in page.locator("#text").input_value()
    page.locator("#edit-reset").click()
    assert "decide_s: 60" in page.locator("#text").input_value()


def test_with_the_keyboard_alone_a_value_is_found_changed_and_undone(page):
    page.locator(".jumper").first.focus()
    for _ in range(TABS):
        page.keyboard.press("Tab")
        if (
            page.evaluate("() => document.activeElement.closest('[data-path]')?.dataset.path")
            == '["command","track_s"]'
        ):
            break
    else:
        pytest.fail("Tab does not lead to the field")
    assert page.evaluate("() => document.activeElement.labels[0].firstChild.textContent") == "Firm track"
    page.keyboard.press("Control+a")
    page.keyboard.type("44")
    text_with(page, "track_s: 44")
    assert page.evaluate("() => document.activeElement.value") == "44"
    page.keyboard.press("Control+z")
    text_with(page, "track_s: 30")
    page.keyboard.press("Escape")
    page.wait_for_selector("#sheet:not([open])", state="attached", timeout=LONGEST)


def test_every_control_of_the_form_has_a_name(page):
    for one in page.locator(".form summary").all():
        one.evaluate("node => { node.parentElement.open = true; }")
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('#sheet input, #sheet select, #sheet textarea, #sheet button')]
        .filter((one) => !(one.getAttribute('aria-label') || one.labels?.length || one.textContent.trim()))
        .map((one) => one.outerHTML)"""
    )
    assert nameless == []
    twice = page.evaluate(
        """() => { const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
        return ids.filter((id, k) => ids.indexOf(id) !== k); }"""
    )
    assert twice == []


@pytest.mark.parametrize("tab", ["form", "text"])
def test_at_360_pixels_one_of_the_two_is_shown_and_nothing_scrolls_sideways(page, tab):
    page.set_viewport_size({"width": 360, "height": 740})
    page.locator(f"#tab-{tab}").click()
    for one in page.locator(".form summary").all() if tab == "form" else []:
        one.evaluate("node => { node.parentElement.open = true; }")
    shown = {"form": "#pane-form", "text": "#pane-text"}
    assert page.locator(shown[tab]).is_visible()
    assert page.locator(shown["text" if tab == "form" else "form"]).is_hidden()
    wide = page.evaluate(
        """() => ['html', '#sheet', '#panes', '.form'].map((name) => {
        const node = document.querySelector(name); return [name, node.scrollWidth - node.clientWidth]; })"""
    )
    assert [row for row in wide if row[1] > 0 and not (row[0] == ".form" and tab == "text")] == []
    page.locator(f"#tab-{tab}").press("ArrowRight")
    assert page.locator(f"#tab-{tab}").get_attribute("aria-selected") == "false"


def test_at_360_pixels_the_scenario_is_picked_and_edited(page):
    page.set_viewport_size({"width": 360, "height": 740})
    open_editor(page)
    assert page.locator("#tab-form").is_visible()
    name = page.locator("#pick").bounding_box()
    assert name["width"] > 60, "enough of the name to know it"
    assert name["x"] + name["width"] < page.locator("#b-compare").bounding_box()["x"], "and nothing lies over it"
    page.keyboard.press("Escape")
    page.locator('.tabs [data-tab="assume"]').click()
    assert page.locator("#scenario select").first.is_visible(), "a reading can be chosen"


def test_names_of_others_are_text_in_the_form_too(page):
    hostile = "<img src=x onerror=alert(1)>"
    text = page.locator("#text").input_value()
    changed = re.sub("^name: .*$", f'name: small\ntitle: "{hostile}"\n"{hostile}": 1', text, flags=re.MULTILINE)
    page.locator("#text").fill(changed.replace("ready: 10", f'ready: "{hostile}"'))
    page.wait_for_selector("#problems:not(.stale) li", timeout=LONGEST)
    assert page.locator("#sheet img").count() == 0
    assert field(page, "title").input_value() == hostile
    assert hostile in page.locator("#problems").inner_text()
    page.locator("#edit-reset").click()


def test_a_scenario_is_changed_in_the_form_checked_saved_run_and_played(visit, folder):
    page = visit()
    open_editor(page)
    field(page, "threats", 0, "count").fill("2")
    text_with(page, "count: 2")
    field(page, "replicates").fill("50")
    text_with(page, "replicates: 50")
    page.wait_for_selector(GOOD, timeout=LONGEST)
    page.locator("#save-as").fill("by-form")
    page.locator("#save-run").click()
    page.wait_for_selector("#sheet:not([open])", state="attached", timeout=LONGEST)
    page.wait_for_selector("#t-play", timeout=LONGEST)
    saved = (folder / "scenarios" / "by-form.yaml").read_text(encoding="utf-8")
    assert "name: by-form" in saved
    assert len(page.locator("#gantt .row").all()) == 2
    run = next(folder.glob("runs/by-form*/manifest.json"))
    assert json.loads(run.read_text(encoding="utf-8"))["replicates"] == 50
    assert page.told == []
    page.close()


def test_what_was_moved_by_hand_is_in_the_text_and_a_draft_of_another_state_is_not(visit):
    page = visit()
    open_editor(page)
    field(page, "command", "decide_s").fill("99")
    text_with(page, "decide_s: 99")
    page.keyboard.press("Escape")
    page.locator('.pin[data-key="north"]').focus()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector('#runmeta:has-text("changed")', timeout=LONGEST)
    open_editor(page)
    text = page.locator("#text").input_value()
    assert "decide_s: 60" in text
    north = next(line for line in text.splitlines() if "{key: north" in line)
    assert "site:" not in north
    assert "latitude_deg: 53.48" in north
    assert field(page, "batteries", 0, "latitude_deg").input_value().startswith("53.48")
    assert page.told == []
    page.close()
