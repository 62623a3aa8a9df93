"""Studies: arithmetic by hand, and each answer turned round by moving one input."""

import datetime
import json
import math
from typing import ClassVar

import numpy as np
import pytest

import midcourse as mc
from midcourse.errors import MidcourseError
from midcourse.run import studies
from midcourse.scenario import claims

ROUNDING = 1e-12  # a few products
HAIR = 1e-8  # a flip point of an exact value lies a billionth past it
FLIP_SPEED = 100.0  # m/s: between speeds flown 500 m/s apart the latest launch is taken as linear
WORTH_OF_CLIMB = (
    0.6  # km/s: burnout at 200 km with 6.3 km/s is as good as 6.6 from the ground, and lags are 0.1 to 0.2 wrong
)


def verdicts(found):
    return {row.reading: row.verdict for row in found.readings}


def value(found, reading):
    return next(row for row in found.readings if row.reading == reading)


SMALL = {  # the same questions of few places, so that each is asked in seconds
    "who-is-covered": {"changes": ('protect={"countries": ["PL", "TR"]}',), "delays": (300.0,), "shots": (1, 2)},
    "what-would-cover-everyone": {"date": "1952-02-18", "spacing": math.radians(6.0), "kinds": {"fast": 9e3}},
    "enlargement": {"countries": ("MK", "GE"), "dates": ("1949-01-01",), "delays": (60.0, 300.0)},
}


@pytest.mark.parametrize("name", studies.names())
def test_every_study_is_whole(name):
    found = mc.study(name, **SMALL.get(name, {}))
    stances = {one.stance for one in found.claim.said}
    assert stances == {"for", "against"}  # both sides are heard
    assert found.claim.left_out
    assert found.readings
    assert {row.reading for row in found.flips} == {row.reading for row in found.readings}
    for flip in found.flips:
        low, high = flip.plausible_range
        assert low < high
        assert flip.value_at_flip is None or low <= flip.value_at_flip <= high
    assert all(len(line.x) == len(line.y) for line in found.chart.lines)
    assert all(name and source for name, _, _, source in found.inputs)


@pytest.mark.parametrize("name", studies.names())
def test_the_files_of_claims_hold_no_answer(name):
    """A study computes: neither a verdict nor a number of an answer stands in its claim."""
    said = claims.claim(name)
    words = " ".join((said.title, said.claim, said.quantity, *said.left_out)).split()
    assert not set(words) & {"holds", "fails", "depends"}


class TestTenInterceptors:
    def test_the_share_is_that_of_perfect_independent_shots(self):
        found = mc.study("ten-interceptors")
        assert value(found, "perfect+independent").value == pytest.approx(10 / 3379, rel=ROUNDING)
        assert value(found, "middle+common-cause").value == pytest.approx(10 * 0.55 * 0.9 / 3379, rel=ROUNDING)

    def test_a_small_force_turns_it_round(self):
        assert set(verdicts(mc.study("ten-interceptors")).values()) == {"holds"}
        assert set(verdicts(mc.study("ten-interceptors", force=100)).values()) == {"fails"}

    def test_it_turns_at_the_number_it_says(self):
        row = next(f for f in mc.study("ten-interceptors").flips if f.reading == "middle+independent")
        at = int(row.value_at_flip)
        assert verdicts(mc.study("ten-interceptors", interceptors=at))["middle+independent"] == "fails"
        assert verdicts(mc.study("ten-interceptors", interceptors=at - 1))["middle+independent"] == "holds"

    def test_the_chart_counts_what_a_salvo_stops(self):
        lines = {line.name: line for line in mc.study("ten-interceptors").chart.lines}
        perfect = lines["one shot kills with 1"]
        assert perfect.y == pytest.approx(np.minimum(perfect.x, 10), abs=ROUNDING)


class TestTestRecord:
    @pytest.mark.parametrize(("hits", "tests"), [(10, 18), (5, 8)])
    def test_interceptors_needed_are_those_of_counting_by_hand(self, hits, tests):
        """Two looks, the second spends all: for one warhead the chance is 1 - (1 - p)^n."""
        found = mc.study("test-record", warheads=1, counts={"one": (hits, tests, "act2017")})
        p = hits / tests
        by_hand = math.ceil(math.log(0.1) / math.log(1.0 - p))
        assert value(found, "one").value == by_hand

    def test_more_tests_of_the_same_ratio_turn_it_round(self):
        few = mc.study("test-record")
        assert set(verdicts(few).values()) == {"holds"}
        many = {name: (20 * hits, 20 * tests, source) for name, (hits, tests, source) in
                {"10-of-18": (10, 18, "act2017")}.items()}  # fmt: skip
        assert verdicts(mc.study("test-record", counts=many)) == {"10-of-18": "fails"}

    def test_a_failure_that_all_share_leaves_no_number(self):
        found = mc.study("test-record", common_mode=0.2)
        assert {row.value for row in found.readings} == {None}
        assert set(verdicts(found).values()) == {"cannot-say"}


