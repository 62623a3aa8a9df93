"""CZML documents hold to the structure of the CZML guide and carry the flight they were given."""

import itertools
import json
import math
import re
from datetime import UTC, datetime

import numpy as np
import pytest

from midcourse import results
from midcourse.errors import MidcourseError
from midcourse.exchange import czml

POLYNOMIAL = 2.0  # m; degree 5 through points 10.8 degrees apart: 7e6 * 0.19^6 * (0.5 * 1.5 * 2.5)^2 / 6! = 1.6 m
MILLIMETRE = 1e-3  # positions are written to the millimetre
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"
PROPERTIES = {
    *("id", "name", "version", "clock", "availability", "position", "point", "label", "path", "polyline"),
}  # fmt: skip
ALGORITHMS = {"LINEAR", "LAGRANGE", "HERMITE"}


def check(packets):
    """Raise when a document is none that a CZML reader takes."""
    json.dumps(packets, allow_nan=False)
    assert (packets[0]["id"], packets[0]["version"]) == ("document", "1.0")
    identities = [packet["id"] for packet in packets]
    assert len(set(identities)) == len(identities)
    for packet in packets:
        assert set(packet) <= PROPERTIES
        for key, value in _walk(packet):
            _check_value(key, value)


def _walk(value):
    if isinstance(value, dict):
        for key, item in value.items():
            yield key, item
            yield from _walk(item)


def _check_value(key, value):
    if key in ("interval", "availability"):
        assert re.fullmatch(f"{MOMENT}/{MOMENT}", value)
        start, stop = (datetime.fromisoformat(moment) for moment in value.split("/"))
        assert start <= stop
    elif key in ("epoch", "currentTime"):
        assert re.fullmatch(MOMENT, value)
    elif key == "position":
        _check_position(value)
    elif key == "positions":
        assert len(value["cartesian"]) % 3 == 0
        assert len(value["cartesian"]) >= 6
    elif key == "rgba":
        assert len(value) == 4
        assert all(isinstance(level, int) and 0 <= level <= 255 for level in value)


def _check_position(value):
    numbers = value.get("cartesian") or value["cartographicDegrees"]
    assert all(math.isfinite(number) for number in numbers)
    if "epoch" not in value:
        assert len(numbers) == 3
        return
    assert len(numbers) % 4 == 0
    times = numbers[::4]
    assert all(a < b for a, b in itertools.pairwise(times))
    assert value["interpolationAlgorithm"] in ALGORITHMS
    assert 1 <= value["interpolationDegree"] < len(times)


@pytest.fixture
def columns():
    """A half circle around the Earth's centre, 7,000 km, in 1,000 s: invented, but easy to check."""
    angle = np.linspace(0, np.pi, 201)
    return {
        "time_s": 1000 * angle / np.pi,
        "position_ecef_x_km": 7000 * np.cos(angle),
        "position_ecef_y_km": 7000 * np.sin(angle),
        "position_ecef_z_km": 0 * angle,
        "phase": np.where(angle < 0.2, "boost", "free flight"),
    }


def test_a_flight_is_a_valid_document(columns):
    packets = czml.flight_packets(columns, name="<b>flight</b>", epoch=datetime(2008, 4, 5, 12, tzinfo=UTC))
    check(packets)
    assert packets[0]["clock"]["interval"] == "2008-04-05T12:00:00.000Z/2008-04-05T12:16:40.000Z"
    assert [p["id"] for p in packets] == ["document", "flight", "flight-boost", "flight-launch", "flight-impact"]


def test_the_flight_is_where_it_was_given_in_metres(columns):
    moving = czml.flight_packets(columns)[1]["position"]
    samples = np.reshape(moving["cartesian"], (-1, 4))
    assert moving["referenceFrame"] == "FIXED"
    assert samples[100] == pytest.approx([500.0, 0.0, 7e6, 0.0], abs=MILLIMETRE)
    assert np.hypot(samples[:, 1], samples[:, 2]) == pytest.approx(7e6, abs=MILLIMETRE)


