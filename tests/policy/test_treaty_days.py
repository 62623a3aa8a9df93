"""policy.treaty on the days around each change, its parties, and its limits against the published ones.

The limits are written here a second time, by hand, from published outlines [abm-areas; abm-outline; state1997].
"""

import dataclasses
import datetime

import pytest

from midcourse.errors import MidcourseError
from midcourse.policy import treaty

from . import treaty_parts as made
from .treaty_parts import BOOK, DAY, FIELD, battery, deploy, north, patriot, radar, russian, verdicts, warning

NOTHING = deploy()
OUTSIDE = north(FIELD, 4000e3)
SPHERE = 1e-6  # both are the same sphere; rounding only


def test_a_region_outside_every_area_is_a_breach_and_says_how_far():
    (row,) = [r for r in treaty.judge(BOOK, deploy(battery(**OUTSIDE)), DAY, "US") if r.rule == "region"]
    assert row.verdict == "breach"
    assert row.value == pytest.approx(4000e3, rel=SPHERE)


def test_both_areas_are_open_until_the_protocol_and_one_from_its_first_day():
    """24 May 1976 is the first day with one area."""
    both = deploy(battery(), battery(key="b", latitude=made.WASHINGTON[0], longitude=made.WASHINGTON[1]))
    before, on = datetime.date(1976, 5, 23), datetime.date(1976, 5, 24)
    assert verdicts("areas-number", both, before) == ["ok"]
    assert verdicts("areas-number", both, on) == ["breach"]
    assert verdicts("capital-launchers", both, before) == ["ok"]
    assert verdicts("capital-launchers", both, on) == ["not-applicable"]
    assert set(verdicts("region", both, before)) == {"not-applicable"}
    assert "breach" in verdicts("region", both, on)


def test_an_area_of_which_nobody_says_where_it_lies_is_named():
    """Before the Protocol the Soviet Union could have had a second area; its place is no published choice."""
    day, site = datetime.date(1973, 1, 1), deploy(russian(battery(), **north(made.MOSCOW, 2000e3)))
    for key in ("region", "field-launchers", "field-area-radius"):
        rows = [row for row in treaty.judge(BOOK, site, day, "RU") if row.rule == key]
        assert [row.verdict for row in rows] == ["cannot-say"]
        assert "treaty.field" in rows[0].why
    there = {("RU", "field"): (made.MOSCOW[0] + 2000e3 / made.RADIUS, made.MOSCOW[1])}
    known = dataclasses.replace(site, centres=made.CENTRES | there)
    assert verdicts("region", known, day, "RU") == ["not-applicable"]
    assert verdicts("field-launchers", known, day, "RU") == ["ok"]


def test_the_chosen_area_can_be_another():
    there = deploy(battery(latitude=made.WASHINGTON[0], longitude=made.WASHINGTON[1]), area_kind="capital")
    assert verdicts("region", there) == ["not-applicable"]
    assert verdicts("capital-interceptors", there) == ["ok"]


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("region", datetime.date(1972, 10, 3), datetime.date(2002, 6, 12)),
        ("one-area", datetime.date(1976, 5, 24), datetime.date(2002, 6, 12)),
    ],
)
def test_in_force_from_the_first_day_to_the_day_before_the_end(key, first, last):
    def in_force(day):
        return {
            r.instrument_in_force for r in treaty.judge(BOOK, deploy(battery(**OUTSIDE)), day, "US") if r.rule == key
        }

    one = datetime.timedelta(days=1)
    assert [in_force(day) for day in (first - one, first, last, last + one)] == [{False}, {True}, {True}, {False}]


@pytest.mark.parametrize("day", ["1997-09-26", "2000-05-01", "2001-05-30", "2026-01-01"])
def test_the_statements_of_1997_are_in_force_on_no_date(day):
    rows = treaty.judge(BOOK, deploy(patriot()), datetime.date.fromisoformat(day), "US")
    assert not any(row.instrument_in_force for row in rows if row.instrument == "statements-1997")
    assert any(row.instrument == "statements-1997" for row in rows)


@pytest.mark.parametrize(
    ("key", "signed"),
    [
        ("region", datetime.date(1972, 5, 26)),
        ("swap", datetime.date(1974, 7, 3)),
        ("tmd-space", datetime.date(1997, 9, 26)),
    ],
)
def test_between_signature_and_force_a_row_says_so(key, signed):
    def said(day):
        rows = treaty.judge(BOOK, deploy(battery(**OUTSIDE)), day, "US")
        return next(row.why for row in rows if row.rule == key)

    assert "signed, not in force" in said(signed)
    assert "signed, not in force" not in said(signed - datetime.timedelta(days=1))


def test_a_breach_is_shown_on_every_date():
    for day in ("1960-01-01", "2001-05-30", "2002-06-13", "2030-01-01"):
        assert verdicts("region", deploy(battery(**OUTSIDE)), datetime.date.fromisoformat(day)) == ["breach"]


def test_withdrawal_after_six_months_of_notice_passes_and_before_the_notice_there_is_none():
    on, before = datetime.date(2001, 12, 13), datetime.date(2001, 12, 12)
    assert verdicts("withdraw", NOTHING, on) == ["ok"]
    assert verdicts("withdraw", NOTHING, before) == ["not-applicable"]
    assert verdicts("withdraw", NOTHING, on, "RU") == ["not-applicable"]


@pytest.mark.parametrize(
    ("key", "preset", "verdict"), [("tmd-certified", "pac-3", "ok"), ("tmd-certified", "x", "not-applicable")]
)
def test_what_its_owner_found_compliant(key, preset, verdict):
    assert verdicts(key, deploy(patriot(preset=preset))) == [verdict]


