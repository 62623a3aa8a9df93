"""Claims about reading YAML safely, checked against the core schema of YAML 1.2 and hostile files."""

import contextlib
import os
import resource
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from midcourse.errors import ScenarioError
from midcourse.scenario import tree

REFUSED_WITHIN_S = (
    1.0 if sys.gettrace() is None else 5.0
)  # processor seconds; counting coverage takes several times as long
MEMORY_GROWTH_MB = 200

# What YAML 1.2's core schema makes of thirty scalars (yaml.org/spec/1.2.2, section 10.3.2), not what 1.1 made of them.
SCALARS = [
    ("1", 1),
    ("-1", -1),
    ("+1", 1),
    ("012", 12),
    ("0o14", 12),
    ("0xC", 12),
    ("1_000", "1_000"),
    ("1e3", 1000.0),
    ("1E-3", 0.001),
    ("1.", 1.0),
    (".5", 0.5),
    ("-0.0", -0.0),
    ("1,000", "1,000"),
    ("12:30", "12:30"),
    ("1:2:3", "1:2:3"),
    ("yes", "yes"),
    ("no", "no"),
    ("on", "on"),
    ("off", "off"),
    ("y", "y"),
    ("true", True),
    ("False", False),
    ("TRUE", True),
    ("tRuE", "tRuE"),
    ("null", None),
    ("~", None),
    ("2008-04-05", "2008-04-05"),
    ("2008-04-05T00:00:00Z", "2008-04-05T00:00:00Z"),
    ("300 m", "300 m"),
    ('"1"', "1"),
    ("'true'", "true"),
    ("0b11", "0b11"),
    ("=", "="),
    ("<<", "<<"),
]


@pytest.mark.parametrize(("text", "value"), SCALARS)
def test_scalars_follow_yaml_1_2(text, value):
    found = tree.read_tree(f"key: {text}\n", "x").value["key"]
    assert found == value
    assert type(found) is type(value)


def test_not_a_number_and_infinities_are_read_as_such_and_refused_later():
    found = tree.read_tree("a: .nan\nb: -.inf\nc: 1e400\n", "x").value
    assert found["a"] != found["a"]
    assert found["b"] == float("-inf")
    assert found["c"] == float("inf")


def test_every_key_and_item_has_its_line_and_column():
    places = tree.read_tree("a: 1\nb:\n  - key: x\n    c: {d: 2}\n", "x").places
    assert places[("a",)] == (1, 1)
    assert places[("b", 0)] == (3, 5)
    assert places[("b", 0, "key")] == (3, 5)
    assert places[("b", 0, "c", "d")] == (4, 9)


def refused(text):
    start = time.thread_time()
    with pytest.raises(ScenarioError) as caught:
        tree.read_tree(tree.decode(text if isinstance(text, bytes) else text.encode(), "x.yaml"), "x.yaml")
    assert time.thread_time() - start < REFUSED_WITHIN_S
    return str(caught.value)


def test_a_duplicate_key_is_refused_with_both_lines():
    message = refused("a: 1\nb: 2\na: 3\n")
    assert "line 3" in message
    assert "first on line 1" in message


