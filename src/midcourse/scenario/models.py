"""The scenario file as pydantic models: a unit in every key, extra keys forbidden, numbers finite, no guesses.

Format: docs/scenario-format.md. Kinds of values stand in `fields.py`; meaning across keys is checked in `checks.py`;
units change in `building.py`. The words of each key are those of the form and of editors that read the JSON Schema.
"""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from .fields import (
    MAX_COUNT,
    MAX_REPLICATES,
    Alliance,
    Altitude,
    Azimuth,
    Basing,
    BurnoutSpeed,
    Chance,
    City,
    Code,
    CrossSection,
    Day,
    Distance,
    Elevation,
    Few,
    FlightSeconds,
    Interceptor,
    Key,
    Latitude,
    Layer,
    Longitude,
    Looks,
    Missile,
    Moment,
    Number,
    Part,
    People,
    Purpose,
    Question,
    Radar,
    Raids,
    Satellite,
    Seconds,
    Seed,
    Several,
    Share,
    Site,
    Spacing,
    Speed,
    Taker,
    Tested,
    TestRange,
    Turn,
    Width,
    Word,
    chosen,
    either,
    told,
)

__all__ = ["MAX_COUNT", "MAX_REPLICATES", "ScenarioFile", "json_schema"]

_POINT = ["latitude_deg", "longitude_deg"]
_LAUNCHES = [(_POINT, []), (["site"], []), (["area", "spacing_km"], [])]
_PLACES = [(["site"], []), (["city", "country"], []), (_POINT, [])]
_AIMS = [
    (["alliance", "date", "cities_over"], ["without_countries"]),
    (["countries", "cities_over"], []),
    (["site"], []),
    (["places"], []),
]
_PROTECTS = [(["alliance", "date"], []), (["countries"], [])]
_STANDS = [(["site"], []), (_POINT, [])]
_SHAPED = ("burnout_angle_deg", "apogee_km", "flight_time_s")


def _one_form(part, forms):
    """Check that exactly one of several groups of keys is given, and whole."""
    given = {name for name in type(part).model_fields if getattr(part, name) is not None}
    fitting = [required for required, optional in forms if set(required) <= given <= set(required) | set(optional)]
    if not fitting:
        listed = " or ".join("{" + ", ".join(required) + "}" for required, _ in forms)
        raise ValueError(f"one of {listed}")


class Launch(Part):
    """Where missiles are launched from."""

    model_config = either(_LAUNCHES)
    latitude_deg: Annotated[Latitude | None, told("Latitude")] = None
    longitude_deg: Annotated[Longitude | None, told("Longitude", "east positive")] = None
    site: Annotated[Site | None, told("Site")] = None
    area: Annotated[Word | None, told("Area", "a GeoJSON file; not supported yet")] = None
    spacing_km: Annotated[Spacing | None, told("Spacing", "of points in the area")] = None

    @model_validator(mode="after")
    def _form(self):
        _one_form(self, _LAUNCHES)
        return self


class Place(Part):
    """One aim point: a site of the catalog, a city by name and country, or a point."""

    model_config = either(_PLACES)
    site: Annotated[Site | None, told("Site")] = None
    city: Annotated[City | None, told("City", "of 15,000 people or more")] = None
    country: Annotated[Code | None, told("Country")] = None
    latitude_deg: Annotated[Latitude | None, told("Latitude")] = None
    longitude_deg: Annotated[Longitude | None, told("Longitude", "east positive")] = None

    @model_validator(mode="after")
    def _form(self):
        _one_form(self, _PLACES)
        return self


class Aim(Part):
    """What missiles are aimed at: cities of an alliance or of countries, a site, or listed places."""

    model_config = either(_AIMS)
    alliance: Annotated[Alliance | None, told("Alliance")] = None
    date: Annotated[Day | None, told("Members on")] = None
    countries: Annotated[Annotated[list[Code], Field(min_length=1)] | None, told("Countries")] = None
    without_countries: Annotated[list[Code] | None, told("Without", "members that are left out")] = None
    cities_over: Annotated[People | None, told("Cities over", "people; capitals always")] = None
    site: Annotated[Site | None, told("Site")] = None
    places: Annotated[
        Annotated[list[Place], Field(min_length=1, max_length=10_000)] | None, told("Places", "a warhead draws one")
    ] = None

    @model_validator(mode="after")
    def _form(self):
        _one_form(self, _AIMS)
        return self


