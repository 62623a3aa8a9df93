"""The set-up files keep their promises: pinned requirements, two words of ./run, one entry for CI, three Pythons."""

import ast
import re
import sys
import tomllib

import pytest

from .tree import ROOT, package_files, tree_of

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))
RUN = (ROOT / "run").read_text(encoding="utf-8")


def packages(text):
    """Requirement blocks of a file: a pinned line and its continuation lines."""
    return [block for block in re.split(r"\n(?=\S)", text.strip()) if block and not block.startswith("#")]


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_every_package_is_pinned_by_hash(path):
    blocks = packages(path.read_text(encoding="utf-8"))
    assert len(blocks) > 10
    for block in blocks:
        assert re.match(r"^[A-Za-z0-9._-]+==[\w.+!-]+", block), f"{path.name}: not pinned to one version: {block[:60]}"
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), f"{path.name}: no hash: {block[:60]}"


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_no_requirement_file_holds_an_address(path):
    assert not re.search(r"://|--index|--find-links|^-i ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)


def names(path):
    """Names of the packages that a requirement file pins, written one way."""
    return {
        re.sub(r"[-_.]+", "-", re.split(r"[=\[; ]", block)[0]).lower() for block in packages(path.read_text("utf-8"))
    }


def test_what_the_package_needs_is_pinned():
    needed = {
        re.sub(r"[-_.]+", "-", re.split(r"[><=\[; ]", line)[0]).lower() for line in PROJECT["project"]["dependencies"]
    }
    for path in REQUIREMENTS:
        assert not needed - names(path), f"{path.name} lacks {sorted(needed - names(path))}; run tools/lock.sh"


def test_tests_run_on_the_versions_that_users_run_on():
    pins = {
        n: {b.split()[0] for b in packages((ROOT / "requirements" / f"{n}.txt").read_text("utf-8"))}
        for n in ("run", "test")
    }
    assert pins["run"] <= pins["test"], f"{sorted(pins['run'] - pins['test'])} differ in test.txt; run tools/lock.sh"


IMPORT_NAMES = {"ruamel-yaml": "ruamel"}  # where the package and its module differ


def third_party():
    """Top-level modules that the package imports and that neither Python nor we bring."""
    names = set()
    for path in package_files():
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            if isinstance(node, ast.ImportFrom) and node.level == 0:
                names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - {"midcourse"}


def test_what_is_imported_is_asked_for_and_what_is_asked_for_is_imported():
    optional = {
        "polars",
        "pandas",
        "markupsafe",
    }  # each says by itself when it is needed; markupsafe is half of jinja2
    declared = {
        re.sub(r"[-_.]+", "-", re.split(r"[><=\[; ]", line)[0]).lower() for line in PROJECT["project"]["dependencies"]
    }
    modules = {IMPORT_NAMES.get(name, name) for name in declared}
    imported = third_party() - optional
    assert not imported - modules, f"add to the dependencies of pyproject.toml: {sorted(imported - modules)}"
    assert not modules - imported, (
        f"imported nowhere in src, take them out and lock again: {sorted(modules - imported)}"
    )


def test_run_has_two_words_of_its_own():
    words = set(re.findall(r"^\s+([a-z|]+)\)", RUN, flags=re.MULTILINE)) | set(re.findall(r"\bin ([a-z|]+)\)", RUN))
    assert {part for word in words for part in word.split("|")} == {"test", "gates"}


def test_ci_runs_every_gate_and_every_test():
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(r"^(exec )?\./run test", ci, flags=re.MULTILINE)
    assert re.search(r"^\./run gates", ci, flags=re.MULTILINE)


def test_python_versions_are_the_promised_ones():
    assert PROJECT["project"]["requires-python"] == ">=3.11,<3.14"
    listed = {line.rsplit(" ", 1)[1] for line in PROJECT["project"]["classifiers"] if "Python :: 3." in line}
    assert listed == {"3.11", "3.12", "3.13"}


def test_warnings_are_errors():
    assert PROJECT["tool"]["pytest"]["ini_options"]["filterwarnings"][0] == "error"


def test_the_command_is_installed():
    assert PROJECT["project"]["scripts"] == {"midcourse": "midcourse.cli:main"}
