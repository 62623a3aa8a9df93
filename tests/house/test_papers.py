"""The papers of the house are there and agree: licence, citation, recipes, decisions, change fragments, one version."""

import re
import tomllib

import pytest
from ruamel.yaml import YAML

import midcourse

from .tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CITATION = YAML(typ="safe").load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
FRAGMENTS = sorted(path for path in (ROOT / "changes").iterdir() if path.name != "README.md")


def test_one_version_everywhere():
    assert PROJECT["version"] == midcourse.__version__ == CITATION["version"]


def test_the_licence_is_mit():
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("MIT License")
    assert "WITHOUT WARRANTY OF ANY KIND" in text
    assert PROJECT["license"] == CITATION["license"] == "MIT"


def test_the_citation_file_can_be_read():
    assert CITATION["cff-version"] == "1.2.0"
    assert {"message", "title", "authors", "abstract", "date-released", "type"} <= set(CITATION)
    assert CITATION["title"].startswith("Midcourse")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", str(CITATION["date-released"]))


@pytest.mark.parametrize(
    "recipe", ["preset", "atmosphere", "doctrine", "stored quantity", "chart", "command", "import contract"]
)
def test_contributing_has_a_recipe_for(recipe):
    assert recipe in CONTRIBUTING.lower()


def test_contributing_says_how_to_check():
    assert "./run gates" in CONTRIBUTING
    assert "./run test" in CONTRIBUTING


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name)
def test_a_decision_has_number_name_and_status(path):
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", path.name)
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {path.name[:4]} "), "the title begins with the number"
    assert re.search(r"^Status: (accepted|proposed|template|replaced by \d{4}), ", text, flags=re.MULTILINE)


def test_decisions_are_numbered_once():
    numbers = [path.name[:4] for path in DECISIONS]
    assert len(numbers) == len(set(numbers)) >= 3


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda path: path.name)
def test_a_change_fragment_has_a_name_and_says_what_it_means_to_a_user(path):
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.(added|changed|fixed|removed|answer)\.md", path.name)
    text = path.read_text(encoding="utf-8").strip()
    assert 20 < len(text) < 2000
    assert path.suffixes[0] != ".answer" or re.search(r"\d", text), "a moved answer says by how much"


SCREEN = 70  # lines: what a reader takes in without losing the beginning


def test_the_readme_is_one_screen_with_a_picture_and_seven_commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert text.count("\n") <= SCREEN
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text)
    assert pictures, "show a picture made by the program"
    assert all((ROOT / picture).is_file() for picture in pictures)
    called = {line.split("#")[0].strip() for line in text.splitlines() if re.match(r"^(\./run|midcourse) \w", line)}
    assert {"./run demo", "./run test"} <= called
    assert len(called) >= 7, "the two commands and five more to try"


def test_ticked_progress_names_tests_that_exist():
    lines = [
        line for line in (ROOT / "docs" / "progress.md").read_text("utf-8").splitlines() if line.startswith("- [x]")
    ]
    for line in lines:
        for file, _, name in re.findall(r"(tests/[\w/]+\.py)(::(\w+))?", line):
            path = ROOT / file
            assert path.is_file(), f"{line}: no such file"
            assert not name or f"def {name}(" in path.read_text(encoding="utf-8"), f"{line}: no such test"


def test_progress_lines_name_what_shows_them():
    lines = [line for line in (ROOT / "docs" / "progress.md").read_text("utf-8").splitlines() if line.startswith("- [")]
    assert len(lines) > 100
    bare = [line for line in lines if not re.match(r"^- \[[ x]\] .+ - .+", line)]
    assert not bare, f"each line names the command or test that shows it: {bare}"
