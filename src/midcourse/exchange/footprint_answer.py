"""The answer of `midcourse footprint`: JSON keys of the contract, a few lines of text, the table of cells, GeoJSON."""

import json
import math
from pathlib import Path

import numpy as np
import shapely

from ..errors import MidcourseError
from ..units import rad_to_deg
from .answers import answer

M2_IN_KM2 = 1e6
WORDS = ("defended", "undefended", "not-threatened")
_DECIMALS = 6  # of a degree: a tenth of a metre


def footprint(found):
    """JSON of `midcourse footprint`.

    Parameters
    ----------
    found : scenario.defended.Footprint

    Returns
    -------
    answer : dict
    """
    asked = found.question
    body = {
        "scenario": found.scenario,
        "resolution_deg": asked.resolution_deg,
        "cells": len(found.cells),
        "against": asked.against,
        "readings": [_reading(found, row) for row in found.readings],
    }
    return answer("footprint", body, found.notes)


def _reading(found, row):
    area, words, people = found.cells.area, row.words("cells"), row.populations
    body = {
        "reading": row.reading,
        "shots_needed": row.shots_needed,
        **{f"{word.replace('-', '_')}_km2": _sum(area, words == word) for word in WORDS},
        "defended_population": people.defended,
        "undefended_population": people.undefended,
        "not_threatened_population": people.not_threatened,
        "places": _places(found, row),
        "countries": _countries(row),
    }
    if row.groups:
        body["by"] = [{"name": g.name, "defended_km2": _sum(area, g.cells.covered)} for g in row.groups]
    if row.launch_area is not None:
        body["launch_area"] = _launch_area(row.launch_area)
    if row.operating_area is not None:
        body["operating_area"] = _operating_area(row.operating_area)
    if row.other is not None:
        body["difference"] = _difference(found, row)
    return body


def _launch_area(ground):
    found = [
        {"battery": key, "denied_km2": ground.denied(k) / M2_IN_KM2} for k, (key, _) in enumerate(ground.by_battery)
    ]
    return {"place": ground.place, "by_battery": found}


def _operating_area(ground):
    return {"key": ground.key, "km2": ground.area / M2_IN_KM2, "listed": ground.listed}


def _difference(found, row):
    more, less, gained, lost = found.changed(row)
    names = found.places.name
    return {
        "other": row.other.name,
        "gained_km2": _sum(found.cells.area, more),
        "lost_km2": _sum(found.cells.area, less),
        "gained": names[gained & found.named].tolist(),
        "lost": names[lost & found.named].tolist(),
    }


def _sum(area, rows):
    return float(area[rows].sum()) / M2_IN_KM2


def _places(found, row):
    """One row a named place, in the order of the scenario's places."""
    table = _place_columns(found, row, np.flatnonzero(found.named))
    return [dict(zip(table, values, strict=True)) for values in zip(*table.values(), strict=True)]


def _place_columns(found, row, rows):
    places, held = found.places, row.places
    return {
        "name": places.name[rows].tolist(),
        "country": places.country[rows].tolist(),
        "latitude_deg": rad_to_deg(places.latitude[rows]).tolist(),
        "longitude_deg": rad_to_deg(places.longitude[rows]).tolist(),
        "population": places.population[rows].tolist(),
        "capital": places.capital[rows].tolist(),
        "status": row.words("places")[rows].tolist(),
        "covered": held.covered[rows].tolist(),
        "shots": held.shots[rows].tolist(),
        "deciding_threat": row.deciders("places")[rows].tolist(),
        "why_not": row.reasons("places")[rows].tolist(),
    }


def _countries(row):
    told = row.countries
    columns = (told.code.tolist(), row.words("countries").tolist(), told.defended_share.tolist())
    return [
        {
            "code": code,
            "status": status,
            "defended_share": None if math.isnan(share) else share,
            "largest_undefended_city": city,
        }
        for code, status, share, city in zip(*columns, told.largest_undefended_city, strict=True)
    ]


def footprint_text(found):
    """The same answer as a few lines for people.

    Parameters
    ----------
    found : dict from `footprint`
    """
    lines = [f"{found['scenario']}: {found['cells']} cells of {found['resolution_deg']:g} deg"]
    for r in found["readings"]:
        lines.append(f"  {r['reading']}")
        lines.append(
            "    " + ", ".join(f"{w.replace('-', ' ')} {_mega(r[w.replace('-', '_') + '_km2'])}" for w in WORDS)
        )
        lines.append(
            f"    people in cities: defended {r['defended_population'] / 1e6:.1f} million,"
            f" undefended {r['undefended_population'] / 1e6:.1f} million"
        )
        lines += [f"    {line}" for line in _country_lines(r["countries"])]
        lines += [f"    by {g['name']}: {_mega(g['defended_km2'])}" for g in r.get("by", [])]
        lines += [f"    {line}" for line in _option_lines(r)]
    lines.append("  a footprint takes each threat alone, with full magazines: it says nothing about raids")
    return "\n".join(lines + [f"  note: {text}" for text in found["warnings"]])


