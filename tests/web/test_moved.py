"""What follows a hand is the scenario that `--set` gives, and nothing is computed for it that stays the same."""

import dataclasses
import subprocess
import sys
from random import Random

import numpy as np
import pytest

from midcourse import engagement, sensing
from midcourse import scenario as files
from midcourse.analysis import footprint_live
from midcourse.errors import MidcourseError
from midcourse.scenario import defended_ahead, defended_live, loading, tree
from midcourse.sensing import visibility
from midcourse.web import worker

SCENARIO, READING = "european-site-2008", "lewis-postol+mean-42kw"
BATTERY = {"key": "poland", "latitude_deg": 50.123456, "longitude_deg": 21.5}
RADAR = {"key": "emr", "latitude_deg": 47.0, "longitude_deg": 15.25}
TURNED = RADAR | {"boresight_deg": 95.0}
BOX = (0.0, 40.0, 30.0, 55.0)
CHANGES = {
    "nothing": ([], []),
    "a battery moved": ([], [BATTERY]),
    "a radar moved": ([], [RADAR]),
    "a radar turned": ([], [TURNED]),
    "both moved": ([], [BATTERY, TURNED]),
    "a time": (["command.decide_s=125"], []),
    "the delay of a word": (["command.latency_s=7.5"], []),
    "consultation": (["command.consult_s=45.5"], []),
    "a chance": (["kill.hit.value=0.4"], []),
    "looks": (["doctrine.looks=3"], []),
    "interceptors ready": (["batteries.poland.ready=25"], []),
    "a speed": (["batteries.poland.burnout_speed_km_s=7.3"], []),
    "a cross-section": (["threats.intermediate.rcs_x_m2=0.05"], []),
    "who shares": (["command.shares={US: [PL]}"], []),
    "other aims": (["threats.intermediate.aim={countries: [PL], cities_over: 500000}"], []),
    "others protected": (["protect={countries: [PL, CZ]}"], []),
    "all at once": (["kill.hit.value=0.4", "command.latency_s=4", "batteries.poland.ready=3"], [TURNED, BATTERY]),
}


def differences(one, two, path="case"):
    """Paths at which two records differ, field by field."""
    if dataclasses.is_dataclass(one) and type(one) is type(two):
        pairs = [(f.name, getattr(one, f.name), getattr(two, f.name)) for f in dataclasses.fields(one)]
    elif isinstance(one, tuple) and isinstance(two, tuple) and len(one) == len(two):
        pairs = list(zip(range(len(one)), one, two, strict=True))
    elif isinstance(one, np.ndarray):
        return [] if one.dtype == two.dtype and np.array_equal(one, two) else [path]
    else:
        return [] if type(one) is type(two) and one == two else [path]
    return [found for name, a, b in pairs for found in differences(a, b, f"{path}.{name}")]


@pytest.fixture(scope="module")
def desk():
    made = worker.empty_desk()
    worker.case_of(made, SCENARIO, READING, (), ())
    return made


@pytest.mark.parametrize("name", CHANGES)
def test_what_follows_a_hand_is_what_the_text_of_the_changes_gives(desk, name):
    changes, moves = CHANGES[name]
    plan, fast = worker.case_of(desk, SCENARIO, READING, changes, moves)
    slow = files.build(files.load(SCENARIO, plan.changes), READING)
    assert differences(fast, slow) == []
    still = files.build(files.load(SCENARIO), READING)
    assert bool(differences(fast, still)) == (name != "nothing")


