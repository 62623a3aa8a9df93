"""Coasts to the ground a second: our lanes, heyoka with the event, scipy; speed and error from one run.

`python benchmarks/flight_coast.py [--write]` prints the tables, and writes them to benchmarks/results/ if asked.
Speed is per second of one core's own time (thread or process CPU), best of several; the door is also timed by the wall.
"""

import datetime
import os
import platform
import sys
import time
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests" / "reference"))

import free_flight as referent  # noqa: E402
from random_starts import ground_distance, random_starts  # noqa: E402

from midcourse.earth import WGS84  # noqa: E402
from midcourse.flight import propagate, propagate_many  # noqa: E402
from midcourse.flight._lanes import coast as lanes  # noqa: E402
from midcourse.flight.coast import earth_numbers  # noqa: E402

KIND = {"altitude": (1e5, 4e5), "speed": (4000.0, 7000.0), "climb": (20.0, 50.0)}
SAMPLE, MANY = 300, 2_000_000
DRAG = 5000.0


def best(function, repeats, clock):
    """Least time of some calls by a clock, the first one not counted."""
    function()
    times = []
    for _ in range(repeats):
        begin = clock()
        function()
        times.append(clock() - begin)
    return min(times)


def bare(positions, velocities, factor):
    """The work of one thread on rows that stay in its cache: no Python, no checks, no table."""
    out, ended = np.empty((5, len(positions))), np.empty(len(positions), np.int8)
    factors, limits = np.array([factor]), (0.0, 1e5, True, np.inf)
    return lambda: lanes.fly_strip(
        np.int64(0),
        np.int64(1),
        positions,
        velocities,
        factors,
        True,
        limits,
        earth_numbers(WGS84),
        180 / np.pi,
        out,
        ended,
    )


def error_of(table, rows):
    """Worst distance between impacts and the referent's rows, m."""
    latitude, longitude = np.asarray(table["latitude_deg"]), np.asarray(table["longitude_deg"])
    return ground_distance(latitude, longitude, rows[:, 1], rows[:, 2]).max()


def heyoka_row(positions, velocities, truth, step, tolerance):
    """Speed and error of heyoka with its event, one by one."""
    integrator = referent.heyoka_integrator(tolerance)
    begin = time.process_time()
    rows = referent.heyoka_coasts(positions, velocities, step, integrator)
    spent = time.process_time() - begin
    error = ground_distance(rows[:, 1], rows[:, 2], truth[:, 1], truth[:, 2]).max()
    return f"heyoka scalar, event, step to {step:g} s, tolerance {tolerance:g}", len(positions) / spent, error


def scipy_row(positions, velocities, truth, rtol, coefficient=None):
    """Speed and error of scipy's DOP853 with its event."""
    begin = time.process_time()
    rows = np.array([referent.fly_scipy(p, v, coefficient, rtol) for p, v in zip(positions, velocities, strict=True)])
    spent = time.process_time() - begin
    error = ground_distance(rows[:, 1], rows[:, 2], truth[: len(rows), 1], truth[: len(rows), 2]).max()
    return f"scipy DOP853, event, step to 60 s, rtol {rtol:g}", len(positions) / spent, error


def ours(positions, velocities, coefficient, sample, truth):
    """Rows of the table for the lanes and for one flight at a time, with the wall time through the door."""
    factor = 0.0 if coefficient is None else 0.5 / coefficient
    error = error_of(propagate_many(*sample, coefficient), truth)
    small = 65536
    kernel = small / best(bare(positions[:small], velocities[:small], factor), 7, time.thread_time)
    count = MANY if coefficient is None else MANY // 10

    def door():
        return propagate_many(positions[:count], velocities[:count], coefficient)

    spent, wall = best(door, 4, time.process_time), best(door, 4, time.perf_counter)
    begin = time.process_time()
    alone = [propagate(p, v, coefficient).impact for p, v in zip(*(s[:100] for s in sample), strict=True)]
    single = 100 / (time.process_time() - begin)
    away = ground_distance(*np.array([i[:2] for i in alone]).T, truth[:100, 1], truth[:100, 2]).max()
    rows = [
        ("our lanes, bare, one thread", kernel, error),
        ("our lanes through the Python door, a core-second", count / spent, error),
        ("our propagate, one at a time", single, away),
    ]
    return rows, count / wall


def table_of(title, rows, note):
    """Text of one table."""
    lines = [f"## {title}", "", "| engine | flights a core-second | worst error, m |", "|---|---|---|"]
    lines += [f"| {name} | {speed:,.0f} | {error:.2g} |" for name, speed, error in rows]
    return "\n".join([*lines, "", note, ""])


def main():
    """Time everything and print it."""
    positions, velocities = random_starts(MANY, 1, **KIND)
    sample = positions[:SAMPLE], velocities[:SAMPLE]
    truth = referent.heyoka_coasts(*sample, 20.0)
    rows, wall = ours(positions, velocities, None, sample, truth)
    rows += [heyoka_row(*sample, truth, 60.0, 1e-15), heyoka_row(*sample, truth, 300.0, 1e-7)]
    rows += [scipy_row(positions[:20], velocities[:20], truth, rtol) for rtol in (1e-12, 1e-9)]
    cores = os.cpu_count()
    note = f"By the wall, {cores} cores, through the door: {wall / 1e6:.2f} million a second. Error against heyoka."
    text = [table_of("Coasts with J2 to the ground, latitude, longitude, time, speed and apogee", rows, note)]
    few = positions[:20], velocities[:20]
    begin = time.process_time()
    drag_truth = np.array([referent.fly_scipy(p, v, DRAG, 1e-12) for p, v in zip(*few, strict=True)])
    spent = time.process_time() - begin
    rows, wall = ours(positions, velocities, DRAG, few, drag_truth)
    rows.append(("scipy DOP853, event, rtol 1e-12 (the referent)", 20 / spent, 0.0))
    note = f"Through the door by the wall, {cores} cores: {wall / 1e6:.2f} million a second."
    text.append(table_of(f"The same with drag, {DRAG:g} kg/m^2", rows, note))
    date = datetime.datetime.now(datetime.UTC).date().isoformat()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    machine = f"{date}, {platform.machine()}, {cores} cores, load {load:.1f} beside, Python {platform.python_version()}"
    head = f"# Free flights a second\n\n{machine}.\n"
    whole = "\n".join([head, *text])
    print(whole)
    if "--write" in sys.argv:
        (HERE / "results").mkdir(exist_ok=True)
        (HERE / "results" / "flight_coast.md").write_text(whole, encoding="utf-8")


if __name__ == "__main__":
    main()
