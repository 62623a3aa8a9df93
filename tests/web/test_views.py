"""What the page shows beside the defended area, in a real browser: satellites."""

import pytest

LONGEST = 300_000  # ms: the page draws with the processor, and the engine may have to be compiled

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def ink(page):
    """Pixels of the lower ink that are not empty, after the next frame."""
    page.wait_for_timeout(300)
    return page.evaluate(
        "() => { const c = document.getElementById('ink'); let n = 0;"
        " const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
        " for (let i = 3; i < d.length; i += 4) n += d[i] > 0; return n; }"
    )


@pytest.fixture(scope="module")
def page(visit):
    return visit()


def test_a_satellite_has_its_values_and_its_view_on_focus_and_stays_where_it_hangs(page, server):
    told = server.ask("/api/scenarios/small", {"reading": "mda"}).json
    high = {one["key"]: one for one in told["sensors"] if one["kind"] == "satellite"}
    assert high["oko"]["latitude_deg"] == pytest.approx(63.0)  # the inclination of its Molniya orbit, held at apogee
    for key, satellite in high.items():
        page.locator("#b-theme").focus()
        before = ink(page)
        page.locator(f'.pin.satellite[data-key="{key}"]').focus()
        assert ink(page) > 1.2 * before  # its view covers most of the disc
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
    assert page.told == []