def test_a_rule_from_memory_says_so_with_every_verdict():
    rows = treaty.judge(BOOK, deploy(battery(), radar(), warning(), patriot()), DAY, "US")
    for row in rows:
        assert ("rule from memory" in row.why) == BOOK.rules[row.rule].from_memory
        assert ("1976-05-24, is from memory" in row.why) == (row.instrument == "protocol-1974")


STEPS = {
    "ground-breaking": "2001-05-01",
    "first-concrete": "2001-06-01",
    "foundation": "2001-12-01",
    "rails": "2002-05-01",
}


def test_month_by_month_each_reading_has_its_own_first_breach():
    """A radar abroad of every area, built in the steps of the plans of 2000 [cbs2000; ap2000]; days are made up."""
    built = {step: datetime.date.fromisoformat(day) for step, day in STEPS.items()}
    months = [datetime.date(2000 + (5 + k) // 12, (5 + k) % 12 + 1, 1) for k in range(25)]  # June 2000 to June 2002
    site = deploy(radar(construction=built, **OUTSIDE))
    for step, day in built.items():
        found = [verdicts("radar-construction", site, month, reading=step)[0] for month in months]
        assert months[found.index("breach")] == day
        assert set(found[found.index("breach") :]) == {"breach"}
    over = [verdicts("radar-construction", site, month)[0] for month in months]
    assert [over.count(word) for word in ("ok", "disputed", "breach")] == [11, 12, 2]


def test_the_unamended_rules_do_not_let_the_plan_of_2000_pass():
    """A hundred interceptors in the north-west and a new radar on an island [act2000]: its own paper says so."""
    plan = deploy(
        battery(key="alaska", **north(FIELD, 3900e3)), radar(key="island", mean_power=1e6, **north(FIELD, 5000e3))
    )
    breaches = {row.rule for row in treaty.judge(BOOK, plan, DAY, "US") if row.verdict == "breach"}
    assert {"region", "field-area-radius", "areas-number", "phased-array-potential"} <= breaches


def test_only_the_partys_own_parts_are_judged():
    assert verdicts("region", deploy(battery(owner="IL", **OUTSIDE))) == ["not-applicable"]
    assert verdicts("region", deploy(russian(battery(), **OUTSIDE)), DAY, "RU") == ["breach"]


def test_a_part_whose_role_is_not_stated_leaves_a_count_alone_that_it_cannot_turn():
    many = deploy(battery(ready=101), battery(key="b", purpose=None, tested=None, ready=1))
    assert verdicts("field-launchers", many) == ["breach"]


@pytest.mark.parametrize(
    ("parts", "party"),
    [
        ((battery(ready=5), russian(battery(ready=6))), "RU"),
        ((battery(ready=6), russian(battery(ready=5))), "US"),
        ((battery(ready=5), russian(battery(ready=5))), "US"),
        ((), "US"),
        ((battery(ready=50, owner="IL"), russian(battery(ready=1))), "RU"),
        ((battery(ready=50, owner="IL"),), "US"),
    ],
)
def test_the_party_is_the_owner_of_most_interceptors(parts, party):
    assert treaty.default_party(BOOK, parts) == party


def test_no_such_party_and_no_such_day():
    with pytest.raises(MidcourseError, match="no such party"):
        treaty.judge(BOOK, NOTHING, DAY, "FR")
    with pytest.raises(MidcourseError, match="no such date"):
        treaty.read_day("2001-02-30")


LIMITS = {  # [abm-areas; abm-outline; state1997; abm-protocol1974], SI
    "capital-area-radius": 150e3,
    "capital-launchers": 100,
    "capital-interceptors": 100,
    "capital-radar-complexes": 6,
    "field-area-radius": 150e3,
    "field-launchers": 100,
    "field-interceptors": 100,
    "field-large-radars": 2,
    "field-small-radars": 18,
    "areas-number": 2,
    "areas-apart": 1300e3,
    "test-launchers": 15,
    "multi-launch": 1,
    "multi-warhead-interceptor": 1,
    "phased-array-potential": 3e6,
    "withdraw": 6,
    "one-area": 1,
    "swap": 1,
    "tmd-lower-speed": 3000.0,
    "tmd-target-speed": 5000.0,
    "tmd-target-range": 3500e3,
    "tmd-plans": 5500.0,
}


@pytest.mark.parametrize("key", LIMITS)
def test_a_limit_is_the_published_one(key):
    assert BOOK.rules[key].limit == LIMITS[key]


FORGETTABLE = (
    *("purpose", "basing", "tested", "deployed", "rounds", "rapid_reload", "kill_vehicles", "speed", "object_speed"),
    *("phased", "mean_power", "aperture", "border_distance", "land_ahead"),
)
WORST = (
    battery(basing="mobile", rounds=4, rapid_reload=True, kill_vehicles=3, **OUTSIDE),
    patriot(object_speed=7000.0, speed=7000.0, tested=True),
    patriot(key="plain", object_speed=7000.0, speed=7000.0, preset="thaad"),
    radar(mean_power=1e6, basing="sea", **OUTSIDE),
    warning(border_distance=900e3, land_ahead=(3e6,), serves=("silos",)),
    warning(key="abroad", host="GL", serves=("silos",)),
)


@pytest.mark.parametrize("name", FORGETTABLE)
def test_forgetting_an_input_never_makes_a_pass(name):
    def passes(parts):
        rows = treaty.judge(BOOK, deploy(*parts), DAY, "US")
        return {(row.rule, row.reading) for row in rows if row.verdict == "ok"}

    before = passes(WORST)
    for number, part in enumerate(WORST):
        forgotten = (*WORST[:number], dataclasses.replace(part, **{name: None}), *WORST[number + 1 :])
        assert passes(forgotten) <= before
