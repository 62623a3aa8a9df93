"""Records of a study: readings with a verdict, the values at which the answer turns, and the chart that shows it."""

import math
from dataclasses import dataclass, field, replace

import numpy as np

from ...errors import MidcourseError
from ...scenario.claims import Claim

VERDICTS = ("holds", "fails", "depends", "cannot-say")
TONES = ("good", "partly", "bad", "none")
"""Of a grid's cells: for the defended or kept, what lies between, the undefended or broken, what is not in question."""


def counted(progress, stage, rows):
    """Rows one by one, each told of.

    Parameters
    ----------
    progress : callable(stage, done, total) or None
    stage : str
    rows : iterable
    """
    rows = list(rows)
    for k, row in enumerate(rows):
        if progress:
            progress(stage, k, len(rows))
        yield row
    if progress:
        progress(stage, len(rows), len(rows))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingAnswer:
    """What one reading gives: a value with its range, and what that means for the claim."""

    reading: str
    value: float | None
    low: float | None = None
    high: float | None = None
    verdict: str
    verdict_now: str
    """What the value alone means, without its range: it is this that turns at a flip point."""

    def __post_init__(self):
        for verdict in (self.verdict, self.verdict_now):
            if verdict not in VERDICTS:
                raise MidcourseError("no such verdict", where=self.reading, got=verdict, hint=", ".join(VERDICTS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Slider:
    """A key of a built-in scenario and the value of it, in its own unit, at which an answer turns."""

    scenario: str
    reading: str
    path: str
    value: float
    changes: tuple = ()
    """KEY=VALUE that the scenario takes first, where the study asks about it with these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """An input of the study with which it is asked again, to find it answered otherwise past a flip point."""

    input: str
    """Its name; NAME.KEY where it holds a number for each of several."""
    step: float
    """How exactly the flip point is known, in its own unit: a step below and a step above the answers differ."""
    scale: float = 1.0
    """What one of the unit of the flip point is in that of the input."""
    whole: bool = False
    """Whether only whole numbers make sense."""

    def asked(self, value):
        """Input of the study for a value in the unit of the flip point.

        Parameters
        ----------
        value : float

        Returns
        -------
        dict
            For `studies.study`.
        """
        return {self.input: round(value * self.scale) if self.whole else value * self.scale}


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A value of one input at which the answer of a reading turns; None where it does not within the range."""

    reading: str
    parameter: str
    unit: str
    value_now: float
    value_at_flip: float | None
    plausible_range: tuple[float, float]
    source: str
    """Where the plausible range is from: a key of the bibliography and words, or "house"."""
    turn: Turn
    slider: Slider | None = None
    """What to turn in a scenario to get there; None where no single key of one does it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One curve of a chart."""

    name: str
    x: np.ndarray = field(repr=False)
    y: np.ndarray = field(repr=False)
    steps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Curves with the words on their axes; `now` marks the value that the readings stand at."""

    x_name: str
    y_name: str
    lines: tuple[Line, ...]
    now: float | None = None
    level: float | None = None
    level_name: str = ""

    @property
    def columns(self):
        """The curves as one table: line, x, y."""
        names = np.concatenate([np.full(len(line.x), line.name) for line in self.lines])
        x, y = (np.concatenate([getattr(line, axis) for line in self.lines]) for axis in "xy")
        return {"line": names, self.x_name: x.astype(float), self.y_name: y.astype(float)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Words in rows and columns, each with a tone: what a study says of many things at once."""

    rows: tuple
    columns: tuple
    words: tuple
    """(rows) of (columns) of text."""
    tones: tuple
    """The same shape, each of `TONES`."""
    meanings: dict
    """What the tones that occur mean here: tone -> words."""

    def __post_init__(self):
        for block in (self.words, self.tones):
            if [len(row) for row in block] != [len(self.columns)] * len(self.rows):
                raise MidcourseError("a grid needs a cell for each row and column", got=len(block))
        wrong = {tone for row in self.tones for tone in row} - set(self.meanings)
        if wrong or set(self.meanings) - set(TONES):
            raise MidcourseError("no such tone", got=sorted(wrong), hint=", ".join(TONES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table of a study, as text and numbers."""

    title: str
    columns: tuple
    rows: tuple

    @property
    def as_columns(self):
        """The rows as columns: name -> list."""
        return {name: [row[k] for row in self.rows] for k, name in enumerate(self.columns)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """Answer of a study."""

    claim: Claim
    readings: tuple[ReadingAnswer, ...]
    flips: tuple[Flip, ...]
    chart: Chart
    inputs: tuple
    """(name, value, unit, source) of what was held."""
    rule: str
    """When the claim holds, in words."""
    notes: tuple = ()
    grid: Grid | None = None
    sheets: tuple = ()

    def select(self, wanted):
        """The same study with only some of its readings.

        Parameters
        ----------
        wanted : tuple of str; empty keeps all

        Raises
        ------
        MidcourseError
            No such reading.
        """
        if not wanted:
            return self
        names = [row.reading for row in self.readings]
        kept = {name for name in names if name in wanted or set(name.split("+")) & set(wanted)}
        lost = [name for name in wanted if not any(name == full or name in full.split("+") for full in names)]
        if lost:
            raise MidcourseError("this study has no such reading", got=lost[0], hint=", ".join(names))
        return replace(
            self,
            readings=tuple(row for row in self.readings if row.reading in kept),
            flips=tuple(row for row in self.flips if row.reading in kept),
        )


def turning_point(kept, turned, verdict, step):
    """Value between two, a multiple of a step or an end, from which on a verdict is no longer that of the first.

    Parameters
    ----------
    kept, turned : float
        Between them the verdict turns: it is that of `kept` there, and another at `turned`.
    verdict : callable(value) -> str
    step : float

    Returns
    -------
    float
        On the side that has turned.
    """
    low, high = sorted((kept, turned))
    between = [round(step * k, 9) for k in range(math.floor(low / step) + 1, math.ceil(high / step))]
    points = [kept, *(between if kept < turned else between[::-1]), turned]
    now, first, last = verdict(kept), 0, len(points) - 1
    while last - first > 1:
        middle = (first + last) // 2
        first, last = (middle, last) if verdict(points[middle]) == now else (first, middle)
    return points[last]


def nearest_turn(values, words, now, verdict, step):
    """The value nearest to the present one at which a verdict is another, within a step; None where it never is.

    Parameters
    ----------
    values : (n,) array, rising
    words : sequence of n str
        The verdict at each of them.
    now : int
        Which of them is the present one.
    verdict : callable(value) -> str
        The same at any value between.
    step : float

    Returns
    -------
    float or None
        On the side that has turned.
    """
    other = [k for k, word in enumerate(words) if word != words[now]]
    if not other:
        return None
    sides = [[k for k in other if k < now][-1:], [k for k in other if k > now][:1]]
    found = [turning_point(float(values[k - 1 if k > now else k + 1]), float(values[k]), verdict, step)
             for side in sides for k in side]  # fmt: skip
    return min(found, key=lambda value: abs(value - values[now]))


def other_side(least, now, step):
    """The value nearest to the present one on the other side of where an answer turns.

    Parameters
    ----------
    least : float or None
        Least value of the upper side; None where it does not turn.
    now, step : float

    Returns
    -------
    float or None
    """
    return least if least is None or now < least else least - step


def just_past(at, now):
    """A hair past an exact value, seen from the present one, so that it lies on the other side; None stays None.

    Parameters
    ----------
    at : float or None
    now : float
    """
    return at if at is None else at * (1.0 + math.copysign(1e-9, at - now))
