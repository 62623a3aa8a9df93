"""One flight in full: aimed, flown with fine steps, and kept so that it can be asked where it is at any time."""

import math

import numpy as np

from .. import earth as earth_room
from ..errors import MidcourseError, OutOfReachError
from . import reach
from .boost import FINE, fly_rows
from .launch import choose_missile, place_rows, world_of
from .path import Burnout, Flight, Landing
from .places import azimuth_of, burnout_numbers, line_between
from .shapes import SHAPES, check_name, choose_shape
from .spent import spent_stages
from .targeting import CLOSE_ENOUGH, Aimed, aim, measured

KNOTS = 400


def fly(
    missile,
    launch,
    aimpoint=None,
    *,
    shape=None,
    burnout_angle=None,
    apogee=None,
    flight_time=None,
    azimuth=None,
    max_range=False,
    speed=None,
    earth="wgs84",
    rotating=True,
    atmosphere="us1976",
    ballistic_coefficient=None,
):
    """Fly a missile to an aim point, as far as it goes along an azimuth, or with all propellant at a burnout angle.

    Parameters
    ----------
    missile : Missile or "impulsive"
    launch, aimpoint : (latitude, longitude) in degrees
    shape : {"minimum-energy", "lofted", "depressed"} or None
        None: minimum energy, or what the number given makes of it.
    burnout_angle : float, rad, flight-path angle at burnout relative to the Earth
    apogee : float, m
    flight_time : float, s
    azimuth : float, rad, without an aim point
    max_range : bool, with an azimuth: search loft angle and pitch rate for the greatest range
    speed : float, m/s, launch speed of an impulsive missile without an aim point
    earth : {"wgs84", "sphere"} or Earth
    rotating : bool
    atmosphere : {"us1976", "none"}
    ballistic_coefficient : float or None, kg/m^2, of what comes down; None: the missile's own, none for impulsive

    Returns
    -------
    Flight

    Raises
    ------
    OutOfReachError
        The missile cannot reach the aim point; carries by how much.
    MidcourseError
        Instructions that contradict each other or leave the flight open.

    Model: docs/models/flight/targeting.md, docs/models/flight/boost.md.
    """
    missile = choose_missile(missile)
    world = world_of(earth, rotating, atmosphere, ballistic_coefficient)
    start = place_rows([launch], "launch")
    if aimpoint is not None:
        _refuse_with_aim(azimuth, max_range, speed)
        wanted = choose_shape(shape, burnout_angle, apogee, flight_time)
        aims = place_rows([aimpoint], "aimpoint")
        return _at_aim(missile, world, start, aims, wanted, (tuple(launch), tuple(aimpoint)))
    _check_along(missile, azimuth, max_range, burnout_angle, speed)
    if apogee is not None or flight_time is not None or shape not in (None, "minimum-energy"):
        raise MidcourseError(
            "a shape needs an aim point", where="shape", got=shape or "apogee or flight time", hint="give an aim point"
        )
    place = np.column_stack([start, [azimuth]])
    if missile.impulsive:
        chosen = _impulsive_along(missile, world, place, speed, burnout_angle if not max_range else None)
    else:
        chosen = _staged_along(missile, world, place, burnout_angle if not max_range else None)
    name = "maximum-range" if max_range else "as-steered"
    return _complete(missile, world, start, chosen, (tuple(launch), None), name)


def _refuse_with_aim(azimuth, max_range, speed):
    """Refuse what contradicts an aim point."""
    for name, value in (("azimuth", azimuth), ("max_range", max_range or None), ("speed", speed)):
        if value is not None:
            raise MidcourseError(
                f"with an aim point the {name.replace('_', ' ')} follows by itself",
                where=name,
                got=value,
                hint="leave one of them out",
            )


def _check_along(missile, azimuth, max_range, burnout_angle, speed):
    """Refuse a flight without an aim point that is not fixed, or fixed twice."""
    if azimuth is None or not math.isfinite(azimuth):
        raise MidcourseError(
            "a flight needs an aim point or an azimuth",
            where="aimpoint",
            got=azimuth,
            hint="aimpoint=, or azimuth= in rad",
        )
    if max_range == (burnout_angle is not None):
        raise MidcourseError(
            "along an azimuth a flight is fixed by greatest range or by a burnout angle",
            where="max_range",
            got="both" if max_range else "neither",
            hint="max_range=True, or burnout_angle= in rad",
        )
    if burnout_angle is not None and not 0.0 < burnout_angle < math.pi / 2:
        raise MidcourseError(
            "the burnout angle lies between 0 and 90 degrees", where="burnout_angle", got=burnout_angle, hint="radians"
        )
    if missile.impulsive and (speed is None or not 1.0 <= speed <= 20_000.0):
        raise MidcourseError(
            "an impulsive missile without an aim point needs its speed",
            where="speed",
            got=speed,
            hint="1 to 20,000 m/s",
        )
    if not missile.impulsive and speed is not None:
        raise MidcourseError(
            "the speed of a staged missile follows from its stages", where="speed", got=speed, hint="leave it out"
        )


