"""`midcourse footprint` through its real entry point: the keys of the contract, files, refusals."""

import csv
import json

import pytest

WORDS = ("footprint", "european-site-2008", "--resolution-deg", "8", "--reading", "mda+mean-42kw")


def test_the_answer_has_the_keys_of_the_contract(shell, tmp_path):
    table, areas = tmp_path / "cells.csv", tmp_path / "areas.geojson"
    code, out, _ = shell(*WORDS, "--by", "battery", "--csv", table, "--geojson", areas, "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["schema"] == {"name": "midcourse.footprint", "version": 1}
    (reading,) = answer["readings"]
    assert {"reading", "defended_km2", "undefended_km2", "not_threatened_km2", "defended_population"} <= set(reading)
    for place in reading["places"]:
        assert place["covered"] == (place["status"] == "defended")
        assert (place["why_not"] is not None) == (place["status"] == "undefended")
        assert place["capital"] or place["population"] > 500_000
    turkey = next(c for c in reading["countries"] if c["code"] == "TR")
    assert (turkey["status"], turkey["largest_undefended_city"]) == ("undefended", "Istanbul")
    assert reading["by"] == [{"name": "poland", "defended_km2": reading["defended_km2"]}]
    rows = list(csv.DictReader(table.read_text().splitlines()))
    assert len(rows) == answer["cells"]
    for status in ("defended", "undefended", "not-threatened"):
        total = sum(float(row["area_km2"]) for row in rows if row["status"] == status)
        assert total == pytest.approx(reading[f"{status.replace('-', '_')}_km2"])
    assert len(json.loads(areas.read_text())["features"]) == 3


def test_people_get_a_few_lines(shell):
    code, out, _ = shell(*WORDS, "--kill-probability-at-least", "0.99")
    assert code == 0, "that nothing is enough is an answer"
    assert "defended 0.000 million km2" in out
    assert "nothing about raids" in out


@pytest.mark.parametrize(
    ("words", "told"),
    [(("--against", "most"), "all, any"), (("--by", "owner"), "battery or layer"), (("--shots", "0"), "shots")],
)
def test_what_cannot_be_asked_is_told(refused, words, told):
    assert told in refused(*WORDS, *words)