def test_a_speed_in_the_hand_lies_between_two_that_are_flown_and_nothing_else_differs(desk):
    changes = ["batteries.poland.burnout_speed_km_s=9.3"]
    _, fast = worker.case_of(desk, SCENARIO, READING, changes, (), in_hand=True)
    slow = files.build(files.load(SCENARIO, changes), READING)
    assert differences(fast, slow) == ["case.batteries.0.launcher.interceptor.fly_out"]
    between = fast.batteries[0].launcher.interceptor.fly_out
    around = [engagement.notional_fly_out(speed, 138.0, "burnout-relative") for speed in (9000.0, 9500.0)]
    assert [between.slower, between.faster] == around
    assert between.share == pytest.approx(0.6)
    changes = ["batteries.poland.burnout_speed_km_s=9.5"]
    _, fast = worker.case_of(desk, SCENARIO, READING, changes, (), in_hand=True)
    assert differences(fast, files.build(files.load(SCENARIO, changes), READING)) == []


def test_a_moved_scenario_has_the_data_of_the_text(desk):
    plan = worker.plan_of(desk, SCENARIO, ["command.decide_s=125"], [BATTERY, TURNED])
    loaded = files.load(SCENARIO, plan.changes)
    assert (plan.data, plan.files, plan.changes) == (loaded.data, loaded.files, loaded.changes)


@pytest.mark.parametrize(
    "text", ["60", "-4.5", "1e3", ".5", "0x1F", "0o17", "1_000", "012", ".inf", "yes", "2008-04-05"]
)
def test_a_number_of_a_slider_is_that_of_a_file(text):
    number, read = tree.plain_number(text), tree.read_tree(f"value: {text}", "x").value["value"]
    assert number is None or (number == read and type(number) is type(read))
    assert (number is None) == isinstance(read, str)


def test_a_fault_in_a_change_comes_in_the_words_of_the_shell(desk):
    for changes in (["command.decide_s=-4"], ["batteries.nowhere.ready=4"], ["command.decide_s=[1"], ["nonsense"]):
        with pytest.raises(MidcourseError) as told:
            worker.case_of(desk, SCENARIO, READING, changes, ())
        with pytest.raises(MidcourseError) as shell:
            files.load(SCENARIO, changes)
        assert str(told.value) == str(shell.value)


def test_only_what_stands_on_the_ground_is_moved(desk):
    with pytest.raises(MidcourseError, match="no battery or radar"):
        worker.case_of(desk, SCENARIO, READING, (), [{"key": "dsp-10e", "latitude_deg": 0.0, "longitude_deg": 20.0}])


def test_a_radar_of_several_faces_is_turned_on_from_where_it_is_and_keeps_its_site(desk):
    name = "national-shield-2001"
    thule = next(one for one in files.build(files.load(name), "agree+sorted").sensors if one.key == "thule")
    place = {"latitude_deg": np.degrees(thule.device.latitude), "longitude_deg": np.degrees(thule.device.longitude)}
    turned = {"key": "thule", **place, "turned_deg": 25.0}
    plan = worker.plan_of(desk, name, ["sensors.thule.turned_deg=170"], [turned])
    (part,) = [one for one in plan.data["sensors"] if one["key"] == "thule"]
    assert (part["site"], part["turned_deg"]) == ("thule", -165.0)
    assert "latitude_deg" not in part
    narrow = worker.plan_of(desk, name, [], [turned | {"sector_deg": 60.0}])
    shell = files.load(name, ["sensors.thule.turned_deg=25", "sensors.thule.sector_deg=60"])
    assert differences(files.build(narrow, "agree+sorted"), files.build(shell, "agree+sorted")) == []
    away = worker.plan_of(desk, name, [], [turned | {"latitude_deg": 70.0}])
    (part,) = [one for one in away.data["sensors"] if one["key"] == "thule"]
    assert ("site" in part, part["latitude_deg"], part["turned_deg"]) == (False, 70.0, 25.0)


@pytest.fixture
def follow(desk):
    """Follow a hand: follow(changes, moves) -> the quick answer."""

    def answer(changes=(), moves=()):
        return worker._quick(desk, SCENARIO, READING, list(changes), list(moves), 2.0, BOX)

    answer()
    return answer


def forbidden(*_, **__):
    raise AssertionError("this need not be asked again")


