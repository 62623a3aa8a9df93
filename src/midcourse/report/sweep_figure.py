"""Pictures of a sweep: lines with their 95 % bands over one key, heat maps over two."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from ..errors import MidcourseError
from .figures import check_figure_path
from .study_figure import look_of
from .style import LIGHT, drawing, new_figure, save_figure

WIDTH, HEIGHT, KEY_ROW, HEAD = 900, 330, 17, 74
SIDE, TALL, GAP, OVER, BELOW = 400, 330, 80, 24, 58
MOST_WORDS = 12
"""Cells along a side up to which each says its value."""

SHADES = LinearSegmentedColormap.from_list("clean", ["#f3ead2", "#a9c5e8", LIGHT["interceptor"]])
PANELS = (
    ("p_no_leaker", "sampled", "Chance that none gets through"),
    ("leakers", "mean", "Mean number that get through"),
)


def check_plot(path, keys):
    """Refuse a picture that cannot be made, before anything is computed.

    Parameters
    ----------
    path : path
    keys : int
        How many keys are varied.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    MidcourseError
        Another file type, or more than two keys.
    """
    path = check_figure_path(path)
    if keys > 2:
        what = "a picture shows one or two varied keys"
        raise MidcourseError(what, where="--plot", got=f"{keys} keys", hint="--csv FILE, or fewer keys")
    return path


def figure_sweep(found, path):
    """File with the picture of a sweep over one or two keys; readings whose answers agree share theirs.

    Parameters
    ----------
    found : dict
        The answer of `midcourse sweep`.
    path : path ending in .png, .svg or .pdf

    Returns
    -------
    pathlib.Path

    Raises
    ------
    MidcourseError
        Another file type, or more than two keys.
    """
    path = check_plot(path, len(found["over"]))
    with drawing():
        figure = (_lines if len(found["over"]) == 1 else _heat_maps)(found)
        save_figure(figure, path)
    return path


def distinct(found):
    """Readings whose rows agree, together: list of (names, rows).

    Parameters
    ----------
    found : dict
        The answer of `midcourse sweep`.
    """
    kept: dict = {}
    for name in dict.fromkeys(row["reading"] for row in found["rows"]):
        rows = [row for row in found["rows"] if row["reading"] == name]
        same = repr([[row["point"], *(row[key] for key, _, _ in PANELS)] for row in rows])
        kept.setdefault(same, ([], rows))[0].append(name)
    return list(kept.values())


def _places(one):
    """Where the values of a key stand on an axis, and what is written there; words stand side by side."""
    values = one["values"]
    if any(isinstance(value, str) for value in values):
        return dict(zip(values, range(len(values)), strict=True)), values
    return {value: value for value in values}, None


def _head(figure, found, height, left):
    width = figure.get_figwidth() * 72
    figure.text(left / width, 1 - 28 / height, found["scenario"], fontsize=14, weight="bold", color=LIGHT["ink"])
    note = f"{found['points']} points, {found['replicates']:,} raids each, the same draws at every point"
    figure.text(left / width, 1 - 48 / height, note, fontsize=11, color=LIGHT["ink2"])


def _lines(found):
    """Two charts against the value: chance and mean with their limits, a line a reading."""
    groups, (one,) = distinct(found), found["over"]
    height = HEIGHT + KEY_ROW * len(groups)
    figure = new_figure(WIDTH, height)
    _head(figure, found, height, 60)
    places, words = _places(one)
    foot = KEY_ROW * len(groups) + 54
    all_axes = [figure.add_axes((left, foot / height, 0.41, 1 - (foot + HEAD + 14) / height)) for left in (0.067, 0.56)]
    drawn = []
    for axes, (name, middle, title) in zip(all_axes, PANELS, strict=True):
        for k, (_, rows) in enumerate(groups):
            x = [places[row["values"][one["path"]]] for row in rows]
            low, value, high = (np.array([row[name][part] for row in rows], float) for part in ("low", middle, "high"))
            colour, dash = look_of(k)
            axes.fill_between(x, low, high, color=colour, alpha=0.16, linewidth=0)
            drawn += axes.plot(x, value, color=colour, linestyle=dash, linewidth=1.8, marker="o", markersize=3.5)
        axes.set(title=title, xlabel=one["path"])
        axes.set_ylim(bottom=0.0, top=_top(found) if name == "p_no_leaker" else None)
        axes.grid(color=LIGHT["graticule"], linewidth=0.7)
        if words:
            axes.set_xticks(range(len(words)), words)
    names = [", ".join(names) for names, _ in groups]
    figure.legend(drawn[: len(groups)], names, loc="lower left", bbox_to_anchor=(0.06, 4 / height), fontsize=10.5,
                  borderpad=0, handlelength=3.2, labelspacing=0.3)  # fmt: skip
    return figure


def _top(found):
    """Upper end of the axis of a chance: one where the chances ask for it, else a smaller round number."""
    most = max(row["p_no_leaker"]["high"] for row in found["rows"])
    return next((1.02 * end for end in (0.02, 0.05, 0.1, 0.2, 0.5) if most < 0.95 * end), 1.02)


def _heat_maps(found):
    """The chance that none gets through over two keys: a map a reading, all with one scale."""
    groups, (down, across) = distinct(found), found["over"]
    columns = min(2, len(groups))
    rows_of_maps = -(-len(groups) // columns)
    width = GAP + columns * (SIDE + GAP)
    block = OVER + TALL + BELOW
    height = HEAD + rows_of_maps * block
    figure = new_figure(width, height)
    _head(figure, found, height, GAP)
    for k, (names, rows) in enumerate(groups):
        left = GAP + (k % columns) * (SIDE + GAP)
        bottom = height - HEAD - (k // columns) * block - OVER - TALL
        axes = figure.add_axes((left / width, bottom / height, SIDE / width, TALL / height))
        axes.set_title("\n".join(_folded(names)), fontsize=11.5)
        _draw_map(axes, _matrix(rows, down, across), down, across)
    return figure


def _folded(names):
    """Names on lines that fit over a map."""
    lines = [""]
    for name in names:
        if lines[-1] and len(lines[-1]) + len(name) > 56:
            lines.append("")
        lines[-1] += f", {name}" if lines[-1] else name
    return lines


def _matrix(rows, down, across):
    """Chance at each pair of values, NaN where a point failed."""
    matrix = np.full((len(down["values"]), len(across["values"])), np.nan)
    for row in rows:
        i = down["values"].index(row["values"][down["path"]])
        j = across["values"].index(row["values"][across["path"]])
        matrix[i, j] = row["p_no_leaker"]["sampled"]
    return matrix


def _draw_map(axes, matrix, down, across):
    axes.imshow(matrix, cmap=SHADES, vmin=0.0, vmax=1.0, origin="lower", aspect="auto")
    axes.set(xlabel=across["path"], ylabel=down["path"])
    for one, set_ticks in ((across, axes.set_xticks), (down, axes.set_yticks)):
        step = max(1, -(-len(one["values"]) // MOST_WORDS))
        shown = range(0, len(one["values"]), step)
        set_ticks(list(shown), [_shown(one["values"][k]) for k in shown])
    axes.grid(visible=False)
    if max(matrix.shape) > MOST_WORDS:
        return
    for (i, j), value in np.ndenumerate(matrix):
        text = "failed" if np.isnan(value) else f"{value:.2f}"
        axes.text(j, i, text, ha="center", va="center", fontsize=10, color=LIGHT["panel" if value > 0.75 else "ink"])


def _shown(value):
    return value if isinstance(value, str) else f"{value:g}"
