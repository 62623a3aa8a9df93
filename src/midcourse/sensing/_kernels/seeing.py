"""Arithmetic of seeing: where a flight is between its knots, how far inside a sensor's field it lies, when it is seen.

Layouts that the drivers read (made by `visibility`): `site` row = position, east, north, up in ECEF (12 numbers);
`limits` row = minimum range, instrumented range, signal-to-noise range (m), elevation low, elevation high (rad),
effective Earth radius for refraction (m, 0 = none), altitude of the site (m); `faces` rows = middle and half width of an
azimuth sector (rad).
"""

import math

import numpy as np

from midcourse.earth._kernels import geodetic
from midcourse.numerics._kernels import fast_asin, fast_atan2, fast_cos, fast_sin
from midcourse.numerics.jit import driver, kernel, prange, routine

SPANS = 6
STEP = 10.0  # s, coarse samples; a shorter sight between two of them is found by climbing to the top of the margin
RANGE_SCALE = 6.4e6  # m, makes a margin in range comparable with one in angle
EDGE_TOLERANCE = 0.01  # s
GOLDEN = 0.6180339887498949
FASTEST = 12e3  # m/s, more than any flight that comes down has over the turning Earth

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
def next_knot(low, t, i, times):
    """As `knot_before`, walking on from a knot before the time."""
    while low < times.shape[1] - 2 and times[i, low + 1] <= t:
        low += 1
    return low


@routine
def locate(t, i, times, positions, velocities):
    """Position (m, ECI) of flight i at time t: cubic Hermite between its knots."""
    return on_cubic(t, i, knot_before(t, i, times), times, positions, velocities)


@routine
def look(t, x, y, z, site, rate):
    """(slant range, azimuth, elevation) of an ECI position seen from a site fixed to the Earth."""
    cosine, sine = fast_cos(rate * t), fast_sin(rate * t)
    dx = cosine * x + sine * y - site[0]
    dy = cosine * y - sine * x - site[1]
    dz = z - site[2]
    east = dx * site[3] + dy * site[4] + dz * site[5]
    north = dx * site[6] + dy * site[7] + dz * site[8]
    up = dx * site[9] + dy * site[10] + dz * site[11]
    ground = math.sqrt(east * east + north * north)
    return math.sqrt(ground * ground + up * up), fast_atan2(east, north), fast_atan2(up, ground)


@routine
def refracted(slant_range, elevation, height, radius):
    """Elevation on an Earth of enlarged radius; the straight line's own elevation where radius is 0."""
    if radius <= 0.0 or slant_range <= 0.0:
        return elevation
    sine = (2.0 * radius * height + height * height - slant_range * slant_range) / (2.0 * radius * slant_range)
    return fast_asin(min(1.0, max(-1.0, sine)))


@routine
def sector_margin(azimuth, faces, count):
    """How far inside the nearest face an azimuth lies (rad, negative outside), across north as anywhere else."""
    best = -4.0
    for k in range(count):
        off = abs(azimuth - faces[k, 0])
        off -= 2.0 * math.pi * math.floor(off * (0.5 / math.pi))
        off = min(off, 2.0 * math.pi - off)
        best = max(best, faces[k, 1] - off)
    return best


@routine
def field(t, i, times, positions, velocities, site, limits, faces, count, shape):
    """(margin of all limits, elevation, slant range, elevation margin, sector margin) of flight i at time t."""
    low = knot_before(t, i, times)
    return field_after(low, t, i, times, positions, velocities, site, limits, faces, count, shape)


@routine
def field_after(low, t, i, times, positions, velocities, site, limits, faces, count, shape):
    """As `field`, at a time that lies after knot `low` and before the next."""
    rate, radius, e2 = shape
    x, y, z = on_cubic(t, i, low, times, positions, velocities)
    slant_range, azimuth, elevation = look(t, x, y, z, site, rate)
    if limits[5] > 0.0:
        _, _, altitude = geodetic(x, y, z, radius, e2)
        elevation = refracted(slant_range, elevation, altitude - limits[6], limits[5])
    height_margin = min(elevation - limits[3], limits[4] - elevation)
    side_margin = sector_margin(azimuth, faces, count)
    reach = min(min(limits[1], limits[2]) - slant_range, slant_range - limits[0]) / RANGE_SCALE
    return min(height_margin, side_margin, reach), elevation, slant_range, height_margin, side_margin


@routine
def _edge(outside, inside, i, times, positions, velocities, site, limits, faces, count, shape):
    """Time at which the flight crosses the edge of the field, between a time outside and one inside."""
    while abs(inside - outside) > EDGE_TOLERANCE:
        t = 0.5 * (inside + outside)
        if field(t, i, times, positions, velocities, site, limits, faces, count, shape)[0] >= 0.0:
            inside = t
        else:
            outside = t
    return inside


@routine
def _top(low, high, i, times, positions, velocities, site, limits, faces, count, shape):
    """Time of the greatest margin between two times around a peak; ends early once the margin is positive."""
    a, b = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    fa = field(a, i, times, positions, velocities, site, limits, faces, count, shape)[0]
    fb = field(b, i, times, positions, velocities, site, limits, faces, count, shape)[0]
    while high - low > 0.1 and fa < 0.0 and fb < 0.0:
        if fa > fb:
            high, b, fb = b, a, fa
            a = high - GOLDEN * (high - low)
            fa = field(a, i, times, positions, velocities, site, limits, faces, count, shape)[0]
        else:
            low, a, fa = a, b, fb
            b = low + GOLDEN * (high - low)
            fb = field(b, i, times, positions, velocities, site, limits, faces, count, shape)[0]
    return a if fa > fb else b


