"""docs/claims.md: every claim as a calculation; the page is what the commands print."""

import shlex
import sys
from pathlib import Path

import pytest
import typer

from midcourse.cli import app as door
from midcourse.scenario import claims as studied

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import write_claims  # noqa: E402

PARTS = write_claims.claims()
CLAIMS = [one for part, rows in PARTS.items() if part != write_claims.NOT_CALCULATED for one in rows]
PAGE = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")


def test_the_page_holds_every_claim_with_its_commands():
    for one in CLAIMS:
        assert f"### {one['key']}\n{one['claim']}" in PAGE
        for command in one["ask"]:
            assert f"midcourse {command}\n" in PAGE
    for one in PARTS[write_claims.NOT_CALCULATED]:
        assert one["claim"] in PAGE


@pytest.mark.parametrize("command", sorted({command for one in CLAIMS for command in one["ask"]}))
def test_a_command_of_the_page_is_one_that_there_is(command):
    """Its options are read, nothing is run."""
    name, *words = shlex.split(command)
    typer.main.get_command(door.app).commands[name].make_context(name, words)


def test_a_claim_says_what_comes_out_or_leads_to_its_study():
    for one in CLAIMS:
        assert one.get("told") or one.get("study"), one["key"]
        if "study" in one:
            assert one["study"] in studied.names()
    led = {one["study"] for one in CLAIMS if "study" in one}
    assert led == set(studied.names()), "a study that no claim of the page leads to"


def test_values_are_found_by_keys_numbers_rows_and_counts():
    found = {"rows": [{"key": "a [b]", "at": 1}, {"key": "c", "at": 2.5, "of": {"many": [1, 2, 3]}}], "none": None}
    assert write_claims.value_at(found, "rows[key=a [b]].at") == 1
    assert write_claims.value_at(found, "rows.1.of.many.#") == 3
    assert write_claims.told("{0|rows[key=c].at:.2f} of {0|rows.#}{0|none}", [found]) == "2.50 of 2"
    with pytest.raises(LookupError):
        write_claims.value_at(found, "rows.1.off")


@pytest.mark.slow
def test_the_page_is_what_the_commands_print():
    assert write_claims.page() == PAGE, "python tools/write_claims.py"
