"""From a file or a built-in name to a checked `Scenario` with all its readings."""

import difflib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from ..errors import ScenarioError
from . import changes as change_rules
from . import presets, tree
from .tree import Problem, dotted

_MAX_LISTED = 50


@dataclass(frozen=True, slots=True)
class Scenario:
    """A scenario that can be built: the data of its file with the changes made, and one checked model a reading."""

    name: str
    title: str
    question: str
    source: str
    text: str = field(repr=False)
    changes: tuple
    data: dict = field(repr=False)
    files: dict = field(repr=False)

    @property
    def readings(self):
        """Names of the readings in file order."""
        return tuple(self.files)

    @property
    def axes(self):
        """Axes of the readings in file order, name -> names of the options; empty with the one reading `as-written`."""
        return {axis: tuple(options) for axis, options in self.data.get("readings", {}).items()}

    def select(self, wanted=()):
        """Names of the readings asked for: full names or names of an axis; all when nothing is asked.

        Raises
        ------
        ScenarioError
            No such reading.
        """
        return change_rules.select(self.readings, tuple(wanted))


class Opened(NamedTuple):
    """A scenario file as it was read: changes are made on it without reading it again."""

    source: str | Path
    origin: str
    text: str
    tree: tree.Tree


def load(source, changes=()):
    """A scenario from a file or a built-in name.

    Parameters
    ----------
    source : str or Path
        Path of a YAML file, or one of `names()`.
    changes : sequence of str
        `KEY=VALUE`, dotted paths in which a list item is named by its key; checked as the file is.

    Returns
    -------
    Scenario

    Raises
    ------
    ScenarioError
        With every problem found in `problems` (what, where, line, column, got, hint).
    """
    return change(open_file(source), changes)


def open_file(source):
    """Text and values of a scenario file or a built-in scenario, not yet checked.

    Parameters
    ----------
    source : str or Path

    Returns
    -------
    Opened

    Raises
    ------
    ScenarioError
        No such file, or text that is no YAML.
    """
    text, origin = read_text(source)
    return Opened(source, origin, text, tree.read_tree(text, origin))


def open_scenario(source):
    """An opened file of what a door takes as a scenario, and the changes that were made to it already.

    Parameters
    ----------
    source : str, Path or Scenario

    Returns
    -------
    Opened
    changes : tuple of str

    Raises
    ------
    ScenarioError
        As `open_file`.
    """
    if not isinstance(source, Scenario):
        return open_file(source), ()
    return Opened(source.source, source.source, source.text, tree.read_tree(source.text, source.source)), source.changes


def change(opened, changes=(), only=None):
    """Scenario of an opened file with some values changed.

    Parameters
    ----------
    opened : Opened
    changes : sequence of str or changes.Change
        As in `load`; a `Change` is not read again.
    only : str or None
        Name of the one reading that is checked and kept, for a hand that cannot wait for the others; None: all.

    Returns
    -------
    Scenario

    Raises
    ------
    ScenarioError
        As `load`.
    """
    scenario, problems = _made(opened, tuple(changes), only)
    if problems:
        first, source = problems[0].sentence(), opened.source
        more = f" (and {len(problems) - 1} more: midcourse check {source})" if len(problems) > 1 else ""
        raise ScenarioError(first + more, where=str(source), problems=problems)
    return scenario


def alone(opened, reading, changes=()):
    """An opened file with one of its readings as written: what is changed afterwards is no longer undone by it.

    Parameters
    ----------
    opened : Opened
    reading : str
        Full name.
    changes : sequence of str
        As in `load`, made before.

    Returns
    -------
    Opened
        Without readings.
    """
    plan = change(opened, changes, reading)
    if reading not in plan.files:
        change_rules.select(tuple(change_rules.combine(plan.data.get("readings", {}))), (reading,))
    data = {key: value for key, value in plan.data.items() if key != "readings"}
    for path, value, _ in change_rules.combine(plan.data.get("readings", {}))[reading]:
        data, _ = change_rules.apply_change(data, path, value)
    return opened._replace(tree=tree.Tree(data, opened.tree.places))


def problems(source, changes=()):
    """Every problem of a scenario file, in file order; empty when it can be run.

    Parameters
    ----------
    source : str or Path
    changes : sequence of str

    Returns
    -------
    tuple of tree.Problem
    """
    try:
        return _made(open_file(source), tuple(changes))[1]
    except ScenarioError as error:
        return error.problems or (Problem(error.what, error.where or "", None, None, error.got, error.hint),)


