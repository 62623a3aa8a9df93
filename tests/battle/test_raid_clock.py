"""Warheads that leave apart, and fire-control channels: against hand counts and walking through every course."""

import dataclasses
import hashlib
import itertools
import math
from collections import Counter

import numpy as np
import pytest

from midcourse import battle
from midcourse.battle import Doctrine, Kill, Kind, Raid
from midcourse.engagement import Reason
from midcourse.errors import MidcourseError

from . import test_raid as plain

BAND = 4.5  # standard errors: seven in a million for one comparison
REPLICATES = 40_000
ROUNDING = 1e-11  # sums of a few thousand products of logarithms of factorials
FIRST, SECOND = (300.0, 400.0), (450.0, 520.0)
"""s, launch and intercept of the two looks that most cases here have."""


def raid(lift_offs, stock=10, p=0.5, name="shoot-look-shoot", looks=2, channels=None, times=(FIRST, SECOND)):
    """Warheads that leave at stated times, each with the same looks."""
    launch, meet = np.array(times, float).T
    return Raid(
        warheads=len(lift_offs), stocks=(stock,), doctrine=Doctrine(name=name, looks=looks), kill=Kill(hit=p),
        fit=np.array([len(times)]), batteries=np.zeros((1, len(times)), int), lift_offs=np.array(lift_offs, float),
        launch_time=launch[None], intercept_time=meet[None], channels=channels,
    )  # fmt: skip


def digest(case):
    played = battle.sample_raid(case, 2000, 11)
    parts = (played.leakers, played.shots, played.kills, played.not_taken)
    whole = b"".join(np.ascontiguousarray(part, np.int64).tobytes() for part in parts)
    return hashlib.sha256(whole).hexdigest()[:16]


BEFORE_TIME_RAN = [
    "4944a84998863347", "71d5a60447a46156", "6a34618c2b7d0319", "fecee554f91ca49d", "db2dfde1f8262280",
    "27013fa1aa5829b5", "aa01a3acdf91b77d", "96616784fea56a0e", "e004d376cfe6257b", "544e74eca1681bf9",
    "73c257ba3c7fdd7b",
]  # fmt: skip
"""Hashes of the samples of these raids as they were when raids had no clock."""


def test_without_a_clock_every_raid_is_bit_for_bit_what_it_was():
    cases = [*plain.CASES, *(plain.mixed(5, name) for name in ("shoot-look-shoot", "even", "shoot-look-salvo"))]
    cases += [plain.of_two_kinds(3, hit=0.6, common_mode=0.1), plain.of_two_kinds(3, "shoot-look-salvo", hit=0.6)]
    assert [digest(case) for case in cases] == BEFORE_TIME_RAN


@pytest.mark.parametrize("spacing", [0.0, 30.0, 100.0])
def test_warheads_that_have_all_left_before_the_first_shot_are_met_as_if_they_came_at_once(spacing):
    """Four warheads, the last leaves at 3 times the spacing; the first shot is fired at 300 s."""
    clocked, timeless = (
        raid(spacing * np.arange(4), 5, name="shoot-look-salvo"),
        plain.raid(4, 5, 0.5, "shoot-look-salvo"),
    )
    assert clocked.in_step
    assert digest(clocked) == digest(timeless)
    assert battle.exact_raid(clocked).leakers_distribution == pytest.approx(
        battle.exact_raid(timeless).leakers_distribution, abs=ROUNDING
    )


def test_a_salvo_is_spent_on_those_who_have_left_and_the_next_finds_nothing():
    """`even`, four interceptors, two warheads: two each; a thousand seconds apart: four at the first, none left."""
    together, apart = (battle.sample_raid(raid(at, 4, 1.0, "even", 1), 500, 1) for at in ([0, 0], [0, 1000]))
    assert (together.leakers == 0).all()
    assert (apart.leakers == 1).all()
    assert apart.why_not() == {"no-interceptor-left": 1.0}
    assert (apart.shots == 4).all()


@pytest.mark.parametrize(("leaves", "without"), [(440.0, 1), (460.0, 2)])
def test_a_warhead_known_in_time_gets_its_first_shot_before_another_gets_its_last(leaves, without):
    """One perfect interceptor; against one warhead only the last look fits, at 450 s. Has the other left by then?

    If so it gets the shot in the first round, and one look stays without stock; else both looks at the late one do.
    """
    kinds = [timed_kind(1, (SECOND,)), timed_kind(1, (FIRST, SECOND))]
    case = battle.raid_of_kinds(kinds_as_wide(kinds), [1], Doctrine(looks=2), Kill(hit=1.0))
    played = battle.sample_raid(dataclasses.replace(case, lift_offs=np.array([0.0, leaves])), 50, 1)
    assert (played.leakers == 1).all()
    assert (played.not_taken[:, Reason.NO_INTERCEPTOR_LEFT] == without).all()