def test_launch_and_impact_are_the_ends(columns):
    packets = {p["id"]: p for p in czml.flight_packets(columns)}
    assert packets["flight-launch"]["position"]["cartesian"] == pytest.approx([7e6, 0, 0], abs=MILLIMETRE)
    assert packets["flight-impact"]["position"]["cartesian"] == pytest.approx([-7e6, 0, 0], abs=MILLIMETRE)


def test_an_impulsive_flight_has_no_boost(columns):
    packets = czml.flight_packets({**columns, "phase": np.full(201, "free flight")})
    check(packets)
    assert "flight-boost" not in {p["id"] for p in packets}


def test_the_file_is_the_document(columns, tmp_path):
    path = czml.write_flight(columns, tmp_path / "flight.czml")
    assert json.loads(path.read_text(encoding="utf-8")) == czml.flight_packets(columns)


def test_a_file_that_cannot_be_written_is_told(columns, tmp_path):
    with pytest.raises(MidcourseError, match="cannot be written"):
        czml.write_flight(columns, tmp_path / "no" / "flight.czml")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda p: p[1].update(id="document"),
        lambda p: p[1]["position"]["cartesian"].pop(),
        lambda p: p[1]["position"]["cartesian"].__setitem__(0, math.nan),
        lambda p: p[1].update(availability="2008-01-02T00:00:00Z/2008-01-01T00:00:00Z"),
        lambda p: p[1]["point"]["color"].update(rgba=[256, 0, 0, 0]),
        lambda p: p[1].update(colour="red"),
    ],
)
def test_the_check_itself_finds_faults(columns, spoil):
    packets = czml.flight_packets(columns)
    spoil(packets)
    with pytest.raises((AssertionError, ValueError)):
        check(packets)


def _run(tmp_path, columns, *, paths=True):
    n = len(columns["time_s"])
    stored = {
        "threat": (["a"] * n + ["b"] * n, "", ""),
        "time_s": (np.tile(columns["time_s"], 2), "s", ""),
        **{f"position_ecef_{x}_m": (np.tile(1000 * columns[f"position_ecef_{x}_km"], 2), "m", "") for x in "xyz"},
    }
    tables = {
        "threats": {"threat": (["a", "b"], "", ""), "burnout_time_s": ([60.0, 0.0], "s", "")},
        "chain": {
            "reading": (["one", "one"], "", ""),
            "threat": (["a", "b"], "", ""),
            "intercept_s": ([500.0, math.nan], "s", ""),
        },
        "sensors": {
            "key": (["emr", "geo"], "", ""),
            "site": (["Brdy", "orbit"], "", ""),
            "latitude_deg": ([49.64, None], "deg", ""),
            "longitude_deg": ([13.76, None], "deg", ""),
        },
    }
    made = {name: results.table(c) for name, c in ({**tables, "paths": stored} if paths else tables).items()}
    manifest = results.describe_run(
        name="toy", scenario_text="", seed=1, readings={"axes": [], "names": ["one"]}, command=["midcourse"]
    )
    return results.read(results.write(tmp_path / "run", made, manifest))


def test_a_run_plays_its_flights_sites_and_intercepts(tmp_path, columns):
    packets = czml.run_packets(_run(tmp_path, columns))
    check(packets)
    by_id = {p["id"]: p for p in packets}
    assert {"sensors-emr", "threat-0", "threat-1", "threat-0-boost", "intercept-0"} <= set(by_id)
    assert "intercept-1" not in by_id
    assert "threat-1-boost" not in by_id
    assert "sensors-geo" not in by_id
    assert by_id["intercept-0"]["position"]["cartesian"] == pytest.approx([0, 7e6, 0], abs=MILLIMETRE)
    assert by_id["sensors-emr"]["position"]["cartographicDegrees"] == [13.76, 49.64, 0.0]


