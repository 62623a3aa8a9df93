"""Geometry of shots against closed forms and other integrations; what a wrong track misses by."""

import dataclasses
import math

import brute_footprint
import numpy as np
import pytest
import two_body_arcs
from arc_flights import arc_flights
from scipy.integrate import solve_ivp

from midcourse import engagement, flight
from midcourse.earth import WGS84, ecef_to_geodetic
from midcourse.engagement import Battery, Interceptor, Knowledge, _kernels
from midcourse.engagement.required_speed import planet_tuple
from midcourse.engagement.shots import clocks_of
from midcourse.errors import MidcourseError
from midcourse.sensing.rows import flight_arrays

SAME = 1e-3  # m: two closed forms of the same path
KNOTS = 5.0  # m: cubics between knots
SLOPE = 3.0  # m/s: a slope of the cubic between knots against an integrated velocity
BENT = 0.4  # share: gravity bends the growth of an error of 10 m/s
LINEAR = 0.05  # share: a tenth of an error misses by a tenth, to second order
TURN = 2e-3  # rad: a slope of 3 m/s at 3 km/s and more
FALLEN = 0.05  # m/s: 5 m cubics read at the moment of the belief
FAN = 0.02  # share: velocities of a fan are linear between its nodes


def battery(**changes):
    known = {"key": "gbi", "speed": 4500.0, "minimum_altitude": 100e3}
    return Battery(
        key="here",
        latitude=math.radians(54.48),
        longitude=math.radians(17.10),
        interceptor=Interceptor(**(known | changes)),
    )


def flights_to_europe():
    return arc_flights([(38.0, 46.0), (33.0, 51.0)], [(52.0, 21.0), (50.0, 8.0)], two_body_arcs.RATE)


def test_the_truth_changes_no_flight_and_misses_nothing():
    flights, here = flights_to_europe(), battery()
    known = engagement.as_known(flights, engagement.truth(flights, [300.0, 200.0]))
    assert np.abs(known.knot_position_eci - flights.knot_position_eci).max() < SAME
    shots = engagement.shots_that_fit(known, [here], np.full((2, 1), 320.0), 30.0)
    met = engagement.encounters(flights, [here], shots, known=known)
    fired = shots.battery >= 0
    assert fired.any()
    assert (met.miss[fired] < KNOTS).all()
    assert np.isnan(met.miss[~fired]).all()


def test_a_belief_falls_freely_from_its_moment_on():
    flights = flights_to_europe()
    right = engagement.truth(flights, [300.0, 300.0])
    wrong = Knowledge(
        time=right.time,
        position_eci=right.position_eci + np.array([1500.0, -800.0, 400.0]),
        velocity_eci=right.velocity_eci + np.array([-3.0, 9.0, 4.0]),
    )
    known = engagement.as_known(flights, wrong)

    def pull(_, y):
        return np.concatenate([y[3:], -two_body_arcs.MU * y[:3] / np.linalg.norm(y[:3]) ** 3])

    for row in range(2):
        start = np.concatenate([wrong.position_eci[row], wrong.velocity_eci[row]])
        late = flights.knot_time[row][flights.knot_time[row] > 300.0]
        fallen = solve_ivp(pull, (300.0, late[-1]), start, "DOP853", rtol=1e-11, atol=1e-4, t_eval=late).y
        there = flights.knot_time[row] > 300.0
        assert np.abs(known.knot_position_eci[row, there] - fallen[:3].T).max() < KNOTS
        assert np.abs(known.knot_velocity_eci[row, there] - fallen[3:].T).max() < FALLEN


def test_a_wrong_track_misses_by_what_it_has_wrong_and_a_better_one_by_less():
    flights, here = flights_to_europe(), battery()
    right = engagement.truth(flights, [300.0, 300.0])

    def miss(error):
        wrong = dataclasses.replace(right, velocity_eci=right.velocity_eci + error * np.array([0.0, 6.0, 8.0]))
        known = engagement.as_known(flights, wrong)
        shots = engagement.shots_that_fit(known, [here], np.full((2, 1), 320.0), 30.0, looks=1)
        met = engagement.encounters(flights, [here], shots, known=known)
        return met.miss[:, 0], shots.intercept_time[:, 0]

    big, when = miss(1.0)
    small, _ = miss(0.1)
    assert big == pytest.approx(10.0 * (when - 300.0), rel=BENT)
    assert small == pytest.approx(0.1 * big, rel=LINEAR)


