"""Raids against hand counts, binomials and each other: exact beside sampled."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from midcourse import battle
from midcourse.battle import DOCTRINES, Doctrine, Kill, Raid, _kernels
from midcourse.engagement import Reason
from midcourse.errors import MidcourseError

ROUNDING = 1e-11  # sums of a few thousand products of logarithms of factorials
PRINTED = 5e-4  # the published numbers of shots have three decimals
SAID = 0.005  # 0.32 as the article says it
LONG_SUM = 1e-9  # up to four rounds, twenty warheads
BAND = 4.5  # standard errors: seven in a million for one comparison
REPLICATES = 40_000


def raid(warheads, stock, p, name="shoot-look-shoot", looks=2, **kill):
    return Raid(warheads=warheads, stocks=(stock,), doctrine=Doctrine(name=name, looks=looks), kill=Kill(hit=p, **kill))


def counted(warheads, stock, p, name, looks):
    """Law of leakers and mean shots by walking through every course of hits and misses."""
    law, shots = np.zeros(warheads + 1), 0.0

    def walk(left, stock, look, chance, fired):
        nonlocal shots
        if look == looks or left == 0 or stock == 0:
            law[left] += chance
            shots += chance * fired
            return
        last = name != "shoot-look-shoot" and look == looks - 1
        spent = stock if last else min(left, stock)
        each = [spent // left + (k < spent % left) for k in range(left)]
        for course in itertools.product((0, 1), repeat=spent):
            at, alive, odds = 0, 0, 1.0
            for n in each:
                hits = course[at : at + n]
                at += n
                alive += not any(hits)
                for hit in hits:
                    odds *= p if hit else 1.0 - p
            if odds:
                walk(alive, stock - spent, look + 1, chance * odds, fired + spent)

    walk(warheads, stock, 0, 1.0, 0)
    return law, shots


@pytest.mark.parametrize("name", DOCTRINES)
@pytest.mark.parametrize(("warheads", "stock"), [(1, 3), (3, 2), (3, 5), (4, 6)])
def test_exact_equals_walking_through_every_course(name, warheads, stock):
    exact = battle.exact_raid(raid(warheads, stock, 0.35, name))
    law, shots = counted(warheads, stock, 0.35, name, 1 if name == "even" else 2)
    assert exact.leakers_distribution == pytest.approx(law, abs=ROUNDING)
    assert exact.expected_shots == pytest.approx(shots, abs=ROUNDING)


@pytest.mark.parametrize(("p", "saved"), [(0.5, 1.5), (0.7, 1.3)])
def test_two_looks_spend_two_minus_p_shots(p, saved):
    exact = battle.exact_raid(raid(1, 2, p))
    assert exact.expected_shots == pytest.approx(saved, abs=ROUNDING)
    assert exact.p_no_leaker == pytest.approx(1 - (1 - p) ** 2, abs=ROUNDING)


@pytest.mark.parametrize(("p", "expected"), [(0.5, 1.875), (0.7, 1.417), (0.8, 1.248)])
def test_four_looks_spend_fewer_shots_for_the_same_kill_as_a_salvo(p, expected):
    looking, salvo = battle.exact_raid(raid(1, 4, p, looks=4)), battle.exact_raid(raid(1, 4, p, "even"))
    assert looking.expected_shots == pytest.approx(expected, abs=PRINTED)
    assert looking.p_no_leaker == pytest.approx(salvo.p_no_leaker, abs=ROUNDING)
    assert salvo.expected_shots == 4.0


def test_eleven_missiles_take_forty_four_interceptors_and_a_third_still_leaks():
    """[blair2017]: at 25 % a shot four interceptors a missile; each still leaks with 0.75^4 = 0.32."""
    exact = battle.exact_raid(raid(11, 44, 0.25, "even"))
    assert exact.expected_leakers / 11 == pytest.approx(0.32, abs=SAID)
    law = stats.binom.pmf(np.arange(12), 11, 0.75**4)
    assert exact.leakers_distribution == pytest.approx(law, abs=ROUNDING)


@pytest.mark.parametrize("objects", [20, 50])
def test_objects_that_look_alike_divide_the_defence(objects):
    """Ten interceptors, one an object: the warhead among N objects is killed with chance 10 p / N."""
    kill = battle.exact_raid(raid(objects, 10, 0.8, "even"))
    assert (objects - kill.expected_leakers) / objects == pytest.approx(10 / objects * 0.8, abs=ROUNDING)


@pytest.mark.parametrize("shots", [1, 4, 40])
def test_a_common_failure_caps_the_kill_however_many_shots(shots):
    for scope in ("raid", "warhead"):
        exact = battle.exact_raid(raid(1, shots, 0.6, "even", common_mode=0.2, common_scope=scope))
        assert exact.p_no_leaker == pytest.approx(0.8 * (1 - 0.4**shots), abs=ROUNDING)


def test_scope_changes_the_spread_and_not_the_mean():
    """[wilkening2000]: P0 = P_track (1-(1-p)^n)^W where the failure is the raid's, (P_track (1-(1-p)^n))^W else."""
    whole = battle.exact_raid(raid(5, 15, 0.6, "even", common_mode=0.2))
    each = battle.exact_raid(raid(5, 15, 0.6, "even", common_mode=0.2, common_scope="warhead"))
    killed = 1 - 0.4**3
    assert whole.p_no_leaker == pytest.approx(0.8 * killed**5, abs=ROUNDING)
    assert each.p_no_leaker == pytest.approx((0.8 * killed) ** 5, abs=ROUNDING)
    assert whole.expected_leakers == pytest.approx(each.expected_leakers, abs=ROUNDING)


