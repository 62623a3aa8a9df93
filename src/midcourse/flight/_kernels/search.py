"""One row of the search for a staged missile's azimuth and number: its tables, its first guess, its next step.

Tables are (stations, nodes, columns); a row takes from `weights.shape[2]` stations in succession, the first of them
`first[i]`, with three rows of weights: of steering (at the bearing of the aim), of where it comes down (at the azimuth of
launch), and the change of the latter by azimuth. Columns of a row's state S are named below. docs/models/flight/targeting.md
"""

import math

import numpy as np

from midcourse.flight._kernels.chart import chart_guess
from midcourse.flight._kernels.launch import ESCAPE, ORBIT
from midcourse.numerics._kernels import fast_asin, fast_atan2, fast_cos, fast_sin
from midcourse.numerics.jit import kernel, part

# columns of the tables
# as whole numbers of numpy: a plain 0 or 1 is a type of its own, and what is called with it is compiled again for each
U, LOFT, LOG_RATE, CUT, ALONG, RIGHT, COLUMNS = np.arange(7)
STEERS, LANDS, TURNS = np.arange(3)  # rows of weights
# state: number and azimuth now, bracket, number and angle ahead before
NUMBER, AZIMUTH, LOW, HIGH, BEFORE, AHEAD_BEFORE = 0, 1, 2, 3, 4, 5
# angles ahead and aside by number and azimuth (4), point they were last corrected at (2), residual there (2)
MATRIX, POINT, RESIDUAL = 6, 10, 12
# the best flight: azimuth, steering (3), number, how far short, miss
BEST_AZIMUTH, BEST_STEERING, BEST_NUMBER, SHORT, MISS = 14, 15, 18, 19, 20
# of the aim point: components on the axes (5), Earth-fixed place (3); axes at the launch point (15); distance, bearing
SIGHT, AIM, AXES, DISTANCE, BEARING = 21, 26, 29, 44, 45
# steering in the air (3), how the impact moves: along and aside by number, along by azimuth; ends of the numbers; last loft
STEERING, SLOPE, DRIFT, SWING, FIRST_U, LAST_U, LAST_LOFT = 46, 49, 50, 51, 52, 53, 54
STATES = 55

FARTHEST = 0.995 * math.pi
COMPASS = 8
EIGHTH = math.pi / 4.0
EVEN = math.sqrt(0.5)
GUESSES = 2  # rounds in which the first guess follows the launch azimuth
SMALL = 0.05  # rad, miss under which number and azimuth are moved together
BACK = -0.1 * math.pi  # rad: what lies farther back counts as far ahead


@kernel
def bounded_arc_sine(x, most):
    """Arc sine of x between -most and most."""
    x = x if x < most else most
    return fast_asin(x if x > -most else -most)


@part
def surface_point(latitude, longitude, radius, e2):
    """Point of the ellipsoid, Earth-fixed, m; NaN for NaN."""
    sine, cosine = math.sin(latitude), math.cos(latitude)
    n = radius / math.sqrt(1.0 - e2 * sine * sine)
    return n * cosine * math.cos(longitude), n * cosine * math.sin(longitude), n * (1.0 - e2) * sine


@part
def angles_along(above, east, north, from_east, from_north, azimuth):
    """Angles along and to the right of an azimuth of a direction with these components on the axes."""
    sine, cosine = fast_sin(azimuth), fast_cos(azimuth)
    along = fast_atan2(cosine * from_east - sine * from_north, above)
    along = along + 2.0 * math.pi if along < BACK else along
    return along, bounded_arc_sine(cosine * east - sine * north, 1.0)


@part
def seen(S, i, x, y, z, azimuth):
    """Angles along and to the right of an azimuth at which row i's launch point sees a point of the ground."""
    ir = 1.0 / math.sqrt(x * x + y * y + z * z)
    x, y, z = x * ir, y * ir, z * ir
    a = AXES
    return angles_along(
        S[i, a] * x + S[i, a + 1] * y + S[i, a + 2] * z,
        S[i, a + 3] * x + S[i, a + 4] * y + S[i, a + 5] * z,
        S[i, a + 6] * x + S[i, a + 7] * y + S[i, a + 8] * z,
        S[i, a + 9] * x + S[i, a + 10] * y + S[i, a + 11] * z,
        S[i, a + 12] * x + S[i, a + 13] * y + S[i, a + 14] * z,
        azimuth,
    )


