"""Marks on the maps: places by status, sites, launch points, and the names they ask for."""

from dataclasses import dataclass

import numpy as np

from .labels import Wish
from .style import LIGHT, missile_glyph, slashed_ring


@dataclass(frozen=True, slots=True)
class Look:
    """How places of one status are marked and named; areas in square points, for cities and for capitals."""

    areas: tuple[float, float]
    weight: str
    ink: str
    size: float
    level: int


LOOKS = {  # least important first; a later one lies over an earlier one
    "not-threatened": Look((7.0, 7.0), "normal", LIGHT["ink3"], 11.0, 3),
    "defended": Look((15.0, 36.0), "normal", LIGHT["ink"], 11.5, 4),
    "undefended": Look((40.0, 56.0), "bold", LIGHT["uncovered"], 12.0, 6),
}
SITE_LOOKS = {  # marker, area, colour
    "battery": (missile_glyph(), 120.0, LIGHT["interceptor"]),
    "sensor": ("o", 70.0, LIGHT["sensor"]),
    "launch": ("D", 46.0, LIGHT["threat"]),
}
_FEW_PLACES, _LARGE_CITY = 60, 1_000_000  # with few places on a map its large cities are named too
_SMALLER = 0.65  # share of the area on the polar map
_PLACE_GAP, _SITE_GAP = 6.0, 9.0  # points between a mark's middle and its name


def draw_places(axes, base, places):
    """Draw the places of one reading.

    Parameters
    ----------
    axes : matplotlib Axes in points
    base : maps.Base
    places : list of dicts with name, latitude_deg, longitude_deg, population, capital, status

    Returns
    -------
    marks : list of (x, y, radius) that no name may cover
    wishes : list of Wish, most important first
    """
    latitude = np.array([place["latitude_deg"] for place in places])
    longitude = np.array([place["longitude_deg"] for place in places])
    x, y = base.points(latitude, longitude)
    shown = np.flatnonzero(base.shows(latitude, longitude))
    small = _SMALLER if base.view.is_round else 1.0
    marks, wishes = [], []
    few = len(shown) <= _FEW_PLACES
    for status, look in LOOKS.items():
        for capital in (False, True):
            rows = [k for k in shown if places[k]["status"] == status and bool(places[k]["capital"]) == capital]
            area = look.areas[capital] * small
            if rows:
                _draw_status(axes, status, x[rows], y[rows], area)
            named = [k for k in rows if capital or status == "undefended" or (few and _is_large(places[k]))]
            marks += [(float(x[k]), float(y[k]), np.sqrt(area) / 2) for k in named]
            wishes += [_place_wish(places[k], x[k], y[k]) for k in named]
    return marks, [wish for _, wish in sorted(wishes, key=lambda item: item[0])]


def _is_large(place):
    return place["population"] >= _LARGE_CITY


def draw_scene(axes, base, scene):
    """Draw sites and launch points.

    Parameters
    ----------
    axes : matplotlib Axes in points
    base : maps.Base
    scene : maps.Scene

    Returns
    -------
    marks : list of (x, y, radius) that no name may cover
    wishes : list of Wish, most important first
    """
    small = _SMALLER if base.view.is_round else 1.0
    marks, wishes = [], []
    shown = [site for site in scene.launches + scene.sites if base.view.shows(site[1], site[2])]
    for kind, (_, area, _) in SITE_LOOKS.items():
        spots = np.array([site[1:3] for site in shown if site[3] == kind])
        if len(spots):
            x, y = base.points(spots[:, 0], spots[:, 1])
            _draw_sites(axes, kind, x, y, area * small)
    for name, latitude, longitude, kind in shown:
        at_x, at_y = (float(value) for value in base.points(latitude, longitude))
        _, area, colour = SITE_LOOKS[kind]
        marks.append((at_x, at_y, np.sqrt(area * small) / 2 + 2))
        wishes.append(Wish(at_x, at_y, name, 12.5, "bold", colour, _SITE_GAP))
    return marks, wishes


def _draw_status(axes, status, x, y, area):
    level = LOOKS[status].level
    if status == "undefended":
        ring = {"marker": slashed_ring(), "s": area, "facecolor": "none"}
        axes.scatter(x, y, edgecolor=LIGHT["panel"], linewidth=3.4, zorder=level - 1, **ring)
        axes.scatter(x, y, edgecolor=LIGHT["uncovered-mark"], linewidth=1.5, zorder=level, **ring)
    elif status == "defended":
        axes.scatter(x, y, s=area, facecolor=LIGHT["defended"], edgecolor=LIGHT["panel"], linewidth=0.5, zorder=level)
    else:
        axes.scatter(x, y, s=area, facecolor=LIGHT["unknown"], linewidth=0, zorder=level)


def _place_wish(place, x, y):
    """A name with its rank: what is not covered first, then capitals, then by population."""
    look = LOOKS[place["status"]]
    rank = (-look.level, not place["capital"], -place["population"], place["name"])
    return rank, Wish(float(x), float(y), place["name"], look.size, look.weight, look.ink, _PLACE_GAP)


def _draw_sites(axes, kind, x, y, area):
    """Marks of all sites of one kind."""
    marker, _, colour = SITE_LOOKS[kind]
    hollow = kind == "sensor"
    inside = {"facecolor": "none", "linewidth": 1.8} if hollow else {"facecolor": colour, "linewidth": 0}
    axes.scatter(x, y, s=area * 1.9, marker="o", facecolor=LIGHT["panel"], linewidth=0, zorder=7)
    axes.scatter(x, y, s=area, marker=marker, edgecolor=colour, zorder=8, **inside)
    if hollow:
        axes.scatter(x, y, s=area / 6, marker="o", facecolor=colour, linewidth=0, zorder=8)
