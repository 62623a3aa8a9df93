"""Every tolerance of every test is a named constant with a reason, and referents never ask Midcourse."""

import ast

import pytest

from . import tolerances
from .tree import ROOT, finding, python_files, show, tree_of

TESTS = [path for path in python_files("tests") if not path.is_relative_to(ROOT / "tests" / "house")]


def test_tolerances_are_named():
    found = [line for path in TESTS for line in tolerances.bare_tolerances(path, tree_of(path))]
    assert not found, show(found)


def test_named_tolerances_have_a_reason():
    found = [
        line
        for path in TESTS
        for line in tolerances.unexplained_tolerances(path, tree_of(path), path.read_text(encoding="utf-8"))
    ]
    assert not found, show(found)


def imported(tree):
    """Names of the modules that a file imports, with the line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def test_referents_never_import_midcourse():
    found = [
        finding(path, line, "nothing in tests/reference imports midcourse", name, "put the test in tests/<room>/")
        for path in python_files("tests/reference")
        for line, name in imported(tree_of(path))
        if name.split(".")[0] == "midcourse"
    ]
    assert not found, show(found)


PLANTED = {
    "approx": "assert a == approx(b, rel=1e-6)",
    "allclose": "np.testing.assert_allclose(a, b, atol=1e-9)",
    "isclose": "assert math.isclose(a, b, abs_tol=T) and np.isclose(a, b, rtol=3e-4)",
    "compare": "assert abs(a - b) < 1e-3",
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_bare_tolerance_is_found(name):
    assert len(list(tolerances.bare_tolerances("planted.py", ast.parse(PLANTED[name])))) == 1


def test_a_planted_tolerance_without_reason_is_found():
    text = "RTOL = 1e-6\nassert a == approx(b, rel=RTOL)\n"
    assert len(list(tolerances.unexplained_tolerances("planted.py", ast.parse(text), text))) == 1
    for good in (text.replace("1e-6", "1e-6  # rounding"), "# rounding of the table\n" + text):
        assert not list(tolerances.unexplained_tolerances("planted.py", ast.parse(good), good))
