"""Run folders: whole or absent, the same bytes for the same run, and no damage read as data."""

import json
import os
import subprocess
import sys

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from midcourse import results
from midcourse.errors import MidcourseError, ResultsError


def _tables(rows=300):
    time = np.linspace(0.0, 1.0, rows)
    return {
        "threats": results.table(
            {
                "threat": (np.arange(rows), "1", "number of the threat"),
                "flight_time_s": (time, "s", "lift-off to impact"),
                "missile": ((np.arange(rows) % 2, ["a", "b"]), "", "key of the missile"),
            }
        ),
        "readings": results.table({"reading": (["x", "y"], "", "name"), "seed": (np.array([1, 1]), "1", "seed")}),
    }


def _manifest():
    return results.describe_run(
        name="toy", scenario_text="midcourse: 1\n", seed=7, readings={"axes": [], "names": ["x", "y"]}, limits=["none"]
    )


def _write(tmp_path, name="run"):
    return results.write(tmp_path / name, _tables(), _manifest())


def test_a_run_comes_back_as_it_was_written(tmp_path):
    run = results.read(_write(tmp_path))
    assert run.verify() == ["readings", "threats"]
    assert run.readings == ["x", "y"]
    assert run.table("threats").arrow.equals(_tables()["threats"].arrow)
    assert run.table("threats").units()["flight_time_s"] == "s"
    assert run.table("threats").schema.field("flight_time_s").metadata[b"meaning"] == b"lift-off to impact"


def test_the_manifest_says_what_made_the_run(tmp_path):
    manifest = results.read(_write(tmp_path)).manifest
    assert manifest["scenario"]["text"] == "midcourse: 1\n"
    # echo 'midcourse: 1' | sha256sum
    assert (
        manifest["scenario"]["sha256"]
        == subprocess.run(["sha256sum"], input=b"midcourse: 1\n", capture_output=True, check=True)
        .stdout.decode()
        .split()[0]
    )
    assert manifest["created"].endswith("Z")
    assert manifest["made_by"]["libraries"]["numpy"] == np.__version__
    assert manifest["made_by"]["cpu_count"] == os.cpu_count()
    assert manifest["tables"]["threats"]["rows"] == 300


def test_only_tables_and_manifest_lie_in_the_folder_and_nothing_beside_it(tmp_path):
    folder = _write(tmp_path)
    assert sorted(p.name for p in folder.iterdir()) == ["manifest.json", "readings.parquet", "threats.parquet"]
    assert list(tmp_path.iterdir()) == [folder]


def test_the_same_tables_give_the_same_bytes(tmp_path):
    first, second = _write(tmp_path, "one"), _write(tmp_path, "two")
    for file in first.glob("*.parquet"):
        assert file.read_bytes() == (second / file.name).read_bytes()