BOMB = "\n".join(["a0: &a0 [x, x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 9)])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x 1\nb: *x\n", "anchors"),
        ("a: &x [*x]\n", "anchors"),
        (BOMB, "anchors"),
        ("a: [" + "*a, " * 4000 + "]", "anchors"),
        ("a: !!python/object/apply:os.system [id]\n", "tags"),
        ("a: !!str 1\n", "tags"),
        ("a: ! 1\n", "tags"),
        ("%TAG ! tag:x,2000:\n---\na: 1\n", "tags"),
        ("%YAML 1.1\n---\na: 1\n", "1.2"),
        ("a: " + "[" * 40 + "]" * 40, "deeper"),
        ("a: " + "[" * 9000, "deeper"),
        ("a: " + "{a: " * 3000, "deeper"),
        ("a:\n" + "".join(" " * n + "b:\n" for n in range(1, 120)), "deeper"),
        ("a: " + "9" * 1000, "digits"),
        ("a: " + "9" * 100_000, "longer"),
        ("a: 1\n---\nb: 2\n", "one document"),
        ("- 1\n", "mapping"),
        ("just text\n", "mapping"),
        ("? [a]\n: 1\n", "one word"),
        (": 1\n", "key is missing"),
        ("a: [1, 2\n", "not YAML"),
        ("a: 'x\n", "not YAML"),
        ("a:\n\t- b\n", "not YAML"),
        ("a: b: c\n", "not YAML"),
        ("", "empty"),
        (" \n\n", "empty"),
        ("# only a comment\n", "mapping"),
        (b"a: \xff\n", "byte 3"),
        (b"a: \xc3\x28\n", "byte 3"),
        ("a: 1\n".encode("utf-16"), "UTF-8"),
        ("a: x\0y\n", "byte 4"),
        ("a: \u202eevil\n", "U+202E at byte 3"),
        ("nam\u2066e: 1\n", "U+2066"),
        ("a: \x1b[31mred\n", "U+001B"),
        ('a: "\\e[31mred"\n', "U+001B"),
        ('a: "\\0"\n', "U+0000"),
        ('a: {"\\u202e": 1}\n', "U+202E"),
    ],
)
def test_hostile_and_broken_text_is_refused_with_a_reason(text, said):
    assert said in refused(text)


def test_a_file_of_too_many_values_is_refused():
    with pytest.raises(ScenarioError, match="values in one file"):
        tree.read_tree("a:\n" + "- 1\n" * (tree.MAX_NODES + 1), "x")


@pytest.mark.parametrize("text", [b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", b"a: 1\nb: 2\n", b"a: 1\rb: 2\r", b"a: 1\r\nb: 2"])
def test_byte_order_mark_and_line_ends_of_other_systems_are_accepted(text):
    parsed = tree.read_tree(tree.decode(text, "x"), "x")
    assert parsed.value == {"a": 1, "b": 2}
    assert parsed.places[("b",)] == (2, 1)


def test_files_that_are_no_files_are_refused(tmp_path):
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    for path in (tmp_path, pipe, "/dev/zero", tmp_path / "missing.yaml", "bad\0name", tmp_path / ("x" * 300)):
        start = time.monotonic()
        with pytest.raises(ScenarioError):
            tree.read_bytes(path)
        assert time.monotonic() - start < REFUSED_WITHIN_S


def test_a_file_of_100_megabytes_is_refused_without_being_read(tmp_path):
    big = tmp_path / "big.yaml"
    with big.open("wb") as stream:
        stream.truncate(100_000_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ScenarioError, match="longer than"):
        tree.read_bytes(big)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MEMORY_GROWTH_MB


def test_a_million_aliases_are_refused_at_the_first(tmp_path):
    path = tmp_path / "aliases.yaml"
    path.write_text("a: &a x\nb: [" + "*a,\n" * 400_000 + "]\n")
    start = time.thread_time()
    with pytest.raises(ScenarioError, match="anchors"):
        tree.read_tree_file(path)
    assert time.thread_time() - start < REFUSED_WITHIN_S


YAMLISH = st.text(alphabet="ab:-[]{}&*!|>'\"#%?, \n\t0129.e~@`\\é", max_size=80)


@settings(max_examples=400, deadline=None)
@given(YAMLISH)
def test_any_text_is_read_or_refused_and_nothing_else(text):
    said = None
    try:
        found = tree.read_tree(tree.decode(text.encode(), "x"), "x").value
    except ScenarioError as error:
        found, said = {}, str(error)
    assert isinstance(found, dict)
    assert said is None or "\n" not in said


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_and_nothing_else(data):
    with contextlib.suppress(ScenarioError):
        assert isinstance(tree.read_tree(tree.decode(data, "x"), "x").value, dict)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text("abcXYZ 0-:", max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=3),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.text("abc", min_size=1), PLAIN, min_size=1, max_size=4))
def test_what_json_writes_is_read_back(data):
    """JSON is a part of YAML 1.2: an independent writer."""
    import json

    assert tree.read_tree(json.dumps(data), "x").value == data