def test_no_file_is_read_and_no_sensor_asked_for_a_moved_battery(follow, monkeypatch):
    before = follow()
    for name in ("read_text", "open_file"):
        monkeypatch.setattr(loading, name, forbidden)
    monkeypatch.setattr(tree, "read_tree", forbidden)
    for name in ("_watch_radars", "watch_boost", "_catch"):
        monkeypatch.setattr(visibility, name, forbidden)
    assert follow(["command.decide_s=240"], [BATTERY]) != before


def test_satellites_look_once_when_a_radar_is_moved(follow, monkeypatch):
    follow()
    monkeypatch.setattr(visibility, "watch_boost", forbidden)
    monkeypatch.setattr(tree, "read_tree", forbidden)
    asked = []
    see = visibility._watch_radars
    monkeypatch.setattr(visibility, "_watch_radars", lambda radars, on: asked.extend(radars) or see(radars, on))
    follow([], [TURNED])
    assert {radar.key for radar in asked} == {"emr"}


def test_no_missile_is_flown_when_warheads_look_larger(follow, monkeypatch):
    before = follow()
    monkeypatch.setattr(defended_live.footprint, "fly_waves", forbidden)
    faint = [
        f"threats.{key}.rcs_{band}_m2=0.0001" for key in ("intermediate", "intercontinental") for band in ("x", "uhf")
    ]
    assert follow(faint) != before


def test_a_hand_that_wanders_gets_what_a_fresh_desk_says(desk, follow):
    """Whatever was kept on the way; moves, changes of sight, and back."""
    way = ("a radar turned", "a battery moved", "a cross-section", "both moved", "a time", "a radar moved")
    told = [follow(*CHANGES[name]) for name in way]
    for step in range(30):  # more sightings than are kept
        follow([], [RADAR | {"latitude_deg": 40.0 + 0.3 * step}])
    assert [follow(*CHANGES[name]) for name in way] == told
    fresh = worker.empty_desk()
    assert [worker._quick(fresh, SCENARIO, READING, *CHANGES[name], 2.0, BOX) for name in reversed(way)] == told[::-1]


def by_engine(case, ground, rows, waves):
    """(threatened, covered) of rows of a ground: every flight asked of all sensors and of the engagement room."""
    coming, met = np.zeros((2, len(rows)), int)
    for wave in waves:
        reached = np.flatnonzero(wave.flights.reached[rows])
        flights = engagement.rows_of(wave.flights, rows[reached])
        seen = sensing.watch([one.device for one in case.sensors], flights, case.threats[wave.threat].signature)
        lag = np.nan_to_num(flights.lag)
        chains = [engagement.chain_of_times(seen, case.command, one.links, lag) for one in case.batteries]
        ready = np.column_stack([chain.lift_off_earliest for chain in chains])
        launchers = [one.launcher for one in case.batteries]
        coming[reached] += 1
        met[reached] += engagement.shots_that_fit(flights, launchers, ready, 0.0, looks=1).count > 0
    return coming > 0, (coming > 0) & (met == coming)


def wandering(random):
    """A state of a hand: places and numbers that come back, so that what was kept for them is used again."""
    pick = random.choice
    sizes = {"x": ("0.0005", "0.01", "0.2"), "uhf": ("0.004", "0.3", "2")}
    changes = [
        f"threats.{key}.rcs_{band}_m2={pick(sizes[band])}"
        for key in ("intermediate", "intercontinental")
        for band in sizes
        if random.random() < 0.3
    ]
    times = {"latency": (0, 2, 40), "track": (0, 30, 90), "decide": (10, 60, 130), "launch_prepare": (10, 75)}
    changes += [f"command.{name}_s={pick(some)}" for name, some in times.items() if random.random() < 0.4]
    if random.random() < 0.2:
        changes.append(f"batteries.poland.burnout_speed_km_s={pick(('8.7', '9.3'))}")
    battery = [BATTERY, BATTERY | {"latitude_deg": 54.2}, BATTERY | {"longitude_deg": 9.0}]
    radar = [RADAR, TURNED, TURNED | {"latitude_deg": 52.5}, RADAR | {"longitude_deg": 24.0}]
    return changes, [pick(some) for some in (battery, radar) if random.random() < 0.6]


