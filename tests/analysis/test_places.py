"""Who is defended: against tables worked out by hand, and the whole chain on independent arcs."""

import math

import numpy as np
import pytest
import two_body_arcs
from arc_flights import arc_flights

from midcourse import analysis, engagement, sensing
from midcourse.analysis import Places, Status
from midcourse.engagement import Battery, Command, Interceptor, Reason
from midcourse.errors import MidcourseError

RATE = two_body_arcs.RATE


def places(*rows):
    """Rows (name, country, population)."""
    name, country, people = zip(*rows, strict=True)
    n = len(rows)
    return Places(
        name=np.array(name), country=np.array(country), latitude=np.zeros(n), longitude=np.zeros(n),
        population=np.array(people), capital=np.zeros(n, bool),
    )  # fmt: skip


def defended(rows, count, **options):
    """Rows (place, threat, reached, shots, reason)."""
    return analysis.defended_places(*(np.array(part) for part in zip(*rows, strict=True)), count, **options)


FOUR = [
    (0, 0, True, 2, 0), (0, 1, True, 1, 0), (1, 0, True, 1, 0), (1, 1, True, 0, int(Reason.NOT_SEEN)),
    (2, 0, False, 0, 0), (2, 1, False, 0, 0), (3, 0, False, 0, 0), (3, 1, True, 3, 0),
]  # fmt: skip


def test_every_threat_that_reaches_a_place_must_be_met():
    got = defended(FOUR, 5)
    assert [Status(s).word for s in got.status] == [
        "defended", "undefended", "not-threatened", "defended", "not-threatened",
    ]  # fmt: skip
    assert got.shots.tolist() == [1, 0, 0, 3, 0]
    assert got.deciding_threat.tolist() == [1, 1, -1, 1, -1]
    assert Reason(int(got.reason[1])) is Reason.NOT_SEEN
    assert got.covered.tolist() == [True, False, False, True, False]


def test_the_first_of_equal_threats_decides():
    got = defended([(0, 2, True, 1, 0), (0, 1, True, 1, 0), (0, 3, True, 4, 0)], 1)
    assert got.deciding_threat[0] == 1


def test_more_shots_asked_for_defend_less_and_say_there_was_no_time():
    got = defended(FOUR, 5, shots_needed=2)
    assert [Status(s).word for s in got.status[[0, 3]]] == ["undefended", "defended"]
    assert got.reason[0] == Reason.SEEN_TOO_LATE


def test_countries_go_by_threatened_population():
    known = places(
        ("A1", "AA", 900), ("A2", "AA", 100), ("B", "BB", 50), ("C1", "CC", 10), ("C2", "CC", 5), ("D", "DD", 7)
    )
    rows = [(0, 0, True, 1, 0), (1, 0, True, 0, 1), (2, 0, True, 0, 1), (3, 0, True, 1, 0), (4, 0, False, 0, 0)]
    got = defended(rows, 6)
    countries = analysis.countries_of(known, got)
    assert countries.code.tolist() == ["AA", "BB", "CC", "DD"]
    assert [Status(s).word for s in countries.status] == ["partly", "undefended", "defended", "not-threatened"]
    assert countries.defended_share[:3].tolist() == [0.9, 0.0, 1.0]
    assert math.isnan(countries.defended_share[3])
    assert countries.largest_undefended_city == ("A2", "B", None, None)
    assert analysis.members_undefended(countries) == 2
    people = analysis.populations(known, got)
    assert (people.defended, people.undefended, people.not_threatened) == (910, 150, 12)


def test_a_country_of_places_that_count_nobody_goes_by_places():
    known = places(("X", "XX", 0), ("Y", "XX", 0))
    countries = analysis.countries_of(known, defended([(0, 0, True, 1, 0), (1, 0, True, 0, 1)], 2))
    assert countries.defended_share[0] == 0.5


def test_columns_of_different_length_are_refused():
    with pytest.raises(MidcourseError, match="one row a flight"):
        analysis.defended_places([0], [0, 1], [True], [1], [0], 1)
    with pytest.raises(MidcourseError, match="at least one"):
        defended(FOUR, 5, shots_needed=0)


def study(speed=5000.0, decide=60.0, floor=100e3, instrumented=4000e3):
    """A radar in Bohemia and a battery in Pomerania against 400 flights to Europe: the whole chain."""
    rng = np.random.default_rng(2)
    n = 400
    aims = np.column_stack([rng.uniform(36, 65, n), rng.uniform(-10, 30, n)])
    flights = arc_flights(np.tile((38.08, 46.29), (n, 1)), aims, RATE)
    radar = sensing.Radar(
        key="r", latitude=math.radians(49.64), longitude=math.radians(13.76),
        instrumented_range=instrumented, elevation_low=math.radians(2.0),
    )  # fmt: skip
    battery = Battery(
        key="b", latitude=math.radians(54.48), longitude=math.radians(17.10),
        interceptor=Interceptor(key="i", speed=speed, minimum_altitude=floor),
    )  # fmt: skip
    command = Command(track_time=30.0, decide_time=decide, launch_prepare_time=10.0)
    options = engagement.options(flights, sensing.watch([radar], flights), [battery], command, 30.0)
    shots = options.shots
    number = np.arange(n)
    return analysis.defended_places(number, np.zeros(n, int), flights.reached, shots.count, shots.reason, n), options


def test_more_speed_an_earlier_cue_a_lower_floor_and_a_better_radar_never_shrink_the_defended_set():
    base, _ = study()
    assert 0.05 < base.covered.mean() < 0.95
    for change in ({"speed": 6300.0}, {"decide": 20.0}, {"floor": 70e3}, {"instrumented": 5000e3}):
        better, _ = study(**change)
        assert (better.covered >= base.covered).all(), change
    assert study(speed=6300.0)[0].covered.sum() > base.covered.sum()


def test_every_undefended_place_has_a_reason_and_no_other_has():
    for change in ({}, {"instrumented": 700e3}, {"decide": 500.0}, {"speed": 1500.0}):
        got, options = study(**change)
        assert ((got.reason != Reason.NONE) == (got.status == Status.UNDEFENDED)).all()
        seen = np.isfinite(options.chains[0].seen)
        assert (got.reason[~seen & (got.status == Status.UNDEFENDED)] == Reason.NOT_SEEN).all()
