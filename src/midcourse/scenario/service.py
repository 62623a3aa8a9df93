"""When a sensor of the catalog was in service: what is to be said of it on a day, and which of its faces stood then."""

import calendar
import datetime
from dataclasses import replace


def days_of(text):
    """First and last day that a date of the catalog may mean: a day, a month or a year; None for words.

    Parameters
    ----------
    text : str
        "2009-02-26", "2012-12", "1985", or a word such as "planned".
    """
    parts = text.split("-")
    if not all(part.isdigit() for part in parts):
        return None
    year, month, day = (int(part) for part in (*parts, "0", "0")[:3])
    first = datetime.date(year, month or 1, day or 1)
    last_month = month or 12
    return first, datetime.date(year, last_month, day or calendar.monthrange(year, last_month)[1])


def why_not_in_service(preset, day):
    """Why a preset was not in service on a day; "" where it was, or where nothing is known against it.

    Parameters
    ----------
    preset : records.RadarPreset or records.SatellitePreset
    day : datetime.date
    """
    since, until = preset.in_service, preset.out_of_service
    if since is not None:
        days = days_of(since)
        if days is None:
            return f"{since}, never in service"
        if day < days[0]:
            return f"not in service on {day}, only since {since}"
    if until is not None and day > days_of(until)[1]:
        return f"not in service on {day}, only until {until}"
    return ""


def as_of(preset, day):
    """A radar preset with the faces that stood on a day; as it is where no face did or no dates are known.

    Parameters
    ----------
    preset : records.RadarPreset
    day : datetime.date

    Returns
    -------
    records.RadarPreset
    """
    pairs = list(zip(preset.boresights, preset.boresights_since, strict=bool(preset.boresights_since)))
    standing = tuple(boresight for boresight, since in pairs if days_of(since)[0] <= day)
    return replace(preset, boresights=standing) if standing else preset
