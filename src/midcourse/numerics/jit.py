"""The only door to numba: how scalar kernels and lane drivers are compiled and where the compiled code is kept.

numba's own cache does not notice when a function that a cached driver calls has changed (ENGINE: stale answers), so
the cache folder carries a hash of every kernel source. It must be set before numba is imported.
"""

import hashlib
import importlib
import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent.parent


def kernel_sources():
    """Every file whose text decides what compiled code computes, sorted."""
    patterns = ("**/_kernels.py", "**/_kernels/*.py", "**/_lanes.py", "**/_lanes/*.py", "**/_steps.py", "**/jit.py")
    found = {path for pattern in patterns for path in _PACKAGE.glob(pattern)}
    return [*sorted(found), _PACKAGE / "constants.py"]


def source_hash():
    """First 16 hex digits of the SHA-256 over all kernel sources."""
    digest = hashlib.sha256()
    for path in kernel_sources():
        digest.update(str(path.relative_to(_PACKAGE)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder():
    """A user folder named by the hash of the kernels; a temporary one where the user folder cannot be written."""
    name = f"kernels-{source_hash()}"
    roots = (os.environ.get("MIDCOURSE_CACHE_DIR") or platformdirs.user_cache_dir("midcourse"), tempfile.gettempdir())
    for root in roots:
        folder = Path(root) / ("" if root == roots[0] else "midcourse") / name
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return folder
        except OSError:
            continue
    return None


CACHE_FOLDER = None
if "numba" not in sys.modules and "NUMBA_CACHE_DIR" not in os.environ:
    CACHE_FOLDER = _cache_folder()
    if CACHE_FOLDER is not None:
        os.environ["NUMBA_CACHE_DIR"] = str(CACHE_FOLDER)
elif "NUMBA_CACHE_DIR" in os.environ:
    CACHE_FOLDER = Path(os.environ["NUMBA_CACHE_DIR"])

import numba  # noqa: E402
from numba import prange  # noqa: E402
from numba.core.caching import IndexDataCacheFile  # noqa: E402
from numba.core.registry import CPUDispatcher  # noqa: E402

from .interrupts import waiting  # noqa: E402

__all__ = [
    "CACHE_FOLDER",
    "NamedBySignature",
    "compile_ahead",
    "driver",
    "is_cached",
    "kernel",
    "kernel_sources",
    "part",
    "prange",
    "source_hash",
    "threads",
    "watched_cache",
]

_SCALAR = {"fastmath": {"contract"}, "error_model": "numpy"}


def kernel(function):
    """Compile a scalar function that lane loops inline: numbers in, tuple of numbers out."""
    return numba.njit(forceinline=True, **_SCALAR)(function)


class NamedBySignature(IndexDataCacheFile):
    """Cache of one function whose files are named by their signature.

    numba numbers them. Two processes that compile two signatures at the same time then take the same number, and one
    is answered with the code of the other. Here the worst that such a race does is to lose an entry of the index.
    """

    def save(self, key, data):
        """Keep compiled code: first the file, then its entry in the index.

        Parameters
        ----------
        key : tuple
            Signature, machine and hashes of the function, as numba makes it.
        data : compiled code
        """
        name = self._data_name_pattern.format(number=0)
        name = name.replace(".0.nbc", f".{hashlib.sha256(repr(key).encode()).hexdigest()[:16]}.nbc")
        self._save_data(name, data)
        self._save_index({**self._load_index(), key: name})


class _Uninterrupted(CPUDispatcher):
    """Compiled function during whose calls, but not while it is compiled, signals wait."""

    def __call__(self, *arguments):
        with waiting:
            return super().__call__(*arguments)

    def _compile_for_args(self, *arguments, **named):
        waiting.__exit__()
        try:
            return super()._compile_for_args(*arguments, **named)
        finally:
            waiting.__enter__()


def _kept(dispatcher):
    """A compiled function whose cache mixes up no signatures, and whose calls no signal cuts."""
    dispatcher._cache._cache_file.__class__ = NamedBySignature
    dispatcher.__class__ = _Uninterrupted
    return dispatcher


def routine(function):
    """Compile a function that stays a call of its own (loops with early ends, searches); cached on disk."""
    return _kept(numba.njit(cache=True, **_SCALAR)(function))


def part(function):
    """Compile a piece of a driver: called from compiled code only, kept in the driver's cache and nowhere else."""
    return numba.njit(no_cfunc_wrapper=True, no_cpython_wrapper=True, **_SCALAR)(function)


def driver(function):
    """Compile a lane driver: loops over blocks on all cores, cached on disk."""
    return _kept(numba.njit(parallel=True, cache=True, **_SCALAR)(function))


@contextmanager
def watched_cache(watcher):
    """Tell of every look into the cache on disk for a compiled function.

    Parameters
    ----------
    watcher : callable (module, name, signature, found)
        Called after each look; where it gives True there is a second one.
    """
    from numba.core.caching import Cache

    look = Cache.load_overload

    def watched(cache, signature, context):
        found = look(cache, signature, context)
        function = cache._py_func
        if watcher(function.__module__, function.__qualname__, signature, found is not None):
            return look(cache, signature, context)
        return found

    Cache.load_overload = watched
    try:
        yield
    finally:
        Cache.load_overload = look


def is_cached(module, name):
    """Whether the cache folder holds compiled code of a function of this module, for any signature.

    Parameters
    ----------
    module, name : str
    """
    python = f"py{sys.version_info[0]}{sys.version_info[1]}"
    pattern = f"{module.rpartition('.')[2]}.{name}-*.{python}*.nbi"
    return CACHE_FOLDER is not None and any(CACHE_FOLDER.glob(f"*/{pattern}"))


def compile_ahead(module, name, signature):
    """Compile a driver or routine for one signature, into the cache.

    Parameters
    ----------
    module, name : str
    signature : str
        Tuple of numba types as numba writes it.
    """
    from numba.core.sigutils import normalize_signature

    arguments, _ = normalize_signature(signature)  # the cache knows a signature by its types, not by their names
    getattr(importlib.import_module(module), name).compile(arguments)


def threads():
    """Give how many threads lane drivers may use: the cores that this process may run on."""
    return numba.config.NUMBA_NUM_THREADS


def set_threads(count):
    """Use this many threads (at most as many as the machine started with) in lane drivers from now on."""
    numba.set_num_threads(max(1, min(int(count), numba.config.NUMBA_NUM_THREADS)))
