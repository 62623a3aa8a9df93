"""Steps in the form change the text and nothing else of it: what is then read is what `--set` gives, comments stay."""

import difflib

import pytest

from midcourse.errors import MidcourseError
from midcourse.scenario import catalog, choices, forming, loading, names, steps, tree

SCENARIO = "european-site-2008"


def text_of(name=SCENARIO):
    return loading.open_file(name).text


def read(text):
    return tree.read_tree(text, "x").value


def after(text, does, path, typed="", like=None):
    return steps.after(text, steps.Step(does, tuple(path), typed, like))


def difference(one, two):
    rows = list(difflib.unified_diff(one.splitlines(), two.splitlines(), lineterm="", n=0))[2:]
    return [row for row in rows if row[0] in "+-"]


def comments(text):
    return [line[line.index("#") :] for line in text.splitlines() if "#" in line]


def problems(text, tmp_path):
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    return loading.problems(file)


@pytest.mark.parametrize(
    ("path", "typed", "set_path"),
    [
        (["command", "decide_s"], "125", "command.decide_s"),
        (["command", "gap_s"], "5", "command.gap_s"),
        (["kill", "hit", "value"], "0.4", "kill.hit.value"),
        (["kill", "hand_over"], "computed", "kill.hand_over"),
        (["batteries", 0, "ready"], "20", "batteries.poland.ready"),
        (["batteries", 0, "burnout_speed_km_s"], "6.8", "batteries.poland.burnout_speed_km_s"),
        (["batteries", 0, "interceptor"], "kei", "batteries.poland.interceptor"),
        (["sensors", 4, "present"], "true", "sensors.forward.present"),
        (["threats", 1, "rcs_x_m2"], "1e-2", "threats.intercontinental.rcs_x_m2"),
        (["epoch"], "2008-06-01T00:00:00Z", "epoch"),
        (["earth"], "sphere", "earth"),
        (["replicates"], "500", "replicates"),
    ],
)
def test_a_value_set_in_the_form_gives_the_scenario_that_set_gives(tmp_path, path, typed, set_path):
    text = text_of()
    found = after(text, "set", path, typed)
    file = tmp_path / "x.yaml"
    file.write_text(found, encoding="utf-8")
    ours, shell = loading.load(file), loading.load(SCENARIO, [f"{set_path}={typed}"])
    assert ours.files == shell.files
    assert comments(found) == comments(text)
    assert len(difference(text, found)) <= 2


