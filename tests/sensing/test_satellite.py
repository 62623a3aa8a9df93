"""Infrared satellites, against closed forms: horizon of a sphere, and a straight climb whose times are known."""

import math

import numpy as np
import pyproj
import pytest
from arc_flights import arc_flights, ball
from scipy.interpolate import CubicHermiteSpline

from midcourse import engagement, flight, sensing
from midcourse.errors import MidcourseError
from midcourse.flight.flights import Flights
from midcourse.sensing import NeverBecause, Satellite

GEO = 35_786e3
CLIMB, BURN = 500.0, 120.0  # m/s and s, round numbers
EDGE = 0.01  # s, a crossing on the cubic through four samples
FINE = 0.01  # s, step of the referent's grid
TO_GEODETIC = pyproj.Transformer.from_crs("EPSG:4978", "EPSG:4979", always_xy=True)
FROM_GEODETIC = pyproj.Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
PRINTED = 0.06  # deg, the latitudes are printed to 0.1 deg


def over(longitude=0.0, **changes):
    values = {"key": "geo", "longitude": math.radians(longitude), "altitude": GEO, "look_time": 10.0, "looks": 2}
    return Satellite(**(values | changes))


def climbs(latitudes, speed=CLIMB, burnout=BURN, impulsive=False, reached=True):
    """Flights that climb straight up at a constant speed on the meridian 0 of a sphere that does not turn."""
    latitudes, earth = np.radians(np.atleast_1d(latitudes)), ball()
    n = len(latitudes)
    up = np.column_stack([np.cos(latitudes), np.zeros(n), np.sin(latitudes)])
    times = np.tile(np.linspace(0.0, 2.0 * burnout, 33), (n, 1))
    zeros = np.zeros(n)
    return Flights(
        launch_latitude=latitudes, launch_longitude=zeros, aim_latitude=latitudes, aim_longitude=zeros,
        reached=np.full(n, reached), short_by=zeros, burnout_time=np.full(n, burnout), flight_time=times[:, -1],
        apogee_altitude=zeros, miss=zeros, lag=zeros, knot_time=times,
        knot_position_eci=(earth.radius + speed * times)[:, :, None] * up[:, None, :],
        knot_velocity_eci=np.tile(speed * up[:, None, :], (1, 33, 1)), earth=earth, impulsive=impulsive,
    )  # fmt: skip


def test_a_report_comes_after_the_clouds_and_the_looks():
    seen = sensing.watch([over(), over(looks=3), over(cloud_break_altitude=7e3)], climbs([0.0, 40.0]))
    assert seen.first_seen == pytest.approx(np.array([[40.0, 50.0, 34.0]] * 2), abs=EDGE)
    assert seen.last_seen == pytest.approx(np.full((2, 3), BURN))
    assert seen.first_altitude[0, 0] == pytest.approx(40.0 * CLIMB, abs=CLIMB)
    assert (seen.never_because == NeverBecause.SEEN).all()


@pytest.mark.parametrize(("elevation", "latitude"), [(0.0, 81.3), (5.0, 76.3), (10.0, 71.4), (20.0, 61.8)])
def test_the_horizon_of_a_geosynchronous_satellite_is_the_printed_latitude(elevation, latitude):
    """Cloud height 0 and a climb of 6 m in all, so that the missile stays on the ground."""
    satellite = over(elevation_low=math.radians(elevation), cloud_break_altitude=0.0)
    seen = sensing.watch([satellite], climbs([latitude - PRINTED, latitude + PRINTED], speed=0.1))
    assert seen.never_because[:, 0].tolist() == [NeverBecause.SEEN, NeverBecause.BELOW_HORIZON]
    assert math.degrees(seen.highest_elevation[1, 0]) == pytest.approx(elevation, abs=2.0 * PRINTED)


def test_a_satellite_at_an_apogee_in_the_north_sees_what_the_equator_does_not():
    high = over(latitude=math.radians(63.4), altitude=39_700e3)
    seen = sensing.watch([over(), high], climbs([85.0]))
    assert np.isnan(seen.first_seen[0, 0])
    assert seen.first_seen[0, 1] == pytest.approx(40.0, abs=EDGE)


def test_a_burn_shorter_than_the_looks_is_too_faint_and_nothing_burns_on_an_impulsive_flight():
    short = sensing.watch([over()], climbs([0.0], burnout=39.0))
    assert short.never_because[0, 0] == NeverBecause.TOO_FAINT
    impulsive = sensing.watch([over()], arc_flights([(38.0, 46.0)], [(50.0, 14.0)]))
    assert impulsive.never_because[0, 0] == NeverBecause.NO_FLIGHT
    nowhere = sensing.watch([over()], climbs([0.0], reached=False))
    assert nowhere.never_because[0, 0] == NeverBecause.NO_FLIGHT


def test_radars_and_satellites_stand_in_the_columns_where_they_were_given():
    flights = arc_flights([(38.0, 46.0)], [(51.5, -0.1)])
    radar = sensing.Radar(key="emr", latitude=math.radians(49.64), longitude=math.radians(13.76))
    alone, mixed = sensing.watch([radar], flights), sensing.watch([over(), radar, over()], flights)
    assert mixed.sensor_keys == ("geo", "emr", "geo")
    assert mixed.first_seen[0, 1] == alone.first_seen[0, 0]
    assert np.isnan(mixed.first_seen[0, [0, 2]]).all()
    assert np.isnan(mixed.needed_rcs([over(), radar, over()])).all()


