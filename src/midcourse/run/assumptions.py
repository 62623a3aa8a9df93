"""The table of assumptions: every stated number of a scenario and of the presets it uses, with status and source."""

import numpy as np

from ..scenario import catalog

_STATED = ("command", "doctrine", "kill")
_CHOICE = "stated by the scenario file"


def columns(plan, played):
    """Columns of the table `assumptions`, values as text in the unit that stands beside them.

    Parameters
    ----------
    plan : scenario.Scenario
    played : list of stages.Played

    Returns
    -------
    columns : dict of name -> (n,) object array: path, value, unit, low, high, status, source, date
    """
    rows = [*_of_the_file(plan), *_of_the_presets(played)]
    names = ("path", "value", "unit", "low", "high", "status", "source", "date")
    return {name: np.array([row[k] for row in rows], object) for k, name in enumerate(names)}


def _text(value):
    if value is None:
        return None
    return f"{value:g}" if isinstance(value, (int, float)) and not isinstance(value, bool) else str(value)


def _unit_of(key):
    """Unit that a key of the scenario format ends with; "" for pure numbers and words."""
    return {"s": "s", "km": "km", "deg": "deg", "m2": "m^2"}.get(key.rpartition("_")[2], "") if "_" in key else ""


def _of_the_file(plan):
    """Numbers that the file itself states: delays, doctrine, chances, and how many warheads come."""
    for section in _STATED:
        for key, stated in plan.data[section].items():
            if isinstance(stated, dict) and "value" not in stated:
                continue
            ranged = isinstance(stated, dict)
            value, low, high = (stated[k] for k in ("value", "low", "high")) if ranged else (stated, None, None)
            yield f"{section}.{key}", _text(value), _unit_of(key), _text(low), _text(high), "assumed", _CHOICE, None
    for threat in plan.data["threats"]:
        for key in ("count", "spacing_s", "rcs_vhf_m2", "rcs_uhf_m2", "rcs_x_m2"):
            if key in threat:
                path = f"threats.{threat['key']}.{key}"
                yield path, _text(threat[key]), _unit_of(key), None, None, "assumed", _CHOICE, None


def _of_the_presets(played):
    """Values of every preset that some reading uses, once each."""
    used = {}
    for p in played:
        used |= {("missiles", threat.missile.key): None for threat in p.case.threats}
        used |= {(sensor.kind, sensor.preset): None for sensor in p.case.sensors}
        used |= {("interceptors", battery.preset): None for battery in p.case.batteries}
    for kind, key in used:
        for entry in catalog.values(kind, key):
            yield (
                f"{key}: {entry.name}",
                _text(entry.value),
                entry.unit,
                _text(entry.low),
                _text(entry.high),
                entry.status,
                entry.source,
                str(entry.date),
            )
