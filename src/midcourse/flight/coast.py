"""One free flight from a state in inertial axes: the compiled integrator with its nodes gathered into arrays."""

from enum import IntEnum
from typing import NamedTuple

import numpy as np

from ..errors import ConvergenceError, ModelRangeError
from ._kernels import coast as _kernels
from ._lanes import coast as _lanes

NODES_A_CALL = 4096
MOST_NODES = 4_000_000
LONGEST_FLIGHT = 100_000.0
"""s after which a path that is not down is called an orbit or an escape."""


class Ended(IntEnum):
    """How a free flight ended; the names in lower case are what the doors say."""

    IMPACT = _kernels.IMPACT
    DURATION = _kernels.DURATION
    ORBIT = _kernels.ORBIT
    ESCAPE = _kernels.ESCAPE


class Air(IntEnum):
    """Where drag acts on a free flight."""

    NONE = _kernels.NO_AIR
    ALWAYS = _kernels.AIR
    AFTER_APOGEE = _kernels.AIR_AFTER_APOGEE


class FreeFlight(NamedTuple):
    """A free flight as integrated: nodes (m, 8) of time, position, velocity (inertial) and drag factor; its end."""

    nodes: np.ndarray
    ended: Ended
    apogee_altitude: float


def earth_numbers(earth):
    """Give the tuple (mu, bulge, radius, e2, rate) that the kernels take for an Earth.

    Parameters
    ----------
    earth : Earth
    """
    return earth.mu, earth.gravity_bulge, earth.radius, earth.eccentricity_squared, earth.rate


def free_flight(start, earth, drag_factor=0.0, air=Air.ALWAYS, stop_altitude=0.0, end_time=None, step=None):
    """Free flight from a state to its way down through `stop_altitude`, or to `end_time`.

    Parameters
    ----------
    start : (7,) array of time (s), position (m) and velocity (m/s) in inertial axes that are Earth-fixed at time 0
    earth : Earth
    drag_factor : float, 1 / (2 m/(Cd A)) in m^2/kg; 0 for no drag
    air : Air
    stop_altitude : float, m
    end_time : float or None, s; None: to the ground, or `LONGEST_FLIGHT` after the start
    step : float or None, longest step in s

    Returns
    -------
    FreeFlight

    Raises
    ------
    ConvergenceError
        The integrator found no step short enough: the state is no flight (at the Earth's centre, say).
    ModelRangeError
        More nodes than fit: `step` is too short for so long a flight.

    Model: docs/models/flight/propagate.md.  Source: [hairer1993, sect. II.5].
    """
    cap = end_time is None
    end = float(start[0]) + LONGEST_FLIGHT if cap else float(end_time)
    limits = (float(stop_altitude), end, cap, np.inf if step is None else float(step))
    carry = np.array([-np.inf, 0.0, 0.0, np.nan])
    first, gathered, total = np.append(np.asarray(start, float), 0.0), [], 0
    while True:
        nodes = np.zeros((NODES_A_CALL, 8))
        nodes[0] = first
        code, count = _kernels.fly_free(nodes, carry, float(drag_factor), int(air), limits, earth_numbers(earth))
        gathered.append(nodes[: count - 1] if code == _kernels.MORE else nodes[:count])
        total += count
        first = nodes[count - 1]
        if code == _kernels.FAILED:
            raise ConvergenceError(
                "the flight could not be integrated", residual=float("nan"), iterations=total, got=list(first[:7])
            )
        if code != _kernels.MORE:
            return FreeFlight(np.concatenate(gathered), Ended(code), float(carry[0]))
        if total > MOST_NODES:
            raise ModelRangeError(
                f"the flight needs more than {MOST_NODES} steps", where="step", got=step, hint="a longer step"
            )


def fly_rows(positions_ecef, velocities_ecef, drag_factors, limits, earth):
    """Fly many bodies to their ends with the lane engine; no check of the rows.

    Parameters
    ----------
    positions_ecef, velocities_ecef : (N, 3) C-contiguous float arrays, m and m/s relative to the rotating Earth
    drag_factors : (N,) or (1,) array, 1 / (2 m/(Cd A)) in m^2/kg
    limits : (stop altitude in m, end time in s, whether the end time is only a cap, longest step in s)
    earth : Earth

    Returns
    -------
    out : (5, N) array of time (s), latitude, longitude (deg), speed (m/s), apogee altitude (m)
    ended : (N,) int8 codes of `Ended`, negative for a row that is no start

    Model: docs/models/flight/coast.md.
    """
    count = len(positions_ecef)
    out, ended = np.empty((5, count)), np.empty(count, np.int8)
    lanes = limits[0] == 0.0 and bool(limits[2])
    _lanes.coast_to_ground(
        positions_ecef, velocities_ecef, drag_factors, lanes, limits, earth_numbers(earth), 180.0 / np.pi, out, ended
    )
    return out, ended
