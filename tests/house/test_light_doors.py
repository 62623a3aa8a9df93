"""The doors are light: importing the package or asking for help loads nothing heavy."""

import json
import os
import subprocess
import sys

import pytest

HEAVY = (
    "numba",
    "numpy",
    "scipy",
    "pydantic",
    "pyarrow",
    "duckdb",
    "pyproj",
    "shapely",
    "matplotlib",
    "cartopy",
    "jinja2",
    "ruamel",
    "fastapi",
    "uvicorn",
    "xarray",
    "pandas",
)
BUDGET = 0.5  # s, processor time of one `midcourse --help`, as promised
SLOW_MACHINE = 3.0  # the assertion allows for a loaded machine; the measured time is printed

HELP = """import sys
sys.argv = ["midcourse", "--help"]
from midcourse.cli import main
try:
    main()
except SystemExit:
    pass
"""
SHOW = "\nimport json; print('MODULES ' + json.dumps(sorted(sys.modules)))"


def loaded_by(code):
    """Names of the modules that a fresh interpreter has after this code."""
    done = subprocess.run(
        [sys.executable, "-c", "import sys\n" + code + SHOW], capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout.rsplit("MODULES ", 1)[1]))


@pytest.fixture(scope="module")
def by_import():
    return loaded_by("import midcourse; midcourse.__version__; dir(midcourse)")


@pytest.fixture(scope="module")
def by_help():
    return loaded_by(HELP)


@pytest.mark.parametrize("library", HEAVY)
def test_importing_midcourse_does_not_load(library, by_import):
    assert library not in by_import


@pytest.mark.parametrize("library", HEAVY)
def test_asking_for_help_does_not_load(library, by_help):
    assert library not in by_help


def test_importing_midcourse_loads_no_room(by_import):
    rooms = {name for name in by_import if name.startswith("midcourse.")}
    assert not rooms, f"midcourse/__init__.py loads {sorted(rooms)}; name them in the table of doors instead"


def processor_time(command):
    """User and system time, s, of one run of a command."""
    before = os.times()
    subprocess.run(command, capture_output=True, check=True)
    after = os.times()
    return (after.children_user - before.children_user) + (after.children_system - before.children_system)


def test_help_is_quick():
    times = [processor_time([sys.executable, "-c", HELP]) for _ in range(3)]
    print(f"midcourse --help: {min(times):.2f} s of processor time, promised {BUDGET} s")
    assert min(times) < BUDGET * SLOW_MACHINE


SPEED_MAP = """import sys
sys.argv = "midcourse required-speed --missile notional-irbm-4000 --from 38.08,46.29 --site redzikowo".split()
sys.argv += ["--delay-s", "300", "--map", "--resolution-deg", "10"]
from midcourse.cli import main
import contextlib, io
with contextlib.redirect_stdout(io.StringIO()):
    try:
        main()
    except SystemExit:
        pass
"""
NOT_FOR_A_MAP = ("scipy.linalg", "matplotlib", "jinja2", "duckdb", "xarray", "pandas")


def test_a_map_of_required_speed_loads_only_what_computes_it():
    """numba asks for scipy's linear algebra when it starts: no kernel uses it, and it takes longer than the rest."""
    loaded = loaded_by(SPEED_MAP)
    assert "numba" in loaded
    assert not loaded & set(NOT_FOR_A_MAP)


def test_linear_algebra_is_there_for_who_asks_later():
    after = "\nimport scipy.linalg.cython_blas, numpy\nassert scipy.linalg.norm(numpy.ones(4)) == 2.0"
    skipped = "from midcourse.numerics import engine\nengine.skip_linear_algebra()"
    assert "scipy.linalg" not in loaded_by(skipped)
    assert "scipy.linalg" in loaded_by(skipped + after)
