"""A signal that falls into a call of compiled code stops Python after it, and never breaks the interpreter."""

import os
import subprocess
import sys

import pytest

SWALLOWED = 0.02  # share of signals that may still come out as an error of the interpreter: at the edges of the call
STORM = """
import collections, random, signal, sys
import numpy as np
from midcourse.numerics import interrupts
from midcourse.numerics.jit import driver, prange

interrupts.SIGNALS = (signal.SIGALRM,)  # stands for Ctrl-C, since a timer sends it while a kernel holds the interpreter

@driver
def three(x, pair):
    n = x.shape[0]
    a, b, c = np.zeros(n), np.zeros(n, np.int64), np.zeros((n, 3))
    for i in prange(n):
        for k in range(200):
            a[i] += x[i] * pair[0] + k
    return b, a, c

x, told = np.arange(5000.0), collections.Counter()
three(x, (1.0, 2.0))
signal.signal(signal.SIGALRM, signal.default_int_handler)
for _ in range(500):
    try:
        signal.setitimer(signal.ITIMER_REAL, random.uniform(1e-4, 4e-3))
        while True:
            three(x, (1.0, 2.0))
    except KeyboardInterrupt:
        told["stopped"] += 1
    except SystemError:
        told["broken"] += 1
print(told["stopped"], told["broken"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="timers of POSIX")
def test_a_signal_during_a_kernel_stops_and_breaks_nothing(tmp_path):
    (tmp_path / "storm.py").write_text(STORM, encoding="utf-8")
    place = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "storm.py"], cwd=tmp_path, env=place, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    stopped, broken = map(int, done.stdout.split())
    assert stopped + broken == 500
    assert broken <= SWALLOWED * 500
