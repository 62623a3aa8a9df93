"""flight.propagate and propagate_many against closed forms, at every edge, and with impossible inputs."""

import free_flight as referent
import numpy as np
import pytest
from random_starts import ground_distance, random_starts

from midcourse.earth import WGS84, Earth, ecef_to_geodetic, geodetic_to_ecef
from midcourse.errors import MidcourseError, ModelRangeError
from midcourse.flight import propagate, propagate_many
from midcourse.flight.coast import Air, free_flight

R = 6378137.0
SPHERE_R, MU = 6371000.0, 3.986004418e14

CLOSED_FORM, CLOSED_TIME = 1e-3, 1e-6  # m and s: the integrator's own floor is 1e-6 m
CAP = 1e-3  # m, a cap on the step may move an impact by less
ON_STOP = 1e-6  # m, how near the stop altitude a flight ends: 1e-9 s at 1 km/s
MANY, MANY_DRAG = 0.1, 1.0  # m, lanes against one by one
MANY_APOGEE = 0.5  # m
ALLEN_EGGERS = 0.01  # relative; gravity is off and the layer is isothermal, what is left is the curve of geopotential
SKIP = 2000.0  # m after 46,000 km: the referent's air above 86 km is a curve through printed values, 1 % off
SKIP_CAP = 0.3  # m, the same flight with a capped step: a skip makes errors a thousand times larger
COLUMN = 1e-4  # relative speed against the column of the referent's air
DENSITY = 1e-5  # relative, the gate of the air below 86 km
SAME_ROW = 1e-4  # relative speed: a row in another block is flown in other steps of altitude
TABLE_APOGEE, TABLE_TIME = 0.1, 1e-4  # m and s, where the printed table ends


@pytest.mark.parametrize(
    ("ground_range", "apogee", "time"),
    [
        (300e3, 74.1102e3, 251.0348),
        (1000e3, 239.9384e3, 474.3601),
        (3000e3, 655.2065e3, 895.0356),
        (5500e3, 1040.5227e3, 1315.7938),
        (10000e3, 1319.4765e3, 1930.9565),
    ],
)
def test_a_minimum_energy_flight_is_the_closed_form(ground_range, apogee, time):
    """Wheelon's formulae on a round Earth at rest [wheelon1959]; the table's digits end at 0.1 m and 1e-4 s."""
    angle = ground_range / SPHERE_R
    s = np.sin(angle / 2)
    speed, climb = np.sqrt(2 * MU / SPHERE_R * s / (1 + s)), (np.pi - angle) / 4
    flight = propagate(
        (SPHERE_R, 0, 0), (speed * np.sin(climb), speed * np.cos(climb), 0), earth="sphere", rotating=False
    )
    assert np.radians(flight.impact.longitude_deg) * SPHERE_R == pytest.approx(ground_range, abs=CLOSED_FORM)
    exact = SPHERE_R / 2 * (s + np.cos(angle / 2) - 1)
    assert flight.apogee_altitude == pytest.approx(exact, abs=CLOSED_FORM)
    assert flight.impact.speed == pytest.approx(speed, abs=CLOSED_TIME)
    assert flight.apogee_altitude == pytest.approx(apogee, abs=TABLE_APOGEE)
    assert flight.flight_time == pytest.approx(time, abs=TABLE_TIME)


def test_the_peak_deceleration_is_allen_and_eggers():
    """V^2 / (2 e H), whatever the ballistic coefficient, met in the isothermal layer [allen1958]."""
    still = Earth(radius=SPHERE_R, mu=1.0, flattening=0.0, j2=0.0, rate=0.0)
    entry_speed, scale_height = 6000.0, 287.0529 * 216.65 / 9.80665
    for coefficient in (800.0, 1100.0):
        flight = propagate((SPHERE_R + 400e3, 0, 0), (-entry_speed, 0, 0), coefficient, earth=still)
        time = np.linspace(0.0, flight.flight_time, 20001)
        moments = flight.at(time)
        speed = np.linalg.norm(moments.velocity_ecef, axis=1)
        braking = moments.air_density * speed**2 / (2 * coefficient)
        altitude = moments.position_ecef[np.argmax(braking), 0] - SPHERE_R
        assert 11e3 < altitude < 20e3
        assert braking.max() == pytest.approx(entry_speed**2 / (2 * np.e * scale_height), rel=ALLEN_EGGERS)


