"""Every source that is cited is in docs/bibliography.yaml, and every entry there is cited."""

import ast

import pytest
from ruamel.yaml import YAML

from . import pages
from .tree import PACKAGE, ROOT, finding, show, tree_of

PATH = ROOT / "docs" / "bibliography.yaml"
ENTRIES = YAML(typ="safe").load(PATH.read_text(encoding="utf-8"))
FIELDS = {"title", "author", "year", "kind", "read"}
OPTIONAL = {"note", "doi", "isbn", "url", "publisher", "in", "license"}
READ = {"found", "second-hand", "memory", "own"}
KINDS = {
    "article",
    "book",
    "chapter",
    "report",
    "standard",
    "thesis",
    "treaty",
    "law",
    "data",
    "code",
    "page",
    "press",
    "slides",
    "own",
}


def test_every_cited_key_exists():
    found = [
        finding(path, line, "a cited source is in docs/bibliography.yaml", key, "add the entry, or mend the key")
        for path, line, key, certain in pages.citations()
        if certain and key not in ENTRIES
    ]
    assert not found, show(found)


def test_every_entry_is_cited():
    cited = {key for _, _, key, _ in pages.citations()}
    unused = sorted(set(ENTRIES) - cited)
    assert not unused, f"cited nowhere in src, tests, docs: {unused}; cite them as [key] or take them out"


@pytest.mark.parametrize("key", ENTRIES)
def test_an_entry_is_whole(key):
    entry = ENTRIES[key]
    assert not FIELDS - set(entry), f"{key}: add {sorted(FIELDS - set(entry))}"
    assert not set(entry) - FIELDS - OPTIONAL, f"{key}: unknown {sorted(set(entry) - FIELDS - OPTIONAL)}"
    assert entry["read"] in READ, f"{key}: read is one of {sorted(READ)}"
    assert entry["kind"] in KINDS, f"{key}: kind is one of {sorted(KINDS)}"
    assert entry["read"] != "found" or entry["kind"] not in {"page", "press"} or entry.get("url"), (
        f"{key}: give its url"
    )


def test_every_constant_says_its_unit_and_where_it_is_from():
    """Each assignment of constants.py is followed by a text with a source key or the page that chose it."""
    body = tree_of(PACKAGE / "constants.py").body
    for node, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.Assign):
            text = after.value.value if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant) else ""
            told = any(key in ENTRIES for _, key, _ in pages.keys_in(text)) or "docs/decisions/" in text
            assert told, f"constants.py:{node.lineno}: {ast.unparse(node)}: say unit and [source] in a text below it"


def test_keys_are_found_in_text():
    text = "Source: [us1976, eq. 33a; bmw1971]. See [page](x.md), [m], [0, end], [kg/m^3], array[lane], [ghost2001]."
    assert [key for _, key, certain in pages.keys_in(text) if certain] == ["us1976", "bmw1971", "ghost2001"]
    yaml = 'a: {value: 1, source: "keeptrack, table 1; low after blair2017, in 2017"}\nsource: afp2008'
    assert [key for _, key in pages.yaml_keys(yaml)] == ["keeptrack", "blair2017", "afp2008"]
