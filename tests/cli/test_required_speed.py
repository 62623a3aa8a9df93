"""The shell door `required-speed`: keys of the contract, curve, map, and what it refuses."""

import csv
import itertools
import json

import pytest

FLIGHT = ("--missile", "notional-irbm-4000", "--from", "38.08,46.29")
ASKED = (*FLIGHT, "--to", "52.23,21.01", "--site", "redzikowo")
KEYS = {"required_speed_km_s", "launch_time_s", "intercept", "delay_s", "delay_from", "with_lags", "why_not"}
LAGS = {"threat_burn_s", "interceptor_burn_s", "threat_lag_s", "interceptor_lag_s", "required_speed_km_s"}
SAME = 1e-3  # km/s: two searches of one minimum
MEETING = {"time_s", "altitude_km", "slant_range_km", "closing_speed_km_s"}


def ask(shell, *words):
    code, out, _ = shell("required-speed", *words, "--json")
    assert code == 0
    return json.loads(out)


def test_the_keys_are_those_of_the_contract(shell):
    answer = ask(shell, *ASKED, "--delay-s", 600)
    assert set(answer) >= KEYS
    assert set(answer["with_lags"]) >= LAGS
    assert set(answer["intercept"]) == MEETING
    assert answer["why_not"] is None
    assert answer["intercept"]["altitude_km"] >= 100.0
    assert answer["launch_time_s"] >= 600.0
    assert answer["with_lags"]["launch_time_s"] >= 600.0 - SAME  # the lag lies after the launch, not before it
    assert answer["with_lags"]["required_speed_km_s"] > answer["required_speed_km_s"]


def test_no_speed_is_an_answer_with_a_reason_and_exit_0(shell):
    answer = ask(shell, *ASKED, "--delay-s", 5000)
    assert (answer["required_speed_km_s"], answer["intercept"]) == (None, None)
    assert answer["why_not"] == answer["with_lags"]["why_not"] == "seen-too-late"


def test_burn_times_are_told_and_can_be_said(shell):
    answer = ask(shell, *ASKED, "--delay-s", 600)
    assert answer["with_lags"]["interceptor_burn_s"] == 138.0  # of gbi-two-stage in the catalog
    assert any("assumed" in text for text in answer["warnings"])
    said = ask(shell, *ASKED, "--delay-s", 600, "--interceptor-burn-s", 0)
    assert said["with_lags"]["required_speed_km_s"] == pytest.approx(said["required_speed_km_s"], abs=SAME)
    assert not said["warnings"]


def test_an_impulsive_threat_takes_the_burn_of_the_class_made_for_its_range(shell):
    answer = ask(shell, "--missile", "impulsive", "--from", "38.08,46.29", "--to", "52.23,21.01", "--site", "redzikowo",
                 "--delay-s", 600)  # fmt: skip
    assert any("notional-irbm-3000" in text for text in answer["warnings"])  # 2,500 km
    assert answer["with_lags"]["threat_lag_s"] == pytest.approx(0.6 * answer["with_lags"]["threat_burn_s"])


def test_a_curve_has_a_table_a_picture_and_never_falls(shell, tmp_path):
    picture, table = tmp_path / "curve.png", tmp_path / "curve.csv"
    answer = ask(shell, *ASKED, "--delay-s", 0, "--curve", "--plot", picture, "--csv", table)
    speeds = [row["required_speed_km_s"] for row in answer["curve"]]
    some = [value for value in speeds if value is not None]
    assert some == speeds[: len(some)]  # once there is no answer, a longer delay brings none
    assert all(b >= a - SAME for a, b in itertools.pairwise(some))
    assert picture.stat().st_size > 10_000
    with table.open(newline="") as file:
        assert len(list(csv.DictReader(file))) == len(speeds)


def test_a_map_has_a_cell_for_each_place_on_land(shell, tmp_path):
    area = tmp_path / "area.geojson"
    ring = [[10, 45], [25, 45], [25, 55], [10, 55], [10, 45]]
    area.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    picture, table = tmp_path / "map.svg", tmp_path / "map.csv"
    answer = ask(shell, *FLIGHT, "--site", "redzikowo", "--delay-s", 300, "--map", "--over", area,
                 "--resolution-deg", 2, "--plot", picture, "--csv", table)  # fmt: skip
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert answer["cells"] == len(rows) == answer["cells_threatened"]
    assert answer["cells_file"] == str(table)
    speeds = sorted(float(row["required_speed_km_s"]) for row in rows)
    spread = answer["required_speed_km_s"]
    assert (spread["least"], spread["most"], spread["none"]) == (speeds[0], speeds[-1], 0)
    assert picture.read_text().startswith("<?xml")


def test_people_read_the_same(shell):
    code, out, _ = shell("required-speed", *ASKED, "--delay-s", 600)
    answer = ask(shell, *ASKED, "--delay-s", 600)
    assert code == 0
    assert f"{answer['required_speed_km_s']:.2f} km/s" in out
    assert f"{answer['with_lags']['required_speed_km_s']:.2f} km/s" in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((*ASKED, "--delay-s", "-1"), "delay"),
        ((*ASKED, "--delay-s", "0", "--delay-from", "dawn"), "dawn"),
        ((*ASKED, "--delay-s", "0", "--delay-from", "first-sight"), "first sight"),
        ((*ASKED, "--delay-s", "0", "--phase", "terminal"), "terminal"),
        ((*ASKED, "--delay-s", "0", "--threat-burn-s", "100"), "staged"),
        ((*ASKED, "--delay-s", "0", "--map"), "--to"),
        ((*ASKED, "--delay-s", "0", "--over", "area.geojson"), "--map"),
        ((*ASKED, "--delay-s", "0", "--plot", "curve.png"), "--curve"),
        ((*FLIGHT, "--to", "0,-120", "--site", "redzikowo", "--delay-s", "0"), "out of reach"),
        ((*FLIGHT, "--site", "redzikowo", "--delay-s", "0", "--map", "--resolution-deg", "0"), "resolution"),
        (("--site", "redzikowo", "--delay-s", "0"), "missile"),
    ],
)
def test_what_cannot_be_carried_out_is_one_message(refused, words, told):
    assert told in refused("required-speed", *words)
