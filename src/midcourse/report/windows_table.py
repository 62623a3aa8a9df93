"""Rows of the table of windows: what each battery could do about the flights of the timeline, and until when."""

import math

_SAME = ("first_launch_s", "last_launch_s", "first_intercept_s", "last_intercept_s", "time_to_decide_s", "shots")
_MET = ("closing_speed_m_s", "crossing_angle_deg", "slant_range_m", "intercept_altitude_m")


def windows_rows(chosen, options, shots, readings):
    """One row a flight, battery and set of readings in which its times are the same to the second.

    Parameters
    ----------
    chosen : list of dict
        Flights of the timeline, from the table of threats.
    options, shots : list of dict
        Rows of these tables; a run of an older version has none that tell enough.
    readings : sequence of str
        In file order.

    Returns
    -------
    list of dict
    """
    if not options or _SAME[4] not in options[0] or (shots and _MET[0] not in shots[0]):
        return []
    first = {(s["threat"], s["reading"], s["battery"]): s for s in reversed(shots)}
    order = {name: k for k, name in enumerate(t["threat"] for t in chosen)}
    mine = [row for row in options if row["threat"] in order]
    groups = {}
    for row in sorted(mine, key=lambda r: (order[r["threat"]], r["battery"], readings.index(r["reading"]))):
        met = first.get((row["threat"], row["reading"], row["battery"]), {})
        told = tuple(_whole(row[name]) for name in _SAME)
        entry = groups.setdefault((row["threat"], row["battery"], told), row | {n: met.get(n) for n in _MET})
        entry.setdefault("readings", []).append(row["reading"])
    rows = [row | {"all_readings": len(row["readings"]) == len(readings)} for row in groups.values()]
    return _those_that_can(rows)


def _those_that_can(rows):
    """Rows of batteries that can act; one row for a flight against which none can in any reading."""
    can = {row["threat"] for row in rows if _whole(row["first_launch_s"]) is not None}
    kept, told = [], set()
    for row in rows:
        if _whole(row["first_launch_s"]) is not None:
            kept.append(row)
        elif row["threat"] not in can and row["threat"] not in told:
            told.add(row["threat"])
            kept.append(row | {"battery": "no-battery", "all_readings": True})
    return kept


def _whole(value):
    """A number to the second; None where there is none."""
    return None if value is None or math.isnan(value) else round(value)
