"""A changed scenario as text: only the letters of what changes are written anew, comments and spaces stay."""

import json
import re
from typing import NamedTuple

from . import marks, tree
from .marks import LIST, MAPPING, SCALAR, UnsureError

_PLAIN = re.compile(r"[A-Za-z0-9_./@+-]([A-Za-z0-9_./@+() -]*[A-Za-z0-9_./@+()-])?")
"""Texts that need no quotes where nothing else reads them; `tree.plain_scalar` says whether a number would."""

INDENT = 2


class Cut(NamedTuple):
    """A piece of the text and what stands there instead."""

    start: int
    end: int
    text: str


def patched(text, before, wanted):
    """Text that holds other values, every letter of the others as it was; None where that cannot be done.

    Parameters
    ----------
    text : str
    before, wanted : dict
        What it holds, and what it shall hold.

    Returns
    -------
    str or None
        Read again it may hold something else: whoever asks reads it.
    """
    try:
        cuts = list(_changed(text, marks.node_of(text), before, wanted))
    except (UnsureError, KeyError):
        return None
    done, place = [], 0
    for cut in sorted(cuts, key=lambda cut: cut.start):
        if cut.start < place:
            return None
        done += [text[place : cut.start], cut.text]
        place = cut.end
    return "".join([*done, text[place:]])


def same(one, two):
    """Whether two values are the same to the type: 1, 1.0 and true are three.

    Parameters
    ----------
    one, two : plain values
    """
    if isinstance(one, dict) and isinstance(two, dict):
        return one.keys() == two.keys() and all(same(one[key], two[key]) for key in one)
    if isinstance(one, list) and isinstance(two, list):
        return len(one) == len(two) and all(map(same, one, two))
    return type(one) is type(two) and one == two