class TestDecoys:
    @pytest.mark.parametrize(("objects", "share"), [(10, 1.0), (20, 0.5), (50, 0.2)])
    def test_twenty_objects_halve_it_and_fifty_divide_it_by_five(self, objects, share):
        found = mc.study("decoys", objects=objects)
        assert value(found, "picks-by-chance").value == pytest.approx(0.55 * share, rel=ROUNDING)

    def test_knowing_the_warhead_turns_it_round(self):
        assert verdicts(mc.study("decoys", selections={"a": 0.0})) == {"a": "holds"}
        assert verdicts(mc.study("decoys", selections={"a": 1.0})) == {"a": "fails"}

    def test_it_turns_at_the_chance_it_says(self):
        flip = next(f for f in mc.study("decoys").flips if f.unit == "1")
        for step, verdict in ((-0.01, "holds"), (0.01, "fails")):
            assert verdicts(mc.study("decoys", selections={"a": flip.value_at_flip + step})) == {"a": verdict}


class TestArmsRace:
    def test_the_ratio_by_hand(self):
        """One warhead in ten may pass: three shots of 0.55 leave 0.09, two leave 0.20; 3 x 71 / 52."""
        found = mc.study("arms-race")
        assert value(found, "marginal-2014").value == pytest.approx(3 * 71 / 52, rel=ROUNDING)

    def test_a_dear_missile_turns_it_round(self):
        assert verdicts(mc.study("arms-race"))["marginal-2014"] == "holds"
        assert verdicts(mc.study("arms-race", missile_cost=2e9))["marginal-2014"] == "fails"

    def test_it_turns_at_the_cost_it_says(self):
        found = mc.study("arms-race")
        flip = next(f for f in found.flips if f.reading == "unit-2021")
        at = value(mc.study("arms-race", missile_cost=flip.value_at_flip), "unit-2021")
        assert at.value == pytest.approx(1.0, rel=HAIR)

    def test_a_stock_against_a_force_by_hand(self):
        """Three shots of 0.55 at each: a hundred last for 33, the 34th gets one; of 1,200 the mean stopped is small."""
        found = mc.study("arms-race")
        row = next(row for row in found.sheets[0].rows if row[0] == "threshold" and row[2] == 100)
        assert row[3:5] == (3, 33)
        assert row[5] == pytest.approx(33 * (1.0 - 0.45**3) + 0.55, rel=ROUNDING)
        assert row[5] + row[6] == pytest.approx(1200, rel=ROUNDING)

    def test_a_stock_larger_than_the_force_does_not_run_out(self):
        found = mc.study("arms-race")
        row = next(row for row in found.sheets[0].rows if row[0] == "china-2000" and row[2] == 100)
        assert row[4] == 20
        assert row[7] == pytest.approx(1.0 - 0.45**3, rel=ROUNDING)

    def test_where_no_number_is_enough_the_defence_never_pays(self):
        found = mc.study("arms-race", common_mode=0.2)
        assert {row.value for row in found.readings} == {None}
        assert set(verdicts(found).values()) == {"holds"}


class TestTreaty2001:
    def test_the_day_turns_it_round(self):
        """In force to 12 June 2002 [pnnd2002]; what was a breach the day before is none the day after."""
        first = verdicts(mc.study("treaty-2001", scenarios=("european-site-2008",), dates=("2002-06-12",)))
        after = verdicts(mc.study("treaty-2001", scenarios=("european-site-2008",), dates=("2002-06-13",)))
        assert first["european-site-2008+US"] == "holds"
        assert after["european-site-2008+US"] == "fails"

    def test_the_party_turns_it_round(self):
        """Nothing of the site is Russia's own."""
        found = verdicts(mc.study("treaty-2001", scenarios=("european-site-2008",)))
        assert found == {"european-site-2008+US": "holds", "european-site-2008+RU": "fails"}

    def test_it_turns_on_the_day_it_says(self):
        found = mc.study("treaty-2001", scenarios=("european-site-2008",), parties=("US",))
        days = (datetime.date(2002, 6, 13) - datetime.date(2001, 5, 30)).days
        assert [row.value_at_flip for row in found.flips] == [days]

    def test_the_count_is_that_of_the_rules_at_the_single_question(self):
        found = mc.study("treaty-2001", scenarios=("european-site-2008",), parties=("US",))
        rules = mc.treaty("european-site-2008", "2001-05-30", "US").rules
        broken = {row.rule for row in rules if row.verdict == "breach" and row.reading is None}
        assert value(found, "european-site-2008+US").value == len(broken)
        assert broken >= {"deploy-abroad", "one-area"}  # two sites, both outside the national territory

    def test_the_table_holds_every_verdict_of_every_day(self):
        found = mc.study("treaty-2001", scenarios=("european-site-2008",), parties=("US",))
        (sheet,) = found.sheets
        rows = [row for row in sheet.rows if row[2] == "one-area"]
        assert {row[6:] for row in rows} == {("breach", "breach", "breach *", "breach *")}


