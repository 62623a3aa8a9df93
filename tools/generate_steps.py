"""Write src/midcourse/flight/_steps.py: straight-line integration steps made from published tableaux.

`python tools/generate_steps.py` writes the file; `--check` exits 1 when the committed file differs. numba cannot cache
exec'd source, and a loop over stages does not vectorise: hence generated, committed code.

Methods
-------
dop8   8th order weights of DOP853 (Hairer, Norsett, Wanner, Solving ODEs I, 2nd ed. 1993), no error estimate
rkn8   8th order of the pair RKN8(6) (Dormand, El-Mikkawy, Prince, IMA J. Numer. Anal. 7, 1987), no error estimate
rk6    Butcher's 6th-order method with seven stages (J. C. Butcher, J. Austral. Math. Soc. 4, 1964)
rk4    the classical method
Nystrom form (forces that depend on position only) needs three-component stages; `boost` and `entry` are full.
"""

import sys
from pathlib import Path

import numpy as np
from scipy.integrate._ivp import dop853_coefficients as dop853

FLIGHT = Path(__file__).resolve().parent.parent / "src/midcourse/flight"
OUTPUT = FLIGHT / "_steps.py"
ENTRY_OUTPUT = FLIGHT / "_kernels/entry_steps.py"
TABLEAU_OUTPUT = FLIGHT / "_kernels/tableau.py"
TINY = 1e-15

RK4_A = np.zeros((4, 4))
RK4_A[1, 0] = 0.5
RK4_A[2, 1] = 0.5
RK4_A[3, 2] = 1.0
RK4_B = np.array([1, 2, 2, 1]) / 6

RK6_A = np.zeros((7, 7))
RK6_A[1, 0] = 1 / 3
RK6_A[2, :2] = [0, 2 / 3]
RK6_A[3, :3] = [1 / 12, 1 / 3, -1 / 12]
RK6_A[4, :4] = [-1 / 16, 9 / 8, -3 / 16, -3 / 8]
RK6_A[5, :5] = [0, 9 / 8, -3 / 8, -3 / 4, 1 / 2]
RK6_A[6, :6] = [9 / 44, -9 / 11, 63 / 44, 18 / 11, 0, -16 / 11]
RK6_B = np.array([11, 0, 81, 81, -32, -32, 11]) / 120

RKN8_C = np.array([0, 1 / 20, 1 / 10, 3 / 10, 1 / 2, 7 / 10, 9 / 10, 1])
RKN8_A = np.zeros((8, 8))
RKN8_A[1, 0] = 1 / 800
RKN8_A[2, :2] = [1 / 600, 1 / 300]
RKN8_A[3, :3] = [9 / 200, -9 / 100, 9 / 100]
RKN8_A[4, :4] = [-66701 / 197352, 28325 / 32892, -2665 / 5482, 2170 / 24669]
RKN8_A[5, :5] = [227015747 / 304251000, -54897451 / 30425100, 12942349 / 10141700, -9499 / 304251, 539 / 9250]
RKN8_A[6, :6] = [
    -1131891597 / 901789000, 41964921 / 12882700, -6663147 / 3220675, 270954 / 644135, -108 / 5875, 114 / 1645,
]  # fmt: skip
RKN8_A[7, :7] = [
    13836959 / 3667458, -17731450 / 1833729, 1063919505 / 156478208, -33213845 / 39119552, 13335 / 28544, -705 / 14272,
    1645 / 57088,
]  # fmt: skip
RKN8_B = np.array([223 / 7938, 0, 5875 / 36288, 4625 / 21168, 41 / 224, 4625 / 21168, 5875 / 36288, 223 / 7938])

DOP8_A, DOP8_B = dop853.A[:12, :12], dop853.B


def combination(weights, names):
    """Sum of weight * name over the weights that are not zero."""
    return " + ".join(f"{float(w)!r} * {n}" for w, n in zip(weights, names, strict=True) if abs(w) > TINY)


def nystrom_of(name, a, b):
    """`nystrom` of a method for first-order equations."""
    return nystrom(name, a @ a, b @ a, b, a.sum(axis=1))


