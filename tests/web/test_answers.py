"""The page says what Python and the shell say: the same numbers, the same words."""

import json
import shlex
import subprocess
import sys

import numpy as np
import pytest

import midcourse as mc
from midcourse import scenario as files
from midcourse import sensing
from midcourse.errors import ScenarioError
from midcourse.scenario import defended, defended_live, loading
from midcourse.web import worker

RESOLUTION = 2.0
MOVES = [{"key": "north", "latitude_deg": 47.25, "longitude_deg": 21.5}]
ROUNDED = 1e-4  # areas of cells are sent to the square metre in km2 with three decimals
BOX = (0.0, 30.0, 40.0, 65.0)


@pytest.fixture(scope="module")
def small(folder):
    return str(folder / "small.yaml")


def moved(small, changes=()):
    """The changes of the shell that make the same moves."""
    file = loading.open_file(small)
    return [*changes, *(worker.moved(file, changes, move).text for move in MOVES)]


@pytest.mark.parametrize("moves", [[], MOVES])
@pytest.mark.parametrize("changes", [[], ["command.decide_s=150.0"]])
def test_a_footprint_is_that_of_python(server, small, changes, moves):
    asked = {"reading": "mda", "changes": changes, "moves": moves, "resolution_deg": RESOLUTION}
    told = server.ask("/api/scenarios/small/footprint", asked).json
    lines = moved(small, changes) if moves else changes
    found = mc.footprint(small, readings=["mda"], changes=lines, resolution_deg=RESOLUTION, adaptive=False)
    row, page = found.readings[0], told["readings"][0]
    assert told["cells_live"]["status"] == row.cells.status.tolist()
    assert told["cells_live"]["shots"] == row.cells.shots.tolist()
    held = found.cells.area[row.words("cells") == "defended"].sum() / 1e6
    assert page["defended_km2"] == pytest.approx(held)
    words, names = row.words("places")[found.named], found.places.name[found.named]
    assert {p["name"]: p["status"] for p in page["places"]} == dict(zip(names, words, strict=True))
    assert [p["why_not"] for p in page["places"]] == row.reasons("places")[found.named].tolist()


def test_moving_the_battery_changes_who_is_covered(server):
    """The test of the numbers above cannot pass on an answer that never moves."""
    asked = {"reading": "mda", "resolution_deg": RESOLUTION}
    still = server.ask("/api/scenarios/small/footprint", asked).json["readings"][0]
    gone = server.ask("/api/scenarios/small/footprint", asked | {"moves": MOVES}).json["readings"][0]
    assert still["defended_km2"] != gone["defended_km2"]


def test_the_fast_answer_is_the_full_one(server):
    asked = {"reading": "mda", "moves": MOVES, "resolution_deg": RESOLUTION}
    full = server.ask("/api/scenarios/small/footprint", asked).json
    box = dict(zip(("west", "south", "east", "north"), BOX, strict=True))
    fast = server.ask("/api/scenarios/small/footprint", asked | {"quick": True, "box": box}).json
    everywhere = server.ask("/api/scenarios/small/footprint", asked | {"quick": True}).json
    cells = full["cells_live"]["status"]
    assert len(everywhere["at"]) > len(cells)
    assert everywhere["status"][: len(cells)] == cells
    assert len(fast["at"]) > 10
    assert (
        dict(zip(fast["at"], fast["status"], strict=True)).items()
        <= dict(zip(everywhere["at"], everywhere["status"], strict=True)).items()
    )


def test_named_places_of_every_reading_are_those_of_python(server, small):
    told = server.ask("/api/scenarios/small/places", {"moves": MOVES}).json
    found = mc.footprint(small, changes=moved(small), resolution_deg=10.0)
    assert (
        [row["reading"] for row in told["readings"]]
        == [row.reading for row in found.readings]
        == ["mda", "lewis-postol"]
    )
    for page, row in zip(told["readings"], found.readings, strict=True):
        assert [p["status"] for p in page["places"]] == row.words("places")[found.named].tolist()
        assert [p["shots"] for p in page["places"]] == row.places.shots[found.named].tolist()
        assert [p["why_not"] for p in page["places"]] == row.reasons("places")[found.named].tolist()
    assert {p["status"] for p in told["readings"][0]["places"]} >= {"defended", "undefended"}


