"""What kinds of value a scenario file holds, each with its bounds and with what a form may offer for it."""

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

MAX_COUNT = 10_000
MAX_REPLICATES = 10_000_000
CHOICES, EITHER = "x-choices", "x-either"
"""Keys of the JSON Schema: the list that a value is chosen from, and the keys of which one group is given."""


def told(words, more=None):
    """What a form and an editor say of a key: its name in words, and what else there is to know.

    Parameters
    ----------
    words : str
    more : str or None
    """
    return Field(title=words, description=more)


def chosen(name):
    """Mark of a value that is one of a list: a kind of the catalog, or a list of `choices.py`.

    Parameters
    ----------
    name : str
    """
    return Field(json_schema_extra={CHOICES: name})


def either(*groups):
    """Configuration of a part where one of several groups of keys is given, maybe in more than one respect.

    Parameters
    ----------
    *groups : sequence of (keys that are needed, keys that may be left out)
        Each the groups of one respect; one without keys says that none may be given.
    """
    return ConfigDict(json_schema_extra={EITHER: [[[list(keys) for keys in one] for one in group] for group in groups]})


def _day(value):
    """Calendar day from text such as 2008-04-05."""
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("a day such as 2008-04-05") from None


def _moment(value):
    """Moment in UTC from text such as 2008-04-05T00:00:00Z."""
    try:
        moment = datetime.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("a moment such as 2008-04-05T00:00:00Z") from None
    if moment.utcoffset() != datetime.timedelta(0):
        raise ValueError("a moment in UTC, with a Z at its end")
    return moment


Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=64)]
PresetKey = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*(@[a-z0-9-]+)?$", max_length=96)]
Missile = Annotated[PresetKey, chosen("missiles")]
Interceptor = Annotated[PresetKey, chosen("interceptors")]
Radar = Annotated[PresetKey, chosen("radars")]
Satellite = Annotated[PresetKey, chosen("satellites")]
Site = Annotated[PresetKey, chosen("sites")]
Question = Annotated[Key, chosen("questions")]
Layer = Annotated[Key, chosen("layers")]
TestRange = Annotated[Key, chosen("test-ranges")]
Code = Annotated[str, Field(pattern=r"^[A-Z]{2}$"), chosen("countries")]
Word = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\r\n]*$")]
Alliance = Annotated[Word, chosen("alliances")]
City = Annotated[Word, chosen("cities")]
Taker = Annotated[Word, chosen("groups")]
Latitude = Annotated[float, Field(ge=-90.0, le=90.0)]
Longitude = Annotated[float, Field(ge=-180.0, le=180.0)]
Azimuth = Annotated[float, Field(ge=0.0, lt=360.0)]
Turn = Annotated[float, Field(ge=-180.0, le=180.0)]
Width = Annotated[float, Field(gt=0.0, le=360.0)]
Elevation = Annotated[float, Field(gt=0.0, le=90.0)]
Seconds = Annotated[float, Field(ge=0.0, le=1e6)]
FlightSeconds = Annotated[float, Field(gt=0.0, le=1e5)]
Altitude = Annotated[float, Field(gt=0.0, le=50_000.0)]
Distance = Annotated[float, Field(ge=0.0, le=50_000.0)]
Spacing = Annotated[float, Field(gt=0.0, le=2000.0)]
Speed = Annotated[float, Field(ge=0.0, le=100.0)]
BurnoutSpeed = Annotated[float, Field(ge=0.1, le=20.0)]
Share = Annotated[float, Field(ge=0.0, le=1.0)]
Day = Annotated[datetime.date, BeforeValidator(_day), Field(json_schema_extra={"type": "string", "format": "date"})]
Moment = Annotated[
    datetime.datetime, BeforeValidator(_moment), Field(json_schema_extra={"type": "string", "format": "date-time"})
]
CrossSection = Annotated[float, Field(gt=0.0, le=1e6)]
Tested = bool | Literal["disputed"]
Purpose = Literal[
    "abm",
    "theatre-defence",
    "air-defence",
    "early-warning",
    "space-tracking",
    "technical-means",
    "instrumentation",
]
Basing = Literal["fixed", "mobile", "sea", "air", "space"]
Number = Annotated[int, Field(ge=0, le=MAX_COUNT)]
Several = Annotated[int, Field(ge=1, le=MAX_COUNT)]
Few = Annotated[int, Field(ge=1, le=1000)]
People = Annotated[int, Field(ge=15_000)]
Looks = Annotated[int, Field(ge=1, le=20)]
Raids = Annotated[int, Field(ge=1, le=MAX_REPLICATES)]
Seed = Annotated[int, Field(ge=0, lt=2**63)]


class Part(BaseModel):
    """What every part of a file shares: strict types, no extra keys, no infinities, frozen."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Ranged(Part):
    """A share with its stated range; a run uses `value`."""

    low: Annotated[Share, told("Low")]
    value: Annotated[Share, told("Value")]
    high: Annotated[Share, told("High")]

    @model_validator(mode="after")
    def _in_order(self):
        if not self.low <= self.value <= self.high:
            raise ValueError("low <= value <= high")
        return self


Chance = Annotated[
    Annotated[Share, Tag("number")] | Annotated[Ranged, Tag("range")],
    Discriminator(lambda value: "range" if isinstance(value, dict | Ranged) else "number"),
]
