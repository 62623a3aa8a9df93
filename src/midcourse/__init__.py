"""Midcourse: an open simulator of ballistic-missile-defence architectures.

The rooms, bottom up: earth (shape, frames, air), flight (missiles), sensing (radars), engagement (interceptors),
battle (raids), analysis (who is defended), policy (alliances), scenario (files and catalog), results (stored runs),
report (pages). `midcourse.run` holds the story; this door is lazy and loads nothing heavy.
"""

from importlib import import_module

__version__ = "0.1.0"

_DOORS = {}

__all__ = ["__version__", *_DOORS]


def __getattr__(name):
    if name not in _DOORS:
        raise AttributeError(f"module 'midcourse' has no attribute {name!r}; it has {', '.join(__all__)}")
    module, attribute = _DOORS[name]
    return getattr(import_module(module), attribute)


def __dir__():
    return sorted(__all__)
