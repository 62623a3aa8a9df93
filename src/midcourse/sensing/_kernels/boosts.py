"""Arithmetic of infrared satellites: what each sees of a burning motor. docs/models/sensing/satellite.md

`satellites` rows = position in ECEF (m), cloud-break altitude (m), lowest elevation (rad), time that the looks take (s), then
east and north at the point below (6 numbers).
"""

import math

from midcourse.earth._kernels import upright
from midcourse.numerics._kernels import fast_asin, fast_atan2, fast_cos, fast_sin
from midcourse.numerics.jit import driver, part, prange
from midcourse.sensing._kernels.along import HEIGHT, MARGIN, MOST, PX, PY, PZ, new_rows, place, turn
from midcourse.sensing._kernels.seeing import BELOW_HORIZON, PAIRS, SEEN, TOO_FAINT, locate

SAMPLES = 33  # times at which a boost is looked at; crossings between two are sought on the flight itself
NEAR_ZERO, TRIES = 0.5, 20  # m, margin at which a crossing is found, and how often it is sought at most
UP_X, UP_Y, UP_Z, SIGHT = 5, 6, 7, 8  # rows of the vertical and of the satellite's elevation, in the room of a radar's


@part
def boost_samples(i, burnout, times, positions, velocities, shape, X):
    """Fill the rows of flight i at even times of its boost: place over the Earth, altitude, vertical."""
    rate, radius, e2 = shape
    for k in range(SAMPLES):
        X[k] = burnout * (k / (SAMPLES - 1.0))
    place(i, SAMPLES, times, positions, velocities, X)
    turn(SAMPLES, rate, X)
    for k in range(SAMPLES):
        x, y, z = X[PX * MOST + k], X[PY * MOST + k], X[PZ * MOST + k]
        up, out, scale, altitude = upright(x, y, z, radius, e2)
        axis = math.sqrt(x * x + y * y)
        level = out * scale / (axis if axis > 0.0 else 1.0)
        X[HEIGHT * MOST + k] = altitude
        X[UP_X * MOST + k], X[UP_Y * MOST + k], X[UP_Z * MOST + k] = level * x, level * y, up * scale


@part
def boost_margins(satellite, mean_radius, X):
    """Fill the rows SIGHT and MARGIN as a satellite sees the boost: both limits in metres, the lesser of them."""
    a, b, c, clouds, low = satellite[0], satellite[1], satellite[2], satellite[3], satellite[4]
    for k in range(SAMPLES):
        dx, dy, dz = a - X[PX * MOST + k], b - X[PY * MOST + k], c - X[PZ * MOST + k]
        up = dx * X[UP_X * MOST + k] + dy * X[UP_Y * MOST + k] + dz * X[UP_Z * MOST + k]
        sine = up / math.sqrt(dx * dx + dy * dy + dz * dz)
        elevation = fast_asin(1.0 if sine > 1.0 else sine)
        over, above = X[HEIGHT * MOST + k] - clouds, (elevation - low) * mean_radius
        X[MARGIN * MOST + k] = above if above < over else over
        X[SIGHT * MOST + k] = elevation


@part
def place_over_earth(t, i, times, positions, velocities, rate):
    """Position of flight i at a time, fixed to the Earth."""
    x, y, z = locate(t, i, times, positions, velocities)
    cosine, sine = fast_cos(rate * t), fast_sin(rate * t)
    return cosine * x + sine * y, cosine * y - sine * x, z


@part
def margin_then(t, i, times, positions, velocities, satellite, mean_radius, shape):
    """Margin with which a satellite sees flight i at a time, as in row MARGIN."""
    x, y, z = place_over_earth(t, i, times, positions, velocities, shape[0])
    up, out, scale, altitude = upright(x, y, z, shape[1], shape[2])
    axis = math.sqrt(x * x + y * y)
    level = out * scale / (axis if axis > 0.0 else 1.0)
    dx, dy, dz = satellite[0] - x, satellite[1] - y, satellite[2] - z
    sine = (dx * level * x + dy * level * y + dz * up * scale) / math.sqrt(dx * dx + dy * dy + dz * dz)
    elevation = fast_asin(1.0 if sine > 1.0 else sine)
    return min(altitude - satellite[3], (elevation - satellite[4]) * mean_radius)


