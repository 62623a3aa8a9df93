"""The answer of `midcourse required-speed`: JSON keys of the contract, a few lines of text, and its tables."""

import math

import numpy as np

from ..units import m_to_km
from .answers import answer


def required_speed(found, curve=None):
    """JSON of `midcourse required-speed`.

    Parameters
    ----------
    found : scenario.RequiredSpeed
    curve : (delays (m,) s, analysis.meeting.Meetings of m rows) or None

    Returns
    -------
    answer : dict
    """
    met, question = found.found, found.question
    ideal, lagged = met.ideal, met.lagged
    body = {
        "missile": found.flight.missile.key,
        "required_speed_km_s": _km(ideal.required_speed[0]),
        "launch_time_s": _number(ideal.launch_time[0]),
        "intercept": _intercept(ideal),
        "delay_s": question.delay,
        "delay_from": question.delay_from,
        "phase": question.phase,
        "min_altitude_km": m_to_km(question.rules.minimum_altitude),
        "first_sight_s": _number(met.first_seen[0]),
        "with_lags": {
            "threat_burn_s": float(met.threat_burn[0]),
            "interceptor_burn_s": question.interceptor_burn,
            "threat_lag_s": float(met.threat_lag[0]),
            "interceptor_lag_s": met.interceptor_lag,
            "required_speed_km_s": _km(lagged.required_speed[0]),
            "launch_time_s": _number(lagged.launch_time[0]),
            "intercept": _intercept(lagged),
            "why_not": met.words[1, 0],
            "by_interceptor_burn": [
                {"interceptor_burn_s": burn, "required_speed_km_s": _km(speed)} for burn, speed in found.burns
            ],
        },
        "why_not": met.words[0, 0],
    }
    if curve is not None:
        body["curve"] = _rows(curve_table(*curve))
    return answer("required-speed", body, (*found.notes, *found.flight.notes))


def speed_map(found, cells_file=None):
    """JSON of `midcourse required-speed --map`.

    Parameters
    ----------
    found : scenario.SpeedMap
    cells_file : path or None

    Returns
    -------
    answer : dict
    """
    body = {
        "missile": found.missile,
        "delay_s": found.question.delay,
        "delay_from": found.question.delay_from,
        "resolution_deg": found.resolution_deg,
        "cells": len(found.reached),
        "cells_threatened": int(found.reached.sum()),
        "required_speed_km_s": _spread(found.found.ideal, found.reached),
        "with_lags": {
            "interceptor_burn_s": found.question.interceptor_burn,
            "interceptor_lag_s": found.found.interceptor_lag,
            "required_speed_km_s": _spread(found.found.lagged, found.reached),
        },
        "cells_file": None if cells_file is None else str(cells_file),
    }
    return answer("required-speed-map", body, found.notes)


def _spread(speeds, reached):
    """Least, median and most over cells in reach, and how many have no answer."""
    own = speeds.required_speed[reached]
    some = own[np.isfinite(own)]
    numbers = (some.min(), np.median(some), some.max()) if len(some) else (math.inf,) * 3
    names = ("least", "median", "most")
    return {name: _km(value) for name, value in zip(names, numbers, strict=True)} | {"none": len(own) - len(some)}


def _km(speed):
    return m_to_km(float(speed)) if math.isfinite(speed) else None


def _number(value):
    return float(value) if math.isfinite(value) else None


def _intercept(found):
    """Meeting of the first row; None where there is none."""
    if not math.isfinite(found.required_speed[0]):
        return None
    return {
        "time_s": float(found.intercept_time[0]),
        "altitude_km": m_to_km(float(found.intercept_altitude[0])),
        "slant_range_km": m_to_km(float(found.slant_range[0])),
        "closing_speed_km_s": m_to_km(float(found.closing_speed[0])),
    }


