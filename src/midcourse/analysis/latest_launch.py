"""Latest launch of a flown interceptor that still meets each of some flights: what a longer delay would lose.

Model: docs/models/engagement/flyout.md.
"""

import numpy as np

from .. import engagement
from ..earth import (
    ecef_to_geodetic,
    geodetic_to_ecef,
    great_circle_angle,
    great_circle_bearing,
    look_angles,
    position_eci_to_ecef,
)
from ..flight import states_between

STEP = 1.0
"""s, between the meeting times looked at: the answer is told to about as much."""


def latest_launches(flights, site, fly_out, rules, step=STEP):
    """Latest launch that meets each flight after its burnout.

    Every meeting time is looked at on an even grid, so no window longer than a step is missed: the engagement room's
    search over a few samples, which finds the same times to a fraction of a second, can be held against it.

    Parameters
    ----------
    flights : flight.Flights, n rows
    site : (latitude, longitude), rad
    fly_out : engagement.FlyOut
    rules : engagement.MeetingRules
        Lowest and highest altitude of the meeting, and who must see it; its speed is not read.
    step : float, s

    Returns
    -------
    (n,) array, s from the threat's lift-off; -inf where no launch meets it
    """
    longest = np.nanmax(flights.flight_time, initial=0.0)
    time = np.broadcast_to(np.arange(0.0, longest + step, step), (len(flights), int(np.ceil(longest / step)) + 1))
    last = np.nan_to_num(flights.flight_time)[:, None]
    place, _ = states_between(flights, np.minimum(time, last))
    place_ecef = position_eci_to_ecef(place, time, flights.earth)
    _, longitude, altitude = ecef_to_geodetic(place_ecef, flights.earth)
    allowed = (time <= last) & (time >= np.nan_to_num(flights.burnout_time)[:, None])
    allowed &= (altitude >= rules.minimum_altitude) & (altitude <= rules.maximum_altitude)
    if rules.watcher is not None:
        allowed &= _seen(place_ecef, rules.watcher, flights.earth)
    rows = np.nonzero(allowed)
    reach = _time_to_reach(place_ecef[rows], longitude[rows], altitude[rows], site, fly_out, flights.earth)
    launch = np.full(time.shape, -np.inf)
    launch[rows] = np.where(np.isnan(reach), -np.inf, time[rows] - reach)
    return launch.max(axis=1)


def _seen(place_ecef, watcher, earth):
    """Whether the watcher has the places above its lowest elevation."""
    eye_ecef = geodetic_to_ecef(watcher.latitude, watcher.longitude, watcher.altitude, earth)
    _, _, elevation = look_angles(place_ecef, eye_ecef, watcher.latitude, watcher.longitude)
    return elevation >= watcher.elevation_low


def _time_to_reach(place_ecef, longitude, altitude, site, fly_out, earth):
    """Least time of flight to places, s; NaN out of reach."""
    site_ecef = geodetic_to_ecef(site[0], site[1], 0.0, earth)
    seen_from = _geocentric(site_ecef), site[1]
    towards = _geocentric(place_ecef), longitude
    found = engagement.time_to_reach(
        fly_out,
        site[0],
        great_circle_angle(*seen_from, *towards),
        great_circle_bearing(*seen_from, *towards),
        altitude,
        earth,
    )
    return np.fmin(found.flat_time, found.lofted_time)


def _geocentric(position_ecef):
    """Geocentric latitude, rad."""
    return np.arctan2(position_ecef[..., 2], np.hypot(position_ecef[..., 0], position_ecef[..., 1]))
