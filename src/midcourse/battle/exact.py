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


def without_law(because):
    """No law, and why.

    Parameters
    ----------
    because : str
    """
    return ExactRaid(
        p_no_leaker=np.nan,
        expected_leakers=np.nan,
        expected_shots=np.nan,
        leakers_distribution=None,
        left_out_because=because,
    )


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


def _layers_too_much(raid, dud):
    """Why there is no exact answer for several layers; "" where there is one."""
    _, batteries, _ = raid.ways
    if len({tuple(row >= 0) for row in raid.turns}) > 1:
        return "ways to come differ in the looks that each layer has"
    each, salvo = raid.doctrine.rounds, raid.doctrine.spends_all
    for number in range(raid.rounds // each):
        shots = raid.turns[:, number * each : (number + 1) * each]
        used = np.unique(batteries[np.nonzero(shots >= 0)[0], shots[shots >= 0]]).tolist()
        if len(used) > 1:
            return "several batteries of one layer share the raid"
        for b in used:
            if raid.channels is not None and 0 < raid.channels[b] < raid.stocks[b]:
                return "fire-control channels are shared in time"
            if not raid.in_step and (salvo or raid.stocks[b] < raid.warheads * int((shots[0] >= 0).sum())):
                return "warheads that leave apart meet the stock as they come"
    states = (raid.warheads + 1) * (raid.warheads + 1 if dud > 0.0 else 1) * (max(raid.stocks) + 1)
    return "too many courses of the raid to count" if states * (raid.warheads + 1) > MOST_WORK else ""


def _law_of_layers(raid, single_shot, dud):
    """(law of leakers, expected shots): the survivors of one layer meet the full stock of the next."""
    side, each = raid.warheads + 1, raid.doctrine.rounds
    _, batteries, _ = raid.ways
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, side + max(raid.stocks) + 2)))])
    now = np.zeros((side, side if dud > 0.0 else 1))
    for bad in range(now.shape[1]):
        now[raid.warheads - bad, bad] = _kernels.binomial(raid.warheads, bad, dud, logs)
    total = 0.0
    for number in range(raid.rounds // each):
        shots = raid.turns[0, number * each : (number + 1) * each]
        if not (shots >= 0).any():
            continue
        stock = raid.stocks[int(batteries[0, shots[shots >= 0][0]])]
        state = np.zeros((*now.shape, 1, stock + 1))
        state[:, :, 0, stock] = now
        for look in np.flatnonzero(shots >= 0):
            state, fired = _kernels.engage_once(state, single_shot, raid.doctrine.spends_all and look == each - 1, logs)
            total += fired
        now = state[:, :, 0].sum(axis=2)
    law = np.zeros(side)
    for bad in range(now.shape[1]):
        law[bad:] += now[: side - bad, bad]
    return law, total


def _exact_layers(raid, dud):
    """Exact law of a raid on several layers, each with one battery in play and the same looks at every warhead."""
    because = _layers_too_much(raid, dud)
    if because:
        return _none(because)
    law, shots = np.zeros(raid.warheads + 1), 0.0
    for chance, single_shot in ((1.0 - raid.kill.raid_fails, raid.kill.single_shot), (raid.kill.raid_fails, 0.0)):
        if chance > 0.0:
            part, fired = _law_of_layers(raid, float(single_shot), float(dud))
            law, shots = law + chance * part, shots + chance * fired
    return _answer(law, shots)


def _none(because):
    return ExactRaid(
        p_no_leaker=np.nan, expected_leakers=np.nan, expected_shots=np.nan, leakers_distribution=None,
        left_out_because=because,
    )  # fmt: skip


def _answer(law, shots):
    return ExactRaid(
        p_no_leaker=float(law[0]),
        expected_leakers=float(law @ np.arange(len(law))),
        expected_shots=float(shots),
        leakers_distribution=law,
    )


def exact_raid(raid):
    """Exact law of leakers and mean number of shots: rounds of shots as a chain over (warheads left, stock).

    With a common failure of the raid the law is the mixture of the raid that works and the one in which no shot kills.
    Layers with one battery in play each, and the same looks at every warhead, follow one another: survivors of one
    meet the full stock of the next. With several batteries in a layer, or too many states, there is none and the reason
    is told.
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
    picked = float(raid.selections[0]) if raid.warheads else 1.0
    dud = 1.0 - (1.0 - kill.warhead_fails) * picked
    if raid.warheads and np.ptp(raid.selections) > 0.0:
        return _none("warheads come with different numbers of objects")
    if raid.layers is not None and max(raid.layers) > 0:
        return _exact_layers(raid, dud)
    joins = _joins(fit, rounds)
    mixtures = _mixtures(raid, fit, rounds)
    because = _too_much(raid, dud, joins, mixtures)
    if because:
        return _none(because)
    covered = np.flatnonzero(fit > 0)
    stock = raid.stocks[int(batteries[covered[0], 0])] if len(covered) else 0
    law, shots = np.zeros(raid.warheads + 1), 0.0
    for chance, single_shot in ((1.0 - kill.raid_fails, kill.single_shot), (kill.raid_fails, 0.0)):
        if chance > 0.0:
            part, fired = _one_law(raid, mixtures, int(stock), float(single_shot), float(dud), joins)
            law += chance * part
            shots += chance * fired
    return _answer(law, shots)
