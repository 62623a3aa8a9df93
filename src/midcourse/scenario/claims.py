"""Claims made in public: who said what when, as data. One file a claim, scenario/data/claims/KEY.yaml."""

from importlib import resources
from typing import NamedTuple

from ..errors import CatalogError
from . import tree

_TOP = ("key", "title", "claim", "quantity", "unit", "said", "left_out")
_MAY = ("terms",)
_SAID = ("who", "date", "source", "stance", "words")
STANCES = ("for", "against")


class Said(NamedTuple):
    """One public statement: for the claim or against it, in a neutral line of our own."""

    who: str
    date: str
    source: str
    stance: str
    words: str


class Claim(NamedTuple):
    """A claim as its file has it."""

    key: str
    title: str
    claim: str
    quantity: str
    unit: str
    said: tuple
    left_out: tuple
    terms: dict
    """Parts of the names of readings -> what each means, in words for people."""


def _folder():
    return resources.files("midcourse.scenario") / "data" / "claims"


def names():
    """Keys of the claims, sorted.

    Returns
    -------
    tuple of str
    """
    return tuple(sorted(file.name.removesuffix(".yaml") for file in _folder().iterdir() if file.name.endswith(".yaml")))


def claim(key):
    """One claim.

    Parameters
    ----------
    key : str

    Returns
    -------
    Claim

    Raises
    ------
    CatalogError
        No such claim, or a file that breaks the format.
    """
    if key not in names():
        raise CatalogError("unknown claim", got=key, hint=", ".join(names()), closest=())
    name = f"claims/{key}.yaml"
    data = tree.read_tree((_folder() / f"{key}.yaml").read_text(encoding="utf-8"), name).value
    wrong = [field for field in _TOP if field not in data] + [field for field in data if field not in (*_TOP, *_MAY)]
    wrong += [field for row in data.get("said", ()) for field in set(row) ^ set(_SAID)]
    wrong += [row["stance"] for row in data.get("said", ()) if row.get("stance") not in STANCES]
    if wrong or data.get("key") != key:
        raise CatalogError("this claim breaks its format", where=name, got=wrong, hint=", ".join(_TOP))
    said = tuple(Said(**{field: str(row[field]) for field in _SAID}) for row in data["said"])
    return Claim(
        key=key,
        title=str(data["title"]),
        claim=str(data["claim"]),
        quantity=str(data["quantity"]),
        unit=str(data["unit"]),
        said=said,
        left_out=tuple(str(line) for line in data["left_out"]),
        terms={str(name): str(words) for name, words in (data.get("terms") or {}).items()},
    )
