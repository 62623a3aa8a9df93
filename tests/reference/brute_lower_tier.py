"""A lower tier by brute force: DOP853 through the air from 100 km down, steps of 0.02 s, straight interceptors.

numpy and scipy only; air, gravity and geodesy of the other referents.
"""

import math

import numpy as np
from brute_footprint import J2, MU, RATE, A, F, altitudes, axes, place, turned
from launch_dop853 import air, geodetic_altitude, gravity
from scipy.integrate import solve_ivp

STEP = 0.02  # s


def descent(time, position, velocity, coefficient):
    """Times, Earth-fixed points, altitudes, speeds relative to the Earth of a body with m / (Cd A) to the ground."""

    def forces(_, y):
        density, _, _ = air(max(0.0, geodetic_altitude(y[:3], A, F)))
        wind = y[3:] - np.cross([0.0, 0.0, RATE], y[:3])
        drag = -0.5 * density * np.linalg.norm(wind) / coefficient * wind
        return np.concatenate([y[3:], gravity(y[:3], MU, A, J2) + drag])

    def ground(_, y):
        return geodetic_altitude(y[:3], A, F)

    ground.terminal, ground.direction = True, -1.0
    start = np.concatenate([position, velocity])
    flown = solve_ivp(
        forces, (time, time + 400.0), start, "DOP853", rtol=1e-9, atol=1e-3, events=ground, dense_output=True
    )
    times = np.arange(time, flown.t_events[0][0], STEP)
    states = flown.sol(times)
    wind = states[3:].T - np.cross([0.0, 0.0, RATE], states[:3].T)
    points = turned(states[:3].T, -RATE * times)
    return times, points, altitudes(points), np.linalg.norm(wind, axis=1)


def straight(path, battery):
    """(first meeting, its launch, last meeting, last launch) of a straight interceptor; NaN where it can do nothing.

    `battery`: `site`, `ready`, `speed`, `floor`, `ceiling`, `reach`, `fastest`.
    """
    times, points, heights, speeds = path
    site, up = place(*battery["site"]), axes(*battery["site"])[2]
    away = points - site
    distance = np.linalg.norm(away, axis=1)
    leaves = times - distance / battery["speed"]
    can = (
        (leaves >= battery["ready"])
        & (distance <= battery["reach"])
        & (heights >= battery["floor"])
        & (heights <= battery["ceiling"])
        & (np.maximum.accumulate(speeds) <= battery["fastest"])
        & (away @ up >= 0.0)
    )
    if not can.any():
        return (math.nan,) * 4
    good = np.flatnonzero(can)
    return times[good[0]], leaves[good[0]], times[good[-1]], leaves[good].max()
