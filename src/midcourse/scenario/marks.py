"""Where each key and value of a YAML text begins and ends, so that one can be changed and every other letter stays."""

from typing import NamedTuple

SCALAR, MAPPING, LIST = "scalar", "mapping", "list"


class UnsureError(Exception):
    """A way of writing that is not taken apart; then the whole file is written anew."""


class Node(NamedTuple):
    """A value in a text: where it stands, and what is in it.

    `flow` says that it stands in braces or brackets; `folded` that it is a text over several lines behind | or >.
    """

    kind: str
    start: int
    end: int
    flow: bool
    folded: bool
    entries: dict


class Entry(NamedTuple):
    """A key, or the dash of a list, and its value; start and stop are those of the key or dash."""

    start: int
    stop: int
    node: Node


def node_of(text):
    """The mapping that a text holds, with the marks of everything in it.

    Parameters
    ----------
    text : str
        That `tree.read_tree` reads.

    Raises
    ------
    UnsureError
        Text that is not taken apart.
    """
    from ruamel.yaml import YAML

    events = YAML(typ="safe", pure=True).parse(text)
    for event in events:
        if type(event).__name__ == "DocumentStartEvent":
            return _node(text, events, next(events))
    raise UnsureError


def _node(text, events, event):
    start, kind = event.start_mark.index, type(event).__name__
    if kind == "ScalarEvent":
        return Node(SCALAR, start, event.end_mark.index, False, event.style in ("|", ">"), {})
    flow = bool(event.flow_style)
    entries, end = (_keys if kind == "MappingStartEvent" else _items)(text, events, flow)
    last = next(reversed(entries.values())).node.end if entries else start
    made = MAPPING if kind == "MappingStartEvent" else LIST
    return Node(made, start, end.end_mark.index if flow else last, flow, False, entries)


def _keys(text, events, flow):
    entries = {}
    while type(event := next(events)).__name__ != "MappingEndEvent":
        if text[event.start_mark.index : event.start_mark.index + 1] == "?":
            raise UnsureError
        entries[event.value] = Entry(event.start_mark.index, event.end_mark.index, _node(text, events, next(events)))
    return entries, event


def _items(text, events, flow):
    entries = {}
    while type(event := next(events)).__name__ != "SequenceEndEvent":
        node = _node(text, events, event)
        start = node.start if flow else _dash(text, node.start)
        entries[len(entries)] = Entry(start, start if flow else start + 1, node)
    return entries, event


def _dash(text, place):
    """Place of the dash before an item."""
    while place and text[place - 1].isspace():
        place -= 1
    if text[place - 1 : place] != "-":
        raise UnsureError
    return place - 1


def at(node, path):
    """Entry and node at a path of keys and indices; the entry of the whole is None.

    Parameters
    ----------
    node : Node
    path : sequence of str and int

    Raises
    ------
    KeyError
        Nothing stands there.
    """
    entry = None
    for part in path:
        entry = node.entries[part]
        node = entry.node
    return entry, node


def line_start(text, place):
    """Place of the first letter of a line.

    Parameters
    ----------
    text : str
    place : int
    """
    return text.rfind("\n", 0, place) + 1


def line_end(text, place):
    """Place of the end of a line, before its line break.

    Parameters
    ----------
    text : str
    place : int
    """
    found = text.find("\n", place)
    return len(text) if found < 0 else found
