"""docs/doors.md is whole: every command with its options, and every key that its commands answer with."""

import json
import re
from pathlib import Path

import pytest
import typer

from midcourse.cli.app import app

TEXT = (Path(__file__).parents[2] / "docs" / "doors.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### (\S+)\n(.*?)(?=^#{2,3} |\Z)", TEXT, flags=re.MULTILINE | re.DOTALL))
COMMANDS = typer.main.get_command(app).commands
SAID_ONCE = {"--help", "--json"}  # shared by all commands


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_a_section_with_its_options_and_an_example(name):
    section = SECTIONS.get(name, "")
    assert section, f"add `### {name}` to docs/doors.md"
    options = {flag for option in COMMANDS[name].params for flag in [*option.opts, *option.secondary_opts]}
    missing = [flag for flag in sorted(options - SAID_ONCE) if flag.startswith("-") and f"{flag}" not in section]
    assert not missing, f"docs/doors.md, {name}: name {missing}"
    assert f"midcourse {name}" in section


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_has_its_command(name):
    assert name in COMMANDS


@pytest.mark.parametrize(
    "words",
    [
        ["scenarios"],
        ["check", "european-site-2008"],
        ["members", "NATO"],
        ["catalog", "sites", "brdy"],
        ["catalog", "sites"],
        ["raid", "--warheads", "1", "--interceptors", "1", "--kill-probability", "0.5"],
        ["fly", "--missile", "impulsive", "--from", "brdy", "--to", "0,0"],
        ["cite"],
        ["treaty", "european-site-2008", "--date", "2001-05-30"],
    ],
)
def test_the_keys_of_an_answer_are_on_the_page(shell, words):
    code, out, _ = shell(*words, "--json")
    told = set(re.findall(r"\w+", SECTIONS[words[0]]))
    assert code == 0
    missing = _keys(json.loads(out)) - told - {"schema", "name", "version", "warnings"}
    assert not missing, f"docs/doors.md, {words[0]}: name {sorted(missing)}"


def _keys(answer):
    """Every key of a JSON object and of what lies in it."""
    if isinstance(answer, list):
        return set().union(*map(_keys, answer))
    if not isinstance(answer, dict):
        return set()
    return set(answer).union(*map(_keys, answer.values()))
