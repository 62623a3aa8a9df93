"""The form of a scenario reaches every key of the format and says what may stand there, and where a fault lies."""

import typing

import pydantic
import pytest

from midcourse.scenario import catalog, choices, forming, loading, models, names, tree

SCENARIO = "european-site-2008"


def text_of(name=SCENARIO):
    return loading.open_file(name).text


def fields_of(text):
    """Path -> field of a form, all the way down."""
    found = {}

    def walk(rows):
        for row in rows:
            found[row.path] = row
            walk(row.inside)

    walk(forming.form_of(text).fields)
    return found


def models_in(annotation):
    """Models that an annotation of pydantic names, however wrapped."""
    if isinstance(annotation, type) and issubclass(annotation, pydantic.BaseModel):
        return [annotation]
    return [model for part in typing.get_args(annotation) for model in models_in(part)]


def keys_of(value, model, path=()):
    """Path of every key that the model has for a value: those which the file states, and those which it could."""
    for name, field in model.model_fields.items():
        yield (*path, name)
        inner = value.get(name) if isinstance(value, dict) else None
        for below in models_in(field.annotation):
            parts = list(enumerate(inner)) if isinstance(inner, list) else [(None, inner)]
            for key, part in parts:
                if isinstance(part, dict):
                    yield from keys_of(part, below, (*path, name) if key is None else (*path, name, key))


@pytest.mark.parametrize("name", names())
def test_every_key_of_the_models_is_a_field_and_every_value_of_the_file_stands_in_one(name):
    text = text_of(name)
    fields, read = fields_of(text), tree.read_tree(text, name)
    wanted = set(keys_of(read.value, models.ScenarioFile))
    assert len(wanted) > 100
    assert wanted - set(fields) == set()
    assert set(read.places) - set(fields) - {()} == set()
    assert {row.kind for row in fields.values()} <= {"group", "list", "items", "map", "union", "value", "changes"}
    assert [row.path for row in fields.values() if row.given != (row.path in read.places)] == []


def test_every_key_of_the_models_has_words_of_its_own():
    def walk(model):
        for name, field in model.model_fields.items():
            assert field.title, f"{model.__name__}.{name}"
            for inner in models_in(field.annotation):
                walk(inner)

    walk(models.ScenarioFile)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (("command", "track_s"), ("30", "s", ("number",), (0.0, None, 1e6, None), True, None)),
        (("batteries", 0, "ready"), ("10", "", ("whole",), (0, None, 10_000, None), True, None)),
        (("batteries", 0, "burnout_speed_km_s"), (None, "km/s", ("number",), (0.1, None, 20.0, None), False, None)),
        (("threats", 0, "objects"), (None, "", ("whole",), (1, None, 10_000, None), False, "1")),
        (("sensors", 0, "boresight_deg"), ("110", "deg", ("number",), (0.0, None, None, 360.0), False, None)),
        (("protect", "date"), ("2008-04-05", "", ("day",), (None,) * 4, True, None)),
        (("kill", "reliability", "high"), ("1.0", "", ("number",), (0.0, None, 1.0, None), True, None)),
        (("seed",), ("1", "", ("whole",), (0, None, None, 2**63), True, None)),
    ],
)
def test_a_field_says_unit_bounds_default_and_what_stands_there_digit_by_digit(path, expected):
    row = fields_of(text_of())[path]
    assert (row.text, row.unit, row.takes, row.bounds, row.needed, row.default) == expected


def test_names_that_refer_to_others_are_chosen_from_what_there_is():
    text = text_of().replace("ready: 10}", "ready: 10, layer: upper}")
    fields, known = fields_of(text), choices.known()
    for path, kind in (
        (("threats", 0, "missile"), "missiles"),
        (("sensors", 0, "radar"), "radars"),
        (("batteries", 0, "interceptor"), "interceptors"),
        (("batteries", 0, "site"), "sites"),
    ):
        assert fields[path].choices == kind
        assert [one.value for one in known[kind]] == list(catalog.entries(kind))
        assert all(one.words for one in known[kind])
    assert fields[("batteries", 0, "owner")].choices == "countries"
    assert dict(known["countries"])["PL"] == "Poland"
    assert dict(known["groups"])["NATO"]
    lists = forming.form_of(text).lists
    assert [one.value for one in lists["layers"]] == ["main", "upper"]
    assert {"white-sands", "sary-shagan"} <= {one.value for one in lists["test-ranges"]}
    paths = {one.value for one in lists["paths"]}
    assert {"batteries.poland.burnout_speed_km_s", "command.shares", "kill.hit.low", "seed"} <= paths
    assert not paths & {"midcourse", "name", "readings", "batteries.poland.key"}


