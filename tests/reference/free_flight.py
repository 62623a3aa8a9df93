"""Free flights by other people's integrators, geodesy and air: what flight.propagate is compared with.

Nothing here comes from Midcourse. Air below 86 km: the layers of the US Standard Atmosphere 1976 in closed form; above,
its printed densities, with ln density interpolated. Earth: WGS-84 with J2, turning.
"""

import math

import numpy as np
from scipy.integrate import solve_ivp
from scipy.interpolate import CubicSpline

MU, RADIUS, FLATTENING, J2, RATE = 3.986004418e14, 6378137.0, 1 / 298.257223563, 1.08262982e-3, 7.292115e-5
E2 = FLATTENING * (2 - FLATTENING)
POLAR = RADIUS * (1 - FLATTENING)

LAYERS = [  # geopotential base m, lapse K/m [us1976, table 4]
    (0.0, -6.5e-3), (11e3, 0.0), (20e3, 1e-3), (32e3, 2.8e-3), (47e3, 0.0), (51e3, -2.8e-3), (71e3, -2e-3),
]  # fmt: skip
PRINTED = [  # km, kg/m^3 [us1976, part 4 table 1]
    (86, 6.958e-6), (90, 3.416e-6), (95, 1.393e-6), (100, 5.604e-7), (105, 2.325e-7), (110, 9.708e-8), (115, 4.289e-8),
    (120, 2.222e-8), (130, 8.152e-9), (140, 3.831e-9), (150, 2.076e-9), (160, 1.233e-9), (180, 5.194e-10),
    (200, 2.541e-10), (250, 6.073e-11), (300, 1.916e-11), (350, 7.014e-12), (400, 2.803e-12), (450, 1.184e-12),
    (500, 5.215e-13), (600, 1.137e-13), (700, 3.070e-14), (800, 1.136e-14), (900, 5.759e-15), (1000, 3.561e-15),
]  # fmt: skip
UPPER = CubicSpline([1e3 * k for k, _ in PRINTED], [math.log(d) for _, d in PRINTED])
G0, GAS = 9.80665, 8314.32 / 28.9644


def _bases():
    temperature, pressure, rows = 288.15, 101325.0, []
    for (base, lapse), (end, _) in zip(LAYERS, [*LAYERS[1:], (84852.0, 0.0)], strict=True):
        rows.append((base, lapse, temperature, pressure))
        top = temperature + lapse * (end - base)
        if lapse:
            pressure *= (temperature / top) ** (G0 / (GAS * lapse))
        else:
            pressure *= math.exp(-G0 * (end - base) / (GAS * temperature))
        temperature = top
    return rows


BASES = _bases()


def density(altitude):
    """Air density, kg/m^3, at a geometric altitude in metres."""
    if altitude >= 86e3:
        return math.exp(float(UPPER(min(altitude, 1e6))))
    h = 6356766.0 * altitude / (6356766.0 + altitude)
    base, lapse, temperature, pressure = BASES[max(sum(h >= row[0] for row in BASES) - 1, 0)]
    here = temperature + lapse * (h - base)
    if lapse:
        return pressure * (temperature / here) ** (G0 / (GAS * lapse)) / (GAS * here)
    return pressure * math.exp(-G0 * (h - base) / (GAS * temperature)) / (GAS * here)


def geodetic(x, y, z):
    """Latitude, longitude (rad) and altitude (m), by fixed-point iteration on the latitude."""
    p = math.hypot(x, y)
    latitude = math.atan2(z, p * (1 - E2))
    for _ in range(8):
        prime = RADIUS / math.sqrt(1 - E2 * math.sin(latitude) ** 2)
        latitude = math.atan2(z + E2 * prime * math.sin(latitude), p)
    c, s = math.cos(latitude), math.sin(latitude)
    return latitude, math.atan2(y, x), p * c + z * s - RADIUS * math.sqrt(1 - E2 * s * s)


