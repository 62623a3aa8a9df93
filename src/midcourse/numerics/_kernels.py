"""Elementary functions without branches or library calls, so that lane loops around them vectorise.

numba no longer ships a vector mathematics library: `math.exp` or `math.sin` in a lane loop is a scalar call that stops
all vectorisation. These polynomials keep it. Coefficients are Chebyshev interpolants computed with 60 digits by
tools/make_polynomials.py; ranges are reduced by adding 1.5 * 2**52, which rounds to the nearest whole number and leaves
it in the low bits. Accuracy and limits of each function: docs/models/numerics/elementary.md.
"""

import math

import numpy as np

from midcourse.numerics.jit import kernel

_ROUND = 6755399441055744.0  # 1.5 * 2**52
_LOG2_E = 1.4426950408889634
_LN2_HIGH, _LN2_LOW = 0.6931471803691238, 1.9082149292705877e-10
_PI_HIGH, _PI_MIDDLE, _PI_LOW = 3.1415926534682512, 1.2154201012607932e-10, 4.044532497591901e-21
_INVERSE_PI = 0.3183098861837907
_HALF_PI_HIGH, _HALF_PI_LOW = 1.5707963267948966, 6.123233995736766e-17
_PI_TAIL = 1.2246467991473532e-16
_TAN_PI_8 = 0.41421356237309503
_MANTISSA, _ONE = 0x000FFFFFFFFFFFFF, 0x3FF0000000000000
_SIGN = np.int64(-(2**63))


@kernel
def fast_exp(x):
    """exp(x) to 3e-16 relative; below -708 and above 709 it stays at the value there; NaN stays NaN."""
    x = -708.0 if x < -708.0 else x
    x = 709.0 if x > 709.0 else x
    shifted = np.float64(x * _LOG2_E + _ROUND)
    k = shifted - _ROUND
    r = (x - k * _LN2_HIGH) - k * _LN2_LOW
    # fmt: off
    q = 0.5000000000000001 + r * (0.16666666666666669 + r * (0.04166666666662413 + r * (0.008333333333330062
        + r * (0.0013888888917213717 + r * (0.00019841269863053618 + r * (2.4801521295954376e-05
        + r * (2.7557268459997064e-06 + r * (2.7620088445409746e-07 + r * 2.510038549551032e-08))))))))
    # fmt: on
    power = np.int64((shifted.view(np.int64) + np.int64(1023)) << np.int64(52)).view(np.float64)
    return (1.0 + (r + r * r * q)) * power


@kernel
def fast_log(x):
    """ln(x) of a positive normal number to 4e-16 relative (absolute near 1); anything else gives no meaning."""
    bits = np.float64(x).view(np.int64)
    mantissa = np.int64((bits & np.int64(_MANTISSA)) | np.int64(_ONE)).view(np.float64)
    large = mantissa > 1.4142135623730951
    exponent = (bits >> np.int64(52)) - np.int64(1023)
    m = 0.5 * mantissa if large else mantissa
    # the exponent as a float without a conversion instruction: it goes into the low bits of 1.5 * 2**52
    k = np.int64(exponent + np.int64(0x4338000000000000)).view(np.float64) - _ROUND + (1.0 if large else 0.0)
    s = (m - 1.0) / (m + 1.0)
    z = s * s
    # fmt: off
    p = 0.3333333333333333 + z * (0.2000000000000044 + z * (0.14285714285401616 + z * (0.11111111195900235
        + z * (0.09090897815442377 + z * (0.07693120102906739 + z * (0.06634379834280306 + z * 0.06543383504974087))))))
    # fmt: on
    return k * _LN2_HIGH + (2.0 * s + (2.0 * s * z * p + k * _LN2_LOW))


@kernel
def _sine_half_turn(y):
    """sin(y) for |y| <= pi/2."""
    z = y * y
    # fmt: off
    p = -0.16666666666666666 + z * (0.008333333333333333 + z * (-0.00019841269841269806 + z * (2.7557319223971256e-06
        + z * (-2.5052108382389887e-08 + z * (1.605904347927675e-10 + z * (-7.647139114646649e-13
        + z * (2.810468581681568e-15 + z * -8.006048703469621e-18)))))))
    # fmt: on
    return y + y * z * p


@kernel
def fast_sin(x):
    """sin(x), x in radians, to 4e-16 absolute for |x| < 1e5."""
    shifted = np.float64(x * _INVERSE_PI + _ROUND)
    k = shifted - _ROUND
    y = ((x - k * _PI_HIGH) - k * _PI_MIDDLE) - k * _PI_LOW
    s = np.float64(_sine_half_turn(y))
    return np.int64(s.view(np.int64) ^ (shifted.view(np.int64) << np.int64(63))).view(np.float64)


@kernel
def fast_cos(x):
    """cos(x), x in radians, to 4e-16 absolute for |x| < 1e5."""
    shifted = np.float64(x * _INVERSE_PI - 0.5 + _ROUND)
    k = (shifted - _ROUND) + 0.5
    y = ((x - k * _PI_HIGH) - k * _PI_MIDDLE) - k * _PI_LOW
    s = np.float64(_sine_half_turn(y))
    flip = (shifted.view(np.int64) + np.int64(1)) << np.int64(63)
    return np.int64(s.view(np.int64) ^ flip).view(np.float64)


@kernel
def fast_atan2(y, x):
    """Angle of the point (x, y), radians in [-pi, pi], to 5e-16; (0, 0) gives 0; a signed zero counts as math.atan2."""
    absolute_x, absolute_y = abs(x), abs(y)
    steep = absolute_y > absolute_x
    small = absolute_x if steep else absolute_y
    large = absolute_y if steep else absolute_x
    middle = small > _TAN_PI_8 * large
    numerator = small - large if middle else small
    denominator = small + large if middle else large
    denominator = denominator if denominator > 0.0 else (1.0 if denominator == 0.0 else denominator)
    t = numerator / denominator
    z = t * t
    # fmt: off
    p = -0.33333333333328435 + z * (0.19999999998854168 + z * (-0.14285714180900647 + z * (0.11111106177375227
        + z * (-0.09090773003240828 + z * (0.07689952488233016 + z * (-0.066402251735395 + z * (0.0568830340363325
        + z * (-0.04347919839046537 + z * 0.021133752033748364))))))))
    # fmt: on
    turn = z * p * t
    # base angle and the sign of the rest: pi/4 in the middle third, then pi/2 - a when steep, then pi - a when x < 0
    base = 0.5 * _HALF_PI_HIGH if middle else 0.0
    tail = 0.5 * _HALF_PI_LOW if middle else 0.0
    base = _HALF_PI_HIGH - base if steep else base
    tail = _HALF_PI_LOW - tail if steep else tail
    t = -t if steep else t
    turn = -turn if steep else turn
    left = np.float64(x).view(np.int64) < np.int64(0)
    base = 2.0 * _HALF_PI_HIGH - base if left else base
    tail = _PI_TAIL - tail if left else tail
    t = -t if left else t
    turn = -turn if left else turn
    angle = np.float64(base + (t + (turn + tail)))
    return np.int64(angle.view(np.int64) | (np.float64(y).view(np.int64) & _SIGN)).view(np.float64)


@kernel
def fast_asin(x):
    """Arc sine, radians, to 5e-16; outside [-1, 1] NaN."""
    return fast_atan2(x, math.sqrt((1.0 - x) * (1.0 + x)))


@kernel
def fast_acos(x):
    """Arc cosine, radians, to 5e-16 relative; outside [-1, 1] NaN."""
    return fast_atan2(math.sqrt((1.0 - x) * (1.0 + x)), x)
