"""Files, functions, argument lists, classes, blocks and inheritance stay small."""

import ast

import pytest

import midcourse

from . import sizes
from .tree import ROOT, is_generated, is_kernel_file, package_files, python_files, show, tree_of


def hand_written():
    return [path for path in package_files() if not is_generated(path)]


def test_files_are_short():
    everywhere = python_files("src", "tests", "tools", "benchmarks", "examples")
    page = [path for folder in ("src", "tests") for path in sorted((ROOT / "frontend" / folder).rglob("*.*"))]
    files = [path for path in everywhere if not is_generated(path)] + page
    assert page
    found = [line for path in files for line in sizes.long_files(path, path.read_text(encoding="utf-8"))]
    assert not found, show(found)


def test_functions_are_short():
    files = [*hand_written(), *python_files("tools")]
    found = [line for path in files for line in sizes.long_functions(path, tree_of(path), is_kernel_file(path))]
    assert not found, show(found)


def test_functions_take_few_arguments():
    """Doors are free of the limit: their arguments are a contract, and a command's options are many.

    `launch_many` is the door between rooms that takes what `fly_many` takes.
    """
    files = [path for path in hand_written() if not is_kernel_file(path) and path.parent.name != "cli"]
    doors = {*midcourse.__all__, "launch_many"}
    found = [line for path in files for line in sizes.many_arguments(path, tree_of(path), doors)]
    assert not found, show(found)


def test_classes_are_short():
    found = [line for path in hand_written() for line in sizes.long_classes(path, tree_of(path))]
    assert not found, show(found)


def test_blocks_are_flat():
    files = [*hand_written(), *python_files("tools")]
    found = [line for path in files for line in sizes.deep_nesting(path, tree_of(path), is_kernel_file(path))]
    assert not found, show(found)


def test_classes_compose_instead_of_inheriting():
    found = list(sizes.deep_inheritance({path: tree_of(path) for path in hand_written()}))
    assert not found, show(found)


PLANTED = {
    "long function": (sizes.long_functions, "def f():\n" + "    x = 1\n" * 50),
    "many arguments": (sizes.many_arguments, "def f(a, b, c, d, e, *, g, h, i, j): ..."),
    "long class": (sizes.long_classes, "class A:\n" + "    x = 1\n" * 150),
    "deep blocks": (
        sizes.deep_nesting,
        "def f(a):\n for b in a:\n  if b:\n   while b:\n    with b:\n     pass",
    ),
    "deep else": (
        sizes.deep_nesting,
        "def f(a):\n for b in a:\n  if b:\n   pass\n  else:\n   try:\n    pass\n   except E:\n    if b:\n     pass",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_giant_is_found(name):
    rule, source = PLANTED[name]
    assert len(list(rule("planted.py", ast.parse(source)))) == 1


def test_a_planted_long_file_is_found():
    assert list(sizes.long_files("planted.py", "x = 1\n" * 401))
    assert not list(sizes.long_files("planted.py", "x = 1\n" * 400))


def test_a_planted_grandchild_is_found():
    source = "class A(Exception): ...\nclass B(A): ...\nclass C(B): ..."
    found = list(sizes.deep_inheritance({"planted.py": ast.parse(source)}))
    assert len(found) == 1
    assert "C: 2" in found[0]


def test_a_long_docstring_and_a_chain_of_elif_are_no_giants():
    text = 'def f(a):\n    """A.\n' + "    word\n" * 80 + '    """\n    return a\n'
    assert not list(sizes.long_functions("planted.py", ast.parse(text)))
    chain = "def f(a):\n if a == 1:\n  pass\n" + "".join(f" elif a == {n}:\n  pass\n" for n in range(2, 9))
    assert not list(sizes.deep_nesting("planted.py", ast.parse(chain)))
