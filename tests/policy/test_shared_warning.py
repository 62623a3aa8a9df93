"""Shared warning: times against plain loops over sensors, false alarms against streams of alarms drawn one by one."""

import itertools
import math

import numpy as np
import pytest

from midcourse.errors import MidcourseError
from midcourse.policy import shared_warning as sw

SAMPLED = 0.04  # of 400 to 3,000 events in thousands of years: two standard errors
RULES = sw.WarningRules(own_latency=5.0, confirm_time=60.0, confer_time=180.0, consult_time=30.0, order_time=60.0)


def plain(times, owners, party, links, rules):
    """First word and confirmed warning of one flight, by looking at every sensor and every pair."""
    words = {}
    for k, (time, owner) in enumerate(zip(times, owners, strict=True)):
        link = next((x for x in links if (x.giver, x.taker) == (owner, party) and x.trust != "off"), None)
        if owner == party:
            words[k] = time + rules.own_latency, True
        elif link is not None:
            words[k] = time + link.latency, link.trust == "believed"
    words = {k: row for k, row in words.items() if not math.isnan(row[0])}
    alone = [w + rules.confirm_time for w, trusted in words.values() if trusted]
    pairs = [max(a[0], b[0]) for a, b in itertools.permutations(words.values(), 2) if a[1]]
    return min((w for w, _ in words.values()), default=math.nan), min(alone + pairs, default=math.nan)


@pytest.mark.parametrize("seed", range(30))
def test_times_are_those_of_every_sensor_and_pair(seed):
    random = np.random.default_rng(seed)
    n, m = 20, int(random.integers(1, 6))
    seen = np.where(random.random((n, m)) < 0.3, np.nan, np.round(random.uniform(30.0, 900.0, (n, m)), -1))
    owners = random.choice(["US", "RU", "GB"], m).tolist()
    links = [
        sw.WarningLink(giver="RU", taker="US", latency=120.0, trust=str(random.choice(sw.TRUST))),
        sw.WarningLink(giver="GB", taker="US", latency=2.0),
        sw.WarningLink(giver="US", taker="RU", latency=1.0),
    ]
    found = sw.warn(seen, owners, np.full(n, 1500.0), "US", links, RULES)
    for k in range(n):
        known, confirmed = plain(seen[k], owners, "US", links, RULES)
        assert (found.known[k], found.confirmed[k]) == pytest.approx((known, confirmed), nan_ok=True)
        assert found.warning_time[k] == pytest.approx(1500.0 - confirmed, nan_ok=True)
        assert found.decision_time[k] == pytest.approx(1500.0 - confirmed - 270.0, nan_ok=True)
        assert (found.sensor[k] >= 0) == (not math.isnan(known))


def test_sharing_never_takes_warning_away_and_trust_never_delays_it():
    random = np.random.default_rng(3)
    seen = np.where(random.random((300, 4)) < 0.4, np.nan, random.uniform(30.0, 900.0, (300, 4)))
    owners, flight = ["US", "US", "RU", "RU"], np.full(300, 1500.0)
    told = []
    for trust in sw.TRUST:
        for latency in (300.0, 60.0, 0.0):
            links = [sw.WarningLink(giver="RU", taker="US", latency=latency, trust=trust)]
            told.append(np.nan_to_num(sw.warn(seen, owners, flight, "US", links, RULES).confirmed, nan=np.inf))
    assert all((later <= sooner).all() for sooner, later in itertools.pairwise(told[:3])), "off: latency is nothing"
    for k, j in ((3, 4), (4, 5), (6, 7), (7, 8), (0, 3), (3, 6), (5, 8)):
        assert (told[j] <= told[k]).all()
    assert (told[8] < told[0]).any()


def test_a_hint_alone_warns_nobody():
    links = [sw.WarningLink(giver="RU", taker="US", latency=0.0, trust="hint")]
    found = sw.warn([[np.nan, 100.0]], ["US", "RU"], [1000.0], "US", links, RULES)
    assert found.known[0] == 100.0
    assert math.isnan(found.confirmed[0])
    second = sw.warn([[130.0, 100.0]], ["US", "RU"], [1000.0], "US", links, RULES)
    assert second.confirmed[0] == 135.0, "the own word, with nothing more to wait for"


def test_false_alarms_are_those_of_drawn_streams():
    """Two Poisson streams of exponential alarms over 20,000 years: those that outlast, those that overlap."""
    random, years, duration, wait = np.random.default_rng(7), 20_000.0, 6 * 3600.0, 3 * 3600.0
    mine, theirs = 4.0, 9.0
    starts, lasts = [], []
    for rate in (mine, theirs):
        count = random.poisson(rate * years)
        starts.append(np.sort(random.uniform(0.0, years * sw.YEAR, count)))
        lasts.append(random.exponential(duration, count))
    outlasting = (lasts[0] > wait).sum() / years
    ends = [start + last for start, last in zip(starts, lasts, strict=True)]
    overlaps = 0
    for begin, end in zip(starts[0], ends[0], strict=True):
        near = slice(*np.searchsorted(starts[1], (begin - 40 * duration, end)))
        overlaps += int((ends[1][near] > begin).sum())
    alarms = sw.FalseAlarms(rate=mine, other_rate=theirs, duration=duration)
    rules = sw.WarningRules(confirm_time=wait)
    alone = sw.false_alarms_a_year(alarms, rules)[0]
    assert alone == pytest.approx(outlasting, rel=SAMPLED)
    together = sw.false_alarms_a_year(alarms, rules, "believed", 60.0)[0]
    assert together == pytest.approx(overlaps / years, rel=2 * SAMPLED)
    assert sw.false_alarms_a_year(alarms, rules, "hint")[0] == pytest.approx(alone + together)
    assert sw.false_alarms_a_year(alarms, rules, "believed", wait)[0] == pytest.approx(alone + together)


def test_notice_and_a_second_view_clear_launches():
    alarms = sw.FalseAlarms(
        rate=0.0, launches=50.0, mistaken=0.02, notified=0.9, heard=0.5, other_share=0.8, other_rate=0.0
    )
    open_launches = 50.0 * 0.02 * (1.0 - 0.45)
    assert sw.false_alarms_a_year(alarms, RULES)[1] == pytest.approx(open_launches)
    assert sw.false_alarms_a_year(alarms, RULES, "hint")[1] == pytest.approx(open_launches)
    assert sw.false_alarms_a_year(alarms, RULES, "believed", 30.0)[1] == pytest.approx(0.2 * open_launches)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: sw.WarningLink(giver="US", taker="RU", latency=-1.0),
        lambda: sw.WarningLink(giver="US", taker="RU", latency=1.0, trust="perhaps"),
        lambda: sw.WarningRules(confirm_time=-1.0),
        lambda: sw.FalseAlarms(rate=-1.0),
        lambda: sw.FalseAlarms(rate=1.0, mistaken=2.0),
        lambda: sw.false_alarms_a_year(sw.FalseAlarms(rate=1.0), RULES, "perhaps"),
    ],
)
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(MidcourseError):
        wrong()
