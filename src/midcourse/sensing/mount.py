"""Record `Mount`: a radar that must turn to see, and how long turning takes. docs/models/sensing/mount.md"""

import math
from dataclasses import dataclass

from midcourse.columns import column
from midcourse.errors import MidcourseError

IN_TIME, NEVER = -math.inf, math.inf
"""Times of a cue that comes before every flight, and of none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mount:
    """How a radar on a turntable comes to look at a flight.

    Raises
    ------
    MidcourseError
        A field of view or a slew rate that is not above zero, a cue that is waited for and nowhere to point until then.
    """

    boresight: float | None = column("rad", "azimuth where it points until it is told", default=None)
    slew_rate: float = column("rad/s", "how fast it turns")
    field_of_view: float = column("rad", "whole angle in which it steers its beam without turning")
    cue_time: float = column("s", "when it is told where a flight is; -inf before it comes, inf never", default=IN_TIME)
    cued_by: tuple = ()
    """Keys of the sensors whose first sight tells it too."""
    cue_delay: float = column("s", "first sight of such a sensor to the start of the turn", default=0.0)

    def __post_init__(self):
        good = (
            self.slew_rate > 0.0,
            0.0 < self.field_of_view <= 2.0 * math.pi,
            not math.isnan(self.cue_time),
            self.cue_delay >= 0.0,
        )
        for right, name in zip(good, ("slew_rate", "field_of_view", "cue_time", "cue_delay"), strict=True):
            if not right:
                raise MidcourseError(
                    f"a mount cannot have this {name.replace('_', ' ')}", where=f"Mount.{name}", got=getattr(self, name)
                )
        if not self.in_time and self.boresight is None:
            raise MidcourseError(
                "a mount that waits for its cue points somewhere until then",
                where="Mount.boresight",
                got=None,
                hint="the azimuth where it starts, in radians",
            )

    @property
    def in_time(self):
        """Whether it has turned before any flight comes."""
        return self.cue_time == IN_TIME


def turning_time(angle, slew_rate, field_of_view):
    """Time, s, that a mount takes until a direction at rest lies in its field of view.

    Parameters
    ----------
    angle : float
        From where it points to the direction, rad; either way round.
    slew_rate : float, rad/s
    field_of_view : float
        Whole angle, rad.
    """
    off = abs(angle) % (2.0 * math.pi)
    return max(0.0, min(off, 2.0 * math.pi - off) - 0.5 * field_of_view) / slew_rate
