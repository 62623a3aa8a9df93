"""A run tells how far it is, and wherever it is stopped it leaves a whole folder or none."""

import json

import pytest

import midcourse as mc
from midcourse import results, scenario


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A scenario of one threat to one country, in two readings."""
    data = scenario.load("european-site-2008").data | {"replicates": 200}
    data["threats"] = data["threats"][:1]
    data["protect"] = {"countries": ["PL"]}
    data["readings"] = {"speed": data["readings"]["interceptor"]}
    path = tmp_path_factory.mktemp("story") / "small.yaml"
    path.write_text(json.dumps(data, default=str), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def told(small):
    """Every (stage, done, total) of one run."""
    calls = []
    mc.run(small, folder=small.parent / "whole", progress=lambda *call: calls.append(call))
    return calls


def test_progress_names_every_stage_and_never_passes_its_total(told):
    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages == ["flights", "who sees it, which shots fit", "raid", "flip values", "tables"]
    assert all(0 <= done <= total for _, done, total in told)
    for stage in stages:
        steps = [done for name, done, _ in told if name == stage]
        assert steps == sorted(steps)


def test_a_run_stopped_at_any_stage_leaves_nothing(small, told, tmp_path):
    for turn in range(len(told)):
        left = [turn]

        def stop(*_, left=left):
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            mc.run(small, folder=tmp_path / "run", progress=stop)
        assert not list(tmp_path.iterdir())


def test_a_run_stopped_while_it_is_written_leaves_nothing(small, tmp_path, monkeypatch):
    from midcourse.results import store

    real, written = store._write_table, []

    def stop_at_the_third(path, table):
        written.append(path)
        if len(written) == 3:
            raise KeyboardInterrupt
        return real(path, table)

    monkeypatch.setattr(store, "_write_table", stop_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        mc.run(small, folder=tmp_path / "run")
    assert not list(tmp_path.iterdir())


def test_the_whole_folder_verifies(small, told):
    assert told
    assert results.read(small.parent / "whole").verify()
