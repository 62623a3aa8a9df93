"""Every file of examples/ runs from start to end in an empty folder, without a warning, and prints something."""

import os
import subprocess
import sys

import pytest

from .tree import python_files

EXAMPLES = python_files("examples")
PATIENCE = 300  # s, kernels may be compiled on the way


@pytest.mark.slow
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_runs(path, tmp_path):
    command = [sys.executable, "-W", "error::UserWarning", path]
    there = os.environ | {"MPLBACKEND": "Agg"}
    done = subprocess.run(
        command, cwd=tmp_path, env=there, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip(), "an example prints what it found"
    assert "Traceback" not in done.stderr
