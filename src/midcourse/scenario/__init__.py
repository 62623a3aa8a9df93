"""Scenario files and the catalog: from text that people write to SI records that the rooms below run."""

from importlib import import_module

_DOORS = {
    "Case": "records",
    "Scenario": "loading",
    "build": "building",
    "describe": "describing",
    "explain_plan": "describing",
    "json_schema": "models",
    "listing": "describing",
    "load": "loading",
    "names": "loading",
    "problems": "loading",
    "required_speed": "speeds",
    "required_speed_map": "speeds",
    "survey": "surveying",
    "TreatyAnswer": "judging",
    "template": "describing",
    "treaty_of": "judging",
}

__all__ = [*_DOORS]  # noqa: PLE0604


def __getattr__(name):
    if name not in _DOORS:
        raise AttributeError(f"module 'midcourse.scenario' has no attribute {name!r}")
    return getattr(import_module(f"midcourse.scenario.{_DOORS[name]}"), name)
