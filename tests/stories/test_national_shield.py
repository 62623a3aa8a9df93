"""The national defence planned in 2000-01: what it covers, what radars of allies are worth to it, and the treaty."""

import numpy as np
import pytest

import midcourse as mc
from midcourse import scenario

NAME = "national-shield-2001"
SHARE_TOLERANCE = 0.05  # cells of two degrees against the one degree that the file's share is from
EAST = {"New York City", "Boston", "Chicago", "Philadelphia"}


@pytest.fixture(scope="module")
def found():
    return mc.footprint(NAME, readings=("sorted",), resolution_deg=2.0)


def reading(found, name):
    return next(row for row in found.readings if row.reading == name)


def undefended(found, name):
    words = reading(found, name).words("places")
    return set(found.places.name[found.named & (words == "undefended")].tolist())


def test_with_the_radars_of_allies_every_threatened_city_has_a_shot(found):
    assert undefended(found, "agree+sorted") == set()


def test_without_them_the_north_east_has_none_against_the_middle_east(found):
    """Fylingdales and Thule are the only radars that see those flights in their first half."""
    assert undefended(found, "refuse+sorted") >= EAST
    row = reading(found, "refuse+sorted")
    decider = row.deciders("places")[np.isin(found.places.name, sorted(EAST)) & found.named]
    assert set(decider.tolist()) == {"middle-east"}


def test_one_of_the_two_allies_is_enough_for_boston():
    """Fylingdales alone: the word of the United Kingdom, without Denmark."""
    changes = ("sensors.thule.owner=DK", 'command.shares={"US": ["US"], "GB": ["US"]}')
    alone = mc.footprint(NAME, readings=("agree+sorted",), changes=changes, resolution_deg=8.0, adaptive=False)
    assert "Boston" not in undefended(alone, "agree+sorted")


@pytest.mark.parametrize("name", ["agree+sorted", "refuse+sorted"])
def test_the_share_that_the_file_states_for_the_treaty_is_the_one_computed(found, name):
    row = reading(found, name)
    area = {word: found.cells.area[row.words("cells") == word].sum() for word in set(row.words("cells"))}
    stated = scenario.load(NAME).files[name].treaty.defended_share
    assert area["defended"] / sum(area.values()) == pytest.approx(stated, abs=SHARE_TOLERANCE)


def test_the_plan_goes_against_the_treaty_as_it_stood():
    """As the paper handed to Russia said itself [act2000]."""
    rules = mc.treaty(NAME, "2001-05-30").rules
    assert {row.rule for row in rules if row.verdict == "breach" and row.instrument_in_force} >= {
        "territory", "region", "one-area", "areas-number",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("day", "verdicts"),
    [("2001-05-01", {"first-concrete": "ok", "rails": "ok"}),
     ("2001-05-30", {"first-concrete": "breach", "rails": "ok"}),
     ("2002-06-12", {"first-concrete": "breach", "rails": "breach"})],
)  # fmt: skip
def test_the_day_of_the_first_breach_by_the_radar_moves_with_the_reading(day, verdicts):
    rules = mc.treaty(NAME, day).rules
    told = {row.reading: row.verdict for row in rules if row.rule == "radar-construction" and row.reading}
    assert {name: told[name] for name in verdicts} == verdicts
