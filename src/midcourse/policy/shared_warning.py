"""Shared warning: what each party knows when, alone and with others' sensors, and how often it is falsely alarmed.

Model page: docs/models/policy/shared-warning.md.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from ..columns import column
from ..errors import MidcourseError

TRUST = ("off", "hint", "believed")
"""Of another's word: not had; never enough alone but a second view; as good as one's own."""

YEAR = 365.25 * 86400.0
"""s"""


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningLink:
    """How one owner's sensors reach another party."""

    giver: str
    taker: str
    latency: float = column("s", "first sight to the word on the taker's screen")
    trust: str = "believed"

    def __post_init__(self):
        if self.trust not in TRUST:
            raise MidcourseError("no such trust", where="WarningLink", got=self.trust, hint=", ".join(TRUST))
        if not self.latency >= 0.0:
            raise MidcourseError("a word is not there before the sight", where="WarningLink", got=self.latency)


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningRules:
    """What has to happen between a first word and an order."""

    own_latency: float = column("s", "first sight by an own sensor to the word", default=0.0)
    confirm_time: float = column("s", "how long a single source is watched before it counts", default=60.0)
    confer_time: float = column("s", "conference of those who decide", default=0.0)
    consult_time: float = column("s", "asking others: allies, or the other side", default=0.0)
    order_time: float = column("s", "decision to the order given", default=0.0)

    def __post_init__(self):
        for name in ("own_latency", "confirm_time", "confer_time", "consult_time", "order_time"):
            if not getattr(self, name) >= 0.0:
                raise MidcourseError("a time is not negative", where=f"WarningRules.{name}", got=getattr(self, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """When one party knows of each flight, s from its lift-off; NaN never. Arrays (n,)."""

    known: np.ndarray = column("s", "first word of anybody it hears")
    sensor: np.ndarray = field(repr=False)
    """Index of the sensor whose word came first; -1 none."""
    confirmed: np.ndarray = column("s", "when the warning counts: a source of trust watched long enough, or a second")
    warning_time: np.ndarray = column("s", "confirmed warning to impact")
    decision_time: np.ndarray = column("s", "what conference, consultation and order leave of it; may be below zero")


def warn(first_seen, owners, flight_time, party, links, rules):
    """What one party knows of some flights, and how long before their impact.

    Parameters
    ----------
    first_seen : (n, m) array, s from lift-off
        By sensor; NaN never.
    owners : (m,) sequence of str
        Whose sensors they are.
    flight_time : (n,) array, s
    party : str
    links : sequence of WarningLink
        Those of other takers are passed over; a link from the party to itself is not needed.
    rules : WarningRules

    Returns
    -------
    Warned
    """
    first_seen, flight_time = np.asarray(first_seen, float), np.asarray(flight_time, float)
    latency, trust = _terms(owners, party, links, rules)
    word = np.where(np.isnan(first_seen), np.inf, first_seen) + latency
    trusted = np.where(trust == TRUST.index("believed"), word, np.inf)
    confirmed = np.minimum(trusted.min(axis=1, initial=np.inf) + rules.confirm_time, _second_view(word, trusted))
    known = word.min(axis=1, initial=np.inf)
    ahead = flight_time - confirmed
    spent = rules.confer_time + rules.consult_time + rules.order_time
    return Warned(
        known=_told(known),
        sensor=np.where(np.isfinite(known), np.argmin(word, axis=1), -1) if word.shape[1] else np.full(len(word), -1),
        confirmed=_told(confirmed),
        warning_time=_told(ahead),
        decision_time=_told(ahead - spent),
    )


def _told(time):
    return np.where(np.isfinite(time), time, np.nan)


def _terms(owners, party, links, rules):
    """Latency (m,) of each sensor's word at a party, inf where it is not had, and the code of its trust (m,)."""
    known = {link.giver: link for link in links if link.taker == party and link.giver != party and link.trust != "off"}
    latency, trust = np.full(len(owners), np.inf), np.zeros(len(owners), int)
    for k, owner in enumerate(owners):
        if owner == party:
            latency[k], trust[k] = rules.own_latency, TRUST.index("believed")
        elif owner in known:
            latency[k], trust[k] = known[owner].latency, TRUST.index(known[owner].trust)
    return latency, trust


def _second_view(word, trusted):
    """When two sensors, at least one of them trusted, have told of the flight, (n,) s; inf never."""
    if word.shape[1] < 2:
        return np.full(len(word), np.inf)
    order = np.sort(word, axis=1)
    others = np.where(word == order[:, :1], order[:, 1:2], order[:, :1])  # the first word of any sensor but this one
    return np.maximum(trusted, others).min(axis=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseAlarms:
    """What makes false alarms of one party's sensors, and what clears them; rates per year."""

    rate: float = column("1", "alarms a year that its own sensors raise by themselves")
    other_rate: float = column("1", "the same of the other's sensors, as far as they are shared", default=0.0)
    duration: float = column("s", "mean time until such an alarm is seen to be false", default=360.0)
    launches: float = column("1", "harmless launches a year that look like the real thing at first", default=0.0)
    mistaken: float = column("1", "chance that one of them is mistaken", default=0.0)
    notified: float = column("1", "share of them of which notice was given", default=0.0)
    heard: float = column("1", "chance that a notice reaches the crew", default=1.0)
    other_share: float = column("1", "share of them that the other's sensors see", default=0.0)

    def __post_init__(self):
        for name in ("rate", "other_rate", "duration", "launches"):
            if not getattr(self, name) >= 0.0:
                raise MidcourseError("a rate is not negative", where=f"FalseAlarms.{name}", got=getattr(self, name))
        for name in ("mistaken", "notified", "heard", "other_share"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise MidcourseError(
                    "a share lies between 0 and 1", where=f"FalseAlarms.{name}", got=getattr(self, name)
                )


def false_alarms_a_year(alarms, rules, trust="off", latency=0.0):
    """False warnings a year that count as confirmed, by the sensors themselves and by harmless launches.

    Alarms come as two independent Poisson streams and last exponential times. Alone one counts when it outlasts the
    confirmation. Where the other's word is believed, its silence clears an alarm once it is there, and only alarms that
    overlap count; as a hint it clears nothing, and two that overlap count at once.

    Parameters
    ----------
    alarms : FalseAlarms
    rules : WarningRules
    trust : {"off", "hint", "believed"}
        What the other's word is to the party.
    latency : float, s
        Of that word.

    Returns
    -------
    (by sensors, by launches), numbers a year
    """
    if trust not in TRUST:
        raise MidcourseError("no such trust", where="false_alarms_a_year", got=trust, hint=", ".join(TRUST))
    wait = rules.confirm_time
    open_launches = alarms.launches * alarms.mistaken * (1.0 - alarms.notified * alarms.heard)
    if trust == "off":
        return alarms.rate * _outlasts(wait, alarms.duration), open_launches
    together = 2.0 * alarms.rate * alarms.other_rate * alarms.duration / YEAR
    if trust == "hint":
        return alarms.rate * _outlasts(wait, alarms.duration) + together, open_launches
    if latency >= wait:  # the other's silence comes too late to clear it
        return alarms.rate * _outlasts(wait, alarms.duration) + together, open_launches
    return together, open_launches * (1.0 - alarms.other_share)


def _outlasts(wait, duration):
    """Chance that an alarm lasts longer than it is watched."""
    return math.exp(-wait / duration) if duration > 0.0 else 0.0
