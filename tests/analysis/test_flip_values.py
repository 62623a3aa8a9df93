"""Flip values against thresholds that are known beforehand, sorted and counted by numpy."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from midcourse import analysis

STEP = 0.01


def random_rows(seed):
    """Groups of rows, each row holding up to a threshold of its own."""
    random = np.random.default_rng(seed)
    group = random.integers(0, 6, 60)
    return group, random.uniform(0.0, 100.0, 60)


def asker(limit, asked):
    def holds(value, rows):
        asked.append(len(rows))
        return value <= limit[rows]

    return holds


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), now=st.floats(0.0, 60.0))
def test_a_group_is_lost_at_the_least_threshold_of_the_groups_that_hold(seed, now):
    group, limit = random_rows(seed)
    least = np.array([limit[group == k].min() for k in range(6)])
    holding = np.flatnonzero(least >= now)
    found = analysis.nearest_change(asker(limit, []), now <= limit, group, (now, 100.0), STEP, gaining=False)
    if not len(holding):
        assert found is None
        return
    first = least[holding].min()
    assert first < found.value <= first + STEP
    assert not found.gained
    assert found.groups.tolist() == [k for k in holding if least[k] < found.value]


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), now=st.floats(40.0, 100.0))
def test_a_group_is_gained_where_its_last_row_holds(seed, now):
    group, limit = random_rows(seed)
    least = np.array([limit[group == k].min() for k in range(6)])
    failing = np.flatnonzero(least < now)
    found = analysis.nearest_change(asker(limit, []), now <= limit, group, (now, 0.0), STEP, gaining=True)
    if not len(failing):
        assert found is None
        return
    first = least[failing].max()
    assert first - STEP <= found.value <= first
    assert found.gained
    assert found.groups.tolist() == [k for k in failing if least[k] >= found.value]


def test_an_end_that_changes_nothing_says_none():
    group, limit = random_rows(1)
    holds = asker(limit + 200.0, [])
    assert analysis.nearest_change(holds, np.ones(60, bool), group, (0.0, 100.0), STEP, gaining=False) is None


PASSES = 4  # halving what can still decide: 1 + 1 + 1/2 + 1/4 + ... for thresholds spread evenly


def test_a_search_asks_few_rows():
    random = np.random.default_rng(5)
    limit, asked = random.uniform(0.0, 100.0, 4000), []
    analysis.nearest_change(
        asker(limit, asked), np.ones(4000, bool), np.arange(4000), (0.0, 100.0), STEP, gaining=False
    )
    assert sum(asked) < PASSES * 4000


def places_around(random, middle, count, reach):
    """Unit vectors within an angle of a direction."""
    place = random.normal(size=(40 * count, 3))
    place /= np.linalg.norm(place, axis=1)[:, None]
    return place[place @ middle > math.cos(reach)][:count]


@pytest.mark.parametrize("seed", range(8))
def test_what_is_least_near_a_far_point_is_least_on_the_outline(seed):
    """Nearness to a point is a quantity whose level sets are caps, straight or round but never hollow."""
    random = np.random.default_rng(seed)
    middle = random.normal(size=3)
    middle /= np.linalg.norm(middle)
    place = np.concatenate([places_around(random, middle, 200, 0.5), places_around(random, -middle, 200, 0.3)])
    group = np.repeat([4, 1], [(place @ middle > 0).sum(), (place @ middle < 0).sum()])
    latitude, longitude = np.arcsin(place[:, 2]), np.arctan2(place[:, 1], place[:, 0])
    rows = analysis.outermost(group, latitude, longitude)
    assert len(rows) < 0.25 * len(group)
    for code, side in ((4, middle), (1, -middle)):
        for eye in places_around(random, side, 20, 0.9):
            near = place @ eye
            mine = group == code
            assert near[rows][group[rows] == code].min() == near[mine].min()


def test_few_places_and_places_on_a_line_are_all_kept():
    latitude = np.zeros(9)
    longitude = np.linspace(0.1, 0.9, 9)
    assert analysis.outermost(np.zeros(9, int), latitude, longitude).tolist() == list(range(9))
    assert analysis.outermost(np.array([0, 1, 1]), latitude[:3], longitude[:3]).tolist() == [0, 1, 2]
    assert analysis.outermost(np.zeros(0, int), np.zeros(0), np.zeros(0)).tolist() == []


FINE = 1e-6  # the bracket that is asked for


def test_a_chance_crosses_its_level_where_the_closed_form_says():
    value = analysis.nearest_crossing(lambda x: x * x, 0.5, 0.1, 1.0, FINE)
    assert value == pytest.approx(math.sqrt(0.5), abs=FINE)
    assert value * value >= 0.5
    assert analysis.nearest_crossing(lambda x: x * x, 0.5, 0.1, 0.6, FINE) is None


def test_whole_numbers_are_crossed_at_the_first_that_is_enough():
    """1 - 0.7^n is 0.3, 0.51, 0.657: two shots are enough; going down from five, one is the first too few."""
    chance = lambda n: 1.0 - 0.7**n  # noqa: E731
    assert analysis.nearest_crossing(chance, 0.5, 0.0, 100.0, 1.0, whole=True) == 2.0
    assert analysis.nearest_crossing(chance, 0.5, 5.0, 0.0, 1.0, whole=True) == 1.0
