"""Best places of a radar and of batteries, against the defended area with each candidate written into the scenario."""

import numpy as np
import pyproj
import pytest
import shapely

import midcourse as mc
from midcourse.analysis import footprint, footprint_live, site_field
from midcourse.errors import MidcourseError, ScenarioError
from midcourse.exchange import siting_answer
from midcourse.report import siting_figure
from midcourse.scenario import building, siting
from midcourse.scenario.defended_question import Question, defence_of

GEOD = pyproj.Geod(ellps="WGS84")
EVEN = 0.01  # the grid is even on a sphere: an ellipsoid stretches it by up to 0.7 %
AREA = shapely.box(15.0, 45.0, 29.0, 53.0)
SPACING = 400e3
PARTS = {  # what of their lines says where they stand
    "poland": "site: redzikowo",
    "emr": "site: brdy",
}


@pytest.fixture(scope="module")
def text():
    """The European site with fewer people to ask about, and one reading."""
    whole = mc.load("european-site-2008").text
    whole = whole.replace("protect: {alliance: NATO, date: 2008-04-05}", "protect: {countries: [PL, RO, BG]}")
    return whole[: whole.index("\nreadings:")] + "\nreplicates: 100\nseed: 1\n"


@pytest.fixture(scope="module")
def plan(text, tmp_path_factory):
    return load(text, tmp_path_factory)


def load(text, folders):
    path = folders.mktemp("scenario") / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return mc.load(path)


def held_by_footprint(text, folders, **places):
    """People defended, by `mc.footprint` of a file in which parts stand elsewhere."""
    for key, (latitude, longitude) in places.items():
        assert text.count(PARTS[key]) == 1
        between = ", " if f"{PARTS[key]}," in text else "\n    "  # in one line, or one key a line
        text = text.replace(PARTS[key], f"latitude_deg: {latitude}{between}longitude_deg: {longitude}")
    (row,) = mc.footprint(load(text, folders), resolution_deg=10.0).readings
    return row.populations.defended


@pytest.fixture(scope="module")
def moved(plan):
    """Answers by what moves."""
    asked = (("poland",), ("emr",), ("emr", "poland"))
    return {move: mc.siting(plan, move, AREA, SPACING) for move in asked}


def places_of(found, part=None):
    rows = range(len(found.latitude_deg)) if part is None else part
    return [(float(found.latitude_deg[k]), float(found.longitude_deg[k])) for k in rows]


@pytest.mark.parametrize("key", ["poland", "emr"])
def test_each_candidate_defends_what_the_footprint_says(moved, text, tmp_path_factory, key):
    found = moved[(key,)]
    ((_, people),) = found.readings[0].answer.by_place
    told = [held_by_footprint(text, tmp_path_factory, **{key: place}) for place in places_of(found)]
    assert people.tolist() == told
    assert len(set(told)) > 2, "places differ"
    answer = found.readings[0].answer
    order = np.sort(told)
    assert (answer.people, answer.second_people) == (order[-1], order[-2])
    assert answer.as_written[1] == held_by_footprint(text, tmp_path_factory)


def test_a_radar_and_a_battery_together_defend_what_the_footprint_says(moved, text, tmp_path_factory):
    found = moved[("emr", "poland")]
    answer = found.readings[0].answer
    for rows, people in ((answer.best, answer.people), (answer.second, answer.second_people)):
        radar, battery = places_of(found, rows)
        assert people == held_by_footprint(text, tmp_path_factory, emr=radar, poland=battery)
    alone = [moved[(key,)].readings[0].answer.people for key in ("emr", "poland")]
    assert answer.people >= max(alone)
    assert answer.as_written[1] == held_by_footprint(text, tmp_path_factory)


