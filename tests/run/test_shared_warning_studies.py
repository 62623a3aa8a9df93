"""Shared warning: two studies against the defended area and against sums by hand, each turned round by one input."""

import numpy as np
import pytest

import midcourse as mc
from midcourse.run.studies import shared_warning_time
from midcourse.scenario import building, loading

SCENARIO = "shared-warning-2007"


def by_name(found):
    return {row.reading: row for row in found.readings}


@pytest.fixture(scope="module")
def gabala():
    return mc.study("gabala-instead", resolution=6.0)


class TestGabalaInstead:
    def test_people_are_those_of_the_footprint(self, gabala):
        """Reading by reading, with the word as late as the study has it."""
        held = {}
        for reading in ("czech", "gabala", "armavir"):
            (row,) = mc.footprint(SCENARIO, readings=[reading], resolution_deg=10.0).readings
            held[reading] = row.populations.defended
        for reading in ("gabala", "armavir"):
            share = 100.0 * held[reading] / held["czech"]
            assert by_name(gabala)[f"{reading}+fires"].value == pytest.approx(share)

    def test_a_word_that_only_warns_defends_no_more(self, gabala):
        rows = by_name(gabala)
        for radar in ("gabala", "both", "armavir"):
            assert rows[f"{radar}+warns"].value <= rows[f"{radar}+fires"].value
        assert rows["both+warns"].value == pytest.approx(100.0), "the Czech radar is still there"
        assert rows["both+fires"].value >= max(rows["gabala+fires"].value, 100.0) - 1e-9

    def test_one_input_turns_it_round(self, gabala):
        """Whether the Russian word may serve interceptors, and how long a track has to be."""
        rows = by_name(gabala)
        assert rows["gabala+fires"].verdict != rows["gabala+warns"].verdict
        longer = mc.study("gabala-instead", track_time=60.0, resolution=6.0)
        assert rows["gabala+fires"].verdict == "holds"
        assert by_name(longer)["gabala+fires"].verdict != "holds", "most flights to Europe leave its sector before"
        (turn,) = [f.value_at_flip for f in gabala.flips if (f.reading, f.parameter) == ("gabala+fires", "track time")]
        assert 30.0 < turn < 60.0

    def test_the_sheet_tells_sight_and_shots(self, gabala):
        (sheet,) = gabala.sheets
        rows = {tuple(row[:3]): dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows}
        czech, first = rows["czech", "fires", "intermediate"], rows["gabala", "fires", "intermediate"]
        assert first["first_sight_s_median"] < czech["first_sight_s_median"], "Gabala lies beside the launch"
        for row in rows.values():
            assert 0 <= row["with_two_shots"] <= row["with_a_shot"] <= row["named_places"]


class TestSharedWarningTime:
    def test_gains_are_the_differences_of_the_middle_capital(self):
        found = mc.study("shared-warning-time")
        capitals, alarms = found.sheets
        table = [dict(zip(capitals.columns, row, strict=True)) for row in capitals.rows]
        for row in found.readings:
            party, rule, sky = row.reading.split("+")
            mine = [line for line in table if (line["party"], line["sky"]) == (party, sky)]
            gains = [(line[f"warning_s_{rule}"] or 0) - (line["warning_s_alone"] or 0) for line in mine]
            assert row.value == pytest.approx(np.median(gains), abs=1.0), "the sheet is in whole seconds"
        blind = [line for line in table if (line["party"], line["sky"]) == ("US", "blind")]
        assert {line["first_word_net"] for line in blind} <= {"kmo", "gabala"}, "the other side's sensors tell first"
        assert {line["first_word_alone"] for line in blind} <= {"fylingdales", "none"}
        for line in table:
            if line["warning_s_net"] is not None:
                assert line["warning_s_net"] <= line["flight_s"]
                assert line["decision_s_net"] == pytest.approx(line["warning_s_net"] - 210.0, abs=1.0)
        rates = {(rule, rate): value for rule, rate, value in alarms.rows}
        assert rates["net", 98.0] < rates["alone", 98.0] < rates["centre", 98.0]

    def test_first_sights_are_those_of_the_sensors(self):
        flown = shared_warning_time._flown()
        case = building.build(loading.load(SCENARIO), "gabala")
        assert flown["owners"] == ["US" if s.owner == "GB" else s.owner for s in case.sensors]
        assert "Moscow" in flown["names"]
        low = flown["first"][:, flown["satellites"]]
        assert (np.nan_to_num(low, nan=40.0) > 30.0).all(), "no motor is seen under the clouds"

    def test_one_input_turns_it_round(self):
        """Who has eyes in the sky gains nothing, who has none gains minutes; a second view is worth the waiting."""
        rows = by_name(mc.study("shared-warning-time"))
        assert (rows["US+net+watched"].verdict, rows["US+net+blind"].verdict) == ("fails", "holds")
        now = rows["RU+net+blind"].value
        longer = by_name(mc.study("shared-warning-time", confirm_time=180.0))["RU+net+blind"]
        assert (rows["RU+net+blind"].verdict, longer.verdict) == ("fails", "depends")
        assert longer.value > now


def test_others_words_come_later(tmp_path):
    """`shared_latency_s` is for sensors of other countries; without it all words come after `latency_s`."""
    (battery,) = building.build(loading.load(SCENARIO), "both").batteries
    owners = [s.owner for s in building.build(loading.load(SCENARIO), "both").sensors]
    assert battery.links.latency.tolist() == [2.0 if owner == "US" else 5.0 for owner in owners]
    same = loading.load(SCENARIO, ("command.shared_latency_s=2",))
    assert set(building.build(same, "both").batteries[0].links.latency.tolist()) == {2.0}
