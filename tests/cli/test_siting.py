"""`midcourse siting` through its real entry point: keys of the contract, files, refusals, a stop."""

import csv
import json
import re
from pathlib import Path

import pytest

from midcourse.analysis import site_choice

RING = [[15.0, 47.0], [25.0, 47.0], [25.0, 55.0], [15.0, 55.0], [15.0, 47.0]]
DOORS = (Path(__file__).parents[2] / "docs" / "doors.md").read_text(encoding="utf-8")


@pytest.fixture
def words(tmp_path):
    over = tmp_path / "over.geojson"
    over.write_text(json.dumps({"type": "Polygon", "coordinates": [RING]}))
    return ("siting", "european-site-2008", "--over", over, "--spacing-km", "500", "--reading", "mda+mean-42kw")


def test_the_answer_has_the_keys_of_the_contract(shell, words, tmp_path):
    table, picture = tmp_path / "places.csv", tmp_path / "map.png"
    code, out, err = shell(*words, "--move", "emr", "poland", "--csv", table, "--plot", picture, "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["schema"] == {"name": "midcourse.siting", "version": 1}
    assert [site["key"] for site in answer["sites"]] == ["emr", "poland"]
    assert set(answer["sites"][0]) == {"key", "latitude_deg", "longitude_deg"}
    assert answer["exact"] is True
    assert answer["defended_population"] >= answer["second_best"]["defended_population"] > 0
    assert answer["second_best"]["costs"] == answer["value"] - answer["second_best"]["value"]
    rows = list(csv.DictReader(table.read_text().splitlines()))
    assert len(rows) == 2 * answer["candidates"]
    for site in answer["sites"]:
        (best,) = [row for row in rows if row["key"] == site["key"] and row["choice"] == "best"]
        assert float(best["latitude_deg"]) == site["latitude_deg"]
        assert int(best["defended_population"]) == answer["defended_population"]
    assert picture.stat().st_size > 50_000
    assert f"wrote {table}" in err
    assert f"wrote {picture}" in err
    section = DOORS.split("### siting\n")[1].split("\n### ")[0]
    told = set(re.findall(r"\w+", section))
    keys = set(answer) | set(answer["second_best"]) | set(answer["readings"][0]) | set(answer["as_written"])
    assert keys <= told | {"schema", "warnings"}


def test_people_get_a_few_lines(shell, words):
    code, out, _ = shell(*words, "--move", "poland", "--for", "capitals", "--apart-km", "600")
    assert code == 0
    assert "best: poland at" in out
    assert "second best: poland at" in out
    assert "exact (all choices tried)" in out
    assert "nothing about raids" in out


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--move", "intermediate"), "never searched"),
        (("--move", "france"), "no battery or radar"),
        ((), "which part"),
        (("--move", "poland", "--for", "cities"), "population or capitals or members"),
        (("--move", "poland", "--spacing-km", "1"), "spacing"),
        (("--move", "emr", "--method", "covering"), "batteries alone"),
    ],
)
def test_what_cannot_be_asked_is_told(refused, words, more, told):
    assert told in refused(*words, *more)


def test_an_area_is_needed_and_has_places(refused, words, tmp_path):
    assert "--over" in refused("siting", "european-site-2008", "--move", "poland", "--spacing-km", "100")
    empty = tmp_path / "empty.geojson"
    empty.write_text(json.dumps({"type": "FeatureCollection", "features": []}))
    assert "no polygon" in refused(*words[:3], empty, *words[4:], "--move", "poland")
    sea = tmp_path / "sea.geojson"
    ring = [[-35.0, 45.0], [-30.0, 45.0], [-30.0, 50.0], [-35.0, 45.0]]
    sea.write_text(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    assert "no place" in refused(*words[:3], sea, *words[4:], "--move", "poland")


def test_a_stop_leaves_nothing_behind(shell, words, tmp_path, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(site_choice, "choose", stopped)
    code, out, err = shell(*words, "--move", "poland", "--csv", tmp_path / "places.csv")
    assert (code, out) == (4, "")
    assert "stopped" in err
    assert not (tmp_path / "places.csv").exists()