def test_two_batteries_are_sited_alike_by_trying_and_by_covering(text, tmp_path_factory):
    """Two batteries of the scenario: HiGHS finds what all pairs give, and the footprint of the best pair agrees."""
    (line,) = [line for line in text.splitlines() if PARTS["poland"] in line]
    two = text.replace(line, line + "\n" + line.replace("key: poland", "key: second").replace("@mda", "@lewis-postol"))
    plan, move = load(two, tmp_path_factory), ("poland", "second")
    tried, solved = (mc.siting(plan, move, AREA, SPACING, method=how).readings[0] for how in ("all-tried", "covering"))
    assert (tried.answer.method, solved.answer.method) == ("all-tried", "covering")
    assert (solved.answer.exact, solved.answer.value) == (True, tried.answer.value)
    assert solved.answer.second_value == tried.answer.second_value
    assert tried.answer.by_place[0][0].max() == tried.answer.value
    assert tried.keys == move


def test_ready_times_are_searched_as_if_each_was_asked(plan):
    """Halving over sorted ready times, against one question a ready time."""
    case = building.build(plan)
    waves = footprint.fly_waves(case.threats, case.protect.aimpoints[::9], case.earth)
    flights, battery = waves[0].flights, case.batteries[0].launcher
    samples = footprint_live.samples_of(flights)
    first = footprint.lift_off(waves[0], defence_of(case, Question()))[:, 0]
    delays = np.array([0.0, 60.0, 150.0, 240.0, 400.0])
    found = site_field.met_counts(flights, samples, battery, first + delays[:, None])
    told = [footprint_live.can_meet(flights, samples, battery, first + delay) for delay in delays]
    assert found.tolist() == np.sum(told, axis=0).tolist()
    assert len(set(found.tolist())) > 2


