"""The shell door `raid` against hand counts: no warheads, no interceptors, two looks, failures that shots share."""

import csv
import json
import math

import pytest

import midcourse as mc

KEYS = {
    "schema", "warnings", "doctrine", "looks", "common_mode", "common_scope", "confidence", "replicates", "seed",
    "p_no_leaker", "expected_leakers", "expected_shots", "leakers_distribution",
}  # fmt: skip
ROUNDING = 1e-12  # a handful of products


def ask(shell, *words):
    code, out, _ = shell("raid", *words, "--json")
    assert code == 0
    return json.loads(out)


def options(warheads, interceptors, kill_probability):
    return "--warheads", warheads, "--interceptors", interceptors, "--kill-probability", kill_probability


def test_the_keys_are_those_of_the_contract(shell):
    answer = ask(shell, *options(2, 3, 0.5))
    assert set(answer) == KEYS
    assert answer["schema"] == {"name": "midcourse.raid", "version": 1}
    for name in ("p_no_leaker", "expected_leakers", "expected_shots"):
        assert set(answer[name]) == {"exact", "sampled", "low", "high"}
        assert answer[name]["low"] <= answer[name]["sampled"] <= answer[name]["high"]
    assert [row["leakers"] for row in answer["leakers_distribution"]] == [0, 1, 2]
    assert (answer["looks"], answer["confidence"]) == (2, 0.95)


def test_two_warheads_three_interceptors_two_looks_by_hand(shell):
    """Both hit at once: 1/4. One left (1/2): one interceptor remains, 1/2. Both left (1/4): one remains, one leaks."""
    answer = ask(shell, *options(2, 3, 0.5), "--doctrine", "shoot-look-shoot", "--looks", 2)
    law = [row["exact"] for row in answer["leakers_distribution"]]
    assert law == pytest.approx([1 / 4 + 1 / 4, 1 / 4 + 1 / 8, 1 / 8], abs=ROUNDING)
    assert answer["expected_shots"]["exact"] == pytest.approx(2 + 3 / 4, abs=ROUNDING)


def test_even_spreads_what_there_is(shell):
    """Five interceptors at three warheads: two get two shots, one gets one."""
    answer = ask(shell, *options(3, 5, 0.7), "--doctrine", "even")
    assert answer["p_no_leaker"]["exact"] == pytest.approx(0.91**2 * 0.7, abs=ROUNDING)
    assert answer["looks"] == 1
    assert not answer["warnings"]
    assert ask(shell, *options(3, 5, 0.7), "--doctrine", "even", "--looks", 3)["warnings"]


def test_no_warheads_and_no_interceptors(shell):
    for doctrine in ("even", "shoot-look-shoot", "shoot-look-salvo"):
        nothing = ask(shell, *options(0, 4, 0.7), "--doctrine", doctrine)
        assert nothing["p_no_leaker"]["exact"] == nothing["p_no_leaker"]["sampled"] == 1.0
        assert nothing["expected_shots"]["exact"] == 0.0
        bare = ask(shell, *options(4, 0, 0.7), "--doctrine", doctrine)
        assert bare["p_no_leaker"]["exact"] == bare["p_no_leaker"]["sampled"] == 0.0
        assert bare["expected_leakers"]["exact"] == 4.0


def test_a_failure_that_shots_share_by_scope(shell):
    """Certain shots, one each: the raid fails as a whole with Q, or each of three warheads is missed with Q."""
    whole = ask(shell, *options(3, 3, 1.0), "--doctrine", "even", "--common-mode", 0.2)
    each = ask(shell, *options(3, 3, 1.0), "--doctrine", "even", "--common-mode", 0.2, "--common-scope", "warhead")
    assert whole["p_no_leaker"]["exact"] == pytest.approx(0.8, abs=ROUNDING)
    assert [row["exact"] for row in whole["leakers_distribution"]] == pytest.approx([0.8, 0, 0, 0.2], abs=ROUNDING)
    assert each["p_no_leaker"]["exact"] == pytest.approx(0.8**3, abs=ROUNDING)
    assert whole["expected_leakers"]["exact"] == pytest.approx(each["expected_leakers"]["exact"], abs=ROUNDING)


def test_the_same_seed_gives_the_same_sample(shell):
    words = (*options(5, 8, 0.6), "--replicates", 500, "--seed")
    assert ask(shell, *words, 7) == ask(shell, *words, 7)
    assert ask(shell, *words, 7)["leakers_distribution"] != ask(shell, *words, 8)["leakers_distribution"]


def test_python_gives_the_same_answer(shell):
    answer = ask(shell, *options(5, 10, 0.7), "--common-mode", 0.1)
    found = mc.raid(5, 10, 0.7, common_mode=0.1)
    assert found.p_no_leaker.exact == answer["p_no_leaker"]["exact"]
    assert found.expected_leakers.sampled == answer["expected_leakers"]["sampled"]


def test_people_read_a_table_with_interceptors_needed(shell):
    code, out, _ = shell("raid", *options(2, 3, 0.5), "--doctrine", "even", "--at-least", 0.9)
    assert code == 0
    assert "chance that none gets through" in out
    row = next(line for line in out.splitlines() if line.startswith("         1 "))
    assert row.split()[1:3] == ["7", "4"]  # 1 - 0.7^7 = 0.918 and 0.7^6 leaves 0.882; 1 - 0.5^4 = 0.94


def test_the_table_of_interceptors_needed_is_the_geometric_law_for_one_warhead(shell, tmp_path):
    file = tmp_path / "needed.csv"
    shell("raid", *options(1, 1, 0.37), "--doctrine", "even", "--at-least", 0.95, "--csv", file)
    rows = [row for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()) if row["warheads"] == "1"]
    assert "0.37" in {row["kill_probability"] for row in rows}
    for row in rows:
        p = float(row["kill_probability"])
        assert int(row["interceptors_needed"]) == math.ceil(math.log(0.05) / math.log(1 - p) - 1e-9)


def test_the_plot_is_written(shell, tmp_path):
    for name in ("needed.png", "needed.svg"):
        code, _, err = shell("raid", *options(5, 10, 0.7), "--common-mode", 0.1, "--plot", tmp_path / name, "--json")
        assert code == 0
        assert (tmp_path / name).stat().st_size > 5000
        assert name in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (options(-1, 3, 0.5), "below zero"),
        (options(1, -3, 0.5), "below zero"),
        (options(1, 3, 1.5), "between 0 and 1"),
        (options(1, 3, "nan"), "between 0 and 1"),
        ((*options(1, 3, 0.5), "--common-mode", -0.1), "between 0 and 1"),
        ((*options(1, 3, 0.5), "--common-scope", "salvo"), "warhead"),
        ((*options(1, 3, 0.5), "--doctrine", "evn"), "even"),
        ((*options(1, 3, 0.5), "--looks", 0), "look"),
        ((*options(1, 3, 0.5), "--replicates", 0), "replicate"),
        ((*options(1, 3, 0.5), "--replicates", 10**9), "memory"),
        ((*options(1, 3, 0.5), "--seed", -1), "seed"),
        ((*options(1, 3, 0.5), "--at-least", 0), "above 0"),
        ((*options(1, 3, 0.5), "--plot", "needed.gif"), ".png"),
    ],
)
def test_what_cannot_be_counted_is_one_message(refused, words, told):
    assert told in refused("raid", *words)
