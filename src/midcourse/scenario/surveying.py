"""Coverage of a scenario: cells over its protected land, and what its sensors see of the flights to them."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import shapely

from ..analysis import coverage
from ..earth import places
from ..errors import ScenarioError
from ..policy import alliance
from ..units import deg_to_rad
from . import building

LEAST_RESOLUTION, GREATEST_RESOLUTION = 0.1, 10.0
"""deg, between the cells of a survey."""


class Cells(NamedTuple):
    """Middles of cells on protected land; arrays of one length."""

    latitude_deg: np.ndarray
    longitude_deg: np.ndarray
    country: np.ndarray
    area: np.ndarray  # m^2
    resolution_deg: float


class Surveyed(NamedTuple):
    """One reading: coverage by all sensors asked for, and without those left out (None where none is)."""

    reading: str
    coverage: object  # analysis.Coverage
    without: object  # analysis.Coverage or None


class Survey(NamedTuple):
    """Answer of `survey`."""

    scenario: str
    sensor_keys: tuple
    left_out: str | None
    cells: Cells
    readings: tuple
    devices: tuple  # of the first reading, for maps: (key, latitude_deg, longitude_deg, kind)
    launches: tuple  # (key, latitude_deg, longitude_deg)
    notes: tuple


def survey(scenario, sensor=None, without=None, resolution=1.0, readings=()):
    """What the sensors of a scenario see of flights to its protected land.

    Parameters
    ----------
    scenario : loading.Scenario
    sensor : str or None
        Only this sensor.
    without : str or None
        Key of a sensor, or code of a country whose sensors are left out beside.
    resolution : float, deg
    readings : sequence of str

    Returns
    -------
    Survey

    Raises
    ------
    ScenarioError
        No sensor, none of that name, or a resolution out of bounds.
    """
    if not LEAST_RESOLUTION <= resolution <= GREATEST_RESOLUTION:
        raise ScenarioError(
            "cells of that size are not made",
            where="resolution",
            got=resolution,
            hint=f"{LEAST_RESOLUTION} to {GREATEST_RESOLUTION} degrees",
        )
    cases = [building.build(scenario, name) for name in scenario.select(readings)]
    asked = [_asked(case, sensor) for case in cases]
    gone = [_left_out(case, sensors, without) for case, sensors in zip(cases, asked, strict=True)]
    found = cells(cases[0].protect.countries, resolution)
    known: dict = {}
    rows = [_survey_one(*row, found, known) for row in zip(cases, asked, gone, strict=True)]
    first = cases[0]
    return Survey(
        scenario=first.scenario,
        sensor_keys=tuple(part.key for part in asked[0]),
        left_out=without,
        cells=found,
        readings=tuple(rows),
        devices=tuple((s.key, *np.degrees((s.device.latitude, s.device.longitude)), s.kind) for s in asked[0]),
        launches=tuple((t.key, *place) for t in first.threats for place in t.launches.tolist()),
        notes=tuple(sorted({text for case in cases for text in case.warnings if text.startswith("sensor")})),
    )


def cells(codes, resolution):
    """Cells on the land of countries, in their protected area.

    Parameters
    ----------
    codes : sequence of str
        Countries; their territories count with them.
    resolution : float, deg
        Height of a cell, and its width too.

    Returns
    -------
    Cells
    """
    counted = {*codes, *(code for code, owner in alliance.TERRITORIES.items() if owner in codes)}
    half = 0.5 * resolution
    parts = []
    for country in places.countries():
        if country.code not in counted:
            continue
        west, south, east, north = country.shape.bounds
        latitude = np.arange(np.floor(south / resolution) * resolution + half, north, resolution)
        longitude = np.arange(np.floor(west / resolution) * resolution + half, east, resolution)
        x, y = (part.ravel() for part in np.meshgrid(longitude, latitude))
        shapely.prepare(country.shape)
        inside = shapely.intersects_xy(country.shape, x, y)
        parts.append((y[inside], x[inside], np.full(inside.sum(), country.code)))
    if not sum(len(part[0]) for part in parts):
        raise ScenarioError("no cell of that size lies on the protected land", where="resolution", got=resolution)
    latitude, longitude, code = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    _, once = np.unique(np.column_stack([latitude, longitude]), axis=0, return_index=True)  # a middle on a border
    first = np.zeros(len(latitude), bool)
    first[once] = True
    kept = first & alliance.is_protected(codes, code, latitude, longitude)
    area = _area(latitude, half, resolution)
    owners = np.array([alliance.owner_of(name) for name in code.tolist()])
    return Cells(latitude[kept], longitude[kept], owners[kept], area[kept], resolution)


def _area(latitude, half, resolution):
    """Area of cells, m^2, on the sphere of mean radius."""
    south, north = deg_to_rad(latitude - half), deg_to_rad(np.minimum(latitude + half, 90.0))
    return _RADIUS**2 * deg_to_rad(resolution) * (np.sin(north) - np.sin(south))


_RADIUS = 6_371_000.0


def _asked(case, sensor):
    """Sensors of a case that were asked for."""
    chosen = [part for part in case.sensors if sensor in (None, part.key)]
    if not chosen:
        keys = ", ".join(part.key for part in case.sensors)
        raise ScenarioError("no such sensor in this scenario", where="sensor", got=sensor, hint=keys or "add one")
    return chosen


def _left_out(case, sensors, without):
    """(m,) bool, sensors that are left out: by key, or by the country that owns or hosts them."""
    if without is None:
        return None
    gone = np.array([without in (part.key, part.owner, part.host) for part in sensors])
    if not gone.any():
        keys = ", ".join(part.key for part in case.sensors)
        raise ScenarioError("no sensor of that key or country", where="without", got=without, hint=keys)
    return gone


def _survey_one(case, sensors, gone, found, known):
    """One reading; readings with the same sensors and threats share what was computed."""
    aimpoints = np.column_stack([found.latitude_deg, found.longitude_deg])
    kinds = tuple((t.missile, t.launches.tobytes(), tuple(sorted(t.shape.items())), t.signature) for t in case.threats)
    devices = tuple(part.device for part in sensors)
    keys = tuple(part.key for part in sensors)
    if kinds not in known:
        known[kinds] = coverage.fly_classes(case.threats, aimpoints, case.earth)
    flown = known[kinds]
    if (kinds, devices) not in known:
        known[kinds, devices] = coverage.watch_classes(devices, flown)
    sightings = known[kinds, devices]
    whole = coverage.cover(keys, flown, sightings, np.ones(len(keys), bool))
    rest = None if gone is None else coverage.cover(keys, flown, _without(gone, devices, flown, sightings), ~gone)
    return Surveyed(case.reading, whole, rest)


def _without(gone, devices, flown, sightings):
    """Sightings when some sensors tell nobody where to look; the same ones where no radar waits for their word."""
    silent = {device.key for device, left in zip(devices, gone, strict=True) if left}
    mounts = [getattr(device, "mount", None) for device in devices]
    if not any(mount is not None and silent.intersection(mount.cued_by) for mount in mounts):
        return sightings
    alone = [
        device
        if mount is None
        else replace(device, mount=replace(mount, cued_by=tuple(key for key in mount.cued_by if key not in silent)))
        for device, mount in zip(devices, mounts, strict=True)
    ]
    return coverage.watch_classes(alone, flown)
