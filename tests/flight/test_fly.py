"""flight.fly: what one flight reports, its path under thrust, and instructions that are refused."""

import math

import numpy as np
import pytest

from midcourse import earth, flight
from midcourse.errors import MidcourseError, ModelRangeError
from midcourse.flight.boost import World, fly_rows
from midcourse.scenario import catalog

HERMITE = 5.0  # m, what Flights promises between its knots
SINGLE = 0.5  # m, what the knots of one flight promise
SAME_TIME = 1e-6  # s, rounding of sums of steps
SPEED = 0.01  # m/s: the burnout knot is the burnout to rounding
BETWEEN_KNOTS = 200.0  # m: knots do not fall on the apogee
SAME_PLACE = 1e-6  # deg, 0.1 m
MISS = 20.0  # m, what counts as reached
BEARING = 1e-4  # rad: the miss over the range
BURNOUT_ANGLE = 1e-5  # rad: the grid's last cell
CLOSED_FORM = 1e-6  # share: the search for the best angle ends in a flat optimum
AIR_CORRECTION = 0.01  # share: the same arc, its aim moved by a few km
LAUNCH, AIM = (38.0, 46.0), (52.0, 21.0)
MISSILE = "notional-irbm-4000"


@pytest.fixture(scope="module")
def flown():
    return flight.fly(catalog.missile(MISSILE), LAUNCH, AIM)


def test_reported_numbers_agree_with_the_path(flown):
    burnout = flown.at(flown.burnout.time)
    assert np.linalg.norm(burnout.velocity_ecef) == pytest.approx(flown.burnout.speed, abs=SPEED)
    altitude = earth.ecef_to_geodetic(flown.position_ecef, flown.earth)[2]
    assert altitude.max() == pytest.approx(flown.apogee_altitude, abs=BETWEEN_KNOTS)
    latitude, longitude, _ = earth.ecef_to_geodetic(flown.position_ecef[-1], flown.earth)
    assert np.degrees([latitude, longitude]) == pytest.approx(
        [flown.impact.latitude_deg, flown.impact.longitude_deg], abs=SAME_PLACE
    )
    ground, bearing, _ = earth.geodesic(*np.radians([*LAUNCH, *AIM]), flown.earth)
    assert flown.ground_range == pytest.approx(ground, abs=MISS)
    assert flown.bearing == pytest.approx(bearing, abs=BEARING)
    assert flown.impact.time == pytest.approx(flown.flight_time)


def test_knots_rise_and_hold_the_burnout(flown):
    assert (np.diff(flown.time) > 0.0).all()
    assert np.abs(flown.time - flown.burnout.time).min() < SAME_TIME


def test_path_under_thrust_is_flown_and_not_only_joined(flown):
    # a flight cut off at t passes through its own burnout state: the path of the longer one at t
    times = np.array([20.0, 50.0, 74.0, 100.0, 120.0])
    loft, rate, _ = flown.steering
    steering = np.array([[loft, rate, t] for t in times])
    place = np.array([[*np.radians(LAUNCH), flown.azimuth]] * len(times))
    parts = fly_rows(catalog.missile(MISSILE), World(earth=flown.earth), place, steering, steps=flight.boost.FINE)
    position = earth.position_eci_to_ecef(parts.burnout_state_eci[:, :3], times, flown.earth)
    assert np.linalg.norm(flown.at(times).position_ecef - position, axis=1).max() < SINGLE


@pytest.mark.parametrize(
    ("key", "aim"), [(MISSILE, AIM), ("notional-icbm-12000", (40.0, -90.0)), ("scud-b", (40.0, 47.0))]
)
def test_flights_are_within_five_metres_between_knots(key, aim):
    many = flight.launch_many(catalog.missile(key), LAUNCH, aim)
    dense = flight.launch_many(catalog.missile(key), LAUNCH, aim, knots=400)
    times = np.linspace(0.0, float(many.flight_time[0]), 500)[:-1]
    paths = [
        flight.path.between_knots(
            np.concatenate([f.knot_time[0][:, None], f.knot_position_eci[0], f.knot_velocity_eci[0]], axis=1), times
        )
        for f in (many, dense)
    ]
    assert np.linalg.norm(paths[0][:, :3] - paths[1][:, :3], axis=1).max() < HERMITE
    assert np.abs(many.knot_time[0] - many.burnout_time[0]).min() < SAME_TIME


