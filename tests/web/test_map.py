"""What is written on the map, in a real browser: labels keep off one another, off pins and off the limb."""

import pytest
from shapely.geometry import Polygon, box

LONGEST = 300_000  # ms: the page draws with the processor, and the engine may have to be compiled
WHOLE = "15,20,60000"  # longitude, latitude, distance in km: a globe of less than 400 px
VIEWS = {
    "home": None,
    "near": "16,50,3500",
    "limb": "75,20,9000",  # Europe at the edge
    "pole": "0,90,9000",
    "dateline": "180,45,9000",
    "whole": WHOLE,
}
ROOM = 1.5  # px that a label of the page is measured wider than it is drawn, and halves of pixels

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NEAR = 3  # px: the globe is a perspective, the flat map is not, and the look is rounded to a hundredth of a degree
STILL = 0.5  # px, half of one: rounding


def drawn(page):
    """Until all that was asked for is drawn."""
    page.wait_for_selector('body[data-waiting="0"]', timeout=LONGEST)
    page.wait_for_timeout(400)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def boxes_of(page, selector):
    """(name, box) of what is shown of a selector, px from the corner of the map."""
    return page.evaluate(
        "(selector) => { const at = document.getElementById('ink').getBoundingClientRect();"
        " return [...document.querySelectorAll(selector)].filter((n) => !n.hidden && n.offsetParent).map((n) => {"
        " const b = n.getBoundingClientRect(), x = b.x - at.x, y = b.y - at.y;"
        " return [n.dataset.key || n.id || n.className, [x, y, x + b.width, y + b.height]]; }); }",
        selector,
    )


def faults(page):
    """Labels that overlap, lie on a pin, a handle or a control, or cross the limb or the edge of the map."""
    told = page.evaluate("() => window.written()")
    limb = Polygon(told["limb"])
    size = page.evaluate(
        "() => [document.getElementById('ink').clientWidth, document.getElementById('ink').clientHeight]"
    )
    labels = [(one["words"], box(*one["box"]).buffer(-ROOM)) for one in told["ground"] + told["air"]]
    things = [
        (name, box(*b).buffer(-ROOM)) for name, b in boxes_of(page, ".pin, .handle, #legend, .mapkeys, .credit, #card")
    ]
    found = [f"{a} on {b}" for i, (a, x) in enumerate(labels) for b, y in labels[:i] if x.intersects(y)]
    found += [f"{a} on {b}" for a, x in labels for b, y in things if x.intersects(y)]
    found += [f"{a} over the limb" for a, x in labels if x.crosses(limb.exterior) or x.intersects(limb.exterior)]
    found += [f"{a} cut by the edge" for a, x in labels if not box(0, 0, *size).contains(x)]
    return found, [words for words, _ in labels]


@pytest.mark.parametrize("flat", [False, True])
def test_labels_keep_off_one_another_off_pins_and_off_the_limb(visit, flat):
    page = visit("&probe=1" + ("&view=flat" if flat else ""))
    written = {}
    for name, at in VIEWS.items():
        page.evaluate(f"() => window.look({at})") if at else page.keyboard.press("h")
        drawn(page)
        found, written[name] = faults(page)
        assert found == [], name
    assert {"north", "radar", "south-east"} <= set(written["near"] + written["home"])
    assert "Arctic Ocean" in written["pole"]
    assert "Bering Sea" in written["dateline"]
    assert page.told == []
    page.close()


def test_on_a_small_globe_sites_are_dots_and_only_what_is_not_covered_keeps_its_name(visit):
    page = visit(f"&probe=1&at={WHOLE}")
    drawn(page)
    pins = dict(boxes_of(page, ".pin:not(.satellite)"))
    assert set(pins) == {"north", "radar", "south-east"}
    dots = page.evaluate(
        "() => [...document.querySelectorAll('.pin:not(.satellite)')].map((n) => {"
        " const s = getComputedStyle(n, '::after'); return [s.width, s.height, s.backgroundColor]; })"
    )
    assert {(width, height) for width, height, _ in dots} == {("5px", "5px")}
    assert len({colour for *_, colour in dots}) == len(dots)  # each of its role
    _, words = faults(page)
    open_ = {cell.split("\t")[0].strip() for cell in page.locator("#uncovered tr").all_inner_texts()}
    high = {"dsp-10e", "oko"}
    assert {word for word in words if word.split(",")[0] not in high} <= open_
    assert open_ & set(words)
    page.close()


def middle_of(page):
    """Longitude and latitude in the middle of the map, and where two pins stand on it."""
    return {name: [(b[0] + b[2]) / 2, (b[1] + b[3]) / 2] for name, b in boxes_of(page, ".pin:not(.satellite)")}


def test_the_flat_map_keeps_the_place_of_the_globe_and_lies_still_under_a_site_that_is_moved(visit):
    """At 360 px, by the button there: what was in the middle stays there, and a moved site moves alone."""
    page = visit("&probe=1&lite=1&at=21,54,5000", (360, 740))  # near Redzikowo
    drawn(page)
    width, height = page.evaluate(
        "() => [document.getElementById('ink').clientWidth, document.getElementById('ink').clientHeight]"
    )
    page.evaluate("() => window.look(17.1, 54.48, 5000)")
    drawn(page)
    centre = [width / 2, height / 2]
    assert middle_of(page)["north"] == pytest.approx(centre, abs=NEAR)
    button = page.locator("#z-flat")
    box_ = button.bounding_box()
    assert min(box_["width"], box_["height"]) >= 40
    button.click()
    drawn(page)
    assert button.get_attribute("aria-pressed") == "true"
    before = middle_of(page)
    assert before["north"] == pytest.approx(centre, abs=NEAR)
    page.locator('.pin[data-key="north"]').focus()
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Enter")
    drawn(page)
    after = middle_of(page)
    assert after["radar"] == pytest.approx(before["radar"], abs=STILL)
    assert after["north"][1] > before["north"][1] + 3
    page.evaluate("() => window.look(-178, 58, 3500)")
    drawn(page)
    button.click()
    drawn(page)
    names = [one["words"] for one in page.evaluate("() => window.written().ground")]
    assert "Bering Sea" in names  # the globe shows where the flat map was taken
    assert page.told == []
    page.close()


NEAR_SATELLITE = "-20,25,12000"  # the card lies beside the satellite over Africa, where its name would stand


def test_no_name_lies_under_the_card_of_a_site_that_has_the_focus(visit):
    page = visit(f"&probe=1&at={NEAR_SATELLITE}")
    drawn(page)
    for key in ("dsp-10e", "north", "radar"):
        page.focus(f'.pin[data-key="{key}"]')
        drawn(page)
        assert page.locator("#card").is_visible()
        found, words = faults(page)
        assert found == [], key
        assert any(word.split(",")[0] == key for word in words), key  # the name of what is explained stays
    page.close()


def test_in_the_split_view_each_name_stays_on_its_side_of_the_line(visit):
    page = visit("&probe=1")
    page.evaluate("() => window.look(22, 46, 3500)")
    page.keyboard.press("c")
    page.wait_for_selector("#v-split")
    page.click("#v-split")
    drawn(page)
    line = page.evaluate("() => document.getElementById('divider').offsetLeft")
    told = page.evaluate("() => window.written()")
    assert told["left"]
    assert told["ground"]
    assert all(one["box"][2] <= line for one in told["left"])
    assert all(one["box"][0] >= line for one in told["ground"])
    page.close()
