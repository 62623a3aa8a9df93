"""The shell doors `run` and `demo`: folders, JSON, and refusals that leave nothing behind."""

import json

import pytest

from midcourse.cli import app as door

RUN = ("run", "european-site-2008", "--replicates", "200", "--reading", "lewis-postol+mean-42kw")


@pytest.fixture
def shell(monkeypatch, capsys, tmp_path):
    """Run `midcourse WORDS` in an empty folder; gives (exit code, stdout, stderr)."""
    monkeypatch.chdir(tmp_path)

    def midcourse(*words):
        monkeypatch.setattr("sys.argv", ["midcourse", *words])
        code = 0
        try:
            door.main()
        except SystemExit as end:
            code = end.code or 0
        said = capsys.readouterr()
        return code, said.out, said.err

    return midcourse


def test_run_writes_a_folder_with_its_report_and_answers_in_json(shell, tmp_path):
    code, out, err = shell(*RUN, "--json", "-o", "here")
    answer = json.loads(out)
    assert code == 0
    assert answer["schema"] == {"name": "midcourse.run", "version": 1}
    assert [r["reading"] for r in answer["readings"]] == ["lewis-postol+mean-42kw"]
    assert answer["readings"][0]["replicates"] == 200
    assert {"manifest.json", "report.html", "places.parquet"} <= {file.name for file in (tmp_path / "here").iterdir()}
    assert "look at" in err
    manifest = json.loads((tmp_path / "here" / "manifest.json").read_text())
    assert manifest["readings"]["names"] == ["lewis-postol+mean-42kw"]

    code, out, err = shell(*RUN, "-o", "here")
    assert code == 2
    assert "here" in err
    assert len(list(tmp_path.iterdir())) == 1


def test_without_a_name_the_folder_is_runs_name_time(shell, tmp_path):
    code, out, _ = shell(*RUN)
    assert code == 0
    assert "lewis-postol+mean-42kw" in out
    made = list((tmp_path / "runs").iterdir())
    assert len(made) == 1
    assert made[0].name.startswith("european-site-2008-")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("run", "european-site-2009"), "european-site-2008"),
        (("run", "european-site-2008", "--reading", "nobody"), "nobody"),
        (("run", "european-site-2008", "--set", "batteries.polen.ready=3"), "poland"),
        (("run", "european-site-2008", "--set", "batteries.poland.ready=-3"), "ready"),
        (("run", "european-site-2008", "--replicates", "0"), "replicate"),
    ],
)
def test_what_cannot_be_carried_out_is_exit_2_and_leaves_nothing(shell, tmp_path, words, told):
    code, out, err = shell(*words)
    assert code == 2
    assert out == ""
    assert told in err
    assert "Traceback" not in err
    assert not list(tmp_path.iterdir())


def test_demo_replaces_its_own_folder_and_no_other(shell, tmp_path, monkeypatch):
    from midcourse.cli import story

    played = []
    monkeypatch.setattr(story, "DEMO_SCENARIO", "european-site-2008")
    real = story._play

    def small(scenario, _replicates, *rest, **options):
        played.append(scenario)
        return real(scenario, 200, *rest, **options)

    monkeypatch.setattr(story, "_play", small)
    assert shell("demo")[0] == 0
    first = (tmp_path / "midcourse-demo" / "manifest.json").stat().st_ino
    assert shell("demo")[0] == 0
    assert (tmp_path / "midcourse-demo" / "manifest.json").stat().st_ino != first
    assert [entry.name for entry in tmp_path.iterdir()] == ["midcourse-demo"]
    (tmp_path / "midcourse-demo" / "manifest.json").unlink()
    code, _, err = shell("demo")
    assert code == 6
    assert "midcourse-demo" in err
    assert (tmp_path / "midcourse-demo" / "report.html").exists()
    assert len(played) == 2


def test_ctrl_c_is_exit_4_and_leaves_nothing(shell, tmp_path, monkeypatch):
    from midcourse.run import stages

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(stages, "play", stopped)
    code, out, err = shell(*RUN, "-o", "here")
    assert code == 4
    assert out == ""
    assert "stopped" in err
    assert not list(tmp_path.iterdir())
