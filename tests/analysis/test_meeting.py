"""Required speed as it is asked: where the delay counts from, what lags do, in which phase, and why there is none."""

import itertools
import math

import numpy as np
import pytest

import midcourse as mc
from midcourse import ask, engagement, flight
from midcourse.analysis import meeting
from midcourse.errors import MidcourseError

SITE, RADAR, START, AIM = (54.48, 17.10), (49.66, 13.80), (38.08, 46.29), (52.23, 21.01)
SPEED = 0.5  # m/s: two searches of the same minimum, each good to a tenth of that
EDGE = 0.01  # deg: sights are found to 0.01 s, and the elevation grows by less than that
ROUNDING = 1e-3  # m: the same cubic, turned back
FAST = 2.0  # m/s: the same where the speed is low


@pytest.fixture(scope="module")
def staged():
    return mc.fly("notional-irbm-4000", launch=START, aimpoint=AIM)


@pytest.fixture(scope="module")
def ideal():
    return mc.fly("impulsive", launch=START, aimpoint=AIM)


def speed(found, lagged=False):
    return float((found.found.lagged if lagged else found.found.ideal).required_speed[0])


def asked(flown, delay, **rules):
    return mc.required_speed(flown, SITE, delay, **rules)


@pytest.mark.parametrize("delay", [550.0, 650.0])
def test_with_lags_a_staged_flight_is_met_as_by_an_ideal_body_that_leaves_later(staged, delay):
    lagged = asked(staged, delay, interceptor_burn=100.0)
    assert lagged.found.interceptor_lag == 60.0  # 0.6 of the burn time
    assert lagged.found.threat_lag[0] == 0.0
    assert speed(lagged, lagged=True) == pytest.approx(speed(asked(staged, delay + 60.0)), abs=SPEED)
    assert lagged.found.lagged.launch_time[0] == pytest.approx(
        asked(staged, delay + 60.0).found.ideal.launch_time[0] - 60.0, abs=1.0
    )


def test_an_impulsive_threat_of_the_same_burn_time_gives_back_what_the_interceptor_loses(ideal):
    same = asked(ideal, 600.0, interceptor_burn=120.0, threat_burn=120.0)
    assert speed(same, lagged=True) == pytest.approx(speed(same), abs=SPEED)
    late = same.found.lagged.intercept_time[0] - same.found.ideal.intercept_time[0]
    assert late == pytest.approx(72.0, abs=1.0)  # told from the real lift-off: 0.6 x 120 s later


def test_a_longer_burn_of_the_interceptor_never_asks_for_less(staged):
    speeds = [value for _, value in asked(staged, 600.0).burns]
    assert all(b >= a - SPEED for a, b in itertools.pairwise(speeds))
    assert speeds[-1] > speeds[0] + 1000.0  # here the belief is worth more than a kilometre a second


def test_where_the_delay_counts_from(staged):
    burnout = asked(staged, 500.0, delay_from="burnout")
    assert speed(burnout) == pytest.approx(speed(asked(staged, 500.0 + staged.burnout.time)), abs=SPEED)
    seen = asked(staged, 200.0, delay_from="first-sight", visible_from=RADAR)
    first = seen.found.first_seen[0]
    assert 0.0 < first < staged.flight_time
    later = asked(staged, 200.0 + first, visible_from=RADAR)
    assert speed(seen) == pytest.approx(speed(later), abs=SPEED)


def test_first_sight_is_where_the_flight_passes_the_lowest_elevation(staged):
    seen = asked(staged, 0.0, delay_from="first-sight", visible_from=RADAR, minimum_elevation=math.radians(5.0))
    first = float(seen.found.first_seen[0])
    from midcourse import earth

    site = np.radians(RADAR)
    place = earth.geodetic_to_ecef(*site, 0.0, staged.earth)
    elevation = earth.look_angles(staged.at(first).position_ecef, place, *site)[2]
    assert math.degrees(elevation) == pytest.approx(5.0, abs=EDGE)


