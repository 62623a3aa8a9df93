"""Storing and reading what a run produced."""

from .table import Table, table

__all__ = ["Table", "table"]
