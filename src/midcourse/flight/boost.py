"""From lift-off to the ground in bulk: missiles packed into numbers of the lane kernel. docs/models/flight/boost.md"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from .. import earth as earth_room
from ..earth import Earth
from ..errors import MidcourseError
from ._kernels.launch import CRASH, DOWN, ESCAPE, HARD, ORBIT
from ._lanes.launch import launch_lanes, slow_lanes
from .missile import MOST_DRAG_KNOTS

__all__ = [
    "CRASH",
    "DOWN",
    "ESCAPE",
    "FAST",
    "FINE",
    "ORBIT",
    "Flown",
    "Packed",
    "Steps",
    "World",
    "fast_steps",
    "fly_rows",
    "pack",
]

ATMOSPHERES = ("us1976", "none")
FAR_MACH = 1e3
"""Mach number of drag knots that are not used."""

BLOCK = 4096
"""Flights in work at a time where knots are wanted: they stay in the processor's cache."""


class Steps(NamedTuple):
    """Least steps of a whole burn at the pace of: the rise, the pitch-over, the rest of stage one, a later stage.

    Then steps up and down in air, and pieces of the coast. Kinks of the drag curve and of the air add steps.
    """

    rise: int = 8
    pitch: int = 15
    rest: int = 24
    later: int = 6
    up: int = 6
    down: int = 7
    coast: int = 30


FAST = None
"""Steps by the missile's burn times: `fast_steps`."""

LONGEST_RISE, LONGEST_PITCH, LONGEST_REST, LONGEST_LATER = 8.0, 4.1, 4.7, 12.1
LONGEST_KICK, LONGEST_TURNING = 0.65, 0.9
"""s, longest steps of each phase; of the first stage in a gravity turn too, which multiplies early errors."""

FINE = Steps(rise=16, pitch=80, rest=100, later=40, up=8, down=40, coast=100)
"""For one flight with a path that is shown: knots within a decimetre."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Where missiles fly: the Earth, the air, and a ballistic coefficient for impulsive ones (None: no drag)."""

    earth: Earth
    atmosphere: str = "us1976"
    ballistic_coefficient: float | None = None

    def __post_init__(self):
        if self.atmosphere not in ATMOSPHERES:
            raise MidcourseError(
                "there is no such atmosphere", where="atmosphere", got=self.atmosphere, hint=" or ".join(ATMOSPHERES)
            )
        beta = self.ballistic_coefficient
        if beta is not None and not (
            not isinstance(beta, bool) and isinstance(beta, int | float) and 0.1 <= beta <= 1e7
        ):
            raise MidcourseError(
                "a ballistic coefficient is a positive number",
                where="ballistic_coefficient",
                got=beta,
                hint="m/(Cd A) in kg/m^2, 0.1 to 1e7, or None for no drag",
            )


class Packed(NamedTuple):
    """Numbers of the lane kernel: see `_lanes.launch.launch_lanes`."""

    stages: np.ndarray
    body: tuple
    world: tuple
    flags: tuple


class Flown(NamedTuple):
    """What came of many launches, SI, one row each; impact NaN unless the status is DOWN."""

    latitude: np.ndarray
    longitude: np.ndarray
    time: np.ndarray
    speed: np.ndarray
    angle: np.ndarray
    apogee_altitude: np.ndarray
    burnout_time: np.ndarray
    status: np.ndarray
    burnout_state_eci: np.ndarray  # (n, 6)
    burnout_mass: np.ndarray
    knots: np.ndarray  # (n, K, 7) time and inertial state, K = 0 when not asked for


def drag_row(drag):
    """Eight Mach knots and eight changes of slope of a drag curve, after its first value.

    Parameters
    ----------
    drag : tuple of (Mach number, coefficient)

    Returns
    -------
    list of 17 float
    """
    mach = [knot[0] for knot in drag]
    value = [knot[1] for knot in drag]
    slopes = [(value[k + 1] - value[k]) / (mach[k + 1] - mach[k]) for k in range(len(drag) - 1)]
    changes = np.diff([0.0, *slopes, 0.0]).tolist()
    spare = MOST_DRAG_KNOTS - len(drag)
    return [value[0], *mach, *[FAR_MACH] * spare, *changes, *[0.0] * spare]


def fast_steps(missile):
    """Steps that keep the impact within 100 m: of even length between kinks.

    Parameters
    ----------
    missile : Missile
    """
    steps = Steps()
    if missile.impulsive:
        return steps
    later = max((stage.burn_time for stage in missile.stages[1:]), default=0.0)
    first = missile.stages[0].burn_time
    turning = missile.steering.law == "gravity-turn"
    return steps._replace(
        rise=math.ceil(first / LONGEST_RISE),
        pitch=math.ceil(first / (LONGEST_KICK if turning else LONGEST_PITCH)),
        rest=math.ceil(first / (LONGEST_TURNING if turning else LONGEST_REST)),
        later=max(math.ceil(later / LONGEST_LATER), 1),
    )