def test_in_the_boost_phase_the_meeting_lies_before_burnout():
    near, start = (40.0, 47.0), START
    flown = mc.fly("notional-irbm-4000", launch=start, aimpoint=AIM)
    found = mc.required_speed(flown, near, 10.0, phase="boost", minimum_altitude=40e3)
    assert 10.0 <= found.found.ideal.launch_time[0] < found.found.ideal.intercept_time[0] <= flown.burnout.time
    after = mc.required_speed(flown, near, 10.0, minimum_altitude=40e3)
    assert after.found.ideal.intercept_time[0] >= flown.burnout.time
    either = mc.required_speed(flown, near, 10.0, phase="any", minimum_altitude=40e3)
    assert speed(either) == pytest.approx(min(speed(found), speed(after)), abs=SPEED)


def test_a_flight_cut_at_burnout_is_the_flight(staged):
    rows = flight.flights_of(staged)
    cut = meeting.until_burnout(rows)
    fixed = staged.at(cut.knot_time[0]).position_ecef
    turn = staged.earth.rate * cut.knot_time[0]
    east, north = cut.knot_position_eci[0, :, 0], cut.knot_position_eci[0, :, 1]
    back = np.column_stack([east * np.cos(turn) + north * np.sin(turn), north * np.cos(turn) - east * np.sin(turn)])
    assert np.abs(back - fixed[:, :2]).max() < ROUNDING
    assert cut.flight_time[0] == staged.burnout.time


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ({"delay": 700.0, "maximum_speed": 3e3}, "out-of-reach"),
        ({"delay": 2000.0}, "seen-too-late"),
        ({"delay": 100.0, "minimum_altitude": 3000e3}, "too-low"),
        ({"delay": 100.0, "visible_from": (-30.0, -150.0)}, "not-seen"),
        ({"delay": 0.0, "visible_from": (-30.0, -150.0), "delay_from": "first-sight"}, "not-seen"),
    ],
)
def test_where_there_is_no_answer_it_says_why(staged, rules, why):
    delay = rules.pop("delay")
    found = asked(staged, delay, **rules)
    assert math.isinf(speed(found))
    assert found.found.words[0, 0] == why


def test_a_curve_is_the_single_questions_side_by_side_and_never_falls(staged):
    found = asked(staged, 0.0)
    delays, rows = found.curve(np.array([0.0, 400.0, 600.0, 700.0]))
    singles = [speed(asked(staged, delay)) for delay in delays]
    assert rows.ideal.required_speed == pytest.approx(singles, abs=SPEED)
    every = found.curve()[1].ideal.required_speed
    assert np.all(every[1:] >= every[:-1] - SPEED)


def test_a_cell_of_a_map_is_the_single_flight_to_it():
    from shapely import box

    found = ask.required_speeds("notional-irbm-4000", START, SITE, 400.0, outline=box(10, 45, 25, 55), resolution=5.0)
    assert found.reached.all()
    for row in range(len(found.reached)):
        cell = (found.latitude_deg[row], found.longitude_deg[row])
        one = speed(asked(mc.fly("notional-irbm-4000", launch=START, aimpoint=cell), 400.0))
        assert found.found.ideal.required_speed[row] == pytest.approx(one, abs=FAST)


def test_cells_out_of_reach_have_no_answer_and_no_reason():
    from shapely import box

    found = ask.required_speeds("scud-b", START, SITE, 0.0, outline=box(44, 34, 50, 42), resolution=2.0)
    assert found.reached.any()
    assert not found.reached.all()
    assert np.isinf(found.found.ideal.required_speed[~found.reached]).all()
    assert (found.found.reason[~found.reached] == engagement.Reason.NONE).all()


@pytest.mark.parametrize(
    "wrong",
    [
        {"delay": -1.0},
        {"delay": math.nan},
        {"delay": 0.0, "delay_from": "dawn"},
        {"delay": 0.0, "delay_from": "first-sight"},
        {"delay": 0.0, "phase": "terminal"},
        {"delay": 0.0, "threat_burn": 100.0},
        {"delay": 0.0, "interceptor_burn": -1.0},
        {"delay": 0.0, "visible_from": (91.0, 0.0)},
    ],
)
def test_what_makes_no_question_is_refused(staged, wrong):
    delay = wrong.pop("delay")
    with pytest.raises(MidcourseError):
        asked(staged, delay, **wrong)


def test_an_impulsive_flight_has_no_boost_phase(ideal):
    with pytest.raises(MidcourseError, match="no boost"):
        asked(ideal, 0.0, phase="boost")
