"""GeoJSON: the places of a run with what became of them. Source: [rfc7946]."""

import json
from pathlib import Path

from ..errors import MidcourseError


def places_collection(run, *, reading=None):
    """GeoJSON collection of the places of one reading.

    Parameters
    ----------
    run : results.Run
    reading : str or None
        None takes the first.

    Returns
    -------
    dict

    Raises
    ------
    MidcourseError
        The run has no such reading.
    """
    reading = reading or run.readings[0]
    if reading not in run.readings:
        raise MidcourseError("the run has no such reading", got=reading, hint=f"it has {', '.join(run.readings)}")
    rows = run.table("places").arrow.to_pylist()
    return {
        "type": "FeatureCollection",
        "name": f"{run.manifest['name']}, {reading}",
        "features": [_feature(row) for row in rows if row["reading"] == reading],
    }


def write_places(run, path, *, reading=None):
    """GeoJSON file of the places of one reading.

    Parameters
    ----------
    run : results.Run
    path : path
    reading : str or None
        None takes the first.

    Returns
    -------
    pathlib.Path
    """
    path = Path(path)
    text = json.dumps(places_collection(run, reading=reading), ensure_ascii=False, allow_nan=False, indent=1)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise MidcourseError("the file cannot be written", where=str(path), got=error.strerror) from error
    return path


def _feature(row):
    """One place: longitude first, seven decimals (a centimetre), values that do not exist as null."""
    place = [round(row["longitude_deg"], 7), round(row["latitude_deg"], 7)]
    properties = {key: _value(value) for key, value in row.items() if key not in ("latitude_deg", "longitude_deg")}
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": place}, "properties": properties}


def _value(value):
    return None if isinstance(value, float) and value - value != 0.0 else value  # NaN and infinity are no JSON
