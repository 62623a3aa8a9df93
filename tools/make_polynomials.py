"""Print the polynomials of src/midcourse/numerics/_kernels.py: Chebyshev interpolants computed with 80 digits.

`python tools/make_polynomials.py` prints them; `--check` exits 1 when a coefficient is not in the kernels.
"""

import sys
from decimal import Decimal, getcontext
from math import comb
from pathlib import Path

KERNELS = Path(__file__).resolve().parent.parent / "src/midcourse/numerics/_kernels.py"
getcontext().prec = 80
SERIES = 240  # terms: far below 1e-60 for every argument used here


def alternating(z, divisor, sign=-1):
    """Sum of (sign z)^k / divisor(k) over k."""
    total, power = Decimal(0), Decimal(1)
    for k in range(SERIES):
        total += power / divisor(k)
        power *= sign * z
    return total


def factorials(start, step):
    """Divisor k -> (start + step k)!, as a running product."""
    values = [Decimal(1)]
    for k in range(1, start + step * SERIES + 1):
        values.append(values[-1] * k)
    return lambda k: values[start + step * k]


def arc_tangent(z):
    """atan(t) / t as a function of z = t^2 below 0.25."""
    return alternating(z, lambda k: 2 * k + 1)


def pi():
    """Pi, by Machin's formula."""
    return 16 * arc_tangent(Decimal(1) / 25) / 5 - 4 * arc_tangent(Decimal(1) / 57121) / 239


PI = pi()
ROOT_2 = Decimal(2).sqrt()
LN_2 = 2 * alternating(Decimal(1) / 9, lambda k: 2 * k + 1, sign=1) / 3
cosine_divisor, sine_divisor, exp_divisor = factorials(0, 2), factorials(3, 2), factorials(2, 1)


def interpolant(function, low, high, count):
    """Coefficients, constant first, of the polynomial through the function at the Chebyshev points of [low, high]."""
    turns = [PI * (2 * k + 1) / (2 * count) for k in range(count)]
    # the argument brought into [0, pi], where the series of the cosine is quick
    cosine = lambda a: alternating((a % (2 * PI)) ** 2, cosine_divisor)  # noqa: E731
    middle, half = (low + high) / 2, (high - low) / 2
    values = [function(middle + half * cosine(a)) for a in turns]
    weights = [2 * sum(v * cosine(j * a) for v, a in zip(values, turns, strict=True)) / count for j in range(count)]
    weights[0] /= 2
    chebyshev = [[Decimal(1)], [Decimal(0), Decimal(1)]]
    for j in range(2, count):
        new = [Decimal(0), *(2 * c for c in chebyshev[j - 1])]
        for i, c in enumerate(chebyshev[j - 2]):
            new[i] -= c
        chebyshev.append(new)
    inner = [sum(w * t[i] for w, t in zip(weights, chebyshev, strict=True) if i < len(t)) for i in range(count)]
    shift = [Decimal(1)]
    for _ in range(count):
        shift.append(shift[-1] * -middle)
    moved = [sum(inner[i] * comb(i, k) * shift[i - k] / half**i for i in range(k, count)) for k in range(count)]
    return [float(c) for c in moved]


def polynomials():
    """Every polynomial of the kernels, by name."""
    wider = Decimal("1.0001")
    eighth = (ROOT_2 - 1) ** 2 * wider  # tan(pi/8)^2
    half_log = LN_2 / 2 * wider
    mantissa = ((ROOT_2 - 1) / (ROOT_2 + 1)) ** 2 * wider
    tiny = Decimal("1e-30")
    return {
        "atan(t)/t in t^2": interpolant(arc_tangent, Decimal(0), eighth, 11),
        "(sin(y)/y - 1)/y^2 in y^2": interpolant(
            lambda z: -alternating(z, sine_divisor), tiny, (PI / 2) ** 2 * wider, 9
        ),
        "(exp(r) - 1 - r)/r^2": interpolant(lambda r: alternating(r, exp_divisor, sign=1), -half_log, half_log, 10),
        "(atanh(s)/s - 1)/s^2 in s^2": interpolant(
            lambda z: alternating(z, lambda k: 2 * k + 3, sign=1), tiny, mantissa, 8
        ),
    }


def main():
    """Print the coefficients, or look for each in the source."""
    found = polynomials()
    if "--check" in sys.argv:
        text = KERNELS.read_text()
        lost = [c for values in found.values() for c in values if c != 1.0 and repr(abs(c)) not in text]
        print(f"not in the kernels: {lost}" if lost else "all coefficients found")
        return int(bool(lost))
    for name, values in found.items():
        print(name, *values, sep="\n    ")
    return 0


if __name__ == "__main__":
    sys.exit(main())