@part
def aim_seen(S, i, azimuth):
    """Angles along and to the right of an azimuth at which row i's launch point sees its aim point."""
    return angles_along(S[i, SIGHT], S[i, SIGHT + 1], S[i, SIGHT + 2], S[i, SIGHT + 3], S[i, SIGHT + 4], azimuth)


@part
def take_bearings(i, j, launches, aims, radius, e2, S):
    """Axes at the launch point of row j, its aim on them, distance (rad) and bearing, as row i of S, which forgets all else."""
    for c in range(STATES):
        S[i, c] = math.nan
    S[i, LOW], S[i, HIGH], S[i, MISS] = -math.inf, math.inf, math.inf
    x, y, z = surface_point(launches[j, 0], launches[j, 1], radius, e2)
    ir = 1.0 / math.sqrt(x * x + y * y + z * z)
    x, y, z = x * ir, y * ir, z * ir
    sine, cosine = math.sin(launches[j, 0]), math.cos(launches[j, 0])
    ex, ey = -math.sin(launches[j, 1]), math.cos(launches[j, 1])
    nx, ny, nz = -sine * ey, sine * ex, cosine
    a = AXES
    S[i, a], S[i, a + 1], S[i, a + 2] = x, y, z
    S[i, a + 3], S[i, a + 4], S[i, a + 5] = ex, ey, 0.0
    S[i, a + 6], S[i, a + 7], S[i, a + 8] = nx, ny, nz
    S[i, a + 9], S[i, a + 10], S[i, a + 11] = -z * ey, z * ex, x * ey - y * ex
    S[i, a + 12], S[i, a + 13], S[i, a + 14] = y * nz - z * ny, z * nx - x * nz, x * ny - y * nx
    x, y, z = surface_point(aims[j, 0], aims[j, 1], radius, e2)
    ir = 1.0 / math.sqrt(x * x + y * y + z * z)
    S[i, AIM], S[i, AIM + 1], S[i, AIM + 2] = x, y, z
    for k in range(5):
        q = AXES + 3 * k
        S[i, SIGHT + k] = ir * (S[i, q] * x + S[i, q + 1] * y + S[i, q + 2] * z)
    along, right = aim_seen(S, i, 0.0)
    ahead, aside = math.cos(right) * math.sin(along), math.sin(right)
    S[i, DISTANCE] = fast_atan2(math.sqrt(ahead * ahead + aside * aside), math.cos(right) * math.cos(along))
    S[i, BEARING] = fast_atan2(aside, ahead)


@part
def take_weights(i, latitude, azimuth, latitudes, first, weights, turning):
    """Weights (n, span) of row i's stations: linear in latitude, by waves round the compass; their change by azimuth."""
    last = latitudes.shape[0] - 1
    band = 0
    while band < last - 1 and latitudes[band + 1] <= latitude:
        band += 1
    share = 0.0
    if last > 0:
        share = (latitude - latitudes[band]) / (latitudes[band + 1] - latitudes[band])
        share = min(max(share, 0.0), 1.0)
    first[i] = band * COMPASS
    c, s = math.cos(azimuth), math.sin(azimuth)
    for k in range(COMPASS):
        c2, s2 = c * c - s * s, 2.0 * s * c
        c3, s3 = c2 * c - s2 * s, s2 * c + c2 * s
        c4, s4 = c2 * c2 - s2 * s2, 2.0 * s2 * c2
        wave = (1.0 + 2.0 * (c + c2 + c3) + c4) / COMPASS
        slope = -(2.0 * s + 4.0 * s2 + 6.0 * s3 + 4.0 * s4) / COMPASS
        weights[i, k], turning[i, k] = (1.0 - share) * wave, (1.0 - share) * slope
        if last > 0:
            weights[i, COMPASS + k], turning[i, COMPASS + k] = share * wave, share * slope
        c, s = EVEN * (c + s), EVEN * (s - c)  # the next station lies an eighth of a turn to the right


@part
def row_value(tables, first, weights, which, i, node, column):
    """Number of row i's table at a node, by one of its rows of weights."""
    total, j = 0.0, first[i]
    for k in range(weights.shape[2]):
        total += weights[which, i, k] * tables[j + k, node, column]
    return total


@part
def last_node(tables, first, weights, which, i, column, value):
    """Last node of row i's rising column not above the value, the last but one at most: by halving."""
    low, high = 0, tables.shape[1] - 1
    while high - low > 1:
        middle = (low + high) // 2
        if row_value(tables, first, weights, which, i, middle, column) <= value:
            low = middle
        else:
            high = middle
    return low


