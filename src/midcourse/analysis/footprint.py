"""Who is defended, aim point by aim point: the flights that come there, each alone, and the shots that fit.

Model page: docs/models/analysis/footprint.md.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from .. import engagement, flight, sensing
from ..engagement import Reason
from ..errors import MidcourseError
from . import footprint_live
from .footprint_count import shots_that_fit
from .places import DefendedPlaces, Status

MOST_SHOTS = 16
"""Shots on one time line beyond which nobody counts."""


class Wave(NamedTuple):
    """Flights of one threat from one launch point to every aim point."""

    threat: int
    launch: int
    flights: Any  # flight.Flights, n rows
    signature: Any


class Met(NamedTuple):
    """What holds of every flight: rows are waves (f), columns aim points (n)."""

    reached: np.ndarray  # (f, n) bool
    shots: np.ndarray  # (f, n) shots that fit
    reason: np.ndarray  # (f, n) int8 code of Reason where none does


class Defence(NamedTuple):
    """What stands against the flights: records of the rooms below."""

    devices: tuple  # sensing.Radar and sensing.Satellite
    batteries: tuple  # engagement.Battery
    links: tuple  # engagement.Links, one a battery
    command: Any  # engagement.Command
    assess_time: float


def fly_waves(threats, aimpoints, earth):
    """Flights of every threat from each of its launch points to every aim point.

    Parameters
    ----------
    threats : sequence with missile, launches (k, 2) deg, shape, signature
    aimpoints : (n, 2) array, degrees
    earth : Earth

    Returns
    -------
    tuple of Wave, in file order
    """
    waves = []
    for k, threat in enumerate(threats):
        shape = flight.choose_shape(**threat.shape)
        for j, place in enumerate(threat.launches):
            rows = flight.launch_many(threat.missile, place[None], aimpoints, shape=shape, earth=earth)
            waves.append(Wave(k, j, rows, threat.signature))
    return tuple(waves)


def meet(waves, defence, looks, known=None):
    """Shots that fit against every flight, and why none does.

    Parameters
    ----------
    waves : sequence of Wave
    defence : Defence
    looks : int
        Count no further than this.
    known : dict or None
        What defences with the same sensors share; filled here.

    Returns
    -------
    Met
    """
    known = {} if known is None else known
    met = [_meet_wave(wave, defence, looks, known) for wave in waves]
    return Met(
        reached=np.stack([wave.flights.reached for wave in waves]),
        shots=np.stack([shots for shots, _ in met]),
        reason=np.stack([reason for _, reason in met]),
    )


class _Coming(NamedTuple):
    """The flights of a wave that are in reach, and what is kept of them."""

    rows: np.ndarray
    flights: Any
    samples: Any
    spans: dict  # by lowest and highest intercept

    def spans_for(self, battery):
        """When each flight lies between the altitudes of a battery; None where it is not asked. Made once."""
        key = battery.floor, battery.interceptor.maximum_altitude
        if footprint_live.decides(battery) and key not in self.spans:
            self.spans[key] = footprint_live.spans_of(self.samples, battery)
        return self.spans.get(key)


def _coming(wave, known):
    """Flights of a wave in reach; made once."""
    key = "coming", id(wave.flights)
    if key not in known:
        rows = np.flatnonzero(wave.flights.reached)
        flights = engagement.rows_of(wave.flights, rows)
        known[key] = _Coming(rows, flights, footprint_live.samples_of(flights), {})
    return known[key]


def _sightings(wave, devices, coming, known):
    """What sensors see of the flights in reach; looked once."""
    key = id(wave.flights), devices
    if key not in known:
        known[key] = sensing.watch(devices, coming.flights, wave.signature)
    return known[key]


def _meet_wave(wave, defence, looks, known):
    """(shots, reasons) against the flights of one wave; only those in reach are asked about."""
    n = len(wave.flights)
    shots, reason = np.zeros(n, np.int64), np.full(n, Reason.NOT_SEEN, np.int8)
    if not defence.devices or not defence.batteries:
        reason[:] = Reason.NOT_SEEN if not defence.devices else Reason.OUT_OF_REACH
        return shots, reason
    if not wave.flights.reached.any():
        return shots, reason
    coming = _coming(wave, known)
    sightings = _sightings(wave, defence.devices, coming, known)
    lag = np.nan_to_num(coming.flights.lag)
    chains = [engagement.chain_of_times(sightings, defence.command, links, lag) for links in defence.links]
    ready = np.column_stack([chain.lift_off_earliest for chain in chains])
    broken = np.column_stack([chain.reason for chain in chains])
    spans = [coming.spans_for(battery) for battery in defence.batteries]
    count = shots_that_fit(coming.flights, coming.samples, defence, ready, looks, spans=spans)
    bare = np.flatnonzero(count == 0)
    why = np.full(len(count), Reason.NONE, np.int8)
    why[bare] = _why_none(coming, bare, defence.batteries, ready[bare], broken[bare])
    shots[coming.rows], reason[coming.rows] = count, why
    return shots, reason


def _why_none(coming, bare, batteries, ready, broken):
    """Code of `Reason` for flights without a shot, as `engagement.why_no_shot` has it: the one nearest to a shot."""
    nearest = np.full(len(bare), Reason.NONE, np.int8)
    for j, battery in enumerate(batteries):
        code = broken[:, j].copy()
        whole = np.flatnonzero(code == Reason.NONE)
        if footprint_live.decides(battery):
            asking = (coming.flights, coming.samples, battery, np.zeros(len(whole)))
            late = footprint_live.can_meet(*asking, spans=coming.spans_for(battery), rows=bare[whole])
            code[whole[late]] = Reason.SEEN_TOO_LATE
            whole = whole[~late]
        if len(whole):
            some = engagement.rows_of(coming.flights, bare[whole])
            none = np.full((len(whole), 1), Reason.NONE, np.int8)
            code[whole] = engagement.why_no_shot(some, [battery], ready[whole, j : j + 1], none)
        nearest = np.maximum(nearest, code)
    return nearest


def lift_off(wave, defence, known=None):
    """First possible lift-off of each battery at each flight, (n, m) s from the real lift-off; inf never.

    Parameters
    ----------
    wave : Wave
    defence : Defence
    known : dict or None
        What defences with the same sensors share; filled here.
    """
    n, m = len(wave.flights), len(defence.batteries)
    found = np.full((n, m), np.inf)
    rows = np.flatnonzero(wave.flights.reached)
    if len(rows) and defence.devices:
        known = {} if known is None else known
        key = id(wave.flights), defence.devices
        if key not in known:
            known[key] = sensing.watch(defence.devices, engagement.rows_of(wave.flights, rows), wave.signature)
        lag = np.nan_to_num(wave.flights.lag[rows])
        for j, links in enumerate(defence.links):
            found[rows, j] = engagement.chain_of_times(known[key], defence.command, links, lag).lift_off_earliest
    return found


def shots_for(kill, at_least):
    """Least number of shots with which one warhead is killed with a chance of at least `at_least`; None where none is.

    The chance is that of k shots one after the other at one warhead: what all shots share (a common failure, the choice
    of the object) is drawn once.

    Parameters
    ----------
    kill : battle.Kill
    at_least : float, in (0, 1]

    Raises
    ------
    MidcourseError
        No probability.
    """
    if not 0.0 < at_least <= 1.0:
        raise MidcourseError(
            "a probability lies above 0 and at most at 1", where="kill probability", got=at_least, hint="0.7"
        )
    for shots in range(1, MOST_SHOTS + 1):
        if kill_chance(kill, shots) >= at_least:
            return shots
    return None


def kill_chance(kill, shots):
    """Chance that some shots, one after the other, kill one warhead.

    Parameters
    ----------
    kill : battle.Kill
    shots : int
    """
    return (1.0 - kill.common_mode) * kill.selection * (1.0 - (1.0 - kill.single_shot) ** shots)


def read_against(text):
    """Share of the threats to a place that must be met: 1 for "all", any of them for "any", else a number.

    Parameters
    ----------
    text : str or float

    Returns
    -------
    float
        Above 0, at most 1; "any" gives the least share there is.

    Raises
    ------
    MidcourseError
        Anything else.
    """
    named = {"all": 1.0, "any": math.ulp(0.0)}
    try:
        share = named[text] if text in named else float(text)
    except (TypeError, ValueError):
        share = math.nan
    if not 0.0 < share <= 1.0:
        raise MidcourseError("no such share of the threats", where="against", got=text, hint="all, any or 0.5")
    return share


def judge(met, shots_needed=1, share=1.0):
    """What holds of each aim point.

    It is threatened by the flights that reach it, and defended when at least `shots_needed` shots fit against each of
    them, or against a share of them. `shots` is the least over them, `deciding_threat` the first wave with it.

    Parameters
    ----------
    met : Met
    shots_needed : int or None
        None: no number is enough.
    share : float
        Of the flights that reach it, as `read_against` gives it.

    Returns
    -------
    DefendedPlaces
    """
    coming = met.reached.sum(axis=0)
    threatened = coming > 0
    enough = (met.shots >= (np.inf if shots_needed is None else shots_needed)) & met.reached
    held = threatened & (enough.sum(axis=0) >= share * coming - 1e-9) & enough.any(axis=0)
    asked = np.where(met.reached, met.shots, np.iinfo(np.int64).max)
    decider = np.argmin(asked, axis=0)
    column = np.arange(len(coming))
    least = np.where(threatened, asked[decider, column], 0)
    why = np.where(least > 0, Reason.SEEN_TOO_LATE, met.reason[decider, column])
    return DefendedPlaces(
        status=np.where(held, Status.DEFENDED, np.where(threatened, Status.UNDEFENDED, Status.NOT_THREATENED)).astype(
            np.int8
        ),
        shots=least,
        deciding_threat=np.where(threatened, decider, -1),
        reason=np.where(threatened & ~held, why, Reason.NONE).astype(np.int8),
    )
