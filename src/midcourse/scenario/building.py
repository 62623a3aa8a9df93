"""One reading of a scenario as SI records: the only place where the units of scenario files change."""

import dataclasses

import numpy as np

from .. import analysis, battle, earth, engagement, sensing
from ..errors import MidcourseError, ScenarioError
from ..units import deg_to_rad, km_to_m
from . import accuracy, catalog, facing, geography, sensors, service, support
from .records import Battery, Case, KillRange, Protect, Sensor, Threat

NAMED_OVER = 500_000
"""People above which a city is named in answers; capitals always are (docs/scenario-format.md)."""

_SIGHT = "sight-from-any"
_NO_VEHICLE = "a speed nearer to the preset's, or boost: impulsive"
_COMPUTED = "computed"


def build(scenario, reading=None, like=None, fly=engagement.notional_fly_out):
    """Case of one reading.

    Parameters
    ----------
    scenario : loading.Scenario
    reading : str or None
        Full name of a reading; None when there is only one.
    like : (models.ScenarioFile, records.Case) or None
        A file and the case that was built of it: its cities and protected places stand where this file names the same.
    fly : callable(speed, burn_time or None, speed_is)
        Fly-out of an interceptor whose speed the file states.

    Returns
    -------
    records.Case

    Raises
    ------
    ScenarioError
        No such reading, or None with several.
    """
    name = _one_reading(scenario, reading)
    file = scenario.files[name]
    return Case(
        scenario=file.name,
        title=file.title or file.name,
        question=file.question,
        reading=name,
        epoch=file.epoch,
        earth=earth.choose_earth(file.earth),
        threats=tuple(_threat(threat, _known_aim(threat, like)) for threat in file.threats),
        sensors=tuple(_sensor(sensor, file) for sensor in file.sensors),
        batteries=tuple(_battery(battery, file, fly) for battery in file.batteries),
        command=_command(file.command),
        doctrine=_doctrine(file.doctrine),
        kill=_kill(file.kill),
        protect=like[1].protect if like and like[0].protect == file.protect else _protect(file.protect),
        replicates=file.replicates,
        seed=file.seed,
        warnings=tuple(_warnings(file)),
    )


def _one_reading(scenario, reading):
    names = scenario.readings
    if reading in names:
        return reading
    if reading is None and len(names) == 1:
        return names[0]
    raise ScenarioError("one reading is built at a time", where="reading", got=reading, hint=", ".join(names))


def _known_aim(threat, like):
    """Aim points and names of a threat that an earlier case has; None where it aimed elsewhere."""
    for before, built in zip(like[0].threats, like[1].threats, strict=True) if like else ():
        if before.aim == threat.aim:
            return built.aimpoints, built.aim_names
    return None


def _threat(threat, known_aim=None):
    aimpoints, aim_names = known_aim or _aim(threat.aim)
    launch = threat.launch
    place = geography.site_deg(launch)
    shape = {"shape": threat.shape}
    if threat.burnout_angle_deg is not None:
        shape["burnout_angle"] = deg_to_rad(threat.burnout_angle_deg)
    if threat.apogee_km is not None:
        shape["apogee"] = km_to_m(threat.apogee_km)
    if threat.flight_time_s is not None:
        shape["flight_time"] = threat.flight_time_s
    return Threat(
        key=threat.key,
        missile=catalog.missile(threat.missile),
        launches=np.array([place]),
        aimpoints=aimpoints,
        aim_names=aim_names,
        shape=shape,
        signature=sensors.signature(threat.missile, **{name: getattr(threat, name) for name in sensors.BANDS}),
        count=threat.count,
        spacing=threat.spacing_s,
        objects=threat.objects,
    )


def _aim(aim):
    """Aim points (m, 2) in degrees and their names."""
    if aim.site is not None:
        return np.array([geography.site_deg(aim)]), (aim.site,)
    if aim.places is not None:
        rows = [geography.place_deg(place) for place in aim.places]
        return np.array([row[:2] for row in rows]), tuple(row[2] for row in rows)
    found = geography.aimed_cities(aim)
    return np.column_stack([found.latitude_deg, found.longitude_deg]), tuple(found.name.tolist())


def _sensor(sensor, file):
    kind, preset = ("satellites", sensor.satellite) if sensor.radar is None else ("radars", sensor.radar)
    device = _radar(sensor, file) if kind == "radars" else _satellite(sensor)
    known = {"owner": sensor.owner, "host": sensor.host, "kind": kind, "device": device}
    measures = accuracy.accuracy(sensor.radar) if kind == "radars" else None
    return Sensor(key=sensor.key, preset=preset, **known, accuracy=measures)


