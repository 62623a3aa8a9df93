"""Aiming: misses, the earliest end of thrust, the arc of least speed, and edges of the Earth."""

import math

import numpy as np
import pytest

from midcourse import earth, errors, flight
from midcourse.flight.boost import World, fly_rows
from midcourse.flight.places import surface_points
from midcourse.scenario import catalog

MISS = 20.0  # m, what counts as reached
EARLIER = 0.05  # s: no other steering ends the thrust this much earlier (tables interpolate loft angle and pitch rate)
NUMBER = 1e-4  # share: the number asked for is met to 1e-5
OTHER_AZIMUTH = 0.02  # share: launch azimuth and bearing differ on a turning Earth
SPEED_TOLERANCE = 0.05  # m/s: the least speed is flat, and the flight misses by up to a metre
LIQUID, SOLID = "notional-irbm-4000", "notional-irbm-4000-solid"
PLACES = np.random.default_rng(11)

NUMBERS = [
    ("apogee", 1.2e6, "lofted"),
    ("apogee", 3.5e5, "depressed"),
    ("flight_time", 1100.0, "lofted"),
    ("burnout_angle", 0.9, "lofted"),
    ("burnout_angle", 0.4, "depressed"),
]


def misses(table, aims):
    impact = np.column_stack([np.asarray(table["latitude_deg"]), np.asarray(table["longitude_deg"])])
    return earth.geodesic(*np.radians(impact.T), *np.radians(np.asarray(aims)).T, earth.WGS84)[0]


@pytest.mark.parametrize("key", [LIQUID, SOLID])
def test_every_aim_within_reach_is_met(key):
    aims = np.column_stack([PLACES.uniform(36, 60, 300), PLACES.uniform(10, 70, 300)])
    table = flight.fly_many(catalog.missile(key), (38.0, 46.0), aims)
    ground = earth.geodesic(math.radians(38), math.radians(46), *np.radians(aims.T), earth.WGS84)[0]
    inside = (ground > 900e3) & (ground < 3300e3)
    assert np.asarray(table["reached"])[inside].all()
    assert misses(table, aims)[inside].max() < MISS
    assert not np.asarray(table["reached"])[ground > 4700e3].any()


def test_no_other_steering_ends_the_thrust_earlier():
    missile, world = catalog.missile(LIQUID), World(earth=earth.WGS84)
    aimed = flight.targeting.aim(missile, world, np.radians([[38.0, 46.0]]), np.radians([[52.0, 21.0]]))
    place = np.array([[math.radians(38), math.radians(46), aimed.azimuth[0]]])
    loft, rate, cutoff = aimed.steering[0]
    tries = np.array(
        [
            [loft + a, rate * b, cutoff - EARLIER]
            for a in np.radians([-3, -1, 0, 1, 3])
            for b in (0.8, 0.9, 1.0, 1.1, 1.25)
        ]
    )
    flown = fly_rows(missile, world, np.repeat(place, len(tries), axis=0), tries)
    launch = surface_points(np.radians([[38.0, 46.0]]), earth.WGS84)[0]
    impact = surface_points(np.column_stack([flown.latitude, flown.longitude]), earth.WGS84)
    aim = surface_points(np.radians([[52.0, 21.0]]), earth.WGS84)[0]
    assert (np.linalg.norm(impact - launch, axis=1) < np.linalg.norm(aim - launch)).all()


def test_no_neighbouring_arc_is_slower_relative_to_the_turning_earth():
    launch, aim = (38.0, 46.0), (51.5, -0.1)
    least = flight.fly("impulsive", launch, aim)
    for change in (-60.0, -20.0, 20.0, 60.0):
        other = flight.fly("impulsive", launch, aim, flight_time=least.flight_time + change)
        assert other.burnout.speed > least.burnout.speed - SPEED_TOLERANCE


