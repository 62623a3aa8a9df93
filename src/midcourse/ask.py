"""The single questions, one short function each: what a door asks when it does not run a whole scenario.

Rooms are entered when they are asked: a question about an alliance loads no flight code.
"""

from importlib import import_module

_PASSED_ON = {
    "lambert": "flight",
    "propagate": "flight",
    "propagate_many": "flight",
    "members": "policy",
}  # name: room that answers it unchanged

MOST_REPLICATES = 10_000_000
"""Raids in one sample: about a gigabyte."""

_OWN = (
    "coverage",
    "fly",
    "fly_many",
    "footprint",
    "interceptors_needed",
    "radar",
    "raid",
    "required_speed",
    "required_speeds",
    "siting",
    "treaty",
)

__all__ = [*_OWN, *_PASSED_ON]  # noqa: PLE0604


def __getattr__(name):
    if name not in _PASSED_ON:
        raise AttributeError(f"module 'midcourse.ask' has no attribute {name!r}")
    return getattr(import_module(f"midcourse.{_PASSED_ON[name]}"), name)


def _missile(missile):
    from .scenario import catalog

    return catalog.missile(missile) if isinstance(missile, str) else missile


def fly(missile, launch, aimpoint=None, **shape):
    """One flight of a missile.

    Parameters
    ----------
    missile : str or flight.Missile
        Catalog key, "impulsive", or a record.
    launch, aimpoint : (latitude, longitude) in degrees
    **shape
        As `flight.fly`: shape, burnout_angle, apogee, flight_time, azimuth, max_range, speed, earth, rotating,
        atmosphere, ballistic_coefficient (SI, angles in radians).

    Returns
    -------
    flown : flight.Flown

    Raises
    ------
    CatalogError
        Unknown missile.
    OutOfReachError
        The aim point lies beyond the greatest range on its azimuth.
    """
    from . import flight

    return flight.fly(_missile(missile), launch, aimpoint, **shape)


def fly_many(missile, launches, aimpoints, **shape):
    """Many flights at once.

    Parameters
    ----------
    missile : str or flight.Missile
    launches, aimpoints : (N, 2) arrays of degrees; one row is used for all where the other has N
    **shape
        As `flight.fly_many`.

    Returns
    -------
    flights : results.Table
        One row a pair; rows out of reach have reached False and short_by.
    """
    from . import flight

    return flight.fly_many(_missile(missile), launches, aimpoints, **shape)


def raid(warheads, interceptors, kill_probability, doctrine="shoot-look-shoot", looks=2, **options):
    """How many of a raid get through a stock of interceptors: exact beside sampled.

    Parameters
    ----------
    warheads, interceptors : int
    kill_probability : float
        Chance that one shot kills, where no common cause makes it fail.
    doctrine : str
        "even", "shoot-look-shoot" or "shoot-look-salvo".
    looks : int
        Rounds of shots; `even` has one whatever is given.
    **options
        common_mode (0): chance that every shot of the scope fails; common_scope ("raid" or "warhead");
        replicates (10,000); seed (1).

    Returns
    -------
    analysis.RaidAnswer

    Raises
    ------
    MidcourseError
        A probability outside [0, 1], a count below zero, an unknown doctrine or scope.
    """
    from . import analysis
    from .errors import MidcourseError

    replicates, seed = options.pop("replicates", 10_000), options.pop("seed", 1)
    if replicates > MOST_REPLICATES:
        hint = "a million raids give a chance to 0.1 %"
        raise MidcourseError("more raids than memory is for", where="replicates", got=replicates, hint=hint)
    asked = _raid(warheads, interceptors, kill_probability, doctrine, looks, **options)
    return analysis.study_raid(asked, replicates, seed)


def interceptors_needed(warheads, kill_probabilities, at_least, doctrine="shoot-look-shoot", looks=2, **common):
    """Least stocks of interceptors with which nothing gets through with a chance of `at_least`.

    Parameters
    ----------
    warheads : sequence of int
        Raid sizes.
    kill_probabilities : sequence of float
    at_least : float
        Chance wanted, between 0 and 1.
    doctrine : str
    looks : int
    **common
        common_mode, common_scope as in `raid`.

    Returns
    -------
    list of list of int or None
        One row a raid size, one entry a kill probability; None where no stock is enough, NaN where it is not computed.
    """
    from . import analysis

    raids = [[_raid(size, 0, p, doctrine, looks, **common) for p in kill_probabilities] for size in warheads]
    return [[analysis.interceptors_needed(one, at_least) for one in row] for row in raids]


