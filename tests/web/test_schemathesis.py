"""Whatever is asked that the description of the API allows is answered as it describes; what it forbids is refused.

Questions are made by Schemathesis from the description, against a server in a process of its own behind its guard.
The same questions are asked every time.
"""

import json
import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from .conftest import LONGEST, SMALL

FILE = Path(__file__).parents[2] / "docs" / "openapi.json"
QUESTIONS = [
    (way, path) for path, ways in json.loads(FILE.read_text(encoding="utf-8"))["paths"].items() for way in ways
]
GUARDED = [one for one in QUESTIONS if "{" in one[1] or one[0] != "get"]  # those that can be asked wrongly
FEW, MANY = 6, 150  # questions of each kind: in every run of the tests, and where time is given
READINGS = [None, "mda", "lewis-postol"]
STEPS = [["command", "decide_s"], ["batteries"], ["threats", 0, "count"], ["readings", "no-such-axis"]]
CHANGES = ["command.decide_s=70", "doctrine.looks=1", "kill.reliability=0.5", "batteries.north.ready=0", "epoch=x"]
REPLICATES = 5

pytestmark = pytest.mark.xdist_group("schemathesis")  # one server, and what one question saves another finds


@pytest.fixture(scope="module")
def asked(tmp_path_factory, serve):
    """A server of its own with a run and a saved scenario: the description, and names that there are."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what schemathesis brings along
        schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

    folder = tmp_path_factory.mktemp("fuzzed")
    (folder / "small.yaml").write_text(SMALL, encoding="utf-8")
    server, said = serve(folder, "small.yaml")
    assert said is None, said
    server.enter()
    job = server.ask("/api/jobs/run", {"scenario": "small", "replicates": REPLICATES}).json["job"]
    told = server.ask(f"/api/jobs/{job}/events").text
    assert "event: done" in told, told[-2000:]
    run = server.ask("/api/runs").json["runs"][0]["run"]
    config = schemathesis.Config.from_dict({"base-url": f"http://{server.host}"})
    schema = schemathesis.openapi.from_dict(server.ask("/api/openapi.json").json, config=config)
    yield server, schema, schemathesis, run
    server.process.kill()
    server.process.communicate(timeout=LONGEST)


def likely(operation, run):
    """Questions that the description allows; most name something that there is, so that they are not all 404."""

    @st.composite
    def made(draw):
        case = draw(operation.as_strategy())
        there = draw(st.integers(0, 3)) > 0
        if there and "name" in (case.path_parameters or {}) and "study" not in operation.path:
            case.path_parameters["name"] = run if "/runs/" in operation.path else "small"
        if there and "number" in (case.path_parameters or {}):
            case.path_parameters["number"] = draw(st.integers(1, 3))
        if isinstance(case.body, dict):
            sensible(draw, case.body, there)
            if there and operation.path.endswith("footprint"):
                case.body |= {"quick": draw(st.booleans()), "moves": []}
        return case

    return made()


def sensible(draw, body, there):
    """Most readings, changes and moves are such as the scenario has; no run is long."""
    if there and "scenario" in body:
        body["scenario"] = "small"
    if there and "does" in body:
        body |= {"text": SMALL, "path": draw(st.sampled_from(STEPS))}
    if "replicates" in body:
        body["replicates"] = REPLICATES
    if there and "reading" in body:
        body["reading"] = draw(st.sampled_from(READINGS))
    if there and "changes" in body:
        body["changes"] = draw(st.lists(st.sampled_from(CHANGES), max_size=2))
    for move in body.get("moves", []) if there else []:
        move["key"] = draw(st.sampled_from(["north", "radar"]))


def count(path, usual):
    """How many questions: fewer of those that compute a map."""
    return max(1, usual * 2 // 3) if path.endswith(("footprint", "places")) else usual


def run_cases(asked, way, path, number, mode):
    """Ask so many questions of one kind, the same ones every time, and compare each answer with the description."""
    server, schema, schemathesis, run = asked
    operation = schema[path][way.upper()]
    own = schemathesis.specs.openapi.checks
    checks = [
        schemathesis.checks.not_a_server_error,
        own.status_code_conformance,
        own.content_type_conformance,
        own.response_schema_conformance,
    ]
    if mode == "forbidden":
        strategy = operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)
    else:
        strategy = likely(operation, run)
    seen = []

    @settings(
        max_examples=number, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=strategy)
    def ask(case):
        response = case.call(headers={"Cookie": server.cookie}, timeout=LONGEST)
        seen.append(response.status_code)
        assert mode == "allowed" or 400 <= response.status_code < 500, (
            f"{response.status_code} for {case.as_curl_command()}"
        )
        case.validate_response(response, checks=checks)

    ask()
    return seen


@pytest.mark.parametrize(("way", "path"), QUESTIONS)
def test_what_is_allowed_is_answered_as_described(asked, way, path):
    assert run_cases(asked, way, path, count(path, FEW), "allowed")


@pytest.mark.parametrize(("way", "path"), GUARDED)
def test_what_is_forbidden_is_refused_as_described(asked, way, path):
    assert run_cases(asked, way, path, FEW, "forbidden")


@pytest.mark.slow
@pytest.mark.parametrize(("way", "path"), QUESTIONS)
def test_however_often_one_asks_what_is_allowed(asked, way, path):
    seen = run_cases(asked, way, path, count(path, MANY), "allowed")
    assert {200, 202, 404} & set(seen)


@pytest.mark.slow
@pytest.mark.parametrize(("way", "path"), GUARDED)
def test_however_often_one_asks_what_is_forbidden(asked, way, path):
    assert run_cases(asked, way, path, MANY, "forbidden")
