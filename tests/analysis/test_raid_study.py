"""Exact beside sampled, and intervals that cover the truth as often as they promise."""

import dataclasses

import numpy as np
import pytest
from scipy import stats

from midcourse import analysis, battle
from midcourse.battle import Doctrine, Kill, Raid

SEEDS, REPLICATES = 200, 400


def raid(p=0.6, **kill):
    return Raid(warheads=6, stocks=(9,), doctrine=Doctrine(looks=2), kill=Kill(hit=p, **kill))


def misses(sampled_raid, p):
    count = 0
    for seed in range(SEEDS):
        clean = int((battle.sample_raid(sampled_raid, REPLICATES, seed).leakers == 0).sum())
        low, high = analysis.clopper_pearson(clean, REPLICATES)
        count += not low <= p <= high
    return count


def allowed(p):
    """99.9 % band of misses in 200 seeds at the interval's exact coverage for this p."""
    known = np.arange(REPLICATES + 1)
    limits = np.array([analysis.clopper_pearson(int(k), REPLICATES) for k in known])
    outside = stats.binom.pmf(known, REPLICATES, p)[(limits[:, 0] > p) | (limits[:, 1] < p)].sum()
    return stats.binom.ppf([0.0005, 0.9995], SEEDS, outside)


def test_the_interval_misses_as_often_as_its_exact_coverage_says_and_a_wrong_sampler_fails():
    p = battle.exact_raid(raid()).p_no_leaker
    low, high = allowed(p)
    assert low <= misses(raid(), p) <= high
    assert misses(raid(0.62), p) > high  # a sampler made wrong on purpose


def test_exact_and_sampled_stand_side_by_side():
    answer = analysis.study_raid(raid(common_mode=0.1), 20_000, 1)
    for estimate in (answer.p_no_leaker, answer.expected_leakers, answer.expected_shots):
        assert estimate.low <= estimate.sampled <= estimate.high
        assert estimate.exact == pytest.approx(estimate.sampled, abs=2.5 * (estimate.high - estimate.low))
    assert sum(row[1] for row in answer.leakers_distribution) == pytest.approx(1.0)
    assert sum(row[2] for row in answer.leakers_distribution) == pytest.approx(1.0)
    assert answer.expected_shots.sampled == pytest.approx(sum(answer.shots_by_battery))
    assert answer.left_out_because == ""


def test_limits_stay_within_what_can_happen():
    answer = analysis.study_raid(raid(1.0), 100, 1)
    assert (answer.p_no_leaker.sampled, answer.p_no_leaker.high) == (1.0, 1.0)
    assert (answer.expected_leakers.low, answer.expected_leakers.high) == (0.0, 0.0)


def test_without_the_common_mode_fewer_leak_on_the_same_draws():
    case = raid(common_mode=0.3)
    free = analysis.without_common_mode(case)
    assert dataclasses.replace(case, kill=free.kill) == free
    shared, alone = (battle.sample_raid(r, 3000, 2).leakers for r in (case, free))
    assert (alone <= shared).all()
    assert alone.sum() < shared.sum()


def test_where_nothing_exact_is_known_it_is_none_with_the_reason():
    case = Raid(
        warheads=3, stocks=(1, 1), fit=np.array([2]), batteries=np.array([[0, 1]]), reasons=np.zeros(1, int)
    )  # fmt: skip
    answer = analysis.study_raid(case, 50, 1)
    assert answer.p_no_leaker.exact is None
    assert answer.leakers_distribution[0][1] is None
    assert "batteries" in answer.left_out_because