@pytest.fixture(scope="module")
def russia():
    return mc.study("aimed-at-russia")


@pytest.fixture(scope="module")
def two_members():
    changes = ('protect={"countries": ["PL", "TR"]}',)
    return mc.study("who-is-covered", changes=changes, delays=(120.0, 300.0, 900.0))


class TestWhoIsCovered:
    def test_the_members_are_those_of_the_defended_area(self, two_members):
        """The other door to the same question: `mc.footprint`, by the engagement room's own chain and reasons."""
        other = mc.footprint("european-site-2008", changes=('protect={"countries": ["PL", "TR"]}',),
                             readings=("mda+mean-42kw",), resolution_deg=10.0, adaptive=False)  # fmt: skip
        (row,) = other.readings
        status = dict(zip(row.countries.code.tolist(), row.words("countries"), strict=True))
        members = two_members.sheets[0]
        column = members.columns.index("mda+mean-42kw")
        assert {one[0]: one[column] for one in members.rows} == status
        assert value(two_members, "mda+mean-42kw+shots-1").value == sum(word != "defended" for word in status.values())

    def test_a_long_delay_turns_it_round(self):
        """Poland alone: within reach of the site at once, out of it after a quarter of an hour."""
        alone = {"changes": ('protect={"countries": ["PL"]}',), "shots": (1,)}
        quick = mc.study("who-is-covered", delay=120.0, delays=(120.0,), **alone)
        slow = mc.study("who-is-covered", delay=900.0, delays=(900.0,), **alone)
        assert set(verdicts(quick).values()) == {"fails"}
        assert set(verdicts(slow).values()) == {"holds"}

    def test_more_delay_or_more_shots_never_cover_more(self, two_members):
        for line in two_members.chart.lines:
            assert (np.diff(line.y) >= 0).all()
        people = two_members.sheets[2]
        for row in people.rows:
            assert (np.diff(row[2:]) <= 0).all()
        by_shots = {(row[0], row[1]): row[2:] for row in people.rows}
        for (name, shots), shares in by_shots.items():
            if shots > 1:
                assert (np.array(shares) <= np.array(by_shots[name, shots - 1])).all()

    def test_it_names_every_capital_and_why_it_is_not_covered(self, two_members):
        rows = {row[0]: row for row in two_members.sheets[1].rows}
        assert rows["Warsaw"][3] == rows["Ankara"][3] == "yes"
        assert rows["Warsaw"][4].startswith("defended (")
        assert rows["Ankara"][4] == "undefended: no-track"  # below the horizon of both radars; satellites give none


