"""The shell door `study`: keys of the contract, text, chart, and what it refuses."""

import csv
import json

import pytest

KEYS = {"study", "claim", "claimed_by", "quantity", "unit", "readings", "flip_points", "left_out", "figures"}


def test_the_keys_are_those_of_the_contract(shell, tmp_path):
    picture, table = tmp_path / "chart.png", tmp_path / "chart.csv"
    code, out, _ = shell("study", "decoys", "--json", "--plot", picture, "--csv", table)
    answer = json.loads(out)
    assert code == 0
    assert set(answer) >= KEYS
    assert set(answer["claimed_by"][0]) >= {"who", "date", "source"}
    assert set(answer["readings"][0]) == {"reading", "value", "low", "high", "verdict"}
    assert set(answer["flip_points"][0]) >= {"parameter", "unit", "value_now", "value_at_flip", "plausible_range"}
    assert answer["figures"] == [str(picture)]
    assert picture.stat().st_size > 10_000
    with table.open(newline="") as file:
        assert len(list(csv.DictReader(file))) == 300  # three curves of a hundred numbers of objects


def test_the_list_names_every_study(shell):
    from midcourse.run import studies

    code, out, _ = shell("study", "--list", "--json")
    assert code == 0
    assert {row["study"] for row in json.loads(out)["studies"]} == set(studies.names())


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
     (("study", "decoys", "--plot", "chart.doc"), "chart.doc")],
)  # fmt: skip
def test_what_cannot_be_carried_out_is_one_message(refused, words, told):
    assert told in refused(*words)
