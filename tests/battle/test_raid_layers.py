"""Two layers: what the upper one leaves is handed down, against walking through every course; stated discrimination."""

import itertools
import math

import numpy as np
import pytest

from midcourse import battle
from midcourse.battle import Doctrine, Kill, Kind, Raid
from midcourse.errors import MidcourseError

ROUNDING = 1e-11  # sums of a few hundred products
BAND = 4.5  # standard errors: seven in a million for one comparison
REPLICATES = 40_000


def layered(warheads, stocks, looks=(1, 1), name="shoot-look-shoot", each=2, objects=None, **kill):
    """Warheads with the same looks in each layer: battery 0 above, battery 1 below."""
    batteries = np.repeat([0, 1], looks)
    launch = 100.0 + 100.0 * np.arange(len(batteries))
    return Raid(
        warheads=warheads,
        stocks=stocks,
        doctrine=Doctrine(name=name, looks=each),
        kill=Kill(**kill),
        fit=np.array([len(batteries)]),
        batteries=batteries[None],
        launch_time=launch[None],
        intercept_time=launch[None] + 50.0,
        layers=(0, 1),
        objects=objects,
    )


def walk(warheads, stocks, looks, p, salvo, dud):
    """Law of leakers and mean shots by every course of hits, misses and of who gets a scarce shot."""
    law, shots = np.zeros(warheads + 1), 0.0
    for bad in itertools.product((False, True), repeat=warheads):
        chance = math.prod(dud if b else 1.0 - dud for b in bad)
        if chance == 0.0:
            continue
        states = {(frozenset(range(warheads)),): chance}
        for layer in range(2):
            held = {(alive[0], stocks[layer]): c for alive, c in states.items()}
            for look in range(looks[layer]):
                held, fired = _fire(held, bad, p, salvo and look == looks[layer] - 1)
                shots += fired
            states = {}
            for (alive, _), c in held.items():
                states[(alive,)] = states.get((alive,), 0.0) + c
        for (alive,), c in states.items():
            law[len(alive)] += c
    return law, shots


def _fire(held, bad, p, all_left):
    after, shots = {}, 0.0
    for (alive, stock), chance in held.items():
        who = sorted(alive)
        spent = stock if all_left else min(stock, len(who))
        if not who or not spent:
            after[alive, stock] = after.get((alive, stock), 0.0) + chance
            continue
        shots += chance * spent
        base, extra = divmod(spent, len(who))
        ways = list(itertools.combinations(who, extra))
        for lucky in ways:
            counts = {w: base + (w in lucky) for w in who}
            for hits in itertools.product((False, True), repeat=len(who)):
                c = chance / len(ways)
                for w, hit in zip(who, hits, strict=True):
                    kill = 0.0 if bad[w] else 1.0 - (1.0 - p) ** counts[w]
                    c *= kill if hit else 1.0 - kill
                if c:
                    left = frozenset(w for w, hit in zip(who, hits, strict=True) if not hit)
                    after[left, stock - spent] = after.get((left, stock - spent), 0.0) + c
    return after, shots


CASES = [
    (layered(3, (3, 3), hit=0.5), (3, (3, 3), (1, 1), 0.5, False, 0.0)),
    (layered(3, (2, 2), (2, 1), hit=0.6), (3, (2, 2), (2, 1), 0.6, False, 0.0)),
    (layered(3, (2, 4), (1, 2), hit=0.6, selection=0.8), (3, (2, 4), (1, 2), 0.6, False, 0.2)),
    (layered(2, (3, 3), (2, 2), "shoot-look-salvo", hit=0.4), (2, (3, 3), (2, 2), 0.4, True, 0.0)),
    (layered(2, (3, 2), (1, 1), "even", 1, hit=0.4), (2, (3, 2), (1, 1), 0.4, True, 0.0)),
]


@pytest.mark.parametrize(("case", "by_hand"), CASES)
def test_the_exact_law_of_two_layers_is_that_of_every_course(case, by_hand):
    law, shots = walk(*by_hand)
    exact = battle.exact_raid(case)
    assert exact.leakers_distribution == pytest.approx(law, abs=ROUNDING)
    assert exact.expected_shots == pytest.approx(shots, abs=ROUNDING)


@pytest.mark.parametrize(("case", "by_hand"), CASES)
def test_the_sample_follows_the_exact_law(case, by_hand):
    exact, played = battle.exact_raid(case), battle.sample_raid(case, REPLICATES, 3)
    for leakers, chance in enumerate(exact.leakers_distribution):
        error = math.sqrt(chance * (1.0 - chance) / REPLICATES) + 1e-12
        assert abs((played.leakers == leakers).mean() - chance) < BAND * error + 1e-9
    spread = played.shots.sum(axis=1).std() / math.sqrt(REPLICATES)
    assert abs(played.shots.sum(axis=1).mean() - exact.expected_shots) < BAND * spread + ROUNDING
    assert by_hand


