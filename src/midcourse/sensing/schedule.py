"""What a turning mount keeps in its field of view when several flights come at once, and what it loses.

Model: docs/models/sensing/mount.md.
"""

import math
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from midcourse.columns import column
from midcourse.errors import MidcourseError
from midcourse.sensing import _kernels
from midcourse.sensing.rows import flight_arrays, site_row

MOST_OBJECTS = 200
"""Objects of one raid beyond which a mount is not scheduled: the time grows as their cube."""


STEP = 5.0
"""s, of the common clock on which a mount is scheduled in whole raids."""


class Keeping(IntEnum):
    """Whether a mount has an object in its field at a moment, and why not."""

    NOT_IN_VIEW = 0
    HELD = 1
    OUTSIDE_FIELD = 2
    TURNING = 3

    @property
    def word(self):
        """Word for people: "held", "outside-field", ..."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What a mount keeps in its field of raids of k objects, step by step on the common clock."""

    time: np.ndarray = column("s", "moments of the common clock (t,)")
    states: np.ndarray
    """int8 (raids, k, t): codes of `Keeping`."""

    def time_in(self, *states):
        """Time (raids, k), s, that each object spends in these states."""
        return (np.isin(self.states, states)).sum(axis=2) * (self.time[1] - self.time[0])

    @property
    def view_time(self):
        """Time (raids, k), s, in which each object could be seen if it were alone."""
        return self.time_in(Keeping.HELD, Keeping.OUTSIDE_FIELD, Keeping.TURNING)

    @property
    def held_time(self):
        """Time (raids, k), s, in which each is held."""
        return self.time_in(Keeping.HELD)

    @property
    def held_together(self):
        """Whether all objects of a raid that are ever in view are held whenever they are, (raids,) bool."""
        return (self.held_time == self.view_time).all(axis=1)


def keep_in_field(radar, sightings, sensor, flights, rows, lift_offs, step=1.0, told=None):
    """What the mount of one radar keeps in its field of raids, greedy by time.

    It stays with those it holds, takes in whoever fits beside them, the longest in view first, and lets the last to
    have joined go when they drift apart; when it holds nobody it turns to the one longest in view. Those that fit lie
    within half the field of view of the middle of the two furthest apart. Page docs/models/sensing/mount.md.

    Parameters
    ----------
    radar : Radar
        With a mount.
    sightings : Sightings, n rows
    sensor : int
        Column of this radar.
    flights : Flights, n rows
    rows : (raids, k) int array
        Which flight each object of each raid flies.
    lift_offs : (k,) array
        When each object leaves, s on the common clock; rounded to whole steps.
    step : float
        s.
    told : (n,) array or None
        When the mount knows where each flight is, s after its lift-off, inf never. None: before it comes where it is
        told in time, else when it comes into view.

    Returns
    -------
    Picture

    Raises
    ------
    MidcourseError
        A radar without a mount, more objects than `MOST_OBJECTS`.
    """
    raids, aimed = _aimed(radar, sightings, sensor, flights, rows, lift_offs, step, told)
    states = _kernels.keep_all(*raids, *aimed[2:])
    return Picture(time=step * np.arange(states.shape[2]), states=states)


def firm_in_raids(radar, sightings, sensor, flights, rows, lift_offs, need, told=None):
    """When a mount has a firm track of each object of raids, s after its lift-off (raids, k); inf where never.

    As `keep_in_field` with steps of `STEP`. It counts from the true start of the view where the object is held from the
    first step of it on, else from the step at which it is taken in.

    Parameters
    ----------
    radar, sightings, sensor, flights, rows, lift_offs
        As for `keep_in_field`.
    need : (float, float)
        Time held that a track takes, and the longest single gap that it survives, s.
    told
        As for `keep_in_field`.

    Returns
    -------
    (raids, k) array

    Raises
    ------
    MidcourseError
        As `keep_in_field`.
    """
    raids, (starts, ends, *rest) = _aimed(radar, sightings, sensor, flights, rows, lift_offs, STEP, told)
    ways, told, mount, step, steps = rest
    return _kernels.firm_all(*raids, starts, ends, ways, told, mount, tuple(map(float, need)), step, steps)


def _aimed(radar, sightings, sensor, flights, rows, lift_offs, step, told):
    """(rows, lift-offs in steps), (spans, ways, times of being told, mount, step, number of steps) for the kernels."""
    rows, lift_offs = np.atleast_2d(np.asarray(rows, np.int64)), np.asarray(lift_offs, float)
    mount = radar.mount
    if mount is None or rows.shape[1] != len(lift_offs) or not 0 < rows.shape[1] <= MOST_OBJECTS or not step > 0.0:
        raise MidcourseError(
            "a radar with a mount keeps a few objects, each with its lift-off, in its field",
            where="sensing.keep_in_field",
            got=(radar.key, rows.shape, len(lift_offs)),
            hint=f"Radar(mount=Mount(...)), at most {MOST_OBJECTS} objects",
        )
    starts, ends = (np.ascontiguousarray(part[:, sensor]) for part in (sightings.span_start, sightings.span_end))
    last = np.nan_to_num(np.fmax.reduce(ends, axis=1))
    offsets = np.round(lift_offs / step).astype(np.int64)
    steps = 2 + math.ceil(float(last.max(initial=0.0)) / step)
    if told is None:
        told = np.full(len(starts), -math.inf) if mount.in_time else np.nan_to_num(starts[:, 0], nan=math.inf)
    ways = _kernels.aim_all(
        starts, ends, *flight_arrays(flights),
        site_row(radar.latitude, radar.longitude, radar.altitude, flights.earth),
        float(step), steps, float(flights.earth.rate),
    )  # fmt: skip
    turns = (float(mount.boresight or 0.0), float(mount.slew_rate), 0.5 * float(mount.field_of_view))
    longest = steps + int(offsets.max(initial=0))
    return (rows, offsets), (starts, ends, ways, np.asarray(told, float), turns, float(step), longest)
