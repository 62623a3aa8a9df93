"""The shell doors `scenarios`, `new` and `check`: a new user's first hour."""

import json

import pytest


def test_the_built_in_scenarios_are_listed(shell):
    code, out, _ = shell("scenarios", "--json")
    answer = json.loads(out)
    assert code == 0
    assert set(answer) == {"schema", "warnings", "scenarios"}
    assert all(set(row) == {"name", "title", "question"} for row in answer["scenarios"])
    assert "european-site-2008" in shell("scenarios")[1]


def test_each_listed_scenario_is_valid(shell):
    for row in json.loads(shell("scenarios", "--json")[1])["scenarios"]:
        code, out, _ = shell("check", row["name"], "--json")
        answer = json.loads(out)
        assert (code, answer["valid"], answer["problems"]) == (0, True, [])
        assert set(answer) == {"schema", "warnings", "valid", "problems", "summary"}
        assert row["name"] in answer["summary"]


def test_what_new_writes_is_valid_and_explained(shell, tmp_path):
    file = tmp_path / "my-first.yaml"
    code, out, _ = shell("new", file, "--json")
    assert code == 0
    assert json.loads(out)["written"] == [str(file)]
    assert "#" in file.read_text(encoding="utf-8")
    code, out, _ = shell("check", file)
    assert code == 0
    for word in ("my-first", "valid", "battery poland", "sensor emr", "26 countries", "reading lewis-postol+mean-42kw"):
        assert word in out


def test_new_leaves_what_exists_and_refuses_names_that_do_not_fit(shell, refused, tmp_path):
    shell("new", tmp_path / "mine")
    before = (tmp_path / "mine.yaml").read_text(encoding="utf-8")
    assert "exists" in refused("new", tmp_path / "mine.yaml")
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == before
    assert "small letters" in refused("new", tmp_path / "My Site.yaml")
    assert "cannot be written" in refused("new", tmp_path / "no" / "folder.yaml")


@pytest.fixture
def broken(shell, tmp_path):
    """A scenario with two faults, and the lines where they stand."""
    file = tmp_path / "broken.yaml"
    shell("new", file)
    lines = file.read_text(encoding="utf-8").replace("ready: 10", "redy: 10").replace("track_s: 30", "track_s: -1")
    file.write_text(lines, encoding="utf-8")
    where = [n for n, line in enumerate(lines.splitlines(), start=1) if "redy" in line or "track_s: -1" in line]
    return file, where


def test_every_fault_is_told_with_its_line_and_what_to_try(shell, broken):
    file, lines = broken
    code, out, _ = shell("check", file, "--json")
    answer = json.loads(out)
    assert (code, answer["valid"], answer["summary"]) == (2, False, None)
    assert all({"where", "line", "got", "try"} <= set(problem) for problem in answer["problems"])
    assert {problem["line"] for problem in answer["problems"]} == set(lines)
    assert any("ready" in (problem["try"] or "") for problem in answer["problems"])
    code, out, _ = shell("check", file)
    assert code == 2
    assert f"line {lines[0]}" in out


def test_a_change_is_checked_as_the_file_is(shell):
    assert shell("check", "european-site-2008", "--set", "batteries.poland.ready=20")[0] == 0
    code, out, _ = shell("check", "european-site-2008", "--set", "batteries.polnd.ready=20")
    assert code == 2
    assert "poland" in out


def test_a_scenario_that_is_not_there(shell):
    code, out, _ = shell("check", "european-site-2009", "--json")
    assert code == 2
    assert "european-site-2008" in json.loads(out)["problems"][0]["try"]
