"""The page's own unit tests and types, where Node is; frontend/tests says what they claim."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FRONTEND = ROOT / "frontend"
LEAST = 50  # unit tests there are at least: a runner that finds none proves nothing

pytestmark = pytest.mark.xdist_group("browser")  # beside the build of the page, which uses the same folder


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("build_page", ROOT / "tools" / "build_page.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(tool, *words, **more):
    """The tool as a command; skips with its reason where it cannot work here."""
    command = [sys.executable, ROOT / "tools" / "build_page.py", *words]
    done = subprocess.run(command, env=os.environ | more, capture_output=True, text=True, check=False)
    if done.returncode == tool.SKIPPED and not more:
        pytest.skip(done.stdout.strip())
    return done


def test_the_unit_tests_of_the_page_pass(tool):
    done = run(tool, "--test")
    assert done.returncode == 0, done.stdout
    counts = dict(line.split()[1:3] for line in done.stdout.splitlines() if line.startswith("ℹ "))
    assert int(counts["pass"]) >= LEAST
    assert counts["fail"] == counts["skipped"] == counts["todo"] == "0"


def test_the_page_is_well_typed(tool):
    done = run(tool, "--types")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("way", ["--test", "--types"])
def test_without_node_the_reason_is_told(tool, way, tmp_path):
    if tool.node_of_package() is not None:
        pytest.skip("Node lies beside this Python")
    done = run(tool, way, PATH=str(tmp_path))
    assert done.returncode == tool.SKIPPED
    assert "no Node" in done.stdout


def test_the_lock_file_pins_by_hash_and_names_no_address():
    held = json.loads((FRONTEND / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, row in held.items():
        assert "resolved" not in row, name
        assert not name or row.get("integrity", "").startswith("sha512-"), name
    asked = json.loads((FRONTEND / "package.json").read_text(encoding="utf-8"))
    pinned = asked["dependencies"] | asked["devDependencies"]
    assert all(version[0].isdigit() for version in pinned.values()), pinned
