"""Verdicts of aim points, against tables by hand, the verdicts of places, and the closed form of the kill chance."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from midcourse import analysis, battle
from midcourse.analysis import footprint
from midcourse.engagement import Reason
from midcourse.errors import MidcourseError

CHANCE = 1e-12  # sums of a few products


def met(reached, shots, reason=Reason.OUT_OF_REACH):
    reached, shots = np.array(reached, bool), np.array(shots)
    return footprint.Met(reached, shots, np.where(shots > 0, 0, reason).astype(np.int8))


def words(found):
    return [analysis.Status(code).word for code in found.status]


def test_a_cell_is_defended_when_shots_fit_against_every_flight_that_reaches_it():
    """Three launch points, five cells."""
    table = met(
        reached=[[1, 1, 1, 0, 0], [1, 1, 0, 0, 1], [1, 0, 0, 0, 1]],
        shots=[[1, 2, 0, 0, 5], [1, 0, 9, 9, 2], [3, 0, 9, 9, 2]],
    )
    one = footprint.judge(table)
    assert words(one) == ["defended", "undefended", "undefended", "not-threatened", "defended"]
    assert one.shots.tolist() == [1, 0, 0, 0, 2]
    assert one.deciding_threat.tolist() == [0, 1, 0, -1, 1]
    assert one.covered.tolist() == [True, False, False, False, True]
    two = footprint.judge(table, 2)
    assert words(two) == ["undefended", "undefended", "undefended", "not-threatened", "defended"]
    assert [Reason(code) for code in two.reason] == [
        Reason.SEEN_TOO_LATE, Reason.OUT_OF_REACH, Reason.OUT_OF_REACH, Reason.NONE, Reason.NONE,
    ]  # fmt: skip


def test_any_and_shares_ask_for_a_part_of_the_flights():
    table = met(reached=[[1, 1, 1, 0]] * 4, shots=[[0, 0, 0, 0], [1, 0, 0, 0], [1, 1, 0, 0], [1, 1, 0, 0]])
    expected = {
        "all": [0, 0, 0, 0], "any": [1, 1, 0, 0], "0.75": [1, 0, 0, 0], "0.5": [1, 1, 0, 0], "0.76": [0, 0, 0, 0],
    }  # fmt: skip
    for against, held in expected.items():
        found = footprint.judge(table, 1, footprint.read_against(against))
        assert found.covered.tolist() == [bool(x) for x in held], against
        assert found.status[3] == analysis.Status.NOT_THREATENED


@pytest.mark.parametrize("wrong", ["every", "0", "1.2", "-1", "nan", ""])
def test_other_shares_are_refused(wrong):
    with pytest.raises(MidcourseError, match="share"):
        footprint.read_against(wrong)


@given(st.integers(0, 10**6), st.integers(1, 3))
def test_verdicts_are_those_of_the_places_of_a_run(seed, needed):
    """`defended_places` sorts rows a flight; this one compares columns: random tables agree."""
    random = np.random.default_rng(seed)
    waves, count = random.integers(1, 5), random.integers(1, 9)
    reached, shots = random.random((waves, count)) < 0.7, random.integers(0, 4, (waves, count))
    table = met(reached, shots, random.integers(1, 8, (waves, count)))
    one = footprint.judge(table, needed)
    other = analysis.defended_places(
        place=np.tile(np.arange(count), waves),
        threat=np.repeat(np.arange(waves), count),
        reached=reached.ravel(),
        shots=shots.ravel(),
        reason=table.reason.ravel(),
        place_count=count,
        shots_needed=needed,
    )
    for name in ("status", "shots", "deciding_threat", "reason"):
        assert (getattr(one, name) == getattr(other, name)).all(), name


def test_the_kill_chance_is_that_of_every_course():
    """All courses of one warhead under three shots counted one by one."""
    kill = battle.Kill(reliability=0.9, hit=0.6, hand_over=0.8, selection=0.95, common_mode=0.1)
    single = 0.9 * 0.6 * 0.8
    for shots in (1, 2, 3):
        chance = 0.0
        for works, right in itertools.product((True, False), repeat=2):
            weight = (0.9 if works else 0.1) * (0.95 if right else 0.05)
            for course in itertools.product((True, False), repeat=shots):
                odds = np.prod([single if hit else 1.0 - single for hit in course])
                chance += weight * odds * (works and right and any(course))
        assert footprint.kill_chance(kill, shots) == pytest.approx(chance, abs=CHANCE)


def test_the_least_number_of_shots_for_a_chance():
    kill = battle.Kill(hit=0.5)
    assert [footprint.shots_for(kill, x) for x in (0.1, 0.5, 0.51, 0.75, 0.76, 0.99)] == [1, 1, 2, 2, 3, 7]
    assert footprint.shots_for(battle.Kill(hit=0.5, common_mode=0.3), 0.71) is None
    with pytest.raises(MidcourseError):
        footprint.shots_for(kill, 0.0)


def test_no_number_of_shots_is_enough_where_none_is():
    found = footprint.judge(met([[1, 0]], [[16, 0]]), None)
    assert words(found) == ["undefended", "not-threatened"]
