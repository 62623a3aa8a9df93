"""A sweep is the same to the bit whatever the processes and stops, and each point is what a run answers."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import midcourse as mc
from midcourse import scenario
from midcourse.errors import MidcourseError, ResultsError, ScenarioError
from midcourse.results import shards
from midcourse.run import sweep_points

OVER = {"command.decide_s": [30, 120], "batteries.poland.ready": [2, 10]}
MANY = 60  # points: some seconds of work
LONGEST = 120.0  # s, on a loaded machine


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A scenario of one threat to one country, in two readings."""
    data = scenario.load("european-site-2008").data | {"replicates": 200}
    data["threats"] = data["threats"][:1]
    data["protect"] = {"countries": ["PL"]}
    data["readings"] = {"speed": {k: data["readings"]["interceptor"][k] for k in ("mda", "lewis-postol")}}
    path = tmp_path_factory.mktemp("sweep") / "small.yaml"
    path.write_text(json.dumps(data, default=str), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def whole(small):
    """The sweep by one process."""
    return mc.sweep(small, OVER, folder=small.parent / "whole", workers=1)


def lines(done):
    return done.table.arrow.to_pylist()


def test_a_row_for_each_point_and_reading_the_last_key_running_fastest(whole):
    values = [(r["command.decide_s"], r["batteries.poland.ready"], r["reading"]) for r in lines(whole)]
    readings = ("mda", "lewis-postol")
    assert values == [(d, n, r) for d in (30.0, 120.0) for n in (2.0, 10.0) for r in readings]
    assert not whole.failed
    manifest = json.loads((whole.folder / "manifest.json").read_text("utf-8"))
    assert manifest["digest"] == whole.digest
    assert manifest["tables"]["points"]["rows"] == len(values)


def test_a_point_is_what_a_run_of_its_values_answers_exactly(small, whole):
    changes = ["command.decide_s=120", "batteries.poland.ready=10"]
    run = mc.run(small, changes=changes)
    rows = run.table("readings").arrow.to_pylist()
    places = run.table("places").arrow.to_pylist()
    mine = [row for row in lines(whole) if row["point"] == 3]
    assert [row["reading"] for row in mine] == [row["reading"] for row in rows]
    for row, there in zip(mine, rows, strict=True):
        shared = [key for key in row if key in there and key != "reading"]
        assert len(shared) == 11
        assert {key: row[key] for key in shared} == {key: there[key] for key in shared}
        status = [p["status"] for p in places if p["named"] and p["reading"] == row["reading"]]
        assert (row["covered"], row["uncovered"]) == (status.count("defended"), status.count("undefended"))


def test_two_processes_give_the_same_bytes(small, whole):
    other = mc.sweep(small, OVER, folder=small.parent / "two", workers=2)
    assert other.digest == whole.digest
    assert (other.folder / "points.parquet").read_bytes() == (whole.folder / "points.parquet").read_bytes()


def damaged(whole, tmp_path, change):
    """A copy of the sweep in which something was done to the file of point 2; gives what resuming it gives."""
    folder = tmp_path / "copy"
    folder.mkdir()
    for path in whole.folder.rglob("*.*"):
        (folder / path.relative_to(whole.folder)).parent.mkdir(exist_ok=True)
        (folder / path.relative_to(whole.folder)).write_bytes(path.read_bytes())
    change(folder, sorted((folder / shards.SHARDS).iterdir()))
    told = []
    again = mc.sweep(resume=folder, workers=1, progress=lambda _, done, total: told.append((done, total)))
    assert again.digest == whole.digest
    return again, told[0][0]


def test_what_is_damaged_foreign_or_missing_is_told_and_computed_again_and_nothing_else(whole, tmp_path):
    def change(folder, files):
        (folder / "manifest.json").unlink()
        files[3].unlink()
        text = bytearray(files[2].read_bytes())
        text[len(text) // 3] ^= 4
        files[2].write_bytes(text)
        files[0].write_bytes(files[1].read_bytes())

    again, there = damaged(whole, tmp_path, change)
    assert there == 1
    assert [("damaged" in note, "another point" in note) for note in again.notes] == [(False, True), (True, False)]
    assert len(list((again.folder / shards.ASIDE).iterdir())) == 2
    assert json.loads((again.folder / "manifest.json").read_text("utf-8"))["digest"] == whole.digest


def test_a_sweep_of_other_values_or_seed_or_program_is_not_gone_on_with(whole, monkeypatch):
    for other in ({"seed": 9}, {"replicates": 7}, {"over": {"command.decide_s": [1, 2]}}, {"readings": ("mda",)}):
        with pytest.raises(MidcourseError, match="another sweep") as refused:
            mc.sweep(resume=whole.folder, **other)
        assert "in the plan" in refused.value.got
    monkeypatch.setattr("midcourse.run.sweep_plan.made_by", lambda: whole.plan["computed_with"] | {"numpy": "9.9"})
    with pytest.raises(MidcourseError, match="another program") as refused:
        mc.sweep(resume=whole.folder)
    assert "numpy" in refused.value.got
    assert "9.9" in refused.value.got


def test_a_damaged_plan_is_told_and_nothing_is_deleted(whole, tmp_path):
    def change(folder, _):
        file = folder / shards.PLAN
        file.write_text(file.read_text("utf-8").replace('"seed": 1', '"seed": 2'), "utf-8")

    with pytest.raises(ResultsError, match="changed after"):
        damaged(whole, tmp_path, change)
    assert len(list((tmp_path / "copy" / shards.SHARDS).iterdir())) == 4


def test_a_point_that_cannot_be_fails_alone(small):
    """Each value is possible beside the first ones, one pair of them is not: low above value."""
    over = {"batteries.poland.ready": [1], "kill.hit.low": [0.1, 0.5], "kill.hit.value": [0.6, 0.4]}
    done = mc.sweep(small, over, workers=1)
    assert list(done.failed) == [3]
    assert "low" in done.failed[3]
    assert {row["point"] for row in lines(done)} == {0, 1, 2}


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"threats.south-west-asia.count": [1, 2]}, "never searched"),
        (["epoch=2008-04-05T00:00:00Z"], "never searched"),
        (["protect.countries=[PL],[CZ]"], "never searched"),
        (["command.decid_s=1,2"], "decid_s"),
        (["command.decide_s=1,-5"], "decide_s"),
        (["batteries.polland.ready=1"], "poland"),
        (["seed=1,2"], "the same at each point"),
        (["command.decide_s=1", "command.decide_s=2"], "two keys"),
        (["command.decide_s=0:10:1001"], "at most 1,000"),
        (["command.decide_s=0:10:40", "batteries.poland.ready=1:40:40"], "at most 1,000"),
        ([], "at least one key"),
    ],
)
def test_what_cannot_be_varied_is_refused_before_anything_is_written(small, tmp_path, over, said):
    with pytest.raises(MidcourseError) as refused:
        mc.sweep(small, over, folder=tmp_path / "none")
    assert refused.value.exit_code == 2
    assert said in str(refused.value)
    assert not list(tmp_path.iterdir())


