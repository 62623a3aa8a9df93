"""Launch to ground and aiming through Python: speed, accuracy. `python benchmarks/flight_launch.py [--quick] [--write]`

Accuracy: launches against the same launches with fine steps (which agree with an independent DOP853 to 10 m,
tests/flight/test_boost.py); aims by their miss. CPU seconds are those of all threads together.
"""

import math
import os
import platform
import sys
import time
from datetime import date
from pathlib import Path

import numpy as np

from midcourse import earth, flight
from midcourse.flight._lanes.launch import launch_lanes
from midcourse.flight.boost import FINE, World, fast_steps, fly_rows, pack
from midcourse.scenario import catalog

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests/reference"))
import launch_dop853  # noqa: E402

WORLD = World(earth=earth.WGS84)
GRAVITY = 9.80665  # m/s^2, of specific impulse


SAID = []


def say(line):
    """Print a line and keep it for the file."""
    print(line, flush=True)
    SAID.append(f"- {line}")


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


def bare(missile, places, steering):
    """The compiled driver alone on arrays that are there already."""
    packed, n = pack(missile, WORLD), len(places)
    out, ends, knots, start = np.empty((8, n)), np.empty((n, 8)), np.empty((n, 0, 7)), np.zeros((1, 3))
    steps, flags = tuple(fast_steps(missile)), (*packed.flags, 0.0)
    numbers = (packed.stages, packed.body, packed.world, steps, flags, out, ends, knots)
    return lambda: (launch_lanes(places, steering, start, *numbers), out)[1]


def ends_off(flown, fine):
    """Worst, 99 % and median distance of impacts from those of fine steps, as text."""
    off = earth.geodesic(flown[0], flown[1], fine.latitude, fine.longitude, earth.WGS84)[0]
    off = off[np.isfinite(off)]
    return f"impact error worst {off.max():.0f} m, 99 % {np.quantile(off, 0.99):.0f} m, median {np.median(off):.1f} m"


def time_launches(n, repeats=5):
    """Staged launches a second, bare and through the door, and their impact errors; gives the rate a CPU second."""
    missile = catalog.missile("notional-icbm-10000-solid")
    places, steering = launches(n, missile)
    fly_rows(missile, WORLD, places[:16], steering[:16])
    part = slice(0, min(n, 2000))
    fine = fly_rows(missile, WORLD, places[part], steering[part], steps=FINE)
    best = 0.0
    for name, work in (
        ("bare driver", bare(missile, places, steering)),
        ("through the door", lambda: fly_rows(missile, WORLD, places, steering)),
    ):
        flown, wall, cpu = clocked(work, repeats)
        error = ends_off((flown[0][part], flown[1][part]), fine)
        say(f"launch to ground, {name}: {n / wall / 1e6:.3f} M/s wall, {n / cpu / 1e6:.3f} M per CPU second; {error}")
        best = n / cpu
    return best


def time_scipy(n, ours):
    """The same launches one by one with scipy's DOP853, its own air and its own steering."""
    missile = catalog.missile("notional-icbm-10000-solid")
    places, steering = launches(n, missile)
    stages = [
        {
            "propellant": s.propellant,
            "inert": s.inert,
            "thrust": s.specific_impulse * GRAVITY * s.propellant / s.burn_time,
            "lost": s.sea_level_loss * s.specific_impulse * GRAVITY * s.propellant / s.burn_time,
            "burn": s.burn_time,
            "area": math.pi * s.diameter**2 / 4,
            "drag": s.drag,
        }
        for s in missile.stages
    ]
    fall = {"mass": missile.payload.mass, "beta": missile.payload.ballistic_coefficient}
    e = WORLD.earth
    numbers = {"mu": e.mu, "a": e.radius, "f": e.flattening, "j2": e.j2, "rate": e.rate}
    begin, found = time.process_time(), []
    for place, (loft, rate, cutoff) in zip(places, steering, strict=True):
        law = {"loft": loft, "rate": rate, "cutoff": cutoff, "rise": 5.0, "kick": 5.0, "law": missile.steering.law}
        found.append(launch_dop853.fly(stages, fall, law, tuple(place), numbers)[:2])
    cpu = time.process_time() - begin
    fast, other = fly_rows(missile, WORLD, places, steering), np.array(found)
    off = earth.geodesic(fast.latitude, fast.longitude, other[:, 0], other[:, 1], earth.WGS84)[0]
    rate = f"{n / cpu:.2f} launches per CPU second, we fly {ours / (n / cpu):,.0f} times as many"
    say(f"scipy DOP853, the tests' referent: {rate} and end {off.max():.0f} m from it")


def time_aims(n, key, repeats=3):
    """Targeting solves a second from one launch point, and their worst miss."""
    missile = catalog.missile(key)
    draw = np.random.default_rng(2)
    aims = np.column_stack([draw.uniform(40, 62, n), draw.uniform(-10, 100, n)])
    flight.fly_many(missile, (38.0, 46.0), aims[:100])
    table, wall, cpu = clocked(lambda: flight.fly_many(missile, (38.0, 46.0), aims), repeats)
    reached = np.asarray(table["reached"])
    miss = np.asarray(table["miss"])[reached]
    speed = f"{n / wall:.0f} solves/s wall, {n / cpu:.0f} per CPU second"
    found = f"reached {reached.mean():.3f}, miss worst {miss.max():.2f} m, 99 % {np.quantile(miss, 0.99):.2f} m"
    say(f"aim {key}: {speed}; {found}")


def main():
    """All of it; --quick keeps it alive in the checks."""
    quick, load = "--quick" in sys.argv, os.getloadavg()[0]
    ours = time_launches(2_000 if quick else 200_000)
    for key in ("notional-icbm-10000-solid", "notional-icbm-10000", "impulsive"):
        time_aims(200 if quick else 20_000, key)
    time_scipy(1 if quick else 3, ours)
    if "--write" in sys.argv:
        about = (
            f"# Launches and aims a second\n\n{date.today()}, {platform.machine()}, {os.cpu_count()} cores shared with "
            f"other work (load {load:.1f} before the run), Python {platform.python_version()}.\n\n"
        )
        (HERE / "results/flight_launch.md").write_text(about + "\n".join(SAID) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
