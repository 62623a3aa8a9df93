"""Pages of the built-in scenarios hold the figures that a run gives."""

import importlib.util
import re
from pathlib import Path

import pytest
from shapely.geometry import box

from midcourse import ask
from midcourse.scenario import load, names

ROOT = Path(__file__).parents[2]
SPEC = importlib.util.spec_from_file_location("write_scenarios", ROOT / "tools" / "write_scenarios.py")
writer = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(writer)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
LAST_PLACE = 1.01  # of a printed number: another machine's libm may round the other way
SLACK = 0.01  # of a sampled mean of some thousand raids, for the same reason
PAGES = ROOT / "docs" / "scenarios"
HALF = 0.51  # million, of people printed in whole millions


def section(name):
    """The figures on a page."""
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    return page.partition(writer.BEGIN)[2].partition(writer.END)[0].strip()


def same(one, other):
    """Whether two texts differ by no more than the rounding of their numbers."""
    if NUMBER.sub("#", one) != NUMBER.sub("#", other):
        return False
    for a, b in zip(NUMBER.findall(one), NUMBER.findall(other), strict=True):
        place = 10.0 ** -max(len(text.partition(".")[2]) for text in (a, b))
        x, y = (float(text.replace(",", "")) for text in (a, b))
        if abs(x - y) > max(place * LAST_PLACE, SLACK * abs(x)):
            return False
    return True


def test_figures_that_differ_are_found():
    assert same("| mda | 3.13 (3.10 to 3.15) |", "| mda | 3.14 (3.10 to 3.15) |")
    assert not same("| mda | 3.13 (3.10 to 3.15) |", "| mda | 3.53 (3.10 to 3.15) |")
    assert not same("| mda | 83 % | Albania |", "| mda | 77 % | Albania |")
    assert not same("Canada, 0 %", "Turkey, 0 %")


@pytest.mark.parametrize("name", names())
def test_each_page_has_the_figures_of_every_reading(name):
    text = section(name)
    for reading in load(name).readings:
        assert f"| {reading} |" in text


@pytest.mark.slow
@pytest.mark.parametrize("name", names())
def test_the_figures_are_those_of_a_run(name):
    assert same(section(name), writer.figures_of(name))


@pytest.mark.slow
def test_the_figures_of_the_siting_page_are_those_of_a_search():
    page = (ROOT / "docs" / "models" / "analysis" / "siting.md").read_text(encoding="utf-8")
    told = re.search(
        r"Sweden with (\d+) million people, (\d+) million more"
        r".*alone gains more \((\d+) million.*together (\d+) million",
        page,
        re.DOTALL,
    ).groups()
    moved = {}
    for move, spacing in ((("poland",), 100e3), (("emr",), 200e3), (("emr", "poland"), 200e3)):
        found = ask.siting("european-site-2008", move, box(12, 46, 26, 58), spacing, readings=("mda+mean-170kw",))
        answer = found.readings[0].answer
        assert answer.exact
        moved[move] = (answer.value / 1e6, (answer.value - answer.as_written[0]) / 1e6)
    whole, more, alone, both = (float(text) for text in told)
    assert abs(moved["poland",][0] - whole) < HALF
    assert abs(moved["poland",][1] - more) < HALF
    assert abs(moved["emr",][1] - alone) < HALF
    assert abs(moved["emr", "poland"][1] - both) < HALF
