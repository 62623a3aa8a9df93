"""What made a run: scenario, version, seed, libraries, machine, command."""

import hashlib
import os
import platform
import shlex
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_LIBRARIES = ("midcourse", "numpy", "numba", "scipy", "pyarrow", "duckdb", "pydantic", "shapely", "pyproj")


def describe_run(*, name, scenario_text, seed, readings, command=None, limits=(), created=None, **more):
    """Manifest of a run, ready for `write`.

    Parameters
    ----------
    name : str
        Name of the scenario.
    scenario_text : str
        The scenario file as it was run, `--set` included.
    seed : int
    readings : dict
        `axes`: list of {name, values}, `names`: list, both in file order.
    command : list of str or None
        The command that makes the run again; None takes this process's own.
    limits : iterable of str
        Sentences that say where the models of this run stop being true.
    created : datetime or None
        Time in UTC; None takes the clock's.
    **more
        What the caller wants kept besides: `title`, `question`, `replicates`, `warnings`, `settings`, ...

    Returns
    -------
    dict
    """
    created = created or datetime.now(UTC)
    return {
        "name": name,
        **more,
        "created": created.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "command": list(command) if command is not None else [Path(sys.argv[0]).name, *sys.argv[1:]],
        "command_line": shlex.join(command if command is not None else [Path(sys.argv[0]).name, *sys.argv[1:]]),
        "seed": seed,
        "readings": readings,
        "scenario": {"sha256": hashlib.sha256(scenario_text.encode()).hexdigest(), "text": scenario_text},
        "limits": list(limits),
        "made_by": {
            "libraries": {library: _version(library) for library in _LIBRARIES},
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.machine()}",
            "cpu_count": os.cpu_count(),
        },
    }


def default_folder(name, created=None):
    """Folder `runs/NAME-TIME` (UTC, to the second) below the working folder.

    Parameters
    ----------
    name : str
    created : datetime or None

    Returns
    -------
    pathlib.Path
    """
    created = (created or datetime.now(UTC)).astimezone(UTC)
    return Path("runs") / f"{name}-{created:%Y%m%dT%H%M%SZ}"


def _version(library):
    try:
        return version(library)
    except PackageNotFoundError:
        return None
