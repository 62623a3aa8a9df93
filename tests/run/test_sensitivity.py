"""Which assumption moves the answer: against a closed form, and against whole runs with the same values set."""

import itertools
import math

import pytest

import midcourse as mc
from midcourse.errors import MidcourseError
from midcourse.exchange import run_answer
from midcourse.run.sensitivity import QUANTITIES, sensitivity

WARHEADS = 2
CLOSED = 1e-12  # of a warhead: exact law of the raid against three multiplications

SCENARIO = f"""midcourse: 1
name: one-city
question: who-is-covered
epoch: 2008-04-05T00:00:00Z
threats:
  - key: south-east
    missile: notional-irbm-4000
    launch: {{latitude_deg: 38.08, longitude_deg: 46.29}}
    aim: {{countries: [CZ], cities_over: 500000}}
    count: {WARHEADS}
sensors:
  - {{key: dsp-10e, satellite: dsp, longitude_deg: 10, owner: US, host: US}}
batteries:
  - {{key: north, interceptor: gbi-two-stage@mda, site: redzikowo, owner: US, host: PL, ready: 10}}
command: {{needs: sight-from-any, track_s: 20, decide_s: 40, launch_prepare_s: 10, latency_s: 0}}
doctrine: {{name: shoot-look-shoot, looks: 1}}
kill: {{reliability: {{low: 0.5, value: 0.8, high: 1.0}}, hit: {{low: 0.3, value: 0.6, high: 0.9}}}}
protect: {{countries: [CZ, DK]}}
readings:
  interceptor: {{mda: {{}}, lewis-postol: {{batteries.north.interceptor: gbi-two-stage@lewis-postol}}}}
replicates: 100
seed: 3
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("sensitivity") / "one-city.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def found(file):
    return sensitivity(file, asked={"command.consult_s": (0.0, 1200.0)})


def leakers(reliability, hit):
    """Mean of warheads that get through when each meets one shot."""
    return WARHEADS * (1.0 - reliability * hit)


def run(file, *changes, reading="mda"):
    """Answer of a whole run for one reading."""
    done = mc.run(file, readings=[reading], changes=changes, seed=3, replicates=100)
    return run_answer.run(done)["readings"][0]


def by_path(found):
    return {one.varied.path: one for one in found.effects}


def test_chances_of_a_shot_move_the_answer_as_the_closed_form_says(found):
    effects = by_path(found)
    assert found.base.of("leakers") == pytest.approx(leakers(0.8, 0.6), abs=CLOSED)
    for path, low, high in (("kill.hit", (0.8, 0.3), (0.8, 0.9)), ("kill.reliability", (0.5, 0.6), (1.0, 0.6))):
        assert effects[path].at_low.of("leakers") == pytest.approx(leakers(*low), abs=CLOSED)
        assert effects[path].at_high.of("leakers") == pytest.approx(leakers(*high), abs=CLOSED)
        assert effects[path].swing("leakers", found.base) == pytest.approx(leakers(*low) - leakers(*high), abs=CLOSED)


def test_two_chances_together_do_what_their_product_says(found):
    (pair,) = (one for one in found.pairs if {each.path for each in one.varied} == {"kill.hit", "kill.reliability"})
    expected = -WARHEADS * (1.0 - 0.5) * (0.9 - 0.3)
    assert pair.interplay("leakers") == pytest.approx(expected, abs=CLOSED)


def test_too_long_a_consultation_lets_all_through_and_nothing_else_matters_then(found):
    assert by_path(found)["command.consult_s"].at_high.of("leakers") == WARHEADS
    assert found.greatest_corner[1].of("leakers") == WARHEADS
    assert found.least_corner[1].of("leakers") == pytest.approx(leakers(1.0, 0.9), abs=CLOSED)


def test_values_stand_in_the_order_of_their_swings_and_the_first_are_paired(found):
    swings = [one.swing("leakers", found.base) for one in found.effects]
    assert swings == sorted(swings, reverse=True)
    first = {one.varied.path for one in found.effects[:3]}
    assert first == {"command.consult_s", "kill.hit", "kill.reliability"}
    assert {frozenset(each.path for each in one.varied) for one in found.pairs} == {
        frozenset(pair) for pair in itertools.combinations(first, 2)
    }


@pytest.mark.parametrize("path", ["kill.hit", "command.decide_s", "command.consult_s"])
def test_each_end_is_a_whole_run_with_that_value_set(file, found, path):
    effect = by_path(found)[path]
    for end, answers in ((effect.varied.low, effect.at_low), (effect.varied.high, effect.at_high)):
        row = run(file, *effect.varied.at(end))
        assert answers.p_no_leaker.exact == row["p_no_leaker"]["exact"]
        assert answers.p_no_leaker.sampled == row["p_no_leaker"]["sampled"]
        assert answers.leakers.sampled == row["leakers"]["mean"]
        undefended = sum(one["status"] in ("undefended", "partly") for one in row["countries"])
        assert answers.members_undefended == undefended


def test_readings_stand_beside_as_whole_runs_give_them(file, found):
    ((axis, rows),) = found.axes
    assert axis == "interceptor"
    assert [option for option, _, _ in rows] == ["mda", "lewis-postol"]
    for option, name, answers in rows:
        row = run(file, reading=option)
        assert name == option
        assert answers.p_no_leaker.exact == row["p_no_leaker"]["exact"]


def test_another_reading_is_asked_about_with_its_own_values(file, found):
    other = sensitivity(file, reading="lewis-postol", pairs=0)
    assert other.base == {option: one for option, _, one in found.axes[0][1]}["lewis-postol"]
    assert other.pairs == ()


def test_a_loaded_scenario_is_asked_about_with_its_changes(file):
    for source in (file, "european-site-2008"):
        changes = ["kill.hit.value=0.5"]
        loaded = sensitivity(mc.load(source, changes), pairs=0, stated_only=True, replicates=100)
        assert loaded.base == sensitivity(source, changes=changes, pairs=0, stated_only=True, replicates=100).base
        assert loaded.changes == tuple(changes)


def test_every_quantity_can_be_asked_about(file):
    for name in QUANTITIES:
        told = sensitivity(file, by=name, pairs=0, stated_only=True)
        assert math.isfinite(told.base.of(name))
        assert told.least_corner[1].of(name) <= told.base.of(name) <= told.greatest_corner[1].of(name)


def test_what_a_value_cannot_be_is_told_and_not_asked(file):
    with pytest.raises(MidcourseError, match="kill"):
        sensitivity(file, asked={"kill.hit": (0.5, 1.5)})


@pytest.mark.parametrize(
    ("asked", "words"),
    [({"by": "casualties"}, "quantity"), ({"reading": "fast"}, "reading"), ({"pairs": 99}, "pairs")],
)
def test_what_there_is_not_is_told(file, asked, words):
    with pytest.raises(MidcourseError, match=words):
        sensitivity(file, **asked)
