"""Table of the least time that an interceptor takes to a place seen from its site, and its reading.

`ends` (2, azimuths, levels) holds the greatest angle at the Earth's centre that is reached, negative where none, flat
branch first; `table` (2, azimuths, levels, nodes) the times, s. A node is at the angle end (1 - q^2) with q falling evenly
from 1 to 0: time changes like a square root near the end. Levels lie closer together near the lowest one. `doubts`
(2, levels / PART_LEVELS, nodes / PART_NODES) holds by how much a time read from a part of the table may be wrong, s.
"""

import math

from midcourse.engagement._kernels.flyout import WATCH, reach_on_branch
from midcourse.engagement._kernels.speed import easiest_launch, impulsive_site, launch_speed
from midcourse.numerics._kernels import fast_atan2
from midcourse.numerics.jit import driver, part, prange, routine

FULL = 2.0 * math.pi
NEAREST = 2e-3  # rad: nearer to the vertical no arc is asked for
ROUNDS = 18
BEYOND = math.inf
HALVINGS = 10  # by which the end of a branch is found between two angles of a coarse row
OUT, FIRST = 1.0 - 1e-6, 1e-6  # share of the end, and rad: the last and the first node's places
RIM = 0.02  # share of the end within which the table does not know
UNSURE = 30.0  # s, by which a time that is not sure may still be too long
PART_LEVELS, PART_NODES = 8, 4  # of the table, that share one doubt


@routine
def level_height(k, levels, low, high):
    """Altitude of level k."""
    x = k / (levels - 1.0)
    return low + (high - low) * x * x


@routine
def _point(angle, bearing, altitude, site, planet):
    """Place seen from a site at longitude 0: at an angle from its geocentric vertical, as high above the ellipsoid."""
    r = math.sqrt(site[0] * site[0] + site[2] * site[2])
    sine, cosine = site[2] / r, site[0] / r
    up, side = math.cos(angle), math.sin(angle)
    north, east = side * math.cos(bearing), side * math.sin(bearing)
    x, y, z = up * cosine - north * sine, east, up * sine + north * cosine
    radius = (
        planet[2] * (1.0 - 0.5 * planet[3] * z * z) + altitude
    )  # altitude taken along the centre's line: metres off
    return radius * x, radius * y, radius * z


@routine
def _least_time(point, speed, site, planet):
    """Least flight time of an arc to a point with at most a speed; NaN where the slowest arc is faster."""
    slowest, longest = easiest_launch(0.0, point, site, planet, 400.0, 4)
    if not slowest <= speed:
        return math.nan
    low, high = 0.0, longest
    for _ in range(ROUNDS):
        time = 0.5 * (low + high)
        if launch_speed(-time, 0.0, point, site, planet) <= speed:
            high = time
        else:
            low = time
    return high


@routine
def _end_of(bearing, altitude, speed, farthest, site, planet):
    """Greatest angle at which the slowest arc has at most the speed; -1 where there is none."""
    low, high = NEAREST, farthest
    if not easiest_launch(0.0, _point(low, bearing, altitude, site, planet), site, planet, 400.0, 3)[0] <= speed:
        return -1.0
    for _ in range(ROUNDS):
        angle = 0.5 * (low + high)
        if easiest_launch(0.0, _point(angle, bearing, altitude, site, planet), site, planet, 400.0, 3)[0] <= speed:
            low = angle
        else:
            high = angle
    return low


@driver
def fill_impulsive(speed, farthest, low, high, place, planet, ends, table):
    """Fill the flat branch for an interceptor that has its speed at once; the other one stays empty."""
    azimuths, levels, nodes = table.shape[1], table.shape[2], table.shape[3]
    for cell in prange(azimuths * levels):
        j, k = cell // levels, cell % levels
        site = impulsive_site(place)
        altitude, bearing = level_height(k, levels, low, high), FULL * j / azimuths
        end = _end_of(bearing, altitude, speed, farthest, site, planet)
        ends[0, j, k], ends[1, j, k] = end, -1.0
        for n in range(nodes):
            table[0, j, k, n], table[1, j, k, n] = math.nan, math.nan
            if end > 0.0:
                q = 1.0 - n / (nodes - 1.0)
                angle = min(max(end * (1.0 - q * q), NEAREST), end * (1.0 - 1e-6))
                table[0, j, k, n] = _least_time(_point(angle, bearing, altitude, site, planet), speed, site, planet)


