"""Launch to ground with scipy's DOP853: an independent referent for staged flights. numpy and scipy only.

Own atmosphere (US Standard Atmosphere 1976 below 86 km in closed form [us1976, eqs. 33a, 33b]; above, the printed
densities of its table IV joined by lines in ln density), own gravity with J2, own altitude, own steering.
Phases (rise, turn, rest, stages) are integrated apart, so that no step crosses a jump of the force.
"""

import itertools
import math

import numpy as np
from scipy.integrate import solve_ivp

G0, GAS, GAMMA, POLAR_RADIUS = 9.80665, 8314.32 / 28.9644, 1.4, 6_356_766.0
LAYERS = [(0.0, -6.5e-3), (11e3, 0.0), (20e3, 1e-3), (32e3, 2.8e-3), (47e3, 0.0), (51e3, -2.8e-3), (71e3, -2e-3)]
HIGH = np.array([86e3, 90e3, 95e3, 100e3, 110e3, 120e3, 150e3, 200e3, 300e3, 500e3, 1000e3])
HIGH_DENSITY = np.array(
    [6.958e-6, 3.416e-6, 1.393e-6, 5.604e-7, 9.708e-8, 2.222e-8, 2.076e-9, 2.541e-10, 1.916e-11, 5.215e-13, 3.561e-15]
)


def _bases():
    rows, temperature, pressure = [], 288.15, 101_325.0
    for k, (base, lapse) in enumerate(LAYERS):
        rows.append((base, lapse, temperature, pressure))
        if k + 1 < len(LAYERS):
            step = LAYERS[k + 1][0] - base
            new = temperature + lapse * step
            if lapse:
                pressure *= (new / temperature) ** (-G0 / (GAS * lapse))
            else:
                pressure *= math.exp(-G0 * step / (GAS * temperature))
            temperature = new
    return rows


BASES = _bases()


def air(altitude):
    """Density, sound speed and pressure."""
    if altitude > 86e3:
        density = math.exp(np.interp(altitude, HIGH, np.log(HIGH_DENSITY)))
        return density, 275.0, density * 275.0**2 / GAMMA
    h = POLAR_RADIUS * altitude / (POLAR_RADIUS + altitude)
    base, lapse, t0, p0 = next(row for row in reversed(BASES) if h >= row[0] or row[0] == 0.0)
    t = t0 + lapse * (h - base)
    p = p0 * ((t / t0) ** (-G0 / (GAS * lapse)) if lapse else math.exp(-G0 * (h - base) / (GAS * t0)))
    return p / (GAS * t), math.sqrt(GAMMA * GAS * t), p


def geodetic_altitude(r, a, f):
    """Altitude above the ellipsoid by fixed-point iteration of the latitude."""
    p, e2 = math.hypot(r[0], r[1]), f * (2 - f)
    latitude = math.atan2(r[2], p * (1 - e2))
    for _ in range(8):
        n = a / math.sqrt(1 - e2 * math.sin(latitude) ** 2)
        latitude = math.atan2(r[2] + e2 * n * math.sin(latitude), p)
    n = a / math.sqrt(1 - e2 * math.sin(latitude) ** 2)
    return math.hypot(p, r[2] + e2 * n * math.sin(latitude)) - n


def gravity(r, mu, a, j2):
    d = np.linalg.norm(r)
    z2 = (r[2] / d) ** 2
    k = 1.5 * j2 * (a / d) ** 2
    return -mu / d**3 * r * (1 + k * np.array([1 - 5 * z2, 1 - 5 * z2, 3 - 5 * z2]))


