"""One free flight at a time: adaptive 8th-order integration in inertial axes with exact events.

States are in inertial axes that coincide with Earth-fixed ones at time 0. A node is one row of eight numbers: time,
x, y, z, u, v, w, and the drag factor k = 1 / (2 m/(Cd A)) that acts from this node on (0: none). `earth` is the tuple
(mu, bulge, radius, e2, rate). Method: the 8(5,3) pair of Dormand and Prince [hairer1993, sect. II.5]; model page
docs/models/flight/propagate.md.
"""

import math

import numpy as np

from midcourse.earth._kernels import air_density_sound, geodetic, gravity
from midcourse.flight._kernels.tableau import E3, E5, A, B
from midcourse.numerics.jit import kernel, routine

MORE, IMPACT, DURATION, ORBIT, ESCAPE, FAILED = 0, 1, 2, 3, 4, 5
NO_AIR, AIR, AIR_AFTER_APOGEE = 0, 1, 2

POSITION_ERROR = 1e-6  # m allowed a step
VELOCITY_ERROR = 1e-9  # m/s allowed a step
SHORTEST_STEP = 1e-9  # s
ROOT_TIME = 2e-11  # s, to which events are located
STAGES = 12


@kernel
def free_fall(x, y, z, u, v, w, k, earth):
    """Acceleration of a free body: gravity with J2 and the drag of air that turns with the Earth."""
    mu, bulge, radius, e2, rate = earth
    ax, ay, az = gravity(x, y, z, mu, bulge)
    if k > 0.0:
        _, _, altitude = geodetic(x, y, z, radius, e2)
        density, _ = air_density_sound(altitude)
        a, b = u + rate * y, v - rate * x
        d = -k * density * math.sqrt(a * a + b * b + w * w)
        ax, ay, az = ax + d * a, ay + d * b, az + d * w
    return ax, ay, az


@routine
def height_and_climb(y, earth):
    """Geodetic altitude of a state and its rate of change: the velocity along the ellipsoid's normal."""
    latitude, longitude, altitude = geodetic(y[0], y[1], y[2], earth[2], earth[3])
    c = math.cos(latitude)
    climb = c * math.cos(longitude) * y[3] + c * math.sin(longitude) * y[4] + math.sin(latitude) * y[5]
    return altitude, climb


@routine
def slope(y, out, k, earth):
    """Time derivative of the six components y, into out."""
    ax, ay, az = free_fall(y[0], y[1], y[2], y[3], y[4], y[5], k, earth)
    out[0], out[1], out[2], out[3], out[4], out[5] = y[3], y[4], y[5], ax, ay, az


@kernel
def copy(y, new):
    """Copy six components."""
    for c in range(6):
        new[c] = y[c]


@routine
def step_from(y, stages, h, new, k, earth):
    """One 8th-order step of length h from y, stages[0] holding its slope; the new state into `new`."""
    for i in range(1, STAGES):
        for c in range(6):
            total = 0.0
            for j in range(i):
                total += A[i, j] * stages[j, c]
            new[c] = y[c] + h * total
        slope(new, stages[i], k, earth)
    for c in range(6):
        total = 0.0
        for j in range(STAGES):
            total += B[j] * stages[j, c]
        new[c] = y[c] + h * total


@routine
def error_of(stages, h):
    """Estimated error of a step over the allowed one; stages[12] holds the slope at its end."""
    five, three = 0.0, 0.0
    for c in range(6):
        fifth, third = 0.0, 0.0
        for j in range(STAGES + 1):
            fifth += E5[j] * stages[j, c]
            third += E3[j] * stages[j, c]
        allowed = POSITION_ERROR if c < 3 else VELOCITY_ERROR
        five += (fifth / allowed) ** 2
        three += (third / allowed) ** 2
    if five == 0.0:
        return 0.0
    return abs(h) * five / math.sqrt(6.0 * (five + 0.01 * three))


