"""What flight is asked for: minimum energy, lofted or depressed by one number. docs/models/flight/targeting.md"""

import math
from dataclasses import dataclass

from ..errors import MidcourseError

SHAPES = ("minimum-energy", "lofted", "depressed")
QUANTITIES = ("burnout_angle", "apogee", "flight_time")
_LIMITS = {"burnout_angle": (0.0, math.pi / 2), "apogee": (1e3, 5e7), "flight_time": (10.0, 1e5)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A shape as asked: a name or None (the number alone decides), and the number that fixes it, SI.

    Raises
    ------
    MidcourseError
        Unknown name, more than one number, none for lofted or depressed, one for minimum energy, or one out of limits.
    """

    name: str | None = "minimum-energy"
    quantity: str | None = None
    value: float | None = None

    def __post_init__(self):
        if self.name is not None and self.name not in SHAPES:
            raise MidcourseError("unknown shape", where="shape", got=self.name, hint=", ".join(SHAPES))
        if self.name in ("lofted", "depressed") and self.quantity is None:
            raise MidcourseError(
                f"a {self.name} flight needs the number that fixes it",
                where="shape",
                got=self.name,
                hint="one of burnout angle, apogee or flight time",
            )
        if self.name == "minimum-energy" and self.quantity is not None:
            raise MidcourseError(
                "a minimum-energy flight is fixed by itself",
                where=self.quantity,
                got=self.value,
                hint="leave the number out, or ask for lofted or depressed",
            )
        if self.quantity is not None and self.value is not None:
            low, high = _LIMITS[self.quantity]
            if not math.isfinite(self.value) or not low < self.value < high:
                raise MidcourseError(
                    f"the {self.quantity.replace('_', ' ')} must lie between {low:g} and {high:g}",
                    where=self.quantity,
                    got=self.value,
                    hint="radians, metres, seconds",
                )


def choose_shape(shape=None, burnout_angle=None, apogee=None, flight_time=None):
    """Shape from a door's options: at most one number, and a name that does not contradict it.

    Parameters
    ----------
    shape : {"minimum-energy", "lofted", "depressed"}, Shape or None
        None: minimum energy, or with a number whichever that makes it.
    burnout_angle : float or None, rad, flight-path angle at burnout relative to the Earth
    apogee : float or None, m, greatest altitude
    flight_time : float or None, s, lift-off to impact

    Returns
    -------
    Shape

    Raises
    ------
    MidcourseError
        As `Shape`.
    """
    if isinstance(shape, Shape):
        return shape
    given = {
        name: value
        for name, value in (("burnout_angle", burnout_angle), ("apogee", apogee), ("flight_time", flight_time))
        if value is not None
    }
    if len(given) > 1:
        raise MidcourseError(
            "one number fixes a flight, not more", where="shape", got=", ".join(given), hint="leave all but one out"
        )
    if not given:
        return Shape(name=shape or "minimum-energy")
    quantity, value = next(iter(given.items()))
    if shape == "minimum-energy":
        return Shape(name=shape, quantity=quantity, value=value)
    return Shape(name=shape, quantity=quantity, value=float(value))


def check_name(shape, name):
    """Refuse a name that contradicts its number.

    Parameters
    ----------
    shape : Shape
    name : str, what the number makes of the flight

    Raises
    ------
    MidcourseError
        The flight asked for is the opposite of what its number makes of it.
    """
    if shape.name is not None and {shape.name, name} == {"lofted", "depressed"}:
        raise MidcourseError(
            f"that {shape.quantity.replace('_', ' ')} makes a {name} flight, not a {shape.name} one",
            where=shape.quantity,
            got=shape.value,
            hint=f"{'more' if shape.name == 'lofted' else 'less'} than that of the minimum-energy flight",
        )
