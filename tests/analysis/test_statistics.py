"""Intervals against scipy and against what they promise."""

import math

import numpy as np
import pytest
from scipy import stats

from midcourse.analysis import clopper_pearson, mean_interval
from midcourse.errors import MidcourseError

PRINTED = 6e-4  # the printed limits have three decimals
ROUNDING = 1e-12  # two codes for the same inverse functions


@pytest.mark.parametrize(
    ("hits", "tries", "low", "high"),
    [(5, 8, 0.245, 0.915), (10, 18, 0.308, 0.785), (11, 19, 0.335, 0.797), (14, 14, 0.768, 1.0)],
)
def test_flight_test_records_say_little(hits, tries, low, high):
    """Limits computed by hand for published counts of intercept tests [act2017]; three decimals."""
    assert clopper_pearson(hits, tries) == pytest.approx((low, high), abs=PRINTED)
    ours = clopper_pearson(hits, tries)
    assert ours == pytest.approx(tuple(stats.binomtest(hits, tries).proportion_ci(method="exact")), abs=ROUNDING)


def test_nothing_tried_says_nothing():
    assert clopper_pearson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize("p", [0.02, 0.3, 0.9])
def test_limits_cover_the_truth_as_often_as_they_say(p):
    tries, known = 60, np.arange(61)
    limits = np.array([clopper_pearson(int(k), tries) for k in known])
    covered = (limits[:, 0] <= p) & (p <= limits[:, 1])
    assert stats.binom.pmf(known, tries, p)[covered].sum() >= 0.95


def test_mean_interval_is_the_t_interval_kept_within_its_range():
    values = np.random.default_rng(1).normal(3.0, 1.0, 12)
    mean, low, high = mean_interval(values)
    theirs = stats.t.interval(0.95, 11, loc=values.mean(), scale=stats.sem(values))
    assert (mean, low, high) == pytest.approx((values.mean(), *theirs), rel=ROUNDING)
    assert mean_interval([0, 0, 0, 1], 0.0, 1.0)[1] == 0.0
    assert mean_interval([2.0], 0.0, 9.0) == (2.0, 0.0, 9.0)
    assert mean_interval([2.0])[1] == -math.inf


def test_wrong_counts_are_refused():
    with pytest.raises(MidcourseError):
        clopper_pearson(3, 2)
    with pytest.raises(MidcourseError):
        mean_interval([])
