"""Write docs/openapi.json, the description of the API of the globe: `python tools/write_openapi.py [--check]`."""

import json
import sys
from pathlib import Path

from midcourse.web import openapi

FILE = Path(__file__).resolve().parent.parent / "docs" / "openapi.json"


def text():
    """The description as it is kept."""
    return json.dumps(openapi(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        raise SystemExit(0 if FILE.is_file() and FILE.read_text(encoding="utf-8") == text() else 1)
    FILE.write_text(text(), encoding="utf-8")