def inertial(position_ecef, velocity_ecef):
    """State (6,) in inertial axes at time 0."""
    x, y, z = position_ecef
    u, v, w = velocity_ecef
    return np.array([x, y, z, u - RATE * y, v + RATE * x, w])


def landed(state, time):
    """Latitude and longitude (deg, Earth-fixed) and speed relative to the Earth of an inertial state."""
    x, y, z, u, v, w = state
    latitude, longitude, _ = geodetic(x, y, z)
    longitude = (longitude - RATE * time + math.pi) % (2 * math.pi) - math.pi
    speed = math.sqrt((u + RATE * y) ** 2 + (v - RATE * x) ** 2 + w * w)
    return math.degrees(latitude), math.degrees(longitude), speed


def accelerations(state, coefficient):
    """Slopes of an inertial state under gravity with J2, and drag where there is a coefficient (kg/m^2)."""
    x, y, z, u, v, w = state
    r2 = x * x + y * y + z * z
    pull, bulge, tilt = -MU / r2**1.5, 1.5 * J2 * RADIUS**2 / r2, 5 * z * z / r2
    a = [x * pull * (1 + bulge * (1 - tilt)), y * pull * (1 + bulge * (1 - tilt)), z * pull * (1 + bulge * (3 - tilt))]
    if coefficient:
        du, dv = u + RATE * y, v - RATE * x
        d = -0.5 * density(geodetic(x, y, z)[2]) * math.sqrt(du * du + dv * dv + w * w) / coefficient
        a = [a[0] + d * du, a[1] + d * dv, a[2] + d * w]
    return [u, v, w, *a]


def fly_scipy(position_ecef, velocity_ecef, coefficient=None, rtol=1e-12):
    """Time, latitude, longitude (deg) and speed of an impact, by scipy's DOP853 and its event location."""

    def ground(_, state):
        return geodetic(*state[:3])[2]

    ground.terminal, ground.direction = True, -1
    flown = solve_ivp(
        lambda _, state: accelerations(state, coefficient), (0.0, 2e4), inertial(position_ecef, velocity_ecef),
        method="DOP853", rtol=rtol, atol=[1e-6] * 3 + [1e-9] * 3, events=ground, max_step=60.0,
    )  # fmt: skip
    time = flown.t_events[0][0]
    return (time, *landed(flown.y_events[0][0], time))


def heyoka_integrator(tolerance=1e-15):
    """J2 motion in heyoka's Taylor series with the ground as a terminal event.

    The ground is (x^2 + y^2)/a^2 + z^2/b^2 = 1 on the way in.
    """
    import heyoka

    x, y, z, u, v, w = heyoka.make_vars("x", "y", "z", "u", "v", "w")
    r2 = x * x + y * y + z * z
    pull = -MU * r2**-1.5
    bulge, tilt = 1.5 * J2 * RADIUS**2 / r2, 5.0 * z * z / r2
    level = pull * (1.0 + bulge * (1.0 - tilt))
    system = [
        (x, u), (y, v), (z, w), (u, x * level), (v, y * level), (w, z * pull * (1.0 + bulge * (3.0 - tilt))),
    ]  # fmt: skip
    surface = (x * x + y * y) / RADIUS**2 + z * z / POLAR**2 - 1.0
    event = heyoka.t_event(surface, direction=heyoka.event_direction.negative)
    return heyoka.taylor_adaptive(system, [RADIUS, 0.0, 0.0, 0.0, 0.0, 0.0], t_events=[event], tol=tolerance)


def heyoka_coasts(positions_ecef, velocities_ecef, step=60.0, integrator=None):
    """(N, 4) of time, latitude, longitude (deg), speed; the step capped: without that it can pass over the ground."""
    integrator = integrator or heyoka_integrator()
    rows = []
    for position, velocity in zip(positions_ecef, velocities_ecef, strict=True):
        integrator.reset_cooldowns()
        integrator.time = 0.0
        integrator.state[:] = inertial(position, velocity)
        integrator.propagate_until(2e4, max_delta_t=step)
        rows.append((integrator.time, *landed(integrator.state, integrator.time)))
    return np.array(rows)
