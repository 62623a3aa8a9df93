"""Where compiled code is kept, and that it can never be older than its sources."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from midcourse.numerics import engine, jit

PACKAGE = Path(jit.__file__).resolve().parent.parent


def test_the_cache_folder_carries_the_hash_of_every_kernel_source():
    sources = {path.relative_to(PACKAGE).as_posix() for path in jit.kernel_sources()}
    compiled = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "numerics.jit import" in path.read_text(encoding="utf-8") and path.name != "engine.py"
    }
    assert compiled <= sources
    assert jit.CACHE_FOLDER is None or jit.source_hash() in str(jit.CACHE_FOLDER) or "NUMBA_CACHE_DIR" in os.environ


def test_a_changed_kernel_changes_the_hash(tmp_path):
    """In a copy of the package, so that nothing is changed here."""
    copy = tmp_path / "midcourse"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "data", "fonts"))
    ask = "from midcourse.numerics import jit; print(jit.source_hash(), jit.CACHE_FOLDER)"
    place = {**os.environ, "PYTHONPATH": str(tmp_path), "MIDCOURSE_CACHE_DIR": str(tmp_path / "cache")}
    place.pop("NUMBA_CACHE_DIR", None)

    def told():
        return subprocess.run([sys.executable, "-c", ask], env=place, capture_output=True, text=True, check=True).stdout

    before = told()
    kernel = copy / "numerics" / "_kernels.py"
    kernel.write_text(kernel.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    after = told()
    assert before.split()[0] != after.split()[0]
    assert str(tmp_path / "cache") in after
    assert after.split()[0] in after.split()[1]


def test_an_unwritable_user_folder_is_no_obstacle(tmp_path):
    """A file stands where the cache folder should be made."""
    (tmp_path / "file").write_text("")
    place = {**os.environ, "MIDCOURSE_CACHE_DIR": str(tmp_path / "file"), "TMPDIR": str(tmp_path)}
    place.pop("NUMBA_CACHE_DIR", None)
    ask = "from midcourse.numerics import jit; print(jit.CACHE_FOLDER)"
    run = subprocess.run([sys.executable, "-c", ask], env=place, capture_output=True, text=True, check=True)
    assert str(tmp_path) in run.stdout
    assert str(tmp_path / "file") not in run.stdout


def test_a_subsystem_is_ready_once_it_was_marked(monkeypatch, tmp_path):
    monkeypatch.setattr(engine, "CACHE_FOLDER", tmp_path)
    assert not engine.is_ready("fly")
    engine.mark_ready("fly")
    assert engine.is_ready("fly")
    assert not engine.is_ready("run")
