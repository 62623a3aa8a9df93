"""Where a radar may stand: all cells watched from in one pass, against one cell after the other."""

import numpy as np
import pytest
import shapely

from midcourse import scenario
from midcourse.scenario import defended, defended_ground
from midcourse.scenario.defended_question import Question

PLACES = np.array([[52.2, 21.0], [48.9, 2.4], [41.9, 12.5], [59.9, 10.7], [38.7, -9.1], [51.5, -0.1], [37.9, 23.7]])


READING = "mda+mean-170kw"


@pytest.fixture(scope="module")
def case():
    """The European site with a radar that is turned in time: only then are all cells watched from at once."""
    return scenario.build(scenario.load("european-site-2008", ("sensors.emr.cue=in-time",)), READING)


@pytest.fixture(scope="module")
def waves(case):
    found: dict = {}
    defended.verdict_tables([case], [None], Question(), PLACES, found)
    return found[case.reading]


@pytest.mark.parametrize("asked", [{}, {"shots": 2}, {"against": "any"}, {"keep_out_altitude": 200e3}])
def test_all_cells_at_once_are_the_cells_one_by_one(case, waves, asked, monkeypatch):
    key = next(sensor.key for sensor in case.sensors if sensor.kind == "radars")
    ask = Question(resolution_deg=5.0, operating_area=key, over=shapely.box(5.0, 40.0, 30.0, 60.0), **asked)
    assert defended_ground._only_sees(case, key)  # else both would go the slow way
    monkeypatch.setattr(defended_ground, "AT_A_TIME", 40)  # several chunks
    together = defended_ground.operating_area(case, ask, waves)
    monkeypatch.setattr(defended_ground, "_only_sees", lambda *_: False)
    alone = defended_ground.operating_area(case, ask, waves)
    assert len(together.held) == len(together.cells) > 15
    assert together.held.tolist() == alone.held.tolist()
    assert together.good.tolist() == alone.good.tolist()
    assert len(set(together.held.tolist())) > 1, "some cells hold more than others"


def test_a_radar_whose_mount_waits_for_a_cue_is_moved_cell_by_cell(case):
    as_written = scenario.build(scenario.load("european-site-2008"), READING)
    assert defended_ground._only_sees(case, "emr")
    assert not defended_ground._only_sees(as_written, "emr")
    assert not defended_ground._only_sees(case, case.batteries[0].key)
