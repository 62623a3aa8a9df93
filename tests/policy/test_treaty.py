"""policy.treaty rule by rule on made-up deployments: a breach, the change that takes it away, what a rule does not see.

What each case must give is written by hand from published outlines of the treaty [abm-outline; abm-areas; state1997],
independent of the rules' file. Limits and days: test_treaty_days.py.
"""

import datetime

import pytest

from midcourse.policy import treaty
from midcourse.policy.treaty_records import STEPS, Trial

from . import treaty_parts as made
from .treaty_parts import (
    BOOK,
    DAY,
    FIELD,
    MOSCOW,
    battery,
    deploy,
    north,
    patriot,
    radar,
    russian,
    satellite,
    verdicts,
    warning,
)

EARLY = datetime.date(1973, 1, 1)
ABROAD = {"host": "PL", **north(FIELD, 7000e3)}
OUTSIDE = north(FIELD, 4000e3)
BUILT = {step: datetime.date(2001, 1 + 2 * k, 1) for k, step in enumerate(STEPS)}
AFTER, BEFORE = datetime.date(2002, 1, 1), datetime.date(2000, 1, 1)
SIGHT = {"sight_fires": True}


def small(count):
    return [radar(key=f"r{k}") for k in range(count)]


def spread(count, apart):
    """Radars of Moscow in a row."""
    return [russian(radar(key=f"r{k}"), **north(MOSCOW, k * apart)) for k in range(count)]


