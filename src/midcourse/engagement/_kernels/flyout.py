"""Time to reach of a powered interceptor from a fan: a table of its flights from one site.

A fan is one flat row of FAN numbers: lowest and highest level, earliest time, a speed; then `ends` (2 branches, azimuths, levels, 2),
nearest and farthest angle from the site; then time, less that of a straight line at this
speed, and drift of the bearing (2, azimuths, levels, nodes, 2); then velocity
relative to the Earth upward, away from the site and to the right (2, azimuths, levels, nodes, 3). Branch 0 is the flat one,
branch 1 the lofted one. Angles at the Earth's centre, rad. `fans` holds, before the fans, WATCH numbers of a watching site.
Page docs/models/engagement/flyout.md.
"""

import math

from midcourse.earth._kernels import geodetic
from midcourse.numerics._kernels import fast_atan2, fast_cos, fast_sin
from midcourse.numerics.jit import driver, kernel, part, prange

AZIMUTHS, LEVELS, NODES = 24, 88, 64
WATCH = 13  # sine of the lowest elevation, then the 12 numbers of the site
HEAD = 4
ROWS = AZIMUTHS * LEVELS  # of nodes, in one branch
ENDS = HEAD
TIMES = ENDS + 4 * ROWS
SPEEDS = TIMES + 4 * ROWS * NODES
FAN = SPEEDS + 6 * ROWS * NODES
FULL = 2.0 * math.pi
RADIUS = 6371e3  # m, of the sphere on which straight lines are drawn: what is told does not depend on it


@kernel
def seen_from_site(t, x, y, z, site, rate):
    """(angle at the Earth's centre, bearing) of an inertial point at t, from a site that turned with the Earth."""
    cosine, sine = fast_cos(rate * t), fast_sin(rate * t)
    x, y = cosine * x + sine * y, cosine * y - sine * x
    rho = math.sqrt(site[0] * site[0] + site[1] * site[1])
    rho = rho if rho > 1.0 else 1.0
    r = math.sqrt(rho * rho + site[2] * site[2])
    along = (x * site[0] + y * site[1]) / rho
    east = (y * site[0] - x * site[1]) / rho
    up = (along * rho + z * site[2]) / r
    north = (z * rho - along * site[2]) / r
    return fast_atan2(math.sqrt(east * east + north * north), up), fast_atan2(east, north)


@part
def angle_share(angle, near, far):
    """Coordinate of an angle between the nearest and the farthest, 0 to 1: time is smooth in it at both."""
    return 1.0 - math.sqrt(max(0.0, 1.0 - (angle - near) / (far - near)))


@part
def straight_time(angle, altitude, speed):
    """Time (s) along the chord to a place at a speed."""
    sine = fast_sin(0.5 * angle)
    return math.sqrt(altitude * altitude + 4.0 * RADIUS * (RADIUS + altitude) * sine * sine) / speed


@part
def _cell(fans, fan, branch, angle, turn, k, y):
    """Where a place lies: rows of two azimuths, share of the second, node (-1: nowhere), its share, angle in the table."""
    x = (turn - math.floor(turn)) * AZIMUTHS
    j = int(x) % AZIMUTHS
    x -= math.floor(x)
    one, two = (branch * AZIMUTHS + j) * LEVELS + k, (branch * AZIMUTHS + (j + 1) % AZIMUTHS) * LEVELS + k
    e, f = fan + ENDS + 2 * one, fan + ENDS + 2 * two
    near = (1.0 - x) * ((1.0 - y) * fans[e] + y * fans[e + 2]) + x * ((1.0 - y) * fans[f] + y * fans[f + 2])
    far = (1.0 - x) * ((1.0 - y) * fans[e + 1] + y * fans[e + 3]) + x * ((1.0 - y) * fans[f + 1] + y * fans[f + 3])
    if not angle <= far:
        return one, two, x, -1, 0.0, angle
    angle = max(angle, near)
    w = angle_share(angle, near, far) * (NODES - 1.0)
    n = min(int(w), NODES - 2)
    return one, two, x, n, w - n, angle


