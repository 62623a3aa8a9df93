"""Values that are published or follow from a closed form, against which the program is checked: data/checks/*.yaml."""

from importlib import resources
from typing import NamedTuple

from ..errors import CatalogError
from . import tree

STATUSES = ("F", "F2", "C", "M")
"""Read in the source, second-hand, closed form (not published), from memory (shown, never counted)."""


class Check(NamedTuple):
    """One value to reproduce: what is claimed by whom, how near is near enough and why, and how it is computed."""

    id: str
    claim: str
    source: str
    status: str
    published: float
    unit: str
    tolerance: float
    reason: str
    how: str
    inputs: dict


def checks(wanted=()):
    """Checks in file order.

    Parameters
    ----------
    wanted : sequence of str
        Identifiers, or beginnings of them up to a hyphen ("v85"); none: all.

    Returns
    -------
    tuple of Check

    Raises
    ------
    CatalogError
        No check of that name, or a file that breaks its format.
    """
    name = "checks/published.yaml"
    text = (resources.files("midcourse.scenario") / "data" / name).read_text(encoding="utf-8")
    rows = tree.read_tree(text, name).value["checks"]
    for row in rows:
        if set(row) != set(Check._fields) or row["status"] not in STATUSES:
            raise CatalogError("this check breaks its format", where=name, got=row.get("id"), hint=str(Check._fields))
    found = tuple(Check(**row) for row in rows)
    for one in wanted:
        if not any(_named(check, one) for check in found):
            raise CatalogError("no such check", got=one, hint="midcourse validate lists them all", closest=())
    return tuple(check for check in found if not wanted or any(_named(check, one) for one in wanted))


def _named(check, wanted):
    wanted = wanted.lower()
    return check.id == wanted or check.id.startswith(f"{wanted}-")
