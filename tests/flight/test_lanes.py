"""The coast lanes against the adaptive integrator, their machine code, and the files that a generator made."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from random_starts import ground_distance, random_starts

from midcourse.earth import WGS84, Earth
from midcourse.flight import propagate_many
from midcourse.flight._lanes import coast as lanes
from midcourse.flight.coast import LONGEST_FLIGHT, earth_numbers, fly_rows

ROOT = Path(__file__).resolve().parents[2]
NO_DRAG, DRAG = 0.1, 1.0  # m, what the lanes promise against the adaptive integrator
APOGEE, APOGEE_DRAG = 0.2, 1.0  # m
TIME, TIME_DRAG = 3e-4, 5e-3  # s
TO_THE_GROUND = (0.0, LONGEST_FLIGHT, True, np.inf)
MOST_MEMORY = 1 << 30  # bytes beyond input and output, for ten million rows

KINDS = {
    "short": {"speed": (500.0, 2500.0), "climb": (15.0, 88.0)},
    "middle": {"speed": (2500.0, 5500.0), "climb": (10.0, 70.0)},
    "long": {"speed": (5500.0, 7300.0), "climb": (10.0, 45.0)},
    "lofted": {"speed": (5500.0, 7500.0), "climb": (45.0, 89.0)},
    "shallow": {"speed": (5500.0, 7900.0), "climb": (1.0, 12.0)},
    "from burnout": {"altitude": (9e4, 4e5), "speed": (3000.0, 7300.0), "climb": (0.0, 60.0)},
    "coming down": {"altitude": (2e5, 1.5e6), "speed": (1000.0, 7500.0), "climb": (-80.0, 0.0)},
    "orbits and escapes": {"altitude": (1e5, 1e6), "speed": (7000.0, 11500.0), "climb": (0.0, 80.0)},
}


def both(positions, velocities, factor, earth=WGS84):
    """The same rows by the lanes and one by one."""
    factors = np.atleast_1d(np.asarray(factor, float))
    by_lanes = fly_rows(positions, velocities, factors, TO_THE_GROUND, earth)
    out, ended = np.empty((5, len(positions))), np.empty(len(positions), np.int8)
    lanes.coast_to_ground(
        positions, velocities, factors, False, TO_THE_GROUND, earth_numbers(earth), 180 / np.pi, out, ended
    )
    return *by_lanes, out, ended


def check(result, miss, apogee, time):
    many, many_ended, alone, alone_ended = result
    assert (many_ended == alone_ended).all()
    down = alone_ended == 1
    assert (np.isnan(many[:4]).all(axis=0) == ~down).all()
    away = ground_distance(many[1], many[2], alone[1], alone[2])[down]
    assert away.max(initial=0.0) < miss
    assert np.abs(many[4] - alone[4]).max() < apogee
    assert np.abs(many[0] - alone[0])[down].max(initial=0.0) < time


@pytest.mark.parametrize("kind", KINDS)
def test_the_lanes_land_where_the_adaptive_integrator_does(kind):
    check(both(*random_starts(1500, 1, **KINDS[kind]), 0.0), NO_DRAG, APOGEE, TIME)


@pytest.mark.parametrize("coefficient", [20000.0, 3000.0, 600.0])
@pytest.mark.parametrize("kind", ["from burnout", "coming down", "long"])
def test_the_lanes_with_drag_land_where_the_adaptive_integrator_does(kind, coefficient):
    check(both(*random_starts(300, 2, **KINDS[kind]), 0.5 / coefficient), DRAG, APOGEE_DRAG, TIME_DRAG)


def test_rows_with_and_without_drag_may_stand_side_by_side():
    positions, velocities = random_starts(600, 3, **KINDS["from burnout"])
    factors = np.where(np.arange(600) % 3 == 0, 0.0, 0.5 / np.linspace(500.0, 9000.0, 600))
    check(both(positions, velocities, factors), DRAG, APOGEE_DRAG, TIME_DRAG)


@pytest.mark.parametrize("earth", [Earth(radius=6371000.0, flattening=0.0, j2=0.0, rate=0.0), Earth(rate=0.0)])
def test_any_earth_may_be_flown_on(earth):
    positions, velocities = random_starts(500, 4, altitude=(3e4, 5e4), **KINDS["long"])
    check(both(positions, velocities, 0.0, earth), NO_DRAG, APOGEE, TIME)


def test_an_answer_does_not_depend_on_the_rows_beside_it():
    positions, velocities = random_starts(1000, 5, **KINDS["long"])
    whole = np.asarray(propagate_many(positions, velocities)["latitude_deg"])
    order = np.random.default_rng(0).permutation(1000)
    mixed = np.asarray(propagate_many(positions[order], velocities[order])["latitude_deg"])
    assert np.abs(mixed - whole[order]).max() * 111e3 < NO_DRAG


def test_most_rows_of_a_usual_batch_are_flown_by_the_lanes():
    """The lanes give other last digits than the adaptive integrator: rows with the same digits were not theirs."""
    for kind, coefficient in (("long", None), ("middle", None), ("from burnout", 5000.0)):
        factor = 0.0 if coefficient is None else 0.5 / coefficient
        many, _, alone, _ = both(*random_starts(600, 6, **KINDS[kind]), factor)
        assert (many[0] != alone[0]).mean() > 0.7, kind


VECTOR_CODE = """
import numpy as np
from midcourse.flight._lanes import coast as lanes
from midcourse.flight.coast import fly_rows
from midcourse.earth import WGS84
fly_rows(np.full((1, 3), 4e6), np.full((1, 3), 2e3), np.array([1e-4]), (0.0, 1e5, True, np.inf), WGS84)
print("@@".join(lanes.fly_strip.inspect_asm().values()))
"""


def test_the_lanes_are_vector_code(tmp_path):
    """Arithmetic on 256 or 512 bits at once, over twice as much as one at a time (what `by_itself` calls is scalar)."""
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", VECTOR_CODE], env=environment, capture_output=True, text=True, check=True
    )
    words = [line.split() for line in done.stdout.splitlines() if line.startswith("\tv")]
    packed = [w for w in words if w[0].endswith("pd") and ("zmm" in " ".join(w) or "ymm" in " ".join(w))]
    arithmetic = ("vmul", "vadd", "vsub", "vdiv", "vsqrt", "vfm", "vfnm")
    vector = sum(w[0].startswith(arithmetic) for w in packed)
    single = sum(w[0].startswith(arithmetic) and w[0].endswith("sd") for w in words)
    if not packed and not any("xmm" in " ".join(w) for w in words):
        pytest.skip("not an x86 machine: its vector registers have other names")
    assert vector > 1000
    assert vector > 2 * single
    for slow in ("vdiv", "vsqrt"):
        assert sum(w[0].startswith(slow) for w in packed) > 40


def test_the_generated_files_are_what_the_generator_writes():
    done = subprocess.run([sys.executable, "tools/generate_steps.py", "--check"], cwd=ROOT, check=False)
    assert done.returncode == 0


CUDA = """
import numpy as np
from numba import cuda
from midcourse.flight._steps import dop8
from midcourse.flight._kernels.entry_steps import entry4
from midcourse.earth._kernels import geodetic

