"""Where a shot meets a flight, and with which velocities of both: the geometry of shots that are known.

Rows of `rules` and `sites` as in shots.py; times are those of the ideal clock.
"""

import math

import numpy as np

from midcourse.earth._kernels import geodetic
from midcourse.engagement._kernels.flyout import reach_on_branch, seen_from_site, velocity_on_branch
from midcourse.engagement._kernels.paths import locate, take_knots, velocity_at
from midcourse.engagement._kernels.speed import arrival, site_at
from midcourse.numerics.jit import driver, part, prange


@part
def _flown(t, point, site, planet, fans):
    """Velocity (m/s, ECI) with which a fly-out comes to a point at t: of the branch that comes sooner."""
    fan = int(site[6])
    angle, bearing = seen_from_site(t, point[0], point[1], point[2], site, planet[1])
    _, _, altitude = geodetic(point[0], point[1], point[2], planet[2], planet[3])
    branch = 0 if reach_on_branch(fans, fan, 0, angle, bearing, altitude) > 0.0 else 1
    up, outward, right = velocity_on_branch(fans, fan, branch, angle, bearing, altitude)
    a, b, c = site_at(t, site, planet[1])
    s = math.sqrt(a * a + b * b + c * c)
    r = math.sqrt(point[0] * point[0] + point[1] * point[1] + point[2] * point[2])
    a, b, c, x, y, z = a / s, b / s, c / s, point[0] / r, point[1] / r, point[2] / r
    cosine = a * x + b * y + c * z
    kx, ky, kz = b * z - c * y, c * x - a * z, a * y - b * x
    sine = max(1e-9, math.sqrt(kx * kx + ky * ky + kz * kz))
    u = up * x + (outward * (cosine * x - a) - right * kx) / sine
    v = up * y + (outward * (cosine * y - b) - right * ky) / sine
    w = up * z + (outward * (cosine * z - c) - right * kz) / sine
    return u - planet[1] * point[1], v + planet[1] * point[0], w


@part
def _straight(t, point, site, planet):
    """Velocity (m/s, ECI) of an interceptor of constant speed at its meeting point."""
    x, y, z = site_at(t, site, planet[1])
    x, y, z = point[0] - x, point[1] - y, point[2] - z
    share = site[7] / math.sqrt(x * x + y * y + z * z)
    return share * x - planet[1] * point[1], share * y + planet[1] * point[0], share * z


@driver
def arrivals(battery, launch, meet, times, positions, velocities, sites, rules, fans, planet):
    """Meeting point, velocity of the threat and of the interceptor, all ECI, of each shot: (n, looks, 9)."""
    n, looks = battery.shape
    answer = np.full((n, looks, 9), np.nan)
    for i in prange(n):
        flight = np.empty((times.shape[1], 7))
        take_knots(i, times, positions, velocities, flight)
        for k in range(looks):
            j = battery[i, k]
            if j >= 0:
                site = (
                    sites[j, 0], sites[j, 1], sites[j, 2], sites[j, 3], sites[j, 4], sites[j, 5], rules[j, 3], rules[j, 2],
                )  # fmt: skip
                t = meet[i, k]
                point, threat = locate(t, flight), velocity_at(t, flight)
                if site[6] >= 0.0:
                    own = _flown(t, point, site, planet, fans)
                elif site[6] < -1.0:
                    own = _straight(t, point, site, planet)
                else:
                    own = arrival(launch[i, k], t, point, site, planet)
                for c in range(3):
                    answer[i, k, c], answer[i, k, 3 + c], answer[i, k, 6 + c] = point[c], threat[c], own[c]
    return answer
