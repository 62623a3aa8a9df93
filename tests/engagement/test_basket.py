"""The basket: a fitted line against simulated fits, chances against closed forms and draws."""

import math

import numpy as np
import pytest

from midcourse.engagement import Accuracy, Seeker, chance_within, hand_over_chance, predicted_sigmas
from midcourse.errors import MidcourseError

FITS = 0.05  # share: 4,000 simulated fits give a sigma within 1.1 % (one standard error)
DRAWS = 0.006  # 200,000 draws give a chance within 0.0011 (one standard error); five of them
SUMMED = 1e-9  # 128 directions of a smooth periodic function


@pytest.mark.parametrize(("length", "ahead", "interval"), [(60.0, 0.0, 1.0), (60.0, 300.0, 1.0), (20.0, 90.0, 5.0)])
def test_the_error_of_a_line_drawn_on_is_that_of_simulated_fits(length, ahead, interval):
    rng = np.random.default_rng(1)
    times = np.arange(0.0, length + 1e-9, interval)
    measured = rng.normal(0.0, 30.0, (4000, len(times)))
    slope, start = np.polyfit(times, measured.T, 1)
    simulated = (start + slope * (length + ahead)).std()
    along, across = predicted_sigmas(
        Accuracy(range_sigma=30.0, angle_sigma=1e-3, interval=interval), 1e6, length, ahead
    )
    assert along == pytest.approx(simulated, rel=LEVER if len(times) < 10 else FITS)
    assert across / along == pytest.approx(1000.0 / 30.0)


LEVER = 0.45  # share: 12 / T^2 stands for the spread of many measurements; with five it is too large by 1.5 in variance


def test_no_track_hands_nothing_over():
    along, _ = predicted_sigmas(Accuracy(range_sigma=30.0, angle_sigma=1e-3), 1e6, np.array([0.0, np.nan]), 10.0)
    assert np.isnan(along).all()
    assert (chance_within(1e3, along, along) == 0.0).all()


def test_equal_sigmas_give_the_closed_form():
    radius = np.array([10.0, 100.0, 300.0])
    assert chance_within(radius, 80.0, 80.0) == pytest.approx(1.0 - np.exp(-0.5 * (radius / 80.0) ** 2), abs=SUMMED)


def test_the_chance_is_that_of_draws_from_the_covariance_in_space():
    rng = np.random.default_rng(2)
    sight, closing = np.array([[800e3, 300e3, -200e3]]), np.array([[-6000.0, 4000.0, 3000.0]])
    accuracy, seeker = Accuracy(range_sigma=20e3, angle_sigma=10e-3), Seeker()
    track, to_go = (sight, np.array([100.0]), np.array([60.0])), np.array([35.0])
    got = hand_over_chance(seeker, accuracy, track, (closing, to_go))[0]
    along, across = predicted_sigmas(accuracy, np.linalg.norm(sight), 100.0, 60.0)
    u = sight[0] / np.linalg.norm(sight)
    error = rng.normal(0.0, across, (200_000, 3))
    error += np.outer(rng.normal(0.0, 1.0, 200_000) * along - error @ u, u)
    w = closing[0] / np.linalg.norm(closing)
    aside = np.linalg.norm(error - np.outer(error @ w, w), axis=1)
    speed = np.linalg.norm(closing)
    radius = 35.0 * min(speed * math.tan(math.radians(0.5)), 800.0)
    assert 0.1 < got < 0.95
    assert got == pytest.approx((aside <= radius).mean(), abs=DRAWS)


@pytest.mark.parametrize(("changes", "binds"), [({"divert_speed": 20.0}, "divert"), ({"divert_speed": 800.0}, "field")])
def test_each_limit_of_the_basket_binds_where_it_is_the_smaller(changes, binds):
    seeker = Seeker(**changes)
    field, divert = 8000.0 * math.tan(math.radians(0.5)) * 30.0, changes["divert_speed"] * 30.0
    assert seeker.radius(8000.0, 30.0) == pytest.approx(divert if binds == "divert" else field)
    assert (divert < field) is (binds == "divert")


def test_the_hand_over_is_not_before_the_launch():
    assert Seeker().time_to_go(10e3, 100.0) == 30.0
    assert Seeker().time_to_go(10e3, 12.0) == 12.0


def test_an_accuracy_of_nought_is_refused():
    with pytest.raises(MidcourseError, match="above zero"):
        Accuracy(range_sigma=0.0, angle_sigma=1e-3)
