"""Where a radar may stand: all cells watched from in one pass, against one cell after the other."""

import numpy as np
import pytest
import shapely

from midcourse import scenario
from midcourse.scenario import defended, defended_ground
from midcourse.scenario.defended_question import Question

PLACES = np.array([[52.2, 21.0], [48.9, 2.4], [41.9, 12.5], [59.9, 10.7], [38.7, -9.1], [51.5, -0.1], [37.9, 23.7]])


READING = "mda+mean-170kw"


@pytest.fixture(scope="module", params=[(), ("sensors.emr.cue=in-time",)], ids=["cued", "in-time"])
def case(request):
    """The European site as written, where other sensors tell its radar where to turn, and with that radar in time."""
    return scenario.build(scenario.load("european-site-2008", request.param), READING)


@pytest.fixture(scope="module")
def waves(case):
    found: dict = {}
    defended.verdict_tables([case], [None], Question(), PLACES, found)
    return found[case.reading]


def counted(monkeypatch, name):
    """Calls of a function of the room from now on: a list that grows."""
    calls, known = [], getattr(defended_ground, name)
    monkeypatch.setattr(defended_ground, name, lambda *words: (calls.append(1), known(*words))[1])
    return calls


def both_ways(case, waves, ask, monkeypatch):
    """Operating area by the compiled pass and by one case a cell; each way is seen to be the one that was gone."""
    monkeypatch.setattr(defended_ground, "AT_A_TIME", 40)  # several chunks
    cells_built, passes = counted(monkeypatch, "moved_case"), counted(monkeypatch, "_met_from")
    together = defended_ground.operating_area(case, ask, waves)
    assert len(passes) > 1
    assert not cells_built
    passes.clear()
    monkeypatch.setattr(defended_ground, "_only_sees", lambda *_: False)
    alone = defended_ground.operating_area(case, ask, waves)
    assert len(cells_built) == len(alone.cells)
    assert not passes
    return together, alone


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        ("emr", {}),
        ("emr", {"shots": 2}),
        ("emr", {"against": "any"}),
        ("emr", {"keep_out_altitude": 200e3}),
        ("fylingdales", {}),
    ],
)
def test_all_cells_at_once_are_the_cells_one_by_one(case, waves, asked, key, monkeypatch):
    """The radar of the site waits for the word of the other; where that one stands moves when it is told."""
    over = shapely.box(5.0, 40.0, 30.0, 60.0)
    together, alone = both_ways(
        case, waves, Question(resolution_deg=5.0, operating_area=key, over=over, **asked), monkeypatch
    )
    assert len(together.held) == len(together.cells) > 15
    assert together.held.tolist() == alone.held.tolist()
    assert together.good.tolist() == alone.good.tolist()
    assert key == "fylingdales" or len(set(together.held.tolist())) > 1, "some cells hold more than others"


def test_a_battery_is_moved_another_way(case):
    assert not defended_ground._only_sees(case, case.batteries[0].key)
    assert defended_ground._only_sees(case, "emr")
