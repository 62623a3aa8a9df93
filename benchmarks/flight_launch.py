"""Launch to ground and aiming, through Python: speed beside accuracy. `python benchmarks/flight_launch.py [--quick]`

Accuracy: launches against the same launches with fine steps (which agree with an independent DOP853 to 10 m,
tests/flight/test_boost.py); aims by their miss. CPU seconds are those of all threads together.
"""

import sys
import time

import numpy as np

from midcourse import earth, flight
from midcourse.flight.boost import FINE, World, fly_rows
from midcourse.scenario import catalog

WORLD = World(earth=earth.WGS84)


def clocked(work, repeats):
    """Result, least wall and least CPU seconds."""
    wall, cpu, result = np.inf, np.inf, None
    for _ in range(repeats):
        t, c = time.perf_counter(), time.process_time()
        result = work()
        wall, cpu = min(wall, time.perf_counter() - t), min(cpu, time.process_time() - c)
    return result, wall, cpu


def launches(n, missile):
    """Places and steering of n launches to the ground, all propellant burnt."""
    draw = np.random.default_rng(1)
    places = np.column_stack(
        [np.radians(draw.uniform(25, 45, n)), np.radians(draw.uniform(30, 60, n)), draw.uniform(0, 6.28, n)]
    )
    steering = np.column_stack(
        [np.radians(draw.uniform(30, 60, n)), np.radians(draw.uniform(1, 2, n)), np.full(n, missile.burn_time)]
    )
    return places, steering


def time_launches(n, repeats=3):
    """Staged launches to the ground a second, and their worst impact error."""
    missile = catalog.missile("notional-icbm-10000-solid")
    places, steering = launches(n, missile)
    fly_rows(missile, WORLD, places[:16], steering[:16])
    flown, wall, cpu = clocked(lambda: fly_rows(missile, WORLD, places, steering), repeats)
    part = slice(0, min(n, 2000))
    fine = fly_rows(missile, WORLD, places[part], steering[part], steps=FINE)
    off = earth.geodesic(flown.latitude[part], flown.longitude[part], fine.latitude, fine.longitude, earth.WGS84)[0]
    off = off[np.isfinite(off)]
    speed = f"{n / wall / 1e6:.3f} M/s wall, {n / cpu / 1e6:.3f} M per CPU second"
    print(f"launch to ground: {speed}; worst {off.max():.0f} m, median {np.median(off):.1f} m")


def time_aims(n, key, repeats=2):
    """Targeting solves a second from one launch point, and their worst miss."""
    missile = catalog.missile(key)
    draw = np.random.default_rng(2)
    aims = np.column_stack([draw.uniform(40, 62, n), draw.uniform(-10, 100, n)])
    flight.fly_many(missile, (38.0, 46.0), aims[:100])
    table, wall, cpu = clocked(lambda: flight.fly_many(missile, (38.0, 46.0), aims), repeats)
    reached = np.asarray(table["reached"])
    miss = np.asarray(table["miss"])[reached]
    speed = f"{n / wall:.0f} solves/s wall, {n / cpu:.0f} per CPU second"
    found = f"reached {reached.mean():.3f}, worst miss {miss.max():.2f} m, median {np.median(miss):.2f} m"
    print(f"aim {key}: {speed}; {found}")


def main():
    """All of it; --quick keeps it alive in the checks."""
    quick = "--quick" in sys.argv
    time_launches(2_000 if quick else 200_000)
    for key in ("notional-icbm-10000-solid", "notional-icbm-10000", "impulsive"):
        time_aims(200 if quick else 20_000, key)


if __name__ == "__main__":
    main()
