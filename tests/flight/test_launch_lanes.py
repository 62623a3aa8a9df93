"""The launch driver is vector code: what stops it (a call, a reduction, a table argument) costs six times the speed."""

import os
import subprocess
import sys

import pytest

# docs: docs/models/flight/boost.md. The drivers of the parts are compiled by flying one missile.
VECTOR_CODE = """
import numpy as np
from midcourse import earth, flight
from midcourse.flight._lanes import descent_parts, launch_boost
from midcourse.flight.boost import World, fly_rows
stage = flight.Stage(propellant=21000.0, inert=2300.0, specific_impulse=255.0, burn_time=60.0, diameter=1.7)
missile = flight.Missile(key="m", stages=(stage,), payload=flight.Payload(mass=900.0, ballistic_coefficient=5000.0))
fly_rows(missile, World(earth=earth.WGS84), np.zeros((1, 3)), np.array([[0.7, 0.02, 60.0]]))
for name in ("boost_stage", "boost_lengths", "vacuum_stage", "fall_stage", "coast_for", "coast_end"):
    print("@@" + name)
    room = launch_boost if hasattr(launch_boost, name) else descent_parts
    print("@@".join(getattr(room, name).inspect_asm().values()))
"""
# instructions on 256 or 512 bits
LEAST = {
    "boost_stage": 100,
    "boost_lengths": 80,
    "vacuum_stage": 50,
    "fall_stage": 60,
    "coast_for": 200,
    "coast_end": 100,
}


def arithmetic(text, packed):
    words = [line.split() for line in text.splitlines() if line.startswith("\tv")]
    names = ("vmul", "vadd", "vsub", "vdiv", "vsqrt", "vfm", "vfnm")
    found = [w for w in words if w[0].startswith(names) and w[0].endswith("pd" if packed else "sd")]
    return sum(not packed or "zmm" in " ".join(w) or "ymm" in " ".join(w) for w in found)


def test_each_part_of_the_launch_driver_is_vector_code(tmp_path):
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", VECTOR_CODE], env=environment, capture_output=True, text=True, check=True
    )
    if "xmm" not in done.stdout:
        pytest.skip("not an x86 machine: its vector registers have other names")
    parts = dict(part.split("\n", 1) for part in done.stdout.split("@@")[1:] if part.split("\n", 1)[0] in LEAST)
    assert set(parts) == set(LEAST)
    for name, text in parts.items():
        assert arithmetic(text, packed=True) > LEAST[name], name
        assert arithmetic(text, packed=True) > 2 * arithmetic(text, packed=False), name
