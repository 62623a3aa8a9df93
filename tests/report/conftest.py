"""Stand-ins for borders and cities: boxes and a few capitals, so that these tests read no data file of another room."""

import pytest
import shapely

from midcourse import results

from . import fake_run

BOXES = {  # code: (west, south, east, north), degrees
    "DE": (6, 47, 15, 55),
    "GR": (20, 35, 27, 41),
    "TR": (27, 36, 45, 42),
    "US": (-124, 25, -67, 49),
    "IR": (45, 26, 62, 39),
    "RU": (30, 50, 180, 75),
    "ZA": (17, -34, 32, -23),
}


@pytest.fixture(scope="session")
def countries():
    return [(code, shapely.box(*edges)) for code, edges in BOXES.items()]


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("runs") / "fake"
    return results.write(folder, fake_run.make_tables(fake_run.CITIES), fake_run.make_manifest())
