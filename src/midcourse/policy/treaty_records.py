"""Records of a treaty check: the rules, what a scenario deploys, the question and its findings; SI.

Model page: docs/models/policy/treaty.md.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

OK, BREACH, DISPUTED, CANNOT_SAY, NOT_APPLICABLE = "ok", "breach", "disputed", "cannot-say", "not-applicable"
VERDICTS = (OK, BREACH, DISPUTED, CANNOT_SAY, NOT_APPLICABLE)

ABM = "abm"
PURPOSES = (
    ABM,
    "theatre-defence",
    "air-defence",
    "early-warning",
    "space-tracking",
    "technical-means",
    "instrumentation",
)
"""What a part is for: stated, never guessed."""

BASINGS = ("fixed", "mobile", "sea", "air", "space")
STEPS = ("ground-breaking", "first-concrete", "foundation", "rails")
"""Steps of building a radar, by which its beginning was dated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A treaty, protocol or set of statements: `in_force` None was never in force; `ended` is the first day without.

    `from_memory` says so of its days.
    """

    key: str
    title: str
    signed: datetime.date
    in_force: datetime.date | None
    ended: datetime.date | None
    from_memory: bool = False

    def holds(self, day):
        """Whether it is in force on a day."""
        if self.in_force is None or day < self.in_force:
            return False
        return self.ended is None or day < self.ended

    def only_signed(self, day):
        """Whether it is signed on a day and not in force before or on it."""
        return day >= self.signed and (self.in_force is None or day < self.in_force)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A side: codes of its territory (`former_codes` until `former_until`), the area it chose, its test ranges."""

    key: str
    name: str
    national_codes: tuple
    former_codes: tuple
    former_until: datetime.date | None
    area_kind: str
    test_sites: tuple
    notice: datetime.date | None

    def codes_on(self, day):
        """Codes of its territory on a day; None stands for now.

        Parameters
        ----------
        day : datetime.date or None
        """
        was_larger = day is not None and self.former_until is not None and day < self.former_until
        return (*self.national_codes, *self.former_codes) if was_larger else self.national_codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: `check` names the function that judges it, `settings` holds what else it needs, in SI."""

    key: str
    instrument: str
    article: str
    check: str
    title: str
    limit: float | None
    unit: str
    limit_notes: str
    from_memory: bool
    readings: tuple
    settings: Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """Everything that is data: instruments, parties and rules, by key in order."""

    instruments: Mapping
    parties: Mapping
    rules: Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One test of a part: greatest speed (m/s) and range (m) of the object, whether the part guided an intercept."""

    object_speed: float | None
    object_ground_range: float | None
    guides: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What stands somewhere: interceptors with their launchers, a radar or a satellite; None is what nobody stated.

    `tested` is True, False or "disputed" (in an ABM mode); `rounds` are those of one launcher; `object_speed` is the
    fastest object that it is made for; `border_distance` and `land_ahead` (one a face, () for all round) are of the
    national territory at the time it was deployed; `serves` are the keys of batteries that fire on its word.
    """

    key: str
    preset: str
    kind: str
    owner: str
    host: str
    operator: str
    supplier: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    site: str | None = None
    purpose: str | None = None
    basing: str | None = None
    tested: bool | str | None = None
    deployed: datetime.date | None = None
    test_site: str | None = None
    ready: int = 0
    launchers: int | None = None
    rounds: int | None = None
    rapid_reload: bool | None = None
    kill_vehicles: int | None = None
    speed: float | None = None
    object_speed: float | None = None
    phased: bool | None = None
    mean_power: float | None = None
    aperture: float | None = None
    border_distance: float | None = None
    land_ahead: tuple | None = None
    trials: tuple | None = None
    construction: Mapping = field(default_factory=dict)
    serves: tuple = ()

    @property
    def potential(self):
        """Mean power times antenna area, W m^2; None where one of the two is not known."""
        return None if self.mean_power is None or self.aperture is None else self.mean_power * self.aperture


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """What a scenario deploys: parts, centres of areas {(party, area): (latitude, longitude) rad}, and stated facts.

    `area_kind` is the kind chosen where it is not the party's own; `sight_fires` says that interceptors leave on the
    word of a satellite alone; `agreed_sites` are further test ranges by the day they were agreed.
    """

    name: str
    parts: tuple
    centres: Mapping
    area_kind: str | None = None
    sight_fires: bool = False
    defended_share: float | None = None
    swaps: tuple = ()
    agreed_sites: Mapping = field(default_factory=dict)
    blueprints: tuple | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked: a deployment held against the rules on a day, for one party."""

    rulebook: Rulebook
    deployment: Deployment
    date: datetime.date
    party: Party

    def own(self, *kinds):
        """Parts that the party owns, of these kinds (all without)."""
        parts = self.deployment.parts
        return tuple(p for p in parts if p.owner == self.party.key and (not kinds or p.kind in kinds))


class Outcome(NamedTuple):
    """What a check says of some parts; `limit` replaces the rule's where it depends on the day."""

    applies_to: tuple
    verdict: str
    why: str
    value: float | None = None
    reading: str | None = None
    limit: float | None = None


class Finding(NamedTuple):
    """One row of the answer, SI."""

    rule: str
    reading: str | None
    instrument: str
    instrument_in_force: bool
    article: str
    applies_to: tuple
    verdict: str
    value: float | None
    limit: float | None
    unit: str
    why: str