# rule, deployment in breach, the same with the breach taken away, and (day, party) where they are not the usual ones
PAIRS = [
    ("territory", deploy(battery(), defended_share=0.51), deploy(battery(), defended_share=0.5)),
    ("capital-area-radius", deploy(russian(battery(), **north(MOSCOW, 151e3))), deploy(russian(battery())), DAY, "RU"),
    ("capital-launchers", deploy(russian(battery(ready=101))), deploy(russian(battery())), DAY, "RU"),
    (
        "capital-launchers",
        deploy(russian(battery(rounds=None, launchers=101))),
        deploy(russian(battery(ready=202, rounds=None, launchers=100))),
        DAY,
        "RU",
    ),
    ("capital-interceptors", deploy(russian(battery(ready=101))), deploy(russian(battery(ready=100))), DAY, "RU"),
    ("capital-radar-complexes", deploy(*spread(7, 4e3)), deploy(*spread(6, 4e3)), DAY, "RU"),
    ("capital-radar-complexes", deploy(*spread(7, 4e3)), deploy(*spread(7, 0.2e3)), DAY, "RU"),
    ("field-area-radius", deploy(battery(**north(FIELD, 151e3))), deploy(battery(**north(FIELD, 149e3)))),
    ("field-launchers", deploy(battery(ready=101)), deploy(battery(ready=100))),
    ("field-interceptors", deploy(battery(), battery(key="more", ready=1)), deploy(battery())),
    ("field-large-radars", deploy(*(radar(key=f"r{k}", mean_power=1e5) for k in range(3))), deploy(*small(1))),
    ("field-small-radars", deploy(*small(19)), deploy(*small(18))),
    ("areas-number", deploy(battery(), battery(key="far", **OUTSIDE)), deploy(battery())),
    (
        "areas-number",
        deploy(*(battery(key=f"b{k}", **north(FIELD, k * 2e6)) for k in range(3))),
        deploy(battery()),
        EARLY,
    ),
    ("one-area", deploy(battery(), battery(key="far", **OUTSIDE)), deploy(battery())),
    (
        "areas-apart",
        deploy(battery(), battery(key="far", **north(FIELD, 900e3))),
        deploy(battery(), battery(key="far", **north(FIELD, 1700e3))),
    ),
    (
        "test-launchers",
        deploy(battery(ready=16, test_site="kwajalein")),
        deploy(battery(ready=15, test_site="kwajalein")),
    ),
    ("test-ranges", deploy(battery(test_site="fort-greely")), deploy(battery(test_site="white-sands"))),
    (
        "test-ranges",
        deploy(battery(test_site="fort-greely"), agreed_sites={"fort-greely": AFTER}),
        deploy(battery(test_site="fort-greely"), agreed_sites={"fort-greely": BEFORE}),
    ),
    *(("basing", deploy(battery(basing=basing)), deploy(battery())) for basing in ("sea", "air", "space", "mobile")),
    ("basing", deploy(radar(basing="mobile")), deploy(radar())),
    ("multi-launch", deploy(battery(rounds=2)), deploy(battery(rounds=1))),
    ("rapid-reload", deploy(battery(rapid_reload=True)), deploy(battery())),
    ("multi-warhead-interceptor", deploy(battery(kill_vehicles=2)), deploy(battery())),
    ("no-upgrade", deploy(patriot(object_speed=5001.0)), deploy(patriot(object_speed=5000.0))),
    ("no-upgrade", deploy(warning(serves=("silos",)), battery()), deploy(warning(), battery())),
    ("no-upgrade", deploy(warning(serves=("silos",)), battery()), deploy(warning(serves=("theatre",)), patriot())),
    ("no-abm-mode", deploy(patriot(tested=True, trials=None)), deploy(patriot(trials=None))),
    ("no-abm-mode", deploy(patriot(trials=(made.STRATEGIC,))), deploy(patriot(trials=(made.SHORT,)))),
    ("warning-periphery", deploy(warning(border_distance=501e3)), deploy(warning())),
    ("warning-periphery", deploy(warning(land_ahead=(30e3, 1100e3))), deploy(warning())),
    ("warning-periphery", deploy(warning(land_ahead=())), deploy(warning())),
    ("warning-abroad", deploy(warning(host="GL")), deploy(warning(host="US"))),
    (
        "warning-abroad",
        deploy(russian(warning(deployed=AFTER), host="AZ")),
        deploy(russian(warning(), host="AZ")),
        DAY,
        "RU",
    ),
    ("transfer", deploy(battery(operator="PL")), deploy(battery())),
    ("transfer", deploy(battery(owner="PL", operator="PL", supplier="US")), deploy(battery(supplier="US"))),
    ("deploy-abroad", deploy(battery(**ABROAD)), deploy(battery(**ABROAD | {"host": "US"}))),
    ("blueprints", deploy(battery(), blueprints=("IL",)), deploy(battery(), blueprints=())),
    ("phased-array-potential", deploy(radar(mean_power=30_001.0, **OUTSIDE)), deploy(radar(mean_power=3e4, **OUTSIDE))),
    (
        "swap",
        deploy(swaps=(datetime.date(1978, 1, 1), datetime.date(1983, 1, 1))),
        deploy(swaps=(datetime.date(1978, 1, 1),)),
    ),
    ("swap-window", deploy(swaps=(datetime.date(1978, 10, 3),)), deploy(swaps=(datetime.date(1978, 10, 2),))),
    ("swap-window", deploy(swaps=(datetime.date(1977, 10, 2),)), deploy(swaps=(datetime.date(1977, 10, 3),))),
    ("tmd-lower-speed", deploy(patriot(preset="thaad", speed=3001.0)), deploy(patriot(preset="thaad", speed=3000.0))),
    ("tmd-target-speed", deploy(patriot(trials=(made.STRATEGIC,))), deploy(patriot())),
    ("tmd-target-range", deploy(patriot(trials=(made.STRATEGIC,))), deploy(patriot())),
    ("tmd-higher", deploy(patriot(speed=4000.0, trials=(made.STRATEGIC,))), deploy(patriot(speed=4000.0))),
    ("tmd-space", deploy(patriot(basing="space")), deploy(patriot())),
    ("tmd-plans", deploy(patriot(speed=5501.0)), deploy(patriot(speed=5500.0))),
    ("tmd-plans", deploy(patriot(speed=4501.0, basing="sea")), deploy(patriot(speed=4501.0, basing="mobile"))),
]

