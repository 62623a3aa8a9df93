"""Random starts for the tests of free flights, by numpy alone."""

import numpy as np

RADIUS, E2 = 6378137.0, (2 - 1 / 298.257223563) / 298.257223563


def random_starts(count, seed, altitude=(0.0, 0.0), speed=(3000.0, 7000.0), climb=(20.0, 60.0)):
    """Positions and velocities (count, 3), Earth-fixed, anywhere on WGS-84; climb angles in degrees."""
    rng = np.random.default_rng(seed)
    latitude, longitude = np.arcsin(rng.uniform(-1, 1, count)), rng.uniform(-np.pi, np.pi, count)
    azimuth, angle = rng.uniform(0, 2 * np.pi, count), np.radians(rng.uniform(*climb, count))
    sine, cosine = np.sin(latitude), np.cos(latitude)
    up = np.stack([cosine * np.cos(longitude), cosine * np.sin(longitude), sine], 1)
    east = np.stack([-np.sin(longitude), np.cos(longitude), 0 * longitude], 1)
    level = np.sin(azimuth)[:, None] * east + np.cos(azimuth)[:, None] * np.cross(up, east)
    direction = np.sin(angle)[:, None] * up + np.cos(angle)[:, None] * level
    prime = RADIUS / np.sqrt(1 - E2 * sine**2)
    ground = prime[:, None] * up * np.array([1.0, 1.0, 1 - E2])
    return ground + rng.uniform(*altitude, count)[:, None] * up, rng.uniform(*speed, count)[:, None] * direction


def ground_distance(latitude_a, longitude_a, latitude_b, longitude_b):
    """Distances over a sphere between places in degrees, m: what two answers differ by."""
    a, b, c, d = (np.radians(np.asarray(v, float)) for v in (latitude_a, longitude_a, latitude_b, longitude_b))
    half = np.sin((a - c) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((b - d) / 2) ** 2
    return 2 * RADIUS * np.arcsin(np.sqrt(half))
