"""Lets the tests of this room read the independent referents and the flights made from them."""

import sys
from pathlib import Path

for folder in ("reference", "sensing"):
    path = str(Path(__file__).resolve().parents[1] / folder)
    if path not in sys.path:
        sys.path.insert(0, path)
