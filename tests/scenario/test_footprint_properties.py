"""What must hold of every defended area: it grows with a better defence, never with what does not concern it."""

import dataclasses

import numpy as np
import pytest
import shapely

import midcourse as mc
from midcourse import earth, engagement, flight, scenario
from midcourse.analysis import Status, footprint, footprint_cells
from midcourse.errors import ScenarioError
from midcourse.scenario import defended, defended_ground
from midcourse.scenario.defended_question import Question, barred_notes, defence_of, verdicts_of

SCENARIO = "european-site-2008"
READING = "mda+mean-170kw"
EQUAL = 1e-4  # share of the area: borders are cut in other places


@pytest.fixture(scope="module")
def case():
    return scenario.build(scenario.load(SCENARIO), READING)


@pytest.fixture(scope="module")
def aimpoints(case):
    cells = footprint_cells.make_cells(defended.protected_land(case.protect.countries), 6.0, case.earth)
    return np.column_stack([cells.latitude_deg, cells.longitude_deg])


def verdicts(case, aimpoints):
    return defended.verdict_tables([case], [None], Question(), aimpoints)[0]["whole"]


def test_a_better_defence_only_grows(case, aimpoints):
    """Faster interceptor, earlier decision, lower floor, longer range of the radar: nothing defended is lost."""
    before = verdicts(case, aimpoints)
    (battery,), command = case.batteries, case.command
    kind = battery.launcher.interceptor

    def with_kind(**changes):
        better = dataclasses.replace(kind, **changes)
        return dataclasses.replace(battery, launcher=dataclasses.replace(battery.launcher, interceptor=better))

    seer = case.sensors[0]
    stronger = dataclasses.replace(seer.device, instrumented_range=2.0 * seer.device.instrumented_range)
    changes = {
        "faster": {"batteries": (with_kind(speed=1.3 * kind.speed, fly_out=None),)},
        "earlier": {"command": dataclasses.replace(command, decide_time=0.0)},
        "lower": {"batteries": (with_kind(minimum_altitude=60e3),)},
        "farther": {"sensors": (dataclasses.replace(seer, device=stronger), *case.sensors[1:])},
    }
    if kind.fly_out is not None:  # the powered vehicle of another speed is another vehicle
        changes["faster"] = {"batteries": (with_kind(speed=kind.speed),)}
    grown = 0
    for name, change in changes.items():
        after = verdicts(dataclasses.replace(case, **change), aimpoints)
        assert (after.covered >= before.covered).all(), name
        assert (after.shots >= before.shots).all(), name
        grown += int((after.shots > before.shots).sum())
    assert grown > 0, "some change is seen"


def test_a_launch_point_out_of_reach_changes_nothing(case, aimpoints):
    """The shorter missile from the far side of the Earth."""
    far = dataclasses.replace(case.threats[0], key="far", launches=np.array([[-45.0, -170.0]]))
    before = verdicts(case, aimpoints)
    after = verdicts(dataclasses.replace(case, threats=(*case.threats, far)), aimpoints)
    for name in ("status", "shots", "deciding_threat", "reason"):
        assert (getattr(before, name) == getattr(after, name)).all(), name


def test_one_more_launch_point_never_grows_what_is_defended(case, aimpoints):
    threat = case.threats[1]
    more = dataclasses.replace(threat, launches=np.vstack([threat.launches, [[30.0, 57.0]]]))
    before = verdicts(case, aimpoints)
    after = verdicts(dataclasses.replace(case, threats=(case.threats[0], more)), aimpoints)
    assert (after.covered <= before.covered | (before.status == 0)).all()
    assert (after.shots <= np.where(before.status == 0, 99, before.shots)).all()


def test_adaptive_cells_are_the_fine_grid():
    """Every box of the fine grid has the verdict of the adaptive cell that holds it, in each reading."""
    fine, coarse = (
        mc.footprint(SCENARIO, resolution_deg=2.0 / 3.0, adaptive=a, readings=["mean-42kw"]) for a in (False, True)
    )
    assert len(coarse.cells) < 0.7 * len(fine.cells)
    owner = {}
    for row in range(len(coarse.cells)):
        for up in range(coarse.cells.size[row]):
            for right in range(coarse.cells.size[row]):
                owner[coarse.cells.column[row] + right, coarse.cells.row[row] + up] = row
    rows = [owner[key] for key in zip(fine.cells.column.tolist(), fine.cells.row.tolist(), strict=True)]
    for one, other in zip(fine.readings, coarse.readings, strict=True):
        assert (one.cells.status == other.cells.status[rows]).all()
    assert fine.cells.area.sum() == pytest.approx(coarse.cells.area.sum(), rel=EQUAL)


