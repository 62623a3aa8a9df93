"""A raid that is told shot by shot is the raid of the sample: same leakers, shots and kills, replicate by replicate."""

import numpy as np
import pytest

from midcourse import battle

from . import test_raid as plain
from . import test_raid_clock as clocked
from . import test_raid_layers as layered

REPLICATES, SEED = 60, 11
CASES = {
    **{f"plain {k}": case for k, case in enumerate(plain.CASES)},
    "two kinds": plain.of_two_kinds(3, "shoot-look-salvo", hit=0.6),
    "common failure": plain.of_two_kinds(3, hit=0.6, common_mode=0.3),
    "apart": clocked.raid([0.0, 40.0, 200.0, 390.0], 5, name="shoot-look-salvo"),
    "layers": layered.layered(4, (3, 2), (2, 1), hit=0.5, selection=0.8),
    "channels": clocked.raid([0.0, 30.0, 60.0, 90.0], 6, channels=(1,)),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_the_raid_of_the_sample(name):
    raid = CASES[name]
    sampled = battle.sample_raid(raid, REPLICATES, SEED)
    ways = battle.drawn_ways(raid, REPLICATES, SEED)
    for r in range(REPLICATES):
        told = battle.replay(raid, r, SEED)
        count = len(raid.stocks)
        shots = np.bincount(told.battery, told.rounds, count)
        kills = np.bincount(told.battery[told.hits], minlength=count)
        assert told.leaks.sum() == sampled.leakers[r]
        assert shots.tolist() == sampled.shots[r].tolist()
        assert kills.tolist() == sampled.kills[r].tolist()
        assert told.way.tolist() == ways[r].tolist()


def test_a_warhead_that_is_hit_does_not_leak_and_is_not_shot_at_again():
    raid = CASES["apart"]
    for r in range(REPLICATES):
        told = battle.replay(raid, r, SEED)
        for w in range(raid.warheads):
            own = np.flatnonzero(told.warhead == w)
            assert told.hits[own].sum() == (0 if told.leaks[w] else 1)
            assert not told.hits[own][:-1].any()
            assert (np.diff(told.launch_time[own]) > 0.0).all()
            assert (told.launch_time[own] >= told.lift_off[w]).all()
