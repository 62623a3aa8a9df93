"""The air that a missile under thrust meets, in nine pieces from kink to kink: polynomials without a gather.

Between two boundaries the air is smooth, and steps under thrust end on the boundaries: so each lane keeps the numbers of
its piece and goes on with them a little beyond its end. Model page: docs/models/flight/boost.md. [us1976]
"""

import numpy as np

from midcourse.earth._kernels import air_layers
from midcourse.numerics.jit import kernel

# m, geometric: where the lapse rate jumps [us1976, table 4], where the closed form ends, above which no air is felt
BOUNDS = (11_019.1, 20_063.1, 32_161.9, 47_350.1, 51_412.5, 71_802.0, 86_000.0, 110_000.0)
PIECES = len(BOUNDS) + 1
NUMBERS = 17  # of a piece: its ends, its middle (scaled), ln density (6), inverse sound speed (5), square of the sound speed (3)
SCALE = 1e-4  # 1/m
FAR = 1e9
_DEGREES = (5, 4, 2)
_BEYOND = 200.0  # m past its ends to which a piece is fitted
_NO_AIR = -90.0  # ln density
_LOG2_E, _LN2 = 1.4426950408889634, 0.6931471805599453
_ROUND = 6755399441055744.0  # 1.5 * 2**52: adding it rounds to a whole number


def _below(piece, altitude):
    """ln density and sound speed of a layer of the closed form, continued."""
    temperature, pressure = air_layers.lower_air(air_layers.geopotential(altitude), np.full(altitude.shape, piece))
    return np.log(pressure / (air_layers.GAS * temperature)), np.sqrt(air_layers.GAMMA * air_layers.GAS * temperature)


def _above():
    """Altitude, ln density and sound speed at the table's knots from 86 to 111 km."""
    rows = air_layers.ROWS[air_layers.LOWER_CELLS :]
    ratio = 1.0 - np.arange(len(rows)) / len(rows) * (1.0 - air_layers.UPPER_START / air_layers.UPPER_END)
    altitude = air_layers.UPPER_START / ratio
    near = altitude < BOUNDS[-1] + 1e3
    return altitude[near], rows[near, 0], np.sqrt(rows[near, 3])


def _piece(piece):
    """Numbers of one piece of the air."""
    low, high = (-1e3, *BOUNDS)[piece], (*BOUNDS, BOUNDS[-1])[piece]
    ends = (-FAR, *BOUNDS)[piece], (*BOUNDS, FAR)[piece]
    middle = 0.5 * (low + high)
    if piece < len(BOUNDS) - 1:
        turn = np.cos((np.arange(40) + 0.5) * np.pi / 40)
        altitude = middle + (0.5 * (high - low) + _BEYOND) * turn
        log_density, sound = _below(piece, altitude)
    else:
        altitude, log_density, sound = _above()
        if piece == len(BOUNDS):
            log_density, sound = np.full(altitude.shape, _NO_AIR), np.full(altitude.shape, sound[-1])
    s = (altitude - middle) * SCALE
    fits = [
        np.polynomial.polynomial.polyfit(s, values, degree)
        for values, degree in zip((log_density, 1.0 / sound, sound**2), _DEGREES, strict=True)
    ]
    return np.concatenate([ends, [middle * SCALE], *fits])


AIR = np.concatenate([_piece(piece) for piece in range(PIECES)])


@kernel
def piece_at(altitude):
    """Number of the piece that an altitude lies in."""
    piece = 0
    while piece < PIECES - 1 and not altitude < BOUNDS[piece]:
        piece += 1
    return piece


@kernel
def quick_exp(x):
    """exp(x) to 2e-7 relative for -100 < x < 100."""
    shifted = np.float64(x * _LOG2_E + _ROUND)
    k = shifted - _ROUND
    r = x - k * _LN2
    r2 = r * r
    low = (1.0 + r) + r2 * (0.5 + r * (1 / 6))
    high = (1 / 24 + r * (1 / 120)) + r2 * (1 / 720)
    power = np.int64((shifted.view(np.int64) + np.int64(1023)) << np.int64(52)).view(np.float64)
    return (low + r2 * r2 * high) * power
