"""A run whose sensors are satellites: against what the records of the case say, and what a track would need."""

import json

import pytest

import midcourse as mc
from midcourse import report, scenario

EYE = {"key": "eye", "satellite": "dsp", "longitude_deg": 10.0, "owner": "US", "host": "US"}


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """One radar-less reading that fires at a sight, one that asks for a track."""
    data = scenario.load("european-site-2008").data | {"sensors": [EYE], "replicates": 100}
    data["command"] = data["command"] | {"needs": "sight-from-any"}
    data["readings"] = {"needs": {"sight": {}, "track": {"command.needs": "track-from-any"}}}
    path = tmp_path_factory.mktemp("case") / "satellites.yaml"
    path.write_text(json.dumps(data, default=str), encoding="utf-8")
    return mc.run(path, folder=path.parent / "run")


def test_a_satellite_sees_every_launch_in_boost(played):
    rows = played.table("sightings").arrow.to_pylist()
    assert {row["sensor"] for row in rows} == {"eye"}
    seen = [row["first_seen_s"] for row in rows if row["never_because"] is None]
    assert seen
    assert all(30.0 < first < 300.0 for first in seen)
    why = {row["never_because"] for row in rows}  # out of reach, or cut off before the looks are done
    assert why <= {None, "no-flight", "too-faint"}


def test_a_sight_is_enough_to_fire_and_a_track_never_comes(played):
    shots = {row["reading"]: row["shots_mean"] for row in played.table("readings").arrow.to_pylist()}
    assert shots["sight"] > 0.0
    assert shots["track"] == 0.0
    why = {row["why_not"] for row in played.table("places").arrow.to_pylist() if row["reading"] == "track"}
    assert "no-track" in why


def test_the_report_of_such_a_run_is_whole(played):
    assert played.table("sensors").num_rows == 0
    assert "eye" in report.write_page(played.folder).read_text(encoding="utf-8")
