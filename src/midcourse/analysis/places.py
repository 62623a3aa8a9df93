"""Who is defended: status, shots, deciding threat and reason of each place; countries and people by status."""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from midcourse.columns import column
from midcourse.engagement import Reason
from midcourse.errors import MidcourseError


class Status(IntEnum):
    """What holds of a place, and PARTLY of a country."""

    NOT_THREATENED = 0
    DEFENDED = 1
    UNDEFENDED = 2
    PARTLY = 3

    @property
    def word(self):
        """The word of the doors."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Cities and capitals, one row each."""

    name: np.ndarray = column("", "name for people")
    country: np.ndarray = column("", "code of the country")
    latitude: np.ndarray = column("rad", "geodetic latitude")
    longitude: np.ndarray = column("rad", "longitude")
    population: np.ndarray = column("", "people counted here")
    capital: np.ndarray = column("", "whether it is one")

    def __len__(self):
        return len(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class DefendedPlaces:
    """One row a place, in the order of `Places`."""

    status: np.ndarray
    """int8 codes of `Status`."""
    shots: np.ndarray = column("1", "least shots that fit over the threats; 0 where not threatened")
    deciding_threat: np.ndarray = column("", "index of the first threat with that least; -1 where not threatened")
    reason: np.ndarray = column("", "code of engagement.Reason; 0 where defended or not threatened")

    @property
    def words(self):
        """Status of each place in words, (n,)."""
        return np.array([kind.word for kind in Status])[self.status]

    @property
    def covered(self):
        """True only for defended places."""
        return self.status == Status.DEFENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Countries:
    """One row a country, by code."""

    code: np.ndarray
    status: np.ndarray
    """int8 codes of `Status`."""
    defended_share: np.ndarray = column(
        "1", "defended part of the threatened population; NaN where nobody is threatened"
    )
    largest_undefended_city: tuple
    """Name, or None."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Populations:
    """People by status of their place."""

    defended: int
    undefended: int
    not_threatened: int


def defended_places(place, threat, reached, shots, reason, place_count, shots_needed=1):
    """Status of each place from what holds of each flight to it, each flight alone and with full magazines.

    A place is threatened by a flight that reaches it, and defended when at least `shots_needed` shots fit against
    every flight that threatens it. Page docs/models/analysis/defended-places.md.

    Parameters
    ----------
    place : array_like of int (n,)
        Place of each flight, 0 to `place_count` - 1.
    threat : array_like of int (n,)
        Threat of each flight, in file order.
    reached : array_like of bool (n,)
    shots : array_like of int (n,)
        Shots that fit against it.
    reason : array_like of int8 (n,)
        Code of `engagement.Reason` where none fits.
    place_count : int
    shots_needed : int

    Returns
    -------
    DefendedPlaces

    Raises
    ------
    MidcourseError
        Columns of different length, or fewer than one shot needed.
    """
    columns = [np.asarray(part) for part in (place, threat, reached, shots, reason)]
    if len({len(part) for part in columns}) != 1:
        raise MidcourseError("one row a flight in every column", where="defended_places", got=[len(c) for c in columns])
    if shots_needed < 1:
        raise MidcourseError("a defence takes at least one shot", where="shots_needed", got=shots_needed)
    place, threat, reached, shots, reason = (part[columns[2].astype(bool)] for part in columns)
    order = np.lexsort((threat, shots, place))  # first row of each place: least shots, then first in file order
    place, threat, shots, reason = place[order], threat[order], shots[order], reason[order]
    first = np.ones(len(place), bool)
    first[1:] = place[1:] != place[:-1]
    rows = place[first]
    status = np.full(place_count, Status.NOT_THREATENED, np.int8)
    least, decider, why = np.zeros(place_count, np.int64), np.full(place_count, -1), np.zeros(place_count, np.int8)
    enough = shots[first] >= shots_needed
    status[rows] = np.where(enough, Status.DEFENDED, Status.UNDEFENDED)
    least[rows], decider[rows] = shots[first], threat[first]
    # some shots fit but not enough of them: there was no time for one more
    why[rows] = np.where(enough, Reason.NONE, np.where(shots[first] > 0, Reason.SEEN_TOO_LATE, reason[first]))
    return DefendedPlaces(status=status, shots=least, deciding_threat=decider, reason=why)


def countries_of(places, defended):
    """Status of each country by its threatened population.

    `defended` when all of it is, `undefended` when none is, `partly` between, `not-threatened` when nobody is
    threatened. A country whose threatened places count nobody goes by the number of places.

    Parameters
    ----------
    places : Places
    defended : DefendedPlaces

    Returns
    -------
    Countries
        In the order of the codes.
    """
    codes, row = np.unique(places.country, return_inverse=True)
    people = np.asarray(places.population, float)
    threatened, held = defended.status != Status.NOT_THREATENED, defended.status == Status.DEFENDED
    weight = np.where(np.bincount(row, people * threatened, len(codes))[row] > 0, people, 1.0)
    exposed = np.bincount(row, weight * threatened, len(codes))
    safe = np.bincount(row, weight * held, len(codes))
    with np.errstate(invalid="ignore"):
        share = np.where(exposed > 0, safe / exposed, np.nan)
    status = np.where(share >= 1.0, Status.DEFENDED, np.where(share <= 0.0, Status.UNDEFENDED, Status.PARTLY))
    return Countries(
        code=codes,
        status=np.where(exposed > 0, status, Status.NOT_THREATENED).astype(np.int8),
        defended_share=share,
        largest_undefended_city=_largest_undefended(places, defended, row, len(codes)),
    )


def _largest_undefended(places, defended, row, count):
    names: list[str | None] = [None] * count
    bare = np.flatnonzero(defended.status == Status.UNDEFENDED)
    for k in bare[np.argsort(np.asarray(places.population)[bare], kind="stable")]:
        names[row[k]] = str(places.name[k])
    return tuple(names)


def populations(places, defended):
    """People in defended, undefended and not-threatened places.

    Parameters
    ----------
    places : Places
    defended : DefendedPlaces
    """
    people = np.asarray(places.population)
    return Populations(
        defended=int(people[defended.status == Status.DEFENDED].sum()),
        undefended=int(people[defended.status == Status.UNDEFENDED].sum()),
        not_threatened=int(people[defended.status == Status.NOT_THREATENED].sum()),
    )


def members_undefended(countries):
    """Number of countries that are undefended or only partly defended.

    Parameters
    ----------
    countries : Countries
    """
    return int(np.isin(countries.status, (Status.UNDEFENDED, Status.PARTLY)).sum())
