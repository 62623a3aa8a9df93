"""JSON behind the views of the globe against closed forms."""

import math

import pytest

import midcourse as mc
from midcourse.exchange import globe_answer
from midcourse.scenario import build, catalog, load, sensors

GEOCENTRIC_RADIUS = 42164.0  # km, of an orbit of one sidereal day
ROUND = 1e-3  # the altitude counts from the equator of the ellipsoid, 7 km above the mean sphere


@pytest.fixture(scope="module")
def told():
    plan = load("european-site-2008")
    case = build(plan, plan.readings[0])
    speeds = {battery.key: None for battery in case.batteries}  # of no concern here
    return globe_answer.scenario(plan, case, catalog.values, speeds, sensors.band_ends())


def test_a_geostationary_satellite_sees_motors_at_the_clouds_to_81_degrees(told):
    satellite = next(one for one in told["sensors"] if one["key"] == "dsp-10e")
    radius = mc.earth.WGS84.mean_radius / 1e3
    angle = math.acos((radius + 10.0) / GEOCENTRIC_RADIUS)  # 10 km, where the motor leaves the clouds: level sight
    assert satellite["view_km"] == pytest.approx(radius * angle, rel=ROUND)
    assert (satellite["latitude_deg"], satellite["altitude_km"]) == (0.0, 35786.0)


def test_a_radar_has_no_view_from_above(told):
    assert all("view_km" not in one for one in told["sensors"] if one["kind"] == "radar")
