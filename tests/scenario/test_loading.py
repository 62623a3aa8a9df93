"""Claims about scenario files: what is refused, with which line and advice; changes; readings."""

import copy
import json

import pytest

from midcourse import scenario
from midcourse.errors import ScenarioError
from midcourse.scenario import changes as change_rules

from .conftest import WHOLE


def leaves(node, path=()):
    """Paths of all values below a node."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else None
    if items is None:
        yield path, node
    else:
        for key, inner in items:
            yield from leaves(inner, (*path, key))


def put(data, path, value):
    data = copy.deepcopy(data)
    node = data
    for part in path[:-1]:
        node = node[part]
    node[path[-1]] = value
    return data


def read_problems(write, data):
    return scenario.problems(write(data))


NUMBERS = [path for path, value in leaves(WHOLE) if type(value) in (int, float) and path[0] != "midcourse"]
ALL = [path for path, _ in leaves(WHOLE) if path[0] != "readings"]


def named(path):
    return ".".join(map(str, path))


def test_the_whole_file_has_no_problem(write, whole):
    assert read_problems(write, whole) == ()


@pytest.mark.parametrize("path", NUMBERS, ids=named)
@pytest.mark.parametrize("text", [".nan", ".inf", "-.inf", "1e400", "true", "'5'", "5 km", "[1]", "null"])
def test_no_number_may_be_infinite_a_word_or_a_flag(write, path, text):
    marked = json.dumps(put(WHOLE, path, "MARK"), indent=1).replace('"MARK"', text)
    found = read_problems(write, marked)
    line = marked.split("\n").index(next(row for row in marked.split("\n") if text in row and str(path[-1]) in row)) + 1
    assert any(str(path[-1]) in problem.where and problem.line == line for problem in found), found


@pytest.mark.parametrize("path", NUMBERS, ids=named)
def test_denormal_numbers_and_minus_zero_are_numbers(write, path):
    for text in ("5e-324", "-0.0"):
        marked = json.dumps(put(WHOLE, path, "MARK"), indent=1).replace('"MARK"', text)
        for problem in read_problems(write, marked):
            assert problem.line is not None
            assert "bug" not in problem.what


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("threats", 0, "launch", "latitude_deg"), 91, "90"),
        (("threats", 0, "launch", "latitude_deg"), -90.0001, "90"),
        (("threats", 0, "launch", "longitude_deg"), 361, "180"),
        (("sensors", 1, "boresight_deg"), 360, "360"),
        (("batteries", 0, "ready"), -1, "0"),
        (("kill", "reliability"), 1.1, "1"),
        (("kill", "hit", "low"), 0.95, "low <= value <= high"),
        (("kill", "common_mode"), -0.1, "0"),
        (("command", "track_s"), -1, "0"),
        (("threats", 0, "count"), 100_000, "10000"),
        (("threats", 0, "objects"), 0, "1"),
        (("replicates",), 0, "1"),
        (("seed",), -1, "0"),
        (("doctrine", "looks"), 0, "1"),
        (("threats", 0, "aim", "cities_over"), 1000, "15000"),
        (("threats", 0, "apogee_km"), 0, "0"),
    ],
)
def test_values_out_of_bounds_are_refused_with_the_bound(write, path, value, said):
    found = read_problems(write, put(WHOLE, path, value))
    assert len(found) == 1
    assert said in found[0].hint
    assert found[0].line is not None


@pytest.mark.parametrize(("latitude", "longitude"), [(90, 0), (-90, 180), (0, -180), (0.0, 180.0)])
def test_the_edges_of_the_map_are_places(write, whole, latitude, longitude):
    whole["threats"][0]["launch"] = {"latitude_deg": latitude, "longitude_deg": longitude}
    assert read_problems(write, whole) == ()


@pytest.mark.parametrize("path", [path for path in ALL if isinstance(path[-1], str)], ids=named)
def test_every_misspelt_key_is_found_with_its_line_and_what_was_meant(write, path):
    data = copy.deepcopy(WHOLE)
    node = data
    for part in path[:-1]:
        node = node[part]
    wrong = path[-1] + "x"
    if path[:2] in (("command", "shares"), ("treaty", "agreed_ranges")):
        pytest.skip("keys are countries here, or names of test ranges")
    node[wrong] = node.pop(path[-1])
    text = json.dumps(data, indent=1)
    found = read_problems(write, text)
    line = next(number for number, row in enumerate(text.split("\n"), 1) if f'"{wrong}"' in row)
    unknown = [problem for problem in found if "unknown key" in problem.what]
    assert [problem.line for problem in unknown] == [line]
    assert repr(path[-1]) in unknown[0].hint


def test_a_misspelt_key_is_told_with_line_and_column(write):
    found = read_problems(write, "midcourse: 1\nbatteries:\n  - {key: a, intercepter: x}\n")
    wrong = next(problem for problem in found if "unknown" in problem.what)
    assert (wrong.line, wrong.column) == (3, 14)
    assert "did you mean 'interceptor'?" in wrong.hint
    assert not any("'interceptor' is missing" in problem.what for problem in found)


@pytest.mark.parametrize(
    ("section", "key", "stranger"),
    [
        ((), "seed", "dice"),
        (("batteries", 0), "ready", "interceptors_on_hand"),
        (("kill",), "hit", "chance_of_success"),
    ],
)
def test_an_unknown_key_is_told_before_the_key_that_it_stood_for(write, whole, section, key, stranger):
    """No key looks like the stranger, so both are told: the unknown one first, for it is what was typed."""
    node = whole
    for part in section:
        node = node[part]
    node[stranger] = node.pop(key)
    if not section:
        whole["earth"] = "moon"  # a fault before both of them in the file stays before them
    told = [problem.what for problem in read_problems(write, whole)]
    expected = [f"unknown key '{stranger}'", f"the key '{key}' is missing"]
    assert [what for what in told if what in expected] == expected
    with pytest.raises(ScenarioError) as caught:
        scenario.load(write(whole))
    assert told[0] in caught.value.what
    assert told[0] == ("not one of the words that fit here" if not section else expected[0])


REQUIRED = [
    ("midcourse",),
    ("name",),
    ("question",),
    ("epoch",),
    ("threats",),
    ("sensors",),
    ("batteries",),
    ("command",),
    ("doctrine",),
    ("kill",),
    ("protect",),
    ("replicates",),
    ("seed",),
    ("threats", 0, "count"),
    ("threats", 0, "missile"),
    ("sensors", 0, "owner"),
    ("sensors", 0, "host"),
    ("batteries", 0, "ready"),
    ("kill", "hit"),
    ("kill", "reliability"),
    ("command", "decide_s"),
    ("doctrine", "name"),
]


@pytest.mark.parametrize("path", REQUIRED, ids=named)
def test_a_missing_key_is_named(write, path):
    data = copy.deepcopy(WHOLE)
    node = data
    for part in path[:-1]:
        node = node[part]
    del node[path[-1]]
    assert any(f"the key '{path[-1]}' is missing" in problem.what for problem in read_problems(write, data))


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("threats", 0, "missile"), "scud", "scud-b"),
        (("threats", 1, "launch", "site"), "gabla", "gabala"),
        (("threats", 1, "aim", "places", 0, "site"), "brdi", "brdy"),
        (("threats", 1, "aim", "places", 1, "city"), "Warszawa", "Warsaw"),
        (("threats", 1, "aim", "places", 1, "city"), "Warsa", "Warsaw"),
        (("sensors", 0, "radar"), "european-midcourse-radar", "european-midcourse-radar@mean-42kw"),
        (("sensors", 0, "site"), "brdyy", "brdy"),
        (("batteries", 0, "interceptor"), "gbi-two-stage", "gbi-two-stage@lewis-postol"),
        (("batteries", 0, "interceptor"), "gbi-two-stage@x", "gbi-two-stage@mda"),
        (("sensors", 1, "key"), "emr", "another key"),
        (("sensors", 0, "owner"), "QQ", "two-letter"),
        (("sensors", 0, "host"), "cz", "capitals"),
        (("protect", "alliance"), "NATU", "NATO"),
        (("protect", "date"), "1948-01-01", "later"),
        (("protect", "date"), "2008-02-30", "2008-04-05"),
        (("epoch",), "2008-04-05", "Z"),
        (("epoch",), "2008-04-05T00:00:00+02:00", "UTC"),
        (("epoch",), 2008, "2008-04-05T00:00:00Z"),
        (("earth",), "wgs-84", "wgs84"),
        (("threats", 0, "shape"), "loftd", "lofted"),
        (("doctrine", "name"), "shoot-look-shot", "shoot-look-shoot"),
        (("name",), "My Site", "small letters"),
        (("midcourse",), 2, "1"),
        (("title",), "two\nlines", "one line"),
        (("command", "shares", "US"), ["NATTO"], "NATO"),
        (("threats", 0, "aim", "without_countries"), ["ZZ"], "two-letter"),
    ],
)
def test_words_that_mean_nothing_are_refused_with_what_was_meant(write, path, value, said):
    found = read_problems(write, put(WHOLE, path, value))
    assert len(found) == 1, found
    assert said in found[0].hint
    assert found[0].line is not None


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("threats", 0, "launch"), {"latitude_deg": 1.0}, "longitude_deg"),
        (("threats", 0, "launch"), {"site": "brdy", "latitude_deg": 1.0, "longitude_deg": 1.0}, "{site}"),
        (("threats", 0, "launch"), {}, "{site}"),
        (("threats", 0, "aim"), {"site": "brdy", "countries": ["PL"]}, "{site}"),
        (("threats", 0, "aim"), {"places": []}, "at least 1"),
        (("protect",), {"alliance": "NATO"}, "date"),
        (("threats", 0, "apogee_km"), None, "burnout_angle_deg"),
        (("threats", 0, "flight_time_s"), 500.0, "one of"),
        (("threats", 0, "shape"), "minimum-energy", "one of"),
        (("batteries", 0, "site"), None, "latitude_deg"),
        (("batteries", 0, "latitude_deg"), 50.0, "one of the two"),
    ],
)
def test_half_forms_and_double_forms_are_refused(write, path, value, said):
    data = put(WHOLE, path, value)
    if value is None:
        parent = data
        for part in path[:-1]:
            parent = parent[part]
        del parent[path[-1]]
    found = read_problems(write, data)
    assert len(found) == 1, found
    assert said in found[0].hint


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("threats", 0, "launch"), {"area": "../../etc/passwd", "spacing_km": 100}),
    ],
)
def test_what_a_run_does_not_do_yet_is_refused_and_not_ignored(write, path, value):
    found = read_problems(write, put(WHOLE, path, value))
    assert found
    assert all("not supported yet" in problem.what for problem in found)
    assert not any("root:" in problem.sentence() for problem in found)


@pytest.mark.parametrize("path", ["/etc/passwd", "../../etc/passwd"])
def test_there_are_no_includes(write, whole, path):
    whole["include"] = path
    found = read_problems(write, whole)
    assert [problem.what for problem in found] == ["unknown key 'include'"]
    assert "root:" not in found[0].sentence()


def test_no_threats_is_refused_and_no_interceptors_is_not(write, whole):
    whole["batteries"][0]["ready"] = 0
    assert read_problems(write, whole) == ()
    whole["batteries"] = []
    whole["readings"] = {}
    assert read_problems(write, whole) == ()
    whole["threats"] = []
    assert [problem.where for problem in read_problems(write, whole)] == ["threats"]


def test_all_problems_are_told_at_once_in_file_order(write, whole):
    whole["seed"], whole["epoch"], whole["kill"]["hit"] = "x", "soon", 7
    found = read_problems(write, whole)
    assert [problem.where for problem in found] == ["epoch", "kill.hit", "seed"]
    with pytest.raises(ScenarioError, match="2 more") as caught:
        scenario.load(write(whole))
    assert caught.value.problems == found
    assert caught.value.exit_code == 2


def test_readings_are_every_combination_named_in_file_order(write, whole):
    loaded = scenario.load(write(whole))
    assert loaded.readings == ("mda+mean-170kw", "mda+mean-42kw", "lewis-postol+mean-170kw", "lewis-postol+mean-42kw")
    assert loaded.select(["mean-42kw"]) == ("mda+mean-42kw", "lewis-postol+mean-42kw")
    assert loaded.select(["mda+mean-42kw"]) == ("mda+mean-42kw",)
    assert loaded.select(["lewis-postol", "mda+mean-42kw"]) == loaded.readings[1:]
    assert loaded.select() == loaded.readings
    with pytest.raises(ScenarioError, match="lewis-postol"):
        loaded.select(["lewis"])


def test_without_readings_there_is_one_as_written(write, whole):
    del whole["readings"]
    assert scenario.load(write(whole)).readings == ("as-written",)


def test_a_reading_changes_what_it_says_and_nothing_else(write, whole):
    files = scenario.load(write(whole)).files
    changed = files["lewis-postol+mean-170kw"].model_dump()
    written = files["mda+mean-170kw"].model_dump()
    assert changed["batteries"][0].pop("interceptor") == "gbi-two-stage@lewis-postol"
    assert written["batteries"][0].pop("interceptor") == "gbi-two-stage@mda"
    assert changed == written


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"batteries.polen.ready": 5}, "poland"),
        ({"batteries.poland.redy": 5}, "redy"),
        ({"batteries.poland.ready": -5}, "out of bounds"),
        ({"name": "other"}, "cannot be changed"),
        ({"threats.near.missile.x": 1}, "nothing named"),
        ({"batteries.poland.interceptor": "gbi-two-stage"}, "variants"),
    ],
)
def test_a_fault_in_a_reading_stands_at_its_own_line(write, whole, change, said):
    whole["readings"] = {"size": {"as-is": {}, "other": change}}
    path = write(whole)
    found = scenario.problems(path)
    key = next(iter(change))
    lines = path.read_text().split("\n")
    assert len(found) == 1, found
    assert said in found[0].sentence()
    assert key in lines[found[0].line - 1]


def test_too_many_readings_and_twice_the_same_name_are_refused(write, whole):
    whole["readings"] = {f"axis-{n}": {f"a{n}": {}, f"b{n}": {}} for n in range(7)}
    assert "combinations" in read_problems(write, whole)[0].what
    whole["readings"] = {"one": {"a": {}, "b": {}}, "two": {"a": {}}}
    assert "two axes" in read_problems(write, whole)[0].what


def test_changes_from_the_command_line_are_checked_as_the_file_is(write, whole):
    path = write(whole)
    loaded = scenario.load(
        path, ["batteries.poland.ready=20", "kill.hit={low: 0.1, value: 0.2, high: 0.3}", "seed=0x10"]
    )
    file = loaded.files["mda+mean-42kw"]
    assert (file.batteries[0].ready, file.kill.hit.value, file.seed) == (20, 0.2, 16)
    assert loaded.changes[0] == "batteries.poland.ready=20"
    for change, said in [
        ("batteries.poland.ready=ten", "whole number"),
        ("batteries.polland.ready=3", "poland"),
        ("kill.hitt=0.5", "unknown key"),
        ("seed", "KEY=VALUE"),
        ("=3", "KEY=VALUE"),
        ("readings.interceptor=1", "cannot be changed"),
        ("seed=[1", "not YAML"),
        ("seed=1\nname: x", "not YAML"),
        ("seed=&a 1", "anchors"),
    ]:
        assert any(said in problem.sentence() for problem in scenario.problems(path, [change])), change


def test_a_change_leaves_the_given_data_alone(whole):
    before = copy.deepcopy(whole)
    changed, location = change_rules.apply_change(whole, "threats.listed.count", 9)
    assert whole == before
    assert location == ("threats", 1, "count")
    assert changed["threats"][1]["count"] == 9


@pytest.mark.parametrize("name", ["european-site-2007", "european_site_2008", "demo"])
def test_an_unknown_built_in_name_says_which_there_are(name):
    with pytest.raises(ScenarioError, match="european-site-2008"):
        scenario.load(name)


@pytest.mark.parametrize("name", ["../scenarios/european-site-2008", "european-site-2008.yaml", "/etc", "."])
def test_only_exact_names_reach_the_built_in_files(name):
    with pytest.raises(ScenarioError):
        scenario.load(name)


def test_the_json_schema_agrees_with_the_models_on_the_whole_file():
    schema = scenario.json_schema()
    assert schema["additionalProperties"] is False
    assert set(schema["properties"]) == set(WHOLE)
    assert json.loads(json.dumps(schema)) == schema
    assert schema["$defs"]["Threat"]["properties"]["launch"]
