"""Names on a map: placed in order of importance, left out rather than laid over another."""

from dataclasses import dataclass
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from .style import SANS

_LINE = 1.16  # line height in type sizes
_AIR = 1.0  # points kept free around a name
# Where a name may stand beside its mark, best first: horizontal and vertical side (-1, 0, 1), and how far it is pushed
# along the mark's edge, in its own width (above and below) or height (beside).
_ANCHORS = (
    *((1, 0, 0.0), (-1, 0, 0.0), (0, 1, 0.0), (0, -1, 0.0)),
    *((1, 1, 0.0), (1, -1, 0.0), (-1, 1, 0.0), (-1, -1, 0.0)),
    *((1, 0, 0.35), (1, 0, -0.35), (-1, 0, 0.35), (-1, 0, -0.35)),
    *((0, 1, 0.25), (0, -1, 0.25), (0, 1, -0.25), (0, -1, -0.25)),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """A name that wants to stand beside a mark at (x, y), all in points; `gap` keeps it off the mark."""

    x: float
    y: float
    text: str
    size: float
    weight: str
    colour: str
    gap: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A name with the lower left corner of its box, points."""

    wish: Wish
    left: float
    bottom: float


@lru_cache(maxsize=4096)
def text_width(text, size, weight):
    """Width of a line of type, points.

    Parameters
    ----------
    text : str
    size : float
    weight : str
    """
    font = FontProperties(family=SANS, size=size, weight=weight)
    return text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]


def place(wishes, marks, frame):
    """Names that find room, in the order wished.

    Parameters
    ----------
    wishes : list of Wish, most important first
    marks : list of (x, y, radius), what no name may cover
    frame : (left, bottom, right, top) of the map, points

    Returns
    -------
    list of Placed
    """
    taken = [(x - r, y - r, x + r, y + r) for x, y, r in marks]
    placed = []
    for wish in wishes:
        for box in _boxes(wish):
            if _inside(box, frame) and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                placed.append(Placed(wish, box[0] + _AIR, box[1]))
                break
    return placed


def _boxes(wish):
    width, height = text_width(wish.text, wish.size, wish.weight), _LINE * wish.size
    for side, level, push in _ANCHORS:
        reach = wish.gap * (0.75 if side and level else 1.0)
        left = wish.x + (reach if side > 0 else -reach - width if side < 0 else push * width - width / 2)
        bottom = wish.y + (
            reach if level > 0 else -reach - height if level < 0 else (push if side else 0.0) * height - height / 2
        )
        yield left - _AIR, bottom, left + width + _AIR, bottom + height


def _inside(box, frame):
    return box[0] >= frame[0] and box[1] >= frame[1] and box[2] <= frame[2] and box[3] <= frame[3]


def _overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
