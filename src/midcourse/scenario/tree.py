"""YAML 1.2 text to a plain tree, with the line and column of every key, within safe limits.

No tags, no anchors and aliases, one document, no duplicate keys. Only core-schema scalars: a date is text here.
"""

import os
import re
import stat
from pathlib import Path
from typing import NamedTuple

from ..errors import ScenarioError

MAX_BYTES = 2_000_000
MAX_LINE = 20_000
MAX_DEPTH = 32
MAX_NODES = 100_000
MAX_DIGITS = 400

_INTEGER = re.compile(r"[-+]?[0-9]+")
_NUMBERS = (
    (_INTEGER, int),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
    (re.compile(r"0o[0-7]+"), lambda text: int(text[2:], 8)),
    (re.compile(r"0x[0-9a-fA-F]+"), lambda text: int(text[2:], 16)),
    (re.compile(r"[-+]?\.(inf|Inf|INF)"), lambda text: float(text.lower().replace(".", ""))),
)
_WORDS: dict[str, object] = {"null": None, "Null": None, "NULL": None, "~": None, "": None}
_WORDS |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_WORDS |= {".nan": float("nan"), ".NaN": float("nan"), ".NAN": float("nan")}
# direction marks and overrides that make a text read differently from what it holds (Unicode Bidi_Control)
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_FORBIDDEN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff{_BIDI}]")


class Problem(NamedTuple):
    """One fault of a file: what is wrong, the dotted key, where it stands, what was found and what to try."""

    what: str
    where: str
    line: int | None
    column: int | None
    got: str | None
    hint: str | None

    def sentence(self):
        """The problem on one line."""
        place = "" if self.line is None else f"line {self.line}, column {self.column}: "
        parts = [place + (f"{self.where}: " if self.where else "") + self.what]
        if self.got is not None:
            parts.append(f"got: {self.got}")
        if self.hint is not None:
            parts.append(f"try: {self.hint}")
        return "; ".join(parts)


class Tree(NamedTuple):
    """Plain values and, for each path of keys and list indices, the line and column (from 1) where it stands."""

    value: object
    places: dict


def refuse(problem, name):
    """Raise the error of a file with one problem."""
    raise ScenarioError(problem.sentence(), where=name, problems=(problem,))


def read_bytes(path):
    """Bytes of a regular file of at most 2 MB.

    Parameters
    ----------
    path : str or Path

    Raises
    ------
    ScenarioError
        Missing, unreadable, a folder, a device, a pipe, or too long.
    """
    name = str(path)
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        what = "is a folder, not a file" if isinstance(error, IsADirectoryError) else "cannot be read"
        raise ScenarioError(
            f"the file {what}", where=name, got=error.strerror, hint="the path of a YAML file"
        ) from None
    except ValueError:
        raise ScenarioError("not a path", where=repr(name)) from None
    state = os.fstat(handle)
    if not stat.S_ISREG(state.st_mode):
        os.close(handle)
        what = "is a folder, not a file" if stat.S_ISDIR(state.st_mode) else "is not a regular file"
        raise ScenarioError(f"the file {what}", where=name, hint="the path of a YAML file")
    with os.fdopen(handle, "rb") as stream:
        data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise ScenarioError(f"the file is longer than {MAX_BYTES} bytes", where=name, got=max(state.st_size, len(data)))
    return data


def decode(data, name):
    """Text of UTF-8 bytes with unix line ends; a byte-order mark and CRLF are accepted.

    Parameters
    ----------
    data : bytes
    name : str
        Of the file, for messages.

    Raises
    ------
    ScenarioError
        Not UTF-8, control or direction-changing characters (with the byte offset), an endless line, or nothing.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        refuse(
            Problem(
                "the file is not UTF-8 text", "", None, None, f"byte {error.start}: {data[error.start]:#04x}", None
            ),
            name,
        )
    found = _FORBIDDEN.search(text)
    if found:
        offset = len(text[: found.start()].encode()) + (3 if data.startswith(b"\xef\xbb\xbf") else 0)
        before = text[: found.start()]
        line, column = before.count("\n") + 1, found.start() - (before.rfind("\n") + 1) + 1
        got = f"U+{ord(found.group()):04X} at byte {offset}"
        refuse(Problem("a control character in the text", "", line, column, got, "delete it"), name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    longest = max(text.split("\n"), key=len)
    if len(longest) > MAX_LINE:
        line = text.split("\n").index(longest) + 1
        refuse(
            Problem(f"a line is longer than {MAX_LINE} characters", "", line, MAX_LINE + 1, str(len(longest)), None),
            name,
        )
    if not text.strip():
        raise ScenarioError("the file is empty", where=name, hint="midcourse new MY-FILE.yaml")
    return text


def read_tree(text, name):
    """Tree of YAML 1.2 text.

    Parameters
    ----------
    text : str
    name : str
        Of the file, for messages.

    Returns
    -------
    Tree

    Raises
    ------
    ScenarioError
        Text that is no YAML 1.2, or beyond the limits: tags, anchors, duplicate keys, depth, number of nodes.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return _Composer(YAML(typ="safe", pure=True).parse(text), name).document()
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (None, None) if mark is None else (mark.line + 1, mark.column + 1)
        what = " ".join(str(part) for part in (error.context, error.problem) if part)
        refuse(
            Problem(f"not YAML: {what}", "", line, column, None, "check indentation, quotes and brackets here"), name
        )
    except (YAMLError, ValueError, IndexError, AssertionError, AttributeError, TypeError) as error:
        refuse(
            Problem(
                f"not YAML: {str(error).splitlines()[0] if str(error) else type(error).__name__}",
                "",
                None,
                None,
                None,
                None,
            ),
            name,
        )


