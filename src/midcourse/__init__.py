"""Midcourse: an open simulator of ballistic-missile-defence architectures.

The rooms, bottom up: earth (shape, frames, air), flight (missiles), sensing (radars), engagement (interceptors),
battle (raids), analysis (who is defended), policy (alliances), scenario (files and catalog), results (stored runs),
exchange and report (files and pages). `midcourse.run` holds the story; this door is lazy and loads nothing heavy.
"""

from importlib import import_module

__version__ = "0.1.0"

_DOORS = {  # name: (module, attribute; None for the module itself)
    "Earth": ("midcourse.earth", "Earth"),
    "catalog": ("midcourse.scenario.catalog", None),
    "coverage": ("midcourse.ask", "coverage"),
    "fly": ("midcourse.ask", "fly"),
    "fly_many": ("midcourse.ask", "fly_many"),
    "footprint": ("midcourse.ask", "footprint"),
    "load": ("midcourse.scenario", "load"),
    "members": ("midcourse.ask", "members"),
    "propagate": ("midcourse.ask", "propagate"),
    "propagate_many": ("midcourse.ask", "propagate_many"),
    "raid": ("midcourse.ask", "raid"),
    "required_speed": ("midcourse.ask", "required_speed"),
    "sensitivity": ("midcourse.run.sensitivity", "sensitivity"),
    "siting": ("midcourse.ask", "siting"),
    "study": ("midcourse.run.studies", "study"),
    "sweep": ("midcourse.run.sweep", "sweep"),
    "treaty": ("midcourse.ask", "treaty"),
    "run": ("midcourse.run", None),  # a module that can be called: see its last lines
}

__all__ = ["__version__", *_DOORS]  # noqa: PLE0604


def __getattr__(name):
    if name not in _DOORS:
        raise AttributeError(f"module 'midcourse' has no attribute {name!r}; it has {', '.join(__all__)}")
    module, attribute = _DOORS[name]
    loaded = import_module(module)
    return loaded if attribute is None else getattr(loaded, attribute)


def __dir__():
    return sorted(__all__)
