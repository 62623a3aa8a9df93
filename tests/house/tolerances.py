"""Tolerances in tests are named constants with a reason beside them."""

import ast
import re

from .tree import finding

KEYWORDS = {"rel", "abs", "rtol", "atol"}
COMPARING = {"approx", "isclose", "allclose", "assert_allclose"}
NAMED = re.compile(r"^_?[A-Z][A-Z0-9_]*$")
UNITS = {"FOOT", "MILE", "NAUTICAL_MILE", "KM", "KILOMETRE", "DEGREE", "POUND"}  # conversions inside a tolerance
SMALL = 0.01  # a bare number below this, compared with < in an assertion, is a tolerance


def _is_bare(node):
    """Whether an expression is a number written in place; 0 says "exactly" and needs no reason."""
    if isinstance(node, ast.UnaryOp):
        return _is_bare(node.operand)
    return (
        isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and node.value not in (0, True, False)
    )


def _compared(tree):
    """Tolerances that a test gives: (line, expression)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in COMPARING:
                yield from ((node.lineno, word.value) for word in node.keywords if word.arg in KEYWORDS)
        if isinstance(node, ast.Assert):
            yield from _small_limits(node)


def _small_limits(statement):
    """Right-hand sides of `<` and `<=` in an assertion that are small bare numbers."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Compare) and isinstance(node.ops[-1], (ast.Lt, ast.LtE)):
            limit = node.comparators[-1]
            if _is_bare(limit) and isinstance(limit, ast.Constant) and abs(limit.value) < SMALL:
                yield node.lineno, limit


def bare_tolerances(path, tree):
    """Tolerances written as a number where they are used."""
    for line, value in _compared(tree):
        if _is_bare(value):
            yield finding(path, line, "a tolerance is a named constant", ast.unparse(value), "NAME = ...  # its reason")


def _names_of(value):
    """Names that an expression is made of; what a call works out (a standard error, say) explains itself."""
    if isinstance(value, ast.Call):
        return set()
    if isinstance(value, ast.Name):
        return {value.id}
    return {name for child in ast.iter_child_nodes(value) for name in _names_of(child)}


def unexplained_tolerances(path, tree, text):
    """Named tolerances of a file, defined at its top level, with no comment on their line or the line above."""
    lines = text.splitlines()
    used = {name for _, value in _compared(tree) for name in _names_of(value)}
    for node in tree.body:
        if not isinstance(node, ast.Assign):
            continue
        names = [t.id for item in node.targets for t in ast.walk(item) if isinstance(t, ast.Name)]
        told = any("#" in lines[k - 1] for k in range(node.lineno, node.end_lineno + 1))
        told = told or (node.lineno > 1 and lines[node.lineno - 2].lstrip().startswith("#"))
        for name in names:
            if name in used - UNITS and NAMED.match(name) and not told:
                yield finding(path, node.lineno, "a tolerance gives its reason", name, "a comment on its line")
