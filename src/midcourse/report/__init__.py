"""Figures, maps and the page of a stored run."""

from .page import write_page

__all__ = ["write_page"]