@routine
def accepted_step(y, stages, h, new, k, earth):
    """Step of at most h whose estimated error is allowed: its length (-1: none was found) and the next one's."""
    rejected = False
    while h > SHORTEST_STEP:
        step_from(y, stages, h, new, k, earth)
        slope(new, stages[STAGES], k, earth)
        error = error_of(stages, h)
        factor = 0.9 * error**-0.125 if error > 0.0 else 6.0
        if error <= 1.0:
            return h, h * min(factor, 1.0 if rejected else 6.0)
        h *= max(0.2, factor) if error < 1e200 else 0.1
        rejected = True
    return -1.0, 0.0


@routine
def descent_through(y, stages, left, right, level, new, k, earth):
    """Time after y at which the altitude falls through `level`, above at left and below at right; state in `new`.

    Each trial is one step of the integrator, so the event is as exact as the path: Newton, guarded by halving.
    """
    tau = 0.5 * (left + right)
    for _ in range(100):
        step_from(y, stages, tau, new, k, earth)
        altitude, climb = height_and_climb(new, earth)
        if altitude > level:
            left = tau
        else:
            right = tau
        trial = tau - (altitude - level) / climb if climb < 0.0 else left
        if abs(trial - tau) < ROOT_TIME or right - left < ROOT_TIME:
            break
        tau = trial if left < trial < right else 0.5 * (left + right)
    return tau


@routine
def turning_point(y, stages, length, sign, new, k, earth):
    """Time after y at which sign * climb changes from above to below zero, within `length`; state in `new`.

    Illinois form of the false position: the altitude there is stationary, 1e-7 s is worth 1e-13 m.
    """
    left, right, tau = 0.0, length, 0.0
    _, climb_left = height_and_climb(y, earth)
    step_from(y, stages, right, new, k, earth)
    _, climb_right = height_and_climb(new, earth)
    side = 0
    for _ in range(100):
        tau = (left * climb_right - right * climb_left) / (climb_right - climb_left)
        step_from(y, stages, tau, new, k, earth)
        _, climb = height_and_climb(new, earth)
        if climb * sign > 0.0:
            climb_right = 0.5 * climb_right if side == 1 else climb_right
            left, climb_left, side = tau, climb, 1
        else:
            climb_left = 0.5 * climb_left if side == -1 else climb_left
            right, climb_right, side = tau, climb, -1
        if abs(climb) < 1e-7 or right - left < 1e-7:
            break
    return tau


@routine
def longest_step(altitude, climb):
    """Longest step in air that cannot jump from thin air into thick without the error estimate seeing it."""
    depth = max(altitude, 10e3)
    return min(0.3 * depth / (abs(climb) + 1.0), math.sqrt(0.06 * depth))


@routine
def bound_or_free(y, mu):
    """ORBIT for a bound path, ESCAPE for one that never comes back."""
    radius = math.sqrt(y[0] ** 2 + y[1] ** 2 + y[2] ** 2)
    return ESCAPE if 0.5 * (y[3] ** 2 + y[4] ** 2 + y[5] ** 2) >= mu / radius else ORBIT


@routine
def first_event(y, stages, length, heights, carry, stop_altitude, new, turned, k, earth):
    """What ends a step early: nothing, the way down through the stop altitude, or (told by the time `turn`) an apogee.

    heights: altitude and climb at y, then at the step's end `new`. carry: as in `fly_free`; greatest altitude and "was
    above" are brought up to date. On a crossing `new` becomes the state there; `turned` the state at an apogee. Gives
    whether the path is down, the length of the step up to there, and the time of an apogee within it (-1: none).
    """
    altitude, climb, altitude_new, climb_new = heights
    left, right, low, turn, top = 0.0, length, altitude_new, -1.0, max(altitude, altitude_new)
    if climb > 0.0 and climb_new <= 0.0:
        turn = turning_point(y, stages, length, 1.0, turned, k, earth)
        left = turn
        top, _ = height_and_climb(turned, earth)
    elif climb < 0.0 and climb_new >= 0.0:
        right = turning_point(y, stages, length, -1.0, turned, k, earth)
        low, _ = height_and_climb(turned, earth)
    carry[0] = max(carry[0], top)
    if top > stop_altitude and (climb > 0.0 or altitude > stop_altitude):
        carry[1] = 1.0
    level = stop_altitude if carry[1] > 0.0 else carry[3]
    if low >= level:
        return False, length, turn
    if top > level and max(altitude, top) > level:
        return True, descent_through(y, stages, left, right, level, new, k, earth), turn
    copy(y, new)
    return True, 0.0, turn


