"""The answer of `midcourse coverage`: JSON keys of the contract, a few lines of text, and the table of cells."""

import numpy as np

from .answers import answer

M2_IN_KM2 = 1e6


def coverage(survey, cells_file=None):
    """JSON of `midcourse coverage`.

    Parameters
    ----------
    survey : scenario.Survey
    cells_file : path or None
        Where the table of cells was written.

    Returns
    -------
    answer : dict
    """
    readings = [_reading(row, survey.cells.area, cells_file, survey.left_out) for row in survey.readings]
    body = {
        "scenario": survey.scenario,
        "resolution_deg": survey.cells.resolution_deg,
        "cells": len(survey.cells.area),
        "sensors": list(survey.sensor_keys),
        "without": survey.left_out,
        "readings": readings,
    }
    return answer("coverage", body, survey.notes)


def _reading(row, area, cells_file, left_out):
    whole, rest = row.coverage, row.without
    found = {
        "reading": row.reading,
        **_areas(whole, area),
        "cells_file": None if cells_file is None else str(cells_file),
        "by_sensor": [_sensor(whole, k) for k in range(len(whole.sensor_keys))],
    }
    if left_out is not None:
        lost = (whole.words == "seen") & (rest.words == "never")
        later = rest.first_seen - whole.first_seen
        found["without"] = {
            "sensors": list(rest.sensor_keys),
            **_areas(rest, area),
            "lost_km2": _sum(area, lost),
            "later_s": _spread(later[np.isfinite(later)]),
        }
    return found


def _sum(area, rows):
    return float(area[rows].sum()) / M2_IN_KM2


def _areas(covered, area):
    words = covered.words
    names = {"seen_km2": "seen", "never_km2": "never", "not_threatened_km2": "not-threatened"}
    return {name: _sum(area, words == word) for name, word in names.items()}


def _spread(values):
    """Least, median and most; null where there is nothing."""
    if not len(values):
        return {"least": None, "median": None, "most": None}
    return {
        "least": float(values.min()),
        "median": float(np.median(values)),
        "most": float(values.max()),
    }


def _sensor(covered, k):
    times, lasts = covered.first_by_sensor[:, k], covered.seen_by_sensor[:, k]
    ever = np.isfinite(times)
    return {
        "sensor": covered.sensor_keys[k],
        "first_seen_s": _spread(times[ever]),
        "seen_s": float(np.median(lasts[ever])) if ever.any() else None,
        "flights": len(times),
        "flights_seen": int(ever.sum()),
    }


def coverage_text(found):
    """The same answer as a few lines for people.

    Parameters
    ----------
    found : dict from `coverage`
    """
    lines = [
        f"{found['scenario']}: {found['cells']} cells of {found['resolution_deg']:g} deg,"
        f" sensors {', '.join(found['sensors'])}"
    ]
    for r in found["readings"]:
        lines.append(f"  {r['reading']}")
        lines.append(f"    seen {_mega(r['seen_km2'])}, never {_mega(r['never_km2'])}{_rest(r)}")
        lines += [f"    {_sensor_text(sensor)}" for sensor in r["by_sensor"]]
        if "without" in r:
            without = r["without"]
            later = without["later_s"]["median"]
            lines.append(
                f"    without {found['without']}: seen {_mega(without['seen_km2'])}, lost {_mega(without['lost_km2'])}"
                + ("" if later is None else f", else seen {later:.0f} s later (median)")
            )
    return "\n".join(lines + [f"  note: {text}" for text in found["warnings"]])


def _mega(km2):
    return f"{km2 / 1e6:.2f} million km2"


def _rest(row):
    return f", not threatened {_mega(row['not_threatened_km2'])}" if row["not_threatened_km2"] else ""


def _sensor_text(sensor):
    first = sensor["first_seen_s"]
    if first["median"] is None:
        return f"{sensor['sensor']}: never sees any of {sensor['flights']} flights"
    return (
        f"{sensor['sensor']}: {sensor['flights_seen']} of {sensor['flights']} flights, first after {first['least']:.0f}"
        f" to {first['most']:.0f} s (median {first['median']:.0f}), in view {sensor['seen_s']:.0f} s (median)"
    )


def cell_table(survey):
    """Columns of the cells, one row a reading and cell.

    Parameters
    ----------
    survey : scenario.Survey

    Returns
    -------
    columns : dict of name -> array: reading, latitude_deg, longitude_deg, country, area_km2, status, first_seen_s, and
        with something left out without_status, without_first_seen_s
    """
    cells, rows = survey.cells, survey.readings
    n = len(cells.area)
    columns = {
        "reading": np.repeat([row.reading for row in rows], n),
        "latitude_deg": np.tile(cells.latitude_deg, len(rows)),
        "longitude_deg": np.tile(cells.longitude_deg, len(rows)),
        "country": np.tile(cells.country, len(rows)),
        "area_km2": np.tile(cells.area / M2_IN_KM2, len(rows)),
        "status": np.concatenate([row.coverage.words for row in rows]),
        "first_seen_s": np.concatenate([row.coverage.first_seen for row in rows]),
    }
    if survey.left_out is not None:
        columns["without_status"] = np.concatenate([row.without.words for row in rows])
        columns["without_first_seen_s"] = np.concatenate([row.without.first_seen for row in rows])
    return columns