class TestWhatWouldCoverEveryone:
    COARSE: ClassVar = {"spacing": math.radians(6.0), "kinds": {"fast": 9e3}}

    def test_the_members_of_the_day_turn_it_round(self):
        """Those of 1951, without Greece and Turkey: no gap; those of 1952: one that a second site does not close."""
        before = mc.study("what-would-cover-everyone", date="1952-02-17", **self.COARSE)
        after = mc.study("what-would-cover-everyone", date="1952-02-18", **self.COARSE)
        assert set(verdicts(before).values()) == {"holds"}
        assert verdicts(after)["as-planned+fast"] == "fails"

    def test_an_earlier_cue_never_leaves_more_out(self):
        found = mc.study("what-would-cover-everyone", date="1952-02-18", **self.COARSE)
        left = [row.value for row in found.readings]
        assert left == sorted(left, reverse=True)
        speeds = found.sheets[1]
        assert {row[0] for row in speeds.rows} >= {"TR"}

    def test_the_best_second_site_is_that_of_the_engine_at_the_door(self):
        """The site that it found, put into the file by hand with the forward radar, against `mc.footprint`."""
        found = mc.study("what-would-cover-everyone", date="1952-02-18", **self.COARSE)
        row = next(row for row in found.sheets[0].rows if row[0] == "as-planned+fast")
        second = {"key": "second", "interceptor": "gbi-two-stage@lewis-postol", "latitude_deg": row[2],
                  "longitude_deg": row[3], "owner": "US", "host": "US", "ready": 10}  # fmt: skip
        first = {"key": "poland", "interceptor": "gbi-two-stage@mda", "site": "redzikowo", "owner": "US",
                 "host": "PL", "ready": 10}  # fmt: skip
        radars = {"emr": ("european-midcourse-radar@mean-170kw", "brdy"), "fylingdales": ("fylingdales",) * 2}
        sensors = [{"key": key, "radar": radar, "site": site, "owner": "US", "host": "US"}
                   for key, (radar, site) in radars.items()]  # fmt: skip
        changes = ('protect={"countries": ["GR", "TR"]}', f"sensors={json.dumps(sensors)}",
                   f"batteries={json.dumps([first, second])}")  # fmt: skip
        (door,) = mc.footprint("alliance-2008", changes=changes, readings=("lower-tier+mda",), resolution_deg=8.0,
                               adaptive=False).readings  # fmt: skip
        left = dict(zip(door.countries.code.tolist(), door.words("countries"), strict=True))
        told = {one.split(" ")[0] for one in row[6].split(", ")}
        assert {code for code, word in left.items() if word != "defended"} == told & {"GR", "TR"}


NOBODY = {"dates": ("1949-01-01",), "delays": (102.0,)}  # no members: only the countries asked about are flown to


class TestEnlargement:
    def test_a_slow_decision_turns_it_round(self):
        """Croatia: under the site's cover when it is decided within a minute, outside when it takes ten."""
        as_written = verdicts(mc.study("enlargement", countries=("HR",), **NOBODY))
        slow = verdicts(mc.study("enlargement", countries=("HR",), changes=("command.decide_s=600",), **NOBODY))
        assert set(as_written.values()) == {"fails"}
        assert set(slow.values()) == {"holds"}

    def test_the_batteries_that_it_says_close_the_gap_at_the_door_of_the_defended_area(self):
        """Two batteries with their radars, put into the file by hand, defend Georgia; the first alone does not."""
        found = mc.study("enlargement", countries=("GE",), **NOBODY)
        row = next(row for row in found.sheets[0].rows if row[1] == "mda")
        assert (row[6], row[7]) == (2, 1.0)
        sites = {"Tbilisi": (41.6914, 44.8341), "Batumi": (41.64228, 41.63392)}  # [geonames]
        assert set(row[8].split(", ")) == set(sites)
        for kept, status in ((("Batumi",), "partly"), (tuple(sites), "defended")):
            assert _georgia_with([sites[name] for name in kept]) == status

    def test_the_slider_of_a_flip_point_turns_it(self):
        """The delay at which Croatia's verdict is another, as a value of `command.decide_s` of the scenario."""
        found = mc.study("enlargement", countries=("HR",), dates=NOBODY["dates"], delays=(102.0, 240.0))
        flip = next(row for row in found.flips if row.reading == "croatia+mda")
        assert (flip.slider.scenario, flip.slider.reading) == ("alliance-2008", "site-alone+mda")
        assert flip.slider.value - 60.0 == pytest.approx(flip.value_at_flip - flip.value_now)  # 60 s in the file
        there = mc.study(
            "enlargement", countries=("HR",), changes=(f"{flip.slider.path}={flip.slider.value}",), **NOBODY
        )
        assert _kind(there) != _kind(found)
        assert all(row.slider is None for row in there.flips)  # no slider of a scenario that was changed

    @pytest.mark.parametrize(("date", "word"), [("2009-03-31", "no member"), ("2009-04-01", "member")])
    def test_croatia_is_a_member_from_its_day_on(self, date, word):
        found = mc.study("enlargement", countries=("HR",), date=date, **NOBODY)
        assert {(row[2], row[3]) for row in found.sheets[0].rows} == {(word, "2009-04-01")}

    def test_a_lower_tier_never_takes_cover_away(self):
        found = mc.study("enlargement", countries=("AL", "MK"), **NOBODY)
        assert {row[5] for row in found.sheets[0].rows} == {"defended"}
        assert "undefended" in {row[4] for row in found.sheets[0].rows}


def _kind(found):
    """Whether nobody, some or all of the first country's threatened people are defended."""
    return np.sign(found.readings[0].value) + (found.readings[0].value >= 1.0)


