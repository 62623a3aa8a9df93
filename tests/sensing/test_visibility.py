"""What a radar sees of a flight, against plain geometry on a fine time grid."""

import numpy as np
import pytest
import two_body_arcs
from arc_flights import arc_flights

from midcourse import sensing
from midcourse.errors import MidcourseError
from midcourse.sensing import NeverBecause, Radar

EDGE = 0.1  # s: the edges that the page promises
EDGE_RANGE = 3000.0  # m: the object moves 6 km/s over the two edges
STEP = 10.0  # s between coarse samples
HERMITE = 20.0  # m, cubic between 65 knots
ANGLE = 1e-5  # rad, the same 20 m seen from 2,000 km
FINE = 0.05  # s, step of the referent's grid
RATE = two_body_arcs.RATE
TABRIZ, WARSAW = (38.08, 46.29), (52.23, 21.01)


def brdy(**changes):
    known = {
        "key": "brdy",
        "latitude": np.radians(49.64),
        "longitude": np.radians(13.76),
        "instrumented_range": 4000e3,
        "elevation_low": np.radians(2.0),
    }
    return Radar(**(known | changes))


def geometry(flights, radar, row=0):
    """Times, slant range, azimuth, elevation of one flight on a fine grid, by spherical trigonometry alone."""
    t = np.arange(0.0, flights.flight_time[row], FINE)
    start = flights.knot_position_eci[row, 0], flights.knot_velocity_eci[row, 0]
    position, _ = two_body_arcs.kepler(np.tile(start[0], (len(t), 1)), np.tile(start[1], (len(t), 1)), t)
    rate = flights.earth.rate
    site = two_body_arcs.on_sphere(np.full(len(t), radar.latitude), radar.longitude + rate * t)
    line = position - site
    away = np.linalg.norm(line, axis=1)
    up = site / np.linalg.norm(site, axis=1)[:, None]
    east = np.stack([-site[:, 1], site[:, 0], 0 * t], axis=1)
    east /= np.linalg.norm(east, axis=1)[:, None]
    north = np.cross(up, east)
    dot = [np.sum(line * axis, axis=1) for axis in (east, north, up)]
    return t, away, np.arctan2(dot[0], dot[1]) % (2 * np.pi), np.arcsin(dot[2] / away)


@pytest.mark.parametrize("rate", [0.0, RATE])
def test_first_and_last_sight_are_where_plain_geometry_puts_them(rate):
    flights, radar = arc_flights(TABRIZ, WARSAW, rate), brdy(instrumented_range=2200e3)
    t, away, _, elevation = geometry(flights, radar)
    seen = t[(away <= 2200e3) & (elevation >= radar.elevation_low)]
    sightings = sensing.watch([radar], flights)
    assert sightings.first_seen[0, 0] == pytest.approx(seen[0], abs=EDGE)
    assert sightings.last_seen[0, 0] == pytest.approx(seen[-1], abs=EDGE)
    assert sightings.seen_time[0, 0] == pytest.approx(FINE * len(seen), abs=2 * EDGE)
    at_first = np.argmin(np.abs(t - seen[0]))
    assert sightings.first_slant_range[0, 0] == pytest.approx(away[at_first], abs=EDGE_RANGE)


def test_the_sector_may_pass_north():
    """A flight that crosses the north of a radar whose face runs from 300 to 60 degrees."""
    flights = arc_flights((60.0, 40.0), (60.0, -10.0), RATE)
    radar = brdy(faces=((np.radians(300.0), np.radians(60.0)),))
    t, away, azimuth, elevation = geometry(flights, radar)
    inside = (np.abs((azimuth + np.pi) % (2 * np.pi) - np.pi) <= np.radians(60.0)) & (away <= 4000e3)
    seen = t[inside & (elevation >= radar.elevation_low)]
    sightings = sensing.watch([radar], flights)
    assert sightings.first_seen[0, 0] == pytest.approx(seen[0], abs=EDGE)
    assert sightings.last_seen[0, 0] == pytest.approx(seen[-1], abs=EDGE)


def test_two_faces_with_a_gap_give_two_spans_and_a_track_that_bridges_only_a_short_one():
    flights = arc_flights((60.0, 40.0), (60.0, -10.0), RATE)
    faces = tuple((np.radians(a), np.radians(b)) for a, b in ((300.0, 357.0), (3.0, 60.0)))
    sightings = sensing.watch([brdy(faces=faces)], flights)
    starts, ends = sightings.span_start[0, 0], sightings.span_end[0, 0]
    assert np.isfinite(starts).sum() == 2
    gap, first, second = starts[1] - ends[0], ends[0] - starts[0], ends[1] - starts[1]
    wanted = first + 0.5 * second
    assert sightings.firm_track_time(0.5 * first)[0, 0] == pytest.approx(starts[0] + 0.5 * first)
    assert sightings.firm_track_time(wanted, gap + 1.0)[0, 0] == pytest.approx(starts[1] + 0.5 * second)
    late = sightings.firm_track_time(wanted, gap - 1.0)[0, 0]
    assert np.isnan(late) if second < wanted else late == pytest.approx(starts[1] + wanted)


