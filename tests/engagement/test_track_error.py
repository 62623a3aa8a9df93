"""The ellipse of a track on the map against covariances in space that are turned and projected by other means."""

import math

import numpy as np
import pytest

from midcourse import earth
from midcourse.engagement import Accuracy, horizontal_ellipse, track_ellipse

SAME = 1e-6  # of an axis: directions come from differences of places
STEP = 1e-4  # rad, over which a place is moved to find east and north


def plane(latitude, longitude):
    """East and north of a place from small moves of it."""

    def place(a, b):
        return np.asarray(earth.geodetic_to_ecef(latitude + a, longitude + b, 0.0, earth.WGS84), float)

    ways = place(0.0, STEP) - place(0.0, -STEP), place(STEP, 0.0) - place(-STEP, 0.0)
    return np.array([way / np.linalg.norm(way) for way in ways])


@pytest.mark.parametrize(("along", "across"), [(15.0, 900.0), (900.0, 15.0), (40.0, 40.0)])
def test_the_axes_are_those_of_the_covariance_in_the_horizontal_plane(along, across):
    rng = np.random.default_rng(7)
    latitude, longitude = rng.uniform(-1.4, 1.4, 20), rng.uniform(-3.1, 3.1, 20)
    sight = rng.normal(size=(20, 3)) * 1e6
    major, minor, azimuth = horizontal_ellipse(np.full(20, along), np.full(20, across), sight, latitude, longitude)
    for k in range(20):
        u = sight[k] / np.linalg.norm(sight[k])
        space = across**2 * np.eye(3) + (along**2 - across**2) * np.outer(u, u)
        axes = plane(latitude[k], longitude[k])
        flat = axes @ space @ axes.T
        values = np.sqrt(np.linalg.eigvalsh(flat))
        assert [minor[k], major[k]] == pytest.approx(values, rel=SAME)
        way = np.array([math.sin(azimuth[k]), math.cos(azimuth[k])])
        assert math.sqrt(way @ flat @ way) == pytest.approx(major[k], rel=SAME)


def test_a_track_gets_better_while_it_is_in_view_and_worse_afterwards():
    measure = Accuracy(range_sigma=15.0, angle_sigma=0.3e-3, interval=1.0)
    asked = np.array([50.0, 200.0, 399.0, 500.0, 900.0])
    end = np.tile([7.0e6, 1.0e6, 0.0], (5, 1))
    place = end, np.zeros(5), np.full(5, math.atan2(1.0, 7.0))
    major, _, _ = track_ellipse(measure, np.array([6.378e6, 0.0, 0.0]), (100.0, 400.0), asked, place)
    assert math.isnan(major[0])
    assert major[1] > major[2]
    assert major[2] < major[3] < major[4]
    # one second before the end of 300 s: 2 / sqrt(n) of one measurement, the error at the end of a fitted line
    slant_range = np.linalg.norm([7.0e6 - 6.378e6, 1.0e6, 0.0])
    assert major[2] == pytest.approx(0.3e-3 * slant_range * 2.0 / math.sqrt(300.0), rel=SAME)