@part
def crossing(k, i, times, positions, velocities, satellite, mean_radius, shape, X):
    """Time at which the margin is zero between sample k - 1 and sample k: false position, the end that stays halved."""
    t, u = X[k - 1], X[k]
    a, b = X[MARGIN * MOST + k - 1], X[MARGIN * MOST + k]
    found = t
    for _ in range(TRIES):
        found = t + a / (a - b) * (u - t) if a != b else t
        margin = margin_then(found, i, times, positions, velocities, satellite, mean_radius, shape)
        if abs(margin) < NEAR_ZERO:
            break
        if (margin >= 0.0) == (b >= 0.0):
            u, b, a = found, margin, 0.5 * a
        else:
            t, a, b = found, margin, 0.5 * b
    return found


@part
def first_view(i, times, positions, velocities, satellite, mean_radius, shape, X):
    """Begin and end of the first unbroken time with a margin; NaN where there is none."""
    begin = math.nan
    for k in range(SAMPLES):
        inside = X[MARGIN * MOST + k] >= 0.0
        if inside == math.isnan(begin):
            at = X[0]
            if k > 0:
                at = crossing(k, i, times, positions, velocities, satellite, mean_radius, shape, X)
            if not inside:
                return begin, at
            begin = at
    return begin, (math.nan if math.isnan(begin) else X[SAMPLES - 1])


@part
def unseen(satellite, X):
    """(reason, highest elevation) of a boost that a satellite does not report."""
    highest, clear = -math.pi, -math.pi
    for k in range(SAMPLES):
        elevation = X[SIGHT * MOST + k]
        highest = max(highest, elevation)
        if X[HEIGHT * MOST + k] >= satellite[3]:
            clear = max(clear, elevation)
    return (BELOW_HORIZON if clear < satellite[4] else TOO_FAINT), highest


@part
def boost_look(time, i, times, positions, velocities, satellite, shape, first):
    """Fill slant range, altitude and azimuth of flight i at a time, from the point below a satellite."""
    x, y, z = place_over_earth(time, i, times, positions, velocities, shape[0])
    dx, dy, dz = x - satellite[0], y - satellite[1], z - satellite[2]
    _, _, _, altitude = upright(x, y, z, shape[1], shape[2])
    first[0], first[1] = math.sqrt(dx * dx + dy * dy + dz * dz), altitude
    east = dx * satellite[6] + dy * satellite[7] + dz * satellite[8]
    north = dx * satellite[9] + dy * satellite[10] + dz * satellite[11]
    first[2] = fast_atan2(east, north)


@driver
def watch_boosts(burns, burnout, times, positions, velocities, satellites, mean_radius, shape, found, reason, first):
    """Watch the boost of every flight with every satellite, on all cores; fills what was NaN, and the code of no flight.

    `burns` (n,): whether anything burns on a flight that is in reach. `found` (n, m, 3) = start, end, highest elevation of an
    unseen boost; `reason` (n, m); `first` (n, m, 3) = slant range, altitude, azimuth at the detection.
    """
    n, m = times.shape[0], satellites.shape[0]
    for block in prange((n + PAIRS - 1) // PAIRS):
        X = new_rows()
        for i in range(block * PAIRS, min(n, (block + 1) * PAIRS)):
            if burns[i]:
                boost_samples(i, burnout[i], times, positions, velocities, shape, X)
            for j in range(m if burns[i] else 0):
                boost_margins(satellites[j], mean_radius, X)
                begin, end = first_view(i, times, positions, velocities, satellites[j], mean_radius, shape, X)
                detected = begin + satellites[j, 5]
                if detected <= end:
                    found[i, j, 0], found[i, j, 1], reason[i, j] = detected, end, SEEN
                    boost_look(detected, i, times, positions, velocities, satellites[j], shape, first[i, j])
                else:
                    reason[i, j], found[i, j, 2] = unseen(satellites[j], X)