@routine
def _end_on_branch(branch, bearing, altitude, fans, coarse):
    """Greatest angle of a fan's branch: the last angle of the coarse row that is reached, halved on; -1 where none is."""
    last = coarse.shape[0] - 1
    while last >= 0 and math.isnan(reach_on_branch(fans, WATCH, branch, coarse[last], bearing, altitude)):
        last -= 1
    if last < 0:
        return -1.0
    low, high = coarse[last], coarse[min(last + 1, coarse.shape[0] - 1)]
    for _ in range(HALVINGS):
        angle = 0.5 * (low + high)
        if math.isnan(reach_on_branch(fans, WATCH, branch, angle, bearing, altitude)):
            high = angle
        else:
            low = angle
    return low


@driver
def fill_flown(fans, bearings, heights, coarse, shares, ends, table):
    """Fill both branches from the fan after the watching site.

    `coarse` = angles between which the end is sought, `shares` = those of the end at which nodes lie.
    """
    azimuths, levels = table.shape[1], table.shape[2]
    for cell in prange(2 * azimuths * levels):
        branch, j, k = cell // (azimuths * levels), cell // levels % azimuths, cell % levels
        end = _end_on_branch(branch, bearings[j], heights[k], fans, coarse)
        ends[branch, j, k] = end
        for n in range(shares.shape[0]):
            time = math.nan
            if end > 0.0:
                angle = min(max(end * shares[n], FIRST), end * OUT)
                time = reach_on_branch(fans, WATCH, branch, angle, bearings[j], heights[k])
            table[branch, j, k, n] = time


