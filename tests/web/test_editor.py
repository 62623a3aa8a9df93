"""What the editor asks of the server: form and steps say what the check of the shell says, or refuse in words."""

import time

import pytest

from midcourse.exchange import list_answers
from midcourse.scenario import catalog, choices, loading, names, steps

CHECK = ("valid", "problems", "summary", "warnings")
LONGEST_FORM = 60.0  # s of wall clock on a loaded machine; it takes two of a core


def post(server, question, **body):
    return server.ask(f"/api/{question}", body)


def checked(server, text):
    found = post(server, "check", text=text).json
    return {key: found[key] for key in CHECK}


def of_form(answer):
    rows = [{key: value for key, value in row.items() if key != "path"} for row in answer["problems"]]
    return {key: answer[key] for key in CHECK} | {"problems": rows}


@pytest.mark.parametrize("name", [*names(), "small"])
def test_the_form_says_of_a_text_what_the_check_says(server, small, name):
    text = small if name == "small" else loading.open_file(name).text
    answer = post(server, "form", text=text).json
    assert of_form(answer) == checked(server, text)
    assert answer["text"] == text
    assert answer["readable"]
    assert [row["path"] for row in answer["fields"]][:2] == [["midcourse"], ["name"]]


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("ready: 10", "ready: ten", ["batteries", 0, "ready"]),
        ("ready: 10", "redy: 10", ["batteries", 0, "ready"]),
        ("site: brdy", "site: bryd", ["sensors", 0, "site"]),
        ("count: 1", "count: 1\n    shape: lofted", ["threats", 0]),
        ("seed: 1", "", ["seed"]),
    ],
)
def test_a_fault_has_the_words_of_the_check_and_its_place_in_the_form(server, small, old, new, path):
    text = small.replace(old, new)
    answer = post(server, "form", text=text).json
    assert not answer["valid"]
    assert of_form(answer) == checked(server, text)
    assert path in [row["path"] for row in answer["problems"]] or path[:-1] in [
        r["path"][:-1] for r in answer["problems"]
    ]


def test_a_text_that_cannot_be_read_is_told_as_that(server):
    for text in ("a: [1", "", "a: &x 1", "- 1", "a: \u202e"):
        answer = post(server, "form", text=text).json
        assert (answer["readable"], answer["fields"], answer["valid"]) == (False, [], False)
        assert of_form(answer) == checked(server, text)
        assert "/" not in answer["problems"][0]["where"]


def test_a_step_gives_the_text_after_it_and_its_form(server, small):
    answer = post(server, "form/step", text=small, does="set", path=["command", "decide_s"], typed="125").json
    assert answer["text"] == small.replace("decide_s: 60", "decide_s: 125")
    assert answer == post(server, "form", text=answer["text"]).json
    copied = post(server, "form/step", text=small, does="add", path=["batteries"], like=0).json
    assert copied["text"] == steps.after(small, steps.Step("add", ("batteries",), "", 0))
    assert copied["valid"]


@pytest.mark.parametrize(
    "body",
    [
        {"does": "set", "path": ["nowhere", 3], "typed": "1"},
        {"does": "add", "path": ["sensors"], "typed": "no-such-radar"},
        {"does": "remark", "path": ["batteries", 0, "ready"], "typed": "x"},
        {"does": "set", "path": ["title"], "typed": "a\u202eb"},
        {"does": "explode", "path": ["title"]},
        {"does": "set", "path": []},
        {"does": "set", "path": ["title"], "typed": 5},
        {"does": "set", "path": [-1], "typed": "5"},
        {"does": "set", "path": ["title"], "typed": "x" * 30_000},
    ],
)
def test_a_step_that_cannot_be_made_is_refused_in_words(server, small, body):
    told = post(server, "form/step", text=small, **body)
    assert told.status in (404, 422)
    assert told.json["error"]["what"]


def test_a_preset_is_what_the_shell_says_of_it(server):
    for kind, key in (("radars", "tpy-2"), ("interceptors", "gbi-two-stage@mda"), ("sites", "brdy")):
        found = server.ask(f"/api/catalog/{kind}/{key}").json
        assert found == list_answers.catalog_values(kind, key, catalog.values(kind, key)) | {"warnings": []}
    assert server.ask("/api/catalog/radars/no-such").status == 404
    assert server.ask("/api/catalog/radars/european-midcourse-radar").status == 404
    assert server.ask("/api/catalog/secrets/tpy-2").status == 422
    assert server.ask("/api/catalog/radars/..%2Ftpy-2").status in (404, 422)


def test_lists_hold_every_key_of_the_catalog_and_say_which_are_closed(server):
    found = server.ask("/api/form/choices").json
    for kind in choices.CATALOG:
        listed = [one["value"] for one in found["lists"][kind]]
        assert set(listed) <= set(catalog.entries(kind))
        assert len(listed) == len(catalog.entries(kind)) or kind == "satellites"
        assert kind in found["closed"]
    assert not set(choices.OPEN) & set(found["closed"])


@pytest.mark.parametrize(
    "text",
    [
        "a:\n" + "  - x\n" * 20_000,
        "a: [" + "1, " * 20_000 + "1]\n",
        "a:\n" + "  - # c\n    x\n" * 10_000,
        "#" * 15_000 + "\na: 1\n" * 1,
    ],
)
def test_a_large_text_is_answered_before_anybody_gives_up(server, text):
    start = time.monotonic()
    assert post(server, "form", text=text).status == 200
    assert time.monotonic() - start < LONGEST_FORM


def test_a_text_that_is_too_long_is_refused(server):
    assert post(server, "form", text="a" * 1_000_001).status == 422
