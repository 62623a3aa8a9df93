"""Record `Interceptor`: a stated speed, the time its boost takes, the altitudes at which it can hit."""

import math
from dataclasses import dataclass

from midcourse.columns import column
from midcourse.errors import MidcourseError

LAG_SHARE = 0.6
"""Lag of a powered interceptor behind an ideal one, as a share of its burn time, where only that time is known
(assumed; docs/models/engagement/required-speed.md)."""

SPEED_MEANINGS = ("burnout-relative", "burnout-inertial", "ideal")


def lag_of_burn(burn_time):
    """Lag, s, of a powered vehicle behind an impulsive one of the same burnout speed: 0.6 x burn time."""
    return LAG_SHARE * burn_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Interceptor:
    """An interceptor known by its speed.

    Raises
    ------
    MidcourseError
        A speed not above zero, times below zero, altitudes in the wrong order, an unknown meaning of the speed.
    """

    key: str
    speed: float = column("m/s", "speed as published")
    speed_is: str = "burnout-relative"
    burn_time: float = column("s", "lift-off to burnout", default=0.0)
    path_during_burn: float | None = column("m", "path flown while it burns; None where unknown", default=None)
    minimum_altitude: float = column("m", "lowest intercept", default=0.0)
    maximum_altitude: float = column("m", "highest intercept", default=math.inf)

    def __post_init__(self):
        right = (
            (0.0 < self.speed < math.inf, "speed", "a speed in m/s above zero"),
            (0.0 <= self.burn_time < math.inf, "burn_time", "a time in seconds, 0 for an ideal interceptor"),
            (self.path_during_burn is None or self.path_during_burn >= 0.0, "path_during_burn", "metres, or None"),
            (self.minimum_altitude < self.maximum_altitude, "minimum_altitude", "an altitude below maximum_altitude"),
            (self.speed_is in SPEED_MEANINGS, "speed_is", " or ".join(SPEED_MEANINGS)),
        )
        for good, name, hint in right:
            if not good:
                raise MidcourseError(
                    f"this {name} makes no interceptor",
                    where=f"Interceptor {self.key}.{name}",
                    got=getattr(self, name),
                    hint=hint,
                )

    @property
    def lag(self):
        """How far it runs behind an ideal interceptor of its speed, s: burn time - path / speed, or 0.6 x burn time."""
        if self.path_during_burn is None:
            return lag_of_burn(self.burn_time)
        return self.burn_time - self.path_during_burn / self.speed
