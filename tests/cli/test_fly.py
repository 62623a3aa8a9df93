"""The shell door `fly`: keys of the contract, files, and one clear message for what cannot be carried out."""

import json
import math

import pytest

FROM = ["--from", "38.08,46.29"]
KEYS = {
    "schema", "warnings", "missile", "shape", "ground_range_km", "azimuth_deg", "bearing_deg", "burnout", "apogee_km",
    "flight_time_s", "impact",
}  # fmt: skip
CLOSE_KM = 0.02  # the miss that targeting promises
CLOSE_DEG = 1e-3  # 100 m in latitude, far more than that miss
WHEELON = 0.001  # closed form on the sphere that does not turn: the share that the contract of first light asks for


def test_json_has_the_keys_of_the_contract_and_the_closed_form_of_minimum_energy(shell):
    """Row 3,000 km of the minimum-energy table [wheelon1959]: 4.865 km/s, 655.2 km, 895 s."""
    degrees = math.degrees(3000.0 / 6371.0)
    code, out, _ = shell(
        "fly", "--missile", "impulsive", "--from", "0,0", "--to", f"0,{degrees}", "--earth", "sphere", "--no-rotation",
        "--json",
    )  # fmt: skip
    answer = json.loads(out)
    assert code == 0
    assert set(answer) == KEYS
    assert answer["schema"] == {"name": "midcourse.fly", "version": 1}
    assert set(answer["burnout"]) == {
        "time_s", "altitude_km", "speed_km_s", "speed_inertial_km_s", "flight_path_angle_deg", "downrange_km",
    }  # fmt: skip
    assert set(answer["impact"]) == {"latitude_deg", "longitude_deg", "speed_km_s", "angle_deg", "miss_km"}
    assert answer["burnout"]["speed_km_s"] == pytest.approx(4.865, rel=WHEELON)
    assert answer["apogee_km"] == pytest.approx(655.2, rel=WHEELON)
    assert answer["flight_time_s"] == pytest.approx(895.0, rel=WHEELON)
    assert answer["impact"]["angle_deg"] > 0.0
    assert answer["impact"]["miss_km"] < CLOSE_KM


def test_a_site_key_serves_as_a_place(shell):
    code, out, _ = shell("fly", "--missile", "impulsive", "--from", "gabala", "--to", "brdy", "--json")
    assert code == 0
    assert json.loads(out)["impact"]["latitude_deg"] == pytest.approx(49.64, abs=CLOSE_DEG)


def test_without_json_it_speaks_to_people_and_writes_the_files_asked_for(shell, tmp_path):
    files = [tmp_path / name for name in ("flight.png", "flight.csv", "flight.czml")]
    code, out, err = shell(
        "fly", "--missile", "impulsive", *FROM, "--to", "51.51,-0.13", "--plot", str(files[0]), "--csv", str(files[1]),
        "--czml", str(files[2]),
    )  # fmt: skip
    assert code == 0
    assert "apogee" in out
    assert all(file.stat().st_size > 1000 and str(file) in err for file in files)
    document = json.loads(files[2].read_text())
    assert document[0]["id"] == "document"
    header, first = files[1].read_text().splitlines()[:2]
    assert header.startswith("time_s,latitude_deg")
    assert float(first.split(",")[1]) == pytest.approx(38.08)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--to", "91,0"], "latitude"),
        (["--to", "nan,0"], "latitude"),
        (["--to", "brdyy"], "brdy"),
        (["--to", "1,2,3"], "LAT,LON"),
        (["--to", "50,10", "--shape", "lofted"], "lofted"),
        (["--to", "50,10", "--shape", "depressed", "--apogee-km", "2000"], "depressed"),
        (["--to", "50,10", "--shape", "sideways"], "sideways"),
        (["--to", "50,10", "--apogee-km", "900", "--flight-time-s", "900"], "one"),
        (["--to", "50,10", "--earth", "flat"], "wgs84"),
        (["--to", "50,10", "--atmosphere", "mars"], "us1976"),
        (["--to", "50,10", "--ballistic-coefficient-kg-m2", "-1"], "ballistic"),
        (["--azimuth-deg", "300", "--max-range"], "speed"),
        ([], "aim point"),
    ],
)
def test_what_cannot_be_carried_out_is_exit_2_and_one_message(shell, words, told):
    code, out, err = shell("fly", "--missile", "impulsive", *FROM, *words)
    message = [line for line in err.splitlines() if line.startswith("midcourse:")]
    assert code == 2
    assert out == ""
    assert len(message) == 1
    assert told in message[0]
    assert "Traceback" not in err


def test_an_unknown_missile_is_answered_with_the_nearest_name(shell):
    code, _, err = shell("fly", "--missile", "notional-irbm-400", *FROM, "--to", "50,10")
    assert code == 2
    assert "notional-irbm-4000" in err


def test_out_of_reach_says_by_how_much(shell):
    code, _, err = shell("fly", "--missile", "scud-b", *FROM, "--to", "51.51,-0.13")
    assert code == 2
    assert "out of reach by" in err
    assert "maximum" in err


def test_a_traceback_needs_debug(shell):
    with pytest.raises(Exception, match="latitude"):
        shell("fly", "--missile", "impulsive", *FROM, "--to", "91,0", "--debug")


def test_compiling_is_told_once(capsys, monkeypatch):
    """The first look into the cache that finds nothing is told, the next ones are not."""
    from numba.core.caching import Cache

    from midcourse.cli import show
    from midcourse.numerics import jit

    monkeypatch.setattr(jit, "CACHE_FOLDER", None)
    monkeypatch.setattr(Cache, "load_overload", lambda *_: None)

    class Empty:
        _py_func = test_compiling_is_told_once

    with show.engine("fly"):
        assert capsys.readouterr().err == ""
        Cache.load_overload(Empty, (), None)
        assert "compiling the engine, once" in capsys.readouterr().err
        Cache.load_overload(Empty, (), None)
        assert capsys.readouterr().err == ""