def test_no_warheads_leak_nothing_and_no_interceptors_stop_nothing():
    for name in DOCTRINES:
        nothing, empty = battle.exact_raid(raid(0, 5, 0.5, name)), battle.exact_raid(raid(3, 0, 0.5, name))
        assert (nothing.p_no_leaker, nothing.expected_shots) == (1.0, 0.0)
        assert (empty.p_no_leaker, empty.expected_leakers) == (0.0, 3.0)
        played = battle.sample_raid(raid(3, 0, 0.5, name), 100, 1)
        assert (played.leakers == 3).all()
        assert played.shots.sum() == 0


CASES = [
    raid(20, 30, 0.6), raid(20, 30, 0.6, "shoot-look-salvo"), raid(7, 20, 0.3, "even"), raid(7, 4, 0.8, "even"),
    raid(9, 12, 0.5, "shoot-look-salvo", looks=3, common_mode=0.2, common_scope="warhead"),
    raid(9, 12, 0.5, selection=0.8, common_mode=0.1),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_sampling_agrees_with_the_exact_law(case):
    exact, played = battle.exact_raid(case), battle.sample_raid(case, REPLICATES, 5)
    for ours, sampled in (
        (exact.expected_leakers, played.leakers),
        (exact.expected_shots, played.shots.sum(axis=1)),
        (exact.p_no_leaker, played.leakers == 0),
    ):
        spread = max(sampled.std(), 1e-3) / np.sqrt(REPLICATES)
        assert sampled.mean() == pytest.approx(ours, abs=BAND * spread)
    observed = np.bincount(played.leakers, minlength=case.warheads + 1)
    expected = exact.leakers_distribution * REPLICATES
    often = expected > 8
    chi = ((observed - expected)[often] ** 2 / expected[often]).sum()
    assert chi < stats.chi2.ppf(1 - 1e-5, often.sum())


def mixed(stock, name="shoot-look-shoot", **kill):
    return Raid(
        warheads=6, stocks=(stock,), doctrine=Doctrine(name=name, looks=2), kill=Kill(hit=0.7, **kill),
        fit=np.array([0, 1, 2, 3, 2]), batteries=np.zeros((5, 3), int), reasons=np.array([7, 0, 0, 0, 0]),
    )  # fmt: skip


@pytest.mark.parametrize("name", DOCTRINES)
@pytest.mark.parametrize("kill", [{}, {"common_mode": 0.3, "common_scope": "warhead"}])
def test_geometry_with_fewer_looks_is_exact_too(name, kill):
    case = mixed(5, name, **kill)
    exact, played = battle.exact_raid(case), battle.sample_raid(case, REPLICATES, 8)
    assert exact.leakers_distribution.sum() == pytest.approx(1.0, abs=ROUNDING)
    for ours, sampled in (
        (exact.expected_leakers, played.leakers),
        (exact.p_no_leaker, played.leakers == 0),
        (exact.expected_shots, played.shots.sum(axis=1)),
    ):
        assert sampled.mean() == pytest.approx(ours, abs=BAND * max(sampled.std(), 1e-3) / np.sqrt(REPLICATES))


def test_an_uncovered_way_leaks_with_its_reason():
    why = battle.sample_raid(mixed(50), REPLICATES, 3).why_not()
    assert why["seen-too-late"] == pytest.approx(6 / 5, abs=BAND * np.sqrt(6 * 0.2 * 0.8 / REPLICATES))
    assert "no-interceptor-left" not in why
    assert battle.sample_raid(mixed(1), 1000, 3).why_not()[Reason.NO_INTERCEPTOR_LEFT.word] > 1.0


def test_each_battery_spends_its_own_magazine():
    case = Raid(
        warheads=8, stocks=(2, 3), doctrine=Doctrine(looks=2), kill=Kill(hit=0.5),
        fit=np.array([2, 2]), batteries=np.array([[0, 1], [1, 1]]), reasons=np.zeros(2, int),
    )  # fmt: skip
    played = battle.sample_raid(case, 2000, 1)
    assert (played.shots <= [2, 3]).all()
    assert (played.leakers + played.kills.sum(axis=1) == 8).all()
    assert "several batteries" in battle.exact_raid(case).left_out_because


def test_the_same_seed_gives_the_same_raid_and_a_longer_run_begins_with_the_shorter():
    case = raid(20, 30, 0.6)
    short, long = battle.sample_raid(case, 1000, 3), battle.sample_raid(case, 3000, 3)
    assert np.array_equal(short.leakers, long.leakers[:1000])
    assert not np.array_equal(short.leakers, battle.sample_raid(case, 1000, 4).leakers)


def test_readings_share_their_draws_so_that_a_better_shot_never_leaks_more():
    worse, better = (battle.sample_raid(raid(20, 25, p, "even"), 5000, 9).leakers for p in (0.5, 0.6))
    assert (better <= worse).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 12), st.integers(0, 20), st.floats(0, 1), st.sampled_from(DOCTRINES), st.integers(1, 4))
