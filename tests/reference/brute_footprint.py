"""One engagement by brute force: DOP853 flights, steps of 1 s, Lambert by a root search. numpy and scipy only.

A case is a dict in SI and radians: `launch`, `aim` (latitude, longitude), `angle` (launch above the horizontal),
`radars` (list of dicts: place, low, reach, middle, half), `track`, `wait` (decision, preparation, latency), `site`,
`floor`, `ceiling`, and either `speed` and `lag`, or `vehicle` (see `flyout_time`). The Earth is `WORLD`.
"""

import math

import numpy as np
from launch_dop853 import air, geodetic_altitude
from scipy.integrate import solve_ivp
from scipy.optimize import fsolve

WORLD = {"mu": 3.986004418e14, "a": 6_378_137.0, "f": 1 / 298.257223563, "j2": 1.08262982e-3, "rate": 7.292115e-5}
MU, A, F, J2, RATE = (WORLD[k] for k in ("mu", "a", "f", "j2", "rate"))
E2 = F * (2.0 - F)


def place(latitude, longitude, altitude=0.0):
    """Earth-fixed position on or above the ellipsoid."""
    n = A / math.sqrt(1.0 - E2 * math.sin(latitude) ** 2)
    across = (n + altitude) * math.cos(latitude)
    return np.array(
        [across * math.cos(longitude), across * math.sin(longitude), (n * (1 - E2) + altitude) * math.sin(latitude)]
    )


def axes(latitude, longitude):
    """East, north and up at a place."""
    sp, cp, sl, cl = math.sin(latitude), math.cos(latitude), math.sin(longitude), math.cos(longitude)
    return np.array([[-sl, cl, 0.0], [-sp * cl, -sp * sl, cp], [cp * cl, cp * sl, sp]])


def altitudes(points):
    """Altitude above the ellipsoid of points (n, 3), by Newton on the parametric latitude."""
    p, z = np.hypot(points[:, 0], points[:, 1]), points[:, 2]
    b = A * (1.0 - F)
    beta = np.arctan2(z, (1.0 - F) * p)
    for _ in range(6):
        phi = np.arctan2(z + E2 / (1 - E2) * b * np.sin(beta) ** 3, p - E2 * A * np.cos(beta) ** 3)
        beta = np.arctan((1.0 - F) * np.tan(phi))
    n = A / np.sqrt(1.0 - E2 * np.sin(phi) ** 2)
    return p * np.cos(phi) + (z + E2 * n * np.sin(phi)) * np.sin(phi) - n


def turned(points, angle):
    """Points (n, 3) turned about the axis by angles (n,)."""
    c, s = np.cos(angle), np.sin(angle)
    return np.column_stack([c * points[:, 0] - s * points[:, 1], s * points[:, 0] + c * points[:, 1], points[:, 2]])


def pull(x, y, z):
    """Gravity with its second zonal term at an inertial place."""
    square = x * x + y * y + z * z
    k, z2 = 1.5 * J2 * A * A / square, 5.0 * z * z / square
    g = -MU / (square * math.sqrt(square))
    return g * x * (1.0 + k * (1.0 - z2)), g * y * (1.0 + k * (1.0 - z2)), g * z * (1.0 + k * (3.0 - z2))


def _free(_, state):
    x, y, z, *velocity = state.tolist()  # numbers one by one are faster than arrays of three
    return [*velocity, *pull(x, y, z)]


def _ground(_, y):
    p, z = math.hypot(y[0], y[1]), y[2]
    return math.hypot(p, z) - A * (1 - F) / math.sqrt(1.0 - E2 * (p / math.hypot(p, z)) ** 2)


_ground.terminal, _ground.direction = True, -1.0


def fly(launch, speed, azimuth, angle):
    """(dense inertial solution, time of impact, impact position Earth-fixed) of a body that has its speed at once."""
    start, (east, north, up) = place(*launch), axes(*launch)
    level = math.sin(azimuth) * east + math.cos(azimuth) * north
    velocity = speed * (math.cos(angle) * level + math.sin(angle) * up) + np.cross([0.0, 0.0, RATE], start)
    y = np.concatenate([start + 1e-3 * up, velocity])
    flown = solve_ivp(_free, (0.0, 2e4), y, "DOP853", rtol=1e-9, atol=1e-3, dense_output=True, events=_ground)
    if not len(flown.t_events[0]):
        return None, math.inf, np.full(3, math.nan)
    end = float(flown.t_events[0][0])
    return flown.sol, end, turned(flown.y_events[0][:1, :3], np.array([-RATE * end]))[0]


