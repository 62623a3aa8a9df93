"""The shell door `radar` against hand calculations of the radar equation and plain geometry."""

import csv
import json
import math

import pytest

ASSUMED = {"rcs_m2", "snr_db", "dwell_s", "refraction", "min_elevation_deg", "source"}
PRINTED = 0.5  # km, the hand calculations are printed to a kilometre
EDGE = 0.05  # s, edges of sights to 0.01 s, azimuths printed in full
RATIO = 1e-9  # a few products and roots
FLIGHT = ("--missile", "notional-irbm-4000", "--from", "38.08,46.29", "--to", "52.23,21.01")
EMR = "european-midcourse-radar@mean-42kw"


def ask(shell, *words):
    code, out, _ = shell("radar", *words, "--json")
    assert code == 0
    return json.loads(out)


@pytest.mark.parametrize(("snr", "range_km"), [(20.0, 894.0), (100.0, 598.0)])
def test_the_forward_radar_has_the_range_computed_by_hand(shell, snr, range_km):
    answer = ask(shell, "tpy-2", "--snr-db", 10.0 * math.log10(snr), "--rcs-m2", 0.01)
    assert answer["slant_range_km"] == pytest.approx(range_km, abs=PRINTED)
    assert answer["limited_by"] == "signal-to-noise"
    assert set(answer["assumed"]) == ASSUMED


def test_the_fourth_root_laws_hold_at_the_door(shell):
    base = ask(shell, "tpy-2", "--rcs-m2", 0.001)["slant_range_km"]
    assert ask(shell, "tpy-2", "--rcs-m2", 0.01)["slant_range_km"] / base == pytest.approx(10**0.25, rel=RATIO)
    longer = ask(shell, "tpy-2", "--rcs-m2", 0.001, "--dwell-s", 1.6)["slant_range_km"]
    assert longer / base == pytest.approx(2.0, rel=RATIO)
    mean, pulse = (ask(shell, f"european-midcourse-radar@{v}")["slant_range_km"] for v in ("mean-170kw", "mean-42kw"))
    assert mean / pulse == pytest.approx(4**0.25, rel=RATIO)


def test_the_instrumented_range_binds_on_a_bright_object(shell):
    answer = ask(shell, EMR, "--rcs-m2", 10)
    assert answer["slant_range_km"] == 5000.0 == answer["instrumented_range_km"]
    assert answer["limited_by"] == "instrumented-range"
    assert answer["detection_range_km"] > 5000.0
    assert "5000" not in answer["assumed"]["source"]
    assert answer["warnings"]


def test_a_radar_known_by_a_printed_range_answers_with_it_and_says_so(shell):
    answer = ask(shell, "gabala", "--rcs-m2", 3)
    assert (answer["slant_range_km"], answer["assumed"]["rcs_m2"]) == (6000.0, None)
    assert len(answer["warnings"]) == 2


def test_the_defaults_are_echoed(shell):
    assumed = ask(shell, "fylingdales")["assumed"]
    assert assumed["rcs_m2"] == 0.3  # UHF
    assert (assumed["snr_db"], assumed["dwell_s"], assumed["refraction"]) == (pytest.approx(13.0), 0.1, "none")
    assert assumed["min_elevation_deg"] == pytest.approx(3.0)


def test_objects_that_share_the_energy_are_seen_less_far_until_they_are_too_faint(shell):
    """Ten thousand objects leave a tenth of the range, less than the distance at which the flight passes."""
    alone, many = ask(shell, EMR, *FLIGHT), ask(shell, EMR, *FLIGHT, "--objects", 10_000)
    assert many["detection_range_km"] == pytest.approx(alone["detection_range_km"] / 10.0, rel=RATIO)
    assert (alone["never_because"], many["never_because"]) == (None, "too-faint")
    assert alone["assumed"].keys() == ASSUMED
    assert many["assumed"]["objects"] == 10_000
    nearest = many["detection_range_km"] * (many["needed_rcs_m2"] / many["assumed"]["rcs_m2"]) ** 0.25
    assert many["detection_range_km"] < nearest < alone["detection_range_km"]
    just = math.floor((alone["detection_range_km"] / nearest) ** 4)  # so many share it and it is just seen
    assert ask(shell, EMR, *FLIGHT, "--objects", just)["never_because"] is None
    assert ask(shell, EMR, *FLIGHT, "--objects", just + 1)["never_because"] == "too-faint"
    code, _, error = shell("radar", EMR, "--objects", 0)
    assert code == 2
    assert "objects" in error