def test_areas_gained_and_lost_are_opposite():
    fast = "lewis-postol+mean-42kw"
    one = mc.footprint(SCENARIO, resolution_deg=8.0, readings=[READING], difference=fast, adaptive=False)
    two = mc.footprint(SCENARIO, resolution_deg=8.0, readings=[fast], difference=READING, adaptive=False)
    (a, b), (c, d) = (found.changed(found.readings[0])[:2] for found in (one, two))
    assert (a == d).all()
    assert (b == c).all()
    assert a.any(), "the faster interceptor gains"


def test_without_a_country_its_parts_are_gone(case):
    less = defended.without(case, "CZ")
    assert [s.key for s in less.sensors] == ["fylingdales", "dsp-10e", "dsp-69e"]
    assert [len(b.links.shared) for b in less.batteries] == [3]
    none = defended.without(case, "US")
    assert [s.key for s in none.sensors] == ["fylingdales"]
    assert none.batteries == ()
    with pytest.raises(ScenarioError, match="key or country"):
        defended.without(case, "FR")


def test_nothing_is_defended_without_a_part_that_is_needed(case, aimpoints):
    whole = verdicts(case, aimpoints)
    nobody_shoots = verdicts(defended.without(case, "poland"), aimpoints)
    nobody_sees = verdicts(
        dataclasses.replace(defended.without(defended.without(case, "emr"), "fylingdales")), aimpoints
    )
    for less in (nobody_shoots, nobody_sees):
        assert not less.covered.any()
        assert ((less.status == 0) == (whole.status == 0)).all()


def test_a_floor_at_the_lowest_intercept_changes_no_battery_and_one_at_the_highest_leaves_none(case, aimpoints):
    (battery,) = case.batteries
    kind = dataclasses.replace(battery.launcher.interceptor, maximum_altitude=1000e3)
    capped = dataclasses.replace(battery, launcher=dataclasses.replace(battery.launcher, interceptor=kind))
    case = dataclasses.replace(case, batteries=(capped,))
    same = defence_of(case, Question(keep_out_altitude=kind.minimum_altitude))
    assert same.batteries == (capped.launcher,)
    free, none = (
        defended.verdict_tables([case], [None], Question(keep_out_altitude=altitude), aimpoints)[0]["whole"]
        for altitude in (None, kind.maximum_altitude)
    )
    assert free.covered.any()
    assert not none.covered.any()


def test_an_altitude_kept_free_above_a_lower_tier_bars_that_tier_and_nothing_else():
    """Terminal interceptors end at 150 km: with 200 km kept free the rest defends what it would defend alone."""
    tiers = scenario.build(scenario.load("alliance-2008"), "lower-tier+mda")
    cells = footprint_cells.make_cells(defended.protected_land(tiers.protect.countries), 4.0, tiers.earth)
    waves = footprint.fly_waves(tiers.threats, np.column_stack([cells.latitude_deg, cells.longitude_deg]), tiers.earth)
    asked, known = Question(keep_out_altitude=200e3), {}
    barred, alone, upper, low = (
        verdicts_of(waves, tiers, question, known, kept)
        for question, kept in (
            (asked, None),
            (asked, lambda b: b.key == "poland"),
            (asked, lambda b: b.key == "ankara"),
            (Question(keep_out_altitude=100e3), lambda b: b.key == "ankara"),
        )
    )
    assert (barred.status == alone.status).all()
    assert (barred.shots == alone.shots).all()
    assert 0 < barred.covered.sum() < len(cells)
    assert not upper.covered.any()
    assert low.covered.any(), "between 100 and 150 km it does intercept"
    assert set(upper.reason[low.covered].tolist()) == {engagement.Reason.TOO_LOW}
    (note,) = barred_notes(tiers, asked)
    assert "ankara" in note
    assert "poland" not in note
    assert "under 200 km" in note
    assert barred_notes(tiers, Question(keep_out_altitude=100e3)) == []