def nystrom(name, a_bar, b_bar, b, c):
    """One step of y'' = gravity(y): position and velocity after h."""
    stages = len(b)
    lines = ["@kernel", f"def {name}(x, y, z, u, v, w, h, mu, bulge):", "    h2 = h * h"]
    for i in range(stages):
        for q, r in zip("xyz", "uvw", strict=True):
            expression = q if c[i] == 0 else f"{q} + {float(c[i])!r} * h * {r}"
            if part := combination(a_bar[i, :i], [f"a{q}{j}" for j in range(i)]):
                expression += f" + h2 * ({part})"
            lines.append(f"    p{q} = {expression}")
        lines.append(f"    ax{i}, ay{i}, az{i} = gravity(px, py, pz, mu, bulge)")
    for q, r in zip("xyz", "uvw", strict=True):
        lines.append(f"    n{q} = {q} + h * {r} + h2 * ({combination(b_bar, [f'a{q}{j}' for j in range(stages)])})")
    for q, r in zip("xyz", "uvw", strict=True):
        lines.append(f"    n{r} = {r} + h * ({combination(b, [f'a{q}{j}' for j in range(stages)])})")
    return "\n".join([*lines, "    return nx, ny, nz, nu, nv, nw", ""])


def full(name, force, extra, a, b, quadrature=False):
    """One step of y' = force(y, t, extra): six components, and a seventh that is only integrated when asked."""
    stages, c = len(b), a.sum(axis=1)
    arguments = ", ".join(extra)
    lines = ["@kernel", f"def {name}(x, y, z, u, v, w, t, h, {arguments}):"]
    for i in range(stages):
        for q in "xyzuvw":
            part = combination(a[i, :i], [f"k{q}{j}" for j in range(i)])
            lines.append(f"    p{q} = {q}" + (f" + h * ({part})" if part else ""))
        left = ", ".join(f"k{q}{i}" for q in "xyzuvw") + (f", kt{i}" if quadrature else "")
        lines.append(f"    {left} = {force}(px, py, pz, pu, pv, pw, t + {float(c[i])!r} * h, {arguments})")
    for q in "xyzuvw":
        lines.append(f"    n{q} = {q} + h * ({combination(b, [f'k{q}{j}' for j in range(stages)])})")
    if quadrature:
        lines.append(f"    nt = h * ({combination(b, [f'kt{j}' for j in range(stages)])})")
    names = ", ".join(f"n{q}" for q in "xyzuvw") + (", nt" if quadrature else "")
    return "\n".join([*lines, f"    return {names}", ""])


def source():
    """Text of the generated module."""
    parts = [
        '"""Generated by tools/generate_steps.py: do not edit."""\n\n'
        "from midcourse.earth._kernels import gravity\n"
        "from midcourse.numerics.jit import kernel\n",
        nystrom_of("dop8", DOP8_A, DOP8_B),
        nystrom("rkn8", RKN8_A, RKN8_B * (1.0 - RKN8_C), RKN8_B, RKN8_C),
        nystrom_of("rk6", RK6_A, RK6_B),
        nystrom_of("rk4", RK4_A, RK4_B),
    ]
    return "\n\n".join(parts)


ENTRY = ["mu", "bulge", "radius", "e2", "spin", "k"]


def entry_source():
    """Text of the generated module with the steps in altitude of a body with a constant ballistic coefficient."""
    parts = [
        '"""Generated by tools/generate_steps.py: do not edit."""\n# fmt: off\n\n'
        "from midcourse.flight._kernels.reentry import entry_force\n"
        "from midcourse.numerics.jit import kernel\n",
        full("entry4", "entry_force", ENTRY, RK4_A, RK4_B, quadrature=True),
        full("entry6", "entry_force", ENTRY, RK6_A, RK6_B, quadrature=True),
    ]
    return "\n\n".join(parts)


def tableau_source():
    """Text of the generated module with the numbers of the 8(5,3) pair, for steps whose length adapts."""
    lines = [
        '"""Generated by tools/generate_steps.py: do not edit. The 8(5,3) pair of Dormand and Prince."""\n# fmt: off\n'
    ]
    lines += ["import numpy as np\n"]
    rows = ",\n    ".join(repr([float(a) for a in row]) for row in DOP8_A)
    lines += [f"A = np.array([\n    {rows},\n])"]
    for name, weights in (("B", DOP8_B), ("E3", dop853.E3), ("E5", dop853.E5)):
        lines += [f"{name} = np.array({[float(b) for b in weights]!r})"]
    return "\n".join(lines) + "\n"


def main():
    """Write the files, or compare them."""
    texts = {
        OUTPUT: source(),
        ENTRY_OUTPUT: entry_source(),
        TABLEAU_OUTPUT: tableau_source(),
    }
    if "--check" in sys.argv:
        return int(any(path.read_text() != text for path, text in texts.items()))
    for path, text in texts.items():
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