def test_a_fall_without_gravity_loses_speed_with_the_column_of_air():
    """d ln V = -rho ds / (2 beta), the column taken from the referent's air."""
    still = Earth(radius=SPHERE_R, mu=1.0, flattening=0.0, j2=0.0, rate=0.0)
    flight = propagate((SPHERE_R + 60e3, 0, 0), (-5000.0, 0, 0), 3000.0, earth=still)
    altitude = np.linspace(0.0, 60e3, 60001)
    air = np.array([referent.density(h) for h in altitude])
    column = np.sum((air[1:] + air[:-1]) / 2) * (altitude[1] - altitude[0])
    assert flight.impact.speed == pytest.approx(5000.0 * np.exp(-column / 6000.0), rel=COLUMN)


CAPPED = [
    ((R + 120e3, 0.0, 0.0), (-2500.0, 6000.0, 500.0), 500.0),
    ((R, 0.0, 0.0), (3000.0, 2000.0, 1000.0), 8000.0),
    ((R + 200e3, 0.0, 0.0), (1500.0, 6000.0, 0.0), None),
    ((R + 120e3, 0.0, 0.0), (-300.0, 7500.0, 0.0), 2000.0),
]


@pytest.mark.parametrize(("position", "velocity", "coefficient"), CAPPED)
def test_a_cap_on_the_step_moves_no_impact(position, velocity, coefficient):
    free = propagate(position, velocity, coefficient).impact
    for step in (20.0, 3.0, 0.31):
        capped = propagate(position, velocity, coefficient, step=step).impact
        away = ground_distance(free.latitude_deg, free.longitude_deg, capped.latitude_deg, capped.longitude_deg)
        assert away < CAP, step
        assert abs(capped.time - free.time) < CAP / 50


@pytest.mark.parametrize("coefficient", [None, 1500.0])
@pytest.mark.parametrize("stop_altitude", [0.0, 12e3, 100e3])
def test_a_flight_ends_exactly_on_the_way_down_through_its_stop_altitude(coefficient, stop_altitude):
    position = geodetic_to_ecef(0.9, 1.0, 150e3, WGS84)
    flight = propagate(position, (1000.0, 4000.0, 2500.0), coefficient, stop_altitude=stop_altitude)
    assert flight.ended == "impact"
    _, _, altitude = ecef_to_geodetic(flight.position_ecef[-1], flight.earth)
    assert abs(altitude - stop_altitude) < ON_STOP
    last = flight.at(flight.flight_time)
    assert np.linalg.norm(last.position_ecef - flight.position_ecef[-1]) < ON_STOP
    assert np.linalg.norm(last.velocity_ecef) == pytest.approx(flight.impact.speed, abs=ON_STOP)


def test_the_state_between_two_nodes_is_integrated_not_interpolated():
    flight = propagate((R + 250e3, 0.0, 0.0), (2000.0, 6000.0, 1000.0), 3000.0)
    dense = propagate((R + 250e3, 0.0, 0.0), (2000.0, 6000.0, 1000.0), 3000.0, step=2.0)
    middle = (flight.time[1:] + flight.time[:-1]) / 2
    difference = flight.at(middle).position_ecef - dense.at(middle).position_ecef
    assert np.abs(difference).max() < CAP


EDGES = {
    "straight up at the pole": ((0.0, 0.0, 6356752.314245), (0.0, 0.0, 3000.0), None, "impact"),
    "from the pole with drag": ((0.0, 0.0, 6356752.314245), (100.0, 0.0, 3000.0), 2000.0, "impact"),
    "half a metre under the surface": ((R - 0.5, 0.0, 0.0), (3000.0, 1000.0, 0.0), None, "impact"),
    "at rest on the ground": ((R, 0.0, 0.0), (0.0, 0.0, 0.0), None, "impact"),
    "downwards on the ground": ((R, 0.0, 0.0), (-10.0, 0.0, 0.0), None, "impact"),
    "level and slow on the ground": ((R, 0.0, 0.0), (0.0, 100.0, 0.0), None, "impact"),
    "level and fast on the ground": ((R, 0.0, 0.0), (0.0, 8500.0, 0.0), None, "orbit"),
    "retrograde": ((R + 200e3, 0.0, 0.0), (1000.0, -7000.0, 0.0), None, "impact"),
    "a low orbit": ((R + 300e3, 0.0, 0.0), (0.0, 7230.0, 0.0), None, "orbit"),
    "an orbit that decays": ((R + 200e3, 0.0, 0.0), (0.0, 7300.0, 0.0), 100.0, "impact"),
    "an orbit whose perigee is just under the ground": ((R + 300e3, 0.0, 0.0), (0.0, 7142.0, 0.0), None, "impact"),
    "a shallow entry": ((R + 120e3, 0.0, 0.0), (-100.0, 7350.0, 0.0), 500.0, "impact"),
    "an entry that skips": ((R + 120e3, 0.0, 0.0), (-450.0, 8300.0, 0.0), 300.0, "impact"),
    "an escape": ((R + 400e3, 0.0, 0.0), (11500.0, 0.0, 0.0), None, "escape"),
    "fast in thick air": ((R, 0.0, 0.0), (7000.0, 1000.0, 0.0), 100.0, "impact"),
    "a feather": ((R + 100e3, 0.0, 0.0), (-1000.0, 1000.0, 0.0), 5.0, "impact"),
    "a depressed path that skims": ((R + 90e3, 0.0, 0.0), (400.0, 7400.0, 0.0), 3000.0, "impact"),
}


