"""Pictures of required speed: a curve over delay, and a map over aim points."""

import itertools

import numpy as np
from matplotlib.patches import Patch

from ..units import m_to_km
from . import maps, marks
from .figures import check_figure_path, shipped_countries
from .projection import fit_view
from .style import LIGHT, drawing, new_figure, save_figure

WIDTH, HEIGHT = 760, 440
SIDE, GAP, HEAD, FOOT = 470, 18, 84, 62
EDGES_KM_S = (0.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 12.0)
"""Classes of a map; the last ends at the default cap."""


def figure_curve(columns, found, path):
    """File with required speed against delay, ideal and with lags.

    Parameters
    ----------
    columns : dict from `exchange.speed_answer.curve_table`
    found : scenario.RequiredSpeed
    path : path ending in .png, .svg or .pdf

    Returns
    -------
    pathlib.Path

    Raises
    ------
    MidcourseError
        Another file type.
    """
    path = check_figure_path(path)
    delays = columns["delay_s"]
    with drawing():
        figure = new_figure(WIDTH, HEIGHT)
        axes = figure.add_axes((0.08, 0.13, 0.89, 0.66))
        cap = m_to_km(found.question.rules.speed_cap)
        looks = (("", "ideal", "-"), ("with_lags_", "with lags", (0, (5, 2))))
        for prefix, name, dash in looks:
            speed = columns[f"{prefix}required_speed_km_s"]
            axes.plot(delays, speed, color=LIGHT["ink"], linewidth=2, linestyle=dash)
            steep = np.flatnonzero(speed < 0.85 * cap)
            if len(steep):
                at = steep[-1]
                axes.annotate(name, (delays[at], speed[at]), (8, -4), textcoords="offset points", fontsize=11.5)
        axes.axhline(cap, color=LIGHT["ink2"], linewidth=1, linestyle=(0, (2, 3)))
        axes.annotate("asked up to here", (delays[0], cap), (4, 4), textcoords="offset points", fontsize=10.5,
                      color=LIGHT["ink2"])  # fmt: skip
        axes.set(xlim=(0.0, delays[-1] * 1.08), ylim=(0.0, cap * 1.1))
        axes.set_xlabel(f"seconds from {found.question.delay_from} to the earliest launch")
        axes.set_ylabel("required speed, km/s")
        axes.grid(color=LIGHT["graticule"], linewidth=0.7)
        title = f"How fast an interceptor must be to meet {found.flight.missile.key}"
        figure.text(0.08, 0.92, title, fontsize=14, weight="bold", color=LIGHT["ink"])
        low = m_to_km(found.question.rules.minimum_altitude)
        lags = f"lags: threat {found.found.threat_lag[0]:.0f} s, interceptor {found.found.interceptor_lag:.0f} s"
        figure.text(0.08, 0.855, f"launch speed, met at {low:g} km or higher; {lags}", fontsize=11.5,
                    color=LIGHT["ink2"])  # fmt: skip
        save_figure(figure, path)
    return path


