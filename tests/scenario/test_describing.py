"""Claims about the built-in scenario, its summary and the template, against the published figures it is made of."""

import time

import numpy as np
import pytest

from midcourse import scenario
from midcourse.errors import ScenarioError

NAME = "european-site-2008"
LOAD_SECONDS = 0.3  # a person waits for `check`; imports not counted
PLACE_TOLERANCE_DEG = 0.01  # a city is a point of a gazetteer


@pytest.fixture(scope="module")
def loaded():
    return scenario.load(NAME)


def test_the_built_in_scenario_has_no_problem():
    assert scenario.problems(NAME) == ()
    assert NAME in scenario.names()
    assert (NAME, "The European missile-defence site of 2007-08", "who-is-covered") in scenario.listing()


def test_it_loads_quickly(loaded):
    start = time.thread_time()
    scenario.load(NAME)
    assert time.thread_time() - start < LOAD_SECONDS


def test_both_disputes_are_readings(loaded):
    speeds, powers = ("mda", "lewis-postol", "motors-light"), ("mean-170kw", "mean-42kw", "forward-170kw")
    assert loaded.readings == tuple(f"{speed}+{power}" for speed in speeds for power in powers)
    speeds = [scenario.build(loaded, name).batteries[0].launcher.interceptor.speed for name in loaded.readings]
    assert speeds == [6300.0] * 3 + [9000.0] * 3 + [8200.0] * 3


def test_it_is_the_site_as_proposed(loaded):
    case = scenario.build(loaded, "mda+mean-42kw")
    (battery,) = case.batteries
    assert (battery.launcher.ready, battery.owner, battery.host) == (10, "US", "PL")
    assert np.degrees(battery.launcher.site) == pytest.approx((54.48, 17.10), abs=PLACE_TOLERANCE_DEG)
    assert (case.sensors[0].owner, case.sensors[0].host) == ("US", "CZ")
    assert len(case.protect.countries) == 26
    assert len(case.threats) == 2
    assert {tuple(threat.launches[0]) for threat in case.threats} == {(38.08, 46.29), (34.6, 50.9)}
    near, far = case.threats
    assert "New York City" not in near.aim_names
    assert {"London", "Istanbul"} <= set(near.aim_names)
    assert {"New York City", "Toronto", "Ottawa", "Washington"} <= set(far.aim_names)
    assert "London" not in far.aim_names
    assert near.missile.key == "notional-irbm-4000"
    assert far.missile.key.startswith("notional-icbm-1")


def test_the_forward_radar_is_there_in_its_own_readings_alone(loaded):
    for name in loaded.readings:
        keys = {sensor.key for sensor in scenario.build(loaded, name).sensors}
        assert keys - {"forward"} == {"emr", "fylingdales", "dsp-10e", "dsp-69e"}
        assert ("forward" in keys) == name.endswith("+forward-170kw")


def test_its_summary_says_what_it_is(loaded):
    lines = "\n".join(scenario.describe(scenario.build(loaded, "lewis-postol+mean-42kw")))
    for said in (
        "10 x gbi-two-stage@lewis-postol (9 km/s)",
        "reach 2571 km",
        "26 countries",
        "sees motors burn",
        "looks at its boresight until",
    ):
        assert said in lines


def test_the_template_is_a_whole_scenario_under_another_name(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(scenario.template("mine"), encoding="utf-8")
    assert scenario.problems(path) == ()
    assert scenario.load(path).name == "mine"
    assert scenario.load(path).title.startswith("mine, begun from")
    with pytest.raises(ScenarioError):
        scenario.template("My Site")
