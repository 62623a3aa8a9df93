"""Study: is the attacker's answer cheaper than the defence? Model: docs/models/run/studies.md."""

import math

import numpy as np

from .answer import Chart, Flip, Line, ReadingAnswer, Study

INTERCEPTORS = {
    "marginal-2014": (71e6, "nationalinterest2014"),
    "unit-2021": (111e6, "act2021"),
    "all-in-2021": (498e6, "act2021"),
}
"""Dollars for one interceptor: more of a kind that exists, a round of the next kind, the same with all it takes."""

CHANCES = {"low": 0.25, "middle": 0.55, "high": 0.8}
COST_RANGE = (5e6, 500e6)


def compute(claim, *, missile_cost=52e6, warheads=1, leakage=0.1, common_mode=0.0):
    """The study.

    Parameters
    ----------
    claim : scenario.claims.Claim
    missile_cost : float
        Dollars for one more missile.
    warheads : int
        That it brings.
    leakage : float
        Chance with which one warhead may get through.
    common_mode : float
        Chance that every shot at a warhead fails.
    """
    readings, flips, lines = [], [], []
    missiles = np.geomspace(*COST_RANGE, 80)
    shots = {name: shots_for(p, leakage, common_mode) for name, p in CHANCES.items()}
    for reading, (cost, _) in INTERCEPTORS.items():
        price = {name: None if n is None else warheads * n * cost for name, n in shots.items()}
        ratio = {name: None if money is None else money / missile_cost for name, money in price.items()}
        readings.append(ReadingAnswer(reading=reading, value=ratio["middle"], low=ratio["high"], high=ratio["low"],
                                      verdict=_verdict(ratio["high"], ratio["low"])))  # fmt: skip
        middle = price["middle"]
        within = middle is not None and COST_RANGE[0] <= middle <= COST_RANGE[1]
        flips.append(Flip(reading=reading, parameter="cost of the missile", unit="dollars", value_now=missile_cost,
                          value_at_flip=middle if within else None, plausible_range=COST_RANGE,
                          source="house"))  # fmt: skip
        if middle is not None:
            lines.append(Line(name=reading, x=missiles / 1e6, y=middle / missiles))
    return Study(
        claim=claim,
        readings=tuple(readings),
        flips=tuple(flips),
        chart=Chart(x_name="cost_of_the_missile_million_dollars", y_name="cost_of_defence_over_cost_of_attack",
                    lines=tuple(lines), now=missile_cost / 1e6, level=1.0, level_name="as dear as each other"),
        inputs=(
            ("missile_cost", missile_cost, "dollars", "strategypage2008, one Topol-M"),
            ("warheads", warheads, "warheads", "house"),
            ("leakage", leakage, "1", "house"),
            ("common_mode", common_mode, "1", "house"),
            *((name, cost, "dollars", source) for name, (cost, source) in INTERCEPTORS.items()),
            ("kill_probability", list(CHANCES.values()), "1", "blair2017; act2017; house"),
        ),
        rule="holds where the interceptors cost more than the missile for every kill probability, fails where less",
        notes=("low and high: kill probability 0.8 and 0.25",),
    )  # fmt: skip


def shots_for(p, leakage, common_mode=0.0):
    """Least number of shots that let one warhead through no more often than `leakage`; None where none does.

    Parameters
    ----------
    p : float
        Chance that one shot kills.
    leakage, common_mode : float
    """
    if 1.0 - (1.0 - common_mode) > leakage or (p < 1.0 and common_mode >= leakage):
        return None
    rest = (leakage - common_mode) / (1.0 - common_mode)
    return 1 if p >= 1.0 - rest else math.ceil(math.log(rest) / math.log1p(-p) - 1e-12)


def _verdict(least, most):
    """Where no number of interceptors is enough, no sum answers the warhead."""
    if least is None or least > 1.0:
        return "holds"
    return "fails" if most is not None and most < 1.0 else "depends"
