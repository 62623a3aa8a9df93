"""The shell door `sensitivity`: keys of the page of doors, text, bars, table, and what it refuses."""

import csv
import json
import re
from pathlib import Path

import pytest

PAGE = (Path(__file__).parents[2] / "docs" / "doors.md").read_text(encoding="utf-8")
TOLD = 0.005  # warheads, to which the page of the scenario tells the mean
ENDS = ("european-site-2008", "--replicates", "200", "--pairs", "2", "--stated-only")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sensitivity")
    return folder / "bars.png", folder / "values.csv"


def keys(answer):
    if isinstance(answer, list):
        return set().union(*map(keys, answer))
    return set(answer).union(*map(keys, answer.values())) if isinstance(answer, dict) else set()


def test_the_answer_has_the_keys_of_the_page_and_its_bars_and_table_are_written(shell, files):
    code, out, _ = shell("sensitivity", *ENDS, "--json", "--plot", files[0], "--csv", files[1])
    assert code == 0
    answer = json.loads(out)
    section = PAGE.split("### sensitivity\n", 1)[1].split("\n### ", 1)[0]
    assert keys(answer) <= set(re.findall(r"\w+", section)) | {"schema", "name", "version", "warnings"}
    paths = [row["path"] for row in answer["assumptions"]]
    assert {"kill.hit", "kill.reliability", "threats.intermediate.rcs_x_m2"} <= set(paths)
    assert answer["as_stated"]["leakers"]["exact"] == pytest.approx(3.12, abs=TOLD)  # as the scenario's page has it
    assert {axis["axis"] for axis in answer["axes"]} == {"interceptor", "radar"}
    assert len(answer["pairs"]) == 1
    assert files[0].read_bytes().startswith(b"\x89PNG")
    with files[1].open(newline="", encoding="utf-8") as file:
        assert [row["path"] for row in csv.DictReader(file)] == paths


def test_the_text_names_each_value_and_what_it_does(shell):
    code, out, _ = shell("sensitivity", *ENDS, "--by", "members-undefended")
    assert code == 0
    assert "members not wholly defended" in out
    assert re.search(
        r"^kill\.hit +0\.25 +0\.8 +6 +6 +0$", out, re.MULTILINE
    )  # a footprint asks what fits, not what hits
    assert "readings, interceptor: mda 6, " in out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--range", "command.decide_s"], "no range"),
        (["--range", "command.decide_s=a:b"], "no range"),
        (["--range", "command.decide_s=90:30"], "low to high"),
        (["--range", "threats.intermediate.count=1:9"], "stated, never searched"),
        (["--range", "comand.decide_s=1:9"], "did you mean"),
        (["--range", "command.decide_s=1:nan"], "low to high"),
        (["--by", "losses"], "no such quantity"),
        (["--reading", "mda"], "one reading"),
        (["--reading", "mad+mean-42kw"], "no such reading"),
        (["--pairs", "-1"], "pairs"),
        (["--replicates", "0"], "replicates"),
    ],
)
def test_what_cannot_be_asked_is_one_message(refused, words, told):
    assert told in refused("sensitivity", "european-site-2008", *words)
