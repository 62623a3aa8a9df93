"""Write src/midcourse/earth/_kernels/air_knots.py: the US Standard Atmosphere 1976 from 86 to 1000 km.

`python tools/make_atmosphere_table.py` integrates the standard's own equations for N2, O, O2, Ar, He and H and writes
the knots that the air kernel interpolates between; `--check` exits 1 when the committed file differs by more than
rounding. No number of the standard's tables is copied but its constants (tables 2 to 9 of [us1976]).

Order of work, as the standard has it: N2 first; O and O2 diffuse through N2; Ar and He through N2 + O + O2; H through
all five. Each step is then a plain quadrature, done by Simpson's rule every 10 m between the standard's break points.
"""

import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.integrate import cumulative_simpson
from scipy.interpolate import CubicSpline

OUTPUT = Path(__file__).resolve().parent.parent / "src/midcourse/earth/_kernels/air_knots.py"
CELLS = 161
TOP, BOTTOM = 1000.0, 86.0  # km
STEP = 0.01  # km
BREAKS = (86.0, 91.0, 95.0, 97.0, 100.0, 110.0, 115.0, 120.0, 150.0, 500.0, 1000.0)  # km

G0, R0 = 9.80665, 6356.766  # m/s^2, km
GAS, AVOGADRO, M_AIR = 8314.32, 6.022169e26, 28.9644  # J/(kmol K), 1/kmol, kg/kmol
T7, T9, SLOPE, T_INFINITY, T10 = 186.8673, 240.0, 12.0, 1000.0, 360.0  # K, K, K/km
HYDROGEN_AT_500, HYDROGEN_FLUX = 8.0e10, 7.2e11  # 1/m^3, 1/(m^2 s)
MOLAR = {"N2": 28.0134, "O": 15.9994, "O2": 31.9988, "Ar": 39.948, "He": 4.0026, "H": 1.00797}  # kg/kmol
AT_86 = {"N2": 1.129794e20, "O": 8.6e16, "O2": 3.030898e19, "Ar": 1.351400e18, "He": 7.5817e14}  # 1/m^3
DIFFUSION = {"O": (6.986e20, 0.750), "O2": (4.863e20, 0.750), "Ar": (4.487e20, 0.870), "He": (1.700e21, 0.691),
             "H": (3.305e21, 0.500)}  # fmt: skip
THERMAL = {"O": 0.0, "O2": 0.0, "Ar": 0.0, "He": -0.40, "H": -0.25}
# Q, U, W of the first flux term, then q, u, w of the second (atomic oxygen below 97 km only); km
FLUX = {"O": (-5.809644e-4, 56.90311, 2.706240e-5, -3.416248e-3, 97.0, 5.008765e-4),
        "O2": (1.366212e-4, 86.0, 8.333333e-5, 0.0, 97.0, 0.0),
        "Ar": (9.434079e-5, 86.0, 8.333333e-5, 0.0, 97.0, 0.0),
        "He": (-2.457369e-4, 86.0, 6.666667e-4, 0.0, 97.0, 0.0)}  # fmt: skip


def temperature(z):
    """Kinetic temperature and its slope (K, K/km) at z km, 86 to 1000: eqs. 25 to 31 and B-5 to B-9."""
    run = SLOPE * (110.0 - 91.0)
    centre = (run * T9 + T7**2 - T9**2) / (run + 2.0 * T7 - 2.0 * T9)
    high = T7 - centre
    wide = (110.0 - 91.0) * high / np.sqrt(high**2 - (T9 - centre) ** 2)
    x = np.clip((z - 91.0) / wide, -0.999, 0.0) if wide < 0 else np.clip((z - 91.0) / wide, 0.0, 0.999)
    root = np.sqrt(1.0 - x**2)
    rate = SLOPE / (T_INFINITY - T10)
    fall = (R0 + 120.0) / (R0 + z)
    decay = (T_INFINITY - T10) * np.exp(-rate * (z - 120.0) * fall)
    value = [T7 + 0.0 * z, centre + high * root, T9 + SLOPE * (z - 110.0), T_INFINITY - decay]
    slope = [0.0 * z, -high / wide * x / root, SLOPE + 0.0 * z, rate * fall**2 * decay]
    where = [z <= 91.0, z <= 110.0, z <= 120.0, z > 120.0]
    return np.select(where, value), np.select(where, slope)


def eddy(z):
    """Eddy diffusion coefficient, m^2/s (eq. 7)."""
    inside = np.clip(z - 95.0, 0.0, 19.999999)
    return np.where(z < 115.0, 120.0 * np.exp(1.0 - 400.0 / (400.0 - inside**2)), 0.0)


def flux(name, z):
    """Transport term v / (D + K), 1/km (eq. 37)."""
    big, u, w, small, u_small, w_small = FLUX[name]
    below = np.clip(u_small - z, 0.0, None)
    return big * (z - u) ** 2 * np.exp(-w * (z - u) ** 3) + small * below**2 * np.exp(-w_small * below**3)


def segments():
    """Grid of every segment between two break points, km; both ends belong to it."""
    return [np.linspace(a, b, round((b - a) / STEP) + 1) for a, b in pairwise(BREAKS)]


def integral(pieces):
    """Running integral from 86 km over km of an integrand given segment by segment."""
    total, out = 0.0, []
    for z, values in zip(segments(), pieces, strict=True):
        out.append(total + cumulative_simpson(values, x=z, initial=0.0))
        total = out[-1][-1]
    return out


