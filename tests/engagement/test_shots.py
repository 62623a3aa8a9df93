"""Shots on one time line: against a brute force, and what more speed, time or floor may not do."""

import math

import brute_required_speed
import numpy as np
import pytest
import two_body_arcs
from arc_flights import arc_flights

from midcourse import engagement
from midcourse.engagement import Battery, Interceptor, MeetingRules, Reason

RATE, RADIUS = two_body_arcs.RATE, two_body_arcs.RADIUS
GRID = 1.6  # s: step of the brute force, and what its coarse launch times leave open
EDGE = 0.2  # s: first and last times are bisected to 0.05


def battery(speed=6300.0, place=(54.48, 17.10), **changes):
    known = {"key": "gbi", "speed": speed, "minimum_altitude": 100e3}
    return Battery(
        key="redzikowo",
        latitude=math.radians(place[0]),
        longitude=math.radians(place[1]),
        interceptor=Interceptor(**(known | changes)),
    )


def random_flights(n, seed):
    rng = np.random.default_rng(seed)
    launch = np.column_stack([rng.uniform(25, 40, n), rng.uniform(40, 60, n)])
    aim = np.column_stack([rng.uniform(36, 65, n), rng.uniform(-10, 30, n)])
    return arc_flights(launch, aim, RATE)


@pytest.mark.parametrize("speed", [3500.0, 6300.0])
def test_the_first_intercept_is_where_a_brute_force_finds_it(speed):
    flights, here = random_flights(4, int(speed)), battery(speed)
    shots = engagement.shots_that_fit(flights, [here], np.full((4, 1), 250.0), 30.0)
    for row in range(4):
        one = {
            name: getattr(flights, name)[row : row + 1]
            for name in ("flight_time", "knot_position_eci", "knot_velocity_eci")
        }
        first = brute_required_speed.first_meeting(one, here.site, 250.0, 100e3, RATE, RADIUS, speed)
        ours = shots.intercept_time[row, 0]
        assert math.isinf(first) == math.isnan(ours)
        if math.isfinite(first):
            assert ours == pytest.approx(first, abs=GRID)


def test_a_shot_fits_exactly_where_the_required_speed_allows_it():
    n, here = 500, battery(4000.0)
    flights, lift_off = random_flights(n, 5), np.random.default_rng(6).uniform(0, 700, (n, 1))
    shots = engagement.shots_that_fit(flights, [here], lift_off, 30.0)
    needed = engagement.required_speed_many(flights, here.site, lift_off[:, 0], MeetingRules()).required_speed
    clear = np.abs(needed - 4000.0) > 1.0
    assert ((shots.count > 0) == (needed <= 4000.0))[clear].all()
    assert 0.1 < (shots.count > 0).mean() < 0.9


def test_shots_follow_one_another_on_one_line_over_batteries():
    n = 300
    two = [battery(), battery(6300.0, (41.0, 30.0))]
    flights, lift_off = random_flights(n, 7), np.tile([150.0, 200.0], (n, 1))
    shots = engagement.shots_that_fit(flights, two, lift_off, 40.0)
    fired = shots.battery >= 0
    earliest = np.take_along_axis(lift_off, np.maximum(shots.battery, 0), axis=1)
    assert (shots.launch_time >= earliest - 1e-6)[fired].all()
    assert (shots.launch_time < shots.intercept_time)[fired].all()
    later = fired[:, 1:]
    assert (shots.launch_time[:, 1:] >= shots.intercept_time[:, :-1] + 40.0 - 1e-6)[later].all()
    alone = [engagement.shots_that_fit(flights, [b], lift_off[:, [j]], 40.0).count for j, b in enumerate(two)]
    assert (shots.count >= np.maximum(*alone)).all()
    assert (shots.count > np.maximum(*alone)).any()


