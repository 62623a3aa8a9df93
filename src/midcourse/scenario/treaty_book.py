"""The rules of the treaty from their file: checked, in SI, as records of the policy room."""

import datetime
from functools import lru_cache

from ..errors import CatalogError
from ..policy import treaty, treaty_records
from . import presets, suffixes, tree

NAME = "treaty/abm.yaml"
UNITS = {"km": "_km", "km/s": "_km_s", "W m^2": "", "": "", "share": "", "months": ""}
"""Units in which a limit may be written, and the suffix that says how it becomes SI."""

_RULE = ("key", "instrument", "article", "check", "says", "limit", "limit_is", "text", "readings", "source")
_TEXT = ("read", "memory")


@lru_cache(maxsize=1)
def rulebook():
    """Rules, instruments and parties.

    Returns
    -------
    policy.treaty_records.Rulebook

    Raises
    ------
    CatalogError
        A file that breaks its form: an unknown check, instrument, unit or text status.
    """
    return read_rulebook((presets.folder("treaty") / "abm.yaml").read_text(encoding="utf-8"))


def read_rulebook(text):
    """Rulebook of a file's text.

    Parameters
    ----------
    text : str
    """
    data = tree.read_tree(text, NAME).value
    instruments = {key: _instrument(key, raw) for key, raw in data["instruments"].items()}
    rules = [_rule(raw, instruments) for raw in data["rules"]]
    keys = [rule.key for rule in rules]
    for key in keys:
        _require(keys.count(key) == 1, key, "a rule stands once", key)
    return treaty_records.Rulebook(
        instruments=instruments,
        parties={key: _party(key, raw) for key, raw in data["parties"].items()},
        rules={rule.key: rule for rule in rules},
    )


def centres():
    """Places that areas are drawn around: {(party, "capital" or "field"): what the file says of the place}."""
    data = tree.read_tree((presets.folder("treaty") / "abm.yaml").read_text(encoding="utf-8"), NAME).value
    kinds = ("capital", "field")
    return {(party, kind): raw[kind] for party, raw in data["parties"].items() for kind in kinds if kind in raw}


def day_of(text):
    """Day of a text such as 1972-10-03; None of None."""
    return None if text is None else datetime.date.fromisoformat(text)


def _instrument(key, raw):
    _require(raw["text"] in _TEXT and raw["source"], key, "an instrument has a source and a text status", raw)
    return treaty_records.Instrument(
        key=key,
        title=raw["title"],
        signed=day_of(raw["signed"]),
        in_force=day_of(raw.get("in_force")),
        ended=day_of(raw.get("ended")),
        from_memory=raw["text"] == "memory",
    )


def _party(key, raw):
    former = raw.get("former", {"until": None, "codes": []})
    return treaty_records.Party(
        key=key,
        name=raw["name"],
        national_codes=tuple(raw["national"]),
        former_codes=tuple(former["codes"]),
        former_until=day_of(former["until"]),
        area_kind=raw["area"],
        test_sites=tuple(raw["test_ranges"]),
        notice=day_of(raw.get("notice")),
    )


def _rule(raw, instruments):
    key, limit = raw["key"], raw.get("limit", {"value": None, "unit": ""})
    _require(raw["instrument"] in instruments, key, "a rule stands in an instrument", raw["instrument"])
    _require(raw["check"] in {*treaty.CHECKS, treaty.FOLLOWS}, key, "a rule names a check", raw["check"])
    _require(raw["text"] in _TEXT and raw["source"], key, "a rule has a source and a text status", raw["text"])
    _require(limit["unit"] in UNITS, key, "a limit has a unit", limit["unit"])
    settings = {name: value for name, value in raw.items() if name not in _RULE}
    return treaty_records.Rule(
        key=key,
        instrument=raw["instrument"],
        article=str(raw["article"]),
        check=raw["check"],
        title=raw["says"],
        limit=suffixes.to_si(UNITS[limit["unit"]] or "count", limit["value"]),
        unit=limit["unit"],
        limit_notes=raw.get("limit_is", ""),
        from_memory=raw["text"] == "memory",
        readings=tuple(raw.get("readings", ())),
        settings={_bare(name): _setting(name, value) for name, value in settings.items()},
    )


def _bare(name):
    """Name of a setting without its unit."""
    for suffix in ("_km_s", "_km"):
        if name.endswith(suffix):
            return name.removesuffix(suffix)
    return name


def _setting(name, value):
    if isinstance(value, dict):
        return {key: day_of(item) if key == "from" else item for key, item in value.items()}
    return tuple(value) if isinstance(value, list) else suffixes.to_si(name, value)


def _require(holds, key, what, got):
    if not holds:
        raise CatalogError(what, where=f"{NAME}, {key}", got=got)