def fly(stages, fall, steering, place, world):
    """Impact of one launch.

    stages: dicts with propellant, inert, thrust, lost (N at sea level), burn, area, drag [(mach, cd)]; fall: dict with
    payload mass and either beta or None (falls with the last stage and its drag); steering: loft, rate, cutoff, rise,
    law; place: latitude, longitude, azimuth; world: mu, a, f, j2, rate. Gives latitude, longitude (rad), time, apogee.
    """
    mu, a, f, j2, spin = (world[k] for k in ("mu", "a", "f", "j2", "rate"))
    omega = np.array([0.0, 0.0, spin])
    la, lo, az = place
    n = a / math.sqrt(1 - f * (2 - f) * math.sin(la) ** 2)
    r0 = np.array([n * math.cos(la) * math.cos(lo), n * math.cos(la) * math.sin(lo), n * (1 - f) ** 2 * math.sin(la)])
    east = np.array([-math.sin(lo), math.cos(lo), 0.0])
    north = np.array([-math.sin(la) * math.cos(lo), -math.sin(la) * math.sin(lo), math.cos(la)])
    normal = np.cross(r0, math.sin(az) * east + math.cos(az) * north)
    normal /= np.linalg.norm(normal)

    def drag(r, v, area_over_mass, curve):
        density, sound, _ = air(geodetic_altitude(r, a, f))
        w = v - np.cross(omega, r)
        speed = np.linalg.norm(w)
        cd = np.interp(speed / sound, *zip(*curve, strict=True)) if curve else 1.0
        return -0.5 * density * speed * cd * area_over_mass * w

    def powered(t, y, stage, begin, mass0, angle0, begin_angle, rate, along):
        r, v = y[:3], y[3:]
        mass = mass0 - stage["propellant"] / stage["burn"] * (t - begin)
        thrust = stage["thrust"] - stage["lost"] * air(geodetic_altitude(r, a, f))[2] / 101_325.0
        if along:
            w = v - np.cross(omega, r)
            direction = w / np.linalg.norm(w)
        else:
            up = r / np.linalg.norm(r)
            level = np.cross(normal, up)
            level /= np.linalg.norm(level)
            angle = angle0 - rate * (t - begin_angle)
            direction = math.cos(angle) * level + math.sin(angle) * up
        pull = gravity(r, mu, a, j2) + thrust / mass * direction + drag(r, v, stage["area"] / mass, stage["drag"])
        return np.concatenate([v, pull])

    def run(force, t0, t1, y, args=(), events=None):
        if t1 <= t0:
            return y
        s = solve_ivp(force, (t0, t1), y, method="DOP853", rtol=1e-11, atol=1e-6, args=args, events=events)
        return s if events else s.y[:, -1]

    y, begin = np.concatenate([r0, np.cross(omega, r0)]), 0.0
    masses = [fall["mass"] + sum(s["propellant"] + s["inert"] for s in stages[k:]) for k in range(len(stages))]
    final = masses[0]
    for k, stage in enumerate(stages):
        end = min(begin + stage["burn"], steering["cutoff"])
        if end <= begin:
            break
        rise, gravity_turn = steering["rise"], steering["law"] == "gravity-turn"
        length = steering["kick"] if gravity_turn else (math.pi / 2 - steering["loft"]) / steering["rate"]
        cuts = [begin, min(rise, end), min(rise + length, end), end] if k == 0 else [begin, end]
        for i, (t0, t1) in enumerate(itertools.pairwise(cuts)):
            along = gravity_turn and (k > 0 or i == 2)
            rate = steering["rate"] if k == 0 and i == 1 and not gravity_turn else 0.0
            angle = math.pi / 2 if k == 0 and i == 0 else steering["loft"]
            if k == 0 and i == 1 and not gravity_turn:
                angle = math.pi / 2
            y = run(powered, t0, t1, y, (stage, begin, masses[k], angle, t0, rate, along))
        final = masses[k] - stage["propellant"] / stage["burn"] * (end - begin)
        begin = end

    area_over_mass = 1.0 / fall["beta"] if fall.get("beta") else stages[-1]["area"] / final
    curve = None if fall.get("beta") else stages[-1]["drag"]

    def falling(t, y):
        return np.concatenate([y[3:], gravity(y[:3], mu, a, j2) + drag(y[:3], y[3:], area_over_mass, curve)])

    def ground(t, y):
        return geodetic_altitude(y[:3], a, f) + (1e9 if t < begin + 1.0 else 0.0)

    def top(t, y):
        return float(np.dot(y[:3], y[3:]))

    ground.terminal, ground.direction, top.direction = True, -1, -1
    s = run(falling, begin, 20_000.0, y, events=[ground, top])
    r, time = s.y_events[0][0][:3], float(s.t_events[0][0])
    apogee = max(geodetic_altitude(state[:3], a, f) for state in s.y_events[1]) if len(s.y_events[1]) else math.nan
    latitude = math.atan2(r[2], (1 - f) ** 2 * math.hypot(r[0], r[1]))
    return latitude, math.atan2(r[1], r[0]) - spin * time, time, apogee
