"""flight.lambert against two-body motion in universal variables, the symmetric closed form and the J2 flight."""

import contextlib

import numpy as np
import pytest

from midcourse.earth import WGS84, geodetic_to_ecef
from midcourse.errors import ConvergenceError, ModelRangeError
from midcourse.flight import lambert, lambert_corrected, propagate
from midcourse.flight._kernels.lambert import lambert as kernel

MU = 3.986004418e14
BACK = 1e-6  # relative to the radius: what flying the answer must give back
SYMMETRIC = 1e-9  # relative, the closed form
BOOK = 1e-3  # m/s; the book prints six digits
MISS = 1.0  # m, what the corrected answer promises
SWAPPED = 1e-8  # relative, the same arc flown back


def kepler(position, velocity, time):
    """State after a time: universal variables, the anomaly by halving, so that no path is too strange [battin1999]."""
    r0 = np.linalg.norm(position)
    alpha, drift = 2 / r0 - velocity @ velocity / MU, position @ velocity / np.sqrt(MU)

    def parts(x):
        z = alpha * x * x
        s = np.sqrt(abs(z))
        if s < 0.05:
            return z, 0.5 - z / 24 + z * z / 720, 1 / 6 - z / 120 + z * z / 5040
        if z > 0:
            return z, (1 - np.cos(s)) / z, (s - np.sin(s)) / s**3
        return z, (1 - np.cosh(s)) / z, (np.sinh(s) - s) / s**3

    def late(x):
        z, c2, c3 = parts(x)
        return x**3 * c3 + drift * x * x * c2 + r0 * x * (1 - z * c3) - np.sqrt(MU) * time

    low, high = 0.0, 1.0
    while late(high) < 0:
        low, high = high, 1.5 * high
    for _ in range(200):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if late(middle) < 0 else (low, middle)
    x = 0.5 * (low + high)
    z, c2, c3 = parts(x)
    f, g = 1 - x * x / r0 * c2, time - x**3 / np.sqrt(MU) * c3
    new = f * position + g * velocity
    r = np.linalg.norm(new)
    return new, np.sqrt(MU) / (r * r0) * x * (z * c3 - 1) * position + (1 - x * x / r * c2) * velocity


def missed(start, end, time, long_way):
    """Relative miss of the answer flown by the referent; NaN where that flight passes near the centre."""
    *found, status = kernel(*start, *end, time, MU, long_way)
    assert status == 0
    assert np.isfinite(found).all()
    u, v = np.array(found[:3]), np.array(found[3:])
    turn = np.linalg.norm(np.cross(start, u))
    pull = np.linalg.norm(np.cross(u, np.cross(start, u)) / MU - start / np.linalg.norm(start))
    if turn**2 / MU / (1 + pull) < 5e5:
        return np.nan
    flown, speed = kepler(start, u, time)
    return max(np.linalg.norm(flown - end) / np.linalg.norm(end), np.linalg.norm(speed - v) / np.linalg.norm(v))


ANGLES = {
    "any": lambda rng: rng.uniform(0.05, np.pi - 0.05),
    "near 180 degrees": lambda rng: np.pi - 10 ** rng.uniform(-9, -1),
    "near 0 degrees": lambda rng: 10 ** rng.uniform(-6, -1),
}


@pytest.mark.parametrize("kind", ANGLES)
@pytest.mark.parametrize("long_way", [False, True])
def test_the_arc_leads_to_the_end_in_the_time(kind, long_way):
    rng, found = np.random.default_rng(7), []
    for _ in range(300):
        a, b = np.linalg.qr(rng.normal(size=(3, 2)))[0].T
        angle, near = ANGLES[kind](rng), kind == "near 0 degrees"
        start = a * rng.uniform(6.4e6, 8e6)
        end = np.cos(angle) * a + np.sin(angle) * b
        end *= np.linalg.norm(start) * (1 + 1e-3 * angle) if near else rng.uniform(6.4e6, 9e6)
        time = 10 ** rng.uniform(2.0, 4.0)
        if near:
            time = (
                10 ** rng.uniform(3.7, 4.2) if long_way else np.linalg.norm(end - start) / 10 ** rng.uniform(3.5, 4.1)
            )
        with np.errstate(all="ignore"):
            found.append(missed(start, end, time, long_way))
    found = np.array(found)
    assert np.isfinite(found).sum() >= 100
    assert np.nanmax(found) < BACK


