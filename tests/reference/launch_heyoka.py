"""Launch to ground in heyoka's Taylor series: an independent referent for staged flights. numpy and heyoka only.

Every arc on which the force is one smooth formula is a flight of its own, ended by an event: a layer of the US Standard
Atmosphere 1976 (below 86 km its hydrostatic layers in closed form [us1976, eqs. 33a, 33b]; above, straight lines in
ln density between its printed values), a stretch of the drag curve between two Mach numbers, a phase of the steering, a
stage. So no step crosses a kink, and no table is looked up. Altitude by Bowring's formula, gravity with J2.
"""

import itertools
import math

import heyoka as hy
import numpy as np

G0, GAS, GAMMA, POLAR = 9.80665, 8314.32 / 28.9644, 1.4, 6_356_766.0
LAPSES = [(0.0, -6.5e-3), (11e3, 0.0), (20e3, 1e-3), (32e3, 2.8e-3), (47e3, 0.0), (51e3, -2.8e-3), (71e3, -2e-3)]
HIGH_SOUND = 275.0  # m/s above 86 km: only what little drag is left there turns on it
HIGH = [  # m, kg/m^3 [us1976, table IV]
    (86e3, 6.958e-6), (90e3, 3.416e-6), (95e3, 1.393e-6), (100e3, 5.604e-7), (110e3, 9.708e-8), (120e3, 2.222e-8),
    (150e3, 2.076e-9), (200e3, 2.541e-10), (300e3, 1.916e-11), (500e3, 5.215e-13), (1000e3, 3.561e-15),
]  # fmt: skip
STILL = 1e-6  # (m/s)^2 added to the square of the airspeed: a missile on its pad has none, and a root no slope at 0
LOW, FAR = -1e4, 1e9  # bounds that no flight reaches
LONGEST = 20_000.0  # s
STEP = 20.0  # s, cap: a longer one can pass over a layer and back without its event being seen
RISE = 5.0  # s

# parameters of an arc: bounds of altitude and Mach number; air (base, end of the lapse, see `layers`); drag curve
# (first Mach number, value, slope); area, mass at time 0, mass flow; thrust, its loss at sea level; angle at time 0 and
# its rate, s; normal of the launch plane
(BOTTOM, TOP, LEAST, MOST, BASE, LAPSE, WARMTH, PRESSURE, MACH0, CD0, CD1, AREA, MASS, FLOW, THRUST, LOST, ANGLE, TURN,
 NX, NY, NZ) = range(21)  # fmt: skip


def layers():
    """Rows of bottom and top (geometric m), base, lapse, temperature and pressure there; kind of air of each row.

    In the row of a layer above 86 km the base is geometric, and "lapse" the fall of ln density a metre, "temperature"
    the density at the base.
    """
    rows, temperature, pressure = [], 288.15, 101_325.0
    ends = [*(base for base, _ in LAPSES[1:]), POLAR * 86e3 / (POLAR + 86e3)]
    for (base, lapse), end in zip(LAPSES, ends, strict=True):
        bottom, top = (POLAR * h / (POLAR - h) for h in (base, end))
        rows.append((bottom, top, base, lapse, temperature, pressure, "sloped" if lapse else "level"))
        new = temperature + lapse * (end - base)
        if lapse:
            pressure *= (new / temperature) ** (-G0 / (GAS * lapse))
        else:
            pressure *= math.exp(-G0 * (end - base) / (GAS * temperature))
        temperature = new
    for (bottom, density), (top, above) in itertools.pairwise(HIGH):
        rows.append((bottom, top, bottom, math.log(density / above) / (top - bottom), density, 0.0, "thin"))
    last = rows[-1]
    rows[-1] = (last[0], FAR, *last[2:])
    rows[0] = (LOW, *rows[0][1:])
    return rows


LAYERS = layers()


def altitude_of(x, y, z, a, f, root):
    """Altitude above the ellipsoid by Bowring's formula, without angles; root: a square root for these numbers."""
    b, e2 = a * (1 - f), f * (2 - f)
    p = root(x * x + y * y)
    n = root(z * z + (1 - f) ** 2 * p * p)
    s, c = z / n, (1 - f) * p / n
    top, level = z + e2 / (1 - e2) * b * s * s * s, p - e2 * a * c * c * c
    n = root(top * top + level * level)
    s, c = top / n, level / n
    return p * c + z * s - a * root(1 - e2 * s * s)


