"""Columns as CSV for spreadsheets, with no cell that a spreadsheet would run."""

import csv
import math
from pathlib import Path

import numpy as np

from ..errors import MidcourseError

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(columns, path):
    """CSV file of named columns; a text that a spreadsheet would take for a formula gets an apostrophe before it.

    Parameters
    ----------
    columns : dict of name -> (n,) array or list, or a Table
    path : path

    Returns
    -------
    pathlib.Path

    Raises
    ------
    MidcourseError
        The file cannot be written.
    """
    names = list(columns.column_names) if hasattr(columns, "column_names") else list(columns)
    values = [_plain(columns[name]) for name in names]
    path = Path(path)
    try:
        with path.open("w", newline="", encoding="utf-8") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow([_cell(name) for name in names])
            writer.writerows([_cell(value) for value in row] for row in zip(*values, strict=True))
    except OSError as error:
        raise MidcourseError("the file cannot be written", where=str(path), got=error.strerror) from error
    return path


def _plain(column):
    return column.to_pylist() if hasattr(column, "to_pylist") else np.asarray(column, dtype=object).tolist()


def _cell(value):
    if isinstance(value, str):
        return "'" + value if value.startswith(_FORMULA_STARTS) else value
    return "" if value is None or (isinstance(value, float) and math.isnan(value)) else value
