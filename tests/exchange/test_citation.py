"""BibTeX that a reader of BibTeX takes: balanced braces, keys once, signs of TeX escaped."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from midcourse.exchange import citation
from midcourse.scenario import comparing

ROOT = Path(__file__).parents[2]
BOOK = {"title": "R&D at 100 % of $_x", "author": "A. Author", "year": 1999, "kind": "book", "publisher": "House {x"}


def entries(text):
    """(type, key, fields) of each entry, read by a reader of the test's own; fails where the text is no BibTeX."""
    found, at = [], 0
    while match := re.compile(r"\s*@(\w+)\{([^,\s{}]+),\s*").match(text, at):
        fields, at = {}, match.end()
        while text[at] != "}":
            name = re.compile(r"(\w+) = \{").match(text, at)
            assert name, text[at : at + 40]
            end, depth = name.end(), 1
            while depth:
                depth += {"{": 1, "}": -1}.get(text[end], 0)
                end += 1
            fields[name[1]] = text[name.end() : end - 1]
            at = re.compile(r",\s*").match(text, end).end()
        found.append((match[1], match[2], fields))
        at += 1
    assert not text[at:].strip(), text[at:]
    return found


def test_the_program_is_cited_as_its_citation_file_says():
    stated = YAML(typ="safe").load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    ((kind, key, fields),) = entries(citation.cite("0.1.0")["bibtex"])
    assert (kind, key) == ("software", "midcourse")
    assert fields["title"].strip("{}") == stated["title"]
    assert fields["author"].strip("{}") == stated["authors"][0]["name"]
    assert fields["year"] == str(stated["date-released"])[:4]
    assert fields["version"] == "0.1.0"


def test_a_run_brings_itself_and_the_sources_of_its_assumptions(toy):
    run = toy(version="0.0.9")
    answer = citation.cite("0.1.0", run, {"forden2007": BOOK})
    cited = {key: (kind, fields) for kind, key, fields in entries(answer["bibtex"])}
    assert answer["warnings"] == ["no entry in the bibliography: cns2017"]
    assert len(cited) == 3
    assert cited["midcourse"][1]["version"] == "0.0.9"
    assert cited["forden2007"][0] == "book"
    (mine,) = (fields for key, (_, fields) in cited.items() if key.startswith("midcourse-toy-"))
    assert run.manifest["scenario"]["sha256"] in mine["note"]
    assert mine["howpublished"] == "midcourse run toy.yaml"


@pytest.mark.parametrize("key", sorted(comparing.bibliography()))
def test_every_source_of_the_project_makes_an_entry(key):
    stated = comparing.bibliography()[key]
    ((_, name, fields),) = entries(citation.source_entry(key, stated))
    assert name == key
    assert fields["year"] == str(stated["year"])
    assert {"title", "author"} <= set(fields)


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C",))))
def test_any_title_leaves_the_entry_whole(title):
    ((_, key, fields),) = entries(citation.source_entry("key", {**BOOK, "title": title}))
    assert key == "key"
    assert set(fields) == {"title", "author", "year", "publisher"}
    assert not re.search(r"(?<!\\)[&%$#_]", fields["title"])


def test_the_wheel_is_told_to_bring_the_bibliography():
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    assert build["targets"]["wheel"]["force-include"] == {
        "docs/bibliography.yaml": "midcourse/scenario/data/bibliography.yaml"
    }