def kinds_as_wide(kinds, width=2):
    """The same kinds with rows of one length, as the stages give them."""
    pads = [((0, 0), (0, width - kind.batteries.shape[1])) for kind in kinds]
    return [
        dataclasses.replace(
            kind, batteries=np.pad(kind.batteries, pad, constant_values=-1),
            launch_time=np.pad(kind.launch_time, pad, constant_values=np.nan),
            intercept_time=np.pad(kind.intercept_time, pad, constant_values=np.nan),
        )
        for kind, pad in zip(kinds, pads, strict=True)
    ]  # fmt: skip


def timed_kind(warheads, times, battery=0, spacing=0.0):
    launch, meet = np.array(times, float).T
    return Kind(
        warheads=warheads, fit=np.array([len(times)]), batteries=np.full((1, len(times)), battery),
        reasons=np.zeros(1, int), spacing=spacing, launch_time=launch[None], intercept_time=meet[None],
    )  # fmt: skip


@pytest.mark.parametrize(("spacing", "killed"), [(0.0, 1), (50.0, 2), (100.0, 3), (200.0, 3)])
def test_one_channel_serves_one_interceptor_at_a_time(spacing, killed):
    """Perfect shots, one look, in the air from 300 to 400 s after each lift-off, three warheads.

    0 s apart: one is served. 50 s: 300-400, 350-450 is busy, 400-500 is free again. From 100 s on all are.
    """
    played = battle.sample_raid(raid(spacing * np.arange(3), 10, 1.0, looks=1, channels=(1,), times=(FIRST,)), 300, 1)
    assert (played.leakers == 3 - killed).all()
    assert played.why_not() == ({"channel-busy": 3.0 - killed} if killed < 3 else {})


def test_a_second_look_takes_what_the_channel_left_over():
    """Two looks, one channel, three warheads at once: one is killed in each look, one leaks after two busy looks."""
    played = battle.sample_raid(raid([0, 0, 0], 10, 1.0, channels=(1,)), 300, 1)
    assert (played.leakers == 1).all()
    assert played.why_not() == {"channel-busy": 3.0}


def test_a_salvo_is_as_large_as_the_channels_allow():
    played = battle.sample_raid(raid([0.0], 10, 0.0, "even", 1, (3,), (FIRST,)), 10, 1)
    assert (played.shots == 3).all()


def courses(warheads, stock, p, looks, salvo=False, channels=math.inf):
    """{(leakers, shots, shots by warhead): chance} by walking through every order and every course of kills.

    `warheads` = (lift-off, ((launch, intercept), ...)) each.
    """
    law, n = Counter(), len(warheads)
    orders = list(itertools.permutations(range(n)))

    def walk(order, alive, turn, stock, air, fired, chance):
        times = {
            w: [warheads[w][0] + t for t in warheads[w][1][turn[w]]] for w in alive if turn[w] < len(warheads[w][1])
        }
        if not times:
            law[len(alive), sum(fired), fired] += chance
            return
        moment = min(start for start, _ in times.values())
        rounds = {w: looks - len(warheads[w][1]) + turn[w] for w in times if warheads[w][0] <= moment}
        group = [w for w in order if rounds.get(w) == min(rounds.values())]
        group = group if channels == math.inf else sorted(group, key=lambda w: times[w][0])
        spent, gets, air = 0, {}, list(air)
        for place, w in enumerate(group):
            wants = stock // len(group) + (place < stock % len(group)) if salvo and rounds[w] == looks - 1 else 1
            start, end = times[w]
            marks = [start, *(a for a, _ in air if start < a < end)]
            room = channels - max(sum(a <= mark < z for a, z in air) for mark in marks)
            gets[w] = int(min(wants, stock - spent, room))
            spent += gets[w]
            air += [(start, end)] * gets[w]
        turned = tuple(turn[w] + (w in gets) for w in range(n))
        shots = tuple(fired[w] + gets.get(w, 0) for w in range(n))
        for killed in itertools.product((False, True), repeat=len(group)):
            odds = math.prod(
                1 - (1 - p) ** gets[w] if k else (1 - p) ** gets[w] for w, k in zip(group, killed, strict=True)
            )
            if odds:
                gone = {w for w, k in zip(group, killed, strict=True) if k}
                left = tuple(w for w in alive if w not in gone)
                walk(order, left, turned, stock - spent, tuple(air), shots, chance * odds)

    for order in orders:
        walk(order, tuple(range(n)), (0,) * n, stock, (), (0,) * n, 1 / len(orders))
    return law


LONG = (FIRST, SECOND)
LATE = ((350.0, 500.0),)
COURSES = [
    ([(0, LONG), (200, LONG), (460, LONG)], 3, 2, False, math.inf),
    ([(0, LONG), (200, LONG), (460, LONG)], 4, 2, True, math.inf),
    ([(0, LONG), (0, LONG), (320, LATE), (640, LONG)], 4, 2, True, math.inf),
    ([(0, LONG), (60, LONG), (120, LATE), (180, LONG)], 9, 2, False, 1),
    ([(0, LONG), (60, LONG), (120, LATE), (400, LONG)], 9, 2, True, 2),
    ([(0, LONG), (350, LATE), (350, LATE), (700, LONG)], 3, 3, False, 2),
]


