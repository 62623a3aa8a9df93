"""What a reading states, flat: paths that `--set` takes, presets by their values, one change one difference."""

import pytest

from midcourse.scenario import comparing, loading

TEXT = loading.read_text("european-site-2008")[0]
READING = "mda+mean-170kw"


def stated(*changes, reading=READING):
    return comparing.inputs(TEXT, changes, reading)


def differing(a, b):
    return {path for path in a.keys() | b.keys() if a.get(path) != b.get(path)}


@pytest.mark.parametrize(
    "change", ["batteries.poland.ready=20", "command.decide_s=90", "kill.hit.high=0.9", "threats.intermediate.count=4"]
)
def test_a_change_is_one_difference_at_its_own_path(change):
    path, _, value = change.partition("=")
    assert differing(stated(), stated(change)) == {path}
    assert stated(change)[path] == float(value)


def test_a_reading_has_its_changes_made_and_the_file_shows_them():
    mine = stated(reading="lewis-postol+mean-42kw")
    assert mine["batteries.poland.interceptor"] == "gbi-two-stage@lewis-postol"
    assert mine["sensors.emr.radar"] == "european-midcourse-radar@mean-42kw"
    assert not any(path.startswith("readings") for path in mine)
    assert any(path.startswith("readings.radar") for path in stated(reading=None))


def test_two_presets_differ_in_their_values_too():
    paths = differing(stated(), stated(reading="lewis-postol+mean-170kw"))
    assert {"batteries.poland.interceptor", "batteries.poland.interceptor.burnout_speed_km_s"} <= paths
    assert all(path.startswith("batteries.poland.interceptor") for path in paths)


def test_the_bibliography_has_the_sources_of_the_catalog():
    assert {"forden2007", "lewispostol2012", "crs-rl34051"} <= set(comparing.bibliography())
