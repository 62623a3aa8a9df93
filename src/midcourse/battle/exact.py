"""The exact law of a raid's leakers, where counting all its courses is not too much."""

from dataclasses import dataclass

import numpy as np

from midcourse.battle import _kernels
from midcourse.columns import column

MOST_WORK = 4e8
"""States times courses from each beyond which no exact answer is computed (some seconds)."""

MOST_WORK_IN_ALL = 2e10
"""The same over all mixtures of kinds; most states have no chance, so that this too is some seconds."""

MOST_MIXTURES = 2000
"""Ways in which warheads of several kinds may share out over the looks, beyond which none is computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExactRaid:
    """Law of leakers; all NaN and a reason where it was not computed."""

    p_no_leaker: float = column("1", "probability that nothing gets through")
    expected_leakers: float = column("1", "mean number of leakers")
    expected_shots: float = column("1", "mean number of shots")
    leakers_distribution: np.ndarray | None
    """(warheads + 1,) probability of each number of leakers."""
    left_out_because: str = ""


def _joins(fit, rounds):
    """Chance that a warhead which still waits joins at each look: those with more looks join first."""
    share = np.bincount(fit, minlength=rounds + 1) / len(fit)
    waiting, joins = 1.0, []
    for look in range(rounds):
        coming = share[rounds - look]
        joins.append(min(1.0, coming / waiting) if waiting > 1e-15 else 0.0)
        waiting -= coming
    return np.array(joins)


def _too_much(raid, dud, joins, mixtures):
    """Why there is no exact answer; "" where there is one."""
    fit, batteries, _ = raid.ways
    used = {int(batteries[k, turn]) for k in range(len(fit)) for turn in range(fit[k])} if len(raid.stocks) > 1 else {0}
    if len(used) > 1:
        return "several batteries with magazines of their own share the raid"
    if raid.channels is not None and any(0 < raid.channels[b] < raid.stocks[b] for b in used):
        return "fire-control channels are shared in time"
    if not raid.in_step and not _enough_for_all(raid, fit, raid.stocks[min(used, default=0)]):
        return "warheads that leave apart meet the stock as they come"
    if mixtures and len(mixtures) > MOST_MIXTURES:
        return "too many ways to mix the kinds of warheads"
    side, stock = raid.warheads + 1, raid.stocks[min(used, default=0)] + 1
    split, waits = dud > 0.0, joins[0] < 1.0 or mixtures is not None
    states = side * (side if split else 1) * (side if waits else 1) * stock
    courses = side * (side if split or waits else 1)
    if not split and not waits and raid.doctrine.rounds <= 2:
        courses = 1 + side * side // states  # one state before the first look, at most `side` before the second
    if states * courses > MOST_WORK or states * courses * len(mixtures or (0,)) > MOST_WORK_IN_ALL:
        return "too many courses of the raid to count"
    return ""


def _enough_for_all(raid, fit, stock):
    """Whether the stock serves every look of every warhead, so that nothing is shared, in whatever order they come."""
    if raid.doctrine.spends_all:
        return False
    first, most = 0, 0
    for warheads, ways in raid.kinds or ((raid.warheads, len(fit)),):
        most += warheads * int(fit[first : first + ways].max())
        first += ways
    return stock >= most


def _mixtures(raid, fit, rounds):
    """How warheads of several kinds share out over their looks: {(with 0 looks, 1, ...): chance}; None for one kind."""
    if raid.kinds is None or len(raid.kinds) == 1:
        return None
    law, first = {(0,) * (rounds + 1): 1.0}, 0
    for warheads, ways in raid.kinds:
        share = np.bincount(fit[first : first + ways], minlength=rounds + 1) / ways
        first += ways
        for _ in range(warheads):
            law = _with_one_more(law, share)
            if len(law) > MOST_MIXTURES:
                return law
    return law


def _with_one_more(law, share):
    """The law of `_mixtures` after one more warhead, which has k looks with chance share[k]."""
    after = {}
    for counts, chance in law.items():
        for looks in np.flatnonzero(share):
            key = (*counts[:looks], counts[looks] + 1, *counts[looks + 1 :])
            after[key] = after.get(key, 0.0) + chance * share[looks]
    return after


def _one_law(raid, mixtures, stock, single_shot, dud, joins):
    """(law of leakers, expected shots) given a kill probability of one shot."""
    rounds, salvo = raid.doctrine.rounds, raid.doctrine.spends_all
    if mixtures is None:
        return _kernels.raid_law(int(raid.warheads), stock, single_shot, dud, rounds, salvo, joins)
    law, shots = np.zeros(raid.warheads + 1), 0.0
    for counts, chance in mixtures.items():
        joining = np.array(counts[:0:-1], np.int64)  # those with the most looks join first
        part, fired = _kernels.mixed_law(joining, counts[0], stock, single_shot, dud, salvo)
        law += chance * part
        shots += chance * fired
    return law, shots


def exact_raid(raid):
    """Exact law of leakers and mean number of shots: rounds of shots as a chain over (warheads left, stock).

    With a common failure of the raid the law is the mixture of the raid that works and the one in which no shot kills.
    With several batteries in play, or too many states, there is none and the reason is told.
    Page docs/models/battle/raid.md.

    Parameters
    ----------
    raid : Raid

    Returns
    -------
    ExactRaid
    """
    kill, rounds = raid.kill, raid.doctrine.rounds
    fit, batteries, _ = raid.ways
    joins = _joins(fit, rounds)
    dud = 1.0 - (1.0 - kill.warhead_fails) * kill.selection
    mixtures = _mixtures(raid, fit, rounds)
    because = _too_much(raid, dud, joins, mixtures)
    if because:
        return ExactRaid(
            p_no_leaker=np.nan, expected_leakers=np.nan, expected_shots=np.nan,
            leakers_distribution=None, left_out_because=because,
        )  # fmt: skip
    covered = np.flatnonzero(fit > 0)
    stock = raid.stocks[int(batteries[covered[0], 0])] if len(covered) else 0
    law, shots = np.zeros(raid.warheads + 1), 0.0
    for chance, single_shot in ((1.0 - kill.raid_fails, kill.single_shot), (kill.raid_fails, 0.0)):
        if chance > 0.0:
            part, fired = _one_law(raid, mixtures, int(stock), float(single_shot), float(dud), joins)
            law += chance * part
            shots += chance * fired
    return ExactRaid(
        p_no_leaker=float(law[0]),
        expected_leakers=float(law @ np.arange(raid.warheads + 1)),
        expected_shots=float(shots),
        leakers_distribution=law,
    )
