"""Claims about the shipped cities and borders (earth.places), which policy reads."""

import numpy as np
import pytest
import shapely

from midcourse.earth import places
from midcourse.policy import alliance

# greatest distance of a capital from its simplified outline: coasts are drawn to about 3 km, seats lie on harbours
CAPITAL_NEAR_DEG = 0.1
AREA_TOLERANCE = 0.02  # simplified coasts, and round numbers in books
# national populations around 2020, millions (World Bank, rounded): what cities hold must be part of it, not more
NATIONAL_MILLIONS = {
    "US": 331,
    "DE": 83,
    "FR": 67,
    "GB": 67,
    "IT": 60,
    "ES": 47,
    "PL": 38,
    "CZ": 10.7,
    "HU": 9.8,
    "TR": 84,
}
LEAST_SHARE, GREATEST_SHARE = 0.33, 0.85  # France has few large communes, Turkey large ones
WORLD_URBAN_MILLIONS = (2500, 4400)  # below the urban population of the world (4.4 billion in 2020)
# fmt: off
NATO_CAPITALS = [
    "Brussels", "Ottawa", "Copenhagen", "Paris", "Reykjavík", "Rome", "Luxembourg", "Amsterdam", "Oslo", "Lisbon",
    "London", "Washington", "Athens", "Ankara", "Berlin", "Madrid", "Prague", "Budapest", "Warsaw", "Sofia", "Tallinn",
    "Riga", "Vilnius", "Bucharest", "Bratislava", "Ljubljana", "Tirana", "Zagreb", "Podgorica", "Skopje", "Helsinki",
    "Stockholm",
]
# fmt: on


def outlines():
    return {country.code: country.shape for country in places.countries() if country.code}


def test_there_are_as_many_countries_and_cities_as_the_sources_hold():
    assert 235 <= len(outlines()) <= 241  # 241 shapes in the source, five without a code
    assert 25_000 < len(places.cities().name) < 34_006  # 34,006 rows in the source, districts left out
    assert (places.cities().population[~places.cities().capital] >= 15_000).all()


def test_outlines_are_valid_and_inside_the_map():
    for scale in ("50m", "110m"):
        for country in places.countries(scale):
            assert country.shape.is_valid
            assert not country.shape.is_empty
            assert country.shape.bounds[0] >= -180
            assert country.shape.bounds[2] <= 180


@pytest.mark.parametrize(
    ("code", "east", "west"),
    [("RU", (170, 66), (-175, 66.5)), ("FJ", (178, -17.8), (-179.9, -16.7)), ("US", (173.0, 52.9), (-150, 65))],
)
def test_countries_on_the_antimeridian_lie_on_both_sides_and_are_not_smeared_across(code, east, west):
    shape = outlines()[code]
    for place in (east, west):
        assert shape.distance(shapely.Point(place)) < CAPITAL_NEAR_DEG
    assert not shape.contains(shapely.Point(-40, shape.centroid.y))  # a ring not cut there would cover the Atlantic
    assert all(part.bounds[2] - part.bounds[0] < 200 for part in shape.geoms)


def test_russia_has_the_area_that_books_give():
    """17.1 million km^2 with Kaliningrad, equal-area cylinder; drawn with or without Crimea 0.2 % apart."""
    shape = shapely.transform(
        outlines()["RU"], lambda xy: np.column_stack([np.radians(xy[:, 0]), np.sin(np.radians(xy[:, 1]))])
    )
    assert shape.area * 6371.0**2 == pytest.approx(17.1e6, rel=AREA_TOLERANCE)


def test_capitals_of_all_32_nato_members_are_there_and_lie_in_their_country():
    cities, shapes = places.cities(), outlines()
    codes = [member.code for member in alliance.members("NATO", "2024-03-07")]
    rows = np.flatnonzero(cities.capital & np.isin(cities.country, codes))
    assert sorted(cities.name[rows]) == sorted(NATO_CAPITALS)
    for row in rows:
        point = shapely.Point(cities.longitude_deg[row], cities.latitude_deg[row])
        assert shapes[cities.country[row]].distance(point) < CAPITAL_NEAR_DEG, cities.name[row]


@pytest.mark.parametrize("code", NATIONAL_MILLIONS)
def test_city_people_are_a_plausible_share_of_the_nation(code):
    cities = places.cities()
    share = cities.population[cities.country == code].sum() / 1e6 / NATIONAL_MILLIONS[code]
    assert LEAST_SHARE < share < GREATEST_SHARE


def test_city_people_of_the_world_are_fewer_than_its_urban_people():
    assert WORLD_URBAN_MILLIONS[0] < places.cities().population.sum() / 1e6 < WORLD_URBAN_MILLIONS[1]


@pytest.mark.parametrize(
    "district", ["Brooklyn", "Queens", "The Bronx", "Üsküdar", "Islington", "Neukölln", "Paris 15 Vaugirard"]
)
def test_districts_are_not_counted_beside_their_city(district):
    assert district not in places.cities().name


@pytest.mark.parametrize("scale", ["50m", "110m"])
def test_land_covers_the_countries(scale):
    land = places.land(scale)
    assert land.contains(shapely.Point(19.0, 52.0))
    assert not land.contains(shapely.Point(-40.0, 30.0))
