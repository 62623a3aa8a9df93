"""Record `Flight`: one launch to ground, asked where it is at any time. docs/models/flight/launch.md"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from .. import earth as earth_room
from .missile import Missile
from .trajectory import Moment, times_within


class Burnout(NamedTuple):
    """End of thrust: speed and path angle are relative to the turning Earth. SI, rad."""

    time: float
    altitude: float
    speed: float
    speed_inertial: float
    flight_path_angle: float
    downrange: float


class Landing(NamedTuple):
    """Impact: angle below the horizontal (rad), speed relative to the Earth, miss None without an aim point."""

    latitude_deg: float
    longitude_deg: float
    time: float
    speed: float
    angle: float
    miss: float | None


class SpentStage(NamedTuple):
    """A stage after it burnt out: when it was dropped and where it comes down; None for both when it stays up."""

    number: int
    mass: float
    separation_time: float
    latitude_deg: float | None
    longitude_deg: float | None
    impact_time: float | None
    ground_range: float | None


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Flight:
    """One flight from launch to ground: what the doors report, and the path between knots (cubic Hermite).

    Parameters
    ----------
    missile : Missile
    shape : {"minimum-energy", "lofted", "depressed", "maximum-range", "as-steered"}, what was really flown
    launch : (latitude, longitude) in degrees
    aimpoint : (latitude, longitude) in degrees, None without one
    ground_range : m, geodesic from launch to impact
    azimuth : rad, of the launch velocity relative to the Earth, from north over east
    bearing : rad, of that geodesic at the launch point
    burnout : Burnout
    apogee_altitude : m
    flight_time : s, lift-off to impact
    impact : Landing
    steering : (loft angle rad, pitch rate rad/s, end of thrust s); None for impulsive
    objects : tuple of SpentStage
    earth : Earth
    atmosphere : {"us1976", "none"}
    notes : tuple of str, what a reader of the answer must know
    ended : "impact"
    knots : (k, 7) array, time and inertial state (Earth-fixed axes at lift-off)
    """

    missile: Missile
    shape: str
    launch: tuple[float, float]
    aimpoint: tuple[float, float] | None
    ground_range: float
    azimuth: float
    bearing: float
    burnout: Burnout
    apogee_altitude: float
    flight_time: float
    impact: Landing
    steering: tuple[float, float, float] | None
    objects: tuple[SpentStage, ...]
    earth: earth_room.Earth
    atmosphere: str
    notes: tuple[str, ...] = ()
    ended: str = "impact"
    knots: np.ndarray = field(repr=False)

    @property
    def time(self):
        """Times of the knots, (k,) s."""
        return self.knots[:, 0]

    @property
    def position_ecef(self):
        """Positions at the knots, (k, 3) m, Earth-fixed."""
        return self._fixed(self.knots[:, 1:], self.time)[0]

    @property
    def velocity_ecef(self):
        """Velocities relative to the turning Earth at the knots, (k, 3) m/s."""
        return self._fixed(self.knots[:, 1:], self.time)[1]

    def at(self, time):
        """State at a time, under thrust too.

        Parameters
        ----------
        time : float or (n,) array, s, in [0, flight_time]

        Returns
        -------
        Moment

        Raises
        ------
        ModelRangeError
            A time outside the flight, or not a number.
        """
        times = times_within(time, self.flight_time, "Flight.at")
        states = between_knots(self.knots, times)
        position, velocity = self._fixed(states, times)
        density = np.zeros(len(times))
        if self.atmosphere != "none":
            density = earth_room.air(earth_room.ecef_to_geodetic(position, self.earth)[2]).density
        if np.ndim(time) == 0:
            return Moment(float(time), position[0], velocity[0], float(density[0]))
        return Moment(times, position, velocity, density)

    def _fixed(self, states, times):
        return earth_room.state_eci_to_ecef(states[:, :3], states[:, 3:], times, self.earth)


def between_knots(knots, times):
    """Inertial states (n, 6) at times from the cubic between knots (k, 7).

    Parameters
    ----------
    knots : (k, 7) array, time, position, velocity
    times : (n,) array, s
    """
    row = np.clip(np.searchsorted(knots[:, 0], times, side="right") - 1, 0, len(knots) - 2)
    a, b = knots[row], knots[row + 1]
    h = (b[:, 0] - a[:, 0])[:, None]
    s = (times[:, None] - a[:, :1]) / h
    p, q, u, w = a[:, 1:4], b[:, 1:4], a[:, 4:], b[:, 4:]
    rise = q - p - h * u
    bend = h * (w - u) - 2.0 * rise
    position = p + s * (h * u + s * (rise - bend + s * bend))
    velocity = u + s * (2.0 * (rise - bend) + s * 3.0 * bend) / h
    return np.concatenate([position, velocity], axis=1)
