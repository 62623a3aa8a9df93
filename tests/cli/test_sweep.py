"""`midcourse sweep` in the shell: what it answers, what it refuses, what it draws."""

import json
import re
from pathlib import Path

import pytest

from midcourse import scenario
from midcourse.exchange import sweep_answer
from midcourse.report import sweep_figure

PAGE = Path(__file__).parents[2] / "docs" / "doors.md"


@pytest.fixture
def small(tmp_path):
    """A scenario of one threat to one country, in one reading."""
    data = scenario.load("european-site-2008").data | {"replicates": 100}
    data["threats"] = data["threats"][:1]
    data["protect"] = {"countries": ["PL"]}
    data["readings"] = {"speed": {"mda": {}}}
    (tmp_path / "small.yaml").write_text(json.dumps(data, default=str), encoding="utf-8")
    return tmp_path / "small.yaml"


def test_the_answer_its_files_and_the_same_again(shell, small, tmp_path):
    words = ("--csv", tmp_path / "a.csv", "--plot", tmp_path / "a.png", "--json")
    code, out, err = shell("sweep", small, "--over", "kill.reliability=0.5,1", "-o", tmp_path / "new", *words)
    answer = json.loads(out)
    assert code == 0
    assert "2 points, 1 reading(s), 100 raids each" in err
    assert answer["schema"]["name"] == "midcourse.sweep"
    assert answer["over"] == [{"path": "kill.reliability", "values": [0.5, 1.0]}]
    worse, better = (row["p_no_leaker"]["sampled"] for row in answer["rows"])
    assert worse < better
    assert (tmp_path / "a.png").stat().st_size > 10_000
    assert (tmp_path / "a.csv").read_text("utf-8").startswith("point,kill.reliability,reading,leakers_mean")
    section = PAGE.read_text("utf-8").split("### sweep\n")[1].split("\n### ")[0]
    keys = set(answer) | set(answer["rows"][0]) | set(answer["over"][0])
    assert keys - set(re.findall(r"\w+", section)) <= {"schema", "warnings"}
    code, out, _ = shell("sweep", "--resume", tmp_path / "new", "--json")
    assert (code, json.loads(out)) == (0, answer)


def test_what_cannot_be_carried_out_is_exit_2(refused, small, tmp_path):
    new = ("-o", tmp_path / "new")
    assert "never searched" in refused(
        "sweep", small, "--over", "threats.south-west-asia.launch.latitude_deg=1,2", *new
    )
    assert "did you mean 'decide_s'" in refused("sweep", small, "--over", "command.decid_s=1,2", *new)
    assert "at least one key" in refused("sweep", small, *new)
    assert "no scenario is named" in refused("sweep", "--over", "command.decide_s=1,2", *new)
    assert "no plan" in refused("sweep", "--resume", tmp_path)
    assert "leave out -o" in refused("sweep", "--resume", tmp_path, *new)
    assert "PNG, SVG or PDF" in refused("sweep", small, "--over", "command.decide_s=1,2", "--plot", "a.txt", *new)
    three = [word for key in ("decide_s", "track_s", "launch_prepare_s") for word in ("--over", f"command.{key}=1,2")]
    assert "one or two varied keys" in refused("sweep", small, *three, "--plot", "a.png", *new)
    assert not (tmp_path / "new").exists()


def row(point, values, reading, chance):
    """One row of an answer."""
    clean = {"exact": None, "sampled": chance, "low": chance - 0.1, "high": chance + 0.1}
    leakers = {"mean": 1 - chance, "low": 0.9 - chance, "high": 1.1 - chance}
    return {"point": point, "values": values, "reading": reading, "p_no_leaker": clean, "leakers": leakers,
            "shots": leakers, "covered": 1, "uncovered": 0}  # fmt: skip


def answer(over, rows, failed=()):
    return {"scenario": "x", "points": 4, "replicates": 10, "seed": 1, "warnings": [], "over": over, "rows": rows,
            "failed": list(failed)}  # fmt: skip


def test_readings_whose_rows_agree_share_their_picture():
    rows = [row(0, {"a": 1.0}, name, chance) for name, chance in (("p", 0.5), ("q", 0.6), ("r", 0.5))]
    found = answer([{"path": "a", "values": [1.0]}], rows)
    assert [names for names, _ in sweep_figure.distinct(found)] == [["p", "r"], ["q"]]


def test_words_and_points_that_failed_are_drawn_and_told(tmp_path):
    over = [{"path": "a", "values": ["u", "v"]}, {"path": "b", "values": [1.0, 2.0]}]
    cells = [({"a": a, "b": b}, 0.3) for a in "uv" for b in (1.0, 2.0)]
    rows = [row(k, values, "p", chance) for k, (values, chance) in enumerate(cells[:3])]
    found = answer(over, rows, [{"point": 3, "why": "because"}])
    assert sweep_figure.figure_sweep(found, tmp_path / "map.png").stat().st_size > 10_000
    assert "point 3 failed: because" in sweep_answer.sweep_text(found)
    one = answer(over[:1], [row(k, {"a": a}, "p", 0.3) for k, a in enumerate("uv")])
    assert sweep_figure.figure_sweep(one, tmp_path / "lines.svg").read_text("utf-8").startswith("<?xml")