@part
def first_number(tables, first, weights, i, distance):
    """Number at which row i's flight goes as far as the distance, and its angle to the right there."""
    node = last_node(tables, first, weights, LANDS, i, ALONG, distance)
    before = row_value(tables, first, weights, LANDS, i, node, ALONG)
    rise = row_value(tables, first, weights, LANDS, i, node + 1, ALONG) - before
    share = min(max((distance - before) / (rise if rise > 0.0 else 1.0), 0.0), 1.0)
    u = row_value(tables, first, weights, STEERS, i, node, U)
    right = row_value(tables, first, weights, LANDS, i, node, RIGHT)
    return (
        u + share * (row_value(tables, first, weights, STEERS, i, node + 1, U) - u),
        right + share * (row_value(tables, first, weights, LANDS, i, node + 1, RIGHT) - right),
    )


@part
def steer(i, u, tables, first, weights, S):
    """Steering of row i at a number, and how its impact moves, into S."""
    node = last_node(tables, first, weights, STEERS, i, U, u)
    before = row_value(tables, first, weights, STEERS, i, node, U)
    step = row_value(tables, first, weights, STEERS, i, node + 1, U) - before
    share = min(max((u - before) / step, 0.0), 1.0)
    for c in range(LOFT, COLUMNS):
        which = STEERS if c < ALONG else LANDS
        value = row_value(tables, first, weights, which, i, node, c)
        change = row_value(tables, first, weights, which, i, node + 1, c) - value
        if c < ALONG:
            value += share * change
            S[i, STEERING + c - LOFT] = math.exp(value) if c == LOG_RATE else value
        else:
            S[i, SLOPE + c - ALONG] = change / step
    swing = row_value(tables, first, weights, TURNS, i, node, ALONG)
    S[i, SWING] = swing + share * (row_value(tables, first, weights, TURNS, i, node + 1, ALONG) - swing)


@part
def begin_row(i, launches, latitudes, chart, room, tables, first, weights, S):
    """First number and azimuth of row i, from the chart or where the tables land on the aim point; gives whether from the chart."""
    azimuth = S[i, BEARING]
    rose = latitudes.shape[0] > 0
    if rose:
        take_weights(i, launches[i, 0], azimuth, latitudes, first, weights[STEERS], weights[TURNS])
    u, charted = chart_guess(azimuth, S[i, DISTANCE], chart, room)
    known = math.isfinite(u)
    if known:
        azimuth = charted
        for k in range(weights.shape[2]):
            weights[LANDS, i, k] = weights[STEERS, i, k]
    for _ in range(0 if known else (GUESSES + 1 if rose else 1)):
        if rose:
            take_weights(i, launches[i, 0], azimuth, latitudes, first, weights[LANDS], weights[TURNS])
        along, aside = aim_seen(S, i, azimuth)
        u, right = first_number(tables, first, weights, i, along)
        off = (math.sin(aside) - math.sin(right)) / max(abs(math.sin(along)), 1e-3)
        azimuth += bounded_arc_sine(off, 0.9)
    S[i, NUMBER], S[i, AZIMUTH] = u, azimuth
    last = tables.shape[1] - 1
    S[i, FIRST_U] = row_value(tables, first, weights, STEERS, i, last - last, U)
    S[i, LAST_U] = row_value(tables, first, weights, STEERS, i, last, U)
    S[i, LAST_LOFT] = row_value(tables, first, weights, STEERS, i, last, LOFT)
    steer(i, u, tables, first, weights, S)
    return known