def test_a_sight_shorter_than_the_samples_is_found():
    """The range limit is put half a kilometre beyond the closest approach, so that the sight lasts seconds."""
    flights = arc_flights(TABRIZ, (51.5, -0.1), RATE)
    t, away, _, elevation = geometry(flights, brdy())
    nearest = away[elevation >= brdy().elevation_low].min()
    sightings = sensing.watch([brdy(instrumented_range=nearest + 30.0)], flights)
    assert 0.0 < sightings.seen_time[0, 0] < 10.0
    assert sightings.first_seen[0, 0] == pytest.approx(t[np.argmin(away)], abs=STEP)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"longitude": np.radians(-120.0)}, NeverBecause.BELOW_HORIZON),
        ({"faces": ((np.radians(260.0), np.radians(350.0)),)}, NeverBecause.OUT_OF_SECTOR),
        ({"detection_range": 300e3, "rcs": 0.01}, NeverBecause.TOO_FAINT),
        ({"instrumented_range": 300e3}, NeverBecause.BEYOND_INSTRUMENTED_RANGE),
    ],
)
def test_never_seen_says_why(changes, why):
    flights = arc_flights(TABRIZ, WARSAW, RATE)
    radar = brdy(**changes)
    sightings = sensing.watch([radar, brdy()], flights)
    assert NeverBecause(int(sightings.never_because[0, 0])) is why
    assert np.isnan(sightings.first_seen[0, 0])
    assert sightings.seen_time[0, 0] == 0.0


def test_a_brighter_object_by_the_margin_is_just_seen():
    flights, faint = arc_flights(TABRIZ, WARSAW, RATE), brdy(detection_range=300e3, rcs=0.01)
    needed = sensing.watch([faint], flights).needed_rcs([faint])[0, 0]
    for share, seen in ((0.995, False), (1.005, True)):  # 0.1 % of range: well above the 10 s samples' error there
        nearer = brdy(detection_range=300e3 * (share * needed / 0.01) ** 0.25)
        assert np.isfinite(sensing.watch([nearer], flights).first_seen[0, 0]) == seen


def test_a_flight_that_is_not_there_is_not_seen():
    flights = arc_flights(TABRIZ, WARSAW)
    flights.reached[0] = False
    sightings = sensing.watch([brdy()], flights)
    assert NeverBecause(int(sightings.never_because[0, 0])) is NeverBecause.NO_FLIGHT
    assert np.isnan(sightings.firm_track_time(10.0)[0, 0])


def test_refraction_shows_a_flight_earlier():
    flights = arc_flights(TABRIZ, WARSAW, RATE)
    plain, bent = brdy(elevation_low=0.0), brdy(elevation_low=0.0, refraction="four-thirds")
    first = sensing.watch([plain, bent], flights).first_seen[0]
    assert first[1] < first[0] - 1.0


def test_a_longer_range_never_shortens_the_sight():
    rng = np.random.default_rng(7)
    aims = np.column_stack([rng.uniform(36, 65, 200), rng.uniform(-10, 30, 200)])
    flights = arc_flights(np.tile(TABRIZ, (200, 1)), aims, RATE)
    radars = [brdy(key=str(k), instrumented_range=r) for k, r in enumerate((1000e3, 1500e3, 2500e3, 4000e3))]
    seen = sensing.watch(radars, flights).seen_time
    assert (np.diff(seen, axis=1) >= -EDGE).all()
    assert (seen[:, -1] > seen[:, 0]).any()


def test_sight_lines_are_the_geometry_of_the_flight():
    flights, radar = arc_flights(TABRIZ, WARSAW, RATE), brdy()
    t, away, azimuth, elevation = geometry(flights, radar)
    k = [2000, 8000]
    ours = sensing.sight_lines(radar, flights, 0, t[k])
    assert ours[0] == pytest.approx(away[k], abs=HERMITE)
    assert ours[1] == pytest.approx(azimuth[k], abs=ANGLE)
    assert ours[2] == pytest.approx(elevation[k], abs=ANGLE)


def test_nobody_watching_is_refused():
    with pytest.raises(MidcourseError, match="nobody watches"):
        sensing.watch([], arc_flights(TABRIZ, WARSAW))
