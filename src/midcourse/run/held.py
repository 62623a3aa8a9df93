"""The raid once more, with no track of a warhead that a turning radar does not hold: what the mount loses is lost.

Model: docs/models/sensing/mount.md.
"""

from dataclasses import replace

import numpy as np

from .. import analysis, battle, engagement, sensing
from . import pictures

MOST_RAIDS = 3000
"""Raids of the sample that are played with the mount's losses: the first ones of the run's own draws."""

NO_LAW = "what a mount holds of one warhead depends on all the others"
ALIKE = 1e-6
"""s, within which a track is as firm as that of a flight alone."""

_SIGHT = "sight-from-any"


def study_held(case, waves, engaged, raid, known):
    """Answer of the raid in which turning radars hold no more than their field; None where no radar turns.

    Parameters
    ----------
    case : scenario.Case
    waves : tuple of stages.Wave
    engaged : tuple of stages.Engaged
    raid : battle.Raid
        Of flights that are tracked as if each came alone.
    known : dict
        What readings share; filled here.

    Returns
    -------
    analysis.RaidAnswer or None
    """
    turning = pictures.turning_of(case)
    if not turning or not 0 < raid.warheads <= sensing.MOST_OBJECTS:
        return None
    _, flights, sightings = pictures.ways_of(case, waves, engaged)
    drawn = battle.drawn_ways(raid, min(MOST_RAIDS, case.replicates), case.seed)
    alone = _alone(case, sightings)[:, turning]
    firm = np.stack([_firm(case, j, flights, sightings, drawn, raid, known) for j in turning], axis=-1)
    firm = np.where(np.isclose(firm, alone[drawn], rtol=0.0, atol=ALIKE), alone[drawn], firm)
    cases, which = np.unique(np.dstack([drawn, firm]).reshape(-1, 1 + len(turning)), axis=0, return_inverse=True)
    way, times = cases[:, 0].astype(np.int64), cases[:, 1:]
    less = np.flatnonzero((times != alone[way]).any(axis=1))
    if not len(less):
        return analysis.study_sample(raid, battle.sample_raid(raid, len(drawn), case.seed), case.seed, NO_LAW)
    options = _options(case, flights, _seen(case, sightings, way[less], turning, times[less]), way[less])
    row = way.copy()
    row[less] = len(flights) + np.arange(len(less))
    with_less = _with_ways(raid, options.shots)
    played = battle.sample_raid(with_less, len(drawn), case.seed, row[which.reshape(drawn.shape)])
    return analysis.study_sample(with_less, played, case.seed, NO_LAW)


def _alone(case, sightings):
    """When each sensor has what is needed of each flight alone, (n, m) s; inf where never."""
    command = case.command
    sight = command.needs == _SIGHT
    found = sightings.first_seen if sight else sightings.firm_track_time(command.track_time, command.gap_time)
    return np.nan_to_num(found, nan=np.inf)


def _firm(case, j, flights, sightings, drawn, raid, known):
    """When turning radar j has what is needed of each warhead of each raid, s after its lift-off."""
    command, devices = case.command, tuple(sensor.device for sensor in case.sensors)
    need = (0.0, 0.0) if command.needs == _SIGHT else (command.track_time, command.gap_time)
    told = pictures.told_of(devices, sightings, j)
    key = (
        "held", devices[j], need, raid.lift_offs.tobytes(), case.seed, drawn.shape, flights.knot_time.tobytes(),
        sightings.span_start[:, j].tobytes(), None if told is None else told.tobytes(),
    )  # fmt: skip
    if key not in known:
        known[key] = sensing.firm_in_raids(devices[j], sightings, j, flights, drawn, raid.lift_offs, need, told)
    return known[key]


def _seen(case, sightings, way, turning, times):
    """Sightings of some ways in which turning radars have what is needed at other times, or never."""
    track = 0.0 if case.command.needs == _SIGHT else case.command.track_time
    found = pictures.rows_of(sightings, way)
    start, end = found.span_start.copy(), found.span_end.copy()
    for k, j in enumerate(turning):
        firm, first, last = times[:, k], found.first_seen[:, j], found.last_seen[:, j]
        never = first if track > 0.0 else np.full(len(first), np.nan)
        start[:, j], end[:, j] = np.nan, np.nan
        start[:, j, 0] = np.where(np.isfinite(firm), firm - track, never)
        end[:, j, 0] = np.where(np.isfinite(firm), np.fmax(firm, last), never)
    return replace(found, span_start=start, span_end=end)


def _options(case, flights, sightings, way):
    return engagement.options(
        engagement.rows_of(flights, way),
        sightings,
        tuple(battery.launcher for battery in case.batteries),
        case.command,
        case.doctrine.assess_time,
        [battery.links for battery in case.batteries],
        looks=case.doctrine.looks,
    )


def _with_ways(raid, shots):
    """The raid with more ways to come behind its own, for warheads that are told which way they come."""
    more = {
        "fit": shots.count,
        "batteries": shots.battery,
        "reasons": shots.reason,
        "launch_time": shots.launch_time,
        "intercept_time": shots.intercept_time,
    }
    joined = {name: np.concatenate([getattr(raid, name), values]) for name, values in more.items()}
    return replace(raid, kinds=None, **joined)
