"""flight.Missile: what is refused, and the rocket equation."""

import math

import pytest

from midcourse import flight
from midcourse.constants import STANDARD_GRAVITY
from midcourse.errors import MidcourseError

ROUNDING = 1e-12  # share: the same closed form written twice


def stage(**changes):
    values = {"propellant": 3699.0, "inert": 1198.0, "specific_impulse": 230.0, "burn_time": 75.0, "diameter": 0.84}
    return flight.Stage(**{**values, **changes})


def missile(*stages, mass=1000.0, **changes):
    return flight.Missile(key="m", stages=stages, payload=flight.Payload(mass=mass, separates=False), **changes)


@pytest.mark.parametrize("name", ["propellant", "inert", "burn_time", "diameter", "specific_impulse"])
@pytest.mark.parametrize("value", [-1.0, math.nan, math.inf, "1", True])
def test_impossible_numbers_are_refused_by_name(name, value):
    with pytest.raises(MidcourseError, match=name.replace("_", " ")) as caught:
        stage(**{name: value})
    assert caught.value.where == f"Stage.{name}"
    assert caught.value.exit_code == 2


def test_burn_time_zero_is_refused():
    with pytest.raises(MidcourseError, match="burn time"):
        stage(burn_time=0.0)


def test_negative_payload_is_refused():
    with pytest.raises(MidcourseError, match="mass"):
        flight.Payload(mass=-1.0)


def test_thrust_under_weight_is_refused_with_both_forces():
    with pytest.raises(MidcourseError, match="not above the weight") as caught:
        missile(stage(burn_time=300.0))
    assert "kN against" in caught.value.got


def test_a_separating_payload_needs_its_ballistic_coefficient():
    with pytest.raises(MidcourseError, match="ballistic coefficient"):
        flight.Missile(key="m", stages=(stage(),), payload=flight.Payload(mass=500.0))


def test_two_statements_of_thrust_are_refused():
    with pytest.raises(MidcourseError, match="either"):
        stage(thrust=1e5)


def test_a_drag_curve_must_rise_in_mach_number():
    with pytest.raises(MidcourseError, match="drag curve"):
        stage(drag=((1.0, 0.2), (0.5, 0.3)))


def test_ideal_speed_is_the_rocket_equation():
    m = missile(stage())
    expected = 230.0 * STANDARD_GRAVITY * math.log(5897.0 / 2198.0)
    assert m.ideal_speed == pytest.approx(expected, rel=ROUNDING)
