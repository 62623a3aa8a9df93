"""Every model has a page with the sections a reader needs, and a test against something that is not Midcourse."""

import ast

from . import pages
from .tree import ROOT, finding, show


def test_every_page_that_is_named_exists():
    found = [
        finding(path, line, "a model page that is named exists", page, "write it, or name the right one")
        for page, places in pages.mentions().items()
        for path, line in places
        if not (ROOT / page).is_file()
    ]
    assert not found, show(found)


def test_every_page_is_named_by_its_model():
    named = set(pages.mentions())
    found = [
        finding(
            page, 1, "a model page is named by a docstring", "nobody", f"Model: {page.relative_to(ROOT).as_posix()}"
        )
        for page in pages.model_pages()
        if page.relative_to(ROOT).as_posix() not in named
    ]
    assert not found, show(found)


def test_every_module_of_physics_names_its_page():
    found = list(pages.models_without_page())
    assert not found, show(found)


def test_every_page_has_its_sections():
    listed = [page for page in pages.model_pages() if pages.page_room(page) in pages.PHYSICS]
    found = [line for page in listed for line in pages.missing_sections(page, page.read_text(encoding="utf-8"))]
    assert not found, show(found)


def says_against_what(path):
    """Whether a test file's docstring names the referent that it tests against."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return bool(pages.REFERENT.search(text))


def test_every_page_names_a_test_against_a_referent():
    """The section on checks names test files that exist, at least one of which says against what it tests."""
    found = []
    for page in [page for page in pages.model_pages() if pages.page_room(page) in {*pages.PHYSICS, "numerics"}]:
        tests = [ROOT / name for name in pages.referents(page.read_text(encoding="utf-8"))]
        gone = [path for path in tests if not path.is_file()]
        for path in gone:
            found.append(finding(page, 1, "a test that a page names exists", path.name, "mend the path"))
        if not gone and not any(says_against_what(path) for path in tests):
            rule = "the section on checks names a test whose docstring says 'against ...'"
            found.append(finding(page, 1, rule, [path.name for path in tests], "name the referent: who else says so"))
    assert not found, show(found)


PAGE = "# Gravity\n" + "".join(f"## {name}\ntext, tests/earth/test_gravity.py\n" for name in pages.SECTIONS)


def test_a_whole_page_passes():
    assert not list(pages.missing_sections("planted.md", PAGE))
    assert pages.referents(PAGE) == ["tests/earth/test_gravity.py"]


def test_a_planted_page_without_a_section_is_found():
    for name in pages.SECTIONS:
        text = PAGE.replace(f"## {name}\n", "## other\n")
        assert len(list(pages.missing_sections("planted.md", text))) == 1
