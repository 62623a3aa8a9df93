"""A level of credibility stands only where tests stand behind it, and every model has its row."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SPEC = importlib.util.spec_from_file_location("write_credibility", ROOT / "tools" / "write_credibility.py")
write_credibility = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(write_credibility)
ROWS = write_credibility.read_levels()
MODELS = sorted(
    p.relative_to(ROOT / "docs" / "models").with_suffix("").as_posix() for p in (ROOT / "docs/models").rglob("*.md")
)
NO_MODELS = {"numerics/elementary", "results/exchange", "results/run-folder", "run/studies", "run/validation"}
HIGHEST = {"verification": 3, "validation": 2, "input": 3, "uncertainty": 3}


def faults(model, row):
    """What is wrong with one row, as text."""
    for factor, highest in HIGHEST.items():
        level, *tests = row[factor]
        if not 0 <= level <= highest:
            yield f"{model} {factor}: no level {level}"
        if level > 0 and not tests:
            yield f"{model} {factor}: level {level} without a test"
        for path in tests:
            file = ROOT / path
            if not file.is_file() or "\ndef test_" not in file.read_text(encoding="utf-8"):
                yield f"{model} {factor}: no tests in {path}"
    if not row["missing"]:
        yield f"{model}: say what the next level asks for"


@pytest.mark.parametrize("model", ROWS)
def test_a_level_has_tests_behind_it(model):
    assert not list(faults(model, ROWS[model]))


def test_every_model_has_a_row_and_every_row_a_model():
    wanted = {model for model in MODELS if model not in NO_MODELS}
    assert set(ROWS) == wanted, f"docs/credibility.yaml: {set(ROWS) ^ wanted}, then tools/write_credibility.py"


def test_the_page_is_that_of_the_levels():
    page = (ROOT / "docs" / "credibility.md").read_text(encoding="utf-8")
    assert page == write_credibility.page_of(ROWS), "tools/write_credibility.py"


def test_a_level_without_a_test_is_found():
    row = {"verification": [2], "validation": [3, "tests/none.py"], "input": [0], "uncertainty": [0], "missing": ""}
    assert len(list(faults("planted", row))) == 4
