"""The radar range equation against the published and hand-computed numbers of docs/models/sensing/radar.md."""

import math

import pytest

from midcourse import earth
from midcourse.errors import MidcourseError
from midcourse.sensing import (
    Radar,
    RadarBudget,
    Signature,
    antenna_gain,
    beamwidth,
    detection_range,
    element_spacing,
    grating_lobe_angle,
)

X_BAND = 9.5e9
EXACT = 1e-12  # the same closed form in two orders of operations
TENTH, HUNDREDTH, THOUSANDTH = 0.05, 0.005, 5e-4  # half a unit of the last printed decimal
TENTH_OF_MILLIMETRE = 5e-5  # m, spacing printed to 0.1 mm
DECIBEL = 0.06  # dB, printed to 0.1 from rounded inputs
KILOMETRE = 0.5e3  # the hand-computed ranges are rounded to a kilometre
PRINTED_GROUND = 5e3  # m, printed to 10 km


def forward_radar(loss_db, **changes):
    known = {"mean_power": 81e3, "aperture": 9.2, "frequency": X_BAND, "losses": 10 ** (loss_db / 10)}
    return RadarBudget(**(known | changes))


@pytest.mark.parametrize(("loss_db", "ratio", "range_km"), [(6, 20, 894), (8, 20, 797), (6, 100, 598), (8, 100, 533)])
def test_forward_radar_ranges(loss_db, ratio, range_km):
    """Hand-computed from the inputs of [lewispostol2012]: 81 kW, 9.2 m^2, 9.5 GHz, 500 K, 0.1 s, 0.01 m^2."""
    assert detection_range(forward_radar(loss_db), 0.01, ratio, 0.1) == pytest.approx(range_km * 1e3, abs=KILOMETRE)


def test_stacking_two_radars_multiplies_range_by_eight_to_the_fourth_root():
    one = detection_range(forward_radar(6), 0.01, 20, 0.1)
    two = detection_range(forward_radar(6, mean_power=162e3, aperture=18.4), 0.01, 20, 0.1)
    assert two / one == pytest.approx(8**0.25, rel=EXACT)
    assert two / one == pytest.approx(1.68, abs=HUNDREDTH)


def test_fourth_root_laws():
    budget = forward_radar(6)
    base = detection_range(budget, 0.01, 20, 0.1)
    assert detection_range(budget, 0.1, 20, 0.1) / base == pytest.approx(1.778, abs=THOUSANDTH)
    assert detection_range(budget, 0.01, 100, 0.1) / base == pytest.approx(0.669, abs=THOUSANDTH)
    quarter = forward_radar(6, mean_power=81e3 / 4)
    assert base / detection_range(quarter, 0.01, 20, 0.1) == pytest.approx(math.sqrt(2.0), rel=EXACT)


@pytest.mark.parametrize(("times", "factor"), [(4.0, 1.414), (4.5e6 / 170e3, 2.268)])
def test_a_dispute_about_power_is_worth_its_fourth_root_in_range(times, factor):
    """Mean or peak of a quarter duty (Fylingdales, the radar for Brdy); 170 kW or the critics' 4.5 MW."""
    ratio = detection_range(forward_radar(6, mean_power=81e3 * times), 0.01, 20, 0.1)
    assert ratio / detection_range(forward_radar(6), 0.01, 20, 0.1) == pytest.approx(factor, abs=THOUSANDTH)


@pytest.mark.parametrize(
    ("aperture", "elements", "spacing", "waves", "gain_db", "width_deg"),
    [(105.0, 16896, 0.0788, 2.50, 61.2, 0.16), (9.2, 25344, 0.0191, 0.60, 50.7, 0.54)],
)
def test_array_checks(aperture, elements, spacing, waves, gain_db, width_deg):
    """Arithmetic on the published apertures and module counts of two X-band radars."""
    assert element_spacing(aperture, elements) == pytest.approx(spacing, abs=TENTH_OF_MILLIMETRE)
    assert element_spacing(aperture, elements) / (299_792_458.0 / X_BAND) == pytest.approx(waves, abs=HUNDREDTH)
    assert 10 * math.log10(antenna_gain(aperture, X_BAND)) == pytest.approx(
        gain_db, abs=DECIBEL
    )  # tabled to 0.1 dB from rounded inputs
    assert math.degrees(beamwidth(aperture, X_BAND)) == pytest.approx(width_deg, abs=HUNDREDTH)


