"""Defended area of a scenario: places as a run has them, land as the alliance has it, answers in each form."""

import json

import numpy as np
import pyproj
import pytest
import shapely

import midcourse as mc
from midcourse.errors import ScenarioError
from midcourse.exchange import footprint_answer
from midcourse.policy import alliance
from midcourse.report import footprint_figure
from midcourse.scenario import defended, defended_grid

SCENARIO = "european-site-2008"
AREA = 2e-3  # straight edges of borders here, geodesic ones there
GEOD = pyproj.Geod(ellps="WGS84")


def signed_area(shape):
    """Edges in short pieces: a side along a parallel is no geodesic."""
    return GEOD.geometry_area_perimeter(shapely.segmentize(shape, 0.1))[0]


@pytest.fixture(scope="module")
def found():
    return mc.footprint(SCENARIO, resolution_deg=5.0, by="layer", readings=["mda"])


def test_places_and_countries_are_those_of_a_run(found):
    run = mc.run(SCENARIO, readings=["mda"], replicates=100)
    for row in found.readings:
        stored = [r for r in run.table("places").arrow.to_pylist() if r["reading"] == row.reading]
        assert [r["status"] for r in stored] == row.words("places").tolist()
        assert [r["shots"] for r in stored] == row.places.shots.tolist()
        assert [r["why_not"] for r in stored] == row.reasons("places").tolist()
        assert [r["deciding_threat"] for r in stored] == row.deciders("places").tolist()
        countries = [r for r in run.table("countries").arrow.to_pylist() if r["reading"] == row.reading]
        assert [r["status"] for r in countries] == row.words("countries").tolist()


def test_land_is_protected_where_the_alliance_says_so():
    random = np.random.default_rng(1)
    codes = [m.code for m in alliance.members("NATO", "2008-04-05")]
    land = shapely.union_all([shape for _, shape in defended.protected_land(codes)])
    latitude, longitude = random.uniform(15.0, 89.0, 40_000), random.uniform(-180.0, 180.0, 40_000)
    inside = shapely.intersects_xy(land, longitude, latitude)
    for country in defended.places.countries():
        own = shapely.intersects_xy(country.shape, longitude, latitude)
        said = alliance.is_protected(codes, np.full(own.sum(), country.code), latitude[own], longitude[own])
        assert (said == inside[own]).all(), country.name


def test_areas_by_status_are_whole_and_apart(found):
    for row in found.readings:
        areas = found.areas(row.reading)
        assert sum(s.area for s in areas.values()) == pytest.approx(shapely.union_all(list(areas.values())).area)
        for word, shape in areas.items():
            cells = found.cells.area[row.words("cells") == word].sum()
            assert footprint_answer.shapely.is_valid(shape)
            assert cells == pytest.approx(
                abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0]), rel=AREA
            )


def test_the_grid_holds_every_cell_and_nothing_else(found):
    row, cells = found.readings[0], found.cells
    columns = {"status": (row.cells.status, -1), "number": (np.arange(len(cells)), -1)}
    latitude, longitude, grids = defended_grid.grid_of(cells, columns)
    assert grids["status"].shape == (len(latitude), len(longitude))
    assert set(grids["number"].ravel().tolist()) == {-1, *range(len(cells))}
    assert (np.bincount(grids["number"].ravel() + 1)[1:] <= cells.size**2).all()
    whole = np.flatnonzero(cells.size == 1)
    up = np.abs(latitude[:, None] - cells.latitude_deg[whole]).argmin(axis=0)
    right = np.abs(longitude[:, None] - cells.longitude_deg[whole]).argmin(axis=0)
    assert (grids["status"][up, right] == row.cells.status[whole]).all()


def test_the_grid_is_an_xarray_dataset(found):
    """Chosen by latitude and longitude, as its users do, it says what the cell there says."""
    grid = found.grid("mda+mean-42kw")
    row = next(r for r in found.readings if r.reading == "mda+mean-42kw")
    for k in np.flatnonzero(found.cells.size == 1)[::3]:
        here = {"latitude_deg": found.cells.latitude_deg[k], "longitude_deg": found.cells.longitude_deg[k]}
        told = grid.sel(here, method="nearest")
        assert (int(told["status"]), int(told["shots"])) == (row.cells.status[k], row.cells.shots[k])
    assert set(grid.data_vars) == {"status", "shots", "reason"}
    assert grid.attrs["reading"] == "mda+mean-42kw"
    assert grid["status"].attrs["flag_meanings"] == "not-threatened defended undefended"
    assert int((grid["status"] >= 0).sum()) >= len(found.cells)


def test_a_single_layer_is_the_whole(found):
    for row in found.readings:
        ((name, cells),) = row.groups
        assert name == "main"
        assert (cells.status == row.cells.status).all()


def test_the_file_of_areas_is_right_at_the_antimeridian(found, tmp_path):
    """Alaska lies on both sides: no edge jumps, outer rings run against the clock, areas are those stated."""
    written = json.loads(footprint_answer.write_areas(found, tmp_path / "areas.geojson").read_text())
    assert len(written["features"]) == 3 * len(found.readings)
    longitudes = []
    for feature in written["features"]:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        area = signed_area(shape)
        assert area / 1e6 == pytest.approx(feature["properties"]["area_km2"], rel=AREA), (
            "and positive: against the clock"
        )
        for part in shape.geoms:
            line = np.array(part.exterior.coords)
            assert np.abs(np.diff(line[:, 0])).max() < 90.0
            longitudes += line[:, 0].tolist()
    assert -180.0 <= min(longitudes) < -178.0
    assert 180.0 >= max(longitudes) > 172.0, "the Aleutian islands lie on both sides"


def test_the_maps_are_drawn(found, tmp_path):
    for name in ("map.png", "map.svg"):
        footprint_figure.figure_footprint(found, tmp_path / name)
        assert (tmp_path / name).stat().st_size > 50_000


def test_a_higher_floor_defends_no_more():
    low, high = (
        mc.footprint(SCENARIO, resolution_deg=8.0, readings=["mda+mean-170kw"], keep_out_altitude=h).readings[0]
        for h in (None, 400e3)
    )
    assert (high.cells.covered <= low.cells.covered).all()
    assert high.cells.covered.sum() < low.cells.covered.sum()


@pytest.mark.parametrize(
    "wrong", [{"resolution_deg": 0.001}, {"shots": 0}, {"by": "owner"}, {"keep_out_altitude": -1.0}]
)
def test_what_cannot_be_asked_is_refused(wrong):
    with pytest.raises(ScenarioError):
        mc.footprint(SCENARIO, **wrong)
