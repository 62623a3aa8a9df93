"""The offer of May 2001 and one missile against a point defence: what decides, and that other inputs turn it round."""

import numpy as np
import pytest

import midcourse as mc

JOINT, ALONE = "joint-defence-2001", "non-state-2001"
ROUND = 0.02  # mean shots over 2,000 raids


def layers(run, reading):
    rows = run.table("layers").arrow.to_pylist()
    return {row["battery"]: row["shots"] for row in rows if row["reading"] == reading}


@pytest.fixture(scope="module")
def joint(tmp_path_factory):
    readings = [f"{w}+with-upper+{s}" for w in ("shared", "own") for s in ("s-300pmu-2", "antey")]
    folder = tmp_path_factory.mktemp("joint") / "run"
    return mc.run(JOINT, readings=readings, replicates=2000, seed=1, folder=folder)


def test_the_printed_speed_decides_whom_the_lower_tier_meets(joint):
    shots = layers(joint, "own+with-upper+s-300pmu-2")
    assert shots["gaziantep"] > 1.0
    assert [shots[name] for name in ("ankara", "athens", "budapest", "rome")] == [0.0] * 4
    faster = layers(joint, "own+with-upper+antey")
    assert min(faster[name] for name in ("ankara", "athens", "budapest")) > 0.5
    assert faster["rome"] == 0.0


def test_shared_warning_is_what_the_upper_tier_lives_on(joint):
    shared, own = (layers(joint, f"{w}+with-upper+s-300pmu-2") for w in ("shared", "own"))
    assert own["thaad-ankara"] == own["thaad-athens"] == 0.0
    assert min(shared["thaad-ankara"], shared["thaad-athens"]) > 1.0


def test_the_lower_tier_shoots_at_what_the_upper_one_leaves(joint):
    """Four short missiles, two looks above and two below: fewer shots below than without the tier above."""
    both = layers(joint, "own+with-upper+s-300pmu-2")
    assert both["thaad-gaziantep"] == pytest.approx(4.0, abs=4 * ROUND)
    assert 1.0 < both["gaziantep"] < 4.0 * 1.6
    assert both["gaziantep"] < 6.0


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    return mc.run(ALONE, replicates=500, seed=1, folder=tmp_path_factory.mktemp("alone") / "run")


def cell(run, reading, city, name):
    rows = run.table("options").arrow.to_pylist()
    battery = "port" if city == "New York City" else "inland"
    return next(
        row[name]
        for row in rows
        if row["reading"] == reading and row["battery"] == battery and row["threat"].endswith(city)
    )


def test_two_minutes_of_asking_lose_the_inland_city_and_not_the_port(alone):
    assert cell(alone, "pac-3+by-rule", "Gaziantep", "shots") > 0
    assert cell(alone, "pac-3+asked-first", "Gaziantep", "shots") == 0
    assert cell(alone, "pac-3+asked-first", "New York City", "shots") > 0


def test_the_time_to_decide_is_the_time_that_asking_may_take(alone):
    """Asked for less than that the shot is still there, for more it is gone: by changing the file, not the answer."""
    free = cell(alone, "pac-3+by-rule", "Gaziantep", "time_to_decide_s")
    assert np.isfinite(free)
    for asked, fits in ((free - 5.0 - 1.0, True), (free - 5.0 + 1.0, False)):
        changes = (f"command.consult_s={asked}",)
        found = mc.footprint(ALONE, readings=("pac-3+by-rule",), changes=changes, resolution_deg=10.0, adaptive=False)
        row = next(r for r in found.readings if r.reading == "pac-3+by-rule")
        places = dict(zip(found.places.name.tolist(), row.words("places").tolist(), strict=True))
        assert (places["Gaziantep"] == "defended") is fits
