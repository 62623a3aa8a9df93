"""Study: is the attacker's answer cheaper than the defence? docs/models/analysis/cost-exchange.md."""

import numpy as np

from ...analysis import cost_exchange
from .answer import Chart, Flip, Line, ReadingAnswer, Sheet, Study, Turn, just_past
from .inputs import number, whole

INTERCEPTORS = {
    "marginal-2014": (71e6, "nationalinterest2014", "long"),
    "unit-2021": (111e6, "act2021", "long"),
    "all-in-2021": (498e6, "act2021", "long"),
    "sm-3-low": (9e6, "csis2025", "medium"),
    "sm-3-high": (24e6, "csis2025", "medium"),
    "thaad-round": (12e6, "thaad-battery", "medium"),
}
"""Dollars for one interceptor, source, and which missile it stands against: more of a kind that exists, a round of the
next kind, the same with all it takes; rounds made against medium range, at the ends of published figures."""

CHANCES = {"low": 0.25, "middle": 0.55, "high": 0.8}
COST_INPUTS = {"long": "missile_cost", "medium": "medium_cost"}
COST_RANGES = {"long": (5e6, 500e6), "medium": (2e5, 50e6)}
STOCKS = (10, 44, 100, 250)
FORCES = {"china-2000": (20, "act2000mar"), "china-to-come": (200, "act2000mar"), "threshold": (1200, "wilkening2000b"),
          "russia-2006": (3379, "russianforces2006")}  # fmt: skip
"""Warheads: China's of 2000, the most that an estimate of that year saw coming, the number above which a thin defence
was said not to matter to Russia, and Russia's of 1 January 2006."""

TAKES = {
    "missile_cost": number("dollars", 1e3, 1e12),
    "medium_cost": number("dollars", 1e3, 1e12),
    "warheads": whole("warheads", 1, 100),
    "leakage": number("1", 1e-6, 0.999),
    "common_mode": number("1", 0.0, 0.999),
}


def compute(claim, *, missile_cost=52e6, medium_cost=1e6, warheads=1, leakage=0.1, common_mode=0.0):
    """The study.

    Parameters
    ----------
    claim : scenario.claims.Claim
    missile_cost : float
        Dollars for one more missile of long range.
    medium_cost : float
        Dollars for one more missile of medium range.
    warheads : int
        That a missile of long range brings.
    leakage : float
        Chance with which one warhead may get through.
    common_mode : float
        Chance that every shot at a warhead fails.
    """
    readings, flips, lines = [], [], []
    shots = {name: cost_exchange.shots_for_leakage(p, leakage, common_mode) for name, p in CHANCES.items()}
    missiles = {"long": (missile_cost, warheads), "medium": (medium_cost, 1)}
    for reading, (cost, source, against) in INTERCEPTORS.items():
        missile, brings = missiles[against]
        ratio = {name: cost_exchange.cost_ratio(n, cost, missile, brings) for name, n in shots.items()}
        readings.append(ReadingAnswer(reading=reading, value=ratio["middle"], low=ratio["high"], high=ratio["low"],
                                      verdict=_verdict(ratio["high"], ratio["low"]),
                                      verdict_now=_verdict(ratio["middle"], ratio["middle"])))  # fmt: skip
        middle = None if ratio["middle"] is None else ratio["middle"] * missile
        flips.append(_flip(reading, missile, middle, against, source))
        if middle is not None and against == "long":
            spread = np.geomspace(*COST_RANGES[against], 80)
            lines.append(Line(name=reading, x=spread / 1e6, y=middle / spread))
    return Study(
        claim=claim,
        readings=tuple(readings),
        flips=tuple(flips),
        chart=Chart(x_name="cost_of_the_missile_million_dollars", y_name="cost_of_defence_over_cost_of_attack",
                    lines=tuple(lines), now=missile_cost / 1e6, level=1.0, level_name="as dear as each other"),
        inputs=(
            ("missile_cost", missile_cost, "dollars", "strategypage2008, one Topol-M"),
            ("medium_cost", medium_cost, "dollars", "mynation2024, one Iranian missile of medium range"),
            ("warheads", warheads, "warheads", "house"),
            ("leakage", leakage, "1", "house"),
            ("common_mode", common_mode, "1", "house"),
            *((name, cost, "dollars", source) for name, (cost, source, _) in INTERCEPTORS.items()),
            *((name, count, "warheads", source) for name, (count, source) in FORCES.items()),
            ("kill_probability", list(CHANCES.values()), "1", "blair2017; act2017; house"),
        ),
        rule="holds where the interceptors cost more than the missile for every kill probability, fails where less",
        notes=("low and high: kill probability 0.8 and 0.25; sums are of their sources' years",
               "the chart shows the interceptors against long range; those against medium range face one missile of "
               f"{medium_cost / 1e6:g} million dollars"),
        sheets=(_stocks(shots["middle"], common_mode), _prices(shots, warheads)),
    )  # fmt: skip


def _flip(reading, missile, middle, against, source):
    low, high = COST_RANGES[against]
    within = middle is not None and low <= middle <= high
    return Flip(reading=reading, parameter="cost of the missile", unit="dollars", value_now=missile,
                value_at_flip=just_past(middle, missile) if within else None, plausible_range=(low, high),
                source=f"house; interceptor: {source}",
                turn=Turn(input=COST_INPUTS[against], step=1e4))  # fmt: skip


def _stocks(shots_each, common_mode):
    """N interceptors against a force of M warheads: how long the stock lasts, what arrives."""
    rows = []
    for (force, (count, _)), stock in ((pair, n) for pair in FORCES.items() for n in STOCKS):
        each = shots_each or 1
        spent = cost_exchange.spend(count, stock, each, CHANCES["middle"], common_mode)
        rows.append((force, count, stock, each, min(cost_exchange.last_shot_at(stock, each), count),
                     float(spent.stopped), float(spent.arriving), float(spent.share)))  # fmt: skip
    return Sheet(title=f"a stock against a force, kill probability {CHANCES['middle']:g}", rows=tuple(rows), columns=(
        "force", "warheads", "interceptors", "shots each", "warheads until the stock is empty", "stopped, mean",
        "arriving, mean", "share stopped"))  # fmt: skip


def _prices(shots, warheads):
    """Interceptors, and dollars, that one more missile of long range asks for, by kill probability."""
    rows = []
    for name, p in CHANCES.items():
        n = shots[name]
        sums = [None if n is None else n * warheads * cost for cost, _, against in INTERCEPTORS.values()
                if against == "long"]  # fmt: skip
        rows.append((name, p, n, *sums))
    columns = tuple(f"dollars, {name}" for name, (_, _, against) in INTERCEPTORS.items() if against == "long")
    return Sheet(title="what one more warhead asks for", rows=tuple(rows), columns=(
        "reading", "kill probability", "shots", *columns))  # fmt: skip


def _verdict(least, most):
    """Where no number of interceptors is enough, no sum answers the warhead."""
    if least is None or least > 1.0:
        return "holds"
    return "fails" if most is not None and most < 1.0 else "depends"
