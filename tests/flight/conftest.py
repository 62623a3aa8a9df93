"""Referents for the flight room: code under tests/reference that does not import Midcourse."""

import sys
from pathlib import Path

path = str(Path(__file__).resolve().parent.parent / "reference")
if path not in sys.path:
    sys.path.insert(0, path)
