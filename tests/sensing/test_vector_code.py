"""What a site sees along a flight comes out as vector instructions."""

import platform
import re

import numba
import numpy as np
import pytest

from midcourse.sensing._kernels import along, boosts

FEWEST = 8  # packed operations on wide registers; a loop left scalar has none

pytestmark = pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="names x86 registers")


def wide_operations(function, *arguments):
    """Packed operations on wide registers in the assembly of a part, compiled for these arguments."""
    alone = numba.njit(fastmath={"contract"}, error_model="numpy")(
        function.py_func
    )  # a part cannot be called by itself
    alone(*arguments)
    text = "".join(alone.inspect_asm().values())
    return len(re.findall(r"\n\tv\w+pd\t[^\n]*[yz]mm", text))


def rows():
    return np.zeros(along.ROWS * along.MOST)


SITE, LIMITS, FACES = np.zeros(12), np.zeros(9), np.zeros((1, 5))


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (along.turn, (64, 7e-5)),
        (along.distances, (64, SITE)),
        (along.angles, (64,)),
        (along.sectors, (64, FACES, 1)),
        (along.margins, (64, SITE, LIMITS, FACES, 1)),
        (boosts.boost_margins, (np.zeros(12), 6.4e6)),
    ],
    ids=lambda given: getattr(given, "__name__", ""),
)
def test_each_loop_along_a_flight_is_vector_code(function, arguments):
    assert wide_operations(function, *arguments, rows()) >= FEWEST