def test_more_speed_an_earlier_cue_and_a_lower_floor_never_lose_a_shot():
    n = 2000
    flights, cue = random_flights(n, 8), np.random.default_rng(9).uniform(50, 700, (n, 1))

    def count(kind, lift_off=cue):
        return engagement.shots_that_fit(flights, [kind], lift_off, 30.0).count

    base = count(battery(4500.0))
    for better in (
        count(battery(5500.0)), count(battery(4500.0), cue - 60.0), count(battery(4500.0, minimum_altitude=80e3)),
    ):  # fmt: skip
        assert (better >= base).all()
        assert better.sum() > base.sum()


def test_lags_move_real_times_and_never_meet_before_burnout_of_the_threat():
    flights = arc_flights((38.0, 46.0), (52.0, 21.0), RATE, lag=120.0)
    powered = battery(burn_time=130.0)
    assert powered.interceptor.lag == pytest.approx(78.0)
    real = engagement.shots_that_fit(flights, [powered], [[300.0]], 30.0)
    ideal = engagement.shots_that_fit(flights, [battery()], [[300.0 + 78.0 - 120.0]], 30.0, with_lags=False)
    assert real.intercept_time[0, 0] == pytest.approx(ideal.intercept_time[0, 0] + 120.0, abs=EDGE)
    assert real.launch_time[0, 0] >= 300.0 - 1e-6
    assert real.intercept_time[0, 0] >= 200.0


def test_windows_hold_every_shot_and_their_last_launch_is_the_last():
    flights, here = arc_flights((38.0, 46.0), (52.0, 21.0), RATE), battery(4500.0)
    windows = engagement.action_windows(flights, here, [200.0])
    last = windows.last_launch[0]
    assert 200.0 - 1e-6 <= windows.first_launch[0] < windows.first_intercept[0] < windows.last_intercept[0]
    needed = engagement.required_speed_many(flights, here.site, last - 1.0, MeetingRules()).required_speed[0]
    after = engagement.required_speed_many(flights, here.site, last + 3.0, MeetingRules()).required_speed[0]
    assert needed <= 4500.0 < after
    nothing = engagement.action_windows(flights, here, [np.inf])
    assert np.isnan(nothing.first_intercept[0])


@pytest.mark.parametrize(
    ("kind", "cue", "why"),
    [
        (battery(5000.0), 800.0, Reason.SEEN_TOO_LATE),
        (battery(5000.0, place=(-40.0, -120.0)), 0.0, Reason.OUT_OF_REACH),
        (battery(5000.0, minimum_altitude=2500e3), 300.0, Reason.TOO_LOW),
    ],
)
def test_no_shot_says_why(kind, cue, why):
    flights = arc_flights((38.0, 46.0), (52.0, 21.0), RATE)
    assert engagement.shots_that_fit(flights, [kind], [[cue]], 30.0).count[0] == 0
    assert Reason(int(engagement.why_no_shot(flights, [kind], [[cue]], [[0]])[0])) is why


def test_a_flight_that_passes_over_the_ceiling_is_too_high():
    """Straight up to the apogee of a 6,000 km flight takes 4.3 km/s, to where it is low 4.9: 4.5 km/s needs the top."""
    flights = arc_flights((0.0, 0.0), (0.0, 53.96))
    under = battery(4500.0, place=(0.0, 26.98), minimum_altitude=1e3, maximum_altitude=3e3)
    assert engagement.shots_that_fit(flights, [under], [[0.0]], 30.0).count[0] == 0
    assert engagement.why_no_shot(flights, [under], [[0.0]], [[0]])[0] == Reason.TOO_HIGH


def test_of_several_batteries_the_reason_nearest_to_a_shot_is_told():
    flights = arc_flights((38.0, 46.0), (52.0, 21.0), RATE)
    far, late = battery(5000.0, place=(-40.0, -120.0)), battery(5000.0)
    cues, broken = [[100.0, 800.0]], [[0, 0]]
    assert engagement.why_no_shot(flights, [far, late], cues, broken)[0] == Reason.SEEN_TOO_LATE
    assert engagement.why_no_shot(flights, [far, late], cues, [[0, int(Reason.NOT_SEEN)]])[0] == Reason.OUT_OF_REACH
    assert Reason.SEEN_TOO_LATE.word == "seen-too-late"
