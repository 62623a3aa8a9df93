"""The least launch speed that meets a flight: against a brute force, and what must hold of it whatever the numbers."""

import math

import brute_required_speed
import numpy as np
import pytest
import two_body_arcs
from arc_flights import arc_flights
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from midcourse import engagement
from midcourse.engagement import Lags, MeetingRules, Watcher
from midcourse.errors import MidcourseError

RATE, RADIUS = two_body_arcs.RATE, two_body_arcs.RADIUS
REDZIKOWO = tuple(np.radians([54.48, 17.10]))
GRID = 0.15  # m/s: what the four nested grids of the brute force leave open
HERMITE = 50.0  # m: cubic between 65 knots, and 1 ms of an altitude crossing
RELATIVE = 1e-4  # the same 50 m over ranges of 500 km and more
CLOSING = 5.0  # m/s: slope of the cubic, and the launch found to 0.3 s
BULGE = 6.0  # m/s: largest seen 4.6 over random engagements in Europe (docs/models/engagement/required-speed.md)
SEARCH = 0.3  # m/s: Brent's rule stops at 0.02 s and 2e-4 of a flight time


def random_flights(n, seed):
    rng = np.random.default_rng(seed)
    launch = np.column_stack([rng.uniform(20, 45, n), rng.uniform(30, 70, n)])
    aim = np.column_stack([rng.uniform(30, 68, n), rng.uniform(-60, 35, n)])
    return arc_flights(launch, aim, RATE)


def speeds(flights, earliest, floor=100e3, site=REDZIKOWO, cap=20e3, **rules):
    known = MeetingRules(minimum_altitude=floor, speed_cap=cap, **rules)
    return engagement.required_speed_many(flights, site, earliest, known)


@pytest.mark.parametrize(("earliest", "floor"), [(0.0, 100e3), (300.0, 100e3), (300.0, 250e3), (600.0, 130e3)])
def test_equals_a_brute_force_over_launch_and_meeting_times(earliest, floor):
    flights = random_flights(3, int(earliest + floor / 1e3))
    ours = speeds(flights, earliest, floor).required_speed
    for row in range(3):
        one = {
            name: getattr(flights, name)[row : row + 1]
            for name in ("flight_time", "knot_position_eci", "knot_velocity_eci")
        }
        brute = brute_required_speed.least_speed(one, REDZIKOWO, earliest, floor, RATE, RADIUS, 90, 90)
        if brute > 20e3:  # above the cap
            assert math.isinf(ours[row])
        else:
            assert ours[row] == pytest.approx(brute, abs=GRID)


def test_never_falls_when_the_delay_grows_or_the_floor_rises_in_ten_thousand_cases():
    n = 10_000
    flights, rng = random_flights(n, 3), np.random.default_rng(4)
    earliest, more = rng.uniform(0.0, 800.0, n), rng.uniform(0.0, 200.0, n)
    base = speeds(flights, earliest).required_speed
    later = speeds(flights, earliest + more).required_speed
    higher = speeds(flights, earliest, 100e3 + 200e3 * rng.random()).required_speed
    watched = speeds(
        flights, earliest, watcher=Watcher(latitude=np.radians(49.64), longitude=np.radians(13.76))
    ).required_speed
    assert np.isfinite(base).mean() > 0.6
    for other in (later, higher, watched):
        both = np.isfinite(base) & np.isfinite(other)
        assert (other[both] >= base[both] - SEARCH).all()
        assert not (np.isfinite(other) & ~np.isfinite(base)).any()
    assert (later > base + 1.0).mean() > 0.3