def _defended_run(tmp_path, columns, count):
    """Run folder of some flights alike, each met at 500 s by an interceptor from the ground in two readings."""
    n, names = len(columns["time_s"]), [f"t{k}" for k in range(count)]
    axes = {f"position_ecef_{x}_m": 1000 * columns[f"position_ecef_{x}_km"] for x in "xyz"}
    met = {"position_ecef_x_m": [0.0, 0.0], "position_ecef_y_m": [6.4e6, 7e6], "position_ecef_z_m": [0.0, 0.0]}
    tables = {
        "paths": {
            "threat": np.repeat(names, n), "time_s": np.tile(columns["time_s"], count),
            **{name: np.tile(values, count) for name, values in axes.items()},
        },
        "threats": {
            "threat": names, "burnout_time_s": [60.0] * count, "launch_name": ["L"] * count, "aim_name": names,
            "launch_latitude_deg": [1.0] * count, "launch_longitude_deg": [2.0] * count,
            "aim_latitude_deg": np.arange(count), "aim_longitude_deg": np.arange(count), "reached": [True] * count,
        },
        "chain": {"reading": ["one"] * count, "threat": names, "intercept_s": [500.0] * count},
        "interceptor_paths": {
            "reading": ["two"] * 2 + ["one"] * 2 * count, "threat": [names[0]] * 2 + np.repeat(names, 2).tolist(),
            "time_s": [1.0, 2.0] + [300.0, 500.0] * count,
            **{name: values * (count + 1) for name, values in met.items()},
        },
    }  # fmt: skip
    made = {name: results.table({c: (v, "", "") for c, v in parts.items()}) for name, parts in tables.items()}
    readings = {"axes": [{"name": "axis", "values": ["one", "two"]}], "names": ["one", "two"]}
    manifest = results.describe_run(name="toy", scenario_text="", seed=1, readings=readings, command=["midcourse"])
    return results.read(results.write(tmp_path / "run", made, manifest))


def test_interceptors_of_the_reading_fly_from_launch_to_meeting(tmp_path, columns):
    packets = czml.run_packets(_defended_run(tmp_path, columns, 2))
    check(packets)
    by_id = {p["id"]: p for p in packets}
    shot = by_id["interceptor-1"]
    assert shot["availability"] == "2000-01-01T00:05:00.000Z/2000-01-01T00:08:20.000Z"
    assert np.reshape(shot["position"]["cartesian"], (-1, 4))[:, 0].tolist() == [300.0, 500.0]
    end = np.array(shot["position"]["cartesian"][-3:])
    assert end == pytest.approx(by_id["intercept-1"]["position"]["cartesian"], abs=MILLIMETRE)
    assert by_id["intercept-1"]["availability"].startswith("2000-01-01T00:08:20.000Z/")


def test_among_many_flights_names_are_read_from_near_by_and_ends_are_marked_once(tmp_path, columns):
    packets = czml.run_packets(_defended_run(tmp_path, columns, czml._FEW + 1))
    check(packets)
    flights = [p for p in packets if p["id"].startswith("threat-")]
    assert len(flights) == czml._FEW + 1
    assert all("distanceDisplayCondition" in p["label"] and p["path"]["leadTime"] == 0 for p in flights)
    assert [p["name"] for p in packets].count("launch, L") == 1
    few = czml.run_packets(_defended_run(tmp_path / "few", columns, 3))
    assert all("distanceDisplayCondition" not in p["label"] for p in few if p["id"] == "threat-0")


def test_an_intercept_between_far_samples_lies_on_the_flight(tmp_path, columns):
    """Every twelfth sample, 60 s and 10.8 degrees apart: a straight line would cut 31 km off the circle."""
    far = {name: np.asarray(values)[4::12] for name, values in columns.items()}
    packets = {p["id"]: p for p in czml.run_packets(_run(tmp_path, far))}
    assert packets["intercept-0"]["position"]["cartesian"] == pytest.approx([0, 7e6, 0], abs=POLYNOMIAL)


def test_a_run_without_paths_says_so(tmp_path, columns):
    with pytest.raises(MidcourseError, match="no flight paths"):
        czml.run_packets(_run(tmp_path, columns, paths=False))