def written(value):
    """A value on one line, as it stands in a file.

    Parameters
    ----------
    value : plain value
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(key)}: {written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value) and value[0] not in "-." and isinstance(tree.plain_scalar(value), str)
        return value if plain else json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and value - value != 0.0:
        return ".nan" if value != value else ".inf" if value > 0.0 else "-.inf"  # noqa: PLR0124
    return json.dumps(value)


def with_digits(text, path, number):
    """Text with a number written as somebody typed it: 0.90 is not 0.9 to whoever reads it.

    Parameters
    ----------
    text : str
    path : sequence of str and int
    number : str
        Of the same value as the one that stands there.
    """
    try:
        _, node = marks.at(marks.node_of(text), path)
    except (UnsureError, KeyError):
        return text
    there = text[node.start : node.end]
    if node.kind != SCALAR or tree.plain_number(there) != tree.plain_number(number):
        return text
    cut = _beside_comment(text, node.start, node.end, number)
    return text[: cut.start] + cut.text + text[cut.end :]


def swapped(text, path):
    """Text with an entry of a list before the one above it, each with the comment above it.

    Parameters
    ----------
    text : str
    path : sequence of str and int
        Of the entry that goes up.

    Returns
    -------
    str or None
        None where that cannot be done by moving letters.
    """
    try:
        _, node = marks.at(marks.node_of(text), path[:-1])
        spans = [_span(text, node, k) for k in (path[-1] - 1, path[-1])]
    except (UnsureError, KeyError):
        return None
    (first, middle), (start, end) = spans
    return text[:first] + text[start:end] + text[middle:start] + text[first:middle] + text[end:]


def _span(text, node, k):
    """Where an entry begins and ends: its lines with the comment above, or its letters between commas."""
    entry = node.entries[k]
    if node.flow:
        return entry.start, entry.node.end
    start = marks.line_start(text, entry.start)
    if entry.node.folded or text[start : entry.start].strip():
        raise UnsureError
    return note_start(text, start), marks.line_end(text, entry.node.end)


def _changed(text, node, before, wanted):
    """Cuts that make one value of another."""
    if same(before, wanted):
        return
    if node.kind == MAPPING and isinstance(wanted, dict) and (wanted and before):
        yield from _changed_mapping(text, node, before, wanted)
    elif node.kind == LIST and isinstance(wanted, list) and (wanted and before):
        yield from _changed_list(text, node, before, wanted)
    else:
        yield from _replaced(text, node, wanted)


def _replaced(text, node, wanted):
    """Another value in the place of the whole of one."""
    if node.folded:
        raise UnsureError
    before = text[: node.start].rstrip(" ")
    if node.kind != SCALAR and not node.flow:
        before = before.rstrip()
        if not before.endswith(":"):
            return _under_comment(text, node, wanted)
    start, new = node.start, written(wanted)
    if before.endswith(":"):
        line = text[marks.line_start(text, len(before)) : len(before)]
        start = len(before)
        new = _after_key(wanted, 0 if _SECTION.fullmatch(line) else None, _inside_flow(text, node))
    return [_beside_comment(text, start, node.end, new)]


def _under_comment(text, node, wanted):
    """Cuts that put a value behind its key and take the lines out that held another, but for comments above them."""
    start = end = marks.line_start(text, node.start)
    while start and not text[start:end].split("#")[0].strip():
        end, start = start, marks.line_start(text, start - 1)
    colon = _KEY_AND_COMMENT.match(text, start, end)
    if colon is None or wanted:
        raise UnsureError
    lines = marks.line_start(text, node.start), min(len(text), marks.line_end(text, node.end) + 1)
    return [Cut(colon.end(1), colon.end(1), f" {written(wanted)}"), Cut(*lines, "")]


_KEY_AND_COMMENT = re.compile(r"([^\n#]*:) *(?:#[^\n]*)?\n")


def _beside_comment(text, start, end, new):
    """A cut that leaves the comment behind it where it stood, if there is room."""
    found = re.compile(" +(?=#)").match(text, end)
    if found is None or "\n" in new:
        return Cut(start, end, new)
    room = len(found.group()) - (len(new) - (end - start))
    return Cut(start, found.end(), new + " " * max(1, room))


_SECTION = re.compile(r"[a-z][a-z0-9_]*:")
"""A key at the margin, alone on its line."""


def _inside_flow(text, node):
    """Whether nothing would be read as the end of a list or mapping in braces."""
    return text[: node.start].rstrip()[-1:] in ("[", ",") or text[node.end :].lstrip()[:1] in ("]", "}", ",")


def _changed_mapping(text, node, before, wanted):
    gone, new = [key for key in before if key not in wanted], [key for key in wanted if key not in before]
    for key in before:
        if key in wanted:
            yield from _changed(text, node.entries[key].node, before[key], wanted[key])
    for old, key in _renamed(before, wanted, gone, new):
        yield Cut(node.entries[old].start, node.entries[old].stop, written(key))
        gone.remove(old)
        new.remove(key)
    if gone and new:  # in the place of the first that goes
        first = node.entries[gone[0]]
        yield Cut(first.start, first.node.end, _pairs(text, node, {key: wanted[key] for key in new}))
        gone, new = gone[1:], []
    yield from _taken_out(text, node, gone)
    at: dict = {}
    for key in new:
        earlier = [other for other in list(wanted)[: list(wanted).index(key)] if other in before]
        at.setdefault(earlier[-1] if earlier else None, {})[key] = wanted[key]
    for earlier_key, pairs in at.items():
        yield _put_in(text, node, earlier_key, _pairs(text, node, pairs))


def _renamed(before, wanted, gone, new):
    """Keys that only have another name: what they hold is the same, and so is their turn."""
    places = list(before), list(wanted)
    pairs = [(old, key) for old in gone for key in new if places[0].index(old) == places[1].index(key)]
    return [(old, key) for old, key in pairs if same(before[old], wanted[key])]


def _pairs(text, node, pairs):
    """Keys and values as they stand in a mapping of this kind."""
    if node.flow:
        return ", ".join(f"{written(key)}: {written(value)}" for key, value in pairs.items())
    indent = " " * _column(text, node)
    return f"\n{indent}".join(f"{written(key)}:{_after_key(value, len(indent))}" for key, value in pairs.items())


def _after_key(value, indent, in_flow=False):
    """A value behind its key: a mapping or list of a whole section on lines of its own, else on the same line."""
    if value is None:
        return " null" if in_flow else ""
    if indent == 0 and value and isinstance(value, list) and isinstance(value[0], dict):
        return "".join(f"\n{' ' * INDENT}- {written(item)}" for item in value)
    if indent == 0 and value and isinstance(value, dict):
        return "".join(f"\n{' ' * INDENT}{written(key)}: {written(item)}" for key, item in value.items())
    return f" {written(value)}"


def _column(text, node):
    first = next(iter(node.entries.values())).start
    return first - marks.line_start(text, first)


def _put_in(text, node, earlier, what):
    """New keys or items after an earlier one, or before all."""
    joint = ", " if node.flow else "\n" + " " * _column(text, node)
    if earlier is None:
        first = next(iter(node.entries.values())).start
        return Cut(first, first, what + joint)
    last = node.entries[earlier].node
    if last.folded:
        raise UnsureError
    place = last.end if node.flow else marks.line_end(text, last.end)
    return Cut(place, place, joint + what)


def _changed_list(text, node, before, wanted):
    """Items that go, come and change: they are told apart by their keys, else by what they hold."""
    import difflib

    old, new = ([_name(item) for item in items] for items in (before, wanted))
    gone = []
    for _, first, last, start, end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        both = min(last - first, end - start)
        for k in range(both):
            yield from _changed(text, node.entries[first + k].node, before[first + k], wanted[start + k])
        gone += range(first + both, last)
        items = [_item(text, node, item) for item in wanted[start + both : end]]
        if items:
            earlier = first + both - 1
            yield _put_in(
                text, node, None if earlier < 0 else earlier, (", " if node.flow else _joint(text, node)).join(items)
            )
    yield from _taken_out(text, node, gone)


def _joint(text, node):
    return "\n" + " " * _column(text, node)


def _name(item):
    return f"key {item['key']}" if isinstance(item, dict) and "key" in item else json.dumps(item, sort_keys=True)


def _item(text, node, value):
    """An item as it stands in a list of this kind: on lines of its own where the last mapping there does so."""
    if node.flow:
        return written(value)
    others = [entry.node for entry in node.entries.values() if entry.node.kind == MAPPING]
    if not (others and not others[-1].flow and isinstance(value, dict) and value):
        return f"- {written(value)}"
    indent = " " * (_column(text, node) + INDENT)
    return "- " + f"\n{indent}".join(f"{written(key)}: {written(inner)}" for key, inner in value.items())


def _taken_out(text, node, keys):
    """Cuts that take keys or items out; some always stay."""
    names = list(node.entries)
    for first, last in _runs([names.index(key) for key in keys]):
        entries = [node.entries[name] for name in names]
        alone = not text[marks.line_start(text, entries[first].start) : entries[first].start].strip()
        if not node.flow and alone:
            yield from (_lines_out(text, node, entries[k], k) for k in range(first, last + 1))
        elif node.flow and first:
            yield Cut(entries[first - 1].node.end, entries[last].node.end, "")
        elif last + 1 < len(names):  # what follows comes into its place, beside a brace or a dash
            yield Cut(entries[first].start, entries[last + 1].start, "")
        else:
            raise UnsureError


def _runs(places):
    """Runs of places that follow each other, as (first, last)."""
    runs: list = []
    for place in sorted(places):
        if runs and runs[-1][1] == place - 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    return runs


def _lines_out(text, node, entry, k):
    """Whole lines of an entry; an item takes the comment above it along, but for the first: that may speak of all."""
    start, end = marks.line_start(text, entry.start), marks.line_end(text, entry.node.end)
    if entry.node.folded:
        raise UnsureError
    if node.kind == LIST and k:
        start = note_start(text, start)
    return Cut(start, min(end + 1, len(text)), "")


def note_start(text, start):
    """Where the comment lines directly above a line begin, of those that stand as far to the right.

    Parameters
    ----------
    text : str
    start : int
        First letter of the line.
    """
    indent = next((k for k in range(start, len(text)) if text[k] != " "), start) - start
    while start:
        above = marks.line_start(text, start - 1)
        line = text[above : start - 1]
        if not line.startswith(" " * indent + "#"):
            return start
        start = above
    return start
