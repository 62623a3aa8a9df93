"""Fly-out of a staged interceptor by brute force: scipy's DOP853 and a root search on azimuth, loft angle and time."""

import math

import numpy as np
from launch_dop853 import air, geodetic_altitude, gravity
from scipy.integrate import solve_ivp
from scipy.optimize import fsolve


def site_axes(latitude, a, f):
    """Place on the ellipsoid at longitude 0 with its east and north."""
    n = a / math.sqrt(1 - f * (2 - f) * math.sin(latitude) ** 2)
    place = np.array([n * math.cos(latitude), 0.0, n * (1 - f) ** 2 * math.sin(latitude)])
    return place, np.array([0.0, 1.0, 0.0]), np.array([-math.sin(latitude), 0.0, math.cos(latitude)])


def path(stages, payload, rise, azimuth, lofts, latitude, world, until):
    """Inertial states after burnout at any time: (times from burnout on, dense solution).

    lofts : loft angle that the first stage turns to, and that of the later ones
    """
    mu, a, f, j2, spin = (world[k] for k in ("mu", "a", "f", "j2", "rate"))
    omega = np.array([0.0, 0.0, spin])
    place, east, north = site_axes(latitude, a, f)
    normal = np.cross(place, math.sin(azimuth) * east + math.cos(azimuth) * north)
    normal /= np.linalg.norm(normal)
    rate = (0.5 * math.pi - lofts[0]) / (stages[0]["burn"] - rise)

    def powered(t, y, stage, begin, mass0):
        r, v = y[:3], y[3:]
        altitude = geodetic_altitude(r, a, f)
        density, sound, pressure = air(altitude)
        mass = mass0 - stage["propellant"] / stage["burn"] * (t - begin)
        angle = 0.5 * math.pi - rate * max(0.0, t - rise) if begin == 0.0 else lofts[1]
        up = r / np.linalg.norm(r)
        level = np.cross(normal, up)
        level /= np.linalg.norm(level)
        push = (stage["thrust"] - stage["lost"] * pressure / 101_325.0) / mass
        w = v - np.cross(omega, r)
        speed = np.linalg.norm(w)
        cd = np.interp(speed / sound, *zip(*stage["drag"], strict=True))
        drag = -0.5 * density * speed * cd * stage["area"] / mass * w
        return np.concatenate(
            [v, gravity(r, mu, a, j2) + drag + push * (math.cos(angle) * level + math.sin(angle) * up)]
        )

    y, t = np.concatenate([place, np.cross(omega, place)]), 0.0
    for k, stage in enumerate(stages):
        mass = payload + sum(s["propellant"] + s["inert"] for s in stages[k:])
        for end in [rise, t + stage["burn"]] if k == 0 else [t + stage["burn"]]:
            begin = sum(s["burn"] for s in stages[:k])
            y = solve_ivp(powered, (t, end), y, "DOP853", rtol=1e-8, atol=1e-3, args=(stage, begin, mass)).y[:, -1]
            t = end
    coast = solve_ivp(
        lambda _, s: np.concatenate([s[3:], gravity(s[:3], mu, a, j2)]),
        (t, until), y, "DOP853", rtol=1e-9, atol=1e-3, dense_output=True,
    )  # fmt: skip
    return t, coast.sol


def time_to_reach(stages, payload, rise, first_of, point_ecef, latitude, world, guess):
    """(time, loft angle) of a flight to an Earth-fixed point near a guess of azimuth, loft, time.

    first_of : loft angle of the first stage for one of the later stages
    """
    known = {}

    def miss(unknown):
        azimuth, loft, scaled = unknown
        key = (float(azimuth), float(loft))
        if key not in known:
            azimuth, loft = key
            lofts = (first_of(loft), loft)
            known[key] = path(stages, payload, rise, azimuth, lofts, latitude, world, 4000.0)
        time = 1000.0 * scaled
        x, y, z = known[key][1](time)[:3]
        c, s = math.cos(world["rate"] * time), math.sin(world["rate"] * time)
        return (np.array([c * x + s * y, c * y - s * x, z]) - point_ecef) / 1e6

    found, _, code, _ = fsolve(miss, [guess[0], guess[1], guess[2] / 1000.0], full_output=True, epsfcn=1e-10)
    good = code == 1 and np.linalg.norm(miss(found)) < 1e-4
    return (1000.0 * found[2], found[1]) if good else (math.nan, math.nan)


def coast_many(states, duration, mu, j2, radius, steps=400):
    """States after a free flight with J2, and the lowest |r| on the way, rows at once: classical Runge-Kutta steps."""

    def slope(y):
        r2 = (y[:, :3] ** 2).sum(axis=1)[:, None]
        sine2 = y[:, 2:3] ** 2 / r2
        bulge = 1.5 * j2 * radius**2 / r2
        pull = -mu * r2**-1.5 * y[:, :3] * (1 + bulge * (1 - 5 * sine2))
        pull[:, 2:3] -= mu * r2**-1.5 * 2 * bulge * y[:, 2:3]
        return np.hstack([y[:, 3:], pull])

    y, h = np.array(states, float), (np.asarray(duration, float) / steps)[:, None]
    lowest = np.linalg.norm(y[:, :3], axis=1)
    for _ in range(steps):
        a = slope(y)
        b = slope(y + 0.5 * h * a)
        c = slope(y + 0.5 * h * b)
        d = slope(y + h * c)
        y = y + h / 6 * (a + 2 * b + 2 * c + d)
        lowest = np.minimum(lowest, np.linalg.norm(y[:, :3], axis=1))
    return y, lowest
