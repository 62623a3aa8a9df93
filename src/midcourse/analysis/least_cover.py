"""The fewest candidates that serve all that any of them can serve: location set covering.

Model page: docs/models/analysis/siting.md.
"""

from typing import NamedTuple

import numpy as np

PART = 0.5
"""Of one candidate: what all ranks together may cost, so that they never buy one candidate more."""


class Least(NamedTuple):
    """Candidates chosen, the least number that was proven, and whether the choice has that number."""

    chosen: np.ndarray  # (c,) int, in order: each the one that adds most weight to those before it
    at_least: int
    proven: bool


def least_cover(able, weights, limit=60.0):
    """Fewest candidates so that every place which some candidate serves is served; a mixed-integer program by HiGHS.

    Of choices with as few, the one whose candidates stand first in the list. Source: [toregas1971]; solver
    [huangfu2018].

    Parameters
    ----------
    able : (k, n) array of bool
        Whether a candidate serves a place.
    weights : (n,) array
        Of the places: the order in which the chosen are told.
    limit : float, s
        After which the best so far is taken.

    Returns
    -------
    Least
    """
    from scipy import optimize, sparse

    able = np.asarray(able, bool)
    asked = np.unique(able[:, able.any(axis=0)], axis=1)
    if not asked.size:
        return Least(np.zeros(0, np.int64), 0, True)
    ranks = np.arange(1, len(able) + 1) * PART / (len(able) * (len(able) + 1))
    found = optimize.milp(
        1.0 + ranks,
        constraints=optimize.LinearConstraint(sparse.csr_array(asked.T.astype(float)), 1.0, np.inf),
        integrality=np.ones(len(able)),
        bounds=optimize.Bounds(0.0, 1.0),
        options={"time_limit": limit, "mip_rel_gap": 0.0},
    )
    if found.x is None:  # no time for any choice: all of them, and nothing is proven
        return Least(_in_order(able, np.arange(len(able)), weights), 1, False)
    chosen = np.flatnonzero(found.x > 0.5)
    at_least = max(1, int(np.ceil(float(found.mip_dual_bound) - PART))) if found.status else len(chosen)
    return Least(_in_order(able, chosen, weights), at_least, found.status == 0)


def _in_order(able, chosen, weights):
    """The chosen, each the one that adds most weight to those before it; the first of equal ones."""
    left, rest, order = np.ones(able.shape[1], bool), list(chosen), []
    while rest:
        gains = (able[rest] & left) @ np.asarray(weights, float)
        order.append(rest.pop(int(np.argmax(gains))))
        left &= ~able[order[-1]]
    return np.array(order, np.int64)
