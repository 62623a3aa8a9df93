"""Arithmetic of seeing: where a flight is between its knots, how far inside a sensor's field it lies, when it is seen.

Layouts that the drivers read (made by `visibility`): `site` row = position, east, north, up in ECEF (12 numbers);
`limits` row = minimum range, instrumented range, signal-to-noise range (m), elevation low, elevation high (rad),
effective Earth radius for refraction (m, 0 = none), altitude of the site (m), sines of the two elevations; `faces` rows =
middle and half width of an azimuth sector (rad), sine and cosine of the middle, cosine of the half width (-2: all round).
"""

import math

from midcourse.earth._kernels import geodetic
from midcourse.numerics._kernels import fast_asin, fast_atan2, fast_cos, fast_sin
from midcourse.numerics.jit import driver, kernel, part, prange, routine
from midcourse.sensing._kernels.along import (
    ABOVE,
    AWAY,
    BESIDE,
    ELEVATION,
    MARGIN,
    MOST,
    RANGE_SCALE,
    bent_sine,
    beside,
    components,
    distances,
    margins,
    new_rows,
    next_knot,
    sample,
)

SPANS = 6
EDGE_TOLERANCE = 0.01  # s
NEARLY = 0.02  # s, by which a straight line between margins 10 s apart mostly misses the edge at most
GOLDEN = 0.6180339887498949
FASTEST = 12e3  # m/s, more than any flight that comes down has over the turning Earth
PAIRS = 64  # pairs of a flight and a sensor that a thread takes at a time

SEEN, BELOW_HORIZON, OUT_OF_SECTOR, TOO_FAINT, BEYOND_INSTRUMENTED_RANGE, NO_FLIGHT = range(6)


@kernel
def on_cubic(t, i, low, times, positions, velocities):
    """Position (m, ECI) of flight i at time t: cubic Hermite between knots `low` and the next."""
    high = low + 1
    h = times[i, high] - times[i, low]
    u = (t - times[i, low]) / h
    w = 1.0 - u
    a, b = w * w * (1.0 + 2.0 * u), u * u * (3.0 - 2.0 * u)
    c, d = u * w * w * h, -u * u * w * h
    x = a * positions[i, low, 0] + b * positions[i, high, 0] + c * velocities[i, low, 0] + d * velocities[i, high, 0]
    y = a * positions[i, low, 1] + b * positions[i, high, 1] + c * velocities[i, low, 1] + d * velocities[i, high, 1]
    z = a * positions[i, low, 2] + b * positions[i, high, 2] + c * velocities[i, low, 2] + d * velocities[i, high, 2]
    return x, y, z


@routine
def knot_before(t, i, times):
    """Last knot of flight i not after a time, the last but one at most."""
    low, high = 0, times.shape[1] - 1
    while high - low > 1:
        middle = (low + high) // 2
        if times[i, middle] <= t:
            low = middle
        else:
            high = middle
    return low


@routine
def locate(t, i, times, positions, velocities):
    """Position (m, ECI) of flight i at time t: cubic Hermite between its knots."""
    return on_cubic(t, i, knot_before(t, i, times), times, positions, velocities)


@kernel
def away_from(t, x, y, z, site, rate):
    """(east, north, up) of an ECI position from a site fixed to the Earth."""
    cosine, sine = fast_cos(rate * t), fast_sin(rate * t)
    return components(cosine * x + sine * y - site[0], cosine * y - sine * x - site[1], z - site[2], site)


@routine
def look(t, x, y, z, site, rate):
    """(slant range, azimuth, elevation) of an ECI position seen from a site fixed to the Earth."""
    east, north, up = away_from(t, x, y, z, site, rate)
    ground = math.sqrt(east * east + north * north)
    return math.sqrt(ground * ground + up * up), fast_atan2(east, north), fast_atan2(up, ground)


@part
def in_field(low, t, i, times, positions, velocities, site, limits, faces, count, shape):
    """(within elevations and sector, within ranges, slant range) of flight i at a time, without an angle taken.

    `low` = a knot before the time, not far off.
    """
    x, y, z = on_cubic(t, i, next_knot(low, t, i, times), times, positions, velocities)
    east, north, up = away_from(t, x, y, z, site, shape[0])
    ground = math.sqrt(east * east + north * north)
    away = math.sqrt(ground * ground + up * up)
    sine = up
    if limits[5] > 0.0 and away > 0.0:
        _, _, altitude = geodetic(x, y, z, shape[1], shape[2])
        height = altitude - limits[6]
        sine = (2.0 * limits[5] * height + height * height - away * away) / (2.0 * limits[5])
    inside = limits[7] * away <= sine and (sine <= limits[8] * away or limits[8] >= 1.0)
    faced = False
    for k in range(count):
        faced = faced or east * faces[k, 2] + north * faces[k, 3] >= ground * faces[k, 4]
    return inside and faced, limits[0] <= away <= min(limits[1], limits[2]), away


