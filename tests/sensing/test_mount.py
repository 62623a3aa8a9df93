"""Radars that turn, against closed forms on meridian flights and against plain geometry on a fine time grid."""

import dataclasses
import math

import numpy as np
import pytest
from arc_flights import arc_flights
from test_visibility import RATE, TABRIZ, WARSAW, brdy, geometry

from midcourse import sensing
from midcourse.errors import MidcourseError
from midcourse.sensing import NEVER, Keeping, Mount, NeverBecause, Radar, firm_in_raids, keep_in_field, turning_time

EDGE = 0.02  # s: the edge of a sight and that of a turn, 0.01 s each
GRID = 0.1  # s: two steps of the referent's grid
STEP = 1.0  # s: of the schedule
CATCH = 10.0  # s: five steps of the search
DEG = math.pi / 180.0
WHOLE = 1e-9  # s, sums of steps and edges
EXACT = 1e-12  # s, one division
TOP = 1e-4  # rad, the highest of samples 10 s apart
BEARING = 1e-6  # rad, the site stands 0.1 mm from the pole


def on_meridian(**mount):
    """A radar on the equator that looks north along a meridian; there a flight to the south keeps azimuth 0."""
    return Radar(
        key="turns", latitude=0.0, longitude=0.0, elevation_low=2 * DEG,
        mount=Mount(**({"boresight": 0.0, "slew_rate": 2 * DEG, "field_of_view": 24 * DEG, "cue_time": NEVER} | mount)),
    )  # fmt: skip


MERIDIAN = ((50.0, 0.0), (10.0, 0.0))
"""deg, from 50 to 10 degrees north: always due north of a radar on the equator."""


@pytest.mark.parametrize(("angle", "expected"), [(0, 0), (12, 0), (60, 24), (-60, 24), (180, 84), (300, 24), (420, 24)])
def test_turning_takes_the_angle_beyond_half_the_field_of_view(angle, expected):
    """Two degrees a second, a field of 24 degrees, the shorter way round."""
    assert turning_time(angle * DEG, 2 * DEG, 24 * DEG) == pytest.approx(expected, abs=EXACT)


@pytest.mark.parametrize("points", [0.0, 50.0, 200.0])
@pytest.mark.parametrize("after_sight", [-500.0, -10.0, 0.0, 100.0])
def test_first_sight_waits_for_the_cue_and_for_the_turn(points, after_sight):
    flights = arc_flights(*MERIDIAN)
    alone = sensing.watch([on_meridian(cue_time=-math.inf)], flights)
    start = alone.first_seen[0, 0]
    cue = start + after_sight
    found = sensing.watch([on_meridian(boresight=points * DEG, cue_time=cue)], flights)
    turn = turning_time(points * DEG, 2 * DEG, 24 * DEG)
    expected = start if turn == 0.0 else max(start, cue + turn)
    assert found.first_seen[0, 0] == pytest.approx(expected, abs=EDGE)
    assert found.last_seen[0, 0] == alone.last_seen[0, 0]
    if expected > start:
        assert found.first_slant_range[0, 0] < alone.first_slant_range[0, 0]
        seen = sensing.sight_lines(on_meridian(), flights, 0, [found.first_seen[0, 0]])
        assert found.first_slant_range[0, 0] == pytest.approx(seen[0][0])


@pytest.mark.parametrize("rate", [0.0, RATE])
@pytest.mark.parametrize(("points", "cue", "slew"), [(250.0, 300.0, 0.5), (40.0, 100.0, 0.2), (160.0, NEVER, 1.0)])
def test_a_moving_flight_is_caught_where_a_fine_grid_says(rate, points, cue, slew):
    """Seen alone, and within half the field of view plus what has been turned since the cue."""
    flights, plain = arc_flights(TABRIZ, WARSAW, rate), brdy()
    mount = Mount(boresight=points * DEG, slew_rate=slew * DEG, field_of_view=24 * DEG, cue_time=cue)
    t, away, azimuth, elevation = geometry(flights, plain)
    turned = np.where(t > cue, slew * DEG * (t - min(cue, 1e9)), 0.0)
    off = np.abs((azimuth - points * DEG + np.pi) % (2 * np.pi) - np.pi)
    seen = t[(away <= plain.instrumented_range) & (elevation >= plain.elevation_low) & (off <= 12 * DEG + turned)]
    found = sensing.watch([brdy(mount=mount)], flights)
    if len(seen):
        assert found.first_seen[0, 0] == pytest.approx(seen[0], abs=GRID)
    else:
        assert np.isnan(found.first_seen[0, 0])
        assert found.never_because[0, 0] == NeverBecause.OUT_OF_SECTOR
        assert found.highest_elevation[0, 0] == pytest.approx(elevation.max(), abs=TOP)


