"""Places that a scenario names: cities by name, countries by code, sets of cities to aim at or to protect."""

import difflib
from functools import lru_cache

import numpy as np

from ..earth import places
from ..policy import alliance
from . import catalog


@lru_cache(maxsize=1)
def country_codes():
    """Codes of all countries and territories with a city or an outline of their own."""
    return frozenset(places.cities().country.tolist())


def find_city(name, country):
    """Row of the largest city of that name in a country; None where there is none."""
    cities = places.cities()
    rows = np.flatnonzero((cities.name == name) & (cities.country == country))
    return int(rows[0]) if len(rows) else None


def similar_cities(name, country):
    """Up to three names of cities of a country that look like this one."""
    cities = places.cities()
    return difflib.get_close_matches(name, cities.name[cities.country == country].tolist(), n=3, cutoff=0.6)


def member_codes(part):
    """Codes of the countries that a part of the file names: by alliance and day, or one by one."""
    if part.alliance is None:
        return tuple(part.countries)
    return tuple(member.code for member in alliance.members(part.alliance, part.date))


def protected_cities(codes):
    """Cities of 15,000 people and more, and capitals, in the protected area of these countries.

    Returns
    -------
    places.Cities
        With the codes of their countries (a territory's cities under the country it belongs to).
    """
    cities = places.cities()
    rows = alliance.is_protected(codes, cities.country, cities.latitude_deg, cities.longitude_deg)
    found = cities.take(rows)
    owners = np.array([alliance.owner_of(code) if code not in codes else code for code in found.country.tolist()])
    own_seat = found.capital & (owners == found.country)
    return found._replace(country=owners, capital=own_seat)


def aimed_cities(part):
    """Cities of more than `cities_over` people, and the capitals, of the countries that an aim names."""
    codes = [code for code in member_codes(part) if code not in (part.without_countries or ())]
    found = protected_cities(codes)
    return found.take((found.population > part.cities_over) | found.capital)


def named_codes(names, date):
    """Codes of countries named one by one or by the name of an alliance on a day."""
    codes = set()
    for name in names:
        codes |= {member.code for member in alliance.members(name, date)} if name in alliance.ALLIANCES else {name}
    return codes


def place_deg(place):
    """Latitude, longitude in degrees and name of one place of a file: a site, a city, or a point."""
    if place.city is None:
        latitude, longitude = site_deg(place)
        return latitude, longitude, place.site or f"{latitude:g}, {longitude:g}"
    cities = places.cities()
    row = find_city(place.city, place.country)
    return float(cities.latitude_deg[row]), float(cities.longitude_deg[row]), place.city


def site_deg(part):
    """(latitude, longitude) in degrees of a part with a site or a place."""
    if part.site is None:
        return part.latitude_deg, part.longitude_deg
    site = catalog.site(part.site)
    return site.latitude_deg, site.longitude_deg


@lru_cache(maxsize=512)
def country_name(code):
    """Name of a country; the code where it has none."""
    named = {member.code: member.country for list_ in alliance.ALLIANCES.values() for member in list_}
    if code in named:
        return named[code]
    return next((country.name for country in places.countries() if country.code == code), code)