@pytest.mark.parametrize("name", names())
def test_each_value_of_a_scenario_set_to_itself_changes_no_letter(name):
    text = text_of(name)

    def values(rows):
        for row in rows:
            if row.given and row.kind == "value":
                yield row
            yield from values(row.inside)

    rows = list(values(forming.form_of(text).fields))
    assert len(rows) > 30
    for row in rows[:: max(1, len(rows) // 25)]:
        assert after(text, "set", row.path, row.text) == text, row.path


@pytest.mark.parametrize("typed", ["0.90", "1e-3", "90", "+5", ".5", "0x10"])
def test_a_number_is_written_with_the_digits_that_were_typed(typed):
    found = after(text_of(), "set", ["command", "decide_s"], typed)
    assert f"  decide_s: {typed} " in found
    assert f"gap_s: {typed}\n" in after(text_of(), "set", ["command", "gap_s"], typed)


@pytest.mark.parametrize("typed", ["abc", "-1", "1e9", "true", "a: b # c", "12 s", "é", '"', "[1"])
def test_what_does_not_fit_stays_as_it_was_typed_and_the_check_says_so(tmp_path, typed):
    found = after(text_of(), "set", ["command", "decide_s"], typed)
    row = next(row for row in forming.form_of(found).fields if row.path == ("command",))
    assert next(inner.text for inner in row.inside if inner.path[-1] == "decide_s") == typed
    assert [problem.where for problem in problems(found, tmp_path)] == ["command.decide_s"]


def test_nothing_typed_takes_an_optional_key_away_and_leaves_a_needed_one_without_value(tmp_path):
    found = after(text_of(), "set", ["command", "consult_s"], "")
    assert "consult_s" not in read(found)["command"]
    found = after(text_of(), "set", ["command", "track_s"], "")
    assert read(found)["command"]["track_s"] is None
    assert [one.what for one in problems(found, tmp_path)] == ["a key without a value"]


@pytest.mark.parametrize(
    ("section", "kind"),
    [("threats", "missiles"), ("sensors", "radars"), ("sensors", "satellites"), ("batteries", "interceptors")],
)
def test_an_entry_of_every_preset_is_added_passes_the_check_and_goes_without_a_trace(tmp_path, section, kind):
    text = text_of()
    count = len(read(text)[section])
    for one in choices.known()[kind]:
        found = after(text, "add", [section], one.value)
        assert problems(found, tmp_path) == (), one.value
        new = read(found)[section][-1]
        assert one.value in (new.get("missile"), new.get("radar"), new.get("satellite"), new.get("interceptor"))
        assert after(found, "remove", [section, count]) == text


@pytest.mark.parametrize("section", ["threats", "sensors", "batteries"])
def test_a_copy_of_an_entry_differs_by_its_key_alone(tmp_path, section):
    text = text_of()
    found = after(text, "add", [section], "", 0)
    rows = read(found)[section]
    assert rows[-1] == rows[0] | {"key": f"{rows[0]['key']}-2"}
    assert problems(found, tmp_path) == ()
    assert after(found, "remove", [section, len(rows) - 1]) == text


@pytest.mark.parametrize("name", names())
def test_an_entry_that_goes_up_takes_its_comment_along_and_comes_back_by_the_same_step(name):
    text = text_of(name)
    for section in ("threats", "sensors", "batteries"):
        before = read(text)[section]
        for k in range(1, len(before)):
            found = after(text, "raise", [section, k])
            assert read(found)[section] == [*before[: k - 1], before[k], before[k - 1], *before[k + 1 :]]
            assert sorted(found.splitlines()) == sorted(text.splitlines())
            assert after(found, "raise", [section, k]) == text
    text = text_of()
    countries = ["threats", 1, "aim", "countries"]
    assert "countries: [CA, US]" in after(text, "raise", [*countries, 1])


def test_another_name_of_a_battery_is_followed_by_the_readings(tmp_path):
    text = text_of()
    found = after(text, "rename", ["batteries", 0], "north")
    assert "batteries.poland" not in found
    assert read(found)["readings"]["interceptor"]["lewis-postol"] == {
        "batteries.north.interceptor": "gbi-two-stage@lewis-postol"
    }
    assert problems(found, tmp_path) == ()
    assert comments(found) == comments(text)
    assert after(found, "rename", ["batteries", 0], "poland") == text


def test_axes_options_and_changes_of_readings_are_added_named_and_removed(tmp_path):
    text = text_of()
    found = after(text, "add", ["readings"], "pace")
    found = after(found, "add", ["readings", "pace"], "as-it-is")
    found = after(found, "add", ["readings", "pace"], "slow")
    found = after(found, "add", ["readings", "pace", "slow"], "command.decide_s")
    assert read(found)["readings"]["pace"] == {"as-it-is": {}, "slow": {"command.decide_s": 60}}
    found = after(found, "set", ["readings", "pace", "slow", "command.decide_s"], "300")
    assert problems(found, tmp_path) == ()
    renamed = after(found, "rename", ["readings", "pace", "slow"], "slower")
    assert list(read(renamed)["readings"]["pace"]) == ["as-it-is", "slower"]
    renamed = after(text, "rename", ["readings", "radar"], "power")
    assert difference(text, renamed) == ["-  radar:", "+  power:"]
    assert comments(found) == comments(text)
    assert after(found, "remove", ["readings", "pace"]) == text


def test_a_site_becomes_its_point_and_a_point_the_nearest_site(tmp_path):
    text = text_of()
    found = after(text, "form", ["batteries", 0], "latitude_deg+longitude_deg")
    site, part = catalog.site("redzikowo"), read(found)["batteries"][0]
    assert (part["latitude_deg"], part["longitude_deg"]) == (site.latitude_deg, site.longitude_deg)
    assert "site" not in part
    assert problems(found, tmp_path) == ()
    assert read(after(found, "form", ["batteries", 0], "site"))["batteries"][0]["site"] == "redzikowo"


@pytest.mark.parametrize(
    ("path", "form"),
    [
        (["threats", 0, "launch"], "site"),
        (["threats", 0, "aim"], "countries+cities_over"),
        (["threats", 0, "aim"], "site"),
        (["threats", 0, "aim"], "places"),
        (["threats", 1, "aim"], "alliance+date+cities_over"),
        (["sensors", 0], "satellite"),
        (["sensors", 2], "radar"),
        (["kill", "hit"], "value"),
        (["kill", "reliability"], "value"),
        (["protect"], "countries"),
    ],
)
def test_another_form_of_a_part_passes_the_check(tmp_path, path, form):
    text = text_of()
    found = after(text, "form", path, form)
    assert found != text
    told = [one.sentence() for one in problems(found, tmp_path) if not one.where.startswith("readings")]
    assert told == [] or (path == ["sensors", 0] and "radar" in told[0])


def test_a_chance_becomes_a_range_round_it_and_back(tmp_path):
    text = text_of()
    given = after(text, "set", ["kill", "selection"], "0.9")
    ranged = after(given, "form", ["kill", "selection"], "range")
    assert read(ranged)["kill"]["selection"] == {"low": 0.9, "value": 0.9, "high": 0.9}
    assert problems(ranged, tmp_path) == ()
    assert after(ranged, "form", ["kill", "selection"], "value") == given


def test_lists_of_countries_take_and_lose_one(tmp_path):
    text = text_of()
    found = after(text, "add", ["threats", 1, "aim", "countries"], "MX")
    assert read(found)["threats"][1]["aim"]["countries"] == ["US", "CA", "MX"]
    assert after(found, "remove", ["threats", 1, "aim", "countries", 2]) == text
    found = after(text, "add", ["command", "shares"], "FR")
    found = after(found, "add", ["command", "shares", "FR"], "NATO")
    assert read(found)["command"]["shares"]["FR"] == ["NATO"]
    assert problems(found, tmp_path) == ()


def test_sections_that_the_file_does_not_have_are_set_and_taken_away(tmp_path):
    text = text_of()
    found = after(text, "set", ["treaty"])
    found = after(found, "set", ["treaty", "area"], "capital")
    found = after(found, "add", ["treaty", "swaps"], "1974-07-03")
    found = after(found, "set", ["treaty", "capital"])
    assert problems(found, tmp_path) == ()
    assert read(found)["treaty"] == {"area": "capital", "capital": {"site": "brdy"}, "swaps": ["1974-07-03"]}
    assert after(found, "unset", ["treaty"]) == text


def test_comments_are_written_beside_and_above_a_value_and_change_no_value():
    text = text_of()
    found = after(text, "remark", ["command", "track_s"], "from [gao2009]")
    assert difference(text, found)[1] == "+  track_s: 30                      # from [gao2009]"
    assert difference(text, after(text, "remark", ["command", "needs"], "x"))[1] == "+  needs: track-from-any  # x"
    found = after(text, "note", ["batteries", 0], "one\ntwo: [x]")
    assert "batteries:\n  # one\n  # two: [x]\n  - {key: poland" in found
    assert "batteries:\n  - {key: poland" in after(text, "note", ["batteries", 0], "")
    for does in ("remark", "note"):
        with pytest.raises(MidcourseError, match="no comment can stand here"):
            after(text, does, ["batteries", 0, "ready"], "x")


@pytest.mark.parametrize(
    "step",
    [
        ("set", ["nowhere", 0, "x"], "1"),
        ("set", ["command", 0], "1"),
        ("set", ["threats", 9, "count"], "1"),
        ("set", ["threats", 9], "1"),
        ("unset", ["command", "gap_s"]),
        ("remove", ["sensors", 99]),
        ("add", ["command", "track_s"], "1"),
        ("add", ["sensors", 0], "1"),
        ("add", ["sensors"], "no-such-radar"),
        ("add", ["sensors"], "", 99),
        ("add", ["readings"], ""),
        ("add", ["readings"], "radar"),
        ("raise", ["sensors", 0]),
        ("raise", ["sensors", 9]),
        ("raise", ["command", "track_s"]),
        ("rename", ["readings", "radar"], "interceptor"),
        ("rename", ["seed"], "name"),
        ("rename", ["protect", "date", "x"], "name"),
        ("form", ["kill", "hit"], "square"),
        ("form", ["threats", 0, "aim"], "square"),
        ("form", ["seed"], "range"),
        ("remark", ["command", "track_s"], "two\nlines"),
        ("remark", ["command", "track_s"], "a\u202eb"),
        ("set", ["title"], "a\u202eb"),
        ("set", ["title"], "a\x00b"),
    ],
)
def test_a_step_that_leads_nowhere_is_refused_in_words(step):
    with pytest.raises(MidcourseError) as error:
        after(text_of(), *step)
    assert error.value.what
