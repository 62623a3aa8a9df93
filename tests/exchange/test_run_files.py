"""Files of a run: read back by the standard readers, complete or absent, nothing written over."""

import csv
import json
from datetime import UTC, datetime

import duckdb
import pytest

from midcourse import results
from midcourse.errors import MidcourseError, ResultsError
from midcourse.exchange import run_files


def test_csv_holds_every_table_and_no_formula(toy, tmp_path):
    run = toy()
    written = run_files.export(run, "csv", tmp_path / "out")
    names = {path.name for path in written}
    assert names == {"manifest.json", *(f"{name}.csv" for name in run.table_names)}
    places = list(csv.DictReader((tmp_path / "out" / "places.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["name"] for row in places] == ["'=cmd()", "Ankara"]
    readings = list(csv.DictReader((tmp_path / "out" / "readings.csv").read_text(encoding="utf-8").splitlines()))
    assert [float(row["leakers_mean"]) for row in readings] == [1.5, 0.75]
    assert readings[1]["p_no_leaker_exact"] == ""


def test_parquet_is_what_was_stored(toy, tmp_path):
    run = toy()
    run_files.export(run, "parquet", tmp_path / "out")
    count, total = duckdb.sql(f"SELECT count(*), sum(shots_mean) FROM '{tmp_path}/out/readings.parquet'").fetchall()[0]
    assert (count, total) == (2, 8.0)
    assert results.read(tmp_path / "out").verify() == run.table_names


def test_czml_starts_at_the_epoch(toy, tmp_path):
    epoch = datetime(2008, 4, 5, 12, tzinfo=UTC)
    (path,) = run_files.export(toy(), "czml", tmp_path / "run.czml", epoch=epoch)
    packets = json.loads(path.read_text(encoding="utf-8"))
    assert packets[0]["clock"]["currentTime"] == "2008-04-05T12:00:00.000Z"
    assert "threat-0" in {packet["id"] for packet in packets}


def test_geojson_is_one_reading(toy, tmp_path):
    (path,) = run_files.export(toy(), "geojson", tmp_path / "run.geojson", reading="two")
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    assert [feature["properties"]["name"] for feature in features] == ["Ankara"]


def test_the_default_name_is_the_folders(toy, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run = toy("night")
    for form, name in (("czml", "night.czml"), ("geojson", "night.geojson"), ("csv", "night-csv")):
        run_files.export(run, form)
        assert (tmp_path / name).exists()


@pytest.mark.parametrize("form", run_files.FORMATS)
def test_nothing_is_written_over(toy, tmp_path, form):
    run, taken = toy(), tmp_path / "taken"
    taken.write_text("mine")
    with pytest.raises(MidcourseError, match="exists"):
        run_files.export(run, form, taken)
    assert taken.read_text() == "mine"


@pytest.mark.parametrize("form", run_files.FORMATS)
def test_a_folder_that_is_not_there_is_told(toy, tmp_path, form):
    with pytest.raises(MidcourseError, match="cannot be written"):
        run_files.export(toy(), form, tmp_path / "no" / "where")


def test_a_damaged_table_leaves_nothing_behind(toy, tmp_path):
    run = toy()
    file = run.folder / "threats.parquet"
    file.write_bytes(file.read_bytes()[:-10])
    before = set(tmp_path.iterdir())
    for form in ("csv", "parquet"):
        with pytest.raises(ResultsError):
            run_files.export(run, form, tmp_path / "out")
    assert set(tmp_path.iterdir()) == before


def test_no_such_format_and_no_such_reading(toy):
    with pytest.raises(MidcourseError, match="format") as caught:
        run_files.export(toy("a"), "kml")
    assert "czml" in caught.value.hint
    with pytest.raises(MidcourseError, match="reading") as caught:
        run_files.export(toy("b"), "czml", reading="three")
    assert "two" in caught.value.hint