def test_the_command_that_is_shown_gives_the_same_places(server, folder):
    asked = {"reading": "mda", "moves": MOVES, "changes": ["command.decide_s=120.0"], "resolution_deg": 2.0}
    told = server.ask("/api/scenarios/small/footprint", asked).json

    words = shlex.split(told["command"])[1:]
    done = subprocess.run(
        [sys.executable, "-m", "midcourse", *words, "--json"], cwd=folder, capture_output=True, text=True, check=True
    )
    shell = json.loads(done.stdout)["readings"][0]
    assert shell["places"] == told["readings"][0]["places"]
    assert shell["countries"] == told["readings"][0]["countries"]


def test_the_ground_is_that_of_the_footprint(server, small):
    told = server.ask(f"/api/scenarios/small/ground?resolution_deg={RESOLUTION}").json
    found = mc.footprint(small, readings=["mda"], resolution_deg=RESOLUTION, adaptive=False)
    assert told["cells"]["column"] == found.cells.column.tolist()
    assert sum(told["cells"]["area_km2"]) == pytest.approx(found.cells.area.sum() / 1e6, rel=ROUNDED)
    assert [p["name"] for p in told["places"]] == found.places.name[found.named].tolist()
    assert {land["country"] for land in told["land"]} == {code for code, _ in defended.protected_land(found.protected)}


def test_the_view_names_what_stands_where_with_sources(server):
    told = server.ask("/api/scenarios/small", {}).json
    assert [b["key"] for b in told["batteries"]] == ["north"]
    assert all(row["source"] and row["status"] for row in told["batteries"][0]["values"])
    assert told["sensors"][0]["reach_km"] > 1000.0
    assert told["readings"] == ["mda", "lewis-postol"]
    hit = next(row for row in told["assumptions"] if row["path"] == "kill.hit")
    assert (hit["value"], hit["low"], hit["high"], hit["set_path"]) == (0.6, 0.3, 0.9, "kill.hit.value")


def test_a_fault_comes_in_the_words_of_the_shell(server, small):
    told = server.ask("/api/scenarios/small/places", {"changes": ["command.decide_s=-4"]})
    assert told.status == 422
    with pytest.raises(ScenarioError) as refused:
        mc.load(small, ["command.decide_s=-4"])
    assert told.json["error"]["what"] == refused.value.what


def test_a_text_is_checked_as_the_shell_checks_a_file(server, folder, small):
    good = (folder / "small.yaml").read_text(encoding="utf-8")
    for text in (good, good.replace("ready: 10", "redy: 10"), "midcourse: [", ""):
        file = folder / "tried.yaml"
        file.write_text(text, encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "midcourse", "check", file, "--json"], capture_output=True, text=True, check=False
        )
        shell, page = json.loads(done.stdout), server.ask("/api/check", {"text": text}).json
        assert page["valid"] == shell["valid"] == (text == good)
        assert [(p["line"], p["what"]) for p in page["problems"]] == [(p["line"], p["what"]) for p in shell["problems"]]


def test_only_a_good_text_is_saved_and_never_over_a_built_in_one(server, folder):
    good = (folder / "small.yaml").read_text(encoding="utf-8")
    bad = server.ask("/api/scenarios/mine", {"text": "midcourse: 1"}, method="PUT")
    assert bad.json["saved"] is False
    assert not (folder / "scenarios" / "mine.yaml").exists()
    assert server.ask("/api/scenarios/mine", {"text": good}, method="PUT").json["saved"] is True
    assert (folder / "scenarios" / "mine.yaml").read_text(encoding="utf-8") == good
    assert "mine" in [row["name"] for row in server.ask("/api/scenarios").json["scenarios"]]
    over = server.ask("/api/scenarios/european-site-2008", {"text": good}, method="PUT")
    assert over.status == 422
    assert server.ask("/api/scenarios/..%2Fup", {"text": good}, method="PUT").status in (404, 422)


