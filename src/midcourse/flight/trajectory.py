"""Record `Trajectory`: one flight that can be asked where it is at any time. docs/models/flight/propagate.md"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from .. import earth as earth_room
from ..earth import Earth
from ..errors import ModelRangeError
from ._kernels import coast as _kernels
from .coast import earth_numbers


class Moment(NamedTuple):
    """Where a flight is at one time (or at many: then each field has one row a time)."""

    time: float | np.ndarray
    position_ecef: np.ndarray
    velocity_ecef: np.ndarray
    air_density: float | np.ndarray


class Impact(NamedTuple):
    """Where, when (s) and how fast (m/s, relative to the Earth) a flight comes down through its stop altitude."""

    latitude_deg: float
    longitude_deg: float
    time: float
    speed: float


def times_within(time, flight_time, where):
    """Times of a flight as an array, each checked to lie in it.

    Parameters
    ----------
    time : float or (n,) array, s
    flight_time : float, s
    where : str
        Who asks, for the message.

    Returns
    -------
    times : (n,) array, s

    Raises
    ------
    ModelRangeError
        A time outside the flight, or not a number.
    """
    times = np.atleast_1d(np.asarray(time, float))
    inside = (times >= 0.0) & (times <= flight_time)
    if times.ndim != 1 or not inside.all():
        raise ModelRangeError(
            "there is no state at that time",
            where=where,
            got=time if np.ndim(time) == 0 else times[~inside][:3].tolist(),
            hint=f"a time from 0 to {flight_time} s",
        )
    return times


@dataclass(frozen=True, eq=False, slots=True)
class Trajectory:
    """A free flight: nodes of the integrator, and the state at any time between them.

    Parameters
    ----------
    nodes : (m, 8) array, one row a step: time, position, velocity (inertial axes, Earth-fixed at time 0), drag factor
    earth : Earth
    atmosphere : {"us1976", "none"}
    ended : {"impact", "duration", "orbit", "escape"}
    apogee_altitude : float, m, greatest altitude on the way
    """

    nodes: np.ndarray = field(repr=False)
    earth: Earth
    atmosphere: str
    ended: str
    apogee_altitude: float

    @property
    def time(self):
        """Times of the integrator's nodes, (m,) s."""
        return self.nodes[:, 0]

    @property
    def flight_time(self):
        """Time from the start to the end, s."""
        return float(self.nodes[-1, 0])

    @property
    def position_ecef(self):
        """Positions at the nodes, (m, 3) m, Earth-fixed."""
        return self._earth_fixed(self.nodes[:, 1:7], self.time)[0]

    @property
    def velocity_ecef(self):
        """Velocities relative to the rotating Earth at the nodes, (m, 3) m/s."""
        return self._earth_fixed(self.nodes[:, 1:7], self.time)[1]

    @property
    def impact(self):
        """The way down through the stop altitude; None when the flight ended otherwise."""
        if self.ended != "impact":
            return None
        position, velocity = self._earth_fixed(self.nodes[-1:, 1:7], self.time[-1:])
        latitude, longitude, _ = earth_room.ecef_to_geodetic(position[0], self.earth)
        return Impact(
            float(np.degrees(latitude)),
            float(np.degrees(longitude)),
            self.flight_time,
            float(np.linalg.norm(velocity[0])),
        )

    def at(self, time):
        """State at a time: one short step of the integrator from the node before, not an interpolation.

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
        times = times_within(time, self.flight_time, "Trajectory.at")
        states = np.empty((len(times), 6))
        _kernels.states_at(self.nodes, times, states, earth_numbers(self.earth))
        position, velocity = self._earth_fixed(states, times)
        density = self._density(position)
        if np.ndim(time) == 0:
            return Moment(float(time), position[0], velocity[0], float(density[0]))
        return Moment(times, position, velocity, density)

    def _earth_fixed(self, states, times):
        return earth_room.state_eci_to_ecef(states[:, :3], states[:, 3:], times, self.earth)

    def _density(self, position_ecef):
        if self.atmosphere == "none":
            return np.zeros(len(position_ecef))
        _, _, altitude = earth_room.ecef_to_geodetic(position_ecef, self.earth)
        return earth_room.air(altitude).density
