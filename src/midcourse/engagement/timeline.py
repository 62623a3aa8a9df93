"""The chain of times: seen, firm track, decided, ready to lift off; with the sensor that gave it."""

from dataclasses import dataclass
from functools import reduce

import numpy as np

from midcourse.columns import column
from midcourse.engagement.reasons import Reason
from midcourse.errors import MidcourseError

NEEDS = ("track-from-any", "track-from-own", "sight-from-any")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What has to happen before an interceptor leaves.

    Raises
    ------
    MidcourseError
        An unknown need or a time below zero.
    """

    needs: str = "track-from-any"
    track_time: float = column("s", "time in view that a firm track takes", default=0.0)
    gap_time: float = column("s", "longest single gap that a track survives", default=0.0)
    decide_time: float = column("s", "firm track to the decision", default=0.0)
    consult_time: float = column("s", "added where others are asked first", default=0.0)
    launch_prepare_time: float = column("s", "decision to lift-off", default=0.0)

    def __post_init__(self):
        if self.needs not in NEEDS:
            raise MidcourseError(
                "unknown need of command", where="Command.needs", got=self.needs, hint=" or ".join(NEEDS)
            )
        for name in ("track_time", "gap_time", "decide_time", "consult_time", "launch_prepare_time"):
            if not getattr(self, name) >= 0.0:
                raise MidcourseError(
                    "a time of command is not negative", where=f"Command.{name}", got=getattr(self, name)
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Which of the m sensors serve a battery, and how late their word comes."""

    shared: np.ndarray
    """bool (m,): its word reaches the battery."""
    own: np.ndarray
    """bool (m,): belongs to the battery's owner."""
    latency: np.ndarray = column("s", "delay of each sensor's word (m,)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """One row a flight; times from the real lift-off, NaN from the step on that never comes."""

    seen: np.ndarray = column("s", "first sight by the sensor that gave the track, its delay included")
    firm: np.ndarray = column("s", "firm track (or sight, where sight is enough)")
    committed: np.ndarray = column("s", "decision to fire")
    lift_off_earliest: np.ndarray = column("s", "first possible lift-off; inf where never")
    sensor: np.ndarray = column("", "index of the sensor that gave it; -1 none")
    reason: np.ndarray = column("", "code of Reason where the chain breaks; 0 where it holds")


def all_share(count, latency=0.0):
    """Links by which every one of `count` sensors serves, as if it were the battery's own.

    Parameters
    ----------
    count : int
    latency : float
        s.
    """
    return Links(shared=np.ones(count, bool), own=np.ones(count, bool), latency=np.full(count, float(latency)))


def chain_of_times(sightings, command, links=None, lag=0.0):
    """When a battery may first fire at each flight, and by which sensor's word.

    The sensor is the one whose word comes first. Page docs/models/engagement/chain-of-times.md.

    Parameters
    ----------
    sightings : Sightings, (n, m)
    command : Command
    links : Links or None
        None: every sensor serves at once.
    lag : float or ndarray (n,)
        Lag of an impulsive threat behind which its sightings really happen, s; 0: the ideal clock.

    Returns
    -------
    Chain
        (n,) arrays.
    """
    count = len(sightings.sensor_keys)
    links = links or all_share(count)
    late = np.reshape(lag, (-1, 1)) if np.ndim(lag) else lag
    seen = sightings.first_seen + late
    track = sightings.firm_track_time(command.track_time, command.gap_time) + late
    if command.needs == "sight-from-any":
        track = seen
    serves = links.own & links.shared if command.needs == "track-from-own" else links.shared
    word = np.where(serves, track + links.latency, np.nan)
    firm, first_word = _least(word)
    holds = np.isfinite(firm)
    sensor = np.where(holds, first_word, -1)
    first = np.where(serves, seen + links.latency, np.nan)
    by_sensor = np.take_along_axis(first, np.maximum(sensor, 0)[:, None], axis=1)[:, 0]
    committed = firm + command.decide_time + command.consult_time
    return Chain(
        seen=np.where(holds, by_sensor, _least(first)[0]),
        firm=firm,
        committed=committed,
        lift_off_earliest=np.where(holds, committed + command.launch_prepare_time, np.inf),
        sensor=sensor.astype(np.int16),
        reason=_where_it_breaks(holds, seen, track, serves),
    )


def _least(values):
    """Least number of each row that is one, and its first column; NaN and 0 where none is. By columns: they are few."""
    least, column = values[:, 0].copy(), np.zeros(len(values), np.int64)
    for j in range(1, values.shape[1]):
        better = (values[:, j] < least) | (np.isnan(least) & ~np.isnan(values[:, j]))
        column[better] = j
        least = np.fmin(least, values[:, j])
    return least, column


def _any(flags):
    """Whether any flag of a row is set, by columns."""
    return reduce(np.logical_or, flags.T)


def _where_it_breaks(holds, seen, track, serves):
    """NOT_SEEN by anybody; NO_AUTHORITY where only others track it; else NO_TRACK."""
    anybody = _any(np.isfinite(seen))
    others = _any(np.isfinite(np.where(serves, np.nan, track)))
    broken = np.where(~anybody, Reason.NOT_SEEN, np.where(others, Reason.NO_AUTHORITY, Reason.NO_TRACK))
    return np.where(holds, Reason.NONE, broken).astype(np.int8)
