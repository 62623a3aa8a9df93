"""Lane loops around the kernels of the Earth and of numerics come out as vector instructions."""

import platform

import numba
import numpy as np
import pytest

from midcourse.earth import _kernels as earth_kernels
from midcourse.numerics import _kernels as numerics_kernels

FEWEST = 20  # vector registers named in the assembly; a loop left scalar names at most six, for setting up

pytestmark = pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="counts x86 registers")


def registers(kernel, loop, inputs):
    """How often the assembly of a plain loop around a kernel names wide registers."""
    compiled = numba.njit(fastmath={"contract"}, error_model="numpy")(loop(kernel))
    compiled(np.full((inputs, 64), 0.5), np.empty((3, 64)))
    text = "".join(compiled.inspect_asm().values())
    return text.count("zmm") + text.count("ymm")


def _one_to_one(f):
    def loop(a, o):
        for i in range(a.shape[1]):
            o[0, i] = f(a[0, i])

    return loop


def _one_to_two(f):
    def loop(a, o):
        for i in range(a.shape[1]):
            o[0, i], o[1, i] = f(a[0, i])

    return loop


def _two_to_one(f):
    def loop(a, o):
        for i in range(a.shape[1]):
            o[0, i] = f(a[0, i], a[1, i])

    return loop


def _place(f):
    def loop(a, o):
        for i in range(a.shape[1]):
            o[0, i], o[1, i], o[2, i] = f(a[0, i], a[1, i], a[2, i], a[3, i], a[4, i])

    return loop


def _height(f):
    def loop(a, o):
        for i in range(a.shape[1]):
            o[0, i] = f(a[0, i], a[1, i], a[2, i], a[3, i], a[4, i])

    return loop


@pytest.mark.parametrize(
    ("kernel", "loop", "inputs"),
    [
        (numerics_kernels.fast_exp, _one_to_one, 1),
        (numerics_kernels.fast_log, _one_to_one, 1),
        (numerics_kernels.fast_sin, _one_to_one, 1),
        (numerics_kernels.fast_cos, _one_to_one, 1),
        (numerics_kernels.fast_acos, _one_to_one, 1),
        (numerics_kernels.fast_atan2, _two_to_one, 2),
        (earth_kernels.air_density_sound, _one_to_two, 1),
        (earth_kernels.gravity, _place, 5),
        (earth_kernels.geodetic, _place, 5),
        (earth_kernels.altitude_fast, _height, 5),
    ],
)
def test_loop_is_vectorised(kernel, loop, inputs):
    assert registers(kernel, loop, inputs) >= FEWEST
