"""Best and second best places of defensive parts: all choices tried, or by maximal covering.

Model page: docs/models/analysis/siting.md.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from ..errors import MidcourseError
from .site_cover import cover_most
from .site_field import EXTRA, Goal, Masks, masks_at, values_of

MOST_TRIED_TOGETHER = 2
"""Batteries of which all pairs of places are tried."""

MOST_WORK = 2.0e10
"""Choices times places that are tried: some ten seconds of two cores."""

PROVEN = 0.5
"""A gap below half a person, or half a member, is none."""


class Tried(NamedTuple):
    """Every choice of places: value and people (r, k, l), axes of the radar and of up to two batteries."""

    value: np.ndarray
    people: np.ndarray


def try_all(field, goal, tell=None):
    """Value of every choice of places.

    Parameters
    ----------
    field : Field
    goal : Goal
    tell : callable(done, total) or None

    Returns
    -------
    Tried
    """
    found = []
    for radar in range(len(field.order)):
        found.append(values_of(masks_at(field, radar), field.need, goal))
        if tell:
            tell(radar + 1, len(field.order))
    value, people = (np.stack(part) for part in zip(*found, strict=True))
    return Tried(value, people)


def best_of(tried, allowed, moved):
    """Index of the best choice among those allowed, and how many are as good; None where none is allowed.

    The value decides, then the people, then the shorter move from where the parts are written to stand, then the order.

    Parameters
    ----------
    tried : Tried
    allowed : (r, k, l) bool array
    moved : (r, k, l) array, m

    Returns
    -------
    (tuple of three int, int) or None
    """
    rows = np.flatnonzero(allowed)
    if not len(rows):
        return None
    value, people = tried.value.ravel()[rows], tried.people.ravel()[rows]
    order = np.lexsort((rows, moved.ravel()[rows], -people, -value))
    best = rows[order[0]]
    return tuple(int(k) for k in np.unravel_index(best, allowed.shape)), int((value == value[order[0]]).sum())


class Search(NamedTuple):
    """How places are looked for."""

    goal: Goal
    method: str  # "auto", "all-tried" or "covering"
    moved: tuple  # of the radar, if one moves, and each battery: (k,) m from where it is written to stand
    near: Any  # callable(place) -> (k,) bool, candidates that count as the same place
    alike: bool  # two batteries that may change places


class Answer(NamedTuple):
    """Best and second best choice: rows of the radar, if one moves, and of each battery; and how sure they are."""

    best: tuple
    second: tuple | None
    value: int
    people: int
    second_value: int
    second_people: int
    method: str  # "all-tried" or "covering"
    exact: bool
    gap: float  # value that may still be had; 0 where proven
    equal: int | None  # choices as good as the best, itself included; None where they were not counted
    as_written: tuple  # (value, people)
    without: tuple  # (value, people)
    by_place: tuple  # of each moving part: (value, people), each (candidates,), the others at their best


def choose(field, search, tell=None):
    """Best and second best places of what moves.

    All choices are tried where they are few enough; else, for batteries, the maximal covering is solved.

    Parameters
    ----------
    field : Field
    search : Search
    tell : callable(done, total) or None

    Returns
    -------
    Answer

    Raises
    ------
    MidcourseError
        Too many choices to try and no covering for them, or none found in time.
    """
    radar_moves = len(field.order) > 1
    sizes = [len(part.ranks) - 1 for _, part in field.moving]
    choices = math.prod([len(field.order), *sizes])
    can_try = len(sizes) <= MOST_TRIED_TOGETHER and choices * len(field.need) <= MOST_WORK
    if search.method == "covering" or (search.method == "auto" and not can_try):
        if radar_moves or not sizes:
            raise MidcourseError(
                "a covering is solved for batteries alone"
                if search.method == "covering"
                else "too many choices to try",
                where="method" if search.method == "covering" else "spacing",
                got=f"{choices:,} choices",
                hint="all-tried" if search.method == "covering" else "a wider spacing, or a smaller area",
            )
        return _by_covering(field, search)
    if len(sizes) > MOST_TRIED_TOGETHER:
        raise MidcourseError("all are tried for two batteries at most", where="method", got=search.method, hint="auto")
    return _by_trying(field, search, tell)


def _by_trying(field, search, tell):
    tried = try_all(field, search.goal, tell)
    axes = [0] * (len(field.order) > 1) + [1 + k for k in range(len(field.moving))]
    sizes = [tried.value.shape[axis] - EXTRA for axis in axes]
    shape = [1, 1, 1]
    for axis, size in zip(axes, sizes, strict=True):
        shape[axis] = size
    moved = np.zeros(shape)
    for axis, lengths in zip(axes, search.moved, strict=True):
        moved = moved + _along(lengths, axis)
    if search.alike:
        moved = np.minimum(moved, np.swapaxes(moved, 1, 2))
    chosen = Tried(*(part[: shape[0], : shape[1], : shape[2]] for part in tried))
    allowed = np.ones(shape, bool)
    if search.alike:
        allowed &= np.tri(shape[1], dtype=bool).T[None]
    best, equal = best_of(chosen, allowed, moved)
    again = allowed & ~_same(best, axes, search, shape)
    second = best_of(chosen, again, moved)
    ends = [tuple(end if axis in axes else 0 for axis in range(3)) for end in (-EXTRA, -1)]
    return Answer(
        best=_placed([best[axis] for axis in axes], search),
        second=None if second is None else _placed([second[0][axis] for axis in axes], search),
        value=int(chosen.value[best]),
        people=int(chosen.people[best]),
        second_value=0 if second is None else int(chosen.value[second[0]]),
        second_people=0 if second is None else int(chosen.people[second[0]]),
        method="all-tried",
        exact=True,
        gap=0.0,
        equal=equal,
        as_written=tuple(int(part[ends[0]]) for part in tried),
        without=tuple(int(part[ends[1]]) for part in tried),
        by_place=tuple(tuple(_line(part, best, axis) for part in chosen) for axis in axes),
    )


def _along(values, axis):
    """Values as an array of three axes that runs along one."""
    return np.reshape(values, [-1 if k == axis else 1 for k in range(3)])


def _line(values, best, axis):
    """Values along one axis through the best choice."""
    return values[tuple(slice(None) if k == axis else best[k] for k in range(3))]


def _same(best, axes, search, shape):
    """Choices all of whose places count as those of the best one; for batteries alike also the other way round."""
    same = np.ones(shape, bool)
    for axis in axes:
        same &= _along(search.near(best[axis]), axis)
    if search.alike:
        same |= _along(search.near(best[1]), 2) & _along(search.near(best[2]), 1)
    return same


def _placed(rows, search):
    """Rows of each part; of two batteries alike the one nearer to a place goes there."""
    if search.alike:
        (one, two), (i, j) = search.moved[-2:], rows[-2:]
        if one[j] + two[i] < one[i] + two[j]:
            rows = [*rows[:-2], j, i]
    return tuple(rows)


def _by_covering(field, search):
    masks, need, goal = masks_at(field, 0), field.need, search.goal
    free = Masks(tuple(mask[:-EXTRA] for mask in masks.moving), masks.standing)
    first = cover_most(free, need, goal)
    if first.places is None:
        hint = "a wider spacing, or a smaller area"
        raise MidcourseError("no choice of places was found in time", where="spacing", got="60 s", hint=hint)
    near = [search.near(row) for row in first.places]
    barred = [tuple(near)] + [tuple(reversed(near))] * search.alike
    second = cover_most(free, need, goal, barred)
    value, people = _worth(masks, need, goal, first.places)
    again = (0, 0) if second.places is None else _worth(masks, need, goal, second.places)
    gap = 0.0 if first.bound - value < PROVEN else first.bound - value
    sure = gap == 0.0 and first.proven and second.proven and second.bound - again[0] < PROVEN
    last = [tuple(end for _ in first.places) for end in (-EXTRA, -1)]
    return Answer(
        best=_placed(first.places, search),
        second=None if second.places is None else _placed(second.places, search),
        value=value,
        people=people,
        second_value=again[0],
        second_people=again[1],
        method="covering",
        exact=sure,
        gap=gap,
        equal=None,
        as_written=_worth(masks, need, goal, last[0]),
        without=_worth(masks, need, goal, last[1]),
        by_place=tuple(
            tuple(part[:-EXTRA] for part in _with_others(masks, need, goal, first.places, k))
            for k in range(len(first.places))
        ),
    )


def _with_others(masks, need, goal, rows, k):
    """(value, people) of every place of battery k, the others in their rows."""
    standing = masks.standing.copy()
    for j, row in enumerate(rows):
        standing |= masks.moving[j][row] if j != k else 0
    value, people = values_of(Masks((masks.moving[k],), standing), need, goal)
    return value[:, 0], people[:, 0]


def _worth(masks, need, goal, rows):
    value, people = _with_others(masks, need, goal, rows, 0)
    return int(value[rows[0]]), int(people[rows[0]])
