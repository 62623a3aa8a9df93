"""Chart of the raid calculator: interceptors needed against kill probability, one line a raid size."""

import numpy as np

from .figures import check_figure_path
from .style import LIGHT, drawing, missile_glyph, new_figure, save_figure

WIDTH, HEIGHT = 760, 470


def figure_needed(columns, path, point=None):
    """File with the chart of interceptors needed.

    Parameters
    ----------
    columns : dict of lists: warheads, kill_probability, interceptors_needed (None where there is none), why_none,
        doctrine, looks, common_mode, common_scope, p_no_leaker_at_least
    path : path ending in .png, .svg or .pdf
    point : (kill probability, interceptors, warheads) or None
        The raid that was asked about, marked.

    Returns
    -------
    pathlib.Path

    Raises
    ------
    MidcourseError
        Another file type.
    """
    path = check_figure_path(path)
    with drawing():
        figure = new_figure(WIDTH, HEIGHT)
        axes = figure.add_axes((0.085, 0.125, 0.845, 0.72))
        _draw_lines(axes, columns, None if point is None else point[2])
        _draw_point(axes, point)
        _set_frame(axes, columns)
        figure.text(0.085, 0.945, _title(columns), fontsize=14, weight="bold", color=LIGHT["ink"])
        figure.text(0.085, 0.895, _subtitle(columns), fontsize=11.5, color=LIGHT["ink2"])
        save_figure(figure, path)
    return path


def _draw_lines(axes, columns, asked):
    """One line a raid size, named at its left end; steps, because interceptors come whole."""
    sizes, chances, needed = (
        np.array([np.nan if v is None else v for v in columns[name]], float)
        for name in ("warheads", "kill_probability", "interceptors_needed")
    )
    drawn = 0
    for size in dict.fromkeys(sizes.tolist()):
        row = (sizes == size) & np.isfinite(needed)
        if not row.any():
            continue
        mine = size == asked
        axes.plot(
            chances[row], needed[row], color=LIGHT["interceptor"], drawstyle="steps-post",
            linewidth=2.4 if mine else 1.2, solid_joinstyle="miter", zorder=3 + mine,
        )  # fmt: skip
        axes.annotate(
            f"{size:.0f}", (chances[row][-1], needed[row][-1]), (8, 0), textcoords="offset points", va="center",
            fontsize=11.5, color=LIGHT["ink"] if mine else LIGHT["ink2"], weight="bold" if mine else "normal",
        )  # fmt: skip
        drawn += 1
    if not drawn:
        why = " and ".join(sorted({text for text in columns["why_none"] if text}))
        axes.text(0.5, 0.66, why, transform=axes.transAxes, ha="center",
                  color=LIGHT["ink2"], fontsize=13)  # fmt: skip


def _draw_point(axes, point):
    """The stock that was asked about, where the chart shows it."""
    if point is None or point[1] < 1:
        return
    chance, stock, _ = point
    axes.scatter([chance], [stock], s=380, marker=missile_glyph(), facecolor=LIGHT["interceptor"],
                 edgecolor=LIGHT["panel"], linewidth=1.2, zorder=6)  # fmt: skip
    axes.annotate(f"asked: {stock}", (chance, stock), (12, -4), textcoords="offset points", fontsize=11.5,
                  color=LIGHT["ink"], zorder=6)  # fmt: skip


def _set_frame(axes, columns):
    least, most = min(columns["kill_probability"]), max(columns["kill_probability"])
    axes.set(yscale="log", xlim=(least - 0.01, max(most, 0.98) + 0.01))
    axes.set_ylim(0.8, max(axes.get_ylim()[1], 12))
    axes.set_xlabel("kill probability of one shot", loc="left", labelpad=5)
    axes.set_ylabel("interceptors needed", loc="top", labelpad=5)
    ticks = [t for t in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000) if t <= axes.get_ylim()[1]]
    axes.set_yticks(ticks, [f"{t:,}" for t in ticks])
    axes.minorticks_off()
    axes.grid(axis="both")


def _title(columns):
    return f"Interceptors needed so that none gets through with a chance of {columns['p_no_leaker_at_least'][0]:g}"


def _subtitle(columns):
    looks = columns["looks"][0]
    text = f"{columns['doctrine'][0]}, {looks} look{'' if looks == 1 else 's'}"
    if columns["common_mode"][0]:
        text += f"; common failure {columns['common_mode'][0]:g} of the {columns['common_scope'][0]}"
    if "no stock is enough" in columns["why_none"]:
        text += "; left of a line no stock is enough"
    return text + "; at the right: warheads in the raid"
