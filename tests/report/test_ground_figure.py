"""Maps of ground: drawn in each form, one panel a battery and part, beside the map of the defended area."""

from pathlib import Path

import pytest
import shapely

import midcourse as mc
from midcourse.errors import MidcourseError
from midcourse.report import ground_figure

OVER = shapely.box(12.0, 46.0, 26.0, 58.0)


@pytest.fixture(scope="module")
def found():
    asked = {"launch_area": "Berlin", "operating_area": "poland", "over": OVER}
    return mc.footprint("european-site-2008", resolution_deg=4.0, readings=["mda+mean-42kw"], **asked)


def test_one_panel_a_battery_and_one_a_part(found):
    panels = list(ground_figure._panels(found, found.readings[0]))
    assert [panel[0] for panel in panels] == [
        "flights at Berlin denied by poland",
        f"where poland may stand for {found.readings[0].operating_area.listed} places",
    ]
    for _, cells, good, bad, _ in panels:
        assert not (good & bad).any()
        assert len(good) == len(cells)


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_the_map_is_drawn(found, tmp_path, ending):
    path = ground_figure.figure_ground(found, tmp_path / f"map.{ending}")
    assert path.stat().st_size > 30_000


def test_it_lies_beside_the_map_of_the_defended_area():
    assert ground_figure.ground_path("a/map.png") == Path("a/map-ground.png")


def test_another_file_type_is_refused(found, tmp_path):
    with pytest.raises(MidcourseError):
        ground_figure.figure_ground(found, tmp_path / "map.gif")
