"""The first raids of a sample, told shot by shot: what a viewer plays. Model: docs/models/results/run-folder.md."""

import numpy as np

from .. import battle
from ..engagement import Reason
from . import stages
from .shot_tables import words

RAIDS = 8
"""Replicates that are told, from the first on."""


def _told(p):
    """(replicate, replay) of each raid that is told."""
    count = min(RAIDS, p.case.replicates) if p.drawn_raid.warheads else 0
    return [(k, battle.replay(p.drawn_raid, k, p.case.seed)) for k in range(count)]


def _ways(p):
    """Name of the flight, threat and reason of each way that the raid draws from, row by row."""
    names, threats, reasons = [], [], []
    for k, threat in enumerate(p.case.threats):
        for wave, engaged in zip(p.waves, p.engaged, strict=True):
            if wave.threat != k:
                continue
            reached = wave.flights.reached[wave.aim_rows]
            aims = [f"{stages.wave_name(p.case, wave)} to {name}" for name in threat.aim_names]
            names += [name for name, good in zip(aims, reached, strict=True) if good]
            threats += [threat.key] * int(reached.sum())
            reasons.append(engaged.reason[wave.aim_rows[reached]])
    return np.array(names, object), np.array(threats, object), np.concatenate([*reasons, np.zeros(0, np.int8)])


def warheads(p):
    """Which way each warhead came and whether it got through.

    Parameters
    ----------
    p : stages.Played

    Returns
    -------
    list of dict of columns
    """
    names, threats, reasons = _ways(p)
    parts = []
    for number, told in _told(p):
        count = len(told.way)
        parts.append(
            {
                "reading": np.full(count, p.case.reading),
                "replicate": np.full(count, number + 1, np.int64),
                "warhead": np.arange(1, count + 1),
                "threat_key": threats[told.way],
                "threat": names[told.way],
                "lift_off_s": told.lift_off,
                "leaks": told.leaks,
                "why_not": words(reasons[told.way], Reason),
            }
        )
    return parts


def salvos(p):
    """Every salvo at a warhead, when it leaves and meets, and whether it hits.

    Parameters
    ----------
    p : stages.Played

    Returns
    -------
    list of dict of columns
    """
    keys = np.array([battery.key for battery in p.case.batteries], object)
    parts = []
    for number, told in _told(p):
        count = len(told.warhead)
        parts.append(
            {
                "reading": np.full(count, p.case.reading),
                "replicate": np.full(count, number + 1, np.int64),
                "warhead": told.warhead + 1,
                "look": told.look + 1,
                "battery": keys[told.battery],
                "rounds": told.rounds,
                "launch_s": told.launch_time,
                "intercept_s": told.intercept_time,
                "hits": told.hits,
            }
        )
    return parts
