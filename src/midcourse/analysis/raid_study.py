"""How many of a raid get through: exact beside sampled, each sampled number with its interval.

Model: docs/models/battle/raid.md.
"""

from dataclasses import dataclass, replace

import numpy as np

from midcourse import battle
from midcourse.analysis.statistics import CONFIDENCE, Estimate, clopper_pearson, mean_interval


@dataclass(frozen=True, slots=True, kw_only=True)
class RaidAnswer:
    """What the door `raid` and the raid of a scenario report."""

    replicates: int
    seed: int
    confidence: float
    p_no_leaker: Estimate
    expected_leakers: Estimate
    expected_shots: Estimate
    leakers_distribution: tuple
    """(leakers, exact or None, sampled share) for each number of leakers from 0 to the warheads."""
    shots_by_battery: tuple
    kills_by_battery: tuple
    why_not: dict
    left_out_because: str = ""
    """Why there is no exact answer; "" where there is one."""


def _known(value):
    return None if np.isnan(value) else float(value)


def _law(exact, leakers, warheads):
    share = np.bincount(leakers, minlength=warheads + 1) / len(leakers)
    known = exact.leakers_distribution
    return tuple((k, None if known is None else float(known[k]), float(share[k])) for k in range(warheads + 1))


def study_raid(raid, replicates, seed):
    """Answer a raid exactly, where that can be done, and by sampling.

    Parameters
    ----------
    raid : battle.Raid
    replicates, seed : int

    Returns
    -------
    RaidAnswer
        p_no_leaker with its Clopper-Pearson limits over raids; means with t intervals kept within their range.
    """
    return study_sample(raid, battle.sample_raid(raid, replicates, seed), seed)


def study_sample(raid, played, seed, no_law=""):
    """Answer a raid that has been sampled already.

    Parameters
    ----------
    raid : battle.Raid
    played : battle.SampledRaid
    seed : int
        That of the sample.
    no_law : str
        Why the raid has no exact law; "": it is asked for one.

    Returns
    -------
    RaidAnswer
    """
    exact, replicates = battle.without_law(no_law) if no_law else battle.exact_raid(raid), len(played.leakers)
    clean, fired = int((played.leakers == 0).sum()), played.shots.sum(axis=1)
    leakers = mean_interval(played.leakers, 0.0, float(raid.warheads))
    shots = mean_interval(fired, 0.0, float(sum(raid.stocks)))
    low, high = clopper_pearson(clean, replicates)
    return RaidAnswer(
        replicates=replicates,
        seed=seed,
        confidence=CONFIDENCE,
        p_no_leaker=Estimate(exact=_known(exact.p_no_leaker), sampled=clean / replicates, low=low, high=high),
        expected_leakers=Estimate(
            exact=_known(exact.expected_leakers), sampled=leakers[0], low=leakers[1], high=leakers[2]
        ),
        expected_shots=Estimate(exact=_known(exact.expected_shots), sampled=shots[0], low=shots[1], high=shots[2]),
        leakers_distribution=_law(exact, played.leakers, raid.warheads),
        shots_by_battery=tuple(float(s) for s in played.shots.mean(axis=0)),
        kills_by_battery=tuple(float(k) for k in played.kills.mean(axis=0)),
        why_not=played.why_not(),
        left_out_because=exact.left_out_because,
    )


def without_common_mode(raid):
    """The same raid with no failure that shots share but the choice of object.

    Parameters
    ----------
    raid : battle.Raid
    """
    return replace(raid, kill=replace(raid.kill, common_mode=0.0))
