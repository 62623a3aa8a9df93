"""Coverage, against sets counted by hand, printed areas of countries, and single flights asked one by one."""

import csv
import json
import math
from types import SimpleNamespace

import numpy as np
import pytest

from midcourse import ask, flight, scenario, sensing
from midcourse.analysis import coverage
from midcourse.cli import app
from midcourse.errors import OutOfReachError, ScenarioError
from midcourse.report import coverage_map
from midcourse.scenario import surveying

NAN = math.nan
AREA_KM2 = {"CZ": 78_871.0, "PL": 312_685.0, "DE": 357_022.0}  # land and water, encyclopaedias
COARSE = 0.06  # cells of a quarter degree against borders
TIME = 2.0  # s, the two aimings may settle on slightly different lofts near minimum energy
SCENARIO = "european-site-2008"


def sightings(first):
    first = np.array(first, float)
    return SimpleNamespace(first_seen=first, seen_time=np.where(np.isfinite(first), 100.0, 0.0))


def flights(*reached):
    return SimpleNamespace(reached=np.array(reached)), None


def test_a_cell_is_seen_when_every_flight_that_reaches_it_is():
    """Two launch points, four cells: both seen, one seen, only one reaches and is seen, out of reach."""
    flown = [flights(True, True, True, False), flights(True, True, False, False)]
    none = [NAN, NAN]
    watched = [sightings([[10, 30], [20, NAN], [NAN, 40], none]), sightings([[NAN, 25], none, none, none])]
    found = coverage.cover(("a", "b"), flown, watched, np.array([True, True]))
    assert found.words.tolist() == ["seen", "never", "seen", "not-threatened"]
    assert found.first_seen[[0, 2]].tolist() == [25.0, 40.0]
    assert np.isnan(found.first_seen[[1, 3]]).all()
    assert found.first_by_sensor.shape == (5, 2)
    for kept in ([True, False], [False, False]):
        fewer = coverage.cover(("a", "b"), flown, watched, np.array(kept))
        assert fewer.words.tolist() == ["never", "never", "never", "not-threatened"]


@pytest.mark.parametrize("code", AREA_KM2)
def test_cells_of_a_country_add_up_to_its_printed_area(code):
    cells = surveying.cells([code], 0.25)
    assert cells.area.sum() / 1e6 == pytest.approx(AREA_KM2[code], rel=COARSE)
    assert set(cells.country) == {code}


def test_a_middle_on_a_border_counts_once():
    cells = surveying.cells(["US", "CA"], 2.0)
    places = np.column_stack([cells.latitude_deg, cells.longitude_deg])
    assert len(np.unique(places, axis=0)) == len(places)
    assert (cells.longitude_deg == -141.0).any(), "the border of Alaska runs through middles of cells"


@pytest.fixture(scope="module")
def survey():
    return ask.coverage(SCENARIO, sensor="emr", without="CZ", resolution=6.0, readings=["mda+mean-42kw"])


def first_alone(case, threat, aim):
    """First sight of one flight, asked alone; None out of reach, NaN never."""
    try:
        flown = flight.fly(threat.missile, tuple(threat.launches[0]), aim)
    except OutOfReachError:
        return None
    seen = sensing.sights_of(case.sensors[0].device.looking_at(threat.signature), flown)[0]
    return seen[0].start if seen else NAN


def test_cells_of_the_european_site_are_those_of_single_flights(survey):
    """Each eleventh cell: its flights asked one by one, by the engine for single flights."""
    case = scenario.build(scenario.load(SCENARIO), "mda+mean-42kw")
    covered, cells = survey.readings[0].coverage, survey.cells
    for row in range(0, len(cells.area), 11):
        aim = (cells.latitude_deg[row], cells.longitude_deg[row])
        first = [time for t in case.threats if (time := first_alone(case, t, aim)) is not None]
        expected = "not-threatened" if not first else "never" if np.isnan(first).any() else "seen"
        assert covered.words[row] == expected
        assert covered.first_seen[row] == pytest.approx(
            max(first) if expected == "seen" else NAN, abs=TIME, nan_ok=True
        )


