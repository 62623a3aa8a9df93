"""Where flights are seen: cells as aim points, flights from every launch point. docs/models/analysis/coverage.md"""

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np

from .. import flight, sensing
from ..columns import column


class Seen(IntEnum):
    """What becomes of the flights to a cell."""

    NOT_THREATENED = 0
    SEEN = 1
    NEVER = 2

    @property
    def word(self):
        """The word of the doors: "not-threatened"."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What some sensors see of the flights to cells; rows are cells (n), columns sensors (m)."""

    sensor_keys: tuple
    status: np.ndarray = column("", "code of Seen (n,)")
    first_seen: np.ndarray = column("s", "latest first sight among the flights to a cell (n,); NaN never")
    first_by_sensor: np.ndarray = field(repr=False)
    """s, first sight of each flight by each sensor (k flights, m); NaN never."""
    seen_by_sensor: np.ndarray = field(repr=False)
    """s, time in view of each flight by each sensor (k, m)."""

    @property
    def words(self):
        """Status of each cell in words (n,)."""
        return np.array([kind.word for kind in Seen])[self.status]


def fly_classes(threats, aimpoints, earth):
    """Flights of every threat from each of its launch points to every cell.

    Parameters
    ----------
    threats : sequence with missile, launches (k, 2) deg, shape, signature
    aimpoints : (n, 2) array, degrees
    earth : Earth

    Returns
    -------
    list of (flight.Flights, sensing.Signature)
    """
    flown = []
    for threat in threats:
        shape = flight.choose_shape(**threat.shape)
        for place in threat.launches:
            rows = flight.launch_many(threat.missile, place[None], aimpoints, shape=shape, earth=earth)
            flown.append((rows, threat.signature))
    return flown


def watch_classes(devices, flown):
    """Sightings of all those flights by some sensors.

    Parameters
    ----------
    devices : sequence of Radar and Satellite, not empty
    flown : list from `fly_classes`

    Returns
    -------
    list of sensing.Sightings
    """
    return [sensing.watch(devices, flights, signature) for flights, signature in flown]


def cover(sensor_keys, flown, sightings, kept):
    """Coverage by some of the sensors that watched.

    Parameters
    ----------
    sensor_keys : tuple of str, length m
    flown : list from `fly_classes`
    sightings : list from `watch_classes`
    kept : (m,) array of bool, sensors that count

    Returns
    -------
    Coverage
        Of the kept sensors. A cell is seen when every flight that reaches it is seen by one of them.
    """
    reached = np.stack([flights.reached for flights, _ in flown])
    times = np.stack([found.first_seen[:, kept] for found in sightings])
    first = np.fmin.reduce(times, axis=2, initial=np.inf)
    seen = (np.isfinite(first) | ~reached).all(axis=0)
    threatened = reached.any(axis=0)
    status = np.where(threatened, np.where(seen, Seen.SEEN, Seen.NEVER), Seen.NOT_THREATENED).astype(np.int8)
    latest = np.where(reached, first, -np.inf).max(axis=0)
    rows = reached.ravel()
    return Coverage(
        sensor_keys=tuple(key for key, counts in zip(sensor_keys, kept, strict=True) if counts),
        status=status,
        first_seen=np.where(status == Seen.SEEN, latest, np.nan),
        first_by_sensor=times.reshape(rows.size, -1)[rows],
        seen_by_sensor=np.stack([found.seen_time[:, kept] for found in sightings]).reshape(rows.size, -1)[rows],
    )
