"""Maps of where flights are seen: one a distinct reading, and beside it the same without what is left out."""

import itertools

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Patch

from . import maps, marks
from .figures import check_figure_path, shipped_countries
from .projection import fit_view, polar_view
from .style import LIGHT, drawing, new_figure, save_figure

SIDE, HEAD, FOOT, GAP = 430, 92, 62, 18
NEAR_DEG = 33.0
"""Cells that all lie this near their middle get a map of their own; others a polar one."""

CLASSES = 4
SHADES = LinearSegmentedColormap.from_list("seen", [LIGHT["sensor"], "#d3e6e2"])


def figure_coverage(survey, path):
    """File with the maps.

    Parameters
    ----------
    survey : scenario.Survey
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
    rows = _distinct(survey)
    across = 1 if survey.left_out is None else 2
    panels = [part for names, whole, rest in rows for part in ((names, whole), (f"without {survey.left_out}", rest))]
    panels = [(title, covered) for title, covered in panels if covered is not None]
    across = max(across, min(2, len(panels)))
    down = -(-len(panels) // across)
    width, height = across * (SIDE + GAP) + GAP, HEAD + down * (SIDE + 40) + FOOT
    edges = _time_classes([covered for _, covered in panels])
    with drawing():
        figure = new_figure(width, height)
        base = _base(survey)
        for k, (title, covered) in enumerate(panels):
            left = GAP + (k % across) * (SIDE + GAP)
            bottom = height - HEAD - (k // across + 1) * (SIDE + 40) + 40
            axes = figure.add_axes((left / width, (bottom - 26) / height, SIDE / width, SIDE / height))
            axes.set(xlim=(0, SIDE), ylim=(0, SIDE))
            axes.set_axis_off()
            _draw_panel(axes, base, survey, covered, edges)
            watch = ", ".join(covered.sensor_keys) or "nobody"
            figure.text(left / width, (bottom + SIDE - 20) / height, f"{title}: {watch}", weight="bold", fontsize=11.5)
        title = f"Where flights are seen: {survey.scenario}"
        figure.text(GAP / width, 1 - 30 / height, title, fontsize=15, weight="bold", color=LIGHT["ink"])
        note = "colour: when the last of the flights to a cell is first seen; cells are aim points"
        figure.text(GAP / width, 1 - 54 / height, note, fontsize=11.5, color=LIGHT["ink2"])
        _draw_key(figure, edges, GAP / width, 8 / height)
        save_figure(figure, path)
    return path


def _distinct(survey):
    """(names, coverage, coverage without) of readings that differ; those that agree share a map."""
    found: list = []
    for row in survey.readings:
        same = [f for f in found if np.array_equal(f[1].first_seen, row.coverage.first_seen, equal_nan=True)]
        if same:
            same[0][0].append(row.reading)
        else:
            found.append(([row.reading], row.coverage, row.without))
    if len(found) == 1:
        return [("all readings" if len(found[0][0]) > 1 else found[0][0][0], *found[0][1:])]
    return [(_shared_name(names), whole, rest) for names, whole, rest in found]


def _shared_name(names):
    """What the names of readings have in common."""
    parts = [set(name.split("+")) for name in names]
    shared = [part for part in names[0].split("+") if all(part in other for other in parts)]
    return "+".join(shared) or ", ".join(names)


def _base(survey):
    cells = survey.cells
    fixed = [row[1:3] for row in (*survey.launches, *(d for d in survey.devices if d[3] == "radars"))]
    latitude = np.append(cells.latitude_deg, [place[0] for place in fixed])
    longitude = np.append(cells.longitude_deg, [place[1] for place in fixed])
    turn = np.radians(longitude)
    middle = np.degrees(np.arctan2(np.sin(turn).mean(), np.cos(turn).mean()))
    spread = np.abs((longitude - middle + 180.0) % 360.0 - 180.0) * np.cos(np.radians(latitude))
    if spread.max() < NEAR_DEG:
        view = fit_view(latitude, longitude, shape=1.0, margin_km=(250.0, 250.0))
    else:
        view = polar_view(float(middle), float(latitude.min()) - 2.0)
    return maps.base_of(
        view, shipped_countries(), width=SIDE, height=SIDE, protected=set(np.unique(cells.country).tolist())
    )


def _time_classes(panels):
    """Round edges of the classes of first sight, s."""
    times = np.concatenate([covered.first_seen for covered in panels])
    times = times[np.isfinite(times)]
    if not len(times):
        return np.array([0.0, 1.0])
    low, high = np.floor(times.min() / 60.0), np.ceil(times.max() / 60.0)
    step = max(1.0, np.ceil((high - low) / CLASSES))
    return 60.0 * np.arange(low, high + step, step)


def _draw_panel(axes, base, survey, covered, edges):
    maps.draw_land(axes, base)
    corners = _corners(base, survey.cells)
    words, shades = covered.words, SHADES(np.linspace(0.0, 1.0, len(edges) - 1))
    level = np.clip(np.digitize(covered.first_seen, edges) - 1, 0, len(edges) - 2)
    seen, never = words == "seen", words == "never"
    for k in np.unique(level[seen]):
        axes.add_artist(maps.cells_patch(corners[seen & (level == k)], facecolor=shades[k], zorder=2.5))
    if never.any():
        hatched = {"facecolor": "none", "edgecolor": LIGHT["uncovered-mark"], "hatch": "//////"}
        axes.add_artist(maps.cells_patch(corners[never], zorder=2.6, **hatched))
    radars = [d for d in survey.devices if d[3] == "radars" and d[0] in covered.sensor_keys]
    spots = [(row[1], row[2], "sensor") for row in radars] + [(row[1], row[2], "launch") for row in survey.launches]
    for latitude, longitude, kind in spots:
        mark, area, colour = marks.SITE_LOOKS[kind]
        x, y = base.points(np.array([latitude]), np.array([longitude]))
        axes.scatter(x, y, s=area, marker=mark, color=colour, edgecolor=LIGHT["panel"], linewidth=1.2, zorder=8)


def _corners(base, cells):
    """Corners of every cell in points (n, 4, 2)."""
    half = 0.5 * cells.resolution_deg
    sides = ((-half, -half), (-half, half), (half, half), (half, -half))
    latitude = np.stack([np.clip(cells.latitude_deg + up, -90.0, 90.0) for up, _ in sides], axis=1)
    longitude = np.stack([cells.longitude_deg + right for _, right in sides], axis=1)
    return np.stack(base.points(latitude, longitude), axis=2)


def _draw_key(figure, edges, left, bottom):
    """Key of the colours and marks, under the maps."""
    shades = SHADES(np.linspace(0.0, 1.0, len(edges) - 1))
    names = [f"{low / 60:.0f} to {high / 60:.0f} min" for low, high in itertools.pairwise(edges)]
    items = [Patch(facecolor=shade, label=name) for shade, name in zip(shades, names, strict=True)]
    items.append(Patch(facecolor="none", edgecolor=LIGHT["uncovered-mark"], hatch="//////", label="never seen"))
    items.append(Patch(facecolor=LIGHT["allies"], edgecolor=LIGHT["border"], label="out of reach of the threats"))
    figure.legend(handles=items, loc="lower left", bbox_to_anchor=(left, bottom), ncols=3, fontsize=10.5, borderpad=0)
