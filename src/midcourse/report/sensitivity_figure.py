"""Which assumption moves the answer, as bars: from the answer as stated to that at each end of a value's range."""

from textwrap import fill

from .figures import check_figure_path
from .style import LIGHT, drawing, new_figure, save_figure

LEFT, WIDTH, RIGHT, ROW, HEAD, FOOT = 300, 520, 70, 30, 92, 64
"""points; names stand left of the bars"""

ACROSS = 58
"""letters in a line of a name"""

MOST = 24
"""bars; the least ones are left out and told"""

HIGH, LOW = {"facecolor": LIGHT["interceptor"]}, {"facecolor": LIGHT["panel"], "hatch": "////"}
"""Ends: the high one filled, the low one hatched, so that no colour works alone."""


def figure_sensitivity(found, path):
    """File with the bars, the greatest swing on top; below them the readings, axis by axis.

    Parameters
    ----------
    found : run.sensitivity.Sensitivity
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
    shown = [one for one in found.effects if one.why_not is None and one.swing(found.quantity, found.base) > 0.0][:MOST]
    down = ROW * (len(shown) + len(found.axes) + 1)
    width, height = LEFT + WIDTH + RIGHT, HEAD + down + FOOT
    with drawing():
        figure = new_figure(width, height)
        axes = figure.add_axes((LEFT / width, FOOT / height, WIDTH / width, down / height))
        _draw(axes, found, shown)
        for text, under, size, weight in (
            (f"{found.title}: which assumption moves the answer", 30, 13.5, "bold"),
            (f"{found.reading}: {found.words}", 52, 10.5, "normal"),
            (_told(found, shown), 72, 10.5, "normal"),
        ):
            figure.text(24 / width, 1.0 - under / height, text, fontsize=size, weight=weight, color=LIGHT["ink"])
        save_figure(figure, path)
    return path


def _told(found, shown):
    """What the marks mean, and how many values are not drawn because they move nothing."""
    rest = len(found.effects) - len(shown)
    words = "filled: value at its high end; hatched: at its low end; dots: other readings"
    return words if not rest else f"{words}; not drawn: {rest} that move nothing"


def _draw(axes, found, shown):
    """Bars and dots over one line: the answer as stated."""
    now = found.base.of(found.quantity)
    names = []
    for k, one in enumerate(shown):
        for end, look in ((one.at_low, LOW), (one.at_high, HIGH)):
            axes.barh(
                k,
                end.of(found.quantity) - now,
                left=now,
                height=0.62,
                edgecolor=LIGHT["interceptor"],
                linewidth=0.9,
                **look,
            )
        names.append(_name(one.varied))
    for k, (axis, rows) in enumerate(found.axes, len(shown)):
        values = [answers.of(found.quantity) for _, _, answers in rows]
        axes.plot([min(values), max(values)], [k, k], color=LIGHT["rule2"], linewidth=1.2, zorder=1)
        axes.plot(values, [k] * len(values), "o", color=LIGHT["ink2"], markersize=6, zorder=2)
        told = ", ".join(f"{option} {value:.3g}" for (option, _, _), value in zip(rows, values, strict=True))
        names.append(f"readings, {axis}: {told}")
    axes.axvline(now, color=LIGHT["ink"], linewidth=1.2)
    axes.set_yticks(range(len(names)), [fill(name, ACROSS, max_lines=2, placeholder=" …") for name in names])
    for label in axes.get_yticklabels():
        label.set_fontsize(10.5 if "\n" not in label.get_text() else 9.0)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.margins(x=0.06)
    axes.set_xlabel(found.words)
    axes.grid(axis="x", color=LIGHT["graticule"], linewidth=0.7)
    axes.set_axisbelow(True)


def _name(one):
    unit = f" {one.unit.replace('^2', '²')}" if one.unit else ""
    return f"{one.path}  {one.low:.4g} to {one.high:.4g}{unit}"
