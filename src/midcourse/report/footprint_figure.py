"""Maps of the defended area: one a distinct reading, around the sites, and the far side of the pole beside it."""

import numpy as np
import shapely
from matplotlib.patches import Patch

from . import labels, maps, marks
from .figures import check_figure_path, shipped_countries
from .style import LIGHT, drawing, new_figure, save_figure

HEAD, FOOT, GAP = 72, 54, 18
PAGE = 1.4
"""Width to height that a picture of many maps comes near to."""
EMPTY = 0.7
"""How much a share of empty places weighs against the shape of the picture."""
FILLS = {"defended": "#a9c5e8", "undefended": "#f0d9a6", "not-threatened": LIGHT["allies"]}
"""Tints of the colours that the marks of places have."""

HATCH = "////"
_NAMES, _ROUND_NAMES = 40, 5


def figure_footprint(found, path):
    """File with the maps.

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
    panels = _distinct(found)
    with drawing():
        bases = _bases(found)
        wide = GAP + sum(base.width + GAP for base in bases)
        tall = max(base.height for base in bases) + 36
        across, down = grid_of(len(panels), wide, tall)
        width, height = GAP + across * wide, HEAD + down * tall + FOOT
        figure = new_figure(width, height)
        for k, (names, row) in enumerate(panels):
            left, top = GAP + (k % across) * wide, height - HEAD - (k // across) * tall
            figure.text(left / width, (top - 14) / height, names, weight="bold", fontsize=11.5)
            areas = found.areas(row.reading)
            for base in bases:
                rectangle = (left / width, (top - 22 - base.height) / height, base.width / width, base.height / height)
                axes = figure.add_axes(rectangle, xlim=(0, base.width), ylim=(0, base.height))
                axes.set_axis_off()
                _draw_panel(axes, base, found, row, areas)
                left += base.width + GAP
        title = f"Who is defended: {found.title or found.scenario}"
        figure.text(GAP / width, 1 - 30 / height, title, fontsize=15, weight="bold", color=LIGHT["ink"])
        figure.text(GAP / width, 1 - 54 / height, _note(found), fontsize=11.5, color=LIGHT["ink2"])
        _draw_key(figure, GAP / width, 8 / height)
        save_figure(figure, path)
    return path


def grid_of(panels, wide, tall):
    """Panels across and down whose picture comes nearest to a page that lies on its side, 7 to 5.

    Parameters
    ----------
    panels : int
    wide, tall : float
        Of one panel, points.
    """
    grids = [(across, -(-panels // across)) for across in range(1, panels + 1)]
    off = {grid: abs(np.log(grid[0] * wide / (grid[1] * tall) / PAGE)) for grid in grids}
    return min(grids, key=lambda grid: off[grid] + EMPTY * (grid[0] * grid[1] - panels) / panels)


def _note(found):
    asked = found.question
    shots = f"{asked.shots} shots fit" if asked.shots > 1 else "a shot fits"
    if asked.kill_probability is not None:
        shots = f"shots fit that kill with a chance of {asked.kill_probability:g}"
    against = {"all": "every threat that reaches it", "any": "one of the threats that reach it"}
    whom = against.get(asked.against, f"{asked.against} of the threats that reach it")
    return f"defended: {shots} against {whom}, each alone and with full magazines; this says nothing about raids"


def _distinct(found):
    """(title, reading) of readings whose cells or sites differ; those that agree share a map."""
    kept: list = []
    for row in found.readings:
        same = [k for k in kept if k[1].sites == row.sites and np.array_equal(k[1].cells.status, row.cells.status)]
        if same:
            same[0][0].append(row.reading)
        else:
            kept.append(([row.reading], row))
    return [(", ".join(names), row) for names, row in kept]


def _bases(found):
    """Main map around the sites, and a polar one where cells lie far from them."""
    scene = maps.Scene(found.sites, found.launches)
    rows = found.named if found.named.any() else slice(None)
    places = np.degrees(np.column_stack([found.places.latitude, found.places.longitude]))[rows]
    if not len(places):
        places = np.column_stack([found.cells.latitude_deg, found.cells.longitude_deg])
    return maps.make_bases(shipped_countries(), set(found.protected), places, scene)


def _draw_panel(axes, base, found, row, areas):
    maps.draw_land(axes, base)
    for word, shape in areas.items():
        if not shape.is_empty:
            _fill(axes, base, shape, word)
    maps.draw_borders(axes, base)
    taken, wishes = marks.draw_places(axes, base, _place_rows(found, row))
    more, sites = marks.draw_scene(axes, base, maps.Scene(row.sites, found.launches))
    chosen = wishes[:_ROUND_NAMES] if base.view.is_round else sites + wishes[:_NAMES]
    low = 4 if base.view.is_round else 24
    maps.draw_names(axes, labels.place(chosen, taken + more, (4, low, base.width - 4, base.height - 4)))
    if not base.view.is_round:
        maps.draw_scale(axes, base)


def _fill(axes, base, shape, word):
    """Lay an area over the land: tinted, what is not defended also hatched."""
    flat = base.view.land([shape], 0.2 / base.scale)[0]
    flat = shapely.transform(flat, lambda c: maps.to_points(base, c))
    if flat.is_empty:
        return
    axes.add_artist(maps.patch(flat, facecolor=FILLS[word], linewidth=0, zorder=1.5))
    if word == "undefended":
        hatched = {"facecolor": "none", "edgecolor": LIGHT["uncovered-mark"], "linewidth": 0.0, "hatch": HATCH}
        axes.add_artist(maps.patch(flat, **hatched, zorder=1.6))


def _place_rows(found, row):
    """The named places as the marks take them."""
    places, words = found.places, row.words("places")
    return [
        {
            "name": str(places.name[k]),
            "latitude_deg": float(np.degrees(places.latitude[k])),
            "longitude_deg": float(np.degrees(places.longitude[k])),
            "population": int(places.population[k]),
            "capital": bool(places.capital[k]),
            "status": words[k],
        }
        for k in np.flatnonzero(found.named)
    ]


def _draw_key(figure, left, bottom):
    """Key of the tints, under the maps."""
    items = [Patch(facecolor=FILLS["defended"], label="defended")]
    items.append(
        Patch(
            facecolor=FILLS["undefended"],
            edgecolor=LIGHT["uncovered-mark"],
            hatch=HATCH,
            linewidth=0,
            label="not defended",
        )
    )
    items.append(
        Patch(facecolor=FILLS["not-threatened"], edgecolor=LIGHT["border"], label="not threatened: out of reach")
    )
    items.append(Patch(facecolor=LIGHT["land"], edgecolor=LIGHT["border"], label="not asked about"))
    figure.legend(handles=items, loc="lower left", bbox_to_anchor=(left, bottom), ncols=4, fontsize=10.5, borderpad=0)