@pytest.mark.parametrize("key", ["impulsive", LIQUID])
@pytest.mark.parametrize(("quantity", "value", "name"), NUMBERS)
def test_the_number_alone_decides_the_shape(key, quantity, value, name):
    missile = key if key == "impulsive" else catalog.missile(key)
    flown = flight.fly(missile, (38.0, 46.0), (52.0, 21.0), **{quantity: value})
    got = {
        "apogee": flown.apogee_altitude,
        "flight_time": flown.flight_time,
        "burnout_angle": flown.burnout.flight_path_angle,
    }
    assert got[quantity] == pytest.approx(value, rel=NUMBER)
    assert flown.shape == name
    assert flown.impact.miss < MISS


def test_a_solid_missile_says_how_it_spends_the_surplus():
    flown = flight.fly(catalog.missile(SOLID), (38.0, 46.0), (52.0, 21.0))
    assert flown.shape == "lofted"
    assert "all propellant is burnt" in flown.notes[0]
    low = flight.fly(catalog.missile(SOLID), (38.0, 46.0), (52.0, 21.0), apogee=2.5e5)
    assert low.shape == "depressed"
    assert low.apogee_altitude < 0.5 * flown.apogee_altitude


def test_out_of_reach_says_by_how_much():
    missile = catalog.missile(LIQUID)
    with pytest.raises(errors.OutOfReachError, match="out of reach by") as caught:
        flight.fly(missile, (38.0, 46.0), (-30.0, 20.0))
    beyond = caught.value
    bearing = earth.geodesic(*np.radians([38.0, 46.0, -30.0, 20.0]), earth.WGS84)[1]
    farthest = flight.fly(missile, (38.0, 46.0), azimuth=float(bearing), max_range=True)
    assert beyond.maximum == pytest.approx(farthest.ground_range, rel=OTHER_AZIMUTH)
    assert beyond.short_by > 3e6


EDGES = {
    "launch at the pole": ((90.0, 0.0), (55.0, 37.0), {}),
    "launch at the south pole": ((-90.0, 0.0), (-55.0, 37.0), {}),
    "aim at the pole": ((60.0, 30.0), (90.0, 0.0), {}),
    "across the antimeridian": ((60.0, 170.0), (55.0, -160.0), {}),
    "retrograde": ((10.0, 60.0), (10.0, 20.0), {}),
    "40 km": ((38.0, 46.0), (38.36, 46.0), {}),
    "13 000 km": ((40.0, 100.0), (35.0, -90.0), {}),
    "antipodal, lofted": ((20.0, 30.0), (-20.0, -150.0), {"apogee": 2e6}),
}


@pytest.mark.parametrize("name", EDGES)
def test_impulsive_edges_are_met(name):
    launch, aim, shape = EDGES[name]
    flown = flight.fly("impulsive", launch, aim, **shape)
    assert flown.impact.miss < MISS


@pytest.mark.parametrize(
    "name", [n for n in EDGES if n not in ("13 000 km", "antipodal, lofted", "across the antimeridian")]
)
def test_staged_edges_are_met(name):
    launch, aim, shape = EDGES[name]
    missile = catalog.missile("notional-icbm-8000" if name == "retrograde" else LIQUID)
    flown = flight.fly(missile, launch, aim, **shape)
    assert flown.impact.miss < MISS


def test_the_antipode_with_least_speed_works_or_says_why_not():
    launch, aim = (20.0, 30.0), (-20.0, -150.0)
    try:
        assert flight.fly("impulsive", launch, aim).impact.miss < MISS
    except errors.MidcourseError as no:
        assert "ground" in str(no)  # noqa: PT017 the other half of the claim
    with pytest.raises(errors.MidcourseError, match="ground"):
        flight.fly("impulsive", launch, aim, rotating=False, earth="sphere")


def test_a_solid_missile_goes_nearly_straight_up_for_a_near_aim():
    flown = flight.fly(catalog.missile("notional-icbm-12000-solid"), (38.0, 46.0), (38.5, 46.5))
    assert flown.shape == "lofted"
    assert flown.impact.miss < MISS
    assert flown.apogee_altitude > 3e6