def aimed_flight(launch, aim, angle):
    """(dense solution, time of impact) of the flight at an angle that comes down at the aim point."""
    a, b = place(*launch), place(*aim)
    arc = math.acos(a @ b / np.linalg.norm(a) / np.linalg.norm(b))
    ratio = (1.0 - math.cos(arc)) / (math.cos(angle) * (math.cos(angle) - math.cos(arc + angle)))
    east, north, _ = axes(*launch)
    bearing = math.atan2((b - a) @ east, (b - a) @ north)
    guess = [math.sqrt(ratio * MU / 6.371e6) / 1e3, bearing]
    side, ahead, _ = axes(*aim)

    def miss(unknown):
        _, _, impact = fly(launch, 1e3 * unknown[0], unknown[1], angle)
        return np.array([(impact - b) @ side, (impact - b) @ ahead]) / 1e5

    found, _, code, _ = fsolve(miss, guess, full_output=True, xtol=1e-10, epsfcn=1e-9)
    off = np.linalg.norm(miss(found)) * 1e5
    if code != 1 and not off < 50.0:
        return None, math.inf
    return fly(launch, 1e3 * found[0], found[1], angle)[:2]


def in_view(fixed, radar):
    """Whether a radar sees each Earth-fixed point (n,)."""
    away = (fixed - place(*radar["place"], radar.get("altitude", 0.0))) @ axes(*radar["place"]).T
    reach = np.linalg.norm(away, axis=1)
    off = (np.arctan2(away[:, 0], away[:, 1]) - radar["middle"] + math.pi) % (2 * math.pi) - math.pi
    elevation = np.arcsin(np.clip(away[:, 2] / reach, -1.0, 1.0))
    return (reach <= radar["reach"]) & (elevation >= radar["low"]) & (np.abs(off) <= radar["half"])


def firm_time(seen, step, track):
    """End of the first unbroken `track` seconds in view; inf where there is none."""
    run = 0
    for k, sees in enumerate(seen):
        run = run + 1 if sees else 0
        if run and (run - 1) * step >= track:
            return k * step
    return math.inf


def lambert(start, end, time, long_way=False):
    """Departure and arrival velocities (n, 3): bisection on flight time by universal variables [battin1999]."""
    r1, r2 = np.linalg.norm(start, axis=1), np.linalg.norm(end, axis=1)
    cosine = np.clip(np.sum(start * end, axis=1) / (r1 * r2), -1, 1)
    sine = np.sqrt(1 - cosine**2) * (-1 if long_way else 1)
    a = sine * np.sqrt(r1 * r2 / np.maximum(1 - cosine, 1e-15))
    low, high = np.full(a.shape, -300.0), np.full(a.shape, 4 * np.pi**2 - 1e-6)
    for _ in range(48):
        z = 0.5 * (low + high)
        root = np.sqrt(np.abs(z)) + 1e-12
        c = np.where(z > 0, (1 - np.cos(root)) / root**2, (np.cosh(root) - 1) / root**2)
        s = np.where(z > 0, (root - np.sin(root)) / root**3, (np.sinh(root) - root) / root**3)
        near = np.abs(z) < 1e-5
        c, s = np.where(near, 0.5 - z / 24, c), np.where(near, 1 / 6 - z / 120, s)
        y = r1 + r2 + a * (z * s - 1) / np.sqrt(c)
        flown = ((np.maximum(y, 0) / c) ** 1.5 * s + a * np.sqrt(np.maximum(y, 0))) / np.sqrt(MU)
        too_long = (flown > time) & (y > 0)
        high, low = np.where(too_long, z, high), np.where(too_long, low, z)
    f, g, g_dot = 1 - y / r1, a * np.sqrt(np.maximum(y, 1e-9) / MU), 1 - y / r2
    good = (np.abs(flown - time) < 1e-2) & (time > 0)
    leave = np.where(good[:, None], (end - f[:, None] * start) / g[:, None], np.nan)
    return leave, np.where(good[:, None], (g_dot[:, None] * end - start) / g[:, None], np.nan)


def speeds(site, times, points, leave):
    """Speed relative to the ground of arcs from the site at `leave` to inertial points at `times` (n,); inf if none."""
    n = len(times)
    start = turned(np.broadcast_to(place(*site), (n, 3)), RATE * leave)
    up = turned(np.broadcast_to(axes(*site)[2], (n, 3)), RATE * leave)
    ground = RATE * np.column_stack([-start[:, 1], start[:, 0], np.zeros(n)])
    best = np.full(n, np.inf)
    cosine = np.sum(start * points, axis=1) / np.linalg.norm(start, axis=1) / np.linalg.norm(points, axis=1)
    for long_way in (False, True) if (cosine < -0.4).any() else (False,):
        away, arrive = lambert(start, points, times - leave, long_way)
        relative = away - ground
        fits = np.sum(relative * up, axis=1) >= 0.0
        if long_way:
            fits &= np.sum(arrive * points, axis=1) < 0.0
        best = np.fmin(best, np.where(fits, np.linalg.norm(relative, axis=1), np.inf))
    return np.where(np.isfinite(best), best, np.inf)