def test_candidates_lie_in_the_area_on_land_and_evenly(plan):
    earth = building.build(plan).earth
    outline = shapely.Polygon([(8.0, 44.0), (30.0, 47.0), (22.0, 62.0), (5.0, 60.0)])
    latitude, longitude = siting.candidates(outline, 100e3, earth)
    assert shapely.intersects_xy(outline, longitude, latitude).all()
    assert shapely.intersects_xy(siting.geodata.land(), longitude, latitude).all()
    sea = np.column_stack(siting.candidates(outline, 100e3, earth, at_sea=True))
    assert {tuple(p) for p in np.column_stack([latitude, longitude])} < {tuple(p) for p in sea}
    row = sea[sea[:, 0] == sea[len(sea) // 2, 0]]
    along = GEOD.inv(row[:-1, 1], row[:-1, 0], row[1:, 1], row[1:, 0])[2]
    assert along == pytest.approx(np.full(len(along), 100e3), rel=EVEN)
    rows = np.unique(sea[:, 0])
    up = GEOD.inv(np.zeros(len(rows) - 1), rows[:-1], np.zeros(len(rows) - 1), rows[1:])[2]
    assert up == pytest.approx(np.full(len(up), 100e3), rel=EVEN)
    part = siting.candidates(shapely.box(10.0, 48.0, 20.0, 52.0), 100e3, earth, at_sea=True)
    inside = (sea[:, 1] >= 10.0) & (sea[:, 1] <= 20.0) & (sea[:, 0] >= 48.0) & (sea[:, 0] <= 52.0)
    assert np.array_equal(sea[inside], np.column_stack(part)), "the grid is the same whatever the area"


def test_an_area_at_the_antimeridian_is_one_grid(plan):
    earth = building.build(plan).earth
    both = shapely.MultiPolygon([shapely.box(172.0, 50.0, 180.0, 55.0), shapely.box(-180.0, 50.0, -170.0, 55.0)])
    _, longitude = siting.candidates(both, 150e3, earth, at_sea=True)
    assert (longitude > 0.0).any()
    assert (longitude < 0.0).any()
    assert not ((longitude > -170.0) & (longitude < 172.0)).any()


@pytest.mark.parametrize("goal", ["capitals", "members"])
def test_lists_are_counted_as_the_footprint_counts_them(plan, goal):
    (row,) = mc.siting(plan, "poland", AREA, SPACING, goal=goal).readings
    told = mc.footprint(plan, resolution_deg=10.0).readings[0]
    places = building.build(plan).protect.places
    held = int((places.capital & told.places.covered).sum())
    whole = int((told.words("countries") == "defended").sum())
    assert row.answer.as_written == ({"capitals": held, "members": whole}[goal], told.populations.defended)
    assert row.answer.value >= row.answer.as_written[0]


def test_readings_asked_together_are_answered_as_each_alone(text, tmp_path_factory):
    """They share flights and sightings: a smaller warhead, a weaker radar and another interceptor must not."""
    readings = """
readings:
  what:
    as-written: {}
    slower: {batteries.poland.interceptor: gbi-two-stage@lewis-postol}
    dim: {threats.intermediate.rcs_x_m2: 0.00001, threats.intercontinental.rcs_x_m2: 0.00001}
    weak: {sensors.emr.radar: european-midcourse-radar@mean-42kw}
"""
    plan = load(text.replace("\nreplicates:", f"{readings}\nreplicates:"), tmp_path_factory)
    together = mc.siting(plan, ("emr",), AREA, SPACING).readings
    names = [row.reading for row in together]
    alone = [mc.siting(plan, ("emr",), AREA, SPACING, readings=[name]).readings[0] for name in names]
    told = [row.answer.by_place[0][1].tolist() for row in together]
    assert told == [row.answer.by_place[0][1].tolist() for row in alone]
    assert len({tuple(people) for people in told}) > 2, "readings differ"


def test_that_nothing_is_defended_is_an_answer(text, tmp_path_factory):
    late = load(text.replace("decide_s: 60 ", "decide_s: 3600 "), tmp_path_factory)
    found = mc.siting(late, "poland", AREA, SPACING)
    answer = siting_answer.siting(found)
    assert (answer["sites"], answer["second_best"], answer["defended_population"]) == (None, None, 0)
    assert answer["why_not"] == "seen-too-late"
    assert "no place adds anything: seen-too-late" in siting_answer.siting_text(answer)


@pytest.mark.parametrize(
    ("move", "told"),
    [
        (("intermediate",), "attacker"),
        (("threats.intermediate.launch",), "attacker"),
        (("france",), "no battery or radar"),
        ((), "which part"),
        (("poland", "poland"), "moves once"),
        (("emr", "fylingdales"), "one radar"),
    ],
)
def test_what_does_not_move_is_refused(plan, move, told):
    with pytest.raises(MidcourseError, match=told) as refusal:
        mc.siting(plan, move, AREA, SPACING)
    assert refusal.value.exit_code == 2


def test_a_satellite_has_no_place(text, tmp_path_factory):
    above = text.replace("  # - {key: dsp-10e", "  - {key: dsp-10e")
    with pytest.raises(ScenarioError, match="satellite"):
        mc.siting(load(above, tmp_path_factory), "dsp-10e", AREA, SPACING)


@pytest.mark.parametrize(
    ("area", "spacing", "told"),
    [
        (shapely.box(-40.0, 40.0, -30.0, 50.0), SPACING, "no place"),
        (shapely.box(15.01, 50.01, 15.02, 50.02), SPACING, "no place"),
        (shapely.box(-10.0, 40.0, 60.0, 70.0), 10e3, "too many places"),
        (AREA, 1.0, "spacing"),
        (AREA, float("nan"), "spacing"),
    ],
)
def test_an_area_without_places_or_with_too_many_is_refused(plan, area, spacing, told):
    with pytest.raises(ScenarioError, match=told):
        mc.siting(plan, "poland", area, spacing)


@pytest.mark.parametrize("wrong", [{"goal": "cities"}, {"method": "greedy"}, {"apart": -1.0}])
def test_what_cannot_be_asked_is_refused(plan, wrong):
    with pytest.raises(ScenarioError):
        mc.siting(plan, "poland", AREA, SPACING, **wrong)


def test_all_readings_are_answered_and_drawn(tmp_path):
    found = mc.siting("european-site-2008", "poland", AREA, 600e3, readings=["mda"], apart=700e3)
    names = [row.reading for row in found.readings]
    assert names == [name for name in mc.load("european-site-2008").readings if name.startswith("mda+")]
    for name in ("map.png", "map.svg"):
        siting_figure.figure_siting(found, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 50_000
    table = siting_answer.candidate_table(found)
    assert len(table["key"]) == len(names) * len(found.latitude_deg)
    assert (table["choice"] == "best").sum() == len(names)