class Threat(Part):
    """A kind of missile, where from, at what, how many."""

    key: Annotated[Key, told("Key", "the name that others use")]
    missile: Annotated[Missile, told("Missile")]
    launch: Annotated[Launch, told("Launched from")]
    aim: Annotated[Aim, told("Aimed at")]
    shape: Annotated[
        Literal["minimum-energy", "lofted", "depressed"],
        told("Shape", "lofted and depressed need one of burnout angle, apogee, flight time"),
    ] = "minimum-energy"
    burnout_angle_deg: Annotated[Elevation | None, told("Burnout angle")] = None
    apogee_km: Annotated[Altitude | None, told("Apogee")] = None
    flight_time_s: Annotated[FlightSeconds | None, told("Flight time")] = None
    count: Annotated[Number, told("Warheads")]
    spacing_s: Annotated[Seconds, told("Spacing", "from one launch to the next")] = 0.0
    rcs_vhf_m2: Annotated[CrossSection | None, told("Cross-section, VHF", "of a warhead, at 0.16 GHz")] = None
    rcs_uhf_m2: Annotated[CrossSection | None, told("Cross-section, UHF", "of a warhead, at 0.43 GHz")] = None
    rcs_x_m2: Annotated[CrossSection | None, told("Cross-section, X-band", "of a warhead, at 9.5 GHz")] = None
    objects: Annotated[Several, told("Objects", "that look alike and come with each warhead, itself among them")] = 1

    @model_validator(mode="after")
    def _shaped(self):
        given = sum(getattr(self, name) is not None for name in _SHAPED)
        if given > 1 or (self.shape != "minimum-energy" and given != 1) or (self.shape == "minimum-energy" and given):
            raise ValueError(f"lofted or depressed with one of {', '.join(_SHAPED)}")
        return self


class StatedTest(Part):
    """One test of a part against an object; read by `midcourse treaty` alone."""

    object_speed_km_s: Annotated[Speed | None, told("Speed of the object")] = None
    object_range_km: Annotated[Distance | None, told("Range of the object")] = None
    guides: Annotated[bool | None, told("Guides", "a radar's data guided the intercept")] = None


class Construction(Part):
    """Days on which the steps of building a radar were or are to be reached; read by `midcourse treaty` alone."""

    ground_breaking: Annotated[Day | None, told("Ground breaking")] = None
    first_concrete: Annotated[Day | None, told("First concrete")] = None
    foundation: Annotated[Day | None, told("Foundation")] = None
    rails: Annotated[Day | None, told("Rails")] = None


_Tests = Annotated[list[StatedTest], Field(max_length=1000)]
_DEPLOYED = told("Deployed", "day first deployed; default the preset's first day in service; read by treaty")
_TEST_RANGE = told("Test range", "then the part is a test part, not deployed; read by treaty")


class Sensor(Part):
    """A radar at its place, or an infrared satellite over a longitude."""

    model_config = either([(["radar"], []), (["satellite"], [])], [*_STANDS, (["longitude_deg"], []), ([], [])])
    key: Annotated[Key, told("Key", "the name that others use")]
    radar: Annotated[Radar | None, told("Radar")] = None
    satellite: Annotated[Satellite | None, told("Satellite")] = None
    site: Annotated[Site | None, told("Site")] = None
    latitude_deg: Annotated[Latitude | None, told("Latitude")] = None
    longitude_deg: Annotated[Longitude | None, told("Longitude", "east positive")] = None
    owner: Annotated[Code, told("Owner")]
    host: Annotated[Code, told("Host", "country where it stands")]
    present: Annotated[bool, told("Present", "no: checked as all others, and not there")] = True
    boresight_deg: Annotated[Azimuth | None, told("Boresight", "azimuth; default the preset's")] = None
    turned_deg: Annotated[Turn, told("Turned", "all its faces together, clockwise")] = 0.0
    sector_deg: Annotated[Width | None, told("Sector", "width of a face; default the preset's, the widest")] = None
    cue: Annotated[
        Literal["in-time", "by-others", "never"], told("Cue", "who tells a radar that turns where to look")
    ] = "in-time"
    tested_in_abm_mode: Annotated[Tested | None, told("Tested in ABM mode", "read by treaty")] = None
    purpose: Annotated[Purpose | None, told("Purpose", "read by treaty")] = None
    basing: Annotated[Basing | None, told("Basing", "read by treaty")] = None
    deployed: Annotated[Day | None, _DEPLOYED] = None
    operator: Annotated[Code | None, told("Operator", "default the owner; read by treaty")] = None
    supplied_by: Annotated[Code | None, told("Supplied by", "read by treaty")] = None
    test_range: Annotated[TestRange | None, _TEST_RANGE] = None
    tests: Annotated[_Tests | None, told("Tests", "against an object; read by treaty")] = None
    phased_array: Annotated[bool | None, told("Phased array", "read by treaty")] = None
    construction: Annotated[Construction | None, told("Construction", "days of its steps; read by treaty")] = None

    @model_validator(mode="after")
    def _device(self):
        if (self.radar is None) == (self.satellite is None):
            raise ValueError("one of radar: KEY or satellite: KEY")
        stated = ("site", "latitude_deg", "boresight_deg", "turned_deg", "sector_deg")
        on_ground = [name for name in stated if name in self.model_fields_set and getattr(self, name) is not None]
        if self.satellite is not None and on_ground:
            raise ValueError(f"a satellite hangs over a longitude_deg: delete {', '.join(on_ground)}")
        return self


