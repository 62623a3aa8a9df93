"""Runs from the page: progress that a late subscriber replays, a stop that leaves nothing, a raid that is played."""

import http.client
import json
import shutil
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from midcourse import results

LISTENERS = 50
SOONEST = 240.0  # s, for a run while others use the machine
X_BAND_ANGLE = 0.3e-3  # rad, one sigma of an X-band radar: docs/models/engagement/basket.md
TOLD = 1e-3  # s, times of paths are told to four decimals
ROUND = 0.03  # a sphere for the ellipsoid, a path through 72 points, one measurement more or less
NEAR = 25.0  # km, of a hit to the flight that it ends: paths are drawn through 72 points
EARTH = 6371.0  # km


def listen(server, job, after=None):
    """Events of a job until it ends: list of (id, kind, value)."""
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=SOONEST)
    headers = {"Host": server.host, "Cookie": server.cookie}
    link.request("GET", f"/api/jobs/{job}/events", headers=headers | ({"Last-Event-ID": str(after)} if after else {}))
    told = link.getresponse()
    assert told.getheader("content-type").startswith("text/event-stream")
    text = told.read().decode()
    link.close()
    found = []
    for block in text.strip().split("\n\n"):
        rows = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if rows:
            found.append((int(rows["id"]), rows["event"], json.loads(rows["data"])))
    return found


@pytest.fixture(scope="module")
def job(server):
    """A run of the small scenario with the battery moved, and what 50 listeners heard of it."""
    move = {"key": "north", "latitude_deg": 50.0, "longitude_deg": 20.0}
    asked = {"scenario": "small", "moves": [move], "changes": ["command.decide_s=70.0"], "replicates": 100}
    told = server.ask("/api/jobs/run", asked)
    assert told.status == 202
    number, heard = told.json["job"], []
    crowd = [threading.Thread(target=lambda: heard.append(listen(server, number))) for _ in range(LISTENERS)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join(SOONEST)
    return number, heard


def test_fifty_listeners_hear_the_same_run_to_its_end(job):
    _, heard = job
    assert len(heard) == LISTENERS
    assert all(one == heard[0] for one in heard)
    assert [number for number, _, _ in heard[0]] == list(range(1, len(heard[0]) + 1))
    assert {kind for _, kind, _ in heard[0][:-1]} == {"progress"}
    assert heard[0][-1][1] == "done", heard[0][-1]
    assert {value["stage"] for _, kind, value in heard[0] if kind == "progress"} >= {"flights", "raid", "report"}


def test_a_late_subscriber_replays_it_and_one_that_comes_back_goes_on(server, job):
    number, heard = job
    assert listen(server, number) == heard[0]
    assert listen(server, number, after=3) == heard[0][3:]


def test_the_run_is_a_run_folder_with_its_changes(server, folder, job):
    name = job[1][0][-1][2]["run"]
    run = results.read(folder / "runs" / name)
    assert run.verify()
    assert run.manifest["changes"][0] == "command.decide_s=70.0"
    assert run.manifest["changes"][1].startswith("batteries.north=")
    assert name in [row["run"] for row in server.ask("/api/runs").json["runs"]]
    told = server.ask(f"/api/runs/{name}").json
    assert told["readings"] == job[1][0][-1][2]["answer"]["readings"]
    assert told["has_report"]


def test_the_report_may_run_no_script(server, job):
    told = server.ask(f"/api/runs/{job[1][0][-1][2]['run']}/report")
    assert told.status == 200
    assert "sandbox" in told.headers["content-security-policy"]
    assert "script-src" not in told.headers["content-security-policy"]


@pytest.mark.parametrize("form", ["czml", "geojson", "csv"])
def test_files_for_other_tools_come_as_files(server, job, form):
    name = job[1][0][-1][2]["run"]
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=SOONEST)
    headers = {"Host": server.host, "Cookie": server.cookie}
    link.request("GET", f"/api/runs/{name}/files/{form}", headers=headers)
    told = link.getresponse()
    body = told.read()
    link.close()
    assert told.status == 200
    assert told.getheader("content-disposition").startswith("attachment")
    assert body.startswith(b"PK" if form == "csv" else b"[" if form == "czml" else b"{")


