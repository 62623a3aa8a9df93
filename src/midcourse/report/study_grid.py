"""Grid of a study: words in rows and columns, each on the tone of what it means."""

from matplotlib.patches import Rectangle

from .style import LIGHT

ROW, LETTER = 22.0, 6.0
"""Points: height of a row, and width of a letter of its words."""

LOOKS = {  # face, ink, hatch
    "good": (LIGHT["defended"], LIGHT["panel"], ""),
    "partly": (LIGHT["panel"], LIGHT["ink"], "////"),
    "bad": (LIGHT["uncovered-mark"], LIGHT["ink"], ""),
    "none": (LIGHT["paper"], LIGHT["ink3"], ""),
}


def size_of(grid):
    """Width and height that a grid asks for, points.

    Parameters
    ----------
    grid : run.studies.answer.Grid
    """
    return _left(grid) + sum(_widths(grid)) + 20.0, ROW * (len(grid.rows) + 3.2)


def draw_grid(figure, grid, top):
    """Draw a grid whose upper edge lies `top` points above the lower edge of a figure.

    Parameters
    ----------
    figure : matplotlib Figure
    grid : run.studies.answer.Grid
    top : float
    """
    width, height = size_of(grid)
    page_width, page_height = (72.0 * inches for inches in figure.get_size_inches())
    axes = figure.add_axes((0, (top - height) / page_height, width / page_width, height / page_height))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.axis("off")
    left, widths = _left(grid), _widths(grid)
    edges = [left + sum(widths[:k]) for k in range(len(widths))]
    for x, w, name in zip(edges, widths, grid.columns, strict=True):
        axes.text(x + w / 2, 0.6 * ROW, name, ha="center", va="center", fontsize=10.5, color=LIGHT["ink2"])
    for k, name in enumerate(grid.rows):
        y = ROW * (k + 1.2)
        axes.text(left - 8, y + ROW / 2, name, ha="right", va="center", fontsize=10.5, color=LIGHT["ink"])
        for x, w, word, tone in zip(edges, widths, grid.words[k], grid.tones[k], strict=True):
            _draw_cell(axes, (x, y, w), word, tone)
    x, y = left, ROW * (len(grid.rows) + 1.7)
    for tone, meaning in grid.meanings.items():
        _draw_cell(axes, (x, y, ROW), "", tone)
        axes.text(x + ROW + 5, y + ROW / 2, meaning, va="center", fontsize=10.5, color=LIGHT["ink2"])
        x += ROW + 24 + 5.4 * len(meaning)


def _draw_cell(axes, box, word, tone):
    x, y, w = box
    face, ink, hatch = LOOKS[tone]
    axes.add_patch(Rectangle((x + 1, y + 1), w - 2, ROW - 2, facecolor=face, edgecolor=LIGHT["rule2"], linewidth=0.6,
                             hatch=hatch))  # fmt: skip
    back = {"facecolor": face, "edgecolor": "none", "pad": 1.0} if hatch and word else None
    axes.text(x + w / 2, y + ROW / 2, word, ha="center", va="center", fontsize=10.0, color=ink, bbox=back)


def _left(grid):
    return 24.0 + LETTER * max(len(name) for name in grid.rows)


def _widths(grid):
    """Widths of the columns, points."""
    texts = zip(grid.columns, *grid.words, strict=True)
    return [14.0 + LETTER * max(6, *(len(text) for text in column)) for column in texts]
