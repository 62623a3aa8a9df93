"""Lower tiers: straight interceptors, range and the threat's speed, against a brute force, a closed form and print."""

import dataclasses
import math

import brute_lower_tier
import numpy as np
import pytest
import two_body_arcs
from arc_flights import arc_flights

from midcourse import earth, engagement, flight
from midcourse.engagement import Battery, Interceptor, Reason
from midcourse.errors import MidcourseError
from midcourse.scenario import catalog

EDGE = 0.12  # s: times are bisected to 0.05, the brute force steps by 0.02, the flight between knots is 5 m off
CLOSED = 0.06  # s: times are bisected to 0.05
SAME_SPEED = 8.0  # m/s: two integrations of the same fall, ours read from 5 m cubics
SITE = (32.1, 35.0)
BEARING = math.radians(60.0)


def tier(speed=2000.0, site=SITE, **changes):
    known = {"key": "tier", "speed": speed, "minimum_altitude": 2e3, "maximum_altitude": 27e3, "constant_speed": True}
    return Battery(
        key="tier",
        latitude=math.radians(site[0]),
        longitude=math.radians(site[1]),
        interceptor=Interceptor(**(known | changes)),
    )


def preset_battery(key, site=SITE):
    p = catalog.interceptor(key)
    return tier(
        p.burnout_speed,
        site,
        minimum_altitude=p.minimum_altitude,
        maximum_altitude=p.maximum_altitude,
        constant_speed=p.constant_speed,
        greatest_range=p.greatest_range,
        greatest_threat_speed=p.greatest_threat_speed,
    )


def shifted(place, bearing, distance):
    latitude, longitude, _ = earth.geodesic_destination(*np.radians(place), bearing, distance, earth.WGS84)
    return math.degrees(latitude), math.degrees(longitude)


def falls(missile, ground_range, offsets=((0.0, 0.0),)):
    """Flights of a missile over a ground range, aimed at places at bearings and distances from the site."""
    aims = np.array([shifted(SITE, *offset) for offset in offsets])
    return flight.launch_many(catalog.missile(missile), np.array([shifted(SITE, BEARING, ground_range)]), aims)


def entry(flights, row, coefficient):
    """The fall below 100 km of one flight, by the brute force."""
    times = flights.knot_time[row]
    fixed = earth.position_eci_to_ecef(flights.knot_position_eci[row], times, flights.earth)
    _, _, altitude = earth.ecef_to_geodetic(fixed, flights.earth)
    k = int(np.flatnonzero((altitude > 99e3) & (times > 0.5 * times[-1]))[-1])
    return brute_lower_tier.descent(
        times[k], flights.knot_position_eci[row, k], flights.knot_velocity_eci[row, k], coefficient
    )


MISSILES = [("notional-mrbm-1300", 1000e3, 4000.0), ("notional-irbm-3000", 2500e3, 4500.0)]


@pytest.fixture(scope="module")
def fallen():
    """Flights to places around the site and their falls by the brute force."""
    rng = np.random.default_rng(11)
    made = []
    for missile, ground_range, coefficient in MISSILES:
        offsets = [(rng.uniform(0, 2 * math.pi), rng.uniform(0, 60e3)) for _ in range(4)]
        flights = falls(missile, ground_range, offsets)
        assert flights.reached.all()
        made.append((flights, [entry(flights, row, coefficient) for row in range(len(flights))]))
    return made


def test_warheads_fall_through_the_air_as_fast_as_another_integration_has_it(fallen):
    for flights, paths in fallen:
        for row, (times, _, heights, speeds) in enumerate(paths):
            assert flights.flight_time[row] == pytest.approx(times[-1], abs=EDGE)
            k = np.searchsorted(-heights, [-40e3, -20e3, -10e3, -3e3])
            before, after = (flight.states_between(_row(flights, row), times[k] + h) for h in (-0.05, 0.05))
            velocity = np.array(after[0] - before[0]).reshape(-1, 3) / 0.1
            position = 0.5 * np.array(after[0] + before[0]).reshape(-1, 3)
            relative = velocity - np.cross([0.0, 0.0, flights.earth.rate], position)
            assert np.linalg.norm(relative, axis=1) == pytest.approx(speeds[k], abs=SAME_SPEED)
        assert speeds[-1] < 0.75 * speeds.max()  # the air does slow them


def _row(flights, row):
    return engagement.rows_of(flights, np.array([row]))


def random_tiers(seed, n):
    rng = np.random.default_rng(seed)
    for _ in range(n):
        floor = rng.uniform(1e3, 12e3)
        yield {
            "site": np.radians(shifted(SITE, rng.uniform(0, 2 * math.pi), rng.uniform(0, 40e3))),
            "speed": rng.uniform(1200, 3000),
            "floor": floor,
            "ceiling": floor + rng.uniform(3e3, 40e3),
            "reach": rng.uniform(10e3, 90e3) if rng.random() < 0.8 else math.inf,
            "fastest": rng.uniform(2300, 4800) if rng.random() < 0.5 else math.inf,
            "before": rng.uniform(5.0, 90.0),
        }