NOTHING = deploy()
UNSEEN = [  # rule, a deployment that it does not see
    ("territory", deploy(patriot())),
    ("region", deploy(battery())),
    ("region", deploy(battery(test_site="kwajalein", **OUTSIDE))),
    ("definitions", deploy(battery())),
    ("capital-area-radius", deploy(battery())),
    ("capital-launchers", deploy(battery())),
    ("capital-interceptors", deploy(battery())),
    ("capital-radar-complexes", deploy(radar())),
    ("field-area-radius", deploy(patriot())),
    ("field-launchers", deploy(patriot())),
    ("field-interceptors", deploy(patriot())),
    ("field-large-radars", deploy(battery())),
    ("field-small-radars", deploy(radar(**OUTSIDE))),
    ("areas-number", deploy(patriot())),
    ("one-area", deploy(patriot())),
    ("areas-apart", deploy(battery())),
    ("test-launchers", deploy(battery())),
    ("test-ranges", deploy(battery())),
    ("basing", deploy(patriot())),
    ("multi-launch", deploy(patriot(rounds=16))),
    ("rapid-reload", deploy(patriot(rapid_reload=True))),
    ("multi-warhead-interceptor", deploy(patriot(kill_vehicles=3))),
    ("no-upgrade", deploy(battery())),
    ("no-abm-mode", deploy(battery(trials=(made.STRATEGIC,)))),
    ("warning-periphery", deploy(warning(border_distance=900e3, deployed=datetime.date(1972, 10, 2)))),
    ("warning-periphery", deploy(warning(border_distance=900e3, purpose="space-tracking"))),
    ("warning-periphery", deploy(warning(host="GL"))),
    ("warning-abroad", deploy(warning(host="GL", purpose="technical-means"))),
    ("modernise", deploy(battery())),
    ("dismantle", deploy(battery())),
    ("transfer", deploy(patriot(operator="PL"))),
    ("deploy-abroad", deploy(patriot(**ABROAD))),
    ("deploy-abroad", deploy(battery(test_site="kwajalein", **ABROAD | {"host": "MH"}))),
    ("blueprints", deploy(patriot(), blueprints=("IL",))),
    ("conflict", deploy(battery())),
    ("verify", deploy(battery())),
    ("consult", deploy(battery())),
    ("amend-review", deploy(battery())),
    ("withdraw", deploy(battery())),
    ("phased-array-potential", deploy(radar(mean_power=1e6))),
    ("phased-array-potential", deploy(radar(mean_power=1e6, phased=False, **OUTSIDE))),
    ("phased-array-potential", deploy(radar(mean_power=1e6, purpose="space-tracking", **OUTSIDE))),
    ("phased-array-potential", deploy(warning(**OUTSIDE))),
    ("phased-array-potential", deploy(radar(mean_power=1e6, test_site="kwajalein", **OUTSIDE))),
    ("other-principles", deploy(satellite(serves=("silos",)), battery())),
    ("swap", NOTHING),
    ("swap-window", NOTHING),
    ("tmd-lower-speed", deploy(battery())),
    ("tmd-lower-speed", deploy(patriot(speed=4000.0))),
    ("tmd-target-speed", deploy(battery())),
    ("tmd-target-range", deploy(battery())),
    ("tmd-other", deploy(patriot())),
    ("tmd-higher", deploy(patriot())),
    ("tmd-space", deploy(battery(basing="space"))),
    ("tmd-principles", deploy(battery())),
    ("tmd-plans", deploy(battery())),
    ("tmd-certified", deploy(patriot())),
    ("tmd-notices", deploy(patriot())),
    ("radar-construction", deploy(radar())),
    ("radar-construction", deploy(warning())),
    ("silos", deploy(battery())),
    ("ship-radar-track", deploy(warning())),
    ("test-radar", deploy(radar())),
    ("vardo", deploy(radar(site="thule"))),
    ("thule-fylingdales", deploy(radar(site="vardo"))),
    ("sbx", deploy(radar())),
]

