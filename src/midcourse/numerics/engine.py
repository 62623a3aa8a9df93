"""Whether the kernels of a subsystem have been compiled on this machine, and how many threads they use."""

from .jit import CACHE_FOLDER, set_threads

__all__ = ["is_ready", "mark_ready", "set_threads"]


def _marker(subsystem):
    return None if CACHE_FOLDER is None else CACHE_FOLDER / f"{subsystem}.ready"


def is_ready(subsystem):
    """Whether a command that needs these kernels has finished here before, with these very kernel sources.

    Parameters
    ----------
    subsystem : str
    """
    marker = _marker(subsystem)
    return marker is not None and marker.exists()


def mark_ready(subsystem):
    """Remember that the kernels of a subsystem are compiled.

    Parameters
    ----------
    subsystem : str
    """
    marker = _marker(subsystem)
    if marker is not None:
        try:
            marker.touch()
        except OSError:
            return