def air_of(kind, altitude):
    """Density, sound speed and pressure as expressions of the altitude."""
    par = hy.par
    if kind == "thin":
        density = par[WARMTH] * hy.exp(-par[LAPSE] * (altitude - par[BASE]))
        return density, HIGH_SOUND, density * (HIGH_SOUND**2 / GAMMA)
    above = POLAR * altitude / (POLAR + altitude) - par[BASE]
    if kind == "level":
        temperature, pressure = par[WARMTH], par[PRESSURE] * hy.exp(-G0 / GAS * above / par[WARMTH])
    else:
        temperature = par[WARMTH] + par[LAPSE] * above
        pressure = par[PRESSURE] * (temperature / par[WARMTH]) ** (-G0 / GAS / par[LAPSE])
    return pressure / (GAS * temperature), hy.sqrt(GAMMA * GAS * temperature), pressure


def integrator(kind, powered, world, tolerance):
    """Integrator of one kind of air; events: down and up through the layer, down and up through the Mach stretch."""
    mu, a, f, j2, spin = (world[k] for k in ("mu", "a", "f", "j2", "rate"))
    x, y, z, u, v, w = hy.make_vars("x", "y", "z", "u", "v", "w")
    par = hy.par
    r2 = x * x + y * y + z * z
    pull, bulge, tilt = -mu * r2**-1.5, 1.5 * j2 * a * a / r2, 5.0 * z * z / r2
    altitude = altitude_of(x, y, z, a, f, hy.sqrt)
    density, sound, pressure = air_of(kind, altitude)
    du, dv = u + spin * y, v - spin * x
    speed = hy.sqrt(du * du + dv * dv + w * w + STILL)
    mach = speed / sound
    mass = par[MASS] - par[FLOW] * hy.time if powered else par[MASS]
    drag = -0.5 * density * speed * (par[CD0] + par[CD1] * (mach - par[MACH0])) * par[AREA] / mass
    level = pull * (1.0 + bulge * (1.0 - tilt))
    force = [x * level + drag * du, y * level + drag * dv, z * pull * (1.0 + bulge * (3.0 - tilt)) + drag * w]
    if powered:
        thrust = (par[THRUST] - par[LOST] / 101_325.0 * pressure) / mass
        angle = par[ANGLE] + par[TURN] * hy.time
        r = hy.sqrt(r2)
        cross = (par[NY] * z - par[NZ] * y, par[NZ] * x - par[NX] * z, par[NX] * y - par[NY] * x)
        forward = thrust * hy.cos(angle) / hy.sqrt(cross[0] * cross[0] + cross[1] * cross[1] + cross[2] * cross[2])
        upward = thrust * hy.sin(angle) / r
        force = [g + forward * c + upward * q for g, c, q in zip(force, cross, (x, y, z), strict=True)]
    falling, rising = hy.event_direction.negative, hy.event_direction.positive
    bounds = [(altitude, BOTTOM, falling), (altitude, TOP, rising), (mach, LEAST, falling), (mach, MOST, rising)]
    events = [hy.t_event(value - par[bound], direction=way) for value, bound, way in bounds]
    system = [(x, u), (y, v), (z, w), *zip((u, v, w), force, strict=True)]
    return hy.taylor_adaptive(system, [a, 0, 0, 0, 0, 0], t_events=events, tol=tolerance, compact_mode=True)


