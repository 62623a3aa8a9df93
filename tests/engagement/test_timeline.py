"""The chain of times, against times added by hand: by whose word, and where it breaks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from midcourse.engagement import Command, Links, Reason, all_share, chain_of_times
from midcourse.errors import MidcourseError
from midcourse.sensing import Sightings

STANDARD = Command(track_time=30.0, decide_time=60.0, consult_time=20.0, launch_prepare_time=10.0)


def sightings(spans):
    """From nested lists flights x sensors x [(start, end), ...]."""
    n, m = len(spans), len(spans[0])
    start, end = np.full((n, m, 3), np.nan), np.full((n, m, 3), np.nan)
    for i, row in enumerate(spans):
        for j, cell in enumerate(row):
            for k, (a, b) in enumerate(cell):
                start[i, j, k], end[i, j, k] = a, b
    empty = np.full((n, m), np.nan)
    return Sightings(
        sensor_keys=tuple("abcdef"[:m]), span_start=start, span_end=end,
        never_because=np.where(np.isnan(start[:, :, 0]), 1, 0).astype(np.int8), highest_elevation=empty,
        nearest_in_field=empty, first_slant_range=empty, first_altitude=empty, first_azimuth=empty,
    )  # fmt: skip


def links(shared, own, latency=0.0):
    return Links(shared=np.array(shared), own=np.array(own), latency=np.full(len(shared), latency))


def test_each_step_adds_its_time():
    chain = chain_of_times(sightings([[[(100.0, 400.0)]]]), STANDARD, links([True], [True], 2.0))
    assert (chain.seen[0], chain.firm[0], chain.committed[0]) == (102.0, 132.0, 212.0)
    assert chain.lift_off_earliest[0] == 222.0
    assert chain.sensor[0] == 0
    assert chain.reason[0] == Reason.NONE


def test_the_first_word_counts_and_names_its_sensor():
    seen = sightings([[[(100.0, 110.0), (300.0, 400.0)], [(150.0, 400.0)]]])
    chain = chain_of_times(seen, STANDARD)
    assert chain.sensor[0] == 1
    assert chain.firm[0] == 180.0
    assert chain.seen[0] == 150.0


def test_only_own_sensors_or_sight_alone_or_anybody():
    seen = sightings([[[(100.0, 400.0)], [(200.0, 400.0)]]])
    mine_is_second = links([True, True], [False, True])
    firm = {
        needs: chain_of_times(seen, Command(needs=needs, track_time=30.0), mine_is_second).firm[0]
        for needs in ("track-from-any", "track-from-own", "sight-from-any")
    }
    assert firm == {"track-from-any": 130.0, "track-from-own": 230.0, "sight-from-any": 100.0}


@pytest.mark.parametrize(
    ("spans", "shared", "why"),
    [
        ([[[], []]], [True, True], Reason.NOT_SEEN),
        ([[[(10.0, 20.0)], [(30.0, 40.0)]]], [True, True], Reason.NO_TRACK),
        ([[[], [(30.0, 400.0)]]], [True, False], Reason.NO_AUTHORITY),
        ([[[(10.0, 20.0)], [(30.0, 40.0)]]], [True, False], Reason.NO_TRACK),
    ],
)
def test_a_chain_that_breaks_says_where(spans, shared, why):
    chain = chain_of_times(sightings(spans), STANDARD, links(shared, [True, True]))
    assert chain.reason[0] == why
    assert np.isinf(chain.lift_off_earliest[0])
    assert chain.sensor[0] == -1


def test_the_lag_of_an_impulsive_threat_moves_the_whole_chain():
    seen = sightings([[[(100.0, 400.0)]], [[(120.0, 400.0)]]])
    plain, late = chain_of_times(seen, STANDARD), chain_of_times(seen, STANDARD, lag=np.array([90.0, 0.0]))
    assert late.lift_off_earliest - plain.lift_off_earliest == pytest.approx([90.0, 0.0])


@given(
    st.lists(st.tuples(st.floats(1, 50), st.floats(1, 50)), min_size=1, max_size=3), st.floats(0, 60), st.floats(0, 30)
)
def test_a_shorter_track_and_a_longer_gap_never_delay(pieces, track, gap):
    spans, at = [], 0.0
    for wait, lasting in pieces:
        spans.append((at + wait, at + wait + lasting))
        at += wait + lasting
    seen = sightings([[spans]])

    def firm(track_time, gap_time):
        at = seen.firm_track_time(track_time, gap_time)[0, 0]
        return np.inf if np.isnan(at) else at

    assert firm(0.5 * track, gap) <= firm(track, gap)
    assert firm(track, gap + 5.0) <= firm(track, gap)


def test_unknown_needs_and_negative_times_are_refused():
    with pytest.raises(MidcourseError, match="need"):
        Command(needs="a-good-feeling")
    with pytest.raises(MidcourseError, match="decide_time"):
        Command(decide_time=-1.0)
    assert all_share(3).shared.all()
