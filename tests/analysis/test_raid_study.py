"""Exact beside sampled, and intervals that cover the truth as often as they promise."""

import dataclasses
import itertools

import numpy as np
import pytest
from scipy import stats

from midcourse import analysis, battle
from midcourse.battle import Doctrine, Kill, Raid

SEEDS, REPLICATES = 200, 400
NEAR_NOMINAL = 0.005  # four hundred draws from a law of four points: the t interval is nearly exact
TRANSFORM = 1e-12  # rounding of a Fourier transform of some million points


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
    return band(outside)


def test_the_interval_misses_as_often_as_its_exact_coverage_says_and_a_wrong_sampler_fails():
    p = battle.exact_raid(raid()).p_no_leaker
    low, high = allowed(p)
    assert low <= misses(raid(), p) <= high
    assert misses(raid(0.62), p) > high  # a sampler made wrong on purpose


SMALL, STOCK, P = 3, 4, 0.6
"""Warheads, interceptors and kill probability of a raid whose two laws can be written down by hand."""


def small_raid(p=P):
    return Raid(warheads=SMALL, stocks=(STOCK,), doctrine=Doctrine(looks=2), kill=Kill(hit=p))


def laws_by_hand():
    """Laws of the leakers and of the shots beyond the first three: s survive the first look, min(s, 1) get a second."""
    leakers, second = np.zeros(SMALL + 1), np.zeros(SMALL + 1)
    for survive, chance in enumerate(stats.binom.pmf(np.arange(SMALL + 1), SMALL, 1.0 - P)):
        again = min(survive, STOCK - SMALL)
        second[again] += chance
        for killed, part in enumerate(stats.binom.pmf(np.arange(again + 1), again, P)):
            leakers[survive - killed] += chance * part
    return leakers, second


def t_interval_misses(law, count):
    """Exact chance that a 95 % t interval of `count` draws from a law on 0, 1, 2, ... misses its mean.

    The sum and the sum of squares have the law of `count` fold addition of the points (k, k^2): a power of the
    two-dimensional Fourier transform. The interval is written out here, not taken from the code under test.
    """
    k = np.arange(len(law))
    shape = (count * k[-1] + 1, count * k[-1] ** 2 + 1)
    one = np.zeros(shape)
    one[k, k**2] = law
    joint = np.fft.irfft2(np.fft.rfft2(one) ** count, shape)
    total, squares = np.ogrid[: shape[0], : shape[1]]
    spread = np.sqrt(np.maximum(squares - total**2 / count, 0.0) / (count - 1))
    half = stats.t.ppf(0.975, count - 1) * spread / np.sqrt(count)
    return joint[np.abs(total / count - law @ k) > half].sum()


def band(chance):
    """99.9 % binomial band of the misses in all seeds."""
    return stats.binom.ppf([0.0005, 0.9995], SEEDS, chance)


def t_misses(p):
    """How often the study's intervals of mean leakers and mean shots miss the means by hand, over all seeds."""
    laws, count = laws_by_hand(), np.zeros(2, int)
    means = [law @ np.arange(SMALL + 1) for law in laws]
    for seed in range(SEEDS):
        answer = analysis.study_raid(small_raid(p), REPLICATES, seed)
        sampled = answer.expected_leakers, answer.expected_shots
        truth = means[0], SMALL + means[1]
        count += [not found.low <= mean <= found.high for found, mean in zip(sampled, truth, strict=True)]
    return count


def test_mean_leakers_and_shots_miss_as_often_as_the_exact_coverage_says_and_a_wrong_sampler_fails():
    chances = [t_interval_misses(law, REPLICATES) for law in laws_by_hand()]
    assert chances == pytest.approx([0.05, 0.05], abs=NEAR_NOMINAL)
    bands = np.array([band(chance) for chance in chances])
    right, wrong = t_misses(P), t_misses(P + 0.02)  # the second is a sampler made wrong on purpose
    assert ((bands[:, 0] <= right) & (right <= bands[:, 1])).all()
    assert (wrong > bands[:, 1]).all()


def test_the_exact_coverage_of_a_t_interval_agrees_with_counting_all_samples():
    """Four draws from a law on 0, 1, 2: all 81 samples, one by one."""
    law, count = np.array([0.2, 0.5, 0.3]), 4
    missed = 0.0
    for sample in itertools.product(range(3), repeat=count):
        mean, low, high = analysis.mean_interval(sample)
        missed += np.prod(law[list(sample)]) * (not low <= law @ np.arange(3) <= high)
        assert low <= mean <= high
    assert t_interval_misses(law, count) == pytest.approx(missed, abs=TRANSFORM)


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