def test_launches_denied_are_those_of_single_footprints(case):
    """A cell of the launch area is denied exactly where a threat launched there leaves the place defended."""
    over = shapely.box(44.0, 30.0, 60.0, 40.0)
    ground = defended_ground.launch_area(case, Question(resolution_deg=5.0, launch_area="Berlin", over=over))
    ((battery, found),) = ground.by_battery
    assert (battery, ground.place) == ("poland", "Berlin")
    berlin = case.protect.aimpoints[np.flatnonzero(case.protect.places.name == "Berlin")[:1]]
    for row in range(0, len(ground.cells), 2):
        place = np.array([[ground.cells.latitude_deg[row], ground.cells.longitude_deg[row]]])
        threats = tuple(dataclasses.replace(t, launches=place) for t in case.threats)
        alone = verdicts(dataclasses.replace(case, threats=threats), berlin)
        assert alone.status[0] == found.status[row]
        assert alone.shots[0] == found.shots[row]


def test_where_a_part_may_stand_holds_where_it_stands(case):
    """The list is what is defended as written, so a cell whose middle is the site itself is good; far off none is."""
    site = case.batteries[0].launcher
    here = np.degrees([site.longitude, site.latitude])
    box = shapely.box(*np.floor(here), *(np.floor(here) + 1.0))
    middle = np.radians(np.floor(here) + 0.5)
    at_middle = defended_ground.moved_case(case, "poland", middle[1], middle[0])
    rows = case.protect.named
    found = {}
    for name, which in (("written", case), ("moved", at_middle)):
        found[name] = verdicts(which, case.protect.aimpoints[rows])
    waves = defended._waves(case, case.protect.aimpoints[rows], {})
    listed = defended_ground.list_of(waves, found["written"], np.ones(rows.sum(), bool))
    ask = Question(resolution_deg=1.0, operating_area="poland", over=box)
    ground = defended_ground.operating_area(case, ask, listed)
    assert ground.listed == found["written"].covered.sum()
    assert ground.held.tolist() == [(found["moved"].covered & found["written"].covered).sum()]
    far = Question(resolution_deg=1.0, operating_area="poland", over=shapely.box(-60.0, -30.0, -59.0, -29.0))
    assert not defended_ground.operating_area(case, far, listed).good.any()
    with pytest.raises(ScenarioError, match="no battery or radar"):
        defended_ground.operating_area(case, Question(operating_area="x", over=box), listed)


def test_a_longer_range_of_impulsive_threats_only_adds_threatened_cells(case, aimpoints):
    """No cell that was threatened before changes, and what is undefended never shrinks."""
    ideal = tuple(
        dataclasses.replace(threat, missile=flight.IMPULSIVE, shape={"shape": "minimum-energy"})
        for threat in case.threats
    )
    waves = footprint.fly_waves(ideal, aimpoints, case.earth)
    defence = defence_of(case, Question())

    def judged(chosen, greatest):
        near = []
        for wave in chosen:
            f = wave.flights
            away, _, _ = earth.geodesic(f.launch_latitude, f.launch_longitude, f.aim_latitude, f.aim_longitude, f.earth)
            near.append(wave._replace(flights=dataclasses.replace(f, reached=f.reached & (away <= greatest))))
        return footprint.judge(footprint.meet(near, defence, 2))

    seen = set()
    for chosen in (waves[:1], waves):
        before = judged(chosen, 2500e3)
        for greatest in (3500e3, 6000e3, 12000e3):
            after = judged(chosen, greatest)
            threatened = before.status != Status.NOT_THREATENED
            if len(chosen) == 1:
                assert (after.status[threatened] == before.status[threatened]).all()
                assert (after.shots[threatened] == before.shots[threatened]).all()
            assert (after.status[before.status == Status.UNDEFENDED] == Status.UNDEFENDED).all()
            assert (after.status == Status.NOT_THREATENED).sum() < (before.status == Status.NOT_THREATENED).sum()
            seen |= set(after.status.tolist())
            before = after
    assert {Status.DEFENDED, Status.UNDEFENDED} <= seen
