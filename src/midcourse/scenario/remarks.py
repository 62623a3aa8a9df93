"""Comments of a scenario file at the values that they speak of: on the same line, and on the lines above."""

import re
from typing import NamedTuple

from ..errors import ScenarioError
from . import marks, patching

_BEHIND = re.compile(r"[ \t]*(?:#[ ]?(.*))?$")
LONGEST = 1000
"""Letters of a comment."""


class Comments(NamedTuple):
    """Comments of one place and where they stand in the text; None where there can be none."""

    remark: str | None
    remark_at: tuple
    note: str | None
    note_at: tuple


def place(text, node, path):
    """Comments at a path.

    Parameters
    ----------
    text : str
    node : marks.Node
        Of the whole text.
    path : sequence of str and int

    Returns
    -------
    Comments
    """
    outer = [marks.at(node, path[:k])[1] for k in range(len(path))]
    if any(one.flow for one in outer):
        return Comments(None, (), None, ())
    entry, inner = marks.at(node, path)
    remark, remark_at = _behind(text, entry, inner, outer[-1].kind == marks.LIST)
    start = marks.line_start(text, entry.start)
    if text[start : entry.start].strip():
        return Comments(remark, remark_at, None, ())
    above = patching.note_start(text, start)
    lines = [line.strip()[1:].removeprefix(" ") for line in text[above:start].splitlines()]
    return Comments(remark, remark_at, "\n".join(lines), (above, start))


def _behind(text, entry, node, is_item):
    """Comment behind a value on one line, or behind the key of lines of its own."""
    is_block = node.kind != marks.SCALAR and not node.flow
    if (is_block and is_item) or node.folded:
        return None, ()
    start = text.index(":", entry.stop) + 1 if is_block else node.end
    end = marks.line_end(text, start)
    found = _BEHIND.fullmatch(text[start:end])
    if found is None:
        return None, ()
    return found.group(1) or "", (start, end)


def with_remark(text, path, words):
    """Text with another comment on the line of a place; "" takes it away.

    Parameters
    ----------
    text : str
    path : sequence of str and int
    words : str
        One line.

    Raises
    ------
    ScenarioError
        There can be no comment there, or more than one line.
    """
    start, end = _found(text, path).remark_at or _none(path)
    if "\n" in words:
        raise ScenarioError("a comment behind a value is one line", where=_where(path))
    spaces = re.match(r"[ \t]*(?=#)", text[start:end])
    gap = spaces.group() if spaces and spaces.group() else "  "
    return text[:start] + (f"{gap}# {words}".rstrip() if words.strip() else "") + text[end:]


def with_note(text, path, words):
    """Text with other comment lines above a place; "" takes them away.

    Parameters
    ----------
    text : str
    path : sequence of str and int
    words : str

    Raises
    ------
    ScenarioError
        There can be no comment there.
    """
    start, end = _found(text, path).note_at or _none(path)
    entry, _ = marks.at(marks.node_of(text), path)
    indent = " " * (entry.start - end)
    lines = [f"{indent}# {line}".rstrip() + "\n" for line in words.splitlines()] if words.strip() else []
    return text[:start] + "".join(lines) + text[end:]


def _found(text, path):
    try:
        return place(text, marks.node_of(text), path)
    except (marks.UnsureError, KeyError):
        return Comments(None, (), None, ())


def _none(path):
    raise ScenarioError("no comment can stand here", where=_where(path), hint="write it into the text")


def _where(path):
    from .tree import dotted

    return dotted(path)