def test_a_symmetric_minimum_energy_arc_is_the_closed_form():
    for angle in (0.05, 0.5, 1.5, 2.5, 3.1):
        radius, s = 6371000.0, np.sin(angle / 2)
        speed, climb = np.sqrt(2 * MU / radius * s / (1 + s)), (np.pi - angle) / 4
        axis = radius * (1 + s) / 2
        e = np.sqrt(1 - radius * (2 - radius / axis) * np.cos(climb) ** 2 / axis)
        anomaly = np.arccos((1 - radius / axis) / e)
        time = 2 * (np.pi - anomaly + e * np.sin(anomaly)) * np.sqrt(axis**3 / MU)
        arc = lambert((radius, 0, 0), (radius * np.cos(angle), radius * np.sin(angle), 0), time)
        exact = speed * np.array([np.sin(climb), np.cos(climb), 0])
        assert np.linalg.norm(arc.start_velocity_eci - exact) < SYMMETRIC * speed
        assert np.linalg.norm(arc.end_velocity_eci) == pytest.approx(speed, rel=SYMMETRIC)


def test_the_arc_of_a_textbook_comes_out():
    """Curtis, Orbital Mechanics for Engineering Students, example 5.2 [curtis2013]; mu there 398,600 km^3/s^2."""
    arc = lambert((5e6, 1e7, 2.1e6), (-1.46e7, 2.5e6, 7e6), 3600.0, mu=3.986e14)
    assert arc.start_velocity_eci == pytest.approx([-5992.5, 1925.4, 3245.6], abs=100 * BOOK)
    assert arc.end_velocity_eci == pytest.approx([-3312.5, -4196.6, -385.29], abs=100 * BOOK)


def test_an_arc_flown_back_has_the_reversed_velocities():
    start, end = np.array([6.5e6, 1e6, 2e6]), np.array([-3e6, 6e6, 1e6])
    forth, back = lambert(start, end, 1800.0), lambert(end, start, 1800.0)
    size = np.linalg.norm(forth.start_velocity_eci)
    assert np.linalg.norm(forth.start_velocity_eci + back.end_velocity_eci) < SWAPPED * size
    assert np.linalg.norm(forth.end_velocity_eci + back.start_velocity_eci) < SWAPPED * size


@pytest.mark.parametrize("end", [(-7e6, 0.0, 0.0), (7e6, 0.0, 0.0), (9e6, 0.0, 0.0)])
def test_points_on_one_line_with_the_centre_have_an_arc(end):
    start = np.array([7e6, 0.0, 0.0])
    arc = lambert(start, end, 2500.0, long_way=True)
    assert np.isfinite(arc.start_velocity_eci).all()
    if end[0] < 0:
        flown, _ = kepler(start, arc.start_velocity_eci, 2500.0)
        assert np.linalg.norm(flown - end) < BACK * 7e6
        assert arc.start_velocity_eci[1] > 0
        assert arc.start_velocity_eci[2] == pytest.approx(0.0, abs=BACK)


@pytest.mark.parametrize(
    ("launch", "aim", "time"),
    [
        ((38.08, 46.29), (51.51, -0.13), 1300.0),
        ((55.0, 83.0), (40.0, -100.0), 1950.0),
        ((-33.0, 151.0), (36.0, -120.0), 2300.0),
        ((90.0, 0.0), (0.0, 30.0), 1900.0),
        ((20.0, 179.0), (21.0, -179.0), 400.0),
    ],
)
def test_the_corrected_arc_hits_its_aim_under_j2_and_rotation(launch, aim, time):
    start = geodetic_to_ecef(*np.radians(launch), 0.0, WGS84)
    end = geodetic_to_ecef(*np.radians(aim), 0.0, WGS84)
    velocity = lambert_corrected(start, end, time)
    flight = propagate(start, velocity, duration=time * 1.1)
    last = flight.at(min(time, flight.flight_time))
    assert np.linalg.norm(last.position_ecef - end) < MISS
    plain = lambert(start, end, time).start_velocity_eci
    assert np.linalg.norm(velocity - plain) > 1.0


def test_an_impossible_question_is_refused():
    for change in ({"flight_time": 0.0}, {"flight_time": np.nan}, {"end_position_eci": (np.nan, 0, 0)}):
        with pytest.raises(ModelRangeError):
            lambert(
                **{"start_position_eci": (7e6, 0, 0), "end_position_eci": (0, 7e6, 0), "flight_time": 900.0, **change}
            )


def test_an_antipodal_aim_is_hit_or_said_to_be_no_arc():
    start = geodetic_to_ecef(0.6, 0.7, 0.0, WGS84)
    velocity = None
    with contextlib.suppress(ConvergenceError):
        velocity = lambert_corrected(start, -start, 2900.0)
    if velocity is None:
        return
    last = propagate(start, velocity, duration=3000.0)
    assert np.linalg.norm(last.at(min(2900.0, last.flight_time)).position_ecef + start) < MISS
