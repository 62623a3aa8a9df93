"""Storing and reading what a run produced."""

from .csv_file import write_csv
from .manifest import default_folder, describe_run
from .query import QUESTIONS, query
from .store import Run, read, require_run_folder, write
from .table import Table, table

__all__ = [
    "QUESTIONS",
    "Run",
    "Table",
    "default_folder",
    "describe_run",
    "query",
    "read",
    "require_run_folder",
    "table",
    "write",
    "write_csv",
]
