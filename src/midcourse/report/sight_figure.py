"""Chart of a flight as one radar meets it: slant range and elevation over time, and when it is in view."""

import numpy as np

from ..units import m_to_km, rad_to_deg
from .figures import check_figure_path
from .style import LIGHT, drawing, new_figure, save_figure

WIDTH, HEIGHT = 760, 520


def figure_sight(columns, found, path):
    """File with the chart.

    Parameters
    ----------
    columns : dict from `exchange.radar_answer.sight_table`
    found : sensing.RadarAnswer
        With a flight.
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
    minutes = columns["time_s"] / 60.0
    with drawing():
        figure = new_figure(WIDTH, HEIGHT)
        above, below = (figure.add_axes((0.1, bottom, 0.86, 0.34)) for bottom in (0.5, 0.1))
        _draw(above, minutes, columns["slant_range_km"], columns["in_view"])
        above.axhline(m_to_km(found.slant_range), color=LIGHT["ink2"], linewidth=1, linestyle=(0, (4, 3)))
        above.set_ylabel("slant range, km")
        above.set_xticklabels([])
        _draw(below, minutes, columns["elevation_deg"], columns["in_view"])
        below.axhline(rad_to_deg(found.elevation_low), color=LIGHT["ink2"], linewidth=1, linestyle=(0, (4, 3)))
        below.set_ylabel("elevation, deg")
        below.set_xlabel("minutes after lift-off")
        for axes in (above, below):
            axes.set_xlim(0.0, minutes[-1])
            axes.grid(color=LIGHT["graticule"], linewidth=0.7)
        title = f"{found.flight.missile.key} as {found.key} meets it"
        figure.text(0.1, 0.945, title, fontsize=14, weight="bold", color=LIGHT["ink"])
        figure.text(0.1, 0.9, _subtitle(found), fontsize=11.5, color=LIGHT["ink2"])
        save_figure(figure, path)
    return path


def _draw(axes, minutes, values, in_view):
    """One curve, thin where it is not in view, and a field where it is."""
    axes.plot(minutes, values, color=LIGHT["ink2"], linewidth=1.2)
    axes.plot(minutes, np.where(in_view, values, np.nan), color=LIGHT["sensor"], linewidth=2.6)


def _subtitle(found):
    if not found.seen:
        return f"never seen: {found.never.word}; dashed: the radar's limits"
    first = found.seen[0]
    return f"thick: in view, first after {first.start:.0f} s; dashed: the radar's limits"
