"""A notional two-stage vehicle scaled to a burnout speed: the fly-out of an interceptor of which only that is known.

Model: docs/models/engagement/flyout.md.
"""

import math
from functools import lru_cache

import numpy as np

from midcourse.earth import choose_earth
from midcourse.engagement.flyout import MIDDLE_LATITUDE, burnouts, flattest_loft
from midcourse.engagement.interceptor import SPEED_MEANINGS, FlyOut
from midcourse.errors import ConvergenceError, MidcourseError
from midcourse.flight.missile import Missile, Payload, Stage, Steering

EXHAUST_SPEED = 2800.0
"""m/s, of both stages in vacuum: about 285 s, as large solid motors have it [orion-motors]."""

FIRST_SHARE = 0.45
"""Share of the ideal speed that the first stage gives (assumed)."""

INERT_SHARE = 0.08
"""Empty mass of a stage over its propellant (assumed)."""

LOSS_AT_SEA_LEVEL = 0.06
PAYLOAD, DIAMETER, RISE = 100.0, 0.6, 3.0
"""kg, m, s: they set the size, which the speed does not depend on but for drag (assumed)."""

DRAG = (
    (0.0, 0.101), (0.7, 0.129), (0.9, 0.183), (1.1, 0.323), (1.2, 0.362), (2.5, 0.223), (4.0, 0.135), (6.0, 0.101),
)  # fmt: skip
"""Mach number and drag coefficient of a large solid missile [wright2015]."""

BURNOUT_ALTITUDE = 200e3
LOWEST_BURNOUT, HIGHEST_BURNOUT = 150e3, 250e3
"""m, altitude of the burnout at which the speed is the stated one, and its bounds."""

BURN_TIME = 135.0
SHORTEST_BURN, LONGEST_BURN = 120.0, 150.0
"""s, burn time where none is known, and between which this vehicle stands for a known one."""

PATH_POINTS = 93
"""Points at which the speed is known for the path flown during the burn."""

SLOWEST = 4000.0
"""m/s, under which the notional vehicle burns out too low."""

CLOSE_ENOUGH = 1.0
"""m/s, to which the speed is met."""


def vehicle(ideal_speed, burn_time, key="notional"):
    """Two-stage vehicle with an ideal speed (rocket equation), both stages burning half the time.

    Parameters
    ----------
    ideal_speed : float, m/s
    burn_time : float, s
    key : str

    Returns
    -------
    Missile
    """
    mass, stages = PAYLOAD, []
    for share in (1.0 - FIRST_SHARE, FIRST_SHARE):
        ratio = math.exp(share * ideal_speed / EXHAUST_SPEED)
        # mass + propellant + inert over mass + inert is the ratio, with inert a share of the propellant
        propellant = mass * (ratio - 1.0) / (1.0 - INERT_SHARE * (ratio - 1.0))
        if propellant <= 0.0:
            raise MidcourseError(
                "no two-stage vehicle of this kind is so fast", where=key, got=ideal_speed, hint="a lower speed"
            )
        stages.append(
            Stage(
                propellant=propellant,
                inert=INERT_SHARE * propellant,
                burn_time=0.5 * burn_time,
                diameter=DIAMETER,
                drag=DRAG,
                thrust=EXHAUST_SPEED * propellant / (0.5 * burn_time),
                sea_level_loss=LOSS_AT_SEA_LEVEL if len(stages) == 1 else 0.0,
            )
        )
        mass += propellant * (1.0 + INERT_SHARE)
    payload = Payload(mass=PAYLOAD, ballistic_coefficient=5000.0)
    return Missile(
        key=key, stages=tuple(stages[::-1]), payload=payload, steering=Steering(rise_time=RISE), can_cut_off=False
    )


