"""What is compiled at the first use of a command."""

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from midcourse.cli import show

COMMANDS = {
    "fly": ["fly", "--missile", "notional-irbm-4000", "--from", "38.08,46.29", "--to", "49.64,13.76", "--json"],
    "run": ["run", "european-site-2008", "--replicates", "100", "-o", "RUN", "--json"],
}
WATCH = """
import json, sys
from midcourse.numerics import jit
from midcourse.cli import main
looks = []
def look(module, name, signature, found):
    looks.append([module, name, str(tuple(signature)), found])
with jit.watched_cache(look):
    try:
        main()
    except SystemExit as end:
        assert not end.code
print("LOOKS" + json.dumps(looks))
"""


def drivers(command):
    return json.loads(show.drivers_file().read_text(encoding="utf-8"))[command]


@pytest.mark.parametrize("command", json.loads(show.drivers_file().read_text(encoding="utf-8")))
def test_the_drivers_of_a_command_exist(command):
    for module, name, _ in drivers(command):
        assert callable(getattr(importlib.import_module(module), name))


def test_each_command_that_needs_the_engine_has_its_drivers():
    folder = Path(show.__file__).parent
    words = {word for file in folder.glob("*.py") for word in re.findall(r'engine\("(.+?)"\)', file.read_text("utf-8"))}
    assert words == set(json.loads(show.drivers_file().read_text(encoding="utf-8")))


@pytest.mark.parametrize("command", ["fly", pytest.param("run", marks=pytest.mark.slow)])
def test_a_command_calls_the_drivers_that_its_first_use_compiles(command, tmp_path):
    """If not, run tools/record_drivers.py: a driver has come, gone or changed its arguments."""
    found, looks, out = False, [], None
    for turn in ("first", "again"):
        if not found:
            (tmp_path / turn).mkdir()
            call = [sys.executable, "-c", WATCH, *COMMANDS[command]]
            out = subprocess.run(call, cwd=tmp_path / turn, capture_output=True, text=True, check=True)
            looks = json.loads(out.stdout.rpartition("LOOKS")[2])
            found = all(look[-1] for look in looks)
    assert looks
    assert found
    assert "compiling" not in out.stderr
    assert {tuple(row) for *row, _ in looks} <= {tuple(row) for row in drivers(command)}