@pytest.mark.parametrize("name", EDGES)
def test_an_edge_case_ends_as_it_must_and_the_same_among_many(name):
    position, velocity, coefficient, ended = EDGES[name]
    flight = propagate(position, velocity, coefficient)
    assert flight.ended == ended
    table = propagate_many([position], [velocity], coefficient)
    assert table["ended"].to_pylist() == [ended]
    assert np.asarray(table["apogee_altitude"])[0] == pytest.approx(flight.apogee_altitude, abs=MANY_APOGEE)
    if ended != "impact":
        assert flight.impact is None
        assert np.isnan(
            [np.asarray(table[name])[0] for name in ("time", "latitude_deg", "longitude_deg", "speed")]
        ).all()
        return
    latitude, longitude = np.asarray(table["latitude_deg"]), np.asarray(table["longitude_deg"])
    away = ground_distance(latitude, longitude, flight.impact.latitude_deg, flight.impact.longitude_deg)[0]
    assert away < (MANY if coefficient is None else MANY_DRAG)


def test_a_skipping_entry_lands_where_scipy_says():
    position, velocity, coefficient, _ = EDGES["an entry that skips"]
    flight = propagate(position, velocity, coefficient)
    climbs = np.diff(ecef_to_geodetic(flight.position_ecef, flight.earth)[2]) > 0
    assert climbs.any()
    assert not climbs[0]
    _, latitude, longitude, _ = referent.fly_scipy(position, velocity, coefficient)
    assert ground_distance(flight.impact.latitude_deg, flight.impact.longitude_deg, latitude, longitude) < SKIP
    capped = propagate(position, velocity, coefficient, step=1.0).impact
    assert ground_distance(flight.impact.latitude_deg, flight.impact.longitude_deg, *capped[:2]) < SKIP_CAP


def test_an_antipodal_flight_crosses_the_antimeridian():
    speed = np.sqrt(MU / SPHERE_R) * 0.9999
    flight = propagate((SPHERE_R, 0, 0), (30.0, speed, 0), earth="sphere", rotating=False)
    assert flight.ended == "impact"
    assert abs(flight.impact.longitude_deg) <= 180.0


def test_drag_can_begin_at_the_apogee():
    start = np.array([0.0, R, 0.0, 0.0, 2000.0, 500.0, 0.0])
    flown = free_flight(start, WGS84, 1e-3, Air.AFTER_APOGEE)
    up = free_flight(start, WGS84, 0.0, Air.NONE)
    assert flown.apogee_altitude == pytest.approx(up.apogee_altitude, abs=CLOSED_FORM)
    assert np.linalg.norm(flown.nodes[-1, 4:7]) < 0.8 * np.linalg.norm(up.nodes[-1, 4:7])
    _, _, altitude = ecef_to_geodetic(flown.nodes[flown.nodes[:, 7] > 0][0, 1:4], WGS84)
    assert altitude == pytest.approx(flown.apogee_altitude, abs=CLOSED_FORM)


