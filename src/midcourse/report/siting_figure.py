"""Maps of candidate places: what is defended with a part there, the best and the second best place."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Patch

from . import labels, maps, marks
from .figures import check_figure_path, shipped_countries
from .projection import fit_view
from .style import LIGHT, drawing, new_figure, save_figure

SIDE, HEAD, FOOT, GAP, BELOW = 460, 86, 14, 18, 74
"""points; below each map stands its key"""

LEAST_WIDTH = 580

CLASSES = 5
SHADES = LinearSegmentedColormap.from_list("held", ["#f3ead2", "#a9c5e8", LIGHT["interceptor"]])
LEAST_DOT, MOST_DOT = 14.0, 260.0
"""square points"""

COUNTED = {
    "population": ("people defended, million", 1e6),
    "capitals": ("capitals defended", 1.0),
    "members": ("members wholly defended", 1.0),
}


def figure_siting(found, path):
    """File with the maps: one a reading and part that moves; readings whose answers agree share theirs.

    Parameters
    ----------
    found : scenario.siting.Siting
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
    panels = [(names, row, k) for names, row in _distinct(found) for k in range(len(row.keys))]
    across = min(2, len(panels))
    down = -(-len(panels) // across)
    width, height = GAP + max(across * (SIDE + GAP), LEAST_WIDTH), HEAD + down * (SIDE + BELOW) + FOOT
    with drawing():
        figure = new_figure(width, height)
        base = _base(found)
        for number, (names, row, k) in enumerate(panels):
            left, top = GAP + (number % across) * (SIDE + GAP), height - HEAD - (number // across) * (SIDE + BELOW)
            figure.text(left / width, (top - 14) / height, f"{row.keys[k]}: {names}", weight="bold", fontsize=11.5)
            axes = figure.add_axes((left / width, (top - 22 - SIDE) / height, SIDE / width, SIDE / height))
            axes.set(xlim=(0, SIDE), ylim=(0, SIDE))
            axes.set_axis_off()
            edges = _classes(found, k)
            _draw_panel(axes, base, found, row, k, edges)
            _draw_key(figure, edges, COUNTED[found.asked.goal], left / width, (top - 22 - SIDE - 44) / height)
        title = f"Where it would stand best: {found.title or found.scenario}"
        figure.text(GAP / width, 1 - 30 / height, title, fontsize=15, weight="bold", color=LIGHT["ink"])
        note = "each dot a place tried; what is defended with that part there and the other moving parts at their best"
        figure.text(GAP / width, 1 - 52 / height, note, fontsize=11.5, color=LIGHT["ink2"])
        note = "places; each threat alone and with full magazines: nothing about raids"
        figure.text(GAP / width, 1 - 68 / height, note, fontsize=11.5, color=LIGHT["ink2"])
        save_figure(figure, path)
    return path


def _distinct(found):
    """(names, reading) of readings whose values differ."""
    kept: list = []
    for row in found.readings:
        same = [k for k in kept if _agree(k[1], row)]
        if same:
            same[0][0].append(row.reading)
        else:
            kept.append(([row.reading], row))
    return [(", ".join(names), row) for names, row in kept]


def _agree(one, two):
    parts = zip(one.answer.by_place, two.answer.by_place, strict=True)
    same = one.keys == two.keys and (one.answer.best, one.answer.second) == (two.answer.best, two.answer.second)
    return same and all(np.array_equal(a[0], b[0]) for a, b in parts)


def _classes(found, k):
    """Edges of the classes of what is defended with part k there, the same in every reading, in the unit of the key."""
    _, unit = COUNTED[found.asked.goal]
    values = np.concatenate([row.answer.by_place[k][0] for row in found.readings]) / unit
    low, high = float(values.min()), float(values.max())
    least = 1.0 if unit == 1.0 else 0.1
    rough = max((high - low) / CLASSES, least)
    power = 10.0 ** np.floor(np.log10(rough))
    step = max(least, next(k * power for k in (1.0, 2.0, 5.0, 10.0) if k * power >= rough * 0.999))
    return np.arange(np.floor(low / step), np.floor(high / step) + 2.0) * step


def _base(found):
    fixed = [row[1:3] for reading in found.readings[:1] for row in reading.fixed]
    near = [p for p in fixed if _is_near(found, p)]
    latitude = np.append(found.latitude_deg, [p[0] for p in near])
    longitude = np.append(found.longitude_deg, [p[1] for p in near])
    view = fit_view(latitude, longitude, shape=1.0, margin_km=(250.0, 250.0))
    return maps.base_of(view, shipped_countries(), width=SIDE, height=SIDE)


def _is_near(found, place, degrees=12.0):
    """Whether a site that stays lies near the candidates: far ones would make the map small."""
    away = np.hypot(
        found.latitude_deg - place[0],
        ((found.longitude_deg - place[1] + 180.0) % 360.0 - 180.0) * np.cos(np.radians(place[0])),
    )
    return away.min() < degrees


def _draw_panel(axes, base, found, row, k, edges):
    maps.draw_land(axes, base)
    _, unit = COUNTED[found.asked.goal]
    x, y = base.points(found.latitude_deg, found.longitude_deg)
    level = np.clip(np.digitize(row.answer.by_place[k][0] / unit, edges) - 1, 0, len(edges) - 2)
    dot = float(np.clip((0.0008 * found.asked.spacing * base.scale) ** 2, LEAST_DOT, MOST_DOT))
    colours = _shades(edges)[level]
    axes.scatter(x, y, s=dot, c=colours, edgecolor=LIGHT["ink3"], linewidth=0.5, zorder=5)
    taken, wishes = marks.draw_scene(axes, base, maps.Scene(row.fixed, found.launches))
    taken += [(float(a), float(b), 0.5 * np.sqrt(dot)) for a, b in zip(x, y, strict=True)]
    for place, name, width, dash in _chosen(row, k):
        at_x, at_y = float(x[place]), float(y[place])
        size = 1.9 * dot + 60.0
        ring = {"s": size, "facecolor": "none"}
        axes.scatter([at_x], [at_y], edgecolor=LIGHT["panel"], linewidth=width + 2.0, zorder=6, **ring)
        axes.scatter([at_x], [at_y], edgecolor=LIGHT["ink"], linewidth=width, linestyle=dash, zorder=7, **ring)
        radius = float(np.sqrt(size)) / 2.0
        taken.append((at_x, at_y, radius))
        wishes.insert(0, labels.Wish(at_x, at_y, name, 12.5, "bold", LIGHT["ink"], radius + 2.0))
    maps.draw_names(axes, labels.place(wishes, taken, (4, 24, base.width - 4, base.height - 4)))
    maps.draw_scale(axes, base)


def _chosen(row, k):
    """(place, name, ring, dash) of the best and second best place of part k; none where no place adds anything."""
    if row.why_not is not None:
        return []
    best, second = row.answer.best[k], None if row.answer.second is None else row.answer.second[k]
    if second is None or second == best:
        return [(best, "best" if second is None else "best and second best", 2.6, "-")]
    return [(best, "best", 2.6, "-"), (second, "second best", 1.8, (0, (2, 1.2)))]


def _shades(edges):
    return SHADES(np.linspace(0.0, 1.0, max(len(edges) - 1, 2)))


def _draw_key(figure, edges, counted, left, bottom):
    """Key of the colours, under a map."""
    title, unit = counted
    shades = _shades(edges)
    digits = 0 if unit == 1.0 or edges[1] - edges[0] >= 1.0 else 1
    items = []
    for low, high, shade in zip(edges[:-1], edges[1:], shades, strict=False):
        name = f"{low:,.0f}" if unit == 1.0 and high - low == 1.0 else f"{low:,.{digits}f} to {high:,.{digits}f}"
        items.append(Patch(facecolor=shade, edgecolor=LIGHT["ink3"], label=name))
    legend = figure.legend(
        handles=items,
        loc="lower left",
        bbox_to_anchor=(left, bottom),
        ncols=6,
        fontsize=10.5,
        borderpad=0,
        title=title,
        columnspacing=0.8,
        handlelength=1.3,
        handletextpad=0.4,
    )
    legend.set_alignment("left")
