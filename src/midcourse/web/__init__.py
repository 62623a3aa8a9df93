"""The globe in a browser: a server on this machine that shows what the shell says. docs/globe.md"""

from importlib import import_module

_DOORS = {"serve": "serving", "make_app": "app", "openapi": "app"}

__all__ = [*_DOORS]  # noqa: PLE0604


def __getattr__(name):
    if name not in _DOORS:
        raise AttributeError(f"module 'midcourse.web' has no attribute {name!r}")
    return getattr(import_module(f"midcourse.web.{_DOORS[name]}"), name)
