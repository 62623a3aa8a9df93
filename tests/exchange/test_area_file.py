"""An area as somebody drew it: every GeoJSON that holds polygons is read, everything else is one message."""

import json

import pytest
from shapely import box
from shapely.geometry import mapping

from midcourse.errors import MidcourseError
from midcourse.exchange.area_file import LARGEST, read_area

SQUARE = mapping(box(10, 45, 20, 50))
FEATURE = {"type": "Feature", "properties": {}, "geometry": SQUARE}


@pytest.mark.parametrize(
    "found",
    [
        SQUARE,
        FEATURE,
        {"type": "FeatureCollection", "features": [FEATURE, {"type": "Feature", "properties": {}, "geometry": None}]},
        {"type": "GeometryCollection", "geometries": [SQUARE, {"type": "Point", "coordinates": [0, 0]}]},
        {"type": "MultiPolygon", "coordinates": [SQUARE["coordinates"]]},
    ],
)
def test_polygons_are_found_wherever_they_lie(tmp_path, found):
    path = tmp_path / "area.geojson"
    path.write_text(json.dumps(found))
    assert read_area(path).equals(box(10, 45, 20, 50))


def test_a_bow_tie_is_mended(tmp_path):
    path = tmp_path / "area.geojson"
    path.write_text(json.dumps({"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]}))
    assert read_area(path).is_valid


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "7",
        "null",
        '{"type": "Point", "coordinates": [0, 0]}',
        '{"type": "FeatureCollection", "features": []}',
        '{"type": "FeatureCollection"}',
        '{"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}',
        '{"type": "Polygon", "coordinates": [[["a", 0], [1, 1], [0, 1], ["a", 0]]]}',
        '{"type": "Polygon", "coordinates": [[[0, 0], [500, 0], [500, 10], [0, 0]]]}',
        '{"type": "Polygon", "coordinates": [[[0, 0], [1, NaN], [1, 10], [0, 0]]]}',
        '{"type": "Polygon", "coordinates": [[[0, 0], [1, 1e400], [1, 10], [0, 0]]]}',
        "[" * 100_000,
    ],
)
def test_what_is_no_area_is_refused_with_the_file(tmp_path, text):
    path = tmp_path / "area.geojson"
    path.write_text(text)
    with pytest.raises(MidcourseError) as told:
        read_area(path)
    assert "area.geojson" in str(told.value)


def test_files_that_are_none_and_files_too_large_are_refused(tmp_path):
    large = tmp_path / "large.geojson"
    large.write_bytes(b" " * (LARGEST + 1))
    for path in (tmp_path, tmp_path / "none.geojson", large):
        with pytest.raises(MidcourseError):
            read_area(path)
