"""The fast verdict of a moved site, against the engagement room flight by flight, and against itself elsewhere."""

import dataclasses
import math

import numpy as np
import pytest

from midcourse import earth, engagement, scenario
from midcourse.analysis import _kernels, footprint, footprint_cells, footprint_live
from midcourse.scenario import defended
from midcourse.scenario.defended_question import Question, defence_of

PATH = 50.0  # m, the error that issue 4 allows the kept paths
LARGEST = 1000.0  # bytes a flight: 200,000 flights in 200 MB
TABLE_TIME = 2.0  # s, 95 % of places between the nodes; all are within the doubt that is asked about
SITES = ((54.5, 17.1), (42.0, 0.0), (60.0, -45.0), (45.0, -75.0), (65.0, 25.0), (-10.0, 100.0), (71.0, 179.0))
FEW_SECONDS = 3.0  # s, that half of the places may be doubted by at most
DOUBT_BETWEEN = 8.0  # s, the same for a speed that is not flown: its fan is mixed in another way than its table
NEAR_BOUND = 0.6  # of a time, that its bound is at least for half of the places: the rest is what the bearing makes
WGS84 = earth.choose_earth("wgs84", True)


@pytest.fixture(scope="module")
def case():
    return scenario.build(scenario.load("european-site-2008"), "mda+mean-170kw")


@pytest.fixture(scope="module")
def waves(case):
    cells = footprint_cells.make_cells(defended.protected_land(case.protect.countries), 3.0, case.earth)
    return footprint.fly_waves(case.threats, np.column_stack([cells.latitude_deg, cells.longitude_deg]), case.earth)


def kinds(case):
    """As in the scenario, impulsive, powered, and with a ceiling."""
    kind = case.batteries[0].launcher.interceptor
    bare = dataclasses.replace(kind, fly_out=None)
    powered = dataclasses.replace(kind, fly_out=engagement.notional_fly_out(6300.0, 138.0))
    return {
        "impulsive": bare,
        "powered": powered,
        "ceiling": dataclasses.replace(bare, maximum_altitude=500e3),
        "slow": dataclasses.replace(bare, speed=2500.0),
        "low": dataclasses.replace(bare, minimum_altitude=40e3),
    }


def test_kept_paths_are_near_the_flights(waves):
    for wave in waves:
        flights, samples = wave.flights, footprint_live.samples_of(wave.flights)
        assert samples.nbytes < LARGEST * len(flights)
        rows = np.repeat(np.flatnonzero(samples.steps > 0.0), 8)
        share = np.random.default_rng(1).random(len(rows))
        at = samples.starts[rows] + share * samples.steps[rows] * (footprint_live.SAMPLES - 1)
        found = np.empty((len(rows), 4))
        arrays = (samples.starts, samples.steps, samples.points, samples.heights)
        _kernels.points_at(rows, at, *arrays, found)
        true = earth.position_eci_to_ecef(hermite(flights, rows, at), at[:, None].ravel(), WGS84)
        assert np.linalg.norm(found[:, :3] - true, axis=1).max() < PATH
        altitude = earth.ecef_to_geodetic(true, WGS84)[2]
        assert np.abs(found[:, 3] - altitude).max() < PATH


def hermite(flights, rows, at):
    """Inertial positions from the knots: an own cubic."""
    found = []
    for row, t in zip(rows, at, strict=True):
        times = flights.knot_time[row]
        k = min(max(int(np.searchsorted(times, t)) - 1, 0), len(times) - 2)
        h = times[k + 1] - times[k]
        u = (t - times[k]) / h
        p, v = flights.knot_position_eci[row], flights.knot_velocity_eci[row]
        ends = (1 + 2 * u) * (1 - u) ** 2 * p[k] + u * u * (3 - 2 * u) * p[k + 1]
        found.append(ends + u * (1 - u) * h * ((1 - u) * v[k] - u * v[k + 1]))
    return np.array(found)


