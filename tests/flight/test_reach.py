"""Tables of the greatest range: what short flights take over from another azimuth, and stages put together."""

import numpy as np
import pytest

from midcourse.earth import WGS84
from midcourse.flight import reach
from midcourse.flight.boost import World
from midcourse.scenario import catalog

LATITUDE = 0.6646  # rad
WORLD = World(earth=WGS84)
TYPICAL, WORST = 1e-4, 5e-3  # of the range: most nodes have one best steering, some have two that are nearly as good
PARABOLA = 1e-9  # arithmetic


@pytest.fixture(scope="module")
def missile():
    return catalog.missile("notional-irbm-4000")


def test_short_flights_go_as_far_as_if_each_azimuth_was_searched(missile):
    """The first stage of eight azimuths together, of which seven begin where the first has ended, against one alone."""
    azimuth = np.arange(8) * (np.pi / 4.0)
    together = reach.stage_tables(missile, WORLD, (LATITUDE,) * 8, tuple(azimuth.tolist()), 0).along
    alone = [reach.stage_tables(missile, WORLD, (LATITUDE,), (float(azimuth[k]),), 0).along[0] for k in (2, 5)]
    change = together[[2, 5]] / np.array(alone) - 1.0
    assert np.median(np.abs(change)) < TYPICAL
    assert change.min() > -WORST


def test_stages_put_together_have_each_end_of_thrust_once(missile):
    where = missile, WORLD, (LATITUDE,), (0.3,)
    whole = reach.station_tables(*where, 0)
    nodes = reach.cutoff_nodes(missile, 0)
    assert whole.along.shape == (1, len(nodes))
    second = reach.stage_tables(*where, 1).along[0]
    assert whole.along[0, -len(second) + 1 :].tolist() == second[1:].tolist()
    assert (np.diff(whole.along[0]) > 0.0).all(), "whoever burns longer can go farther"


def test_the_top_of_a_parabola_is_found_and_a_valley_has_none():
    a, b = (part.ravel() for part in np.meshgrid([-1.0, 0.0, 1.0], [-1.0, 0.0, 1.0], indexing="ij"))
    x, y = a - 0.3, b + 0.7
    hill = -2.0 * x * x - y * y + 0.5 * x * y
    top = reach._top_of(np.stack([hill, -hill, np.zeros(9)]))
    assert top[0] == pytest.approx([0.3, -0.7], abs=PARABOLA)
    assert (top[1:] == 0.0).all()
