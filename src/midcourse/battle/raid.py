"""Record `Raid` (warheads against magazines, with the looks that the geometry leaves) and its sampling.

Model: docs/models/battle/raid.md.
"""

from dataclasses import dataclass, field

import numpy as np

from midcourse.battle import _kernels
from midcourse.battle.doctrine import Doctrine, Kill
from midcourse.columns import column
from midcourse.engagement import Reason
from midcourse.errors import MidcourseError

MOST_WARHEADS = 2**20
MOST_REPLICATES = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Warheads of one threat: how many, and the k ways in which each of them may come, all as likely."""

    warheads: int = column("1", "warheads of this kind")
    fit: np.ndarray
    """int (k,): looks that the geometry leaves against each way."""
    batteries: np.ndarray
    """int (k, looks)."""
    reasons: np.ndarray
    """int (k,): code of `engagement.Reason` where `fit` is 0."""
    spacing: float = column("s", "lift-off of one warhead to that of the next; the first leaves at 0", default=0.0)
    launch_time: np.ndarray | None = None
    """(k, looks) s after the warhead's lift-off; None: time does not run."""
    intercept_time: np.ndarray | None = None
    """(k, looks) s after the warhead's lift-off."""
    objects: int = column("1", "objects that come with each warhead and look alike, itself among them", default=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Raid:
    """Warheads that each draw one of k ways to come, and the stocks that meet them.

    Raises
    ------
    MidcourseError
        Counts below zero or not whole, arrays of different length, warheads that leave apart or channels without times.
    """

    warheads: int = column("1", "warheads in the raid")
    stocks: tuple
    """Interceptors of each battery."""
    doctrine: Doctrine = field(default_factory=Doctrine)
    kill: Kill = field(default_factory=Kill)
    fit: np.ndarray | None = None
    """int (k,): looks that the geometry leaves against each way to come; None: one way, as many as the doctrine has."""
    batteries: np.ndarray | None = None
    """int (k, looks): battery of each of these looks; None: the first battery."""
    reasons: np.ndarray | None = None
    """int (k,): code of `engagement.Reason` where `fit` is 0."""
    kinds: tuple | None = None
    """(warheads, ways) of each kind, in the order of the ways; None: one kind, every warhead draws any way."""
    lift_offs: np.ndarray | None = None
    """(warheads,) s: when each leaves, in the order of the kinds; None: all at once."""
    launch_time: np.ndarray | None = None
    """(k, looks) s after the warhead's lift-off; None: time does not run."""
    intercept_time: np.ndarray | None = None
    """(k, looks) s after the warhead's lift-off."""
    channels: tuple | None = None
    """Interceptors that each battery's fire control guides at once, 0 no limit; None: no limit anywhere."""
    layers: tuple | None = None
    """Layer of each battery, 0 the one that shoots first; what it leaves is handed down. None: one layer."""
    objects: tuple | None = None
    """Objects that come with each warhead, itself among them; None: one each."""

    def __post_init__(self):
        for name, value in (("warheads", self.warheads), *(("stocks", s) for s in self.stocks)):
            if value != int(value) or not 0 <= value < MOST_WARHEADS:
                raise MidcourseError("a raid counts in whole numbers, none below zero", where=f"Raid.{name}", got=value)
        if not self.stocks:
            raise MidcourseError("a raid needs at least one stock, be it empty", where="Raid.stocks", got=self.stocks)
        ways = len(self.ways[0])
        if ways == 0 or any(len(part) != ways for part in self.ways):
            raise MidcourseError("fit, batteries and reasons have one row a way to come", where="Raid", got=ways)
        if self.kinds is not None and [sum(column) for column in zip(*self.kinds, strict=True)] != [
            self.warheads,
            ways,
        ]:
            raise MidcourseError("the kinds add up to the warheads and the ways", where="Raid.kinds", got=self.kinds)
        for name, values, count in (
            ("layers", self.layers, len(self.stocks)),
            ("objects", self.objects, self.warheads),
        ):
            if values is not None and (len(values) != count or min(values, default=0) < (name == "objects")):
                raise MidcourseError(f"a raid has {count} whole numbers here", where=f"Raid.{name}", got=values)
        _check_clock(self)

    @property
    def rounds(self):
        """Rounds of shots: those of the doctrine in each layer."""
        return self.doctrine.rounds * (1 + max(self.layers or (0,)))

    @property
    def selections(self):
        """Chance (warheads,) that the object shot at is the warhead."""
        objects = np.ones(self.warheads) if self.objects is None else np.asarray(self.objects, float)
        return self.kill.picked(objects)

    @property
    def turns(self):
        """Which shot of each way is fired in a round (k, rounds), -1 none: a layer's shots come in its last rounds."""
        fit, batteries, _ = self.ways
        each, rounds = self.doctrine.rounds, self.rounds
        layer = np.zeros(len(self.stocks), np.int64) if self.layers is None else np.asarray(self.layers)
        used = np.arange(rounds) < fit[:, None]
        turns = np.full((len(fit), rounds), -1, np.int64)
        for number in range(rounds // each):
            here = used & (layer[batteries] == number)
            rank = np.cumsum(here, axis=1) - 1
            there = number * each + each - np.minimum(here.sum(axis=1), each)
            row, shot = np.nonzero(here & (rank < each))
            turns[row, there[row] + rank[row, shot]] = shot
        return turns

    @property
    def draws(self):
        """First way and number of ways of each warhead, int (2, warheads)."""
        kinds = self.kinds or ((self.warheads, len(self.ways[0])),)
        first = np.cumsum([0, *(ways for _, ways in kinds)])[:-1]
        rows = [np.tile([[at], [ways]], warheads) for at, (warheads, ways) in zip(first, kinds, strict=True)]
        return np.ascontiguousarray(np.concatenate(rows, axis=1), np.int64)

    @property
    def ways(self):
        """(fit (k,), batteries (k, rounds), reasons (k,)) as the kernels read them."""
        rounds = self.rounds
        fit = np.array([rounds]) if self.fit is None else np.asarray(self.fit)
        batteries = np.zeros((len(fit), rounds), np.int64)
        if self.batteries is not None:
            known = np.maximum(np.asarray(self.batteries)[:, :rounds], 0)
            batteries[:, : known.shape[1]] = known
        reasons = np.zeros(len(fit), np.int64) if self.reasons is None else np.asarray(self.reasons, np.int64)
        return np.minimum(fit, rounds).astype(np.int64), batteries, reasons

    @property
    def clock(self):
        """(lift-offs (warheads,), launch and intercept times (k, rounds, 2)) s, as the kernels read them; 0 unknown."""
        times = np.zeros((len(self.ways[0]), self.rounds, 2))
        if self.launch_time is not None and self.intercept_time is not None:
            both = np.stack([self.launch_time, self.intercept_time], axis=2)[:, : times.shape[1]]
            times[:, : both.shape[1]] = np.nan_to_num(both)
        lift_offs = np.zeros(self.warheads) if self.lift_offs is None else np.asarray(self.lift_offs, float)
        return lift_offs, times

    @property
    def in_step(self):
        """Whether every warhead has left when the first shot must be fired, so that all are met round by round."""
        lift_offs, times = self.clock
        met = self.ways[0] > 0
        if not met.any() or not len(lift_offs):
            return True
        return bool(lift_offs.max() <= lift_offs.min() + times[met, 0, 0].min())


def _check_clock(raid):
    """Raise where the clock of a raid is not whole."""
    apart = raid.lift_offs is not None and bool(np.ptp(raid.lift_offs) if len(raid.lift_offs) else 0.0)
    limited = raid.channels is not None and any(raid.channels)
    if (apart or limited) and (raid.launch_time is None or raid.intercept_time is None):
        raise MidcourseError(
            "warheads that leave apart, and channels, need the times of the shots", where="Raid.launch_time", got=None
        )
    if raid.lift_offs is not None and (len(raid.lift_offs) != raid.warheads or np.min(raid.lift_offs, initial=0.0) < 0):
        raise MidcourseError("one lift-off a warhead, none before 0", where="Raid.lift_offs", got=raid.lift_offs)
    if raid.channels is not None and (len(raid.channels) != len(raid.stocks) or min(raid.channels) < 0):
        raise MidcourseError("one number of channels a battery, 0 or more", where="Raid.channels", got=raid.channels)
    if raid.launch_time is None:
        return
    fit, _, _ = raid.ways
    used = np.arange(np.shape(raid.launch_time)[1]) < fit[:, None]
    launch, meet = np.asarray(raid.launch_time)[used], np.asarray(raid.intercept_time)[used]
    if not ((launch >= 0.0) & (meet >= launch)).all():
        raise MidcourseError("a shot is fired after lift-off and meets after it is fired", where="Raid.launch_time")


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledRaid:
    """One row a replicate; the same for the same seed whatever the threads."""

    leakers: np.ndarray = column("1", "warheads that get through")
    shots: np.ndarray
    """int (r, batteries)."""
    kills: np.ndarray
    """int (r, batteries)."""
    not_taken: np.ndarray
    """int (r, reasons): shots not taken by code of `engagement.Reason`."""

    def why_not(self):
        """Mean number of shots not taken a raid by reason word, those that happen only."""
        mean = self.not_taken.mean(axis=0)
        return {reason.word: float(mean[reason]) for reason in Reason if reason and mean[reason] > 0.0}


def raid_on_options(warheads, stocks, shots, doctrine, kill):
    """Raid in which each warhead draws one of the n flights and has the looks that fit against it.

    Parameters
    ----------
    warheads : int
    stocks : sequence of int
        Interceptors of each battery.
    shots : engagement.Shots
        n rows: the ways to come, each as likely.
    doctrine : Doctrine
    kill : Kill

    Returns
    -------
    Raid
    """
    return Raid(
        warheads=warheads,
        stocks=tuple(int(s) for s in stocks),
        doctrine=doctrine,
        kill=kill,
        fit=shots.count,
        batteries=shots.battery,
        reasons=shots.reason,
        launch_time=shots.launch_time,
        intercept_time=shots.intercept_time,
    )


def raid_of_kinds(kinds, stocks, doctrine, kill, channels=None, layers=None):
    """Raid of several threats: each warhead draws one of the ways of its own kind and leaves at its own time.

    Parameters
    ----------
    kinds : sequence of Kind
    stocks : sequence of int
        Interceptors of each battery.
    doctrine : Doctrine
    kill : Kill
    channels : sequence of int or None
        Interceptors that each battery guides at once, 0 no limit.
    layers : sequence of int or None
        Layer of each battery, 0 the one that shoots first; None: one layer.

    Returns
    -------
    Raid
    """
    channels = None if channels is None else tuple(int(c) for c in channels)
    layers = None if layers is None else tuple(int(number) for number in layers)
    kinds = [kind for kind in kinds if kind.warheads and len(kind.fit)]
    if not kinds:
        return Raid(warheads=0, stocks=tuple(stocks), doctrine=doctrine, kill=kill, channels=channels, layers=layers)
    timed = all(kind.launch_time is not None for kind in kinds)
    return Raid(
        warheads=sum(kind.warheads for kind in kinds),
        stocks=tuple(int(s) for s in stocks),
        doctrine=doctrine,
        kill=kill,
        fit=np.concatenate([kind.fit for kind in kinds]),
        batteries=np.concatenate([kind.batteries for kind in kinds]),
        reasons=np.concatenate([kind.reasons for kind in kinds]),
        kinds=tuple((kind.warheads, len(kind.fit)) for kind in kinds),
        lift_offs=np.concatenate([kind.spacing * np.arange(kind.warheads) for kind in kinds]),
        launch_time=np.concatenate([kind.launch_time for kind in kinds]) if timed else None,
        intercept_time=np.concatenate([kind.intercept_time for kind in kinds]) if timed else None,
        channels=channels,
        layers=layers,
        objects=tuple(int(kind.objects) for kind in kinds for _ in range(kind.warheads)),
    )


def drawn_ways(raid, replicates, seed):
    """Which way each warhead comes in each replicate of `sample_raid`: the same draws.

    Parameters
    ----------
    raid : Raid
    replicates : int
    seed : int

    Returns
    -------
    (replicates, warheads) int array, rows of the ways, warheads in the order of the kinds
    """
    _check_sample(replicates, seed)
    return _kernels.drawn_ways(int(replicates), raid.draws, np.uint64(seed))


def _check_sample(replicates, seed):
    """Raise where so many replicates or this seed cannot be."""
    if not 1 <= replicates <= MOST_REPLICATES:
        raise MidcourseError("sampling needs at least one replicate", where="replicates", got=replicates)
    if not 0 <= seed < 2**63:
        raise MidcourseError("a seed is a whole number from 0 on", where="seed", got=seed)


def sample_raid(raid, replicates, seed, given=None):
    """Play a raid many times, each replicate on its own counter-based random numbers.

    Parameters
    ----------
    raid : Raid
    replicates : int
    seed : int
        0 or more.
    given : (replicates, warheads) int array or None
        Way that each warhead comes in each replicate, where it is not drawn; hits and misses stay those of the seed.

    Returns
    -------
    SampledRaid

    Raises
    ------
    MidcourseError
        No replicate, or a seed below zero.
    """
    _check_sample(replicates, seed)
    kill, doctrine = raid.kill, raid.doctrine
    _, batteries, reasons = raid.ways
    draws = raid.draws[None] if given is None else np.stack([given, np.ones_like(given)], axis=1)
    leakers, shots, kills, not_taken = _kernels.sample_raids(
        int(replicates), np.ascontiguousarray(draws, np.int64), np.uint64(seed), float(kill.single_shot),
        (float(kill.raid_fails), float(kill.warhead_fails)), 1.0 - raid.selections,
        doctrine.rounds, doctrine.spends_all, (raid.turns, batteries), reasons, np.array(raid.stocks, np.int64),
        raid.in_step, raid.clock, np.array(raid.channels or [0] * len(raid.stocks), np.int64),
    )  # fmt: skip
    return SampledRaid(leakers=leakers, shots=shots, kills=kills, not_taken=not_taken)
