"""Many launches from places to aim points: a table of answers, or `Flights` with knots for the defence rooms."""

import numpy as np

from .. import earth as earth_room
from ..errors import MidcourseError, ModelRangeError
from ..results import table
from ._lanes.knots import share_out
from .boost import BLOCK, World, fast_steps, fly_rows
from .chart import plan_for
from .flights import Flights
from .missile import IMPULSIVE, Missile
from .places import burnout_numbers
from .shapes import SHAPES, choose_shape
from .targeting import aim

MANY = 65_536
"""Rows that `fly_many` aims at a time."""

KNOTS = 64

KINKS = 7
"""Steps that kinks of the drag curve and of the air add to a stage, about."""


def choose_missile(missile):
    """Missile from a record or the word "impulsive".

    Parameters
    ----------
    missile : Missile or "impulsive"

    Raises
    ------
    MidcourseError
        Anything else: catalog keys are looked up by the rooms above.
    """
    if missile == "impulsive":
        return IMPULSIVE
    if not isinstance(missile, Missile):
        raise MidcourseError("not a missile", where="missile", got=missile, hint='a Missile record or "impulsive"')
    return missile


def place_rows(places, name):
    """Rows of latitude and longitude in radians from degrees.

    Parameters
    ----------
    places : (n, 2) or (2,) array_like, degrees
    name : str, for messages

    Raises
    ------
    ModelRangeError
        Another shape, a latitude beyond 90, a longitude beyond 360, or not a number.
    """
    rows = np.atleast_2d(np.asarray(places, float))
    if rows.ndim != 2 or rows.shape[1] != 2:
        raise ModelRangeError(
            "places are rows of (latitude, longitude)",
            where=name,
            got=f"shape {np.shape(places)}",
            hint="(N, 2) degrees",
        )
    wrong = ~((np.abs(rows[:, 0]) <= 90.0) & (np.abs(rows[:, 1]) <= 360.0))
    if wrong.any():
        row = int(np.argmax(wrong))
        raise ModelRangeError(
            "a place lies at a latitude from -90 to 90 and a longitude from -180 to 360 degrees",
            where=f"{name}, row {row}",
            got=tuple(rows[row].tolist()),
            hint="(latitude, longitude) in degrees, latitude first",
        )
    return np.radians(rows)


def matched(launches, aimpoints):
    """Launch and aim rows of equal number: one place on either side serves all rows.

    Parameters
    ----------
    launches, aimpoints : (n, 2) or (2,) array_like, degrees

    Returns
    -------
    launches, aims : (n, 2) arrays, rad
    """
    a, b = place_rows(launches, "launches"), place_rows(aimpoints, "aimpoints")
    if len(a) != len(b) and 1 not in (len(a), len(b)):
        raise ModelRangeError(
            "as many launches as aim points",
            where="aimpoints",
            got=f"{len(a)} and {len(b)}",
            hint="one row each, or one for all",
        )
    n = max(len(a), len(b))
    return np.broadcast_to(a, (n, 2)).copy(), np.broadcast_to(b, (n, 2)).copy()


def world_of(earth, rotating, atmosphere, ballistic_coefficient):
    """World of a door's options.

    Parameters
    ----------
    earth : {"wgs84", "sphere"} or Earth
    rotating : bool
    atmosphere : {"us1976", "none"}
    ballistic_coefficient : float or None, kg/m^2
    """
    return World(
        earth=earth_room.choose_earth(earth, rotating),
        atmosphere=atmosphere,
        ballistic_coefficient=ballistic_coefficient,
    )


