"""Study: do ten interceptors matter against a large force? Model: docs/models/run/studies.md."""

import itertools

import numpy as np

from ... import battle
from .answer import Chart, Flip, Line, ReadingAnswer, Sheet, Study, Turn, other_side
from .inputs import number, whole

CHANCES = {"low": 0.25, "middle": 0.55, "high": 0.8, "perfect": 1.0}
"""Chance that one shot kills: a critic's figure, the test ratio, a planner's figure, and no failure at all."""

COMMON = {"independent": 0.0, "common-cause": 0.1}
RAIDS = np.arange(1, 21)
INTERCEPTORS_RANGE = (10.0, 400.0)

TAKES = {
    "force": whole("warheads", 1, 1_000_000),
    "interceptors": whole("interceptors", 1, 10_000),
    "matters": number("1", 1e-6, 1.0),
    "looks": whole("looks", 1, 10),
}


def compute(claim, *, force=3379, interceptors=10, matters=0.01, looks=2):
    """The study.

    Parameters
    ----------
    claim : scenario.claims.Claim
    force : int
        Warheads.
    interceptors : int
        Of the site.
    matters : float
        Share of the force from which on somebody would call it an effect.
    looks : int
        Rounds of shots against the small raids of the chart.
    """
    readings, flips, lines = [], [], []
    for (name, p), (cause, common) in itertools.product(CHANCES.items(), COMMON.items()):
        share = _share(force, interceptors, p, common)
        flip = other_side(_interceptors_that_matter(force, p, common, matters), interceptors, 1.0)
        within = flip is not None and INTERCEPTORS_RANGE[0] <= flip <= INTERCEPTORS_RANGE[1]
        reading = f"{name}+{cause}"
        best = _share(force, interceptors, min(1.0, 1.25 * p), common)
        readings.append(
            ReadingAnswer(
                reading=reading, value=share, low=_share(force, interceptors, 0.75 * p, common), high=best,
                verdict=(verdict := "holds" if share < matters else "fails"), verdict_now=verdict,
            )
        )  # fmt: skip
        flips.append(
            Flip(reading=reading, parameter="interceptors", unit="interceptors", value_now=interceptors,
                 value_at_flip=flip if within else None, plausible_range=INTERCEPTORS_RANGE, source="house",
                 turn=Turn(input="interceptors", step=1.0, whole=True))
        )  # fmt: skip
        if common == 0.0:
            stopped = [_stopped(int(raid), interceptors, p, common, looks) for raid in RAIDS]
            lines.append(Line(name=f"one shot kills with {p:g}", x=RAIDS, y=np.array(stopped)))
    return Study(
        claim=claim,
        readings=tuple(readings),
        flips=tuple(flips),
        chart=Chart(x_name="warheads", y_name="warheads_stopped_on_average", lines=tuple(lines)),
        inputs=(
            ("force", force, "warheads", "russianforces2006"),
            ("interceptors", interceptors, "interceptors", "crs-rl34051"),
            ("matters", matters, "share", "house"),
            ("kill_probability", list(CHANCES.values()), "1", "blair2017; act2017; house"),
            ("common_mode", list(COMMON.values()), "1", "house"),
        ),
        rule=f"holds where the share of the force that is stopped lies under {matters:g}",
        notes=(
            "low and high: the kill probability a quarter less and a quarter more",
            "small raids: exact; in 95 raids of a hundred the number stopped lies between low and high",
        ),
        sheets=(_small_raids(interceptors, looks),),
    )


def _stopped(warheads, interceptors, p, common, looks):
    """Mean number of warheads stopped, exact."""
    return warheads - _raid(warheads, interceptors, p, common, looks).expected_leakers


def _small_raids(interceptors, looks):
    """Warheads stopped of each small raid: mean, where 95 of a hundred raids lie, and the chance that none is left."""
    rows = []
    for (name, p), (cause, common) in itertools.product(CHANCES.items(), COMMON.items()):
        for warheads in RAIDS.tolist():
            law = _raid(warheads, interceptors, p, common, looks)
            below = np.cumsum(law.leakers_distribution[::-1])  # chance of so many stopped or fewer
            low, high = (int(np.searchsorted(below, at - 1e-12)) for at in (0.025, 0.975))
            rows.append((f"{name}+{cause}", warheads, warheads - law.expected_leakers, low, high, law.p_no_leaker))
    columns = ("reading", "warheads", "stopped, mean", "stopped, low", "stopped, high", "chance that none gets through")
    return Sheet(title=f"small raids against {interceptors} interceptors", columns=columns, rows=tuple(rows))


def _raid(warheads, interceptors, p, common, looks):
    """Exact law of a small raid."""
    raid = battle.Raid(
        warheads=warheads,
        stocks=(interceptors,),
        doctrine=battle.Doctrine(name="shoot-look-salvo", looks=looks),
        kill=battle.Kill(hit=p, common_mode=common),
    )
    return battle.exact_raid(raid)


def _share(force, interceptors, p, common):
    """Share of a force stopped where shots are spread evenly: some warheads meet one shot more than the others."""
    each, more = divmod(interceptors, force)
    stopped = (1.0 - (1.0 - p) ** np.array([each, each + 1])) * (1.0 - common)
    return float(((force - more) * stopped[0] + more * stopped[1]) / force)


def _interceptors_that_matter(force, p, common, matters):
    """Least number of interceptors whose share is `matters`; None where 32 a warhead are too few."""
    few, many = 0, 32 * force
    if _share(force, many, p, common) < matters - 1e-12:
        return None
    while many - few > 1:
        middle = (few + many) // 2
        enough = _share(force, middle, p, common) >= matters - 1e-12
        few, many = (few, middle) if enough else (middle, many)
    return float(many)