@routine
def _nearest_at_edge(t0, t1, inside0, i, times, positions, velocities, site, limits, faces, count, shape):
    """Slant range where a flight crosses the edge of elevations and sector (not of range) between two times."""
    nearest = math.inf
    while abs(t1 - t0) > EDGE_TOLERANCE:
        t = 0.5 * (t0 + t1)
        _, _, away, high, side = field(t, i, times, positions, velocities, site, limits, faces, count, shape)
        inside = high >= 0.0 and side >= 0.0
        if inside:
            nearest = away
        if inside == inside0:
            t0 = t
        else:
            t1 = t
    return nearest


@routine
def why_never(i, duration, times, positions, velocities, site, limits, faces, count, shape):
    """(reason, highest elevation, least slant range within elevations and sector) of a flight that may be unseen."""
    highest, nearest = -math.pi, math.inf
    in_elevation = in_field = before = False
    steps, low = max(4, math.ceil(duration / STEP)), 0
    for k in range(steps + 1):
        t = k * duration / steps
        low = next_knot(low, t, i, times)
        _, elevation, away, high, side = field_after(
            low, t, i, times, positions, velocities, site, limits, faces, count, shape
        )  # fmt: skip
        highest = max(highest, elevation)
        in_elevation = in_elevation or high >= 0.0
        inside = high >= 0.0 and side >= 0.0
        if inside:
            nearest = min(nearest, away)
        if k > 0 and inside != before:
            t0 = (k - 1) * duration / steps
            at_edge = _nearest_at_edge(
                t0, t, before, i, times, positions, velocities, site, limits, faces, count, shape
            )  # fmt: skip
            nearest = min(nearest, at_edge)
        in_field = in_field or inside
        before = inside
    if not in_elevation:
        return BELOW_HORIZON, highest, nearest
    if not in_field or nearest < limits[0]:
        return OUT_OF_SECTOR, highest, nearest
    return (TOO_FAINT if nearest <= limits[1] else BEYOND_INSTRUMENTED_RANGE), highest, nearest


@routine
def watch_one(i, duration, times, positions, velocities, site, limits, faces, count, shape, starts, ends):
    """Fill the spans in which one sensor sees flight i; gives how many there are."""
    found, inside = 0, False
    steps = max(4, math.ceil(duration / STEP))
    step = duration / steps
    before2 = before = -math.inf
    reach, k, knot = min(limits[1], limits[2]), -1, 0
    while k <= steps:
        k += 1
        t, last = min(k * step, duration), max(0.0, (k - 1) * step)
        margin, away = -math.inf, 0.0
        if k <= steps:
            knot = next_knot(knot, t, i, times)
            margin, _, away, _, _ = field_after(
                knot, t, i, times, positions, velocities, site, limits, faces, count, shape
            )  # fmt: skip
        if before < 0.0 and margin < 0.0 and before > before2 and before >= margin and found < SPANS:
            low = max(0.0, (k - 2) * step)
            top = _top(low, t, i, times, positions, velocities, site, limits, faces, count, shape)
            if field(top, i, times, positions, velocities, site, limits, faces, count, shape)[0] >= 0.0:
                starts[found] = _edge(low, top, i, times, positions, velocities, site, limits, faces, count, shape)
                ends[found] = _edge(t, top, i, times, positions, velocities, site, limits, faces, count, shape)
                found += 1
        if margin >= 0.0 and not inside and found < SPANS:
            starts[found] = t
            if k > 0:
                starts[found] = _edge(last, t, i, times, positions, velocities, site, limits, faces, count, shape)
            inside = True
        elif margin < 0.0 and inside:
            ends[found] = duration
            if k <= steps:
                ends[found] = _edge(t, last, i, times, positions, velocities, site, limits, faces, count, shape)
            found += 1
            inside = False
        before2, before = before, margin
        idle = away - reach - 3.0 * FASTEST * step
        if idle > 0.0 and k < steps:  # out of range for sure until then: look again at the last two samples before
            k = min(k + int(idle / (FASTEST * step)), steps - 1)
            before2 = before = -math.inf
    return found


@driver
def watch_all(reached, times, positions, velocities, sites, limits, faces, counts, shape):
    """Watch every flight with every sensor, on all cores; arrays (flights, sensors) and (flights, sensors, spans)."""
    n, m = times.shape[0], sites.shape[0]
    starts = np.full((n, m, SPANS), np.nan)
    ends = np.full((n, m, SPANS), np.nan)
    reason = np.full((n, m), NO_FLIGHT, np.int8)
    highest = np.full((n, m), np.nan)
    nearest = np.full((n, m), np.nan)
    first = np.full((n, m, 3), np.nan)
    for pair in prange(n * m):
        i, j = pair // m, pair % m
        if reached[i]:
            duration = times[i, times.shape[1] - 1]
            found = watch_one(
                i, duration, times, positions, velocities, sites[j], limits[j], faces[j], counts[j], shape,
                starts[i, j], ends[i, j],
            )  # fmt: skip
            reason[i, j] = SEEN
            if found == 0:
                reason[i, j], highest[i, j], nearest[i, j] = why_never(
                    i, duration, times, positions, velocities, sites[j], limits[j], faces[j], counts[j], shape
                )
            if found > 0:
                x, y, z = locate(starts[i, j, 0], i, times, positions, velocities)
                slant_range, azimuth, _ = look(starts[i, j, 0], x, y, z, sites[j], shape[0])
                _, _, altitude = geodetic(x, y, z, shape[1], shape[2])
                first[i, j, 0], first[i, j, 1], first[i, j, 2] = slant_range, altitude, azimuth
    return starts, ends, reason, highest, nearest, first
