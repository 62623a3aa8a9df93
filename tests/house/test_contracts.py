"""Every import contract of pyproject.toml reports the violation that it is there for.

The package's skeleton (same modules, empty) is copied to a temporary folder; one violation at a time is planted in it.
"""

import json
import subprocess
import sys
import tomllib

import pytest

from .tree import PACKAGE, ROOT, package_files, show

OPTIONS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS = OPTIONS["contracts"]
STACK = next(contract for contract in CONTRACTS if contract["type"] == "layers")
ROOMS = [room.strip(" ()") for layer in STACK["layers"] for room in layer.split("|")]
MODULES = {name for name in ("ask", "run", "columns", "constants", "units", "errors") if not (PACKAGE / name).is_dir()}
KERNEL_ROOMS = [c["protected_modules"][0].split(".")[1] for c in CONTRACTS if c["name"].startswith("Kernels of ")]
USERS = {  # who may use a library: the contracts need to see each library used once
    "numerics/jit.py": "import numba\n",
    "scenario/load.py": "import pydantic\nfrom ruamel.yaml import YAML\n",
    "results/store.py": "import duckdb\nimport pyarrow\n",
    "report/figures.py": "import matplotlib\nimport jinja2\n",
    "cli/app.py": "import typer\n",
    "web/bodies.py": "import pydantic\n",
    "web/app.py": "import fastapi\nimport uvicorn\n",
}

ROOMS_STACK = "Rooms stack: a room imports only rooms below it"
REPORT = "The report and the exchange read results, never models"
DOORS = "Doors call the story, not the models"
NUMBERS = "Kernels know numbers only"
COMPILED = "Only kernels are compiled"
PYDANTIC = "pydantic lives in scenario and in what the web page may send"
CYCLES = "No cycles inside any room"


def imports(room, module, text):
    """A planted module of a room: one import and nothing else."""
    return {f"{room}/planted.py" if room not in MODULES else f"{room}.py": f"from {module} import {text}\n"}


PLANTS = {
    "flight imports sensing": (ROOMS_STACK, imports("flight", "midcourse", "sensing")),
    "sensing imports battle": (ROOMS_STACK, imports("sensing", "midcourse.battle", "planted_name")),
    "analysis imports scenario": (ROOMS_STACK, imports("analysis", "midcourse", "scenario")),
    "results imports numerics beside it": (ROOMS_STACK, imports("results", "midcourse", "numerics")),
    "units imports errors beside it": (ROOMS_STACK, imports("units", "midcourse", "errors")),
    "an import inside a function": (ROOMS_STACK, {"earth/planted.py": "def f():\n    from midcourse import flight\n"}),
    "a room without a place": (ROOMS_STACK, {"attic/__init__.py": ""}),
    "a module without a place": (ROOMS_STACK, {"attic.py": ""}),
    "report imports flight": (REPORT, imports("report", "midcourse", "flight")),
    "report imports scenario": (REPORT, imports("report", "midcourse", "scenario")),
    "exchange imports battle": (REPORT, imports("exchange", "midcourse", "battle")),
    "cli imports flight": (DOORS, imports("cli", "midcourse", "flight")),
    "cli imports policy": (DOORS, imports("cli", "midcourse.policy", "planted_name")),
    "kernels import errors": (NUMBERS, {"flight/_kernels.py": "from midcourse import errors\n"}),
    "kernels import results": (NUMBERS, {"sensing/_kernels.py": "import midcourse.results\n"}),
    "kernels import pydantic": (NUMBERS, {"earth/_kernels.py": "import pydantic\n"}),
    "a model compiles": (COMPILED, imports("flight", "midcourse.numerics.jit", "kernel")),
    "analysis compiles": (COMPILED, imports("analysis", "midcourse.numerics", "jit")),
    "numba in flight": ("numba lives in numerics.jit", imports("flight", "numba", "njit")),
    "numba in kernels": ("numba lives in numerics.jit", {"earth/_kernels.py": "import numba\n"}),
    "pydantic in earth": (PYDANTIC, imports("earth", "pydantic", "BaseModel")),
    "pydantic in the pages": (PYDANTIC, imports("web", "pydantic", "BaseModel")),
    "ruamel in policy": ("ruamel lives in scenario", imports("policy", "ruamel.yaml", "YAML")),
    "FastAPI in cli": ("FastAPI and uvicorn live in web", imports("cli", "fastapi", "FastAPI")),
    "uvicorn in report": ("FastAPI and uvicorn live in web", imports("report", "uvicorn", "Config")),
    "web imports sensing": (DOORS, imports("web", "midcourse", "sensing")),
    "report imports web": (ROOMS_STACK, imports("report", "midcourse", "web")),
    "duckdb in battle": ("DuckDB and Arrow live in results", imports("battle", "duckdb", "connect")),
    "pyarrow in flight": ("DuckDB and Arrow live in results", imports("flight", "pyarrow.parquet", "write_table")),
    "matplotlib in analysis": (
        "Matplotlib and jinja2 live in report",
        imports("analysis", "matplotlib", "pyplot"),
    ),
    "jinja2 in cli": ("Matplotlib and jinja2 live in report", imports("cli", "jinja2", "Template")),
    "typer in report": ("Typer lives in cli", imports("report", "typer", "Typer")),
    "a cycle inside a room": (
        CYCLES,
        {"flight/one.py": "from midcourse.flight import two\n", "flight/two.py": "from midcourse.flight import one\n"},
    ),
}
for room in KERNEL_ROOMS:
    above = "analysis" if room != "analysis" else "policy"
    PLANTS[f"{above} imports {room}'s kernels"] = (
        f"Kernels of {room} serve {room} and the kernels above it",
        imports(above, f"midcourse.{room}", "_kernels"),
    )

