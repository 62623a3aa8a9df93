"""Figures, maps and the page of a stored run."""

from importlib import import_module

_DOORS = {"write_page": "page"}

__all__ = [*_DOORS]  # noqa: PLE0604


def __getattr__(name):
    if name not in _DOORS:
        raise AttributeError(f"module 'midcourse.report' has no attribute {name!r}")
    return getattr(import_module(f"midcourse.report.{_DOORS[name]}"), name)
