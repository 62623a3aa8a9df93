"""Maps of ground: from where flights at one place are denied, battery by battery, and where a part may stand."""

from pathlib import Path

import numpy as np
import shapely
from matplotlib.patches import Patch

from . import labels, maps, marks
from .figures import check_figure_path, shipped_countries
from .projection import fit_view
from .style import LIGHT, drawing, new_figure, save_figure

SIDE, HEAD, FOOT, GAP = 460, 72, 48, 18
GOOD, BAD = "#a9c5e8", "#f0d9a6"
HATCH = "////"


def ground_path(path):
    """Where the maps of ground go, beside the map of the defended area.

    Parameters
    ----------
    path : path
    """
    path = Path(path)
    return path.with_name(f"{path.stem}-ground{path.suffix}")


def figure_ground(found, path):
    """File with the maps of launch and operating areas, one a reading and battery or part.

    Parameters
    ----------
    found : scenario.defended.Footprint
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
    panels = [panel for row in found.readings for panel in _panels(found, row)]
    across = min(2, len(panels))
    down = -(-len(panels) // across)
    width, height = GAP + across * (SIDE + GAP), HEAD + down * (SIDE + 40) + FOOT
    with drawing():
        figure = new_figure(width, height)
        for k, panel in enumerate(panels):
            left, top = GAP + (k % across) * (SIDE + GAP), height - HEAD - (k // across) * (SIDE + 40)
            figure.text(left / width, (top - 14) / height, panel[0], weight="bold", fontsize=11.5)
            axes = figure.add_axes((left / width, (top - 22 - SIDE) / height, SIDE / width, SIDE / height))
            axes.set(xlim=(0, SIDE), ylim=(0, SIDE))
            axes.set_axis_off()
            _draw_panel(axes, found, *panel[1:])
        title = f"Whose ground it is: {found.title or found.scenario}"
        figure.text(GAP / width, 1 - 30 / height, title, fontsize=15, weight="bold", color=LIGHT["ink"])
        note = "each threat alone and with full magazines; cells are stood on by their middles"
        figure.text(GAP / width, 1 - 54 / height, note, fontsize=11.5, color=LIGHT["ink2"])
        _draw_key(figure, GAP / width, 8 / height)
        save_figure(figure, path)
    return path


def _panels(found, row):
    """(title, cells, good, bad, extra marks) of each map of one reading."""
    single = len(found.readings) == 1
    name = "" if single else f"{row.reading}: "
    if row.launch_area is not None:
        ground = row.launch_area
        place = ((ground.place, ground.latitude_deg, ground.longitude_deg, "battery"),)
        for key, verdicts in ground.by_battery:
            title = f"{name}flights at {ground.place} denied by {key}"
            yield title, ground.cells, verdicts.covered, _is(verdicts, "undefended"), place
    if row.operating_area is not None:
        ground = row.operating_area
        title = f"{name}where {ground.key} may stand for {ground.listed} places"
        yield title, ground.cells, ground.good, ~ground.good, ()


def _is(verdicts, word):
    return np.array([word == w for w in verdicts.words])


def _draw_panel(axes, found, cells, good, bad, places):
    fixed = found.sites + tuple((name, lat, lon, "place") for name, lat, lon, _ in places)
    latitude = np.append(cells.latitude_deg, [part[1] for part in fixed])
    longitude = np.append(cells.longitude_deg, [part[2] for part in fixed])
    view = fit_view(latitude, longitude, shape=1.0, margin_km=(250.0, 250.0))
    base = maps.base_of(view, shipped_countries(), width=SIDE, height=SIDE)
    maps.draw_land(axes, base)
    for rows, colour, hatch in ((good, GOOD, None), (bad, BAD, HATCH)):
        flat = base.view.land([shapely.union_all(cells.shape[rows])], 0.2 / base.scale)[0]
        flat = shapely.transform(flat, lambda c: maps.to_points(base, c))
        if not flat.is_empty:
            axes.add_artist(maps.patch(flat, facecolor=colour, alpha=0.85, linewidth=0, zorder=1.5))
            if hatch:
                edge = {"edgecolor": LIGHT["uncovered-mark"], "linewidth": 0.0, "hatch": hatch}
                axes.add_artist(maps.patch(flat, facecolor="none", zorder=1.6, **edge))
    maps.draw_borders(axes, base)
    taken, wishes = marks.draw_scene(axes, base, maps.Scene(found.sites, ()))
    for name, lat, lon, _ in places:
        x, y = (float(value) for value in base.points(lat, lon))
        axes.scatter([x], [y], s=30, facecolor=LIGHT["ink"], edgecolor=LIGHT["panel"], linewidth=1, zorder=8)
        taken.append((x, y, 4.0))
        wishes.insert(0, labels.Wish(x, y, name, 12.0, "bold", LIGHT["ink"], 6.0))
    maps.draw_names(axes, labels.place(wishes, taken, (4, 24, base.width - 4, base.height - 4)))
    maps.draw_scale(axes, base)


def _draw_key(figure, left, bottom):
    """Key of the tints, under the maps."""
    items = [Patch(facecolor=GOOD, label="launches denied, or ground that will do")]
    items.append(Patch(facecolor=BAD, label="not", edgecolor=LIGHT["uncovered-mark"], hatch=HATCH, linewidth=0))
    items.append(Patch(facecolor=LIGHT["land"], edgecolor=LIGHT["border"], label="out of reach, or not asked about"))
    figure.legend(handles=items, loc="lower left", bbox_to_anchor=(left, bottom), ncols=3, fontsize=10.5, borderpad=0)