@part
def together(i, ahead, aside, far, S):
    """Changes of number and azimuth by Broyden's rule [broyden1965]; NaN where they are not to be believed."""
    slope, swing, drift = S[i, SLOPE], S[i, SWING], S[i, DRIFT]
    a, b, c, d = S[i, MATRIX], S[i, MATRIX + 1], S[i, MATRIX + 2], S[i, MATRIX + 3]
    u, azimuth = S[i, NUMBER], S[i, AZIMUTH]
    du, dz = u - S[i, POINT], azimuth - S[i, POINT + 1]
    dp, dq = ahead - S[i, RESIDUAL], aside - S[i, RESIDUAL + 1]
    wu, wz = slope * slope * du, far * far * dz
    square = wu * du + wz * dz
    ep, eq = (dp - a * du - b * dz) / square, (dq - c * du - d * dz) / square
    a, b, c, d = a + ep * wu, b + ep * wz, c + eq * wu, d + eq * wz
    if not math.isfinite(a * d + b * c) or not (a < -0.2 * slope and a > -5.0 * slope):
        a, b, c, d = -slope, -swing, -drift, -far
    base = a * d - b * c
    shift, turn = (b * aside - d * ahead) / base, (c * ahead - a * aside) / base
    good = abs(ahead) + abs(aside) < SMALL and base > 0.2 * slope * far and abs(turn) < SMALL / far
    S[i, MATRIX], S[i, MATRIX + 1], S[i, MATRIX + 2], S[i, MATRIX + 3] = a, b, c, d
    S[i, POINT], S[i, POINT + 1], S[i, RESIDUAL], S[i, RESIDUAL + 1] = u, azimuth, ahead, aside
    return shift if good else math.nan, turn if good else math.nan


@part
def next_number(i, ahead, shift, S):
    """Next number of row i: a shift where told, else a secant or the table's slope, inside the bracket."""
    u, slope, first, last = S[i, NUMBER], S[i, SLOPE], S[i, FIRST_U], S[i, LAST_U]
    if ahead > 0.0:
        S[i, LOW] = max(S[i, LOW], u)
    if ahead < 0.0:
        S[i, HIGH] = min(S[i, HIGH], u)
    secant = -(ahead - S[i, AHEAD_BEFORE]) / (u - S[i, BEFORE])
    S[i, BEFORE], S[i, AHEAD_BEFORE] = u, ahead
    if not min(S[i, HIGH], last) - max(S[i, LOW], first) > 1e-9 * (last - first):
        S[i, LOW], S[i, HIGH] = -math.inf, math.inf  # azimuth moved since: begin a new bracket
    if math.isfinite(shift):
        return min(max(u + shift, first), last)
    low, high = max(S[i, LOW], first), min(S[i, HIGH], last)
    believable = secant > 0.1 * slope and secant < 10.0 * slope
    new = u + ahead / (secant if believable else slope)
    if not (new > low and new < high) and math.isfinite(S[i, LOW]) and math.isfinite(S[i, HIGH]):
        return 0.5 * (low + high)
    return min(max(new, low), high)


@part
def keep_best(i, miss, ahead, S):
    """Whether the flight of row i is its best so far; then it is noted."""
    if not (miss < S[i, MISS] or not math.isfinite(S[i, SHORT])):
        return False
    S[i, BEST_AZIMUTH] = S[i, AZIMUTH] - 2.0 * math.pi * math.floor(S[i, AZIMUTH] * (0.5 / math.pi))
    for c in range(3):
        S[i, BEST_STEERING + c] = S[i, STEERING + c]
    S[i, BEST_NUMBER], S[i, SHORT], S[i, MISS] = S[i, NUMBER], ahead, miss
    return True


@part
def advance(i, latitude, longitude, status, radius, e2, wanted, S):
    """Take in where the flight of row i came down and choose the next; gives whether it is the best, whether it goes on.

    latitude, longitude : rad, NaN where it did not come down; wanted : rad, miss at which the row is left alone.
    """
    x, y, z = surface_point(latitude, longitude, radius, e2)
    azimuth = S[i, AZIMUTH]
    came_along, came_right = seen(S, i, x, y, z, azimuth)
    if not math.isfinite(came_along):
        came_along, came_right = 0.0, 0.0
    came_along = FARTHEST if status in (ORBIT, ESCAPE) else min(came_along, FARTHEST)
    aim_along, aim_right = aim_seen(S, i, azimuth)
    ahead, aside = aim_along - came_along, aim_right - came_right
    x, y, z = x - S[i, AIM], y - S[i, AIM + 1], z - S[i, AIM + 2]
    miss = math.sqrt(x * x + y * y + z * z)
    miss = miss if math.isfinite(miss) else math.inf
    best = keep_best(i, miss, ahead, S)
    far = max(abs(math.sin(aim_along)), 1e-4)
    shift, turn = together(i, ahead, aside, far, S)
    before = S[i, NUMBER]
    new = next_number(i, ahead, shift, S)
    plain = bounded_arc_sine(aside / far, 0.7)
    S[i, AZIMUTH] += turn if math.isfinite(turn) and new == before + shift else plain
    stuck = new == before and abs(aside) < wanted
    S[i, NUMBER] = new
    return best, not stuck and not miss < wanted * radius
