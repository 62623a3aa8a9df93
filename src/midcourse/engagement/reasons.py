"""The closed list of reasons for which a shot is not taken."""

from enum import IntEnum


class Reason(IntEnum):
    """Why a threat is not shot at; 1 to 7 in the order in which a defence fails, the nearest to a shot last."""

    NONE = 0
    NOT_SEEN = 1
    NO_TRACK = 2
    NO_AUTHORITY = 3
    OUT_OF_REACH = 4
    TOO_HIGH = 5
    TOO_LOW = 6
    SEEN_TOO_LATE = 7
    NO_INTERCEPTOR_LEFT = 8
    CHANNEL_BUSY = 9
    HELD_IN_RESERVE = 10

    @property
    def word(self):
        """The word of the doors: "seen-too-late"; "" for none."""
        return "" if self is Reason.NONE else self.name.lower().replace("_", "-")