def number_densities():
    """Number density of each gas, 1/m^3, segment by segment."""
    zs = segments()
    heat = [temperature(z) for z in zs]
    pull = [1e3 * G0 * (R0 / (R0 + z)) ** 2 / (GAS * t) for z, (t, _) in zip(zs, heat, strict=True)]
    mixed = [z[-1] <= 100.0 for z in zs]
    gases = {}
    weight = [k * (M_AIR if m else MOLAR["N2"]) for k, m in zip(pull, mixed, strict=True)]
    gases["N2"] = fall_off("N2", heat, integral(weight))
    for name in ("O", "O2", "Ar", "He"):
        background = ("N2",) if name in ("O", "O2") else ("N2", "O", "O2")
        pieces = []
        for i, z in enumerate(zs):
            total = sum(gases[g][i] for g in background)
            mean = M_AIR if mixed[i] else sum(gases[g][i] * MOLAR[g] for g in background) / total
            a, b = DIFFUSION[name]
            t, slope = heat[i]
            d, k = a / total * (t / 273.15) ** b, eddy(z)
            pieces.append(
                pull[i] * (d * MOLAR[name] + k * mean) / (d + k)
                + d / (d + k) * THERMAL[name] * slope / t
                + flux(name, z)
            )
        gases[name] = fall_off(name, heat, integral(pieces))
    gases["H"] = hydrogen(zs, heat, pull, gases)
    return zs, gases


def fall_off(name, heat, exponent):
    """Number density from the running exponent (eqs. 34 and 35)."""
    return [AT_86[name] * T7 / t * np.exp(-e) for (t, _), e in zip(heat, exponent, strict=True)]


def hydrogen(zs, heat, pull, gases):
    """Atomic hydrogen, 1/m^3: none below 150 km, escape flux to 500 km, diffusive equilibrium above (eqs. 39, 40)."""
    at_500 = BREAKS.index(500.0) - 1
    t_500 = heat[at_500][0][-1]
    tau = integral([k * MOLAR["H"] for k in pull])
    tau = [t - tau[at_500][-1] for t in tau]
    a, b = DIFFUSION["H"]
    power = 1.0 + THERMAL["H"]
    escape = []
    for i in range(len(zs)):
        t = heat[i][0]
        d = a / sum(gases[g][i] for g in ("N2", "O", "O2", "Ar", "He")) * (t / 273.15) ** b
        escape.append(1e3 * HYDROGEN_FLUX / d * (t / t_500) ** power * np.exp(tau[i]) * (zs[i][0] >= 150.0))
    lost = integral(escape)
    out = []
    for i, z in enumerate(zs):
        flow = lost[i] - lost[at_500][-1] if z[-1] <= 500.0 else 0.0
        density = (HYDROGEN_AT_500 - flow) * (t_500 / heat[i][0]) ** power * np.exp(-tau[i])
        out.append(density * (z[0] >= 150.0))
    return out


def profile():
    """Altitude (km), density (kg/m^3) and molecular-scale temperature (K) on the fine grid."""
    zs, gases = number_densities()
    total = [sum(gases[g][i] for g in MOLAR) for i in range(len(zs))]
    mass = [sum(gases[g][i] * MOLAR[g] for g in MOLAR) for i in range(len(zs))]
    scaled = [temperature(z)[0] * M_AIR * n / m for z, n, m in zip(zs, total, mass, strict=True)]
    join = lambda parts: np.concatenate([parts[0], *(p[1:] for p in parts[1:])])  # noqa: E731
    return join(zs), join(mass) / AVOGADRO, join(scaled)


def knots():
    """Ln density at ends and middles of cells equal in w = 86 km / z, and molecular-scale temperature at the ends."""
    z, density, scaled = profile()
    at = BOTTOM / np.linspace(1.0, BOTTOM / TOP, 2 * CELLS + 1)
    at[-1] = TOP
    return CubicSpline(z, np.log(density))(at), CubicSpline(z, scaled)(at[::2])


def source(values):
    """Text of the generated module."""
    log_density, scaled = values
    text = (
        '"""Generated by tools/make_atmosphere_table.py: do not edit. US Standard Atmosphere 1976."""\n\n# fmt: off\n'
    )
    for name, meaning, numbers, form in (
        ("LOG_DENSITY", f"ln(density in kg/m^3) at {2 * CELLS + 1}", log_density, "{:.9f}"),
        ("SCALED_TEMPERATURE", f"T M0 / M in K at {CELLS + 1}", scaled, "{:.6f}"),
    ):
        text += f"# {meaning} places equally spaced in 86 km / z from 1 to 0.086\n{name} = (\n"
        for i in range(0, len(numbers), 8):
            text += "    " + ", ".join(form.format(v) for v in numbers[i : i + 8]) + ",\n"
        text += ")\n"
    return text


def main():
    """Write the file, or compare it."""
    values = knots()
    if "--check" not in sys.argv:
        OUTPUT.write_text(source(values))
        return 0
    committed = {}
    exec(OUTPUT.read_text(), committed)
    names = ("LOG_DENSITY", "SCALED_TEMPERATURE")
    return int(any(not np.allclose(committed[n], v, rtol=1e-7, atol=1e-7) for n, v in zip(names, values, strict=True)))


if __name__ == "__main__":
    sys.exit(main())
