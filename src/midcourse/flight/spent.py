"""Stages that are dropped, and where they come down. docs/models/flight/boost.md"""

import math

import numpy as np

from .. import earth as earth_room
from .boost import FINE, fly_rows
from .coast import Air, free_flight
from .path import SpentStage


def spent_stages(missile, world, place, steering):
    """Stages that are dropped, and where they come down: tumbling, with their own ballistic coefficient.

    Parameters
    ----------
    missile : Missile
    world : World
    place : (1, 3) array, latitude, longitude, azimuth, rad
    steering : (1, 3) array, loft angle, pitch rate, end of thrust

    Returns
    -------
    tuple of SpentStage
    """
    found, begin = [], 0.0
    for k, stage in enumerate(missile.stages):
        last = k == len(missile.stages) - 1
        end = min(begin + stage.burn_time, float(steering[0, 2]))
        stays = last and not missile.payload.separates
        if not stays and end > begin:
            found.append(_spent_stage(missile, world, place, steering, k, end))
        begin += stage.burn_time
    return tuple(found)


def _spent_stage(missile, world, place, steering, k, end):
    """Fall of stage k, dropped at the time `end` with what is left of its propellant."""
    stage, cut = missile.stages[k], steering.copy()
    cut[0, 2] = end
    flown = fly_rows(missile, world, place, cut, steps=FINE, hard=False)
    left = max(
        float(flown.burnout_mass[0]) - missile.mass_at_ignition(k + 1)
        if k + 1 < len(missile.stages)
        else float(flown.burnout_mass[0]) - missile.payload.mass,
        stage.inert,
    )
    factor = 0.5 / stage.spent_ballistic_coefficient if world.atmosphere == "us1976" else 0.0
    start = np.concatenate([[end], flown.burnout_state_eci[0]])
    fall = free_flight(start, world.earth, factor, Air.ALWAYS)
    if fall.ended.name != "IMPACT":
        return SpentStage(k + 1, left, end, None, None, None, None)
    time = float(fall.nodes[-1, 0])
    position = earth_room.position_eci_to_ecef(fall.nodes[-1, 1:4], time, world.earth)
    latitude, longitude, _ = earth_room.ecef_to_geodetic(position, world.earth)
    ground_range = float(earth_room.geodesic(place[0, 0], place[0, 1], latitude, longitude, world.earth)[0])
    return SpentStage(k + 1, left, end, math.degrees(latitude), math.degrees(longitude), time, ground_range)
