"""The hand-over of a run: computed where asked, stated else; worse radars hand over worse."""

import dataclasses

import pytest

from midcourse import engagement, scenario
from midcourse.run import hand_over, stages

NAME, READING = "non-state-2001", "s-300pmu-2+by-rule"


def chance(angle_sigma, changes=("kill.hand_over=computed",)):
    case = scenario.build(scenario.load(NAME, changes), READING)
    accuracy = engagement.Accuracy(range_sigma=50.0, angle_sigma=angle_sigma)
    case = dataclasses.replace(
        case, sensors=tuple(dataclasses.replace(sensor, accuracy=accuracy) for sensor in case.sensors)
    )
    (waves,) = stages.launch([case], lambda *_: None)
    engaged = tuple(stages.engage(case, wave, {}) for wave in waves)
    return hand_over.mean_chance(case, waves, engaged), stages.raid_of(case, waves, engaged).kill.hand_over


def test_the_chance_falls_with_the_accuracy_and_goes_into_the_raid():
    found = [chance(angle) for angle in (0.3e-3, 30e-3, 300e-3)]
    means = [mean for mean, _ in found]
    assert means[0] > means[1] > means[2]
    assert means[0] > 0.9
    assert all(mean == pytest.approx(used) for mean, used in found)


def test_a_stated_chance_stays():
    assert chance(300e-3, ("kill.hand_over=0.7",))[1] == 0.7