def _radar(sensor, file):
    latitude, longitude = geography.site_deg(sensor)
    preset, boresight = facing.facing(service.as_of(catalog.radar(sensor.radar), file.epoch.date()), sensor)
    return sensors.make_radar(
        preset,
        key=sensor.key,
        latitude=deg_to_rad(latitude),
        longitude=deg_to_rad(longitude),
        altitude=0.0 if sensor.site is None else catalog.site(sensor.site).altitude,
        boresight=boresight,
        cue=_cue(sensor, file),
    )


def _cue(sensor, file):
    """When a radar that turns is told where to look, by whom, how late."""
    if sensor.cue == "in-time":
        return (sensing.IN_TIME,)
    return sensing.NEVER, _tells(sensor, file) if sensor.cue == "by-others" else (), file.command.latency_s


def _tells(sensor, file):
    """Keys of the other sensors whose word reaches a radar: its owner's own, and those that others share with it."""
    others = [other for other in file.sensors if other.key != sensor.key]
    return tuple(other.key for other in others if support.shares_with(file, other.owner, sensor.owner))


def _satellite(sensor):
    longitude = None if sensor.longitude_deg is None else deg_to_rad(sensor.longitude_deg)
    return sensors.make_satellite(catalog.satellite(sensor.satellite), key=sensor.key, longitude=longitude)


def _battery(battery, file, fly):
    preset = _at_speed(catalog.interceptor(battery.interceptor), battery)
    latitude, longitude = geography.site_deg(battery)
    straight = preset.constant_speed if battery.boost is None else battery.boost == "constant-speed"
    return Battery(
        key=battery.key,
        preset=battery.interceptor,
        owner=battery.owner,
        host=battery.host,
        launcher=engagement.Battery(
            key=battery.key,
            latitude=deg_to_rad(latitude),
            longitude=deg_to_rad(longitude),
            interceptor=engagement.Interceptor(
                key=preset.key,
                speed=preset.burnout_speed,
                speed_is=preset.speed_is,
                burn_time=preset.burn_time,
                minimum_altitude=preset.minimum_altitude,
                maximum_altitude=preset.maximum_altitude,
                fly_out=None if straight else _fly_out(preset, battery, fly),
                constant_speed=straight,
                greatest_range=preset.greatest_range,
                greatest_threat_speed=preset.greatest_threat_speed,
            ),
            ready=battery.ready,
            layer=battery.layer,
        ),
        links=_links(battery, file),
        channels=battery.channels or preset.channels,
    )


def _at_speed(preset, battery):
    """The preset with the speed that the file states; where known motors are flown, theirs stands."""
    if battery.burnout_speed_km_s is None or _flies_motors(preset, battery):
        return preset
    return dataclasses.replace(preset, burnout_speed=km_to_m(battery.burnout_speed_km_s))


def _flies_motors(preset, battery):
    """Whether an interceptor is flown from its own motors."""
    return preset.missile is not None and battery.boost in (None, "fly-out") and not preset.constant_speed


def _fly_out(preset, battery, fly):
    """Fly-out of a battery's interceptor; None where impulsive is asked for or nothing can stand for its stages.

    Raises
    ------
    ScenarioError
        A fly-out is asked for that neither the stages nor the notional vehicle give, or at a speed that none has.
    """
    speed, burn = preset.burnout_speed, preset.burn_time
    can_scale = engagement.stands_for(speed, burn, preset.maximum_altitude)
    if battery.boost == "fly-out" and preset.missile is None and not can_scale:
        raise ScenarioError(
            "this interceptor cannot be flown: its stages are not known and no notional vehicle stands for it",
            where=f"batteries.{battery.key}.boost",
            got=battery.interceptor,
            hint="boost: impulsive",
        )
    if battery.boost == "impulsive":
        return None
    if preset.missile is not None:
        return engagement.FlyOut(missile=preset.missile)
    if not can_scale:
        return None
    if battery.burnout_speed_km_s is None:
        return engagement.notional_fly_out(speed, burn or None, preset.speed_is)
    try:
        return fly(speed, burn or None, preset.speed_is)
    except MidcourseError as error:
        where = f"batteries.{battery.key}.burnout_speed_km_s"
        raise ScenarioError(error.what, where=where, got=battery.burnout_speed_km_s, hint=_NO_VEHICLE) from error


