"""Fly-out of a powered interceptor: rays flown past burnout, where and when they pass each altitude, time to reach.

A fan is three arrays: `ends` (fans, 2 branches, azimuths, levels), greatest angle from the site that is reached;
`table` (fans, 2, 3, azimuths, levels, nodes) of time, drift of the bearing and speed; `limits` (fans, 3), lowest and
highest level and the earliest time. Branch 0 is the flat one, branch 1 the lofted one. Angles at the Earth's centre, rad.
Page docs/models/engagement/flyout.md.
"""

import math

import numpy as np

from midcourse.earth._kernels import geodetic, gravity
from midcourse.numerics.jit import driver, prange, routine

STEP = 10.0  # s, of the free flight after burnout
FULL = 2.0 * math.pi
OVERHEAD = 0.03  # rad from the site: as near to the vertical as a ray needs to be
LARGEST_DRIFT = 1.5  # rad


@routine
def seen_from_site(t, x, y, z, site, rate):
    """(angle at the Earth's centre, bearing) of an inertial point at t, from a site that turned with the Earth."""
    cosine, sine = math.cos(rate * t), math.sin(rate * t)
    x, y = cosine * x + sine * y, cosine * y - sine * x
    rho = max(1.0, math.sqrt(site[0] * site[0] + site[1] * site[1]))
    r = math.sqrt(rho * rho + site[2] * site[2])
    along = (x * site[0] + y * site[1]) / rho
    east = (y * site[0] - x * site[1]) / rho
    up = (along * rho + z * site[2]) / r
    north = (z * rho - along * site[2]) / r
    return math.atan2(math.sqrt(east * east + north * north), up), math.atan2(east, north)


@routine
def _pushed(state, h, planet, slope, bulge):
    """Slope (6 numbers) of a free flight at a state moved by h along an earlier slope."""
    x, y, z = state[0] + h * slope[0], state[1] + h * slope[1], state[2] + h * slope[2]
    ax, ay, az = gravity(x, y, z, planet[0], bulge)
    return state[3] + h * slope[3], state[4] + h * slope[4], state[5] + h * slope[5], ax, ay, az


@routine
def _step(state, planet, bulge):
    """State after one Runge-Kutta step of fourth order."""
    zero = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    a = _pushed(state, 0.0, planet, zero, bulge)
    b = _pushed(state, 0.5 * STEP, planet, a, bulge)
    c = _pushed(state, 0.5 * STEP, planet, b, bulge)
    d = _pushed(state, STEP, planet, c, bulge)
    w = STEP / 6.0
    return (
        state[0] + w * (a[0] + 2.0 * (b[0] + c[0]) + d[0]),
        state[1] + w * (a[1] + 2.0 * (b[1] + c[1]) + d[1]),
        state[2] + w * (a[2] + 2.0 * (b[2] + c[2]) + d[2]),
        state[3] + w * (a[3] + 2.0 * (b[3] + c[3]) + d[3]),
        state[4] + w * (a[4] + 2.0 * (b[4] + c[4]) + d[4]),
        state[5] + w * (a[5] + 2.0 * (b[5] + c[5]) + d[5]),
    )


@routine
def _height(k, count, low, high):
    """Altitude of level k: levels lie closer together near the lowest one."""
    x = k / (count - 1.0)
    return low + (high - low) * x * x


@routine
def _keep(row, x, t, old, new, azimuth):
    """Write where a ray passes a level, a share x of a step after t: time, signed angle, drift of bearing, speed."""
    turn = new[1] - old[1]
    turn -= FULL * math.floor(turn / FULL + 0.5)
    bearing = old[1] + x * turn - azimuth
    bearing -= FULL * math.floor(bearing / FULL + 0.5)
    angle = old[0] + x * (new[0] - old[0])
    row[0] = t + x * STEP
    row[1] = angle if math.cos(bearing) >= 0.0 else -angle
    row[2] = min(max(bearing, -LARGEST_DRIFT), LARGEST_DRIFT) if angle > OVERHEAD else 0.0
    row[3] = old[2] + x * (new[2] - old[2])


@routine
def _where(t, state, site, planet):
    """(angle, bearing, speed relative to the Earth, altitude) of a state at t."""
    angle, bearing = seen_from_site(t, state[0], state[1], state[2], site, planet[1])
    u, v = state[3] + planet[1] * state[1], state[4] - planet[1] * state[0]
    _, _, altitude = geodetic(state[0], state[1], state[2], planet[2], planet[3])
    return angle, bearing, math.sqrt(u * u + v * v + state[5] * state[5]), altitude