@part
def edge(outside, inside, guess, i, times, positions, velocities, site, limits, faces, count, shape):
    """Time at which the flight crosses the edge of the field, between a time outside and one inside.

    guess : where it may be, looked at first on both sides; NaN: halving alone
    """
    low = knot_before(min(outside, inside), i, times)
    turn = 0
    while abs(inside - outside) > EDGE_TOLERANCE:
        t = 0.5 * (inside + outside)
        if turn < 2:
            trial = guess + (NEARLY if (turn == 0) == (inside > outside) else -NEARLY)
            t = trial if min(outside, inside) < trial < max(outside, inside) else t
            turn += 1
        within, near, _ = in_field(low, t, i, times, positions, velocities, site, limits, faces, count, shape)
        if within and near:
            inside = t
        else:
            outside = t
    return inside


@part
def margin_at(t, i, times, positions, velocities, site, limits, faces, count, shape):
    """Margin of all limits of flight i at a time."""
    x, y, z = locate(t, i, times, positions, velocities)
    slant_range, azimuth, elevation = look(t, x, y, z, site, shape[0])
    if limits[5] > 0.0 and slant_range > 0.0:
        _, _, altitude = geodetic(x, y, z, shape[1], shape[2])
        elevation = fast_asin(bent_sine(slant_range, altitude - limits[6], limits[5]))
    side = -4.0
    for k in range(count):
        side = max(side, beside(azimuth, faces[k, 0], faces[k, 1]))
    reach = min(min(limits[1], limits[2]) - slant_range, slant_range - limits[0]) / RANGE_SCALE
    return min(elevation - limits[3], limits[4] - elevation, side, reach)


@part
def top(low, high, i, times, positions, velocities, site, limits, faces, count, shape):
    """Time of the greatest margin between two times around a peak, and that margin; ends early once it is positive."""
    a, b = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    fa = margin_at(a, i, times, positions, velocities, site, limits, faces, count, shape)
    fb = margin_at(b, i, times, positions, velocities, site, limits, faces, count, shape)
    while high - low > 0.1 and fa < 0.0 and fb < 0.0:
        if fa > fb:
            high, b, fb = b, a, fa
            a = high - GOLDEN * (high - low)
            fa = margin_at(a, i, times, positions, velocities, site, limits, faces, count, shape)
        else:
            low, a, fa = a, b, fb
            b = low + GOLDEN * (high - low)
            fb = margin_at(b, i, times, positions, velocities, site, limits, faces, count, shape)
    return (a, fa) if fa > fb else (b, fb)


@kernel
def may_come_in(k, step, limits, X):
    """Whether a flight outside its limits at sample k may be inside them within a step of it: none is faster than FASTEST."""
    away, moved = X[AWAY * MOST + k], FASTEST * step
    near = away - min(limits[1], limits[2]) <= moved and limits[0] - away <= moved
    if limits[5] > 0.0 or away < 2.0 * moved:
        return near
    return near and X[ABOVE * MOST + k] + moved / (away - moved) >= 0.0


@part
def nearest_at_edge(t0, t1, inside0, i, times, positions, velocities, site, limits, faces, count, shape):
    """Slant range where a flight crosses the edge of elevations and sector (not of range) between two times."""
    nearest = math.inf
    low = knot_before(t0, i, times)
    while abs(t1 - t0) > EDGE_TOLERANCE:
        t = 0.5 * (t0 + t1)
        within, _, away = in_field(low, t, i, times, positions, velocities, site, limits, faces, count, shape)
        if within:
            nearest = away
        if within == inside0:
            t0 = t
        else:
            t1 = t
    return nearest


@part
def why_never(i, steps, times, positions, velocities, site, limits, faces, count, shape, X):
    """(reason, highest elevation, least slant range within elevations and sector) of a flight that is never seen."""
    highest, nearest = -math.pi, math.inf
    in_elevation = ever = False
    before = X[ABOVE * MOST] >= 0.0 and X[BESIDE * MOST] >= 0.0
    for k in range(steps + 1):
        highest = max(highest, X[ELEVATION * MOST + k])
        high = X[ABOVE * MOST + k] >= 0.0
        inside = high and X[BESIDE * MOST + k] >= 0.0
        if inside:
            nearest = min(nearest, X[AWAY * MOST + k])
        if inside != before:
            at_edge = nearest_at_edge(
                X[k - 1], X[k], before, i, times, positions, velocities, site, limits, faces, count, shape
            )  # fmt: skip
            nearest = min(nearest, at_edge)
        in_elevation, ever, before = in_elevation or high, ever or inside, inside
    if not in_elevation:
        return BELOW_HORIZON, highest, nearest
    if not ever or nearest < limits[0]:
        return OUT_OF_SECTOR, highest, nearest
    return (TOO_FAINT if nearest <= limits[1] else BEYOND_INSTRUMENTED_RANGE), highest, nearest


