"""flight.propagate against the NASA Engineering and Safety Center check cases 1, 4, 6 and 9 [nesc2015].

A one-slug sphere (area 0.1963495 ft^2, drag coefficient 0.1) dropped or thrown at latitude 0, longitude 0; published
outputs of SIM 04 in tests/reference/nesc/expected.csv. The report states no tolerance; the gates below are a fifth of
the spread between its tools, or less.
"""

import csv
from pathlib import Path

import numpy as np
import pytest

from midcourse.earth import Earth, ecef_to_geodetic, rotation_ecef_to_enu
from midcourse.flight import propagate

FOOT = 0.3048
SLUG = 14.593902937
BALLISTIC_COEFFICIENT = SLUG / (0.1 * 0.1963495 * FOOT**2)
SPHERE = Earth(radius=6371007.1809, mu=3.986004418e14, flattening=0.0, j2=0.0, rate=0.0)

ALTITUDE = {1: 1e-4, 4: 0.02, 6: 0.02, 9: 0.05}  # ft; tools differ by 1e-2 with air in fall, 1 in the throw
SPEED = 0.005  # ft/s; the published tools differ by as much
ANGLE = 1e-7  # deg, a centimetre
DENSITY = 1e-5  # relative: tools that use tables of the air fail this, by design

TABLE = Path(__file__).parent.parent / "reference" / "nesc" / "expected.csv"
ROWS = list(csv.DictReader(line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")))


def flight_of(case):
    earth = SPHERE if case == 4 else "wgs84"
    radius = SPHERE.radius if case == 4 else 6378137.0
    altitude = 0.0 if case == 9 else 30_000 * FOOT
    velocity = (1000 * FOOT, 1000 * FOOT, 0.0) if case == 9 else (0.0, 0.0, 0.0)
    coefficient = None if case == 1 else BALLISTIC_COEFFICIENT
    return propagate((radius + altitude, 0.0, 0.0), velocity, coefficient, earth=earth, duration=30.0)


@pytest.fixture(scope="module")
def flights():
    return {case: flight_of(case) for case in (1, 4, 6, 9)}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"case {row['case']} at {row['time_s']} s")
def test_a_check_case_comes_out_as_published(flights, row):
    case, flight = int(row["case"]), flights[int(row["case"])]
    moment = flight.at(float(row["time_s"]))
    latitude, longitude, altitude = ecef_to_geodetic(moment.position_ecef, flight.earth)
    east, north, up = rotation_ecef_to_enu(latitude, longitude) @ moment.velocity_ecef / FOOT
    assert altitude / FOOT == pytest.approx(float(row["altitude_ft"]), abs=ALTITUDE[case])
    assert np.degrees(latitude) == pytest.approx(float(row["latitude_deg"]), abs=ANGLE)
    assert np.degrees(longitude) == pytest.approx(float(row["longitude_deg"]), abs=ANGLE)
    published = [float(row[name]) for name in ("east_ft_s", "north_ft_s", "down_ft_s")]
    assert [east, north, -up] == pytest.approx(published, abs=SPEED)
    if row["density_slug_ft3"]:
        density = moment.air_density * FOOT**3 / SLUG
        assert density == pytest.approx(float(row["density_slug_ft3"]), rel=DENSITY)


def test_case_one_in_inertial_axes_comes_out_as_published(flights):
    position = np.array([20941195.074155, 45832.753467, 0.0]) * FOOT  # SIM 05 at 30 s
    velocity = np.array([-963.637540, 1527.055302, 0.0]) * FOOT
    node = flights[1].nodes[-1]
    assert node[1:4] == pytest.approx(position, abs=ALTITUDE[1] * FOOT)
    assert node[4:7] == pytest.approx(velocity, abs=SPEED * FOOT)


def test_the_flights_last_the_asked_thirty_seconds(flights):
    assert {flight.ended for flight in flights.values()} == {"duration"}
    assert {flight.flight_time for flight in flights.values()} == {30.0}
    assert all(flight.impact is None for flight in flights.values())
