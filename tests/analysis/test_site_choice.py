"""Best places of batteries: every answer against plain sets and a full enumeration written here, HiGHS against both."""

import itertools

import numpy as np
import pytest

from midcourse.analysis import site_choice, site_cover, site_field
from midcourse.errors import MidcourseError

BIG = np.iinfo(np.int32).max


def field_of(tables, need, standing=None):
    """A field whose batteries meet what the tables (places, waves, aim points) say, one ready time."""
    waves, count = tables[0].shape[1:]
    parts = [np.concatenate([table, table[:1]]) for table in tables]  # as written: where the first candidate is
    moving = tuple((k, site_field.Part(part.astype(np.int32))) for k, part in enumerate(parts))
    still = () if standing is None else ((len(tables), site_field.Part(standing[None].astype(np.int32))),)
    bits = (need * (1 << np.arange(waves))[:, None]).sum(axis=0)
    order = np.zeros((1, waves, count, len(tables) + len(still)), np.int32)
    return site_field.Field(need=bits, order=order, moving=moving, standing=still)


def search_of(goal, tables, method="auto", near=None, alike=False):
    return site_choice.Search(
        goal=goal,
        method=method,
        moved=tuple(np.arange(len(t), dtype=float) for t in tables),
        near=near or (lambda row: np.arange(len(tables[0])) == row),
        alike=alike,
    )


def by_sets(tables, need, standing, goal):
    """Value of every choice of places, with sets: dict of rows -> (value, people)."""
    waves, count = need.shape
    found = {}
    for rows in itertools.product(*(range(len(t)) for t in tables)):
        held = set()
        for p in range(count):
            coming = {w for w in range(waves) if need[w, p]}
            met = {w for w in coming if standing[w, p] or any(t[r][w, p] for t, r in zip(tables, rows, strict=True))}
            if coming and met == coming:
                held.add(p)
        value = 0
        for g, weight in enumerate(goal.weights):
            asked = {p for p in range(count) if goal.group[p] == g and need[:, p].any()}
            value += int(weight) if asked and asked <= held else 0
        found[rows] = value, int(goal.people[sorted(held)].sum())
    return found


def random_case(seed):
    random = np.random.default_rng(seed)
    waves, count = int(random.integers(1, 4)), int(random.integers(3, 25))
    sites = int(random.integers(2, 7))
    tables = [random.random((sites, waves, count)) < 0.45 for _ in range(2)]
    need, standing = random.random((waves, count)) < 0.6, random.random((waves, count)) < 0.15
    people = random.integers(0, 4, count).astype(np.int64)  # many ties
    if seed % 2:
        goal = site_field.Goal(people, random.integers(-1, 5, count), random.integers(1, 3, 5))
    else:
        goal = site_field.Goal(people, np.arange(count), people)
    return tables, need, standing, goal


@pytest.mark.parametrize("seed", range(40))
def test_all_tried_and_covering_find_what_plain_sets_find(seed):
    tables, need, standing, goal = random_case(seed)
    field, table = field_of(tables, need, standing), by_sets(tables, need, standing, goal)
    tried = site_choice.try_all(field, goal)
    for (i, j), (value, people) in table.items():
        assert (tried.value[0, i, j], tried.people[0, i, j]) == (value, people)
    assert tried.people[0, -1, -1] <= tried.people[0, 0, 0], "without the parts no more than with them"
    order = sorted(table.items(), key=lambda item: (-item[1][0], -item[1][1], sum(item[0]), item[0]))
    best = max(value for value, _ in table.values())
    exact = site_choice.choose(field, search_of(goal, tables))
    assert (exact.method, exact.exact, exact.best) == ("all-tried", True, order[0][0])
    assert exact.equal == sum(value == best for value, _ in table.values())
    assert (exact.second, exact.second_value) == (order[1][0], order[1][1][0])
    covering = site_choice.choose(field, search_of(goal, tables, "covering"))
    assert (covering.method, covering.exact, covering.gap) == ("covering", True, 0.0)
    assert covering.value == best == table[covering.best][0]
    others = [value for rows, (value, _) in table.items() if rows != covering.best]
    assert covering.second_value == max(others) == table[covering.second][0]


