"""Interceptors needed, against the closed form of an even spread and a count of all stocks."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from midcourse.analysis import best_chance, interceptors_needed
from midcourse.battle import Doctrine, Kill, Raid
from midcourse.errors import MidcourseError

EDGE = 1e-9  # a chance this near to the one that is wanted may fall on either side of it
ROUNDING = 1e-12  # a handful of products


def raid(warheads, p, name="even", looks=2, **kill):
    return Raid(warheads=warheads, stocks=(0,), doctrine=Doctrine(name=name, looks=looks), kill=Kill(hit=p, **kill))


def even_chance(warheads, stock, p, q=0.0):
    """Closed form: each warhead gets stock // warheads shots, some one more; all fail together with q."""
    each, more = divmod(stock, warheads)
    return (1 - q) * (1 - (1 - p) ** (each + 1)) ** more * (1 - (1 - p) ** each) ** (warheads - more)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 8), st.floats(0.2, 0.99), st.floats(0.05, 0.95), st.sampled_from([0.0, 0.1]))
def test_it_is_the_least_stock_of_the_closed_form(warheads, p, wanted, q):
    needed = interceptors_needed(raid(warheads, p, common_mode=q), wanted)
    if wanted > 1 - q:
        assert needed is None
        return
    if needed is None:  # so near to the greatest chance that rounding never gets there
        assert wanted > 1 - q - EDGE
        return
    assert even_chance(warheads, needed, p, q) >= wanted - EDGE
    assert even_chance(warheads, needed - 1, p, q) < wanted + EDGE


def test_one_warhead_two_looks_by_hand():
    """One shot gives 0.6, a second look 0.84 and no stock gives more than that."""
    looking = raid(1, 0.6, "shoot-look-shoot")
    assert [interceptors_needed(looking, chance) for chance in (0.5, 0.6, 0.61, 0.84, 0.85)] == [1, 1, 2, 2, None]
    assert best_chance(looking) == pytest.approx(0.84, abs=ROUNDING)


def test_a_last_salvo_makes_up_for_the_looks():
    """After one miss all that is left goes at one warhead: 1 - 0.4^n."""
    assert interceptors_needed(raid(1, 0.6, "shoot-look-salvo"), 0.99) == math.ceil(math.log(0.01) / math.log(0.4))


def test_looking_never_asks_for_more_than_firing_all_at_once():
    for warheads in (1, 2, 5):
        for p in (0.4, 0.7, 0.9):
            at_once, looking = (interceptors_needed(raid(warheads, p, n), 0.8) for n in ("even", "shoot-look-salvo"))
            assert looking <= at_once


def test_a_failure_of_each_warhead_bounds_the_chance():
    shared = raid(3, 0.9, common_mode=0.1, common_scope="warhead")
    assert best_chance(shared) == pytest.approx(0.9**3, abs=ROUNDING)
    assert interceptors_needed(shared, 0.73) is None
    assert interceptors_needed(shared, 0.72) is not None


def test_nothing_comes_and_nothing_kills():
    assert interceptors_needed(raid(0, 0.5), 0.9) == 0
    assert interceptors_needed(raid(2, 0.0), 0.1) is None
    assert interceptors_needed(raid(4, 1.0), 1.0) == 4


def test_what_cannot_be_counted_is_not_called_impossible():
    """A failure of each of 100,000 warheads splits the courses of the raid beyond counting."""
    many = raid(100_000, 0.9, "shoot-look-salvo", common_mode=1e-9, common_scope="warhead")
    assert best_chance(many) > 0.99
    assert math.isnan(interceptors_needed(many, 0.9))


@pytest.mark.parametrize("chance", [0.0, -0.1, 1.1, math.nan])
def test_a_chance_that_is_none(chance):
    with pytest.raises(MidcourseError, match="chance"):
        interceptors_needed(raid(1, 0.5), chance)
