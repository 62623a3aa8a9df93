"""The air of powered flight, in polynomials from kink to kink, against the standard and the house's table."""

import numpy as np

from midcourse import earth
from midcourse.flight._kernels import boost_air

# docs: docs/models/flight/boost.md
CLOSE = 2e-6  # share of density and sound speed below 86 km, the table's own error with it
THIN = 5e-3  # share of density from 86 to 110 km: worth a millimetre a second
NOTHING = 1e-30  # kg/m^3: no air
EXP = 3e-7  # share: what the shortened series leaves
PAST_THE_END = 150.0  # m: a step may end so far beyond a kink


def piece(k, altitude):
    """Density and sound speed by the numbers of piece k."""
    row = boost_air.AIR.reshape(boost_air.PIECES, boost_air.NUMBERS)[k]
    s = altitude * boost_air.SCALE - row[2]
    ln_density, inverse_sound, square = (np.polyval(part[::-1], s) for part in np.split(row[3:], [6, 11]))
    return np.exp(ln_density), 1.0 / inverse_sound, np.sqrt(square)


def test_each_piece_below_86_km_is_the_standard():
    ends = (0.0, *boost_air.BOUNDS)
    for k in range(7):
        altitude = np.linspace(ends[k], ends[k + 1], 500)
        density, sound, root = piece(k, altitude)
        air = earth.air(altitude)
        assert np.abs(density / air.density - 1.0).max() < CLOSE
        assert np.abs(sound / air.sound_speed - 1.0).max() < CLOSE
        assert np.abs(root / air.sound_speed - 1.0).max() < CLOSE


def test_pieces_go_on_smoothly_past_their_ends():
    for k in range(7):
        altitude = boost_air.BOUNDS[k] + PAST_THE_END
        density, _, _ = piece(k, altitude)
        assert abs(density / earth.air(altitude).density - 1.0) < THIN


def test_the_piece_above_86_km_is_near_the_table():
    altitude = np.linspace(86e3, 110e3, 300)
    density, _, _ = piece(7, altitude)
    assert np.abs(density / earth.air(altitude).density - 1.0).max() < THIN


def test_no_air_is_felt_above_the_last_piece():
    density, _, _ = piece(8, np.array([110e3, 400e3]))
    assert density.max() < NOTHING


def test_the_piece_at_an_altitude_lies_around_it():
    rows = boost_air.AIR.reshape(boost_air.PIECES, boost_air.NUMBERS)
    for altitude in (-500.0, 0.0, 11_019.0, 11_020.0, 60e3, 109e3, 110e3, 500e3):
        low, high = rows[boost_air.piece_at(altitude), :2]
        assert low <= altitude < high


def test_quick_exp_is_exp():
    values = np.linspace(-90.0, 5.0, 2000)
    found = np.array([boost_air.quick_exp(v) for v in values])
    assert np.abs(found / np.exp(values) - 1.0).max() < EXP