def impulsive_meets(site, times, points, ready, speed, tries=36):
    """Whether an ideal interceptor can meet each inertial point (n,): many launch times, then finer ones."""
    good = np.zeros(len(times), bool)
    rows = np.flatnonzero(times > ready + 1.0)
    if not len(rows):
        return good
    low, high = np.full(len(rows), ready), times[rows] - 0.5
    for _ in range(2):
        leave = low + (high - low) * np.linspace(0.0, 1.0, tries)[:, None]
        asked = speeds(site, np.tile(times[rows], tries), np.tile(points[rows], (tries, 1)), leave.ravel())
        table = asked.reshape(tries, -1)
        best = np.argmin(table, axis=0)
        good[rows] |= table.min(axis=0) <= speed
        k = np.arange(len(rows))
        low, high = leave[np.maximum(best - 1, 0), k], leave[np.minimum(best + 1, tries - 1), k]
        near = (table.min(axis=0) < 1.06 * speed) & ~good[rows]
        rows, low, high = rows[near], low[near], high[near]
        if not len(rows):
            break
        tries = 9
    return good


def first_intercept(case, fixed, inertial, times, altitude, ready):
    """First meeting time of an impulsive interceptor in steps of the times; inf where none."""
    may = (altitude >= case["floor"]) & (altitude <= case["ceiling"]) & (times >= case.get("burnt", 0.0))
    rows = np.flatnonzero(may)
    start = ready + case["lag"]
    for part in np.array_split(rows, max(1, len(rows) // 120)):
        good = impulsive_meets(case["site"], times[part], inertial[part], start, case["speed"])
        if good.any():
            return float(times[part[np.argmax(good)]])
    return math.inf


def powered_path(vehicle, azimuth, loft, first, latitude, until):
    """(time, dense inertial solution) from burnout on; the first stage turns to `first`, later ones push at `loft`."""
    start, (east, north, _) = place(latitude, 0.0), axes(latitude, 0.0)
    normal = np.cross(start, math.sin(azimuth) * east + math.cos(azimuth) * north)
    normal /= np.linalg.norm(normal)
    spin, stages, rise = np.array([0.0, 0.0, RATE]), vehicle["stages"], vehicle["rise"]
    rate = (0.5 * math.pi - first) / (stages[0]["burn"] - rise)
    nx, ny, nz = normal.tolist()
    curves = {id(stage): np.array(stage["drag"], float).T for stage in stages}

    def powered(t, state, stage, begin, mass0):
        x, y, z, vx, vy, vz = state.tolist()
        density, sound, pressure = air(geodetic_altitude((x, y, z), A, F))
        mass = mass0 - stage["propellant"] / stage["burn"] * (t - begin)
        angle = loft if begin > 0.0 else max(first, 0.5 * math.pi - rate * max(0.0, t - rise))
        away = math.sqrt(x * x + y * y + z * z)
        lx, ly, lz = ny * z - nz * y, nz * x - nx * z, nx * y - ny * x  # level: the normal crossed with up
        flat = math.sqrt(lx * lx + ly * ly + lz * lz)
        push = (stage["thrust"] - stage["lost"] * pressure / 101_325.0) / mass
        ahead, aloft = push * math.cos(angle) / flat, push * math.sin(angle) / away
        wx, wy, wz = vx + RATE * y, vy - RATE * x, vz  # relative to the turning air
        speed = math.sqrt(wx * wx + wy * wy + wz * wz)
        cd = float(np.interp(speed / sound, *curves[id(stage)]))
        slow = -0.5 * density * speed * cd * stage["area"] / mass
        gx, gy, gz = pull(x, y, z)
        return [vx, vy, vz, gx + slow * wx + ahead * lx + aloft * x, gy + slow * wy + ahead * ly + aloft * y,
                gz + slow * wz + ahead * lz + aloft * z]  # fmt: skip

    y, t, begin = np.concatenate([start, np.cross(spin, start)]), 0.0, 0.0
    for k, stage in enumerate(stages):
        mass = vehicle["payload"] + sum(s["propellant"] + s["inert"] for s in stages[k:])
        for end in ([rise] if k == 0 else []) + [begin + stage["burn"]]:
            arguments = {"rtol": 1e-7, "atol": 1e-2, "args": (stage, begin, mass)}
            y, t = solve_ivp(powered, (t, end), y, "DOP853", **arguments).y[:, -1], end
        begin += stage["burn"]
    return t, solve_ivp(_free, (t, until), y, "DOP853", rtol=1e-8, atol=1e-1, dense_output=True).sol


def flattest(vehicle):
    """Smallest loft of all stages with a burnout at 90 km (130 km from 8.5 km/s on), northwards from 45 degrees."""

    def high(loft):
        end, path = powered_path(vehicle, 0.0, loft, loft, math.radians(45.0), 400.0)
        state = path(end)
        speed = np.linalg.norm(state[3:] - np.cross([0.0, 0.0, RATE], state[:3]))
        return altitudes(state[None, :3])[0] >= np.interp(speed, (7000.0, 8500.0), (90e3, 130e3))

    low, top = math.radians(-20.0), math.radians(60.0)
    for _ in range(10):
        middle = 0.5 * (low + top)
        low, top = (low, middle) if high(middle) else (middle, top)
    return top


def seen_points(vehicle, paths, latitude, azimuth, loft, first, times):
    """Earth-fixed points of a ray at times, from a site at longitude 0; paths are kept."""
    key = (round(azimuth, 9), round(loft, 9), round(first, 9))
    if key not in paths:
        paths[key] = powered_path(vehicle, azimuth, loft, first, latitude, 1500.0)[1]
    times = np.atleast_1d(times)
    return turned(paths[key](times)[:3].T, -RATE * times)


def flyout_time(vehicle, latitude, point, guess, paths, flat):
    """(time to reach an Earth-fixed point, its azimuth, loft and time); inf where no ray comes there near the guess.

    All stages push at one loft, from the vertical to `flat`; flatter shots let the later stages push down by up to 60
    degrees while the first one turns less, by 0.8 of that. `point` lies relative to a site at longitude 0.
    """

    def miss(unknown):
        loft = unknown[1]
        first = loft if loft >= flat else flat + 0.8 * (flat - loft)
        return (seen_points(vehicle, paths, latitude, unknown[0], loft, first, 1e3 * unknown[2])[0] - point) / 1e6

    found, _, _, _ = fsolve(miss, [guess[0], guess[1], guess[2] / 1e3], full_output=True, xtol=1e-7, epsfcn=1e-9)
    near = np.linalg.norm(miss(found)) < 5e-4
    if not near or not flat - math.radians(60.0) <= found[1] <= math.radians(90.0):
        return math.inf, guess
    return 1e3 * found[2], (found[0], found[1], 1e3 * found[2])


def powered_margin(case, fixed, times, altitude, ready, every=60, enough=10.0):
    """Time (s) by which a powered interceptor is early at some meeting, the greatest unless `enough`; -inf: no ray."""
    vehicle, (latitude, longitude) = case["vehicle"], case["site"]
    flat, paths = case["flat"], {}
    earliest = sum(s["burn"] for s in vehicle["stages"]) + case["settle"]
    may = (altitude >= case["floor"]) & (altitude <= case["ceiling"]) & (times >= ready + earliest)
    rows = np.flatnonzero(may)
    if not len(rows):
        return -math.inf
    points = turned(fixed[rows], np.full(len(rows), -longitude))
    lofts = np.radians([math.degrees(flat), 25.0, 40.0, 55.0, 70.0, 82.0])
    clock = np.arange(earliest, 1200.0, 10.0)
    east, north, _ = axes(latitude, 0.0)
    away = points - place(latitude, 0.0)
    bearing = np.arctan2(away @ east, away @ north)
    best, fan, last = -math.inf, None, None
    for k in sorted({*range(0, len(rows), every), len(rows) - 1}):
        if fan is None or abs(math.remainder(bearing[k] - fan[0], 2 * math.pi)) > 0.3:
            rays = [(loft, seen_points(vehicle, paths, latitude, bearing[k], loft, loft, clock)) for loft in lofts]
            fan = bearing[k], rays
        near = [np.linalg.norm(ray - points[k], axis=1) for _, ray in fan[1]]
        row = int(np.argmin([n.min() for n in near]))
        guesses = [(fan[0], fan[1][row][0], clock[int(np.argmin(near[row]))])]
        time, solved = math.inf, None
        for guess in ([last] if last else []) + guesses:
            time, solved = flyout_time(vehicle, latitude, points[k], guess, paths, flat)
            if time < math.inf:
                break
        last = solved if time < math.inf else None
        if time < math.inf:  # nearer places than those at the earliest time are reached by a detour
            best = max(best, times[rows[k]] - ready - max(time, earliest))
        if best >= enough:
            break
    return best
