"""The chart of interceptors needed: what it is given is what it draws."""

import re

import pytest

from midcourse.errors import MidcourseError
from midcourse.report import raid_figure

COLUMNS = {
    "warheads": [1, 1, 5, 5],
    "kill_probability": [0.5, 0.7, 0.5, 0.7],
    "interceptors_needed": [3, 2, None, 14],
    "why_none": [None, None, "no stock is enough", None],
    "doctrine": ["even"] * 4,
    "looks": [1] * 4,
    "common_mode": [0.1] * 4,
    "common_scope": ["raid"] * 4,
    "p_no_leaker_at_least": [0.8] * 4,
}


def words(path):
    """Text of an SVG in which letters are outlines: matplotlib leaves each text as a comment."""
    return re.findall(r"<!-- (.*?) -->", path.read_text(encoding="utf-8"))


def test_it_names_doctrine_chance_and_raid_sizes(tmp_path):
    told = words(raid_figure.figure_needed(COLUMNS, tmp_path / "needed.svg", point=(0.7, 10, 5)))
    assert any("chance of 0.8" in text for text in told)
    assert any("even, 1 look" in text and "0.1 of the raid" in text and "no stock" in text for text in told)
    assert {"1", "5", "asked: 10"} <= set(told)


def test_where_no_stock_is_enough_it_says_so(tmp_path):
    bare = {**COLUMNS, "interceptors_needed": [None] * 4, "why_none": ["no stock is enough"] * 4}
    told = words(raid_figure.figure_needed(bare, tmp_path / "needed.svg", point=(0.7, 0, 5)))
    assert "no stock is enough" in told


def test_another_file_type_is_refused(tmp_path):
    with pytest.raises(MidcourseError, match="PNG"):
        raid_figure.figure_needed(COLUMNS, tmp_path / "needed.gif")