def test_another_sensor_gives_the_cue_after_its_delay_and_one_that_is_not_there_gives_none():
    flights = arc_flights(*MERIDIAN)
    eye = Radar(key="eye", latitude=0.0, longitude=0.0, instrumented_range=2200e3)
    mount = {"boresight": 90 * DEG, "cued_by": ("eye",), "cue_delay": 5.0}
    together = sensing.watch([on_meridian(**mount), eye], flights)
    told = together.first_seen[0, 1] + 5.0 + 78.0 / 2.0
    assert together.first_seen[0, 0] == pytest.approx(told, abs=EDGE)
    assert told > sensing.watch([on_meridian(cue_time=-math.inf)], flights).first_seen[0, 0]
    alone = sensing.watch([on_meridian(**mount)], flights)
    assert alone.never_because[0, 0] == NeverBecause.OUT_OF_SECTOR
    assert alone.seen_time[0, 0] == 0.0
    own = sensing.watch([on_meridian(**(mount | {"boresight": 11.9 * DEG}))], flights)
    assert own.first_seen[0, 0] == sensing.watch([on_meridian(cue_time=-math.inf)], flights).first_seen[0, 0]


def test_mounts_that_wait_do_not_cue_one_another():
    flights = arc_flights(*MERIDIAN)
    first, second = (on_meridian(boresight=90 * DEG, cued_by=("turns", "other")) for _ in range(2))
    found = sensing.watch(
        [first, Radar(**({name: getattr(second, name) for name in second.__slots__} | {"key": "other"}))], flights
    )
    assert np.isnan(found.first_seen).all()


def columns(sightings):
    """Every array of sightings, by name."""
    every = {field.name: getattr(sightings, field.name) for field in dataclasses.fields(sightings)}
    return {name: part for name, part in every.items() if isinstance(part, np.ndarray)}


PLACES = np.radians([(48.0, 18.0), (52.0, 10.0), (40.0, 30.0), (65.0, -20.0), (49.64, 13.76)])


@pytest.mark.parametrize("column", [0, 1, 2])
def test_a_radar_at_many_places_at_once_is_that_radar_at_one_after_the_other(column):
    """A mount that waits, the radar that tells it, one that has nothing to do with it: each of them moved."""
    rng = np.random.default_rng(5)
    aims = np.column_stack([rng.uniform(36, 65, 40), rng.uniform(-10, 30, 40)])
    flights = arc_flights(np.tile(TABRIZ, (40, 1)), aims, RATE)
    mount = Mount(boresight=200 * DEG, slew_rate=0.5 * DEG, field_of_view=24 * DEG, cue_time=NEVER, cued_by=("eye",))
    turns = brdy(key="turns", mount=mount)
    eye, other = brdy(key="eye", instrumented_range=2500e3), brdy(key="other", instrumented_range=1500e3)
    sensors = [turns, eye, other]
    together = columns(sensing.watch_moved(sensors, column, PLACES, flights))
    alone = []
    for latitude, longitude in PLACES:
        moved = list(sensors)
        moved[column] = dataclasses.replace(sensors[column], latitude=latitude, longitude=longitude, altitude=0.0)
        alone.append(columns(sensing.watch(moved, flights)))
    for name, part in together.items():
        np.testing.assert_array_equal(part, np.concatenate([row[name] for row in alone]), err_msg=name)
    first = together["span_start"][:, 0, 0].reshape(len(PLACES), -1)
    assert np.isfinite(first).any()
    assert np.array_equal(first[0], first[1], equal_nan=True) == (column == 2), "who moves changes what the mount sees"


def test_a_mount_that_is_never_told_is_caught_where_a_fine_grid_says_for_many_flights():
    """Flights that cross the field of a mount that does not turn, near and far: steps are skipped, none that counts."""
    rng = np.random.default_rng(6)
    aims = np.column_stack([rng.uniform(40, 65, 25), rng.uniform(-5, 30, 25)])
    flights, plain = arc_flights(np.tile(TABRIZ, (25, 1)), aims, RATE), brdy()
    mount = Mount(boresight=40 * DEG, slew_rate=1 * DEG, field_of_view=24 * DEG, cue_time=NEVER)
    found = sensing.watch([brdy(mount=mount)], flights).first_seen[:, 0]
    late = 0
    for row in range(25):
        t, away, azimuth, elevation = geometry(flights, plain, row)
        off = np.abs((azimuth - 40 * DEG + np.pi) % (2 * np.pi) - np.pi)
        open_sky = (away <= plain.instrumented_range) & (elevation >= plain.elevation_low)
        seen = t[open_sky & (off <= 12 * DEG)]
        late += bool(len(seen)) and seen[0] > t[open_sky][0] + CATCH
        assert np.isnan(found[row]) if not len(seen) else found[row] == pytest.approx(seen[0], abs=GRID)
    assert late > 5, "some come into its field long after they come into view"


