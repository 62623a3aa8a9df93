"""Many launches of one missile side by side with scipy's DOP853: an independent referent. numpy and scipy only.

The same physics as `launch_dop853`, vectorised: every phase (rise, turn, rest, each stage, fall) runs in its own time
from 0 to 1, so that launches with phases of other lengths stand side by side and no step crosses a jump of the force.
The fall ends at a time that the caller gives; where it ends above or below the ground it is drawn to it along the path.
"""

import math

import numpy as np
from launch_dop853 import BASES, G0, GAMMA, GAS, HIGH, HIGH_DENSITY, POLAR_RADIUS
from scipy.integrate import solve_ivp

STEPS_OF_A_PHASE, STEPS_OF_THE_FALL = 40, 250
RELATIVE, ABSOLUTE = 1e-10, 1e-4


def air(altitude):
    """Density, sound speed and pressure of (n,) altitudes."""
    h = POLAR_RADIUS * altitude / (POLAR_RADIUS + altitude)
    row = np.clip(np.searchsorted([b[0] for b in BASES], h, side="right") - 1, 0, None)
    base, lapse, t0, p0 = np.array(BASES)[row].T
    t = np.maximum(t0 + lapse * (h - base), 150.0)
    level = p0 * np.exp(-G0 * (h - base) / (GAS * t0))
    sloped = p0 * (t / t0) ** (-G0 / (GAS * np.where(lapse == 0.0, 1.0, lapse)))
    p = np.where(lapse == 0.0, level, sloped)
    low, sound = p / (GAS * t), np.sqrt(GAMMA * GAS * t)
    high = np.exp(np.interp(altitude, HIGH, np.log(HIGH_DENSITY)))
    above = altitude > 86e3
    density, sound = np.where(above, high, low), np.where(above, 275.0, sound)
    return density, sound, np.where(above, density * sound**2 / GAMMA, p)


def altitude_of(r, a, f):
    """Altitude above the ellipsoid of (3, n) positions, by iteration of the latitude."""
    p, e2 = np.hypot(r[0], r[1]), f * (2 - f)
    latitude = np.arctan2(r[2], p * (1 - e2))
    for _ in range(5):
        n = a / np.sqrt(1 - e2 * np.sin(latitude) ** 2)
        latitude = np.arctan2(r[2] + e2 * n * np.sin(latitude), p)
    n = a / np.sqrt(1 - e2 * np.sin(latitude) ** 2)
    return np.hypot(p, r[2] + e2 * n * np.sin(latitude)) - n


def gravity(r, mu, a, j2):
    d = np.sqrt((r**2).sum(axis=0))
    z2 = (r[2] / d) ** 2
    k = 1.5 * j2 * (a / d) ** 2
    return -mu / d**3 * r * (1 + k * np.array([1 - 5 * z2, 1 - 5 * z2, 3 - 5 * z2]))


def unit(v):
    return v / np.sqrt((v**2).sum(axis=0))


def fly(stages, fall, steering, places, world, times):
    """Impacts of n launches: (latitude, longitude) in rad, each (n,), and the altitude left at the given times, m.

    stages, fall, world as in `launch_dop853.fly` (constant rate, `fall` with beta); steering (n, 3) loft, rate, end of
    thrust; places (n, 3) latitude, longitude, azimuth; times (n,) when each is taken to be down.
    """
    mu, a, f, j2, spin = (world[k] for k in ("mu", "a", "f", "j2", "rate"))
    (la, lo, az), (loft, rate, cutoff) = np.asarray(places).T, np.asarray(steering).T
    n = a / np.sqrt(1 - f * (2 - f) * np.sin(la) ** 2)
    r0 = np.array([n * np.cos(la) * np.cos(lo), n * np.cos(la) * np.sin(lo), n * (1 - f) ** 2 * np.sin(la)])
    east = np.array([-np.sin(lo), np.cos(lo), 0 * lo])
    north = np.array([-np.sin(la) * np.cos(lo), -np.sin(la) * np.sin(lo), np.cos(la)])
    normal = unit(np.cross(r0, np.sin(az) * east + np.cos(az) * north, axis=0))

    def relative(r, v):
        return np.array([v[0] + spin * r[1], v[1] - spin * r[0], v[2]])

    def drag(r, v, area_over_mass, curve):
        density, sound, pressure = air(altitude_of(r, a, f))
        w = relative(r, v)
        speed = np.sqrt((w**2).sum(axis=0))
        cd = np.interp(speed / sound, *zip(*curve, strict=True)) if curve else 1.0
        return -0.5 * density * speed * cd * area_over_mass * w, pressure

    def powered(y, t, stage, begin, mass0, angle):
        r, v = y[:3], y[3:]
        mass = mass0 - stage["propellant"] / stage["burn"] * (t - begin)
        slow, pressure = drag(r, v, stage["area"] / mass, stage["drag"])
        thrust = stage["thrust"] - stage["lost"] * pressure / 101_325.0
        up = unit(r)
        direction = np.cos(angle) * unit(np.cross(normal, up, axis=0)) + np.sin(angle) * up
        return np.concatenate([v, gravity(r, mu, a, j2) + thrust / mass * direction + slow])

    def falling(y, _):
        slow, _ = drag(y[:3], y[3:], 1.0 / fall["beta"], None)
        return np.concatenate([y[3:], gravity(y[:3], mu, a, j2) + slow])

    def run(force, t0, t1, y, steps):
        length = np.maximum(t1 - t0, 0.0)

        def scaled(s, flat):
            return (length * force(flat.reshape(6, -1), t0 + s * length)).ravel()

        options = {"method": "DOP853", "rtol": RELATIVE, "atol": ABSOLUTE, "max_step": 1.0 / steps}
        return solve_ivp(scaled, (0.0, 1.0), y.ravel(), t_eval=[1.0], **options).y[:, -1].reshape(6, -1)

    y, begin = np.concatenate([r0, spin * np.array([-r0[1], r0[0], 0 * lo])]), 0.0
    for k, stage in enumerate(stages):
        mass0 = fall["mass"] + sum(s["propellant"] + s["inert"] for s in stages[k:])
        end = np.minimum(begin + stage["burn"], cutoff)
        turned = steering_end = 5.0 + (math.pi / 2 - loft) / rate
        cuts = [
            (0.0, np.minimum(5.0, end)),
            (np.minimum(5.0, end), np.minimum(turned, end)),
            (np.minimum(steering_end, end), end),
        ]
        for i, (t0, t1) in enumerate(cuts if k == 0 else [(begin + 0 * end, end)]):

            def force(y, t, stage=stage, begin=begin, mass0=mass0, phase=i if k == 0 else 2):
                angle = (np.full_like(loft, math.pi / 2), math.pi / 2 - rate * (t - 5.0), loft)[phase]
                return powered(y, t, stage, begin, mass0, angle)

            y = run(force, t0 + 0 * end, t1, y, STEPS_OF_A_PHASE)
        begin += stage["burn"]
    y = run(falling, np.minimum(begin, cutoff), times, y, STEPS_OF_THE_FALL)
    left = altitude_of(y[:3], a, f)
    up = unit(y[:3])
    climb = (y[3:] * up).sum(axis=0)
    r = y[:3] - y[3:] * (left / climb)
    latitude = np.arctan2(r[2], (1 - f) ** 2 * np.hypot(r[0], r[1]))
    return latitude, np.arctan2(r[1], r[0]) - spin * (times - left / climb), left