class Battery(Part):
    """Interceptors at their place."""

    model_config = either(_STANDS)
    key: Annotated[Key, told("Key", "the name that others use")]
    interceptor: Annotated[Interceptor, told("Interceptor")]
    site: Annotated[Site | None, told("Site")] = None
    latitude_deg: Annotated[Latitude | None, told("Latitude")] = None
    longitude_deg: Annotated[Longitude | None, told("Longitude", "east positive")] = None
    owner: Annotated[Code, told("Owner")]
    host: Annotated[Code, told("Host", "country where it stands")]
    ready: Annotated[Number, told("Ready", "interceptors")]
    present: Annotated[bool, told("Present", "no: checked as all others, and not there")] = True
    burnout_speed_km_s: Annotated[BurnoutSpeed | None, told("Burnout speed", "default the preset's")] = None
    channels: Annotated[Several | None, told("Channels", "interceptors guided at once; default the preset's")] = None
    layer: Annotated[Layer, told("Layer", "looks are counted in each")] = "main"
    boost: Annotated[Literal["fly-out", "impulsive", "constant-speed"] | None, told("Boost", "how it is flown")] = None
    tested_in_abm_mode: Annotated[Tested | None, told("Tested in ABM mode", "read by treaty")] = None
    purpose: Annotated[Purpose | None, told("Purpose", "read by treaty")] = None
    basing: Annotated[Basing | None, told("Basing", "read by treaty")] = None
    deployed: Annotated[Day | None, _DEPLOYED] = None
    operator: Annotated[Code | None, told("Operator", "default the owner; read by treaty")] = None
    supplied_by: Annotated[Code | None, told("Supplied by", "read by treaty")] = None
    test_range: Annotated[TestRange | None, _TEST_RANGE] = None
    tests: Annotated[_Tests | None, told("Tests", "against an object; read by treaty")] = None
    launchers: Annotated[Number | None, told("Launchers", "read by treaty")] = None
    rounds_per_launcher: Annotated[Few | None, told("Rounds on a launcher", "read by treaty")] = None
    rapid_reload: Annotated[bool | None, told("Rapid reload", "read by treaty")] = None
    kill_vehicles: Annotated[Few | None, told("Kill vehicles", "on one interceptor; read by treaty")] = None


class Command(Part):
    """From a first sight to a launch: what is needed, and how long each step takes."""

    needs: Annotated[
        Literal["track-from-any", "track-from-own", "sight-from-any"], told("A shot needs", "own: of the same owner")
    ]
    track_s: Annotated[Seconds, told("Firm track", "in view until there is one")]
    gap_s: Annotated[Seconds, told("Gap", "out of view that a track survives")] = 0.0
    decide_s: Annotated[Seconds, told("Decide")]
    consult_s: Annotated[Seconds, told("Consult", "allies, before a launch")] = 0.0
    launch_prepare_s: Annotated[Seconds, told("Prepare a launch")]
    latency_s: Annotated[Seconds, told("Latency", "of a sensor's word")] = 0.0
    shared_latency_s: Annotated[
        Seconds | None, told("Latency, shared", "of a word that another country shares; default the same")
    ] = None
    shares: Annotated[
        dict[Code, Annotated[list[Taker], Field(title="Serves batteries of")]],
        told("Shares", "whose sensors serve whose batteries"),
        chosen("countries"),
    ] = Field(default_factory=dict)


