"""The shell door `treaty` against its contract: keys, words, exit codes; the tables of the page are its own."""

import csv
import importlib.util
import json
from pathlib import Path

import pytest

import midcourse as mc
from midcourse.scenario import names

ROOT = Path(__file__).parents[2]
ROW = {
    *("rule", "reading", "instrument", "instrument_in_force", "article", "applies_to"),
    *("verdict", "value", "limit", "unit", "why"),
}
WORDS = {"ok", "breach", "disputed", "cannot-say", "not-applicable"}


def ask(shell, *words):
    code, out, _ = shell("treaty", "european-site-2008", *words, "--json")
    assert code == 0
    return json.loads(out)


def test_the_keys_are_those_of_the_contract(shell):
    answer = ask(shell, "--date", "2001-05-30")
    assert set(answer) == {"schema", "warnings", "date", "party", "in_force", "rules"}
    assert answer["schema"] == {"name": "midcourse.treaty", "version": 1}
    assert (answer["date"], answer["party"], answer["in_force"]) == ("2001-05-30", "US", True)
    assert all(set(row) == ROW and row["verdict"] in WORDS and row["why"] for row in answer["rules"])
    assert {row["instrument"] for row in answer["rules"]} == {"abm-treaty-1972", "protocol-1974", "statements-1997"}


def test_a_disputed_rule_has_a_row_without_reading_and_one_a_reading(shell):
    rows = [row for row in ask(shell, "--date", "2001-05-30")["rules"] if row["rule"] == "thule-fylingdales"]
    assert [row["reading"] for row in rows] == [None, "grandfathered", "new-role"]
    assert rows[0]["verdict"] == "disputed"
    assert rows[1]["verdict"] != rows[2]["verdict"]


def test_numbers_are_in_the_unit_beside_them(shell):
    """Redzikowo to the middle of the Grand Forks field is a quarter of the way round the Earth's north, 7,000 km."""
    rows = {row["rule"]: row for row in ask(shell, "--date", "2001-05-30")["rules"]}
    assert (rows["region"]["limit"], rows["region"]["unit"]) == (150.0, "km")
    assert 6900.0 < rows["region"]["value"] < 7200.0
    assert rows["tmd-plans"]["limit"] == 5.5
    assert (rows["territory"]["unit"], rows["territory"]["value"]) == ("share", None)


@pytest.mark.parametrize(("date", "in_force"), [("2002-06-12", True), ("2002-06-13", False)])
def test_the_treaty_ends_and_its_rules_are_judged_on(shell, date, in_force):
    answer = ask(shell, "--date", date)
    breaches = [row for row in answer["rules"] if row["verdict"] == "breach"]
    assert answer["in_force"] is in_force
    assert breaches
    assert all(row["instrument_in_force"] is in_force for row in breaches)


def test_a_change_takes_a_breach_away(shell):
    home = ask(shell, "--date", "2001-05-30", "--set", "batteries.poland.host=US", "--set", "sensors.emr.host=US")
    verdicts = {row["applies_to"]: row["verdict"] for row in home["rules"] if row["rule"] == "deploy-abroad"}
    assert verdicts == {"emr": "ok", "poland": "ok", "forward [forward-170kw]": "breach"}


def test_the_other_party(shell):
    answer = ask(shell, "--date", "2001-05-30", "--party", "RU")
    assert answer["party"] == "RU"
    assert "breach" not in {row["verdict"] for row in answer["rules"]}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["european-site-2008", "--date", "2001-02-30"], "no such date"),
        (["european-site-2008", "--date", "2001-05-30", "--party", "FR"], "US, RU"),
        (["european-sites", "--date", "2001-05-30"], "european-site-2008"),
        (["european-site-2008", "--date", "2001-05-30", "--set", "sensors.emr.basing=rail"], "basing"),
    ],
)
def test_what_cannot_be_carried_out(refused, words, told):
    assert told in refused("treaty", *words)


def test_without_a_date_there_is_no_question(shell):
    code, out, err = shell("treaty", "european-site-2008")
    assert (code, out) == (2, "")
    assert "--date" in err


def test_the_table_opens_in_a_spreadsheet(shell, tmp_path):
    code, _, err = shell("treaty", "european-site-2008", "--date", "2001-05-30", "--csv", tmp_path / "rules.csv")
    rows = list(csv.DictReader((tmp_path / "rules.csv").read_text(encoding="utf-8").splitlines()))
    assert code == 0
    assert "rules.csv" in err
    assert set(rows[0]) == ROW
    assert len(rows) == len(ask(shell, "--date", "2001-05-30")["rules"])


def test_people_read_breaches_first_and_what_is_missing(shell):
    _, out, _ = shell("treaty", "european-site-2008", "--date", "2008-04-05")
    parts = [out.index(f"\n{word} (had it been in force)") for word in ("breach", "disputed", "cannot-say", "ok")]
    assert parts == sorted(parts)
    assert "@new-role: breach" in out
    assert "missing input: rapid_reload of poland" in out


def test_python_gives_the_same_rows_in_si(shell):
    found = mc.treaty(mc.load("european-site-2008"), date="2001-05-30")
    told = ask(shell, "--date", "2001-05-30")["rules"]
    assert [(row.rule, row.verdict) for row in found.rules] == [(row["rule"], row["verdict"]) for row in told]
    assert next(row.limit for row in found.rules if row.rule == "region") == 150e3


def test_the_tables_of_the_page_are_made_by_the_run():
    spec = importlib.util.spec_from_file_location("treaty_tables", ROOT / "tools" / "treaty_tables.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    page = tool.PAGE.read_text(encoding="utf-8")
    assert page == tool.with_tables(page, tool.tables()), "run tools/treaty_tables.py"
    assert all(f"### {name}, party" in page for name in names())