def test_a_satellite_detects_and_does_not_track():
    seen = sensing.watch([over()], climbs([0.0]))
    assert np.isnan(seen.firm_track_time(0.0)).all()
    track = engagement.chain_of_times(seen, engagement.Command(needs="track-from-any"))
    sight = engagement.chain_of_times(seen, engagement.Command(needs="sight-from-any", decide_time=60.0))
    assert np.isnan(track.firm[0])
    assert sight.committed[0] == pytest.approx(100.0, abs=EDGE)


def test_a_flight_of_the_engine_is_seen_in_its_boost_from_the_turning_earth():
    from midcourse.scenario import catalog

    flown = flight.launch_many(catalog.missile("notional-irbm-4000"), [(38.08, 46.29)], [(52.2, 21.0), (50.1, 14.4)])
    seen = sensing.watch([over(longitude=10.0)], flown)
    assert (seen.first_seen[:, 0] > 20.0).all()
    assert (seen.first_seen[:, 0] < flown.burnout_time).all()
    assert seen.last_seen[:, 0] == pytest.approx(flown.burnout_time)


def by_brute_force(satellite, flights, row):
    """(detection, end of view) of one boost: scipy's spline, pyproj's geodesy, a step of `FINE`; NaN where none."""
    times = np.arange(0.0, flights.burnout_time[row], FINE)
    knots = flights.knot_time[row], flights.knot_position_eci[row], flights.knot_velocity_eci[row]
    x, y, z = CubicHermiteSpline(*knots)(times).T
    angle = -flights.earth.rate * times
    x, y = x * np.cos(angle) - y * np.sin(angle), x * np.sin(angle) + y * np.cos(angle)
    longitude, latitude, altitude = TO_GEODETIC.transform(x, y, z)
    place = FROM_GEODETIC.transform(*np.degrees([satellite.longitude, satellite.latitude]), satellite.altitude)
    line = np.array(place) - np.column_stack([x, y, z])
    b, a = np.radians([latitude, longitude])
    up = np.column_stack([np.cos(b) * np.cos(a), np.cos(b) * np.sin(a), np.sin(b)])
    elevation = np.arcsin(np.sum(line * up, axis=1) / np.linalg.norm(line, axis=1))
    view = (altitude >= satellite.cloud_break_altitude) & (elevation >= satellite.elevation_low)
    if not view.any():
        return math.nan, math.nan
    first = np.argmax(view)
    gone = np.flatnonzero(~view[first:])
    end = times[first + gone[0]] if len(gone) else flights.burnout_time[row]
    report = times[first] + satellite.looks * satellite.look_time
    return (report, end) if report <= end else (math.nan, math.nan)


def test_what_satellites_see_of_boosts_is_what_a_fine_grid_says():
    """Flights of three classes from six places; satellites overhead, at the limb, above a pole, with high limits."""
    from midcourse.scenario import catalog

    launches = [(38.08, 46.29), (62.5, 40.3), (-5.0, 100.0), (80.0, 20.0), (20.0, -155.0), (-60.0, 10.0)]
    aims = [(52.2, 21.0), (40.0, 60.0), (15.0, 95.0), (70.0, -30.0), (35.0, -150.0), (-35.0, 20.0)]
    keys = ("notional-irbm-4000", "notional-icbm-10000", "notional-mrbm-1300")
    low = math.radians(5.0)
    satellites = [
        over(10.0), over(69.0, looks=3), over(170.0, elevation_low=low), over(-75.0, cloud_break_altitude=7e3),
        over(10.0, latitude=math.radians(63.4), altitude=39_700e3), over(125.0, elevation_low=low, looks=5),
        over(46.0, elevation_low=math.radians(44.5)), over(-30.0, elevation_low=math.radians(1.0)),
    ]  # fmt: skip
    pairs = seen = 0
    for key in keys:
        flights = flight.launch_many(catalog.missile(key), launches, aims)
        found = sensing.watch(satellites, flights)
        for row in np.flatnonzero(flights.reached):
            for j, satellite in enumerate(satellites):
                report, end = by_brute_force(satellite, flights, row)
                assert found.first_seen[row, j] == pytest.approx(report, abs=EDGE + 2 * FINE, nan_ok=True)
                assert found.last_seen[row, j] == pytest.approx(end, abs=EDGE + 2 * FINE, nan_ok=True)
                pairs, seen = pairs + 1, seen + math.isfinite(report)
    assert pairs > 80
    assert 0.2 * pairs < seen < 0.8 * pairs


def test_a_flight_is_seen_alike_alone_and_among_many():
    """More flights than a thread takes at a time, some out of reach: each keeps its own numbers."""
    latitudes = np.linspace(-85.0, 85.0, 150)
    flights = climbs(latitudes)
    flights.reached[::7] = False
    satellites = [over(), over(looks=3), over(120.0)]
    many = sensing.watch(satellites, flights)
    for row in (0, 1, 63, 64, 65, 127, 128, 149):
        alone = climbs(latitudes[row])
        alone.reached[:] = flights.reached[row]
        one = sensing.watch(satellites, alone)
        for name in ("span_start", "span_end", "never_because", "highest_elevation", "first_slant_range"):
            np.testing.assert_array_equal(getattr(many, name)[row : row + 1], getattr(one, name), err_msg=name)
    assert (many.never_because[::7] == NeverBecause.NO_FLIGHT).all()


@pytest.mark.parametrize("wrong", [{"altitude": 0.0}, {"looks": 0}, {"look_time": 0.0}, {"latitude": 2.0}])
def test_a_satellite_that_cannot_be_is_refused(wrong):
    with pytest.raises(MidcourseError):
        over(**wrong)
