"""Compile what a command needs side by side, the first time on a machine; how many threads the kernels use."""

import importlib
import json
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from . import jit
from .jit import set_threads

__all__ = ["compile_missing", "compiled_side_by_side", "set_threads", "skip_linear_algebra"]

MOST = 8
"""Processes that compile at a time: each takes some 300 MB."""

LONGEST = 900.0
"""s after which the compiling processes are given up."""


def skip_linear_algebra():
    """Let numba start without scipy's linear algebra, which takes longer to load than what a kernel needs of numba.

    Only for a process of our own: in a caller's process his own compiled functions could then not multiply matrices.
    """
    blas, arrays = "scipy.linalg.cython_blas", "numba.np.arraymath"
    if blas in sys.modules or arrays in sys.modules:
        return
    sys.modules[blas] = None  # type: ignore[assignment]  # numba looks for it once, when its array functions load
    try:
        importlib.import_module(arrays)
    finally:
        del sys.modules[blas]


@contextmanager
def compiled_side_by_side(drivers, tell):
    """While this lasts, the first kernel that is not in the cache makes all of these compile, in their own processes.

    Nothing happens where all is in the cache. What the processes fail to compile is compiled here, when it is called.

    Parameters
    ----------
    drivers : list of (module, name, signature)
        Functions to compile, the ones that take longest first.
    tell : callable
        Called, once, before anything is compiled.
    """
    told = []

    def looked(_module, _name, _signature, found):
        if found or told:
            return False
        told.append(True)
        tell()
        return _compile_all(drivers)

    with jit.watched_cache(looked):
        yield


def compile_missing(drivers, tell):
    """Compile those of some drivers that are not in the cache, side by side.

    Parameters
    ----------
    drivers : list of (module, name, signature)
    tell : callable
        Called, once, before anything is compiled.
    """
    if not all(jit.is_cached(*driver[:2]) for driver in drivers):
        tell()
        _compile_all(drivers)


def _compile_all(drivers):
    """Compile drivers that are not in the cache, one process a core; whether there is anything new in the cache."""
    missing = [driver for driver in drivers if not jit.is_cached(*driver[:2])]
    count = min(jit.threads(), len(missing), MOST)
    if jit.CACHE_FOLDER is None or count < 2:
        return False
    with tempfile.TemporaryDirectory(dir=jit.CACHE_FOLDER, prefix="side-", ignore_cleanup_errors=True) as side:
        (Path(side) / "drivers.json").write_text(json.dumps(missing), encoding="utf-8")
        folders = [Path(side) / f"{k}" for k in range(count)]
        workers: list[subprocess.Popen] = []
        try:
            workers.extend(_started(folder) for folder in folders)
            for worker in workers:
                worker.wait(LONGEST)
        except (OSError, subprocess.TimeoutExpired):
            return False
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
        for folder in folders:
            _take_over(folder, jit.CACHE_FOLDER)
    return True


def _started(folder):
    """Process that compiles into its own folder: two that write one cache could mix up their signatures."""
    folder.mkdir()
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "midcourse.numerics.worker", str(folder.parent)],
        env={**os.environ, "NUMBA_CACHE_DIR": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _take_over(source, cache):
    """Move the compiled functions of a process into the cache, but for those that it has already."""
    for index in sorted(source.glob("*/*.nbi")):
        place = cache / index.parent.name
        if (place / index.name).exists():
            continue
        place.mkdir(exist_ok=True)
        for data in index.parent.glob(f"{index.stem}.*.nbc"):
            os.replace(data, place / data.name)
        os.replace(index, place / index.name)
