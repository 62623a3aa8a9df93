"""The scenario file as pydantic models: a unit in every key, extra keys forbidden, numbers finite, no guesses.

Format: docs/scenario-format.md. Meaning across keys is checked in `checks.py`; units change in `building.py`.
"""

import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

MAX_COUNT = 10_000
MAX_REPLICATES = 10_000_000


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
Code = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Word = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\r\n]*$")]
Latitude = Annotated[float, Field(ge=-90.0, le=90.0)]
Longitude = Annotated[float, Field(ge=-180.0, le=180.0)]
Azimuth = Annotated[float, Field(ge=0.0, lt=360.0)]
Seconds = Annotated[float, Field(ge=0.0, le=1e6)]
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


class Part(BaseModel):
    """What every part of a file shares: strict types, no extra keys, no infinities, frozen."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Ranged(Part):
    """A share with its stated range; a run uses `value`."""

    value: Share
    low: Share
    high: Share

    @model_validator(mode="after")
    def _in_order(self):
        if not self.low <= self.value <= self.high:
            raise ValueError("low <= value <= high")
        return self


Chance = Annotated[
    Annotated[Share, Tag("number")] | Annotated[Ranged, Tag("range")],
    Discriminator(lambda value: "range" if isinstance(value, dict | Ranged) else "number"),
]


def _one_form(part, forms):
    """Check that exactly one of several groups of keys is given, and whole."""
    given = {name for name in type(part).model_fields if getattr(part, name) is not None}
    fitting = [required for required, optional in forms if set(required) <= given <= set(required) | set(optional)]
    if not fitting:
        listed = " or ".join("{" + ", ".join(required) + "}" for required, _ in forms)
        raise ValueError(f"one of {listed}")


class Launch(Part):
    """Where missiles are launched from."""

    latitude_deg: Latitude | None = None
    longitude_deg: Longitude | None = None
    site: PresetKey | None = None
    area: Word | None = None
    spacing_km: Annotated[float, Field(gt=0.0, le=2000.0)] | None = None

    @model_validator(mode="after")
    def _form(self):
        _one_form(self, [(["latitude_deg", "longitude_deg"], []), (["site"], []), (["area", "spacing_km"], [])])
        return self


class Place(Part):
    """One aim point: a site of the catalog, a city by name and country, or a point."""

    site: PresetKey | None = None
    city: Word | None = None
    country: Code | None = None
    latitude_deg: Latitude | None = None
    longitude_deg: Longitude | None = None

    @model_validator(mode="after")
    def _form(self):
        _one_form(self, [(["site"], []), (["city", "country"], []), (["latitude_deg", "longitude_deg"], [])])
        return self


class Aim(Part):
    """What missiles are aimed at: cities of an alliance or of countries, a site, or listed places."""

    alliance: Word | None = None
    date: Day | None = None
    countries: Annotated[list[Code], Field(min_length=1)] | None = None
    without_countries: list[Code] | None = None
    cities_over: Annotated[int, Field(ge=15_000)] | None = None
    site: PresetKey | None = None
    places: Annotated[list[Place], Field(min_length=1, max_length=10_000)] | None = None

    @model_validator(mode="after")
    def _form(self):
        members = (["alliance", "date", "cities_over"], ["without_countries"])
        _one_form(self, [members, (["countries", "cities_over"], []), (["site"], []), (["places"], [])])
        return self


class Threat(Part):
    """A kind of missile, where from, at what, how many."""

    key: Key
    missile: PresetKey
    launch: Launch
    aim: Aim
    shape: Literal["minimum-energy", "lofted", "depressed"] = "minimum-energy"
    burnout_angle_deg: Annotated[float, Field(gt=0.0, le=90.0)] | None = None
    apogee_km: Annotated[float, Field(gt=0.0, le=50_000.0)] | None = None
    flight_time_s: Annotated[float, Field(gt=0.0, le=1e5)] | None = None
    count: Annotated[int, Field(ge=0, le=MAX_COUNT)]
    spacing_s: Seconds = 0.0
    rcs_vhf_m2: CrossSection | None = None
    rcs_uhf_m2: CrossSection | None = None
    rcs_x_m2: CrossSection | None = None
    objects: Annotated[int, Field(ge=1, le=MAX_COUNT)] = 1

    @model_validator(mode="after")
    def _shaped(self):
        numbers = (self.burnout_angle_deg, self.apogee_km, self.flight_time_s)
        given = sum(number is not None for number in numbers)
        if given > 1 or (self.shape != "minimum-energy" and given != 1) or (self.shape == "minimum-energy" and given):
            raise ValueError("lofted or depressed with one of burnout_angle_deg, apogee_km, flight_time_s")
        return self


class StatedTest(Part):
    """One test of a part against an object; read by `midcourse treaty` alone."""

    object_speed_km_s: Annotated[float, Field(ge=0.0, le=100.0)] | None = None
    object_range_km: Annotated[float, Field(ge=0.0, le=50_000.0)] | None = None
    guides: bool | None = None


class Construction(Part):
    """Days on which the steps of building a radar were or are to be reached; read by `midcourse treaty` alone."""

    ground_breaking: Day | None = None
    first_concrete: Day | None = None
    foundation: Day | None = None
    rails: Day | None = None


class Sensor(Part):
    """A radar at its place, or an infrared satellite over a longitude."""

    key: Key
    radar: PresetKey | None = None
    satellite: PresetKey | None = None
    site: PresetKey | None = None
    latitude_deg: Latitude | None = None
    longitude_deg: Longitude | None = None
    owner: Code
    host: Code
    present: bool = True
    boresight_deg: Azimuth | None = None
    cue: Literal["in-time", "by-others", "never"] = "in-time"
    tested_in_abm_mode: Tested | None = None
    purpose: Purpose | None = None
    basing: Basing | None = None
    deployed: Day | None = None
    operator: Code | None = None
    supplied_by: Code | None = None
    test_range: Key | None = None
    tests: Annotated[list[StatedTest], Field(max_length=1000)] | None = None
    phased_array: bool | None = None
    construction: Construction | None = None

    @model_validator(mode="after")
    def _device(self):
        if (self.radar is None) == (self.satellite is None):
            raise ValueError("one of radar: KEY or satellite: KEY")
        on_ground = [name for name in ("site", "latitude_deg", "boresight_deg") if getattr(self, name) is not None]
        if self.satellite is not None and on_ground:
            raise ValueError(f"a satellite hangs over a longitude_deg: delete {', '.join(on_ground)}")
        return self


class Battery(Part):
    """Interceptors at their place."""

    key: Key
    interceptor: PresetKey
    site: PresetKey | None = None
    latitude_deg: Latitude | None = None
    longitude_deg: Longitude | None = None
    owner: Code
    host: Code
    ready: Annotated[int, Field(ge=0, le=MAX_COUNT)]
    present: bool = True
    burnout_speed_km_s: Annotated[float, Field(ge=0.1, le=20.0)] | None = None
    channels: Annotated[int, Field(ge=1, le=MAX_COUNT)] | None = None
    layer: Key = "main"
    boost: Literal["fly-out", "impulsive", "constant-speed"] | None = None
    tested_in_abm_mode: Tested | None = None
    purpose: Purpose | None = None
    basing: Basing | None = None
    deployed: Day | None = None
    operator: Code | None = None
    supplied_by: Code | None = None
    test_range: Key | None = None
    tests: Annotated[list[StatedTest], Field(max_length=1000)] | None = None
    launchers: Number | None = None
    rounds_per_launcher: Annotated[int, Field(ge=1, le=1000)] | None = None
    rapid_reload: bool | None = None
    kill_vehicles: Annotated[int, Field(ge=1, le=1000)] | None = None


class Command(Part):
    """From a first sight to a launch: what is needed, and how long each step takes."""

    needs: Literal["track-from-any", "track-from-own", "sight-from-any"]
    track_s: Seconds
    gap_s: Seconds = 0.0
    decide_s: Seconds
    consult_s: Seconds = 0.0
    launch_prepare_s: Seconds
    latency_s: Seconds = 0.0
    shared_latency_s: Seconds | None = None
    shares: dict[Code, list[Word]] = Field(default_factory=dict)


class Doctrine(Part):
    """How shots are spent."""

    name: Literal["even", "shoot-look-shoot", "shoot-look-salvo"]
    looks: Annotated[int, Field(ge=1, le=20)] = 2
    assess_s: Seconds = 0.0


class Kill(Part):
    """Chances of a shot that is taken."""

    reliability: Chance
    hand_over: Chance | Literal["computed"] = 1.0
    selection: Chance = 1.0
    hit: Chance
    common_mode: Share = 0.0
    common_scope: Literal["raid", "warhead"] = "raid"


class Protect(Part):
    """Whose people are asked about."""

    alliance: Word | None = None
    date: Day | None = None
    countries: Annotated[list[Code], Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _form(self):
        _one_form(self, [(["alliance", "date"], []), (["countries"], [])])
        return self


class TreatyFacts(Part):
    """What `midcourse treaty` needs and no part of the file says: areas, their swaps, agreed ranges, blueprints."""

    area: Literal["capital", "field"] | None = None
    capital: Place | None = None
    field: Place | None = None
    defended_share: Share | None = None
    swaps: list[Day] = Field(default_factory=list)
    agreed_ranges: dict[Key, Day] = Field(default_factory=dict)
    blueprints_to: list[Code] | None = None


class ScenarioFile(Part):
    """One scenario file."""

    midcourse: Literal[1]
    name: Key
    title: Word | None = None
    question: Key
    epoch: Moment
    earth: Literal["wgs84", "sphere"] = "wgs84"
    threats: Annotated[list[Threat], Field(min_length=1, max_length=200)]
    sensors: Annotated[list[Sensor], Field(max_length=200)]
    batteries: Annotated[list[Battery], Field(max_length=200)]
    command: Command
    doctrine: Doctrine
    kill: Kill
    protect: Protect
    treaty: TreatyFacts | None = None
    readings: dict[Key, Annotated[dict[Key, dict[str, object]], Field(min_length=1, max_length=50)]] = Field(
        default_factory=dict
    )
    replicates: Annotated[int, Field(ge=1, le=MAX_REPLICATES)]
    seed: Annotated[int, Field(ge=0, lt=2**63)]

    def with_what_is_present(self):
        """The same file without sensors and batteries of which it says `present: false`."""
        kept = {name: [part for part in getattr(self, name) if part.present] for name in ("sensors", "batteries")}
        return self.model_copy(update=kept)


def json_schema():
    """JSON Schema (draft 2020-12) of a scenario file, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **ScenarioFile.model_json_schema()}
