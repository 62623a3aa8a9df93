"""Records `Interceptor` (a stated speed, its boost, where it can hit) and `FlyOut` (a powered one, as it is flown)."""

import math
from dataclasses import dataclass

from midcourse.columns import column
from midcourse.errors import MidcourseError
from midcourse.flight.missile import Missile

LAG_SHARE = 0.6
"""Lag of a powered interceptor behind an ideal one, as a share of its burn time, where only that time is known
(assumed; docs/models/engagement/required-speed.md)."""

SETTLE = 30.0
"""s from burnout to the first intercept: separation, a look at the stars, the first picture of the threat (assumed)."""

SPEED_MEANINGS = ("burnout-relative", "burnout-inertial", "ideal")


def lag_of_burn(burn_time):
    """Lag, s, of a powered vehicle behind an impulsive one of the same burnout speed: 0.6 x burn time."""
    return LAG_SHARE * burn_time


@dataclass(frozen=True, slots=True, kw_only=True)
class FlyOut:
    """A powered interceptor: what is flown, and since when it can hit.

    It rises vertically, turns at a constant rate through its whole first stage to a loft angle above the horizontal and
    holds it. It burns all it has; only under its flattest path does it give up speed.

    Raises
    ------
    MidcourseError
        A missile without stages, a time below zero.
    """

    missile: Missile
    settle_time: float = column("s", "burnout to the first intercept", default=SETTLE)

    def __post_init__(self):
        if self.missile.impulsive or not self.settle_time >= 0.0:
            raise MidcourseError(
                "a fly-out needs an interceptor with stages and a time to settle of 0 or more",
                where="FlyOut",
                got=(self.missile.key, self.settle_time),
                hint="a Missile with stages; impulsive interceptors need no fly-out",
            )

    @property
    def earliest(self):
        """Time of flight, s, of the earliest intercept."""
        return self.missile.burn_time + self.settle_time


@dataclass(frozen=True, slots=True, kw_only=True)
class BetweenFlyOuts:
    """A fly-out that is not flown: every number of its fan lies between those of two that are."""

    slower: FlyOut
    faster: FlyOut
    share: float = column("1", "0 for the slower one, 1 for the faster")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interceptor:
    """An interceptor known by its speed; with a `fly_out` shots follow that, without it is impulsive or flies straight.

    Raises
    ------
    MidcourseError
        A speed not above zero, times below zero, altitudes in the wrong order, an unknown meaning of the speed, limits
        not above zero, a straight flight with a fly-out.
    """

    key: str
    speed: float = column("m/s", "speed as published")
    speed_is: str = "burnout-relative"
    burn_time: float = column("s", "lift-off to burnout", default=0.0)
    fly_out: FlyOut | BetweenFlyOuts | None = None
    path_during_burn: float | None = column("m", "path flown while it burns; None where unknown", default=None)
    minimum_altitude: float = column("m", "lowest intercept", default=0.0)
    maximum_altitude: float = column("m", "highest intercept", default=math.inf)
    constant_speed: bool = False
    """Flies straight at its stated speed from lift-off on, as a mean of its flight: for lower tiers within the air."""
    greatest_range: float = column("m", "slant range from the battery to the meeting", default=math.inf)
    greatest_threat_speed: float = column(
        "m/s", "threat on its way down to the meeting, relative to the Earth", default=math.inf
    )

    def __post_init__(self):
        right = (
            (0.0 < self.speed < math.inf, "speed", "a speed in m/s above zero"),
            (0.0 <= self.burn_time < math.inf, "burn_time", "a time in seconds, 0 for an ideal interceptor"),
            (self.path_during_burn is None or self.path_during_burn >= 0.0, "path_during_burn", "metres, or None"),
            (self.minimum_altitude < self.maximum_altitude, "minimum_altitude", "an altitude below maximum_altitude"),
            (self.greatest_range > 0.0, "greatest_range", "metres above zero, inf for no limit"),
            (self.greatest_threat_speed > 0.0, "greatest_threat_speed", "m/s above zero, inf for no limit"),
            (not (self.constant_speed and self.fly_out), "constant_speed", "False where there is a fly-out"),
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
    def limited(self):
        """Whether range or the threat's speed bound where it can meet."""
        return min(self.greatest_range, self.greatest_threat_speed) < math.inf

    @property
    def lag(self):
        """How far it runs behind an ideal interceptor of its speed, s: burn time - path / speed, or 0.6 x burn time.

        0 for one of constant speed: its speed is the mean of its whole flight.
        """
        if self.constant_speed:
            return 0.0
        if self.path_during_burn is None:
            return lag_of_burn(self.burn_time)
        return self.burn_time - self.path_during_burn / self.speed