def test_a_varied_key_that_is_set_too_is_refused(small):
    with pytest.raises(ScenarioError, match="varied and set"):
        mc.sweep(small, OVER, changes=["command.decide_s=4"])


NUMBERS = st.floats(-1e9, 1e9, allow_nan=False).map(lambda v: 0.0 if v == 0.0 else v)


@given(st.lists(NUMBERS, min_size=1, max_size=12, unique=True))
def test_values_of_a_list_come_back_exactly(values):
    (pair,) = sweep_points.over_of({"a.b": values})
    assert [float(text) for text in pair[1]] == values
    assert sweep_points.parse_over("a.b = " + " , ".join(map(repr, values))) == pair


@given(st.integers(-1000, 1000), st.integers(1, 1000), st.integers(2, 200))
def test_a_range_has_its_ends_its_count_and_even_steps(low, width, count):
    _, texts = sweep_points.parse_over(f"a.b={low}:{low + width}:{count}")
    values = [float(text) for text in texts]
    assert (values[0], values[-1], len(values)) == (low, low + width, count)
    step = width / (count - 1)
    rounding = 10.0 ** (4 - sweep_points.DIGITS)  # values below 2000 are kept to 12 digits
    assert all(abs(values[k] - low - k * step) <= rounding for k in range(count))


@pytest.mark.parametrize(
    "text", ["", "a", "a=", "=1", "a=1,", "a=1,,2", "a=1,1.0", "a=1:2", "a=2:1:5", "a=1:2:1", "a=1:2:2.5"]
)
def test_what_is_no_list_and_no_range_is_refused(text):
    with pytest.raises(ScenarioError):
        sweep_points.parse_over(text)


def test_a_value_may_hold_commas_in_brackets_and_quotes():
    text = "a={x: 1, y: [2, 3]},'b, c',d"
    assert sweep_points.parse_over(text) == ("a", ("{x: 1, y: [2, 3]}", "'b, c'", "d"))


def started(small, folder, over):
    command = [sys.executable, "-m", "midcourse", "sweep", str(small), "-o", str(folder), "--workers", "1"]
    for path, values in over.items():
        command += ["--over", f"{path}={values}"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for_a_shard(folder, process):
    end = time.monotonic() + LONGEST
    while not list((folder / shards.SHARDS).glob("shard-*")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_sweep_that_was_killed_goes_on_to_the_same_bytes(small, whole, tmp_path):
    folder = tmp_path / "killed"
    process = started(small, folder, {path: ",".join(map(str, values)) for path, values in OVER.items()})
    wait_for_a_shard(folder, process)
    process.kill()
    process.communicate(timeout=LONGEST)
    kept = {path.name for path in (folder / shards.SHARDS).glob("shard-*")}
    assert kept
    assert not (folder / "manifest.json").exists() or len(kept) == 4
    told = []
    again = mc.sweep(resume=folder, progress=lambda _, done, total: told.append(done))
    assert again.digest == whole.digest
    assert told[0] >= len(kept)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_sweep_that_was_stopped_ends_with_the_command_to_go_on(small, tmp_path, heeds_interrupts):
    folder, over = tmp_path / "stopped", {"command.decide_s": f"0:300:{MANY}"}
    process = started(small, folder, over)
    wait_for_a_shard(folder, process)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=LONGEST)
    kept = len(list((folder / shards.SHARDS).glob("shard-*")))
    assert process.returncode == 4, told
    assert f"midcourse sweep --resume {folder}" in told
    assert f"{kept} of {MANY} points are kept" in told
    assert "Traceback" not in told
    assert 0 < kept < MANY
    assert sorted(path.name for path in folder.iterdir()) == ["lock", "plan.json", "shards"]
    assert not list((folder / shards.SHARDS).glob(".*"))
