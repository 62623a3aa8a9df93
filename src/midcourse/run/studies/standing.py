"""Who stands covered when the delay from first sight to lift-off is moved: flown once, shots counted for each delay.

Model pages: docs/models/analysis/footprint.md, docs/models/run/studies.md.
"""

from typing import Any, NamedTuple

import numpy as np

from ... import analysis, engagement
from ...analysis import footprint
from ...scenario import defended_question
from .answer import Slider


class Ground(NamedTuple):
    """Flights of a scenario's threats to some places, and what countings of their shots share."""

    waves: tuple  # footprint.Wave
    places: Any  # analysis.Places
    aimpoints: np.ndarray  # (n, 2) degrees
    known: dict
    counted: dict


def make_ground(case, places=None, aimpoints=None):
    """Fly every threat of a case to every place.

    Parameters
    ----------
    case : scenario.Case
    places : analysis.Places or None for those protected
    aimpoints : (n, 2) array, degrees, or None

    Returns
    -------
    Ground
    """
    places = case.protect.places if places is None else places
    aimpoints = case.protect.aimpoints if aimpoints is None else aimpoints
    waves = footprint.fly_waves(case.threats, aimpoints, case.earth)
    return Ground(waves=waves, places=places, aimpoints=aimpoints, known={}, counted={})


def delay_of(command, latency=0.0):
    """Seconds from the first sight of an unbroken track to the interceptor's lift-off.

    Parameters
    ----------
    command : engagement.Command
    latency : float, s
        Of a sensor's word.
    """
    return command.track_time + latency + command.decide_time + command.consult_time + command.launch_prepare_time


def decision_at(case, delay):
    """The key `command.decide_s` at which a case has a stated delay, as a slider; None where that is under no time.

    Parameters
    ----------
    case : scenario.Case
        Of a built-in scenario without changes.
    delay : float or None, s
        From the first sight to the interceptor's lift-off.
    """
    if delay is None:
        return None
    value = case.command.decide_time + delay - delay_of(case.command, latency_of(case))
    if value < 0.0:
        return None
    return Slider(scenario=case.scenario, reading=case.reading, path="command.decide_s", value=float(value))


def latency_of(case):
    """Latency of a sensor's word in a case, s; the longest where batteries differ.

    Parameters
    ----------
    case : scenario.Case
    """
    return max((float(battery.links.latency.max()) for battery in case.batteries if len(battery.links.latency)),
               default=0.0)  # fmt: skip


def count_shots(ground, case, looks, later=0.0):
    """Shots that fit against every flight when every battery's lift-off comes later by some seconds.

    Parameters
    ----------
    ground : Ground
    case : scenario.Case
    looks : int
        Count no further than this.
    later : float, s
        May be negative.

    Returns
    -------
    footprint.Met
        Without reasons.
    """
    defence = defended_question.defence_of(case, defended_question.Question())
    shots = []
    for k, wave in enumerate(ground.waves):
        key = "lift-off", k, defence.devices, defence.command, *(_links_key(links) for links in defence.links)
        if key not in ground.counted:
            ground.counted[key] = footprint.lift_off(wave, defence, ground.known)
        ready = ground.counted[key] + later
        kinds = k, defence.batteries, defence.assess_time, looks
        shots.append(_by_row(ground.counted, kinds, ready, _counter(wave.flights, defence, looks)))
    reached = np.stack([wave.flights.reached for wave in ground.waves])
    return footprint.Met(reached=reached, shots=np.stack(shots), reason=np.zeros(reached.shape, np.int8))


def _links_key(links):
    return tuple(np.asarray(getattr(links, name)).tobytes() for name in ("shared", "own", "latency"))


def _counter(flights, defence, looks):
    """Function of (rows, their lift-offs): shots that fit."""

    def counted(rows, ready):
        some = engagement.rows_of(flights, rows)
        return engagement.shots_that_fit(some, defence.batteries, ready, defence.assess_time, looks=looks).count

    return counted


def _by_row(known, key, ready, counted):
    """Shots of every row, taken over from an earlier question where a row's lift-offs are the same."""
    found, todo = np.zeros(len(ready), np.int64), np.isfinite(ready).any(axis=1)
    for old_ready, old_shots in known.get(key, ()):
        same = todo & (old_ready == ready).all(axis=1)
        found[same] = old_shots[same]
        todo &= ~same
    rows = np.flatnonzero(todo)
    if len(rows):
        found[rows] = counted(rows, ready[rows])
    known.setdefault(key, []).append((ready, found))
    return found


def standing(ground, met, shots=1):
    """Places, countries and people of what was counted.

    Parameters
    ----------
    ground : Ground
    met : footprint.Met
    shots : int
        How many must fit.

    Returns
    -------
    (analysis.DefendedPlaces, analysis.Countries, analysis.Populations)
    """
    verdicts = footprint.judge(met, shots)
    return verdicts, analysis.countries_of(ground.places, verdicts), analysis.populations(ground.places, verdicts)