OPEN = {"purpose": None, "tested": "disputed"}
DISPUTED = [  # rule, deployment, {reading: verdict}
    ("basing", deploy(battery(basing="mobile", **OPEN)), {"tested": "breach", "not-tested": "not-applicable"}),
    ("deploy-abroad", deploy(battery(**ABROAD | OPEN)), {"tested": "breach", "not-tested": "not-applicable"}),
    ("areas-number", deploy(battery(**OPEN), battery(key="b", **OUTSIDE)), {"tested": "breach", "not-tested": "ok"}),
    ("field-launchers", deploy(battery(), battery(key="b", **OPEN)), {"tested": "breach", "not-tested": "ok"}),
    ("no-abm-mode", deploy(patriot(tested="disputed", trials=None)), {"tested": "breach", "not-tested": "ok"}),
    ("no-upgrade", deploy(patriot(tested="disputed")), {"tested": "not-applicable", "not-tested": "ok"}),
    (
        "radar-construction",
        deploy(radar(construction=BUILT, **OUTSIDE)),
        {"ground-breaking": "breach", "first-concrete": "breach", "foundation": "breach", "rails": "ok"},
    ),
    (
        "silos",
        deploy(
            battery(site="fort-greely", test_site="fort-greely", ready=5, **OUTSIDE),
            agreed_sites={"fort-greely": BEFORE},
        ),
        {"site-clearing": "ok", "test-range": "ok", "deployment": "breach"},
    ),
    (
        "silos",
        deploy(battery(site="fort-greely", ready=5, **OUTSIDE)),
        {"site-clearing": "ok", "test-range": "cannot-say", "deployment": "breach"},
    ),
    (
        "ship-radar-track",
        deploy(
            warning(
                basing="sea",
                purpose="air-defence",
                trials=(Trial(object_speed=7e3, object_ground_range=9e6, guides=False),),
            )
        ),
        {"any-track": "breach", "guides": "ok"},
    ),
    (
        "vardo",
        deploy(warning(site="vardo", owner="NO", host="NO")),
        {"space-tracking": "not-applicable", "warning": "breach"},
    ),
    (
        "thule-fylingdales",
        deploy(warning(site="fylingdales", owner="GB", host="GB", serves=("silos",)), battery()),
        {"grandfathered": "not-applicable", "new-role": "breach"},
    ),
    (
        "warning-abroad",
        deploy(warning(site="thule", host="GL", serves=("silos",)), battery()),
        {"grandfathered": "not-applicable", "new-role": "breach"},
    ),
    ("other-principles", deploy(satellite(serves=("silos",)), battery(), **SIGHT), {"narrow": "breach", "broad": "ok"}),
]
AGREED = [  # readings that were put forward and come to one verdict
    ("sbx", deploy(radar(preset="sbx", basing="sea")), {"sea": "breach"}),
    ("test-radar", deploy(radar(site="vandenberg")), {"designated": "breach"}),
    ("test-radar", deploy(warning(site="vandenberg")), {"designated": "ok"}),
    (
        "radar-construction",
        deploy(radar(construction=dict.fromkeys(STEPS, AFTER), **OUTSIDE)),
        dict.fromkeys(STEPS, "ok"),
    ),
]
NO_BREACH = {  # rules that limit nothing by themselves, or that a breach of which is not for a scenario to show
    *("definitions", "modernise", "conflict", "verify", "consult", "amend-review", "tmd-other", "tmd-notices"),
    *("dismantle", "withdraw", "tmd-principles", "tmd-certified", "region"),
}


@pytest.mark.parametrize(("key", "broken", "mended", "when"), [(p[0], p[1], p[2], p[3:]) for p in PAIRS])
def test_a_breach_is_found_and_goes_when_its_cause_goes(key, broken, mended, when):
    day, party = (*when, "US")[:2] if when else (DAY, "US")
    assert "breach" in verdicts(key, broken, day, party)
    after = verdicts(key, mended, day, party)
    assert "ok" in after
    assert not {"breach", "cannot-say", "disputed"} & set(after)


@pytest.mark.parametrize(("key", "deployment"), UNSEEN)
def test_a_rule_sees_nothing_where_it_does_not_apply(key, deployment):
    assert set(verdicts(key, deployment)) == {"not-applicable"}


@pytest.mark.parametrize(("key", "deployment", "readings"), DISPUTED)
def test_readings_stand_side_by_side_and_their_row_says_disputed(key, deployment, readings):
    assert "disputed" in verdicts(key, deployment)
    assert {name: verdicts(key, deployment, reading=name) for name in readings} == {
        name: [verdict] for name, verdict in readings.items()
    }


