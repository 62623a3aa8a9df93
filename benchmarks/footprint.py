"""How long does a defended area take, from nothing and when one site is moved, and how true is the fast verdict?

Europe by 4 launch points and 20 candidate sites. The peer, in the same run: tests/reference/brute_footprint.py (scipy's
DOP853, steps of 1 s, Lambert by bisection), one engagement at a time. Beside speed stands accuracy: verdicts that
differ from those of the engagement room. Usage: python benchmarks/footprint.py [RESOLUTION_DEG [THREADS]]
"""

import dataclasses
import math
import os
import platform
import resource
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests" / "reference"), str(ROOT / "tests" / "analysis")]

from midcourse import engagement, flight, scenario, sensing  # noqa: E402
from midcourse.analysis import footprint, footprint_count  # noqa: E402
from midcourse.analysis import footprint_live as live  # noqa: E402
from midcourse.numerics.engine import set_threads  # noqa: E402
from midcourse.scenario import catalog  # noqa: E402

LAUNCHES = np.array([[38.08, 46.29], [34.6, 50.9], [30.3, 57.1], [36.2, 59.6]])
SITES = [(lat, lon) for lat in (45.0, 49.0, 52.0, 54.5, 59.0) for lon in (5.0, 12.0, 17.1, 24.0)]
SPOT = 3000
"""Flights on which every site's verdict is compared with the engagement room's."""


class Clock:
    """Wall and processor time of a piece of work."""

    def __enter__(self):
        self.wall, self.cpu = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_):
        self.wall, self.cpu = time.perf_counter() - self.wall, time.process_time() - self.cpu


def aimpoints(resolution):
    latitude, longitude = np.arange(34.0, 72.0, resolution), np.arange(-25.0, 50.0, resolution)
    x, y = np.meshgrid(longitude + 0.5 * resolution, latitude + 0.5 * resolution)
    return np.column_stack([y.ravel(), x.ravel()])


def fly(aims, case):
    missile = catalog.missile("notional-icbm-10000")
    return [flight.launch_many(missile, place[None], aims, earth=case.earth) for place in LAUNCHES]


def ready_times(flights, case):
    devices = [sensor.device for sensor in case.sensors]
    seen = sensing.watch(devices, flights, case.threats[1].signature)
    links = engagement.all_share(len(devices))
    lift_off = engagement.chain_of_times(seen, case.command, links, np.nan_to_num(flights.lag)).lift_off_earliest
    return np.where(flights.reached, lift_off, np.inf)


def battery_at(case, place):
    launcher = case.batteries[0].launcher
    return dataclasses.replace(launcher, latitude=math.radians(place[0]), longitude=math.radians(place[1]))


def sweep(waves, samples, ready, battery, spans):
    return [live.can_meet(f, s, battery, r, spans=p) for f, s, r, p in zip(waves, samples, ready, spans, strict=True)]


def differing(waves, samples, ready, case):
    """(pairs compared, verdicts that differ, pairs that the table left to the engine)."""
    pairs = wrong = asked = 0
    for flights, kept, lift_off in zip(waves, samples, ready, strict=True):
        rows = np.random.default_rng(1).choice(len(flights), min(SPOT, len(flights)), replace=False)
        for place in SITES[::5]:
            battery = battery_at(case, place)
            shots = engagement.shots_that_fit(
                engagement.rows_of(flights, rows), [battery], lift_off[rows, None], 0.0, looks=1
            )
            known = live.verdicts(kept, battery, lift_off, case.earth)[rows]
            fast = live.can_meet(flights, kept, battery, lift_off)[rows]
            pairs, asked = pairs + len(rows), asked + int((known == 2).sum())
            wrong += int((fast != (shots.count > 0)).sum())
    return pairs, wrong, asked


def counted(waves, samples, ready, case):
    """(flights, CPU s of two shots by tables, by the engagement room, numbers that differ), on some of the flights."""
    defence = footprint.Defence((), (case.batteries[0].launcher,), (), case.command, case.doctrine.assess_time)
    flights = wrong = 0
    fast = slow = 0.0
    for wave, kept, lift_off in zip(waves, samples, ready, strict=True):
        rows = np.random.default_rng(2).choice(len(wave), min(SPOT, len(wave)), replace=False)
        some = engagement.rows_of(wave, rows)
        with Clock() as ours:
            found = footprint_count.shots_that_fit(wave, kept, defence, lift_off[rows, None], 2, rows)
        with Clock() as theirs:
            asked = engagement.shots_that_fit(
                some, defence.batteries, lift_off[rows, None], defence.assess_time, looks=2
            ).count
        fast, slow = fast + ours.cpu, slow + theirs.cpu
        flights, wrong = flights + len(rows), wrong + int((found != asked).sum())
    return flights, fast, slow, wrong


