"""flight.fly_many and flight.launch_many against closed forms and themselves."""

import numpy as np
import pytest

from midcourse import earth, flight
from midcourse.errors import ModelRangeError

# range km, speed km/s, angle deg, apogee km, time s: minimum energy on the sphere, closed form [bate1971, ch. 6]
MINIMUM_ENERGY = [
    (300, 1.696, 44.33, 74.1, 251),
    (600, 2.372, 43.65, 146.4, 360),
    (1000, 3.016, 42.75, 239.9, 474),
    (1300, 3.401, 42.08, 307.9, 549),
    (2000, 4.113, 40.50, 458.8, 702),
    (3000, 4.865, 38.26, 655.2, 895),
    (3500, 5.167, 37.13, 744.6, 985),
    (5500, 6.075, 32.63, 1040.5, 1316),
    (8000, 6.805, 27.01, 1263.7, 1680),
    (10000, 7.198, 22.52, 1319.5, 1931),
    (12000, 7.480, 18.02, 1264.5, 2143),
]
TABLE_ROUNDING = {"speed": 0.0005, "angle": 0.005, "apogee": 0.05, "time": 0.5}  # half of the last printed digit
ARC = 1e-6  # share of speed: the aim is met to a metre
MISS_M = 20.0  # what counts as reached


def minimum_energy_speed(range_angle, radius, mu):
    s = np.sin(range_angle / 2)
    return np.sqrt(mu / radius * 2 * s / (1 + s))


def test_minimum_energy_matches_the_closed_form_table():
    ranges = np.array([row[0] for row in MINIMUM_ENERGY])
    aims = np.column_stack([np.zeros(len(ranges)), np.degrees(ranges * 1e3 / earth.SPHERE.radius)])
    table = flight.fly_many("impulsive", (0.0, 0.0), aims, earth="sphere", rotating=False)
    got = {name: np.asarray(table[name]) for name in ("burnout_speed", "burnout_angle", "apogee_altitude", "time")}
    expected = np.array(MINIMUM_ENERGY)
    assert np.abs(got["burnout_speed"] / 1e3 - expected[:, 1]).max() < TABLE_ROUNDING["speed"] * 1.2
    assert np.abs(np.degrees(got["burnout_angle"]) - expected[:, 2]).max() < TABLE_ROUNDING["angle"] * 1.2
    assert np.abs(got["apogee_altitude"] / 1e3 - expected[:, 3]).max() < TABLE_ROUNDING["apogee"] * 1.2
    assert np.abs(got["time"] - expected[:, 4]).max() < TABLE_ROUNDING["time"] * 1.2


def test_minimum_energy_speed_is_the_closed_form_in_any_direction():
    places = np.random.default_rng(3)
    launches = np.column_stack([places.uniform(-80, 80, 200), places.uniform(-180, 180, 200)])
    aims = np.column_stack([places.uniform(-80, 80, 200), places.uniform(-180, 180, 200)])
    table = flight.fly_many("impulsive", launches, aims, earth="sphere", rotating=False)
    ground, _, _ = earth.geodesic(*np.radians(launches.T), *np.radians(aims.T), earth.SPHERE)
    speed = minimum_energy_speed(ground / earth.SPHERE.radius, earth.SPHERE.radius, earth.SPHERE.mu)
    assert np.asarray(table["reached"]).all()
    assert np.asarray(table["burnout_speed"]) == pytest.approx(speed, rel=ARC)


def test_every_row_is_met_on_the_turning_ellipsoid():
    places = np.random.default_rng(4)
    launches = np.column_stack([places.uniform(-80, 80, 300), places.uniform(-180, 180, 300)])
    aims = launches + places.uniform(-40, 40, (300, 2))
    aims[:, 0] = np.clip(aims[:, 0], -89, 89)
    table = flight.fly_many("impulsive", launches, aims, ballistic_coefficient=5000.0)
    assert np.asarray(table["reached"]).all()
    impact = np.column_stack([np.asarray(table["latitude_deg"]), np.asarray(table["longitude_deg"])])
    miss, _, _ = earth.geodesic(*np.radians(impact.T), *np.radians(aims.T), earth.WGS84)
    assert miss.max() < MISS_M


def test_eastward_costs_less_than_westward():
    table = flight.fly_many("impulsive", (20.0, 0.0), [(20.0, 60.0), (20.0, -60.0)])
    east, west = np.asarray(table["burnout_speed"])
    assert west - east > 300.0  # of 2 x 437 m/s that the surface moves at 20 degrees


def test_knots_begin_at_the_launch_point_and_end_at_the_aim():
    flights = flight.launch_many("impulsive", (38.0, 46.0), [(51.5, -0.1), (52.2, 21.0)], ballistic_coefficient=5000.0)
    assert flights.knot_position_eci.shape == (2, flights.knot_time.shape[1], 3)
    assert (np.diff(flights.knot_time, axis=1) > 0.0).all()
    assert flights.knot_time[:, -1] == pytest.approx(flights.flight_time)
    last = earth.position_eci_to_ecef(flights.knot_position_eci[:, -1], flights.flight_time, earth.WGS84)
    aims = earth.geodetic_to_ecef(flights.aim_latitude, flights.aim_longitude, np.zeros(2), earth.WGS84)
    assert np.linalg.norm(last - aims, axis=1).max() < MISS_M


@pytest.mark.parametrize("place", [(91.0, 0.0), (float("nan"), 0.0), (0.0, 400.0)])
def test_a_place_off_the_earth_is_refused_with_its_row(place):
    with pytest.raises(ModelRangeError, match="row 1"):
        flight.fly_many("impulsive", [(0.0, 0.0), place], (1.0, 1.0))
