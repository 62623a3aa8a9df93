"""Comparisons: nothing differs from itself, every change is found once, differences are b minus a."""

from hypothesis import given
from hypothesis import strategies as st

from midcourse.exchange import comparison

VALUES = st.dictionaries(st.text("abc.", max_size=4), st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.text()))


@given(VALUES)
def test_nothing_differs_from_itself(stated):
    assert comparison.differing_inputs(stated, dict(stated)) == []


@given(VALUES, VALUES)
def test_every_difference_is_found_from_both_sides(a, b):
    there = {row["path"]: (row["a"], row["b"]) for row in comparison.differing_inputs(a, b)}
    back = {row["path"]: (row["b"], row["a"]) for row in comparison.differing_inputs(b, a)}
    assert there == back
    for path in a.keys() & b.keys():
        assert (path in there) == (repr(a[path]) != repr(b[path]))
    assert (a.keys() ^ b.keys()) <= there.keys()


def test_readings_of_the_same_name_belong_together():
    pairs, alone = comparison.pair_readings(["x", "y"], ["y", "z"])
    assert pairs == [("y", "y", "y")]
    assert alone == ["reading x is only in a", "reading z is only in b"]


def test_one_reading_is_laid_beside_each_of_the_others():
    assert comparison.pair_readings(["x"], ["y"]) == ([("x / y", "x", "y")], [])
    assert [p[0] for p in comparison.pair_readings(["x"], ["y", "z"])[0]] == ["x / y", "x / z"]
    assert [p[0] for p in comparison.pair_readings(["x", "w"], ["y"])[0]] == ["x / y", "w / y"]


def test_answers_differ_by_b_minus_a(toy):
    a, b = toy("a"), toy("b", shift=1)
    rows = comparison.differing_answers(a, b, comparison.pair_readings(a.readings, b.readings)[0])
    found = {(row["reading"], row["quantity"]): row for row in rows}
    assert all(set(row) == {"reading", "quantity", "unit", "a", "b", "difference"} for row in rows)
    assert found["two", "defended_population"]["difference"] == -100
    assert found["two", "members_undefended"]["difference"] == 1
    assert found["one", "members_undefended"]["difference"] == 0
    assert (found["two", "status of TR"]["a"], found["two", "status of TR"]["b"]) == ("defended", "partly")
    assert ("one", "status of TR") not in found


def test_an_exact_number_is_compared_with_an_exact_one_only(toy):
    a = toy("a")
    rows = comparison.differing_answers(a, a, [("one / two", "one", "two")])
    chance = next(row for row in rows if row["quantity"].startswith("p_no_leaker"))
    assert (chance["quantity"], chance["difference"]) == ("p_no_leaker_sampled", 0.26)


def test_people_read_what_differs_and_how_many_are_the_same(toy):
    a, b = toy("a"), toy("b", shift=1)
    answers = comparison.differing_answers(a, b, [("two", "two", "two")])
    inputs = comparison.differing_inputs({"kill.hit": 0.5, "seed": 1}, {"kill.hit": 0.6, "seed": 1})
    text = comparison.compare_text(comparison.compare(("a", "b"), inputs, answers, ["watch out"]))
    for words in ("kill.hit", "0.5", "0.6", "answers, two: 5 the same", "-100", "note: watch out"):
        assert words in text
    assert "seed" not in text