def test_spent_stages_come_down_along_the_way(flown):
    assert [stage.number for stage in flown.objects] == [1, 2]
    assert 0.0 < flown.objects[0].ground_range < flown.objects[1].ground_range < 1.1 * flown.ground_range
    assert flown.objects[0].impact_time > flown.objects[0].separation_time


def test_time_outside_the_flight_is_refused(flown):
    for time in (-1.0, flown.flight_time + 1.0, math.nan):
        with pytest.raises(ModelRangeError):
            flown.at(time)


def test_burnout_angle_along_an_azimuth_is_met_with_all_propellant():
    flown = flight.fly(catalog.missile(MISSILE), LAUNCH, azimuth=1.0, burnout_angle=0.6)
    assert flown.burnout.flight_path_angle == pytest.approx(0.6, abs=BURNOUT_ANGLE)
    assert flown.burnout.time == pytest.approx(catalog.missile(MISSILE).burn_time)
    assert flown.impact.miss is None


def test_greatest_range_is_no_less_than_at_other_angles():
    missile = catalog.missile(MISSILE)
    best = flight.fly(missile, LAUNCH, azimuth=1.0, max_range=True)
    for angle in (0.45, 0.55, 0.65, 0.75):
        assert flight.fly(missile, LAUNCH, azimuth=1.0, burnout_angle=angle).ground_range < best.ground_range + 10.0


def test_east_is_farther_than_west():
    east, west = (
        flight.fly(catalog.missile(MISSILE), (10.0, 0.0), azimuth=a, max_range=True)
        for a in (math.pi / 2, -math.pi / 2)
    )
    assert east.ground_range > west.ground_range + 300e3
    still = [
        flight.fly(
            catalog.missile(MISSILE), (10.0, 0.0), azimuth=a, max_range=True, rotating=False, earth="sphere"
        ).ground_range
        for a in (math.pi / 2, -math.pi / 2)
    ]
    assert still[0] == pytest.approx(still[1], abs=1.0)


def test_impulsive_range_is_the_closed_form():
    speed, e = 3016.0, earth.SPHERE
    q = speed**2 * e.radius / e.mu
    flown = flight.fly(
        "impulsive", (0.0, 0.0), azimuth=math.pi / 2, max_range=True, speed=speed, earth="sphere", rotating=False
    )
    assert flown.ground_range == pytest.approx(
        2 * math.asin(q / (2 - q)) * e.radius, rel=CLOSED_FORM
    )  # [bate1971, ch. 6]


def test_air_slows_an_impulsive_body_on_the_way_down_only():
    bare = flight.fly("impulsive", LAUNCH, AIM)
    slowed = flight.fly("impulsive", LAUNCH, AIM, ballistic_coefficient=2000.0)
    assert slowed.burnout.speed == pytest.approx(bare.burnout.speed, rel=AIR_CORRECTION)
    assert slowed.impact.speed < 0.8 * bare.impact.speed


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"launch": (91.0, 0.0)}, "latitude"),
        ({"launch": (math.nan, 0.0)}, "latitude"),
        ({"shape": "lofted"}, "number"),
        ({"shape": "depressed", "apogee": 1.2e6}, "lofted"),
        ({"shape": "minimum-energy", "apogee": 2e6}, "by itself"),
        ({"apogee": 2e6, "flight_time": 900.0}, "one number"),
        ({"shape": "high"}, "unknown shape"),
        ({"azimuth": 1.0}, "aim point"),
        ({"speed": 3000.0}, "aim point"),
        ({"aimpoint": None}, "azimuth"),
        ({"aimpoint": None, "azimuth": 1.0}, "neither"),
        ({"aimpoint": None, "azimuth": 1.0, "max_range": True, "speed": 1000.0}, "stages"),
        ({"atmosphere": "mars"}, "atmosphere"),
        ({"earth": "flat"}, "Earth"),
        ({"ballistic_coefficient": -1.0}, "ballistic"),
        ({"missile": "no-such"}, "missile"),
    ],
)
def test_bad_instructions_are_refused_with_exit_code_2(changes, words):
    given = {"missile": catalog.missile(MISSILE), "launch": LAUNCH, "aimpoint": AIM, **changes}
    with pytest.raises(MidcourseError, match=words) as caught:
        flight.fly(given.pop("missile"), given.pop("launch"), given.pop("aimpoint"), **given)
    assert caught.value.exit_code == 2
