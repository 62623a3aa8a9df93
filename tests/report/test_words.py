"""Numbers as people read them; nothing is rounded to all or to none."""

import math

import pytest

from midcourse.report import words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.9312, "93.1 %"),
        (1, "100 %"),
        (0, "0 %"),
        (0.99999, "over 99.9 %"),
        (1e-6, "under 0.1 %"),
        (math.nan, "–"),
        (None, "–"),
    ],
)
def test_a_share_is_all_or_none_only_when_it_is(value, text):
    assert words.share(value) == text.replace(" %", "\u00a0%")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.4102, "0.410"), (0.0012, "0.0012"), (0.000041, "4.1 × 10⁻⁵"), (0, "0"), (1, "1"), (0.99997, "1 − 3.0 × 10⁻⁵")],
)
def test_a_probability_keeps_its_figures(value, text):
    assert words.probability(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(519.4, "8:39"), (0, "0:00"), (-61, "−1:01"), (3599.6, "60:00"), (None, "–")]
)
def test_times_are_minutes_and_seconds(value, text):
    assert words.clock(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(125_040_000, "125.0 million"), (830_400, "830,000"), (9_999, "9,999"), (0, "0")]
)
def test_populations_are_rounded_as_they_are_known(value, text):
    assert words.people(value).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("6.3", "6.3"),
        (7.29212e-5, "7.29212 × 10⁻⁵"),
        ("-2", "−2"),
        (True, "yes"),
        ("False", "no"),
        ("", "–"),
        ("gbi@mda", "gbi@mda"),
    ],
)
def test_a_stated_value_is_shown_as_stated(value, text):
    assert words.number(value) == text


def test_an_interval_without_ends_is_empty():
    assert words.interval(None, 1.0) == ""
    assert words.interval(0.1, 0.2) == "0.100–0.200"


@pytest.mark.parametrize(
    ("key", "name"), [("brdy", "Brdy"), ("south-west-asia", "South west asia"), ("Launch area A", "Launch area A")]
)
def test_a_key_becomes_a_name(key, name):
    assert words.title(key) == name


def test_no_speed_is_enough_is_said():
    assert words.speed(math.inf) == "none"
    assert words.speed(6300.0) == "6.30 km/s"