@kernel
def samples_near(steps, reach, X):
    """First sample, and one beyond the last, outside of which a flight is out of range for sure; the same where it always is."""
    slack = reach + FASTEST * (X[steps] / steps)
    first, last = steps + 1, -1
    for k in range(steps + 1):
        if X[AWAY * MOST + k] <= slack:
            first, last = min(first, k), k
    return (max(0, first - 1), min(steps + 1, last + 2)) if last >= 0 else (0, 0)


@part
def watch_one(i, steps, times, positions, velocities, site, limits, faces, count, shape, X, starts, ends):
    """Fill the spans in which one sensor sees flight i, whose samples are in X; gives how many there are."""
    distances(steps + 1, site, X)
    first, beyond = samples_near(steps, min(limits[1], limits[2]), X)
    margins(beyond - first, site, limits, faces, count, X[first:])
    found, inside, step = 0, False, X[steps] / steps
    before2 = before = -math.inf
    for k in range(first, beyond + 1):
        margin = X[MARGIN * MOST + k] if k < beyond else -math.inf
        if before < 0.0 and margin < 0.0 and before > before2 and before >= margin and found < SPANS:
            low, high = X[max(0, k - 2)], X[min(k, steps)]
            peak, best = 0.0, -1.0
            if may_come_in(k - 1, step, limits, X):
                peak, best = top(low, high, i, times, positions, velocities, site, limits, faces, count, shape)
            if best >= 0.0:
                starts[found] = edge(
                    low, peak, math.nan, i, times, positions, velocities, site, limits, faces, count, shape
                )
                ends[found] = edge(
                    high, peak, math.nan, i, times, positions, velocities, site, limits, faces, count, shape
                )
                found += 1
        if margin >= 0.0 and not inside and found < SPANS:
            starts[found] = X[k]
            if k > 0:
                starts[found] = edge(
                    X[k - 1], X[k], X[k - 1] + before / (before - margin) * (X[k] - X[k - 1]), i, times, positions,
                    velocities, site, limits, faces, count, shape,
                )  # fmt: skip
            inside = True
        elif margin < 0.0 and inside:
            ends[found] = X[steps]
            if k <= steps:
                ends[found] = edge(
                    X[k], X[k - 1], X[k - 1] + before / (before - margin) * (X[k] - X[k - 1]), i, times, positions,
                    velocities, site, limits, faces, count, shape,
                )  # fmt: skip
            found += 1
            inside = False
        before2, before = before, margin
    if found == 0:  # why not is told from all samples
        margins(first, site, limits, faces, count, X)
        margins(steps + 1 - beyond, site, limits, faces, count, X[beyond:])
    return found


@part
def first_look(t, i, times, positions, velocities, site, shape, first):
    """Fill slant range, altitude and azimuth of flight i at a time, from a site."""
    x, y, z = locate(t, i, times, positions, velocities)
    slant_range, azimuth, _ = look(t, x, y, z, site, shape[0])
    _, _, altitude = geodetic(x, y, z, shape[1], shape[2])
    first[0], first[1], first[2] = slant_range, altitude, azimuth


@kernel
def any_bent(limits):
    """Whether one of the radars looks through air that bends."""
    found = False
    for j in range(limits.shape[0]):
        found = found or limits[j, 5] > 0.0
    return found


@driver
def watch_all(reached, times, positions, velocities, sites, limits, faces, counts, shape, spans, reason, numbers):
    """Watch every flight with every sensor, on all cores; fills what was NaN, and the code of no flight.

    `spans` = starts and ends (flights, sensors, SPANS); `reason` (flights, sensors); `numbers` = highest elevation, nearest
    range in the field (flights, sensors), and slant range, altitude, azimuth at first sight (flights, sensors, 3).
    """
    n, m = times.shape[0], sites.shape[0]
    starts, ends = spans
    highest, nearest, first = numbers
    bent = any_bent(limits)
    rows, columns = max(1, PAIRS // m), min(m, PAIRS)
    wide, deep = (m + columns - 1) // columns, (n + rows - 1) // rows
    for block in prange(wide * deep):
        X = new_rows()
        for i in range(block // wide * rows, min(n, (block // wide + 1) * rows)):
            steps = sample(i, times, positions, velocities, shape, bent, X) if reached[i] else 0
            for j in range(block % wide * columns, min(m, (block % wide + 1) * columns) if steps else 0):
                found = watch_one(
                    i, steps, times, positions, velocities, sites[j], limits[j], faces[j], counts[j], shape, X,
                    starts[i, j], ends[i, j],
                )  # fmt: skip
                reason[i, j] = SEEN
                if found > 0:
                    first_look(starts[i, j, 0], i, times, positions, velocities, sites[j], shape, first[i, j])
                else:
                    reason[i, j], highest[i, j], nearest[i, j] = why_never(
                        i, steps, times, positions, velocities, sites[j], limits[j], faces[j], counts[j], shape, X
                    )