@lru_cache(maxsize=64)
def pack(missile, world):
    """Numbers of the lane kernel for a missile in a world.

    Parameters
    ----------
    missile : Missile
    world : World

    Returns
    -------
    Packed
    """
    earth = world.earth
    air = 1.0 if world.atmosphere == "us1976" else 0.0
    sea_level = earth_room.air(0.0)
    unit = float(sea_level.density * sea_level.sound_speed**2)
    rows = [
        [
            stage.vacuum_thrust,
            stage.thrust_lost_at_sea_level / unit,
            stage.mass_flow,
            stage.area,
            *drag_row(stage.drag),
            0.0,
            stage.burn_time,
            missile.mass_at_ignition(k),
        ]
        for k, stage in enumerate(missile.stages)
    ]
    body, dropped, drag = _falling_body(missile, world)
    kick = missile.steering.kick_time if missile.steering.law == "gravity-turn" else -1.0
    numbers = (earth.mu, earth.gravity_bulge, earth.radius, earth.eccentricity_squared, earth.rate, air)
    flags = (missile.steering.rise_time, kick, dropped, air if drag else 0.0, 0.0)
    return Packed(np.array(rows, float).reshape(-1, 24), body, numbers, flags)


def _falling_body(missile, world):
    """Drag curve and area of what comes down, the mass dropped at the end of thrust, and whether it has drag."""
    payload = missile.payload
    constant = drag_row(((0.0, 1.0),))
    if missile.impulsive or world.ballistic_coefficient is not None:
        beta = world.ballistic_coefficient
    elif payload.ballistic_coefficient is not None:
        beta = payload.ballistic_coefficient
    else:
        last = missile.stages[-1]
        return (0.0, 0.0, 0.0, last.area, *drag_row(last.drag), 0.0, -1.0), 0.0, True
    areal = 0.0 if beta is None else 1.0 / beta
    return (0.0, 0.0, 0.0, 1.0, *constant, 0.0, areal), 0.0, beta is not None


def fly_rows(missile, world, places, steering=None, start=None, *, steps=FAST, knots=0, hard=True):
    """Fly many launches to the ground.

    Parameters
    ----------
    missile : Missile
    world : World
    places : (n, 3) array, latitude, longitude, azimuth of the launch plane, rad
    steering : (n, 3) array, loft angle rad, pitch rate rad/s, end of thrust s; None for impulsive
    start : (n, 3) array, launch velocity relative to the turning Earth, Earth-fixed axes, m/s; None for staged
    steps : Steps or None (`fast_steps`)
    knots : int or (n, K, 7) array
        How many knots (time, inertial state) a flight, 0 for none; or where they go. In boost each second step is
        one, in the first stage each fourth; with `FINE` steps twice as many.
    hard : bool
        Whether to fly low and flat paths too, in small steps; False leaves them without impact.

    Returns
    -------
    Flown

    Model: docs/models/flight/boost.md.  Source: [butcher1964], [hairer1993].
    """
    out, ends, found = land_rows(missile, world, places, steering, start, steps=steps, knots=knots, hard=hard)
    return Flown._make((*out, ends[:, :6], ends[:, 7], found))


def land_rows(missile, world, places, steering=None, start=None, *, steps=FAST, knots=0, hard=True):
    """Fly many launches to the ground, as `fly_rows`, and give the arrays of the lane kernel.

    Parameters
    ----------
    missile, world, places, steering, start, steps, knots, hard : as `fly_rows`

    Returns
    -------
    out : (8, n) array, ends : (n, 8) array, knots : (n, knots, 7) array, as `_lanes.launch.launch_lanes` has them
    """
    packed = pack(missile, world)
    n = len(places)
    out, ends = np.empty((8, n)), np.empty((n, 8))
    found = knots if isinstance(knots, np.ndarray) else np.empty((n, knots, 7))
    wanted = found.shape[1] > 0
    flags = (*packed.flags, (1.0 if steps is FINE else 2.0) if wanted else 0.0)
    zeros = np.zeros((1, 3))
    rows = (
        np.ascontiguousarray(places, float),
        zeros if steering is None else np.ascontiguousarray(steering, float),
        zeros if start is None else np.ascontiguousarray(start, float),
        packed.stages,
        packed.body,
        packed.world,
        tuple(steps or fast_steps(missile)),
        flags,
        out,
        ends,
        found,
    )
    launch_lanes(*rows)
    if wanted:
        found[out[7] != DOWN] = np.nan
    left = np.flatnonzero(out[7] == HARD) if hard else ()
    if len(left):
        slow_lanes(left, *rows)
    return out, ends, found
