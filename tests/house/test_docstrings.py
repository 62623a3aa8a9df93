"""The parameters that a docstring lists are those of the signature, and public functions list them."""

import ast

import pytest

from . import docstrings
from .tree import is_kernel_file, package_files, room_of, show, tree_of

MODELS = [path for path in package_files() if not is_kernel_file(path)]
SPOKEN_FOR = {"cli"}  # a command's options carry their own help text


def test_parameters_equal_the_signature():
    found = [line for path in package_files() for line in docstrings.wrong_parameters(path, tree_of(path))]
    assert not found, show(found)


def test_class_parameters_equal_the_fields():
    found = [line for path in package_files() for line in docstrings.wrong_class_parameters(path, tree_of(path))]
    assert not found, show(found)


def test_public_functions_list_their_parameters():
    files = [path for path in MODELS if room_of(path) not in SPOKEN_FOR and not path.stem.startswith("_")]
    found = [line for path in files for line in docstrings.missing_parameters(path, tree_of(path))]
    assert not found, show(found)


DOCUMENTED = '''
def f(a, b, *rest, step=None):
    """Something.

    Parameters
    ----------
    a, b : float, m
        The first, and the
        second.
    *rest
        More: even more.
    step : float or None, s

    Returns
    -------
    float
    """
    return a
'''

PLANTED = {
    "an argument that is gone": (docstrings.wrong_parameters, DOCUMENTED.replace("(a, b,", "(a,")),
    "an argument that is new": (docstrings.wrong_parameters, DOCUMENTED.replace("(a, b,", "(a, b, c,")),
    "another order": (docstrings.wrong_parameters, DOCUMENTED.replace("(a, b,", "(b, a,")),
    "no section": (docstrings.missing_parameters, 'def f(a, b, c, d):\n    """F."""\n    e = a\n    return e'),
    "a long body": (docstrings.missing_parameters, 'def f(a):\n    """F."""\n' + "    a = 1\n" * 13),
    "a field that is gone": (
        docstrings.wrong_class_parameters,
        'class A:\n    """A.\n\n    Parameters\n    ----------\n    a : m\n    b : m\n    """\n    a: float',
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_docstring_is_found(name):
    rule, source = PLANTED[name]
    assert len(list(rule("planted.py", ast.parse(source)))) == 1


def test_a_right_docstring_passes():
    tree = ast.parse(DOCUMENTED)
    assert docstrings.listed_names(ast.get_docstring(tree.body[0])) == ["a", "b", "*rest", "step"]
    assert not list(docstrings.wrong_parameters("planted.py", tree))
    assert not list(docstrings.missing_parameters("planted.py", tree))
