"""Only the letters of what changes are written anew: every other line of a scenario stays as somebody wrote it."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from midcourse.scenario import loading, names, patching, tree

SCENARIO = "european-site-2008"


def read(text):
    return tree.read_tree(text, "x").value


def patched(text, change):
    wanted = copy.deepcopy(read(text))
    change(wanted)
    found = patching.patched(text, read(text), wanted)
    assert found is not None
    assert patching.same(read(found), wanted)
    return found


def lines_lost(one, two):
    left = two.splitlines()
    lost = []
    for line in one.splitlines():
        if line in left:
            left.remove(line)
        else:
            lost.append(line)
    return lost, left


def test_a_value_is_changed_in_its_place_and_nothing_else():
    text = loading.open_file(SCENARIO).text
    found = patched(text, lambda d: d["command"].update(decide_s=125))
    assert found == text.replace("decide_s: 60  ", "decide_s: 125 ")


def test_an_entry_is_added_in_the_style_of_the_last_and_no_line_is_lost():
    text = loading.open_file(SCENARIO).text
    new = {"key": "south", "interceptor": "kei", "site": "brdy", "owner": "US", "host": "CZ", "ready": 5}
    found = patched(text, lambda d: d["batteries"].append(new))
    added = "  - {key: south, interceptor: kei, site: brdy, owner: US, host: CZ, ready: 5}"
    assert lines_lost(text, found) == ([], [added])
    sensor = {"key": "far", "radar": "tpy-2", "site": "kurecik", "owner": "US", "host": "TR", "boresight_deg": 100}
    found = patched(text, lambda d: d["sensors"].append(sensor))
    lost, added = lines_lost(text, found)
    assert lost == []
    assert added == ["  - key: far", "    radar: tpy-2", "    site: kurecik", "    owner: US", "    host: TR",
                     "    boresight_deg: 100"]  # fmt: skip


def test_an_entry_that_goes_takes_its_own_comment_along_and_no_other():
    text = loading.open_file(SCENARIO).text
    found = patched(text, lambda d: d["sensors"].pop(1))
    lost, added = lines_lost(text, found)
    assert added == []
    assert [line.strip()[:24] for line in lost] == [
        "# Upgraded about 2007 fo",
        "# is read as a peak; ran",
        "- {key: fylingdales, rad",
    ]


def test_the_first_entry_leaves_the_comment_that_may_speak_of_all():
    text = loading.open_file(SCENARIO).text
    found = patched(text, lambda d: d["threats"].pop(0))
    comments = [line for line in text.splitlines() if line.strip().startswith("#")]
    assert [line for line in comments if line not in found.splitlines()] == []


def test_a_section_is_added_on_lines_of_its_own_where_it_belongs():
    text = loading.open_file(SCENARIO).text

    def change(data):
        after = {key: data.pop(key) for key in ("readings", "replicates", "seed")}
        data.update({"treaty": {"area": "capital", "swaps": ["1974-07-03"]}} | after)

    found = patched(text, change)
    protect = "protect: {alliance: NATO, date: 2008-04-05}\n"
    assert found == text.replace(protect, protect + "treaty:\n  area: capital\n  swaps: [1974-07-03]\n")


def test_a_key_is_set_and_unset_on_a_line_of_its_own_or_in_braces():
    text = loading.open_file(SCENARIO).text
    found = patched(text, lambda d: d["command"].update(gap_s=5))
    shares = "  shares: {US: [NATO], GB: [US]}   # choice\n"
    assert found == text.replace(shares, shares + "  gap_s: 5\n")
    assert patched(found, lambda d: d["command"].pop("gap_s")) == text
    found = patched(text, lambda d: d["batteries"][0].update(layer="upper"))
    assert found == text.replace("host: PL, ready: 10}", "host: PL, ready: 10, layer: upper}")
    assert patched(found, lambda d: d["batteries"][0].pop("layer")) == text
    found = patched(text, lambda d: d["threats"][0]["aim"].pop("without_countries"))
    assert found == text.replace(", without_countries: [US, CA]", "")


def test_an_empty_section_is_filled_and_a_full_one_emptied():
    text = "a: 1\nsensors: []   # none\nb: {}\n"
    found = patched(text, lambda d: d.update(sensors=[{"key": "x", "n": 1}], b={"c": 2}))
    assert found == "a: 1\nsensors:\n  - {key: x, n: 1}   # none\nb:\n  c: 2\n"
    assert patched("s:\n  - a: 1\n    b: 2\nt: 1\n", lambda d: d.update(s=[])) == "s: []\nt: 1\n"


@pytest.mark.parametrize("value", ["yes", "12", "a: b", "# no", "", " x", "2008-04-05", "~", "null", "-1", "é…", '"'])
def test_a_text_stays_a_text_whatever_it_looks_like(value):
    assert read(f"a: {patching.written(value)}\n") == {"a": value}
    assert read(f"a: {{b: [{patching.written(value)}, 1]}}\n") == {"a": {"b": [value, 1]}}


scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False),
    st.sampled_from(["a", "b c", "1", ""]),
)
keys = st.sampled_from(["key", "a", "b", "c_s"])
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4))
files = st.dictionaries(keys, values, min_size=1, max_size=4)


@given(before=files, wanted=files, style=st.booleans())
def test_whatever_changes_the_text_holds_what_is_wanted(before, wanted, style):
    from midcourse.scenario import rewriting

    text = patching.written(before) + "\n" if style else rewriting._dumped(rewriting._writer(), before)
    found = rewriting.rewritten(text, wanted)
    assert patching.same(read(found), wanted)


@pytest.mark.parametrize("name", names())
def test_every_entry_of_every_built_in_scenario_goes_and_leaves_the_other_lines(name):
    text = loading.open_file(name).text
    whole = text.splitlines()
    for section in ("threats", "sensors", "batteries"):
        for k in range(len(read(text)[section])):
            found = patched(text, lambda d, section=section, k=k: d[section].pop(k))
            lost, added = lines_lost(text, found)
            assert added == ([] if read(found)[section] else [f"{section}: []"])
            left, cut = found.splitlines(), len(lost)
            assert added or any(left == whole[:i] + whole[i + cut :] for i in range(len(whole)))