def test_the_raid_that_is_played_is_the_raid_of_the_run(server, folder, job):
    name = job[1][0][-1][2]["run"]
    run = results.read(folder / "runs" / name)
    warheads, salvos = (run.table(table).arrow.to_pylist() for table in ("warheads", "salvos"))
    for replicate in (1, 2, 8):
        told = server.ask(f"/api/runs/{name}/play?reading=mda&replicate={replicate}").json
        mine = [r for r in warheads if (r["reading"], r["replicate"]) == ("mda", replicate)]
        fired = [r for r in salvos if (r["reading"], r["replicate"]) == ("mda", replicate)]
        assert [f["leaks"] for f in told["flights"]] == [r["leaks"] for r in mine]
        assert [f["name"] for f in told["flights"]] == [r["threat"] for r in mine]
        assert [(s["launch_s"], s["hits"]) for s in told["shots"]] == [(r["launch_s"], r["hits"]) for r in fired]
        times = [event["time_s"] for event in told["events"]]
        assert times == sorted(times)
        ends = [e["what"] for e in told["events"] if "gets through" in e["what"] or "is hit" in e["what"]]
        assert len(ends) == len(mine)
        for shot in told["shots"]:
            assert distance(shot, flight_at(told, shot["flight"], shot["meet_s"])) < NEAR
            assert (shot["path"][0][0], shot["path"][-1][0]) == pytest.approx(
                (shot["launch_s"], shot["meet_s"]), abs=TOLD
            )
            assert distance(shot, shot["path"][-1][1:]) < 1.0
    told = [server.ask(f"/api/runs/{name}/play?reading=mda&replicate={k}").json for k in range(1, 9)]
    assert {shot["look"] for one in told for shot in one["shots"]} == {1, 2}  # second shots have their ways too


def test_the_error_of_a_track_is_that_of_a_fitted_line(server, job):
    told = server.ask(f"/api/runs/{job[1][0][-1][2]['run']}/play?reading=mda").json
    radar = next(one for one in server.ask("/api/scenarios/small", {}).json["sensors"] if one["key"] == "radar")
    for flight in told["flights"]:
        error, begun = flight["track_error"], flight["lift_off_s"]
        seen = next(one for one in flight["seen"] if one["sensor"] == "radar")
        assert error["sensors"] == ["radar"]
        for asked, major, minor, _, _ in error["rows"][5:]:
            if asked + begun > seen["to_s"]:
                break
            place = np.array(cartesian(*flight_at(told, flight["id"], asked + begun)))
            far = np.linalg.norm(place - cartesian(radar["longitude_deg"], radar["latitude_deg"], 0.0))
            count = 1 + np.floor(asked + begun - seen["from_s"])
            assert major == pytest.approx(X_BAND_ANGLE * far * 2.0 / np.sqrt(count), rel=ROUND)
            assert minor <= major


def flight_at(told, name, time):
    """[longitude, latitude, km] of a flight that is played, at a time."""
    path = np.array(next(f["path"] for f in told["flights"] if f["id"] == name))
    return [float(np.interp(time, path[:, 0], path[:, k])) for k in (1, 2, 3)]


def distance(shot, place):
    """km between the meeting of a shot and a place."""
    ends = [(shot["longitude_deg"], shot["latitude_deg"], shot["altitude_km"]), tuple(place)]
    return float(np.linalg.norm(np.subtract(*(cartesian(*end) for end in ends))))


def cartesian(longitude, latitude, altitude):
    lon, lat, r = np.radians(longitude), np.radians(latitude), EARTH + altitude
    return r * np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def test_what_is_not_there_is_told(server, job):
    name = job[1][0][-1][2]["run"]
    assert server.ask(f"/api/runs/{name}/play?replicate=9").status == 422
    assert server.ask(f"/api/runs/{name}/play?reading=none").status == 422
    assert server.ask("/api/runs/nothing").status == 404
    assert server.ask("/api/runs/..%2F..%2Fetc").status in (404, 422)
    assert server.ask("/api/jobs/999/events").status == 404