@routine
def _share(before, old, new, level):
    """Share of a step at which the altitude passes the level; a parabola through three altitudes a step apart."""
    bend = 0.5 * (before - 2.0 * old + new)
    x = (level - old) / (new - old)
    for _ in range(3):
        x -= (old + x * (new - old + bend * (x - 1.0)) - level) / (new - old + bend * (2.0 * x - 1.0))
    return min(max(x, 0.0), 1.0)


@routine
def _fly_ray(start, azimuth, longest, site, planet, bulge, heights, up, down):
    """Fill where one ray passes each level after its burnout on its way up and down, until `longest`."""
    count = up.shape[0]
    t, state = start[6], (start[0], start[1], start[2], start[3], start[4], start[5])
    old = _where(t, state, site, planet)
    before, k = old[3], 0
    while k < count and _height(k, count, heights[0], heights[1]) <= old[3]:
        k += 1
    first = True
    while t < longest:
        state = _step(state, planet, bulge)
        new = _where(t + STEP, state, site, planet)
        before = 2.0 * old[3] - new[3] - 9.0 * STEP * STEP if first else before
        while k < count and new[3] >= _height(k, count, heights[0], heights[1]):
            x = _share(before, old[3], new[3], _height(k, count, heights[0], heights[1]))
            _keep(up[k], x, t, old, new, azimuth)
            k += 1
        while k > 0 and new[3] < _height(k - 1, count, heights[0], heights[1]):
            x = _share(before, old[3], new[3], _height(k - 1, count, heights[0], heights[1]))
            _keep(down[k - 1], x, t, old, new, azimuth)
            k -= 1
        before, old, first = old[3], new, False
        t += STEP
        if new[3] < 0.0:
            break


@driver
def fly_rays(starts, azimuths, longest, site, planet, bulge, heights, up, down):
    """Where each ray passes each level: `up`, `down` (rays, levels, 4) time, signed angle, drift, speed; else NaN."""
    for i in prange(starts.shape[0]):
        _fly_ray(starts[i], azimuths[i], longest, site, planet, bulge, heights, up[i], down[i])


@routine
def _curve(up, down, curve):
    """Rays of one azimuth and level in a row: up from the steepest to the flattest, down from there; gives the count.

    A row of NaN stands where the flattest ray flies over the level: nothing joins its two sides.
    """
    rays, count = up.shape[0], 0
    for r in range(rays):
        if not math.isnan(up[r, 0]):
            curve[count] = up[r]
            count += 1
    if not math.isnan(down[rays - 1, 0]) and count > 0:
        curve[count] = math.nan
        count += 1
    for r in range(rays - 1, -1, -1):
        if not math.isnan(down[r, 0]):
            curve[count] = down[r]
            count += 1
    return count


@routine
def _reached(curve, count, angle, outward, steepest, cell):
    """Soonest pass of the curve at an angle on pieces that lead outward (or inward) into `cell`; NaN where none.

    Nearer than the steepest ray, if that is at the end of the curve, its own pass stands.
    """
    cell[:] = math.nan
    for p in range(count - 1):
        a, b = curve[p, 1], curve[p + 1, 1]
        if (b > a) == outward and min(a, b) <= angle <= max(a, b) and b != a:
            x = (angle - a) / (b - a)
            time = curve[p, 0] + x * (curve[p + 1, 0] - curve[p, 0])
            if not time >= cell[0]:
                cell[0] = time
                cell[1] = curve[p, 2] + x * (curve[p + 1, 2] - curve[p, 2])
                cell[2] = curve[p, 3] + x * (curve[p + 1, 3] - curve[p, 3])
    edge = 0 if outward else count - 1
    if steepest and count > 0 and math.isnan(cell[0]) and angle < curve[edge, 1]:
        cell[0], cell[1], cell[2] = curve[edge, 0], 0.0, curve[edge, 3]


@routine
def _end_of(curve, count, outward):
    """Greatest angle that the curve reaches on pieces that lead outward (or inward); -1 where there is none."""
    end = -1.0
    for p in range(count - 1):
        a, b = curve[p, 1], curve[p + 1, 1]
        if (b > a) == outward and not math.isnan(a + b):
            end = max(end, a, b)
    return end


@routine
def _fill_branch(curve, count, outward, steepest, farthest, table, cell):
    """Fill the nodes (3, nodes) of one branch, azimuth and level; gives the greatest angle reached."""
    end, nodes = min(_end_of(curve, count, outward), farthest), table.shape[1]
    for node in range(nodes):
        s = math.sin(0.5 * math.pi * node / (nodes - 1.0))
        _reached(curve, count, max(end, 0.0) * s * s, outward, steepest, cell)
        for c in range(3):
            table[c, node] = cell[c] if end > 0.0 else math.nan
    return end