# -- several at once


def spokes(bearings, near=12.0, far=50.0):
    """Flights that come towards the radar at the north pole of a still sphere, each on its own bearing."""
    launch = [(90.0 - far, 180.0 - bearing) for bearing in bearings]
    return arc_flights(launch, [(90.0 - near, 180.0 - bearing) for bearing in bearings])


def at_pole(field_of_view=24.0, **mount):
    """A radar just south of the pole on the meridian of Greenwich: north is a direction there, bearings azimuths."""
    return Radar(
        key="pole", latitude=(90 - 1e-9) * DEG, longitude=0.0, elevation_low=0.5 * DEG,
        mount=Mount(slew_rate=2 * DEG, field_of_view=field_of_view * DEG, **mount),
    )  # fmt: skip


def kept(bearings, lift_offs, radar=None, near=12.0):
    radar = radar or at_pole()
    flights = spokes(bearings, near)
    sightings = sensing.watch([radar], flights)
    return keep_in_field(radar, sightings, 0, flights, np.arange(len(bearings)), lift_offs, STEP), sightings


def test_the_spokes_come_on_their_bearings():
    flights = spokes([10.0, 70.0])
    middle = 0.5 * flights.flight_time
    for row, bearing in enumerate((10.0, 70.0)):
        _, azimuth, _ = sensing.sight_lines(at_pole(), flights, row, [middle[row]])
        assert azimuth[0] == pytest.approx(bearing * DEG, abs=BEARING)


def test_two_within_the_field_of_view_are_held_together():
    picture, sightings = kept([0.0, 20.0], [0.0, 0.0])
    assert picture.held_together.all()
    assert picture.held_time[0] == pytest.approx(sightings.seen_time[:, 0], abs=2 * STEP)


def test_two_further_apart_are_not_and_the_second_waits_for_the_turn():
    """Sixty degrees apart, 100 s apart. The first is held while it lasts; then 48 degrees at 2 a second are turned."""
    picture, sightings = kept([0.0, 60.0], [0.0, 100.0], at_pole(boresight=0.0, cue_time=0.0))
    first, second = sightings.seen_time[:, 0]
    assert picture.held_time[0, 0] == pytest.approx(first, abs=2 * STEP)
    assert picture.time_in(Keeping.OUTSIDE_FIELD)[0, 1] == pytest.approx(second - 100.0, abs=3 * STEP)
    assert picture.time_in(Keeping.TURNING)[0, 1] == pytest.approx(24.0, abs=2 * STEP)
    assert picture.held_time[0, 1] == pytest.approx(76.0, abs=3 * STEP)
    assert not picture.held_together.any()


def test_who_comes_first_is_held_and_who_fits_beside_joins():
    """Bearings 0, 20 and 60: the third is lost, or the first two when it comes 50 s before them."""
    picture, _ = kept([0.0, 20.0, 60.0], [0.0, 0.0, 0.0])
    assert (picture.held_time > 0).tolist() == [[True, True, False]]
    picture, _ = kept([0.0, 20.0, 60.0], [50.0, 50.0, 0.0])
    assert picture.held_time[0, 2] == pytest.approx(picture.view_time[0, 2])
    assert (picture.time_in(Keeping.OUTSIDE_FIELD)[0, :2] > picture.held_time[0, :2]).all()


def test_the_last_to_have_joined_is_let_go_when_they_drift_apart():
    """From one place to two places: the angle between them, by plain geometry, passes the field of view once."""
    flights, plain = arc_flights([(38.0, 46.0)] * 2, [(60.0, 10.0), (42.0, 12.0)]), brdy()
    (t, _, a, e), (u, _, b, f) = (geometry(flights, plain, row) for row in (0, 1))
    count = min(len(t), len(u))
    apart = np.arccos(
        np.sin(e[:count]) * np.sin(f[:count]) + np.cos(e[:count]) * np.cos(f[:count]) * np.cos(a[:count] - b[:count])
    )
    radar = brdy(mount=Mount(slew_rate=2 * DEG, field_of_view=24 * DEG))
    sightings = sensing.watch([radar], flights)
    both = (t[:count] >= sightings.first_seen.max()) & (t[:count] <= sightings.last_seen.min())
    passes = t[:count][both & (apart > 24 * DEG)][0]
    assert apart[both][0] < 24 * DEG
    picture = keep_in_field(radar, sightings, 0, flights, [0, 1], [0.0, 0.0], STEP)
    order = np.argsort(sightings.first_seen[:, 0])
    alone = picture.time[picture.states[0, order[1]] == Keeping.OUTSIDE_FIELD]
    assert alone[0] == pytest.approx(passes, abs=2 * STEP)
    assert (picture.states[0, order[0]] != Keeping.OUTSIDE_FIELD).all()