def figure_speed_map(found, site, path):
    """File with two maps of required speed over aim points, ideal and with lags.

    Parameters
    ----------
    found : scenario.SpeedMap
    site : (latitude, longitude) in degrees, of the interceptors
    path : path ending in .png, .svg or .pdf

    Returns
    -------
    pathlib.Path

    Raises
    ------
    MidcourseError
        Another file type.
    """
    path = check_figure_path(path)
    width, height = 2 * SIDE + 3 * GAP, HEAD + SIDE + FOOT
    latitude = np.append(found.latitude_deg, site[0])
    longitude = np.append(found.longitude_deg, site[1])
    with drawing():
        figure = new_figure(width, height)
        view = fit_view(latitude, longitude, shape=1.0, margin_km=(150.0, 150.0))
        base = maps.base_of(view, shipped_countries(), width=SIDE, height=SIDE, protected=set())
        shades = _shades(len(EDGES_KM_S) - 1)
        for k, (name, met) in enumerate((("ideal", found.found.ideal), ("with lags", found.found.lagged))):
            left = GAP + k * (SIDE + GAP)
            axes = figure.add_axes((left / width, FOOT / height, SIDE / width, SIDE / height))
            axes.set(xlim=(0, SIDE), ylim=(0, SIDE))
            axes.set_axis_off()
            _draw_cells(axes, base, found, met, shades)
            _draw_places(axes, base, (*site, "battery"), (*found.launch, "launch"))
            figure.text(left / width, (FOOT + SIDE + 8) / height, name, weight="bold", fontsize=12)
        title = f"How fast an interceptor must be: {found.missile}, by aim point"
        figure.text(GAP / width, 1 - 28 / height, title, fontsize=15, weight="bold", color=LIGHT["ink"])
        delay = f"leaving {found.question.delay:g} s after {found.question.delay_from} or later"
        figure.text(GAP / width, 1 - 50 / height, delay, fontsize=11.5, color=LIGHT["ink2"])
        _draw_key(figure, shades, GAP / width, 4 / height)
        save_figure(figure, path)
    return path


def _shades(count):
    """Colours of classes of speed, light for slow: one hue, ordered by lightness so that grey print keeps the order."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("speed", ["#dfe9f5", LIGHT["defended"], "#0a2140"])(
        np.linspace(0, 1, count)
    )


def _draw_cells(axes, base, found, met, shades):
    """Cells by class of speed; hatched where no speed is enough."""
    maps.draw_land(axes, base)
    half = 0.5 * found.resolution_deg
    sides = ((-half, -half), (-half, half), (half, half), (half, -half))
    latitude = np.stack([np.clip(found.latitude_deg + up, -90.0, 90.0) for up, _ in sides], axis=1)
    longitude = np.stack([found.longitude_deg + right for _, right in sides], axis=1)
    corners = np.stack(base.points(latitude, longitude), axis=2)
    speed = np.where(found.reached, m_to_km(met.required_speed), np.nan)
    some, none = np.isfinite(speed), found.reached & np.isinf(met.required_speed)
    level = np.clip(np.digitize(speed, EDGES_KM_S) - 1, 0, len(shades) - 1)
    for k in np.unique(level[some]):
        cells = corners[some & (level == k)]
        axes.add_artist(maps.cells_patch(cells, facecolor=shades[k], zorder=2.5, antialiased=False))
    if none.any():
        hatched = {"facecolor": "none", "edgecolor": LIGHT["uncovered-mark"], "hatch": "//////"}
        axes.add_artist(maps.cells_patch(corners[none], zorder=2.6, **hatched))


def _draw_places(axes, base, *places):
    for latitude, longitude, kind in places:
        mark, area, colour = marks.SITE_LOOKS[kind]
        x, y = base.points(np.array([latitude]), np.array([longitude]))
        axes.scatter(x, y, s=area, marker=mark, color=colour, edgecolor=LIGHT["panel"], linewidth=1.2, zorder=8)


def _draw_key(figure, shades, left, bottom):
    names = [f"{low:g} to {high:g}" for low, high in itertools.pairwise(EDGES_KM_S)]
    names[0] = f"under {EDGES_KM_S[1]:g} km/s"
    items = [Patch(facecolor=shade, label=name) for shade, name in zip(shades, names, strict=True)]
    items.append(Patch(facecolor="none", edgecolor=LIGHT["uncovered-mark"], hatch="//////", label="no speed is enough"))
    items.append(Patch(facecolor=LIGHT["land"], edgecolor=LIGHT["border"], label="out of the missile's reach"))
    figure.legend(handles=items, loc="lower left", bbox_to_anchor=(left, bottom), ncols=10, fontsize=10, borderpad=0,
                  columnspacing=1.0)  # fmt: skip