def test_closing_speed_and_angle_of_an_impulsive_shot_are_those_of_another_lambert_solver():
    flights, here = flights_to_europe(), battery()
    shots = engagement.shots_that_fit(flights, [here], np.full((2, 1), 320.0), 30.0, looks=1)
    met = engagement.encounters(flights, [here], shots)
    leave, meet = shots.launch_time[:, 0], shots.intercept_time[:, 0]
    latitude, longitude = here.site
    site = two_body_arcs.RADIUS * np.array(
        [math.cos(latitude) * math.cos(longitude), math.cos(latitude) * math.sin(longitude), math.sin(latitude)]
    )
    start = brute_footprint.turned(np.tile(site, (2, 1)), two_body_arcs.RATE * leave)
    point, velocity = (part[:, 0] for part in flight.states_between(flights, meet[:, None]))
    _, own = brute_footprint.lambert(start, point, meet - leave)
    turning = np.cross([0.0, 0.0, two_body_arcs.RATE], point)
    one, other = velocity - turning, own - turning
    cosine = (one * other).sum(axis=1) / np.linalg.norm(one, axis=1) / np.linalg.norm(other, axis=1)
    assert met.closing_speed[:, 0] == pytest.approx(np.linalg.norm(velocity - own, axis=1), abs=SLOPE)
    assert met.crossing_angle[:, 0] == pytest.approx(np.arccos(cosine), abs=TURN)
    turned = brute_footprint.turned(point, -two_body_arcs.RATE * meet)
    assert np.abs(met.position_ecef[:, 0] - turned).max() < KNOTS
    assert met.slant_range[:, 0] == pytest.approx(np.linalg.norm(turned - site, axis=1), abs=KNOTS)


def test_a_straight_shot_comes_along_the_line_from_its_site():
    flights, here = flights_to_europe(), battery(constant_speed=True, speed=3000.0)
    shots = engagement.shots_that_fit(flights, [here], np.full((2, 1), 320.0), 30.0, looks=1)
    met = engagement.encounters(flights, [here], shots)
    flown = 3000.0 * (shots.intercept_time - shots.launch_time)
    assert met.slant_range[:, 0] == pytest.approx(flown[:, 0], abs=KNOTS)
    meet = shots.intercept_time[:, 0]
    point, velocity = (part[:, 0] for part in flight.states_between(flights, meet[:, None]))
    relative = brute_footprint.turned(
        velocity - np.cross([0.0, 0.0, two_body_arcs.RATE], point), -two_body_arcs.RATE * meet
    )
    latitude, longitude = here.site
    site = two_body_arcs.RADIUS * np.array(
        [math.cos(latitude) * math.cos(longitude), math.cos(latitude) * math.sin(longitude), math.sin(latitude)]
    )
    line = met.position_ecef[:, 0] - site
    own = 3000.0 * line / np.linalg.norm(line, axis=1)[:, None]
    assert met.closing_speed[:, 0] == pytest.approx(np.linalg.norm(relative - own, axis=1), abs=SLOPE)


def test_a_fly_out_comes_with_the_velocity_along_which_its_time_to_reach_grows_by_the_clock():
    """A little further along its own path an interceptor is a little later: reach(p + v dt) = reach(p) + dt."""
    flights = dataclasses.replace(flights_to_europe(), earth=WGS84)
    fly_out = engagement.notional_fly_out(6300.0)
    here = battery(speed=6300.0, fly_out=fly_out)
    shots = engagement.shots_that_fit(flights, [here], np.full((2, 1), 250.0), 30.0, looks=1)
    assert (shots.battery >= 0).all()
    sites, rules, fans, _, _ = clocks_of(flights, [here], True)
    found = _kernels.arrivals(
        shots.battery, shots.launch_time, shots.intercept_time, *flight_arrays(flights), sites, rules, fans,
        planet_tuple(WGS84),
    )  # fmt: skip
    step, site = 8.0, brute_footprint.place(*here.site)

    def reach(fixed):
        radial = site / np.linalg.norm(site)
        angle = math.atan2(np.linalg.norm(np.cross(site, fixed)), float(site @ fixed))
        side = np.cross([0.0, 0.0, 1.0], radial)
        side /= np.linalg.norm(side)
        bearing = math.atan2(float(fixed @ side), float(fixed @ np.cross(radial, side)))
        altitude = float(ecef_to_geodetic(fixed, WGS84)[2])
        got = engagement.time_to_reach(fly_out, here.latitude, [angle], [bearing], [altitude], WGS84)
        flat = got.flat_time[0]
        return flat if math.isfinite(flat) else got.lofted_time[0]

    for row in range(2):
        t = shots.intercept_time[row, 0]
        point, own = found[row, 0, :3], found[row, 0, 6:]
        relative = own - np.cross([0.0, 0.0, WGS84.rate], point)
        fixed, along = brute_footprint.turned(np.stack([point, relative]), np.full(2, -WGS84.rate * t))
        before, after = reach(fixed - 0.5 * step * along), reach(fixed + 0.5 * step * along)
        assert after - before == pytest.approx(step, rel=FAN)


def test_knowledge_of_another_number_of_flights_is_refused():
    flights = flights_to_europe()
    with pytest.raises(MidcourseError, match="one state a flight"):
        engagement.as_known(
            flights, Knowledge(time=np.zeros(1), position_eci=np.ones((1, 3)), velocity_eci=np.ones((1, 3)))
        )


def test_no_flights_have_no_encounters():
    none = engagement.rows_of(flights_to_europe(), np.zeros(0, int))
    shots = engagement.shots_that_fit(none, [battery()], np.zeros((0, 1)), 30.0)
    assert engagement.encounters(none, [battery()], shots).miss.shape == (0, 4)