def test_windows_and_first_shots_are_where_a_brute_force_finds_them(fallen):
    met = missed = 0
    for flights, paths in fallen:
        for row, path in enumerate(paths):
            for case in random_tiers(row, 20):
                ready = flights.flight_time[row] - case["before"]
                expected = brute_lower_tier.straight(path, case | {"ready": ready})
                here = tier(
                    case["speed"],
                    np.degrees(case["site"]),
                    minimum_altitude=case["floor"],
                    maximum_altitude=case["ceiling"],
                    greatest_range=case["reach"],
                    greatest_threat_speed=case["fastest"],
                )
                one = _row(flights, row)
                w = engagement.action_windows(one, here, [ready])
                found = w.first_intercept[0], w.first_launch[0], w.last_intercept[0], w.last_launch[0]
                shots = engagement.shots_that_fit(one, [here], [[ready]], 5.0)
                assert (shots.count[0] > 0) == math.isfinite(found[0])
                if math.isnan(expected[0]) != math.isnan(found[0]):  # only a graze may differ
                    length = np.nanmax([expected[2], found[2]]) - np.nanmin([expected[0], found[0]])
                    assert length < EDGE
                    continue
                if math.isfinite(found[0]):
                    met += 1
                    assert np.array(found) == pytest.approx(expected, abs=EDGE)
                    assert shots.intercept_time[0, 0] == pytest.approx(expected[0], abs=EDGE)
                else:
                    missed += 1
    assert met > 40
    assert missed > 20


def test_a_straight_flight_meets_a_straight_threat_where_the_closed_form_has_it():
    """|p + v t - s| = u (t - e), a quadratic in t, on an Earth that does not turn."""
    base = arc_flights((0.0, 0.0), (0.0, 10.0))
    time = np.linspace(0.0, 200.0, base.knot_time.shape[1])
    start = np.array([two_body_arcs.RADIUS + 150e3, 0.0, 0.0])
    velocity = np.array([-700.0, 900.0, 300.0])
    flights = dataclasses.replace(
        base,
        knot_time=time[None],
        flight_time=np.array([200.0]),
        knot_position_eci=(start + time[:, None] * velocity)[None],
        knot_velocity_eci=np.broadcast_to(velocity, (1, len(time), 3)).copy(),
    )
    here = tier(1500.0, (0.5, 1.0), minimum_altitude=1e3, maximum_altitude=200e3)
    site = two_body_arcs.RADIUS * np.array(
        [math.cos(math.radians(0.5)) * math.cos(math.radians(1.0)),
         math.cos(math.radians(0.5)) * math.sin(math.radians(1.0)), math.sin(math.radians(0.5))]
    )  # fmt: skip
    for ready in (0.0, 30.0, 60.0):
        away, u = start - site, 1500.0
        a, b = velocity @ velocity - u * u, 2 * (away @ velocity + u * u * ready)
        root = np.roots([a, b, away @ away - (u * ready) ** 2])
        closed = min(t.real for t in root if t.real > ready)
        shots = engagement.shots_that_fit(flights, [here], [[ready]], 5.0)
        assert shots.intercept_time[0, 0] == pytest.approx(closed, abs=CLOSED)
        assert shots.launch_time[0, 0] == pytest.approx(ready, abs=CLOSED)


def test_each_limit_has_two_sides():
    flights = falls("notional-mrbm-1300", 1000e3)
    path = entry(flights, 0, 4000.0)
    ready = [[flights.flight_time[0] - 60.0]]
    place = shifted(SITE, BEARING + 0.5 * math.pi, 20e3)
    best = tier(2000.0, place, minimum_altitude=0.0)
    nearest = np.linalg.norm(path[1][path[2] <= 27e3] - brute_lower_tier.place(*np.radians(place)), axis=1).min()
    fastest = path[3].max()

    def count(best=best, **changes):
        here = dataclasses.replace(best, interceptor=dataclasses.replace(best.interceptor, **changes))
        reason = engagement.why_no_shot(flights, [here], ready, [[0]])[0]
        shots = engagement.shots_that_fit(flights, [here], ready, 1e3).count[0]
        return shots, None if shots else Reason(int(reason))

    assert count()[0] == 1
    assert count(greatest_range=nearest + 50.0)[0] == 1
    assert count(greatest_range=nearest - 50.0) == (0, Reason.OUT_OF_REACH)
    assert count(greatest_threat_speed=fastest + SAME_SPEED)[0] == 1
    assert count(greatest_threat_speed=fastest - SAME_SPEED)[0] == 0
    assert count(greatest_threat_speed=2000.0) == (0, Reason.OUT_OF_REACH)
    assert count(minimum_altitude=26e3, greatest_range=60e3)[0] == 1
    assert count(minimum_altitude=26e3, greatest_range=22e3) == (0, Reason.TOO_LOW)
    under = tier(2000.0, shifted(SITE, BEARING, 40e3), minimum_altitude=0.0, greatest_range=30e3)
    assert count(under)[0] == 1
    assert count(under, maximum_altitude=2.5e3) == (0, Reason.TOO_HIGH)
    late = [[flights.flight_time[0] - 8.0]]
    assert engagement.why_no_shot(flights, [best], late, [[0]])[0] == Reason.SEEN_TOO_LATE


