"""How a record declares the unit and the meaning of its fields, and how it becomes flat named columns."""

import dataclasses
import re

import numpy as np

from .errors import MidcourseError

_AXES = "xyz"
_UNIT_WORDS = {"1": "", "m/s": "m_s", "m/s^2": "m_s2", "kg/m^3": "kg_m3", "m^2": "m2", "kg/m^2": "kg_m2"}


def column(unit, meaning, **options):
    """Dataclass field that carries its unit ("1" for pure numbers, "" for words and flags) and its meaning.

    Parameters
    ----------
    unit : str
    meaning : str
    **options
        Passed to `dataclasses.field`.
    """
    return dataclasses.field(metadata={"unit": unit, "meaning": meaning}, **options)


def unit_suffix(unit):
    """Suffix that a stored column name carries for a unit: "m/s" gives "m_s"; pure numbers and words give ""."""
    if not unit:
        return ""
    return _UNIT_WORDS.get(unit, re.sub(r"\W+", "_", unit).strip("_"))


def flat_columns(record):
    """Flat columns of a table record.

    Parameters
    ----------
    record : dataclass instance whose array fields are made by `column`; (N,) arrays give one column, (N, 3) arrays
        three with suffixes x, y, z. A name that already ends with its unit keeps it once.

    Returns
    -------
    columns : dict of name -> (array of shape (N,), unit, meaning)

    Raises
    ------
    MidcourseError
        A field of another shape: such a field belongs in a table of its own.
    """
    columns = {}
    for field in dataclasses.fields(record):
        if "unit" not in field.metadata:
            continue
        unit, meaning = field.metadata["unit"], field.metadata["meaning"]
        values = np.asarray(getattr(record, field.name))
        suffix = unit_suffix(unit)
        ending = "" if not suffix or field.name.endswith("_" + suffix) else "_" + suffix
        if values.ndim == 1:
            columns[field.name + ending] = (values, unit, meaning)
        elif values.ndim == 2 and values.shape[1] == 3:
            for k, axis in enumerate(_AXES):
                columns[f"{field.name}_{axis}{ending}"] = (values[:, k], unit, f"{meaning}, {axis}")
        else:
            raise MidcourseError(
                "a stored field is one number or one vector a row",
                where=f"{type(record).__name__}.{field.name}",
                got=f"shape {values.shape}",
                hint="store long data as a table of its own",
            )
    return columns