class Flyer:
    """Flies launches in one world, one after the other."""

    def __init__(self, world, tolerance=1e-13, step=STEP):
        self.world, self.step = world, step
        kinds = [(kind, powered) for kind in ("sloped", "level", "thin") for powered in (True, False)]
        self.integrators = {key: integrator(*key, world, tolerance) for key in kinds}
        self.arcs = 0

    def altitude(self, y):
        """Altitude of a state."""
        return altitude_of(*y[:3], self.world["a"], self.world["f"], math.sqrt)

    def mach(self, y, layer):
        """Mach number of a state in a layer."""
        spin = self.world["rate"]
        speed = math.sqrt((y[3] + spin * y[1]) ** 2 + (y[4] - spin * y[0]) ** 2 + y[5] ** 2)
        _, _, base, lapse, warmth, _, kind = LAYERS[layer]
        if kind == "thin":
            return speed / HIGH_SOUND
        h = self.altitude(y)
        return speed / math.sqrt(GAMMA * GAS * (warmth + lapse * (POLAR * h / (POLAR + h) - base)))

    def phase(self, y, begin, end, numbers, curve, powered, layer=None):
        """Fly a phase of one steering and one body, from arc to arc: state, time, whether it is down, and layer."""
        stretches = [(LOW, curve[0][0], 0.0, curve[0][1], 0.0)]
        for (m0, c0), (m1, c1) in itertools.pairwise(curve):
            stretches.append((m0, m1, m0, c0, (c1 - c0) / (m1 - m0)))
        stretches.append((curve[-1][0], FAR, 0.0, curve[-1][1], 0.0))
        if layer is None:
            height = self.altitude(y)
            layer = max((i for i, row in enumerate(LAYERS) if height >= row[0]), default=0)
        stretch = self.stretch_at(y, layer, stretches)
        time = begin
        while time < end:
            bottom, top, *air, kind = LAYERS[layer]
            one = self.integrators[kind, powered]
            one.time = time
            one.state[:] = y
            one.reset_cooldowns()
            ground = 0.0 if not powered and layer == 0 else bottom
            row = [ground, top, *stretches[stretch][:2], *air, *stretches[stretch][2:], *numbers]
            one.pars[:] = row[: len(one.pars)]
            outcome = one.propagate_until(end, max_delta_t=self.step)[0]
            self.arcs += 1
            y, time = one.state.copy(), one.time
            if outcome == hy.taylor_outcome.time_limit:
                break
            event = -int(outcome) - 1
            if event == 0 and layer == 0:
                return y, time, True, layer
            if event < 2:
                thin = LAYERS[layer][-1] == "thin"
                layer += 1 if event == 1 else -1
                if thin != (LAYERS[layer][-1] == "thin"):
                    stretch = self.stretch_at(y, layer, stretches)
            else:
                stretch += 1 if event == 3 else -1
        return y, end, False, layer

    def stretch_at(self, y, layer, stretches):
        """Stretch of the drag curve at a state."""
        mach = self.mach(y, layer)
        return max(i for i, row in enumerate(stretches) if mach >= row[0])

    def fly(self, stages, fall, steering, place):
        """Latitude, longitude (rad) and time of an impact.

        stages, fall: as in `launch_dop853.fly`, `fall` with beta; steering: loft, rate, end of thrust; place: latitude,
        longitude, azimuth.
        """
        a, f, spin = (self.world[k] for k in ("a", "f", "rate"))
        (latitude, longitude, azimuth), (loft, rate, cutoff) = place, steering
        n = a / math.sqrt(1 - f * (2 - f) * math.sin(latitude) ** 2)
        flat = n * math.cos(latitude)
        r = np.array([flat * math.cos(longitude), flat * math.sin(longitude), n * (1 - f) ** 2 * math.sin(latitude)])
        east = np.array([-math.sin(longitude), math.cos(longitude), 0.0])
        up = np.array(
            [math.cos(latitude) * math.cos(longitude), math.cos(latitude) * math.sin(longitude), math.sin(latitude)]
        )
        ahead = math.sin(azimuth) * east + math.cos(azimuth) * np.cross(up, east)
        normal = np.cross(r, ahead)
        normal /= np.linalg.norm(normal)
        y = np.array([*r, -spin * r[1], spin * r[0], 0.0])
        begin, layer, turned = 0.0, 0, RISE + (math.pi / 2 - loft) / rate
        for k, stage in enumerate(stages):
            mass = fall["mass"] + sum(s["propellant"] + s["inert"] for s in stages[k:])
            flow = stage["propellant"] / stage["burn"]
            end = min(begin + stage["burn"], cutoff)
            phases = [(begin, end, loft, 0.0)]
            if k == 0:
                upright = math.pi / 2
                phases = [
                    (0.0, RISE, upright, 0.0),
                    (RISE, turned, upright + rate * RISE, -rate),
                    (turned, end, loft, 0.0),
                ]
            for t0, t1, angle, turn in phases:
                numbers = [
                    stage["area"],
                    mass + flow * begin,
                    flow,
                    stage["thrust"],
                    stage["lost"],
                    angle,
                    turn,
                    *normal,
                ]
                y, _, _, layer = self.phase(y, t0, min(t1, end), numbers, stage["drag"], True, layer)
            begin = max(begin, end)
        numbers = [1.0, fall["beta"], 0.0, 0.0, 0.0, 0.0, 0.0, *normal]
        y, time, down, _ = self.phase(y, begin, LONGEST, numbers, [(0.0, 1.0)], False, layer)
        if not down:
            return math.nan, math.nan, math.nan
        latitude = math.atan2(y[2], (1 - f) ** 2 * math.hypot(y[0], y[1]))
        return latitude, math.atan2(y[1], y[0]) - spin * time, time
