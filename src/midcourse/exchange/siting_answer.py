"""The answer of `midcourse siting`: JSON keys of the contract, a few lines of text, the table of candidates."""

import numpy as np

from ..units import m_to_km
from .answers import answer

COUNTED = {"population": "people in cities", "capitals": "capitals", "members": "members wholly defended"}
LEFT_OUT = (
    "each threat is taken alone and with full magazines: this says nothing about raids",
    "places are points of a grid, at sea level, a radar turned as it is written; nobody is asked whose land it is",
)


def siting(found):
    """JSON of `midcourse siting`; the answer of the first reading stands at the top too.

    Parameters
    ----------
    found : scenario.siting.Siting

    Returns
    -------
    answer : dict
    """
    asked = found.asked
    rows = [_reading(found, row) for row in found.readings]
    body = {
        "scenario": found.scenario,
        "for": asked.goal,
        "spacing_km": m_to_km(asked.spacing),
        "apart_km": m_to_km(asked.apart),
        "candidates": len(found.latitude_deg),
        **rows[0],
        "readings": rows,
        "left_out": list(LEFT_OUT),
    }
    return answer("siting", body, found.notes)


def _reading(found, row):
    told = row.answer
    body = {
        "reading": row.reading,
        "sites": None if row.why_not else _sites(found, row.keys, told.best),
        "defended_population": told.people,
        "value": told.value,
        "exact": told.exact,
        "method": told.method,
        "gap": told.gap,
        "equal_choices": told.equal,
        "second_best": None,
        "as_written": _worth(told.as_written),
        "without": _worth(told.without),
        "why_not": row.why_not,
    }
    if told.second is not None and not row.why_not:
        body["second_best"] = {
            "sites": _sites(found, row.keys, told.second),
            "defended_population": told.second_people,
            "value": told.second_value,
            "costs": told.value - told.second_value,
            "costs_population": told.people - told.second_people,
        }
    return body


def _worth(pair):
    return {"value": pair[0], "defended_population": pair[1]}


def _sites(found, keys, rows):
    latitude, longitude = found.latitude_deg, found.longitude_deg
    return [
        {"key": key, "latitude_deg": float(latitude[row]), "longitude_deg": float(longitude[row])}
        for key, row in zip(keys, rows, strict=True)
    ]


def siting_text(found):
    """The same answer as a few lines for people.

    Parameters
    ----------
    found : dict from `siting`
    """
    what = COUNTED[found["for"]]
    lines = [f"{found['scenario']}: {found['candidates']} places, {found['spacing_km']:g} km apart; counted: {what}"]
    for row in found["readings"]:
        lines.append(f"  {row['reading']}")
        lines += [f"    {line}" for line in _lines(row, found["for"])]
    return "\n".join(lines + [f"  {text}" for text in found["left_out"]] + [f"  note: {t}" for t in found["warnings"]])


def _lines(row, goal):
    if row["sites"] is None:
        yield f"no place adds anything: {row['why_not']}"
    else:
        yield f"best: {_places(row['sites'])} - {_count(row['value'], goal)}{_equals(row)}"
    yield f"as written {_count(row['as_written']['value'], goal)}, without {_count(row['without']['value'], goal)}"
    if row["second_best"]:
        second = row["second_best"]
        yield f"second best: {_places(second['sites'])} - costs {_count(second['costs'], goal)}"
    sure = "exact" if row["exact"] else f"not proven: up to {_count(row['gap'], goal)} more may be had"
    yield f"{sure} ({'all choices tried' if row['method'] == 'all-tried' else 'maximal covering by HiGHS'})"


def _equals(row):
    others = (row["equal_choices"] or 1) - 1
    return f"; {others} other choice{'s' * (others > 1)} as good" if others else ""


def _places(sites):
    return ", ".join(f"{s['key']} at {s['latitude_deg']:.2f}, {s['longitude_deg']:.2f}" for s in sites)


def _count(value, goal):
    return f"{value / 1e6:,.2f} million" if goal == "population" else f"{value:,.0f} {goal}"


def candidate_table(found):
    """Columns of the candidates, one row a reading, part and place: what is defended with that part there.

    Parameters
    ----------
    found : scenario.siting.Siting

    Returns
    -------
    columns : dict of name -> array
        reading, key, latitude_deg, longitude_deg, value, defended_population (the other parts at their best places),
        choice ("best", "second-best" or "")
    """
    columns: dict = {name: [] for name in _COLUMNS}
    for row in found.readings:
        for k, (key, (value, people)) in enumerate(zip(row.keys, row.answer.by_place, strict=True)):
            count = len(value)
            choice = np.full(count, "", object)
            if row.answer.second is not None:
                choice[row.answer.second[k]] = "second-best"
            choice[row.answer.best[k]] = "best"
            parts = (np.full(count, row.reading), np.full(count, key), found.latitude_deg, found.longitude_deg)
            for name, part in zip(_COLUMNS, (*parts, value, people, choice), strict=True):
                columns[name].append(part)
    return {name: np.concatenate(parts) for name, parts in columns.items()}


_COLUMNS = ("reading", "key", "latitude_deg", "longitude_deg", "value", "defended_population", "choice")