@part
def _between(fans, first, stride, cell, y):
    """Value between eight nodes; `first` is where the quantity of node 0 of row 0 lies, `stride` from node to node."""
    one, two, x, n, z, _ = cell
    p, q, up = first + stride * (one * NODES + n), first + stride * (two * NODES + n), stride * NODES
    a = (1.0 - z) * fans[p] + z * fans[p + stride]
    b = (1.0 - z) * fans[p + up] + z * fans[p + up + stride]
    c = (1.0 - z) * fans[q] + z * fans[q + stride]
    d = (1.0 - z) * fans[q + up] + z * fans[q + up + stride]
    return (1.0 - x) * ((1.0 - y) * a + y * b) + x * ((1.0 - y) * c + y * d)


@part
def cell_of(fans, fan, branch, angle, bearing, altitude):
    """Cell of the ray that drifts to a place, and the share of the level above; node -1: out of reach."""
    y = 0.0
    if not fans[fan] <= altitude <= fans[fan + 1]:
        return (0, 0, 0.0, -1, 0.0, angle), y
    y = math.sqrt((altitude - fans[fan]) / (fans[fan + 1] - fans[fan])) * (LEVELS - 1.0)
    k = min(int(y), LEVELS - 2)
    y -= k
    cell = _cell(fans, fan, branch, angle, bearing / FULL, k, y)
    if cell[3] >= 0:
        drift = _between(fans, fan + TIMES + 1, 2, cell, y)
        cell = _cell(fans, fan, branch, angle, (bearing - drift) / FULL, k, y)
    return cell, y


@part
def reach_on_branch(fans, fan, branch, angle, bearing, altitude):
    """Time (s) to reach a place on one branch; NaN where none does. Nearer than the nearest, its time stands."""
    cell, y = cell_of(fans, fan, branch, angle, bearing, altitude)
    if cell[3] < 0:
        return math.nan
    time = _between(fans, fan + TIMES, 2, cell, y) + straight_time(cell[5], altitude, fans[fan + 3])
    return max(time, fans[fan + 2])


@part
def velocity_on_branch(fans, fan, branch, angle, bearing, altitude):
    """Velocity (upward, outward, to the right; m/s) with which a place is reached on one branch; NaN where it is not."""
    cell, y = cell_of(fans, fan, branch, angle, bearing, altitude)
    if cell[3] < 0:
        return math.nan, math.nan, math.nan
    first = fan + SPEEDS
    return (
        _between(fans, first, 3, cell, y),
        _between(fans, first + 1, 3, cell, y),
        _between(fans, first + 2, 3, cell, y),
    )


@part
def time_to_reach(t, point, site, planet, fans):
    """Time of flight (s) to an inertial point at t: the flat branch, the lofted one where that does not reach; or NaN."""
    angle, bearing = seen_from_site(t, point[0], point[1], point[2], site, planet[1])
    _, _, altitude = geodetic(point[0], point[1], point[2], planet[2], planet[3])
    time = reach_on_branch(fans, int(site[6]), 0, angle, bearing, altitude)
    return time if time > 0.0 else reach_on_branch(fans, int(site[6]), 1, angle, bearing, altitude)


@part
def flown_meeting(t, earliest, point, site, planet, fans):
    """(share of the speed that a launch at `earliest` asks for, launch time, time of flight) of a meeting at t.

    The share is time of flight over time left: a meeting is possible where it is at most the interceptor's speed.
    """
    left = t - earliest
    time = time_to_reach(t, point, site, planet, fans)
    if math.isnan(time) or not left > 0.0:
        return math.inf, earliest, time
    return site[7] * time / left, t - time, time


@driver
def reach_many(angles, bearings, altitudes, fans, answer):
    """Time and speed on the flat and the lofted branch for each place, of the fan after the watching site: (n, 4)."""
    for i in prange(angles.shape[0]):
        for branch in range(2):
            answer[i, 2 * branch] = reach_on_branch(fans, WATCH, branch, angles[i], bearings[i], altitudes[i])
            u, v, w = velocity_on_branch(fans, WATCH, branch, angles[i], bearings[i], altitudes[i])
            answer[i, 2 * branch + 1] = math.sqrt(u * u + v * v + w * w)
