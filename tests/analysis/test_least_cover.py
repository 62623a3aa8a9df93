"""The least cover against trying of all choices."""

from itertools import combinations

import numpy as np
import pytest

from midcourse.analysis.least_cover import least_cover

CASES = 40


def tried(able):
    """The fewest candidates by trying all choices, and the first such choice in the order of sums of ranks."""
    asked = able[:, able.any(axis=0)]
    for count in range(len(able) + 1):
        good = [c for c in combinations(range(len(able)), count) if asked[list(c)].any(axis=0).all()]
        if good:
            return count, min(sum(c) for c in good)
    raise AssertionError("all of them serve whatever any serves")


@pytest.mark.parametrize("seed", range(CASES))
def test_as_few_as_trying_all_choices_finds_and_the_first_of_equal_ones(seed):
    draw = np.random.default_rng(seed)
    candidates, places = int(draw.integers(1, 10)), int(draw.integers(1, 30))
    able = draw.random((candidates, places)) < draw.uniform(0.1, 0.6)
    found = least_cover(able, draw.random(places))
    count, ranks = tried(able)
    assert found.proven
    assert found.at_least == len(found.chosen) == count
    assert able[found.chosen].any(axis=0).tolist() == able.any(axis=0).tolist() or not count
    assert sum(found.chosen.tolist()) == ranks


def test_one_after_the_other_would_take_one_more():
    """The candidate that serves most is no part of the best choice."""
    able = np.zeros((3, 6), bool)
    able[0, 1:5] = able[1, :3] = able[2, 3:] = True
    found = least_cover(able, np.ones(6))
    assert sorted(found.chosen.tolist()) == [1, 2]


def test_places_that_nobody_serves_ask_for_nobody():
    found = least_cover(np.zeros((4, 5), bool), np.ones(5))
    assert (len(found.chosen), found.at_least, found.proven) == (0, 0, True)


def test_the_chosen_are_told_in_the_order_of_what_they_add():
    able = np.array([[1, 0, 0, 0], [0, 1, 1, 1]], bool)
    assert least_cover(able, np.ones(4)).chosen.tolist() == [1, 0]