def test_limits_hold_for_impulsive_interceptors_too():
    flights = arc_flights((38.0, 46.0), (52.0, 21.0), two_body_arcs.RATE)
    free = tier(4500.0, (54.48, 17.10), constant_speed=False, minimum_altitude=100e3, maximum_altitude=math.inf)
    first = engagement.action_windows(flights, free, [200.0])

    def bounded(reach):
        kind = dataclasses.replace(free.interceptor, greatest_range=reach)
        return engagement.action_windows(flights, dataclasses.replace(free, interceptor=kind), [200.0])

    near = bounded(900e3)
    assert near.first_intercept[0] > first.first_intercept[0] + 10.0
    assert near.last_intercept[0] == pytest.approx(first.last_intercept[0], abs=EDGE)
    assert np.isnan(bounded(300e3).first_intercept[0])
    assert bounded(1e8).first_intercept[0] == pytest.approx(first.first_intercept[0], abs=EDGE)


def test_more_range_and_a_higher_speed_limit_never_lose_a_shot():
    flights = falls("notional-mrbm-1300", 1000e3, [(0.1 * k, 2e3 * k) for k in range(60)])
    ready = np.full((60, 1), 400.0)

    def count(**changes):
        known = {"greatest_range": 30e3, "greatest_threat_speed": 2885.0}
        return engagement.shots_that_fit(flights, [tier(1800.0, **(known | changes))], ready, 5.0).count

    base = count()
    assert base.sum() > 0
    for better in (count(greatest_range=50e3), count(greatest_threat_speed=3000.0)):
        assert (better >= base).all()
        assert better.sum() > base.sum()


PUBLISHED = (
    0.2  # share: by how much the class of missile printed beside a speed limit may be missed, paths being assumed
)


@pytest.mark.parametrize(
    ("key", "printed", "meets", "misses"),
    [
        ("s-300v", 1100e3, ("notional-mrbm-1300", 935e3), ("notional-mrbm-1300", 1265e3)),
        ("s-400", 3500e3, ("notional-irbm-3000", 2800e3), ("notional-irbm-4000", 3800e3)),
    ],
)
def test_a_printed_speed_limit_stands_for_the_printed_class_of_missiles(key, printed, meets, misses):
    """S-300V: 3.0 km/s and missiles of 1,100 km; S-400: 4.8 km/s and 3,500 km [almaz-antey] [ria2007]."""
    here = preset_battery(key)
    for (missile, ground_range), expected in ((meets, True), (misses, False)):
        assert abs(ground_range / printed - 1.0) <= PUBLISHED + 1e-9
        flights = falls(missile, ground_range)
        assert flights.reached[0]
        shots = engagement.shots_that_fit(flights, [here], [[60.0]], 5.0)
        assert bool(shots.count[0]) is expected


def test_the_disc_that_a_lower_tier_defends_is_about_as_wide_as_its_range():
    """S-300V is stated to 40 km against ballistic bodies: the disc is narrower, as the meeting lies high."""
    here = preset_battery("s-300v")
    offsets = [(bearing, radius) for bearing in np.arange(8) * math.pi / 4 for radius in np.arange(5e3, 65e3, 2.5e3)]
    flights = falls("no-dong", 850e3, offsets)
    held = (engagement.shots_that_fit(flights, [here], np.full((len(offsets), 1), 60.0), 5.0, looks=1).count > 0) & (
        flights.reached
    )
    area = np.array(
        [max(r for (b, r), h in zip(offsets, held, strict=True) if h and b == bearing) for bearing, _ in offsets]
    )
    radius = math.sqrt(float((area**2).mean()))
    assert 0.75 * 40e3 < radius < 1.25 * 40e3
    far = falls("ss-25", 7000e3)
    assert engagement.shots_that_fit(far, [here], [[60.0]], 5.0).count[0] == 0
    assert engagement.why_no_shot(far, [here], [[60.0]], [[0]])[0] == Reason.OUT_OF_REACH


@pytest.mark.parametrize(
    "wrong", [{"greatest_range": 0.0}, {"greatest_threat_speed": -1.0}, {"greatest_range": math.nan}]
)
def test_limits_that_make_no_sense_are_refused(wrong):
    with pytest.raises(MidcourseError, match="makes no interceptor"):
        Interceptor(key="x", speed=1.0, **wrong)


def test_a_straight_interceptor_has_no_lag_and_no_fly_out():
    assert tier(burn_time=16.0).interceptor.lag == 0.0
    with pytest.raises(MidcourseError, match="constant_speed"):
        Interceptor(key="x", speed=6e3, constant_speed=True, fly_out=engagement.notional_fly_out(6e3))
