"""Charts of one launch point: first guesses within metres, the same flights as without, and where they fall silent."""

import numpy as np
import pytest

from midcourse import earth, flight
from midcourse.flight import chart, launch, staged
from midcourse.flight._kernels.chart import BEARINGS, POINTS, bearing_weights, chart_guess
from midcourse.flight.boost import World
from midcourse.flight.targeting import aim
from midcourse.scenario import catalog

ROUNDING = 1e-12  # share: sums of a few products
ON_CURVES = 1e-9  # share: polynomials of the fifth degree inverted between POINTS of them
WANTED = 10.0  # m, miss at which a row is left alone
SAME_MOMENT = 1e-6  # s: rounding
ROUNDED = 1.0  # m: places of knots have 32 bits
NEARLY_ALL = 0.95  # of the rows on a chart are met by their first flight; 0.99 measured
SAME_CUTOFF, SAME_TIME = 2e-3, 0.05
"""s, between flights to one aim that both miss it by up to 10 m: greatest of 182,400: 6e-4 and 0.03."""
STEPS = 100.0  # m: where a flight ends in fast steps, whose number depends on its neighbours in the lanes
LAUNCH = np.array([38.08, 46.29])
KEYS = ("notional-icbm-10000", "notional-icbm-10000-solid")


def europe(count, seed):
    draw = np.random.default_rng(seed)
    return np.column_stack([draw.uniform(36.0, 70.0, count), draw.uniform(-20.0, 60.0, count)])


def test_bearings_are_joined_by_the_cubic_through_four():
    nodes, s = np.arange(-1.0, 3.0), 0.3
    weights = np.array(bearing_weights.py_func(s))
    for power in range(4):
        assert weights @ nodes**power == pytest.approx(s**power, rel=ROUNDING)


