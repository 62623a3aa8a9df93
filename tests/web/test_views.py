"""What the page shows beside the defended area, in a real browser: satellites, two sides compared."""

import json
import subprocess
import sys

import pytest

import midcourse as mc

LONGEST = 120_000  # ms: the page draws with the processor, and the engine may have to be compiled

MORE = 1.05  # share of ink that a view adds at least: what is tinted was partly inked before
RUNS = {"as-written": (), "slow": ("command.decide_s=240",)}

SECTOR = "  - {key: armavir, radar: armavir, site: armavir, owner: RU, host: RU, boresight_deg: 235}"

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def drawn(page):
    """Until all that was asked for is drawn."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def ink(page):
    """Pixels of the lower ink that are not empty, after the next frame."""
    drawn(page)
    return page.evaluate(
        "() => { const c = document.getElementById('ink'); let n = 0;"
        " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        " for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; }"
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory, small):
    """A working folder of its own: the small scenario, a run of it and one with another time to decide."""
    made = tmp_path_factory.mktemp("viewed")
    (made / "small.yaml").write_text(small, encoding="utf-8")
    for name, changes in RUNS.items():
        plan = mc.load(made / "small.yaml", changes)
        mc.run(plan, replicates=20, folder=made / "runs" / name)
    (made / "scenarios").mkdir()
    (made / "scenarios" / "sector.yaml").write_text(
        small.replace("name: small", "name: sector").replace("batteries:", f"{SECTOR}\nbatteries:", 1), encoding="utf-8"
    )
    return made


@pytest.fixture
def page(visit):
    made = visit()
    yield made
    assert made.told == []
    made.close()


def test_a_satellite_has_its_values_and_its_view_on_focus_and_stays_where_it_hangs(page, visit):
    told = visit.server.ask("/api/scenarios/small", {"reading": "mda"}).json
    high = {one["key"]: one for one in told["sensors"] if one["kind"] == "satellite"}
    assert high["oko"]["latitude_deg"] == pytest.approx(63.0)  # the inclination of its Molniya orbit, held at apogee
    for key, satellite in high.items():
        page.locator("#b-theme").focus()
        before = ink(page)
        page.locator(f'.pin.satellite[data-key="{key}"]').focus()
        assert ink(page) > MORE * before  # its view is tinted
        card = page.locator("#card").inner_text()
        assert f"{satellite['view_km']:,.0f}" in card
        assert "Apogee" in card
    page.keyboard.press("ArrowUp")
    page.wait_for_timeout(300)
    assert "as written" in page.locator("#runmeta").inner_text()
    page.locator("#layers label", has_text="Satellites").click()
    for key in high:
        page.locator(f'.pin.satellite[data-key="{key}"]').wait_for(state="hidden", timeout=LONGEST)
    page.locator("#layers label", has_text="Satellites").click()
    for key in high:
        page.locator(f'.pin.satellite[data-key="{key}"]').wait_for(state="visible", timeout=LONGEST)


def wait(page, shown):
    """Until the page shows, in full, what is named."""
    page.wait_for_selector(f'body[data-shown="{shown}"]', timeout=LONGEST)
    page.wait_for_timeout(300)


def table(page):
    """Rows of the table of A and B: name -> (A, B)."""
    page.wait_for_selector("#a-and-b", timeout=LONGEST)
    page.wait_for_timeout(300)
    rows = [row.split("\t") for row in page.locator("#a-and-b tbody tr").all_inner_texts()]
    return {row[0]: (row[1], row[2]) for row in rows}


def count(folder, reading, changes=()):
    """(capitals covered, M km2) as Python has it on the ground of the page."""
    found = mc.footprint(folder / "small.yaml", readings=[reading], changes=changes, resolution_deg=1.0)
    row = found.readings[0]
    rows = found.places.capital & found.named & row.places.covered
    area = found.cells.area[row.words("cells") == "defended"].sum()
    return str(rows.sum()), f"{area / 1e12:.2f}"


def test_two_readings_and_two_runs_are_compared_as_python_and_the_shell_do(page, folder):
    page.keyboard.press("c")
    page.locator("#b-with").select_option("reading:lewis-postol")
    wait(page, "small lewis-postol")
    rows, mda, other = table(page), count(folder, "mda"), count(folder, "lewis-postol")
    assert rows["Capitals covered"] == (mda[0], other[0])
    assert rows["Area, M km²"] == (mda[1], other[1])
    assert mda != other
    page.locator("#b-with").select_option("run:slow")
    wait(page, "small mda slow")
    slow = count(folder, "mda", RUNS["slow"])
    assert table(page)["Area, M km²"] == (mda[1], slow[1])
    page.wait_for_selector("#outcomes tbody tr", timeout=LONGEST)
    assert "decide_s" in page.evaluate("() => document.getElementById('inputs').textContent")
    said = [sys.executable, "-m", "midcourse", "compare", "runs/as-written:mda", "runs/slow:mda", "--json"]
    shell = json.loads(subprocess.run(said, cwd=folder, capture_output=True, text=True, check=True).stdout)
    shown = page.locator("#outcomes tbody tr").all_inner_texts()
    assert len(shown) == len(shell["answers"])
    leakers = next(row for row in shell["answers"] if row["quantity"] == "leakers_mean")
    told = next(row for row in shown if row.startswith("Leakers mean")).split("\t")
    assert [float(value) for value in told[1:]] == [float(f"{leakers[side]:.4g}") for side in "ab"]


def test_a_split_view_shows_a_left_and_b_right_of_a_line_that_keys_and_mouse_move(page):
    page.keyboard.press("c")
    page.locator("#b-with").select_option("reading:lewis-postol")
    wait(page, "small lewis-postol")
    page.locator("#v-split").click()
    page.locator("#divider").wait_for(state="visible", timeout=LONGEST)
    page.wait_for_timeout(300)
    seen = {}
    for key, expected in (("Home", "0"), ("End", "100")):
        page.locator("#divider").focus()
        page.keyboard.press(key)
        assert page.get_attribute("#divider", "aria-valuenow") == expected
        seen[key] = page.locator(".stage").screenshot(timeout=LONGEST)
    assert seen["Home"] != seen["End"]  # all of B against all of A
    page.keyboard.press("ArrowLeft")
    assert page.get_attribute("#divider", "aria-valuenow") == "98"
    box, stage = page.locator("#divider").bounding_box(), page.locator(".stage").bounding_box()
    page.mouse.move(box["x"] + 12, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(stage["x"] + 0.25 * stage["width"], box["y"] + 200, steps=4)
    page.mouse.up()
    assert page.get_attribute("#divider", "aria-valuenow") == "25"
    page.keyboard.press("c")
    page.locator("#divider").wait_for(state="hidden", timeout=LONGEST)


def test_a_sector_is_turned_by_a_handle_with_mouse_and_keys(visit):
    page = visit("", scenario="sector")
    handle = page.locator('.handle[data-turns="armavir"]')
    handle.wait_for(state="visible", timeout=LONGEST)
    assert handle.get_attribute("aria-valuenow") == "235"
    box, site = handle.bounding_box(), page.locator('.pin[data-key="armavir"]').bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(site["x"] - 60, site["y"] + 12, steps=5)  # to the west of it
    page.mouse.up()
    drawn(page)
    now = int(handle.get_attribute("aria-valuenow"))
    assert 250 < now < 310
    page.wait_for_selector('body[data-waiting="0"] #command', state="attached", timeout=LONGEST)
    handle.focus()
    page.keyboard.press("ArrowRight")
    drawn(page)
    assert int(handle.get_attribute("aria-valuenow")) == now + 5
    page.keyboard.press("Escape")
    drawn(page)
    assert int(handle.get_attribute("aria-valuenow")) == now
    page.wait_for_selector('body[data-waiting="0"]', timeout=LONGEST)
    words = page.evaluate("() => document.getElementById('command').textContent")
    turned = json.loads(words.split("sensors.armavir=")[1].split("'")[0])
    assert round(turned["boresight_deg"]) == now
    assert page.told == []
    page.close()


def test_errors_of_tracks_are_drawn_where_they_are_known_and_their_scale_is_told(page):
    page.locator("#t-play").wait_for(timeout=LONGEST)
    page.locator("#scrub").fill("500")
    drawn(page)
    scale = page.locator("#track-scale").inner_text()
    assert scale.startswith("2σ, drawn ×")
    page.wait_for_timeout(300)
    held = page.locator("#air").screenshot(timeout=LONGEST)
    page.locator("#layers label", has_text="Track error").click()
    page.wait_for_timeout(300)
    assert page.locator("#air").screenshot(timeout=LONGEST) != held


def test_events_open_at_the_clock_on_a_phone(visit):
    """The event of now lies in sight of the list, also where the list was hidden while the clock went on."""
    page = visit("&run=as-written&t=500", (360, 740))
    page.locator("#t-play").wait_for(timeout=LONGEST)
    page.locator('.tabs [data-tab="events"]').click()
    drawn(page)
    drawn(page)
    told = "(node) => { const b = node.getBoundingClientRect(); return [b.top, b.bottom]; }"
    now, listed = (page.eval_on_selector(one, told) for one in ("#events li.now", "#events"))
    assert page.eval_on_selector("#events", "(node) => node.scrollTop") > 0
    assert listed[0] <= now[0]
    assert now[1] <= listed[1]
    assert page.told == []
    page.close()
