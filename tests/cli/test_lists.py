"""The shell doors `catalog` and `members`: keys of the contract, sources with every value, days that count."""

import csv
import json

import pytest

VALUE = {"name", "value", "unit", "low", "high", "status", "source", "date"}


def test_a_preset_shows_every_value_with_its_source(shell):
    code, out, _ = shell("catalog", "radars", "fylingdales", "--json")
    answer = json.loads(out)
    assert code == 0
    assert set(answer) == {"schema", "warnings", "kind", "key", "values"}
    assert (answer["kind"], answer["key"]) == ("radars", "fylingdales")
    assert all(set(value) == VALUE and value["status"] and value["source"] for value in answer["values"])
    reach = next(value for value in answer["values"] if value["name"] == "instrumented_range_km")
    assert (reach["value"], reach["unit"]) == (5556, "km")  # the printed 3,000 nautical miles of 1.852 km


def test_the_catalog_lists_what_can_be_named(shell):
    _, out, _ = shell("catalog", "--json")
    listed = json.loads(out)["presets"]
    keys = {(row["kind"], row["key"]) for row in listed}
    assert {("sites", "redzikowo"), ("radars", "tpy-2"), ("interceptors", "gbi-two-stage@mda")} <= keys
    assert ("interceptors", "gbi-two-stage") not in keys
    _, out, _ = shell("catalog", "interceptor", "--json")
    assert {row["kind"] for row in json.loads(out)["presets"]} == {"interceptors"}
    assert {(r["kind"], r["key"]) for r in json.loads(out)["presets"]} == {k for k in keys if k[0] == "interceptors"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["radars", "fylingdale"], "fylingdales"),
        (["radar", "european-midcourse-radar"], "european-midcourse-radar@mean-42kw"),
        (["radars", "tpy-2@strong"], "tpy-2"),
        (["radarss"], "radars"),
    ],
)
def test_what_is_not_in_the_catalog_is_answered_with_what_is(refused, words, told):
    assert told in refused("catalog", *words)


def test_people_read_the_same_values(shell):
    _, out, _ = shell("catalog", "interceptors", "gbi-two-stage@lewis-postol")
    assert "burnout_speed_km_s" in out
    assert "9" in out.split("burnout_speed_km_s")[1].split("\n")[0]


def test_the_table_opens_in_a_spreadsheet(shell, tmp_path):
    file = tmp_path / "members.csv"
    code, _, err = shell("members", "NATO", "--date", "2008-04-05", "--csv", file)
    rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
    assert code == 0
    assert str(file) in err
    assert len(rows) == 26
    assert rows[-1]["since"] == "2004-03-29"


def test_a_list_of_numbers_is_one_cell(shell, tmp_path):
    shell("catalog", "radars", "fylingdales", "--csv", tmp_path / "radar.csv")
    rows = {
        row["name"]: row["value"]
        for row in csv.DictReader((tmp_path / "radar.csv").read_text(encoding="utf-8").splitlines())
    }
    assert rows["boresights_deg"] == "27 147 267"


@pytest.mark.parametrize(
    ("date", "count"), [("1949-08-23", 0), ("1949-08-24", 12), ("2009-03-31", 26), ("2009-04-01", 28)]
)
def test_members_the_day_before_an_accession_and_on_it(shell, date, count):
    code, out, _ = shell("members", "NATO", "--date", date, "--json")
    answer = json.loads(out)
    assert code == 0
    assert set(answer) == {"schema", "warnings", "alliance", "date", "members"}
    assert answer["date"] == date
    assert len(answer["members"]) == count
    assert bool(answer["warnings"]) == (count == 0)
    assert all(set(member) == {"country", "code", "since"} for member in answer["members"])


def test_without_a_date_it_is_today(shell):
    _, out, _ = shell("members", "NATO", "--json")
    assert {"SE", "FI"} <= {member["code"] for member in json.loads(out)["members"]}


@pytest.mark.parametrize(
    ("words", "told"),
    [(["NATO", "--date", "2008-02-30"], "2008-02-30"), (["nto"], "NATO"), (["NATO", "--date", "soon"], "day")],
)
def test_no_such_alliance_or_day(refused, words, told):
    assert told in refused("members", *words)
