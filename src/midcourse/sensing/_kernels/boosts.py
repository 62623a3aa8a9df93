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

SAMPLES = 49  # times at which a boost is looked at
ROUNDS = 3  # of Newton's steps to a crossing, from a straight line on the cubic through the four samples around it
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
def row_crossing(row, level, k, X):
    """Time at which a row crosses a level between sample k - 1 and sample k."""
    first = min(max(k - 2, 0), SAMPLES - 4)
    q = row * MOST + first
    a, b, c, d = X[q] - level, X[q + 1] - level, X[q + 2] - level, X[q + 3] - level
    second, third = 0.5 * (c - 2.0 * b + a), (d - 3.0 * c + 3.0 * b - a) / 6.0
    before, after = X[row * MOST + k - 1] - level, X[row * MOST + k] - level
    at = k - 1 - first
    s = at + before / (before - after)
    for _ in range(ROUNDS):
        value = a + s * (b - a + (s - 1.0) * (second + (s - 2.0) * third))
        slope = b - a + (2.0 * s - 1.0) * second + (3.0 * s * s - 6.0 * s + 2.0) * third
        s -= value / slope if slope != 0.0 else 0.0
    return X[k - 1] + min(max(s - at, 0.0), 1.0) * (X[k] - X[k - 1])


@part
def crossing(k, satellite, X):
    """Time between sample k - 1 and sample k at which both limits begin to be kept, or one is kept no longer."""
    begin, end = X[k - 1], X[k]
    if (X[HEIGHT * MOST + k - 1] >= satellite[3]) != (X[HEIGHT * MOST + k] >= satellite[3]):
        at = row_crossing(HEIGHT, satellite[3], k, X)
        begin, end = max(begin, at), min(end, at)
    if (X[SIGHT * MOST + k - 1] >= satellite[4]) != (X[SIGHT * MOST + k] >= satellite[4]):
        at = row_crossing(SIGHT, satellite[4], k, X)
        begin, end = max(begin, at), min(end, at)
    return begin if X[MARGIN * MOST + k] >= 0.0 else end


@part
def first_view(satellite, X):
    """Begin and end of the first unbroken time with a margin; NaN where there is none."""
    begin = math.nan
    for k in range(SAMPLES):
        inside = X[MARGIN * MOST + k] >= 0.0
        if inside and math.isnan(begin):
            begin = X[0] if k == 0 else crossing(k, satellite, X)
        elif not inside and not math.isnan(begin):
            return begin, crossing(k, satellite, X)
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
                begin, end = first_view(satellites[j], X)
                detected = begin + satellites[j, 5]
                if detected <= end:
                    found[i, j, 0], found[i, j, 1], reason[i, j] = detected, end, SEEN
                    boost_look(detected, i, times, positions, velocities, satellites[j], shape, first[i, j])
                else:
                    reason[i, j], found[i, j, 2] = unseen(satellites[j], X)
