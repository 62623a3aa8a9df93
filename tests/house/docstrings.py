"""Docstrings in numpy style: the parameters that they list are the parameters that there are."""

import ast
import re

from .tree import arguments, body_without_docstring, finding, functions

UNDERLINE = re.compile(r"^-{3,}$")
NAME = re.compile(r"^\*{0,2}[A-Za-z_]\w*$")
MANY_ARGUMENTS = 4  # from here on a public function lists its parameters ...
MANY_LINES = 12  # ... and from this length on when it takes any


def sections(text):
    """Sections of a docstring: dict of heading -> lines."""
    lines, found, heading = text.splitlines(), {}, ""
    for here, below in zip(lines, [*lines[1:], ""], strict=False):
        if UNDERLINE.match(below.strip()) and here.strip() and not here.startswith(" "):
            heading = here.strip()
            found[heading] = []
        elif not UNDERLINE.match(here.strip()):
            found.setdefault(heading, []).append(here)
    return found


def listed_names(text, heading="Parameters"):
    """Names that a section lists, in order; None without the section. `a, b : float` lists two."""
    lines = sections(text).get(heading)
    if lines is None:
        return None
    names = []
    for line in lines:
        head = line.split(" : ")[0]
        parts = [part.strip() for part in head.split(",")]
        if line and not line.startswith(" ") and all(NAME.match(part) for part in parts):
            names += parts
    return names


def is_public(function, holder):
    """Whether people outside the file are meant to call it."""
    return not function.name.startswith("_") and not (holder is not None and holder.name.startswith("_"))


def wrong_parameters(path, tree):
    """Functions whose Parameters section does not list exactly their arguments, in order."""
    for function, holder in functions(tree):
        listed = listed_names(ast.get_docstring(function) or "")
        real = arguments(function, holder)
        if listed is not None and listed != real:
            rule = "the Parameters section lists the arguments, in order"
            got = f"{function.name}: lists {listed}, takes {real}"
            yield finding(path, function.lineno, rule, got, "one `name : shape, unit` line an argument")


def missing_parameters(path, tree):
    """Public functions that are no obvious one-liners and list no parameters."""
    inner = {id(child) for function, _ in functions(tree) for child in ast.walk(function) if child is not function}
    for function, holder in functions(tree):
        if id(function) in inner or not is_public(function, holder):
            continue
        count = len(arguments(function, holder))
        body = body_without_docstring(function)
        lines = body[-1].end_lineno - body[0].lineno + 1 if body else 0
        many = count >= MANY_ARGUMENTS and lines > 1
        if (many or (count and lines > MANY_LINES)) and listed_names(ast.get_docstring(function) or "") is None:
            rule = "a public function with work in it lists its parameters with shape and unit"
            yield finding(path, function.lineno, rule, function.name, "add a numpy-style Parameters section")


def _says_itself(item):
    """Whether a field carries its unit and meaning in its declaration."""
    return isinstance(item.value, ast.Call) and getattr(item.value.func, "id", "") == "column"


def wrong_class_parameters(path, tree):
    """Classes whose Parameters section names what is not there, or leaves out what does not say itself by `column`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        listed = listed_names(ast.get_docstring(node) or "")
        if listed is None:
            continue
        fields = [item for item in node.body if isinstance(item, ast.AnnAssign)]
        real = [item.target.id for item in fields]
        must = [item.target.id for item in fields if not _says_itself(item)]
        for item in node.body:
            if isinstance(item, ast.FunctionDef) and item.name == "__init__":
                real = must = arguments(item, node)
        wrong = [name for name in listed if name not in real] + [name for name in must if name not in listed]
        if wrong or listed != [name for name in real if name in listed]:
            got = f"{node.name}: {wrong or 'another order'}"
            rule = "a class lists its fields, in order; those made by column() may be left out"
            yield finding(path, node.lineno, rule, got, "one line a field")
