"""Least interceptor speed by brute force: a fine grid of launch and meeting times, Lambert by bisection."""

import numpy as np
from two_body_arcs import MU, kepler, on_sphere, turned


def _stumpff(z):
    root = np.sqrt(np.abs(z))
    safe = np.where(root < 1e-4, 1.0, root)
    c = np.where(z > 0, (1 - np.cos(safe)) / safe**2, (np.cosh(np.minimum(safe, 60)) - 1) / safe**2)
    s = np.where(z > 0, (safe - np.sin(safe)) / safe**3, (np.sinh(np.minimum(safe, 60)) - safe) / safe**3)
    return np.where(root < 1e-4, 0.5, c), np.where(root < 1e-4, 1 / 6, s)


def lambert_speed_vectors(start, end, time, long_way=False):
    """Departure velocity (..., 3), NaN where the bisection has no bracket: universal variables [battin1999]."""
    r1, r2 = np.linalg.norm(start, axis=-1), np.linalg.norm(end, axis=-1)
    cosine = np.clip(np.sum(start * end, axis=-1) / (r1 * r2), -1, 1)
    sine = np.sqrt(1 - cosine**2) * (-1 if long_way else 1)
    a = sine * np.sqrt(r1 * r2 / (1 - cosine))
    low, high = np.full(a.shape, -400.0), np.full(a.shape, 4 * np.pi**2 - 1e-9)
    for _ in range(90):
        z = 0.5 * (low + high)
        c, s = _stumpff(z)
        y = r1 + r2 + a * (z * s - 1) / np.sqrt(c)
        with np.errstate(invalid="ignore"):
            flown = ((np.maximum(y, 0) / c) ** 1.5 * s + a * np.sqrt(np.maximum(y, 0))) / np.sqrt(MU)
        too_long = (flown > time) & (y > 0)
        high, low = np.where(too_long, z, high), np.where(too_long, low, z)
    f, g = 1 - y / r1, a * np.sqrt(np.maximum(y, 1e-9) / MU)
    good = np.abs(flown - time) < 1e-3
    return np.where(good[..., None], (end - f[..., None] * start) / g[..., None], np.nan)


def least_speed(flight, site, earliest, floor, rate, radius, meetings=160, launches=160):
    """Least launch speed against one flight (dict of `arcs`, one row) on a sphere; inf where none."""
    last, n = flight["flight_time"][0], 0
    t_low, t_high, f_low, f_high = max(earliest, 0.0), last, 0.0, 1.0
    best = np.inf
    while n < 4:
        t = np.linspace(t_low, t_high, meetings)
        position, _ = kepler(
            np.broadcast_to(flight["knot_position_eci"][0, 0], (meetings, 3)),
            np.broadcast_to(flight["knot_velocity_eci"][0, 0], (meetings, 3)), t,
        )  # fmt: skip
        share = np.linspace(f_low, f_high, launches)
        s = earliest + share[None, :] * (t[:, None] - 1.0 - earliest)
        start = turned(np.broadcast_to(on_sphere(*site), (*s.shape, 3)), rate * s)
        end = np.broadcast_to(position[:, None], start.shape)
        speed = np.full(s.shape, np.inf)
        for long_way in (False, True):
            speed = np.minimum(speed, _relative_speed(start, end, t[:, None] - s, rate, long_way))
        high_enough = np.linalg.norm(position, axis=-1) - radius >= floor
        speed = np.where((high_enough & (t > earliest + 1.5))[:, None], speed, np.inf)
        k, l = np.unravel_index(np.argmin(speed), speed.shape)
        if not speed[k, l] < np.inf:
            return best
        best = min(best, speed[k, l])
        wide, narrow = t[1] - t[0], share[1] - share[0]
        t_low, t_high = max(t[k] - 2 * wide, earliest), min(t[k] + 2 * wide, last)
        f_low, f_high = max(share[l] - 2 * narrow, 0.0), min(share[l] + 2 * narrow, 1.0)
        n += 1
    return best


def first_meeting(flight, site, earliest, floor, rate, radius, speed, step=1.0, launches=80):
    """Earliest meeting time on a grid of `step` seconds at which a stated speed suffices; inf where none."""
    t = np.arange(max(earliest, 0.0) + 2.0, flight["flight_time"][0], step)
    position, _ = kepler(
        np.broadcast_to(flight["knot_position_eci"][0, 0], (len(t), 3)),
        np.broadcast_to(flight["knot_velocity_eci"][0, 0], (len(t), 3)), t,
    )  # fmt: skip
    keep = np.linalg.norm(position, axis=-1) - radius >= floor
    t, position = t[keep], position[keep]
    s = earliest + np.linspace(0.0, 1.0, launches)[None, :] * (t[:, None] - 1.0 - earliest)
    start = turned(np.broadcast_to(on_sphere(*site), (*s.shape, 3)), rate * s)
    end = np.broadcast_to(position[:, None], start.shape)
    needed = np.minimum(*(_relative_speed(start, end, t[:, None] - s, rate, way) for way in (False, True)))
    good = needed.min(axis=1) <= speed
    return t[good][0] if good.any() else np.inf


def _relative_speed(start, end, time, rate, long_way):
    velocity = lambert_speed_vectors(start, end, np.maximum(time, 0.5), long_way)
    arrival = kepler(start.reshape(-1, 3), np.nan_to_num(velocity).reshape(-1, 3), time.ravel())[1].reshape(start.shape)
    ground = rate * np.stack([-start[..., 1], start[..., 0], 0 * start[..., 2]], axis=-1)
    relative = velocity - ground
    climbs = np.sum(relative * start, axis=-1) >= 0
    under = long_way & (np.sum(arrival * end, axis=-1) >= 0)
    speed = np.linalg.norm(relative, axis=-1)
    return np.where(climbs & ~under & np.isfinite(speed), speed, np.inf)