@pytest.mark.parametrize(("key", "deployment", "readings"), AGREED)
def test_readings_that_agree_give_their_verdict(key, deployment, readings):
    (verdict,) = set(readings.values())
    assert verdicts(key, deployment) == [verdict]
    for name in readings:
        assert verdicts(key, deployment, reading=name) == [verdict]


def test_every_rule_has_a_breach_a_pass_a_dispute_and_a_case_that_it_does_not_see():
    paired, unseen = {case[0] for case in PAIRS}, {case[0] for case in UNSEEN}
    read = {case[0] for case in DISPUTED + AGREED}
    assert set(BOOK.rules) - unseen == set()
    assert {key for key, rule in BOOK.rules.items() if rule.readings} <= read
    assert set(BOOK.rules) - paired - read == NO_BREACH


@pytest.mark.parametrize(
    ("key", "deployment", "missing"),
    [
        ("territory", deploy(battery()), "treaty.defended_share"),
        ("region", deploy(battery(purpose=None, tested=None)), "tested_in_abm_mode"),
        ("definitions", deploy(battery(purpose=None, tested=None)), "purpose, tested_in_abm_mode"),
        ("field-launchers", deploy(battery(rounds=None)), "launchers"),
        ("field-launchers", deploy(battery(), battery(key="b", tested=None, purpose=None)), "purpose"),
        ("field-large-radars", deploy(radar(aperture=None)), "antenna area"),
        ("field-large-radars", deploy(radar(mean_power=1e5)), "26 May 1972"),
        ("field-small-radars", deploy(radar(phased=None)), "phased_array"),
        ("areas-apart", deploy(battery(), battery(key="b", **north(FIELD, 1400e3))), "centres of the areas"),
        ("test-launchers", deploy(battery(rounds=None, test_site="kwajalein")), "launchers"),
        ("basing", deploy(battery(basing=None)), "basing"),
        ("multi-launch", deploy(battery(rounds=None)), "rounds_per_launcher"),
        ("rapid-reload", deploy(battery(rapid_reload=None)), "rapid_reload"),
        ("multi-warhead-interceptor", deploy(battery(kill_vehicles=None)), "kill_vehicles"),
        ("no-upgrade", deploy(patriot(object_speed=None)), "target_speed_limit_km_s"),
        (
            "no-upgrade",
            deploy(warning(serves=("b",)), battery(key="b", purpose=None, tested=None)),
            "tested_in_abm_mode of b",
        ),
        ("no-abm-mode", deploy(patriot(trials=None, tested=None)), "tests"),
        ("warning-periphery", deploy(warning(land_ahead=None)), "boresight_deg"),
        ("warning-periphery", deploy(warning(deployed=None)), "deployed"),
        ("warning-abroad", deploy(warning(purpose=None)), "purpose"),
        ("dismantle", deploy(battery(**OUTSIDE)), "the day agreed"),
        ("blueprints", deploy(battery()), "treaty.blueprints_to"),
        ("phased-array-potential", deploy(radar(mean_power=None, **OUTSIDE)), "mean power"),
        ("tmd-target-speed", deploy(patriot(trials=None)), "tests"),
        ("tmd-higher", deploy(patriot(speed=4000.0, trials=None)), "tests"),
        ("tmd-space", deploy(patriot(basing=None)), "basing"),
        ("tmd-plans", deploy(patriot(basing=None)), "basing"),
        ("tmd-principles", deploy(patriot()), "judgement"),
        ("radar-construction", deploy(radar(**OUTSIDE)), "readings"),
        ("ship-radar-track", deploy(warning(basing=None)), "basing"),
        (
            "thule-fylingdales",
            deploy(warning(site="thule", serves=("b",)), battery(key="b", purpose=None, tested=None)),
            "readings",
        ),
    ],
)
def test_a_missing_input_is_named_and_never_passes(key, deployment, missing):
    rows = [row for row in treaty.judge(BOOK, deployment, DAY, "US") if row.rule == key and row.reading is None]
    assert "cannot-say" in {row.verdict for row in rows}
    assert any(missing in row.why for row in rows)
    assert all(row.verdict != "ok" for row in rows if missing in row.why)