def _georgia_with(sites):
    """Status of Georgia with lower-tier batteries and radars at some places, by `mc.footprint`."""
    places = [{"latitude_deg": a, "longitude_deg": b, "owner": "GE", "host": "GE"} for a, b in sites]
    towards = {41.6914: 163.0, 41.64228: 134.0}  # deg, the launch area from either place
    sensors = [{"key": f"radar-{k}", "radar": "tpy-2", "boresight_deg": towards[place["latitude_deg"]], **place}
               for k, place in enumerate(places)]  # fmt: skip
    batteries = [{"key": f"battery-{k}", "interceptor": "thaad", "ready": 48, **place}
                 for k, place in enumerate(places)]  # fmt: skip
    site = {"key": "poland", "interceptor": "gbi-two-stage@mda", "site": "redzikowo", "owner": "US", "host": "PL",
            "ready": 10}  # fmt: skip
    changes = ('protect={"countries": ["GE"]}', f"sensors={json.dumps(sensors)}",
               f"batteries={json.dumps([site, *batteries])}", "command.shares={}")  # fmt: skip
    (row,) = mc.footprint("alliance-2008", changes=changes, readings=("lower-tier+mda",), resolution_deg=2.0,
                          adaptive=False).readings  # fmt: skip
    return dict(zip(row.countries.code.tolist(), row.words("countries"), strict=True))["GE"]


class TestAimedAtRussia:
    def test_speed_turns_it_round(self):
        slow = mc.study("aimed-at-russia", speeds={"a": 4.2e3})
        assert set(verdicts(slow).values()) == {"holds"}
        fast = mc.study("aimed-at-russia", speeds={"a": 9.5e3})
        assert set(verdicts(fast).values()) == {"fails"}

    def test_a_longer_delay_and_a_watching_radar_never_meet_more(self, russia):
        lines = {line.name: line.y for line in russia.chart.lines}
        for y in lines.values():
            assert (np.diff(y) <= 0).all()
        for speed in ("mda", "lewis-postol", "motors-light"):
            assert (lines[f"{speed}+seen"] <= lines[f"{speed}+unseen"]).all()
        for view in ("seen", "unseen"):
            assert (lines[f"mda+{view}"] <= lines[f"lewis-postol+{view}"]).all()

    @pytest.mark.slow
    def test_it_turns_at_the_delay_and_the_speed_it_says(self, russia):
        flips = {(row.reading, row.parameter): row.value_at_flip for row in russia.flips}
        at = flips["mda+seen", "delay"]
        for delay, met in ((at - 2.0, True), (at + 2.0, False)):
            row = value(mc.study("aimed-at-russia", delay=delay), "mda+seen")
            assert (row.value > 0) is met
        at = 1e3 * flips["mda+seen", "burnout speed"]
        for speed, met in ((at + FLIP_SPEED, True), (at - FLIP_SPEED, False)):
            row = value(mc.study("aimed-at-russia", speeds={"a": speed}), "a+seen")
            assert (row.value > 0) is met

    def test_a_flight_is_met_where_its_required_speed_with_lags_is_near_the_speed(self, russia):
        """Two ways to one answer: the latest launch, flown, and the impulsive speed with lags that is asked for."""
        (sheet,) = russia.sheets
        rows = [dict(zip(sheet.columns, row, strict=True)) for row in sheet.rows]
        sure = [
            (row["required_km_s_with_lags_unseen"], row["latest_launch_s_mda_unseen"] >= 300.0)
            for row in rows
            if row["missile"] in ("ss-18", "ss-19")  # the solid ones come down past the reach of a flat flight
        ]
        assert len(sure) > 10
        assert all(met for speed, met in sure if speed <= 6.3)
        assert not any(met for speed, met in sure if speed >= 6.3 + WORTH_OF_CLIMB)

    def test_missiles_that_can_stop_fly_lower(self, russia):
        other = mc.study("aimed-at-russia", cut_off=True)
        told = f"would be {value(other, 'mda+seen').value:.0f} of"
        assert any(told in note for note in russia.notes)


def test_what_cannot_be_asked_is_refused():
    for wrong in ({"name": "moon"}, {"name": "decoys", "warp": 9}, {"name": "decoys", "readings": ("moon",)}):
        with pytest.raises(MidcourseError):
            mc.study(**wrong)


def test_a_reading_is_picked_by_its_name_or_by_one_of_its_axes():
    names = [row.reading for row in mc.study("ten-interceptors", readings=("perfect",)).readings]
    assert names == ["perfect+independent", "perfect+common-cause"]
