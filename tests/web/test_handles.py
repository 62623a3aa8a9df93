"""Sectors turned and narrowed by hand in a real browser: several faces together, by mouse, touch and keys."""

import json
import shlex

import numpy as np
import pytest

from midcourse import scenario as files
from midcourse import sensing

PATIENCE = 300_000  # ms: the page draws with the processor, and the engine may have to be compiled
FACES = "  - {key: wide, radar: beale, site: kurecik, owner: US, host: TR}"

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory, small):
    """A working folder of its own: the small scenario, and one with a radar of two faces."""
    made = tmp_path_factory.mktemp("turned")
    (made / "small.yaml").write_text(small, encoding="utf-8")
    (made / "scenarios").mkdir()
    text = small.replace("name: small", "name: faces").replace("batteries:", f"{FACES}\nbatteries:", 1)
    (made / "scenarios" / "faces.yaml").write_text(text, encoding="utf-8")
    return made


@pytest.fixture
def page(visit):
    made = visit("&probe=1&lite=1&at=33,42,9000", scenario="faces")
    yield made
    assert made.told == []
    made.close()


def settled(page):
    page.wait_for_timeout(250)
    page.wait_for_selector('body[data-waiting="0"]', timeout=PATIENCE)
    page.wait_for_timeout(250)


def part(page):
    """What the page would set of the radar: the value of its `--set`."""
    words = shlex.split(page.evaluate("() => document.getElementById('command').textContent"))
    found = [words[k + 1] for k, word in enumerate(words) if word == "--set"]
    return json.loads(found[0].partition("=")[2]) if found else {}


def middle(page, selector):
    box = page.locator(selector).bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_keys_turn_all_faces_and_narrow_them_undo_puts_back_and_a_file_keeps_it(page, folder):
    pin = page.locator('.pin[data-key="wide"]')
    pin.focus()
    page.keyboard.press(".")
    page.keyboard.press(".")
    page.keyboard.press("Enter")
    settled(page)
    assert part(page)["turned_deg"] == 10.0
    assert part(page)["site"] == "kurecik"  # turned, not moved
    page.keyboard.press("Shift+Comma")
    page.keyboard.press("Enter")
    settled(page)
    assert (part(page)["turned_deg"], part(page)["sector_deg"]) == (10.0, 115.0)
    page.keyboard.press("Control+z")
    settled(page)
    assert "sector_deg" not in part(page)
    page.keyboard.press("Control+Shift+z")
    settled(page)
    assert part(page)["sector_deg"] == 115.0
    assert "turned" in " ".join(one["words"] for one in page.evaluate("() => window.written().ground"))
    page.locator("#save-state").click()
    page.locator("#state-name").fill("turned-by-hand")
    page.locator("#state-save").click()
    page.wait_for_selector('#runmeta:has-text("as written")', timeout=PATIENCE)
    saved = files.load(folder / "scenarios" / "turned-by-hand.yaml")
    shell = files.load(
        folder / "scenarios" / "faces.yaml", ["sensors.wide.turned_deg=10", "sensors.wide.sector_deg=115"]
    )
    devices = [files.build(one, "mda").sensors[-1].device for one in (saved, shell)]
    assert devices[0] == devices[1]
    assert (
        devices[0].faces != files.build(files.load(folder / "scenarios" / "faces.yaml"), "mda").sensors[-1].device.faces
    )


def test_the_mouse_turns_and_narrows_and_coverage_follows_as_python_has_it(page, folder):
    page.locator('.pin[data-key="wide"]').focus()
    page.wait_for_timeout(300)
    turns, narrows = '.handle[data-turns="wide"]', '.handle[data-narrows="wide"]'
    assert page.locator(turns).get_attribute("aria-valuenow") == "186"
    x, y = middle(page, '.pin[data-key="wide"]')
    with page.expect_response(
        lambda r: r.url.endswith("/coverage") and "turned_deg" in (r.request.post_data or "")
    ) as told:
        page.mouse.move(*middle(page, turns))
        page.mouse.down()
        page.mouse.move(x + 150, y, steps=1)  # due east on the screen
        page.mouse.up()
    settled(page)
    turned = part(page)["turned_deg"]
    assert abs((186 + turned) % 360 - 90) < 15
    radar = next(one for one in told.value.json()["radars"] if one["key"] == "wide")
    plan = files.load(folder / "scenarios" / "faces.yaml", [f"sensors.wide.turned_deg={turned}"])
    device = files.build(plan, "mda").sensors[-1].device
    wanted = [np.round(np.degrees(one.far_places[:, ::-1]), 4).tolist() for one in sensing.outlines(device)]
    assert [one["far"] for one in radar["sectors"]] == wanted
    assert len(wanted) == 2
    page.mouse.move(*middle(page, narrows))
    page.mouse.down()
    page.mouse.move(*(np.array(middle(page, narrows)) * 0.5 + np.array(middle(page, turns)) * 0.5), steps=3)
    page.mouse.up()
    settled(page)
    assert 5.0 <= part(page)["sector_deg"] < 110.0


def test_a_finger_turns_it(page):
    page.locator('.pin[data-key="wide"]').focus()
    page.wait_for_timeout(300)
    x, y = middle(page, '.handle[data-turns="wide"]')
    link = page.context.new_cdp_session(page)
    link.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    there = middle(page, '.pin[data-key="wide"]')
    link.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for share in (0.3, 0.6, 1.0):
        at = {"x": x + share * (there[0] - 120 - x), "y": y + share * (there[1] - y)}
        link.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [at]})
        page.wait_for_timeout(60)
    link.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    settled(page)
    assert abs((186 + part(page)["turned_deg"]) % 360 - 270) < 15