def test_a_moved_state_is_saved_as_a_file_that_answers_the_same(server, folder):
    asked = {"changes": ["command.decide_s=120.0", "batteries.north.burnout_speed_km_s=6.6"], "moves": MOVES}
    text = server.ask("/api/scenarios/small/text", asked | {"name": "moved"}).json["text"]
    told = server.ask("/api/scenarios/moved", {"text": text}, method="PUT").json
    assert told["saved"] is True
    assert (folder / "scenarios" / "moved.yaml").read_text(encoding="utf-8") == text
    shape = {"reading": "mda", "resolution_deg": RESOLUTION}
    moved_one = server.ask("/api/scenarios/small/footprint", asked | shape).json
    saved = server.ask("/api/scenarios/moved/footprint", shape).json
    assert saved["readings"] == moved_one["readings"]
    assert saved["cells_live"] == moved_one["cells_live"]
    still = server.ask("/api/scenarios/small/footprint", shape).json
    assert still["cells_live"] != moved_one["cells_live"]
    assert server.ask("/api/scenarios/small/text", asked | {"name": "../up"}).status == 422


def test_coverage_follows_a_moved_and_turned_radar_and_the_size_of_the_warhead(server, small):
    def radar(altitude=None, **asked):
        (found,) = server.ask("/api/scenarios/small/coverage", asked | {"altitude_km": altitude}).json["radars"]
        return found

    device = files.build(files.load(small), "mda").sensors[0].device
    still, faint = radar(), radar(changes=["threats.south-east.rcs_x_m2=0.000625"])
    assert still["reach_km"] == pytest.approx(device.detection_range / 1e3)
    assert faint["reach_km"] == pytest.approx(0.5 * still["reach_km"])
    assert faint["rcs_m2"] == 0.000625
    there = {"key": "radar", "latitude_deg": 44.0, "longitude_deg": 26.0}
    gone = radar(500.0, moves=[there])
    plan = files.load(small, [worker.moved(loading.open_file(small), (), there).text])
    moved_device = files.build(plan, "mda").sensors[0].device
    (outline,) = sensing.outlines(moved_device, 500e3)
    assert gone["sectors"][0]["far"] == np.round(np.degrees(outline.far_places[:, ::-1]), 4).tolist()
    assert gone["sectors"][0]["far_altitude_km"] == [500.0, 500.0]
    assert server.ask("/api/scenarios/small/coverage", {"altitude_km": -1.0}).status == 422


def test_a_radar_that_waits_for_its_cue_shows_where_it_looks_until_then(server):
    turned = {"key": "emr", "latitude_deg": 49.0, "longitude_deg": 14.0, "boresight_deg": 200.0}
    told = server.ask("/api/scenarios/european-site-2008/coverage", {"moves": [turned]}).json
    emr = next(row for row in told["radars"] if row["key"] == "emr")
    (waiting,) = emr["waiting"]
    assert (waiting["from_deg"] + 0.5 * waiting["width_deg"]) % 360.0 == pytest.approx(200.0)
    assert emr["sectors"][0]["whole"] is True


def test_the_later_question_of_a_hand_wins():
    import asyncio

    from midcourse.web.live import Desk, OvertakenError

    class Slow(Desk):
        __slots__ = ("put",)

        async def _exchange(self, name, asked):
            self.put.append(asked["k"])
            await asyncio.sleep(0.02)
            return asked["k"]

    async def hand():
        desk = Slow()
        desk.put = []
        calls = [desk.ask("x", session="one", number=k, k=k) for k in range(1, 6)] + [
            desk.ask("x", session="two", number=1, k=9)
        ]
        return desk.put, await asyncio.gather(*calls, return_exceptions=True)

    asked, told = asyncio.run(hand())
    assert asked in ([1, 5, 9], [5, 9])
    assert [isinstance(one, OvertakenError) for one in told][1:] == [True, True, True, False, False]


def test_kept_flights_change_no_verdict(small):
    """A second answer from what is kept is that of a fresh one."""
    case, still = files.build(files.load(small, moved(small)), "mda"), files.build(files.load(small), "mda")
    ground = defended_live.ground_of(still, RESOLUTION)
    known: dict = {}
    defended_live.exact(still, ground, known)
    kept = defended_live.exact(case, ground, known).readings[0]
    fresh = defended_live.exact(case, ground, {}).readings[0]
    assert (kept.cells.status == fresh.cells.status).all()
    assert (kept.cells.shots == fresh.cells.shots).all()
    quick = defended_live.quick(case, ground, known)
    assert (quick.covered[: len(ground.cells)] == fresh.cells.covered).all()
    assert np.count_nonzero(quick.covered) > 0
