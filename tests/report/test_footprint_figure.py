"""Pictures of many readings: how their maps are laid out."""

import pytest

from midcourse.report.footprint_figure import grid_of

WITH_POLE, ALONE = (914.0, 536.0), (646.0, 536.0)  # points: a main map with a polar one beside it, and without


@pytest.mark.parametrize(
    ("panels", "size", "grid"),
    [
        (1, WITH_POLE, (1, 1)),
        (2, WITH_POLE, (1, 2)),
        (9, WITH_POLE, (3, 3)),
        (2, ALONE, (2, 1)),
        (9, ALONE, (3, 3)),
        (12, ALONE, (4, 3)),
    ],
)
def test_maps_of_many_readings_stand_in_a_grid_as_a_page_on_its_side(panels, size, grid):
    assert grid_of(panels, *size) == grid


def test_every_panel_has_a_place_and_no_row_is_empty():
    for panels in range(1, 40):
        across, down = grid_of(panels, *WITH_POLE)
        assert across * down >= panels > across * (down - 1)
