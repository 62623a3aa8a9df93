"""Named questions answered by DuckDB agree with counting by hand."""

import numpy as np
import pytest

from midcourse import results
from midcourse.errors import MidcourseError, ResultsError

PLACES = [  # reading, name, country, population, status, why_not
    ("b", "Athens", "GR", 600, "undefended", "out-of-reach"),
    ("b", "Berlin", "DE", 900, "defended", None),
    ("b", "Reykjavik", "IS", 100, "not-threatened", None),
    ("a", "Athens", "GR", 600, "defended", None),
    ("a", "Berlin", "DE", 900, "defended", None),
    ("a", "Reykjavik", "IS", 100, "not-threatened", None),
    ("b", "Patras", "GR", 700, "undefended", "not-seen"),
    ("a", "Patras", "GR", 700, "undefended", "not-seen"),
    ("c", "Patras-Nord", "GR", 20, "undefended", "not-seen"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    reading, name, country, population, status, why_not = zip(*PLACES, strict=True)
    n = len(PLACES)
    places = {
        "reading": (list(reading), "", ""),
        "name": (list(name), "", ""),
        "country": (list(country), "", ""),
        "latitude_deg": (np.array([len(x) for x in name], float), "deg", ""),
        "longitude_deg": (np.zeros(n), "deg", ""),
        "population": (np.array(population), "1", ""),
        "capital": (np.zeros(n, bool), "", ""),
        "named": (np.array([x != "Patras-Nord" for x in name]), "", ""),
        "status": (list(status), "", ""),
        "why_not": (list(why_not), "", ""),
        "deciding_threat": ([None] * n, "", ""),
    }
    readings = {"reading": (["b", "a"], "", "")}
    countries = {"reading": (["a", "b", "b"], "", ""), "code": (["GR", "GR", "DE"], "", "")}
    sightings = {
        "reading": (["b", "b", "b", "a"], "", ""),
        "sensor": (["emr"] * 4, "", ""),
        "first_seen_s": (np.array([200.0, 300.0, np.nan, 100.0]), "s", ""),
        "seen_time_s": (np.array([50.0, 70.0, 0.0, 10.0]), "s", ""),
    }
    tables = {
        n: results.table(c)
        for n, c in {"places": places, "readings": readings, "countries": countries, "sightings": sightings}.items()
    }
    awkward = tmp_path_factory.mktemp("o'neil [x]*")  # quotes and wildcards in a path are just letters
    manifest = results.describe_run(
        name="n", scenario_text="", seed=1, readings={"axes": [], "names": ["b", "a"]}, command=["midcourse", "run"]
    )
    return results.write(awkward / "run", tables, manifest)


def test_undefended_places_come_by_population(folder):
    answer = results.query(folder, "undefended-places", reading="b")
    assert answer["name"].to_pylist() == ["Patras", "Athens"]
    assert answer["why_not"].to_pylist() == ["not-seen", "out-of-reach"]


def test_population_by_status_is_the_sum(folder):
    rows = results.query(folder, "places-by-status").arrow.to_pylist()
    sums = {(r["reading"], r["status"]): (r["places"], r["population"]) for r in rows}
    assert sums[("b", "undefended")] == (2, 1300)
    assert sums[("a", "defended")] == (2, 1500)


def test_places_that_change_are_those_whose_status_differs(folder):
    rows = results.query(folder, "places-that-change").arrow.to_pylist()
    assert [(r["name"], r["defended_in"], r["readings"]) for r in rows] == [("Athens", 1, 2)]


def test_members_keep_the_order_of_the_readings(folder):
    rows = results.query(folder, "members").arrow.to_pylist()
    assert [(r["code"], r["reading"]) for r in rows] == [("DE", "b"), ("GR", "b"), ("GR", "a")]


def test_sightings_leave_out_what_is_never_seen(folder):
    rows = results.query(folder, "first-sightings").arrow.to_pylist()
    assert [r["reading"] for r in rows] == ["b", "a"]
    assert (rows[0]["flights"], rows[0]["seen"], rows[0]["first_median_s"], rows[0]["view_median_s"]) == (3, 2, 250, 60)


def test_reasons_are_counted(folder):
    rows = results.query(results.read(folder), "reasons").arrow.to_pylist()
    assert {(r["reading"], r["why_not"], r["places"]) for r in rows} == {
        ("b", "out-of-reach", 1),
        ("b", "not-seen", 1),
        ("a", "not-seen", 1),
        ("c", "not-seen", 1),
    }


def test_every_question_is_documented_and_answers(folder):
    for name, question in results.QUESTIONS.items():
        assert question.__doc__, name
        parameters = {"reading": "a"} if name in ("undefended-places", "named-places") else {}
        results.query(folder, name, **parameters)


def test_a_word_is_never_taken_as_sql(folder):
    assert len(results.query(folder, "undefended-places", reading="x' OR '1'='1")) == 0


def test_only_named_places_are_listed_but_all_are_counted(folder):
    assert len(results.query(folder, "undefended-places", reading="c")) == 0
    assert len(results.query(folder, "named-places", reading="c")) == 0
    assert results.query(folder, "named-places", reading="b")["name"].to_pylist()[0] == "Berlin"
    counts = results.query(folder, "places-by-status").arrow.to_pylist()
    assert [r["population"] for r in counts if r["reading"] == "c"] == [20]


def test_an_unknown_question_names_the_known_ones(folder):
    with pytest.raises(MidcourseError, match="no such question") as caught:
        results.query(folder, "drop")
    assert "members" in caught.value.hint


def test_a_damaged_table_is_never_queried(folder, tmp_path):
    import shutil

    copy = shutil.copytree(folder, tmp_path / "copy")
    file = copy / "places.parquet"
    data = bytearray(file.read_bytes())
    data[40] ^= 1
    file.write_bytes(bytes(data))
    with pytest.raises(ResultsError):
        results.query(copy, "reasons")
