"""Chart of a study: its curves, the value that the readings stand at, and the level that decides."""

import numpy as np

from . import study_grid
from .figures import check_figure_path
from .style import LIGHT, drawing, new_figure, save_figure

WIDTH, HEIGHT = 760, 470
DASHES = ("-", (0, (6, 2)), (0, (2, 2)), (0, (6, 2, 1, 2)))
UNITS = ("s", "km", "km2")
COLOURS = ("interceptor", "threat", "sensor", "uncovered")


def figure_study(found, path):
    """File with the chart of a study.

    Parameters
    ----------
    found : run.studies.Study
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
    wide, below = (0.0, 0.0) if found.grid is None else study_grid.size_of(found.grid)
    width, height = max(WIDTH, wide), HEIGHT + below
    with drawing():
        figure = new_figure(width, height)
        if found.grid is not None:
            study_grid.draw_grid(figure, found.grid, below)
        axes = figure.add_axes((68 / width, (below + 61) / height, 0.66 * WIDTH / width, 329 / height))
        _draw_chart(axes, found.chart)
        for text, down, size, weight in ((found.claim.title, 33, 13.5, "bold"), (_claim(found), 59, 10.5, "normal")):
            figure.text(68 / width, 1.0 - down / height, text, fontsize=size, weight=weight, color=LIGHT["ink"])
        save_figure(figure, path)
    return path


def _claim(found):
    return f"The claim: {found.claim.claim}"


def _draw_chart(axes, chart):
    """Curves, the level that decides, and the value that the readings stand at."""
    for k, line in enumerate(chart.lines):
        look = {"drawstyle": "steps-post"} if line.steps else {}
        colour, dash = look_of(k)
        axes.plot(line.x, line.y, color=colour, linestyle=dash, linewidth=1.8, **look)
    axes.set_ylim(bottom=0.0)  # before the names: they are pushed apart by shares of the height
    _name_lines(axes, chart.lines)
    if chart.level is not None:
        axes.axhline(chart.level, color=LIGHT["ink3"], linewidth=1)
        axes.annotate(chart.level_name, (axes.get_xlim()[1], chart.level), (-4, 4), ha="right", fontsize=10.5,
                      textcoords="offset points", color=LIGHT["ink2"])  # fmt: skip
    if chart.now is not None:
        axes.axvline(chart.now, color=LIGHT["ink3"], linewidth=1, linestyle=(0, (2, 3)))
    axes.set_xlabel(_label(chart.x_name))
    axes.set_ylabel(_label(chart.y_name))
    axes.grid(color=LIGHT["graticule"], linewidth=0.7)


def _label(name):
    """Words of a column's name, its unit after a comma."""
    words, _, unit = name.rpartition("_")
    return f"{words.replace('_', ' ')}, {unit}" if words and unit in UNITS else name.replace("_", " ")


def _name_lines(axes, lines):
    """Names at the right ends of the lines, pushed apart where they would lie on each other."""
    ends = []
    for k, line in enumerate(lines):
        there = np.flatnonzero(np.isfinite(line.y))
        if len(there):
            ends.append((float(line.y[there[-1]]), k))
    low, high = axes.get_ylim()
    for height, k in _apart(sorted(ends), 0.055 * (high - low), high):
        colour, dash = look_of(k)
        side = axes.get_yaxis_transform()  # across in shares of the chart, up in its values
        axes.plot([1.012, 1.047], [height, height], transform=side, clip_on=False, linewidth=1.8, color=colour,
                  linestyle=dash)  # fmt: skip
        axes.annotate(lines[k].name, (1.055, height), (0, 0), xycoords=("axes fraction", "data"), va="center",
                      textcoords="offset points", fontsize=10.5, color=colour, annotation_clip=False)  # fmt: skip


def _apart(ends, apart, top):
    """Heights pushed apart, upwards first, then down where they would leave the chart."""
    heights, last = [], -np.inf
    for height, _ in ends:
        last = max(height, last + apart)
        heights.append(last)
    last = max(top, apart * (len(ends) - 1)) + apart
    for k in range(len(ends) - 1, -1, -1):
        last = heights[k] = min(heights[k], last - apart)
    return [(height, k) for height, (_, k) in zip(heights, ends, strict=True)]


def look_of(k):
    """Colour and dash of a line.

    Parameters
    ----------
    k : int
        Its number.
    """
    return LIGHT[COLOURS[k % len(COLOURS)]], DASHES[(k + k // len(COLOURS)) % len(DASHES)]