def reference_burnout(missile, earth, inertial=False):
    """Loft angle (rad), speed (m/s) and altitude (m) of the burnout at or nearest to 200 km, mean of 8 azimuths.

    Parameters
    ----------
    missile : Missile
    earth : Earth
    inertial : bool
        Whether the speed is the inertial one, else that relative to the Earth.
    """
    loft = np.linspace(flattest_loft(missile, earth), math.radians(80.0), 40)
    azimuth = np.arange(8) * (math.pi / 4.0)
    rows = np.tile(loft, 8), np.repeat(azimuth, 40)
    _, numbers = burnouts(missile, MIDDLE_LATITUDE, rows[1], rows[0], earth)
    altitude, speed = (numbers[k].reshape(8, 40).mean(axis=0) for k in (0, 2 if inertial else 1))
    chosen = float(np.interp(BURNOUT_ALTITUDE, altitude, loft))
    return chosen, float(np.interp(chosen, loft, speed)), float(np.interp(chosen, loft, altitude))


@lru_cache(maxsize=64)
def path_during_burn(missile):
    """Length (m) of the path relative to the Earth that a missile flies while it burns, to its burnout at 200 km.

    Parameters
    ----------
    missile : Missile
    """
    earth = choose_earth("wgs84", True)
    loft, _, _ = reference_burnout(missile, earth)
    time = np.linspace(0.0, missile.burn_time, PATH_POINTS)
    same = np.ones(PATH_POINTS - 1)
    _, numbers = burnouts(missile, MIDDLE_LATITUDE, 0.0 * same, loft * same, earth, cut=time[1:])
    return float(np.trapezoid(np.concatenate([[0.0], numbers[1]]), time))


@lru_cache(maxsize=64)
def notional_fly_out(speed, burn_time=None, speed_is="burnout-relative"):
    """Fly-out of the notional vehicle whose speed at a burnout at 200 km is the stated one.

    Parameters
    ----------
    speed : float, m/s
    burn_time : float or None, s
        None: 135 s.
    speed_is : {"burnout-relative", "burnout-inertial", "ideal"}
        Which speed is stated: relative to the Earth or inertial at burnout, or by the rocket equation.

    Returns
    -------
    FlyOut

    Raises
    ------
    MidcourseError
        Another meaning of the speed, or a vehicle that burns out under 150 km: too slow for this model.
    ConvergenceError
        No such vehicle was found.
    """
    if speed_is not in SPEED_MEANINGS:
        raise MidcourseError("unknown meaning of a speed", got=speed_is, hint=" or ".join(SPEED_MEANINGS))
    burn_time = BURN_TIME if burn_time is None else burn_time
    earth = choose_earth("wgs84", True)
    ideal = speed if speed_is == "ideal" else 1.25 * speed
    for _ in range(12):
        missile = vehicle(ideal, burn_time, f"notional-{speed:g}-{burn_time:g}-{speed_is}")
        _, reached, altitude = reference_burnout(missile, earth, speed_is == "burnout-inertial")
        if speed_is == "ideal" or abs(reached - speed) < CLOSE_ENOUGH:
            break
        ideal += speed - reached
    else:
        raise ConvergenceError(
            "no notional vehicle has that burnout speed", residual=abs(reached - speed), iterations=12, got=speed
        )
    if not LOWEST_BURNOUT <= altitude <= HIGHEST_BURNOUT:
        raise MidcourseError(
            f"at {speed / 1e3:g} km/s this vehicle burns out at {altitude / 1e3:.0f} km, not at 150 to 250 km",
            where="notional_fly_out",
            got=burn_time,
            hint="leave this interceptor impulsive",
        )
    return FlyOut(missile=missile)


def stands_for(speed, burn_time, maximum_altitude):
    """Whether the notional vehicle may stand for an interceptor: burn of 120 to 150 s or unknown, works above 250 km.

    Parameters
    ----------
    speed : float, m/s
    burn_time : float, s, 0 where unknown
    maximum_altitude : float, m
    """
    known = burn_time == 0.0 or SHORTEST_BURN <= burn_time <= LONGEST_BURN
    return known and maximum_altitude > HIGHEST_BURNOUT and speed >= SLOWEST