def fly_many(
    missile,
    launches,
    aimpoints,
    *,
    shape=None,
    earth="wgs84",
    rotating=True,
    atmosphere="us1976",
    ballistic_coefficient=None,
):
    """Fly a missile from many places to many aim points: a table with one row a pair, reached or short by how much.

    Parameters
    ----------
    missile : Missile or "impulsive"
    launches, aimpoints : (N, 2) array_like, latitude and longitude in degrees; one place serves all rows
    shape : Shape, or a name
    earth : {"wgs84", "sphere"} or Earth
    rotating : bool
    atmosphere : {"us1976", "none"}
    ballistic_coefficient : float or None, kg/m^2, of what comes down; None: the missile's own

    Returns
    -------
    results.Table
        NaN where not reached.

    Raises
    ------
    ModelRangeError
        Places off the Earth.

    Model: docs/models/flight/targeting.md.  Source: [bate1971].
    """
    missile, shape = choose_missile(missile), choose_shape(shape)
    world = world_of(earth, rotating, atmosphere, ballistic_coefficient)
    from_rows, to_rows = matched(launches, aimpoints)
    plan = plan_for(missile, world, from_rows, to_rows)
    parts = [
        answer_columns(missile, world, from_rows[i : i + MANY], to_rows[i : i + MANY], shape, plan)
        for i in range(0, len(from_rows), MANY)
    ]
    return table({name: (_joined([part[name][0] for part in parts]), *parts[0][name][1:]) for name in parts[0]})


def _joined(values):
    """Columns of several blocks as one."""
    if isinstance(values[0], tuple):
        return np.concatenate([codes for codes, _ in values]), values[0][1]
    return np.concatenate(values)


def answer_columns(missile, world, launches, aims, shape, plan=None):
    """Columns of `fly_many` for one block of rows.

    Parameters
    ----------
    missile : Missile
    world : World
    launches, aims : (n, 2) arrays, rad
    shape : Shape
    plan : chart.Plan or None
    """
    aimed = aim(missile, world, launches, aims, shape, plan=plan)
    flown, ok = aimed.flown, aimed.reached
    burnout = burnout_numbers(flown, launches, aimed.start, world.earth)

    def only(values):
        return np.where(ok, values, np.nan)

    degrees = np.degrees
    return {
        "launch_latitude_deg": (degrees(launches[:, 0]), "deg", "launch point, geodetic latitude"),
        "launch_longitude_deg": (degrees(launches[:, 1]), "deg", "launch point, longitude"),
        "aim_latitude_deg": (degrees(aims[:, 0]), "deg", "aim point, geodetic latitude"),
        "aim_longitude_deg": (degrees(aims[:, 1]), "deg", "aim point, longitude"),
        "reached": (ok, "", "whether the missile comes down within 20 m of the aim point"),
        "short_by": (aimed.short_by, "m", "how far the greatest range on that azimuth falls short; 0 where reached"),
        "shape": ((aimed.shape, SHAPES), "", "what the flight is, next to the one of minimum energy"),
        "azimuth": (only(aimed.azimuth), "rad", "launch velocity relative to the Earth, from north over east"),
        "burnout_time": (only(flown.burnout_time), "s", "end of thrust"),
        "burnout_altitude": (only(burnout[0]), "m", "altitude at the end of thrust"),
        "burnout_speed": (only(burnout[1]), "m/s", "speed relative to the Earth at the end of thrust"),
        "burnout_speed_inertial": (only(burnout[2]), "m/s", "inertial speed at the end of thrust"),
        "burnout_angle": (only(burnout[3]), "rad", "flight-path angle relative to the Earth at the end of thrust"),
        "apogee_altitude": (only(flown.apogee_altitude), "m", "greatest altitude above the ellipsoid"),
        "time": (only(flown.time), "s", "lift-off to impact"),
        "latitude_deg": (only(degrees(flown.latitude)), "deg", "impact, geodetic latitude"),
        "longitude_deg": (only(degrees(flown.longitude)), "deg", "impact, longitude"),
        "speed": (only(flown.speed), "m/s", "speed relative to the Earth at impact"),
        "angle": (only(flown.angle), "rad", "angle below the horizontal at impact"),
        "miss": (only(aimed.miss), "m", "impact to aim point"),
    }


