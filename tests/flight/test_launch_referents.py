"""A thousand random staged launches against scipy's DOP853 with its own physics."""

import math
import sys
from pathlib import Path

import numpy as np
import pytest

from midcourse import earth
from midcourse.flight.boost import World, fly_rows
from midcourse.scenario import catalog

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "reference"))
import many_launches_dop853

WORST_IMPACT = 100.0  # m, asked of staged launches
NEAR_GROUND = 3000.0  # m, the last stretch that the referent draws straight: a second of flight bends by metres
MISSILES = ("notional-irbm-4000", "notional-icbm-10000-solid", "minuteman-3", "sejjil-2")
EACH = 250


def as_dicts(missile):
    return [
        {
            "propellant": s.propellant,
            "inert": s.inert,
            "thrust": s.vacuum_thrust,
            "lost": s.thrust_lost_at_sea_level,
            "burn": s.burn_time,
            "area": math.pi * s.diameter**2 / 4,
            "drag": s.drag,
        }
        for s in missile.stages
    ]


@pytest.mark.parametrize("key", MISSILES)
def test_a_thousand_staged_launches_land_where_dop853_says(key):
    missile, world = catalog.missile(key), World(earth=earth.WGS84)
    assert missile.payload.separates
    random = np.random.default_rng(20081122)
    low, high = [-1.3, -math.pi, 0.0], [1.3, math.pi, 2 * math.pi]
    places = random.uniform(low, high, (EACH, 3))
    burn = missile.burn_time
    steering = random.uniform([0.45, 0.02, 0.93 * burn], [1.0, 0.05, burn], (EACH, 3))
    flown = fly_rows(missile, world, places, steering)
    down = np.isfinite(flown.latitude)
    assert down.sum() > 0.9 * EACH
    e = world.earth
    numbers = {"mu": e.mu, "a": e.radius, "f": e.flattening, "j2": e.j2, "rate": e.rate}
    fall = {"mass": missile.payload.mass, "beta": missile.payload.ballistic_coefficient}
    latitude, longitude, left = many_launches_dop853.fly(
        as_dicts(missile), fall, steering[down], places[down], numbers, flown.time[down]
    )
    assert np.abs(left).max() < NEAR_GROUND
    apart = earth.geodesic(flown.latitude[down], flown.longitude[down], latitude, longitude, e)[0]
    print(key, f"median {np.median(apart):.1f} m, worst {apart.max():.1f} m, altitude left {np.abs(left).max():.1f} m")
    assert apart.max() < WORST_IMPACT
