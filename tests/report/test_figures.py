"""One flight as a picture: the file types, the same bytes each time, and flights over the pole."""

import numpy as np
import pytest

from midcourse.errors import MidcourseError
from midcourse.report import figures


@pytest.fixture
def flight():
    """A parabola of invented numbers from the Middle East to Berlin."""
    s = np.linspace(0, 1, 101)
    return {
        "time_s": 1200 * s,
        "latitude_deg": 38 + 14.5 * s,
        "longitude_deg": 46.3 - 32.9 * s,
        "altitude_km": 3200 * s * (1 - s),
        "speed_km_s": 3 + 8 * (s - 0.5) ** 2,
        "phase": np.where(s < 0.15, "boost", "free flight"),
    }


@pytest.mark.parametrize(
    ("name", "start"), [("a.png", b"\x89PNG"), ("a.svg", b"<?xml"), ("a.pdf", b"%PDF"), ("A.PNG", b"\x89PNG")]
)
def test_a_flight_becomes_a_picture_by_its_extension(tmp_path, flight, countries, name, start):
    path = figures.figure_flight(flight, tmp_path / name, countries)
    assert path.read_bytes().startswith(start)


def test_the_same_flight_gives_the_same_svg(tmp_path, flight, countries):
    one, two = (figures.figure_flight(flight, tmp_path / f / "a.svg", countries) for f in _folders(tmp_path))
    assert one.read_bytes() == two.read_bytes()


def _folders(tmp_path):
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        yield name


def test_another_file_type_is_refused_with_advice(tmp_path, flight, countries):
    with pytest.raises(MidcourseError, match="PNG, SVG or PDF") as caught:
        figures.figure_flight(flight, tmp_path / "a.doc", countries)
    assert caught.value.exit_code == 2


def test_a_flight_without_boost_over_the_pole_is_drawn(tmp_path, flight, countries):
    over = {**flight, "latitude_deg": 60 + 0 * flight["time_s"], "phase": np.full(101, "free flight")}
    over["longitude_deg"] = np.linspace(-170, 190, 101)
    assert figures.figure_flight(over, tmp_path / "pole.png", countries).exists()
