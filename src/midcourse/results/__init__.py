"""Storing and reading what a run produced."""

from .manifest import default_folder, describe_run
from .query import QUESTIONS, query
from .store import Run, read, write
from .table import Table, table

__all__ = ["QUESTIONS", "Run", "Table", "default_folder", "describe_run", "query", "read", "table", "write"]
