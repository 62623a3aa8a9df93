"""The search for a staged missile's azimuth and number: its tables, its first guess, how many flights it takes."""

import numpy as np
import pytest

from midcourse import earth, flight
from midcourse.flight import staged
from midcourse.flight._kernels.search import COLUMNS, COMPASS, take_weights
from midcourse.flight.reach import refined
from midcourse.scenario import catalog

ROUNDING = 1e-12  # share: sums of a few products
ROUNDING_OF_CUBICS = 1e-9  # share: differences of neighbouring nodes
WANTED = 10.0  # m, miss at which a row is left alone
BESIDE = 0.05  # m: the ground is level across a miss
MOST_FLIGHTS = {"notional-icbm-10000": 3.0, "notional-icbm-10000-solid": 3.5}
"""An aim, from one launch point; 2.7 and 3.1 measured."""


def test_tables_are_refined_by_curves_that_give_back_a_parabola():
    u = np.cumsum(np.random.default_rng(1).uniform(0.5, 2.0, (3, 13)), axis=1)
    values = 2.0 - 3.0 * u + 0.5 * u * u
    fine_u = refined(u, u, [(0, 12)], 8)
    fine = refined(u, values, [(0, 6), (6, 12)], 8)
    assert np.allclose(fine_u[:, ::8], u, rtol=ROUNDING)
    assert np.allclose(fine, 2.0 - 3.0 * fine_u + 0.5 * fine_u**2, rtol=ROUNDING_OF_CUBICS)


def test_a_compass_rose_gives_back_waves_and_their_change():
    azimuths = np.linspace(-4.0, 8.0, 25)
    rose = np.arange(COMPASS) * 2.0 * np.pi / COMPASS
    known = np.radians([0.0, 30.0, 45.0])
    for azimuth in azimuths:
        first, weights, turning = np.zeros(1, np.int64), np.zeros((1, 16)), np.zeros((1, 16))
        take_weights.py_func(0, np.radians(35.0), azimuth, known, first, weights, turning)
        assert first[0] == COMPASS
        assert weights.sum() == pytest.approx(1.0, rel=ROUNDING)
        assert weights[0, COMPASS:].sum() == pytest.approx(1.0 / 3.0)  # 35 degrees lies a third of the way to 45
        waves = np.tile(np.cos(3.0 * rose - 0.4), 2)
        assert weights[0] @ waves == pytest.approx(np.cos(3.0 * azimuth - 0.4), abs=ROUNDING_OF_CUBICS)
        assert turning[0] @ waves == pytest.approx(-3.0 * np.sin(3.0 * azimuth - 0.4), abs=ROUNDING_OF_CUBICS)


@pytest.mark.parametrize("key", MOST_FLIGHTS)
def test_three_flights_an_aim_are_enough(key, monkeypatch):
    flown = []

    def counted(missile, world, places, *args, **kwargs):
        flown.append(len(places))
        return land_rows(missile, world, places, *args, **kwargs)

    land_rows = staged.land_rows
    draw = np.random.default_rng(2)
    aims = np.column_stack([draw.uniform(40, 62, 4000), draw.uniform(-10, 100, 4000)])
    missile = catalog.missile(key)
    flight.fly_many(missile, (38.0, 46.0), aims[:10])  # makes the tables
    monkeypatch.setattr(staged, "land_rows", counted)
    table = flight.fly_many(missile, (38.0, 46.0), aims)
    assert sum(flown) < MOST_FLIGHTS[key] * len(aims)
    assert np.asarray(table["reached"]).all()
    impact = np.radians([np.asarray(table["latitude_deg"]), np.asarray(table["longitude_deg"])])
    off = earth.geodesic(*impact, *np.radians(aims.T), earth.WGS84)[0]
    assert off.max() < WANTED
    assert np.abs(off - np.asarray(table["miss"])).max() < BESIDE


def test_rows_that_are_out_of_reach_are_not_polished(monkeypatch):
    flown = []

    def counted(missile, world, places, *args, **kwargs):
        flown.append(len(places))
        return land_rows(missile, world, places, *args, **kwargs)

    land_rows = staged.land_rows
    missile = catalog.missile("no-dong")
    aims = np.column_stack([np.linspace(52.0, 60.0, 500), np.linspace(-10.0, 60.0, 500)])
    monkeypatch.setattr(staged, "land_rows", counted)
    table = flight.fly_many(missile, (38.0, 46.0), aims)
    assert not np.asarray(table["reached"]).any()
    assert np.isfinite(np.asarray(table["short_by"])).all()
    assert sum(flown) < 5 * len(aims)


def test_ways_hold_the_columns_in_the_order_of_the_kernel():
    u = np.linspace(-1.0, 0.0, 5)[None]
    ways = staged.ways_of(u, u + 2.0, u + 3.0, u + 4.0, u * 0.1, u + 5.0)
    assert ways.tables.shape == (1, 5, COLUMNS)
    assert ways.tables[0, -1].tolist() == [0.0, 2.0, 3.0, 4.0, 0.0, 5.0]