def _country_lines(countries):
    for status in ("undefended", "partly"):
        codes = [c["code"] for c in countries if c["status"] == status]
        if codes:
            yield f"{status}: {', '.join(codes)}"


def _option_lines(r):
    if "launch_area" in r:
        for b in r["launch_area"]["by_battery"]:
            yield f"launches at {r['launch_area']['place']} denied by {b['battery']}: from {b['denied_km2']:,.0f} km2"
    if "operating_area" in r:
        ground = r["operating_area"]
        yield f"{ground['key']} may stand on {ground['km2']:,.0f} km2 and {ground['listed']} places stay defended"
    if "difference" in r:
        change = r["difference"]
        yield f"with {change['other']}: gained {_mega(change['gained_km2'])}, lost {_mega(change['lost_km2'])}"
        for name in ("gained", "lost"):
            if change[name]:
                yield f"places {name}: {', '.join(change[name])}"


def _mega(km2):
    return f"{km2 / 1e6:.3f} million km2"


def cell_table(found):
    """Columns of the cells, one row a reading and cell.

    Parameters
    ----------
    found : scenario.defended.Footprint

    Returns
    -------
    columns : dict of name -> array
        reading, latitude_deg, longitude_deg (of the aim point), side_deg, country, area_km2, status, shots,
        deciding_threat, why_not
    """
    cells, rows = found.cells, found.readings
    n = len(cells)

    def each(name):
        return np.concatenate([getattr(row, name)("cells") for row in rows])

    return {
        "reading": np.repeat([row.reading for row in rows], n),
        "latitude_deg": np.tile(cells.latitude_deg, len(rows)),
        "longitude_deg": np.tile(cells.longitude_deg, len(rows)),
        "side_deg": np.tile(cells.size * cells.resolution, len(rows)),
        "country": np.tile(cells.country, len(rows)),
        "area_km2": np.tile(cells.area / M2_IN_KM2, len(rows)),
        "status": each("words"),
        "shots": np.concatenate([row.cells.shots for row in rows]),
        "deciding_threat": each("deciders"),
        "why_not": each("reasons"),
    }


def area_collection(found):
    """GeoJSON collection of the areas: one feature a reading and status, cut at the antimeridian. Source: [rfc7946].

    Parameters
    ----------
    found : scenario.defended.Footprint

    Returns
    -------
    dict
    """
    features = []
    for row in found.readings:
        words = row.words("cells")
        for word, shape in found.areas(row.reading).items():
            properties = {
                "scenario": found.scenario,
                "reading": row.reading,
                "status": word,
                "area_km2": _sum(found.cells.area, words == word),
            }
            features.append({"type": "Feature", "geometry": geometry(shape), "properties": properties})
        features += _ground_features(found, row)
    return {"type": "FeatureCollection", "name": f"{found.scenario}, defended area", "features": features}


def _ground_features(found, row):
    """Features of the options: ground denied by each battery, operating ground, what is gained and lost."""
    parts = []
    if row.launch_area is not None:
        cells = row.launch_area.cells
        parts += [(f"denied by {key}", cells, verdicts.covered) for key, verdicts in row.launch_area.by_battery]
    if row.operating_area is not None:
        parts.append((f"operating area of {row.operating_area.key}", row.operating_area.cells, row.operating_area.good))
    if row.other is not None:
        more, less, _, _ = found.changed(row)
        parts += [("gained", found.cells, more), ("lost", found.cells, less)]
    for name, cells, rows in parts:
        properties = {
            "scenario": found.scenario,
            "reading": row.reading,
            "status": name,
            "area_km2": _sum(cells.area, rows),
        }
        shape = geometry(shapely.union_all(cells.shape[rows]))
        yield {"type": "Feature", "geometry": shape, "properties": properties}


def geometry(shape):
    """GeoJSON geometry of an area: outer rings run against the clock, holes with it, longitudes from -180 to 180.

    Parameters
    ----------
    shape : shapely area, degrees, longitude first
    """
    rounded = shapely.set_precision(shape, 10.0**-_DECIMALS)
    turned = shapely.orient_polygons(shapely.MultiPolygon(_polygons(rounded)), exterior_cw=False)
    return json.loads(shapely.to_geojson(turned))


def _polygons(shape):
    parts = shapely.get_parts(shape)
    if shape.geom_type == "GeometryCollection":
        parts = shapely.get_parts(parts)
    return [part for part in parts if part.geom_type == "Polygon" and not part.is_empty]


def write_areas(found, path):
    """GeoJSON file of the areas.

    Parameters
    ----------
    found : scenario.defended.Footprint
    path : path

    Returns
    -------
    pathlib.Path
    """
    path = Path(path)
    text = json.dumps(area_collection(found), ensure_ascii=False, allow_nan=False)
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise MidcourseError("the file cannot be written", where=str(path), got=error.strerror) from error
    return path
