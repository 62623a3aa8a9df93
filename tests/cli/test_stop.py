"""Signals to a real process: `midcourse run` ends with exit 4 and leaves a whole folder or none."""

import os
import signal
import subprocess
import sys
import time

import pytest

from midcourse import results

SLOWEST_STOP = 60.0  # s, on a loaded machine: a signal waits for the kernel that is at work


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("after", [0.6, 2.5, 5.0])
def test_a_stopped_run_leaves_a_whole_folder_or_none(tmp_path, heeds_interrupts, sign, after):
    command = [sys.executable, "-m", "midcourse", "run", "european-site-2008", "-o", "here", "--replicates", "1000"]
    run = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(after)
    run.send_signal(sign)
    _, told = run.communicate(timeout=SLOWEST_STOP)
    left = list(tmp_path.iterdir())
    if run.returncode in (
        -sign,
        -signal.SIGINT,
    ):  # while Python was still loading, which then ends by the signal itself
        assert not left
        return
    assert run.returncode in (0, 4)
    assert "Traceback" not in told
    if run.returncode == 4:
        assert "stopped" in told
    assert [path.name for path in left] in ([], ["here"])
    if left:
        assert results.read(tmp_path / "here").verify()
