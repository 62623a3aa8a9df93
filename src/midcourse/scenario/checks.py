"""What no single key shows: keys of the catalog that exist, members of an alliance, names that stand once."""

from ..errors import MidcourseError
from ..policy import alliance
from . import catalog, facing, geography

_IMPULSIVE = "impulsive"


def find_faults(file):
    """Faults of a scenario across its keys.

    Parameters
    ----------
    file : models.ScenarioFile

    Returns
    -------
    faults : list of (location, what, got, hint)
    """
    faults = []
    for section in ("threats", "sensors", "batteries"):
        faults += _repeated_keys(section, getattr(file, section))
    for number, threat in enumerate(file.threats):
        faults += _threat(("threats", number), threat)
    for number, battery in enumerate(file.batteries):
        faults += _preset(("batteries", number, "interceptor"), "interceptors", battery.interceptor)
        faults += _place(("batteries", number), battery)
    for number, sensor in enumerate(file.sensors):
        faults += _sensor(("sensors", number), sensor)
    for section in ("sensors", "batteries"):
        for number, part in enumerate(getattr(file, section)):
            stated = {
                "owner": part.owner,
                "host": part.host,
                "operator": part.operator,
                "supplied_by": part.supplied_by,
            }
            faults += _codes((section, number), **{name: code for name, code in stated.items() if code is not None})
    faults += _group(("protect",), file.protect)
    faults += [] if file.treaty is None else _treaty(("treaty",), file.treaty)
    return faults + _shares(file)


def _repeated_keys(section, parts):
    seen, faults = {}, []
    for number, part in enumerate(parts):
        if part.key in seen:
            faults.append(((section, number, "key"), "the same key twice in one section", part.key, "another key"))
        seen[part.key] = number
    return faults


def _threat(location, threat):
    faults = [] if threat.missile == _IMPULSIVE else _preset((*location, "missile"), "missiles", threat.missile)
    if threat.missile == _IMPULSIVE:
        faults.append(
            ((*location, "missile"), "not supported yet in a scenario", _IMPULSIVE, "a missile of the catalog")
        )
    if threat.launch.site is not None:
        faults += _preset((*location, "launch", "site"), "sites", threat.launch.site)
    faults += _group((*location, "aim"), threat.aim)
    if threat.aim.site is not None:
        faults += _preset((*location, "aim", "site"), "sites", threat.aim.site)
    for number, place in enumerate(threat.aim.places or ()):
        here = (*location, "aim", "places", number)
        if place.site is not None:
            faults += _preset((*here, "site"), "sites", place.site)
        if place.city is not None and geography.find_city(place.city, place.country) is None:
            closest = geography.similar_cities(place.city, place.country)
            hint = f"did you mean {' or '.join(closest)}?" if closest else "a city of 15,000 people or more"
            faults.append(((*here, "city"), "no such city in this country", place.city, hint))
    return faults


def _preset(location, kind, key):
    try:
        catalog.require(kind, key)
    except MidcourseError as error:
        return [(location, error.what, key, error.hint)]
    return []


def _place(location, part):
    """A sensor or battery stands on a site or at a latitude and longitude."""
    if part.site is not None:
        if part.latitude_deg is not None or part.longitude_deg is not None:
            return [((*location, "site"), "a site and a place beside it", part.site, "one of the two")]
        return _preset((*location, "site"), "sites", part.site)
    if part.latitude_deg is None or part.longitude_deg is None:
        return [(location, "no place", None, "site: KEY, or latitude_deg and longitude_deg")]
    return []


def _sensor(location, sensor):
    """A radar stands on a place, a satellite hangs over a longitude; both are in the catalog."""
    if sensor.radar is not None:
        faults = _preset((*location, "radar"), "radars", sensor.radar)
        return (
            faults
            + _place(location, sensor)
            + (
                []
                if faults
                else _boresight(location, sensor) + _cue(location, sensor) + facing.faults_of(location, sensor)
            )
        )
    if sensor.cue != "in-time":
        return [((*location, "cue"), "a satellite waits for no cue", sensor.cue, "delete it")]
    here = (*location, "satellite")
    if faults := _preset(here, "satellites", sensor.satellite):
        return faults
    satellite = catalog.satellite(sensor.satellite)
    if satellite.orbit not in catalog.HANGING:
        orbits = " or ".join(catalog.HANGING)
        return [(here, "not supported yet: a satellite that hangs over no place", sensor.satellite, f"orbit {orbits}")]
    if sensor.longitude_deg is None and satellite.longitude is None:
        return [(here, "this satellite has no longitude of its own", sensor.satellite, "longitude_deg: LONGITUDE")]
    return []


def _boresight(location, sensor):
    """A radar with a sector needs a boresight, its preset's or the file's."""
    radar = catalog.radar(sensor.radar)
    if radar.turning or radar.boresights or radar.sector >= catalog.FULL_CIRCLE or sensor.boresight_deg is not None:
        return []
    return [(location, "this radar has a sector and no boresight of its own", sensor.radar, "boresight_deg: AZIMUTH")]


def _cue(location, sensor):
    """A radar that waits for its cue can turn, and points somewhere until then."""
    if sensor.cue == "in-time":
        return []
    radar = catalog.radar(sensor.radar)
    if not radar.turning or radar.slew_rate is None:
        return [((*location, "cue"), "this radar does not turn, so it waits for no cue", sensor.cue, "cue: in-time")]
    if sensor.boresight_deg is None and not radar.boresights:
        what = "a radar that waits for its cue points somewhere until then"
        return [((*location, "cue"), what, sensor.cue, "boresight_deg: AZIMUTH")]
    return []


def _treaty(location, facts):
    """Centres of areas that exist, and countries that exist."""
    faults = []
    for name in ("capital", "field"):
        place = getattr(facts, name)
        if place is not None and place.site is not None:
            faults += _preset((*location, name, "site"), "sites", place.site)
        if place is not None and place.city is not None and geography.find_city(place.city, place.country) is None:
            hint = " or ".join(geography.similar_cities(place.city, place.country)) or "a city of 15,000 people or more"
            faults.append(((*location, name, "city"), "no such city in this country", place.city, hint))
    for number, code in enumerate(facts.blueprints_to or ()):
        faults += _code((*location, "blueprints_to", number), code)
    return faults


def _codes(location, **codes):
    return [fault for name, code in codes.items() for fault in _code((*location, name), code)]


def _code(location, code):
    if code in geography.country_codes():
        return []
    return [(location, "no such country", code, "a two-letter code such as PL")]


def _group(location, part):
    """An alliance with members on its day, or countries that exist."""
    faults = []
    if part.alliance is not None:
        try:
            if not alliance.members(part.alliance, part.date):
                faults.append(
                    ((*location, "date"), "the alliance has no members on this day", part.date, "a later day")
                )
        except MidcourseError as error:
            faults.append(((*location, "alliance"), error.what, part.alliance, error.hint))
    for name in ("countries", "without_countries"):
        for number, code in enumerate(getattr(part, name, None) or ()):
            faults += _code((*location, name, number), code)
    return faults


def _shares(file):
    faults = []
    for giver, takers in file.command.shares.items():
        for number, taker in enumerate(takers):
            if taker not in alliance.ALLIANCES and taker not in geography.country_codes():
                hint = f"a country's code or one of {', '.join(alliance.ALLIANCES)}"
                faults.append((("command", "shares", giver, number), "no such country or alliance", taker, hint))
    return faults
