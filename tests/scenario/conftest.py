"""A scenario file with every key that a run carries out, and a way to change it."""

import copy
import json

import pytest

WHOLE = {
    "midcourse": 1,
    "name": "my-site",
    "title": "A site",
    "question": "who-is-covered",
    "epoch": "2008-04-05T00:00:00Z",
    "earth": "wgs84",
    "threats": [
        {
            "key": "near",
            "missile": "scud-b",
            "launch": {"latitude_deg": 38.08, "longitude_deg": 46.29},
            "aim": {"alliance": "NATO", "date": "2008-04-05", "cities_over": 500000, "without_countries": ["US"]},
            "shape": "lofted",
            "apogee_km": 200,
            "count": 5,
            "spacing_s": 30,
            "objects": 1,
        },
        {
            "key": "listed",
            "missile": "scud-b",
            "launch": {"site": "gabala"},
            "aim": {
                "places": [
                    {"site": "brdy"},
                    {"city": "Warsaw", "country": "PL"},
                    {"latitude_deg": 50.0, "longitude_deg": 14.0},
                ]
            },
            "count": 1,
        },
    ],
    "sensors": [
        {
            "key": "emr",
            "radar": "european-midcourse-radar@mean-170kw",
            "site": "brdy",
            "owner": "US",
            "host": "CZ",
            "cue": "in-time",
        },
        {
            "key": "far",
            "radar": "thule",
            "latitude_deg": 54.36,
            "longitude_deg": -0.67,
            "owner": "GB",
            "host": "GB",
            "boresight_deg": 130,
            "tested_in_abm_mode": "disputed",
            "purpose": "early-warning",
            "basing": "fixed",
            "deployed": "1963-09-17",
            "operator": "GB",
            "supplied_by": "US",
            "phased_array": True,
            "tests": [{"object_speed_km_s": 7, "object_range_km": 9000, "guides": False}],
            "construction": {"ground_breaking": "1988-01-01", "rails": "1990-01-01"},
        },
    ],
    "batteries": [
        {
            "key": "poland",
            "interceptor": "gbi-two-stage@mda",
            "site": "redzikowo",
            "owner": "US",
            "host": "PL",
            "ready": 10,
            "channels": 10,
            "layer": "main",
            "tested_in_abm_mode": True,
            "purpose": "abm",
            "basing": "fixed",
            "launchers": 10,
            "rounds_per_launcher": 1,
            "rapid_reload": False,
            "kill_vehicles": 1,
            "test_range": "fort-greely",
        }
    ],
    "command": {
        "needs": "track-from-any",
        "track_s": 30,
        "gap_s": 1,
        "decide_s": 60,
        "consult_s": 0,
        "launch_prepare_s": 10,
        "latency_s": 2,
        "shares": {"US": ["NATO"], "GB": ["US"]},
    },
    "doctrine": {"name": "shoot-look-shoot", "looks": 2, "assess_s": 30},
    "kill": {
        "reliability": 0.9,
        "hand_over": 1.0,
        "selection": {"low": 0.5, "value": 0.9, "high": 1.0},
        "hit": {"low": 0.3, "value": 0.6, "high": 0.9},
        "common_mode": 0.1,
        "common_scope": "raid",
    },
    "protect": {"alliance": "NATO", "date": "2008-04-05"},
    "treaty": {
        "area": "field",
        "field": {"site": "cavalier"},
        "capital": {"city": "Washington", "country": "US"},
        "defended_share": 0.1,
        "swaps": ["1978-01-01"],
        "agreed_ranges": {"fort-greely": "2001-08-01"},
        "blueprints_to": [],
    },
    "readings": {
        "interceptor": {"mda": {}, "lewis-postol": {"batteries.poland.interceptor": "gbi-two-stage@lewis-postol"}},
        "radar": {"mean-170kw": {}, "mean-42kw": {"sensors.emr.radar": "european-midcourse-radar@mean-42kw"}},
    },
    "replicates": 10000,
    "seed": 1,
}


@pytest.fixture
def whole():
    """The data of the whole file, free to change."""
    return copy.deepcopy(WHOLE)


@pytest.fixture
def write(tmp_path):
    """Write data as a file (JSON is YAML 1.2) or text as it is; gives the path."""

    def write_file(data):
        path = tmp_path / "scenario.yaml"
        path.write_text(data if isinstance(data, str) else json.dumps(data, indent=1), encoding="utf-8")
        return path

    return write_file