def test_a_flight_is_first_seen_at_the_horizon_limit(shell):
    """At 2 degrees the slant range of an object at altitude h is sqrt(R^2 sin^2 + 2 R h + h^2) - R sin, R 6,371 km."""
    answer = ask(shell, EMR, *FLIGHT)
    (sight,) = answer["sees"]
    radius, sine, h = 6371.0, math.sin(math.radians(2.0)), sight["first_altitude_km"]
    expected = math.sqrt((radius * sine) ** 2 + 2.0 * radius * h + h * h) - radius * sine
    flattened = 10.0  # km, the ellipsoid's own radius differs from the mean one
    assert sight["first_slant_range_km"] == pytest.approx(expected, abs=flattened)
    assert sight["limited_by"] == "horizon"
    assert 0.0 < sight["from_s"] < sight["to_s"] < answer["flight_time_s"]
    assert answer["never_because"] is None
    earlier = ask(shell, EMR, *FLIGHT, "--refraction", "four-thirds")["sees"][0]
    assert earlier["from_s"] < sight["from_s"]


def test_a_flight_never_seen_says_why_and_by_how_much(shell):
    faint = ask(shell, EMR, *FLIGHT, "--rcs-m2", 1e-8)
    assert (faint["sees"], faint["never_because"]) == ([], "too-faint")
    needed = faint["needed_rcs_m2"]
    assert ask(shell, EMR, *FLIGHT, "--rcs-m2", 1.01 * needed)["sees"]
    assert not ask(shell, EMR, *FLIGHT, "--rcs-m2", 0.99 * needed)["sees"]
    low = ask(shell, "thule", "--missile", "scud-b", "--from", "38.08,46.29", "--to", "38.0,48.5")
    assert (low["sees"], low["never_because"]) == ([], "below-horizon")
    assert low["highest_elevation_deg"] < 3.0
    side = ask(shell, "gabala", "--boresight-deg", 90, *FLIGHT)
    assert (side["sees"], side["never_because"]) == ([], "out-of-sector")


def test_an_interceptor_flies_where_its_motors_are_known(shell, refused):
    words = ("--from", "redzikowo", "--azimuth-deg", 100, "--max-range", "--site", "gabala", "--boresight-deg", 300)
    assert ask(shell, "lekhtusi", "--missile", "gbi-two-stage@motors-light", *words)["sees"]
    assert "known only by its speed" in refused("radar", "lekhtusi", "--missile", "sm-3-ia", *words)


def test_files_are_written(shell, tmp_path):
    table, picture = tmp_path / "sight.csv", tmp_path / "sight.png"
    code, _, _ = shell("radar", EMR, *FLIGHT, "--csv", table, "--plot", picture)
    assert code == 0
    assert picture.stat().st_size > 10_000
    rows = list(csv.DictReader(line for line in table.read_text().splitlines() if not line.startswith("#")))
    assert {"time_s", "slant_range_km", "elevation_deg", "in_view"} <= set(rows[0])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("tpy2",), "did you mean tpy-2"),
        (("european-midcourse-radar",), "name one"),
        (("tpy-2", "--rcs-m2", 0), "above zero"),
        (("tpy-2", "--refraction", "some"), "none or four-thirds"),
        (("tpy-2", *FLIGHT), "no place of its own"),
        (("tpy-2", "--site", "kurecik", *FLIGHT), "no boresight"),
        (("tpy-2", "--to", "brdy"), "a flight needs a missile"),
    ],
)
def test_what_cannot_be_carried_out_is_refused(refused, words, said):
    assert said in refused("radar", *words)


def test_a_radar_that_turns_sees_after_its_cue_and_its_turn(shell):
    """Two degrees a second, 24 degrees of field: from a boresight 90 degrees off, 39 s after the cue."""
    (plain,) = ask(shell, EMR, *FLIGHT)["sees"]
    bearing = plain["first_azimuth_deg"]
    cue = plain["from_s"] + 200.0
    answer = ask(shell, EMR, *FLIGHT, "--boresight-deg", (bearing + 90.0) % 360.0, "--cue-s", cue)
    (late,) = answer["sees"]
    moved = bearing - late["first_azimuth_deg"]  # the flight has gone on meanwhile
    assert late["from_s"] == pytest.approx(cue + (90.0 + moved - 12.0) / 2.0, abs=EDGE)
    assert late["first_slant_range_km"] < plain["first_slant_range_km"]
    assert answer["assumed"]["cue_s"] == cue
    assert not any("in time" in text for text in answer["warnings"])
    never = ask(shell, EMR, *FLIGHT, "--boresight-deg", (bearing + 90.0) % 360.0, "--cue-s", "inf")
    assert (never["never_because"], never["assumed"]["cue_s"]) == ("out-of-sector", "never")
    own = ask(shell, EMR, *FLIGHT, "--boresight-deg", bearing, "--cue-s", "inf")
    assert own["sees"][0]["from_s"] == plain["from_s"]


@pytest.mark.parametrize(
    "words",
    [
        ("fylingdales", *FLIGHT, "--cue-s", 10),
        (EMR, *FLIGHT, "--cue-s", 10),
        (EMR, *FLIGHT, "--boresight-deg", 90, "--cue-s", -1),
        (EMR, "--cue-s", 10),
    ],
)
def test_a_cue_that_no_radar_can_wait_for_is_exit_2(shell, words):
    code, out, error = shell("radar", *words)
    assert (code, out) == (2, "")
    assert error
