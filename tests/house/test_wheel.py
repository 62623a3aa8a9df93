"""The wheel that `pip install .` makes holds the whole package, its data and the command, and nothing else."""

import os
import subprocess
import sys
import tomllib
import zipfile

import pytest

from .tree import PACKAGE, ROOT, project_files

DATA = {".yaml", ".csv", ".json", ".gz", ".npz", ".html", ".css", ".js", ".svg", ".ttf", ".woff2", ".txt", ".j2"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel as a zip file, built here without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder]
    without_page = os.environ | {"MIDCOURSE_FRONTEND": "skip"}  # the page is built by tests/web, where it can be
    done = subprocess.run(command, cwd=ROOT, env=without_page, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        yield archive


def test_it_holds_every_file_of_the_package(wheel):
    held = {name for name in wheel.namelist() if name.startswith("midcourse/")}
    wanted = {f"midcourse/{p.relative_to(PACKAGE).as_posix()}" for p in project_files() if p.is_relative_to(PACKAGE)}
    assert not wanted - held, f"missing in the wheel: {sorted(wanted - held)}"
    assert any(name.endswith(tuple(DATA)) for name in held)


def test_it_holds_nothing_else(wheel):
    others = {name.split("/")[0] for name in wheel.namelist()} - {"midcourse"}
    assert all(name.endswith(".dist-info") for name in others), others


def test_it_brings_the_command_and_the_licence(wheel):
    entry = next(name for name in wheel.namelist() if name.endswith("entry_points.txt"))
    assert "midcourse = midcourse.cli:main" in wheel.read(entry).decode()
    assert any(name.endswith("licenses/LICENSE") for name in wheel.namelist())


def test_it_asks_for_no_more_than_is_pinned(wheel):
    meta = wheel.read(next(name for name in wheel.namelist() if name.endswith("METADATA"))).decode()
    needed = [line for line in meta.splitlines() if line.startswith("Requires-Dist: ") and "extra ==" not in line]
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert len(needed) == len(listed)
