"""Shots and reasons of a whole map, by samples and tables, against the engagement room flight by flight."""

import dataclasses

import numpy as np
import pytest

from midcourse import engagement, scenario, sensing
from midcourse.analysis import footprint, footprint_cells
from midcourse.scenario import defended
from midcourse.scenario.defended_question import Question, defence_of


@pytest.fixture(scope="module")
def case():
    return scenario.build(scenario.load("european-site-2008"), "mda+mean-170kw")


@pytest.fixture(scope="module")
def waves(case):
    cells = footprint_cells.make_cells(defended.protected_land(case.protect.countries), 3.0, case.earth)
    return footprint.fly_waves(case.threats, np.column_stack([cells.latitude_deg, cells.longitude_deg]), case.earth)


def defences(case):
    """As in the scenario, decided late, slow and impulsive, with a low floor; two layers, one with a limit of range."""
    whole = defence_of(case, Question())
    (battery,), (links,) = whole.batteries, whole.links

    def with_kind(**changes):
        return dataclasses.replace(battery, interceptor=dataclasses.replace(battery.interceptor, **changes))

    near = dataclasses.replace(
        with_kind(greatest_range=900e3), key="near", layer="lower", latitude=battery.latitude - 0.1
    )
    late = dataclasses.replace(whole.command, decide_time=150.0)
    return {
        "as written": whole,
        "late": whole._replace(command=late),
        "impulsive": whole._replace(batteries=(with_kind(fly_out=None, speed=4000.0),)),
        "low": whole._replace(batteries=(with_kind(minimum_altitude=40e3),)),
        "two layers": whole._replace(batteries=(battery, near), links=(links, links)),
    }


@pytest.mark.parametrize("name", ["as written", "late", "impulsive", "low", "two layers"])
@pytest.mark.parametrize("looks", [1, 3])
def test_a_map_says_what_the_engagement_room_says(case, waves, name, looks):
    defence = defences(case)[name]
    met = footprint.meet(waves, defence, looks)
    for k, wave in enumerate(waves):
        rows = np.flatnonzero(wave.flights.reached)
        flights = engagement.rows_of(wave.flights, rows)
        seen = sensing.watch(defence.devices, flights, wave.signature)
        asked = engagement.options(
            flights, seen, defence.batteries, defence.command, defence.assess_time, defence.links, looks=looks
        )
        assert met.shots[k, rows].tolist() == asked.shots.count.tolist()
        assert met.reason[k, rows].tolist() == asked.shots.reason.tolist()
        assert not met.shots[k, ~met.reached[k]].any()
    assert len(set(met.shots.ravel().tolist())) > 1
    assert len(set(met.reason[met.reached].tolist())) > 1
