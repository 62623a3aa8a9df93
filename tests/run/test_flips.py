"""Flip values against the whole reading computed again on both sides of them, all places and no outline."""

import dataclasses

import numpy as np
import pytest

from midcourse import analysis, battle, engagement, scenario
from midcourse.earth import WGS84
from midcourse.run import flips, moves, stages

SIDE = {"s": 1.5, "km/s": 0.03, "km": 1.1, "": 0.06}
"""How far on either side of a flip is looked: a little more than the bracket of its search (cross-section: a share)."""

ASSUMPTIONS = (
    "command.decide_s", "command.track_s", "radar cross-section, times", "batteries.poland.speed",
    "batteries.poland.minimum-altitude",
)  # fmt: skip


@pytest.fixture(scope="module")
def reading():
    """One reading played on the flights of the intermediate threat, and its flip values by path."""
    plan = scenario.load("european-site-2008", ["command.consult_s=20", "batteries.poland.boost=impulsive"])
    case = scenario.build(plan, "mda+mean-42kw")
    case = dataclasses.replace(case, threats=case.threats[:1], replicates=50)
    case = with_value(case, "batteries.poland.speed", 5.3)  # slow enough that some would be gained by a faster one
    waves = stages.launch([case], lambda *_: None)[0]
    p = stages.play(case, waves, {}, lambda _: None)
    (drawn,) = flips.outlines([p])
    return p, {row["path"]: row for row in flips.flips_of(p, drawn, {})}


def members_undefended(case, waves):
    """The answer computed from all flights."""
    engaged = tuple(stages.engage(case, wave, {}) for wave in waves)
    places = case.protect.places
    return analysis.members_undefended(analysis.countries_of(places, stages.judge(waves, engaged, len(places))))


def with_value(case, path, value):
    """The case with one assumption changed, not through `moves`."""
    if path.startswith("command."):
        name = {"decide_s": "decide_time", "track_s": "track_time"}[path.removeprefix("command.")]
        return dataclasses.replace(case, command=dataclasses.replace(case.command, **{name: value}))
    if path.startswith("radar"):
        threats = []
        for threat in case.threats:
            sizes = tuple(value * size for size in threat.signature.cross_sections)
            signature = dataclasses.replace(threat.signature, cross_sections=sizes)
            threats.append(dataclasses.replace(threat, signature=signature))
        return dataclasses.replace(case, threats=tuple(threats))
    name = "speed" if path.endswith("speed") else "minimum_altitude"
    (battery,) = case.batteries
    kind = dataclasses.replace(battery.launcher.interceptor, **{name: 1000.0 * value})
    launcher = dataclasses.replace(battery.launcher, interceptor=kind)
    return dataclasses.replace(case, batteries=(dataclasses.replace(battery, launcher=launcher),))


@pytest.mark.parametrize("path", ASSUMPTIONS)
def test_the_whole_answer_changes_at_a_flip_and_not_before(reading, path):
    p, rows = reading
    row, found = rows[path], 0
    for side, sign in (("below", -1.0), ("above", 1.0)):
        value = row[f"flips_{side}"]
        if np.isnan(value):
            continue
        found += 1
        apart = SIDE[row["unit"]] * (value if row["unit"] == "" else 1.0)
        at = members_undefended(with_value(p.case, path, value), p.waves)
        before = members_undefended(with_value(p.case, path, value - sign * apart), p.waves)
        assert at == row[f"answer_{side}"] != row["answer_now"] == before
    assert found


def test_times_one_after_the_other_flip_at_the_same_sum(reading):
    _, rows = reading
    room = [rows[f"command.{name}_s"] for name in ("decide", "consult", "launch_prepare", "latency")]
    assert len({round(row["flips_above"] - row["value"], 9) for row in room}) == 1


def test_an_end_that_flips_nothing_leaves_the_whole_answer_as_it_is(reading):
    p, rows = reading
    row = rows["command.decide_s"]
    assert np.isnan(row["flips_below"])
    assert members_undefended(with_value(p.case, "command.decide_s", row["low"]), p.waves) == row["answer_now"]


def test_the_names_of_those_who_change_are_told(reading):
    _, rows = reading
    assert rows["command.decide_s"]["who_above"].startswith("lost ")
    assert rows["batteries.poland.speed"]["who_above"].startswith("gained ")