@settings(max_examples=40, deadline=None)
@given(
    st.floats(-60, 60), st.floats(-180, 180), st.floats(-60, 60), st.floats(-180, 180), st.floats(0, 500),
    st.floats(0, 300),
)  # fmt: skip
def test_never_falls_when_the_delay_grows_anywhere_on_earth(latitude, longitude, aim_latitude, aim_longitude, d, more):
    if math.hypot(latitude - aim_latitude, longitude - aim_longitude) < 3.0:
        return
    flights = arc_flights((latitude, longitude), (aim_latitude, aim_longitude), RATE)
    site = (math.radians(aim_latitude), math.radians(aim_longitude))
    first, later = (speeds(flights, delay, site=site, cap=20e3).required_speed[0] for delay in (d, d + more))
    assert later >= first - SEARCH


def test_a_site_under_the_path_needs_the_vertical_shot_at_most():
    """Reaching altitude h straight up takes sqrt(2 mu (1/R - 1/(R+h))); with all the time in the world, no more."""
    flights = arc_flights((38.0, 46.0), (38.0, 60.0))  # no rotation
    site = (flights.aim_latitude[0], flights.aim_longitude[0])
    straight = math.sqrt(2.0 * two_body_arcs.MU * (1.0 / RADIUS - 1.0 / (RADIUS + 100e3)))
    ours = speeds(flights, -5000.0, site=site)
    assert straight < ours.required_speed[0] < 1.3 * straight
    assert ours.intercept_altitude[0] == pytest.approx(100e3, abs=HERMITE)


def test_the_record_says_where_and_how_they_meet():
    flights = random_flights(40, 11)
    found = speeds(flights, 200.0)
    for row in np.flatnonzero(np.isfinite(found.required_speed)):
        t, s = found.intercept_time[row], found.launch_time[row]
        point, threat = two_body_arcs.kepler(
            flights.knot_position_eci[row, 0], flights.knot_velocity_eci[row, 0], np.asarray(t)
        )
        site = two_body_arcs.on_sphere(REDZIKOWO[0], REDZIKOWO[1] + RATE * s)
        now = two_body_arcs.on_sphere(REDZIKOWO[0], REDZIKOWO[1] + RATE * t)
        assert s >= 200.0
        assert found.slant_range[row] == pytest.approx(np.linalg.norm(point - now), rel=RELATIVE)
        assert found.intercept_altitude[row] == pytest.approx(np.linalg.norm(point) - RADIUS, abs=HERMITE)
        leave = brute_required_speed.lambert_speed_vectors(site, point, np.asarray(t - s))
        ground = RATE * np.array([-site[1], site[0], 0.0])
        assert np.linalg.norm(leave - ground) == pytest.approx(found.required_speed[row], abs=SEARCH)
        _, arrive = two_body_arcs.kepler(site, leave, np.asarray(t - s))
        assert found.closing_speed[row] == pytest.approx(np.linalg.norm(threat - arrive), abs=CLOSING)


def test_a_flight_below_the_floor_and_one_that_is_not_there_have_no_answer():
    flights = arc_flights([(38.0, 46.0), (38.0, 46.0)], [(38.0, 48.0), (52.0, 21.0)])
    flights.reached[1] = False
    found = speeds(flights, 0.0)
    assert np.isinf(found.required_speed).all()
    assert np.isnan(found.launch_time).all()


def test_above_the_cap_there_is_no_answer():
    flights = arc_flights((38.0, 46.0), (52.0, 21.0), RATE)
    free = speeds(flights, 300.0).required_speed[0]
    assert speeds(flights, 300.0, cap=free + 1.0).required_speed[0] == pytest.approx(free)
    assert np.isinf(speeds(flights, 300.0, cap=free - 1.0).required_speed[0])


def test_a_ceiling_below_the_apogee_leaves_the_rising_and_the_falling_part():
    flights = arc_flights((38.0, 46.0), (52.0, 21.0), RATE)
    near_launch, near_aim = np.radians((38.5, 45.0)), np.radians((51.5, 21.5))
    for site, side in ((near_launch, -1), (near_aim, 1)):
        found = speeds(flights, 0.0, site=tuple(site), maximum_altitude=300e3)
        assert 100e3 - HERMITE <= found.intercept_altitude[0] <= 300e3 + HERMITE
        assert side * (found.intercept_time[0] - 0.5 * flights.flight_time[0]) > 0.0