@cuda.jit
def coast(states, out):
    i = cuda.grid(1)
    if i < states.shape[0]:
        s = states[i]
        x, y, z, u, v, w = dop8(s[0], s[1], s[2], s[3], s[4], s[5], 200.0, 3.986004418e14, 6.6e10)
        latitude, longitude, altitude = geodetic(x, y, z, 6378137.0, 6.69437999014e-3)
        x, y, z, u, v, w, t = entry4(
            x, y, z, u, v, w, altitude, -100.0, 3.986004418e14, 6.6e10, 6378137.0, 6.69437999014e-3, 7.292115e-5, 1e-4
        )
        out[i, 0], out[i, 1], out[i, 2], out[i, 3] = x, u, altitude, t

states = np.array([[6578137.0, 1e3 * i, 0.0, -300.0, 7000.0, 100.0] for i in range(5)])
out = np.zeros((5, 4))
coast[1, 8](states, out)
for i in range(5):
    x, y, z, u, v, w = dop8(*states[i], 200.0, 3.986004418e14, 6.6e10)
    altitude = geodetic(x, y, z, 6378137.0, 6.69437999014e-3)[2]
    earth = 3.986004418e14, 6.6e10, 6378137.0, 6.69437999014e-3, 7.292115e-5
    s = entry4(x, y, z, u, v, w, altitude, -100.0, *earth, 1e-4)
    assert np.allclose(out[i], (s[0], s[3], altitude, s[6]), rtol=1e-14, atol=0.0), (i, out[i])
    assert abs(altitude) > 1e4 and s[6] != 0.0
print("same")
"""


def test_the_scalar_functions_run_inside_a_cuda_kernel_under_the_simulator():
    environment = {**os.environ, "NUMBA_ENABLE_CUDASIM": "1"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", CUDA], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "same", done.stderr[-2000:]


MEMORY = """
import resource, sys
import numpy as np
from midcourse.flight import propagate_many
unit = 1024 if sys.platform == "linux" else 1
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
n = 10_000_000
positions = np.zeros((n, 3)); positions[:, 0] = 6378137.0 + np.arange(n) * 1e-2
velocities = np.empty((n, 3)); velocities[:] = (3000.0, 4000.0, 500.0)
propagate_many(positions[:1000], velocities[:1000])
before = peak()
table = propagate_many(positions, velocities)
output = sum(np.asarray(table[name]).nbytes for name in table.column_names if name != "ended") + n
print(peak() - before - output)
"""


@pytest.mark.slow
def test_ten_million_flights_need_little_memory_beyond_their_answers():
    pytest.importorskip("resource")
    done = subprocess.run([sys.executable, "-c", MEMORY], capture_output=True, text=True, check=True)
    assert int(done.stdout) < MOST_MEMORY
