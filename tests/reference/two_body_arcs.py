"""Ballistic arcs of a point mass, by numpy alone: what the defence rooms are tested on without the flight engine."""

import numpy as np

MU = 3.986004418e14
RADIUS = 6_371_000.0
RATE = 7.292115e-5


def on_sphere(latitude, longitude, radius=RADIUS):
    """Points (..., 3) of a sphere, angles in radians."""
    cosine = np.cos(latitude)
    return radius * np.stack([cosine * np.cos(longitude), cosine * np.sin(longitude), np.sin(latitude)], axis=-1)


def turned(vectors, angle):
    """Vectors (..., 3) turned about z by an angle."""
    c, s = np.cos(angle), np.sin(angle)
    x, y, z = np.moveaxis(vectors, -1, 0)
    return np.stack([c * x - s * y, s * x + c * y, z + 0.0 * c], axis=-1)


def _stumpff(z):
    root = np.sqrt(np.abs(z))
    small = np.abs(z) < 1e-3
    safe = np.where(small, 1.0, root)
    c = np.where(z > 0, (1 - np.cos(root)) / safe**2, (np.cosh(np.minimum(root, 50)) - 1) / safe**2)
    s = np.where(z > 0, (safe - np.sin(root)) / safe**3, (np.sinh(np.minimum(root, 50)) - safe) / safe**3)
    c = np.where(small, 0.5 - z / 24 + z**2 / 720, c)
    s = np.where(small, 1 / 6 - z / 120 + z**2 / 5040, s)
    return c, s


def kepler(position, velocity, time, mu=MU):
    """Position and velocity (..., 3) after a time, two-body, universal variables [battin1999]."""
    time = np.asarray(time, float)
    r0 = np.linalg.norm(position, axis=-1)
    vr = np.sum(position * velocity, axis=-1) / r0
    alpha = 2 / r0 - np.sum(velocity**2, axis=-1) / mu
    root = np.sqrt(mu)
    x = root * np.abs(alpha) * time
    for _ in range(60):
        c, s = _stumpff(alpha * x * x)
        f = r0 * vr / root * x * x * c + (1 - alpha * r0) * x**3 * s + r0 * x - root * time
        slope = r0 * vr / root * x * (1 - alpha * x * x * s) + (1 - alpha * r0) * x * x * c + r0
        step = f / slope
        x = x - step
        if np.max(np.abs(step)) < 1e-8:
            break
    c, s = _stumpff(alpha * x * x)
    f, g = 1 - x * x / r0 * c, time - x**3 * s / root
    new = f[..., None] * position + g[..., None] * velocity
    r = np.linalg.norm(new, axis=-1)
    fdot, gdot = root / (r * r0) * x * (alpha * x * x * s - 1), 1 - x * x / r * c
    return new, fdot[..., None] * position + gdot[..., None] * velocity


def minimum_energy_arc(start, end):
    """Launch velocity (..., 3) and flight time (...,) of the slowest arc between two points of one sphere at rest."""
    r = np.linalg.norm(start, axis=-1)
    a, b = start / r[..., None], end / r[..., None]
    angle = np.arccos(np.clip(np.sum(a * b, axis=-1), -1, 1))
    q = 2 * np.sin(angle / 2) / (1 + np.sin(angle / 2))
    speed, climb = np.sqrt(MU / r * q), (np.pi - angle) / 4
    ahead = b - np.cos(angle)[..., None] * a
    ahead /= np.linalg.norm(ahead, axis=-1)[..., None]
    axis = r * (1 + np.sin(angle / 2)) / 2
    e = np.sqrt(1 - q * (2 - q) * np.cos(climb) ** 2)
    anomaly = np.arccos(np.clip((1 - r / axis) / e, -1, 1))
    time = 2 * (np.pi - anomaly + e * np.sin(anomaly)) * np.sqrt(axis**3 / MU)
    return speed[..., None] * (np.sin(climb)[..., None] * a + np.cos(climb)[..., None] * ahead), time


def arcs(launch, aim, rate=0.0, knots=65):
    """Minimum-energy flights between places (n, 2) in radians on the sphere that turns with `rate`.

    On a turning sphere the arc is the slowest one in space to where the aim point will be.
    Gives a dict of arrays: knot_time (n, K), knot_position_eci, knot_velocity_eci (n, K, 3), flight_time, apogee.
    """
    launch, aim = np.atleast_2d(launch), np.atleast_2d(aim)
    start = on_sphere(launch[:, 0], launch[:, 1])
    time = np.zeros(len(start))
    for _ in range(12):
        end = on_sphere(aim[:, 0], aim[:, 1] + rate * time)
        velocity, time = minimum_energy_arc(start, end)
    times = time[:, None] * np.linspace(0, 1, knots)
    position, speed = kepler(np.repeat(start[:, None], knots, 1), np.repeat(velocity[:, None], knots, 1), times)
    return {
        "knot_time": times, "knot_position_eci": position, "knot_velocity_eci": speed, "flight_time": time,
        "apogee": np.linalg.norm(position, axis=-1).max(axis=1) - RADIUS,
    }  # fmt: skip