def test_a_sea_based_array_is_spaced_wider_still():
    """248 m^2 and 45,000 modules: 2.35 wavelengths, 65.0 dB, 0.10 deg."""
    wavelength = 299_792_458.0 / X_BAND
    assert element_spacing(248.0, 45_000) / wavelength == pytest.approx(2.35, abs=HUNDREDTH)
    assert 10 * math.log10(antenna_gain(248.0, X_BAND)) == pytest.approx(65.0, abs=DECIBEL)
    assert math.degrees(beamwidth(248.0, X_BAND)) == pytest.approx(0.10, abs=HUNDREDTH)


def test_the_published_gain_of_a_uhf_face_means_seven_tenths_of_the_ideal_one():
    """22.1 m across at 435 MHz: ideally 40.1 dB and 2.18 deg to the first null; 38.6 dB are published."""
    area, uhf = 0.25 * math.pi * 22.1**2, 435e6
    assert 10 * math.log10(antenna_gain(area, uhf)) == pytest.approx(40.1, abs=DECIBEL)
    assert 10 * math.log10(antenna_gain(area, uhf, 0.71)) == pytest.approx(38.6, abs=DECIBEL)
    assert math.degrees(beamwidth(area, uhf, 1.22)) == pytest.approx(2.18, abs=HUNDREDTH)


def test_an_object_3930_km_away_must_be_1440_km_high_to_be_seen_at_all():
    """h = R (1 / cos(d / R) - 1) on a sphere of 6,371 km, no refraction."""
    ground = earth.horizon_ground_range(0.0, 0.0, 1440e3, 6_371e3)
    assert float(ground) == pytest.approx(3930e3, abs=PRINTED_GROUND)


def test_a_brighter_object_moves_the_range_by_the_fourth_root_and_a_printed_range_stays():
    sixteen = Signature((0.16e9, 0.43e9, 9.5e9), (1.0, 1.0, 0.16))
    known = Radar(key="a", latitude=0.0, longitude=0.0, detection_range=1e6, rcs=0.01, frequency=9.5e9)
    assert known.looking_at(sixteen).detection_range == pytest.approx(2e6, rel=EXACT)
    assert known.looking_at(sixteen).rcs == pytest.approx(0.16)
    printed = Radar(key="b", latitude=0.0, longitude=0.0, instrumented_range=1e6, frequency=9.5e9)
    assert printed.looking_at(sixteen) is printed


def test_wide_spacing_has_a_grating_lobe_and_close_spacing_none():
    assert math.degrees(grating_lobe_angle(element_spacing(105.0, 16896), X_BAND)) == pytest.approx(23.6, abs=TENTH)
    assert grating_lobe_angle(element_spacing(9.2, 25344), X_BAND) == math.inf


def test_cross_section_is_straight_in_logarithms_and_flat_outside():
    cone = Signature((0.16e9, 0.43e9, 9.5e9), (2.0, 0.3, 0.01))
    assert cone.rcs_at(9.5e9) == pytest.approx(0.01)
    assert cone.rcs_at(1e8) == 2.0
    assert cone.rcs_at(20e9) == 0.01
    middle = math.sqrt(0.43e9 * 9.5e9)
    assert cone.rcs_at(middle) == pytest.approx(math.sqrt(0.3 * 0.01), rel=EXACT)


@pytest.mark.parametrize(
    "changes",
    [
        {"instrumented_range": 0.0},
        {"elevation_low": 1.0, "elevation_high": 0.5},
        {"faces": ()},
        {"refraction": "some"},
        {"latitude": 49.6},
    ],
)
def test_a_radar_that_can_see_nothing_is_refused(changes):
    with pytest.raises(MidcourseError):
        Radar(**({"key": "r", "latitude": 0.5, "longitude": 0.1} | changes))


def test_power_below_zero_is_refused():
    with pytest.raises(MidcourseError, match="mean_power"):
        forward_radar(6, mean_power=-1.0)


def test_a_signature_needs_growing_frequencies():
    with pytest.raises(MidcourseError):
        Signature((2.0, 1.0), (0.1, 0.1))
