"""The contract between rooms says what the functions really take: names of parameters, in order."""

import importlib
import inspect
import re

import pytest

from .tree import ROOT

PAGE = ROOT / "docs" / "decisions" / "0001-records-between-rooms.md"
TEXT = PAGE.read_text(encoding="utf-8")
ROOMS = "sensing|engagement|battle|analysis|ask|scenario\\.comparing"
CALL = re.compile(rf"`((?:{ROOMS})\.\w+)\(([^`]*?)\)(?: ->[^`]*)?`")
RECORDS = [
    *("Command", "Links", "Chain", "Interceptor", "Battery", "MeetingRules"),
    *("RequiredSpeeds", "Lags", "Shots", "Windows", "Options", "Knowledge", "Encounters"),
]
RECORD = re.compile(r"^\| (\w+) \| (.*?) \|$", flags=re.MULTILINE)


def parameters(text):
    """Names in a list of parameters; what follows an equals sign is not read."""
    return [part.split("=")[0].strip().lstrip("*") for part in text.split(", ") if part.strip() not in ("", "*")]


@pytest.mark.parametrize(("name", "told"), CALL.findall(TEXT))
def test_a_function_takes_what_the_page_says(name, told):
    module, _, function = name.rpartition(".")
    found = getattr(importlib.import_module(f"midcourse.{module}"), function)
    assert parameters(told) == list(inspect.signature(found).parameters), f"{PAGE.name}: mend {name}"


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_of_engagement_is_on_the_page_with_all_its_fields(name):
    record = getattr(importlib.import_module("midcourse.engagement"), name)
    rows = [told for head, told in RECORD.findall(TEXT) if head == name]
    words = [set(re.findall(r"\w+", row)) for row in rows]
    assert any(set(record.__dataclass_fields__) <= row for row in words), f"{PAGE.name}: mend the row of {name}"


def test_a_wrong_signature_would_be_found():
    ((name, told),) = CALL.findall("`battle.sample_raid(raid, seed) -> SampledRaid`")
    assert name == "battle.sample_raid"
    assert parameters(told) == ["raid", "seed"]