def test_a_stopped_run_leaves_nothing(server, folder):
    before = set((folder / "runs").iterdir())
    job = server.ask("/api/jobs/run", {"scenario": "small", "replicates": 10_000_000}).json["job"]
    until = time.monotonic() + SOONEST
    while time.monotonic() < until:
        (state,) = [one["state"] for one in server.ask("/api/jobs").json["jobs"] if one["job"] == job]
        if state == "running":
            break
        time.sleep(0.2)
    server.ask(f"/api/jobs/{job}", method="DELETE")
    heard = listen(server, job)
    assert heard[-1][1] == "stopped", heard[-1]
    assert set((folder / "runs").iterdir()) == before


def test_too_many_jobs_are_refused_and_a_waiting_one_can_be_stopped(server):
    made = []
    try:
        for _ in range(12):
            told = server.ask("/api/jobs/run", {"scenario": "small", "replicates": 10_000_000})
            if told.status == 429:
                break
            made.append(told.json["job"])
        assert told.status == 429
        assert len(made) in (8, 9)
    finally:
        for job in reversed(made):
            server.ask(f"/api/jobs/{job}", method="DELETE")
    assert listen(server, made[-1])[-1][1] == "stopped"


def test_a_fault_of_the_scenario_comes_before_a_run(server):
    told = server.ask("/api/jobs/run", {"scenario": "small", "changes": ["command.decide_s=-1"]})
    heard = listen(server, told.json["job"])
    assert heard[-1][1] == "failed"
    assert "decide_s" in json.dumps(heard[-1][2])


def test_a_study_is_calculated_as_in_the_shell(server):
    listed = [row["study"] for row in server.ask("/api/studies").json["studies"]]
    assert "arms-race" in listed
    job = server.ask("/api/jobs/study/arms-race", method="POST").json["job"]
    heard = listen(server, job)
    assert heard[-1][1] == "done", heard[-1]
    assert heard[-1][2]["answer"]["study"] == "arms-race"
    assert heard[-1][2]["answer"]["readings"]
    assert server.ask("/api/jobs/study/nothing", method="POST").status == 404


def test_a_study_is_asked_again_at_its_flip_point(server):
    """What the page does when a flip point is picked: the verdict there is another."""

    def answer(inputs):
        job = server.ask("/api/jobs/study/ten-interceptors", {"inputs": inputs}).json["job"]
        return listen(server, job)[-1][2]["answer"]

    stated = answer({})
    flip = next(row for row in stated["flip_points"] if row["value_at_flip"] is not None)
    there = answer({flip["turn"]["input"]: int(flip["value_at_flip"] * flip["turn"]["scale"])})
    words = [
        {row["reading"]: row["verdict_now"] for row in one["readings"]}[flip["reading"]] for one in (stated, there)
    ]
    assert words == ["holds", "fails"]
    lost = server.ask("/api/jobs/study/ten-interceptors", {"inputs": {"warp": 9}}).json["job"]
    assert listen(server, lost)[-1][1] == "failed"
    assert server.ask("/api/jobs/study/ten-interceptors", {"inputs": {"force": "many"}}).status == 422


def test_a_served_run_answers_for_its_scenario_whatever_its_folder_is_called(folder, job, serve, tmp_path):
    kept = shutil.copytree(folder / "runs" / job[1][0][-1][2]["run"], tmp_path / "another-name")
    made, said = serve(tmp_path, str(kept))
    assert said is None, said
    try:
        made.enter()
        first = made.ask("/api/state").json
        assert (first["scenario"], first["run"]) == ("small", "another-name")
        assert made.ask("/api/scenarios/small", {}).json["scenario"] == "small"
    finally:
        made.process.terminate()
        made.process.communicate(timeout=SOONEST)


@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="what a process has loaded stands in /proc on Linux")
def test_a_raid_is_played_by_the_worker_and_the_server_never_loads_the_engine(server, job):
    name = job[1][0][-1][2]["run"]
    assert server.ask(f"/api/runs/{name}/play?reading=mda").status == 200
    loaded = [Path(f"/proc/{pid}/maps").read_text() for pid in family(server.process.pid)]
    assert ["llvmlite" in text for text in loaded].count(True) >= 1, "the worker has it"
    assert "llvmlite" not in loaded[0]


def family(pid):
    """A process and all under it, itself first."""
    children = [
        word for task in Path(f"/proc/{pid}/task").iterdir() for word in (task / "children").read_text().split()
    ]
    return [pid, *(one for child in children for one in family(int(child)))]
