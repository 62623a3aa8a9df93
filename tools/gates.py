"""Every check in one word: format, lint, types, import contracts, house tests, lock files."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
GATES = [
    ("format", [BIN / "ruff", "format", "--check", "."]),
    ("lint", [BIN / "ruff", "check", "."]),
    ("types", [BIN / "mypy"]),
    ("import contracts", [BIN / "lint-imports"]),
    ("house tests", [sys.executable, "-m", "pytest", "-q", "tests/house"]),
]


def lock_files_are_clean():
    """No download address in any requirement file."""
    return [str(p) for p in (ROOT / "requirements").glob("*.txt") if re.search(r"https?://", p.read_text())]


def main():
    failed = []
    for name, command in GATES:
        print(f"-- {name}", flush=True)
        if subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode:
            failed.append(name)
    if lock_files_are_clean():
        failed.append("lock files (download address found)")
    print("gates: " + ("all kept" if not failed else "BROKEN: " + ", ".join(failed)))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
