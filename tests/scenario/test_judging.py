"""What a scenario deploys as the treaty's rules see it, and the answer for a scenario, against what history says of it.

Referents: the Soviet Union said in September 1989 that its radar at Yeniseysk was a violation, and nobody said so
of those at Pechora and Gabala [krasnoyarsk]; a site abroad is outside the national territory whatever else is argued.
"""

import datetime
import json

import pytest

from midcourse.errors import CatalogError, MidcourseError, ScenarioError
from midcourse.policy.treaty_records import BASINGS, PURPOSES, STEPS
from midcourse.scenario import catalog, load, models, treaty_book, tree
from midcourse.scenario.deploying import deployment_of
from midcourse.scenario.judging import told_briefly, treaty_of
from midcourse.scenario.loading import read_text

SITE = "european-site-2008"
PARTIES = treaty_book.rulebook().parties


def rows(changes=(), date="2001-05-30", party=None, source=SITE):
    return treaty_of(load(source, changes), date, party).rules


def verdicts(key, *changes, **asked):
    """{what a row applies to: verdict} of one rule."""
    return {row.applies_to: row.verdict for row in rows(changes, **asked) if row.rule == key and row.reading is None}


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The built-in scenario without readings, as a file: its parts can be exchanged for any others."""
    data = tree.read_tree(read_text(SITE)[0], SITE).value
    path = tmp_path_factory.mktemp("treaty") / "plain.yaml"
    path.write_text(json.dumps({name: value for name, value in data.items() if name != "readings"}), encoding="utf-8")
    return path


def radar(preset, **stated):
    """A change that puts one Russian radar in place of the sensors."""
    told = {"key": "one", "radar": preset, "owner": "RU", "host": "RU"} | stated
    return "sensors=[{" + ", ".join(f"{name}: {value}" for name, value in told.items()) + "}]"


@pytest.mark.parametrize(
    ("stated", "verdict"),
    [
        # its sister's antenna at the place and with the sector of the later station there: 330 to 90 deg [keeptrack]
        ({"preset": "pechora", "latitude_deg": 58.51, "longitude_deg": 92.05, "boresight_deg": 30}, "breach"),
        ({"preset": "pechora", "site": "pechora"}, "ok"),
        ({"preset": "gabala", "site": "gabala", "host": "AZ"}, "ok"),
        ({"preset": "armavir", "site": "armavir"}, "ok"),
        ({"preset": "lekhtusi", "site": "lekhtusi"}, "ok"),
        ({"preset": "pechora", "site": "pechora", "boresight_deg": 180}, "breach"),
        ({"preset": "pechora", "site": "pechora", "purpose": "space-tracking"}, "not-applicable"),
    ],
)
def test_the_radar_that_was_admitted_a_violation_is_one_and_its_sisters_are_not(plain, stated, verdict):
    found = verdicts("warning-periphery", radar(**stated), party="RU", date="1989-09-01", source=plain)
    assert found[("one",)] == verdict


def test_a_radar_of_the_soviet_union_stays_at_home_and_one_of_russia_abroad_does_not(plain):
    old = verdicts("warning-abroad", radar("gabala", site="gabala", host="AZ"), party="RU", source=plain)
    new = verdicts(
        "warning-abroad", radar("gabala", site="gabala", host="AZ", deployed="2000-01-01"), party="RU", source=plain
    )
    assert (old[("one",)], new[("one",)]) == ("ok", "breach")


def test_the_unamended_treaty_does_not_let_a_site_abroad_pass():
    breaches = {row.rule for row in rows() if row.verdict == "breach"}
    assert {"region", "field-area-radius", "deploy-abroad", "areas-number", "phased-array-potential"} <= breaches


@pytest.mark.parametrize(
    ("rule", "changes", "verdict"),
    [
        ("deploy-abroad", ("batteries.poland.host=US",), "ok"),
        ("region", ("batteries.poland.site=cavalier", "batteries.poland.host=US"), "not-applicable"),
        ("field-interceptors", ("batteries.poland.site=cavalier", "batteries.poland.ready=101"), "breach"),
        ("basing", ("batteries.poland.basing=mobile",), "breach"),
        ("multi-launch", ("batteries.poland.rounds_per_launcher=2",), "breach"),
        ("rapid-reload", ("batteries.poland.rapid_reload=false",), "ok"),
        ("transfer", ("batteries.poland.operator=PL",), "breach"),
        ("test-ranges", ("batteries.poland.test_range=kwajalein",), "ok"),
        ("territory", ("treaty={defended_share: 0.9}",), "breach"),
        ("blueprints", ("treaty={blueprints_to: [PL]}",), "breach"),
        ("swap", ("treaty={swaps: [1978-01-01]}",), "ok"),
        ("region", ("treaty={area: capital, capital: {site: redzikowo}}",), "not-applicable"),
        ("silos", ("batteries.poland.site=fort-greely",), "disputed"),
        (
            "other-principles",
            (
                "command.needs=sight-from-any",
                "sensors=[{key: eye, satellite: dsp, longitude_deg: 10, owner: US, host: US}]",
            ),
            "disputed",
        ),
    ],
)
def test_a_change_of_the_scenario_moves_the_verdict(plain, rule, changes, verdict):
    def about(found):
        return {row.verdict for row in found if row.rule == rule and row.reading is None and row.applies_to != ("emr",)}

    before, after = about(rows(source=plain)), about(rows(changes, source=plain))
    assert verdict in after
    assert verdict not in before


def test_what_readings_of_the_scenario_change_stands_once_for_each():
    """42.5 and 170 kW mean over 105 m^2: both above three million watts times square metres."""
    found = {row.applies_to: row.value for row in rows() if row.rule == "phased-array-potential" and row.value}
    assert found == {
        ("emr [mean-170kw, forward-170kw]",): 170e3 * 105.0,
        ("emr [mean-42kw]",): 42.5e3 * 105.0,
        ("forward [forward-170kw]",): 81e3 * 9.2,  # the one that is allowed
    }


def test_readings_are_told_by_the_option_that_makes_them():
    axes = {"speed": ("slow", "fast"), "radar": ("weak", "strong")}
    every = ("slow+weak", "slow+strong", "fast+weak", "fast+strong")
    assert told_briefly(["slow+weak", "fast+weak"], every, axes) == "weak"
    assert told_briefly(["slow+weak"], every, axes) == "slow+weak"
    wide = {"speed": ("slow", "fast"), "power": ("weak", "strong", "other")}
    every = [f"{s}+{p}" for s in wide["speed"] for p in wide["power"]]
    assert told_briefly([name for name in every if not name.endswith("weak")], every, wide) == "strong, other"


@pytest.mark.parametrize(
    ("date", "in_force"),
    [
        ("1972-10-02", False),
        ("1972-10-03", True),
        ("2001-05-30", True),
        ("2002-06-12", True),
        ("2002-06-13", False),
        ("2008-04-05", False),
    ],
)
def test_in_force_on_the_day_and_the_day_before(date, in_force):
    found = treaty_of(load(SITE), date)
    assert found.in_force is in_force
    assert found.party == "US"
    assert {row.rule for row in found.rules if row.verdict == "breach"} >= {"region", "deploy-abroad"}


def test_the_other_party_is_asked_about_its_own_parts_only():
    found = treaty_of(load(SITE), "2001-05-30", "RU")
    assert found.party == "RU"
    assert not [row for row in found.rules if row.verdict == "breach"]


@pytest.mark.parametrize("date", ["2001-02-30", "yesterday", ""])
def test_no_such_day(date):
    with pytest.raises(MidcourseError, match="no such date"):
        treaty_of(load(SITE), date)


@pytest.mark.parametrize(
    "change",
    [
        "sensors.emr.purpose=spying",
        "sensors.emr.basing=rail",
        "treaty={area: both}",
        "batteries.poland.operator=ZZ",
        "treaty={blueprints_to: [ZZ]}",
        "treaty={field: {site: nowhere}}",
    ],
)
def test_what_the_rules_do_not_know_is_refused(change):
    with pytest.raises(ScenarioError):
        load(SITE, (change,))


def test_the_words_of_the_file_are_those_of_the_rules():
    assert models.Purpose.__args__ == PURPOSES
    assert models.Basing.__args__ == BASINGS
    assert tuple(name.replace("_", "-") for name in models.Construction.model_fields) == STEPS


@pytest.mark.parametrize("kind", ["radars", "interceptors", "satellites"])
def test_presets_speak_the_same_words(kind):
    for key in catalog.entries(kind):
        preset = catalog.preset(kind, key)
        assert preset.si("purpose") in (None, *PURPOSES)
        assert preset.si("basing") in (None, *BASINGS)
        assert preset.si("tested_in_abm_mode") in (None, True, False, "disputed")


@pytest.mark.parametrize("key", catalog.entries("interceptors"))
def test_every_interceptor_can_be_deployed(plain, key):
    change = f"batteries=[{{key: poland, interceptor: {key}, site: thule, owner: US, host: GL, ready: 8}}]"
    assert verdicts("deploy-abroad", change, source=plain)


@pytest.mark.parametrize("key", catalog.entries("radars"))
def test_every_radar_can_be_deployed(plain, key):
    change = f"sensors=[{{key: emr, radar: {key}, site: thule, owner: US, host: GL, boresight_deg: 10}}]"
    assert verdicts("warning-abroad", change, source=plain)


def test_planned_parts_count_from_the_epoch_and_years_from_their_first_day():
    file = next(iter(load(SITE).files.values()))
    deployed = {part.key: part.deployed for part in deployment_of(file, PARTIES).parts}
    assert deployed["emr"] == datetime.date(2008, 4, 5)
    assert deployed["fylingdales"] == datetime.date(2007, 1, 1)


BOOK = """
key: abm
instruments: {one: {title: T, signed: 1972-05-26, text: read, source: house}}
parties: {US: {name: U, national: [US], area: field, test_ranges: []}}
rules:
  - {key: a, instrument: one, article: I, check: territory, says: s, text: read, source: house, limit: {value: 2,
     unit: km}}
"""


def test_a_limit_becomes_si():
    assert treaty_book.read_rulebook(BOOK).rules["a"].limit == 2000.0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("check: territory", "check: guess"),
        ("instrument: one", "instrument: two"),
        ("unit: km", "unit: mile"),
        ("says: s, text: read", "says: s, text: heard"),
    ],
)
def test_a_rule_that_breaks_the_form_is_refused(old, new):
    with pytest.raises(CatalogError):
        treaty_book.read_rulebook(BOOK.replace(old, new))
