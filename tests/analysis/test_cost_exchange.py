"""Shots for a leakage, cost ratios and stocks that run out: by hand, by published arithmetic, by the exact raid."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from midcourse import battle
from midcourse.analysis import cost_exchange
from midcourse.errors import MidcourseError

ROUNDING = 1e-12  # a few products and powers
SUMS = 1e-9  # the exact raid adds up many courses


def test_four_shots_at_each_make_44_interceptors_last_for_eleven_missiles():
    """The arithmetic that was made in public [blair2017]; four shots of a quarter still leave 32 %."""
    assert cost_exchange.last_shot_at(44, 4) == 11
    found = cost_exchange.spend(12, 44, 4, 0.25)
    assert found.unshot == 1
    assert 1.0 - found.stopped / 11 == pytest.approx(0.75**4, rel=ROUNDING)


def test_ten_perfect_interceptors_against_3379_warheads_stop_ten():
    found = cost_exchange.spend(3379, 10, 1, 1.0)
    assert found.stopped == 10
    assert found.share == pytest.approx(10 / 3379, rel=ROUNDING)


@settings(max_examples=40, deadline=None)
@given(
    warheads=st.integers(1, 8),
    shots=st.integers(1, 4),
    p=st.floats(0.0, 1.0),
    common=st.floats(0.0, 1.0),
)
def test_where_the_stock_fits_it_is_the_exact_raid_of_even_shots(warheads, shots, p, common):
    raid = battle.Raid(
        warheads=warheads,
        stocks=(warheads * shots,),
        doctrine=battle.Doctrine(name="even", looks=1),
        kill=battle.Kill(hit=p, common_mode=common),
    )
    found = cost_exchange.spend(warheads, warheads * shots, shots, p, common)
    assert found.arriving == pytest.approx(battle.exact_raid(raid).expected_leakers, abs=SUMS)
    assert found.unshot == 0


@given(p=st.floats(0.01, 0.99), leakage=st.floats(0.001, 0.999), common=st.floats(0.0, 0.9))
def test_the_shots_keep_the_leakage_and_one_fewer_does_not(p, leakage, common):
    def leaks(n):
        return common + (1.0 - common) * (1.0 - p) ** n

    shots = cost_exchange.shots_for_leakage(p, leakage, common)
    if shots is None:
        assert common >= leakage
    else:
        assert leaks(shots) <= leakage + SUMS
        assert shots == 1 or leaks(shots - 1) > leakage - SUMS


def test_shots_at_the_ends():
    assert cost_exchange.shots_for_leakage(1.0, 0.1) == 1
    assert cost_exchange.shots_for_leakage(0.0, 0.1) is None
    assert cost_exchange.shots_for_leakage(0.5, 1.0) == 0
    assert cost_exchange.shots_for_leakage(0.9, 0.1, common_mode=0.2) is None


def test_the_ratio_by_hand():
    assert cost_exchange.cost_ratio(3, 71.0, 52.0) == pytest.approx(3 * 71 / 52, rel=ROUNDING)
    assert cost_exchange.cost_ratio(3, 71.0, 52.0, warheads=2) == pytest.approx(6 * 71 / 52, rel=ROUNDING)
    assert cost_exchange.cost_ratio(None, 71.0, 52.0) is None


def test_more_warheads_are_never_stopped_in_a_smaller_number():
    found = cost_exchange.spend(np.arange(300), 100, 3, 0.55, 0.1)
    assert (np.diff(found.stopped) >= -ROUNDING).all()
    assert (np.diff(found.unshot) >= 0).all()
    assert np.isnan(found.share[0])


@pytest.mark.parametrize("ask", [
    lambda: cost_exchange.spend(1, 1, 0, 0.5),
    lambda: cost_exchange.spend(1, 1, 1, 1.5),
    lambda: cost_exchange.shots_for_leakage(0.5, -0.1),
    lambda: cost_exchange.cost_ratio(1, 1.0, 0.0),
])  # fmt: skip
def test_what_cannot_be_asked_is_refused(ask):
    with pytest.raises(MidcourseError):
        ask()
