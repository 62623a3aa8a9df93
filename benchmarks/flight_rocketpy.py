"""A curiosity: RocketPy's point-mass mode beside our one-at-a-time door, on the same vertical shot.

RocketPy is made for sounding rockets with attitude, parachutes and weather, not for this work; its point-mass mode is
the nearest that a well-known Python package has. It flies the boost; from its burnout state our `propagate` flies on,
and the apogees are compared. Needs `requirements/bench.txt`; without RocketPy it says so and ends.

`python benchmarks/flight_rocketpy.py [--write]`
"""

import datetime
import sys
import time
import warnings
from pathlib import Path

import numpy as np

from midcourse import earth, flight

HERE = Path(__file__).resolve().parent
MASS, PROPELLANT, THRUST, BURN, RADIUS, DRAG = 200.0, 300.0, 25_000.0, 24.0, 0.2, 0.3
REPEATS = 5


def rocketpy_flight():
    """One vertical flight in RocketPy's 3 DOF mode, to the apogee."""
    from rocketpy import Environment, Flight
    from rocketpy.motors.point_mass_motor import PointMassMotor
    from rocketpy.rocket.point_mass_rocket import PointMassRocket

    place = Environment(latitude=0.0, longitude=0.0, elevation=0.0)
    place.set_atmospheric_model(type="standard_atmosphere")
    motor = PointMassMotor(THRUST, dry_mass=1.0, propellant_initial_mass=PROPELLANT, burn_time=BURN)
    rocket = PointMassRocket(RADIUS, MASS, 0.0, power_off_drag=DRAG, power_on_drag=DRAG)
    rocket.add_motor(motor, position=0)
    options = {"rail_length": 5.0, "inclination": 90.0, "simulation_mode": "3 DOF", "terminate_on_apogee": True}
    return Flight(rocket, place, max_time=2000, rtol=1e-8, **options)


def own_flight(flown):
    """The same shot from RocketPy's burnout state on, by `propagate`."""
    altitude, climb = float(flown.z(BURN)), float(flown.vz(BURN))
    start = earth.geodetic_to_ecef(0.0, 0.0, altitude, earth.WGS84)
    up = start / np.linalg.norm(start)
    coefficient = (MASS + 1.0) / (DRAG * np.pi * RADIUS**2)
    return flight.propagate(start, climb * up, ballistic_coefficient=coefficient)


def seconds(function):
    """Least processor time of some calls, after one that is not counted."""
    function()
    times = []
    for _ in range(REPEATS):
        begin = time.process_time()
        function()
        times.append(time.process_time() - begin)
    return min(times)


def main():
    """Print the table."""
    warnings.simplefilter("ignore")
    try:
        flown = rocketpy_flight()
    except ImportError:
        print("RocketPy is not installed: requirements/bench.txt")
        return
    ours = own_flight(flown)
    theirs = seconds(rocketpy_flight)
    mine = seconds(lambda: own_flight(flown))
    lines = [
        "# A vertical shot, point mass: RocketPy 3 DOF and `propagate`",
        "",
        f"{datetime.date.today()}. From burnout at {float(flown.z(BURN)) / 1e3:.1f} km on; RocketPy turns the Earth",
        "by its effective gravity, we by turning it.",
        "",
        "| engine | flights a core-second | apogee, m |",
        "|---|---|---|",
        f"| RocketPy 3 DOF, rtol 1e-8, boost included | {1 / theirs:,.1f} | {flown.apogee:,.1f} |",
        f"| our `propagate`, from its burnout state | {1 / mine:,.0f} | {ours.apogee_altitude:,.1f} |",
        "",
        f"Ratio {theirs / mine:,.0f}; apogees differ by {abs(flown.apogee - ours.apogee_altitude):.1f} m.",
    ]
    text = "\n".join(lines)
    print(text)
    if "--write" in sys.argv:
        (HERE / "results" / "flight_rocketpy.md").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