def trap():
    """Three places for two batteries: the one that serves most alone is in no best pair. Source: [church1974]."""
    serves = ({0, 1, 2, 3}, {0, 1, 4}, {2, 3, 5})
    table = np.array([[[p in s for p in range(6)]] for s in serves])
    people = np.array([10, 10, 10, 10, 6, 6], np.int64)
    return [table, table], np.ones((1, 6), bool), site_field.Goal(people, np.arange(6), people)


@pytest.mark.parametrize("method", ["all-tried", "covering"])
def test_the_best_pair_is_found_where_one_after_the_other_is_not(method):
    tables, need, goal = trap()
    alone = [goal.people[row[0]].sum() for row in tables[0]]
    greedy = int(np.argmax(alone))
    with_it = max(goal.people[tables[0][greedy][0] | row[0]].sum() for row in tables[1])
    found = site_choice.choose(field_of(tables, need), search_of(goal, tables, method, alike=True))
    assert (greedy, with_it) == (0, 46), "one after the other takes the first place and gets 46"
    assert (sorted(found.best), found.value, found.exact) == ([1, 2], 52, True)
    assert found.second_value == 46, "and not the same pair the other way round"


def test_of_equal_places_the_nearest_to_where_it_is_written_is_taken():
    table = np.ones((4, 1, 3), bool)
    people = np.array([1, 2, 3], np.int64)
    goal = site_field.Goal(people, np.arange(3), people)
    search = search_of(goal, [table])._replace(moved=(np.array([5.0, 2.0, 9.0, 2.0]),))
    found = site_choice.choose(field_of([table], np.ones((1, 3), bool)), search)
    assert (found.best, found.equal, found.second) == ((1,), 4, (3,))


def test_another_choice_near_the_best_is_the_same_one():
    table = np.array([[[1, 1, 1]], [[1, 1, 0]], [[1, 0, 0]]], bool)
    people = np.array([1, 1, 1], np.int64)
    goal = site_field.Goal(people, np.arange(3), people)
    for method in ("all-tried", "covering"):
        search = search_of(goal, [table], method, near=lambda row: np.abs(np.arange(3) - row) <= 1)
        found = site_choice.choose(field_of([table], np.ones((1, 3), bool)), search)
        assert (found.best, found.second, found.second_value) == ((0,), (2,), 1)


def test_with_one_place_there_is_no_second():
    table = np.ones((1, 1, 2), bool)
    goal = site_field.Goal(np.ones(2, np.int64), np.arange(2), np.ones(2, np.int64))
    for method in ("all-tried", "covering"):
        found = site_choice.choose(field_of([table], np.ones((1, 2), bool)), search_of(goal, [table], method))
        assert (found.best, found.second, found.value, found.exact) == ((0,), None, 2, True)


def test_three_batteries_go_by_covering():
    tables, need, goal = trap()
    three = [tables[0]] * 3
    found = site_choice.choose(field_of(three, need), search_of(goal, three))
    assert (found.method, found.value, found.exact) == ("covering", 52, True)
    with pytest.raises(MidcourseError, match="two batteries"):
        site_choice.choose(field_of(three, need), search_of(goal, three, "all-tried"))


def test_what_was_not_proven_is_not_called_exact(monkeypatch):
    """A solver that stops early leaves a gap, and the answer says so."""
    tables, need, goal = trap()
    solve = site_cover.cover_most

    def stopped(*asked):
        return solve(*asked)._replace(bound=60.0, proven=False)

    monkeypatch.setattr(site_choice, "cover_most", stopped)
    found = site_choice.choose(field_of(tables, need), search_of(goal, tables, "covering"))
    assert (found.exact, found.gap) == (False, pytest.approx(60.0 - 52.0))


def test_a_later_ready_time_meets_no_more():
    """Ranks: the k-th ready time is early enough where more than k are."""
    ready = np.array([[[3.0]], [[1.0]], [[np.inf]], [[2.0]]])
    times, rank = site_field.ranks_of(ready)
    assert times[:, 0, 0].tolist() == [1.0, 2.0, 3.0, np.inf]
    assert rank[:, 0, 0].tolist() == [2, 0, BIG, 1]
