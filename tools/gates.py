"""Every check in one word: `./run gates [NAME ...] [--coverage] [--list]`.

All gates run even when one fails; what failed is shown again at the end, and the exit code is 1.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTEST = [sys.executable, "-m", "pytest", "-q", "--no-header", "--tb=short"]
SKIPPED = 77
"""Exit code of a gate that cannot be run on this machine; what it says is the reason."""
HOUSE = "tests/house"
OF_PAGES = ["test_docs.py", "test_papers.py", "test_bibliography.py", "test_nomenclature.py", "test_models.py"]
GATES = {  # name: (what it checks, command)
    "format": ("ruff format", [BIN / "ruff", "format", "--check", "--output-format=concise", "."]),
    "lint": ("ruff check", [BIN / "ruff", "check", "--output-format=concise", "."]),
    "types": ("mypy", [BIN / "mypy"]),
    "imports": ("import contracts", [BIN / "lint-imports", "--no-logo", "--no-cache"]),
    "house": (
        "rules of the house",
        [*PYTEST, HOUSE, *[f"--ignore={HOUSE}/{name}" for name in OF_PAGES], "-m", "not slow"],
    ),
    "docs": ("pages, links, sources", [*PYTEST, *[f"{HOUSE}/{name}" for name in OF_PAGES]]),
    "tsc": ("types of the page", [sys.executable, "tools/build_page.py", "--types"]),
    "page": ("unit tests of the page", [sys.executable, "tools/build_page.py", "--test"]),
    "steps": ("generated files are up to date", [sys.executable, "tools/generate_steps.py", "--check"]),
}
COVERAGE = [
    [sys.executable, "-m", "coverage", "erase"],
    [sys.executable, "-m", "coverage", "run", "-m", "pytest", "-q", "-m", "not slow"],
    [sys.executable, "-m", "coverage", "report", "--skip-covered", "--sort=cover"],
]


def run(command):
    """Run one command: (exit code, what it said, seconds)."""
    start = time.monotonic()
    words = [str(word) for word in command]
    there = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(words, cwd=ROOT, env=there, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr, time.monotonic() - start


def through(name):
    """Run one gate and say how it went; its output only where it failed, or why it cannot be run here."""
    what, command = GATES[name]
    code, said, seconds = run(command)
    verdict = {0: "ok    ", SKIPPED: "left  "}.get(code, "BROKEN")
    print(f"{verdict} {name:<8} {what} ({seconds:.1f} s)", flush=True)
    if code:
        print("\n".join(f"    {line}" for line in said.rstrip().splitlines()), flush=True)
    return code in (0, SKIPPED)


def coverage():
    """Tests with coverage of the package; kernels are compiled and not counted."""
    for command in COVERAGE:
        code, said, seconds = run(command)
        print(said.rstrip(), flush=True)
        if code:
            print(f"BROKEN coverage: {' '.join(str(word) for word in command[2:5])} ({seconds:.1f} s)")
            return False
    return True


def main(words=None):
    """Run the gates that are asked for, all by default."""
    parser = argparse.ArgumentParser(prog="./run gates", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one or more of: {', '.join(GATES)}")
    parser.add_argument("--coverage", action="store_true", help="also run the tests and show what they reach")
    parser.add_argument("--list", action="store_true", help="show the gates and stop")
    asked = parser.parse_args(words)
    if asked.list:
        print("\n".join(f"{name:<8} {what}" for name, (what, _) in GATES.items()))
        return 0
    unknown = [name for name in asked.names if name not in GATES]
    if unknown:
        parser.error(f"no such gate: {', '.join(unknown)}; there are {', '.join(GATES)}")
    failed = [name for name in asked.names or GATES if not through(name)]
    if asked.coverage and not coverage():
        failed.append("coverage")
    print("gates: " + ("all kept" if not failed else f"BROKEN: {', '.join(failed)}"))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
