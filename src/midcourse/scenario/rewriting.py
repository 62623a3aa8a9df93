"""A scenario file with some values changed: its text again, with the comments of what is still there."""

import io

from ..errors import ScenarioError
from . import patching, tree

WIDTH = 4096
"""Characters after which a line is broken: never, in files that people write."""


def rewritten(text, data, name=None, note=()):
    """Text of a scenario file that holds other values.

    Parameters
    ----------
    text : str
        As it was written.
    data : dict
        What it shall hold, as `tree.read_tree` reads it.
    name : str or None
        Name that it shall have; None: its own.
    note : sequence of str
        Lines of comment on its top.

    Returns
    -------
    str
        Read again it holds `data`. Where it can be, only the letters of what changed are written anew; else comments,
        order and quotes stand as they were where values did not change.
    """
    wanted = dict(data) if name is None else dict(data) | {"name": name}
    before = tree.read_tree(text, "scenario").value
    written = patching.patched(text, before, wanted)
    if written is None or not _holds(written, wanted):
        written = _laid_out_anew(text, before, wanted)
    return "".join(f"# {line}\n" for line in note) + written


def _holds(text, wanted):
    """Whether a text holds these values, to the type."""
    try:
        return patching.same(tree.read_tree(text, "scenario").value, wanted)
    except ScenarioError:
        return False


def _laid_out_anew(text, before, wanted):
    """The whole file written anew with its comments where they still have a place."""
    yaml = _writer()
    node = yaml.load(text)
    _change(node, before, wanted)
    written = _dumped(yaml, node)
    if not _holds(written, wanted):  # then without comments, and true
        written = _dumped(yaml, wanted)
    return written


def _writer():
    from ruamel.yaml import YAML

    yaml = YAML(typ="rt", pure=True)
    yaml.width, yaml.preserve_quotes = WIDTH, True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


def _dumped(yaml, node):
    stream = io.StringIO()
    yaml.dump(node, stream)
    return stream.getvalue()


def _change(node, before, wanted):
    """Set in a written mapping or list what differs from before; what is the same is not touched."""
    if isinstance(wanted, dict):
        _take_out_and_in(node, before, wanted)
    for key in wanted if isinstance(wanted, dict) else range(len(wanted)):
        if key not in before if isinstance(wanted, dict) else False:
            continue
        if _alike(before[key], wanted[key]):
            _change(node[key], before[key], wanted[key])
        elif not _same(before[key], wanted[key]):
            node[key] = wanted[key]


def _take_out_and_in(node, before, wanted):
    """Keys that go, and those that come in the place of the first of them, else before the last key.

    A comment after the last key belongs to what comes next in the file, so nothing is put after it.
    """
    gone, new = [key for key in before if key not in wanted], [key for key in wanted if key not in before]
    where = list(node).index(gone[0]) if gone else max(0, len(node) - 1)
    comments = [node.ca.items.pop(key, None) for key in gone]
    for key in gone:
        del node[key]
    new.sort(key=lambda key: key not in _FIRST)
    for k, key in enumerate(new):
        node.insert(where + k, key, wanted[key])
    for key, comment in zip(new, (one for one in comments if one is not None), strict=False):
        node.ca.items[key] = comment


_FIRST = ("latitude_deg", "longitude_deg")
"""Keys that stand where a site stood."""


def _same(one, two):
    return type(one) is type(two) and one == two


def _alike(one, two):
    """Whether both are mappings, or lists of one length: then what is in them is changed, not they."""
    if isinstance(one, list) and isinstance(two, list):
        return len(one) == len(two)
    return isinstance(one, dict) and isinstance(two, dict)
