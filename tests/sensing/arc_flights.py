"""`Flights` made from independent two-body arcs, so that the defence rooms are tested without the flight engine."""

import numpy as np
import two_body_arcs

from midcourse.earth import Earth
from midcourse.flight.flights import Flights


def ball(rate=0.0):
    """The sphere of the referents."""
    return Earth(radius=two_body_arcs.RADIUS, mu=two_body_arcs.MU, flattening=0.0, j2=0.0, rate=rate)


def arc_flights(launch, aim, rate=0.0, burnout=0.0, lag=0.0, knots=65):
    """Slowest arcs between places in degrees (n, 2), as `Flights` on a sphere."""
    launch, aim = np.radians(np.atleast_2d(launch)), np.radians(np.atleast_2d(aim))
    arcs = two_body_arcs.arcs(launch, aim, rate, knots)
    n = len(launch)
    return Flights(
        launch_latitude=launch[:, 0], launch_longitude=launch[:, 1],
        aim_latitude=aim[:, 0], aim_longitude=aim[:, 1],
        reached=np.ones(n, bool), short_by=np.zeros(n), burnout_time=np.full(n, float(burnout)),
        flight_time=arcs["flight_time"], apogee_altitude=arcs["apogee"], miss=np.zeros(n),
        lag=np.full(n, float(lag)), knot_time=arcs["knot_time"],
        knot_position_eci=arcs["knot_position_eci"], knot_velocity_eci=arcs["knot_velocity_eci"],
        earth=ball(rate), impulsive=True,
    )  # fmt: skip
