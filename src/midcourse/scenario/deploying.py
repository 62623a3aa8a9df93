"""What a scenario deploys, as the treaty's rules ask for it: stated in the file, else in the preset, else nothing.

Model page: docs/models/policy/treaty.md.
"""

from functools import lru_cache

import shapely

from ..earth import places
from ..policy import treaty_geometry
from ..policy.treaty_records import Deployment, Part, Trial
from ..units import deg_to_rad, km_to_m
from . import catalog, facing, geography, service, suffixes, support, treaty_book

_SIGHT = "sight-from-any"
_WARNING = "early-warning"


def deployment_of(file, parties):
    """Record of what one reading of a scenario deploys.

    Parameters
    ----------
    file : models.ScenarioFile
    parties : dict of key -> policy.treaty_records.Party

    Returns
    -------
    policy.treaty_records.Deployment
    """
    facts = file.treaty
    stated = {} if facts is None else {kind: getattr(facts, kind) for kind in ("capital", "field")}
    centres = {
        key: _centre(stated.get(key[1]) or place)
        for key, place in (treaty_book.centres() | _everywhere(stated, parties)).items()
    }
    sensors = [_sensor(sensor, file, parties) for sensor in file.sensors]
    batteries = [_battery(battery, file) for battery in file.batteries]
    known = {} if facts is None else {"area_kind": facts.area, "defended_share": facts.defended_share}
    if facts is not None:
        known |= {"swaps": tuple(facts.swaps), "agreed_sites": facts.agreed_ranges}
        known["blueprints"] = None if facts.blueprints_to is None else tuple(facts.blueprints_to)
    return Deployment(
        name=file.name,
        parts=(*sensors, *batteries),
        centres=centres,
        sight_fires=file.command.needs == _SIGHT,
        **known,
    )


def _everywhere(stated, parties):
    """Stated centres for every party: whoever is asked about has its area there."""
    return {(party, kind): place for party in parties for kind, place in stated.items() if place is not None}


def _centre(place):
    """(latitude, longitude) in rad of a place of the file or of the rules' file."""
    if isinstance(place, dict):
        from .models import Place

        place = Place(**{name: value for name, value in place.items() if name != "source"})
    latitude, longitude, _ = geography.place_deg(place)
    return deg_to_rad(latitude), deg_to_rad(longitude)


def _shared(part, kind, key, file):
    """Fields that batteries and sensors have in common."""
    preset = catalog.preset(kind, key)
    value = _first(preset)
    fields = {
        "key": part.key,
        "preset": key,
        "kind": kind,
        "owner": part.owner,
        "host": part.host,
        "operator": part.operator or part.owner,
        "supplier": part.supplied_by,
        "site": part.site,
        "purpose": value(part.purpose, "purpose"),
        "basing": value(part.basing, "basing"),
        "tested": value(part.tested_in_abm_mode, "tested_in_abm_mode"),
        "deployed": part.deployed or _day(preset.si("in_service"), file.epoch.date()),
        "test_site": part.test_range,
        "trials": None if part.tests is None else tuple(_trial(test) for test in part.tests),
    }
    if kind != "satellites":
        latitude, longitude = geography.site_deg(part)
        fields |= {"latitude": deg_to_rad(latitude), "longitude": deg_to_rad(longitude)}
    return preset, fields


def _first(preset):
    """What a part states of itself, else what its preset does."""

    def value(stated, name):
        return preset.si(name) if stated is None else stated

    return value


def _battery(battery, file):
    preset, fields = _shared(battery, "interceptors", battery.interceptor, file)
    value = _first(preset)
    rounds = value(battery.rounds_per_launcher, "rounds_per_launcher")
    launchers = battery.launchers if rounds is not None else value(battery.launchers, "launchers")
    return Part(
        **fields,
        ready=battery.ready,
        launchers=launchers,
        rounds=rounds,
        rapid_reload=value(battery.rapid_reload, "rapid_reload"),
        kill_vehicles=value(battery.kill_vehicles, "kill_vehicles"),
        speed=_speed_of(battery, preset),
        object_speed=preset.si("target_speed_limit_km_s"),
    )


def _speed_of(battery, preset):
    """Burnout speed, m/s: stated by the file, else the preset's."""
    stated = battery.burnout_speed_km_s
    return preset.si("burnout_speed_km_s") if stated is None else suffixes.to_si("_km_s", stated)


def _sensor(sensor, file, parties):
    kind, key = ("satellites", sensor.satellite) if sensor.radar is None else ("radars", sensor.radar)
    preset, fields = _shared(sensor, kind, key, file)
    fields["serves"] = tuple(b.key for b in file.batteries if _serves(file, sensor, b))
    if kind == "satellites":
        return Part(**fields)
    radar = catalog.radar(key)
    built = {} if sensor.construction is None else sensor.construction.model_dump(exclude_none=True)
    return Part(
        **fields,
        **_periphery(sensor, radar, fields, parties),
        phased=preset.si("phased_array") if sensor.phased_array is None else sensor.phased_array,
        mean_power=radar.mean_power,
        aperture=radar.aperture,
        construction={step.replace("_", "-"): day for step, day in built.items()},
    )


def _serves(file, sensor, battery):
    """Whether a battery fires on a sensor's word in this scenario."""
    if sensor.satellite is not None and file.command.needs != _SIGHT:
        return False
    if file.command.needs == "track-from-own":
        return sensor.owner == battery.owner
    return support.shares_with(file, sensor.owner, battery.owner)


def _periphery(sensor, radar, fields, parties):
    """Where an early-warning radar of a party stands and looks on the national territory of its time."""
    party = parties.get(sensor.owner)
    if party is None or fields["purpose"] != _WARNING:
        return {}
    codes = party.codes_on(fields["deployed"])
    if sensor.host not in codes:
        return {}
    outline, place = _outline(codes), (fields["latitude"], fields["longitude"])
    found = {"border_distance": treaty_geometry.border_distance(outline, place)}
    if radar.turning or radar.sector >= catalog.FULL_CIRCLE:
        return found | {"land_ahead": ()}
    radar, boresight = facing.facing(radar, sensor)
    faces = radar.boresights if boresight is None else (boresight,)
    if faces:
        found["land_ahead"] = tuple(treaty_geometry.land_ahead(outline, place, face) for face in faces)
    return found


@lru_cache(maxsize=4)
def _outline(codes):
    """National territory as one shapely area, degrees."""
    return shapely.union_all([country.shape for country in places.countries() if country.code in codes])


def _trial(test):
    speed, reach = test.object_speed_km_s, test.object_range_km
    return Trial(
        object_speed=None if speed is None else suffixes.to_si("_km_s", speed),
        object_ground_range=None if reach is None else km_to_m(reach),
        guides=test.guides,
    )


def _day(text, epoch):
    """First day that a preset's `in_service` may mean; what was only planned counts from the scenario's epoch."""
    if text is None:
        return None
    days = service.days_of(text)
    return epoch if days is None else days[0]