def _at_aim(missile, world, launches, aims, shape, places):
    """Flight to an aim point, or the error that says why there is none."""
    aimed = aim(missile, world, launches, aims, shape, FINE)
    if shape.quantity is not None:
        check_name(shape, SHAPES[aimed.shape[0]])
    if not aimed.reached[0]:
        raise _why_not(missile, world, launches, aims, shape, aimed)
    name: str = SHAPES[aimed.shape[0]]
    notes: tuple[str, ...] = ()
    if shape.quantity is not None:
        number = float(measured(aimed, shape.quantity, launches, world)[0])
        if abs(number - shape.value) > 1e-3 * abs(shape.value):
            word = shape.quantity.replace("_", " ")
            notes = (f"all propellant is burnt: the {word} is {number:.6g} instead of {shape.value:.6g} (SI)",)
    elif name != "minimum-energy":
        notes = (f"all propellant is burnt: what is too much is spent on a {name} flight",)
    return _complete(missile, world, launches, aimed, places, name, aims, notes)


def _why_not(missile, world, launches, aims, shape, aimed):
    """The error of an aim point that is not met: too far (by how much), too near, or a number that does not fit."""
    lengths, bearings = line_between(launches, aims, world.earth)
    distance, bearing = float(lengths[0]), float(bearings[0])
    short = float(aimed.short_by[0])
    if math.isfinite(short) and short > 0.0:
        maximum = float(distance) - short
        return OutOfReachError(
            f"out of reach by {short / 1e3:.0f} km (maximum {maximum / 1e3:.0f} km on this azimuth)",
            short_by=short,
            maximum=maximum,
            where=missile.key,
            got=f"{distance / 1e3:.0f} km towards {math.degrees(bearing):.0f} deg",
            hint="a nearer aim point, or another missile",
        )
    if shape.quantity is not None:
        return MidcourseError(
            f"no flight to that aim point has this {shape.quantity.replace('_', ' ')}",
            where=shape.quantity,
            got=shape.value,
            hint="a number nearer to that of minimum energy",
        )
    if missile.impulsive:
        return MidcourseError(
            "the arc of least speed to that aim point runs along or under the ground",
            where="aimpoint",
            got=f"{distance / 1e3:.0f} km away",
            hint="a lofted flight: give an apogee or a flight time",
        )
    return MidcourseError(
        "that aim point is too near: the missile burns out fully and overshoots it",
        where="aimpoint",
        got=f"{distance / 1e3:.0f} km away",
        hint="a farther aim point, or a missile that can cut off",
    )


def _staged_along(missile, world, place, burnout_angle):
    """Full burn along an azimuth: farthest, or with a burnout angle at the pitch rate of the farthest flight."""
    best = reach.farthest(missile, world, place, np.array([missile.burn_time]))
    loft, rate = float(best.loft[0]), float(best.pitch_rate[0])
    if burnout_angle is not None:
        loft = _loft_for(missile, world, place, rate, burnout_angle)
    return _along(missile, world, place, np.array([[loft, rate, missile.burn_time]]), np.zeros((1, 3)))


def _loft_for(missile, world, place, rate, burnout_angle):
    """Loft angle whose burnout angle is the wanted one: a grid, refined around its crossing."""
    low, high = missile.steering.loft_lowest, missile.steering.loft_highest
    for _ in range(5):
        lofts = np.linspace(low, high, 33)
        steering = np.column_stack([lofts, np.full(33, rate), np.full(33, missile.burn_time)])
        flown = fly_rows(missile, world, np.repeat(place, 33, axis=0), steering, steps=FINE)
        angle = burnout_numbers(flown, np.repeat(place[:, :2], 33, axis=0), np.zeros((33, 3)), world.earth)[3]
        crossing = np.flatnonzero((angle[:-1] <= burnout_angle) & (angle[1:] > burnout_angle))
        if not len(crossing):
            raise MidcourseError(
                "the missile does not burn out at that angle",
                where="burnout_angle",
                got=burnout_angle,
                hint=f"{np.nanmin(angle):.3f} to {np.nanmax(angle):.3f} rad at the pitch rate of its greatest range",
            )
        low, high = lofts[crossing[-1]], lofts[crossing[-1] + 1]
    return 0.5 * (low + high)