def test_the_law_is_a_law_and_shots_stay_within_the_stock(warheads, stock, p, name, looks):
    exact = battle.exact_raid(raid(warheads, stock, p, name, looks))
    assert exact.leakers_distribution.sum() == pytest.approx(1.0, abs=LONG_SUM)
    assert -LONG_SUM <= exact.expected_shots <= stock + LONG_SUM
    more = battle.exact_raid(raid(warheads, stock + 1, p, name, looks))
    assert more.expected_leakers <= exact.expected_leakers + LONG_SUM


def of_two_kinds(stock, name="shoot-look-shoot", **kill):
    """Three warheads with 2, 2, 1 or 0 looks, two with 1, 1 or 2."""
    ways = [[2, 2, 1, 0], [1, 1, 2]]
    kinds = [
        battle.Kind(warheads=w, fit=np.array(f), batteries=np.zeros((len(f), 2), int), reasons=np.array(f) * 0)
        for w, f in zip((3, 2), ways, strict=True)
    ]
    return battle.raid_of_kinds(kinds, [stock], battle.Doctrine(name=name, looks=2), battle.Kill(**kill))


@pytest.mark.parametrize("name", DOCTRINES)
@pytest.mark.parametrize("stock", [3, 10])
def test_warheads_of_two_kinds_leak_as_the_exact_mixture_says(name, stock):
    case = of_two_kinds(stock, name, reliability=0.9, hit=0.6, selection=0.9, common_mode=0.1)
    exact, played = battle.exact_raid(case), battle.sample_raid(case, 200_000, 5)
    for values, mean in ((played.leakers, exact.expected_leakers), (played.shots[:, 0], exact.expected_shots)):
        assert abs(values.mean() - mean) < BAND * max(values.std(), 1e-9) / np.sqrt(len(values)) + 1e-12
    assert exact.leakers_distribution.sum() == pytest.approx(1.0, abs=LONG_SUM)


def test_perfect_shots_at_two_kinds_leave_only_those_without_a_look():
    """Each of three warheads has no look in one way of four: three quarters of a leaker, by hand."""
    exact = battle.exact_raid(of_two_kinds(100))
    assert exact.expected_leakers == pytest.approx(3 / 4, abs=ROUNDING)
    assert exact.p_no_leaker == pytest.approx((3 / 4) ** 3, abs=ROUNDING)


def test_wrong_numbers_are_refused():
    for wrong in (
        lambda: raid(-1, 2, 0.5), lambda: raid(1, 2, 1.5), lambda: raid(1, 2, 0.5, "spray"),
        lambda: raid(1, 2, 0.5, looks=0), lambda: raid(1, 2, 0.5, common_scope="week"),
        lambda: battle.sample_raid(raid(1, 1, 0.5), 0, 1), lambda: battle.sample_raid(raid(1, 1, 0.5), 1, -1),
    ):  # fmt: skip
        with pytest.raises(MidcourseError):
            wrong()


def test_the_mixer_is_splitmix64():
    """First numbers of seed 1234567 as printed in public test vectors of splitmix64 [steele2014]."""
    golden, state = 0x9E3779B97F4A7C15, 1234567
    for expected in (6457827717110365317, 3203168211198807973, 9817491932198370423):
        state = (state + golden) % 2**64
        assert int(_kernels.mix(np.uint64(state))) == expected


def test_draws_are_spread_evenly_and_do_not_follow_one_another():
    keys = [_kernels.replicate_key(np.uint64(7), np.uint64(r)) for r in range(3000)]
    draws = np.array(
        [[_kernels.uniform(np.uint64(k), np.uint64(4), w, d) for w in (0, 1) for d in (0, 1)] for k in keys]
    )
    assert stats.kstest(draws.ravel(), "uniform").pvalue > 1e-4
    assert np.abs(np.corrcoef(draws.T) - np.eye(4)).max() < BAND / np.sqrt(3000)


def test_a_large_raid_of_two_looks_is_exact_and_one_too_large_says_so():
    """With stock for all, each of 1,000 warheads gets two shots: a plain binomial."""
    exact = battle.exact_raid(raid(1000, 2000, 0.6))
    law = stats.binom.pmf(np.arange(1001), 1000, 0.4**2)
    assert exact.leakers_distribution == pytest.approx(law, abs=LONG_SUM)
    assert "too many" in battle.exact_raid(raid(5000, 9000, 0.6, looks=3)).left_out_because
