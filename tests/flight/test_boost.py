"""The launch lanes against scipy's DOP853 with its own physics, and against closed forms."""

import math
import sys
from pathlib import Path

import numpy as np
import pytest

from midcourse import earth, flight
from midcourse.constants import STANDARD_GRAVITY
from midcourse.flight.boost import CRASH, ESCAPE, FINE, World, fly_rows

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "reference"))
import launch_dop853

WORST_IMPACT = 100.0  # m, asked of staged launches
WORST_FINE = 15.0  # m: what fine steps leave at kinks of drag curve and air
WORST_APOGEE = 150.0  # m: ten times less than the impact's error in range would allow
ROCKET = 1e-9  # share: small steps against the closed form
CURVE = ((0.85, 0.2), (1.0, 0.27), (1.2, 0.27), (2.0, 0.2))


def make_stage(propellant, inert, impulse, burn, diameter, loss=0.02):
    return flight.Stage(
        propellant=propellant,
        inert=inert,
        specific_impulse=impulse,
        burn_time=burn,
        diameter=diameter,
        sea_level_loss=loss,
        drag=CURVE,
    )


SINGLE = flight.Missile(
    key="single",
    stages=(make_stage(16000.0, 3900.0, 240.0, 70.0, 0.88),),
    payload=flight.Payload(mass=1000.0, separates=False),
)
SHORT = flight.Missile(
    key="short",
    stages=(make_stage(3699.0, 1198.0, 230.0, 75.0, 0.84),),
    payload=flight.Payload(mass=1000.0, separates=False),
)
THREE = flight.Missile(
    key="three",
    stages=(
        make_stage(24000.0, 2900.0, 263.0, 60.0, 1.8, 0.07),
        make_stage(9300.0, 1150.0, 286.0, 57.0, 1.5),
        make_stage(3900.0, 550.0, 286.0, 53.0, 1.3),
    ),
    payload=flight.Payload(mass=1000.0, ballistic_coefficient=8000.0),
)
TURNING = flight.Missile(
    key="turning", stages=THREE.stages, payload=THREE.payload, steering=flight.Steering(law="gravity-turn")
)


def referent(missile, place, steering, world):
    stages = [
        {
            "propellant": s.propellant,
            "inert": s.inert,
            "thrust": s.specific_impulse * 9.80665 * s.propellant / s.burn_time,
            "lost": s.sea_level_loss * s.specific_impulse * 9.80665 * s.propellant / s.burn_time,
            "burn": s.burn_time,
            "area": math.pi * s.diameter**2 / 4,
            "drag": s.drag,
        }
        for s in missile.stages
    ]
    law = {
        "loft": steering[0],
        "rate": steering[1],
        "cutoff": steering[2],
        "rise": 5.0,
        "kick": 5.0,
        "law": missile.steering.law,
    }
    fall = {"mass": missile.payload.mass, "beta": missile.payload.ballistic_coefficient}
    e = world.earth
    numbers = {"mu": e.mu, "a": e.radius, "f": e.flattening, "j2": e.j2, "rate": e.rate}
    return launch_dop853.fly(stages, fall, law, tuple(place), numbers)


def distance(flown, found, world):
    other = np.array(found)
    return earth.geodesic(flown.latitude, flown.longitude, other[:, 0], other[:, 1], world.earth)[0]


CASES = [
    (SINGLE, [[0.6, 0.7, 0.7], [0.2, 1.0, 3.0]], [[45.0, 3.0, 70.0], [60.0, 1.5, 62.0]]),
    (SHORT, [[0.6, 0.7, 0.7], [-0.4, -2.0, 5.0]], [[50.0, 2.2, 75.0], [40.0, 4.0, 60.0]]),
    (
        THREE,
        [[0.6, 0.7, 0.7], [0.7, 0.8, 5.5], [1.2, -1.0, 2.0]],
        [[40.0, 1.1, 170.0], [25.0, 1.5, 165.0], [70.0, 3.0, 140.0]],
    ),
    (TURNING, [[0.6, 0.7, 0.7], [-0.9, 2.0, 4.0]], [[82.0, 1.0, 170.0], [85.0, 1.0, 160.0]]),
]


@pytest.mark.parametrize(("missile", "places", "steering"), CASES, ids=lambda v: getattr(v, "key", ""))
def test_impact_agrees_with_dop853(missile, places, steering):
    world = World(earth=earth.WGS84)
    places, steering = np.array(places), np.array(steering)
    steering[:, :2] = np.radians(steering[:, :2])
    found = [referent(missile, p, s, world) for p, s in zip(places, steering, strict=True)]
    fast = fly_rows(missile, world, places, steering)
    fine = fly_rows(missile, world, places, steering, steps=FINE)
    print(distance(fast, found, world), distance(fine, found, world), fine.apogee_altitude - np.array(found)[:, 3])
    assert distance(fast, found, world).max() < WORST_IMPACT
    assert distance(fine, found, world).max() < WORST_FINE
    assert np.abs(fine.apogee_altitude - np.array(found)[:, 3]).max() < WORST_APOGEE


def test_speed_without_gravity_and_air_is_the_rocket_equation():
    empty = World(earth=earth.Earth(mu=1.0, flattening=0.0, j2=0.0, rate=0.0), atmosphere="none")
    straight_up = np.array([[math.pi / 2, 1.0, THREE.burn_time]])
    flown = fly_rows(THREE, empty, np.array([[0.3, 0.0, 0.0]]), straight_up, steps=FINE._replace(rest=200, later=200))
    ideal = sum(
        s.specific_impulse * STANDARD_GRAVITY * math.log(m / (m - s.propellant))
        for s, m in zip(THREE.stages, (42800.0, 15900.0, 5450.0), strict=True)
    )
    assert np.linalg.norm(flown.burnout_state_eci[0, 3:]) == pytest.approx(ideal, rel=ROCKET)  # [tsiolkovsky1903]
    assert flown.status[0] == ESCAPE


def test_a_boost_that_dives_into_the_ground_is_lost():
    flown = fly_rows(THREE, World(earth=earth.WGS84), np.array([[0.3, 0.0, 0.0]]), np.array([[0.04, 0.1, 170.0]]))
    assert flown.status[0] == CRASH
    assert np.isnan(flown.latitude[0])
