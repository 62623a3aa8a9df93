"""What a study takes: bounds that hold at both ends, and one message for what it does not take."""

import inspect
from importlib import import_module

import numpy as np
import pytest

import midcourse as mc
from midcourse.errors import MidcourseError
from midcourse.exchange import study_answer
from midcourse.run import studies
from midcourse.run.studies import inputs
from midcourse.run.studies.answer import counted

QUICK = ("arms-race", "decoys", "shared-warning-time", "ten-interceptors", "test-record")
SLOW = ("aimed-at-russia", "s300-lower-tier")
NAMED = {"selections": "picks-by-chance", "latency": "net", "tests": "5-of-8", "limits": "s-300v", "speeds": "a"}
"""One name of each input that holds a value for each of several."""

ROUNDING = 1e-12  # sums of a few numbers of size 1


def ends(name):
    """Every bound of every number that a study takes, as inputs."""
    for key, one, _, _ in studies.takes(name):
        if one.kind in ("number", "whole"):
            for value in (one.low, one.high):
                whole = {"one": value, "list": [value], "names": {NAMED.get(key, ""): value}}[one.holds]
                yield {key: whole}


@pytest.mark.parametrize("name", studies.names())
def test_every_input_of_a_study_has_bounds_words_and_a_value_that_it_takes(name):
    module = import_module(f"midcourse.run.studies.{name.replace('-', '_')}")
    told = studies.takes(name)
    asked = {key for key, one in inspect.signature(module.compute).parameters.items() if one.kind is one.KEYWORD_ONLY}
    assert {row[0] for row in told} == asked - {"progress"}
    given = {key: value for key, _, value, _ in told}
    assert set(inputs.checked(module.TAKES, given, name)) == set(given)
    for key, one, _, words in told:
        assert one.words
        assert words, key


@pytest.mark.parametrize("name", [*QUICK, *(pytest.param(name, marks=pytest.mark.slow) for name in SLOW)])
def test_a_study_answers_at_both_ends_of_each_input(name):
    asked = list(ends(name))
    assert asked
    for given in asked:
        answer = study_answer.study(mc.study(name, **given))
        assert answer["readings"], given
        study_answer.study_text(answer)


@pytest.mark.parametrize(
    ("name", "given", "where"),
    [
        ("ten-interceptors", {"force": 0}, "force"),
        ("ten-interceptors", {"force": 2.5}, "force"),
        ("ten-interceptors", {"force": True}, "force"),
        ("ten-interceptors", {"matters": float("nan")}, "matters"),
        ("decoys", {"kill_probability": "high"}, "kill_probability"),
        ("decoys", {"selections": 0.5}, "selections"),
        ("decoys", {"selections.picks-by-chance": 2.0}, "selections.picks-by-chance"),
        ("shared-warning-time", {"latency.telephone": 5.0}, "latency"),
        ("shared-warning-time", {"latency": 5.0, "latency.net": 5.0}, "latency"),
        ("test-record", {"counts": {"a": (5, 3, "house")}}, "counts.a"),
        ("test-record", {"tests": {"gmd": 8}}, "tests"),
        ("s300-lower-tier", {"needed": 5e6}, "needed"),
        ("treaty-2001", {"dates": "2001-05-30"}, "dates"),
        ("treaty-2001", {"dates": ["2001-13-30"]}, "dates[0]"),
        ("who-is-covered", {"shots": [1, 0]}, "shots[1]"),
        ("who-is-covered", {"delays": []}, "delays"),
        ("enlargement", {"countries": ["XX"]}, "countries"),
    ],
)
def test_what_a_study_does_not_take_is_told_with_its_place_and_what_it_takes(name, given, where):
    with pytest.raises(MidcourseError) as told:
        mc.study(name, **given)
    assert told.value.where == where
    assert told.value.hint


@pytest.mark.slow
def test_a_grid_without_a_place_is_told():
    with pytest.raises(MidcourseError, match="no place of the grid"):
        mc.study("what-would-cover-everyone", date="1952-01-01", spacing=0.5, kinds={"fast": 9e3})


def test_arrays_of_numpy_are_taken_as_lists():
    takes = {"delays": inputs.listed(inputs.number("s", 0.0, 10.0)), "stock": inputs.whole("interceptors", 0, 9)}
    found = inputs.checked(takes, {"delays": np.arange(3.0), "stock": np.int64(4)}, "any")
    assert found == {"delays": (0.0, 1.0, 2.0), "stock": 4}


@pytest.mark.parametrize("force", [1, 3, 4, 7])
def test_more_interceptors_than_warheads_leave_what_shots_one_by_one_leave(force):
    """Referent: interceptors dealt out one by one; each warhead's chance to get past all of its own multiplied."""
    answer = mc.study("ten-interceptors", force=force, interceptors=10)
    dealt = [sum(k % force == one for k in range(10)) for one in range(force)]
    for reading, p in (("low+independent", 0.25), ("middle+independent", 0.55)):
        row = next(row for row in answer.readings if row.reading == reading)
        assert row.value == pytest.approx(1.0 - sum((1.0 - p) ** n for n in dealt) / force, abs=ROUNDING)


def test_rows_are_told_of_from_none_to_all():
    told: list = []
    assert list(counted(lambda *row: told.append(row), "rows", "ab")) == ["a", "b"]
    assert told == [("rows", 0, 2), ("rows", 1, 2), ("rows", 2, 2)]


def test_a_study_that_takes_its_time_tells_how_far_it_is():
    told: list = []
    mc.study("treaty-2001", scenarios=("european-site-2008",), progress=lambda *row: told.append(row))
    assert told[0][1:] == (0, 1)
    assert told[-1][1:] == (1, 1)