@pytest.mark.parametrize(("warheads", "stock", "looks", "salvo", "channels"), COURSES)
def test_sampling_agrees_with_walking_through_every_course(warheads, stock, looks, salvo, channels):
    law = courses(warheads, stock, 0.4, looks, salvo, channels)
    played = battle.sample_raid(of_warheads(warheads, stock, looks, salvo, channels), REPLICATES, 3)
    pairs = Counter()
    for (leakers, shots, _), chance in law.items():
        pairs[leakers, shots] += chance
    seen = Counter(zip(played.leakers.tolist(), played.shots[:, 0].tolist(), strict=True))
    assert set(seen) <= set(pairs)
    for pair, chance in pairs.items():
        spread = math.sqrt(chance * (1 - chance) / REPLICATES)
        assert seen[pair] / REPLICATES == pytest.approx(chance, abs=BAND * spread + ROUNDING)


def of_warheads(warheads, stock, looks, salvo, channels):
    """The record of a raid whose warheads are each a kind of its own."""
    width = max(len(times) for _, times in warheads)
    launch, meet = np.full((2, len(warheads), width), np.nan)
    for w, (_, times) in enumerate(warheads):
        launch[w, : len(times)], meet[w, : len(times)] = np.array(times).T
    return Raid(
        warheads=len(warheads), stocks=(stock,), kill=Kill(hit=0.4),
        doctrine=Doctrine(name="shoot-look-salvo" if salvo else "shoot-look-shoot", looks=looks),
        kinds=((1, 1),) * len(warheads), fit=np.array([len(times) for _, times in warheads]),
        batteries=np.zeros((len(warheads), width), int), reasons=np.zeros(len(warheads), int),
        lift_offs=np.array([at for at, _ in warheads], float), launch_time=launch, intercept_time=meet,
        channels=None if channels == math.inf else (channels,),
    )  # fmt: skip


def test_where_nothing_is_shared_spacing_changes_nothing():
    """Stock for every look: the same draws kill the same warheads, and the law stays known."""
    cases = [raid(spacing * np.arange(5), 10) for spacing in (0.0, 170.0, 5000.0)]
    assert [case.in_step for case in cases] == [True, False, False]
    assert len({digest(case) for case in cases}) == 1
    for case in cases:
        assert battle.exact_raid(case).p_no_leaker == pytest.approx(0.75**5, abs=ROUNDING)


def test_no_exact_answer_is_given_where_the_law_is_not_known():
    assert "as they come" in battle.exact_raid(raid([0, 1000], 3)).left_out_because
    assert "as they come" in battle.exact_raid(raid([0, 1000], 9, name="shoot-look-salvo")).left_out_because
    assert "channels" in battle.exact_raid(raid([0, 0], 9, channels=(2,))).left_out_because
    assert battle.exact_raid(raid([0, 0], 9, channels=(9,))).left_out_because == ""


def test_kinds_leave_at_their_own_spacing():
    case = battle.raid_of_kinds(
        [timed_kind(3, LONG, spacing=40.0), timed_kind(2, LATE + LATE, spacing=7.0)], [9], Doctrine(), Kill(), [4]
    )
    assert case.lift_offs.tolist() == [0.0, 40.0, 80.0, 0.0, 7.0]
    assert case.channels == (4,)


@pytest.mark.parametrize(
    "wrong",
    [
        {"launch_time": None}, {"lift_offs": np.array([0.0])}, {"lift_offs": np.array([0.0, -1.0])},
        {"channels": (1, 1)}, {"channels": (-1,)}, {"intercept_time": np.array([[200.0, 500.0]])},
        {"launch_time": np.array([[np.nan, 450.0]])},
    ],
)  # fmt: skip
def test_a_clock_that_cannot_be_is_refused(wrong):
    good = raid([0.0, 10.0])
    values = {name: getattr(good, name) for name in good.__slots__}
    with pytest.raises(MidcourseError):
        Raid(**(values | wrong))


def test_the_ways_that_are_told_are_those_that_the_sample_draws():
    """Two kinds, each with one way that is never covered: exactly the warheads that draw it get through."""
    kinds = [
        Kind(warheads=w, fit=np.array([0, 1, 1]), batteries=np.zeros((3, 1), int), reasons=np.array([7, 0, 0]))
        for w in (3, 2)
    ]
    case = battle.raid_of_kinds(kinds, [99], Doctrine(looks=1), Kill(hit=1.0))
    ways = battle.drawn_ways(case, 500, 4)
    assert set(np.unique(ways[:, :3])) == {0, 1, 2}
    assert set(np.unique(ways[:, 3:])) == {3, 4, 5}
    drawn = battle.sample_raid(case, 500, 4)
    assert np.array_equal(np.isin(ways, (0, 3)).sum(axis=1), drawn.leakers)
    told = battle.sample_raid(case, 500, 4, ways)
    for name in ("leakers", "shots", "kills", "not_taken"):
        assert np.array_equal(getattr(told, name), getattr(drawn, name))
    none = battle.sample_raid(case, 500, 4, np.where(ways < 3, 0, 3))
    assert (none.leakers == 5).all()