def launch_many(
    missile,
    launches,
    aimpoints,
    *,
    shape=None,
    earth="wgs84",
    rotating=True,
    atmosphere="us1976",
    ballistic_coefficient=None,
    knots=KNOTS,
):
    """Fly a missile from many places to many aim points and keep the paths: the record that the defence rooms read.

    Parameters
    ----------
    missile : Missile or "impulsive"
    launches, aimpoints : (N, 2) array_like, latitude and longitude in degrees; one place serves all rows
    shape : Shape, or a name
    earth : {"wgs84", "sphere"} or Earth
    rotating : bool
    atmosphere : {"us1976", "none"}
    ballistic_coefficient : float or None, kg/m^2
    knots : int
        Knots a flight. With 64, cubic Hermite between them stays within 5 m of the flight.

    Returns
    -------
    Flights

    Raises
    ------
    ModelRangeError
        Places off the Earth, fewer than 16 knots.

    Model: docs/models/flight/launch.md.
    """
    missile, shape = choose_missile(missile), choose_shape(shape)
    if knots < 16:
        raise ModelRangeError(
            "too few knots to hold a flight", where="knots", got=knots, hint="16 or more, 64 by default"
        )
    world = world_of(earth, rotating, atmosphere, ballistic_coefficient)
    from_rows, to_rows = matched(launches, aimpoints)
    n = len(from_rows)
    kept = np.empty((n, knots)), *(np.empty((n, knots, 3), np.float32) for _ in range(2))
    plan = plan_for(missile, world, from_rows, to_rows)
    room = np.empty((min(n, BLOCK), knots, 7))  # one for all blocks: fresh memory costs more than what is written there
    parts = []
    for i in range(0, n, BLOCK):
        rows = slice(i, i + BLOCK)
        into = tuple(part[rows] for part in kept)
        parts.append(_flight_block(missile, world, (from_rows[rows], to_rows[rows]), shape, into, room, plan))
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    knot_fields = dict(zip(("knot_time", "knot_position_eci", "knot_velocity_eci"), kept, strict=True))
    return Flights(**joined, **knot_fields, earth=world.earth, impulsive=missile.impulsive)


def knot_steps(missile, world, knots):
    """Steps of the lanes with which a flight fills its knots: what boost and air leave goes to the coast.

    Parameters
    ----------
    missile : Missile
    world : World
    knots : int
    """
    used, steps = 1, fast_steps(missile)
    if not missile.impulsive:
        first = max(steps.pitch, steps.rest) + KINKS
        used += (first + 3) // 4 + 2 + (steps.later + KINKS) // 2 * (len(missile.stages) - 1) + steps.up
    falls = world.ballistic_coefficient is not None or not missile.impulsive
    used += steps.down if falls and world.atmosphere == "us1976" else 0
    return steps._replace(coast=max(knots - used, 4))


def _flight_block(missile, world, places, shape, kept, room, plan):
    """Fields of `Flights` for one block of rows but the knots, which go to the arrays `kept` by way of `room`."""
    launches, aims = places
    room, steps = room[: len(aims)], knot_steps(missile, world, room.shape[1])
    aimed = aim(missile, world, launches, aims, shape, steps, plan, room)
    ok = aimed.reached
    flown = _with_knots(missile, world, launches, aimed, steps, room)
    share_out(ok, room, *kept)

    def only(values):
        return np.where(ok, values, np.nan)

    return {
        "launch_latitude": launches[:, 0],
        "launch_longitude": launches[:, 1],
        "aim_latitude": aims[:, 0],
        "aim_longitude": aims[:, 1],
        "reached": ok,
        "short_by": aimed.short_by,
        "burnout_time": only(flown.burnout_time),
        "flight_time": only(flown.time),
        "apogee_altitude": only(flown.apogee_altitude),
        "miss": only(aimed.miss),
        "lag": only(np.zeros(len(ok))),
    }


def _with_knots(missile, world, launches, aimed, steps, room):
    """The flights as they are kept: those whose knots are not in the room yet are flown once more."""
    rows = np.flatnonzero(~aimed.kept)
    if not len(rows):
        return aimed.flown
    whole = len(rows) == len(room)
    starts = np.column_stack([launches, aimed.azimuth])[rows]
    into = room if whole else np.empty((len(rows), *room.shape[1:]))
    flown = fly_rows(missile, world, starts, aimed.steering[rows], aimed.start[rows], steps=steps, knots=into)
    if whole:
        return flown
    room[rows] = into
    for mine, new in zip(aimed.flown[:-1], flown[:-1], strict=True):
        mine[rows] = new
    return aimed.flown