@pytest.mark.parametrize("name", ["impulsive", "powered", "ceiling", "slow", "low"])
def test_the_verdict_is_the_engagement_rooms(case, waves, name):
    """Every flight from every site: equal, and the table decides nearly all of them."""
    launcher, defence = case.batteries[0].launcher, defence_of(case, Question())
    kind = kinds(case)[name]
    yes = asked = pairs = 0
    for wave in waves:
        samples = footprint_live.samples_of(wave.flights)
        ready = footprint.lift_off(wave, defence)[:, 0]
        for latitude, longitude in SITES:
            battery = dataclasses.replace(
                launcher,
                latitude=math.radians(latitude),
                longitude=math.radians(longitude),
                interceptor=kind,
            )
            shots = engagement.shots_that_fit(wave.flights, [battery], ready[:, None], 0.0, looks=1)
            fast = footprint_live.can_meet(wave.flights, samples, battery, ready)
            assert (fast == (shots.count > 0)).all(), (latitude, longitude)
            yes, pairs = yes + int(fast.sum()), pairs + int(np.isfinite(ready).sum())
            if name != "low":
                alone = footprint_live.verdicts(samples, battery, ready, WGS84)
                asked += int((alone == 2).sum())
                assert ((alone == 1) <= fast).all(), "a sure yes is a yes"
                assert ((alone == 0) <= ~fast).all(), "a sure no is a no"
    assert 0 < yes < pairs
    assert asked < 0.05 * pairs


def test_the_table_is_near_single_lambert_arcs(case):
    """Least times to places between the nodes, against the launch speed of the required-speed kernel at that time."""
    kind = kinds(case)["impulsive"]
    latitude = math.radians(51.0)
    reach = footprint_live.reach_table(kind, latitude, WGS84)
    random = np.random.default_rng(2)
    worst = []
    for _ in range(300):
        angle, bearing, altitude = (
            random.uniform(0.02, 0.35),
            random.uniform(-math.pi, math.pi),
            random.uniform(100e3, 900e3),
        )
        time, sure, _ = _kernels.time_to(
            angle, math.sin(bearing), math.cos(bearing), altitude, reach.limits, reach.ends, reach.table, reach.doubts
        )
        if not sure:
            continue
        worst.append(time - least_time(kind.speed, latitude, angle, bearing, altitude))
    assert len(worst) > 250
    assert np.percentile(np.abs(worst), 95) < TABLE_TIME
    assert np.abs(worst).max() < footprint_live.DOUBT


def read(reach, angle, bearing, altitude):
    """(time, doubt) of places as a table has them: NaN where it is not sure or out of reach."""
    time, doubt, other = (np.empty(len(angle)) for _ in range(3))
    tables = (reach.ends, reach.table, reach.doubts)
    _kernels.read_many(angle, bearing, altitude, reach.limits, *tables, np.zeros(13), time, doubt, other)
    return time, doubt


@pytest.mark.parametrize("latitude_deg", [46.76, 51.3, 60.0, -33.0])
@pytest.mark.parametrize("name", ["scenario", "powered", "between speeds"])
def test_the_table_of_a_flown_interceptor_knows_its_error(case, name, latitude_deg):
    """Times of the table that serves a battery, against the fan itself at places of every distance and altitude."""
    launcher, latitude = case.batteries[0].launcher, math.radians(latitude_deg)
    slower, faster = (engagement.notional_fly_out(speed, 138.0) for speed in (6000.0, 6500.0))
    fly_out = {
        "scenario": launcher.interceptor.fly_out,
        "powered": kinds(case)["powered"].fly_out,
        "between speeds": engagement.BetweenFlyOuts(slower=slower, faster=faster, share=0.4),
    }[name]
    kind = dataclasses.replace(launcher.interceptor, fly_out=fly_out)
    reach = footprint_live.table_for(dataclasses.replace(launcher, latitude=latitude, interceptor=kind), WGS84)
    random, count = np.random.default_rng(5), 40_000
    angle, bearing = random.random(count) ** 2, random.uniform(-math.pi, math.pi, count)
    altitude = 60e3 + 1500e3 * random.random(count) ** 2
    time, doubt = read(reach, angle, bearing, altitude)
    fan = engagement.time_to_reach(fly_out, latitude, angle, bearing, altitude, WGS84)
    error = np.abs(time - np.where(np.isfinite(fan.flat_time), fan.flat_time, fan.lofted_time))
    known = np.isfinite(error)
    assert known.mean() > 0.7
    assert (error < doubt)[known].all(), np.max((error / doubt)[known])
    few = FEW_SECONDS if name != "between speeds" else DOUBT_BETWEEN
    assert np.median(doubt[known]) < few, "a table that doubts everything would decide nothing"