def test_only_what_the_upper_layer_leaves_is_shot_at_below():
    perfect = battle.sample_raid(layered(4, (3, 5), hit=1.0), 200, 1)
    assert (perfect.shots == [3, 1]).all()
    assert (perfect.kills == [3, 1]).all()
    assert (perfect.leakers == 0).all()


def test_without_a_lower_layer_the_upper_one_is_the_raid():
    both, alone = layered(4, (3, 0), (2, 1), hit=0.5), layered(4, (3, 0), (2, 0), hit=0.5)
    single = Raid(warheads=4, stocks=(3,), doctrine=Doctrine(looks=2), kill=Kill(hit=0.5))
    law = battle.exact_raid(single).leakers_distribution
    assert battle.exact_raid(both).leakers_distribution == pytest.approx(law, abs=ROUNDING)
    assert battle.exact_raid(alone).leakers_distribution == pytest.approx(law, abs=ROUNDING)


def test_the_order_of_layers_is_that_of_the_numbers_not_of_the_batteries():
    case = layered(3, (3, 3), hit=0.5)
    turned = Raid(
        warheads=3, stocks=(3, 3), doctrine=Doctrine(looks=2), kill=Kill(hit=0.5), fit=np.array([2]),
        batteries=np.array([[1, 0]]), launch_time=np.array([[100.0, 200.0]]),
        intercept_time=np.array([[150.0, 250.0]]), layers=(1, 0),
    )  # fmt: skip
    one, other = battle.sample_raid(case, 500, 5), battle.sample_raid(turned, 500, 5)
    assert (one.leakers == other.leakers).all()
    assert (one.shots == other.shots[:, ::-1]).all()


def test_ways_with_other_looks_have_no_exact_law_and_say_why():
    case = Raid(
        warheads=2, stocks=(2, 2), doctrine=Doctrine(looks=2), kill=Kill(hit=0.5), fit=np.array([2, 1]),
        batteries=np.array([[0, 1], [1, -1]]), layers=(0, 1),
        launch_time=np.array([[100.0, 200.0], [200.0, np.nan]]),
        intercept_time=np.array([[150.0, 250.0], [250.0, np.nan]]),
    )  # fmt: skip
    assert "differ" in battle.exact_raid(case).left_out_because
    assert battle.sample_raid(case, 100, 1).leakers.max() <= 2


@pytest.mark.parametrize(
    ("objects", "selection", "chance"), [(1, 0.8, 0.8), (10, 0.0, 0.1), (4, 0.5, 0.625), (5, 1.0, 1.0)]
)
def test_among_objects_the_warhead_is_known_or_taken_by_chance(objects, selection, chance):
    kind = Kind(
        warheads=1, fit=np.array([1]), batteries=np.zeros((1, 1), int), reasons=np.zeros(1, int), objects=objects
    )
    case = battle.raid_of_kinds([kind], [3], Doctrine(looks=1), Kill(selection=selection))
    assert battle.exact_raid(case).p_no_leaker == pytest.approx(chance, abs=ROUNDING)
    killed = (battle.sample_raid(case, REPLICATES, 2).leakers == 0).mean()
    assert abs(killed - chance) <= BAND * math.sqrt(chance * (1.0 - chance) / REPLICATES)


def test_threats_with_other_numbers_of_objects_are_each_picked_by_their_own_chance():
    def kind(objects):
        return Kind(
            warheads=1, fit=np.array([1]), batteries=np.zeros((1, 1), int), reasons=np.zeros(1, int), objects=objects
        )

    case = battle.raid_of_kinds([kind(1), kind(4)], [2], Doctrine(looks=1), Kill(selection=0.5))
    assert "objects" in battle.exact_raid(case).left_out_because
    mean = battle.sample_raid(case, REPLICATES, 2).leakers.mean()
    assert mean == pytest.approx(0.5 + 0.375, abs=BAND / math.sqrt(REPLICATES))


def test_layers_and_objects_that_do_not_fit_are_refused():
    with pytest.raises(MidcourseError, match="whole numbers"):
        Raid(warheads=1, stocks=(1, 1), layers=(0,))
    with pytest.raises(MidcourseError, match="whole numbers"):
        Raid(warheads=2, stocks=(1,), objects=(1, 0))