def read_tree_file(path):
    """Tree of a YAML file: `read_bytes`, `decode`, `read_tree`."""
    return read_tree(decode(read_bytes(path), str(path)), Path(path).name)


def plain_scalar(text):
    """Value of an unquoted scalar by the core schema of YAML 1.2 (no dates, no octal by leading zero, no yes and no).

    Raises
    ------
    ValueError
        A number with more digits than anybody means.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text) and len(text) > MAX_DIGITS:
        raise ValueError(f"a number of {len(text)} digits")
    for pattern, read in _NUMBERS:
        if pattern.fullmatch(text):
            return read(text)
    return text


def plain_number(text):
    """Number that an unquoted scalar stands for; None where it stands for none, or where the reader must say why not.

    Parameters
    ----------
    text : str
    """
    if len(text) > MAX_DIGITS:
        return None
    return next((read(text) for pattern, read in _NUMBERS if pattern.fullmatch(text)), None)


def dotted(path):
    """Path of keys and indices as text: ("threats", 0, "aim") gives "threats[0].aim"."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


class _Composer:
    """Builds plain values from the event stream and counts what it builds."""

    def __init__(self, events, name):
        self.events, self.name = events, name
        self.places, self.nodes = {}, 0

    def document(self):
        """The one document of the stream."""
        value = None
        seen = 0
        for event in self.events:
            kind = type(event).__name__
            if kind == "DocumentStartEvent":
                seen += 1
                self._check_document(event, seen)
                value = self._node(next(self.events), (), 0)
        if not isinstance(value, dict):
            self._refuse("a file is a mapping of keys to values", (), None, got=type(value).__name__)
        return Tree(value, self.places)

    def _check_document(self, event, seen):
        if seen > 1:
            self._refuse("one document a file", (), event.start_mark, hint="delete everything from the second --- on")
        version = getattr(event, "version", None)
        if version is not None and tuple(getattr(version, "_version", version)) != (1, 2):
            self._refuse("files are YAML 1.2", (), event.start_mark, hint="delete the %YAML line")
        if event.tags:
            self._refuse("tags are not allowed", (), event.start_mark, hint="delete the %TAG line")

    def _refuse(self, what, path, mark, got=None, hint=None):
        line, column = (None, None) if mark is None else (mark.line + 1, mark.column + 1)
        refuse(Problem(what, dotted(path), line, column, got, hint), self.name)

    def _node(self, event, path, depth):
        self.nodes += 1
        mark = event.start_mark
        if self.nodes > MAX_NODES:
            self._refuse(f"more than {MAX_NODES} values in one file", path, mark)
        if depth > MAX_DEPTH:
            self._refuse(f"nested deeper than {MAX_DEPTH}", (), mark)
        if type(event).__name__ == "AliasEvent" or getattr(event, "anchor", None) is not None:
            self._refuse("anchors and aliases (& and *) are not allowed", path, mark, hint="write the value out")
        if getattr(event, "tag", None) is not None:
            self._refuse("tags (!) are not allowed", path, mark, got=str(event.tag)[:60], hint="delete the tag")
        self.places.setdefault(path, (mark.line + 1, mark.column + 1))
        kind = type(event).__name__
        if kind == "MappingStartEvent":
            return self._mapping(path, depth)
        if kind == "SequenceStartEvent":
            return self._sequence(path, depth)
        return self._scalar(event, path)

    def _scalar(self, event, path):
        found = _FORBIDDEN.search(event.value)
        if found:
            self._refuse("a control character in a text", path, event.start_mark, got=f"U+{ord(found.group()):04X}")
        if not event.implicit[0]:
            return event.value
        try:
            return plain_scalar(event.value)
        except ValueError as error:
            return self._refuse("not a number that can be used", path, event.start_mark, got=str(error))

    def _sequence(self, path, depth):
        items = []
        while type(event := next(self.events)).__name__ != "SequenceEndEvent":
            items.append(self._node(event, (*path, len(items)), depth + 1))
        return items

    def _mapping(self, path, depth):
        pairs = {}
        while type(event := next(self.events)).__name__ != "MappingEndEvent":
            mark = event.start_mark
            if type(event).__name__ != "ScalarEvent":
                self._refuse("a key is one word", path, mark, hint="key: value")
            key = event.value if self._node(event, path, depth + 1) is not None else None
            if not key:
                self._refuse("a key is missing before the colon", path, mark, hint="key: value")
            inner = (*path, key)
            if key in pairs:
                first = self.places[inner][0]
                self._refuse(
                    f"the key {key!r} stands twice, first on line {first}", inner, mark, hint="keep one of the two"
                )
            self.places[inner] = (mark.line + 1, mark.column + 1)
            pairs[key] = self._node(next(self.events), inner, depth + 1)
        return pairs