@routine
def fly_free(nodes, carry, k, air, limits, earth):
    """Fly from the first node until the path is down, the time is over or the room for nodes is used up.

    Parameters
    ----------
    nodes : (m, 8) array
        Row 0 is the start; the rows after it are filled, except that with m = 2 row 1 is always the latest.
    carry : (4,) array
        Greatest altitude so far, whether the path has been above the stop altitude, next step, altitude under which a
        path is down that never was above; first call (-inf, 0, 0, nan). A call that ended with MORE is taken up again
        with its last node as the first.
    k : drag factor 1 / (2 m/(Cd A)), m^2/kg
    air : NO_AIR, AIR, or AIR_AFTER_APOGEE (vacuum until the first apogee)
    limits : (stop altitude, end time, whether the end time is only a cap, longest step)
    earth : (mu, bulge, radius, e2, rate)

    Returns
    -------
    status : int
    count : int, number of nodes in use
    """
    stop_altitude, end_time, cap, longest = limits
    stages, y, new, turned = np.empty((STAGES + 1, 6)), np.empty(6), np.empty(6), np.empty(6)
    t, count, row = nodes[0, 0], 1, 0
    for c in range(6):
        y[c] = nodes[0, c + 1]
    altitude, climb = height_and_climb(y, earth)
    carry[0] = max(carry[0], altitude)
    if math.isnan(carry[3]):
        carry[3] = min(altitude, 0.0)
        nodes[0, 7] = k if air == AIR or (air == AIR_AFTER_APOGEE and climb <= 0.0) else 0.0
    if altitude > stop_altitude:
        carry[1] = 1.0
    if altitude <= (stop_altitude if carry[1] > 0.0 else carry[3]) and climb < 0.0:
        return IMPACT, count
    acting = nodes[0, 7]
    h = carry[2] if carry[2] > 0.0 else 1.0
    while t < end_time:
        slope(y, stages[0], acting, earth)
        h = min(h, longest, end_time - t)
        if acting > 0.0:
            h = min(h, longest_step(altitude, climb))
        h, following = accepted_step(y, stages, h, new, acting, earth)
        if h < 0.0:
            return FAILED, count
        altitude_new, climb_new = height_and_climb(new, earth)
        heights = (altitude, climb, altitude_new, climb_new)
        down, used, turn = first_event(y, stages, h, heights, carry, stop_altitude, new, turned, acting, earth)
        if air == AIR_AFTER_APOGEE and acting == 0.0 and turn >= 0.0:
            down, used, acting = False, turn, k
            copy(turned, new)
        copy(new, y)
        t = end_time if used == h and t + h >= end_time - SHORTEST_STEP else t + used
        altitude, climb = height_and_climb(y, earth)
        row = row + 1 if nodes.shape[0] > 2 else 1
        count = row + 1
        nodes[row, 0], nodes[row, 7] = t, acting
        for c in range(6):
            nodes[row, c + 1] = y[c]
        if down:
            return IMPACT, count
        h = carry[2] = following
        if nodes.shape[0] > 2 and count == nodes.shape[0]:
            return MORE, count
    return (bound_or_free(y, earth[0]) if cap else DURATION), count


@routine
def node_before(nodes, time):
    """Index of the last node that is not later than `time` (0 where none is)."""
    low, high = 0, nodes.shape[0]
    while high - low > 1:
        middle = (low + high) // 2
        if nodes[middle, 0] <= time:
            low = middle
        else:
            high = middle
    return low


@routine
def states_at(nodes, times, states, earth):
    """States (n, 6) at times (n,) within the nodes: one step of the integrator from the node before."""
    stages, y = np.empty((STAGES + 1, 6)), np.empty(6)
    for i in range(times.shape[0]):
        row = node_before(nodes, times[i])
        for c in range(6):
            y[c] = nodes[row, c + 1]
        slope(y, stages[0], nodes[row, 7], earth)
        step_from(y, stages, times[i] - nodes[row, 0], states[i], nodes[row, 7], earth)