def _impulsive_along(missile, world, place, speed, burnout_angle):
    """A launch speed along an azimuth: at an angle, or at the one that carries farthest."""
    low, high = (burnout_angle, burnout_angle) if burnout_angle is not None else (0.01, 0.5 * math.pi - 0.01)
    angle = low
    for _ in range(1 if burnout_angle is not None else 7):
        angles = np.linspace(low, high, 1 if burnout_angle is not None else 33)
        places = np.repeat(place, len(angles), axis=0)
        start = speed * _directions(places, angles)
        flown = fly_rows(missile, world, places, start=start, steps=FINE)
        best = int(np.argmax(reach.ground_of(flown, places, world.earth).along))
        angle = angles[best]
        low, high = angles[max(best - 1, 0)], angles[min(best + 1, len(angles) - 1)]
    return _along(missile, world, place, np.zeros((1, 3)), speed * _directions(place, np.array([angle])))


def _directions(places, elevation):
    """Earth-fixed unit vectors along the azimuth of places (n, 3) at an elevation."""
    sine, cosine = np.sin(elevation), np.cos(elevation)
    enu = np.column_stack([cosine * np.sin(places[:, 2]), cosine * np.cos(places[:, 2]), sine])
    return np.einsum("nji,nj->ni", earth_room.rotation_ecef_to_enu(places[:, 0], places[:, 1]), enu)


def _along(missile, world, place, steering, start):
    """Aimed row of a launch that has no aim point."""
    flown = fly_rows(missile, world, place, steering, start, steps=FINE)
    nothing = np.full(1, np.nan)
    return Aimed(
        place[:, 2],
        steering,
        start,
        flown,
        nothing,
        flown.status == 0.0,
        nothing,
        np.zeros(1, np.int8),
        flown.status < 0.0,
    )


def _complete(missile, world, launches, aimed, places, name, aims=None, notes=()):
    """The flight once more with knots, and everything that is reported of it."""
    if aimed.flown.status[0] != 0.0 or not aimed.reached[0]:
        raise MidcourseError(
            "the flight does not come down",
            where=missile.key,
            got="an orbit or an escape",
            hint="less speed or a steeper angle",
        )
    place = np.column_stack([launches, aimed.azimuth])
    flown = fly_rows(missile, world, place, aimed.steering, aimed.start, steps=FINE, knots=KNOTS)
    landing = np.column_stack([flown.latitude, flown.longitude])
    ground_range, bearing = (float(part[0]) for part in line_between(launches, landing, world.earth))
    miss = None
    if aims is not None:
        miss = float(line_between(landing, aims, world.earth)[0][0])
        notes = (*notes, f"the flight ends {miss:.0f} m from the aim point") if miss > CLOSE_ENOUGH else notes
    azimuth = float(aimed.azimuth[0]) % (2.0 * math.pi)
    if missile.impulsive:
        azimuth = float(azimuth_of(aimed.start, launches)[0][0])
    return Flight(
        missile=missile,
        shape=name,
        launch=places[0],
        aimpoint=places[1],
        ground_range=float(ground_range),
        azimuth=azimuth,
        bearing=float(bearing),
        burnout=_burnout(flown, launches, aimed.start, world.earth),
        apogee_altitude=float(flown.apogee_altitude[0]),
        flight_time=float(flown.knots[0, -1, 0]),
        impact=Landing(
            latitude_deg=math.degrees(landing[0, 0]),
            longitude_deg=math.degrees(landing[0, 1]),
            time=float(flown.time[0]),
            speed=float(flown.speed[0]),
            angle=float(flown.angle[0]),
            miss=miss,
        ),
        steering=None if missile.impulsive else tuple(aimed.steering[0].tolist()),
        objects=spent_stages(missile, world, place, aimed.steering),
        earth=world.earth,
        atmosphere=world.atmosphere,
        notes=notes,
        knots=flown.knots[0],
    )


def _burnout(flown, launches, start, earth):
    """End of thrust of a single row."""
    altitude, speed, inertial, angle = (float(part[0]) for part in burnout_numbers(flown, launches, start, earth))
    state, time = flown.burnout_state_eci, float(flown.burnout_time[0])
    latitude, longitude, _ = earth_room.ecef_to_geodetic(
        earth_room.position_eci_to_ecef(state[0, :3], time, earth), earth
    )
    downrange = float(line_between(launches, np.array([[latitude, longitude]]), earth)[0][0]) if time > 0.0 else 0.0
    return Burnout(time, altitude, speed, inertial, angle, downrange)
