"""What is committed names no machine, no registry and no paper that a stranger does not have."""

import re

import pytest

from .tree import ROOT, finding, project_files, show

# Written in pieces so that this file does not find itself.
REGISTRIES = [
    "pypi" + r"\.org",
    "pythonhosted" + r"\.org",
    "registry\\.npm" + r"js\.(org|com)",
    "npm" + r"js\.com",
    "deb\\.deb" + r"ian\.org",
    "(archive|security)\\.ubu" + r"ntu\.com",
    "conda\\.ana" + r"conda\.org",
    "crates" + r"\.io",
    "index-" + r"url[= ]+http",
    "localhost:\\d{4}/(sim" + "ple|pypi)",
]
PLACES = [
    r"(?<![\w.])/wo" + r"rk/",
    r"(?<![\w.])/ro" + r"ot/",
    r"/ho" + r"me/\w",
    r"/Us" + r"ers/\w",
    r"/t" + r"mp/v\w*",
    r"C:\\\\Us" + "ers",
]
PAPERS = [
    "sha" + r"red/",
    r"\b(FACTS|DESIGN|DOORS|STYLE|ENGINE|CATALOG|SENSORS|TREATY|RELIABILITY|CLAIMS|UI|WEB)" + r"\.md\b",
]
TEXT = {
    ".py",
    ".md",
    ".yaml",
    ".yml",
    ".toml",
    ".txt",
    ".cff",
    ".sh",
    ".cfg",
    ".json",
    ".html",
    ".css",
    ".ts",
    ".js",
    ".csv",
    "",
}


def offenders(patterns, advice):
    """Places of text files that match one of the patterns."""
    pattern = re.compile("|".join(patterns))
    found = []
    for path in project_files():
        if path.suffix not in TEXT or path.stat().st_size > 2_000_000:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            match = pattern.search(line)
            if match:
                found.append(finding(path, number, "nothing committed names this", match[0], advice))
    return found


def test_no_registry_is_named():
    found = offenders(REGISTRIES, "leave the address to the user's own configuration")
    assert not found, show(found)


def test_no_place_of_a_machine_is_named():
    found = offenders(PLACES, "a path relative to the project, or a folder from tempfile or platformdirs")
    assert not found, show(found)


def test_no_paper_outside_the_project_is_named():
    found = [
        line
        for line in offenders(PAPERS, "cite the source by its key, or write the page in docs/")
        if "docs/doors.md" not in line
    ]
    assert not found, show(found)


@pytest.mark.parametrize(
    ("patterns", "line"),
    [
        (REGISTRIES, "https://files.pythonho" + "sted.org/packages"),
        (REGISTRIES, "https://registry.npm" + "js.org/x"),
        (PLACES, "see /wo" + "rk/main"),
        (PLACES, "open('/ro" + "ot/x')"),
        (PAPERS, "as in DOO" + "RS.md"),
    ],
)
def test_a_planted_line_is_found(patterns, line):
    assert re.search("|".join(patterns), line)


def test_what_git_ignores_is_not_looked_at():
    assert not [path for path in project_files() if ".venv" in path.relative_to(ROOT).parts]