def test_words_of_a_closed_list_are_those_of_the_model():
    fields = fields_of(text_of())
    assert fields[("doctrine", "name")].choices == ("even", "shoot-look-shoot", "shoot-look-salvo")
    assert fields[("sensors", 0, "present")].choices == ("true", "false")
    assert fields[("sensors", 0, "present")].default == "true"
    assert fields[("sensors", 0, "tested_in_abm_mode")].choices == ("true", "false", "disputed")


def test_a_choice_between_groups_of_keys_is_told_with_the_one_that_is_taken():
    fields = fields_of(text_of())

    def now(path):
        return [[one[0] for one in group if one[2]] for group in fields[path].forms]

    assert now(("threats", 0, "launch")) == [["latitude_deg+longitude_deg"]]
    assert now(("threats", 1, "aim")) == [["countries+cities_over"]]
    assert now(("sensors", 0)) == [["radar"], ["site"]]
    assert now(("sensors", 2)) == [["satellite"], ["longitude_deg"]]
    assert now(("kill", "hit")) == [["range"]]


def test_an_override_of_a_reading_is_described_as_what_it_overrides():
    row = fields_of(text_of())[("readings", "radar", "mean-42kw", "sensors.emr.radar")]
    assert (row.words, row.choices) == ("sensors.emr.radar", "radars")
    row = fields_of(text_of())[("readings", "radar", "forward-170kw", "sensors.forward.present")]
    assert (row.text, row.choices) == ("true", ("true", "false"))


def test_comments_stand_at_the_values_that_they_speak_of():
    fields = fields_of(text_of())
    assert fields[("command", "decide_s")].remark == "choice: decision delegated in advance, no conference"
    assert fields[("command",)].remark.startswith("no published figures;")
    assert fields[("batteries", 0)].note.startswith("Ten two-stage interceptors at Redzikowo [crs-rl34051].")
    assert fields[("batteries", 0)].remark == ""
    assert fields[("batteries", 0, "ready")].remark is None


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("decide_s: 60", "decide_s: soon", ("command", "decide_s")),
        ("ready: 10}", "ready: -1}", ("batteries", 0, "ready")),
        ("ready: 10}", "redy: 10}", ("batteries", 0, "redy")),
        ("    host: CZ\n", "", ("sensors", 0, "host")),
        ("radar: tpy-2", "radar: tpy-3", ("sensors", 4, "radar")),
        ("[US, CA], cities_over: 500000}\n", "[US, XX], cities_over: 500000}\n", ("threats", 1, "aim", "countries", 1)),
        ("value: 0.55", "value: 0.1", ("kill", "hit")),
        ("radar@mean-42kw}", "radar@mean-43kw}", ("readings", "radar", "mean-42kw", "sensors.emr.radar")),
        ("sensors.forward.present", "sensors.forwrd.present",
         ("readings", "radar", "forward-170kw", "sensors.forwrd.present")),
        ("seed: 1\n", "seed:\n", ("seed",)),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_the_field_that_it_is_about(tmp_path, old, new, path):
    text = text_of().replace(old, new, 1)
    assert text != text_of()
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    found = loading.problems(file)
    assert path in forming.places_of(found, tree.read_tree(text, "x").places)
    assert path in fields_of(text)


@pytest.mark.parametrize(
    ("old", "new", "path"),
    [
        ("command:   ", "command: 5 #", ("command",)),
        ("doctrine: {", "doctrine: [1] #{", ("doctrine",)),
        ("ready: 10}", "ready: [1]}", ("batteries", 0, "ready")),
        ("seed: 1\n", "seed: 1\nsede: 2\n", ("sede",)),
    ],
)
def test_what_has_another_form_than_the_format_stands_as_it_is(old, new, path):
    lines = text_of().replace(old, new, 1).splitlines()
    text = "\n".join(line for line in lines if new.startswith("command") is False or not line.startswith("  needs"))
    if path == ("command",):
        start = lines.index(next(line for line in lines if line.startswith("command")))
        stop = lines.index(next(line for line in lines if line.startswith("doctrine")))
        text = "\n".join([*lines[: start + 1], *lines[stop:]])
    assert fields_of(text)[path].kind == "odd"


def test_a_list_of_thousands_is_shown_to_a_limit_and_says_how_many_it_leaves_out():
    places = ", ".join(["{city: Berlin, country: DE}"] * 300)
    text = text_of().replace("aim: {countries: [US, CA], cities_over: 500000}", f"aim: {{places: [{places}]}}")
    row = fields_of(text)[("threats", 1, "aim", "places")]
    assert (len(row.inside), row.left_out) == (forming.MAX_ENTRIES, 300 - forming.MAX_ENTRIES)
