"""One process that dies is replaced; a point that takes its process down three times fails and the others go on."""

import subprocess
import sys

import pytest

from midcourse.errors import ResultsError
from midcourse.run import shard_crew

WORKER = """import json, os, sys
from pathlib import Path
folder = Path(sys.argv[1])
for line in sys.stdin:
    number, state = int(line), "done"
    tries = folder / f"tries-{number}"
    tries.write_text(tries.read_text() + "x" if tries.exists() else "x")
    if number == POISON or (number == ONCE and tries.read_text() == "x"):
        os.kill(os.getpid(), 9)
    if number == FULL:
        state = "unwritten"
    if number == WRONG:
        state = "failed"
    print(json.dumps({"point": number, "state": state, "why": "why"}), flush=True)
"""


@pytest.fixture
def crew(tmp_path, monkeypatch):
    """Points shared out among processes that do nothing but live or die: crew(numbers, poison=...) -> answer, tries."""
    started = subprocess.Popen

    def work(numbers, **plan):
        code = WORKER
        for word in ("poison", "once", "full", "wrong"):
            code = code.replace(word.upper(), str(plan.get(word, -1)))
        monkeypatch.setattr(
            shard_crew.subprocess, "Popen", lambda _, **rest: started([sys.executable, "-c", code, tmp_path], **rest)
        )
        answer = shard_crew.work_off(tmp_path, numbers, 2, lambda done, total: None)
        return answer, {int(f.name[6:]): len(f.read_text()) for f in tmp_path.glob("tries-*")}

    return work


def test_a_process_that_dies_once_costs_nothing(crew):
    (failed, stopped), tries = crew(range(6), once=2)
    assert (failed, stopped) == ({}, False)
    assert tries == {0: 1, 1: 1, 2: 2, 3: 1, 4: 1, 5: 1}


def test_a_point_that_kills_its_process_fails_after_three_tries_and_the_others_go_on(crew):
    (failed, stopped), tries = crew(range(6), poison=5)
    assert failed == {5: "its process ended 3 times (signal 9)"}
    assert not stopped
    assert tries == {0: 1, 1: 1, 2: 1, 3: 1, 4: 1, 5: shard_crew.TRIES}


def test_a_point_with_an_error_is_not_tried_again(crew):
    (failed, _), tries = crew(range(4), wrong=1)
    assert failed == {1: "why"}
    assert set(tries.values()) == {1}


def test_a_full_disk_ends_the_sweep_with_the_reason(crew):
    with pytest.raises(ResultsError, match="could not be written") as told:
        crew(range(4), full=0)
    assert told.value.got == "why"
    assert told.value.exit_code == 6


def test_nothing_to_do_is_done(crew):
    assert crew([]) == (({}, False), {})
