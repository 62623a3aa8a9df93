"""Energy shared by a search or by many objects, against hand calculations and against the tracking form."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midcourse.errors import MidcourseError
from midcourse.sensing import (
    RadarBudget,
    antenna_gain,
    detection_range,
    fence_solid_angle,
    most_objects,
    search_range,
    shared_range,
)

EXACT = 1e-12  # the same closed form in two orders of operations
THOUSANDTH = 5e-4  # half a unit of the last printed decimal
KILOMETRE = 0.5e3  # the hand calculation is rounded to a kilometre
FORWARD = RadarBudget(mean_power=81e3, aperture=9.2, frequency=9.5e9)  # [lewispostol2012]


def test_a_fence_is_a_strip_of_the_sphere():
    assert fence_solid_angle(2 * math.pi, -math.pi / 2, math.pi / 2) == pytest.approx(4 * math.pi, rel=EXACT)
    assert fence_solid_angle(math.radians(120), 0.0, math.radians(30)) == pytest.approx(math.pi / 3, rel=EXACT)
    for wrong in ((0.0, 0.0, 0.1), (7.0, 0.0, 0.1), (1.0, 0.2, 0.1)):
        with pytest.raises(MidcourseError):
            fence_solid_angle(*wrong)


def test_a_forward_radar_that_searches_a_fence_by_hand():
    """120 deg by 2 to 7 deg is 0.1821 sr. 0.8 * 81e3 W * 9.2 m^2 * 0.01 m^2 * 2 s = 11923.2 W m^4 s above;

    4 pi * 1.380649e-23 J/K * 500 K * 10^0.6 * 0.1821 sr * 20 = 1.25781e-18 J sr below: 9.4793e21 m^4, 312 km.
    """
    fence = fence_solid_angle(math.radians(120), math.radians(2), math.radians(7))
    assert fence == pytest.approx(0.1821, abs=THOUSANDTH)
    assert search_range(FORWARD, 0.01, 20.0, fence, 2.0) == pytest.approx(312e3, abs=KILOMETRE)


@given(st.floats(0.01, 6.0), st.floats(0.1, 30.0), st.floats(1e-3, 10.0))
def test_searching_is_tracking_with_the_dwell_that_one_beam_is_left(solid_angle, scan_time, rcs):
    gain = antenna_gain(FORWARD.aperture, FORWARD.frequency, FORWARD.aperture_efficiency)
    dwell = scan_time * 4.0 * math.pi / (gain * solid_angle)
    found = search_range(FORWARD, rcs, 20.0, solid_angle, scan_time)
    assert found == pytest.approx(detection_range(FORWARD, rcs, 20.0, dwell), rel=EXACT)


def test_objects_share_the_energy_by_the_fourth_root():
    assert shared_range(1e6, 1) == 1e6
    assert shared_range(1e6, 10) == pytest.approx(0.5623e6, abs=THOUSANDTH * 1e6)
    assert shared_range(1e6, 100) == pytest.approx(0.3162e6, abs=THOUSANDTH * 1e6)
    assert shared_range(1e6, 8, search_share=0.5) == pytest.approx(0.5e6, rel=EXACT)
    tenth = detection_range(FORWARD, 0.01, 20.0, 0.1 / 10)
    assert shared_range(detection_range(FORWARD, 0.01, 20.0, 0.1), 10) == pytest.approx(tenth, rel=EXACT)


@given(st.integers(1, 5000), st.floats(0.0, 0.9))
def test_as_many_objects_fit_as_the_range_was_shared_by(objects, share):
    slant_range = shared_range(2e6, objects, share)
    assert most_objects(2e6, slant_range, share) == objects
    assert most_objects(2e6, slant_range * 1.001, share) < objects


def test_beyond_the_range_of_one_object_there_is_none():
    assert most_objects(1e6, 1.1e6) == 0
    assert most_objects(1e6, 0.5e6) == 16


@pytest.mark.parametrize(("objects", "share"), [(0, 0.0), (1.5, 0.0), (1, 1.0), (1, -0.1)])
def test_what_cannot_be_shared_is_refused(objects, share):
    with pytest.raises(MidcourseError):
        shared_range(1e6, objects, share)