def _links(battery, file):
    """Which sensors' word reaches a battery: its owner's own, and those that their owners share with it."""
    owners = [sensor.owner for sensor in file.sensors]
    own = np.array([owner == battery.owner for owner in owners], bool)
    later, sooner = file.command.shared_latency_s, file.command.latency_s
    return engagement.Links(
        shared=np.array([support.shares_with(file, owner, battery.owner) for owner in owners], bool),
        own=own,
        latency=np.where(own, sooner, sooner if later is None else later),
    )


def _command(command):
    return engagement.Command(
        needs=command.needs,
        track_time=command.track_s,
        gap_time=command.gap_s,
        decide_time=command.decide_s,
        consult_time=command.consult_s,
        launch_prepare_time=command.launch_prepare_s,
    )


def _doctrine(doctrine):
    return battle.Doctrine(name=doctrine.name, looks=doctrine.looks, assess_time=doctrine.assess_s)


def _kill(kill):
    ends = {end: _factors(kill, end) for end in ("low", "value", "high")}
    return KillRange(**ends, computed=kill.hand_over == _COMPUTED)


def _factors(kill, bound):
    """Factors at one end of their ranges; a plain number is its own range."""
    names = ("reliability", "hand_over", "selection", "hit")
    stated = {name: getattr(kill, name) for name in names}
    chosen = {name: 1.0 if one == _COMPUTED else getattr(one, bound, one) for name, one in stated.items()}
    return battle.Kill(**chosen, common_mode=kill.common_mode, common_scope=kill.common_scope)


def _protect(protect):
    codes = geography.member_codes(protect)
    found = geography.protected_cities(codes)
    return Protect(
        alliance=protect.alliance,
        date=protect.date,
        countries=codes,
        country_names=tuple(geography.country_name(code) for code in codes),
        places=analysis.Places(
            name=found.name,
            country=found.country,
            latitude=deg_to_rad(found.latitude_deg),
            longitude=deg_to_rad(found.longitude_deg),
            population=found.population,
            capital=found.capital,
        ),
        aimpoints=np.column_stack([found.latitude_deg, found.longitude_deg]),
        named=found.capital | (found.population > NAMED_OVER),
    )


def _warnings(file):
    """What a reader of the answer must know of this reading."""
    for sensor in file.sensors:
        yield from _sensor_warnings(sensor, file.epoch.date())
    for battery in file.batteries:
        stated = battery.burnout_speed_km_s is not None
        if stated and _flies_motors(catalog.interceptor(battery.interceptor), battery):
            yield f"battery {battery.key}: flown from its motors, so burnout_speed_km_s says nothing of it"
    if file.sensors and all(sensor.radar is None for sensor in file.sensors) and file.command.needs != _SIGHT:
        yield "sensors: satellites alone give no track, so nothing is fired; command.needs: sight-from-any"
    group = file.protect
    if group.alliance is not None and group.date != file.epoch.date():
        yield f"protect: members of {group.date}, while the epoch is {file.epoch.date()}"


def _sensor_warnings(sensor, day):
    """What a reader of the answer must know of one sensor on the day of the epoch."""
    radar = sensor.radar is not None
    preset = catalog.radar(sensor.radar) if radar else catalog.satellite(sensor.satellite)
    if because := service.why_not_in_service(preset, day):
        yield f"sensor {sensor.key}: {because} (catalog); taken as if it were"
    if not radar:
        if preset.orbit == "molniya":
            yield f"sensor {sensor.key}: taken as always at its apogee; a real one is there for part of its orbit"
        return
    standing = service.as_of(preset, day).boresights
    if sensor.boresight_deg is None and len(standing) < len(preset.boresights):
        yield f"sensor {sensor.key}: {len(standing)} of its {len(preset.boresights)} faces stood on {day} (catalog)"
    if preset.turning:
        yield f"sensor {sensor.key}: {_turns(sensor)}"
    if not sensors.has_budget(preset):
        yield f"sensor {sensor.key}: its printed range says nothing of how small an object it sees"


def _turns(sensor):
    """How a radar that turns comes to look at a flight."""
    if sensor.cue == "in-time":
        also = "; its boresight_deg is where it starts" if sensor.boresight_deg is not None else ""
        return f"taken as cued and turned in time, so it looks all round{also}"
    until = (
        "until another sensor's word reaches it" if sensor.cue == "by-others" else "and nobody tells it where to look"
    )
    return f"it looks at its boresight {until}; what it has seen it follows"