def test_every_raid_of_many_is_the_raid_alone():
    radar, flights = at_pole(), spokes([0.0, 20.0, 60.0, 300.0])
    sightings = sensing.watch([radar], flights)
    rows = np.random.default_rng(1).integers(0, 4, (20, 3))
    lift_offs = [0.0, 30.0, 200.0]
    many = keep_in_field(radar, sightings, 0, flights, rows, lift_offs, 5.0)
    assert many.time_in(Keeping.OUTSIDE_FIELD).any()
    for row, states in zip(rows, many.states, strict=True):
        alone = keep_in_field(radar, sightings, 0, flights, row, lift_offs, 5.0).states[0]
        assert np.array_equal(alone, states[:, : alone.shape[1]])
        assert not states[:, alone.shape[1] :].any()


def firm_by_hand(states, offset, spans, track, gap):
    """Firm track of one object from its states on the common clock, walked through step by step; s on its own clock."""
    runs, own = [], sensing.STEP * (np.arange(len(states)) - offset)
    held = states == Keeping.HELD
    for m in np.flatnonzero(held):
        if m and held[m - 1]:
            runs[-1][1] = own[m]
            continue
        fresh = m == 0 or states[m - 1] == Keeping.NOT_IN_VIEW
        begins = [start for start, end in spans if start <= own[m] <= end]
        runs.append([begins[0] if fresh else own[m], own[m]])
        runs[-1].append(m)
    for k, (start, last, _) in enumerate(runs):
        after = round(last / sensing.STEP) + offset + 1
        gone = after >= len(states) or states[after] == Keeping.NOT_IN_VIEW
        ends = [end for begin, end in spans if begin <= last <= end]
        end = ends[0] if gone and ends else last
        before = runs[k - 1][1] - runs[k - 1][0] if k and start - runs[k - 1][1] <= gap else 0.0
        if end - start >= track - before:
            return start + max(0.0, track - before)
    return math.inf


@pytest.mark.parametrize("need", [(30.0, 0.0), (30.0, 60.0), (0.0, 0.0), (200.0, 20.0)])
def test_a_track_in_a_raid_is_that_of_being_held_and_alone_that_of_being_in_view(need):
    radar, flights = at_pole(boresight=0.0, cue_time=0.0), spokes([0.0, 20.0, 60.0, 300.0])
    sightings = sensing.watch([radar], flights)
    rows = np.random.default_rng(2).integers(0, 4, (40, 3))
    lift_offs, told = np.array([0.0, 30.0, 200.0]), np.full(4, -math.inf)
    firm = firm_in_raids(radar, sightings, 0, flights, rows, lift_offs, need, told)
    states = keep_in_field(radar, sightings, 0, flights, rows, lift_offs, sensing.STEP, told).states
    spans = [
        list(zip(*part, strict=True)) for part in zip(sightings.span_start[:, 0], sightings.span_end[:, 0], strict=True)
    ]
    for raid, row in enumerate(rows):
        for k, way in enumerate(row):
            expected = firm_by_hand(states[raid, k], round(lift_offs[k] / sensing.STEP), spans[way], *need)
            assert firm[raid, k] == pytest.approx(expected, abs=WHOLE)
    assert np.isinf(firm).any()
    alone = firm_in_raids(radar, sightings, 0, flights, [[0], [1]], [0.0], need, told)
    assert alone[:, 0] == pytest.approx(sightings.firm_track_time(*need)[:2, 0], abs=WHOLE)


@pytest.mark.parametrize(
    "wrong",
    [{"slew_rate": 0.0}, {"field_of_view": 7.0}, {"cue_time": 10.0}, {"cue_delay": -1.0}, {"cue_time": math.nan}],
)
def test_a_mount_that_cannot_be_is_refused(wrong):
    with pytest.raises(MidcourseError):
        Mount(**({"slew_rate": 1.0, "field_of_view": 0.5} | wrong))


def test_a_radar_without_a_mount_keeps_no_field():
    flights = spokes([0.0])
    radar = brdy()
    with pytest.raises(MidcourseError, match="mount"):
        keep_in_field(radar, sensing.watch([radar], flights), 0, flights, [0], [0.0])
