"""What a radar covers: circles on a round Earth by the law of sines, and nothing outside its limits."""

import math
from dataclasses import replace

import numpy as np
import pytest
from pyproj import Geod

from midcourse import earth, sensing

RADIUS = earth.SPHERE.mean_radius
BRDY = {"key": "x", "latitude": math.radians(49.7), "longitude": math.radians(13.9)}
METRE = 1.0  # m: ranges and altitudes are halved to less
OVERHEAD = 1e-4  # rad, 640 m: straight up is drawn at 89.99 degrees
BEARING = 1e-6  # rad: the bearing of a place on a sphere turns with the latitude's rounding
NEAR_ENOUGH = 1e-5  # rad at the Earth's centre, 60 m: places are found by halving near the vertical
FLAT = 0.004  # largest relative difference that the flattening makes in a distance over the ground
SPHERE = Geod(a=RADIUS, b=RADIUS)


def radar(**limits):
    limits = {"instrumented_range": 2e6, "elevation_low": math.radians(3.0)} | limits
    return sensing.Radar(**BRDY, **limits)


def angles(line):
    """Angle at the centre of a round Earth from the site to places, by haversines."""
    lat, lon = line.T
    a = np.sin((lat - BRDY["latitude"]) / 2) ** 2 + math.cos(BRDY["latitude"]) * np.cos(lat) * (
        np.sin((lon - BRDY["longitude"]) / 2) ** 2
    )
    return 2.0 * np.arcsin(np.sqrt(a))


def bearings(line):
    lat, lon = np.degrees(line).T
    site = np.degrees([BRDY["longitude"], BRDY["latitude"]])
    return np.radians(SPHERE.inv(np.full(len(lon), site[0]), np.full(len(lon), site[1]), lon, lat)[0])


def angle_at(elevation, altitude):
    """Law of sines in the triangle of the Earth's centre, the site and the object."""
    return 0.5 * math.pi - elevation - math.asin(RADIUS * math.cos(elevation) / (RADIUS + altitude))


def range_angle(slant_range, altitude):
    """Law of cosines in the same triangle."""
    r = RADIUS + altitude
    return math.acos((RADIUS**2 + r**2 - slant_range**2) / (2.0 * RADIUS * r))


def test_low_objects_are_bounded_by_elevation_and_high_ones_by_range():
    for altitude in (50e3, 150e3, 500e3, 1200e3):
        (found,) = sensing.outlines(radar(), altitude, earth.SPHERE)
        expected = min(angle_at(math.radians(3.0), altitude), range_angle(2e6, altitude))
        assert angles(found.far_places) == pytest.approx(expected, abs=NEAR_ENOUGH)
        assert found.altitude == pytest.approx(altitude, abs=METRE)
        assert found.whole
    assert angle_at(math.radians(3.0), 50e3) < range_angle(2e6, 50e3)
    assert angle_at(math.radians(3.0), 1200e3) > range_angle(2e6, 1200e3)


def test_above_its_reach_it_covers_nothing():
    (found,) = sensing.outlines(radar(), 2.1e6, earth.SPHERE)
    assert np.isnan(found.far_places).all()
    assert np.isnan(found.slant_range).all()


def test_steep_limits_and_the_least_range_leave_a_hole():
    limited = radar(elevation_high=math.radians(60.0), minimum_range=300e3)
    for altitude in (100e3, 600e3):
        (found,) = sensing.outlines(limited, altitude, earth.SPHERE)
        hole = max(angle_at(math.radians(60.0), altitude), range_angle(max(300e3, altitude), altitude))
        assert angles(found.near_places) == pytest.approx(hole, abs=NEAR_ENOUGH)
    (whole,) = sensing.outlines(radar(), 600e3, earth.SPHERE)
    assert angles(whole.near_places).max() < OVERHEAD


def test_without_an_altitude_it_is_the_rim_at_the_least_elevation():
    (found,) = sensing.outlines(radar(), None, earth.SPHERE)
    up = 2e6 * math.sin(math.radians(3.0)) + RADIUS
    assert angles(found.far_places) == pytest.approx(math.atan2(2e6 * math.cos(math.radians(3.0)), up), abs=NEAR_ENOUGH)
    assert found.slant_range == pytest.approx(2e6)


@pytest.mark.parametrize("turn", [0.0, 60.0, 170.0, 300.0])
def test_a_face_is_drawn_where_it_looks_across_north_too(turn):
    low, high = (math.radians((turn + side) % 360.0) for side in (-60.0, 60.0))
    (found,) = sensing.outlines(radar(faces=((low, high),)), 200e3, earth.SPHERE)
    off = (bearings(found.far_places) - math.radians(turn) + math.pi) % (2.0 * math.pi) - math.pi
    assert off == pytest.approx(np.linspace(-math.pi / 3.0, math.pi / 3.0, len(off)), abs=BEARING)
    assert not found.whole


def test_on_the_flattened_earth_it_is_nearly_the_same_and_what_it_says_is_seen():
    (round_one,), (flat,) = (sensing.outlines(radar(), 300e3, world) for world in (earth.SPHERE, earth.WGS84))
    assert angles(flat.far_places) == pytest.approx(angles(round_one.far_places), rel=FLAT)
    points = earth.geodetic_to_ecef(*flat.far_places.T, flat.altitude, earth.WGS84)
    site = earth.geodetic_to_ecef(BRDY["latitude"], BRDY["longitude"], 0.0, earth.WGS84)
    away, _, elevation = earth.look_angles(points, site, BRDY["latitude"], BRDY["longitude"])
    assert away == pytest.approx(flat.slant_range, abs=METRE)
    assert elevation.min() > math.radians(3.0) - 1e-9


def test_a_fainter_object_is_covered_less_far_by_the_fourth_root():
    seeing = radar(instrumented_range=5e6, detection_range=1.6e6, rcs=0.01, frequency=9.5e9)
    faint = seeing.looking_at(sensing.Signature((1e8, 2e10), (0.01 / 16.0, 0.01 / 16.0)))
    assert faint.reach == pytest.approx(0.8e6)
    for altitude in (200e3, 500e3):
        (found,) = sensing.outlines(faint, altitude, earth.SPHERE)
        assert angles(found.far_places) == pytest.approx(range_angle(0.8e6, altitude), abs=NEAR_ENOUGH)
    assert replace(faint, detection_range=1.6e6, rcs=0.01) == seeing
