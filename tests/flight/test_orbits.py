"""The coast steps and flight.propagate against the two-body closed form, and what a step must conserve.

The closed form is Kepler's equation in universal variables, written here [battin1999, ch. 4].
"""

import numpy as np
import pytest

from midcourse.earth import Earth
from midcourse.flight import _steps, propagate
from midcourse.flight._kernels import entry_steps
from midcourse.flight.coast import Air, free_flight

MU = 3.986004418e14
ROUND_EARTH = Earth(radius=6371000.0, mu=MU, flattening=0.0, j2=0.0, rate=0.0)

PRODUCTION_STEP = 200.0  # s, the step that the conservation gates are set for
CONSERVED = 1e-9  # relative, over a whole coast at the production step
COAST_END = 0.01  # m, end point of a coast at the production step
KEPLER = 1e-3  # m, the adaptive integrator over a ballistic flight
EIGHT_HOURS = 0.01  # m, five low orbits
EIGHT_HOURS_SPEED = 1e-5  # m/s
REVERSED = 1e-4  # m, forth and back
ORDER = 0.15  # of the slope of ln(error) over ln(step): the next order still shows at 8th order


def kepler(position, velocity, time):
    """Position and velocity after a time on a two-body path."""
    r0, energy = np.linalg.norm(position), 2 / np.linalg.norm(position) - velocity @ velocity / MU
    drift = position @ velocity / np.sqrt(MU)
    x = np.sqrt(MU) * energy * time
    for _ in range(100):
        z = energy * x * x
        s = np.sqrt(z)
        c2, c3 = (1 - np.cos(s)) / z, (s - np.sin(s)) / s**3
        r = x * x * c2 + drift * x * (1 - z * c3) + r0 * (1 - z * c2)
        step = (x**3 * c3 + drift * x * x * c2 + r0 * x * (1 - z * c3) - np.sqrt(MU) * time) / r
        x -= step
    f, g = 1 - x * x / r0 * c2, time - x**3 / np.sqrt(MU) * c3
    fdot, gdot = np.sqrt(MU) / (r * r0) * x * (z * c3 - 1), 1 - x * x / r * c2
    return f * position + g * velocity, fdot * position + gdot * velocity


STATES = {  # m, m/s, J2000; and the closed-form state 28,800 s later
    "typical": (
        (-4292653.41, 955168.47, 5139356.57, 109.649663, -7527.726490, 1484.521489),
        (-1024262.211, -6151093.688, 2599974.840, 4736.659544, -3000.745541, -5251.712532),
    ),
    "elliptical": (
        (-4315967.74, 960356.20, 5167269.53, 129.091037, -7491.513855, 1452.515654),
        (-1051395.025, -6116653.395, 2626343.053, 4747.652877, -3014.482262, -5262.442885),
    ),
}


@pytest.mark.parametrize("name", STATES)
def test_an_orbit_is_where_kepler_says_after_eight_hours(name):
    start, end = (np.array(state) for state in STATES[name])
    flight = propagate(start[:3], start[3:], earth=ROUND_EARTH, duration=28800.0)
    moment = flight.at(28800.0)
    assert flight.ended == "duration"
    assert np.linalg.norm(moment.position_ecef - end[:3]) < EIGHT_HOURS
    assert np.linalg.norm(moment.velocity_ecef - end[3:]) < EIGHT_HOURS_SPEED


ARCS = [  # m, m/s
    (np.array([6671000.0, 0.0, 0.0]), np.array([2600.0, 5700.0, 1700.0])),
    (np.array([0.0, 4.7e6, 4.7e6]), np.array([-4200.0, 3500.0, 3000.0])),
    (np.array([6671000.0, 0.0, 0.0]), np.array([3500.0, 0.0, 6000.0])),
]


