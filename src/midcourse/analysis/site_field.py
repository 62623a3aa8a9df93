"""What moved parts meet from each of their places: flights as bits of a mask, one bit a wave, place by place.

The last two rows of every part that moves are the part where it is written to stand, and no such part at all.
Model page: docs/models/analysis/siting.md.
"""

from typing import NamedTuple

import numpy as np

from . import _kernels, footprint_live

MOST_WAVES = 62
"""Bits of a mask."""

EXTRA = 2
"""Rows after the candidates: as written, and without the part."""


class Goal(NamedTuple):
    """What is counted: groups of places, each with its weight, counted when all of its threatened places are held."""

    people: np.ndarray  # (n,) whole people, for those that answers speak of and to part equals
    group: np.ndarray  # (n,) number of the group of each place, -1 none
    weights: np.ndarray  # (g,) whole numbers


class Part(NamedTuple):
    """A battery that moves, or that stands (one row): how late it may be ready and still meet each flight."""

    ranks: np.ndarray  # (k, f, n) of the sorted ready times of a flight, how many are early enough


class Field(NamedTuple):
    """All that choices are made from: `moving` batteries and `standing` ones, ready times by place of the radar."""

    need: np.ndarray  # (n,) mask of the waves that come to each place
    order: np.ndarray  # (r, f, n, m) rank of the ready time of battery m with the radar at place r; large where never
    moving: tuple  # of (index of the battery, Part)
    standing: tuple  # of (index of the battery, Part)


def met_counts(flights, samples, battery, ready, spans=None):
    """How many of the ready times of each flight, from the earliest on, let a battery meet it.

    Whoever is ready sooner can meet whatever can be met later, so the times are searched by halving.

    Parameters
    ----------
    flights : flight.Flights, n rows
    samples : footprint_live.Samples
        Of these flights.
    battery : engagement.Battery
    ready : (r, n) array, s
        Rising along the first axis; inf never.
    spans : (n, 4) array or None
        From `footprint_live.spans_of`.

    Returns
    -------
    (n,) int array
    """
    low, high = np.zeros(len(flights), np.int64), np.isfinite(ready).sum(axis=0)
    while (open_rows := low < high).any():
        middle = (low + high + 1) // 2
        asked = np.take_along_axis(ready, np.maximum(middle - 1, 0)[None], axis=0)[0]
        can = footprint_live.can_meet(flights, samples, battery, np.where(open_rows, asked, np.inf), spans=spans)
        low = np.where(open_rows & can, middle, low)
        high = np.where(open_rows & ~can, middle - 1, high)
    return low


def part_of(waves, samples, spots, ready, tell=None):
    """How many ready times are early enough, of one battery at each of some places.

    Parameters
    ----------
    waves : sequence of footprint.Wave, f of them, n flights each
    samples : sequence of footprint_live.Samples
    spots : sequence of engagement.Battery
        The battery at each place; all with the same interceptor.
    ready : (r, f, n) array, s
        Rising along the first axis; inf never.
    tell : callable(done) or None

    Returns
    -------
    Part
    """
    spans = [footprint_live.spans_of(part, spots[0]) for part in samples]
    ranks = np.zeros((len(spots), *ready.shape[1:]), np.int32)
    for k, battery in enumerate(spots):  # a kernel each: the table of times to reach is that of one latitude
        for f, wave in enumerate(waves):
            ranks[k, f] = met_counts(wave.flights, samples[f], battery, ready[:, f], spans[f])
        if tell:
            tell(k + 1)
    return Part(ranks)


def ranks_of(ready):
    """Order of ready times along the first axis: sorted times, and the rank of each; a large one where it is inf.

    Parameters
    ----------
    ready : (r, ...) array, s
    """
    order = np.argsort(ready, axis=0, kind="stable")
    rank = np.argsort(order, axis=0, kind="stable")
    return np.take_along_axis(ready, order, axis=0), np.where(np.isfinite(ready), rank, np.iinfo(np.int32).max)


def masks_of(field, radar, index, part):
    """Masks (k, n) of the flights that a battery meets from each of its places, with the radar at one place.

    Parameters
    ----------
    field : Field
    radar : int
    index : int
        Of the battery.
    part : Part
    """
    bits = np.int64(1) << np.arange(part.ranks.shape[1], dtype=np.int64)
    late = field.order[radar, :, :, index]
    mask = np.zeros((part.ranks.shape[0], part.ranks.shape[2]), np.int64)
    for wave, bit in enumerate(bits):
        mask |= np.where(part.ranks[:, wave] > late[wave], bit, 0)
    return mask


class Masks(NamedTuple):
    """Masks of the moving batteries (each (k + EXTRA, n)) and of all that stands (n,), with the radar at one place."""

    moving: tuple
    standing: np.ndarray


def masks_at(field, radar):
    """Masks of everything with the radar at one place.

    Parameters
    ----------
    field : Field
    radar : int

    Returns
    -------
    Masks
    """
    standing = np.zeros(len(field.need), np.int64)
    for index, part in field.standing:
        standing |= masks_of(field, radar, index, part)[0]
    moving = []
    for index, part in field.moving:
        mask = masks_of(field, radar, index, part)
        moving.append(np.vstack([mask, np.zeros((1, mask.shape[1]), np.int64)]))
    return Masks(tuple(moving), standing)


def values_of(masks, need, goal):
    """What every choice of places of up to two batteries defends: value and people, each (k, l).

    Parameters
    ----------
    masks : Masks
        Of at most two moving batteries; one that is not there counts as one place without anything.
    need : (n,) array
    goal : Goal
    """
    nothing = np.zeros((1, len(need)), np.int64)
    first, second = (*masks.moving, nothing, nothing)[:2]
    asked, starts, weights = groups_of(goal, need)
    columns = [np.ascontiguousarray(part[:, asked]) for part in (first, second)]
    value = np.zeros((len(first), len(second)), np.int64)
    held = np.zeros_like(value)
    people = np.ascontiguousarray(goal.people[asked], dtype=np.int64)
    _kernels.choice_values(
        *columns, masks.standing[asked], need[asked], people, starts, weights, _is_grouped(goal), value, held
    )
    return value, held


def _is_grouped(goal):
    """Whether the value is something else than the people."""
    return not (len(goal.weights) == len(goal.people) and np.array_equal(goal.weights, goal.people))


def groups_of(goal, need):
    """Threatened places group by group: their rows, where each group starts in them, and its weight.

    Parameters
    ----------
    goal : Goal
    need : (n,) array

    Returns
    -------
    rows : (q,) array
        Places of no group first.
    starts : (g + 1,) array
    weights : (g,) array
    """
    rows = np.flatnonzero(need)
    rows = rows[np.argsort(goal.group[rows], kind="stable")]
    group = goal.group[rows]
    first = np.searchsorted(group, 0)
    names, begin = np.unique(group[first:], return_index=True)
    starts = np.append(begin + first, len(rows)).astype(np.int64)
    return rows, starts, np.asarray(goal.weights, np.int64)[names]
