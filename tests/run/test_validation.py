"""`validate`: a wrong value is found, values from memory are not counted, and the page is what a run gives."""

import json
from pathlib import Path

import pytest

from midcourse.errors import MidcourseError
from midcourse.run import validation
from midcourse.scenario import published

PAGE = Path(__file__).parents[2] / "docs" / "validation.md"
KEYS = {"id", "claim", "source", "status", "published", "ours", "unit", "tolerance", "reason", "verdict"}
AT_LEAST = 60  # values that anybody could look up or recompute


@pytest.fixture(scope="module")
def found():
    return validation.validate()


def test_every_value_that_counts_comes_out(found):
    failed = [(row.check.id, row.check.published, row.ours) for row in found if row.verdict == "failed"]
    assert not failed
    assert sum(row.verdict == "passed" for row in found) >= AT_LEAST


def test_values_from_memory_are_shown_and_never_counted(found):
    memory = [row for row in found if row.check.status == "M"]
    assert memory
    assert {row.verdict for row in memory} == {"shown"}


def test_the_page_is_what_the_run_gives(found):
    from midcourse.exchange import validate_answer

    page = validate_answer.validate_page(validation_answer := validate_answer.validate(found))
    assert validation_answer["passed"] + validation_answer["skipped"] == len(found)
    assert PAGE.read_text(encoding="utf-8") == page, "midcourse validate --page docs/validation.md"


def test_a_wrong_value_fails(monkeypatch):
    rows = published.checks(("v61-rcs",))
    spoilt = tuple(row._replace(published=row.published + 2.0 * row.tolerance) for row in rows)
    monkeypatch.setattr(published, "checks", lambda wanted: spoilt)
    assert [row.verdict for row in validation.validate(("v61-rcs",))] == ["failed"]


def test_ids_are_unique_and_every_check_has_room_and_reason():
    rows = published.checks()
    assert len({row.id for row in rows}) == len(rows)
    for row in rows:
        assert row.tolerance >= 0.0
        assert row.reason
        assert row.how in validation.HOW


def test_some_are_asked_for_by_their_beginning():
    assert len(published.checks(("v85",))) == 27
    assert [row.id for row in published.checks(("V45",))] == ["v45", "v45-speed"]
    with pytest.raises(MidcourseError):
        published.checks(("v999",))


def test_the_door_counts_and_ends_with_three_when_one_fails(monkeypatch, capsys):
    from midcourse.cli import app as door

    def ask(*words):
        monkeypatch.setattr("sys.argv", ["midcourse", "validate", *words])
        with pytest.raises(SystemExit) as end:
            door.main()
        return end.value.code, capsys.readouterr().out

    code, out = ask("v61", "--json")
    answer = json.loads(out)
    assert (code, answer["passed"], answer["failed"]) == (0, 2, 0)
    assert set(answer["checks"][0]) == KEYS
    rows = published.checks(("v61-rcs",))
    spoilt = (rows[0]._replace(published=9.0),)
    monkeypatch.setattr(published, "checks", lambda wanted: spoilt)
    code, out = ask("v61-rcs")
    assert code == 3
    assert "1 failed" in out
