"""All batteries against all flights: chains of times, shots that fit, reasons; one call for the story.

Model: docs/models/engagement/shots.md.
"""

from dataclasses import dataclass, replace

import numpy as np

from midcourse.engagement.shots import LOOKS, Shots, rows_of, shots_that_fit, why_no_shot
from midcourse.engagement.timeline import all_share, chain_of_times


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the defence can do about each flight (n), by battery (m) where said."""

    chains: tuple
    """One `Chain` a battery."""
    lift_off: np.ndarray
    """First possible lift-off, s from the real lift-off of the threat (n, m); inf never."""
    shots: Shots
    """Shots on one time line, with the reason where there is none."""


def options(flights, sightings, batteries, command, assess_time, links=None, with_lags=True, looks=LOOKS):
    """Chain of times of each battery, shots that fit on one time line, and why none fits.

    Parameters
    ----------
    flights : Flights, n rows
    sightings : Sightings
    batteries : sequence of Battery, length m
    command : Command
    assess_time : float
        s.
    links : sequence of Links, length m, or None
        None: every sensor serves every battery at once.
    with_lags : bool
        Times as if the boosts that ideal vehicles do not have were flown; False: the ideal clock.
    looks : int
        Count no further than this in each layer.

    Returns
    -------
    Options
    """
    links = links or [all_share(len(sightings.sensor_keys))] * len(batteries)
    lag = np.where(np.isfinite(flights.lag), flights.lag, 0.0) if with_lags else 0.0
    chains = tuple(chain_of_times(sightings, command, link, lag) for link in links)
    lift_off = np.column_stack([chain.lift_off_earliest for chain in chains])
    broken = np.column_stack([chain.reason for chain in chains])
    shots = shots_with_reasons(flights, batteries, lift_off, broken, assess_time, with_lags, looks)
    return Options(chains=chains, lift_off=lift_off, shots=shots)


def shots_with_reasons(flights, batteries, lift_off, broken, assess_time, with_lags=True, looks=LOOKS):
    """Shots that fit on one time line, and why none fits; each row for itself.

    Parameters
    ----------
    flights : Flights, n rows
    batteries : sequence of Battery, length m
    lift_off : (n, m) array
        First possible lift-off, s from the real lift-off of the threat; inf never.
    broken : (n, m) int8 array
        Code of `Reason` where the chain of times of a battery breaks.
    assess_time : float
        s.
    with_lags : bool
    looks : int
        Count no further than this in each layer.

    Returns
    -------
    Shots
    """
    shots = shots_that_fit(flights, batteries, lift_off, assess_time, with_lags, looks)
    bare = np.flatnonzero((shots.count == 0) & flights.reached)
    reason = np.zeros(len(flights), np.int8)
    if len(bare):
        reason[bare] = why_no_shot(rows_of(flights, bare), batteries, lift_off[bare], broken[bare], with_lags)
    return replace(shots, reason=reason)
