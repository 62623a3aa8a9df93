"""A small run folder: invented numbers, the tables that files and comparisons read."""

import math

import numpy as np
import pytest

from midcourse import results

TEXT = """midcourse: 1
name: toy
epoch: 2008-04-05T12:00:00Z
batteries: [{key: poland, ready: 10}]
"""
SOURCES = ["forden2007, table 1", "house, chosen", "stated by the scenario file", None, "cns2017; second-hand"]


def toy_tables(shift):
    """Tables with the columns of a run; `shift` moves a few numbers."""
    angle = np.linspace(0, np.pi / 2, 60)
    place = dict(zip("xyz", (np.cos(angle), np.sin(angle), 0 * angle), strict=True))
    readings = {
        "reading": ["one", "two"],
        "members_threatened": [3, 3],
        "members_undefended": [2, 1 + shift],
        "threatened_population": [1000, 1000],
        "defended_population": [400, 600 - 100 * shift],
        "defended_share": [0.4, 0.6 - 0.1 * shift],
        "p_no_leaker_exact": [0.25, math.nan],
        "p_no_leaker_sampled": [0.24, 0.5],
        "leakers_mean": [1.5, 0.75],
        "shots_mean": [4.0, 4.0],
    }
    states = ["undefended", "defended" if shift == 0 else "partly"]
    return {
        "readings": readings,
        "countries": {"reading": ["one", "two"], "code": ["TR", "TR"], "status": states},
        "places": {
            "reading": ["one", "two"],
            "name": ["=cmd()", "Ankara"],
            "latitude_deg": [39.9, 39.9],
            "longitude_deg": [32.9, 32.9],
        },
        "paths": {
            "threat": ["a"] * 60,
            "time_s": 1000 * angle,
            **{f"position_ecef_{axis}_m": 7e6 * value for axis, value in place.items()},
        },
        "threats": {"threat": ["a"], "burnout_time_s": [60.0]},
        "assumptions": {"path": ["p"] * 5, "source": SOURCES},
    }


def write_toy(folder, shift=0, version="0.1.0"):
    """Run folder of the toy tables."""
    made = {
        name: results.table({c: (v, "", c) for c, v in columns.items()}) for name, columns in toy_tables(shift).items()
    }
    manifest = results.describe_run(
        name="toy", title="A toy", scenario_text=TEXT, seed=1, replicates=100, changes=[], warnings=[],
        readings={"axes": [{"name": "axis", "values": ["one", "two"]}], "names": ["one", "two"]},
        command=["midcourse", "run", "toy.yaml"],
    )  # fmt: skip
    manifest["made_by"]["libraries"]["midcourse"] = version
    return results.read(results.write(folder, made, manifest))


@pytest.fixture
def toy(tmp_path):
    """Maker of toy runs: toy(name, shift=0)."""
    return lambda name="toy", **options: write_toy(tmp_path / name, **options)
