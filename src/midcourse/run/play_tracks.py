"""What a raid that is played knows of its flights, and the ways of its shots. docs/models/engagement/basket.md"""

import numpy as np
from scipy.interpolate import CubicSpline

from .. import engagement
from ..earth import WGS84, ecef_to_geodetic, geodetic_to_ecef
from ..errors import CatalogError
from ..scenario import accuracy
from ..units import deg_to_rad, m_to_km, rad_to_deg
from . import shot_tables

LOOKS = 60
"""Times at which an error is told."""

_DECIMALS = 4


def track_error(path, seen, radars):
    """One-sigma ellipse of the best track of a flight, on its own clock.

    Parameters
    ----------
    path : (time, x, y, z) arrays, s and m
        Of the flight, axes fixed to the Earth.
    seen : sequence of (sensor, first s, last s)
    radars : dict of sensor -> (Accuracy, site (3,) m)
        Those that measure; a satellite gives no track.

    Returns
    -------
    dict or None
        `sensors`, and `rows` of [s, semi-major km, semi-minor km, azimuth of the major axis deg, row of the sensor].
    """
    views = [(name, first, last) for name, first, last in seen if name in radars and last > first]
    if not views or len(path[0]) <= 3:
        return None
    where = CubicSpline(path[0], np.column_stack(path[1:]))
    asked = np.linspace(min(first for _, first, _ in views), path[0][-1], LOOKS + 1)[1:]
    latitude, longitude, _ = ecef_to_geodetic(where(asked), WGS84)
    found = []
    for name, first, last in views:
        measure, site_ecef = radars[name]
        place = where(np.clip(asked, None, last)), latitude, longitude
        found.append(engagement.track_ellipse(measure, site_ecef, (first, last), asked, place))
    major, minor, azimuth = (np.stack(column) for column in zip(*found, strict=True))
    best = np.argmin(np.where(np.isfinite(major), major, np.inf), axis=0)
    pick = best, np.arange(len(asked))
    rows = np.column_stack([asked, m_to_km(major[pick]), m_to_km(minor[pick]), rad_to_deg(azimuth[pick]), best])
    rows = np.round(rows[np.isfinite(rows).all(axis=1)], _DECIMALS)
    return {"sensors": [name for name, _, _ in views], "rows": rows.tolist()}


def radars_of(rows):
    """Accuracy and place of the radars among the sensors of a run.

    Parameters
    ----------
    rows : sequence of dict from the table `sensors`
    """
    found = {}
    for row in rows:
        try:
            measure = accuracy.accuracy(row["preset"])
        except CatalogError:
            continue  # a satellite
        place = deg_to_rad(row["latitude_deg"]), deg_to_rad(row["longitude_deg"])
        found[row["key"]] = measure, np.asarray(geodetic_to_ecef(*place, 0.0, WGS84), float)
    return found


def lags(run):
    """Battery -> s from launch to the start of its arc, from the first shots that the run drew."""
    launched = {(row["reading"], row["threat"]): row["battery"] for row in _rows(run, "shots") if row["look"] == 1}
    ways: dict = {}
    for row in _rows(run, "interceptor_paths"):
        ways.setdefault((row["reading"], row["threat"]), []).append(row["time_s"])
    return {launched[key]: times[1] - times[0] for key, times in ways.items() if key in launched}


def _rows(run, table):
    return run.table(table).arrow.to_pylist()


def ways(paths, salvos, sites_ecef, lag):
    """Where the interceptors of salvos are, each on the clock of the flight that it meets.

    Parameters
    ----------
    paths : sequence of (time, x, y, z) arrays, s and m
        Of the flights that are met.
    salvos : sequence of (battery, launch s, meet s)
    sites_ecef : dict of battery -> (3,) array, m
    lag : dict of battery -> s

    Returns
    -------
    list of (met (3,) m, time, position_ecef) or (met, None, None)
    """
    if not salvos:
        return []
    met = np.array(
        [
            CubicSpline(path[0], np.column_stack(path[1:]))(meet)
            for path, (_, _, meet) in zip(paths, salvos, strict=True)
        ]
    )
    site = np.array([sites_ecef[battery] for battery, _, _ in salvos])
    held = np.array([lag.get(battery, 0.0) for battery, _, _ in salvos])
    launch, meet = (np.array([row[k] for row in salvos]) for k in (1, 2))
    time, position, good = shot_tables.arcs(site, held, (launch, meet), met, WGS84)
    return [(met[k], time[k], position[k]) if good[k] else (met[k], None, None) for k in range(len(salvos))]


def sites_of(rows):
    """Battery -> place, m, axes fixed to the Earth.

    Parameters
    ----------
    rows : sequence of dict from the table `batteries`
    """
    return {
        row["key"]: np.asarray(
            geodetic_to_ecef(deg_to_rad(row["latitude_deg"]), deg_to_rad(row["longitude_deg"]), 0.0, WGS84), float
        )
        for row in rows
    }