@routine
def _read(branch, angle, x, j, jj, y, k, ends, table, doubts):
    """(time on one branch, whether the table is sure, its doubt): near its rim surely too short a time; BEYOND past it."""
    a, b = ends[branch, j, k], ends[branch, j, k + 1]
    c, d = ends[branch, jj, k], ends[branch, jj, k + 1]
    if max(a, b, c, d) * (1.0 + RIM) < angle:
        return BEYOND, True, 0.0
    t = table[branch]
    if min(a, b, c, d) <= 0.0:  # at the top of what it reaches: no sooner than overhead at the level below
        low = min(t[j, k, 0], t[jj, k, 0]) if min(a, c) > 0.0 else 0.0
        return low, False, 0.0
    end = (1.0 - x) * ((1.0 - y) * a + y * b) + x * ((1.0 - y) * c + y * d)
    if angle > end * (1.0 + RIM):
        return BEYOND, True, 0.0
    sure = angle <= end * (1.0 - RIM)
    z = (1.0 - math.sqrt(1.0 - (angle / end if sure else 1.0 - RIM))) * (table.shape[3] - 1.0)
    n = min(int(z), table.shape[3] - 2)
    z -= n
    e = (1.0 - z) * t[j, k, n] + z * t[j, k, n + 1]
    f = (1.0 - z) * t[j, k + 1, n] + z * t[j, k + 1, n + 1]
    g = (1.0 - z) * t[jj, k, n] + z * t[jj, k, n + 1]
    h = (1.0 - z) * t[jj, k + 1, n] + z * t[jj, k + 1, n + 1]
    time = (1.0 - x) * ((1.0 - y) * e + y * f) + x * ((1.0 - y) * g + y * h)
    return (time, sure, doubts[branch, k // PART_LEVELS, n // PART_NODES]) if time >= 0.0 else (0.0, False, 0.0)


@routine
def angle_of(x, y, z, axes):
    """(angle, east, north) of a place from the vertical of a site with axes (east, north, up of the centre; 9 numbers)."""
    east = x * axes[0] + y * axes[1] + z * axes[2]
    north = x * axes[3] + y * axes[4] + z * axes[5]
    up = x * axes[6] + y * axes[7] + z * axes[8]
    return fast_atan2(math.sqrt(east * east + north * north), up), east, north


@routine
def end_around(east, north, altitude, limits, ends):
    """Greatest angle at which any node around a bearing and an altitude is reached; without limit outside the table."""
    azimuths, levels = ends.shape[1], ends.shape[2]
    if not limits[0] <= altitude <= limits[1]:
        return math.inf
    k = min(int(math.sqrt((altitude - limits[0]) / (limits[1] - limits[0])) * (levels - 1.0)), levels - 2)
    turn = fast_atan2(east, north) / FULL
    j = int((turn - math.floor(turn)) * azimuths) % azimuths
    jj = j + 1 if j + 1 < azimuths else 0
    far = 0.0
    for branch in range(2):
        far = max(far, ends[branch, j, k], ends[branch, j, k + 1], ends[branch, jj, k], ends[branch, jj, k + 1])
    return far * (1.0 + RIM)


@routine
def time_to(angle, east, north, altitude, limits, ends, table, doubts):
    """(least time to a place, whether the table is sure, its doubt): BEYOND out of reach, else too short where not sure."""
    azimuths, levels = table.shape[1], table.shape[2]
    if altitude < limits[0]:
        return 0.0, False, 0.0
    if altitude > limits[1]:
        top = -1.0
        for j in range(azimuths):
            top = max(top, ends[0, j, levels - 1], ends[1, j, levels - 1])
        return BEYOND if top < 0.0 else 0.0, top < 0.0, 0.0
    y = math.sqrt((altitude - limits[0]) / (limits[1] - limits[0])) * (levels - 1.0)
    k = min(int(y), levels - 2)
    turn = fast_atan2(east, north) / FULL
    x = (turn - math.floor(turn)) * azimuths
    j = int(x) % azimuths
    x -= math.floor(x)
    jj = j + 1 if j + 1 < azimuths else 0
    flat, sure, doubt = _read(0, angle, x, j, jj, y - k, k, ends, table, doubts)
    if flat < BEYOND:
        return flat, sure, doubt
    return _read(1, angle, x, j, jj, y - k, k, ends, table, doubts)


@driver
def read_many(angle, bearing, altitude, limits, ends, table, doubts, fans, time, doubt, flown):
    """Fill for each place: least time (n,) as the table has it, NaN where it is not sure or out of reach, and its doubt;
    and the fan's time. No fan, where `fans` holds the watching site alone."""
    for i in prange(angle.shape[0]):
        found, sure, doubt[i] = time_to(
            angle[i], math.sin(bearing[i]), math.cos(bearing[i]), altitude[i], limits, ends, table, doubts
        )
        time[i], flown[i] = found if sure and found < BEYOND else math.nan, math.nan
        if fans.shape[0] > WATCH:
            flat = reach_on_branch(fans, WATCH, 0, angle[i], bearing[i], altitude[i])
            lofted = reach_on_branch(fans, WATCH, 1, angle[i], bearing[i], altitude[i])
            flown[i] = lofted if math.isnan(flat) else flat


@part
def _read_at(branch, x, y, z, limits, ends, table, doubts):
    """(angle, bearing, altitude, time on a branch, whether it is sure) of a place between nodes, told by its numbers."""
    j, k = int(x), int(y)
    jj = j + 1 if j + 1 < table.shape[1] else 0
    a, b, c, d = ends[branch, j, k], ends[branch, j, k + 1], ends[branch, jj, k], ends[branch, jj, k + 1]
    u, v, q = x - j, y - k, 1.0 - z / (table.shape[3] - 1.0)
    end = (1.0 - u) * ((1.0 - v) * a + v * b) + u * ((1.0 - v) * c + v * d)
    angle = end * (1.0 - q * q)
    altitude = level_height(y, table.shape[2], limits[0], limits[1])
    if min(a, b, c, d) <= 0.0:
        return angle, 0.0, altitude, math.nan, False
    time, sure, _ = _read(branch, angle, u, j, jj, v, k, ends, table, doubts)
    return angle, FULL * x / table.shape[1], altitude, time, sure


@driver
def fill_doubts(places, fans, limits, ends, table, doubts, worst):
    """Fill `worst`, shaped as `doubts`, with the worst error of each part of the table against its fan.

    places (p, 3): where in a part one looks, each number from 0 to 1; the bearing counts all round.
    """
    wide = worst.shape[2]
    for k in prange(worst.size):
        branch, level, node = k // (worst.shape[1] * wide), k // wide % worst.shape[1], k % wide
        most = 0.0
        for p in range(places.shape[0]):
            x = places[p, 0] * table.shape[1]
            y = min((level + places[p, 1]) * PART_LEVELS, table.shape[2] - 1.001)
            z = min((node + places[p, 2]) * PART_NODES, table.shape[3] - 1.001)
            angle, bearing, altitude, time, sure = _read_at(branch, x, y, z, limits, ends, table, doubts)
            if sure:
                error = abs(reach_on_branch(fans, WATCH, branch, angle, bearing, altitude) - time)
                most = error if error > most else most
        worst[branch, level, node] = most
