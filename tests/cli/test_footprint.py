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


def test_an_altitude_kept_free_above_a_lower_tier_is_an_answer(shell):
    tiers = ("footprint", "alliance-2008", "--resolution-deg", "8", "--reading", "lower-tier+mda", "--by", "battery")
    code, out, _ = shell(*tiers, "--keep-out-altitude-km", "200", "--json")
    answer = json.loads(out)
    assert code == 0
    assert any("under 200 km" in note and "tbilisi" in note for note in answer["warnings"])
    (reading,) = answer["readings"]
    defended = {row["name"]: row["defended_km2"] for row in reading["by"]}
    assert defended.pop("poland") == reading["defended_km2"] > 0.0
    assert set(defended.values()) == {0.0}
    places = {place["name"]: place for place in reading["places"]}
    assert (places["Tbilisi"]["status"], places["Tbilisi"]["why_not"]) == ("undefended", "too-low")


@pytest.mark.parametrize(
    ("words", "told"),
    [(("--against", "most"), "all, any"), (("--by", "owner"), "battery or layer"), (("--shots", "0"), "shots")],
)
def test_what_cannot_be_asked_is_told(refused, words, told):
    assert told in refused(*WORDS, *words)


def test_ground_and_difference_are_answered_where_they_are_asked(shell, tmp_path):
    over, areas = tmp_path / "over.geojson", tmp_path / "areas.geojson"
    ring = [[12.0, 46.0], [26.0, 46.0], [26.0, 58.0], [12.0, 58.0], [12.0, 46.0]]
    over.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    ground = ("--launch-area", "Berlin", "--operating-area", "poland", "--over", over)
    code, out, _ = shell(*WORDS, *ground, "--difference", "without:CZ", "--geojson", areas, "--json")
    assert code == 0
    (reading,) = json.loads(out)["readings"]
    assert reading["launch_area"]["place"] == "Berlin"
    assert [row["battery"] for row in reading["launch_area"]["by_battery"]] == ["poland"]
    assert reading["operating_area"]["key"] == "poland"
    assert reading["operating_area"]["km2"] > 0.0
    change = reading["difference"]
    assert (change["other"], change["gained_km2"], change["gained"]) == ("without:CZ", 0.0, [])
    assert change["lost_km2"] > 1e6
    assert "Warsaw" in change["lost"]
    names = [f["properties"]["status"] for f in json.loads(areas.read_text())["features"]]
    assert names[3:] == ["denied by poland", "operating area of poland", "gained", "lost"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--launch-area", "Berlin"), "--over"),
        (("--difference", "without:FR"), "key or country"),
        (("--difference", "nowhere-2030"), "scenario"),
    ],
)
def test_ground_and_differences_that_cannot_be_are_told(refused, words, told):
    assert told in refused(*WORDS, *words)
