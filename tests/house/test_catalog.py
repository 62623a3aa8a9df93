"""Every catalog value says where it comes from: status, source and date. Read with YAML alone here."""

import re

import pytest
from ruamel.yaml import YAML

from .tree import PACKAGE, finding, show

DATA = PACKAGE / "scenario" / "data"
KINDS = ("missiles", "interceptors", "radars", "satellites", "sites", "drag")
FILES = sorted(path for kind in KINDS for path in (DATA / kind).glob("*.yaml"))
STATUSES = {"given", "derived", "assumed"}
DATE = re.compile(r"^(1[89]|20)\d\d(-\d\d(-\d\d)?)?$")
OWN = "house"


def tables(data):
    """Every mapping of values in a catalog file: its own, its stages', its variants'."""
    yield "values", data.get("values") or {}
    for number, stage in enumerate(data.get("stages") or [], start=1):
        yield f"stage {number}", stage
    for name, variant in (data.get("variants") or {}).items():
        yield from ((f"{name}, {where}", values) for where, values in tables(variant))


def missing_origins(path, data):
    """Values of a catalog file without status, source or date, or with ones that cannot be."""
    default = data.get("default") or {}
    for where, values in tables(data):
        for name, entry in values.items():
            origin = default | (entry if isinstance(entry, dict) else {})
            place = f"{where}, {name}"
            if origin.get("status") not in STATUSES:
                yield finding(path, 1, f"{place}: status is given, derived or assumed", origin.get("status"), "add it")
            if not str(origin.get("source") or "").strip():
                yield finding(path, 1, f"{place}: has a source", None, "a key of docs/bibliography.yaml")
            if not DATE.match(str(origin.get("date"))):
                yield finding(path, 1, f"{place}: has a date", origin.get("date"), "the year or day of the source")
            if origin.get("status") == "given" and str(origin.get("source")).startswith(OWN):
                yield finding(path, 1, f"{place}: a choice of this project is not given", "house", "assumed or derived")


def test_there_is_a_catalog():
    assert {path.parent.name for path in FILES} >= {"missiles", "interceptors", "radars", "sites"}


def test_every_value_has_status_source_and_date():
    found = [line for path in FILES for line in missing_origins(path, YAML(typ="safe").load(path.read_text("utf-8")))]
    assert not found, show(found)


GOOD = {"status": "given", "source": "forden2007, table 1", "date": 2007}


@pytest.mark.parametrize("change", [{"status": "known"}, {"source": ""}, {"date": None}, {"source": "house, a guess"}])
def test_a_planted_value_without_origin_is_found(change):
    assert not list(
        missing_origins("planted.yaml", {"default": GOOD, "values": {"a": 1}, "stages": [{"b": {"value": 2}}]})
    )
    assert len(list(missing_origins("planted.yaml", {"default": GOOD, "values": {"a": {"value": 1} | change}}))) == 1
    assert len(list(missing_origins("planted.yaml", {"default": GOOD, "stages": [{"a": {"value": 1} | change}]}))) == 1