def _raid(warheads, interceptors, kill_probability, doctrine, looks, common_mode=0.0, common_scope="raid"):
    """The record of a raid, after checks that speak of what was asked."""
    from . import battle
    from .errors import MidcourseError

    for name, value in (("kill probability", kill_probability), ("common mode", common_mode)):
        if not 0.0 <= value <= 1.0:
            raise MidcourseError("a probability lies between 0 and 1", where=name, got=value, hint="0.7")
    return battle.Raid(
        warheads=warheads,
        stocks=(interceptors,),
        doctrine=battle.Doctrine(name=doctrine, looks=looks),
        kill=battle.Kill(hit=kill_probability, common_mode=common_mode, common_scope=common_scope),
    )


def radar(key, *, rcs=None, signal_to_noise=None, dwell=None, refraction="none", site=None, boresight=None, **flight):
    """How far a radar sees, and what it sees of a flight.

    Parameters
    ----------
    key : str
        Radar of the catalog.
    rcs : float or None, m^2
        None: the missile's own at this band, else the preset's, else a warhead's.
    signal_to_noise : float or None, power ratio
    dwell : float or None, s
    refraction : {"none", "four-thirds"}
    site : (latitude, longitude) in degrees, or None for the catalog's
    boresight : float or None, rad
    **flight
        `missile` (key of a missile, of an interceptor that can be flown, or "impulsive"), `launch`, `aimpoint` and what
        else `fly` takes; none: only the range. `objects` (1): so many of them share the radar's energy. `cue` (None: in
        time): when a turning radar, until then at its boresight, is told where to look, s after lift-off.

    Returns
    -------
    sensing.RadarAnswer

    Raises
    ------
    CatalogError
        Unknown radar or missile, an interceptor whose motors are not known, no place or boresight.
    OutOfReachError
        The aim point lies beyond the missile's greatest range.
    """
    from .scenario import sensors

    stated = {"rcs": rcs, "signal_to_noise": signal_to_noise, "dwell": dwell, "refraction": refraction}
    stated["objects"] = flight.pop("objects", 1)
    if not flight:
        return sensors.answer_range(key, **stated)
    missile, stated["cue"] = flight.pop("missile"), flight.pop("cue", None)
    return sensors.answer_flight(
        key, fly(missile, flight.pop("launch"), **flight), missile, site=site, boresight=boresight, **stated
    )


def coverage(scenario, *, sensor=None, without=None, resolution=1.0, readings=(), changes=()):
    """Where flights are seen, over the land of the protected area, reading by reading.

    Parameters
    ----------
    scenario : str, path or scenario.Scenario
    sensor : str or None
        Only this sensor.
    without : str or None
        Key of a sensor, or code of a country whose sensors (as owner or host) are left out in a second computation.
    resolution : float
        Degrees of latitude between the cells.
    readings, changes : sequences of str
        As `run`.

    Returns
    -------
    scenario.Survey
        Cells, and for each reading what is seen of them, with all and without the one left out.

    Raises
    ------
    ScenarioError
        The scenario cannot be carried out, or nothing of that key watches.
    """
    from . import scenario as files

    plan = scenario if isinstance(scenario, files.Scenario) else files.load(scenario, changes)
    return files.survey(plan, sensor, without, resolution, readings)


def required_speed(flight, site, delay, *, minimum_altitude=100e3, visible_from=None, **asked):
    """Least launch speed of an ideal interceptor that meets a flight, and what lags make of it.

    Parameters
    ----------
    flight : flight.Flight
        From `fly`.
    site : (latitude, longitude) in degrees, where the interceptor leaves
    delay : float, s
        It leaves at any time from then on.
    minimum_altitude : float, m
    visible_from : (latitude, longitude) in degrees, or None
        A site that must have the meeting above its lowest elevation.
    **asked
        delay_from ("lift-off", "burnout", "first-sight"), phase ("after-burnout", "boost", "any"), maximum_altitude
        (m), maximum_speed (12,000 m/s), minimum_elevation (rad, 2 degrees), threat_burn, interceptor_burn (s, None for
        those of the catalog).

    Returns
    -------
    scenario.RequiredSpeed

    Raises
    ------
    MidcourseError
        A delay below zero, first sight without a site that looks, the boost phase of an impulsive flight.
    """
    from . import scenario

    return scenario.required_speed(flight, site, delay, minimum_altitude, visible_from, **asked)


