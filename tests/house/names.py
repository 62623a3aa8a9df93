"""What things are called: bare SI names inside, frames on vectors, one word an idea, a few words never."""

import ast
import re

from .tree import FUNCTION, finding, functions

UNIT_SUFFIX = re.compile(
    r"_(km|km2|km_s|km_h|deg|rad|s|ms|min|h|m|m2|m3|m_s|m_s2|kg|kg_m2|kg_m3|kg_s|hz|mhz|ghz|db|dbsm|kw|mw|pa|kpa|kn|mph)$"
)
UNIT_TEXT = re.compile(
    r"_(km|km2|km_s|deg|rad|kg|kg_m2|kg_m3|m_s|m2|hz|mhz|ghz|db|dbsm|kw)$"
)  # cannot be a maths index
PYTHON_DOOR = {"latitude_deg", "longitude_deg"}  # places are in degrees at the Python door, by contract

FRAME = re.compile(r"_(ecef|eci|enu|body)(_[xyz])?$")
FRAME_INSIDE = re.compile(r"(^|_)(ecef|eci|enu|body)(_|$)")
VECTOR = re.compile(r"^(position|velocity|acceleration)(_|$)")
NUMBER_ABOUT_A_VECTOR = re.compile(r"_(sigma|error|accuracy|tolerance|count|index|column|name|unit|scale|limit|cap)$")

BANNED_PARTS = {"target", "targets", "utils", "util", "helper", "helpers", "manager", "misc"}
BANNED_ADVICE = {
    "target": "aimpoint (where a missile goes) or threat (what the defence meets)",
    "targets": "aimpoints or threats",
    "range": "slant_range or ground_range",
}
SPLIT = re.compile(r"_+|(?<=[a-z0-9])(?=[A-Z])")


def bound_names(tree):
    """Every name that a file gives: (line, name) of arguments, variables, fields, functions and classes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.attr
        elif isinstance(node, (*FUNCTION, ast.ClassDef)):
            yield node.lineno, node.name


def unit_suffixes(path, tree, kernel=False, allowed=PYTHON_DOOR):
    """Names that carry a unit although inside the house every bare name is SI."""
    suffix = UNIT_TEXT if kernel else UNIT_SUFFIX
    for line, name in sorted(set(bound_names(tree))):
        if suffix.search(name.lower()) and name not in allowed and not re.search(r"_to_\w+$", name):
            yield finding(
                path, line, "no unit in a name inside the house", name, "SI and a bare name; convert at the door"
            )


def fields(tree):
    """Fields of classes that are declared with a type: (line, name)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for item in node.body:
                if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
                    yield item.lineno, item.target.id


def vectors_without_frame(path, tree):
    """Arguments and fields that are vectors by their name and do not say in which axes they are written."""
    named = [(line, name, "") for line, name in fields(tree)]
    for function, _ in functions(tree):
        spec = function.args
        named += [(a.lineno, a.arg, function.name) for a in [*spec.posonlyargs, *spec.args, *spec.kwonlyargs]]
    for line, name, holder in named:
        if not VECTOR.match(name) or FRAME.search(name) or NUMBER_ABOUT_A_VECTOR.search(name):
            continue
        if FRAME_INSIDE.search(holder):  # state_ecef_to_eci(position, ...): the function says it
            continue
        yield finding(path, line, "a vector's name ends with its frame", name, f"{name}_ecef, {name}_eci or {name}_enu")


def banned_words(path, tree):
    """Names with a word that means two things or nothing."""
    named = [(line, name) for line, name in bound_names(tree)]
    named.append((1, str(path).replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".py")))
    for line, name in sorted(set(named)):
        parts = {part.lower() for part in SPLIT.split(name) if part}
        bad = parts & BANNED_PARTS or ({name} & {"range"})
        for word in sorted(bad):
            advice = BANNED_ADVICE.get(word, "say what it does; give it to the room whose question it answers")
            yield finding(path, line, f"the word {word!r} is not used", name, advice)
