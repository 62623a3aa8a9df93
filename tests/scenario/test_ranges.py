"""Ranges of a scenario's values: which are stated, where they are from, and what may have none."""

import pytest

from midcourse.errors import MidcourseError
from midcourse.scenario import building, catalog, loading, ranges


def of(name, reading=None, changes=(), **asked):
    """Ranges of one reading of a scenario, by path."""
    opened = loading.open_file(name)
    reading = reading or loading.change(opened, changes).readings[0]
    plan = loading.change(loading.alone(opened, reading, changes))
    return {one.path: one for one in ranges.ranges(plan, building.build(plan), **asked)}


def test_a_chance_with_a_range_in_the_file_has_that_range():
    hit = of("european-site-2008")["kill.hit"]
    assert (hit.low, hit.value, hit.high) == (0.25, 0.55, 0.8)
    assert hit.set_paths == ("kill.hit.value",)
    assert hit.origin == ranges.SCENARIO


def test_a_speed_has_the_range_of_its_preset_and_batteries_of_one_preset_share_it():
    found = of("national-shield-2001")["batteries.alaska.burnout_speed_km_s"]
    (entry,) = (one for one in catalog.values("interceptors", "gbi-three-stage") if one.name == "burnout_speed_km_s")
    assert (found.low, found.value, found.high) == (entry.low, entry.value, entry.high)
    assert found.source == entry.source
    together = of("joint-defence-2001")["batteries.gaziantep.burnout_speed_km_s"]
    assert len(together.set_paths) == 5


def test_a_speed_that_the_file_states_or_that_motors_give_has_none():
    assert "batteries.alaska.burnout_speed_km_s" not in of(
        "national-shield-2001", changes=["batteries.alaska.burnout_speed_km_s=8.4"]
    )
    assert not any("burnout_speed" in path for path in of("european-site-2008", "motors-light+mean-170kw"))


def test_cross_sections_that_nobody_states_have_the_range_of_a_warhead_in_the_bands_of_the_radars():
    found = of("european-site-2008")
    assert found["threats.intermediate.rcs_x_m2"].set_paths == (
        "threats.intermediate.rcs_x_m2",
        "threats.intercontinental.rcs_x_m2",
    )
    assert not any("rcs_vhf" in path for path in found)  # no radar of the site works there
    stated = of("european-site-2008", changes=["threats.intermediate.rcs_x_m2=0.02"])
    assert stated["threats.intercontinental.rcs_x_m2"].set_paths == ("threats.intercontinental.rcs_x_m2",)


def test_times_go_from_a_half_to_the_double_unless_only_stated_ranges_are_wanted():
    decide = of("european-site-2008")["command.decide_s"]
    assert (decide.low, decide.high, decide.origin) == (30.0, 120.0, ranges.CONVENTION)
    assert "command.consult_s" not in of("european-site-2008")  # nought has no half
    assert not any(path.startswith("command.") for path in of("european-site-2008", stated_only=True))


def test_a_range_that_somebody_states_stands_in_place_of_the_one_there_is():
    found = of("european-site-2008", asked={"kill.hit.value": (0.1, 0.2), "command.consult_s": (0.0, 600.0)})
    assert (found["kill.hit"].low, found["kill.hit"].high, found["kill.hit"].value) == (0.1, 0.2, 0.55)
    assert found["kill.hit"].set_paths == ("kill.hit.value",)
    assert found["command.consult_s"].unit == "s"
    assert sum(path.startswith("kill.hit") for path in found) == 1


def test_a_whole_number_is_put_where_a_key_takes_no_other():
    ready = of("european-site-2008", asked={"batteries.poland.ready": (0.0, 20.0)})["batteries.poland.ready"]
    assert ready.at(ready.high) == ("batteries.poland.ready=20",)
    (file,) = loading.change(
        loading.alone(loading.open_file("european-site-2008"), "mda+mean-170kw"), ready.at(20.0)
    ).files.values()
    assert file.batteries[0].ready == 20


def test_of_threats_that_share_a_cross_section_the_one_that_is_named_moves_alone():
    found = of("european-site-2008", asked={"threats.intercontinental.rcs_x_m2": (0.01, 0.02)})
    assert found["threats.intercontinental.rcs_x_m2"].set_paths == ("threats.intercontinental.rcs_x_m2",)
    assert "threats.intermediate.rcs_x_m2" not in found  # it would move the named one too


@pytest.mark.parametrize(
    "path", ["threats.intermediate.count", "threats.intermediate.launch.latitude_deg", "protect", "epoch"]
)
def test_an_attackers_choice_has_no_range(path):
    with pytest.raises(MidcourseError, match="stated, never searched"):
        of("european-site-2008", asked={path: (1.0, 2.0)})


@pytest.mark.parametrize(("path", "words"), [("batteries.polnd.ready", "did you mean"), ("doctrine.name", "numbers")])
def test_a_range_of_nothing_or_of_words_is_refused(path, words):
    with pytest.raises(MidcourseError, match=words):
        of("european-site-2008", asked={path: (1.0, 2.0)})


def test_ends_the_wrong_way_round_are_refused():
    with pytest.raises(MidcourseError, match="from low to high"):
        of("european-site-2008", asked={"command.decide_s": (90.0, 30.0)})


def test_a_reading_alone_is_the_reading_and_changes_after_it_hold():
    opened = loading.open_file("european-site-2008")
    alone = loading.alone(opened, "lewis-postol+mean-42kw")
    plan = loading.change(alone)
    whole = loading.change(opened)
    assert plan.files[plan.readings[0]] == whole.files["lewis-postol+mean-42kw"].model_copy(update={"readings": {}})
    back = loading.change(alone, ["batteries.poland.interceptor=gbi-two-stage@mda"])
    assert back.files[back.readings[0]].batteries[0].interceptor == "gbi-two-stage@mda"
    with pytest.raises(MidcourseError, match="reading"):
        loading.alone(opened, "lewis")
