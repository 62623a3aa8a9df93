"""Missiles as data: stages, payload and steering law, from open literature. docs/models/flight/missile.md"""

import itertools
import math
from dataclasses import dataclass

from ..columns import column
from ..constants import STANDARD_GRAVITY
from ..errors import MidcourseError

MOST_STAGES = 4
MOST_DRAG_KNOTS = 8
SEA_LEVEL_PRESSURE = 101_325.0
"""Pa [us1976]."""

LAWS = ("constant-rate", "gravity-turn")


def _number(thing, name, low, high, allow_none=False):
    """Refuse a field that is not a finite number within limits (low itself is refused when it is 0 exclusive)."""
    value = getattr(thing, name)
    if value is None and allow_none:
        return
    number = not isinstance(value, bool) and isinstance(value, int | float) and math.isfinite(value)
    if not number or not low <= value <= high:
        raise MidcourseError(
            f"the {name.replace('_', ' ')} of a missile must be a number from {low:g} to {high:g}",
            where=f"{type(thing).__name__}.{name}",
            got=value,
            hint="SI units: kg, s, m, kg/m^2, radians",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage: what it burns, what stays, how it thrusts and how it meets the air.

    Exactly one of `specific_impulse` and `thrust`; at most one of `sea_level_loss` and `exit_area`.

    Raises
    ------
    MidcourseError
        Masses, times, thrust or sizes that are not positive finite numbers, both or neither of the two thrusts, a drag
        curve that does not rise in Mach number or has more than eight knots.
    """

    propellant: float = column("kg", "propellant burnt at a constant rate")
    inert: float = column("kg", "mass that stays when the propellant is burnt")
    burn_time: float = column("s", "time to burn all propellant")
    diameter: float = column("m", "diameter; the drag area is that of its circle")
    drag: tuple[tuple[float, float], ...] = ((0.0, 0.0),)  # knots (Mach number, drag coefficient)
    specific_impulse: float | None = column("s", "specific impulse in vacuum", default=None)
    thrust: float | None = column("N", "thrust in vacuum", default=None)
    sea_level_loss: float = column("1", "share of the vacuum thrust lost at sea-level pressure", default=0.0)
    exit_area: float | None = column("m^2", "nozzle exit area, instead of the loss", default=None)
    spent_ballistic_coefficient: float = column("kg/m^2", "m/(Cd A) of the spent stage, tumbling", default=150.0)

    def __post_init__(self):
        _number(self, "propellant", 1e-3, 1e7)
        _number(self, "inert", 0.0, 1e7)
        _number(self, "burn_time", 0.1, 10_000.0)
        _number(self, "diameter", 0.01, 100.0)
        _number(self, "specific_impulse", 1.0, 2000.0, allow_none=True)
        _number(self, "thrust", 1.0, 1e9, allow_none=True)
        _number(self, "sea_level_loss", 0.0, 0.9)
        _number(self, "exit_area", 0.0, 100.0, allow_none=True)
        _number(self, "spent_ballistic_coefficient", 0.1, 1e6)
        if (self.specific_impulse is None) == (self.thrust is None):
            raise MidcourseError(
                "a stage has either a specific impulse or a thrust",
                where="Stage",
                got=f"specific_impulse={self.specific_impulse}, thrust={self.thrust}",
                hint="give one of them, in vacuum",
            )
        if self.exit_area is not None and self.sea_level_loss:
            raise MidcourseError(
                "a stage loses thrust by its exit area or by a share, not by both",
                where="Stage",
                got=f"sea_level_loss={self.sea_level_loss}, exit_area={self.exit_area}",
                hint="give one of them",
            )
        _check_drag(self.drag)

    @property
    def mass_flow(self):
        """Propellant burnt a second, kg/s."""
        return self.propellant / self.burn_time

    @property
    def vacuum_thrust(self):
        """Thrust in vacuum, N."""
        if self.thrust is not None:
            return self.thrust
        return (self.specific_impulse or 0.0) * STANDARD_GRAVITY * self.mass_flow

    @property
    def thrust_lost_at_sea_level(self):
        """Vacuum thrust less thrust at sea level, N."""
        if self.exit_area is not None:
            return self.exit_area * SEA_LEVEL_PRESSURE
        return self.sea_level_loss * self.vacuum_thrust

    @property
    def exhaust_speed(self):
        """Vacuum thrust over mass flow, m/s."""
        return self.vacuum_thrust / self.mass_flow

    @property
    def area(self):
        """Drag area, m^2."""
        return math.pi * self.diameter**2 / 4.0


def _check_drag(drag):
    """Refuse a drag curve that the boost kernel cannot read."""
    rising = all(a[0] < b[0] for a, b in itertools.pairwise(drag))
    finite = all(len(k) == 2 and all(math.isfinite(v) and 0.0 <= v <= 100.0 for v in k) for k in drag)
    if not 1 <= len(drag) <= MOST_DRAG_KNOTS or not finite or not rising:
        raise MidcourseError(
            f"a drag curve has 1 to {MOST_DRAG_KNOTS} knots (Mach number, coefficient), rising in Mach number",
            where="Stage.drag",
            got=drag,
            hint="((0.85, 0.2), (1.0, 0.27), (1.2, 0.27), (2.0, 0.2)); constant outside the knots",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What the missile carries: it comes down alone with its own ballistic coefficient, or with the last stage."""

    mass: float = column("kg", "mass")
    ballistic_coefficient: float | None = column("kg/m^2", "m/(Cd A), constant", default=None)
    separates: bool = True

    def __post_init__(self):
        _number(self, "mass", 0.0, 1e6)
        _number(self, "ballistic_coefficient", 0.1, 1e7, allow_none=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Steering:
    """Steering law and the limits within which its numbers are searched.

    "constant-rate": vertical rise, then the thrust turns at the pitch rate from the vertical to the loft angle above
    the local horizontal and holds. "gravity-turn": vertical rise, `kick_time` with the thrust at the loft angle, then
    thrust along the velocity relative to the air.
    """

    law: str = "constant-rate"
    rise_time: float = column("s", "vertical rise before the turn", default=5.0)
    kick_time: float = column("s", "length of the kick of a gravity turn", default=5.0)
    loft_lowest: float = column("rad", "lowest loft angle", default=math.radians(2.0))
    loft_highest: float = column("rad", "highest loft angle", default=math.radians(89.9))
    pitch_rate_lowest: float = column("rad/s", "slowest turn", default=math.radians(0.4))
    pitch_rate_highest: float = column("rad/s", "fastest turn", default=math.radians(6.0))

    def __post_init__(self):
        if self.law not in LAWS:
            raise MidcourseError("unknown steering law", where="Steering.law", got=self.law, hint=" or ".join(LAWS))
        _number(self, "rise_time", 0.1, 60.0)
        _number(self, "kick_time", 0.1, 60.0)
        _number(self, "loft_lowest", 0.0, 1.5)
        _number(self, "loft_highest", 0.1, math.pi / 2)
        _number(self, "pitch_rate_lowest", 1e-4, 1.0)
        _number(self, "pitch_rate_highest", 1e-4, 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missile:
    """A missile: up to four stages, what they carry and how it is steered; without stages it is `impulsive`.

    Raises
    ------
    MidcourseError
        More than four stages, stages without a payload, thrust under the weight at lift-off, a payload that separates
        and has no ballistic coefficient, a burn too short for the vertical rise.
    """

    key: str
    stages: tuple[Stage, ...] = ()
    payload: Payload | None = None
    steering: Steering = Steering()
    can_cut_off: bool = True
    title: str = ""

    def __post_init__(self):
        object.__setattr__(self, "stages", tuple(self.stages))
        if not self.stages:
            return
        if len(self.stages) > MOST_STAGES:
            raise MidcourseError(
                f"at most {MOST_STAGES} stages are flown",
                where=self.key,
                got=len(self.stages),
                hint="join the last ones",
            )
        if self.payload is None:
            raise MidcourseError(
                "a staged missile carries a payload", where=self.key, got=None, hint="Payload(mass=...)"
            )
        if self.payload.separates and self.payload.ballistic_coefficient is None:
            raise MidcourseError(
                "a payload that separates needs its ballistic coefficient",
                where=self.key,
                got=None,
                hint="Payload(ballistic_coefficient=5000.0), or separates=False",
            )
        first = self.stages[0]
        if first.burn_time <= self.steering.rise_time + self.steering.kick_time:
            raise MidcourseError(
                "the first stage burns out before the missile has turned",
                where=f"{self.key}, burn_time",
                got=first.burn_time,
                hint=f"more than {self.steering.rise_time + self.steering.kick_time:g} s",
            )
        thrust = first.vacuum_thrust - first.thrust_lost_at_sea_level
        if thrust <= self.launch_mass * STANDARD_GRAVITY:
            raise MidcourseError(
                "the thrust at lift-off is not above the weight",
                where=self.key,
                got=f"{thrust / 1e3:.4g} kN against {self.launch_mass * STANDARD_GRAVITY / 1e3:.4g} kN",
                hint="less mass, a shorter burn time or more thrust",
            )

    @property
    def impulsive(self):
        """Whether it gets its speed at once on the surface."""
        return not self.stages

    @property
    def launch_mass(self):
        """Mass at lift-off, kg; 0 for impulsive."""
        return self.mass_at_ignition(0) if self.stages else 0.0

    def mass_at_ignition(self, number):
        """Mass when stage `number` (from 0) starts, kg."""
        carried = self.payload.mass if self.payload else 0.0
        return carried + sum(stage.propellant + stage.inert for stage in self.stages[number:])

    @property
    def burn_time(self):
        """Total burn time, s; 0 for impulsive."""
        return sum(stage.burn_time for stage in self.stages)

    @property
    def ideal_speed(self):
        """Speed gained in vacuum without gravity, m/s: the rocket equation over all stages [tsiolkovsky1903]."""
        return sum(
            stage.exhaust_speed * math.log(self.mass_at_ignition(k) / (self.mass_at_ignition(k) - stage.propellant))
            for k, stage in enumerate(self.stages)
        )


IMPULSIVE = Missile(key="impulsive")
"""Gets the speed it needs at once, on the surface, in vacuum."""