def test_lags_cost_speed_and_times_are_told_from_the_real_lift_off():
    flights = arc_flights((38.0, 46.0), (52.0, 21.0), RATE)
    ideal = speeds(flights, 400.0)
    lags = Lags(interceptor=80.0, threat=120.0, threat_burn=200.0)
    with_lags = engagement.required_speed_with_lags(flights, REDZIKOWO, 400.0, lags, MeetingRules(speed_cap=20e3))
    shifted = speeds(flights, 400.0 + 80.0 - 120.0)
    assert with_lags.required_speed[0] == pytest.approx(shifted.required_speed[0])
    assert with_lags.required_speed[0] < ideal.required_speed[0]  # here the threat's longer boost gives time away
    assert with_lags.intercept_time[0] == pytest.approx(shifted.intercept_time[0] + 120.0)
    assert with_lags.launch_time[0] == pytest.approx(shifted.launch_time[0] + 40.0)
    assert with_lags.launch_time[0] >= 400.0 - 1e-6


def test_a_watcher_beyond_the_horizon_leaves_nothing():
    flights = arc_flights((38.0, 46.0), (52.0, 21.0), RATE)
    far = Watcher(latitude=-0.9, longitude=-2.0)
    assert np.isinf(speeds(flights, 0.0, watcher=far).required_speed[0])


def test_arrays_of_the_wrong_length_are_refused():
    with pytest.raises(MidcourseError, match="earliest_launch"):
        speeds(random_flights(3, 1), np.zeros(2))


def _with_bulge(start, velocity, time):
    """End of an arc under J2, by an independent integrator."""

    def slope(_, y):
        x, r = y[:3], np.linalg.norm(y[:3])
        z = 5.0 * (x[2] / r) ** 2
        bulge = 1.5 * 1.08262982e-3 * 6378137.0**2 / r**2
        return np.r_[y[3:], -two_body_arcs.MU / r**3 * x * (1.0 - bulge * np.array([z - 1.0, z - 1.0, z - 3.0]))]

    return solve_ivp(slope, (0.0, time), np.r_[start, velocity], method="DOP853", rtol=1e-10, atol=1e-3).y[:3, -1]


def test_leaving_the_bulge_out_costs_a_few_metres_a_second():
    """Speed that meets the same point at the same time under J2, by shooting with the two-body arc as first guess."""
    flights, off = random_flights(30, 21), []
    found = speeds(flights, 250.0)
    for row in np.flatnonzero(np.isfinite(found.required_speed)):
        t, s = found.intercept_time[row], found.launch_time[row]
        state = flights.knot_position_eci[row, 0], flights.knot_velocity_eci[row, 0]
        point, _ = two_body_arcs.kepler(*state, np.asarray(t))
        start = two_body_arcs.on_sphere(REDZIKOWO[0], REDZIKOWO[1] + RATE * s)
        velocity = brute_required_speed.lambert_speed_vectors(start, point, np.asarray(t - s))
        for _ in range(4):
            velocity = velocity - (_with_bulge(start, velocity, t - s) - point) / (t - s)
        ground = RATE * np.array([-start[1], start[0], 0.0])
        off.append(np.linalg.norm(velocity - ground) - found.required_speed[row])
    assert len(off) > 20
    assert np.abs(off).max() < BULGE


def test_a_lag_known_alone_stands_for_its_burn_time():
    flights = arc_flights((38.0, 46.0), (52.0, 21.0), RATE, lag=120.0)
    known = Lags(interceptor=80.0, threat=120.0, threat_burn=200.0)
    both = [
        engagement.required_speed_with_lags(flights, tuple(np.radians((38.5, 45.0))), 0.0, lags)
        for lags in (Lags(interceptor=80.0), known)
    ]
    assert both[0].required_speed[0] == both[1].required_speed[0]
    assert both[0].intercept_time[0] >= 200.0