def test_a_guess_undoes_curves_of_the_fifth_degree_and_tells_what_lies_off_the_chart():
    begin, count = 3, 6
    bearing = (begin + np.arange(count))[:, None, None] * (2.0 * np.pi / BEARINGS)
    distance = np.array([[0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [0.6, 0.65, 0.7, 0.8, 0.9, 1.0]])[None] + 0.0 * bearing

    def number(d, b):
        return 2.0 + d - 0.3 * d**2 + 0.2 * d**5 + 0.1 * b**3

    def turn(d, b):
        return 0.05 * d * b**2

    room = np.empty(POINTS)
    turns = turn(distance, bearing)
    known = (float(begin), number(distance, bearing), distance + 0.0 * bearing, turns)
    for d, share in ((0.11, 1.2), (0.37, 1.9), (0.6, 2.0), (0.95, 3.6)):
        b = (begin + share) * 2.0 * np.pi / BEARINGS
        for round_about in (0.0, -2.0 * np.pi, 2.0 * np.pi):
            got, azimuth = chart_guess(b + round_about, d, known, room)
            assert got == pytest.approx(number(d, b), rel=ON_CURVES)
            assert azimuth - round_about == pytest.approx(b + turn(d, b), rel=ON_CURVES)
    middle = (begin + 2.5) * 2.0 * np.pi / BEARINGS
    for d, b in ((1.01, middle), (0.09, middle), (0.5, middle + np.pi), (0.5, (begin + 0.5) * 2.0 * np.pi / BEARINGS)):
        assert np.isnan(chart_guess(b, d, known, room)).all()
    flat = distance.copy()
    flat[:, 0] = np.nan
    assert np.isnan(chart_guess(middle, 0.3, (*known[:2], flat, turns), room)).all()
    assert np.isfinite(chart_guess(middle, 0.7, (*known[:2], flat, turns), room)).all()


def test_a_chart_holds_the_bearings_of_its_aims_with_two_to_spare_also_across_north():
    step = 2.0 * np.pi / BEARINGS
    bearings = np.array([-2.5, -0.5, 1.5, 3.5]) * step
    begin, count = chart.sector_of(bearings)
    for bearing in bearings:
        inside = (bearing / step - begin) % BEARINGS
        assert 1.0 <= inside < count - 2
    assert count == 3 + 4 + 3  # from -3 to 4, and one before, two after
    assert chart.sector_of((np.arange(BEARINGS) + 0.5) * step)[1] == BEARINGS + 3


@pytest.mark.parametrize("key", KEYS)
def test_flights_from_a_chart_are_those_without_one(key, monkeypatch):
    missile, aims = catalog.missile(key), europe(12_000, 3)
    flown = []

    def counted(missile, world, places, *args, **kwargs):
        flown.append(len(places))
        return land_rows(missile, world, places, *args, **kwargs)

    land_rows = staged.land_rows
    flight.launch_many(missile, LAUNCH, aims)  # makes tables and chart
    monkeypatch.setattr(staged, "land_rows", counted)
    fast = flight.launch_many(missile, LAUNCH, aims)
    on_chart, flown[:] = sum(flown), []
    monkeypatch.setattr(launch, "plan_for", lambda *_: None)
    slow = flight.launch_many(missile, LAUNCH, aims)
    assert on_chart < 0.6 * sum(flown)
    assert np.array_equal(fast.reached, slow.reached)
    both = fast.reached
    assert both.mean() > 0.9
    assert fast.miss[both].max() < WANTED
    assert np.abs(fast.burnout_time - slow.burnout_time)[both].max() < SAME_CUTOFF
    assert np.abs(fast.flight_time - slow.flight_time)[both].max() < SAME_TIME


def test_knots_kept_while_the_aim_is_searched_are_those_of_the_flight():
    missile, aims = catalog.missile(KEYS[0]), europe(8000, 4)
    world = World(earth=earth.WGS84)
    flights = flight.launch_many(missile, LAUNCH, aims)
    assert chart.plan_for(missile, world, np.radians(np.tile(LAUNCH, (len(aims), 1))), np.radians(aims)) is not None
    last = earth.position_eci_to_ecef(flights.knot_position_eci[:, -1], flights.flight_time, earth.WGS84)
    latitude, longitude, altitude = earth.ecef_to_geodetic(last, earth.WGS84)
    off = earth.geodesic(latitude, longitude, *np.radians(aims.T), earth.WGS84)[0]
    assert flights.reached.all()
    assert np.abs(off - flights.miss).max() < ROUNDED
    assert np.abs(altitude).max() < ROUNDED
    assert np.array_equal(flights.knot_time[:, -1], flights.flight_time)
    assert (np.diff(flights.knot_time, axis=1) > 0.0).all()
    nearest = np.abs(flights.knot_time - flights.burnout_time[:, None]).min(axis=1)
    assert nearest.max() < SAME_MOMENT


def test_nearly_all_rows_on_a_chart_are_met_by_their_first_flight():
    missile, world = catalog.missile(KEYS[0]), World(earth=earth.WGS84)
    aims = np.radians(europe(8000, 5))
    places = np.tile(np.radians(LAUNCH), (len(aims), 1))
    plan = chart.plan_for(missile, world, places, aims)
    search, starts, steering = staged.begin_search(places, aims, plan.ways, world.earth, plan.chart)
    out, _, _ = staged.land_rows(missile, world, starts, steering)
    known = search.known
    off = earth.geodesic(*out[:2, known], *aims[known].T, earth.WGS84)[0]
    assert known.mean() > NEARLY_ALL
    assert (off < WANTED).mean() > NEARLY_ALL


def test_few_aims_or_several_launch_points_get_no_chart():
    missile, world = catalog.missile(KEYS[0]), World(earth=earth.WGS84)
    aims = np.radians(europe(200, 6))
    places = np.tile(np.radians(LAUNCH), (len(aims), 1))
    assert chart.plan_for(missile, world, places, aims) is None
    many = np.repeat(aims, 50, axis=0)
    places = np.tile(np.radians(LAUNCH), (len(many), 1))
    assert chart.plan_for(missile, world, places, many) is not None
    places[0] += 0.1
    assert chart.plan_for(missile, world, places, many) is None
    assert chart.plan_for(flight.IMPULSIVE, world, np.tile(places[1], (len(many), 1)), many) is None


def test_aims_out_of_reach_and_off_the_chart_are_answered_as_without_it(monkeypatch):
    missile = catalog.missile("notional-irbm-4000")
    aims = np.column_stack([np.linspace(30.0, 75.0, 9000), np.linspace(46.5, -60.0, 9000)])
    fast = flight.fly_many(missile, LAUNCH, aims)
    monkeypatch.setattr(launch, "plan_for", lambda *_: None)
    slow = flight.fly_many(missile, LAUNCH, aims)
    reached = np.asarray(slow["reached"])
    assert 0.1 < reached.mean() < 0.9
    assert np.array_equal(np.asarray(fast["reached"]), reached)
    short = np.asarray(fast["short_by"]) - np.asarray(slow["short_by"])
    assert np.nanmax(np.abs(short)) < STEPS
    assert np.array_equal(np.isnan(fast["short_by"]), np.isnan(slow["short_by"]))


@pytest.mark.parametrize("latitude", [-90.0, -89.0, 0.0, 60.0, 90.0])
def test_a_chart_serves_any_launch_point(latitude):
    missile, world = catalog.missile(KEYS[0]), World(earth=earth.WGS84)
    draw = np.random.default_rng(7)
    aims = np.radians(
        np.column_stack([np.degrees(np.arcsin(draw.uniform(-1, 1, 40_000))), draw.uniform(-180, 180, 40_000)])
    )
    places = np.tile(np.radians([latitude, 170.0]), (len(aims), 1))
    some = np.flatnonzero(staged.polar_of(places, aims, world.earth)[:, 0] < 1.2)
    plan = chart.plan_for(missile, world, places[some], aims[some])
    assert plan is not None
    found = aim(missile, world, places[some[:500]], aims[some[:500]], plan=plan)
    assert found.reached.all()
    assert found.miss.max() < WANTED
