"""Which values a sweep goes over: `KEY=V1,V2,...` or `KEY=LOW:HIGH:COUNT`, and the grid of them."""

import itertools
import json
import math

import numpy as np

from ..errors import ScenarioError

MOST_POINTS = 1000
DIGITS = 12
"""Of a value between two ends: 0.3, not 0.30000000000000004."""

_FORM = "--over command.decide_s=30,60,120 or --over command.decide_s=0:300:11"
_OPEN, _CLOSE = "([{", ")]}"


def parse_over(text):
    """Path and values, as texts, of `KEY=V1,V2,...` or `KEY=LOW:HIGH:COUNT`.

    Parameters
    ----------
    text : str

    Returns
    -------
    path : str
    values : tuple of str
        Each as `--set KEY=VALUE` takes it.

    Raises
    ------
    ScenarioError
        Neither form, a value twice, a range without values.
    """
    path, equals, values = text.partition("=")
    if not equals or not path.strip() or not values.strip():
        raise ScenarioError("what is varied is KEY=VALUES", where="--over", got=text, hint=_FORM)
    return path.strip(), _values(path.strip(), values)


def over_of(over):
    """Pairs of path and values, as texts, of what a caller asks a sweep to go over.

    Parameters
    ----------
    over : dict of path -> values (a text as in the shell, or a sequence), or sequence of texts as in the shell

    Returns
    -------
    tuple of (path, values)

    Raises
    ------
    ScenarioError
        As `parse_over`; nothing to go over, or a path twice.
    """
    if isinstance(over, dict):
        pairs = tuple((path, _values(path, _text(values))) for path, values in over.items())
    else:
        pairs = tuple(parse_over(text) for text in ((over,) if isinstance(over, str) else over or ()))
    if not pairs:
        raise ScenarioError("a sweep goes over the values of at least one key", where="--over", hint=_FORM)
    for (one, _), (two, _) in itertools.combinations(pairs, 2):
        if f"{one}.".startswith(f"{two}.") or f"{two}.".startswith(f"{one}."):
            raise ScenarioError("two keys of which one holds the other", where="--over", got=f"{one}, {two}",
                                hint="each value once")  # fmt: skip
    count = math.prod(len(values) for _, values in pairs)
    if count > MOST_POINTS:
        what = f"a sweep has at most {MOST_POINTS:,} points"
        raise ScenarioError(what, where="--over", got=f"{count:,}", hint="fewer values, or two sweeps")
    return pairs


def grid(over):
    """Values of each point, the last key running fastest.

    Parameters
    ----------
    over : sequence of (path, values)

    Returns
    -------
    list of tuple of str
    """
    return list(itertools.product(*(values for _, values in over)))


def _text(values):
    """Values of a caller in Python as the shell has them."""
    if isinstance(values, str):
        return values
    plain = values.tolist() if hasattr(values, "tolist") else values
    return ",".join(one if isinstance(one, str) else json.dumps(one) for one in plain)


def _values(path, text):
    parts = [part.strip() for part in text.split(":")]
    numbers = [_number(part) for part in parts]
    if len(parts) > 1 and numbers[0] is not None:
        return _between(path, text, numbers)
    values = tuple(part.strip() for part in _split(text))
    if not all(values):
        raise ScenarioError("a value is missing", where=f"--over {path}", got=text, hint=_FORM)
    seen = [float(value) if _number(value) is not None else value for value in values]
    if len(set(seen)) < len(seen):
        raise ScenarioError("the same value twice", where=f"--over {path}", got=text, hint="each value once")
    return values


def _number(text):
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _between(path, text, numbers):
    """Texts of COUNT values from LOW to HIGH; whole numbers where all of them are."""
    count = int(numbers[2]) if len(numbers) == 3 and numbers[2] is not None else 0
    if len(numbers) != 3 or None in numbers or count != numbers[2] or count < 2 or not numbers[0] < numbers[1]:
        what = "a range is LOW:HIGH:COUNT, LOW below HIGH, COUNT two or more"
        raise ScenarioError(what, where=f"--over {path}", got=text, hint=_FORM)
    if count > MOST_POINTS:
        what = f"a sweep has at most {MOST_POINTS:,} points"
        raise ScenarioError(what, where=f"--over {path}", got=f"{count:,}", hint="fewer values")
    values = [float(f"{value:.{DIGITS}g}") for value in np.linspace(numbers[0], numbers[1], count).tolist()]
    whole = all(value.is_integer() for value in values) and "." not in text and "e" not in text.lower()
    texts = tuple(repr(int(value)) if whole else repr(value) for value in values)
    if len(set(texts)) < count:
        raise ScenarioError("values too near to tell apart", where=f"--over {path}", got=text, hint="fewer values")
    return texts


def _split(text):
    """Parts between commas that stand in no bracket and no quotes."""
    parts, depth, quote, start = [], 0, "", 0
    for k, letter in enumerate(text):
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter in _OPEN + _CLOSE:
            depth += 1 if letter in _OPEN else -1
        elif letter == "," and depth == 0:
            parts.append(text[start:k])
            start = k + 1
    return [*parts, text[start:]]
