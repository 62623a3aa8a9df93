"""The raid with what a turning radar cannot hold, against raids in which nothing can be lost and one where much is."""

import pytest

import midcourse as mc
from midcourse.exchange import run_answer

REPLICATES = 3000
ALONE = ("threats.intermediate.count=1", "threats.intercontinental.count=0")
ONLY_IT = ("sensors.fylingdales.present=false",)


def played(*changes):
    run = mc.run(
        "european-site-2008", seed=2, replicates=REPLICATES, readings=("lewis-postol+mean-170kw",), changes=changes
    )
    (reading,) = run_answer.run(run)["readings"]
    return reading


@pytest.mark.parametrize("changes", [ALONE, (ALONE[0][:-1] + "2", ALONE[1], "threats.intermediate.spacing_s=3600")])
def test_of_what_comes_alone_nothing_is_lost(changes):
    """The same raids, the same draws: every number is the same."""
    reading = played(*changes)
    held = reading["as_held"]
    assert held["replicates"] == reading["replicates"] == REPLICATES
    for name in ("leakers", "shots", "why_not"):
        assert held[name] == reading[name]
    assert held["p_no_leaker"]["sampled"] == reading["p_no_leaker"]["sampled"]
    assert held["p_no_leaker"]["exact"] is None


def test_what_one_field_of_view_cannot_hold_has_no_track():
    reading = played(*ONLY_IT)
    held = reading["as_held"]
    assert held["leakers"]["low"] > reading["leakers"]["high"]
    assert held["shots"]["high"] < reading["shots"]["low"]
    assert held["why_not"]["no-track"] > reading["why_not"]["no-track"] + 0.1


def test_a_radar_that_does_not_turn_has_no_such_answer():
    reading = played("sensors.emr.radar=fylingdales", "sensors.emr.cue=in-time")
    assert reading["as_held"] is None