class Doctrine(Part):
    """How shots are spent."""

    name: Annotated[Literal["even", "shoot-look-shoot", "shoot-look-salvo"], told("Doctrine")]
    looks: Annotated[Looks, told("Looks", "in each layer")] = 2
    assess_s: Annotated[Seconds, told("Assess", "to see whether a shot hit")] = 0.0


class Kill(Part):
    """Chances of a shot that is taken."""

    reliability: Annotated[Chance, told("Reliability")]
    hand_over: Annotated[
        Chance | Literal["computed"], told("Hand-over", "the object is in the seeker's basket; or computed from tracks")
    ] = 1.0
    selection: Annotated[Chance, told("Selection", "the right object is chosen")] = 1.0
    hit: Annotated[Chance, told("Hit", "the object that is chosen")]
    common_mode: Annotated[Share, told("Common failure", "one cause that makes every shot miss")] = 0.0
    common_scope: Annotated[
        Literal["raid", "warhead"], told("Common to", "every shot of a raid, or at one warhead")
    ] = "raid"


class Protect(Part):
    """Whose people are asked about."""

    model_config = either(_PROTECTS)
    alliance: Annotated[Alliance | None, told("Alliance")] = None
    date: Annotated[Day | None, told("Members on")] = None
    countries: Annotated[Annotated[list[Code], Field(min_length=1)] | None, told("Countries")] = None

    @model_validator(mode="after")
    def _form(self):
        _one_form(self, _PROTECTS)
        return self


class TreatyFacts(Part):
    """What `midcourse treaty` needs and no part of the file says: areas, their swaps, agreed ranges, blueprints."""

    area: Annotated[Literal["capital", "field"] | None, told("Area", "the one that is kept")] = None
    capital: Annotated[Place | None, told("Capital", "centre of the area")] = None
    field: Annotated[Place | None, told("Field", "centre of the area of silos")] = None
    defended_share: Annotated[Share | None, told("Defended share", "of the national territory")] = None
    swaps: Annotated[list[Day], told("Swaps", "days on which the area changed")] = Field(default_factory=list)
    agreed_ranges: Annotated[
        dict[Key, Annotated[Day, Field(title="Agreed on")]],
        told("Agreed ranges", "test ranges and the day agreed"),
        chosen("test-ranges"),
    ] = Field(default_factory=dict)
    blueprints_to: Annotated[list[Code] | None, told("Blueprints to", "an empty list says nobody")] = None


_Options = Annotated[dict[Key, dict[str, object]], Field(min_length=1, max_length=50)]


class ScenarioFile(Part):
    """One scenario file."""

    midcourse: Annotated[Literal[1], told("Format")]
    name: Annotated[Key, told("Name", "small letters, digits and hyphens")]
    title: Annotated[Word | None, told("Title")] = None
    question: Annotated[Question, told("Question")]
    epoch: Annotated[Moment, told("Epoch", "UTC; the first launch, and the day on which alliances are taken")]
    earth: Annotated[Literal["wgs84", "sphere"], told("Earth")] = "wgs84"
    threats: Annotated[list[Threat], Field(min_length=1, max_length=200), told("Threats")]
    sensors: Annotated[list[Sensor], Field(max_length=200), told("Sensors")]
    batteries: Annotated[list[Battery], Field(max_length=200), told("Batteries")]
    command: Annotated[Command, told("Command and timing")]
    doctrine: Annotated[Doctrine, told("Doctrine")]
    kill: Annotated[Kill, told("Chances of a shot")]
    protect: Annotated[Protect, told("Protected")]
    treaty: Annotated[TreatyFacts | None, told("Treaty")] = None
    readings: Annotated[
        dict[Key, _Options], told("Readings", "axes; every combination of their options is one reading")
    ] = Field(default_factory=dict)
    replicates: Annotated[Raids, told("Raids", "to sample in each reading")]
    seed: Annotated[Seed, told("Seed", "of their draws")]

    def with_what_is_present(self):
        """The same file without sensors and batteries of which it says `present: false`."""
        kept = {name: [part for part in getattr(self, name) if part.present] for name in ("sensors", "batteries")}
        return self.model_copy(update=kept)


def json_schema():
    """JSON Schema (draft 2020-12) of a scenario file, for editors and for the form."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **ScenarioFile.model_json_schema()}