def test_durations_end_flights_and_impacts_come_first():
    position, velocity = (R, 0.0, 0.0), (300.0, 1000.0, 0.0)
    whole = propagate(position, velocity)
    short = propagate(position, velocity, duration=20.0)
    assert (short.ended, short.flight_time, short.impact) == ("duration", 20.0, None)
    assert propagate(position, velocity, duration=1e4).impact == whole.impact
    assert propagate(position, velocity, duration=0.0).flight_time == 0.0
    table = propagate_many([position] * 2, [velocity] * 2, duration=20.0)
    assert table["ended"].to_pylist() == ["duration"] * 2
    assert propagate((7e6, 0, 0), (0, 7500, 0)).flight_time == 100_000.0


def test_a_stop_altitude_above_the_apogee_means_the_ground():
    position, velocity = (R, 0.0, 0.0), (300.0, 1000.0, 0.0)
    assert propagate(position, velocity, stop_altitude=1e5).impact == propagate(position, velocity).impact


def test_air_is_told_without_drag_and_not_without_air():
    start = (R + 20e3, 0.0, 0.0), (0.0, 0.0, 0.0)
    assert propagate(*start, duration=1.0).at(0.0).air_density == pytest.approx(referent.density(20e3), rel=DENSITY)
    assert propagate(*start, duration=1.0, atmosphere="none").at(0.0).air_density == 0.0
    assert propagate(*start, 100.0, atmosphere="none").impact == propagate(*start).impact


@pytest.mark.parametrize("time", [-1e-9, 1e9, np.nan, np.inf])
def test_no_state_is_given_outside_the_flight(time):
    flight = propagate((R, 0.0, 0.0), (300.0, 1000.0, 0.0))
    with pytest.raises(ModelRangeError, match="a time from 0 to"):
        flight.at(time)


GOOD = {"position_ecef": (R, 0.0, 0.0), "velocity_ecef": (300.0, 1000.0, 0.0)}
BAD = [
    ({"position_ecef": (R - 2.0, 0.0, 0.0)}, "under the surface"),
    ({"position_ecef": (6378.0, 0.0, 0.0)}, "kilometres"),
    ({"position_ecef": (np.nan, 0.0, 0.0)}, "finite"),
    ({"position_ecef": (R, 0.0)}, "shape"),
    ({"position_ecef": "here"}, "numbers"),
    ({"velocity_ecef": (np.inf, 0.0, 0.0)}, "finite"),
    ({"velocity_ecef": (3e6, 0.0, 0.0)}, "m/s"),
    ({"ballistic_coefficient": 0.0}, "above zero"),
    ({"ballistic_coefficient": -100.0}, "above zero"),
    ({"ballistic_coefficient": np.nan}, "above zero"),
    ({"stop_altitude": -1.0}, "stop_altitude"),
    ({"stop_altitude": np.inf}, "stop_altitude"),
    ({"duration": -1.0}, "duration"),
    ({"duration": np.nan}, "duration"),
    ({"duration": 1e9}, "duration"),
    ({"step": 0.0}, "step"),
    ({"step": np.nan}, "step"),
    ({"atmosphere": "mars"}, "us1976"),
    ({"earth": "flat"}, "wgs84"),
]


@pytest.mark.parametrize(("change", "says"), BAD, ids=lambda value: str(value)[:40])
def test_an_impossible_input_is_refused_with_advice(change, says):
    with pytest.raises(MidcourseError, match=says):
        propagate(**{**GOOD, **change})


@pytest.mark.parametrize(
    ("row", "says"), [((np.nan, 0, 0), "row 2"), ((6378.0, 0, 0), "row 2.*kilometres"), ((R - 2, 0, 0), "row 2")]
)
def test_a_bad_row_among_many_is_named(row, says):
    positions = np.array([(R, 0.0, 0.0)] * 4)
    positions[2] = row
    with pytest.raises(ModelRangeError, match=says):
        propagate_many(positions, np.full((4, 3), 1000.0))


def test_one_ballistic_coefficient_or_one_a_row():
    positions, velocities = random_starts(40, 3, altitude=(250e3, 300e3), speed=(5000.0, 6000.0))
    values = np.linspace(2000.0, 9000.0, 40)
    table = np.asarray(propagate_many(positions, velocities, values)["speed"])
    for row in (0, 17, 39):
        alone = np.asarray(propagate_many(positions, velocities, values[row])["speed"])[row]
        assert alone == pytest.approx(table[row], rel=SAME_ROW)
    with pytest.raises(ModelRangeError, match="one a row"):
        propagate_many(positions, velocities, values[:7])


def test_no_rows_give_an_empty_table():
    assert propagate_many(np.empty((0, 3)), np.empty((0, 3))).num_rows == 0
