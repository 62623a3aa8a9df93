"""A thousand random staged launches against heyoka's Taylor series and scipy's DOP853, each with its own physics.

heyoka flies from kink to kink of the air and of the drag curve and has converged to a centimetre. The vectorised scipy
referent steps over the kinks and is good to some 30 m; one launch at a time scipy agrees with heyoka to half a metre.
"""

import math
import sys
from pathlib import Path

import numpy as np
import pytest

from midcourse import earth
from midcourse.flight.boost import World, fly_rows
from midcourse.scenario import catalog

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "reference"))
import launch_dop853
import many_launches_dop853

WORST_IMPACT = 100.0  # m, asked of staged launches
WORST_TIME = 0.15  # s: 100 m at the slowest that these warheads come down
NEAR_GROUND = 3000.0  # m, the last stretch that the referent draws straight: a second of flight bends by metres
REFERENTS = 50.0  # m between the two referents where scipy steps over the kinks of drag curve and air
REFERENTS_FINE = 1.0  # m between them one launch at a time
SELF = 0.1  # m that heyoka moves with a thousandth of the tolerance and a quarter of the step
MISSILES = ("notional-irbm-4000", "notional-icbm-10000-solid", "minuteman-3", "sejjil-2")
EACH, FINE = 250, 20
EARTH = earth.WGS84
NUMBERS = {"mu": EARTH.mu, "a": EARTH.radius, "f": EARTH.flattening, "j2": EARTH.j2, "rate": EARTH.rate}


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


def launches(key):
    """Random launches that our lanes bring down: stages, fall, steering, places, and what our lanes say."""
    missile, world = catalog.missile(key), World(earth=EARTH)
    assert missile.payload.separates
    random = np.random.default_rng(20081122)
    low, high = [-1.3, -math.pi, 0.0], [1.3, math.pi, 2 * math.pi]
    places = random.uniform(low, high, (EACH, 3))
    burn = missile.burn_time
    steering = random.uniform([0.45, 0.02, 0.93 * burn], [1.0, 0.05, burn], (EACH, 3))
    flown = fly_rows(missile, world, places, steering)
    down = np.isfinite(flown.latitude)
    assert down.sum() > 0.9 * EACH
    fall = {"mass": missile.payload.mass, "beta": missile.payload.ballistic_coefficient}
    ours = np.column_stack([flown.latitude, flown.longitude, flown.time])[down]
    return as_dicts(missile), fall, steering[down], places[down], ours


def apart(a, b):
    """Distances between impacts, m; rows of latitude and longitude first."""
    return earth.geodesic(*a.T[:2], *b.T[:2], EARTH)[0]


@pytest.fixture(scope="module")
def taylor():
    """Referent that flies by heyoka."""
    pytest.importorskip("heyoka")
    import launch_heyoka

    return launch_heyoka.Flyer(NUMBERS)


@pytest.mark.parametrize("key", MISSILES)
def test_a_thousand_staged_launches_land_where_heyoka_says(key, taylor):
    stages, fall, steering, places, ours = launches(key)
    theirs = np.array([taylor.fly(stages, fall, *row) for row in zip(steering, places, strict=True)])
    assert np.isfinite(theirs).all()
    away, late = apart(ours, theirs), np.abs(ours[:, 2] - theirs[:, 2])
    print(key, f"{len(ours)} launches, median {np.median(away):.1f} m, worst {away.max():.1f} m, {late.max():.3f} s")
    assert away.max() < WORST_IMPACT
    assert late.max() < WORST_TIME


@pytest.mark.parametrize("key", MISSILES)
def test_a_thousand_staged_launches_land_where_dop853_says(key):
    stages, fall, steering, places, ours = launches(key)
    latitude, longitude, left = many_launches_dop853.fly(stages, fall, steering, places, NUMBERS, ours[:, 2])
    assert np.abs(left).max() < NEAR_GROUND
    away = apart(ours, np.column_stack([latitude, longitude]))
    print(key, f"median {np.median(away):.1f} m, worst {away.max():.1f} m, altitude left {np.abs(left).max():.1f} m")
    assert away.max() < WORST_IMPACT


@pytest.mark.parametrize("key", MISSILES)
def test_the_two_referents_agree(key, taylor):
    stages, fall, steering, places, _ = launches(key)
    theirs = np.array([taylor.fly(stages, fall, *row) for row in zip(steering, places, strict=True)])
    latitude, longitude, _ = many_launches_dop853.fly(stages, fall, steering, places, NUMBERS, theirs[:, 2])
    away = apart(theirs, np.column_stack([latitude, longitude]))
    print(key, f"heyoka and scipy: median {np.median(away):.1f} m, worst {away.max():.1f} m")
    assert away.max() < REFERENTS
    loft, rate, cutoff = steering[0]
    law = {"loft": loft, "rate": rate, "cutoff": cutoff, "rise": 5.0, "law": "constant-rate"}
    alone = np.array(launch_dop853.fly(stages, fall, law, places[0], NUMBERS)[:3])
    assert apart(theirs[:1], alone[None]).max() < REFERENTS_FINE


def test_the_taylor_referent_has_converged(taylor):
    import launch_heyoka

    finer = launch_heyoka.Flyer(NUMBERS, tolerance=1e-16, step=launch_heyoka.STEP / 4)
    for key in MISSILES:
        stages, fall, steering, places, _ = launches(key)
        rows = list(zip(steering[:FINE], places[:FINE], strict=True))
        coarse, fine = (np.array([one.fly(stages, fall, *row) for row in rows]) for one in (taylor, finer))
        assert apart(coarse, fine).max() < SELF
