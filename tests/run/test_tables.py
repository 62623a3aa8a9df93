"""What a run folder holds: tables, units, one answer for any number of workers, shots that meet their flights."""

import re

import numpy as np
import pytest
from scipy.integrate import solve_ivp

import midcourse as mc
from midcourse import flight
from midcourse.constants import EARTH_MU
from midcourse.exchange.czml import _between as between
from midcourse.run import shot_tables

TABLES = {"threats", "sightings", "options", "shots", "outcomes", "places", "flips", "readings", "countries"}
PURE = re.compile(
    r"share|exact|sampled|mean|low$|high$|value|answer_|flips_|shots$|kills$"
)  # numbers without a unit, or with one in a column beside


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """The same small run with one worker and with two."""
    folder = tmp_path_factory.mktemp("runs")
    common = {"readings": ["mda+mean-42kw"], "replicates": 3000, "seed": 7}
    return [mc.run("european-site-2008", workers=n, folder=folder / str(n), **common) for n in (1, 2)]


def test_the_tables_of_the_contract_are_there(runs):
    assert set(runs[0].table_names) >= TABLES


def test_one_or_two_workers_give_the_same_bytes(runs):
    sums = [{name: entry["sha256"] for name, entry in run.manifest["tables"].items()} for run in runs]
    assert sums[0] == sums[1]


def test_every_measured_column_says_its_unit_in_its_name_and_in_its_field(runs):
    for name in runs[0].table_names:
        for field in runs[0].table(name).schema:
            unit = (field.metadata or {}).get(b"unit", b"").decode()
            if unit:
                assert field.name.endswith("_" + unit.replace("/", "_")), (name, field.name, unit)
            elif str(field.type) == "double":
                assert PURE.search(field.name), (name, field.name)


ROUNDING = 1e-12  # of a mean of 3,000 whole numbers


def test_outcomes_are_the_raids_of_the_answer(runs):
    (row,) = runs[0].table("readings").arrow.to_pylist()
    leakers, count = (np.asarray(runs[0].table("outcomes")[name]) for name in ("leakers", "replicates"))
    assert count.sum() == 3000
    assert leakers @ count / 3000 == pytest.approx(row["leakers_mean"], rel=ROUNDING)
    assert count[leakers == 0].sum() / 3000 == row["p_no_leaker_sampled"]


FLOOR = 100e3
ON_PATH = 50.0  # m: knots are joined by cubics here and by fifth degree polynomials in between there


def test_shots_meet_their_flights_within_the_limits_and_in_turn(runs):
    paths = runs[0].table("paths")
    names = np.array(paths["threat"].to_pylist())
    time = np.asarray(paths["time_s"])
    position = np.column_stack([np.asarray(paths[f"position_ecef_{a}_m"]) for a in "xyz"])
    rows = runs[0].table("shots").arrow.to_pylist()
    assert len(rows) > 50
    for row in rows[::7]:
        mine = names == row["threat"]
        met = np.array([row[f"intercept_ecef_{a}_m"] for a in "xyz"])
        assert np.linalg.norm(between(time[mine], position[mine], row["intercept_s"]) - met) < ON_PATH
    assert min(row["intercept_altitude_m"] for row in rows) > FLOOR - ON_PATH
    second = {row["threat"]: row for row in rows if row["look"] == 2}
    for row in rows:
        assert row["launch_s"] < row["intercept_s"]
        if row["look"] == 1 and row["threat"] in second:
            assert second[row["threat"]]["launch_s"] >= row["intercept_s"]


FOUND = 0.2  # s, twice the bracket in which first and last times are found


def test_options_and_shots_tell_one_story(runs):
    first = {row["threat"]: row for row in runs[0].table("shots").arrow.to_pylist() if row["look"] == 1}
    for row in runs[0].table("options").arrow.to_pylist():
        shot = first.get(row["threat"])
        can = row["first_intercept_s"] is not None and np.isfinite(row["first_intercept_s"])
        assert can == (shot is not None)
        if can:
            assert row["first_intercept_s"] == pytest.approx(shot["intercept_s"], abs=FOUND)
            assert row["lift_off_earliest_s"] <= shot["launch_s"] + FOUND
            assert row["last_launch_s"] >= row["first_launch_s"] - FOUND
            assert row["last_intercept_s"] >= row["first_intercept_s"]


def test_interceptors_fly_from_their_site_to_the_meeting(runs):
    table = runs[0].table("interceptor_paths")
    names = np.array(table["threat"].to_pylist())
    time = np.asarray(table["time_s"])
    position = np.column_stack([np.asarray(table[f"position_ecef_{a}_m"]) for a in "xyz"])
    radius = np.linalg.norm(position, axis=1)
    met = {row["threat"]: row for row in runs[0].table("shots").arrow.to_pylist() if row["look"] == 1}
    assert set(names) == set(met)
    for name in list(met)[::9]:
        mine = names == name
        assert (np.diff(time[mine]) > 0).all()
        assert time[mine][0] == met[name]["launch_s"]
        end = np.array([met[name][f"intercept_ecef_{a}_m"] for a in "xyz"])
        assert np.linalg.norm(position[mine][-1] - end) < 1.0
        assert (radius[mine][2:] > radius[mine][0]).all()  # never through the ground


AS_FLOWN = 1e-3  # m/s, what the integration leaves over 900 s
NEAR = 2000.0  # m, on a path of 5,000 km in 900 s: less than a line is wide on any map


def test_the_curve_between_both_ends_follows_the_two_body_arc():
    start, velocity = np.array([6.4e6, 0.0, 0.0]), np.array([4500.0, 4000.0, 1000.0])
    share = np.linspace(0.0, 1.0, 31)

    def fall(_, state):
        return np.concatenate([state[3:], -EARTH_MU * state[:3] / np.linalg.norm(state[:3]) ** 3])

    flown = solve_ivp(fall, (0.0, 900.0), [*start, *velocity], t_eval=900.0 * share, rtol=1e-11, atol=1e-6).y.T
    arc = flight.lambert_many(start[None], flown[-1:, :3], np.array([900.0]))
    np.testing.assert_allclose(arc.start_velocity_eci[0], velocity, atol=AS_FLOWN)
    curve = shot_tables._along(start[None], flown[-1:, :3], arc, np.array([[[900.0]]]), share[None, :, None], EARTH_MU)
    assert np.linalg.norm(curve[0] - flown[:, :3], axis=1).max() < NEAR