def test_without_the_only_radar_nothing_is_seen(survey):
    whole, rest = survey.readings[0].coverage, survey.readings[0].without
    assert (whole.words == "seen").any()
    assert not (rest.words == "seen").any()
    assert ((whole.words == "not-threatened") == (rest.words == "not-threatened")).all()


def test_a_stronger_radar_never_shrinks_what_is_seen():
    weak, strong = (
        ask.coverage(SCENARIO, sensor="emr", resolution=8.0, readings=[f"mda+{name}"]).readings[0].coverage
        for name in ("mean-42kw", "mean-170kw")
    )
    assert ((weak.words == "seen") <= (strong.words == "seen")).all()


def test_the_map_is_drawn_whether_or_not_something_is_left_out(survey, tmp_path):
    alone = survey._replace(left_out=None, readings=tuple(r._replace(without=None) for r in survey.readings))
    for name, found in (("with.png", survey), ("alone.svg", alone)):
        coverage_map.figure_coverage(found, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 30_000


RADARS = ("sensors.dsp-10e.present=false", "sensors.dsp-69e.present=false")  # alone: no satellite tells them anything


def test_a_second_radar_sees_no_less_and_no_later():
    asked = {"without": "GB", "resolution": 8.0, "readings": ["mda+mean-42kw"]}
    two = ask.coverage(SCENARIO, changes=(*RADARS, "sensors.emr.cue=in-time"), **asked).readings[0]
    assert two.coverage.sensor_keys == ("emr", "fylingdales")
    assert two.without.sensor_keys == ("emr",)
    assert ((two.without.words == "seen") <= (two.coverage.words == "seen")).all()
    both = np.isfinite(two.without.first_seen)
    assert (two.coverage.first_seen[both] <= two.without.first_seen[both]).all()


def test_who_is_left_out_gives_no_cue_either():
    """The radar at Brdy looks away and waits for the word of Fylingdales; without it, it sees next to nothing."""
    waits = (*RADARS, "sensors.emr.boresight_deg=250")
    asked = {"without": "GB", "resolution": 8.0, "readings": ["mda+mean-42kw"]}
    two = ask.coverage(SCENARIO, changes=waits, **asked).readings[0]
    in_time = ask.coverage(SCENARIO, changes=(*RADARS, "sensors.emr.cue=in-time"), **asked).readings[0]
    by_brdy = [np.nansum(found.seen_by_sensor[..., 0]) for found in (in_time.coverage, two.coverage, two.without)]
    assert by_brdy[0] > by_brdy[1] > by_brdy[2]


@pytest.mark.parametrize("wrong", [{"sensor": "erm"}, {"without": "FR"}, {"resolution": 0.01}])
def test_what_cannot_be_surveyed_is_refused(wrong):
    with pytest.raises(ScenarioError):
        ask.coverage(SCENARIO, **wrong)


def test_the_shell_answers_with_the_keys_of_the_contract(capsys, monkeypatch, tmp_path):
    table = tmp_path / "cells.csv"
    words = [
        "coverage",
        SCENARIO,
        "--resolution-deg",
        "8",
        "--sensor",
        "emr",
        "--without",
        "emr",
        "--csv",
        str(table),
        "--json",
    ]
    monkeypatch.setattr("sys.argv", ["midcourse", *words])
    with pytest.raises(SystemExit) as end:
        app.main()
    assert not end.value.code
    answer = json.loads(capsys.readouterr().out)
    assert {"schema", "warnings", "sensors", "readings"} <= set(answer)
    assert len(answer["readings"]) == 9
    for reading in answer["readings"]:
        assert {"reading", "seen_km2", "never_km2", "cells_file", "by_sensor"} <= set(reading)
        assert reading["without"]["lost_km2"] == pytest.approx(reading["seen_km2"])
        (sensor,) = reading["by_sensor"]
        first = sensor["first_seen_s"]
        assert first["least"] <= first["median"] <= first["most"]
        assert sensor["seen_s"] > 0.0
    rows = list(csv.DictReader(table.read_text().splitlines()))
    assert len(rows) == 9 * answer["cells"]
    assert {row["status"] for row in rows} == {"seen", "never", "not-threatened"}
