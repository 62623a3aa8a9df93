"""The page without a mouse and in large type, in a real browser: names, order of Tab, 200 per cent, less motion."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

NAMELESS = """() => [...document.querySelectorAll('button, input, select, textarea, [role=slider], [role=button]')]
  .filter((n) => n.offsetParent && !(n.getAttribute('aria-label') || n.textContent.trim() || n.title
    || (n.labels && [...n.labels].some((l) => l.textContent.trim()))))
  .map((n) => n.outerHTML.slice(0, 120))"""
AHEAD = "() => [...document.querySelectorAll('[tabindex]')].filter((n) => n.tabIndex > 0).length"
ZOOMED = (640, 400)  # CSS px of a page of 1280 by 800 at 200 per cent


def test_every_control_has_a_name_and_none_jumps_the_order_of_the_page(visit):
    page = visit()
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(AHEAD) == 0
    page.close()


def test_at_200_per_cent_nothing_scrolls_sideways_and_every_part_is_reached(visit):
    page = visit("", ZOOMED)
    for tab, part in (("answer", "#answer"), ("events", "#events"), ("layers", "#layers"), ("assume", "#assume")):
        page.click(f'.tabs [data-tab="{tab}"]')
        assert page.locator(part).is_visible()
        assert page.evaluate("() => document.documentElement.scrollWidth") <= ZOOMED[0]
    page.close()


def test_where_less_motion_is_asked_for_nothing_moves_by_itself(visit):
    page = visit()
    page.emulate_media(reduced_motion="reduce")
    moving = "() => [...document.querySelectorAll('*')].filter((n) => { const s = getComputedStyle(n);"
    moving += (
        " return s.animationName !== 'none' || s.transitionProperty !== 'none' && s.transitionDuration !== '0s'; })"
    )
    assert page.evaluate(f"{moving}.length") == 0
    page.close()