def names():
    """Names of the built-in scenarios, sorted."""
    files = presets.folder("scenarios").iterdir()
    return tuple(sorted(file.name.removesuffix(".yaml") for file in files if file.name.endswith(".yaml")))


def read_text(source):
    """Text of a scenario file or a built-in scenario, and where it came from.

    Returns
    -------
    (text, source)
    """
    if isinstance(source, str) and source in names():
        return (presets.folder("scenarios") / f"{source}.yaml").read_text(encoding="utf-8"), f"built-in {source}"
    if isinstance(source, str) and not os.path.lexists(source) and not Path(source).suffix and os.sep not in source:
        closest = difflib.get_close_matches(source, names(), n=1, cutoff=0.5)
        hint = f"did you mean {closest[0]}?" if closest else f"a YAML file, or one of {', '.join(names())}"
        raise ScenarioError("no such file and no such built-in scenario", where="scenario", got=source, hint=hint)
    return tree.decode(tree.read_bytes(source), str(source)), str(source)


def _made(opened, changes, only=None):
    """Scenario (None when it cannot be made) and the problems found."""
    data, places, found = _changed(opened.tree, changes)
    found += [
        _problem(path, "a key without a value", "nothing", "a value, or no key", places) for path in _nothings(data)
    ]
    if found:
        return None, tuple(found[:_MAX_LISTED])
    file, more = _validate(data, places)
    found += more
    if found or file is None:
        return None, tuple(found[:_MAX_LISTED])
    files, found = _read_readings(data, file, places, only)
    if found:
        return None, tuple(found[:_MAX_LISTED])
    title, texts = file.title or file.name, tuple(one if isinstance(one, str) else one.text for one in changes)
    return Scenario(file.name, title, file.question, opened.origin, opened.text, texts, data, files), ()


def _changed(parsed, changes):
    """Data with the changes of the command line; what is changed has no place in the file."""
    data, places, found = parsed.value, dict(parsed.places), []
    for one in changes:
        path, value = change_rules.parse_change(one) if isinstance(one, str) else one[1:]
        try:
            data, location = change_rules.apply_change(data, path, value)
        except KeyError as error:
            found.append(
                Problem(str(error.args[0]), f"--set {path}", None, None, None, "--set batteries.poland.ready=20")
            )
            continue
        places = {where: place for where, place in places.items() if where[: len(location)] != location}
        places[location] = (None, None)
    return data, places, found


def _nothings(node, path=()):
    """Paths that hold nothing: `null` stands for no value anywhere in a scenario."""
    if node is None:
        yield path
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in inner:
        yield from _nothings(value, (*path, key))


def _validate(data, places):
    """Checked model of one reading and its problems."""
    from pydantic import ValidationError

    from . import checks, explain, models, support

    try:
        file = models.ScenarioFile.model_validate(data)
    except ValidationError as error:
        return None, explain.explain(error.errors(include_url=False), places)
    faults = checks.find_faults(file) or support.find_unsupported(file)
    return file, [_problem(location, what, got, hint, places) for location, what, got, hint in faults]


def _problem(location, what, got, hint, places):
    from . import explain

    line, column = places.get(explain.path_in_file(location, places), (None, None))
    return Problem(what, dotted(location), line, column, None if got is None else str(got), hint)


def _read_readings(data, file, places, only=None):
    """Checked model of every reading, or of one; problems stand at the change that makes them."""
    wrong = change_rules.count_problem(file.readings, places)
    if wrong:
        return {}, [wrong]
    files, found = {}, []
    for name, steps in change_rules.combine(file.readings).items():
        if only not in (None, name):
            continue
        reading, lines, faults = data, dict(places), []
        for path, value, origin in steps:
            line = places.get(origin, (None, None))
            try:
                reading, location = change_rules.apply_change(reading, path, value)
            except KeyError as error:
                faults.append(Problem(str(error.args[0]), dotted(origin), line[0], line[1], None, None))
                continue
            lines = {where: place for where, place in lines.items() if where[: len(location)] != location}
            lines[location] = line
        whole, more = (file, []) if not steps else _validate(reading, lines)
        files[name] = None if whole is None else whole.with_what_is_present()
        found += [problem for problem in faults + more if problem not in found]
    return files, found
