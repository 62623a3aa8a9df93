"""One raid of a sample told shot by shot: the same draws, the same rounds, written down. docs/models/battle/raid.md"""

import math
from dataclasses import dataclass, field

import numpy as np

from . import _kernels


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Replay:
    """What happened in one replicate: a row a warhead in the order of the kinds, a row a salvo at one of them.

    A salvo is what one battery fires at one warhead at one time: `rounds` interceptors, of which one hits or none does.
    """

    way: np.ndarray = field(repr=False)  # (w,) row of the ways that it drew
    lift_off: np.ndarray = field(repr=False)  # (w,) s
    leaks: np.ndarray = field(repr=False)  # (w,) bool
    warhead: np.ndarray = field(repr=False)  # (s,) of each salvo
    look: np.ndarray = field(repr=False)  # (s,) look of the way, from 0
    battery: np.ndarray = field(repr=False)  # (s,)
    rounds: np.ndarray = field(repr=False)  # (s,)
    launch_time: np.ndarray = field(repr=False)  # (s,) s on the clock of the raid
    intercept_time: np.ndarray = field(repr=False)  # (s,) s
    hits: np.ndarray = field(repr=False)  # (s,) bool


def replay(raid, replicate, seed):
    """Replicate of `sample_raid`, told shot by shot.

    Parameters
    ----------
    raid : Raid
    replicate : int
        From 0 on.
    seed : int

    Returns
    -------
    Replay
    """
    key = np.uint64(_kernels.replicate_key(np.uint64(seed), np.uint64(replicate)))
    ways, clock, stock = (raid.turns, raid.ways[1]), raid.clock, np.array(raid.stocks, np.int64)
    channels = np.array(raid.channels or [0] * len(stock), np.int64)
    slots = max(1, int(stock.max())) if channels.max() > 0 else 1
    state = _drawn(raid, key, ways[0])
    scratch = stock.copy(), state, np.zeros((len(stock), slots, 2)), np.zeros(len(stock), np.int64)
    totals = np.zeros(len(stock), np.int32), np.zeros(len(stock), np.int32), np.zeros(_kernels.REASONS, np.int32)
    told: list = []
    for look, now in _rounds(raid, clock, ways[0], state):
        before = state.copy()
        last = raid.doctrine.spends_all and (look + 1) % raid.doctrine.rounds == 0
        kill = float(raid.kill.single_shot)
        _kernels._round(look, ways[0].shape[1], last, now, clock, channels, ways, scratch, kill, key, totals)
        told += _told(before, state, ways, clock)
    return _replay(state, clock, told)


def _drawn(raid, key, turning):
    """State of the kernel before the first round: the ways that warheads draw, and which are lost to every shot."""
    state = np.zeros((8, raid.warheads), np.int64)
    _kernels._shuffle(key, state[4])
    draws, kill, misses = raid.draws, raid.kill, 1.0 - raid.selections
    lost = _kernels.uniform(key, _kernels.RAID_FAILS, 0, 0) < kill.raid_fails
    for w, who in enumerate(state[4].tolist()):
        way = _kernels.way_of(key, draws, who, w)
        bad = _kernels.uniform(key, _kernels.WARHEAD_FAILS, w, 0) < kill.warhead_fails
        wrong = _kernels.uniform(key, _kernels.SELECTION, w, 0) < misses[who]
        state[0, w], state[1, w], state[3, w] = way, 1, int(lost or bad or wrong)
        state[5, w] = _kernels._following(turning, way, 0, turning.shape[1])
    return state


def _rounds(raid, clock, turning, state):
    """(look, time) of each round, as `play` has them."""
    looks = turning.shape[1]
    if raid.in_step:
        yield from ((look, math.inf) for look in range(looks))
        return
    now, look = _kernels._next(looks, clock, turning, state)
    while look < looks:
        yield look, now
        now, look = _kernels._next(looks, clock, turning, state)


def _told(before, state, ways, clock):
    """Salvos of one round: whose shots grew, and whether the warhead still flies."""
    lift_offs, times = clock
    for w in np.flatnonzero(state[2] > before[2]):
        way, turn, who = state[0, w], state[6, w], state[4, w]
        start = lift_offs[who]
        yield (
            who, turn, ways[1][way, turn], state[2, w] - before[2, w],
            start + times[way, turn, 0], start + times[way, turn, 1], state[1, w] == 0,
        )  # fmt: skip


def _replay(state, clock, told):
    """Rows in the order of the kinds, salvos by the time of their launch."""
    count = state.shape[1]
    way, leaks = np.zeros(count, np.int64), np.zeros(count, bool)
    way[state[4]], leaks[state[4]] = state[0], state[1] == 1
    rows = sorted(told, key=lambda row: (row[4], row[0]))
    kinds = (np.int64, np.int64, np.int64, np.int64, float, float, bool)
    names = ("warhead", "look", "battery", "rounds", "launch_time", "intercept_time", "hits")
    columns = {name: np.array([row[k] for row in rows], kinds[k]) for k, name in enumerate(names)}
    return Replay(way=way, lift_off=np.asarray(clock[0], float), leaks=leaks, **columns)
