"""Maximal covering: the best places of batteries as a mixed-integer program.

Model page: docs/models/analysis/siting.md.
"""

from typing import NamedTuple

import numpy as np

from .site_field import groups_of

INFEASIBLE = 2
"""Status of scipy.optimize.milp."""


class Covering(NamedTuple):
    """Answer of `cover_most`: places chosen (None: none found), the bound on the value, whether it is proven."""

    places: tuple | None
    bound: float
    proven: bool


def cover_most(masks, need, goal, barred=(), limit=60.0):
    """Best places of batteries by maximal covering, a mixed-integer program that HiGHS solves.

    One place is chosen for each battery. A group is held when every flight to every threatened place of it is met by
    what stands or by a chosen place. Source: [church1974]; solver [huangfu2018].

    Parameters
    ----------
    masks : Masks
        Of candidates only: without the rows as written and without the part.
    need : (n,) array
    goal : Goal
    barred : sequence of tuple of (k,) bool arrays
        Of each, at least one battery must stand on a place that is not marked.
    limit : float, s
        After which the best so far is taken.

    Returns
    -------
    Covering
    """
    from scipy import optimize, sparse

    counts = [len(mask) for mask in masks.moving]
    places = sum(counts)
    rows, groups, weights = _flight_rows(masks, need, goal)
    one = np.repeat(np.eye(len(counts)), counts, axis=1)
    limits = [optimize.LinearConstraint(np.hstack([one, np.zeros((len(counts), len(weights)))]), 1.0, 1.0)]
    for marked in barred:
        line = np.append(np.concatenate(marked).astype(float), np.zeros(len(weights)))
        limits.append(optimize.LinearConstraint(line[None], -np.inf, len(counts) - 1.0))
    if len(rows):
        held = sparse.csr_array((np.ones(len(groups)), (np.arange(len(groups)), groups)), (len(groups), len(weights)))
        limits.append(optimize.LinearConstraint(sparse.hstack([sparse.csr_array(-1.0 * rows), held]), -np.inf, 0.0))
    found = optimize.milp(
        np.append(np.zeros(places), -weights.astype(float)),
        constraints=limits,
        integrality=np.append(np.ones(places), np.zeros(len(weights))),
        bounds=optimize.Bounds(0.0, 1.0),
        options={"time_limit": limit, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return Covering(None, 0.0, found.status == INFEASIBLE)
    picked = tuple(int(np.argmax(part)) for part in np.split(found.x[:places], np.cumsum(counts)[:-1]))
    return Covering(picked, -float(found.mip_dual_bound), found.status == 0)


def _flight_rows(masks, need, goal):
    """(which places meet each row of flights (q, places) bool, group of each row (q,), weights of the groups (g,)).

    Where every group is one place, places that the same candidates serve alike are one group.
    """
    every = np.vstack(masks.moving)
    asked, starts, weights = groups_of(goal, need)
    asked = asked[starts[0] :]
    owner = np.repeat(np.arange(len(weights)), np.diff(starts))
    left = need[asked] & ~masks.standing[asked]
    single = len(weights) == len(asked)
    known, kind = np.unique(
        np.vstack([every[:, asked] & left, left, 0 * owner if single else owner]), axis=1, return_inverse=True
    )
    if single:
        weights = np.bincount(kind.ravel(), weights, known.shape[1])
        owner = np.arange(known.shape[1])
    else:
        owner = known[-1]
    rows, groups = [], []
    for bit in np.int64(1) << np.arange(max(1, int(need.max(initial=0)).bit_length()), dtype=np.int64):
        coming = (known[-2] & bit) != 0
        rows.append((known[:-2, coming] & bit).T != 0)
        groups.append(owner[coming])
    return np.concatenate(rows), np.concatenate(groups), weights
