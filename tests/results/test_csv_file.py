"""Columns as CSV: what was given comes out, and no spreadsheet runs a cell."""

import csv

import numpy as np
import pytest

from midcourse import results
from midcourse.errors import MidcourseError


def test_csv_holds_what_was_given(tmp_path):
    path = results.write_csv(
        {"time_s": np.array([0.0, 0.1]), "name": ["a", "b"], "gap": [None, float("nan")]}, tmp_path / "a.csv"
    )
    rows = list(csv.reader(path.read_text().splitlines()))
    assert rows == [["time_s", "name", "gap"], ["0.0", "a", ""], ["0.1", "b", ""]]


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-x", "@sum", "\tx"])
def test_no_cell_of_text_starts_a_formula(tmp_path, text):
    path = results.write_csv({"name": [text], "longitude_deg": np.array([-9.1])}, tmp_path / "a.csv")
    [_, row] = csv.reader(path.read_text().splitlines())
    assert row == ["'" + text, "-9.1"]


def test_a_table_becomes_csv(tmp_path):
    table = results.table({"name": (["=x"], "", ""), "time_s": ([1.5], "s", "")})
    assert results.write_csv(table, tmp_path / "t.csv").read_text() == "name,time_s\n'=x,1.5\n"


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(MidcourseError, match="cannot be written") as caught:
        results.write_csv({"a": [1]}, tmp_path / "no" / "a.csv")
    assert caught.value.exit_code == 2
