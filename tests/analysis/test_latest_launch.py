"""Latest launch: against the engagement room's search, and by launching at the time it tells."""

import math

import numpy as np
import pytest

from midcourse import engagement, flight
from midcourse.analysis.latest_launch import latest_launches
from midcourse.earth import choose_earth
from midcourse.scenario import catalog

EARTH = choose_earth("wgs84", True)
SITE = (math.radians(54.48), math.radians(17.10))
RULES = engagement.MeetingRules(minimum_altitude=100e3, speed_cap=12e3)
STEP = 1.0  # s, between the meeting times looked at; the latest launch changes by less than twice that between two
AT_THE_ENVELOPE = 5.0  # s: next to the envelope the time to reach changes by some seconds from one second to the next
SPEED = 7500.0


@pytest.fixture(scope="module")
def fly_out():
    return engagement.notional_fly_out(SPEED, 138.0)


@pytest.fixture(scope="module")
def flights():
    aims = np.array([[51.5, -0.1], [48.9, 2.4], [40.7, -74.0], [41.9, -87.6], [52.5, 13.4], [64.1, -21.9]])
    starts = np.broadcast_to([38.08, 46.29], aims.shape)
    return flight.launch_many(catalog.missile("notional-icbm-12000"), starts, aims, earth=EARTH)


def battery(fly_out):
    kind = engagement.Interceptor(
        key="x", speed=SPEED, burn_time=138.0, fly_out=fly_out, minimum_altitude=100e3, maximum_altitude=math.inf
    )
    return engagement.Battery(key="x", latitude=SITE[0], longitude=SITE[1], interceptor=kind, ready=10)


def test_a_launch_just_before_it_meets_and_one_after_it_does_not(fly_out, flights):
    last = latest_launches(flights, SITE, fly_out, RULES)
    assert np.isfinite(last).sum() >= 4
    one = battery(fly_out)
    for moved, meets in ((-2.0 * STEP, np.isfinite(last)), (2.0 * STEP, np.zeros(len(last), bool))):
        ready = np.where(np.isfinite(last), last + moved, 0.0)[:, None]
        shots = engagement.shots_that_fit(flights, [one], ready, 30.0, looks=1)
        assert ((shots.battery[:, 0] >= 0) == meets).all()


def test_it_is_the_last_launch_of_the_windows(fly_out, flights):
    last = latest_launches(flights, SITE, fly_out, RULES)
    windows = engagement.action_windows(flights, battery(fly_out), np.zeros(len(flights)))
    met = last >= 0.0
    assert (np.isfinite(windows.last_launch) == met).all()
    assert np.abs(last - windows.last_launch)[met].max() < 2.0 * STEP


def test_a_short_window_late_in_a_high_flight_is_found_too():
    """A lofted flight to New York comes into reach of 6.3 km/s for less than a minute, far from the first window."""
    starts, aims = np.array([[51.7, 45.6], [56.9, 40.5], [56.6, 47.9]]), np.array([[40.71, -74.01]] * 3)
    high = flight.launch_many(catalog.missile("ss-27"), starts, aims, earth=EARTH)
    slow = engagement.notional_fly_out(6300.0, 138.0)
    last = latest_launches(high, SITE, slow, RULES)
    assert (high.apogee_altitude > 2000e3).all()
    assert (last > 900.0).all()
    windows = engagement.action_windows(high, battery(slow), np.zeros(len(high)))
    assert np.abs(last - windows.last_launch).max() < AT_THE_ENVELOPE
    shots = engagement.shots_that_fit(high, [battery(slow)], (last - 10.0)[:, None], 30.0, looks=1)
    assert (shots.battery[:, 0] == 0).all()


def test_a_watcher_and_a_floor_only_take_away(fly_out, flights):
    free = latest_launches(flights, SITE, fly_out, RULES)
    eye = engagement.Watcher(latitude=math.radians(49.67), longitude=math.radians(13.8))
    watched = engagement.MeetingRules(minimum_altitude=100e3, speed_cap=12e3, watcher=eye)
    high = engagement.MeetingRules(minimum_altitude=600e3, speed_cap=12e3)
    for rules in (watched, high):
        less = latest_launches(flights, SITE, fly_out, rules)
        assert (less <= free).all()
        assert (less < free).any()


def test_what_is_far_away_is_met_by_no_launch_after_its_own(fly_out):
    away = flight.launch_many(
        catalog.missile("notional-irbm-4000"), np.array([[39.0, 125.7]]), np.array([[35.7, 139.7]]), earth=EARTH
    )
    assert latest_launches(away, SITE, fly_out, RULES)[0] < 0.0
