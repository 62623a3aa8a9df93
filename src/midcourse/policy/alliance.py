"""Who was a member of an alliance on a day, and which places count as its protected area.

Model page: docs/models/policy/alliance.md. Sources: [nato-accessions], [nat1949].
"""

import datetime
import difflib
from typing import NamedTuple

import numpy as np

from ..errors import MidcourseError

TROPIC_OF_CANCER = 23.4366
"""Latitude in degrees: southern limit of the protected area in America and the Atlantic [nat1949, art. 6]."""

AFRICAN_SHORE = 35.95
"""Latitude in degrees: Ceuta and Melilla lie south of it, mainland Spain north of it."""


class Member(NamedTuple):
    """A member with the day from which the alliance's promise held for it."""

    country: str
    code: str
    since: datetime.date


def _members(day, names):
    date = datetime.date.fromisoformat(day)
    return tuple(Member(name.strip()[3:], name.strip()[:2], date) for name in names.split(","))


NATO = (
    *_members(
        "1949-08-24",
        "BE Belgium, CA Canada, DK Denmark, FR France, IS Iceland, IT Italy, LU Luxembourg, NL Netherlands, NO Norway,"
        "PT Portugal, GB United Kingdom, US United States",
    ),
    *_members("1952-02-18", "GR Greece, TR Turkey"),
    *_members("1955-05-06", "DE Germany"),
    *_members("1982-05-30", "ES Spain"),
    *_members("1999-03-12", "CZ Czech Republic, HU Hungary, PL Poland"),
    *_members("2004-03-29", "BG Bulgaria, EE Estonia, LV Latvia, LT Lithuania, RO Romania, SK Slovakia, SI Slovenia"),
    *_members("2009-04-01", "AL Albania, HR Croatia"),
    *_members("2017-06-05", "ME Montenegro"),
    *_members("2020-03-27", "MK North Macedonia"),
    *_members("2023-04-04", "FI Finland"),
    *_members("2024-03-07", "SE Sweden"),
)
"""Members of NATO by the day of accession [nato-accessions]."""

ALLIANCES = {"NATO": NATO}

TERRITORIES = {
    "GL": "DK",
    "FO": "DK",
    "SJ": "NO",
    "AX": "FI",
    "GI": "GB",
    "IM": "GB",
    "JE": "GB",
    "GG": "GB",
    "BM": "GB",
    "PM": "FR",
}
"""Territories with a code of their own in Europe or in the Atlantic north of the Tropic, and whose they are."""


def members(alliance, date):
    """Members of an alliance on a day, in order of accession.

    Parameters
    ----------
    alliance : str
        A name of `ALLIANCES`.
    date : datetime.date or str
        Day; text as 2008-04-05.

    Returns
    -------
    tuple of Member
        Empty before the alliance existed.

    Raises
    ------
    MidcourseError
        Unknown alliance, or no such date.
    """
    day = _day(date)
    if alliance not in ALLIANCES:
        closest = difflib.get_close_matches(str(alliance).upper(), ALLIANCES, n=1, cutoff=0.4)
        hint = f"did you mean {closest[0]}?" if closest else f"one of {', '.join(ALLIANCES)}"
        raise MidcourseError("unknown alliance", got=alliance, hint=hint)
    return tuple(member for member in ALLIANCES[alliance] if member.since <= day)


def is_protected(codes, country, latitude_deg, longitude_deg):
    """Which places lie in the protected area of these countries.

    The members' territory in Europe, Turkey and North America north of the Tropic of Cancer, with islands of the
    Atlantic north of it; Hawaii, overseas departments and what lies in Africa are left out. Territories with a code of
    their own (`TERRITORIES`) count with their country.

    Parameters
    ----------
    codes : iterable of str
        Two-letter codes of the countries.
    country : (n,) array of str
    latitude_deg, longitude_deg : (n,) array

    Returns
    -------
    protected : (n,) array of bool
    """
    codes = set(codes)
    counted = sorted(codes | {territory for territory, owner in TERRITORIES.items() if owner in codes})
    country, latitude, longitude = np.asarray(country), np.asarray(latitude_deg), np.asarray(longitude_deg)
    hawaii = (country == "US") & (latitude < 30.0) & (longitude < -150.0)
    africa = (country == "ES") & (latitude < AFRICAN_SHORE) & (longitude > -10.0)
    return np.isin(country, counted) & (latitude > TROPIC_OF_CANCER) & ~hawaii & ~africa


def owner_of(code):
    """Code of the country that a territory belongs to; a country's own code is returned unchanged."""
    return TERRITORIES.get(code, code)


def _day(date):
    if isinstance(date, datetime.datetime):
        return date.date()
    if isinstance(date, datetime.date):
        return date
    try:
        return datetime.date.fromisoformat(str(date))
    except ValueError:
        raise MidcourseError("no such date", got=date, hint="a day such as 2008-04-05") from None
