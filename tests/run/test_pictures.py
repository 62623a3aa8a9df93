"""The table of what a turning radar keeps of a raid, against what must be so of one warhead and of none."""

import pytest

import midcourse as mc

STEP = 5.0  # s, of the table's clock
WHOLE = 1e-9  # s, sums of whole steps


def pictures(*changes):
    run = mc.run("european-site-2008", seed=2, replicates=40, readings=("mda+mean-170kw",), changes=changes)
    return run.table("pictures").arrow.to_pylist()


def test_what_is_in_view_is_held_or_lost_for_a_reason():
    rows = pictures()
    assert [(row["sensor"], row["threat"], row["raids"]) for row in rows] == [
        ("emr", "intermediate", 40),
        ("emr", "intercontinental", 40),
    ]
    for row in rows:
        parts = row["held_time_s"] + row["outside_field_s"] + row["turning_s"]
        assert parts == pytest.approx(row["view_time_s"], abs=WHOLE)
        assert 0.0 < row["held_time_s"] < row["view_time_s"]
        assert 0.0 < row["together_share"] < 1.0


def test_one_warhead_alone_is_always_held_and_so_are_those_an_hour_apart():
    """Nothing is in view together, and a mount that is told in time has turned."""
    for changes in (("threats.intermediate.count=1",), ("threats.intermediate.spacing_s=3600",)):
        (row,) = pictures(*changes, "threats.intercontinental.count=0")
        assert row["held_time_s"] == row["view_time_s"] > STEP
        assert row["together_share"] == 1.0


def test_a_radar_that_does_not_turn_has_no_row():
    assert pictures("sensors.emr.radar=thule", "sensors.emr.cue=in-time") == []
