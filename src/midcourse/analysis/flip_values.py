"""At which value of an assumption an answer changes: the nearest change on one side of the stated value.

Model: docs/models/analysis/flip-values.md.
"""

from dataclasses import dataclass

import numpy as np
import shapely

from midcourse.columns import column

FEWEST = 4
"""Places of one group from which on an outline is drawn; fewer are all kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The nearest value found at which some groups are no longer as they were."""

    value: float = column("", "of the assumption, in its own unit")
    groups: np.ndarray = column("", "codes of the groups that have changed there")
    gained: bool = column("", "whether they hold there and did not before, else the other way round")


def outermost(group, latitude, longitude):
    """Rows of each group that lie on its outline: corners of the smallest geodesic polygon around its places.

    Whatever fails first in a group when a quantity that bends only one way over it gets worse fails at one of these.

    Parameters
    ----------
    group : (n,) array of codes
    latitude, longitude : (n,) arrays, rad

    Returns
    -------
    rows : int array, sorted
    """
    group = np.asarray(group)
    place = np.column_stack(
        [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)]
    )
    order = np.argsort(group, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(group[order])) + 1) if len(order) else []
    return np.sort(np.concatenate([_outline(rows, place[rows]) for rows in parts] or [np.zeros(0, int)]))


def _outline(rows, place):
    """Rows that are corners of the hull in the plane that touches at their middle, where geodesics are straight."""
    middle = place.mean(axis=0)
    length = np.linalg.norm(middle)
    if len(rows) < FEWEST or length < 0.5:
        return rows
    middle /= length
    height = place @ middle
    if height.min() < 0.1:  # spread over most of a hemisphere: no one plane holds them
        return rows
    east = np.cross(np.eye(3)[np.argmin(np.abs(middle))], middle)
    east /= np.linalg.norm(east)
    plane = np.column_stack([place @ east, place @ np.cross(middle, east)]) / height[:, None]
    hull = shapely.convex_hull(shapely.multipoints(plane))
    if hull.geom_type != "Polygon":  # all on one line
        return rows
    corners = shapely.get_coordinates(hull)
    return rows[np.isin(plane @ (1.0, 1.0j), corners @ (1.0, 1.0j))]


def nearest_change(holds, before, group, bounds, tolerance, gaining):
    """The change nearest to the present value on the way to an end; None where the end changes nothing.

    On the way rows are taken to change one way only: rows that hold fail, or rows that fail hold. Rows that cannot
    decide any more are asked no longer, so that a search costs two or three passes over the rows.

    Parameters
    ----------
    holds : callable(value, rows) -> (k,) bool array
    before : (n,) bool array
        What holds at the present value.
    group : (n,) int array
        A group holds while all its rows do.
    bounds : (float, float)
        The present value and the end.
    tolerance : float
        Width of the last bracket; the answer is its far side, where the change has happened.
    gaining : bool
        Whether groups are gained on that way, else lost.

    Returns
    -------
    Change or None
    """
    now, end = bounds
    rows = np.flatnonzero(~before if gaining else before & _whole(group, before)[group])
    rows, found = _narrowed(holds, end, rows, group, gaining)
    if not len(found):
        return None
    near, far = now, end
    while abs(far - near) > tolerance:
        middle = 0.5 * (near + far)
        fewer, some = _narrowed(holds, middle, rows, group, gaining)
        if len(some):
            far, rows, found = middle, fewer, some
        else:
            near = middle
    return Change(value=float(far), groups=found, gained=gaining)


def _narrowed(holds, value, rows, group, gaining):
    """Rows that decide about the groups that have changed at a value, and these groups."""
    if not len(rows):
        return rows, rows
    state = holds(value, rows)
    if gaining:
        kept = rows[np.isin(group[rows], np.unique(group[rows[~state]]), invert=True)]
    else:
        kept = rows[~state]
    return kept, np.unique(group[kept])


def _whole(group, state):
    """Whether all rows of each group hold; a code without rows does."""
    return np.bincount(group, ~state, (group.max() + 1) if len(group) else 0) == 0


def nearest_crossing(chance, level, now, end, tolerance, whole=False):
    """The value nearest to the present one, on the way to an end, beyond which a chance is on a level's other side.

    Parameters
    ----------
    chance : callable(value) -> float
        Goes one way only between both.
    level : float
    now, end : float
    tolerance : float
        Width of the last bracket; the answer is its far side.
    whole : bool
        Only whole numbers are asked.

    Returns
    -------
    float or None
        None where the end lies on the same side.
    """
    side = chance(now) >= level
    if now == end or (chance(end) >= level) == side:
        return None
    near, far = now, end
    while abs(far - near) > (1.0 if whole else tolerance):
        middle = float(round(0.5 * (near + far))) if whole else 0.5 * (near + far)
        near, far = (middle, far) if (chance(middle) >= level) == side else (near, middle)
    return far
