"""How big things may be. The limits end the tail; good code stays far below them."""

import ast

from .tree import FUNCTION, arguments, body_without_docstring, finding, functions

FILE_LINES = 400
FUNCTION_LINES, KERNEL_LINES = 50, 80
ARGUMENTS = 8
CLASS_LINES = 150
NESTING, KERNEL_NESTING = 3, 4  # a lane driver is blocks, steps, lanes, and one condition inside
INHERITANCE = 1

_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.Match)


def long_files(path, text):
    """A file longer than the limit."""
    lines = text.count("\n") + (not text.endswith("\n"))
    if lines > FILE_LINES:
        yield finding(path, 1, f"a file has at most {FILE_LINES} lines", lines, "make it a folder, one file a subject")


def lines_without_docstring(function):
    """Lines of a function from `def` to its end, its docstring left out."""
    total = function.end_lineno - function.lineno + 1
    kept = body_without_docstring(function)
    if len(kept) < len(function.body):
        text = function.body[0]
        total -= text.end_lineno - text.lineno + 1
    return total


def long_functions(path, tree, kernel=False):
    """Functions longer than the limit, docstring not counted."""
    limit = KERNEL_LINES if kernel else FUNCTION_LINES
    for function, _ in functions(tree):
        lines = lines_without_docstring(function)
        if lines > limit:
            rule = f"a {'kernel' if kernel else 'function'} has at most {limit} lines"
            yield finding(path, function.lineno, rule, f"{function.name}: {lines}", "when it needs 'and', make two")


def many_arguments(path, tree, free=()):
    """Functions that take more arguments than the limit, those with a name in `free` left out."""
    for function, holder in functions(tree):
        count = len(arguments(function, holder))
        if count > ARGUMENTS and function.name not in free:
            rule = f"a function takes at most {ARGUMENTS} arguments"
            yield finding(path, function.lineno, rule, f"{function.name}: {count}", "group them in a frozen record")


def long_classes(path, tree):
    """Classes longer than the limit."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            lines = node.end_lineno - node.lineno + 1
            if lines > CLASS_LINES:
                rule = f"a class has at most {CLASS_LINES} lines"
                yield finding(path, node.lineno, rule, f"{node.name}: {lines}", "records and functions beside them")


def depth_of(statements, level=0):
    """Deepest block under these statements; `elif` is no deeper than its `if`."""
    deepest = level
    for node in statements:
        if isinstance(node, (*FUNCTION, ast.ClassDef)) or not isinstance(node, _BLOCKS):
            continue
        deepest = max(deepest, *(depth_of(*part) for part in _parts(node, level)))
    return deepest


def _parts(node, level):
    """The blocks that a statement opens, each with its level."""
    if isinstance(node, ast.Match):
        return [(case.body, level + 1) for case in node.cases]
    parts = [(node.body, level + 1)]
    orelse = getattr(node, "orelse", [])
    is_elif = isinstance(node, ast.If) and len(orelse) == 1 and isinstance(orelse[0], ast.If)
    parts.append((orelse, level if is_elif else level + 1 if orelse else level))
    parts += [(handler.body, level + 1) for handler in getattr(node, "handlers", [])]
    parts += [(node.finalbody, level + 1)] if getattr(node, "finalbody", None) else []
    return parts


def deep_nesting(path, tree, kernel=False):
    """Functions with blocks inside blocks beyond the limit."""
    limit = KERNEL_NESTING if kernel else NESTING
    for function, _ in functions(tree):
        depth = depth_of(function.body)
        if depth > limit:
            rule = f"blocks nest at most {limit} deep"
            yield finding(
                path, function.lineno, rule, f"{function.name}: {depth}", "leave early, or name the inner part"
            )


def deep_inheritance(trees):
    """Classes of the package whose chain of parents inside the package is longer than the limit.

    `trees` is a dict of path -> syntax tree: parents are found by name over all files.
    """
    classes = {
        node.name: (path, node)
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
    }

    def parents(name):
        bases = classes[name][1].bases
        names = [
            b.attr if isinstance(b, ast.Attribute) else b.id for b in bases if isinstance(b, (ast.Name, ast.Attribute))
        ]
        return [n for n in names if n in classes and n != name]

    def chain(name):
        return max((1 + chain(parent) for parent in parents(name)), default=0)

    for name, (path, node) in classes.items():
        if chain(name) > INHERITANCE:
            rule = f"inheritance is at most {INHERITANCE} deep inside the package"
            yield finding(path, node.lineno, rule, f"{name}: {chain(name)}", "one interface, final classes; compose")
