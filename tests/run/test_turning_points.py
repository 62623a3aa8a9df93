"""Flip points: on either side of each the study, asked again with its own input there, answers otherwise."""

import pytest

import midcourse as mc
from midcourse.errors import MidcourseError
from midcourse.run import studies
from midcourse.run.studies.answer import Turn, nearest_turn, other_side, turning_point

POLAND = ('protect={"countries": ["PL"]}',)
ASKED = {  # the same questions of fewer things, so that each is asked again in seconds
    "aimed-at-russia": {"speeds": {"a": 6300.0}},
    "enlargement": {"countries": ("HR",), "dates": ("1949-01-01",), "delays": (102.0, 240.0)},
    "treaty-2001": {"scenarios": ("european-site-2008", "joint-defence-2001")},
    "what-would-cover-everyone": {"spacing": 0.1, "kinds": {"fast": 9e3}},
    "who-is-covered": {"changes": POLAND, "delays": (120.0, 300.0, 900.0), "shots": (1, 2)},
    "gabala-instead": {"resolution": 10.0},
}
SLOW = ("aimed-at-russia", "gabala-instead", "s300-lower-tier", "what-would-cover-everyone", "who-is-covered")
MOST = 2
"""Flip points of one study that are tried: the first of each input come first."""


def turns_of(found):
    """Flip points that lead somewhere, one of each input before second ones."""
    seen: dict = {}
    for flip in found.flips:
        if flip.value_at_flip is not None:
            seen.setdefault((flip.parameter, flip.turn.input.split(".")[0]), []).append(flip)
    rows = [flip for k in range(MOST) for one in seen.values() for flip in one[k : k + 1]]
    return rows[:MOST]


def verdict_at(name, flip, value):
    """What the value of the reading means with the input of a flip point at some value."""
    inputs = {**ASKED.get(name, {}), **flip.turn.asked(value)}
    whole = flip.turn.input.split(".")[0]
    if "." in flip.turn.input and whole in inputs:
        del inputs[whole]
    found = mc.study(name, **inputs)
    return next(row.verdict_now for row in found.readings if row.reading == flip.reading)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else []) for name in studies.names()]
)
def test_a_step_to_either_side_of_a_flip_point_answers_differently(name):
    found = mc.study(name, **ASKED.get(name, {}))
    rows = turns_of(found)
    assert rows, "nothing turns: the question of this test has to be another"
    for flip in rows:
        back = -flip.turn.step if flip.value_at_flip > flip.value_now else flip.turn.step
        there, before = (verdict_at(name, flip, value) for value in (flip.value_at_flip, flip.value_at_flip + back))
        assert there != before, (flip.reading, flip.parameter)
        stated = next(row.verdict_now for row in found.readings if row.reading == flip.reading)
        assert before == stated, (flip.reading, flip.parameter)


def share_of_the_planned_radar(reading, changes):
    """People in cities that are defended, per cent of those with the Czech radar, by `mc.footprint`."""
    held = {}
    for name, role in ((reading, changes), ("czech", [one for one in changes if not one.startswith("command.shares")])):
        (row,) = mc.footprint("shared-warning-2007", readings=[name], changes=tuple(role), resolution_deg=10.0).readings
        held[name] = row.populations.defended
    return 100.0 * held[reading] / held["czech"]


@pytest.mark.slow
def test_the_slider_of_gabala_turns_it_at_the_door_of_the_defended_area():
    """A study asks the fast question of the defended area, this door the engine."""
    found = mc.study("gabala-instead", resolution=10.0)
    rows = [flip for flip in found.flips if flip.slider is not None]
    assert {flip.slider.path for flip in rows} == {"command.track_s"}
    flip = next(flip for flip in rows if flip.reading == "gabala+fires")
    slider = flip.slider
    there, before = (
        share_of_the_planned_radar(slider.reading, [*slider.changes, f"{slider.path}={value}"])
        for value in (slider.value, slider.value - flip.turn.step)
    )
    assert there < 99.0 <= before


def test_every_flip_point_leads_somewhere():
    """Its turn names an input that the study takes."""
    for name in ("arms-race", "decoys", "ten-interceptors", "test-record", "shared-warning-time"):
        for flip in {flip.turn.input.split(".")[0]: flip for flip in mc.study(name).flips}.values():
            mc.study(name, **flip.turn.asked(flip.value_now))


def test_an_input_of_several_is_set_one_by_one():
    one = mc.study("shared-warning-time", **{"latency.centre": 10.0})
    other = mc.study("shared-warning-time", latency={"centre": 10.0})
    assert [row.value for row in one.readings] == [row.value for row in other.readings]
    with pytest.raises(MidcourseError):
        mc.study("shared-warning-time", **{"lateness.centre": 10.0})


def test_a_range_beyond_the_flights_is_refused():
    with pytest.raises(MidcourseError, match="does not take this value"):
        mc.study("s300-lower-tier", needed=5e6)


@pytest.mark.parametrize(("edge", "now", "at"), [(7.25, 2.0, 8.0), (7.25, 9.5, 7.0), (7.0, 2.0, 7.0)])
def test_a_turning_point_is_the_first_multiple_of_the_step_past_the_edge(edge, now, at):
    def verdict(value):
        return "below" if value < edge else "above"

    assert turning_point(now, 0.5 if now > edge else 11.0, verdict, 1.0) == at
    values = sorted([0.0, now, 11.0])
    words = [verdict(value) for value in values]
    assert nearest_turn(values, words, values.index(now), verdict, 1.0) == at


def test_what_never_turns_has_no_flip_point():
    assert nearest_turn([0.0, 1.0], ["holds", "holds"], 0, lambda _: "holds", 0.1) is None


@pytest.mark.parametrize(("now", "at"), [(3.0, 5.0), (5.0, 4.0), (9.0, 4.0)])
def test_the_other_side_of_a_least_value(now, at):
    assert other_side(5.0, now, 1.0) == at


def test_whole_numbers_are_asked_whole():
    assert Turn(input="objects", step=1.0, whole=True).asked(21.0) == {"objects": 21}
    assert Turn(input="speeds.mda", step=0.025, scale=1e3).asked(6.3) == {"speeds.mda": pytest.approx(6300.0)}
