"""The shell door `study`: keys of the contract, text, chart, and what it refuses."""

import csv
import json
from pathlib import Path

import pytest

from midcourse.exchange import study_answer, study_page
from midcourse.run import studies
from midcourse.scenario import claims

PAGES = Path(__file__).parents[2] / "docs" / "studies"
KEYS = {"study", "claim", "claimed_by", "quantity", "unit", "readings", "flip_points", "left_out", "figures", "tables"}


def test_the_keys_are_those_of_the_contract(shell, tmp_path):
    picture, table = tmp_path / "chart.png", tmp_path / "chart.csv"
    code, out, _ = shell("study", "decoys", "--json", "--plot", picture, "--csv", table)
    answer = json.loads(out)
    assert code == 0
    assert set(answer) >= KEYS
    assert set(answer["claimed_by"][0]) >= {"who", "date", "source"}
    assert set(answer["readings"][0]) == {"reading", "value", "low", "high", "verdict", "verdict_now"}
    assert set(answer["flip_points"][0]) >= {"parameter", "unit", "value_now", "value_at_flip", "plausible_range"}
    assert answer["figures"] == [str(picture)]
    assert picture.stat().st_size > 10_000
    with table.open(newline="") as file:
        assert len(list(csv.DictReader(file))) == 300  # three curves of a hundred numbers of objects


def test_the_list_names_every_study(shell):
    code, out, _ = shell("study", "--list", "--json")
    assert code == 0
    assert {row["study"] for row in json.loads(out)["studies"]} == set(studies.names())


def test_what_a_study_takes_is_listed_with_unit_and_bounds(shell):
    code, out, _ = shell("study", "decoys", "--inputs", "--json")
    assert code == 0
    answer = json.loads(out)
    rows = {row["name"]: row for row in answer["inputs"]}
    assert answer["study"] == "decoys"
    assert (rows["kill_probability"]["low"], rows["kill_probability"]["high"]) == (0.01, 1.0)
    assert rows["objects"]["words"] == "Warhead and decoys that look alike."
    code, out, _ = shell("study", "decoys", "--inputs")
    assert code == 0
    for name in rows:
        assert name in out


def test_people_read_claim_sides_verdicts_and_what_is_left_out(shell):
    code, out, _ = shell("study", "ten-interceptors", "--reading", "perfect+independent")
    assert code == 0
    for words in ("claim:", "for ", "against ", "perfect+independent", "holds", "turns at 34", "left out"):
        assert words in out
    assert "middle+" not in out


@pytest.mark.parametrize(
    ("words", "told"),
    [(("study", "moon"), "no such study"), (("study",), "which study"),
     (("study", "decoys", "--reading", "moon"), "no such reading"),
     (("study", "decoys", "--table", "table.csv"), "no table"),
     (("study", "decoys", "--plot", "chart.doc"), "chart.doc")],
)  # fmt: skip
def test_what_cannot_be_carried_out_is_one_message(refused, words, told):
    assert told in refused(*words)


def test_an_input_out_of_bounds_is_one_message(shell):
    code, out, err = shell("study", "ten-interceptors", "--with", "force=0")
    assert (code, out) == (2, "")
    assert "where: force" in err
    assert "1 to 1,000,000 warheads" in err


def test_the_table_of_a_study_is_a_file_and_stands_in_its_answer(shell, tmp_path, monkeypatch):
    from midcourse.scenario import loading

    monkeypatch.setattr(loading, "names", lambda: ("russian-forces-2008",))
    table, page = tmp_path / "table.csv", tmp_path / "page.md"
    code, out, _ = shell("study", "treaty-2001", "--json", "--table", table, "--page", page)
    (sheet,) = json.loads(out)["tables"]
    assert code == 0
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(sheet["rows"]) > 10
    assert list(rows[0]) == sheet["columns"]
    assert "| russian-forces-2008+US |" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", studies.names())
def test_every_study_has_its_page_with_both_sides_and_a_figure(name):
    text = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    claim = claims.claim(name)
    for words in (claim.claim, *(one.words for one in claim.said), *claim.left_out, "Where it turns"):
        assert words in text
    assert (PAGES / f"{name}.png").stat().st_size > 10_000


@pytest.mark.parametrize("name", ["decoys", "ten-interceptors", "arms-race", "test-record"])
def test_the_pages_stand_as_the_program_answers(name):
    """The quick ones; `python tools/write_studies.py` writes them all."""
    text = study_page.study_page(study_answer.study(studies.study(name)), f"{name}.png")
    assert (PAGES / f"{name}.md").read_text(encoding="utf-8") == text