@pytest.fixture(scope="module")
def good_odds(reading):
    """The same reading with every warhead covered and kill chances so good that the raid is often stopped."""
    p, _ = reading
    kill = battle.Kill(reliability=0.9, hit=0.8, common_mode=0.1)
    kills = dataclasses.replace(p.case.kill, low=dataclasses.replace(kill, hit=0.3), value=kill, high=kill)
    case = dataclasses.replace(p.case, kill=kills)
    raid = battle.Raid(warheads=3, stocks=p.drawn_raid.stocks, doctrine=p.drawn_raid.doctrine, kill=kill)
    p = dataclasses.replace(p, case=case, drawn_raid=raid)
    (drawn,) = flips.outlines([p])
    return p, {row["path"]: row for row in flips.flips_of(p, drawn, {})}


@pytest.mark.parametrize(
    ("path", "side"), [("kill.hit", "below"), ("kill.common_mode", "above"), ("batteries.poland.ready", "below")]
)
def test_the_exact_law_crosses_one_half_at_a_flip(good_odds, path, side):
    p, rows = good_odds
    row = rows[path]
    value, step = row[f"flips_{side}"], 1.0 if path.endswith("ready") else moves.CHANCE_STEP
    change = next(move.change for move in moves.raid_moves(p.case) if move.path == path)
    nearer = value + step if side == "below" else value - step
    at, before = (battle.exact_raid(change(p.drawn_raid, v)).p_no_leaker for v in (value, nearer))
    assert row["answer_now"] > flips.LEVEL > at
    assert before >= flips.LEVEL
    assert row[f"answer_{side}"] == pytest.approx(at)


def test_a_chance_without_room_is_not_said_to_flip(good_odds):
    _, rows = good_odds
    assert np.isnan(rows["kill.hit"]["flips_above"])  # the stated range ends where it is


@pytest.mark.parametrize("warheads", [9, 40])
def test_more_warheads_than_interceptors_always_leave_one(good_odds, monkeypatch, warheads):
    """Referent: raids drawn one by one, with shots that always kill."""
    p, _ = good_odds
    sure = dataclasses.replace(p.drawn_raid.kill, hit=1.0, reliability=1.0, common_mode=0.0)
    raid = battle.Raid(warheads=warheads, stocks=(8,), doctrine=p.drawn_raid.doctrine, kill=sure)
    assert battle.sample_raid(raid, 500, 1).leakers.min() >= warheads - 8
    monkeypatch.setattr(flips.battle, "sample_raid", None)  # nothing has to be drawn to know it
    assert flips._chance(raid, 1) == 0.0


SPEED_OF_FANS = 150.0  # m/s, to which a fan between two that are 900 m/s apart stands for its own speed
LATITUDE = np.radians(54.5)


@pytest.fixture(scope="module")
def between():
    """Times to reach 800 places on a fan between two speeds, and on the fans flown 150 m/s below and above."""
    slower, faster = (engagement.notional_fly_out(speed, 138.0) for speed in (6300.0, 7200.0))
    middle = engagement.BetweenFlyOuts(slower=slower, faster=faster, share=0.5)
    around = [engagement.notional_fly_out(6750.0 + sign * SPEED_OF_FANS, 138.0) for sign in (-1.0, 1.0)]
    random = np.random.default_rng(3)
    places = random.uniform(0.05, 0.4, 800), random.uniform(0.0, 2.0 * np.pi, 800), random.uniform(2e5, 1e6, 800)
    return [engagement.time_to_reach(one, LATITUDE, *places, WGS84).flat_time for one in (middle, *around)]


MOST = 0.95


def test_a_fan_between_two_speeds_is_no_slower_and_no_faster_than_those_flown_beside_it(between):
    middle, slower, faster = between
    known = np.isfinite(middle) & np.isfinite(slower) & np.isfinite(faster)
    assert known.mean() > MOST
    held = (middle <= slower) & (middle >= faster)
    assert held[known].mean() > MOST


def test_the_ends_of_what_lies_between_are_the_flown_ones():
    slower, faster = (engagement.notional_fly_out(speed, 138.0) for speed in (6300.0, 7200.0))
    place = np.array([0.2]), np.array([1.0]), np.array([4e5])
    flown_at = np.radians(54.0)  # one of the latitudes, 6 degrees apart, from which fans are flown
    for share, flown in ((0.0, slower), (1.0, faster)):
        one = engagement.BetweenFlyOuts(slower=slower, faster=faster, share=share)
        times = [engagement.time_to_reach(part, flown_at, *place, WGS84).flat_time for part in (one, flown)]
        assert times[0] == times[1]
