"""How fast an interceptor must be to meet flights: ideal, and with the boosts that ideal vehicles do not have.

Model page: docs/models/engagement/required-speed.md.
"""

import math
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from .. import earth, engagement, flight, sensing
from ..columns import column
from ..errors import MidcourseError

DELAYS_FROM = ("lift-off", "burnout", "first-sight")
PHASES = ("after-burnout", "boost", "any")
NO_CAP = 1e6
"""m/s; a speed that no answer exceeds, for telling "too slow" from "too late"."""

BOOST_KNOTS = 96


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingQuestion:
    """Which meeting is asked for: from where, how late, in which phase, under which rules.

    Raises
    ------
    MidcourseError
        A delay or burn time below zero, an unknown word, first sight without a watcher.
    """

    site: tuple[float, float] = column("rad", "latitude and longitude of the launch site")
    delay: float = column("s", "how long after `delay_from` the interceptor leaves at the earliest")
    delay_from: str = "lift-off"
    phase: str = "after-burnout"
    rules: engagement.MeetingRules
    threat_burn: float | None = column("s", "burn time of an impulsive threat; None: it has none", default=None)
    interceptor_burn: float = column("s", "burn time of the interceptor", default=0.0)

    def __post_init__(self):
        right = (
            (0.0 <= self.delay < math.inf, "delay", self.delay, "seconds, 0 or more"),
            (self.delay_from in DELAYS_FROM, "delay_from", self.delay_from, " or ".join(DELAYS_FROM)),
            (self.phase in PHASES, "phase", self.phase, " or ".join(PHASES)),
            (
                self.delay_from != "first-sight" or self.rules.watcher is not None,
                "delay_from",
                self.delay_from,
                "first sight needs a site that looks: visible_from",
            ),
            (0.0 <= self.interceptor_burn < math.inf, "interceptor_burn", self.interceptor_burn, "seconds, 0 or more"),
            (
                self.threat_burn is None or 0.0 <= self.threat_burn < math.inf,
                "threat_burn",
                self.threat_burn,
                "seconds, 0 or more",
            ),
        )
        for good, name, value, hint in right:
            if not good:
                raise MidcourseError("this makes no question of a meeting", where=name, got=value, hint=hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meetings:
    """Answers, one row a flight: ideal times on the flight's clock, those with lags from the real lift-off."""

    ideal: engagement.RequiredSpeeds
    lagged: engagement.RequiredSpeeds
    reason: np.ndarray = column("", "code of engagement.Reason where there is no ideal answer, else 0")
    lagged_reason: np.ndarray = column("", "the same with lags")
    first_seen: np.ndarray = column("s", "first sight from the watcher's site, ideal clock; NaN never or not asked")
    threat_burn: np.ndarray = column("s", "burn time of the threat")
    threat_lag: np.ndarray = column("s", "how far an ideal threat runs ahead; 0 for staged")
    interceptor_lag: float = column("s", "how far a powered interceptor runs behind")

    def __len__(self):
        return len(self.reason)

    @property
    def words(self):
        """Reasons (2, n) in words of the doors, ideal and with lags; None where there is an answer."""
        names = np.array([kind.word or None for kind in engagement.Reason], object)
        return names[np.stack([self.reason, self.lagged_reason])]


def meetings(flights, question, delay=None):
    """Least launch speeds that meet flights, ideal and with lags, and why not where there is none.

    Parameters
    ----------
    flights : flight.Flights, n rows
    question : MeetingQuestion
    delay : (n,) array, s, or None
        One delay a row in place of the question's.

    Returns
    -------
    Meetings

    Raises
    ------
    MidcourseError
        The boost phase of flights that have none.
    """
    if question.phase == "boost" and flights.impulsive:
        raise MidcourseError(
            "an impulsive flight has no boost to meet it in",
            where="phase",
            got="boost",
            hint="a staged missile, or phase after-burnout",
        )
    delay = np.full(len(flights), question.delay) if delay is None else np.asarray(delay, float)
    burn = np.nan_to_num(flights.burnout_time)
    lag = np.zeros(len(flights))
    if flights.impulsive:
        burn = np.full(len(flights), question.threat_burn or 0.0)
        lag = engagement.lag_of_burn(burn)
    seen = _first_sight(flights, question.rules.watcher)
    own = engagement.lag_of_burn(question.interceptor_burn)
    zero = np.zeros(len(flights))
    from_burnout = zero if flights.impulsive else burn  # of the ideal clock
    start = {"lift-off": zero, "burnout": from_burnout, "first-sight": np.where(np.isnan(seen), np.inf, seen)}
    ideal, reason = _ask(flights, question, start[question.delay_from] + delay, from_burnout)
    start["burnout"], start["lift-off"] = burn - lag, -lag
    powered, lagged_reason = _ask(
        flights, question, start[question.delay_from] + delay + own, np.maximum(burn - lag, 0.0)
    )
    return Meetings(
        ideal=ideal,
        lagged=replace(
            powered,
            launch_time=powered.launch_time + lag - own,
            intercept_time=powered.intercept_time + lag,
        ),
        reason=reason,
        lagged_reason=lagged_reason,
        first_seen=seen,
        threat_burn=burn,
        threat_lag=lag,
        interceptor_lag=own,
    )


def _first_sight(flights, watcher):
    """When a flight first stands above the lowest elevation of a watching site, (n,) s; NaN never."""
    if watcher is None:
        return np.full(len(flights), np.nan)
    eye = sensing.Radar(
        key="watcher",
        latitude=watcher.latitude,
        longitude=watcher.longitude,
        altitude=watcher.altitude,
        instrumented_range=math.inf,
        elevation_low=watcher.elevation_low,
        elevation_high=0.5 * math.pi,
    )
    return sensing.watch([eye], flights).first_seen[:, 0]


def _ask(flights, question, earliest, burnout):
    """(RequiredSpeeds, reasons) on the ideal clock."""
    if question.phase == "boost":
        flights = until_burnout(flights)
    first = burnout if question.phase == "after-burnout" else np.zeros(len(flights))

    def least(rows, start, rules):
        some = engagement.rows_of(flights, rows)
        return engagement.required_speed_many(some, question.site, start, rules, first_meeting=first[rows])

    everything = np.arange(len(flights))
    found = least(everything, earliest, question.rules)
    reason = np.zeros(len(flights), np.int8)
    none = np.flatnonzero(np.isinf(found.required_speed) & np.asarray(flights.reached, bool))
    if len(none):
        some = engagement.rows_of(flights, none)
        reason[none] = _why_none(some, partial(least, none), earliest[none], question.rules)
    return found, reason


def _why_none(flights, least, earliest, rules):
    """Codes of engagement.Reason for flights without an answer: what has to be given up for one to exist."""
    reason = engagement.Reason

    def some(start, **changes):
        return np.isfinite(least(start, replace(rules, speed_cap=NO_CAP, **changes)).required_speed)

    altitude = earth.ecef_to_geodetic(flights.knot_position_eci, flights.earth)[2]
    highest = altitude.max(axis=1)
    code = np.full(len(flights), reason.OUT_OF_REACH)  # no speed at all: below the site's horizon
    code[altitude[:, -1] > rules.maximum_altitude] = reason.TOO_HIGH  # a boost that ends above
    code[highest < rules.minimum_altitude] = reason.TOO_LOW
    code[some(np.zeros(len(flights)), watcher=None)] = reason.SEEN_TOO_LATE
    unwatched = some(earliest, watcher=None)
    code[unwatched] = reason.NOT_SEEN
    code[unwatched if rules.watcher is None else some(earliest)] = reason.OUT_OF_REACH
    code[np.isinf(earliest)] = reason.NOT_SEEN
    return code.astype(np.int8)


def until_burnout(flights):
    """The same flights as far as their thrust lasts, on knots of their own.

    Parameters
    ----------
    flights : flight.Flights, staged

    Returns
    -------
    flight.Flights
        Between its knots as near to the flight as the one it was cut from.
    """
    share = np.linspace(0.0, 1.0, BOOST_KNOTS)
    times = np.nan_to_num(flights.burnout_time)[:, None] * share
    position, velocity = flight.states_between(flights, times)
    return replace(
        flights,
        flight_time=flights.burnout_time,
        knot_time=np.where(flights.reached[:, None], times, np.nan),
        knot_position_eci=position,
        knot_velocity_eci=velocity,
    )


def delay_curve(one, question, delays):
    """Required speed against delay: the same flight asked once for each.

    Parameters
    ----------
    one : flight.Flights, one row
    question : MeetingQuestion
    delays : (m,) array, s

    Returns
    -------
    Meetings, m rows
    """
    rows = np.zeros(len(delays), int)
    return meetings(engagement.rows_of(one, rows), question, np.asarray(delays, float))
