"""The scope line: no program searches what an attacker chooses. Changing the list held here needs a decision page."""

import ast
import re

import pytest

from midcourse.errors import MidcourseError
from midcourse.policy.scope import REFUSED_VARIABLES, refuse_free_variable

from .tree import PACKAGE, ROOT, functions, package_files, room_of, show, tree_of

THE_LIST = (
    "epoch",
    "threats.*",
    "threats.*.key",
    "threats.*.missile",
    "threats.*.launch",
    "threats.*.aim",
    "threats.*.shape",
    "threats.*.burnout_angle_deg",
    "threats.*.apogee_km",
    "threats.*.flight_time_s",
    "threats.*.azimuth_deg",
    "threats.*.count",
    "threats.*.spacing_s",
    "threats.*.lift_off_s",
    "threats.*.objects",
    "threats.*.decoys",
    "threats.*.payload",
    "protect",
)

REFUSED = [
    "threats.south-west-asia.launch",
    "threats.south-west-asia.launch.latitude_deg",
    "threats.south-west-asia.aim.cities_over",
    "threats[0].launch.longitude_deg",
    "threats['south-west-asia'].count",
    "Threats.0.Shape",
    " threats . 0 . spacing_s ",
    "threats.*.objects",
    "threats.0.*",
    "threats.0",
    "threats",
    "epoch",
    "protect.alliance",
    "*",
    "",
    ".",
]
ALLOWED = [
    "batteries.poland.ready",
    "batteries.poland.site.latitude_deg",
    "sensors.emr.boresight_deg",
    "command.decide_s",
    "doctrine.looks",
    "kill.hit",
    "threats.south-west-asia.rcs_x_m2",
    "threats.south-west-asia.burn_time_s",
]

SEARCHERS = {"sweep", "sensitivity", "siting"}  # modules that vary inputs by themselves
NAMES_OF_A_SEARCH = re.compile(
    r"(^|_)(rank|ranking|optimi[sz]e|optimal|attack|attacks|best_attack|best_aim|worst_aim|saturate|penetrate|evade|"
    r"weakest|vulnerab\w*|strike|kill_chain|casualt\w*|damage|yield_kt)(_|$)"
)


def test_the_list_of_refused_variables_is_the_agreed_one():
    assert REFUSED_VARIABLES == THE_LIST


@pytest.mark.parametrize("path", REFUSED)
def test_an_attackers_choice_is_refused_as_a_free_variable(path):
    with pytest.raises(MidcourseError, match="never searched") as refusal:
        refuse_free_variable(path)
    assert "readings" in str(refusal.value)
    assert refusal.value.exit_code == 2


@pytest.mark.parametrize("path", ALLOWED)
def test_a_defensive_choice_may_be_varied(path):
    refuse_free_variable(path)


def test_no_function_is_named_after_a_search_for_the_best_attack():
    found = [
        f"{path.relative_to(ROOT)}:{function.lineno}: {function.name}"
        for path in package_files()
        for function, _ in functions(tree_of(path))
        if NAMES_OF_A_SEARCH.search(function.name.lower())
    ]
    assert not found, show(found)


def test_no_command_or_option_is_named_after_a_search_for_the_best_attack():
    found = []
    for path in [path for path in package_files() if room_of(path) == "cli"]:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words = re.findall(r"--([a-z][a-z-]+)", node.value) + [node.value] * (" " not in node.value)
                bad = [word for word in words if NAMES_OF_A_SEARCH.search(word.lower().replace("-", "_"))]
                found += [f"{path.relative_to(ROOT)}:{node.lineno}: {word}" for word in bad]
    assert not found, show(found)


def test_every_module_that_varies_inputs_asks_the_scope_line():
    found = [
        f"{path.relative_to(ROOT)}: call policy.scope.refuse_free_variable on each path that is varied"
        for path in package_files()
        if path.stem in SEARCHERS
        and path.parent != PACKAGE / "cli"
        and "refuse_free_variable" not in path.read_text("utf-8")
    ]
    assert not found, show(found)


def test_the_scope_line_is_written_where_people_read_it():
    text = (ROOT / "docs" / "limits.md").read_text(encoding="utf-8").lower()
    for words in ("launch point", "aim point", "shape", "number", "decoys", "casualty"):
        assert words in text, f"docs/limits.md does not speak of: {words}"