def by_brute_force(count=12):
    """Processor time of one engagement of the referent, s."""
    import test_footprint_referent as referent

    known = [(case, referent.brute_path(case)) for case in (referent.random_case(k, "any") for k in range(count))]
    with Clock() as clock:
        for case, path in known:
            referent.referent(case, path)
    return clock.cpu / count


def main():
    resolution = float(sys.argv[1]) if len(sys.argv) > 1 else 0.5
    if len(sys.argv) > 2:
        set_threads(int(sys.argv[2]))
    case = scenario.build(scenario.load("european-site-2008"), "mda+mean-170kw")
    warm = fly(aimpoints(8.0), case)  # compiles what is not compiled yet
    kept, first = [live.samples_of(f) for f in warm], [ready_times(f, case) for f in warm]
    launcher = case.batteries[0].launcher
    sweep(warm, kept, first, battery_at(case, SITES[0]), [live.spans_of(part, launcher) for part in kept])
    counted(warm, kept, first, case)
    aims = aimpoints(resolution)
    with Clock() as flown:
        waves = fly(aims, case)
    with Clock() as packed:
        samples = [live.samples_of(f) for f in waves]
    with Clock() as watched:
        ready = [ready_times(f, case) for f in waves]
    kind = case.batteries[0].launcher.interceptor
    spans = [live.spans_of(s, case.batteries[0].launcher) for s in samples]
    with Clock() as swept:
        for place in SITES:
            sweep(waves, samples, ready, battery_at(case, place), spans)
    moves = []
    for k in range(8):
        moved = battery_at(case, (54.5 + 0.1 * k, 17.1))
        live.reach_table(kind, moved.latitude, case.earth)
        with Clock() as move:
            sweep(waves, samples, ready, moved, spans)
        moves.append((move.wall, move.cpu))
    pairs, wrong, asked = differing(waves, samples, ready, case)
    shot, fast, slow, other = counted(waves, samples, ready, case)
    brute, count = by_brute_force(), sum(len(f) for f in waves)
    each = swept.cpu / (count * len(SITES))
    shared = f"{os.cpu_count()} cores shared with other work (load {os.getloadavg()[0]:.1f})"
    kinds = [sensor.kind for sensor in case.sensors]
    eyes = [f"{kinds.count(kind)} {kind}" for kind in dict.fromkeys(kinds)]
    boost = "flown" if kind.fly_out is not None else "impulsive"
    kept = sum(s.nbytes for s in samples) / 1e6
    whole, spent = (sum(getattr(part, of) for part in (flown, packed, watched, swept)) for of in ("wall", "cpu"))
    lines = [
        "# Defended area",
        "",
        f"{time.strftime('%Y-%m-%d')}, {platform.machine()}, {shared}, Python {platform.python_version()}.",
        "",
        f"- Europe at {resolution:g} deg: {len(aims):,} aim points, {len(LAUNCHES)} launch points, {count:,} flights;"
        f" {len(SITES)} sites of an interceptor that is {boost}",
        f"- flights: {flown.wall:.1f} s wall, {flown.cpu:.1f} CPU s ({1e6 * flown.cpu / count:.0f} us each)",
        f"- kept paths: {packed.wall:.2f} s wall, {packed.cpu:.2f} CPU s, {kept:.0f} MB",
        f"- who sees them, {' and '.join(eyes)}: {watched.wall:.1f} s wall, {watched.cpu:.1f} CPU s",
        f"- {len(SITES)} sites, tables included: {swept.wall:.2f} s wall, {swept.cpu:.2f} CPU s,"
        f" {1e6 * each:.2f} us a pair",
        f"- from nothing: {whole:.1f} s wall, {spent:.1f} CPU s on all cores together",
        f"- one moved site, warm: {1e3 * min(w for w, _ in moves):.0f} ms wall at best,"
        f" {1e3 * min(c for _, c in moves):.0f} ms CPU",
        f"- accuracy: {wrong} of {pairs:,} verdicts differ from the engagement room's;"
        f" the table left {asked:,} of them to it",
        f"- two shots: {1e6 * fast / shot:.1f} us of a core a flight, the engagement room alone"
        f" {1e6 * slow / shot:.1f}; {other} of {shot:,} numbers differ",
        f"- brute force with scipy: {1e3 * brute:.0f} ms CPU an engagement, {brute / each:,.0f} times ours",
        f"- greatest memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2:.2f} GiB",
    ]
    print("\n".join(lines))


if __name__ == "__main__":
    main()
