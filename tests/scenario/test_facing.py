"""Faces of a radar turned together and narrowed by the file, from the shell too."""

import json
import math
import subprocess
import sys

import numpy as np
import pytest

from midcourse import scenario as files
from midcourse.errors import MidcourseError

NAME, READING = "national-shield-2001", "agree+sorted"
CLOSE = 1e-9  # rad: degrees there and back


def faces_of(changes=(), key="thule"):
    case = files.build(files.load(NAME, list(changes)), READING)
    (device,) = [sensor.device for sensor in case.sensors if sensor.key == key]
    return np.degrees(device.faces)


def test_all_faces_turn_together_clockwise_and_keep_their_width():
    as_written, turned = faces_of(), faces_of(["sensors.thule.turned_deg=15"])
    assert as_written.tolist() == pytest.approx(np.array([[297.0, 57.0], [57.0, 177.0]]), abs=math.degrees(CLOSE))
    assert turned == pytest.approx(np.array([[312.0, 72.0], [72.0, 192.0]]), abs=math.degrees(CLOSE))
    assert faces_of(["sensors.thule.turned_deg=-180"]) == pytest.approx(
        np.array([[117.0, 237.0], [237.0, 357.0]]), abs=math.degrees(CLOSE)
    )
    assert faces_of(["sensors.thule.turned_deg=0"]).tolist() == as_written.tolist()


def test_three_faces_of_120_degrees_turned_by_120_are_the_same_three():
    before, after = faces_of(key="fylingdales"), faces_of(["sensors.fylingdales.turned_deg=120"], "fylingdales")
    assert len(before) == 3
    assert np.sort(np.round(after[:, 0], 6) % 360.0) == pytest.approx(np.sort(np.round(before[:, 0], 6) % 360.0))


def test_a_sector_is_narrowed_about_where_it_looks_and_a_boresight_of_the_file_turns_too():
    narrow = faces_of(["sensors.thule.sector_deg=60", "sensors.thule.turned_deg=10"])
    assert narrow == pytest.approx(np.array([[337.0, 37.0], [97.0, 157.0]]), abs=math.degrees(CLOSE))
    alone = faces_of(["sensors.thule.boresight_deg=200", "sensors.thule.turned_deg=-20"])
    assert alone == pytest.approx(np.array([[120.0, 240.0]]), abs=math.degrees(CLOSE))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("sensors.thule.turned_deg=181", "at most 180"),
        ("sensors.thule.sector_deg=121", "wider than a face of thule"),
        ("sensors.thule.sector_deg=0", "out of bounds; got: 0"),
        ("sensors.shemya-x.turned_deg=5", "looks all round"),
        ("sensors.shemya-x.sector_deg=90", "looks all round"),
        ("sensors.dsp-69e.turned_deg=5", "a satellite hangs over a longitude_deg"),
        ("sensors.thule.turnt_deg=5", "turned_deg"),
    ],
)
def test_what_cannot_be_turned_or_is_out_of_bounds_is_refused_in_words(change, said):
    with pytest.raises(MidcourseError) as told:
        files.build(files.load(NAME, [change]), READING)
    assert said in str(told.value).replace("\n", " ")


@pytest.mark.slow
def test_the_shell_turns_it(tmp_path):
    said = [sys.executable, "-m", "midcourse", "coverage", NAME, "--sensor", "thule", "--reading", READING, "--json"]
    words = ["--set", "sensors.thule.turned_deg=110"]
    seen = [
        json.loads(subprocess.run(one, cwd=tmp_path, capture_output=True, text=True, check=True).stdout)
        for one in (said, said + words)
    ]
    assert seen[0]["readings"][0]["seen_km2"] != seen[1]["readings"][0]["seen_km2"]
