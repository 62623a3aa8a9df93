"""Claims about alliances: days of accession, and what counts as protected."""

import datetime

import numpy as np
import pytest

from midcourse.earth import places
from midcourse.errors import MidcourseError
from midcourse.policy import alliance

# day of accession, members from that day on: NATO's own list, and the counts of the 2007-08 debate (26)
ACCESSIONS = [
    ("1949-08-24", 12),
    ("1952-02-18", 14),
    ("1955-05-06", 15),
    ("1982-05-30", 16),
    ("1999-03-12", 19),
    ("2004-03-29", 26),
    ("2009-04-01", 28),
    ("2017-06-05", 29),
    ("2020-03-27", 30),
    ("2023-04-04", 31),
    ("2024-03-07", 32),
]


@pytest.mark.parametrize(("day", "count"), ACCESSIONS)
def test_membership_changes_on_the_day_of_accession(day, count):
    before = datetime.date.fromisoformat(day) - datetime.timedelta(days=1)
    counts = [0] + [number for _, number in ACCESSIONS]
    assert len(alliance.members("NATO", day)) == count
    assert len(alliance.members("NATO", before)) == counts[counts.index(count) - 1]


def test_there_were_26_members_on_5_april_2008_and_no_albania_or_croatia():
    codes = {member.code for member in alliance.members("NATO", "2008-04-05")}
    assert len(codes) == 26
    assert {"PL", "CZ", "TR", "US", "CA", "IS"} <= codes
    assert not {"AL", "HR", "ME", "MK", "FI", "SE", "CH", "AT", "IE", "UA"} & codes


@pytest.mark.parametrize(
    ("name", "date"), [("NATO", "2008-13-01"), ("NATO", "soon"), ("NAATO", "2008-01-01"), ("", "2008-01-01")]
)
def test_an_unknown_alliance_or_day_is_an_error(name, date):
    with pytest.raises(MidcourseError):
        alliance.members(name, date)


@pytest.mark.parametrize(
    ("country", "latitude_deg", "longitude_deg", "protected"),
    [
        ("US", 21.31, -157.86, False),  # Honolulu
        ("US", 24.56, -81.78, True),  # Key West, north of the Tropic
        ("US", 61.22, -149.90, True),  # Anchorage
        ("PR", 18.47, -66.11, False),  # San Juan
        ("FR", 48.85, 2.35, True),
        ("GF", 4.94, -52.33, False),  # Cayenne, an overseas department
        ("RE", -20.88, 55.45, False),
        ("PM", 46.78, -56.17, True),  # Saint-Pierre
        ("GL", 64.18, -51.72, True),  # Nuuk
        ("GI", 36.14, -5.35, True),
        ("ES", 36.01, -5.61, True),  # Tarifa
        ("ES", 35.89, -5.32, False),  # Ceuta, in Africa
        ("ES", 35.29, -2.94, False),  # Melilla
        ("ES", 28.10, -15.41, True),  # Las Palmas, an Atlantic island north of the Tropic
        ("PT", 37.74, -25.67, True),  # Azores
        ("TR", 37.07, 37.38, True),
        ("HR", 45.81, 15.98, False),  # not a member in 2008
        ("RU", 55.75, 37.62, False),
    ],
)
def test_the_protected_area_follows_the_rule(country, latitude_deg, longitude_deg, protected):
    codes = [member.code for member in alliance.members("NATO", "2008-04-05")]
    found = alliance.is_protected(codes, [country], [latitude_deg], [longitude_deg])
    assert bool(found[0]) is protected


def test_every_capital_of_nato_is_protected():
    cities = places.cities()
    codes = [member.code for member in alliance.members("NATO", "2024-03-07")]
    capitals = cities.capital & np.isin(cities.country, codes)
    assert set(cities.country[capitals]) == set(codes)
    assert alliance.is_protected(codes, cities.country, cities.latitude_deg, cities.longitude_deg)[capitals].all()
