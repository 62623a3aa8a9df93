"""GeoJSON of places: points with longitude first, read back by shapely, values that do not exist as null."""

import json

import numpy as np
import pytest
import shapely

from midcourse import results
from midcourse.errors import MidcourseError
from midcourse.exchange import geojson


@pytest.fixture
def run(tmp_path):
    places = {
        "reading": (["one", "one", "two"], "", ""),
        "name": (["Reykjavík", "=cmd()", "Oslo"], "", ""),
        "latitude_deg": (np.array([64.1466, 38.0, 59.9]), "deg", ""),
        "longitude_deg": (np.array([-21.9426, 23.7, 10.7]), "deg", ""),
        "population": (np.array([118918, 1, 2]), "", ""),
        "required_speed_ideal_m_s": (np.array([np.inf, np.nan, 1.0]), "m/s", ""),
    }
    manifest = results.describe_run(
        name="toy", scenario_text="", seed=1, readings={"axes": [], "names": ["one", "two"]}, command=["midcourse"]
    )
    return results.read(results.write(tmp_path / "run", {"places": results.table(places)}, manifest))


def test_shapely_reads_the_places(run, tmp_path):
    path = geojson.write_places(run, tmp_path / "places.geojson")
    points = shapely.from_geojson(path.read_text(encoding="utf-8"))
    assert shapely.get_coordinates(points).tolist() == [[-21.9426, 64.1466], [23.7, 38.0]]


def test_values_that_do_not_exist_are_null(run):
    features = geojson.places_collection(run)["features"]
    assert [f["properties"]["required_speed_ideal_m_s"] for f in features] == [None, None]
    assert features[0]["properties"]["name"] == "Reykjavík"
    json.dumps(features, allow_nan=False)


def test_one_reading_at_a_time(run):
    assert [f["properties"]["name"] for f in geojson.places_collection(run, reading="two")["features"]] == ["Oslo"]


def test_an_unknown_reading_is_told_with_the_known_ones(run):
    with pytest.raises(MidcourseError, match="no such reading") as caught:
        geojson.places_collection(run, reading="three")
    assert "two" in caught.value.hint