ALLOWED = {
    "a skeleton without a plant": {},
    "kernels use the kernels below": {"sensing/_kernels.py": "from midcourse.flight import _kernels\n"},
    "kernels are compiled": {"battle/_kernels.py": "from midcourse.numerics.jit import kernel\n"},
    "a room uses its own kernels": {"earth/planted.py": "from midcourse.earth import _kernels\n"},
    "a room uses a room below": {"battle/planted.py": "from midcourse import flight, sensing, columns\n"},
    "the report reads results": {"report/planted.py": "import matplotlib\nfrom midcourse import results, earth\n"},
    "a door calls the story": {"cli/planted.py": "import typer\nfrom midcourse import run, ask, scenario, report\n"},
}


def skeleton(folder):
    """The package's modules, all empty, with every room of the stack and its kernels."""
    for path in package_files():
        place = folder / path.relative_to(PACKAGE)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("")
    for room in ROOMS:
        place = folder / (f"{room}.py" if room in MODULES else f"{room}/__init__.py")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.touch()
    for room in KERNEL_ROOMS:
        if not (folder / room / "_kernels").is_dir():
            (folder / room / "_kernels.py").touch()
    for name, text in USERS.items():
        (folder / name).write_text(text)
    return folder


@pytest.fixture(scope="module")
def broken(tmp_path_factory):
    """For each case the names of the contracts that it breaks."""
    folder = skeleton(tmp_path_factory.mktemp("plants") / "midcourse")
    cases = {name: files for name, (_, files) in PLANTS.items()} | ALLOWED
    for files in cases.values():
        for name in [name for name in files if "_kernels" in name and (folder / name.removesuffix(".py")).is_dir()]:
            files[name.replace("_kernels.py", "_kernels/planted.py")] = files.pop(name)
    script = ROOT / "tests" / "house" / "lint_plants.py"
    command = [sys.executable, script, ROOT / "pyproject.toml", folder, json.dumps(cases)]
    done = subprocess.run(command, cwd=folder.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_violation_breaks_its_contract(broken, name):
    contract, _ = PLANTS[name]
    assert contract in broken[name]


@pytest.mark.parametrize("name", ALLOWED)
def test_what_is_allowed_breaks_nothing(broken, name):
    assert broken[name] == []


def test_every_contract_has_a_plant():
    missing = {contract["name"] for contract in CONTRACTS} - {contract for contract, _ in PLANTS.values()}
    assert not missing, f"plant a violation in tests/house/test_contracts.py for: {sorted(missing)}"


def test_every_room_with_kernels_has_a_contract():
    rooms = {
        path.relative_to(PACKAGE).parts[0] for path in package_files() if "_kernels" in str(path.relative_to(PACKAGE))
    }
    missing = sorted(rooms - set(KERNEL_ROOMS))
    assert not missing, f"add a contract 'Kernels of ROOM serve ROOM and the kernels above it' for: {missing}"


def test_every_folder_of_the_package_is_a_package():
    """A folder without __init__.py is invisible to the contracts."""
    folders = {path.parent for path in package_files()}
    found = [
        f"{folder.relative_to(ROOT)}: add an __init__.py"
        for folder in sorted(folders)
        if not (folder / "__init__.py").exists()
    ]
    assert not found, show(found)


def test_every_exception_to_a_contract_is_gone_or_needed():
    """`ignore_imports` would quietly open a wall; there is none."""
    assert not [contract["name"] for contract in CONTRACTS if contract.get("ignore_imports")]