@pytest.mark.parametrize("name", ["scenario", "impulsive", "powered", "slow"])
@pytest.mark.parametrize("latitude_deg", [54.5, -70.0])
def test_no_time_of_a_table_lies_outside_its_bounds(case, name, latitude_deg):
    """Places of every bearing, distance and altitude: the first look may leave open, but never tell what is not so."""
    launcher = case.batteries[0].launcher
    kind = {"scenario": launcher.interceptor, **kinds(case)}[name]
    battery = dataclasses.replace(launcher, latitude=math.radians(latitude_deg), interceptor=kind)
    reach = footprint_live.table_for(battery, WGS84)
    soonest, latest = reach.bounds
    low, high, _, widest = reach.limits
    random, count = np.random.default_rng(7), 100_000
    angle, bearing = widest * random.random(count) ** 1.5, random.uniform(-math.pi, math.pi, count)
    altitude = low + (high - low) * random.random(count) ** 2
    time, doubt = read(reach, angle, bearing, altitude)
    bins = (np.sin(0.5 * angle) / math.sin(0.5 * widest) * _kernels.BINS).astype(int)
    levels = np.sqrt((altitude - low) / (high - low)) * (footprint_live.LEVELS - 1)
    group = (levels / _kernels.LEVELS).astype(int)
    sure = np.isfinite(time)
    assert sure.mean() > 0.05
    assert ((time - doubt)[sure] >= soonest[group, bins][sure]).all()
    unsure = ~sure & np.isfinite(latest[group, bins])
    assert not unsure.any(), "told to be reached where the table does not know"
    assert ((time + doubt)[sure] <= latest[group, bins][sure]).all()
    assert (soonest[:, 1:] >= soonest[:, :-1]).all()
    assert (soonest[1:] >= soonest[:-1]).all()
    useful = soonest[group, bins][sure] > NEAR_BOUND * time[sure]
    assert useful.mean() > 0.5, "bounds that bound nothing"


def least_time(speed, latitude, angle, bearing, altitude):
    """By bisection on flight time with the referents' Lambert."""
    import brute_footprint as brute

    site = brute.place(latitude, 0.0)
    up = site / np.linalg.norm(site)
    east = np.array([0.0, 1.0, 0.0])
    north = np.cross(up, east)
    way = math.cos(angle) * up + math.sin(angle) * (math.sin(bearing) * east + math.cos(bearing) * north)
    low, high = 6.2e6, 8.5e6
    for _ in range(50):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if brute.altitudes(middle * way[None])[0] < altitude else (low, middle)
    point = low * way[None]
    times = np.linspace(5.0, 1500.0, 3000)
    n = len(times)
    needed = brute.speeds((latitude, 0.0), np.zeros(n), np.repeat(point, n, axis=0), -times)
    first = int(np.argmax(needed <= speed))
    return float(
        times[first - 1] + (times[1] - times[0]) * (needed[first - 1] - speed) / (needed[first - 1] - needed[first])
    )
