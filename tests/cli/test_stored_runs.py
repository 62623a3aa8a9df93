"""The shell doors `compare`, `export` and `cite` on a run that was really made."""

import json

import pytest

import midcourse as mc

REPLICATES = 300
SCENARIO = "european-site-2008"
MDA, FAST, MOTORS = "mda+mean-170kw", "lewis-postol+mean-170kw", "motors-light+mean-170kw"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stored") / "site"
    return mc.run(SCENARIO, replicates=REPLICATES, seed=1, readings=["mean-170kw"], folder=folder)


def test_two_readings_of_a_run(shell, run):
    code, out, _ = shell("compare", f"{run.folder}:{MDA}", f"{run.folder}:{FAST}", "--json")
    answer = json.loads(out)
    assert code == 0
    assert set(answer) == {"schema", "warnings", "a", "b", "inputs", "answers"}
    assert all(set(row) == {"path", "a", "b"} for row in answer["inputs"])
    speeds = next(row for row in answer["inputs"] if row["path"].endswith(".burnout_speed_km_s"))
    assert (speeds["a"], speeds["b"]) == (6.3, 9)  # the two published speeds of the same interceptor
    share = next(row for row in answer["answers"] if row["quantity"] == "defended_share")
    assert share["difference"] == pytest.approx(share["b"] - share["a"])
    assert share["difference"] >= 0.0  # the faster one defends no less


def test_a_run_and_itself(shell, run):
    _, out, _ = shell("compare", run.folder, run.folder, "--json")
    answer = json.loads(out)
    assert answer["inputs"] == []
    assert {row["difference"] for row in answer["answers"]} == {0}
    assert {row["reading"] for row in answer["answers"]} == {MDA, FAST, MOTORS}


def test_a_scenario_is_run_for_its_answers_and_says_the_same_as_the_run(shell, run, tmp_path):
    table = tmp_path / "answers.csv"
    words = ("compare", f"{SCENARIO}:{MDA}", f"{run.folder}:{MDA}", "--replicates", REPLICATES)
    code, out, err = shell(*words, "--csv", table)
    assert code == 0
    assert "no input differs" in out
    assert "none differs" in out
    assert str(table) in err
    assert table.read_text(encoding="utf-8").startswith("reading,quantity,unit,a,b,difference")


def test_inputs_alone_need_no_run(shell, run):
    _, out, _ = shell("compare", f"{SCENARIO}:{MDA}", f"{run.folder}:{MDA}", "--inputs-only", "--json")
    answer = json.loads(out)
    assert answer["inputs"] == [{"path": "replicates", "a": 10_000, "b": REPLICATES}]
    assert answer["answers"] == []


def test_what_cannot_be_compared(refused, run):
    assert "mda" in refused("compare", f"{run.folder}:mdaa", SCENARIO)
    assert SCENARIO in refused("compare", "european-site-2009", run.folder)


@pytest.mark.parametrize("form", ["czml", "geojson", "csv", "parquet"])
def test_export_says_what_it_wrote(shell, run, tmp_path, form):
    code, out, _ = shell("export", run.folder, "--format", form, "-o", tmp_path / "out", "--json")
    answer = json.loads(out)
    assert code == 0
    assert set(answer) == {"schema", "warnings", "written"}
    assert answer["written"]
    assert bool(answer["warnings"]) == (form in ("czml", "geojson"))  # they hold one reading of three


def test_the_czml_of_a_run_plays_its_flights_at_its_epoch(shell, run, tmp_path):
    shell("export", run.folder, "--format", "czml", "--reading", FAST, "-o", tmp_path / "run.czml")
    packets = json.loads((tmp_path / "run.czml").read_text(encoding="utf-8"))
    assert packets[0]["clock"]["interval"].startswith("2008-04-05T00:00:00")
    identities = {packet["id"] for packet in packets}
    assert {"sensors-emr", "batteries-poland", "threat-0"} <= identities
    for kind in ("interceptor-", "intercept-"):
        assert any(identity.startswith(kind) for identity in identities)


def test_what_cannot_be_exported(refused, run, tmp_path):
    assert "czml" in refused("export", run.folder, "--format", "kml")
    assert FAST in refused("export", run.folder, "--format", "czml", "--reading", "fast")
    assert "no such run folder" in refused("export", tmp_path / "nothing", "--format", "csv")


def test_a_damaged_run_is_exit_6(shell, run, tmp_path):
    import shutil

    copy = shutil.copytree(run.folder, tmp_path / "copy")
    (copy / "manifest.json").write_text("{}", encoding="utf-8")
    assert shell("cite", copy)[0] == 6
    assert shell("export", copy, "--format", "csv")[0] == 6


def test_cite_without_and_with_a_run(shell, run):
    code, out, _ = shell("cite", "--json")
    assert code == 0
    assert json.loads(out)["bibtex"].startswith("@software{midcourse,")
    code, out, err = shell("cite", run.folder)
    assert code == 0
    assert "@techreport{crs-rl34051," in out  # a source of the interceptor's values
    assert "no entry in the bibliography" not in err
