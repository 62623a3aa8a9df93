"""The pages that people read are true: links lead somewhere, named files exist, examples use what there is."""

import re

import click
import pytest
import typer

import midcourse

from . import documents
from .tree import ROOT, python_files, show

PAGES = documents.pages()
TEXTS = [(path, path.read_text(encoding="utf-8")) for path in PAGES]


@pytest.fixture(scope="module")
def commands():
    """Options of each command of the program."""
    from midcourse.cli.app import app

    group = typer.main.get_command(app)
    return {
        name: {flag for option in command.params for flag in [*option.opts, *option.secondary_opts]}
        for name, command in group.commands.items()
    }


def test_links_lead_somewhere():
    found = [line for path, text in TEXTS for line in documents.broken_links(path, text)]
    assert not found, show(found)


def test_named_files_exist():
    found = [line for path, text in TEXTS for line in documents.missing_paths(path, text)]
    assert not found, show(found)


def test_python_in_pages_is_python():
    found = [line for path, text in TEXTS for line in documents.wrong_python(path, text)]
    assert not found, show(found)


def test_python_in_pages_uses_the_doors_there_are():
    doors = set(midcourse.__all__) | {"cli", "errors"}
    found = [line for path, text in TEXTS for line in documents.unknown_doors(path, text, doors)]
    assert not found, show(found)


def test_commands_in_pages_exist(commands):
    found = [line for path, text in TEXTS for line in documents.wrong_commands(path, text, commands)]
    assert not found, show(found)


def test_every_command_has_help_and_an_example(commands):
    from midcourse.cli.app import app

    group = typer.main.get_command(app)
    for name, command in group.commands.items():
        assert command.help, f"midcourse {name}: its function has no docstring"
        assert name in (command.epilog or command.help), f"midcourse {name}: add an example as epilog"
        for option in command.params:
            told = isinstance(option, click.Argument) or option.name == "help" or option.help
            assert told, f"midcourse {name} {option.opts[0]}: say what it does and in which unit"


def test_every_page_is_reached_from_the_index():
    """Model pages are found by their room; every other page is linked from docs/index.md."""
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    pages = [p.relative_to(ROOT / "docs").as_posix() for p in (ROOT / "docs").rglob("*.md")]
    missing = [p for p in pages if not p.startswith("models/") and p != "index.md" and f"({p})" not in index]
    assert not missing, f"link these in docs/index.md: {missing}"


def test_every_example_says_what_it_shows():
    for path in python_files("examples"):
        text = path.read_text(encoding="utf-8")
        assert re.match(r'^"""[A-Z].{20,}', text), f"{path.name}: begin with a docstring that says what it shows"


BAD = """
[gone](gone.md) and [here](#not-here) and `tests/house/gone.py`
```python
import midcourse as mc
mc.win()
def f(
```
```sh
./run win            # a comment
midcourse fly --warp 9
./run test -q
```
"""


def test_planted_faults_are_found(tmp_path):
    path = tmp_path / "planted.md"
    path.write_text(BAD)
    options = {"fly": {"--missile"}}
    assert len(list(documents.broken_links(path, BAD))) == 2
    assert len(list(documents.missing_paths(path, BAD))) == 1
    assert len(list(documents.wrong_python(path, BAD))) == 1
    assert len(list(documents.unknown_doors(path, BAD, {"fly"}))) == 1
    assert len(list(documents.wrong_commands(path, BAD, options))) == 2
