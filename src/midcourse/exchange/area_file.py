"""An area that somebody drew: polygons of a GeoJSON file. Source: [rfc7946]."""

import json
import math
from pathlib import Path

from ..errors import MidcourseError

LARGEST = 5_000_000
"""bytes of a file of an area."""

POLYGONS = ("Polygon", "MultiPolygon")


def read_area(path):
    """Union of the polygons of a GeoJSON file.

    Parameters
    ----------
    path : path

    Returns
    -------
    shapely geometry, degrees, valid and not empty

    Raises
    ------
    MidcourseError
        No such file, too large, no GeoJSON, no polygon, or a point off the map.
    """
    import shapely
    from shapely.geometry import shape

    try:
        geometries = [
            g
            for g in _geometries(json.loads(_text(path), parse_float=_finite, parse_constant=_finite))
            if g.get("type") in POLYGONS
        ]
        shapes = [shapely.make_valid(shape(geometry)) for geometry in geometries]
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, shapely.errors.ShapelyError):
        raise _refused("this is no GeoJSON of polygons", path, "unreadable") from None
    union = shapely.union_all(shapes)
    if union.is_empty:
        raise _refused("this GeoJSON holds no polygon", path, f"{len(shapes)} polygons")
    west, south, east, north = bounds = union.bounds
    if not all(map(math.isfinite, bounds)) or west < -180.0 or east > 180.0 or south < -90.0 or north > 90.0:
        raise _refused("the area leaves the map", path, bounds, "longitude -180 to 180, latitude -90 to 90; cut there")
    return union


def _text(path):
    path = Path(path)
    if not path.is_file():
        raise _refused("no such file", path, "nothing")
    if path.stat().st_size > LARGEST:
        raise _refused(
            "this file of an area is too large", path, f"{path.stat().st_size:,} bytes", f"{LARGEST:,} bytes"
        )
    return path.read_text(encoding="utf-8")


def _finite(text):
    """A number that is one: JSON as it is written here and there has infinities too."""
    if not math.isfinite(value := float(text)):
        raise ValueError(text)
    return value


def _geometries(found):
    """Geometries of a GeoJSON object, whatever holds them."""
    kind = found["type"]
    if kind == "FeatureCollection":
        return [feature["geometry"] for feature in found["features"] if feature["geometry"]]
    if kind == "Feature":
        return [found["geometry"]]
    return found["geometries"] if kind == "GeometryCollection" else [found]


def _refused(what, path, got, hint="a GeoJSON file with a Polygon or MultiPolygon, in degrees"):
    return MidcourseError(what, where=str(path), got=got, hint=hint)