def required_speeds(missile, launch, site, delay, *, outline=None, resolution=0.5, **asked):
    """Least launch speeds that meet the flights of a missile to every cell of land in an area.

    Parameters
    ----------
    missile : str or flight.Missile
    launch : (latitude, longitude) in degrees
    site : (latitude, longitude) in degrees
    delay : float, s
    outline : shapely geometry in degrees, or None for Europe
    resolution : float, deg
    **asked
        As `required_speed`, and the shape of the flights as in `fly_many`.

    Returns
    -------
    scenario.SpeedMap
    """
    from . import scenario

    return scenario.required_speed_map(_missile(missile), launch, site, delay, outline, resolution, **asked)


def footprint(scenario, *, readings=(), changes=(), **question):
    """Which land, places and people of the protected area are defended, reading by reading, and why the rest is not.

    Parameters
    ----------
    scenario : str, path or scenario.Scenario
    readings, changes : sequences of str
        As `run`.
    **question
        `resolution_deg` (0.5), `shots` (1), `kill_probability` (None), `against` ("all"), `keep_out_altitude` (None,
        m), `by` (None, "battery" or "layer"),
        `launch_area` (a place) and `operating_area` (key of a battery or radar) with
        `over` (shapely area in degrees), `difference` (another scenario or reading, "without:KEY").

    Returns
    -------
    scenario.defended.Footprint
        Cells, verdicts by reading, `.areas(reading)` as shapely areas, `.grid(reading)` as an xarray Dataset.

    Raises
    ------
    ScenarioError
        The scenario cannot be carried out, or the question has no answer.
    """
    from . import scenario as files
    from .scenario import defended

    plan = scenario if isinstance(scenario, files.Scenario) else files.load(scenario, changes)
    return defended.footprint_of(plan, defended.Question(**question), readings)


def siting(scenario, move, over, spacing, *, readings=(), changes=(), progress=None, **asked):
    """Where parts of the defence stand best, over places on a grid; what the second best would cost.

    Parameters
    ----------
    scenario : str, path or scenario.Scenario
    move : sequence of str
        Keys of batteries and of at most one radar.
    over : shapely area, degrees, longitude first
    spacing : float, m
        Between the places that are tried.
    readings, changes : sequences of str
        As `run`.
    progress : callable(stage, done, total) or None
    **asked
        `goal` ("population", "capitals", "members"), `at_sea` (False), `apart` (0 m: any other choice may be the second
        best), `method` ("auto", "all-tried", "covering").

    Returns
    -------
    scenario.siting.Siting

    Raises
    ------
    MidcourseError
        No such part, one that cannot move (an attacker's choice among them), no place to try, too many choices.
    """
    from . import scenario as files
    from .scenario import siting as sites

    plan = scenario if isinstance(scenario, files.Scenario) else files.load(scenario, changes)
    moved = (move,) if isinstance(move, str) else tuple(move)
    return sites.siting_of(plan, sites.Asked(moved, over, spacing, **asked), readings, progress)


def treaty(scenario, date, party=None, changes=()):
    """What the rules of 1972, 1974 and 1997 say of what a scenario deploys, on a day.

    Parameters
    ----------
    scenario : str, path or scenario.Scenario
    date : datetime.date or str
        Text as 2001-05-30.
    party : {"US", "RU"} or None
        None: the owner of most interceptors.
    changes : sequence of str
        As `run`.

    Returns
    -------
    scenario.TreatyAnswer
        `date, party, in_force, rules` (rows in SI), `notes`.

    Raises
    ------
    MidcourseError
        The scenario cannot be carried out, no such day, no such party.
    """
    from . import scenario as files

    plan = scenario if isinstance(scenario, files.Scenario) else files.load(scenario, changes)
    return files.treaty_of(plan, date, party)
