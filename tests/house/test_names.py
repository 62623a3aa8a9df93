"""Names carry no unit inside the house, vectors carry their frame, and a few words are never used."""

import ast

import pytest

from . import names
from .tree import EDGE_ROOMS, is_generated, is_kernel_file, package_files, python_files, room_of, show, tree_of

INSIDE = [path for path in package_files() if room_of(path) not in EDGE_ROOMS and not is_generated(path)]


def test_unit_suffixes_stand_only_at_the_edges():
    found = [line for path in INSIDE for line in names.unit_suffixes(path, tree_of(path), is_kernel_file(path))]
    assert not found, show(found)


def test_vectors_carry_their_frame():
    files = [path for path in package_files() if not is_kernel_file(path)]
    found = [line for path in files for line in names.vectors_without_frame(path, tree_of(path))]
    assert not found, show(found)


def test_banned_words_are_not_used():
    files = [*package_files(), *python_files("tools", "benchmarks", "examples")]
    found = [line for path in files for line in names.banned_words(path, tree_of(path))]
    assert not found, show(found)


PLANTED = {
    "argument in km": (names.unit_suffixes, "def f(altitude_km): ..."),
    "variable in deg": (names.unit_suffixes, "latitude_now_deg = 1.0"),
    "field in s": (names.unit_suffixes, "class A:\n    burn_s: float"),
    "position without frame": (names.vectors_without_frame, "def f(position): ..."),
    "velocity field without frame": (names.vectors_without_frame, "class A:\n    velocity_burnout: float"),
    "target": (names.banned_words, "def f(target_latitude): ..."),
    "Target class": (names.banned_words, "class TargetList: ..."),
    "range": (names.banned_words, "range = 3.0"),
    "attribute manager": (names.banned_words, "def f(a):\n    a.manager = 1"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_name_is_found(name):
    rule, source = PLANTED[name]
    assert len(list(rule("planted.py", ast.parse(source)))) == 1


def test_a_banned_file_name_is_found():
    assert list(names.banned_words("flight/utils.py", ast.parse("")))


def test_good_names_pass():
    source = (
        "def position_ecef_to_eci(position, time): ...\n"
        "def f(position_ecef, velocity_eci, positions, slant_range, position_sigma, targeting): ...\n"
        "for row in range(3): x_k = row\n"
    )
    tree = ast.parse(source)
    for rule in (names.unit_suffixes, names.vectors_without_frame, names.banned_words):
        assert not list(rule("planted.py", tree))
