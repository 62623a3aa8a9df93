"""What the page says of satellites and cues, against rows written by hand."""

import math

from midcourse.report import sight_words

NEVER = math.nan
RADARS = {"far", "turns"}


def row(sensor, threat, first, told_by=None, told=NEVER):
    times = {"first_seen_s": first, "told_by": told_by, "told_s": told}
    return {"reading": "a", "sensor": sensor, "threat": threat, **times}


SIGHTINGS = [
    row("far", "one", 300.0),
    row("turns", "one", 280.0, "east", 72.0),
    row("east", "one", 70.0),
    row("west", "one", 70.2),
    row("far", "two", NEVER),
    row("turns", "two", NEVER, "east", 62.0),
    row("east", "two", 60.0),
    row("west", "two", NEVER),
]


def of(rows):
    return sight_words.of_reading(
        "a", [r for r in rows if r["sensor"] in RADARS], [r for r in rows if r["sensor"] not in RADARS]
    )


def test_satellites_are_told_apart_where_they_see_other_flights():
    told = {tuple(entry["sensors"]): entry for entry in of(SIGHTINGS)["warnings"]}
    assert (told["east",]["seen"], told["east",]["flights"], told["east",]["last"]) == (2, 2, 70)
    assert told["west",]["seen"] == 1


def test_satellites_that_see_the_same_to_the_second_stand_together():
    assert [entry["sensors"] for entry in of(SIGHTINGS[:4])["warnings"]] == [["east", "west"]]


def test_the_lead_counts_flights_that_both_see_from_the_first_of_each():
    assert of(SIGHTINGS)["lead"] == {"least": 210.0, "median": 210.0, "most": 210.0}
    assert of(SIGHTINGS[4:])["lead"] is None


def test_a_cue_is_told_by_whom_for_how_many_flights_and_when():
    assert of(SIGHTINGS)["cues"] == [{"sensor": "turns", "by": "east", "flights": 2, "first": 62.0, "last": 72.0}]


def test_a_lane_without_a_track_shows_the_first_radar_and_the_first_satellite():
    chain = [
        {"threat": "one", "reading": "a", "sensor": None, "seen_s": 72.0},
        {"threat": "two", "reading": "a", "sensor": "far", "seen_s": 99.0},
    ]
    lanes = sight_words.lanes(chain, SIGHTINGS, RADARS)
    assert (lanes["one", "a"]["warned_s"], lanes["one", "a"]["seen_s"]) == (70.0, 280.0)
    assert (lanes["two", "a"]["warned_s"], lanes["two", "a"]["seen_s"]) == (60.0, 99.0)


def test_rows_that_say_the_same_stand_once_for_all_their_readings():
    rows = [{"reading": r, "sensor": "far", "n": n} for r, n in (("a", 1), ("b", 1), ("c", 2))]
    assert sight_words.alike(rows, ["a", "b", "c"]) == [
        {"sensor": "far", "n": 1, "reading": "a, b"},
        {"sensor": "far", "n": 2, "reading": "c"},
    ]
    assert sight_words.alike(rows[:2], ["a", "b"])[0]["reading"] == "all readings"
    assert sight_words.alike(rows[:1], ["a"])[0]["reading"] == "a"