def test_other_readers_see_page_checksums(tmp_path):
    file = _write(tmp_path) / "threats.parquet"
    bent = bytearray(file.read_bytes())
    bent[len(bent) // 3] ^= 1
    other = tmp_path / "bent.parquet"
    other.write_bytes(bytes(bent))
    with pytest.raises(OSError, match=r"(?i)crc|checksum|page"):
        pq.read_table(other, page_checksum_verification=True)


@settings(max_examples=40, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_flipped_bit_of_a_table_is_seen(tmp_path_factory, place, bit):
    folder = _write(tmp_path_factory.mktemp("flip"))
    file = folder / "threats.parquet"
    data = bytearray(file.read_bytes())
    data[int(place * len(data))] ^= 1 << bit
    file.write_bytes(bytes(data))
    with pytest.raises(ResultsError, match=r"not the one that was written") as caught:
        results.read(folder).table("threats")
    assert caught.value.exit_code == 6


@settings(max_examples=60, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_a_flipped_bit_of_the_manifest_is_seen_or_changes_no_value(tmp_path_factory, place, bit):
    folder = _write(tmp_path_factory.mktemp("flip"))
    written = results.read(folder).manifest
    file = folder / "manifest.json"
    data = bytearray(file.read_bytes())
    data[int(place * len(data))] ^= 1 << bit
    file.write_bytes(bytes(data))
    try:
        read = results.read(folder).manifest
    except ResultsError:
        return
    assert read == written  # the bit lay in white space


@pytest.mark.parametrize("left", [0, 1, 200])
def test_a_truncated_table_is_damage(tmp_path, left):
    folder = _write(tmp_path)
    file = folder / "threats.parquet"
    file.write_bytes(file.read_bytes()[:left])
    with pytest.raises(ResultsError):
        results.read(folder).table("threats")


def test_a_missing_table_is_damage(tmp_path):
    folder = _write(tmp_path)
    (folder / "threats.parquet").unlink()
    with pytest.raises(ResultsError, match="missing"):
        results.read(folder).table("threats")


def test_a_folder_without_manifest_is_no_run(tmp_path):
    folder = _write(tmp_path)
    (folder / "manifest.json").unlink()
    with pytest.raises(ResultsError, match="no manifest") as caught:
        results.read(folder)
    assert caught.value.exit_code == 6


def test_a_missing_folder_is_a_wrong_instruction(tmp_path):
    with pytest.raises(MidcourseError, match="no such run folder") as caught:
        results.read(tmp_path / "absent")
    assert caught.value.exit_code == 2


def test_a_newer_format_is_refused_with_its_version(tmp_path):
    folder = _write(tmp_path)
    file = folder / "manifest.json"
    manifest = json.loads(file.read_text())
    manifest["schema"]["version"] = 99
    file.write_text(json.dumps(manifest))
    with pytest.raises(ResultsError, match="format 99"):
        results.read(folder)


def test_an_edited_manifest_is_refused(tmp_path):
    folder = _write(tmp_path)
    file = folder / "manifest.json"
    file.write_text(file.read_text().replace('"seed": 7', '"seed": 8'))
    with pytest.raises(ResultsError, match="changed after it was written"):
        results.read(folder)


@pytest.mark.parametrize("existing", ["folder", "file", "dead link"])
def test_nothing_that_exists_is_written_into(tmp_path, existing):
    place = tmp_path / "run"
    {"folder": place.mkdir, "file": place.touch, "dead link": lambda: place.symlink_to("nowhere")}[existing]()
    with pytest.raises(MidcourseError, match="exists already") as caught:
        results.write(place, _tables(), _manifest())
    assert caught.value.exit_code == 2
    assert [p.name for p in tmp_path.iterdir()] == ["run"]


def test_a_parent_that_is_a_file_is_a_wrong_instruction(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(MidcourseError, match="cannot be made") as caught:
        results.write(tmp_path / "file" / "run", _tables(), _manifest())
    assert caught.value.exit_code == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_an_unwritable_parent_is_a_wrong_instruction(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(MidcourseError, match="cannot be made"):
        results.write(tmp_path / "run", _tables(), _manifest())


@pytest.mark.parametrize("stop", [KeyboardInterrupt(), OSError(28, "No space left on device"), ValueError("a bug")])
@pytest.mark.parametrize("call", range(9))
def test_whatever_call_fails_nothing_half_written_stays(tmp_path, monkeypatch, stop, call):
    """Fails the n-th flush: two tables, the manifest, the folder, and the parent after the rename."""
    left = [call]
    flush = os.fsync

    def failing(descriptor):
        left[0] -= 1
        if left[0] == -1:
            raise stop
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", failing)
    try:
        results.write(tmp_path / "run", _tables(), _manifest())
    except (KeyboardInterrupt, ResultsError, ValueError):
        assert call < 5, "the run flushes five times"
    else:
        assert call >= 5
    monkeypatch.undo()
    assert [p.name for p in tmp_path.iterdir()] in ([], ["run"])
    if (tmp_path / "run").exists():
        assert results.read(tmp_path / "run").verify() == ["readings", "threats"]


def test_a_killed_writer_leaves_no_run_folder(tmp_path):
    """kill -9 in the middle: the hidden sibling may stay, the run's name is free."""
    code = (
        "import os, signal\nfrom midcourse import results\n"
        "os.rename = None\n"
        "import pathlib\npathlib.Path.rename = lambda *a: os.kill(os.getpid(), signal.SIGKILL)\n"
        "t = results.table({'a_s': ([1.0], 's', 'time')})\n"
        "m = results.describe_run(name='n', scenario_text='', seed=1, readings={'axes': [], 'names': []})\n"
        f"results.write({str(tmp_path / 'run')!r}, {{'t': t}}, m)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    assert not (tmp_path / "run").exists()
    assert results.write(tmp_path / "run", _tables(), _manifest()).is_dir()


def test_a_table_name_cannot_leave_the_folder(tmp_path):
    with pytest.raises(ResultsError, match="small letters"):
        results.write(tmp_path / "run", {"../threats": _tables()["threats"]}, _manifest())
    assert not list(tmp_path.iterdir())


def test_the_default_folder_names_scenario_and_time():
    from datetime import UTC, datetime

    moment = datetime(2008, 4, 5, 1, 2, 3, tzinfo=UTC)
    assert results.default_folder("european-site-2008", moment).as_posix() == "runs/european-site-2008-20080405T010203Z"


def test_a_folder_with_somebody_elses_file_is_not_ours_to_replace(tmp_path):
    folder = _write(tmp_path)
    (folder / "report.html").write_text("made from the run")
    assert results.require_run_folder(folder).readings == ["x", "y"]
    (folder / "thesis.txt").write_text("years of work")
    with pytest.raises(MidcourseError, match="left alone") as caught:
        results.require_run_folder(folder)
    assert "thesis.txt" in str(caught.value)


def test_a_link_to_a_run_is_not_ours_to_replace(tmp_path):
    folder = _write(tmp_path)
    (tmp_path / "link").symlink_to(folder)
    with pytest.raises(MidcourseError, match="left alone"):
        results.require_run_folder(tmp_path / "link")


def test_a_user_of_duckdb_finds_the_values_that_do_not_exist(tmp_path):
    """With column statistics DuckDB 2.0 answers isnan with false for every row."""
    import duckdb

    tables = {"t": results.table({"first_seen_s": (np.array([200.0, 300.0, np.nan]), "s", "")})}
    folder = results.write(tmp_path / "run", tables, _manifest())
    answer = duckdb.sql(f"SELECT count(*) FILTER (isnan(first_seen_s)) FROM '{folder / 't.parquet'}'").fetchall()
    assert answer == [(1,)]


def test_rows_that_nobody_has_are_an_empty_table():
    words = results.table({"word": (["a", "b"], "", "a word"), "number": (np.arange(2), "1", "a number")})
    nothing = words.where("word", "c")
    assert len(nothing) == len(nothing.where("number", 1)) == 0
