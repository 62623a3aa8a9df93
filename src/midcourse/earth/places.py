"""Cities and countries from small shipped files: GeoNames (CC BY 4.0) and Natural Earth (public domain).

Model page: docs/models/policy/geodata.md. Sources: [geonames], [naturalearth].
"""

import json
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

import numpy as np

ATTRIBUTION = "Cities: GeoNames (geonames.org), CC BY 4.0, changed. Borders: Natural Earth, public domain."
"""Line that every map and table made from this data carries."""


class Cities(NamedTuple):
    """Cities of 15,000 people and more, and every capital; arrays of one length, grouped by country, largest first."""

    country: np.ndarray  # (n,) two-letter ISO code, XK for Kosovo
    name: np.ndarray  # (n,) text
    latitude_deg: np.ndarray  # (n,)
    longitude_deg: np.ndarray  # (n,)
    population: np.ndarray  # (n,) whole people
    capital: np.ndarray  # (n,) True for the seat of a country or territory

    def take(self, rows):
        """The same table with only these rows (a mask or indices)."""
        return Cities(*(column[rows] for column in self))


class Country(NamedTuple):
    """Outline of a country or territory: shapely multipolygon in degrees, cut at the antimeridian."""

    code: str
    name: str
    shape: object


@lru_cache(maxsize=1)
def cities():
    """All shipped cities, read once; the arrays are read-only.

    Returns
    -------
    Cities
    """
    text = _read("cities.tsv").split("\n")
    rows = [line.split("\t") for line in text[2:] if line]
    country, population, capital, name, latitude, longitude = zip(*rows, strict=True)
    columns = (
        np.array(country),
        np.array(name),
        np.array(latitude, float),
        np.array(longitude, float),
        np.array(population, np.int64),
        np.array(capital) == "1",
    )
    for column in columns:
        column.flags.writeable = False
    return Cities(*columns)


@lru_cache(maxsize=2)
def countries(scale="50m"):
    """Outlines of all countries and territories.

    Parameters
    ----------
    scale : str
        "50m" (borders to about 3 km) or "110m" (for small world maps; many islands are missing).

    Returns
    -------
    tuple of Country
        Code "" where the source gives none.
    """
    text = _read(f"countries_{scale}.geojson")
    named = [feature["properties"] for feature in json.loads(text)["features"]]
    return tuple(Country(one["code"], one["name"], shape) for one, shape in zip(named, _shapes(text), strict=True))


@lru_cache(maxsize=2)
def land(scale="50m"):
    """Land of the world as one shapely multipolygon in degrees, for coast lines on maps.

    Parameters
    ----------
    scale : str
        "50m" or "110m".
    """
    import shapely

    return shapely.union_all(land_parts(scale))


@lru_cache(maxsize=2)
def land_parts(scale="50m"):
    """Continents and islands of the world as shapely polygons in degrees, for asking whether points are on land.

    Parameters
    ----------
    scale : str
        "50m" or "110m".

    Returns
    -------
    list of polygons
    """
    import shapely

    return shapely.get_parts(_shapes(_read(f"land_{scale}.geojson"))).tolist()


def _shapes(text):
    """Shapes of the features of a GeoJSON text, in order."""
    import shapely

    return shapely.get_parts(shapely.from_geojson(text))


def _read(name):
    return (resources.files("midcourse.earth") / "data" / name).read_text(encoding="utf-8")
