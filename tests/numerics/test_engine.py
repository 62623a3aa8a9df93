"""Where compiled code is kept, and that it can never be older than its sources."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from midcourse.numerics import jit

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


TINY = """
import os, time
from midcourse.numerics.jit import routine

@routine
def double(x):
    return 2 * x

@routine
def half(x):
    return 0.5 * x

class Slow:
    def compile(self, signature):
        with open(os.environ["SLEEPERS"], "a") as file:
            file.write(f"{os.getpid()}\\n")
        time.sleep(60)

slow = slower = Slow()
"""
CALL = """
import json, sys
from midcourse.numerics import engine, jit
import tiny
looks, told = [], []
with engine.compiled_side_by_side(json.loads(sys.argv[1]), lambda: told.append("told")):
    with jit.watched_cache(lambda module, name, signature, found: looks.append(found)):
        answer = [tiny.double(3.0), tiny.half(3.0)]
print(json.dumps([answer, looks, told]))
"""
BOTH = [["tiny", "double", "(float64,)"], ["tiny", "half", "(float64,)"]]
several_cores = pytest.mark.skipif(jit.threads() < 2, reason="one core compiles in process")


def tiny_place(folder):
    """Environment with a module of two routines and an empty cache."""
    (folder / "tiny.py").write_text(TINY, encoding="utf-8")
    place = {**os.environ, "PYTHONPATH": str(folder), "MIDCOURSE_CACHE_DIR": str(folder / "cache")}
    place.pop("NUMBA_CACHE_DIR", None)
    return {**place, "SLEEPERS": str(folder / "sleepers")}


def called(place, drivers):
    """Answers, whether each look into the cache found something, and how often compiling was told."""
    call = [sys.executable, "-c", CALL, json.dumps(drivers)]
    return json.loads(subprocess.run(call, env=place, capture_output=True, text=True, check=True).stdout)


@several_cores
def test_processes_compile_what_is_missing_and_that_is_told_once(tmp_path):
    """Each look finds the code: the processes have made it before the first of them is over."""
    place = tiny_place(tmp_path)
    assert called(place, BOTH) == [[6.0, 1.5], [True, True], ["told"]]
    assert called(place, BOTH) == [[6.0, 1.5], [True, True], []]
    assert not list(tmp_path.rglob("side-*"))


def test_what_no_process_could_compile_is_compiled_when_called(tmp_path):
    wrong = [["no.such.module", "double", "(float64,)"], ["tiny", "double", "(nonsense,)"], ["tiny", "half", "()"]]
    answer, looks, told = called(tiny_place(tmp_path), wrong)
    assert answer == [6.0, 1.5]
    assert looks == [False, False]
    assert told == ["told"]


@several_cores
@pytest.mark.skipif(sys.platform == "win32", reason="signals of one process alone are POSIX")
def test_an_interrupt_ends_the_compiling_processes_too(tmp_path, heeds_interrupts):
    place = tiny_place(tmp_path)
    drivers = json.dumps([["tiny", "slow", "()"], ["tiny", "slower", "()"]])
    main = subprocess.Popen([sys.executable, "-c", CALL, drivers], env=place, stderr=subprocess.PIPE, text=True)
    sleepers = tmp_path / "sleepers"
    while not (sleepers.exists() and len(sleepers.read_text().split()) == 2):
        assert main.poll() is None
        time.sleep(0.05)
    main.send_signal(signal.SIGINT)
    try:
        assert "KeyboardInterrupt" in main.communicate(timeout=60)[1]
    finally:
        main.kill()
    for sleeper in sleepers.read_text().split():
        with pytest.raises(ProcessLookupError):
            os.kill(int(sleeper), 0)


@pytest.mark.parametrize("first", [0, 1])
def test_two_processes_that_compile_two_signatures_at_once_never_get_each_others_code(tmp_path, monkeypatch, first):
    """Both read the index before either has written: with files that are numbered they would share one file."""
    both = [jit.NamedBySignature(str(tmp_path), "module.function-1.py311", "stamp") for _ in range(2)]
    keys = [("float64",), ("int64",)]
    with monkeypatch.context() as blind:
        blind.setattr(jit.NamedBySignature, "_load_index", lambda self: {})
        for k in (first, 1 - first):
            both[k].save(keys[k], f"code of {keys[k]}")
    found = [both[0].load(key) for key in keys]
    assert found.count(None) == 1  # one entry is lost and is compiled again
    assert all(code in (None, f"code of {key}") for key, code in zip(keys, found, strict=True))


def test_kernels_are_kept_by_signature():
    from midcourse.flight._lanes import coast

    drivers = [thing for thing in vars(coast).values() if hasattr(thing, "_cache") and hasattr(thing, "py_func")]
    kept = [one for one in drivers if hasattr(one._cache, "_cache_file")]
    assert kept
    assert {type(one._cache._cache_file) for one in kept} == {jit.NamedBySignature}
