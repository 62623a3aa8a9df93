"""A changed scenario as a file again: what is read of it is what was meant, and its comments stand."""

import difflib

import pytest

from midcourse.scenario import changes, loading, names, rewriting, tree

SCENARIO = "european-site-2008"
STEPS = [
    [],
    ["command.decide_s=125"],
    ["kill.hit.value=0.4", "doctrine.looks=3"],
    ["kill.hit=0.4"],
    ["threats.intermediate.rcs_x_m2=0.02", "batteries.poland.burnout_speed_km_s=6.8"],
    ["batteries.poland={key: poland, interceptor: kei, site: brdy, owner: US, host: PL, ready: 1}"],
    ["sensors.emr={key: emr, radar: sbx, latitude_deg: 47.5, longitude_deg: 15.0, owner: US, host: AT}"],
    ["command.shares={US: [NATO], GB: [US, PL]}"],
    ["threats.intermediate.aim={countries: [PL, CZ], cities_over: 500000}"],
]  # fmt: skip


def changed(text, steps):
    data = tree.read_tree(text, "x").value
    for step in steps:
        data, _ = changes.apply_change(data, *changes.parse_change(step))
    return data


def lines_of_difference(one, two):
    return list(difflib.unified_diff(one.splitlines(), two.splitlines(), lineterm="", n=0))[2:]


@pytest.mark.parametrize("name", names())
def test_nothing_changed_leaves_every_letter(name):
    text = loading.open_file(name).text
    assert rewriting.rewritten(text, tree.read_tree(text, name).value) == text


@pytest.mark.parametrize("steps", STEPS, ids=lambda steps: " ".join(steps)[:50] or "nothing")
def test_what_is_written_holds_what_was_changed_and_keeps_the_comments(steps):
    text = loading.open_file(SCENARIO).text
    data = changed(text, steps)
    found = rewriting.rewritten(text, data, "mine", ["first", "second"])
    assert tree.read_tree(found, "x").value == data | {"name": "mine"}
    assert found.startswith("# first\n# second\n# The European site")
    comments = [line.strip() for line in text.splitlines() if line.strip().startswith("#")]
    assert [c for c in comments if c not in found] == []


def test_only_the_lines_that_change_are_written_anew():
    text = loading.open_file(SCENARIO).text
    found = rewriting.rewritten(text, changed(text, ["command.decide_s=125", "kill.hit.value=0.4"]))
    rows = lines_of_difference(text, found)
    assert len([row for row in rows if row[0] in "+-"]) == 4
    assert "  decide_s: 125                    # choice: decision delegated in advance, no conference" in found


def test_a_place_stands_where_the_site_stood_and_not_under_the_next_comment():
    text = loading.open_file(SCENARIO).text
    site, rest = "    site: brdy\n", "latitude_deg: 47.5, longitude_deg: 15.0"
    data = changed(text, [])
    data["sensors"][0] = {k: v for k, v in data["sensors"][0].items() if k != "site"}
    data["sensors"][0] |= {"latitude_deg": 47.5, "longitude_deg": 15.0}
    found = rewriting.rewritten(text, data)
    assert site in text
    assert found == text.replace(site, f"    {rest.replace(', ', chr(10) + '    ')}\n")


@pytest.mark.parametrize(
    "text",
    [
        "a: 1\nb: [1, 2]\nc: {d: 'x'}\n",
        'a: 1 # one\nb:\n- 1\n- 2\nc:\n    d: "x" # four\n',
        '{"a": 1, "b": [1, 2], "c": {"d": "x"}}\n',
        "a: 1\n\n\nb:\n  - 1\n  - 2\n# before c\nc:\n  d: >-\n    x\n",
    ],
)
def test_any_style_of_writing_holds_what_is_wanted(text):
    for wanted in (
        {"a": 2, "b": [1, 3], "c": {"d": "y"}},
        {"b": [1], "c": {}, "e": {"f": [None, True, 1e-7, "1", "yes", "2008-04-05", "a: b # c"]}},
        {"a": 1.0, "b": [[1], {"x": 2}], "c": "d"},
    ):
        assert tree.read_tree(rewriting.rewritten(text, wanted), "x").value == wanted
