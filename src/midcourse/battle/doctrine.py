"""How shots are given to warheads, and what makes a shot kill."""

from dataclasses import dataclass

import numpy as np

from midcourse.columns import column
from midcourse.errors import MidcourseError

DOCTRINES = ("even", "shoot-look-shoot", "shoot-look-salvo")
SCOPES = ("raid", "warhead")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doctrine:
    """How often the defence looks and how it spends its stock.

    Raises
    ------
    MidcourseError
        An unknown name, looks below one, a time below zero.
    """

    name: str = "shoot-look-shoot"
    looks: int = column("1", "rounds of shots; `even` has one", default=2)
    assess_time: float = column("s", "intercept to the next launch", default=0.0)

    def __post_init__(self):
        if self.name not in DOCTRINES:
            raise MidcourseError("unknown doctrine", where="Doctrine.name", got=self.name, hint=", ".join(DOCTRINES))
        if self.looks < 1 or self.looks != int(self.looks):
            raise MidcourseError("a doctrine has one look or more", where="Doctrine.looks", got=self.looks)
        if not self.assess_time >= 0.0:
            raise MidcourseError("a time is not negative", where="Doctrine.assess_time", got=self.assess_time)

    @property
    def rounds(self):
        """Rounds of shots: 1 for `even`, else the looks."""
        return 1 if self.name == "even" else int(self.looks)

    @property
    def spends_all(self):
        """Whether the last round spends all that is left."""
        return self.name != "shoot-look-shoot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """Factors of the kill probability of a shot that is taken, and the failure that shots share.

    Raises
    ------
    MidcourseError
        A probability outside [0, 1] or an unknown scope.
    """

    reliability: float = column("1", "interceptor works, drawn for each shot", default=1.0)
    hand_over: float = column("1", "threat lies in the basket, for each shot", default=1.0)
    hit: float = column("1", "hit given all else, for each shot", default=1.0)
    selection: float = column("1", "object shot at is the warhead, drawn once a threat", default=1.0)
    common_mode: float = column("1", "failure shared by all shots of the scope", default=0.0)
    common_scope: str = "raid"

    def __post_init__(self):
        for name in ("reliability", "hand_over", "hit", "selection", "common_mode"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise MidcourseError(
                    "a probability lies between 0 and 1", where=f"Kill.{name}", got=getattr(self, name)
                )
        if self.common_scope not in SCOPES:
            raise MidcourseError(
                "unknown scope of the common mode",
                where="Kill.common_scope",
                got=self.common_scope,
                hint=" or ".join(SCOPES),
            )

    @property
    def single_shot(self):
        """Kill probability of one shot but for what shots share."""
        return self.reliability * self.hand_over * self.hit

    def picked(self, objects):
        """Chance that the object shot at is the warhead: it is known, or else one of the objects is taken by chance.

        With one object the stated chance stands alone.

        Parameters
        ----------
        objects : int or array
            The warhead and those that look like it.
        """
        by_chance = np.where(np.asarray(objects) > 1, 1.0 / np.asarray(objects, float), 0.0)
        return self.selection + (1.0 - self.selection) * by_chance

    @property
    def raid_fails(self):
        """Chance that every shot of the raid fails."""
        return self.common_mode if self.common_scope == "raid" else 0.0

    @property
    def warhead_fails(self):
        """Chance that every shot at one warhead fails for the common cause."""
        return self.common_mode if self.common_scope == "warhead" else 0.0
