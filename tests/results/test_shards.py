"""A folder of shards trusts nothing but what is whole: any changed bit, a cut, a shard of another sweep are found."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from midcourse.errors import FolderBusyError, MidcourseError, ResultsError
from midcourse.results import shards, table

FITS, OTHER = shards.digest_of([1]), shards.digest_of([2])
PLACES = 400  # changed bits, spread over the file


@pytest.fixture
def folder(tmp_path):
    return shards.create(tmp_path / "sweep", {"name": "one", "points": 4})


@pytest.fixture
def rows():
    reading = np.array(["a", "b"], object)
    return table({"point": (np.array([3, 3]), "", ""), "reading": (reading, "", ""), "x": ([0.1, np.nan], "s", "")})


def test_a_shard_comes_back_as_it_was(folder, rows):
    path = shards.write_shard(folder, 3, FITS, rows)
    got, fault = shards.whole_shard(folder, 3, FITS)
    assert (path.name, fault) == (f"shard-000003-{FITS[:12]}.parquet", "")
    assert got["reading"].to_pylist() == ["a", "b"]
    assert np.array_equal(np.asarray(got["x"]), [0.1, np.nan], equal_nan=True)
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_every_changed_bit_is_found(folder, rows):
    path = shards.write_shard(folder, 3, FITS, rows)
    text = path.read_bytes()
    for place in np.linspace(0, 8 * len(text) - 1, PLACES).astype(int).tolist():
        changed = bytearray(text)
        changed[place // 8] ^= 1 << (place % 8)
        path.write_bytes(changed)
        got, fault = shards.whole_shard(folder, 3, FITS)
        assert got is None
        assert fault


def test_a_shard_cut_short_is_found(folder, rows):
    path = shards.write_shard(folder, 3, FITS, rows)
    text = path.read_bytes()
    for length in (0, len(text) // 2, len(text) - 1):
        path.write_bytes(text[:length])
        assert shards.whole_shard(folder, 3, FITS) == (None, "is damaged")


def test_a_shard_of_another_sweep_under_the_name_of_ours_is_refused(folder, rows):
    shards.write_shard(folder, 3, OTHER, rows).rename(shards.shard_file(folder, 3, FITS))
    got, fault = shards.whole_shard(folder, 3, FITS)
    assert got is None
    assert "another" in fault


def test_what_is_not_expected_is_put_aside_and_kept(folder, rows):
    mine, foreign = (shards.write_shard(folder, 3, fits, rows) for fits in (FITS, OTHER))
    half = mine.with_name(".half")
    half.write_bytes(b"x")
    assert shards.put_aside(folder, {mine.name}) == [foreign.name]
    assert mine.exists()
    assert not half.exists()
    assert [file.name.startswith(foreign.name) for file in (folder / shards.ASIDE).iterdir()] == [True]


def test_a_plan_that_was_changed_or_cut_is_damage(folder):
    file = folder / shards.PLAN
    text = file.read_text("utf-8")
    for changed in (text.replace('"points": 4', '"points": 5'), text[: len(text) // 2], "", "[]"):
        file.write_text(changed, "utf-8")
        with pytest.raises(ResultsError) as damage:
            shards.read_plan(folder)
        assert damage.value.exit_code == 6


def test_a_plan_of_a_newer_program_is_refused(folder):
    file = folder / shards.PLAN
    body = json.loads(file.read_text("utf-8")) | {"schema": {"name": "midcourse.sweep", "version": 99}}
    body.pop("sha256_of_the_rest")
    file.write_text(json.dumps(body | {"sha256_of_the_rest": shards.digest_of(body)}), "utf-8")
    with pytest.raises(ResultsError, match="cannot read"):
        shards.read_plan(folder)


def test_an_existing_folder_is_never_taken(folder):
    with pytest.raises(MidcourseError, match="exists already"):
        shards.create(folder, {})
    with pytest.raises(MidcourseError, match="no plan"):
        shards.read_plan(folder.parent)


HOLD = """import sys
from midcourse.results import shards
with shards.locked(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(os.name != "posix", reason="flock of POSIX")
def test_one_process_at_a_time_and_a_dead_one_holds_nothing(folder):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "held\n"
    for attempt in (lambda: shards.locked(folder).__enter__(), lambda: shards.create(folder, {})):
        with pytest.raises(FolderBusyError, match="at work") as busy:
            attempt()
        assert busy.value.exit_code == 5
        assert f"process {holder.pid} on" in busy.value.got
    holder.kill()
    holder.communicate()
    with shards.locked(folder):
        pass


def test_a_full_disk_leaves_nothing_under_the_name_of_a_shard(folder, rows, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ResultsError, match="could not be written") as told:
        shards.write_shard(folder, 3, FITS, rows)
    assert told.value.got == "No space left on device"
    assert not list((folder / shards.SHARDS).iterdir())
