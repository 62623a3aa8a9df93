"""Which assumption moves the answer of a scenario: one value at a time to the ends of its range, then pairs, then all.

Model page: docs/models/run/sensitivity.md.
"""

import itertools
from dataclasses import dataclass, field, replace

from .. import analysis, scenario
from ..columns import column
from ..errors import MidcourseError
from ..policy import scope
from ..scenario import loading
from ..scenario.ranges import ASKED, Varied, ranges
from . import stages

QUANTITIES = {
    "leakers": ("warheads that get through, mean", "warheads"),
    "p-no-leaker": ("chance that none gets through", "1"),
    "shots": ("interceptors spent, mean", "interceptors"),
    "defended-share": ("defended share of the threatened people", "1"),
    "members-undefended": ("members not wholly defended", "countries"),
}
"""What can be asked about, in words, and its unit: three of the raid, two of the flights to places, each alone."""

PAIRS, MOST_PAIRED = 3, 12
"""Values with the greatest swings that are laid together in pairs, and the most of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What comes out at one set of values."""

    leakers: analysis.Estimate
    p_no_leaker: analysis.Estimate
    shots: analysis.Estimate
    defended_share: float = column("", "of the threatened people of cities; NaN where nobody is threatened")
    members_undefended: int = 0

    def of(self, quantity):
        """One of `QUANTITIES` as a number: exact where that is known, else sampled.

        Parameters
        ----------
        quantity : str
        """
        found = getattr(self, quantity.replace("-", "_"))
        if isinstance(found, analysis.Estimate):
            return found.sampled if found.exact is None else found.exact
        return float(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one value does at the ends of its range."""

    varied: Varied
    at_low: Answers | None = None
    at_high: Answers | None = None
    why_not: str | None = None
    """Why an end has no answer: the scenario cannot be made with it."""

    def swing(self, quantity, base):
        """Greatest answer less the least one, of both ends and the values as stated.

        Parameters
        ----------
        quantity : str
        base : Answers
        """
        found = [one.of(quantity) for one in (base, self.at_low, self.at_high) if one is not None]
        return max(found) - min(found)

    def bends(self, quantity, base):
        """Whether the answer as stated lies outside those at the ends: the value moves it both ways.

        Parameters
        ----------
        quantity : str
        base : Answers
        """
        if self.at_low is None or self.at_high is None:
            return False
        ends = sorted((self.at_low.of(quantity), self.at_high.of(quantity)))
        return not ends[0] <= base.of(quantity) <= ends[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two values at the four corners of their ranges."""

    varied: tuple
    """The two values."""
    corners: tuple
    """Answers at (low, low), (low, high), (high, low), (high, high)."""

    def interplay(self, quantity):
        """How much more both do together than each by itself: (high, high) - (high, low) - (low, high) + (low, low).

        Parameters
        ----------
        quantity : str
        """
        both, one, other, none = (self.corners[k].of(quantity) for k in (3, 2, 1, 0))
        return both - one - other + none


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """The answer of `midcourse sensitivity`, of one reading."""

    scenario: str
    title: str
    reading: str
    quantity: str
    replicates: int
    seed: int
    base: Answers
    effects: tuple = field(repr=False)
    axes: tuple = field(repr=False)
    """(axis, ((option, reading, Answers), ...)), the other axes as they are."""
    pairs: tuple = field(repr=False)
    least_corner: tuple
    """(changes, Answers): every value at the end where the answer is least, of those that move it."""
    greatest_corner: tuple
    changes: tuple = ()
    notes: tuple = ()
    confidence: float = analysis.statistics.CONFIDENCE

    @property
    def words(self):
        """What is asked about, in words."""
        return QUANTITIES[self.quantity][0]

    @property
    def unit(self):
        """Its unit."""
        return QUANTITIES[self.quantity][1]


def sensitivity(
    source, *, reading=None, by="leakers", asked=None, stated_only=False, pairs=PAIRS, changes=(), progress=None, **raid
):
    """Which assumption moves the answer of a scenario.

    Parameters
    ----------
    source : str, Path or scenario.Scenario
    reading : str or None
        Full name; None: the first.
    by : str
        One of `QUANTITIES`, by whose swing the values are sorted and paired.
    asked : dict of path -> (low, high) or None
        Ranges in the unit of the key, in place of a stated one or of none.
    stated_only : bool
        Leave out times without a stated range.
    pairs : int
        How many of the first values are laid together in pairs.
    changes : sequence of str
        `KEY=VALUE` as on the command line.
    progress : callable(stage, done, total) or None
    **raid
        replicates, seed: None takes the scenario's.

    Returns
    -------
    Sensitivity

    Raises
    ------
    MidcourseError
        An unknown quantity or reading, an attacker's choice, a range that is none or that the scenario cannot have.
    """
    if by not in QUANTITIES:
        raise MidcourseError("no such quantity", where="by", got=by, hint="one of " + ", ".join(QUANTITIES))
    if not 0 <= pairs <= MOST_PAIRED:
        raise MidcourseError("too many values in pairs", where="pairs", got=pairs, hint=f"0 to {MOST_PAIRED}")
    tell = progress or (lambda stage, done, total: None)
    opened, before = loading.open_scenario(source)
    changes = (*before, *changes)
    names = tuple(loading.change(opened, changes).select((reading,) if reading else ()))
    if reading and len(names) > 1:
        raise MidcourseError(
            "one reading is asked about", where="reading", got=reading, hint="one of " + ", ".join(names)
        )
    bench = _Bench(opened, changes, raid, tell)
    here = bench.at(names[0])
    base = here(())
    found = ranges(here.plan, here.case, asked, stated_only)
    for path in itertools.chain.from_iterable(one.set_paths for one in found):
        scope.refuse_free_variable(path)
    effects = _one_by_one(here, found, base, by, tell)
    first = [one.varied for one in effects if one.why_not is None and one.swing(by, base) > 0.0][:pairs]
    paired = _in_pairs(here, first, by, tell)
    axes = _axes(bench, names[0], by, tell)
    tell("all together", 0, 1)
    least, greatest = (_together(here, effects, by, base, most) for most in (False, True))
    case = here.case
    return Sensitivity(
        scenario=case.scenario, title=case.title, reading=names[0], quantity=by, replicates=case.replicates,
        seed=case.seed, base=base, effects=effects, axes=axes, pairs=paired, least_corner=least,
        greatest_corner=greatest, changes=tuple(changes), notes=case.warnings,
    )  # fmt: skip


class _Bench:
    """A scenario whose flights are flown once; gives each of its readings as a function of changes."""

    def __init__(self, opened, changes, raid, tell):
        self._opened, self._changes, self._raid, self._tell = opened, tuple(changes), raid, tell
        self._flown, self._known = {}, {}

    @property
    def axes(self):
        return loading.change(self._opened, self._changes).axes

    def at(self, reading):
        """One reading."""
        return _Reading(loading.alone(self._opened, reading, self._changes), self._raid, self._waves, self._known)

    def _waves(self, case):
        flown = tuple(
            (t.key, t.missile, t.launches.tobytes(), t.aimpoints.tobytes(), repr(t.shape)) for t in case.threats
        )
        key = flown, case.protect.aimpoints.tobytes(), case.earth
        if key not in self._flown:
            self._flown[key] = stages.launch([case], self._tell)[0]
        return self._flown[key]


class _Reading:
    """One reading: called with changes, gives the answers; those of changes that were made before are kept."""

    def __init__(self, opened, raid, waves, known):
        self._opened, self._raid, self._waves, self._known = opened, raid, waves, known
        self.plan = loading.change(opened)
        self.case = self._case(self.plan, None)
        self._like = self.plan.files[self.plan.readings[0]], self.case
        self._kept = {}

    def _case(self, plan, like):
        given = {name: value for name, value in self._raid.items() if value is not None}
        return replace(scenario.build(plan, plan.readings[0], like), **given)

    def __call__(self, changes):
        key = frozenset(changes)
        if key not in self._kept:
            case = self._case(loading.change(self._opened, tuple(changes)), self._like)
            self._kept[key] = _answers(stages.play(case, self._waves(case), self._known, lambda stage: None))
        return self._kept[key]


def _answers(played):
    people = analysis.populations(played.places, played.defended)
    threatened = people.defended + people.undefended
    return Answers(
        leakers=played.raid.expected_leakers,
        p_no_leaker=played.raid.p_no_leaker,
        shots=played.raid.expected_shots,
        defended_share=people.defended / threatened if threatened else float("nan"),
        members_undefended=analysis.members_undefended(played.countries),
    )


def _one_by_one(here, found, base, by, tell):
    """Effects of each value at both ends, those with the greatest swing first."""
    effects = []
    for done, one in enumerate(found):
        tell("one value at a time", done, len(found))
        try:
            effects.append(Effect(varied=one, at_low=here(one.at(one.low)), at_high=here(one.at(one.high))))
        except MidcourseError as error:
            if one.origin == ASKED:
                raise
            effects.append(Effect(varied=one, why_not=str(error)))
    return tuple(sorted(effects, key=lambda effect: -effect.swing(by, base)))


def _in_pairs(here, first, by, tell):
    """Every two of some values at the corners of their ranges, the greatest interplay first."""
    found, rows = [], list(itertools.combinations(first, 2))
    for done, (one, other) in enumerate(rows):
        tell("in pairs", done, len(rows))
        ends = itertools.product((one.low, one.high), (other.low, other.high))
        corners = tuple(here((*one.at(x), *other.at(y))) for x, y in ends)
        found.append(Pair(varied=(one, other), corners=corners))
    return tuple(sorted(found, key=lambda pair: -abs(pair.interplay(by))))


def _axes(bench, reading, by, tell):
    """Answers of the other readings that differ from this one in one axis, the axis with the greatest swing first."""
    axes, chosen, found = bench.axes, reading.split("+"), []
    for place, (axis, options) in enumerate(axes.items()):
        rows = []
        for option in options:
            tell(f"readings of {axis}", place, len(axes))
            name = "+".join((*chosen[:place], option, *chosen[place + 1 :]))
            rows.append((option, name, bench.at(name)(())))
        found.append((axis, tuple(rows)))
    return tuple(sorted(found, key=lambda axis: -_spread(axis, by)))


def _spread(axis, by):
    """Greatest answer less the least one, of the options of an axis."""
    found = [answers.of(by) for _, _, answers in axis[1]]
    return max(found) - min(found)


def _together(here, effects, by, base, greatest):
    """Every value that moves the answer, where it alone makes it greatest or least: at an end, or as stated."""
    chosen = []
    for one in effects:
        if one.why_not is None and one.swing(by, base) > 0.0:
            sides = [(base.of(by), ()), (one.at_low.of(by), one.varied.at(one.varied.low))]
            sides.append((one.at_high.of(by), one.varied.at(one.varied.high)))
            chosen += (max if greatest else min)(sides, key=lambda side: side[0])[1]
    return tuple(chosen), here(tuple(chosen))
