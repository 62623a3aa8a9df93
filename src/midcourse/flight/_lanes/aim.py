"""Driver that finds the arcs of many impulsive flights, rows over all cores."""

import math

from midcourse.flight._kernels.targeting import (
    FOUND,
    LEAST_SPEED,
    NO_ARC,
    arc,
    by_number,
    first_angle,
    first_time,
    least_speed,
)
from midcourse.numerics.jit import driver, prange


@driver
def aim_lanes(launch, aim, mode, value, mu, spin, out):
    """Arc of every row.

    launch, aim : (n, 3) Earth-fixed, m (the aim turns with the Earth); mode : LEAST_SPEED, BY_ANGLE (elevation at launch
    relative to the Earth, rad), BY_APOGEE (radius, m), BY_TIME (s); value : (n,); out : (n, 8) velocity relative to the
    turning Earth, time, elevation, FOUND or NO_ARC, inertial angle, time; the last two go in as those of an arc nearby,
    or NaN.
    """
    for i in prange(launch.shape[0]):
        x, y, z = launch[i, 0], launch[i, 1], launch[i, 2]
        ax, ay, az = aim[i, 0], aim[i, 1], aim[i, 2]
        if mode == LEAST_SPEED:
            gamma, time = least_speed(x, y, z, ax, ay, az, out[i, 6], out[i, 7], mu, spin)
            status = FOUND
        else:
            gamma, status = by_number(x, y, z, ax, ay, az, mode, value[i], mu, spin)
            time = first_time(math.sqrt(x * x + y * y + z * z), first_angle(x, y, z, ax, ay, az), mu)
        found = arc(x, y, z, ax, ay, az, gamma, time, mu, spin)
        out[i, 0], out[i, 1], out[i, 2] = found[0], found[1], found[2]
        out[i, 3], out[i, 4] = found[5], found[4]
        out[i, 5] = status if found[5] < 1e6 else NO_ARC
        out[i, 6], out[i, 7] = gamma, found[5]