def test_a_hand_that_wanders_far_gets_what_the_engagement_room_says(desk):
    """Whatever was kept of places, sizes and times before; each of them comes back several times."""
    random, told, known = Random(11), set(), {"waves": desk["known"].get("waves", {})}
    for _ in range(60):
        changes, moves = wandering(random)
        _, case = worker.case_of(desk, SCENARIO, READING, changes, moves, in_hand=True)
        ground = worker._ground_of(desk, case, 2.0)
        found = defended_live.quick(case, ground, known, BOX)
        waves = defended_live._flown(case, ground, known).waves
        threatened, covered = by_engine(case, ground, found.rows, waves)
        assert found.threatened.tolist() == threatened.tolist()
        assert found.covered.tolist() == covered.tolist(), (changes, moves)
        told.add(covered.tobytes())
    assert len(told) > 20  # the states differ


@pytest.mark.parametrize("name", CHANGES)
def test_a_saved_state_is_the_moved_one(desk, name, tmp_path):
    changes, moves = CHANGES[name]
    told = worker._text(desk, SCENARIO, changes, moves, "mine")
    file = tmp_path / "mine.yaml"
    file.write_text(told["text"], encoding="utf-8")
    assert files.problems(file) == ()
    _, moved = worker.case_of(desk, SCENARIO, READING, changes, moves)
    saved = files.build(files.load(file), READING)
    assert differences(saved, moved) == ["case.scenario"]
    assert saved.scenario == "mine"


def test_what_a_hand_needs_next_is_made_while_it_rests(desk, monkeypatch):
    """After that a battery that is moved by five degrees, or made faster, has its tables made already."""
    _, case = worker.case_of(desk, SCENARIO, READING, (), ())
    rests = list(defended_ahead.ahead(case))
    assert set(rests) == {defended_ahead.REST, defended_ahead.LONG_REST}
    assert rests == sorted(rests)  # what is needed first is made first
    monkeypatch.setattr(footprint_live, "_resample", forbidden)
    north = {"key": "poland", "latitude_deg": 59.4, "longitude_deg": 17.0}
    for changes, moves in ((["batteries.poland.burnout_speed_km_s=9.3"], []), ([], [north])):
        _, moved = worker.case_of(desk, SCENARIO, READING, changes, moves, in_hand=True)
        footprint_live.table_for(moved.batteries[0].launcher, moved.earth)
    far = north | {"latitude_deg": 20.0}
    _, gone = worker.case_of(desk, SCENARIO, READING, (), [far])
    with pytest.raises(AssertionError, match="need not"):
        footprint_live.table_for(gone.batteries[0].launcher, gone.earth)


IDLE_CPU = 4e-3
"""s of processor time in 0.2 s after a kernel: threads that spin take 7 ms and more, those that sleep 0.2 ms."""


def test_threads_of_the_worker_sleep_between_questions():
    """Else they take the cores that the browser draws with."""
    code = """
import multiprocessing, time
from midcourse.web import worker
here, there = multiprocessing.Pipe()
here.close()
worker.work(there)
import numpy as np
from midcourse.analysis import _kernels as kernels
spans = np.empty((64, 4))
arrays = np.zeros(64), np.full(64, 20.0), np.zeros((64, 40, 3), np.float32), np.zeros((64, 40), np.float32)
for _ in range(2):
    kernels.spans_many(100e3, np.inf, *arrays, spans)
begin = time.process_time()
kernels.spans_many(100e3, np.inf, *arrays, spans)
time.sleep(0.2)
print(time.process_time() - begin)
"""
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(told.stdout) < IDLE_CPU