def curve_table(delays, met):
    """Columns of the required speed against delay.

    Parameters
    ----------
    delays : (m,) array, s
    met : analysis.meeting.Meetings, m rows

    Returns
    -------
    columns : dict of name -> (m,) array; NaN where no speed under the cap is enough
    """
    return {"delay_s": delays, **_speed_columns(met)}


def map_table(found):
    """Columns of the cells of a map.

    Parameters
    ----------
    found : scenario.SpeedMap

    Returns
    -------
    columns : dict of name -> (n,) array
    """
    return {
        "latitude_deg": found.latitude_deg,
        "longitude_deg": found.longitude_deg,
        "threatened": found.reached,
        **_speed_columns(found.found),
    }


def _speed_columns(met):
    columns = {}
    for row, (prefix, one) in enumerate((("", met.ideal), ("with_lags_", met.lagged))):
        speed = np.where(np.isfinite(one.required_speed), m_to_km(one.required_speed), np.nan)
        columns |= {
            f"{prefix}required_speed_km_s": speed,
            f"{prefix}launch_time_s": one.launch_time,
            f"{prefix}intercept_time_s": one.intercept_time,
            f"{prefix}intercept_altitude_km": m_to_km(one.intercept_altitude),
            f"{prefix}slant_range_km": m_to_km(one.slant_range),
            f"{prefix}why_not": met.words[row],
        }
    return columns


def _rows(columns):
    """Rows of a table as a list of dicts; numbers that do not exist are null."""
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    clean = ([None if isinstance(v, float) and not math.isfinite(v) else v for v in row] for row in rows)
    return [dict(zip(columns, row, strict=True)) for row in clean]


def required_speed_text(found):
    """The same answer as a few lines for people.

    Parameters
    ----------
    found : dict from `required_speed`
    """
    lags = found["with_lags"]
    start = f"launch {found['delay_s']:g} s after {found['delay_from']} or later"
    lines = [
        f"{found['missile']}: {start}, met at {found['min_altitude_km']:g} km or higher",
        "  ideal     " + _line(found),
        "  with lags " + _line(lags),
        f"  lags: threat {lags['threat_lag_s']:.0f} s ahead, interceptor {lags['interceptor_lag_s']:.0f} s behind"
        f" (burns {lags['threat_burn_s']:.0f} s and {lags['interceptor_burn_s']:.0f} s)",
        "  what a belief about the interceptor's burn is worth: "
        + ", ".join(f"{row['interceptor_burn_s']:.0f} s {_speed(row)}" for row in lags["by_interceptor_burn"]),
    ]
    return "\n".join(lines + [f"  note      {text}" for text in found["warnings"]])


def speed_map_text(found):
    """The answer of a map as a few lines for people.

    Parameters
    ----------
    found : dict from `speed_map`
    """
    lines = [f"{found['missile']}: {found['cells_threatened']:,} of {found['cells']:,} cells of land in its reach"]
    for name, part in (("ideal", found), ("with lags", found["with_lags"])):
        spread = part["required_speed_km_s"]
        told = "no cell has an answer" if spread["least"] is None else (
            f"{spread['least']:.2f} to {spread['most']:.2f} km/s, half under {spread['median']:.2f}"
        )  # fmt: skip
        lines.append(f"  {name:9} {told}; {spread['none']:,} cells that no speed under the cap defends")
    return "\n".join(lines + [f"  note      {text}" for text in found["warnings"]])


def _speed(row):
    return "none" if row["required_speed_km_s"] is None else f"{row['required_speed_km_s']:.2f}"


def _line(part):
    """One answer in words."""
    if part["required_speed_km_s"] is None:
        return f"no speed is enough: {part['why_not']}"
    met = part["intercept"]
    return (
        f"{part['required_speed_km_s']:.2f} km/s: leaves at {part['launch_time_s']:.0f} s, meets at"
        f" {met['time_s']:.0f} s, {met['altitude_km']:.0f} km up, {met['slant_range_km']:,.0f} km away,"
        f" closing at {met['closing_speed_km_s']:.2f} km/s"
    )
