"""docs/openapi.json is the description of the API that is served."""

import json
from pathlib import Path

from midcourse.web import openapi

FILE = Path(__file__).parents[2] / "docs" / "openapi.json"


def test_the_page_in_the_docs_is_up_to_date():
    assert json.loads(FILE.read_text(encoding="utf-8")) == json.loads(json.dumps(openapi())), "tools/write_openapi.py"


def test_it_is_served_to_the_holder_of_the_token(server):
    assert server.ask("/api/openapi.json").json == json.loads(FILE.read_text(encoding="utf-8"))


def test_every_answer_is_described():
    for path, ways in openapi()["paths"].items():
        for way in ways.values():
            assert way["summary"], path
            assert way.get("description"), path