@pytest.mark.parametrize(("position", "velocity"), ARCS)
def test_a_flight_is_where_kepler_says_at_any_time(position, velocity):
    flight = propagate(position, velocity, earth=ROUND_EARTH)
    for time in np.linspace(0.0, flight.flight_time, 7)[1:]:
        exact_position, exact_velocity = kepler(position, velocity, time)
        moment = flight.at(time)
        assert np.linalg.norm(moment.position_ecef - exact_position) < KEPLER
        assert np.linalg.norm(moment.velocity_ecef - exact_velocity) < KEPLER / 100


def coasted(method, position, velocity, step, count):
    state = (*position, *velocity)
    for _ in range(count):
        state = method(*state, step, MU, 0.0)
    return np.array(state[:3]), np.array(state[3:])


@pytest.mark.parametrize("method", [_steps.dop8, _steps.rkn8])
@pytest.mark.parametrize(("position", "velocity"), ARCS)
def test_the_production_step_conserves_energy_and_momentum_and_ends_in_place(position, velocity, method):
    count = int(propagate(position, velocity, earth=ROUND_EARTH).flight_time / PRODUCTION_STEP)
    assert count >= 5
    end, speed = coasted(method, position, velocity, PRODUCTION_STEP, count)
    energy = [v @ v / 2 - MU / np.linalg.norm(r) for r, v in ((position, velocity), (end, speed))]
    momentum = [np.cross(r, v) for r, v in ((position, velocity), (end, speed))]
    assert abs(energy[1] / energy[0] - 1) < CONSERVED
    assert np.linalg.norm(momentum[1] - momentum[0]) < CONSERVED * np.linalg.norm(momentum[0])
    assert np.linalg.norm(end - kepler(position, velocity, count * PRODUCTION_STEP)[0]) < COAST_END


def slopes(errors):
    return np.diff(np.log(errors)) / np.log(0.5)


COAST_STEPS = [(_steps.rk4, 4, 20.0), (_steps.rk6, 6, 80.0), (_steps.dop8, 8, 240.0), (_steps.rkn8, 8, 240.0)]


@pytest.mark.parametrize(("method", "order", "step"), COAST_STEPS)
def test_a_coast_step_has_its_order(method, order, step):
    position, velocity = ARCS[2]
    duration = 1200.0
    exact = kepler(position, velocity, duration)[0]
    errors = []
    for halving in range(3):
        h = step / 2**halving
        errors.append(np.linalg.norm(coasted(method, position, velocity, h, round(duration / h))[0] - exact))
    assert slopes(errors)[1] == pytest.approx(order, abs=ORDER), errors


@pytest.mark.parametrize(("method", "order", "count"), [(entry_steps.entry4, 4, 4), (entry_steps.entry6, 6, 2)])
def test_a_step_of_altitude_has_its_order(method, order, count):
    """In vacuum over a round Earth: state and time after the fall must lie on the two-body path."""
    position, velocity = np.array([6571000.0, 0.0, 0.0]), np.array([-2500.0, 6000.0, 1000.0])
    errors = []
    for halving in range(3):
        steps = count * 2**halving
        state, time, step = (*position, *velocity), 0.0, -200e3 / steps
        for q in range(steps):
            *state, passed = method(*state, 200e3 + q * step, step, MU, 0.0, 6371000.0, 0.0, 0.0, 0.0)
            time += passed
        exact = np.concatenate(kepler(position, velocity, time))
        errors.append(np.linalg.norm((state - exact) * ([1.0] * 3 + [1000.0] * 3)))
    assert slopes(errors) == pytest.approx([order, order], abs=ORDER), errors


def test_time_runs_back_to_the_start():
    start = np.array([0.0, 6371000.0, 0.0, 0.0, 3000.0, 5000.0, 2000.0])
    forth = free_flight(start, ROUND_EARTH, 0.0, Air.NONE).nodes[-1]
    mirrored = np.concatenate([[0.0], forth[1:4], -forth[4:7]])
    back = free_flight(mirrored, ROUND_EARTH, 0.0, Air.NONE).nodes[-1]
    assert back[0] == pytest.approx(forth[0], abs=REVERSED / 1000)
    assert np.linalg.norm(back[1:4] - start[1:4]) < REVERSED