@driver
def fill_fan(up, down, farthest, ends, table):
    """Fan of one site from rays (azimuths, rays, levels, 4): `ends` (2, a, k) and `table` (2, 3, a, k, nodes)."""
    for j in prange(up.shape[0]):
        curve, cell = np.empty((2 * up.shape[1] + 1, 4)), np.empty(3)
        for k in range(up.shape[2]):
            count = _curve(up[j, :, k], down[j, :, k], curve)
            for branch in range(2):
                steepest = not math.isnan(up[j, 0, k, 0] if branch == 0 else down[j, 0, k, 0])
                nodes = table[branch, :, j, k]
                ends[branch, j, k] = _fill_branch(curve, count, branch == 0, steepest, farthest, nodes, cell)


@routine
def _between(values, j, jj, x, k, y, n, z):
    """Value between eight nodes of (azimuth, level, node)."""
    a = (1.0 - z) * values[j, k, n] + z * values[j, k, n + 1]
    b = (1.0 - z) * values[j, k + 1, n] + z * values[j, k + 1, n + 1]
    c = (1.0 - z) * values[jj, k, n] + z * values[jj, k, n + 1]
    d = (1.0 - z) * values[jj, k + 1, n] + z * values[jj, k + 1, n + 1]
    return (1.0 - x) * ((1.0 - y) * a + y * b) + x * ((1.0 - y) * c + y * d)


@routine
def reach_on_branch(angle, bearing, altitude, ends, table, limits):
    """(time, speed) to reach a place on one branch: the rays that drift there; NaN where none does."""
    azimuths, levels, nodes = table.shape[1], table.shape[2], table.shape[3]
    if not limits[0] <= altitude <= limits[1]:
        return math.nan, math.nan
    y = math.sqrt((altitude - limits[0]) / (limits[1] - limits[0])) * (levels - 1.0)
    k = min(int(y), levels - 2)
    y -= k
    drift, time, speed = 0.0, math.nan, math.nan
    for last in range(2):
        turn = (bearing - drift) / FULL
        x = (turn - math.floor(turn)) * azimuths
        j = int(x) % azimuths
        x -= math.floor(x)
        jj = (j + 1) % azimuths
        end = (1.0 - x) * ((1.0 - y) * ends[j, k] + y * ends[j, k + 1])
        end += x * ((1.0 - y) * ends[jj, k] + y * ends[jj, k + 1])
        if not angle <= end:
            return math.nan, math.nan
        z = math.asin(math.sqrt(angle / end)) * (nodes - 1.0) / (0.5 * math.pi)
        n = min(int(z), nodes - 2)
        z -= n
        if last == 0:
            drift = _between(table[1], j, jj, x, k, y, n, z)
        else:
            time = _between(table[0], j, jj, x, k, y, n, z)
            speed = _between(table[2], j, jj, x, k, y, n, z)
    return (time, speed) if time >= limits[2] else (math.nan, math.nan)


@routine
def time_to_reach(t, point, site, planet):
    """Time of flight (s) to an inertial point at t: the flat branch, the lofted one where that does not reach; or NaN.

    `site` carries after its six numbers the index of its fan and the three arrays of fans.
    """
    angle, bearing = seen_from_site(t, point[0], point[1], point[2], site, planet[1])
    _, _, altitude = geodetic(point[0], point[1], point[2], planet[2], planet[3])
    fan = site[6]
    for branch in range(2):
        time, _ = reach_on_branch(angle, bearing, altitude, site[7][fan, branch], site[8][fan, branch], site[9][fan])
        if not math.isnan(time):
            return time
    return math.nan


@routine
def flown_meeting(t, earliest, point, site, planet):
    """(share of the speed that a launch at `earliest` asks for, launch time, time of flight) of a meeting at t.

    The share is time of flight over time left: a meeting is possible where it is at most the interceptor's speed.
    """
    left = t - earliest
    time = time_to_reach(t, point, site, planet)
    if math.isnan(time) or not left > 0.0:
        return math.inf, earliest, time
    return site[10] * time / left, t - time, time


@driver
def reach_many(angles, bearings, altitudes, ends, table, limits, answer):
    """Time and speed on the flat and the lofted branch for each place: `answer` (n, 4)."""
    for i in prange(angles.shape[0]):
        for branch in range(2):
            found = reach_on_branch(angles[i], bearings[i], altitudes[i], ends[branch], table[branch], limits)
            answer[i, 2 * branch], answer[i, 2 * branch + 1] = found[0], found[1]
